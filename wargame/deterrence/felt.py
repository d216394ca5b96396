"""What Red takes an attack to do to services, out of what the effect says that it does."""

from collections.abc import Iterable
from typing import TypeAlias

from wargame.availability import Jammer, Outage
from wargame.coalition import Coalition
from wargame.deterrence.weighing import EXACT
from wargame.game.consequences import Consequence, Degraded, Jammed, Lost
from wargame.knowing.training import restored_after_s

Felt: TypeAlias = Outage | Jammer
"""What an attack takes away: a function that stops, or receivers that hear a jammer."""


def _expected(factor: float, p: float) -> float:
    """What is left on the average of something that is hit with a chance of its own, among many that are.

    Exact where service is linear in what is left; where a service needs the whole of an asset, it says too little.
    """
    return round(1.0 - p * (1.0 - factor), EXACT)


def without_outlasted(felt: Iterable[Felt]) -> tuple[Felt, ...]:
    """What counts of all that is felt: no outage while another of the function takes as much and lasts as long.

    Where outages of one function overlap the smallest factor holds, so whoever looks ahead need not tell them apart.
    """
    told = tuple(dict.fromkeys(felt))
    alike: dict[tuple[str, str | None], list[Outage]] = {}
    for item in told:
        if isinstance(item, Outage):
            alike.setdefault((item.asset, item.function), []).append(item)
    return tuple(
        item
        for item in told
        if not isinstance(item, Outage)
        or not any(_outlasts(other, item) for other in alike[item.asset, item.function] if other is not item)
    )


def _outlasts(one: Outage, other: Outage) -> bool:
    """Whether one outage leaves no more than another of the same function whenever that one is there."""
    lasts = one.end_s is None or (other.end_s is not None and other.end_s <= one.end_s)
    return one.factor <= other.factor and one.start_s <= other.start_s and lasts


def felt_of(coalition: Coalition, item: Consequence, effect_s: int) -> Felt | None:
    """What a consequence takes away and for how long; None for what takes away no service."""
    if isinstance(item, Lost):
        return Outage(item.asset, None, _expected(0.0, item.p), effect_s, None)
    if isinstance(item, Degraded):
        start_s = effect_s + item.delay_s
        lasts_s = restored_after_s(coalition, item.asset, item.duration_s, effect_s)
        end_s = None if lasts_s is None else start_s + lasts_s
        return Outage(item.asset, item.function, _expected(item.factor, item.p), start_s, end_s)
    if isinstance(item, Jammed):
        return Jammer(
            effect_s,
            item.latitude_deg,
            item.longitude_deg,
            item.antenna_height_m,
            item.eirp_dbw,
            effect_s + item.duration_s,
            item.spoofs,
        )
    return None
