"""How long a government takes to decide and to act in a coalition, and how long a report travels between two.

One place for both sides: governments decide by it, and Red reckons with it. Liaison, common doctrine and combined C2
count only while another party of the agreement is inside; several agreements of one kind do not multiply, the smallest
factor holds. Source: ours (docs/method.md, section 6); that procedures and posts in common shorten decisions is what
such agreements are for, by how much is a judgement with a range.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from wargame.coalition import Coalition
from wargame.game.effect import Modifier
from wargame.scenario import Phase
from wargame.scenario.agreements import CollectiveResponse
from wargame.scenario.politics import DisclosureRow


@dataclass(frozen=True, slots=True)
class Delay:
    """How long a government takes after an attack, and what that is made of.

    Attributes:
        decision_h: hours from the attack to its decision; reports that come later do not count.
        action_h: hours from the decision until the action is felt.
        modifiers: every number that entered, with its name and source.
    """

    decision_h: float
    action_h: float
    modifiers: tuple[Modifier, ...]

    @property
    def total_d(self) -> float:
        """Days from the attack until the action is felt: d_g."""
        return (self.decision_h + self.action_h) / 24.0

    def as_rows(self) -> list[dict[str, Any]]:
        """The modifiers as plain values for an explain card."""
        return rows(self.modifiers)


def rows(modifiers: tuple[Modifier, ...]) -> list[dict[str, Any]]:
    """Modifiers as plain values for an explain card (`Any`: JSON)."""
    return [{"name": item.name, "value": item.value, "source": item.source} for item in modifiers]


Found = TypeVar("Found")

MOST_KNOWN = 4096
"""So many delays are remembered before all are forgotten."""

_KNOWN: dict[tuple[object, ...], Any] = {}
"""Delays and latencies by the content of what they depend on (`Any`: either). A coalition for a key would keep its
whole scenario alive, and a worker of a study meets thousands of scenarios."""


def _remembered(
    coalition: Coalition, actor: str, phase: Phase, work_out: Callable[[Coalition, str, Phase], Found]
) -> Found:
    """What a function makes of a coalition, an actor and a phase, worked out once."""
    name = work_out, coalition.scenario.hash, coalition.key, actor, phase
    if name not in _KNOWN:
        if len(_KNOWN) >= MOST_KNOWN:
            _KNOWN.clear()
        _KNOWN[name] = work_out(coalition, actor, phase)
    found: Found = _KNOWN[name]
    return found


def decision_delay(coalition: Coalition, government: str, phase: Phase) -> Delay:
    """The effective delay of a government inside a coalition, hours, with its factors.

    decision = national * doctrine * liaison + consensus * combined C2; action = national * combined C2. The consensus
    part is that of the clause with the most hours: holders of several are asked at the same time.

    Source: ours (docs/method.md, section 6).
    """
    return _remembered(coalition, government, phase, _decision_delay)


def _decision_delay(coalition: Coalition, government: str, phase: Phase) -> Delay:
    block = coalition.scenario.governments[government]
    used = [Modifier("national_delay_h", block.decision_delay_h, "judgement")]
    decision_h = block.decision_delay_h
    for kind, name in (("doctrine", "doctrine_delay_factor"), ("liaison", "liaison_delay_factor")):
        decision_h *= _factor(coalition, government, kind, "delay_factor", name, phase, used)
    consensus_h, clause = _consensus_h(coalition, government)
    if consensus_h > 0.0:
        used.append(Modifier("consensus_h", consensus_h, f"agreement '{clause}'"))
        decision_h += consensus_h * _factor(
            coalition, government, "combined_c2", "consensus_factor", "c2_consensus_factor", phase, used
        )
    action_h = block.action_delay_h
    if action_h > 0.0:
        used.append(Modifier("national_action_h", action_h, "judgement"))
        action_h *= _factor(
            coalition, government, "combined_c2", "action_factor", "c2_action_factor", phase, used
        )
    return Delay(decision_h, action_h, tuple(used))


def _factor(
    coalition: Coalition,
    government: str,
    kind: str,
    field: str,
    name: str,
    phase: Phase,
    used: list[Modifier],
) -> float:
    """The smallest factor of a kind of agreement that holds, noted in `used`; 1 without one."""
    agreements = coalition.scenario.agreements
    held = [
        (getattr(agreements[key], field).at(phase), key)
        for key in sorted(coalition.partners(government, kind))
    ]
    if not held:
        return 1.0
    value, key = min(held)
    used.append(Modifier(name, value, f"agreement '{key}'"))
    return float(value)


def _consensus_h(coalition: Coalition, government: str) -> tuple[float, str]:
    """Hours that asking the other holders of a collective clause takes, and the clause."""
    found = [(0.0, "")]
    for key, others in sorted(coalition.partners(government, "collective_response").items()):
        clause = coalition.scenario.agreements[key]
        assert isinstance(clause, CollectiveResponse)
        found.append((clause.consensus_h * len(others), key))
    return max(found)


def release_latency_h(
    coalition: Coalition, giver: str, recipient: str, row: DisclosureRow, phase: Phase
) -> float:
    """Hours from a report to its release to another government: the row's, less what liaison between the two saves."""
    return row.latency_h.at(phase) * _remembered(coalition, giver, phase, _liaison_latency).get(
        recipient, 1.0
    )


def _liaison_latency(coalition: Coalition, giver: str, phase: Phase) -> Mapping[str, float]:
    """What is left of a latency, by the other party of a liaison with `giver`."""
    found: dict[str, float] = {}
    for key, others in sorted(coalition.partners(giver, "liaison").items()):
        factor = getattr(coalition.scenario.agreements[key], "latency_factor").at(phase)  # noqa: B009 one kind of many
        found |= {other: min(factor, found.get(other, 1.0)) for other in others}
    return found
