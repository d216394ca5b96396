"""Sentences for what governments see, are told, conclude and do, and for what leaks."""

from collections.abc import Callable, Mapping
from typing import Any

from wargame.analysis.names import Names, clock
from wargame.analysis.typography import share
from wargame.events import (
    AttributionFormed,
    InquiryOpened,
    LeakCountered,
    LeakOccurred,
    ResponseDecided,
    ResponseDeclined,
    SignalObserved,
    SignalReleased,
    VoteCalled,
    VoteTaken,
)

_REPORTS = {
    "none": "reports nothing",
    "detected": "detects the attack but cannot name its author",
    "identified": "detects the attack and names its author",
}
_FALSE_REPORTS = {
    "none": "reports no attack, and there was none",
    "detected": "reports an attack where there was none and names nobody",
    "identified": "reports an attack where there was none and names {named}",
}
_FAILURE = "outage:"
"""How the names of orders and engagements begin that were none: failures of which governments asked who did it."""


def _observed(e: SignalObserved, n: Names) -> str:
    where = f"{n(e.owner)}'s sensor {n.whereabouts(e.sensor.partition('.')[0])}"
    if e.engagement.startswith(_FAILURE):
        return f"{where} {_FALSE_REPORTS[e.report].format(named=n(e.named or ''))}."
    if e.report == "identified" and len(n.adversaries) > 1:
        return f"{where} detects the attack and names {n(e.named or '')} as its author."
    return f"{where} {_REPORTS[e.report]}."


def _released(e: SignalReleased, n: Names) -> str:
    site = n(e.sensor.partition(".")[0])
    return f"The report from {site} is released to {n(e.recipient)}; it arrives at {clock(e.arrives_s)}."


def _leaked(e: LeakOccurred, n: Names) -> str:
    learned = f"its adversaries learn of {n.several(e.learned)} and" if e.learned else "its adversaries"
    return (
        f"What {n(e.giver)} released to {n(e.recipient)} leaks: {learned} strike what it owns with "
        f"{e.success_factor:g} times the chance until {clock(e.countered_s)}."
    )


def _countered(e: LeakCountered, n: Names) -> str:
    return f"{n(e.giver)} has countered a leak."


def _inquiry(e: InquiryOpened, n: Names) -> str:
    return f"{n(e.government)} asks who did it ({e.standing}); it will decide at {clock(e.due_s)}."


def _attribution(e: AttributionFormed, n: Names) -> str:
    against = "reaches" if e.posterior >= e.cut_off else "stays below"
    return (
        f"{n(e.government)}'s posterior that {n(e.accused)} did it is {share(e.posterior, 3)}, which {against} its "
        f"cut-off of {e.cut_off:.3f}."
    )


def _response(e: ResponseDecided, n: Names) -> str:
    if e.order.startswith(_FAILURE):
        what = f"a failure that was nobody's doing ({e.order.removeprefix(_FAILURE)})"
    else:
        what = "the attack on " + n.several(tuple(e.order.rpartition(":")[2].split("+")))
        what += ", which was not its doing" if e.wrong else ""
    step = f" with {e.step}" if e.step else ""
    return (
        f"{n(e.government)} answers {n(e.against)}{step} for {what} (severity {e.severity:g}, weight after "
        f"the delay {e.weight:.2f})."
    )


def _declined(e: ResponseDeclined, n: Names) -> str:
    return f"{n(e.government)} does not answer: {e.reason.rstrip('.')}."


def _called(e: VoteCalled, n: Names) -> str:
    return f"{_listed(n, e.voters)} decide together ({e.rule}); they vote at {clock(e.due_s)}."


def _voted(e: VoteTaken, n: Names) -> str:
    found = "carries" if e.carried else "fails"
    who = f" ({_listed(n, e.in_favour)})" if e.in_favour else ""
    return (
        f"The vote on an answer {found}: {len(e.in_favour)} of {len(e.voters)} in favour{who}, {e.needed} needed "
        f"({e.rule})."
    )


def _listed(n: Names, keys: tuple[str, ...]) -> str:
    return ", ".join(n(key) for key in n.in_order(keys))


SENTENCES: Mapping[str, Callable[[Any, Names], str]] = {
    "signal.observed": _observed,
    "signal.released": _released,
    "leak.occurred": _leaked,
    "leak.countered": _countered,
    "inquiry.opened": _inquiry,
    "attribution.formed": _attribution,
    "vote.called": _called,
    "vote.taken": _voted,
    "response.decided": _response,
    "response.declined": _declined,
}
"""The sentence of every kind of event told here."""
