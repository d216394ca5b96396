"""The explain card that a class reads: one sentence with the numbers that decided, then the terms that are not zero.

The whole card, with every term, digit and source, stands behind it (`cards.card_lines`).
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from wargame.analysis.names import Names
from wargame.analysis.terms import term_line, term_word
from wargame.analysis.typography import LEAST, short_number
from wargame.events import FAILURE, AttackDecided, EngagementResolved, Event, ServiceCrossed

MOST_TERMS = 6
"""More terms than these stand with all the others."""
MOST_NAMES = 4

Card = Mapping[str, Any]
"""An explain card (`Any`: plain JSON values)."""

_LEFT_OUT = frozenset({"rule", "gap", "resolve", "p", "draw", "severity", "rung"})
"""Numbers that the sentence has told, or that no sum goes through."""


def short_card(event: Event, names: Names) -> list[str]:
    """The sentence, then the terms; empty where the event has no card."""
    card: Card | None = getattr(event, "card", None)
    if not card:
        return []
    lead = _LEADS[event.kind](event, card, names) if event.kind in _LEADS else ""
    terms = [*_TERMS.get(event.kind, _plain_terms)(card, names)]
    return [lead, *terms[:MOST_TERMS]]


# The sentence


def _attack(e: AttackDecided, card: Card, names: Names) -> str:
    gap, resolve = card["gap"], card["resolve"]
    whole = gap + resolve
    return (
        f"Its gap is {gap:+.3f}, its resolve {resolve:+.3f}: together {whole:+.3f}, "
        f"{'above' if whole > 0 else 'not above'} zero."
    )


def _resolved(e: EngagementResolved, card: Card, names: Names) -> str:
    if e.ruling is not None:
        return "The umpire has ruled so; no draw decided."
    if e.p >= 1.0:
        return "Nothing could stop it: its chance was 1."
    if e.outcome == FAILURE:
        return f"Its chance was {short_number(e.p)}; the draw, {short_number(e.draw)}, lies above it."
    return f"Its chance was {short_number(e.p)}; the draw, {short_number(e.draw)}, lies below it."


def _attribution(e: Event, card: Card, names: Names) -> str:
    sure, cut_off, heard = card["posterior"], card["cut_off"], len(card["reports"])
    told = "no report reached it" if heard == 0 else f"{heard} report{'' if heard == 1 else 's'} reached it"
    return (
        f"It suspected {short_number(card['prior'])} before any report, {told}, and it is sure to "
        f"{short_number(sure)}: {'enough' if sure >= cut_off else 'not enough'}, as it acts from "
        f"{short_number(cut_off)} on."
    )


def _answer(e: Event, card: Card, names: Names) -> str:
    if "draw" not in card or "commitment" not in card:
        return ""
    below = card["draw"] < card["commitment"]
    return (
        f"It is sure to {short_number(card['posterior'])} and acts from {short_number(card['cut_off'])} on; its "
        f"commitment is {short_number(card['commitment'])}, and the draw, {short_number(card['draw'])}, lies below "
        f"{'it' if below else 'what the terms here make of it'}."
    )


def _crossing(e: ServiceCrossed, card: Card, names: Names) -> str:
    """A value just below its threshold has the digits that show it."""
    window = short_number(card["window_h"])
    return (
        f"Over the last {window} h {_beside(e.service, e.threshold)} of what is needed was served; the threshold is "
        f"{e.threshold:g}, and without attacks it would have been {short_number(e.unattacked)}."
    )


def _beside(value: float, limit: float) -> str:
    """A value with as many digits as show on which side of a limit it lies."""
    short = short_number(value)
    return short if (float(short.removeprefix(">")) < limit) == (value < limit) else f"{value:.4f}"


def _sight(e: Event, card: Card, names: Names) -> str:
    """Rightly or falsely: whether it reported at all, then whether it named somebody."""
    rightly = "p_detect" in card
    words, seen = _tried(
        "of detecting it" if rightly else "of a false report",
        card["p_detect" if rightly else "p_false_alarm"],
        card["draw_detect"],
    )
    if not seen:
        return words
    more, _ = _tried(
        "of then naming its author" if rightly else "of then naming somebody",
        card["p_identify" if rightly else "p_false_identify"],
        card["draw_identify"],
    )
    return f"{words} {more}"


def _tried(what: str, p: float, draw: float) -> tuple[str, bool]:
    """A chance beside its draw in a sentence, and whether it came true."""
    true = draw < p
    side = "below" if true else "above"
    return f"Its chance {what} was {short_number(p)}; the draw, {short_number(draw)}, lies {side} it.", true


_LEADS: Mapping[str, Callable[[Any, Card, Names], str]] = {
    "attack.decided": _attack,
    "engagement.resolved": _resolved,
    "attribution.formed": _attribution,
    "response.decided": _answer,
    "service.crossed": _crossing,
    "signal.observed": _sight,
}


# The terms


def _weighed(card: Card, names: Names) -> Iterator[str]:
    """What it weighed of the option that it picked, the largest first; the sums stand with all terms."""
    parts = {
        key: value for key, value in card.get("terms", {}).items() if key not in ("cost", "utility", "worth")
    }
    for key, value in sorted(parts.items(), key=lambda item: (-abs(item[1]), item[0])):
        if abs(value) >= LEAST:
            yield f"{term_word(key)}: {short_number(value)} stakes"


def _modified(card: Card, names: Names) -> Iterator[str]:
    for item in card.get("modifiers", ()):
        if abs(item["value"]) >= LEAST:
            yield f"{term_line(item['name'], item['value'], names, short_number)} ({item['source']})"


def _reported(card: Card, names: Names) -> Iterator[str]:
    """The reports that weigh most."""
    rows = sorted(card["reports"], key=lambda row: (-abs(row["log_ratio"]), row["sensor"]))
    for row in rows:
        if abs(row["log_ratio"]) >= LEAST:
            side = "for it" if row["log_ratio"] > 0 else "against it"
            where = names(row["sensor"].partition(".")[0])
            yield f"the report of {where} weighs {short_number(abs(row['log_ratio']))} {side}"


def _out(card: Card, names: Names) -> Iterator[str]:
    things = dict.fromkeys(names(item.split("/")[1]) for item in card.get("out_of_action", ()) if "/" in item)
    shown, more = [*things][:MOST_NAMES], len(things) - MOST_NAMES
    if shown:
        yield f"out of action then: {', '.join(shown)}{f' and {more} more' if more > 0 else ''}"


def _nothing(card: Card, names: Names) -> Iterator[str]:
    yield from ()


def _plain_terms(card: Card, names: Names) -> Iterator[str]:
    """Every number of the card that is not zero."""
    for key, value in card.items():
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if number and key not in _LEFT_OUT and abs(value) >= LEAST:
            yield term_line(key, value, names, short_number)


_TERMS: Mapping[str, Callable[[Card, Names], Iterator[str]]] = {
    "attack.decided": _weighed,
    "engagement.resolved": _modified,
    "attribution.formed": _reported,
    "response.decided": _modified,
    "service.crossed": _out,
    "signal.observed": _nothing,
}
