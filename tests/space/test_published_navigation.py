"""Dilution of precision against Trimble's planning software and the GPS standard's own slots."""

import math

import numpy as np
import pytest

from wargame.space.dop import Sky, dilution_of_precision, pdop_grid
from wargame.space.frames import geodetic_to_ecef_km, up_vectors
from wargame.space.grid import global_points
from wargame.space.orbits import KeplerOrbit, positions_ecef_km
from wargame.space.time import Epoch, gmst_at, seconds_between

GPS_ZERO = "1980-01-06T00:00:00Z"

# GPS SPS PS October 2001, table 3-1 (the same in 2008 and 2020): node and argument of latitude, degrees,
# at 1993-07-01T00:00Z.
NODES_DEG = {"A": 272.847, "B": 332.847, "C": 32.847, "D": 92.847, "E": 152.847, "F": 212.847}
SLOTS_DEG = {
    "A": (268.126, 161.786, 11.676, 41.806),
    "B": (80.956, 173.336, 309.976, 204.376),
    "C": (111.876, 11.796, 339.666, 241.556),
    "D": (135.226, 265.446, 35.156, 167.356),
    "E": (197.046, 302.596, 66.066, 333.686),
    "F": (238.886, 345.226, 105.206, 135.346),
}


def _almanac(path):
    """The satellites of a YUMA almanac, as dictionaries of their numbers by line name."""
    satellites = []
    for line in path.read_text(encoding="ascii").splitlines():
        if line.startswith("*"):
            satellites.append({})
        elif ":" in line:
            name, _, value = line.partition(":")
            satellites[-1][name.split("(")[0].strip()] = float(value)
    return satellites


def _orbit(satellite, epoch):
    """A nominal orbit from a YUMA block: its node is a longitude, so sidereal time is added.

    A YUMA node is the longitude at the start of the week; the Earth turns until the time of the elements.
    """
    turned_rad = 7.2921151467e-5 * satellite["Time of Applicability"]
    node_rad = satellite["Right Ascen at Week"] - turned_rad + float(gmst_at(epoch, 0.0))
    return KeplerOrbit(
        semi_major_axis_km=satellite["SQRT"] ** 2 / 1000.0,
        eccentricity=satellite["Eccentricity"],
        inclination_deg=math.degrees(satellite["Orbital Inclination"]),
        raan_deg=math.degrees(node_rad) % 360.0,
        arg_perigee_deg=math.degrees(satellite["Argument of Perigee"]) % 360.0,
        mean_anomaly_deg=math.degrees(satellite["Mean Anom"]) % 360.0,
    )


@pytest.mark.published("O04")
def test_gps_over_toulouse_dilutes_as_trimble_planning_says(validation_data):
    # Orekit DOPComputerTest, values from Trimble Planning: 31 March 2016, 02:00 UTC, mask 0.
    satellites = _almanac(validation_data / "yuma_20160331.alm")
    assert len(satellites) == 31
    weeks, leap_seconds = 1024 + 866, 17.0
    seconds = weeks * 604800.0 + satellites[0]["Time of Applicability"] - leap_seconds
    epoch = Epoch.from_utc(GPS_ZERO).shifted(seconds)
    when = np.array([seconds_between(epoch, "2016-03-31T02:00:00Z")])
    positions_km = positions_ecef_km([_orbit(one, epoch) for one in satellites], epoch, when)[:, 0]
    toulouse_km, up = geodetic_to_ecef_km(43.6, 1.45), up_vectors(43.6, 1.45)
    found = dilution_of_precision(positions_km, toulouse_km, up, 0.0)
    assert found.satellites == 11
    dilutions = (found.gdop, found.pdop, found.hdop, found.vdop, found.tdop)
    assert dilutions == pytest.approx((1.53, 1.35, 0.84, 1.06, 0.71), abs=0.02)


@pytest.fixture(scope="module")
def gps_day():
    """The 24 slots over one sidereal day every 300 s, and 1500 points of equal area."""
    orbits = [
        KeplerOrbit(26559.7, 0.0, 55.0, NODES_DEG[plane], 0.0, latitude)
        for plane, latitudes in SLOTS_DEG.items()
        for latitude in latitudes
    ]
    times_s = np.arange(0.0, 86164.0, 300.0)
    positions_km = positions_ecef_km(orbits, "1993-07-01T00:00:00Z", times_s).transpose(1, 0, 2)
    latitudes_deg, longitudes_deg = global_points(1500)
    points_km = geodetic_to_ecef_km(latitudes_deg, longitudes_deg)
    return np.ascontiguousarray(positions_km), points_km, up_vectors(latitudes_deg, longitudes_deg)


@pytest.mark.published("O05")
@pytest.mark.parametrize(
    ("mask_deg", "everywhere", "worst", "median", "p95"),
    [
        (5.0, 1.0, 1.0, 1.791, 2.493),
        (10.0, 0.99839, 0.9722, 2.137, 3.132),
        (15.0, 0.97366, 0.9097, 2.573, 4.803),
    ],
)
def test_24_gps_slots_give_the_position_dilution_of_the_standard(
    gps_day, mask_deg, everywhere, worst, median, p95
):
    # Slots and standard: GPS SPS PS; values computed independently (case O05).
    positions_km, points_km, points_up = gps_day
    usable, family = np.ones(24, dtype=np.bool_), np.zeros(24, dtype=np.int64)
    dilution = pdop_grid(positions_km, usable, family, points_km, points_up, mask_deg)
    good = dilution <= 6.0
    assert good.mean() == pytest.approx(everywhere, abs=0.005)
    assert good.mean(axis=0).min() == pytest.approx(worst, abs=0.02)  # one site: the grids differ
    assert np.median(dilution) == pytest.approx(median, abs=0.03)
    assert np.quantile(dilution, 0.95, method="lower") == pytest.approx(p95, rel=0.05)
    assert good.mean() >= (0.98 if mask_deg == 5.0 else 0.0)  # the standard's own threshold


@pytest.mark.published("O05")
@pytest.mark.parametrize(
    ("mask_deg", "mean", "fewest", "share_below_five", "pdop_mean", "pdop_p98"),
    [
        (5.0, 8.127, 5, 0.0, 1.856, 2.727),
        (10.0, 7.182, 4, 0.00078, 2.253, 3.727),
        (15.0, 6.293, 3, 0.02353, 2.951, 6.722),
    ],
)
def test_as_many_of_24_gps_slots_are_in_view_as_counted_independently(
    gps_day, mask_deg, mean, fewest, share_below_five, pdop_mean, pdop_p98
):
    over = Sky(*gps_day)
    count = np.bitwise_count(over.above(mask_deg)[:, :, 0])
    assert count.mean() == pytest.approx(mean, abs=0.05)
    assert count.min() == fewest
    assert (count < 5).mean() == pytest.approx(share_below_five, abs=0.001)
    dilution = over.pdop(np.ones(24, dtype=np.bool_), np.zeros(24, dtype=np.int64), mask_deg)
    assert np.quantile(dilution, 0.98, method="lower") == pytest.approx(pdop_p98, rel=0.05)
    if mask_deg < 10.0:
        assert dilution.mean() == pytest.approx(pdop_mean, abs=0.03)
