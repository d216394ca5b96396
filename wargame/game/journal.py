"""The one way in which anything happens: an event is named, written down and applied to the world, in that order."""

from collections import Counter
from typing import TypeVar

from wargame.events import Event
from wargame.game.agenda import Agenda
from wargame.world import World

E = TypeVar("E", bound=Event)


class Journal:
    """The events of a run in the order in which they happened.

    Args:
        world: changed by every event that is emitted.
        agenda: receives what an event sets going.
        keep_cards: False in lean runs, which write down no cards, option tables or observations.
    """

    __slots__ = ("_agenda", "_ordinals", "events", "keep_cards", "world")

    def __init__(self, world: World, agenda: Agenda, keep_cards: bool) -> None:
        """See the class."""
        self.world = world
        self.keep_cards = keep_cards
        self.events: list[Event] = []
        self._agenda = agenda
        self._ordinals: Counter[str] = Counter()

    def emit(self, event: E) -> E:
        """Gives the event its identity, writes it down, changes the world and queues what it sets going."""
        stem = event.stem
        ordinal = self._ordinals[stem]
        self._ordinals[stem] += 1
        event.name(f"{stem}#{ordinal}" if ordinal else stem, len(self.events))
        self.events.append(event)
        self.world.apply(event)
        for pending in (self.world.pending.get(event.id), self.world.prompts.get(event.id)):
            if pending is not None and pending.cause == event.id:
                self._agenda.add(pending.due_s, pending.what, pending.about, pending.cause)
        return event
