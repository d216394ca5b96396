"""The page puts satellites where the engine has them: within 10 km over a week, whatever they fly."""

import numpy as np
import pytest

from wargame.analysis.replay.arcs import arcs_of
from wargame.loader import load
from wargame.scenario.assets import Satellite
from wargame.space.architecture import epoch_of, geometry_request
from wargame.space.elements import Arcs
from wargame.space.flown import flown
from wargame.space.orbits import KeplerOrbit, OmmOrbit, TleOrbit, circular_orbit, geo_orbit, positions_ecef_km
from wargame.space.time import gmst_at, gmst_rate_rad_s

MOST_KM = 10.0
WEEK_S = 7 * 86400.0
EPOCH = "2006-06-25T00:00:00Z"
# Real element sets of Vallado et al. 2006 (AIAA 2006-6753), section "SGP4-VER.TLE", and mean elements of the same kind.
PUBLISHED = {
    "low, much drag": TleOrbit(
        "1 06251U 62025E   06176.82412014  .00008885  00000-0  12808-3 0  3985",
        "2 06251  58.0579  54.0425 0030035 139.1568 221.1854 15.56387291  6774",
    ),
    "sun-synchronous": TleOrbit(
        "1 28057U 03049A   06177.78615833  .00000060  00000-0  35940-4 0  1836",
        "2 28057  98.4283 247.6961 0000884  88.1964 271.9322 14.35478080140550",
    ),
    "Molniya": TleOrbit(
        "1 08195U 75081A   06176.33215444  .00000099  00000-0  11873-3 0   813",
        "2 08195  64.1586 279.0717 6877146 264.7651  20.2257  2.00491383225656",
    ),
    "geosynchronous": TleOrbit(
        "1 28626U 05008A   06176.46683397 -.00000205  00000-0  10000-3 0  2190",
        "2 28626   0.0019 286.9433 0000335  13.7918  55.6504  1.00270176  4891",
    ),
    "navigation": OmmOrbit(EPOCH, 2.00562, 0.0105, 55.3, 117.2, 88.0, 273.1),
    "very low, near-circular": OmmOrbit(EPOCH, 15.72, 0.0006, 51.64, 211.0, 60.0, 300.0, 2e-4),
    "low, near the equator": OmmOrbit(EPOCH, 14.9, 0.001, 9.0, 10.0, 20.0, 30.0, 1e-5),
}
NOMINAL = {
    "circular": circular_orbit(550.0, 53.0, 20.0, 40.0),
    "geostationary": geo_orbit(125.0, 0.0, EPOCH),
    "inclined belt": geo_orbit(-30.0, 6.0, EPOCH, 50.0),
    "ellipse": KeplerOrbit(26554.0, 0.7, 63.4, 10.0, 270.0, 30.0),
}


def _worst_km(orbit, page_places, epoch=EPOCH, end_s=WEEK_S):
    """The largest distance between the page's position and the engine's, away from the samples of any fit."""
    rows = arcs_of([("it", orbit)], epoch, end_s)["it"]
    times = [*np.arange(13.0, end_s, 397.0).tolist(), 0.0, end_s]
    gmst = [float(gmst_at(epoch, 0.0)), gmst_rate_rad_s(epoch)]
    found = page_places(rows, gmst, times)
    wanted = positions_ecef_km([orbit], epoch, np.array(times))[0]
    assert [place is None for place in found] == np.isnan(wanted[:, 0]).tolist()
    return max(
        float(np.linalg.norm(np.array(place) - here))
        for place, here in zip(found, wanted, strict=True)
        if place is not None
    )


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_elements_are_fitted_to_ten_kilometres(name, page_places):
    assert _worst_km(PUBLISHED[name], page_places) < MOST_KM


@pytest.mark.parametrize("name", NOMINAL)
def test_nominal_orbits_are_told_as_they_are(name, page_places):
    assert _worst_km(NOMINAL[name], page_places) < 0.1


def test_a_launch_and_manoeuvres_are_arcs_of_their_own(page_places):
    """Not there before its launch, and never more than a few metres from the engine's place after it."""
    body = Satellite.model_validate(
        {"name": "Mover", "owner": "ARC", "launch_at_h": 5.0, "delta_v_m_s": 900,
         "orbit": {"type": "circular", "altitude_km": 500, "inclination_deg": 60, "raan_deg": 10},
         "manoeuvres": [{"type": "height", "at_h": 20, "altitude_km": 900}]}
    )  # fmt: skip
    orbit = flown(body, circular_orbit(500.0, 60.0, 10.0, 0.0), EPOCH)
    assert isinstance(orbit, Arcs)
    assert _worst_km(orbit, page_places) < 0.1


def test_what_begins_after_the_run_is_left_out():
    late = Arcs(((WEEK_S + 1.0, NOMINAL["circular"]),))
    assert arcs_of([("it", late)], EPOCH, WEEK_S)["it"] == []


def test_a_whole_order_of_battle_is_where_it_is(page_places):
    """Every twentieth satellite of the western Pacific crisis, over its run."""
    scenario = load("western_pacific")
    epoch = epoch_of(scenario.clock)
    for _, orbit in geometry_request(scenario).satellites[::20]:
        assert _worst_km(orbit, page_places, epoch, scenario.clock.duration_s) < MOST_KM
