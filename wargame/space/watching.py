"""Who can observe which space object: radars and telescopes on the ground, telescopes in space.

Every kind is sampled at most 30 s apart, whatever it looks at: low orbits need it, and high ones cost
little. This is geometry only. Leaves out: the object's size and brightness, azimuth sectors, clouds and
the Moon, how many objects a sensor can follow, and who tells whom.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from wargame.space.arrays import BitArray, BoolArray, FloatArray
from wargame.space.compiled import kernel
from wargame.space.constants import EARTH_EQUATORIAL_RADIUS_KM
from wargame.space.elements import Orbit
from wargame.space.places import SitePosition, site_vectors
from wargame.space.sampling import Sampling
from wargame.space.sun import is_sunlit, sun_directions_ecef, sun_elevation_deg
from wargame.space.trajectory import Trajectories, sample_trajectories
from wargame.space.visibility import WORD_STEPS

_BATCH = 256  # targets whose paths and samples are held at the same time


@dataclass(frozen=True, slots=True)
class Radar:
    """A radar at a ground site: sees by day and night, above the site's mask, within its range.

    Attributes:
        site: id of a site of the request.
        max_range_km: how far it reaches, km; infinite for no limit.
    """

    site: str
    max_range_km: float

    def __post_init__(self) -> None:
        """Refuse a range that reaches nothing."""
        _check_range(f"the radar at {self.site!r}", self.max_range_km)


@dataclass(frozen=True, slots=True)
class Telescope:
    """A telescope at a ground site: sees sunlit objects from a dark site.

    Attributes:
        site: id of a site of the request; where its mask is higher than ``min_elevation_deg``, the mask counts.
        min_elevation_deg: lowest elevation at which it works, degrees.
        max_sun_elevation_deg: the site is dark while the Sun is below this, degrees.
        max_range_km: how far it reaches, km; infinite for no limit.

    Source of the defaults: usual practice of optical surveys (nautical twilight, less than three air masses).
    """

    site: str
    min_elevation_deg: float = 20.0
    max_sun_elevation_deg: float = -12.0
    max_range_km: float = math.inf

    def __post_init__(self) -> None:
        """Refuse limits off the scale."""
        who = f"the telescope at {self.site!r}"
        _check_range(who, self.max_range_km)
        for name in ("min_elevation_deg", "max_sun_elevation_deg"):
            if not -90.0 <= getattr(self, name) <= 90.0:
                message = f"{who} has {name} {getattr(self, name)}; it must lie between -90 and 90"
                raise ValueError(message)


@dataclass(frozen=True, slots=True)
class SpaceTelescope:
    """A telescope on a satellite: sees sunlit objects against the dark sky, away from the Sun.

    Attributes:
        satellite: id of a satellite of the request.
        limb_margin_km: how high above the Earth's limb a line of sight must pass, km. The whole line counts,
            behind the object too: what stands in front of the Earth is lost in its light.
        sun_exclusion_deg: least angle between the line of sight and the Sun, degrees.
        max_range_km: how far it reaches, km; infinite for no limit.
    """

    satellite: str
    limb_margin_km: float
    sun_exclusion_deg: float
    max_range_km: float = math.inf

    def __post_init__(self) -> None:
        """Refuse limits off the scale."""
        who = f"the telescope on satellite {self.satellite!r}"
        _check_range(who, self.max_range_km)
        if not 0.0 <= self.limb_margin_km < math.inf:
            message = f"{who} has limb_margin_km {self.limb_margin_km}; it must be zero or more"
            raise ValueError(message)
        if not 0.0 <= self.sun_exclusion_deg <= 180.0:
            message = f"{who} has sun_exclusion_deg {self.sun_exclusion_deg}; it must lie between 0 and 180"
            raise ValueError(message)


Observer = Radar | Telescope | SpaceTelescope
"""Anything that watches space."""


@dataclass(frozen=True, slots=True)
class WatchSpec:
    """Which observers watch which space objects.

    Attributes:
        observers: rows of the answer, in this order; kinds may be mixed.
        targets: ids of satellites of the request, columns of the answer, in this order.
    """

    observers: tuple[Observer, ...]
    targets: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse repeated targets."""
        repeated = sorted({name for name in self.targets if self.targets.count(name) > 1})
        if repeated:
            message = f"watched objects must be unique; repeated: {', '.join(repeated)}"
            raise ValueError(message)

    @property
    def sites(self) -> tuple[str, ...]:
        """Sites of the observers on the ground, in order, each once."""
        ground = (seen.site for seen in self.observers if not isinstance(seen, SpaceTelescope))
        return tuple(dict.fromkeys(ground))

    @property
    def carriers(self) -> tuple[str, ...]:
        """Satellites that carry observers, in order, each once."""
        carried = (seen.satellite for seen in self.observers if isinstance(seen, SpaceTelescope))
        return tuple(dict.fromkeys(carried))


@kernel
def fill_from_ground(
    targets_km: FloatArray,
    lit: BoolArray,
    awake: BoolArray,
    samples_per_step: int,
    site: FloatArray,
    seen: BitArray,
) -> None:
    """Set the bits of one site in one word: above the horizon limit, in range, lit, the site awake.

    The elevation is tested on squares that keep their sign, as in ``fill_visibility``. The tests hold for
    numbers only: what is not in orbit has no position and is not seen.

    Args:
        targets_km: shape (n_samples, 3, n_targets), km, ECEF; up to 64 steps.
        lit: shape (n_samples, n_targets), whether each target can be seen for its light.
        awake: shape (n_samples,), whether the site works.
        samples_per_step: samples of each step.
        site: position (3, km), vertical (3), signed square of the limit's sine, squared range limit (km^2).
        seen: bits to set, shape (n_targets,).
    """
    x, y, z, up_x, up_y, up_z = site[0], site[1], site[2], site[3], site[4], site[5]
    lowest, farthest = site[6], site[7]
    for sample in range(targets_km.shape[0]):
        if not awake[sample]:
            continue
        bit = np.uint64(1) << np.uint64(sample // samples_per_step)
        xs, ys, zs, light = targets_km[sample, 0], targets_km[sample, 1], targets_km[sample, 2], lit[sample]
        for target in range(seen.shape[0]):
            dx, dy, dz = xs[target] - x, ys[target] - y, zs[target] - z
            rise = dx * up_x + dy * up_y + dz * up_z
            square = dx * dx + dy * dy + dz * dz
            found = (rise * abs(rise) >= lowest * square) & (square <= farthest) & light[target]
            seen[target] |= bit if found else np.uint64(0)


@kernel
def fill_from_space(
    targets_km: FloatArray,
    lit: BoolArray,
    observer_km: FloatArray,
    suns: FloatArray,
    samples_per_step: int,
    limits: FloatArray,
    seen: BitArray,
) -> None:
    """Set the bits of one satellite in one word: line of sight clear of the Earth and the Sun, in range, lit.

    A line from ``o`` along ``d`` that goes outward (``o.d >= 0``) is clear of the Earth; else it passes
    the centre at ``|o|^2 - (o.d)^2 / |d|^2``, squared. A line of no length shows nothing, so that no
    observer sees itself. The tests hold for numbers only: what is not in orbit is neither seen nor sees.

    Args:
        targets_km: shape (n_samples, 3, n_targets), km, ECEF; up to 64 steps.
        lit: shape (n_samples, n_targets), whether the Sun shines on each target.
        observer_km: shape (n_samples, 3), km, ECEF.
        suns: unit vectors to the Sun, shape (n_samples, 3), ECEF.
        samples_per_step: samples of each step.
        limits: squared distance from the Earth's centre that a line of sight must keep (km^2), signed
            square of the cosine of the Sun's exclusion, squared range limit (km^2).
        seen: bits to set, shape (n_targets,).

    Source: Vallado 2013, chapter 5 (algorithm SIGHT, on a sphere; example 5-6 is a test).
    """
    clear, sunward, farthest = limits[0], limits[1], limits[2]
    for sample in range(targets_km.shape[0]):
        bit = np.uint64(1) << np.uint64(sample // samples_per_step)
        x, y, z = observer_km[sample, 0], observer_km[sample, 1], observer_km[sample, 2]
        sun_x, sun_y, sun_z = suns[sample, 0], suns[sample, 1], suns[sample, 2]
        radius = x * x + y * y + z * z
        xs, ys, zs, light = targets_km[sample, 0], targets_km[sample, 1], targets_km[sample, 2], lit[sample]
        for target in range(seen.shape[0]):
            dx, dy, dz = xs[target] - x, ys[target] - y, zs[target] - z
            square = dx * dx + dy * dy + dz * dz
            outward = x * dx + y * dy + z * dz
            to_sun = sun_x * dx + sun_y * dy + sun_z * dz
            free = (outward >= 0.0) | ((radius - clear) * square >= outward * outward)
            found = free & (to_sun * abs(to_sun) <= sunward * square)
            found = found & (square > 0.0) & (square <= farthest) & light[target]
            seen[target] |= bit if found else np.uint64(0)


@dataclass(frozen=True, slots=True)
class _Sky:
    """Everything above during one word of steps.

    Attributes:
        times_s: sampling times, s since the epoch.
        suns: unit vectors to the Sun, shape (n_samples, 3), ECEF.
        targets_km: shape (n_samples, 3, n_targets), km, ECEF.
        lit: shape (n_samples, n_targets), whether the Sun shines on each target.
        always: all true, same shape: what a radar needs no light for.
        samples_per_step: samples of each step.
    """

    times_s: FloatArray
    suns: FloatArray
    targets_km: FloatArray
    lit: BoolArray
    always: BoolArray
    samples_per_step: int


@dataclass(frozen=True, slots=True)
class _GroundEye:
    """An observer on the ground, as its kernel needs it; without a limit of darkness it is a radar."""

    site: FloatArray
    darkness_deg: float | None

    def look(self, sky: _Sky, seen: BitArray) -> None:
        """Set the bits of the targets that it sees in one word."""
        if self.darkness_deg is None:
            lit, awake = sky.always, np.ones(len(sky.times_s), dtype=np.bool_)
        else:
            lit, awake = sky.lit, sun_elevation_deg(sky.suns, self.site[3:6]) < self.darkness_deg
        fill_from_ground(sky.targets_km, lit, awake, sky.samples_per_step, self.site, seen)


@dataclass(frozen=True, slots=True)
class _SpaceEye:
    """An observer in space, as its kernel needs it."""

    path: Trajectories
    limits: FloatArray

    def look(self, sky: _Sky, seen: BitArray) -> None:
        """Set the bits of the targets that it sees in one word."""
        observer_km = self.path.at(0, sky.times_s)
        fill_from_space(
            sky.targets_km, sky.lit, observer_km, sky.suns, sky.samples_per_step, self.limits, seen
        )


def watch_bits(
    spec: WatchSpec, sites: Mapping[str, SitePosition], orbits: Mapping[str, Orbit], sampling: Sampling
) -> BitArray:
    """Return when each observer can see each target, uint64 (n_words, n_observers, n_targets).

    Args:
        spec: observers and targets.
        sites: the observers' sites by id.
        orbits: the observers' and the targets' orbits by id.
        sampling: steps and samples.
    """
    epoch, span_s, times_s = sampling.epoch_utc, sampling.span_s, sampling.times_s()
    paths = {carrier: sample_trajectories([orbits[carrier]], epoch, 0.0, span_s) for carrier in spec.carriers}
    eyes = [_eye(observer, sites, paths) for observer in spec.observers]
    bits = np.zeros((sampling.n_words, len(spec.observers), len(spec.targets)), dtype=np.uint64)
    samples_per_word = WORD_STEPS * sampling.samples_per_step
    for first in range(0, len(spec.targets), _BATCH):
        chosen = slice(first, first + _BATCH)
        targets = sample_trajectories([orbits[target] for target in spec.targets[chosen]], epoch, 0.0, span_s)
        for word in range(sampling.n_words):
            word_times_s = times_s[word * samples_per_word : (word + 1) * samples_per_word]
            sky = _sky(targets, epoch, word_times_s, sampling.samples_per_step)
            for row, eye in enumerate(eyes):
                eye.look(sky, bits[word, row, chosen])
    return bits


def _sky(targets: Trajectories, epoch: str, times_s: FloatArray, samples_per_step: int) -> _Sky:
    """Return where the targets and the Sun are at some times, and who is lit."""
    suns = sun_directions_ecef(epoch, times_s)
    n_targets = len(targets)
    samples_km = np.empty((n_targets, len(times_s), 3))
    for target in range(n_targets):
        samples_km[target] = targets.at(target, times_s)
    lit = np.ascontiguousarray(is_sunlit(samples_km, suns).T)
    targets_km = np.ascontiguousarray(samples_km.transpose(1, 2, 0))
    return _Sky(times_s, suns, targets_km, lit, np.ones_like(lit), samples_per_step)


def _eye(
    observer: Observer, sites: Mapping[str, SitePosition], paths: Mapping[str, Trajectories]
) -> _GroundEye | _SpaceEye:
    """Return an observer's limits as its kernel tests them."""
    if isinstance(observer, SpaceTelescope):
        clear_km2 = (EARTH_EQUATORIAL_RADIUS_KM + observer.limb_margin_km) ** 2
        cosine = math.cos(math.radians(observer.sun_exclusion_deg))
        limits = np.array([clear_km2, cosine * abs(cosine), observer.max_range_km**2])
        return _SpaceEye(paths[observer.satellite], limits)
    place = sites[observer.site]
    lowest_deg, darkness_deg = place.mask_deg, None
    if isinstance(observer, Telescope):
        lowest_deg = max(lowest_deg, observer.min_elevation_deg)
        darkness_deg = observer.max_sun_elevation_deg
    (site_km,), (up,) = site_vectors([place])
    sine = math.sin(math.radians(lowest_deg))
    tail = [sine * abs(sine), observer.max_range_km**2]
    return _GroundEye(np.concatenate([site_km, up, tail]), darkness_deg)


def _check_range(who: str, max_range_km: float) -> None:
    """Raise if a range reaches nothing."""
    if not max_range_km > 0.0:
        message = f"{who} has max_range_km {max_range_km}; it must be above zero"
        raise ValueError(message)
