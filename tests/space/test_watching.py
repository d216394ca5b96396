"""Who can observe what, against a slow scalar oracle and against answers known beforehand."""

import hashlib
import math
from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest
from sky_oracle import EQUATORIAL_KM, angle_between, dot, ellipsoid_place, minus, norm, sun_at, up_at

from wargame.space import cache, watching
from wargame.space.frames import elevation_deg
from wargame.space.geometry import GeometryRequest, SitePosition, build_geometry, load_geometry
from wargame.space.orbits import KeplerOrbit, circular_orbit, geo_orbit, walker_delta
from wargame.space.sun import sun_directions_ecef, sun_elevation_deg
from wargame.space.trajectory import sample_trajectories
from wargame.space.visibility import sample_times_s, unpack_steps
from wargame.space.watching import (
    Radar,
    SpaceTelescope,
    Telescope,
    WatchSpec,
    fill_from_ground,
    fill_from_space,
)

EPOCH = "2026-03-01T00:00:00Z"
EQUINOX = "2026-03-20T00:00:00Z"
SOLSTICE = "2026-06-21T00:00:00Z"
N_STEPS = 70
DAY_STEPS = 288
DOUBT = 1e-9  # margins (radians, or parts of a distance) below which two correct programs may differ
REFERENCE_VERSION = 2
REFERENCE_DIGEST = "08ba905f9c6eef0883f717dd9df34d0c"


def small_request(seed):
    """Objects of every height, sites drawn at random, one of them high up."""
    draw = np.random.default_rng(seed)
    node_deg = [float(angle) for angle in draw.uniform(0, 360, 5)]
    orbits = [
        circular_orbit(float(draw.uniform(450, 900)), 97.5, node_deg[0], 20.0),
        circular_orbit(float(draw.uniform(900, 2000)), 60.0, node_deg[1], 200.0),
        KeplerOrbit(26600.0, 0.74, 63.4, node_deg[2], 270.0, 20.0),
        circular_orbit(20180.0, 55.0, node_deg[3], 70.0),
        geo_orbit(node_deg[4], 3.0, EPOCH),
    ]
    sites = [
        SitePosition(
            f"g{row}", float(draw.uniform(-80, 80)), float(draw.uniform(-180, 180)), 1500.0 * row, 15.0 * row
        )
        for row in range(3)
    ]
    named = tuple((f"s{row}", orbit) for row, orbit in enumerate(orbits))
    return GeometryRequest(EPOCH, N_STEPS, named, sites=tuple(sites))


def mixed_spec():
    """Every kind of observer, with limits that bite."""
    observers = (
        Radar("g0", 4000.0),
        Radar("g1", math.inf),
        Telescope("g2"),
        Telescope("g1", 10.0, 0.0, 30000.0),
        SpaceTelescope("s0", 100.0, 40.0),
        SpaceTelescope("s1", 0.0, 0.0, 9000.0),
        SpaceTelescope("s4", 500.0, 120.0),
    )
    return WatchSpec(observers, ("s4", "s0", "s1", "s2", "s3"))


def ground_margins(observer, site, target_km, sun):
    """How far a site is inside each of its limits; the Sun's light comes apart."""
    up = up_at(site.latitude_deg, site.longitude_deg)
    line = minus(target_km, ellipsoid_place(site.latitude_deg, site.longitude_deg, site.altitude_m / 1000.0))
    height = math.pi / 2.0 - angle_between(line, up)
    if isinstance(observer, Radar):
        lowest, margins = math.radians(site.mask_deg), []
    else:
        lowest = math.radians(max(site.mask_deg, observer.min_elevation_deg))
        margins = [math.radians(observer.max_sun_elevation_deg) - math.asin(dot(sun, up))]
    return [*margins, height - lowest, 1.0 - norm(line) / observer.max_range_km]


def space_margins(observer, observer_km, target_km, sun):
    """How far a satellite is inside each of its limits: by the angular size of the Earth, not by distances."""
    line = minus(target_km, observer_km)
    earth = math.asin((EQUATORIAL_KM + observer.limb_margin_km) / norm(observer_km))
    from_nadir = angle_between(line, tuple(-value for value in observer_km))
    margins = [from_nadir - earth, 1.0 - norm(line) / observer.max_range_km]
    if observer.sun_exclusion_deg > 0.0:
        margins.append(angle_between(line, sun) - math.radians(observer.sun_exclusion_deg))
    return margins


def light_margin(target_km, sun):
    """How far outside the cylinder of shadow an object is, in Earth radii; on the day side, at least one."""
    angle = angle_between(target_km, sun)
    return 1.0 if angle <= math.pi / 2.0 else norm(target_km) * math.sin(angle) / EQUATORIAL_KM - 1.0


def oracle(request, spec):
    """By (step, observer, target): whether it is seen, and whether a margin leaves it in doubt."""
    epoch, orbits = datetime.fromisoformat(request.epoch_utc), dict(request.satellites)
    sites = {site.id: site for site in request.sites}
    times_s = sample_times_s(N_STEPS, 300.0, 10)
    places_km = {
        name: sample_trajectories([orbit], request.epoch_utc, 0.0, float(request.span_s))
        .at(0, times_s)
        .tolist()
        for name, orbit in orbits.items()
    }
    found, doubt = (np.zeros((N_STEPS, len(spec.observers), len(spec.targets)), bool) for _ in range(2))
    for sample, time_s in enumerate(times_s.tolist()):
        sun = sun_at(epoch, time_s)
        for row, observer in enumerate(spec.observers):
            for column, target in enumerate(spec.targets):
                target_km = places_km[target][sample]
                if isinstance(observer, SpaceTelescope):
                    if observer.satellite == target:
                        continue
                    margins = space_margins(observer, places_km[observer.satellite][sample], target_km, sun)
                else:
                    margins = ground_margins(observer, sites[observer.site], target_km, sun)
                if not isinstance(observer, Radar):
                    margins.append(light_margin(target_km, sun))
                found[sample // 10, row, column] |= min(margins) >= 0.0
                doubt[sample // 10, row, column] |= min(abs(margin) for margin in margins) < DOUBT
    return found, doubt


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_watch_bits_equal_a_scalar_oracle(seed):
    request, spec = small_request(seed), mixed_spec()
    found = unpack_steps(build_geometry(request).watch_access(spec), N_STEPS)
    expected, doubt = oracle(request, spec)
    assert doubt.mean() < 1e-3
    assert np.array_equal(found[~doubt], expected[~doubt])
    assert expected.any(axis=(0, 2)).sum() >= 6, "the case must contain observations"
    assert not expected.all(axis=0).all()


def test_targets_taken_in_batches_give_the_same_bits(monkeypatch):
    whole = build_geometry(small_request(2)).watch_access(mixed_spec())
    monkeypatch.setattr(watching, "_BATCH", 2)
    assert np.array_equal(build_geometry(small_request(2)).watch_access(mixed_spec()), whole)


def test_results_change_only_with_the_geometry_version():
    # If this fails, raise GEOMETRY_VERSION in wargame/space/cache.py and write both values here.
    found = build_geometry(small_request(1)).watch_access(mixed_spec()).tobytes()
    digest = hashlib.sha256(found).hexdigest()[:32]
    assert (cache.GEOMETRY_VERSION, digest) == (REFERENCE_VERSION, REFERENCE_DIGEST)


def steps_seen(epoch, satellites, sites, observer, target, n_steps=DAY_STEPS):
    """When one observer sees one target, a truth value for each step."""
    request = GeometryRequest(epoch, n_steps, tuple(satellites.items()), sites=tuple(sites))
    bits = build_geometry(request).watch_access(WatchSpec((observer,), (target,)))
    return unpack_steps(bits, n_steps)[:, 0, 0]


def test_a_telescope_sees_nothing_by_day_and_a_radar_does():
    site = SitePosition("hill", 35.0, 10.0)
    geo = {"geo": geo_orbit(10.0, 0.0, EPOCH)}
    by_telescope = steps_seen(EPOCH, geo, [site], Telescope("hill"), "geo")
    suns = sun_directions_ecef(EPOCH, sample_times_s(DAY_STEPS, 300.0, 10))
    heights_deg = sun_elevation_deg(suns, np.array(up_at(35.0, 10.0))).reshape(DAY_STEPS, 10)
    dark = (heights_deg < -12.0).any(axis=1)
    assert 100 < by_telescope.sum() < 140
    assert not by_telescope[~dark].any()
    assert steps_seen(EPOCH, geo, [site], Radar("hill", math.inf), "geo").all()


def test_in_the_polar_summer_a_telescope_waits_and_in_the_winter_it_works_all_day():
    site = SitePosition("far north", 84.0, 10.0)
    orbit = {"navigation": circular_orbit(20180.0, 55.0, 0.0, 0.0)}
    summer = steps_seen(SOLSTICE, orbit, [site], Telescope("far north"), "navigation")
    winter = steps_seen("2026-12-21T00:00:00Z", orbit, [site], Telescope("far north"), "navigation")
    radar = steps_seen(SOLSTICE, orbit, [site], Radar("far north", math.inf), "navigation")
    assert not summer.any()
    assert winter.sum() > 50
    assert radar.sum() > 50


@pytest.mark.parametrize(("epoch", "dark_minutes"), [(EQUINOX, (60.0, 75.0)), (SOLSTICE, (0.0, 0.0))])
def test_a_geostationary_object_vanishes_in_the_shadow_around_midnight_at_the_equinox_only(
    epoch, dark_minutes
):
    # Full steps without a look: 70 minutes of shadow hold 12 to 14 of five minutes.
    site = SitePosition("equator", 0.0, 10.0)
    geo = {"geo": geo_orbit(10.0, 0.0, epoch)}
    seen = steps_seen(epoch, geo, [site], Telescope("equator"), "geo", 2 * DAY_STEPS)
    night = np.flatnonzero(seen[DAY_STEPS // 2 : 3 * DAY_STEPS // 2])  # from noon to noon
    low_minutes, high_minutes = dark_minutes
    assert len(night) > 100
    assert low_minutes <= 5.0 * (np.diff(night).max() - 1) <= high_minutes


def test_a_line_of_sight_through_the_earth_is_blocked():
    belt = {f"at{angle}": geo_orbit(float(angle), 0.0, SOLSTICE) for angle in (0, 90, 162, 163, 180)}
    watcher = SpaceTelescope("at0", 100.0, 0.0)
    closed_form_deg = 2.0 * math.degrees(math.acos((EQUATORIAL_KM + 100.0) / 42164.17))
    assert closed_form_deg == pytest.approx(162.32, abs=0.01)  # the widest arc that a line above 100 km spans
    for angle, expected in ((90, True), (162, True), (163, False), (180, False)):
        seen = steps_seen(SOLSTICE, belt, [], watcher, f"at{angle}")
        assert seen.all() == seen.any() == expected


def sees_from_space(observer_km, target_km, limb_margin_km=0.0, sun=(0.0, 0.0, 1.0), cosine=2.0, lit=True):
    """Whether the kernel lets one place see another."""
    seen = np.zeros(1, dtype=np.uint64)
    limits = np.array([(EQUATORIAL_KM + limb_margin_km) ** 2, cosine, np.inf])
    target = np.array(target_km, dtype=np.float64).reshape(1, 3, 1)
    observer, suns = np.array([observer_km], dtype=np.float64), np.array([sun], dtype=np.float64)
    fill_from_space(target, np.array([[lit]]), observer, suns, 1, limits, seen)
    return bool(seen[0])


def test_sight_between_the_satellites_of_vallado_s_example_5_6_is_blocked():
    first_km, second_km = (0.0, -4464.696, -5102.509), (0.0, 5740.323, 3189.068)
    assert not sees_from_space(first_km, second_km)
    assert not sees_from_space(second_km, first_km)
    assert sees_from_space(first_km, (0.0, -5740.323, -3189.068))


def test_an_object_in_front_of_the_earth_is_lost_in_its_light_and_one_above_the_limb_is_not():
    high_km = (42164.0, 0.0, 0.0)
    assert not sees_from_space(high_km, (7000.0, 0.0, 0.0))
    assert not sees_from_space(high_km, (-7000.0, 0.0, 0.0))
    assert sees_from_space(high_km, (0.0, 7000.0, 0.0))
    assert not sees_from_space(high_km, (0.0, 7000.0, 0.0), limb_margin_km=700.0)
    assert sees_from_space((7000.0, 0.0, 0.0), high_km)
    assert not sees_from_space((7000.0, 0.0, 0.0), high_km, lit=False)


def test_what_is_not_in_orbit_neither_sees_nor_is_seen():
    nowhere, high_km = (math.nan,) * 3, (42164.0, 0.0, 0.0)
    assert not sees_from_space(high_km, nowhere)
    assert not sees_from_space(nowhere, high_km)
    assert not sees_from_space(nowhere, nowhere)
    seen = np.zeros(2, dtype=np.uint64)
    targets_km = np.array([[[math.nan, 7000.0], [math.nan, 0.0], [math.nan, 0.0]]])
    site = np.array([6378.0, 0.0, 0.0, 1.0, 0.0, 0.0, -1.0, np.inf])
    fill_from_ground(targets_km, np.ones((1, 2), bool), np.ones(1, bool), 1, site, seen)
    assert seen.tolist() == [0, 1]


def test_the_sun_blinds_a_telescope_in_space_for_the_share_of_the_day_that_geometry_says():
    belt = {"watcher": geo_orbit(0.0, 0.0, SOLSTICE), "object": geo_orbit(60.0, 0.0, SOLSTICE)}
    # The line of sight turns once a day in the equator, the Sun stands 23.44 degrees above it.
    blind = math.acos(math.cos(math.radians(60.0)) / math.cos(math.radians(23.44))) / math.pi
    seen = steps_seen(SOLSTICE, belt, [], SpaceTelescope("watcher", 100.0, 60.0), "object")
    a_step = 1.0 / DAY_STEPS
    assert 1.0 - seen.mean() == pytest.approx(blind, abs=1.5 * a_step)
    assert steps_seen(SOLSTICE, belt, [], SpaceTelescope("watcher", 100.0, 0.0), "object").all()


def test_an_observer_sees_neither_itself_nor_what_flies_with_it_in_one_place():
    orbit = geo_orbit(0.0, 0.0, SOLSTICE)
    satellites = {"watcher": orbit, "docked": orbit, "other": geo_orbit(5.0, 0.0, SOLSTICE)}
    request = GeometryRequest(SOLSTICE, DAY_STEPS, tuple(satellites.items()))
    spec = WatchSpec((SpaceTelescope("watcher", 100.0, 0.0),), ("watcher", "docked", "other"))
    seen = unpack_steps(build_geometry(request).watch_access(spec), DAY_STEPS)[:, 0]
    assert seen.any(axis=0).tolist() == [False, False, True]


def test_a_radar_sees_a_low_satellite_above_its_mask_within_its_range():
    site = SitePosition("radar", 55.0, 10.0, 300.0, 10.0)
    satellites = {"low": walker_delta(1, 1, 0, 780.0, 86.4)[0]}
    path = sample_trajectories(list(satellites.values()), EPOCH, 0.0, DAY_STEPS * 300.0)
    places_km = path.at(0, sample_times_s(DAY_STEPS, 300.0, 10))
    site_km = np.array(ellipsoid_place(55.0, 10.0, 0.3))
    above = elevation_deg(places_km, site_km, np.array(up_at(55.0, 10.0))) >= 10.0
    near = np.linalg.norm(places_km - site_km, axis=1) <= 1500.0
    far_radar = steps_seen(EPOCH, satellites, [site], Radar("radar", 5000.0), "low")
    near_radar = steps_seen(EPOCH, satellites, [site], Radar("radar", 1500.0), "low")
    assert np.array_equal(far_radar, above.reshape(-1, 10).any(axis=1))
    assert np.array_equal(near_radar, (above & near).reshape(-1, 10).any(axis=1))
    assert 0 < near_radar.sum() < far_radar.sum()


def test_observers_refuse_limits_off_the_scale_and_names_that_nobody_knows():
    with pytest.raises(ValueError, match=r"the radar at 'a' has max_range_km 0.0; it must be above zero"):
        Radar("a", 0.0)
    with pytest.raises(ValueError, match=r"the radar at 'a' has max_range_km nan"):
        Radar("a", math.nan)
    with pytest.raises(ValueError, match=r"the telescope at 'a' has min_elevation_deg 91.0; it must lie"):
        Telescope("a", 91.0)
    with pytest.raises(ValueError, match=r"the telescope at 'a' has max_sun_elevation_deg -100.0"):
        Telescope("a", 20.0, -100.0)
    with pytest.raises(
        ValueError, match=r"telescope on satellite 's' has limb_margin_km -1.0; it must be zero or more"
    ):
        SpaceTelescope("s", -1.0, 30.0)
    with pytest.raises(ValueError, match=r"telescope on satellite 's' has sun_exclusion_deg 190.0"):
        SpaceTelescope("s", 0.0, 190.0)
    with pytest.raises(ValueError, match="watched objects must be unique; repeated: s0"):
        WatchSpec((), ("s0", "s1", "s0"))
    geometry = build_geometry(small_request(1))
    for spec, sentence in (
        (
            WatchSpec((), ("s0", "ghost")),
            "watched objects must be among the request's satellites; unknown: ghost",
        ),
        (
            WatchSpec((SpaceTelescope("spy", 0.0, 0.0),), ("s0",)),
            "satellites that observe must be among .*: spy",
        ),
        (WatchSpec((Radar("moor", 1.0),), ("s0",)), "must stand at the request's sites; unknown: moor"),
    ):
        with pytest.raises(ValueError, match=sentence):
            geometry.watch_access(spec)


def test_observations_are_kept_by_content_and_only_by_what_they_depend_on(tmp_path):
    request = small_request(5)
    observers = (Radar("g0", math.inf), Telescope("g1"), SpaceTelescope("s0", 100.0, 30.0))
    spec = WatchSpec(observers, ("s1", "s2"))
    store = cache.BlockCache(tmp_path)
    first = load_geometry(request, store).watch_access(spec)
    assert np.array_equal(first, build_geometry(request).watch_access(spec))

    def blocks_built(changed, changed_spec):
        geometry = load_geometry(changed, store)
        before = {path.name for path in tmp_path.iterdir()}
        again = geometry.watch_access(changed_spec)
        assert again is geometry.watch_access(changed_spec)
        assert not again.flags.writeable
        assert isinstance(again.base, np.memmap)
        return len({path.name for path in tmp_path.iterdir()} - before)

    renamed = replace(
        request,
        satellites=tuple((f"x{name}", orbit) for name, orbit in request.satellites),
        sites=tuple(replace(site, id=f"x{site.id}") for site in request.sites),
    )
    named = (Radar("xg0", math.inf), Telescope("xg1", 20, -12), SpaceTelescope("xs0", 100, 30))
    assert blocks_built(renamed, WatchSpec(named, ("xs1", "xs2"))) == 0
    unrelated = (*request.satellites[:4], ("s4", geo_orbit(1.0, 0.0, EPOCH)))
    moved = (*request.sites[:2], replace(request.sites[2], latitude_deg=1.0))
    assert blocks_built(replace(request, satellites=unrelated, sites=moved), spec) == 0
    higher = (replace(request.sites[0], mask_deg=7.0), *request.sites[1:])
    assert blocks_built(replace(request, sites=higher), spec) == 1
    other = (*request.satellites[:2], ("s2", geo_orbit(1.0, 0.0, EPOCH)), *request.satellites[3:])
    assert blocks_built(replace(request, satellites=other), spec) == 1
    assert blocks_built(request, replace(spec, targets=("s2", "s1"))) == 1
    assert blocks_built(request, replace(spec, observers=(Radar("g0", 5000.0), *observers[1:]))) == 1
    assert blocks_built(request, replace(spec, observers=(Telescope("g0"), *observers[1:]))) == 1
    assert blocks_built(replace(request, n_steps=71), spec) == 1


def test_a_spec_without_observers_or_targets_has_an_empty_answer(tmp_path):
    request = small_request(1)
    for geometry in (build_geometry(request), load_geometry(request, cache.BlockCache(tmp_path))):
        assert geometry.watch_access(WatchSpec((), ("s0",))).shape == (2, 0, 1)
        assert geometry.watch_access(WatchSpec((Radar("g0", 1e4), Telescope("g1")), ())).shape == (2, 2, 0)
