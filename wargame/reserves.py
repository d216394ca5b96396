"""What defences and replacements have used up, and what adversaries have seen from close by: a fold over events."""

from dataclasses import dataclass, field

from wargame.events import (
    AssetInspected,
    AssetReplaced,
    DeltaVSpent,
    Event,
    ReplacementDelayed,
    ReplacementFailed,
    ReplacementOrdered,
)

RESERVES = tuple(
    cls.kind
    for cls in (DeltaVSpent, AssetInspected, ReplacementOrdered, ReplacementDelayed, ReplacementFailed)
)
"""Kinds of events that change nothing but the ledgers."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Where its latest approach has left a satellite, and what is gone of its propellant.

    Attributes:
        beside: the satellite at whose side it is, in the same orbit.
        from_s: from when on, seconds since the epoch.
        spent_m_s: velocity change spent so far, m/s.
    """

    beside: str
    from_s: int
    spent_m_s: float


@dataclass(slots=True)
class Reserves:
    """The ledgers of a game; only `apply` writes them."""

    delta_v_spent: dict[str, float] = field(default_factory=dict)
    """Velocity change that evasions and approaches have cost, m/s, by satellite."""
    visits: dict[str, Visit] = field(default_factory=dict)
    """Where approaches have left satellites that have flown one."""
    inspected: set[tuple[str, str]] = field(default_factory=set)
    """Which adversary can tell which satellite from its decoys."""
    replacements: dict[str, ReplacementOrdered | ReplacementDelayed] = field(default_factory=dict)
    """Replacements under way, by the id of their event."""
    copies_used: dict[str, int] = field(default_factory=dict)
    """Replacements made ready so far, by satellite or constellation."""
    stand_downs: dict[str, int] = field(default_factory=dict)
    """Until when a provider's launcher stands down after a failure."""

    def apply(self, event: Event) -> None:
        """Books what an event used up; a new satellite is full of propellant, and nobody has looked at it yet."""
        if isinstance(event, DeltaVSpent):
            spent = self.delta_v_spent.get(event.asset, 0.0)
            self.delta_v_spent[event.asset] = total = round(spent + event.spent, 6)
            if event.beside is not None and event.from_s is not None:
                self.visits[event.asset] = Visit(event.beside, event.from_s, total)
        elif isinstance(event, AssetInspected):
            self.inspected.add((event.adversary, event.asset))
        elif isinstance(event, AssetReplaced):
            self._arrived(event)
            self.delta_v_spent.pop(event.asset, None)
            self.visits.pop(event.asset, None)
            self.inspected = {pair for pair in self.inspected if pair[1] != event.asset}
        else:
            self._replacement(event)

    def _replacement(self, event: Event) -> None:
        self._arrived(event)
        if isinstance(event, ReplacementOrdered):
            self.copies_used[event.stock] = self.copies_used.get(event.stock, 0) + 1
        if isinstance(event, ReplacementOrdered | ReplacementDelayed):
            self.replacements[event.id] = event
        elif isinstance(event, ReplacementFailed) and event.until_s is not None:
            self.stand_downs[event.provider] = max(event.until_s, self.stand_downs.get(event.provider, 0))

    def _arrived(self, event: Event) -> None:
        if event.cause is not None:
            self.replacements.pop(event.cause, None)
