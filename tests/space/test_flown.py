"""Launches and manoeuvres of a scenario: continuous, to the orbit that was asked for, at the cost that was reckoned."""

import numpy as np
import pytest

from wargame.scenario.assets import Satellite
from wargame.space.architecture import orbit_of
from wargame.space.delta_v import leg_of, stage_of
from wargame.space.elements import Arcs
from wargame.space.flown import flown
from wargame.space.frames import ecef_to_geodetic
from wargame.space.orbits import positions_ecef_km, states_teme

EPOCH = "2026-01-01T00:00:00Z"
LOW = {
    "type": "circular",
    "altitude_km": 560,
    "inclination_deg": 42,
    "raan_deg": 10,
    "argument_of_latitude_deg": 33,
}
SLOT = {"type": "geo", "longitude_deg": 149.8, "inclination_deg": 1.0}
DAY_S = 86_400.0


def _satellite(orbit, *manoeuvres, **more):
    return Satellite.model_validate(
        {"name": "x", "owner": "A", "orbit": orbit, "delta_v_m_s": 9999, "manoeuvres": list(manoeuvres)}
        | more
    )


def _flown(orbit, *manoeuvres, **more):
    body = _satellite(orbit, *manoeuvres, **more)
    return flown(body, orbit_of(body.orbit, EPOCH), EPOCH)


def _jumps(arcs):
    """Change of position (km) and of velocity (m/s) where each piece begins."""
    found = []
    for start_s, _ in arcs.pieces[1:]:
        positions_km, velocities_km_s = states_teme([arcs], EPOCH, np.array([start_s - 1e-3, start_s]))
        steps = positions_km[0, 1] - positions_km[0, 0], velocities_km_s[0, 1] - velocities_km_s[0, 0]
        found.append((float(np.linalg.norm(steps[0])), 1000.0 * float(np.linalg.norm(steps[1]))))
    return found


def _longitudes_deg(arcs, *days):
    return ecef_to_geodetic(positions_ecef_km([arcs], EPOCH, np.array(days) * DAY_S)[0])[1] % 360.0


def test_without_launch_and_manoeuvres_it_is_the_orbit_itself():
    assert _flown(LOW) == orbit_of(_satellite(LOW).orbit, EPOCH)


def test_a_launch_begins_the_orbit_and_moves_nothing():
    late = _flown(LOW, launch_at_h=10.5)
    assert late == Arcs(((37_800.0, _flown(LOW)),))


@pytest.mark.parametrize("altitude_km", [480, 1400])
def test_a_change_of_height_is_half_an_ellipse_at_hohmann_s_cost(altitude_km):
    """Continuous to a kilometre or two, both burns as reckoned to two per cent (J2 moves it, but costs nothing)."""
    move = {"type": "height", "at_h": 10, "altitude_km": altitude_km}
    arcs = _flown(LOW, move)
    assert [start_s > 0 for start_s, _ in arcs.pieces] == [False, True, True]
    jumps = _jumps(arcs)
    assert max(km for km, _ in jumps) < 2.5
    leg = leg_of(stage_of(_satellite(LOW).orbit), _satellite(LOW, move).manoeuvres[0])
    assert sum(m_s for _, m_s in jumps) == pytest.approx(leg.cost_m_s, rel=0.02)
    assert arcs.pieces[2][0] - arcs.pieces[1][0] == pytest.approx(leg.longest_s)
    final = arcs.pieces[2][1]
    assert (final.eccentricity, final.inclination_deg) == (0.0, 42.0)
    assert final.apogee_altitude_km == pytest.approx(altitude_km)


def test_hohmann_from_560_to_480_km_costs_44_metres_a_second():
    """By hand: v of the circles 7.5797 and 7.6237 km/s, of the ellipse 7.5577 and 7.6458; 22.0 and 22.1 m/s."""
    leg = leg_of(
        stage_of(_satellite(LOW).orbit),
        _satellite(LOW, {"type": "height", "at_h": 0, "altitude_km": 480}).manoeuvres[0],
    )
    assert leg.cost_m_s == pytest.approx(44.1, abs=0.1)


@pytest.mark.parametrize("inclination_deg", [41, 45])
def test_a_plane_turns_where_the_equator_is_next_crossed(inclination_deg):
    move = {"type": "plane", "at_h": 10, "inclination_deg": inclination_deg}
    arcs = _flown(LOW, move)
    ((jump_km, change_m_s),) = _jumps(arcs)
    leg = leg_of(stage_of(_satellite(LOW).orbit), _satellite(LOW, move).manoeuvres[0])
    assert jump_km < 0.1
    assert change_m_s == pytest.approx(leg.cost_m_s, rel=0.01)
    assert 36_000.0 <= arcs.pieces[1][0] <= 36_000.0 + leg.longest_s
    latitude_deg = ecef_to_geodetic(positions_ecef_km([arcs], EPOCH, np.array([arcs.pieces[1][0]]))[0])[0]
    assert latitude_deg == pytest.approx(0.0, abs=0.01)


def test_a_satellite_drifts_to_its_new_slot_at_the_stated_rate_and_stays_there():
    """Six degrees at two a day: three days, 155 km below the belt, and 11.4 m/s (Soop: 2.84 a degree a day and end)."""
    move = {"type": "slot", "at_h": 12, "longitude_deg": 155.8, "drift_deg_per_day": 2}
    arcs = _flown(SLOT, move)
    assert _longitudes_deg(arcs, 0.0, 0.5, 1.5, 3.5, 10.0, 20.0) == pytest.approx(
        [149.8, 149.8, 151.8, 155.8, 155.8, 155.8], abs=0.02
    )
    assert max(km for km, _ in _jumps(arcs)) == pytest.approx(155, abs=1)
    leg = leg_of(stage_of(_satellite(SLOT).orbit), _satellite(SLOT, move).manoeuvres[0])
    assert leg.cost_m_s == pytest.approx(4 * 2.84, abs=0.02)
    assert leg.longest_s == pytest.approx(3 * DAY_S)


def test_a_drift_takes_the_shorter_way_round_and_across_the_date_line():
    east = {"type": "geo", "longitude_deg": -175.0}
    arcs = _flown(east, {"type": "slot", "at_h": 0, "longitude_deg": 175.0, "drift_deg_per_day": 5})
    assert _longitudes_deg(arcs, 1.0, 2.0, 5.0) == pytest.approx([180.0, 175.0, 175.0], abs=0.02)


def test_manoeuvres_follow_each_other_and_a_launch():
    arcs = _flown(
        LOW,
        {"type": "height", "at_h": 20, "altitude_km": 600},
        {"type": "plane", "at_h": 24, "inclination_deg": 43},
        launch_at_h=6.0,
    )
    starts_s = [start_s for start_s, _ in arcs.pieces]
    assert starts_s[0] == 6 * 3600
    assert starts_s == sorted(set(starts_s))
    assert arcs.pieces[-1][1].inclination_deg == 43
    assert max(km for km, _ in _jumps(arcs)) < 1.0


@pytest.mark.parametrize(
    ("orbit", "move"),
    [
        (LOW, {"type": "slot", "at_h": 1, "longitude_deg": 10}),
        (
            {
                "type": "kepler",
                "perigee_km": 1000,
                "apogee_km": 39360,
                "inclination_deg": 63.4,
                "raan_deg": 0,
                "argument_of_perigee_deg": 270,
                "mean_anomaly_deg": 0,
            },
            {"type": "height", "at_h": 1, "altitude_km": 700},
        ),
    ],
)
def test_what_cannot_be_flown_is_refused_with_a_sentence(orbit, move):
    with pytest.raises(ValueError, match="cannot fly a manoeuvre of type"):
        _flown(orbit, move)
