"""Custody of what is launched while the scenario runs."""

import pytest

HOUR = 12


@pytest.mark.parametrize("launch_h", [6, 30])
def test_what_is_not_launched_yet_needs_no_custody_and_everybody_knows_of_a_launch(sky, custody, launch_h):
    """Without sensors: in custody until its launch and for custody_h after, as everything is after the epoch."""
    world = sky.world(custody_h=10.0, objects=("high",))
    world["satellites"]["high"]["launch_at_h"] = launch_h
    found = custody(world)
    last = (launch_h + 10) * HOUR
    assert (found[:last] == 1.0).all()
    assert (found[last:] == 0.0).all()


def test_an_object_that_was_always_there_is_not_kept_by_the_launch_of_another(sky, custody):
    world = sky.world(custody_h=10.0)
    world["satellites"]["high"]["launch_at_h"] = 20
    found = custody(world)
    assert (found[: 10 * HOUR] == 1.0).all()
    assert (found[10 * HOUR : 30 * HOUR] == 0.5).all()
    assert (found[30 * HOUR :] == 0.0).all()


def test_a_radar_sees_a_satellite_from_its_launch_on(sky, custody):
    world = sky.world(custody_h=0.5, objects=("high",), sites={"radar": sky.site("US", track=sky.radar())})
    world["satellites"]["high"]["launch_at_h"] = 20
    assert (custody(world) == 1.0).all()


def test_a_telescope_in_space_observes_only_once_it_is_up_there(sky, custody):
    """It passes below the belt and sees the object for the first time after its own launch."""
    world = sky.world(custody_h=4.0, objects=("high",), sites={"site": sky.site("US", gate=sky.down)})
    scope = sky.high("US", 120.0, scope=sky.scope) | {
        "orbit": {"type": "circular", "altitude_km": 700, "inclination_deg": 98, "raan_deg": 0}
    }
    always = custody(world | {"satellites": world["satellites"] | {"scope": scope}})
    late = custody(world | {"satellites": world["satellites"] | {"scope": scope | {"launch_at_h": 24}}})
    assert not late[4 * HOUR + 1 : 24 * HOUR].any()
    assert always[4 * HOUR + 1 : 24 * HOUR].any()
    assert (late[30 * HOUR :] == always[30 * HOUR :]).all()
