"""How long one waits for the next look at a place: mean wait and longest gap.

Satellites of one plane pass together, so their number says little; the wait for the next look does.
"""

from dataclasses import dataclass

import numpy as np

from wargame.space.arrays import BitArray, FloatArray
from wargame.space.visibility import unpack_steps

NEVER_S = np.inf
"""Wait and gap where there is no look at all."""


@dataclass(frozen=True, slots=True)
class Revisit:
    """Waits for the next look, one element per target; all infinite where there is no look at all.

    Attributes:
        mean_wait_s: mean wait of somebody who asks at a random time, s; zero while a look is on.
        max_gap_s: longest time without a look, s.
    """

    mean_wait_s: FloatArray
    max_gap_s: FloatArray


def revisit(looks: BitArray, n_steps: int, step_s: float) -> Revisit:
    """Return the mean wait and the longest gap between looks of each target.

    With gaps g, times without a look, in a span T: mean wait = sum g^2 / (2 T). Looks being short beside
    the gaps, T is sum g. The start and the end of the span bound the first and the last gap, which may
    really be longer.

    Args:
        looks: shape (n_words, n_targets), a step's bit set if there is a look in it; over satellites
            take their union first (``np.bitwise_or.reduce(bits, axis=1)``).
        n_steps: number of steps; bits beyond are not looked at.
        step_s: length of a step, s.

    Source: Larson and Wertz, Space Mission Analysis and Design, 3rd ed., section 7.2.3 (mean response
    time, maximum coverage gap); STK help, "Response Time" and "Time Average Gap", whose worked example
    is a test.
    """
    seen = unpack_steps(looks, n_steps)
    waits, gaps = np.full(seen.shape[1], NEVER_S), np.full(seen.shape[1], NEVER_S)
    for target in range(seen.shape[1]):
        steps = np.flatnonzero(seen[:, target])
        if steps.size:
            gaps_s = (np.diff(steps, prepend=-1, append=n_steps) - 1) * float(step_s)
            waits[target] = np.sum(gaps_s * gaps_s) / (2.0 * n_steps * step_s)
            gaps[target] = gaps_s.max()
    return Revisit(waits, gaps)
