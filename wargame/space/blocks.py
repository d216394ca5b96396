"""The arrays a geometry is made of, each computed from, and named by, no more than it depends on.

Identities are not part of a block's name, only content and order: renaming an asset rebuilds nothing,
and changing a site rebuilds the two site blocks but not the point blocks.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass
from functools import lru_cache, partial
from math import isfinite

import numpy as np

from wargame.space.arrays import BitArray, FloatArray, IntArray
from wargame.space.cache import Block, BlockCache
from wargame.space.element_sets import OmmOrbit, TleOrbit
from wargame.space.elements import Arcs, KeplerOrbit, Orbit
from wargame.space.places import SitePosition, point_vectors, site_vectors
from wargame.space.propagation import positions_ecef_km
from wargame.space.reach import reach_place, reach_spans
from wargame.space.request import GeometryRequest
from wargame.space.sampling import sensor_sampling
from wargame.space.sensing import ImagingSpec, imaging_bits
from wargame.space.trajectory import Trajectories, sample_trajectories
from wargame.space.visibility import Targets, fill_bits, sample_times_s, samples_for, words_for
from wargame.space.watching import Observer, Radar, SpaceTelescope, WatchSpec, watch_bits

_BATCH = 256  # satellites whose paths are held at the same time: some 30 megabytes over three weeks


@dataclass(frozen=True, slots=True)
class GeometryBlocks:
    """The blocks of one request; bits have shape (n_masks, n_words, n_satellites, n_targets)."""

    site_view: BitArray
    site_access: BitArray
    point_view: BitArray
    pnt_positions_km: FloatArray


def compute_blocks(request: GeometryRequest, cache: BlockCache | None) -> GeometryBlocks:
    """Return all blocks of a request, from the cache where it has them.

    The satellites' paths are computed only if some block is missing, and held for few of them at a time.
    """

    @lru_cache(maxsize=1)  # a small fleet is one batch, and its paths are computed once for all blocks
    def batch(first: int) -> Trajectories:
        orbits = request.orbits[first : first + _BATCH]
        return sample_trajectories(orbits, request.epoch_utc, 0.0, float(request.span_s))

    access_samples = samples_for(request.step_s, request.sensor_sample_s)
    points = tuple(SitePosition(p.id, p.latitude_deg, p.longitude_deg) for p in request.points)
    point_masks = tuple((mask,) * len(points) for mask in request.point_masks_deg)
    site_masks = (tuple(site.mask_deg for site in request.sites),)

    def bits(targets: Sequence[SitePosition], masks: Sequence[Sequence[float]], samples: int) -> BitArray:
        """Return one block of visibility, written satellite by satellite."""
        inputs = _visibility_inputs(request, targets, masks, samples)
        shape = len(masks), words_for(request.n_steps), len(request.satellites), len(targets)
        angles_deg = np.array(masks, dtype=np.float64).reshape(len(masks), len(targets))
        places = Targets.of(*site_vectors(targets), angles_deg)
        times_s = sample_times_s(request.n_steps, float(request.step_s), samples)

        def fill(array: BitArray) -> None:
            """Set the bits of an array of zeros."""
            fill_bits(array, map(batch, range(0, len(request.orbits), _BATCH)), places, times_s, samples)

        return _streamed(cache, inputs, shape, fill)

    return GeometryBlocks(
        site_view=bits(request.sites, site_masks, 1),
        site_access=bits(request.sites, site_masks, access_samples),
        point_view=bits(points, point_masks, 1),
        pnt_positions_km=_kept(cache, _pnt_inputs(request), "float64", lambda: _pnt_positions_km(request)),
    )


@dataclass(frozen=True, slots=True)
class ReachPlace:
    """A launch site and how far it reaches."""

    latitude_deg: float
    longitude_deg: float
    max_ground_range_km: float
    max_altitude_km: float


def reach_block(request: GeometryRequest, cache: BlockCache | None, place: ReachPlace) -> IntArray:
    """Return when each satellite is within reach of a place: rows of (satellite, start_s, end_s), int64."""
    inputs = {
        "block": "reach",
        "epoch_utc": request.epoch_utc,
        "span_s": request.span_s,
        "orbits": [_orbit_inputs(orbit) for orbit in request.orbits],
        "place": [float(value) for value in asdict(place).values()],
    }
    return _kept(cache, inputs, "int64", lambda: _reach(request, place))


def _reach(request: GeometryRequest, place: ReachPlace) -> IntArray:
    """Return the rows of `reach_block`, computed."""
    where = reach_place(*astuple(place))
    spans = [
        reach_spans(orbit, where, request.epoch_utc, 0.0, float(request.span_s)) for orbit in request.orbits
    ]
    satellites = np.repeat(np.arange(len(spans)), [len(each) for each in spans])
    return np.column_stack([satellites, np.concatenate([np.empty((0, 2), dtype=np.int64), *spans])])


def imaging_block(request: GeometryRequest, cache: BlockCache | None, spec: ImagingSpec) -> BitArray:
    """Return when the satellites of a spec can image the request's points: uint64 (word, satellite, point)."""
    orbits = list(_orbits_named(request, spec.satellites, "imaging satellites").values())
    limits = (spec.min_incidence_deg, spec.max_incidence_deg, spec.min_sun_elevation_deg)
    sampling = sensor_sampling(request)
    inputs: dict[str, object] = {
        "block": "imaging",
        "sampling": asdict(sampling),
        "orbits": [_orbit_inputs(orbit) for orbit in orbits],
        "points": [[float(p.latitude_deg), float(p.longitude_deg)] for p in request.points],
        "limits": [None if limit is None else float(limit) for limit in limits],
    }
    build = partial(imaging_bits, spec, orbits, *point_vectors(request.points), sampling)
    return _kept(cache, inputs, "uint64", build)


def watch_block(request: GeometryRequest, cache: BlockCache | None, spec: WatchSpec) -> BitArray:
    """Return when the observers of a spec can see its targets: uint64 (word, observer, target)."""
    sites = _sites_named(request, spec.sites)
    orbits = _orbits_named(request, spec.carriers, "satellites that observe")
    orbits |= _orbits_named(request, spec.targets, "watched objects")
    sampling = sensor_sampling(request)
    inputs: dict[str, object] = {
        "block": "watch",
        "sampling": asdict(sampling),
        "observers": [_observer_inputs(observer, sites, orbits) for observer in spec.observers],
        "targets": [_orbit_inputs(orbits[target]) for target in spec.targets],
    }
    return _kept(cache, inputs, "uint64", lambda: watch_bits(spec, sites, orbits, sampling))


def _kept(
    cache: BlockCache | None, inputs: dict[str, object], dtype: str, build: Callable[[], Block]
) -> Block:
    """Return a block from the cache if there is one, else computed; read-only either way.

    Numba compiles anew for an array that may be written, so both ways must look alike.
    """
    if cache is not None:
        return cache.block(inputs, dtype, build)
    block = build()
    block.flags.writeable = False
    return block


def _streamed(
    cache: BlockCache | None,
    inputs: dict[str, object],
    shape: tuple[int, ...],
    fill: Callable[[BitArray], None],
) -> BitArray:
    """Return a block of bits from the cache if there is one, else filled; read-only either way."""
    if cache is not None:
        return cache.streamed(inputs, "uint64", shape, fill)
    block = np.zeros(shape, dtype=np.uint64)
    fill(block)
    block.flags.writeable = False
    return block


def _pnt_orbits(request: GeometryRequest) -> list[Orbit]:
    """Return the orbits of the navigation satellites, in the order asked for."""
    orbits = dict(request.satellites)
    return [orbits[satellite_id] for satellite_id in request.pnt_satellites]


def _pnt_positions_km(request: GeometryRequest) -> FloatArray:
    """Return positions at navigation step starts, shape (n_steps, n_satellites, 3), km, ECEF."""
    times_s = np.arange(request.n_pnt_steps, dtype=np.float64) * request.pnt_step_s
    positions_km = positions_ecef_km(_pnt_orbits(request), request.epoch_utc, times_s)
    return np.ascontiguousarray(positions_km.transpose(1, 0, 2))


def _visibility_inputs(
    request: GeometryRequest,
    targets: Sequence[SitePosition],
    masks_deg: Sequence[Sequence[float]],
    samples_per_step: int,
) -> dict[str, object]:
    """Return everything a visibility block depends on, as JSON values."""
    return {
        "block": "visibility",
        "epoch_utc": request.epoch_utc,
        "n_steps": request.n_steps,
        "step_s": request.step_s,
        "samples_per_step": samples_per_step,
        "orbits": [_orbit_inputs(orbit) for orbit in request.orbits],
        "targets": [[float(t.latitude_deg), float(t.longitude_deg), float(t.altitude_m)] for t in targets],
        "masks_deg": [[float(mask) for mask in row] for row in masks_deg],
    }


def _pnt_inputs(request: GeometryRequest) -> dict[str, object]:
    """Return everything the navigation positions depend on, as JSON values."""
    return {
        "block": "pnt_positions",
        "epoch_utc": request.epoch_utc,
        "n_steps": request.n_pnt_steps,
        "step_s": request.pnt_step_s,
        "orbits": [_orbit_inputs(orbit) for orbit in _pnt_orbits(request)],
    }


def _orbit_inputs(orbit: Orbit) -> dict[str, object]:
    """Return an orbit as JSON values, its kind included; whole numbers and floats are equal, names do not count."""
    if isinstance(orbit, Arcs):
        pieces = [
            [float(start_s) if isfinite(start_s) else None, None if piece is None else _orbit_inputs(piece)]
            for start_s, piece in orbit.pieces
        ]
        return {"kind": "arcs", "pieces": pieces}
    kind = {KeplerOrbit: "kepler", TleOrbit: "tle", OmmOrbit: "omm"}[type(orbit)]
    fields = {name: float(value) if type(value) is int else value for name, value in asdict(orbit).items()}
    fields.pop("catalogue_number", None)
    return {"kind": kind, **fields}


def _observer_inputs(
    observer: Observer, sites: Mapping[str, SitePosition], orbits: Mapping[str, Orbit]
) -> dict[str, object]:
    """Return everything that decides what an observer sees, but not its name; no limit of range is null."""
    numbers = {name: value for name, value in asdict(observer).items() if not isinstance(value, str)}
    limits = {name: float(value) if isfinite(value) else None for name, value in numbers.items()}
    if isinstance(observer, SpaceTelescope):
        return {"kind": "space", "orbit": _orbit_inputs(orbits[observer.satellite]), **limits}
    site = sites[observer.site]
    place = [float(v) for v in (site.latitude_deg, site.longitude_deg, site.altitude_m, site.mask_deg)]
    return {"kind": "radar" if isinstance(observer, Radar) else "telescope", "site": place, **limits}


def _orbits_named(request: GeometryRequest, names: Sequence[str], noun: str) -> dict[str, Orbit]:
    """Return orbits of a request by id, in the order asked for; ``noun`` names them in the refusal."""
    orbits = dict(request.satellites)
    unknown = sorted(set(names) - set(orbits))
    if unknown:
        message = f"{noun} must be among the request's satellites; unknown: {', '.join(unknown)}"
        raise ValueError(message)
    return {name: orbits[name] for name in names}


def _sites_named(request: GeometryRequest, names: Sequence[str]) -> dict[str, SitePosition]:
    """Return sites of a request by id."""
    sites = {site.id: site for site in request.sites}
    unknown = sorted(set(names) - set(sites))
    if unknown:
        message = f"observers on the ground must stand at the request's sites; unknown: {', '.join(unknown)}"
        raise ValueError(message)
    return {name: sites[name] for name in names}
