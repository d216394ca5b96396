"""The event list of an exercise (MSEL), flat: every phase and inject, who saw it, what they decided, what it did."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wargame.analysis.names import Names, clock
from wargame.analysis.review.consequences import Consequences, aftermath_sentence
from wargame.analysis.sentences import sentence
from wargame.analysis.typography import share
from wargame.events import (
    AttackDecided,
    AttributionFormed,
    BeliefMoved,
    Event,
    InjectFired,
    InquiryOpened,
    MessageGiven,
    OptionsWeighed,
    PhaseChanged,
    ResponseDecided,
    ResponseDeclined,
    RestraintChosen,
    SignalObserved,
    SignalReleased,
)
from wargame.scenario import Scenario
from wargame.scenario.clock import AttackInject, Demonstration, Outage

KINDS = {
    "demonstration": "demonstration",
    "outage": "failure or nature",
    "attack": "attack by the white cell",
    "training": "training",
    "off_ramp": "way out",
    "step_down": "step-down",
    "phase_change": "change of phase",
    "message": "message",
    "umpire": "umpire's ruling",
}


EVERYBODY = "Everybody"


@dataclass(frozen=True, slots=True)
class Item:
    """A row of the event list.

    Attributes:
        clock, name, kind, text: when, what it is called, what it is, what was told.
        expected: what the designer expected of the players; empty where the scenario says nothing.
        saw, decided, did: who saw it, what they decided, what it did.
        event: the id to go on from; empty where it did not happen.
    """

    t_s: int
    clock: str
    name: str
    kind: str
    text: str
    expected: str
    saw: str
    decided: str
    did: str
    event: str


def event_list(found: Consequences, names: Names) -> list[Item]:
    """Every phase and every inject of the scenario in order of time, those that did not take place included."""
    scenario = found.record.scenario
    fired = {one.inject: one for one in found.record.events if isinstance(one, InjectFired)}
    items = [
        _phase(one, found, names)
        for one in found.record.events
        if isinstance(one, PhaseChanged) and one.cause is None
    ]
    for key, inject in scenario.injects.items():
        items.append(_item(key, inject.kind, fired.get(key), found, names))
    return sorted(items, key=lambda item: (item.t_s, item.name))


def _phase(event: PhaseChanged, found: Consequences, names: Names) -> Item:
    return Item(
        event.t_s,
        clock(event.t_s),
        event.phase.replace("_", "-"),
        "phase",
        sentence(event, names),
        "",
        EVERYBODY,
        _next_move(event, found.record.scenario.adversaries, found, names),
        "Commitments, disclosure and pressure are those of this phase from now on.",
        event.id,
    )


def _item(key: str, kind: str, event: InjectFired | None, found: Consequences, names: Names) -> Item:
    inject = found.record.scenario.injects[key]
    at_s = round(inject.at_h * 3600)
    text = getattr(inject, "text", None) or inject.note or ""
    expected = getattr(inject, "expected", None) or ""
    if event is None:
        return Item(
            at_s, clock(at_s), key, KINDS.get(kind, kind), text, expected, "", "", "Not in this run.", ""
        )
    return Item(
        event.t_s,
        clock(event.t_s),
        key,
        KINDS.get(kind, kind),
        text,
        expected,
        _saw(event, found, names),
        _decided(event, found, names),
        _did(event, found, names),
        event.id,
    )


def _saw(event: InjectFired, found: Consequences, names: Names) -> str:
    """Who saw an inject: whom it was told, and whose sensors reported it."""
    scenario, inject = found.record.scenario, found.record.scenario.injects[event.inject]
    after = found.after(event)
    told = [one for one in after if isinstance(one, MessageGiven)]
    if told:
        given = told[0].recipients
        return EVERYBODY if given == "everybody" else names.together(given.split(","))
    if isinstance(inject, Demonstration):
        return f"{EVERYBODY}; {_adversaries(scenario, names)} with visibility {inject.visibility:g}"
    if isinstance(inject, Outage | AttackInject):
        keys = _asked_or_heard(after)
        whose = scenario.owner_of(inject.asset) if isinstance(inject, Outage) else None
        keys |= {whose} if whose else set()
        return names.together(keys) if keys else "No government"
    return "The white cell" if inject.kind == "umpire" else EVERYBODY


def _adversaries_that_saw(event: InjectFired, found: Consequences) -> list[str]:
    """The adversaries that learn of an inject at once: all of what everybody sees, else those whom it was told."""
    scenario, inject = found.record.scenario, found.record.scenario.injects[event.inject]
    told = [one for one in found.after(event) if isinstance(one, MessageGiven)]
    if told:
        given = told[0].recipients
        return [key for key in scenario.adversaries if given == "everybody" or key in given.split(",")]
    if isinstance(inject, Demonstration):
        return list(scenario.adversaries) if inject.visibility > 0 else []
    if isinstance(inject, Outage | AttackInject) or inject.kind == "umpire":
        return []
    return list(scenario.adversaries)


def _adversaries(scenario: Scenario, names: Names) -> str:
    return names.together(scenario.adversaries) if scenario.adversaries else "no adversary"


def _asked_or_heard(after: list[Event]) -> set[str]:
    asked = {one.government for one in after if isinstance(one, InquiryOpened)}
    saw = {one.owner for one in after if isinstance(one, SignalObserved) and one.report != "none"}
    return asked | saw | {one.recipient for one in after if isinstance(one, SignalReleased)}


def _decided(event: InjectFired, found: Consequences, names: Names) -> str:
    """What governments decided about an inject; where none did, what adversaries that saw it did at their next move."""
    after = found.after(event)
    acts = [one for one in after if isinstance(one, ResponseDecided)]
    declined = {one.government: one for one in after if isinstance(one, ResponseDeclined)}
    parts = [sentence(one, names) for one in acts]
    posteriors: Mapping[str, float] = {
        one.government: one.posterior for one in after if isinstance(one, AttributionFormed)
    }
    if declined:
        told = ", ".join(
            f"{names(key)}{f' (posterior {share(posteriors[key])})' if key in posteriors else ''}"
            for key in names.in_order(declined)
        )
        parts.append(f"No answer by {told}.")
    return " ".join(parts) or _next_move(event, _adversaries_that_saw(event, found), found, names)


def _next_move(event: Event, actors: Iterable[str], found: Consequences, names: Names) -> str:
    """What each of these adversaries decided when it next weighed its options."""
    parts = []
    for actor in names.in_order(actors):
        weighed = next(
            (
                one
                for one in found.record.events
                if isinstance(one, OptionsWeighed) and one.actor == actor and one.seq > event.seq
            ),
            None,
        )
        if weighed is None:
            continue
        chosen = next(
            (
                one
                for one in found.record.events
                if isinstance(one, AttackDecided | RestraintChosen) and one.cause == weighed.id
            ),
            None,
        )
        if chosen is not None:
            did, gap = "holds back", chosen.gap
            if isinstance(chosen, AttackDecided):
                did, gap = f"attacks ({names.option(chosen.option)})", chosen.own_gap
            parts.append(f"{names(actor)} at {clock(weighed.t_s)}: {did}, gap {gap:+.3f}.")
    return " ".join(parts)


def _did(event: InjectFired, found: Consequences, names: Names) -> str:
    after = found.of(event)
    if after.any:
        return aftermath_sentence(after, names)
    told = [
        sentence(one, names) for one in found.after(event) if not isinstance(one, BeliefMoved | MessageGiven)
    ]
    return " ".join(told[:2]) or "Nothing that the record traces back to it."
