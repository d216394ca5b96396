"""Sentences about what follows an attack from the ground or from orbit: evasion, inspection, debris, replacement."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from wargame.events import (
    AssetInspected,
    AssetReplaced,
    DebrisCreated,
    DeltaVSpent,
    ReplacementDelayed,
    ReplacementFailed,
    ReplacementOrdered,
)

Called: TypeAlias = Callable[[str], str]
"""The display name of an id."""


def sentences(clock: Callable[[int], str]) -> Mapping[str, Callable[[Any, Any], str]]:
    """The sentence of every kind of event here; `clock` writes a time as people read it."""

    def _flown(e: DeltaVSpent, n: Called) -> str:
        if e.beside is not None:
            return (
                f"{n(e.asset)} flies to the side of {n(e.beside)}, where it is at {clock(e.from_s or 0)} "
                f"({e.spent:g} m/s, {e.left:g} left)."
            )
        return f"{n(e.asset)} is warned and gets out of the way ({e.spent:g} m/s, {e.left:g} left)."

    def _inspected(e: AssetInspected, n: Called) -> str:
        return f"{n(e.adversary)} has looked at {n(e.asset)} from close by and would know it among decoys."

    def _debris(e: DebrisCreated, n: Called) -> str:
        return (
            f"The break-up of {n(e.asset)} leaves about {e.fragments} fragments above 10 cm at {e.altitude_km:.0f} km "
            "(the model is good to a factor of 2 to 4)."
        )

    def _replacement(e: ReplacementOrdered, n: Called) -> str:
        return f"{n(e.provider)} makes a replacement for {n(e.asset)} ready for {clock(e.due_s)} ({e.left} left)."

    def _delayed(e: ReplacementDelayed, n: Called) -> str:
        return (
            f"The replacement for {n(e.asset)} waits for {n(e.provider)}'s launcher until {clock(e.due_s)}."
        )

    def _failed(e: ReplacementFailed, n: Called) -> str:
        down = f"; {n(e.provider)}'s launcher stands down until {clock(e.until_s)}" if e.until_s else ""
        return f"The replacement for {n(e.asset)} fails{down}."

    def _replaced(e: AssetReplaced, n: Called) -> str:
        return f"A new satellite of {n(e.provider)} serves in the place of {n(e.asset)}."

    return {
        "debris.created": _debris,
        "delta_v.spent": _flown,
        "asset.inspected": _inspected,
        "replacement.ordered": _replacement,
        "replacement.delayed": _delayed,
        "replacement.failed": _failed,
        "asset.replaced": _replaced,
    }
