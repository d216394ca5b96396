"""When satellites can be seen from places on the ground; reach is in ``reach``, re-exported here."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wargame.space.arrays import FloatArray, IntArray
from wargame.space.elements import Orbit
from wargame.space.places import SitePosition, site_vectors
from wargame.space.reach import reach_windows
from wargame.space.seconds import Interval, quantise_interval
from wargame.space.time import EpochLike
from wargame.space.trajectory import GRID_STEP_S, Trajectories, sample_trajectories
from wargame.space.window_kernels import find_windows, scan_times_s

__all__ = [
    "AccessWindows",
    "Interval",
    "Pass",
    "access_windows",
    "quantise_interval",
    "quantise_windows",
    "reach_windows",
]

_SATELLITES_AT_ONCE = 16  # keeps the grid of a three-week span under 12 MB


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
        orbits: satellites.
        sites: ground sites.
        epoch: the instant of time zero.
        start_s: start of the span, s since the epoch.
        end_s: end of the span.
        mask_deg: elevation mask for all sites; each site's own if not given.

    A satellite always in view (GEO) has one window, the whole span; one never in view has none.
    Source: elevation by Vallado 2013, section 4.4; search as in ``window_kernels``.
    """
    site_rows = site_parameters(sites, mask_deg)
    found: list[tuple[int, int, FloatArray]] = []
    for first in range(0, len(orbits), _SATELLITES_AT_ONCE):
        batch = orbits[first : first + _SATELLITES_AT_ONCE]
        paths = sample_trajectories(batch, epoch, start_s, end_s)
        for row in range(len(batch)):
            windows = windows_of_path(paths, row, site_rows, start_s, end_s)
            found.extend((first + row, site, rows) for site, rows in enumerate(windows) if rows.size)
    return _table(found)


def site_parameters(sites: Sequence[SitePosition], mask_deg: float | None = None) -> FloatArray:
    """Return position (km), vertical and sine of the mask of each site, shape (n_sites, 7), ECEF."""
    positions_km, verticals = site_vectors(sites)
    masks = np.array([site.mask_deg if mask_deg is None else mask_deg for site in sites], dtype=np.float64)
    return np.concatenate([positions_km, verticals, np.sin(np.radians(masks))[:, None]], axis=1)


def windows_of_path(
    paths: Trajectories, satellite: int, site_rows: FloatArray, start_s: float, end_s: float
) -> list[FloatArray]:
    """Return, per site, rows of (rise, set, culmination, sine of highest elevation) for one satellite."""
    times_s = scan_times_s(start_s, end_s)
    samples_km = paths.at(satellite, times_s)
    positions_km, velocities_km_s = paths.positions_km[satellite], paths.velocities_km_s[satellite]
    fastest_km_s = paths.fastest_km_s(satellite)
    margins, nodes = np.empty(times_s.size), np.empty((2 * times_s.size, 2))
    found = np.empty((64 + int((end_s - start_s) / 2400.0), 4))
    windows = []
    for site in site_rows:
        count = len(found) + 1
        while count > len(found):
            found = np.empty((max(len(found), count), 4))
            count = find_windows(
                times_s,
                samples_km,
                float(paths.start_s),
                float(GRID_STEP_S),
                positions_km,
                velocities_km_s,
                site,
                margins,
                nodes,
                found,
                fastest_km_s,
            )
        windows.append(found[:count].copy())
    return windows


def _table(found: list[tuple[int, int, FloatArray]]) -> AccessWindows:
    """Return one table from the rows of each (satellite, site)."""
    satellite = [np.full(len(rows), index, dtype=np.int64) for index, _, rows in found]
    site = [np.full(len(rows), index, dtype=np.int64) for _, index, rows in found]
    rows = np.concatenate([np.empty((0, 4)), *(rows for _, _, rows in found)])
    none = np.empty(0, dtype=np.int64)
    return AccessWindows(
        satellite=np.concatenate([none, *satellite]),
        site=np.concatenate([none, *site]),
        rise_s=rows[:, 0],
        set_s=rows[:, 1],
        culmination_s=rows[:, 2],
        max_elevation_deg=np.degrees(np.arcsin(np.clip(rows[:, 3], -1.0, 1.0))),
    )
