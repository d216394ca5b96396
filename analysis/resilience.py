"""Resilience of one service line against its unattacked line: how much, how deep, how long.

Definitions are ours (docs/method.md, section 8), after the DoD's resilience wording: higher probability, shorter
periods of reduced capability. Every number comes with the reason when it has no meaning.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from wargame.missions.windows import trailing_mean
from wargame.space.arrays import BoolArray, FloatArray

Number = tuple[float | None, str]
"""A number, or None with the reason."""

RESTORED = 0.9
"""Service is restored at this share of the unattacked line ..."""
RESTORED_FOR_H = 6.0
"""... held for this long. Source: judgement, ours."""

SMALLEST = 1e-9
"""Services are rounded to this, so less than it is none."""

_NEEDS_LINE = "needs the unattacked arm"
_NOT_MET = "not met unattacked"
_NO_STEP = "the run has no such phase"


@dataclass(frozen=True)
class Lines:
    """A service line and the line of the same coalition and replicate without attacks.

    Attributes:
        service: shape (steps,), in [0, 1].
        unattacked: the same without attacks; None when it was not run.
        step_s: length of a step.
        threshold: theta; service below it is an outage.
        window_s: trailing window w over which service is averaged first; also the length an outage must exceed.
        counted: the steps that count, such as those of one phase; None for all. Trailing means reach back before them.
    """

    service: FloatArray
    unattacked: FloatArray | None
    step_s: int
    threshold: float
    window_s: float
    counted: BoolArray | None = None

    @property
    def window(self) -> int:
        """Steps in the trailing window."""
        return max(1, min(round(self.window_s / self.step_s), len(self.service)))

    @property
    def shown(self) -> BoolArray | slice:
        """Which steps of the service count."""
        return slice(None) if self.counted is None else self.counted

    @cached_property
    def told(self) -> BoolArray:
        """Which trailing means count: those whose window ends in a step that counts."""
        ends = len(self.service) - self.window + 1
        return np.ones(ends, dtype=bool) if self.counted is None else self.counted[self.window - 1 :]

    @cached_property
    def felt(self) -> FloatArray:
        """Trailing mean of the service, first reported when a window has passed."""
        return trailing_mean(self.service, self.window)

    @cached_property
    def felt_unattacked(self) -> FloatArray | None:
        """Trailing mean of the unattacked line."""
        return None if self.unattacked is None else trailing_mean(self.unattacked, self.window)

    @cached_property
    def attributable(self) -> BoolArray | None:
        """Where service is below the threshold and the unattacked line is not."""
        return None if self.reached is None else (self.felt < self.threshold) & self.reached

    @cached_property
    def reached(self) -> BoolArray | None:
        """Where the unattacked line reaches the threshold: there is something to lose."""
        if self.felt_unattacked is None:
            return None
        return (self.felt_unattacked >= self.threshold) & self.told

    @property
    def met(self) -> bool:
        """Whether the unattacked line ever reaches the threshold."""
        return self.reached is not None and bool(self.reached.any())


def service_delivered(lines: Lines) -> Number:
    """Mean service over the run against fixed demand."""
    counted = lines.service[lines.shown]
    return (float(counted.mean()), "") if len(counted) else (None, _NO_STEP)


def service_kept(lines: Lines) -> Number:
    """Service as a share of the unattacked line."""
    if lines.unattacked is None:
        return None, _NEEDS_LINE
    whole = float(lines.unattacked[lines.shown].sum())
    if whole < SMALLEST:
        return None, "no service unattacked"
    return float(lines.service[lines.shown].sum()) / whole, ""


def attributable_hours(lines: Lines) -> Number:
    """Hours of outage that are not there unattacked (R1b)."""
    if lines.attributable is None:
        return None, _NEEDS_LINE
    return (float(lines.attributable.sum()) * lines.step_s / 3600.0, "") if lines.met else (None, _NOT_MET)


def no_outage(lines: Lines) -> Number:
    """1 if no attributable outage lasts longer than the window, else 0 (R1a of one record)."""
    if lines.attributable is None:
        return None, _NEEDS_LINE
    if not lines.met:
        return None, _NOT_MET
    longest = max((stop - start for start, stop in spells(lines.attributable)), default=0)
    return (0.0 if longest * lines.step_s > lines.window_s else 1.0), ""


def depth(lines: Lines) -> Number:
    """The deepest relative loss where the unattacked line reaches the threshold: 1 - min Qr / Qr0 (R3)."""
    lost = _relative_loss(lines)
    if lost is None:
        return None, _NEEDS_LINE
    return (max(0.0, float(lost.max())), "") if np.isfinite(lost).any() else (None, _NOT_MET)


def longest_h(lines: Lines, depth_at_least: float) -> Number:
    """The longest stretch, in hours, in which the relative loss is at least so deep (R5, for one record)."""
    lost = _relative_loss(lines)
    if lost is None:
        return None, _NEEDS_LINE
    if not np.isfinite(lost).any():
        return None, _NOT_MET
    deep = lost >= depth_at_least - SMALLEST
    return max((stop - start for start, stop in spells(deep)), default=0) * lines.step_s / 3600.0, ""


def _relative_loss(lines: Lines) -> FloatArray | None:
    """1 - Qr / Qr0 where the unattacked line reaches the threshold, elsewhere -inf; None without that line."""
    calm, reached = lines.felt_unattacked, lines.reached
    if calm is None or reached is None:
        return None
    lost: FloatArray = np.full(len(calm), -np.inf)
    some = reached & (calm > 0.0)
    lost[some] = 1.0 - lines.felt[some] / calm[some]
    return lost


def time_to_restore_h(lines: Lines) -> Number:
    """Hours from the first relative loss to 90 % of the unattacked line held for 6 h; 0 if never lost.

    Censored at the end of the run: where it is not restored the hours left are counted (restricted mean).
    """
    found = _restoring(lines)
    return (found[0], "") if isinstance(found, tuple) else (None, found)


def not_restored(lines: Lines) -> Number:
    """1 if what was lost is not back, for six hours, by the end of the run: then the time to restore is censored."""
    found = _restoring(lines)
    return (float(found[1]), "") if isinstance(found, tuple) else (None, found)


def _restoring(lines: Lines) -> tuple[float, bool] | str:
    """Hours until restored and whether they are cut off by the end of the run, or why there are none."""
    if lines.felt_unattacked is None:
        return _NEEDS_LINE
    if lines.counted is not None:
        return "a restoration is not bound to one phase"
    if not lines.met:
        return _NOT_MET
    whole = lines.felt >= RESTORED * lines.felt_unattacked
    if whole.all():
        return 0.0, False
    first = int(np.argmin(whole))
    hold = max(1, round(RESTORED_FOR_H * 3600 / lines.step_s))
    for start, stop in spells(whole[first:]):
        if stop - start >= hold:
            return start * lines.step_s / 3600.0, False
    return (len(whole) - first) * lines.step_s / 3600.0, True


def spells(flags: BoolArray) -> list[tuple[int, int]]:
    """The stretches in which a flag holds: (first step, step after the last)."""
    edges = np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8))
    starts, stops = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    return list(zip(starts.tolist(), stops.tolist(), strict=True))
