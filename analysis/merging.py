"""One line for what happens to several at the same second: governments that answer, users whose terminals fail.

The record holds an event for each; a reader wants one sentence.
"""

from collections.abc import Callable, Hashable, Sequence

from wargame.analysis.names import Names, capital
from wargame.analysis.sentences import sentence
from wargame.events import AssetDegraded, Event, ResponseDecided
from wargame.scenario import Scenario


def merged(
    events: Sequence[Event], scenario: Scenario, names: Names, say: Callable[[Event], str] | None = None
) -> list[tuple[Event, str]]:
    """The events in their order, each with its sentence; those that say the same of several stand once, with the first.

    Args:
        events: in order of time.
        scenario: whose groups of users are merged by region.
        names: what people call things.
        say: the sentence of an event in its story; the event by itself when left out.
    """
    say = say or (lambda event: sentence(event, names))
    groups: dict[Hashable, list[Event]] = {}
    for event in events:
        groups.setdefault(_likeness(event, scenario), []).append(event)
    return [(group[0], _sentence(group, scenario, names, say)) for group in groups.values()]


def _likeness(event: Event, scenario: Scenario) -> Hashable:
    """What events have in common that make one sentence; its own id for one that stands alone."""
    if isinstance(event, ResponseDecided):
        rule = (event.card or {}).get("rule")  # people say why they answer, and each cell says it for itself
        answer = (event.order, event.against, event.severity, event.weight, event.step, event.wrong, rule)
        return (event.kind, event.t_s, answer)
    if isinstance(event, AssetDegraded) and event.asset in scenario.users:
        span = (event.function, event.factor, event.from_s, event.until_s)
        return (event.kind, event.t_s, scenario.users[event.asset].region, span)
    return event.id


def _sentence(group: Sequence[Event], scenario: Scenario, names: Names, say: Callable[[Event], str]) -> str:
    first = group[0]
    words = say(first)
    if len(group) == 1:
        return words
    if isinstance(first, ResponseDecided):
        who = {event.government for event in group if isinstance(event, ResponseDecided)}
        return words.replace(f"{names(first.government)} answers", f"{names.together(who)} answer", 1)
    assert isinstance(first, AssetDegraded)  # nothing else is merged
    who = {scenario.users[event.asset].nation for event in group if isinstance(event, AssetDegraded)}
    region = scenario.users[first.asset].region
    return words.replace(
        capital(names(first.asset)), f"Terminals of {names.together(who)} in {names(region)}", 1
    )
