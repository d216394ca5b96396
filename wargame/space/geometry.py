"""The shared, deterministic geometry of a run: computed once per content, read by every replicate.

Two kinds of visibility are kept. A *view* samples each step at its middle: links. An *access* is true
if any of the samples at most 30 s apart within the step is: sensors in low orbit.
"""

import math
from bisect import bisect_left
from collections.abc import Hashable
from dataclasses import dataclass, field

import numpy as np

from wargame.space.access import (
    Interval,
    Pass,
    access_windows,
    quantise_windows,
)
from wargame.space.arrays import BitArray, FloatArray
from wargame.space.blocks import (
    GeometryBlocks,
    ReachPlace,
    compute_blocks,
    imaging_block,
    reach_block,
    watch_block,
)
from wargame.space.cache import BlockCache
from wargame.space.elements import KeplerOrbit, NotInOrbitError, spans_of
from wargame.space.frames import ecef_to_geodetic, elevation_deg, ground_range_km, range_km
from wargame.space.mean_orbits import mean_orbit
from wargame.space.places import GridPoint, SitePosition, point_vectors, site_vectors
from wargame.space.propagation import positions_ecef_km
from wargame.space.request import GeometryRequest
from wargame.space.sensing import ImagingSpec
from wargame.space.watching import WatchSpec

__all__ = ["Geometry", "GeometryRequest", "GridPoint", "SitePosition", "build_geometry", "load_geometry"]

_DECIMALS = 6  # queries are rounded to 1e-6 (degrees or km) so that decisions do not hang on the last bit
_MEMO_LIMIT = 500_000


@dataclass(frozen=True, slots=True)
class Geometry:
    """Visibility bits, navigation satellite positions and exact queries, for one request.

    Attributes:
        request: what was asked for.
        satellite_index: column of each satellite id.
        site_index: column of each site id.
        point_index: column of each point id.
        site_view: uint64 (word, satellite, site), above the site's mask at mid-step.
        site_access: the same, at any sample of the step.
        point_view: by mask (deg), uint64 (word, satellite, point), above the mask at mid-step.
        pnt_positions_km: float64 (navigation step, navigation satellite, 3), km, ECEF, at step starts.
        sites_ecef_km: shape (n_sites, 3), km.
        sites_up: shape (n_sites, 3), local verticals, ECEF.
        points_ecef_km: shape (n_points, 3), km.
        points_up: shape (n_points, 3), local verticals, ECEF.
    """

    request: GeometryRequest
    satellite_index: dict[str, int]
    site_index: dict[str, int]
    point_index: dict[str, int]
    site_view: BitArray
    site_access: BitArray
    point_view: dict[float, BitArray]
    pnt_positions_km: FloatArray
    sites_ecef_km: FloatArray
    sites_up: FloatArray
    points_ecef_km: FloatArray
    points_up: FloatArray
    _numbers: dict[Hashable, float] = field(default_factory=dict, repr=False, compare=False)
    _places: dict[Hashable, FloatArray] = field(default_factory=dict, repr=False, compare=False)
    cache: BlockCache | None = field(default=None, repr=False, compare=False)
    _reaches: dict[ReachPlace, dict[int, tuple[Interval, ...]]] = field(
        default_factory=dict, repr=False, compare=False
    )
    _passes: dict[Hashable, tuple[Pass, ...]] = field(default_factory=dict, repr=False, compare=False)
    _sensors: dict[ImagingSpec | WatchSpec, BitArray] = field(default_factory=dict, repr=False, compare=False)

    def position_ecef_km(self, satellite_id: str, time_s: int) -> FloatArray:
        """Return where a satellite is at a whole second, shape (3,), km, ECEF, unrounded.

        Raises:
            NotInOrbitError: it is not in orbit then; the queries that rest on this one raise it too.
        """
        key = (satellite_id, time_s)
        if key not in self._places:
            orbit = self.request.satellites[self.satellite_index[satellite_id]][1]
            times_s = np.array([time_s], dtype=np.float64)
            if len(self._places) >= _MEMO_LIMIT:
                self._places.clear()
            place_km = positions_ecef_km([orbit], self.request.epoch_utc, times_s)[0, 0]
            if np.isnan(place_km[0]):
                raise NotInOrbitError(
                    f"{satellite_id} is not in orbit {time_s} s after the epoch; ask for a time after its launch"
                )
            self._places[key] = place_km
        return self._places[key]

    def in_orbit_from(self, satellite_id: str, time_s: int) -> int | None:
        """Return the first whole second from a time on at which a satellite is in orbit; None if never again."""
        orbit = self.request.satellites[self.satellite_index[satellite_id]][1]
        begins = (begin_s for begin_s, end_s, _ in spans_of(orbit) if end_s > time_s)
        begin_s = next(begins, None)
        return None if begin_s is None else max(time_s, math.ceil(begin_s) if begin_s > time_s else time_s)

    def mean_orbit(self, satellite_id: str, time_s: int) -> tuple[KeplerOrbit, float] | None:
        """Return the mean elements of a satellite's orbit at a time and until when it flies it; None if nowhere."""
        orbit = self.request.satellites[self.satellite_index[satellite_id]][1]
        return mean_orbit(orbit, self.request.epoch_utc, time_s)

    def elevation_deg(self, satellite_id: str, site_id: str, time_s: int) -> float:
        """Return the elevation of a satellite over a site at a whole second, degrees, to 1e-6."""
        key = ("elevation", satellite_id, site_id, time_s)
        if key not in self._numbers:
            site = self.site_index[site_id]
            place_km = self.position_ecef_km(satellite_id, time_s)
            found = elevation_deg(place_km, self.sites_ecef_km[site], self.sites_up[site])
            self._remember(key, float(found))
        return self._numbers[key]

    def range_km(self, satellite_id: str, site_id: str, time_s: int) -> float:
        """Return the slant range from a site to a satellite at a whole second, km, to 1e-6."""
        key = ("range", satellite_id, site_id, time_s)
        if key not in self._numbers:
            site_km = self.sites_ecef_km[self.site_index[site_id]]
            self._remember(key, float(range_km(self.position_ecef_km(satellite_id, time_s), site_km)))
        return self._numbers[key]

    def altitude_km(self, satellite_id: str, time_s: int) -> float:
        """Return the height of a satellite above the ellipsoid at a whole second, km, to 1e-6."""
        key = ("altitude", satellite_id, time_s)
        if key not in self._numbers:
            self._remember(key, float(ecef_to_geodetic(self.position_ecef_km(satellite_id, time_s))[2]))
        return self._numbers[key]

    def ground_range_km(
        self, satellite_id: str, latitude_deg: float, longitude_deg: float, time_s: int
    ) -> float:
        """Return the great-circle distance of a satellite's ground point from a place, km, to 1e-6."""
        key = ("ground_range", satellite_id, latitude_deg, longitude_deg, time_s)
        if key not in self._numbers:
            place_km = self.position_ecef_km(satellite_id, time_s)
            latitude, longitude, _ = ecef_to_geodetic(place_km)
            found = ground_range_km(float(latitude), float(longitude), latitude_deg, longitude_deg)
            self._remember(key, float(found))
        return self._numbers[key]

    def subsatellite_point_deg(self, satellite_id: str, time_s: int) -> tuple[float, float]:
        """Return latitude and longitude below a satellite at a whole second, degrees, to 1e-6."""
        latitude, longitude, _ = ecef_to_geodetic(self.position_ecef_km(satellite_id, time_s))
        return round(float(latitude), _DECIMALS), round(float(longitude), _DECIMALS)

    def access_windows(
        self, satellite_id: str, site_id: str, start_s: int = 0, end_s: int | None = None
    ) -> tuple[Pass, ...]:
        """Return the passes over a site's own mask that overlap a span, each whole, in time order.

        Passes are searched over the whole request once; outside it there are none.
        """
        key = (satellite_id, site_id)
        if key not in self._passes:
            orbit = self.request.satellites[self.satellite_index[satellite_id]][1]
            site = self.request.sites[self.site_index[site_id]]
            windows = access_windows([orbit], [site], self.request.epoch_utc, 0.0, self.request.span_s)
            self._passes[key] = tuple(quantise_windows(windows))
        end = self.request.span_s if end_s is None else end_s
        return tuple(one for one in self._passes[key] if one.set_s >= start_s and one.rise_s <= end)

    def reach_windows(
        self,
        satellite_id: str,
        latitude_deg: float,
        longitude_deg: float,
        max_ground_range_km: float,
        max_altitude_km: float,
        start_s: int = 0,
        end_s: int | None = None,
    ) -> tuple[Interval, ...]:
        """Return when a satellite is within a direct ascent's reach of a place, whole seconds.

        Searched once for all satellites over the whole span, and kept with the geometry; then cut to what is asked for.
        """
        end = self.request.span_s if end_s is None else end_s
        place = ReachPlace(latitude_deg, longitude_deg, max_ground_range_km, max_altitude_km)
        if place not in self._reaches:
            self._reaches[place] = self._reach_of(place)
        windows = self._reaches[place].get(self.satellite_index[satellite_id], ())
        first = max(0, bisect_left(windows, start_s, key=lambda window: window.start_s) - 1)
        last = bisect_left(windows, end + 1, key=lambda window: window.start_s)
        cut = (interval.within(start_s, end) for interval in windows[first:last])
        return tuple(interval for interval in cut if interval is not None)

    def imaging_access(self, spec: ImagingSpec) -> BitArray:
        """Return when satellites can image the points, uint64 (word, satellite of the spec, point), read-only.

        A step's bit is set if any of its samples is inside the spec's limits. Computed when first asked for, and kept.

        Raises:
            ValueError: the spec names a satellite that the request does not have.
        """
        if spec not in self._sensors:
            self._sensors[spec] = imaging_block(self.request, self.cache, spec)
        return self._sensors[spec]

    def watch_access(self, spec: WatchSpec) -> BitArray:
        """Return when observers can see space objects, uint64 (word, observer, target of the spec), read-only.

        A step's bit is set if any of its samples is inside the observer's limits. Computed when first asked for, and
        kept.

        Raises:
            ValueError: the spec names a satellite or a site that the request does not have.
        """
        if spec not in self._sensors:
            self._sensors[spec] = watch_block(self.request, self.cache, spec)
        return self._sensors[spec]

    def _reach_of(self, place: ReachPlace) -> dict[int, tuple[Interval, ...]]:
        """Return the windows of every satellite that ever comes within reach of a place."""
        found: dict[int, list[Interval]] = {}
        for satellite, start_s, end_s in reach_block(self.request, self.cache, place).tolist():
            found.setdefault(satellite, []).append(Interval(start_s, end_s))
        return {satellite: tuple(windows) for satellite, windows in found.items()}

    def _remember(self, key: Hashable, value: float) -> None:
        """Keep a query's answer, rounded; forget all when there are too many."""
        if len(self._numbers) >= _MEMO_LIMIT:
            self._numbers.clear()
        self._numbers[key] = round(value, _DECIMALS)


def build_geometry(request: GeometryRequest) -> Geometry:
    """Return the geometry of a request, computed afresh, without reading or writing any file."""
    return _assemble(request, compute_blocks(request, None), None)


def load_geometry(request: GeometryRequest, cache: BlockCache | None = None) -> Geometry:
    """Return the geometry of a request from the cache, computing only the blocks that are missing.

    Args:
        request: what is wanted.
        cache: the store; the default one (``$WARGAME_CACHE`` or the user's cache folder) if not given.
    """
    store = BlockCache() if cache is None else cache
    return _assemble(request, compute_blocks(request, store), store)


def _assemble(request: GeometryRequest, blocks: GeometryBlocks, cache: BlockCache | None) -> Geometry:
    """Return the bundle of a request and its blocks."""
    sites_ecef_km, sites_up = site_vectors(request.sites)
    points_ecef_km, points_up = point_vectors(request.points)
    masks = request.point_masks_deg
    return Geometry(
        request=request,
        satellite_index={satellite_id: row for row, (satellite_id, _) in enumerate(request.satellites)},
        site_index={site.id: row for row, site in enumerate(request.sites)},
        point_index={point.id: row for row, point in enumerate(request.points)},
        site_view=blocks.site_view[0],
        site_access=blocks.site_access[0],
        point_view={mask: blocks.point_view[row] for row, mask in enumerate(masks)},
        pnt_positions_km=blocks.pnt_positions_km,
        sites_ecef_km=sites_ecef_km,
        sites_up=sites_up,
        points_ecef_km=points_ecef_km,
        points_up=points_up,
        cache=cache,
    )
