"""Imaging access against a slow scalar oracle, and against answers known beforehand."""

import hashlib
import math
from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest
from sky_oracle import angle_between, dot, ellipsoid_place, minus, sun_at, up_at

from wargame.space import cache
from wargame.space.constants import EARTH_EQUATORIAL_RADIUS_KM
from wargame.space.eclipse import earth_central_half_angle_deg
from wargame.space.geometry import GeometryRequest, GridPoint, build_geometry, load_geometry
from wargame.space.orbits import (
    KeplerOrbit,
    circular_orbit,
    geo_orbit,
    sun_synchronous_inclination_deg,
    walker_delta,
)
from wargame.space.point_blocks import point_blocks
from wargame.space.sensing import ImagingSpec, fill_images, incidence_deg
from wargame.space.sun import sun_directions
from wargame.space.trajectory import sample_trajectories
from wargame.space.visibility import sample_times_s, unpack_steps

EPOCH = "2026-03-01T00:00:00Z"
N_STEPS = 70
DOUBT = 1e-9  # margins (radians) below which two correct programs may differ
REFERENCE_VERSION = 2
REFERENCE_DIGEST = "b15e9fe4ea581e8c1d4e2b9cc8372014"


def small_request(seed):
    """Satellites of every height over points drawn at random."""
    draw = np.random.default_rng(seed)
    orbits = [
        circular_orbit(float(draw.uniform(450, 900)), 97.5, float(draw.uniform(0, 360)), 20.0),
        circular_orbit(float(draw.uniform(900, 2000)), 60.0, float(draw.uniform(0, 360)), 200.0),
        KeplerOrbit(26600.0, 0.74, 63.4, float(draw.uniform(0, 360)), 270.0, 20.0),
    ]
    points = [
        GridPoint(f"p{row}", float(draw.uniform(-80, 80)), float(draw.uniform(-180, 180))) for row in range(5)
    ]
    named = tuple((f"s{row}", orbit) for row, orbit in enumerate(orbits))
    return GeometryRequest(EPOCH, N_STEPS, named, points=tuple(points))


def oracle(request, spec):
    """By (step, satellite, point): whether there is a picture, and whether a margin leaves it in doubt."""
    epoch = datetime.fromisoformat(request.epoch_utc)
    found, doubt = (np.zeros((N_STEPS, len(spec.satellites), len(request.points)), bool) for _ in range(2))
    orbits = dict(request.satellites)
    for column, satellite in enumerate(spec.satellites):
        path = sample_trajectories([orbits[satellite]], request.epoch_utc, 0.0, float(request.span_s))
        positions_km = path.at(0, sample_times_s(N_STEPS, 300.0, 10)).tolist()
        for row, point in enumerate(request.points):
            place_km = ellipsoid_place(point.latitude_deg, point.longitude_deg, 0.0)
            up = up_at(point.latitude_deg, point.longitude_deg)
            for sample, position_km in enumerate(positions_km):
                incidence = angle_between(minus(position_km, place_km), up)
                margins = [math.radians(spec.max_incidence_deg) - incidence]
                if spec.min_incidence_deg > 0.0:
                    margins.append(incidence - math.radians(spec.min_incidence_deg))
                if spec.min_sun_elevation_deg is not None:
                    height = math.asin(dot(sun_at(epoch, 30.0 * (sample + 0.5)), up))
                    margins.append(height - math.radians(spec.min_sun_elevation_deg))
                found[sample // 10, column, row] |= min(margins) >= 0.0
                doubt[sample // 10, column, row] |= min(abs(margin) for margin in margins) < DOUBT
    return found, doubt


@pytest.mark.parametrize(
    ("seed", "band_deg", "sun_deg"),
    [(1, (0.0, 60.0), None), (2, (20.0, 70.0), None), (9, (0.0, 80.0), 10.0), (4, (35.0, 90.0), -12.0)],
)
def test_imaging_bits_equal_a_scalar_oracle(seed, band_deg, sun_deg):
    request = small_request(seed)
    spec = ImagingSpec(("s2", "s0", "s1"), *band_deg, sun_deg)
    found = unpack_steps(build_geometry(request).imaging_access(spec), N_STEPS)
    expected, doubt = oracle(request, spec)
    assert expected.any(axis=(0, 2)).all(), "every satellite must take pictures"
    assert doubt.mean() < 1e-3
    assert np.array_equal(found[~doubt], expected[~doubt])


def test_results_change_only_with_the_geometry_version():
    # If this fails, raise GEOMETRY_VERSION in wargame/space/cache.py and write both values here.
    state = hashlib.sha256()
    for sun_deg in (None, 10.0):
        spec = ImagingSpec(("s0", "s1", "s2"), 10.0, 60.0, sun_deg)
        state.update(build_geometry(small_request(9)).imaging_access(spec).tobytes())
    assert (cache.GEOMETRY_VERSION, state.hexdigest()[:32]) == (REFERENCE_VERSION, REFERENCE_DIGEST)


def test_a_radar_does_not_see_its_nadir_and_a_camera_does_not_see_a_slant():
    request = GeometryRequest(
        EPOCH,
        N_STEPS,
        (("geo", geo_orbit(10.0, 0.0, EPOCH)),),
        points=(GridPoint("below", 0.0, 10.0), GridPoint("aside", 30.0, 10.0)),
    )
    geometry = build_geometry(request)
    radar = unpack_steps(geometry.imaging_access(ImagingSpec(("geo",), 20.0, 50.0)), N_STEPS)[:, 0]
    camera = unpack_steps(geometry.imaging_access(ImagingSpec(("geo",), 0.0, 20.0)), N_STEPS)[:, 0]
    assert radar.all(axis=0).tolist() == [False, True]
    assert not radar[:, 0].any()
    assert camera.all(axis=0).tolist() == [True, False]
    assert not camera[:, 1].any()


def test_a_band_from_zero_holds_every_satellite_that_stands_straight_above():
    # Straight above, rounding may push the cosine past one.
    slots = range(0, 360, 9)
    satellites = tuple((f"at{slot}", geo_orbit(float(slot), 0.0, EPOCH)) for slot in slots)
    points = tuple(GridPoint(f"p{slot}", 0.0, float(slot)) for slot in slots)
    geometry = build_geometry(GeometryRequest(EPOCH, N_STEPS, satellites, points=points, sensor_sample_s=300))
    bits = geometry.imaging_access(ImagingSpec(tuple(name for name, _ in satellites), 0.0, 1.0))
    seen = unpack_steps(bits, N_STEPS)
    assert np.array_equal(seen, np.broadcast_to(np.eye(len(slots), dtype=bool), seen.shape))


def test_a_camera_in_the_half_past_ten_orbit_takes_pictures_in_the_morning_only():
    altitude_km, days = 600.0, 4
    x, y, _ = sun_directions(EPOCH, 0.0)[0]
    node_deg = math.degrees(math.atan2(y, x)) + (22.5 - 12.0) * 15.0  # descends at 10:30
    orbit = circular_orbit(altitude_km, sun_synchronous_inclination_deg(altitude_km), node_deg, 0.0)
    points = tuple(GridPoint(f"p{k}", 12.0, -180.0 + 7.0 * k) for k in range(51))
    geometry = build_geometry(GeometryRequest(EPOCH, days * 288, (("eye", orbit),), points=points))
    limit_deg = incidence_deg(altitude_km, 30.0)

    def local_hours(sun_deg):
        bits = geometry.imaging_access(ImagingSpec(("eye",), 0.0, limit_deg, sun_deg))
        steps, rows = np.nonzero(unpack_steps(bits, days * 288)[:, 0])
        return (steps / 12.0 + np.array([point.longitude_deg for point in points])[rows] / 15.0) % 24.0

    by_day, always = local_hours(10.0), local_hours(None)
    assert len(by_day) >= 10
    assert np.all(np.abs(by_day - 10.5) < 1.0)
    assert np.all((np.abs(always - 10.5) < 1.0) | (np.abs(always - 22.5) < 1.0))
    assert np.sum(np.abs(always - 22.5) < 1.0) >= 10


def test_a_satellite_that_is_not_in_orbit_takes_no_picture():
    points = point_blocks(np.array([ellipsoid_place(0.0, 0.0, 0.0)]), np.array([up_at(0.0, 0.0)]))
    where = points.places, points.rows, points.axes, np.array([-np.inf])
    wide_open = np.array([0.0, np.inf, -2.0])
    above_km = np.array([[7000.0, 0.0, 0.0], [np.nan, np.nan, np.nan]])
    bits = np.zeros((1, 1, 1), dtype=np.uint64)
    fill_images(above_km, np.array([[1.0, 0.0, 0.0]] * 2), 1, *where, wide_open, 0, bits)
    assert bits.tolist() == [[[0b01]]]


@pytest.mark.published("O16")
@pytest.mark.parametrize(
    ("altitude_km", "elevation_deg", "half_angle_deg"),
    [(35786.0, 10.0, 71.43), (550.0, 25.0, 8.45), (780.0, 8.2, 19.92)],
)
def test_off_nadir_and_incidence_close_the_triangle_with_the_earth_s_centre(
    altitude_km, elevation_deg, half_angle_deg
):
    found_deg = earth_central_half_angle_deg(altitude_km, elevation_deg)
    assert found_deg == pytest.approx(half_angle_deg, abs=0.05)
    off_nadir_deg = 90.0 - elevation_deg - found_deg
    assert incidence_deg(altitude_km, off_nadir_deg) == pytest.approx(90.0 - elevation_deg, abs=1e-6)


def test_spot_s_mirror_at_27_degrees_opens_the_corridor_of_950_km_that_is_published():
    # SPOT 1 (ESA, CNES): 832 km, mirror to 27 degrees either side, scenes 80 km wide there, corridor 950 km.
    swing_deg = incidence_deg(832.0, 27.0) - 27.0
    corridor_km = 2.0 * (math.radians(swing_deg) * EARTH_EQUATORIAL_RADIUS_KM + 80.0 / 2.0)
    assert corridor_km == pytest.approx(950.0, abs=15.0)


def test_a_view_past_the_earth_is_refused():
    assert incidence_deg(500.0, 0.0) == 0.0
    edge_deg = math.degrees(math.asin(EARTH_EQUATORIAL_RADIUS_KM / (EARTH_EQUATORIAL_RADIUS_KM + 500.0)))
    assert incidence_deg(500.0, edge_deg) == pytest.approx(90.0, abs=1e-4)
    with pytest.raises(ValueError, match=r"off_nadir_deg is 80.0; from 500.0 km the Earth spans 0 to 68.02"):
        incidence_deg(500.0, 80.0)


def test_a_spec_refuses_what_cannot_be_seen():
    with pytest.raises(ValueError, match="imaging satellites must be unique; repeated: a"):
        ImagingSpec(("a", "b", "a"), 0.0, 30.0)
    with pytest.raises(ValueError, match=r"the incidence band is 50.0 to 20.0 degrees; it must rise"):
        ImagingSpec(("a",), 50.0, 20.0)
    with pytest.raises(ValueError, match=r"the incidence band is 20.0 to 95.0 degrees"):
        ImagingSpec(("a",), 20.0, 95.0)
    with pytest.raises(ValueError, match=r"min_sun_elevation_deg is 100.0; it must lie between -90 and 90"):
        ImagingSpec(("a",), 0.0, 30.0, 100.0)
    with pytest.raises(
        ValueError, match="imaging satellites must be among the request's satellites; unknown: ghost"
    ):
        build_geometry(small_request(1)).imaging_access(ImagingSpec(("s0", "ghost"), 0.0, 30.0))


def test_pictures_are_kept_by_content_and_only_by_what_they_depend_on(tmp_path):
    request = small_request(5)
    spec = ImagingSpec(("s0", "s1"), 0.0, 60.0)
    store = cache.BlockCache(tmp_path)
    first = load_geometry(request, store).imaging_access(spec)
    assert np.array_equal(first, build_geometry(request).imaging_access(spec))

    def blocks_built(changed, changed_spec):
        geometry = load_geometry(changed, store)
        before = {path.name for path in tmp_path.iterdir()}
        again = geometry.imaging_access(changed_spec)
        assert again is geometry.imaging_access(changed_spec)
        assert not again.flags.writeable
        assert isinstance(again.base, np.memmap)
        return len({path.name for path in tmp_path.iterdir()} - before)

    renamed = replace(request, satellites=tuple((f"x{name}", orbit) for name, orbit in request.satellites))
    assert blocks_built(renamed, ImagingSpec(("xs0", "xs1"), 0, 60)) == 0
    elsewhere = replace(
        request, satellites=(*request.satellites[:2], ("s2", walker_delta(1, 1, 0, 700.0, 50.0)[0]))
    )
    assert blocks_built(elsewhere, spec) == 0
    assert blocks_built(request, replace(spec, max_incidence_deg=50.0)) == 1
    assert blocks_built(request, replace(spec, min_sun_elevation_deg=0.0)) == 1
    assert blocks_built(request, replace(spec, satellites=("s1", "s0"))) == 1
    assert blocks_built(replace(request, points=request.points[1:]), spec) == 1
    assert blocks_built(replace(request, sensor_sample_s=60), spec) == 1


def test_a_spec_without_satellites_has_an_empty_answer(tmp_path):
    request = small_request(1)
    for geometry in (build_geometry(request), load_geometry(request, cache.BlockCache(tmp_path))):
        assert geometry.imaging_access(ImagingSpec((), 0.0, 30.0)).shape == (2, 0, 5)
