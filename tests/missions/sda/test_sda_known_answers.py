"""Custody whose value is known beforehand."""

import numpy as np
import pytest

from wargame.availability import Availability, Outage
from wargame.coalition import Coalition

HOUR = 12
DAY = 24 * HOUR


def test_without_sensors_everything_is_in_custody_for_custody_h_after_the_epoch_and_then_nothing(
    sky, custody
):
    found = custody(sky.world(custody_h=10.0))
    assert (found[: 10 * HOUR] == 1.0).all()
    assert (found[10 * HOUR :] == 0.0).all()


def test_a_radar_keeps_low_orbits_and_not_what_stands_beyond_its_range(sky, custody):
    near = custody(sky.world(sites={"radar": sky.site("US", track=sky.radar(5000.0))}))
    assert (near[:DAY] == 1.0).all()
    assert (near[DAY:] == 0.5).all()
    far = custody(sky.world(sites={"radar": sky.site("US", track=sky.radar(45000.0))}))
    assert (far == 1.0).all()


def test_a_radar_sees_nothing_below_its_horizon(sky, custody):
    world = sky.world(objects=("high",), sites={"radar": sky.site("US", -35.0, -45.0, track=sky.radar())})
    assert not custody(world)[DAY + 1 :].any()


def test_a_telescope_sees_by_night_only(sky, custody):
    """Over Japan the Sun culminates at 3 h UTC and is twelve degrees down from about 10 to 20 h at an equinox."""
    world = sky.world(custody_h=0.5, objects=("high",), sites={"eye": sky.site("US", track=sky.telescope)})
    found = custody(world | {"clock": world["clock"] | {"start_utc": "2026-04-20T00:00:00Z"}})
    for day in (0, DAY):
        assert found[day + 12 * HOUR : day + 18 * HOUR].all()
        assert not found[day + 1 * HOUR : day + 9 * HOUR].any()


@pytest.mark.parametrize(
    ("start_utc", "dark_steps"), [("2026-03-20", range(9, 15)), ("2026-06-21", range(1))]
)
def test_a_telescope_sees_no_eclipsed_object(sky, custody, start_utc, dark_steps):
    """A geostationary satellite is in shadow for at most 69 minutes (O16) around midnight, near equinoxes only."""
    world = sky.world(custody_h=0.01, objects=("high",), sites={"eye": sky.site("US", track=sky.telescope)})
    world["clock"] |= {"start_utc": f"{start_utc}T00:00:00Z"}
    night = custody(world)[12 * HOUR : 18 * HOUR]
    dark = np.flatnonzero(night == 0.0)
    assert len(dark) in dark_steps
    if len(dark):
        assert abs(dark.mean() - 3 * HOUR) <= 6  # centred on 15 h UTC, local midnight, within half an hour
        assert (np.diff(dark) == 1).all()


def test_a_partner_s_radar_counts_by_agreement_and_while_the_partner_is_in(sky, services):
    world = sky.world(custody_h=2.0, sites={"radar": sky.site("JPN", track=sky.radar())})
    world["users"]["jpn"] = world["users"]["us"] | {"nation": "JPN"}
    apart = services(world)
    agreed = services(world | {"agreements": {"tracks": sky.tell("JPN", "US")}})
    after = slice(2 * HOUR + 1, None)

    def found(model, nation, members=("JPN", "AUS"), leaving="neutral"):
        there = Availability((), Coalition(model.scenario, frozenset(members), leaving))
        return sky.share(model, there, nation)[after]

    assert (found(apart, "JPN") >= 0.5).all()
    assert not found(apart, "US").any()
    assert np.array_equal(found(agreed, "US"), found(apart, "JPN"))
    assert not found(agreed, "US", ("AUS",)).any()
    assert np.array_equal(found(agreed, "JPN", ("AUS",)), found(apart, "JPN"))  # a neutral keeps its own eyes
    assert not found(agreed, "JPN", ("AUS",), "absent").any()


def test_tracks_go_to_the_recipients_of_the_owner_and_not_further(sky, custody):
    world = sky.world(custody_h=2.0, sites={"radar": sky.site("JPN", track=sky.radar())})
    world["agreements"] = {"one": sky.tell("JPN", "AUS"), "two": sky.tell("AUS", "US")}
    assert not custody(world)[2 * HOUR + 1 :].any()


@pytest.mark.parametrize(
    ("release_h", "worth"), [(0.0, 1.0), (1.0, 1.0), (1.9, 1.0), (2.0, 0.0), (30.0, 0.0)]
)
def test_a_release_later_than_custody_h_is_worth_nothing(sky, custody, release_h, worth):
    world = sky.world(custody_h=2.0, objects=("high",), sites={"radar": sky.site("JPN", track=sky.radar())})
    world["agreements"] = {"tracks": sky.tell("JPN", "US", release_h=release_h)}
    assert (custody(world)[2 * HOUR + 1 :] == worth).all()


def test_the_shortest_agreed_delay_holds(sky, custody):
    world = sky.world(custody_h=2.0, objects=("high",), sites={"radar": sky.site("JPN", track=sky.radar())})
    world["agreements"] = {f"in_{h}_h": sky.tell("JPN", "US", release_h=h) for h in (3, 1, 8)}
    assert (custody(world) == 1.0).all()


def test_a_delay_shortens_custody_after_a_loss_only_at_its_beginning(sky, services):
    """Age counts from the observation: whoever hears an hour late knows until the same hour as whoever saw."""
    world = sky.world(custody_h=3.0, objects=("high",), sites={"radar": sky.site("JPN", track=sky.radar())})
    world["users"]["jpn"] = world["users"]["us"] | {"nation": "JPN"}
    model = services(world | {"agreements": {"tracks": sky.tell("JPN", "US", release_h=1.0)}})
    down = Outage("radar", "track", 0.0, 10 * 3600, 20 * 3600)
    own, told = (sky.share(model, sky.everybody(model, down), nation) for nation in ("JPN", "US"))
    assert np.array_equal(np.flatnonzero(own == 0), np.arange(13 * HOUR - 1, 20 * HOUR))
    assert np.array_equal(np.flatnonzero(told == 0), np.arange(13 * HOUR - 1, 21 * HOUR))


@pytest.mark.parametrize("at_s", [36_000, 36_001, 36_299])
def test_custody_lasts_custody_h_from_the_beginning_of_the_step_of_the_last_observation(sky, custody, at_s):
    world = sky.world(custody_h=5.0, objects=("high",), sites={"radar": sky.site("US", track=sky.radar())})
    found = custody(world, sky.lost("radar", at_s))
    last_seen = 119 if at_s == 36_000 else 120  # a change inside a step counts from the next
    assert np.array_equal(np.flatnonzero(found == 0), np.arange(last_seen + 5 * HOUR, 2 * DAY))


def test_a_sensor_that_works_at_all_observes(sky, custody):
    world = sky.world(custody_h=2.0, objects=("high",), sites={"radar": sky.site("US", track=sky.radar())})
    assert (custody(world, Outage("radar", "track", 0.1, 0.0, None)) == 1.0).all()


# Telescopes in space


@pytest.fixture
def watcher(sky):
    """A geostationary telescope forty degrees from what it looks at, and nothing to land at."""
    satellites = {"high": sky.high("RED", 135.0), "scope": sky.high("US", 95.0, scope=sky.scope)}
    return sky.world(custody_h=20.0, objects=("high",), satellites=satellites)


def test_a_telescope_in_space_is_worth_nothing_without_a_way_down(sky, custody, watcher):
    assert not custody(watcher)[20 * HOUR + 1 :].any()
    over, behind = sky.site("US", 35.0, 100.0, down=sky.down), sky.site("US", 35.0, -85.0, down=sky.down)
    assert (custody(watcher | {"sites": {"down": over}}) == 1.0).all()
    assert not custody(watcher | {"sites": {"down": behind}})[20 * HOUR + 1 :].any()
    other = sky.site("US", 35.0, 100.0, down={"kind": "gateway", "mission": "missile_warning"})
    assert not custody(watcher | {"sites": {"down": other}})[20 * HOUR + 1 :].any()


def test_a_telescope_in_space_lands_at_a_partner_s_gateway_by_ground_access(sky, custody, watcher):
    watcher["sites"] = {"down": sky.site("JPN", 35.0, 100.0, down=sky.down)}
    assert not custody(watcher)[20 * HOUR + 1 :].any()
    access = {"kind": "ground_access", "mission": "sda", "members": ["US", "JPN"]}
    watcher["agreements"] = {"ground": access}
    assert (custody(watcher) == 1.0).all()
    watcher["agreements"] = {"ground": access | {"mission": "isr_signals"}}
    assert not custody(watcher)[20 * HOUR + 1 :].any()


def test_what_could_not_come_down_comes_with_the_next_contact(sky, custody, watcher):
    """The Sun leaves it alone from hour 26 to hour 38."""
    watcher["users"]["us"]["needs"]["sda"]["custody_h"] = 4.0
    watcher["sites"] = {"down": sky.site("US", 35.0, 100.0, down=sky.down)}
    whole = custody(watcher)
    found = custody(watcher, Outage("down", "down", 0.0, 27 * 3600, 37 * 3600))
    assert whole[26 * HOUR : 38 * HOUR].all()
    assert np.array_equal(found[: 31 * HOUR - 1], whole[: 31 * HOUR - 1])
    assert not found[31 * HOUR - 1 : 37 * HOUR].any()
    assert np.array_equal(found[37 * HOUR :], whole[37 * HOUR :])  # what it saw meanwhile comes down at once


def test_what_a_telescope_has_not_brought_down_is_lost_with_it(sky, custody, watcher):
    watcher["users"]["us"]["needs"]["sda"]["custody_h"] = 4.0
    watcher["sites"] = {"down": sky.site("US", 35.0, 100.0, down=sky.down)}
    closed = Outage("down", "down", 0.0, 27 * 3600, 29 * 3600)
    found = custody(watcher, closed, sky.lost("scope", 28 * 3600))
    assert found[26 * HOUR : 31 * HOUR - 1].all()
    assert not found[31 * HOUR - 1 :].any()


# One's own satellites, and what objects mean


def test_own_satellites_are_in_custody_as_long_as_they_work(sky, custody):
    satellites = {"high": sky.high("US", 135.0, scope=sky.scope), "low": sky.low("RED")}
    world = sky.world(custody_h=3.0, objects=("high",), satellites=satellites)
    assert (custody(world) == 1.0).all()
    assert (custody(world, sky.lost("high", 0.0, "scope")) == 1.0).all()
    assert (custody(world, Outage("high", None, 0.4, 0.0, None)) == 1.0).all()
    found = custody(world, sky.lost("high", 10 * 3600))
    assert np.array_equal(np.flatnonzero(found == 0), np.arange(13 * HOUR - 1, 2 * DAY))
    back = custody(world, Outage("high", None, 0.0, 10 * 3600, 15 * 3600))
    assert np.array_equal(np.flatnonzero(back == 0), np.arange(13 * HOUR - 1, 15 * HOUR))


def test_a_destroyed_object_stays_one_and_can_be_tracked(sky, custody):
    satellites = {"high": sky.high("US", 135.0)}
    world = sky.world(custody_h=3.0, objects=("high",), satellites=satellites)
    world["sites"] = {"radar": sky.site("US", track=sky.radar())}
    assert (custody(world, sky.lost("high", 10 * 3600)) == 1.0).all()


def test_a_nation_s_telemetry_is_its_own(sky, custody):
    world = sky.world(custody_h=3.0, objects=("high",), satellites={"high": sky.high("JPN", 135.0)})
    world["agreements"] = {"tracks": sky.tell("JPN", "US")}
    assert not custody(world)[3 * HOUR + 1 :].any()


def test_objects_are_satellites_constellations_and_all_that_an_actor_owns(sky, services):
    world = sky.world(custody_h=3.0, objects=("JPN", "high", "ring", "ring_01"))
    pattern = {
        "type": "walker_delta",
        "satellites": 4,
        "planes": 2,
        "altitude_km": 900,
        "inclination_deg": 60,
    }
    world["constellations"] = {"ring": {"name": "ring", "owner": "AUS", "pattern": pattern}}
    world["satellites"] |= {"mine": sky.high("JPN", 20.0), "yours": sky.low("JPN")}
    world["sites"] = {"radar": sky.site("US", track=sky.radar())}
    model = services(world)
    found = sky.share(model, sky.everybody(model))
    seven = ("mine", "yours", "high", "ring_01", "ring_02", "ring_03", "ring_04")
    held = np.mean(
        [model.plugin("sda").custody(sky.everybody(model), key, "US", 3.0) for key in seven], axis=0
    )
    assert found == pytest.approx(held[: len(found)], abs=2e-9)
    assert len(np.unique(found)) > 3


def test_satellites_that_never_existed_are_not_counted(sky, services):
    satellites = {"high": sky.high("RED", 135.0), "theirs": sky.high("JPN", 0.0)}
    world = sky.world(custody_h=3.0, objects=("high", "theirs"), satellites=satellites)
    world["sites"] = {"radar": sky.site("US", track=sky.radar())}
    world["users"]["only"] = {"nation": "AUS", "region": "sea", "needs": {"sda": {"objects": ["theirs"]}}}
    model = services(world)
    for leaving, us, aus in (("neutral", 0.5, 0.0), ("absent", 1.0, 1.0)):
        there = Availability((), Coalition(model.scenario, frozenset({"AUS"}), leaving))
        assert (sky.share(model, there, "US")[3 * HOUR + 1 :] == us).all()
        assert (sky.share(model, there, "AUS")[DAY + 1 :] == aus).all()


def test_needs_of_one_nation_mix_by_weight_and_every_region_has_the_same(sky, services):
    world = sky.world(custody_h=3.0, objects=("high",), sites={"radar": sky.site("US", track=sky.radar())})
    other = {"south_deg": -20, "north_deg": -10, "west_deg": 0, "east_deg": 10}
    world["regions"]["elsewhere"] = {"name": "elsewhere"} | other
    world["satellites"]["hidden"] = sky.high("RED", -45.0)
    nothing = {"objects": ["hidden"], "custody_h": 3.0, "weight": 3.0}
    world["users"]["more"] = {"nation": "US", "region": "sea", "needs": {"sda": nothing}}
    world["users"]["there"] = world["users"]["us"] | {"region": "elsewhere"}
    model = services(world)
    timeline = model.timeline("sda", sky.everybody(model))
    late = slice(3 * HOUR + 1, None)
    assert (timeline.demand_weighted("sea", "US")[late] == 0.25).all()
    assert (timeline.demand_weighted("elsewhere", "US")[late] == 1.0).all()


# Custody of one object


def test_red_knows_what_its_own_radars_see_whatever_the_coalition_agrees(sky, services):
    satellites = {"low": sky.low("US"), "high": sky.high("US", -45.0)}
    world = sky.world(objects=("US",), satellites=satellites)
    world["sites"] = {
        "theirs": sky.site("RED", track=sky.radar(4000.0)),
        "ours": sky.site("US", -35.0, -45.0, track=sky.radar()),
    }
    model = services(world)
    sda = model.plugin("sda")

    def red(key, *outages):
        return sda.custody(sky.everybody(model, *outages), key, "RED", 16.0)

    assert red("low").all()
    assert not red("low", sky.lost("theirs"))[16 * HOUR + 1 :].any()
    assert not red("high")[16 * HOUR + 1 :].any()
    assert red("low").shape == (72 * HOUR,)
    assert "theirs" not in sda.assets


def test_custody_of_strangers_is_refused(sky, services):
    model = services(sky.world())
    sda, there = model.plugin("sda"), sky.everybody(model)
    with pytest.raises(ValueError, match="custody is asked for 'hihg', which is no satellite of 'sky'"):
        sda.custody(there, "hihg", "US", 1.0)
    with pytest.raises(ValueError, match="custody is asked for 'UK', which is no actor of 'sky'"):
        sda.custody(there, "high", "UK", 1.0)
