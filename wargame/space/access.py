"""When satellites can be seen from places on the ground; reach is in ``reach``, re-exported here."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wargame.space.arrays import FloatArray, IntArray
from wargame.space.elements import Orbit
from wargame.space.places import SitePosition, site_vectors
from wargame.space.reach import reach_windows
from wargame.space.seconds import Interval, quantise_interval
from wargame.space.time import EpochLike
from wargame.space.trajectory import Path, sample_trajectories
from wargame.space.window_kernels import find_windows

__all__ = [
    "AccessWindows",
    "Interval",
    "Pass",
    "access_windows",
    "quantise_interval",
    "quantise_windows",
    "reach_windows",
]

_SECONDS_A_WINDOW = 2400.0  # a first guess at how many there will be


@dataclass(frozen=True, slots=True)
class AccessWindows:
    """Windows of many satellites over many sites, ordered by satellite, site and time.

    Attributes:
        satellite: index into the orbits given, shape (n,).
        site: index into the sites given, shape (n,).
        rise_s: start of the window, s since the epoch; the start of the span if already in view.
        set_s: end of the window, s; the end of the span if still in view.
        culmination_s: time of highest elevation, s.
        max_elevation_deg: elevation then, degrees.
    """

    satellite: IntArray
    site: IntArray
    rise_s: FloatArray
    set_s: FloatArray
    culmination_s: FloatArray
    max_elevation_deg: FloatArray

    def __len__(self) -> int:
        """Return the number of windows."""
        return int(self.rise_s.size)

    def of(self, satellite: int, site: int) -> "AccessWindows":
        """Return the windows of one satellite over one site."""
        chosen = (self.satellite == satellite) & (self.site == site)
        return AccessWindows(
            self.satellite[chosen],
            self.site[chosen],
            self.rise_s[chosen],
            self.set_s[chosen],
            self.culmination_s[chosen],
            self.max_elevation_deg[chosen],
        )


@dataclass(frozen=True, slots=True)
class Pass:
    """One window in whole seconds since the epoch, fit for a decision."""

    rise_s: int
    culmination_s: int
    set_s: int
    max_elevation_deg: float


def quantise_windows(windows: AccessWindows) -> list[Pass]:
    """Return windows in whole seconds: only seconds truly in view; windows without one are dropped."""
    passes = []
    for row in range(len(windows)):
        interval = quantise_interval(float(windows.rise_s[row]), float(windows.set_s[row]))
        if interval is not None:
            culmination = min(max(round(windows.culmination_s[row]), interval.start_s), interval.end_s)
            elevation_deg = round(float(windows.max_elevation_deg[row]), 6)
            passes.append(Pass(interval.start_s, culmination, interval.end_s, elevation_deg))
    return passes


def access_windows(
    orbits: Sequence[Orbit],
    sites: Sequence[SitePosition],
    epoch: EpochLike,
    start_s: float,
    end_s: float,
    mask_deg: float | None = None,
) -> AccessWindows:
    """Return when each satellite is above each site's mask, to a millisecond of the path used.

    Args:
        orbits: satellites; one that is not in orbit is not in view, and one in view at a manoeuvre stays in view.
        sites: ground sites.
        epoch: the instant of time zero.
        start_s: start of the span, s since the epoch.
        end_s: end of the span.
        mask_deg: elevation mask for all sites; each site's own if not given.

    A satellite always in view (GEO) has one window, the whole span; one never in view has none.
    Source: elevation by Vallado 2013, section 4.4; search as in ``window_kernels``.
    """
    places = _Places.of(site_parameters(sites, mask_deg))
    found = []
    for orbit in orbits:
        (ways,) = sample_trajectories([orbit], epoch, start_s, end_s).paths
        found.append(_joined([_windows_of(way, places, start_s, end_s) for way in ways]))
    satellites = np.repeat(np.arange(len(orbits)), [len(rows) for rows in found])
    return _table(satellites, np.concatenate([np.empty((0, 5)), *found]))


def site_parameters(sites: Sequence[SitePosition], mask_deg: float | None = None) -> FloatArray:
    """Return position (km), vertical and sine of the mask of each site, shape (n_sites, 7), ECEF."""
    positions_km, verticals = site_vectors(sites)
    masks = np.array([site.mask_deg if mask_deg is None else mask_deg for site in sites], dtype=np.float64)
    return np.concatenate([positions_km, verticals, np.sin(np.radians(masks))[:, None]], axis=1)


@dataclass(frozen=True, slots=True)
class _Places:
    """Sites as the kernels take them.

    Attributes:
        rows: position (km), vertical and sine of the mask, shape (n_sites, 7), ECEF.
        horizon: smallest distance of a horizon plane from the Earth's centre, largest distance of a site (km), smallest
            sine of a mask.
    """

    rows: FloatArray
    horizon: FloatArray

    @classmethod
    def of(cls, rows: FloatArray) -> "_Places":
        """Return the sites of some rows."""
        heights_km = np.einsum("ij,ij->i", rows[:, :3], rows[:, 3:6])
        squares = np.einsum("ij,ij->i", rows[:, :3], rows[:, :3])
        lowest = (
            heights_km.min(initial=np.inf),
            math.sqrt(squares.max(initial=0.0)),
            rows[:, 6].min(initial=1.0),
        )
        return cls(rows, np.array(lowest))


def _windows_of(way: Path, places: _Places, start_s: float, end_s: float) -> FloatArray:
    """Return rows of (site, rise, set, culmination, sine of the highest elevation) on one orbit."""
    start, end = max(start_s, way.begin_s), min(end_s, way.end_s)
    if end <= start:
        return np.empty((0, 5))
    count = len(places.rows) * (64 + int((end - start) / _SECONDS_A_WINDOW))
    found = np.empty((0, 5))
    while count > len(found):
        found = np.empty((count, 5))
        path = way.first, way.step_s, way.cells()
        count = find_windows(path, start, end, places.rows, places.horizon, found)
    return found[:count]


def _joined(pieces: list[FloatArray]) -> FloatArray:
    """Return the windows of one satellite by site and time; two that meet at a manoeuvre are one."""
    if len(pieces) == 1:
        return pieces[0]
    rows = np.concatenate([np.empty((0, 5)), *pieces])
    rows = rows[np.lexsort((rows[:, 1], rows[:, 0]))]
    joined: list[FloatArray] = []
    for row in rows:
        if joined and joined[-1][0] == row[0] and joined[-1][2] == row[1]:
            before = joined[-1]
            higher = before if before[4] >= row[4] else row
            joined[-1] = np.array([row[0], before[1], row[2], higher[3], higher[4]])
        else:
            joined.append(row)
    return np.array(joined).reshape(-1, 5)


def _table(satellites: IntArray, rows: FloatArray) -> AccessWindows:
    """Return rows of (site, rise, set, culmination, sine of the highest elevation) as a table."""
    return AccessWindows(
        satellite=satellites,
        site=rows[:, 0].astype(np.int64),
        rise_s=rows[:, 1].copy(),
        set_s=rows[:, 2].copy(),
        culmination_s=rows[:, 3].copy(),
        max_elevation_deg=np.degrees(np.arcsin(np.clip(rows[:, 4], -1.0, 1.0))),
    )
