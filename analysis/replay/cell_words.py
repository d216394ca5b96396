"""Sentences for cells: without ends, reasons, draws, another's parameters, the truth, and what would have been.

A failure that nobody caused reads like an attack where governments ask, report and answer: to them it may be one.
"""

from collections.abc import Callable, Mapping
from typing import Any

from wargame.analysis.names import FAILURE_OF, MISSION_NAMES, Names, capital, clock, mission_name
from wargame.analysis.sentences import below
from wargame.analysis.typography import share
from wargame.events import (
    FAILURE,
    AssetDegraded,
    AttributionFormed,
    EngagementResolved,
    InjectFired,
    InquiryOpened,
    ReceiversFreed,
    ReceiversJammed,
    ResponseDecided,
    ResponseDeclined,
    ServiceCrossed,
    SignalObserved,
)
from wargame.scenario import Scenario


def _inject(e: InjectFired, n: Names, s: Scenario) -> str:
    return e.note or ""


def _resolved(e: EngagementResolved, n: Names, s: Scenario) -> str:
    done = "fails" if e.outcome == FAILURE else "succeeds"
    return f"The attack on {n(e.target)} ({e.effect.replace('_', ' ')}) {done}."


def _degraded(e: AssetDegraded, n: Names, s: Scenario) -> str:
    part = "" if e.function is None else f" ({MISSION_NAMES.get(e.function, e.function)})"
    works, is_out = ("work", "are") if n.is_many(e.asset) else ("works", "is")
    how = f"{works} at {e.factor:.0%}" if e.factor > 0 else f"{is_out} out of action"
    return f"{capital(n(e.asset))}{part} {how}."


def _jammed(e: ReceiversJammed, n: Names, s: Scenario) -> str:
    return f"Navigation receivers in {n(e.place)} are {'deceived' if e.spoofs else 'jammed'}."


def _freed(e: ReceiversFreed, n: Names, s: Scenario) -> str:
    return f"Navigation receivers in {n(e.place)} are free of the transmitter."


def _crossed(e: ServiceCrossed, n: Names, s: Scenario) -> str:
    mission = mission_name(e.mission).capitalize()
    if e.direction == "lost":
        return f"{mission} is lost to {n.place(e.place)}: {below(e.service, e.threshold)}, below {e.threshold:g}."
    return f"{mission} is back for {n.place(e.place)}: {e.service:.2f}."


def _observed(e: SignalObserved, n: Names, s: Scenario) -> str:
    where = f"{n(e.owner)}'s sensor {n.whereabouts(e.sensor.partition('.')[0])}"
    if e.report != "identified":
        return f"{where} reports an attack and names nobody."
    named = e.named or next(iter(s.adversaries), "")
    return f"{where} reports an attack and names {n(named)}."


def _answered(e: ResponseDecided, n: Names, s: Scenario) -> str:
    step = f" with {e.step}" if e.step else ""
    return (
        f"{n(e.government)} answers {n(e.against)}{step} for the attack on {n.several(_struck(e.order, s))}."
    )


def _struck(order: str, s: Scenario) -> tuple[str, ...]:
    """What an order struck, or a failure that may have looked like one."""
    if not order.startswith(FAILURE_OF):
        return tuple(order.rpartition(":")[2].split("+"))
    inject = s.injects.get(order.removeprefix(FAILURE_OF))
    return (str(getattr(inject, "asset", "")),)


def _asked(e: InquiryOpened, n: Names, s: Scenario) -> str:
    """Which attack, or failure, it is about: the government knows what it has a stake in."""
    return (
        f"{n(e.government)} asks who is behind {_what(e.engagement, n, s)} ({e.standing}); it will decide at "
        f"{clock(e.due_s)}."
    )


def _what(matter: str, n: Names, s: Scenario) -> str:
    """What a government asks about: it knows what was struck, neither the order nor the weapon, nor that one was."""
    struck = _struck(matter, s)[0] if matter.startswith(FAILURE_OF) else matter.rpartition(">")[2]
    return f"what happened to {n(struck)}"


def _formed(e: AttributionFormed, n: Names, s: Scenario) -> str:
    against = "reaches" if e.posterior >= e.cut_off else "stays below"
    return (
        f"{n(e.government)}'s posterior that {n(e.accused)} is behind {_what(e.engagement, n, s)} is "
        f"{share(e.posterior, 3)}, which {against} its cut-off of {e.cut_off:.3f}."
    )


def _declined(e: ResponseDeclined, n: Names, s: Scenario) -> str:
    return f"{n(e.government)} does not answer {_what(e.engagement, n, s)}: {e.reason.rstrip('.')}."


def _withheld(e: Any, n: Names, s: Scenario) -> str:
    return f"{n(e.provider)} withholds its service from the coalition."


CELL_WORDS: Mapping[str, Callable[[Any, Names, Scenario], str]] = {
    "inject.fired": _inject,
    "engagement.resolved": _resolved,
    "asset.degraded": _degraded,
    "receivers.jammed": _jammed,
    "receivers.freed": _freed,
    "service.crossed": _crossed,
    "service.refused": _withheld,
    "inquiry.opened": _asked,
    "signal.observed": _observed,
    "attribution.formed": _formed,
    "response.decided": _answered,
    "response.declined": _declined,
}
"""The sentence of every kind of event whose own sentence tells more than a cell can know."""
