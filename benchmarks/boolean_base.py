"""What all services by numpy boolean arrays share: what works when, and who is in contact.

Arrays have the shape [step, satellite, target] that one would write first; visibility is unpacked from the stored bits
once, which nobody times.
"""

import math
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from wargame.availability import Availability, Outage
from wargame.coalition import Coalition
from wargame.missions.links import CarriedPayload, SiteGateway
from wargame.missions.status import Function
from wargame.scenario.clock import SERVICE_STEP_S
from wargame.space.arrays import BoolArray, FloatArray, IntArray

StepArray: TypeAlias = npt.NDArray[np.int32]
"""Steps; four bytes are enough, and quicker than eight."""

NEVER = -(1 << 20)
"""A step long before the epoch."""


class BooleanService(Protocol):
    """One mission."""

    def values(self, availability: Availability) -> FloatArray:
        """Service from the epoch to the end of the run, shape (regions, beneficiaries, steps)."""
        ...


class Status:
    """What is left of some functions at every step of the run."""

    def __init__(self, functions: Sequence[Function], coalition: Coalition, n_steps: int) -> None:
        """Remember where each function stands, and whether it exists.

        Args:
            functions: assets and their functions; an empty name stands for the asset as a whole.
            coalition: who is in.
            n_steps: number of steps.
        """
        fleet = coalition.scenario.fleet
        self.n_steps = n_steps
        self.functions = tuple(functions)
        self.exists = np.array(
            [coalition.exists(asset, name if name and asset in fleet else None) for asset, name in functions],
            dtype=np.bool_,
        )

    def factors(self, outages: Iterable[Outage]) -> FloatArray:
        """What is left, 0 to 1, shape (steps, functions); the smallest factor holds."""
        factors = np.ones((self.n_steps, len(self.functions)))
        factors[:, ~self.exists] = 0.0
        for outage in outages:
            span = slice(_step(outage.start_s), None if outage.end_s is None else _step(outage.end_s))
            for place, (asset, name) in enumerate(self.functions):
                if asset == outage.asset and outage.function in (None, name):
                    np.minimum(factors[span, place], outage.factor, out=factors[span, place])
        return factors

    def up(self, outages: Iterable[Outage]) -> BoolArray:
        """Whether anything is left, shape (steps, functions)."""
        return self.factors(outages) > 0.0


def _step(t_s: float) -> int:
    """The first step that begins at a time or later."""
    return math.ceil(t_s / SERVICE_STEP_S)


def functions_of(payloads: Sequence[CarriedPayload], gateways: Sequence[SiteGateway]) -> list[Function]:
    """All payloads, then all gateways, as functions with a status."""
    return [(item.satellite, item.name) for item in payloads] + [(gate.site, gate.name) for gate in gateways]


def in_contact(sight: BoolArray, gateways_up: BoolArray) -> BoolArray:
    """Whether each payload sees a working gateway that it may use, shape (steps, payloads).

    Args:
        sight: gateways in view that a payload may use, shape (steps, payloads, gateways).
        gateways_up: shape (steps, gateways).
    """
    return np.asarray((sight & gateways_up[:, None, :]).any(axis=2))


def latest(happens: BoolArray) -> StepArray:
    """The last step up to each step in which something happened, NEVER before the first, shape as given."""
    steps = np.arange(len(happens), dtype=np.int32).reshape(-1, *([1] * (happens.ndim - 1)))
    return np.maximum.accumulate(np.where(happens, steps, np.int32(NEVER)), axis=0)


def delayed(known: StepArray, steps: int) -> StepArray:
    """The same some steps later, NEVER before."""
    later = np.full_like(known, NEVER)
    later[steps:] = known[: max(0, len(known) - steps)]
    return later


def groups_of(rights: BoolArray) -> tuple[BoolArray, IntArray]:
    """Distinct rows, and the row that each belongs to: nations with the same rights are worked out once."""
    rows, group = np.unique(rights, axis=0, return_inverse=True)
    return rows, group.reshape(-1)


def region_means(values: FloatArray, spans: Sequence[slice]) -> FloatArray:
    """Means over the points of each region: (steps, points) to (regions, steps)."""
    return np.stack([values[:, span].mean(axis=1) for span in spans])
