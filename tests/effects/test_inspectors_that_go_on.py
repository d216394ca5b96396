"""A satellite that has come to a target is there, with what propellant the way has left it: it is not set back.

All in the geostationary belt: to start and stop a drift of 4 degrees a day costs 22.7 m/s, and 5 degrees take 30 hours.
The inspector stands 5 degrees west of Watch East, and that 5 degrees west of Arcadia East.
"""

import pytest

from wargame.run import run

H = 3600
WAY_M_S = 2 * 3074.66 / 3 * 4 / 360 * 86164.1 / 86400
"""Soop 1994, section 4: to start and to stop a drift of 4 degrees a day."""


def _scenario(crises, orders, delta_v_m_s, effect="inspection", **parameters):
    """Red's inspector at 40 west, ordered about by a script."""
    means = {
        "effect": effect,
        "magazine": 4,
        "parameters": {
            "inspector": "red_inspector",
            "drift_deg_per_day": 4.0,
            "closing_h": 2.0,
            "preparation_h": 1.0,
            **parameters,
        },
    }
    actions = [{"capability": "visit", "targets": [target], "at_h": hour} for hour, target in orders]
    return crises.changed(
        {
            "actors.RED.adversary.capabilities": {"visit": means},
            "satellites.red_inspector": {
                "name": "Red inspector",
                "owner": "RED",
                "orbit": {"type": "geo", "longitude_deg": -40.0},
                "delta_v_m_s": delta_v_m_s,
            },
            "threat_packages": {"p": {"title": "Visits", "adversary": "RED", "actions": actions}},
        }
    )


def _played(crises, *given, **more):
    return run(_scenario(crises, *given, **more), arm="forced", package="p")


def _arrivals(crises, record):
    return [(e.target, e.effect_s / H) for e in crises.kinds(record, "engagement.launched")]


def test_the_second_way_begins_where_the_first_one_ended(crises):
    """5 degrees twice, 30 hours each; from where it once stood the second would be 10 degrees."""
    record = _played(crises, [(0, "arc_warning_east"), (42, "arc_relay_east")], 100.0)
    (first, first_h), (second, second_h) = _arrivals(crises, record)
    assert (first, second) == ("arc_warning_east", "arc_relay_east")
    assert first_h == pytest.approx(33.0, abs=0.02)
    assert second_h == pytest.approx(42 + 33.0, abs=0.02)


def test_every_way_is_paid_for_from_one_tank(crises):
    """Propellant for one way and a half: the second is refused with what is left of it."""
    record = _played(crises, [(0, "arc_warning_east"), (42, "arc_relay_east")], 1.5 * WAY_M_S)
    assert len(_arrivals(crises, record)) == 1
    (spent,) = crises.kinds(record, "delta_v.spent")
    (launched,) = crises.kinds(record, "engagement.launched")
    assert (spent.asset, spent.cause, spent.beside) == ("red_inspector", launched.id, "arc_warning_east")
    assert spent.spent == pytest.approx(WAY_M_S, rel=1e-3)
    assert spent.left == pytest.approx(0.5 * WAY_M_S, rel=1e-2)
    (refused,) = crises.kinds(record, "order.refused")
    assert "coming to it takes 23 m/s of 11" in refused.reason


def test_after_a_miss_it_is_still_at_the_target_s_side(crises):
    """A second attempt needs its preparation and the last leg, and no propellant for the way."""
    record = _played(
        crises,
        [(0, "arc_warning_east"), (42, "arc_warning_east")],
        1.5 * WAY_M_S,
        "co_orbital_kinetic",
        p_kill=0.0,
    )
    (_, first_h), (_, second_h) = _arrivals(crises, record)
    assert first_h == pytest.approx(33.0, abs=0.02)
    assert second_h == pytest.approx(42 + 3.0, abs=1e-6)
    assert [event.spent for event in crises.kinds(record, "delta_v.spent")] == [
        pytest.approx(WAY_M_S, rel=1e-3),
        0.0,
    ]


@pytest.mark.parametrize(("delta_v_m_s", "goes_on"), [(1.5 * WAY_M_S, False), (100.0, True)])
def test_red_reckons_with_where_its_inspector_is(crises, delta_v_m_s, goes_on):
    """From 5 degrees beside Borealis One it comes there, and can strike again at once; elsewhere if its tank pays."""
    inject = {
        "kind": "attack",
        "at_h": 0,
        "adversary": "RED",
        "capability": "visit",
        "targets": ["bor_relay"],
    }
    changes = {
        "injects": {"first": inject},
        "actors.RED.adversary.pressure": 0.0,
        "threat_packages": {},
        "satellites.red_inspector.orbit.longitude_deg": -5.0,
    }
    scenario = _scenario(crises, [(0, "bor_relay")], delta_v_m_s, "co_orbital_kinetic", p_kill=0.0)
    record = run(crises.changed(changes, scenario))
    assert len(crises.kinds(record, "engagement.resolved")) == 1
    last = crises.kinds(record, "options.weighed")[-1]
    rows = {row["option"]: row["effect_s"] for row in last.options}
    assert rows.pop("visit:bor_relay") == [last.t_s + 3 * H]
    assert bool(rows) == goes_on
