"""How the events of one record are told one after the other: nothing twice, and in short what was said before.

`sentences` says an event by itself, as `wargame explain` needs it; a story says it after those before it.
"""

from collections.abc import Iterable, Sequence

from wargame.analysis.names import Names, clock
from wargame.analysis.sentences import decision_in_short, sentence
from wargame.events import (
    AttackDecided,
    Event,
    InjectFired,
    OrderGiven,
    ResponseDecided,
    ResponseDeclined,
    ServiceCrossed,
    order_hour_s,
)
from wargame.record import Record

BY_PEOPLE = "a cell of people "
"""How the reasons of decisions begin that people took in place of a government."""


class Teller:
    """What a story tells of a record, and in which words."""

    def __init__(self, record: Record, names: Names) -> None:
        """Looks at a record: which decision of each adversary comes first, and what every inject brings about."""
        self._names = names
        self._record = record
        self._first: dict[str, str] = {}
        self._brought: dict[str, list[Event]] = {}
        for event in record.events:
            if isinstance(event, AttackDecided):
                self._first.setdefault(event.actor, event.id)
            if event.cause is not None:
                self._brought.setdefault(event.cause, []).append(event)

    def events(self, kinds: Iterable[str]) -> list[Event]:
        """The events that a story tells beside losses of services: those of some kinds, and what people decided.

        An inject stands with what it brings about where that is told, not twice; an order is told where no weighing
        stands behind it.
        """
        wanted = frozenset(kinds) - {ServiceCrossed.kind}
        return [event for event in self._record.events if self._is_told(event, wanted)]

    def _is_told(self, event: Event, wanted: frozenset[str]) -> bool:
        if isinstance(event, InjectFired):
            return event.kind in wanted and not any(self._is_told(one, wanted) for one in self._after(event))
        if isinstance(event, OrderGiven):
            cause = self._record.by_id.get(event.cause or "")
            return AttackDecided.kind in wanted and not isinstance(cause, AttackDecided)
        if isinstance(event, ResponseDeclined):
            return ResponseDecided.kind in wanted and event.reason.startswith(BY_PEOPLE)
        return event.kind in wanted

    def _after(self, event: Event) -> Sequence[Event]:
        return self._brought.get(event.id, ())

    def __call__(self, event: Event) -> str:
        """The event's sentence in its place of the story."""
        if isinstance(event, AttackDecided) and self._first[event.actor] != event.id:
            return decision_in_short(event, self._names)
        words = sentence(event, self._names)
        if isinstance(event, ResponseDecided):
            rule = str((event.card or {}).get("rule", ""))
            return f"{words} {_by_people(rule)}" if rule.startswith(BY_PEOPLE) else words
        if isinstance(event, OrderGiven) and order_hour_s(event.order) > event.t_s:
            words = f"{words.removesuffix('.')} for {clock(order_hour_s(event.order))}."
        return self._injected(event, words)

    def _injected(self, event: Event, words: str) -> str:
        """The words, after those of the inject that brought the event about first of all."""
        inject = self._record.by_id.get(event.cause or "")
        if not isinstance(inject, InjectFired) or self._after(inject)[0] is not event:
            return words
        note = f"{inject.note} " if inject.note and inject.note not in words else ""
        return f"Inject '{inject.inject}': {note}{words}"


def _by_people(rule: str) -> str:
    """`a cell of people decided: reason` as a sentence."""
    return f"{rule[:1].upper()}{rule[1:]}{'' if rule.endswith(('.', '!', '?')) else '.'}"
