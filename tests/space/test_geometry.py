"""The shared bundle: its version, its indices, its queries."""

import hashlib
from dataclasses import replace

import numpy as np
import pytest

from wargame.space import blocks, cache
from wargame.space.access import access_windows, reach_windows
from wargame.space.geometry import GeometryRequest, GridPoint, SitePosition, build_geometry, load_geometry
from wargame.space.orbits import KeplerOrbit, TleOrbit, geo_orbit, positions_ecef_km, walker_delta
from wargame.space.visibility import unpack_steps

EPOCH = "2014-01-21T00:00:00Z"
REFERENCE_VERSION = 2
REFERENCE_DIGEST = "e1db9ab950d89282cf8615cefb815e43"


def reference_request():
    """One satellite of each kind, three sites, three points, a day and a bit."""
    iss = TleOrbit(
        "1 25544U 98067A   14020.93268519  .00009878  00000-0  18200-3 0  5082",
        "2 25544  51.6498 109.4756 0003572  55.9686 274.8005 15.49815350868473",
    )
    navigation = walker_delta(6, 3, 1, 20180.0, 55.0)
    return GeometryRequest(
        epoch_utc=EPOCH,
        n_steps=300,
        satellites=(
            ("iss", iss),
            ("geo", geo_orbit(20.0, 2.0, EPOCH)),
            ("heo", KeplerOrbit(26600.0, 0.74, 63.4, 30.0, 270.0, 20.0)),
            *((f"nav{row}", orbit) for row, orbit in enumerate(navigation)),
        ),
        sites=(
            SitePosition("north", 69.0, 18.0, 100.0, 5.0),
            SitePosition("middle", 48.2, 16.4, 200.0, 10.0),
            SitePosition("far", -33.0, 151.0, 0.0, 5.0),
        ),
        points=(GridPoint("p0", 0.0, 0.0), GridPoint("p1", 50.0, 10.0), GridPoint("p2", 20.0, -150.0)),
        point_masks_deg=(5.0, 30.0),
        pnt_satellites=tuple(f"nav{row}" for row in range(6)),
    )


@pytest.fixture(scope="module")
def geometry():
    """The geometry of the reference request, without a cache."""
    return build_geometry(reference_request())


def digest(geometry):
    """What the reference geometry contains, positions to a millimetre."""
    state = hashlib.sha256()
    for bits in (geometry.site_view, geometry.site_access):
        state.update(np.ascontiguousarray(bits).tobytes())
    for mask in geometry.request.point_masks_deg:
        state.update(np.ascontiguousarray(geometry.point_view[mask]).tobytes())
    state.update(np.round(geometry.pnt_positions_km, 6).tobytes())
    return state.hexdigest()[:32]


def test_results_change_only_with_the_geometry_version(geometry):
    # If this fails, raise GEOMETRY_VERSION in wargame/space/cache.py and write both values here.
    assert (cache.GEOMETRY_VERSION, digest(geometry)) == (REFERENCE_VERSION, REFERENCE_DIGEST)


def test_satellites_taken_in_batches_give_the_same_bits(geometry, monkeypatch):
    monkeypatch.setattr(blocks, "_BATCH", 4)
    assert digest(build_geometry(reference_request())) == digest(geometry)


def test_the_arrays_have_the_promised_shapes(geometry):
    words = 5
    assert geometry.site_view.shape == geometry.site_access.shape == (words, 9, 3)
    assert set(geometry.point_view) == {5.0, 30.0}
    assert all(
        bits.shape == (words, 9, 3) and bits.dtype == np.uint64 for bits in geometry.point_view.values()
    )
    assert geometry.pnt_positions_km.shape == (100, 6, 3)
    assert geometry.sites_ecef_km.shape == geometry.points_up.shape == (3, 3)
    assert geometry.satellite_index["nav5"] == 8
    assert geometry.site_index["far"] == geometry.point_index["p2"] == 2


def test_views_are_mid_step_and_accesses_contain_them_in_spirit(geometry):
    seen = unpack_steps(geometry.site_view, 300)[:, geometry.satellite_index["iss"]]
    reached = unpack_steps(geometry.site_access, 300)[:, geometry.satellite_index["iss"]]
    for site_id, column in geometry.site_index.items():
        mask_deg = geometry.request.sites[column].mask_deg
        for step in range(0, 300, 7):
            found = geometry.elevation_deg("iss", site_id, step * 300 + 150)
            assert seen[step, column] == (found >= mask_deg)
        assert reached[:, column].sum() >= seen[:, column].sum()
    assert unpack_steps(geometry.site_view, 300)[:, geometry.satellite_index["geo"], 1].all()


def test_queries_agree_with_the_plain_functions(geometry):
    orbit = geometry.request.satellites[2][1]
    place_km = positions_ecef_km([orbit], EPOCH, np.array([777.0]))[0, 0]
    assert geometry.position_ecef_km("heo", 777) == pytest.approx(place_km, abs=1e-9)
    assert geometry.range_km("heo", "far", 777) == pytest.approx(
        np.linalg.norm(place_km - geometry.sites_ecef_km[2]), abs=1e-6
    )
    assert geometry.elevation_deg("geo", "middle", 0) == geometry.elevation_deg("geo", "middle", 0)
    assert 35700.0 < geometry.altitude_km("geo", 5000) < 35850.0
    latitude, longitude = geometry.subsatellite_point_deg("geo", 0)
    assert geometry.ground_range_km("geo", latitude, longitude, 0) == pytest.approx(0.0, abs=1e-3)


def test_queries_are_rounded_to_a_millionth(geometry):
    for value in (geometry.elevation_deg("iss", "north", 1), geometry.altitude_km("iss", 1)):
        assert value == round(value, 6)


def test_windows_are_those_of_the_plain_functions(geometry):
    request = geometry.request
    passes = geometry.access_windows("iss", "middle")
    table = access_windows([request.satellites[0][1]], [request.sites[1]], EPOCH, 0.0, request.span_s)
    assert len(passes) == len(table)
    third = passes[2]
    assert geometry.access_windows("iss", "middle", third.set_s, third.set_s + 1) == (third,)
    place = (50.0, 10.0, 2000.0, 500.0)
    expected = reach_windows(request.satellites[0][1], *place, EPOCH, 0.0, request.span_s)
    assert geometry.reach_windows("iss", *place) == tuple(expected)
    cut = geometry.reach_windows("iss", *place, expected[1].start_s + 5, expected[1].end_s + 5)
    assert [(one.start_s, one.end_s) for one in cut] == [(expected[1].start_s + 5, expected[1].end_s)]
    for interval in expected:
        for time_s in (interval.start_s, interval.end_s):
            assert geometry.ground_range_km("iss", 50.0, 10.0, time_s) <= 2000.05
            assert geometry.altitude_km("iss", time_s) <= 500.05


def test_a_request_refuses_what_cannot_be_indexed():
    request = reference_request()
    with pytest.raises(ValueError, match="satellite ids must be unique; repeated: iss"):
        replace(request, satellites=(*request.satellites, request.satellites[0]))
    with pytest.raises(ValueError, match="unknown: ghost"):
        replace(request, pnt_satellites=("ghost",))
    with pytest.raises(ValueError, match="n_steps is 0"):
        replace(request, n_steps=0)


def test_a_request_without_places_or_navigation_still_has_a_geometry(tmp_path):
    request = replace(reference_request(), sites=(), points=(), pnt_satellites=())
    for geometry in (build_geometry(request), load_geometry(request, cache.BlockCache(tmp_path))):
        assert geometry.site_view.shape == (5, 9, 0)
        assert geometry.point_view[5.0].shape == (5, 9, 0)
        assert geometry.pnt_positions_km.shape == (100, 0, 3)
    again = load_geometry(request, cache.BlockCache(tmp_path))
    assert again.site_view.shape == (5, 9, 0)


def test_a_cached_geometry_equals_a_fresh_one(geometry, tmp_path):
    for _ in range(2):
        loaded = load_geometry(geometry.request, cache.BlockCache(tmp_path))
        assert digest(loaded) == digest(geometry)
        assert not loaded.site_view.flags.writeable
    assert isinstance(loaded.pnt_positions_km.base, np.memmap)
    assert not geometry.site_view.flags.writeable


def test_changing_a_site_keeps_the_blocks_of_the_points(geometry, tmp_path):
    request = geometry.request
    load_geometry(request, cache.BlockCache(tmp_path))
    before = {path.name for path in tmp_path.iterdir()}
    moved = replace(request, sites=(replace(request.sites[0], mask_deg=7.0), *request.sites[1:]))
    load_geometry(moved, cache.BlockCache(tmp_path))
    renamed = replace(request, points=tuple(replace(point, id=f"{point.id}x") for point in request.points))
    load_geometry(renamed, cache.BlockCache(tmp_path))
    after = {path.name for path in tmp_path.iterdir()}
    assert len(before) == 4
    assert len(after - before) == 2
