"""Bit-packed visibility against a readable numpy twin, to the last bit."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wargame.space.eclipse import earth_central_half_angle_deg
from wargame.space.frames import elevation_deg
from wargame.space.orbits import Arcs, KeplerOrbit, geo_orbit, positions_ecef_km, walker_delta
from wargame.space.places import SitePosition, site_vectors
from wargame.space.trajectory import sample_trajectories
from wargame.space.visibility import (
    pack_steps,
    sample_times_s,
    samples_for,
    unpack_steps,
    visibility_bits,
    words_for,
)

EPOCH = "2026-03-01T00:00:00Z"
N_STEPS = 100
STEP_S = 300.0
MOLNIYA = KeplerOrbit(26600.0, 0.74, 63.4, 30.0, 270.0, 20.0)


def twin_visibility(samples_km, samples_per_step, targets_km, targets_up, masks_deg):
    """Readable form of the kernel: truth values, shape (n_steps, n_targets), for one satellite."""
    line = samples_km[:, None, :] - targets_km[None, :, :]
    dx, dy, dz = line[..., 0], line[..., 1], line[..., 2]
    rise = dx * targets_up[:, 0] + dy * targets_up[:, 1] + dz * targets_up[:, 2]
    square = dx * dx + dy * dy + dz * dz
    sines = np.sin(np.radians(masks_deg))
    above = rise * np.abs(rise) >= sines * np.abs(sines) * square
    return above.reshape(-1, samples_per_step, len(targets_km)).any(axis=1)


@pytest.fixture(scope="module")
def sky():
    """Fast and slow satellites over a spread of sites with masks of both signs."""
    orbits = [*walker_delta(12, 3, 1, 550.0, 97.0), *walker_delta(6, 3, 1, 20180.0, 55.0)]
    orbits += [geo_orbit(longitude, 3.0, EPOCH) for longitude in (0.0, 90.0)]
    places = [(0, 0, 0), (45, 10, 5), (-33, 151, 30), (81, -62, -2), (90, 0, 10), (-90, 0, 60), (60, 179, 5)]
    sites = [SitePosition(f"s{i}", lat, lon, 100.0, mask) for i, (lat, lon, mask) in enumerate(places)]
    paths = sample_trajectories(orbits, EPOCH, 0.0, N_STEPS * STEP_S)
    return orbits, paths, *site_vectors(sites), np.array([[site.mask_deg for site in sites]])


@pytest.mark.parametrize("samples_per_step", [1, 10])
def test_bits_equal_the_readable_twin_exactly(sky, samples_per_step):
    orbits, paths, targets_km, targets_up, masks_deg = sky
    arguments = {"n_steps": N_STEPS, "step_s": STEP_S, "samples_per_step": samples_per_step}
    bits = visibility_bits(paths, targets_km, targets_up, masks_deg, **arguments)
    assert bits.shape == (1, 2, len(orbits), 7)
    assert bits.dtype == np.uint64
    seen = unpack_steps(bits[0], N_STEPS)
    times_s = sample_times_s(N_STEPS, STEP_S, samples_per_step)
    for satellite in range(len(orbits)):
        samples_km = paths.at(satellite, times_s)
        expected = twin_visibility(samples_km, samples_per_step, targets_km, targets_up, masks_deg[0])
        assert np.array_equal(seen[:, satellite], expected)


def test_bits_agree_with_exact_elevations_except_at_the_very_mask(sky):
    orbits, paths, targets_km, targets_up, masks_deg = sky
    bits = visibility_bits(paths, targets_km, targets_up, masks_deg, n_steps=N_STEPS, step_s=STEP_S)
    positions_km = positions_ecef_km(orbits, EPOCH, sample_times_s(N_STEPS, STEP_S, 1))
    elevations = elevation_deg(positions_km[:, :, None, :], targets_km, targets_up)
    margin_deg = (elevations - masks_deg[0]).transpose(1, 0, 2)
    a_thousandth_of_a_degree = 1e-3
    clear = np.abs(margin_deg) > a_thousandth_of_a_degree
    assert clear.mean() > 0.999
    assert np.array_equal(unpack_steps(bits[0], N_STEPS)[clear], (margin_deg > 0.0)[clear])


def test_ored_samples_see_at_least_as_much_as_the_middle_of_each_step(sky):
    _, paths, targets_km, targets_up, masks_deg = sky
    arguments = {"n_steps": N_STEPS, "step_s": STEP_S}
    middle = visibility_bits(paths, targets_km, targets_up, masks_deg, samples_per_step=1, **arguments)
    ored = visibility_bits(paths, targets_km, targets_up, masks_deg, samples_per_step=11, **arguments)
    assert np.array_equal(middle & ored, middle)  # eleven samples include the middle
    assert np.bitwise_count(ored).sum() > 1.2 * np.bitwise_count(middle[:, :, :12]).sum()


def test_bits_beyond_the_last_step_are_zero(sky):
    _, paths, targets_km, targets_up, masks_deg = sky
    bits = visibility_bits(paths, targets_km, targets_up, masks_deg, n_steps=70, step_s=STEP_S)
    assert not unpack_steps(bits[0], 128)[70:].any()


def test_a_geostationary_satellite_is_seen_up_to_81_degrees_and_never_from_svalbard_s_pole():
    latitudes = [0.0, 60.0, 81.2, 81.5, 90.0, -81.2, -81.5]
    sites = [SitePosition(str(latitude), latitude, 10.0, 0.0, 0.0) for latitude in latitudes]
    paths = sample_trajectories([geo_orbit(10.0, 0.0, EPOCH)], EPOCH, 0.0, N_STEPS * STEP_S)
    targets_km, targets_up = site_vectors(sites)
    masks_deg = np.zeros((1, len(sites)))
    bits = visibility_bits(paths, targets_km, targets_up, masks_deg, n_steps=N_STEPS, step_s=STEP_S)
    share = unpack_steps(bits[0], N_STEPS)[:, 0].mean(axis=0)
    assert earth_central_half_angle_deg(35786.0, 0.0) == pytest.approx(81.3, abs=0.01)
    assert share.tolist() == [1.0, 1.0, 1.0, 0.0, 0.0, 1.0, 0.0]


def test_samples_are_never_further_apart_than_asked():
    assert samples_for(300.0, 30.0) == 10
    assert samples_for(300.0, 31.0) == 10
    assert samples_for(300.0, 300.0) == 1
    assert np.max(np.diff(sample_times_s(3, 300.0, 10))) == 30.0
    assert sample_times_s(2, 300.0, 1).tolist() == [150.0, 450.0]


@given(st.integers(1, 200), st.integers(0, 2**32 - 1))
def test_packing_and_unpacking_are_inverse(n_steps, seed):
    steps = np.random.default_rng(seed).random((n_steps, 3, 2)) < 0.5
    bits = pack_steps(steps)
    assert bits.shape == (words_for(n_steps), 3, 2)
    assert np.array_equal(unpack_steps(bits, n_steps), steps)


@settings(max_examples=30)
@given(
    st.integers(1, 90),
    st.sampled_from([-3.0, 0.0, 5.0, 30.0, 75.0]),
    st.sampled_from([0.5, 8.0, 60.0, 180.0]),
    st.integers(0, 2**32 - 1),
)
def test_leaving_out_blocks_of_targets_loses_nothing(n_targets, mask_deg, spread_deg, seed):
    # Targets close together or all over the globe, also on mountains; satellites low, eccentric, high.
    rng = np.random.default_rng(seed)
    latitudes = np.clip(rng.uniform(-90, 90) + spread_deg * rng.uniform(-0.5, 0.5, n_targets), -90, 90)
    longitudes = (rng.uniform(-180, 180) + spread_deg * rng.uniform(-1, 1, n_targets)) % 360 - 180
    sites = [
        SitePosition(f"s{i}", float(lat), float(lon), float(height_m))
        for i, (lat, lon, height_m) in enumerate(
            zip(latitudes, longitudes, rng.uniform(0, 8000, n_targets), strict=True)
        )
    ]
    orbits = [
        walker_delta(1, 1, 0, 300.0, 97.0, float(rng.uniform(0, 360)))[0],
        KeplerOrbit(26600.0, 0.74, 63.4, float(rng.uniform(0, 360)), 270.0, 20.0),
        geo_orbit(float(rng.uniform(-180, 180)), 10.0, EPOCH),
    ]
    paths, (targets_km, targets_up) = (
        sample_trajectories(orbits, EPOCH, 0.0, 64 * STEP_S),
        site_vectors(sites),
    )
    masks_deg = np.full((1, n_targets), mask_deg) + np.where(rng.random((1, n_targets)) < 0.3, 2.0, 0.0)
    for samples in (1, 3):  # block by block of places, and place by place
        bits = visibility_bits(
            paths, targets_km, targets_up, masks_deg, n_steps=64, step_s=STEP_S, samples_per_step=samples
        )
        for satellite in range(len(orbits)):
            samples_km = paths.at(satellite, sample_times_s(64, STEP_S, samples))
            expected = twin_visibility(samples_km, samples, targets_km, targets_up, masks_deg[0])
            assert np.array_equal(unpack_steps(bits[0], 64)[:, satellite], expected)


def test_access_is_what_single_samples_see_also_where_satellites_come_and_go(sky):
    _, _, *places = sky
    low, high = walker_delta(1, 1, 0, 550.0, 53.0)[0], MOLNIYA
    launched_mid_step = Arcs(((4_000.0, low), (9_100.0, None), (12_345.0, high)))
    elsewhere_at_once = Arcs(((-math.inf, high), (7_777.0, low)))
    arcs = [launched_mid_step, elsewhere_at_once, high]
    paths = sample_trajectories(arcs, EPOCH, 0.0, N_STEPS * STEP_S)
    access = visibility_bits(paths, *places, n_steps=N_STEPS, step_s=STEP_S, samples_per_step=10)
    single = visibility_bits(paths, *places, n_steps=10 * N_STEPS, step_s=STEP_S / 10.0)
    any_of_ten = unpack_steps(single[0], 10 * N_STEPS).reshape(N_STEPS, 10, len(arcs), -1).any(axis=1)
    assert np.array_equal(unpack_steps(access[0], N_STEPS), any_of_ten)
    assert any_of_ten.any(axis=(0, 2)).all()
