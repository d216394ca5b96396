"""What an adversary has seen of the state of others' assets: late, and not at every look.

A change of state can be seen from `delay_h` after it; then the adversary looks once a move, and each look shows the
change with the probability `p_sees`. An outage that was seen counts until its end has been seen in the same way: past
its known end it is taken to last until the next look. Every look is a keyed draw of its own, so what was seen stays
seen. With no delay and p_sees 1 the picture is the truth.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from wargame.draws import Draws
from wargame.events import AssetDegraded, AssetRestored, Event, ReceiversJammed
from wargame.scenario.evidence import Assessment


@dataclass(frozen=True, slots=True)
class Perception:
    """How one adversary sees the state of assets.

    Attributes:
        actor: the adversary.
        assessment: how late and how surely it sees.
        look_s: seconds between two looks.
        draws: the chances of this replicate.
    """

    actor: str
    assessment: Assessment
    look_s: int
    draws: Draws

    def statuses(self, events: Sequence[Event], t_s: int) -> list[Event]:
        """The changes of state that the adversary believes in at `t_s`, of all that have happened, in their order."""
        if self.assessment.delay_h == 0.0 and self.assessment.p_sees == 1.0:
            return list(events)
        return list(self._believed(events, t_s))

    def _believed(self, events: Sequence[Event], t_s: int) -> Iterator[Event]:
        ended_s = {event.cause: event.t_s for event in events if isinstance(event, AssetRestored)}
        for event in events:
            if isinstance(event, AssetRestored):
                continue  # its degradation is told here, with the end that the adversary believes in
            if not self._has_seen(event.id, "change", _begins_s(event), t_s):
                continue
            if not isinstance(event, AssetDegraded | ReceiversJammed):
                yield event
                continue
            end_s = ended_s.get(event.id, event.until_s)
            if end_s is None or end_s > t_s:
                yield event
            elif not self._has_seen(event.id, "end", end_s, t_s):
                yield replace(event, until_s=t_s + self.look_s)

    def _has_seen(self, event: str, what: str, happened_s: int, t_s: int) -> bool:
        """Whether a look until `t_s` has shown something; the first falls on `delay_h` after it, then one a move."""
        p_sees, look_s = self.assessment.p_sees, self.look_s
        first_s = happened_s + round(self.assessment.delay_h * 3600)
        if p_sees >= 1.0:
            return first_s <= t_s
        return any(
            self.draws.chance(p_sees, "assessment.sees", self.actor, event, what, at_s)
            for at_s in range(first_s, t_s + 1, look_s)
        )


def _begins_s(event: Event) -> int:
    """When a change of state can first be seen: a later pass of a campaign begins after it was decided."""
    later_s = event.from_s if isinstance(event, AssetDegraded) else None
    return event.t_s if later_s is None else later_s
