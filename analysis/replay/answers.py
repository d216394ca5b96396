"""How every government answered every attack, when, and why not."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from wargame.analysis.names import FAILURE_OF, Names, capital, clock
from wargame.analysis.typography import short_number, with_minus
from wargame.events import (
    AttributionFormed,
    EngagementResolved,
    InquiryOpened,
    ResponseDecided,
    ResponseDeclined,
)
from wargame.record import Record

DAY_S = 86400
ALREADY = "it has answered this order already"
NOT_COMMITTED = "it is sure enough but not committed"
"""Reasons of `response.declined`, as the engine writes them."""

Verdict = ResponseDecided | ResponseDeclined


@dataclass(frozen=True)
class Answers:
    """The answers of one record.

    Attributes:
        record: the run.
        names: what people call things.
    """

    record: Record
    names: Names

    def regions(self, things: Sequence[str]) -> list[str]:
        """The regions among the things of an event, and those in which its groups of users are."""
        scenario = self.record.scenario
        found = [scenario.users[key].region if key in scenario.users else key for key in things]
        return list(dict.fromkeys(key for key in found if key in scenario.regions))

    # What each event rests on

    @cached_property
    def _asked(self) -> dict[tuple[str, str], InquiryOpened]:
        found = (event for event in self.record.events if isinstance(event, InquiryOpened))
        return {(event.engagement, event.government): event for event in found}

    @cached_property
    def _formed(self) -> dict[tuple[str, str], AttributionFormed]:
        found = (event for event in self.record.events if isinstance(event, AttributionFormed))
        return {(event.engagement, event.government): event for event in found}

    @cached_property
    def _decided(self) -> dict[tuple[str, str], ResponseDecided]:
        """The answers by order and government: an order is answered at most once."""
        found = (event for event in self.record.events if isinstance(event, ResponseDecided))
        return {(event.order, event.government): event for event in found}

    # Why a government does not answer

    def why_not(self, event: ResponseDeclined) -> str:
        """The numbers that decided, in a sentence; empty where people decided or a crisis ended."""
        formed = self._formed.get((event.engagement, event.government))
        asked = self._asked.get((event.engagement, event.government))
        if formed is None or asked is None:
            return ""
        sure = (
            f"It is sure to {short_number(formed.posterior)} and acts from {short_number(formed.cut_off)} on"
        )
        if event.reason == ALREADY:
            return self._answered_before(asked)
        if event.reason == NOT_COMMITTED and event.card is not None:
            return (
                f"{sure}; its commitment is {short_number(event.card['commitment'])}, and the draw, "
                f"{short_number(event.card['draw'])}, does not lie below it: sure enough, but not willing."
            )
        return f"{sure}." if formed.posterior < formed.cut_off else ""

    def why(self, event: ResponseDecided) -> str:
        """How sure a government that answers was, and how its commitment decided; empty where people decided."""
        card = event.card
        if card is None or "posterior" not in card or "cut_off" not in card:
            return ""
        sure = f"It was sure to {short_number(card['posterior'])} and acts from {short_number(card['cut_off'])} on"
        if "draw" not in card or "commitment" not in card or card["draw"] >= card["commitment"]:
            return f"{sure}."
        return (
            f"{sure}; the draw, {short_number(card['draw'])}, lay below its commitment, "
            f"{short_number(card['commitment'])}."
        )

    def _answered_before(self, asked: InquiryOpened) -> str:
        before = self._decided[asked.order, asked.government]
        return (
            f"It answered the same order at {clock(before.t_s)}, for another of its targets: a government answers an "
            "order once, however sure it is of each target."
        )

    # The table

    def table(self) -> list[dict[str, Any]]:
        """Every order that was carried out, and every failure asked about, with each government's verdict.

        Plain JSON values (`Any`): when it took effect, what it was, its event, and a cell for each government that
        asked: `answers`, when and how many days later, why not, and the event.
        """
        found: dict[str, dict[str, Any]] = {}
        ends = {e.engagement: e for e in self.record.events if isinstance(e, EngagementResolved)}
        for (engagement, government), asked in self._asked.items():
            row = found.setdefault(
                asked.order,
                {"t": asked.t_s, "words": capital(self.names.attack(asked.order)), "cells": {}},
            )
            end = ends.get(engagement)
            row.setdefault("event", (end or asked).id)
            cell = self._surest(asked.order, government)
            if cell is not None:
                row["cells"][government] = cell
        ordered = sorted(found.items(), key=lambda item: (item[1]["t"], item[0]))
        return [self._row(order, row) for order, row in ordered]

    def _row(self, order: str, row: dict[str, Any]) -> dict[str, Any]:
        cells = [{"who": self.names(key), **row["cells"][key]} for key in self.names.in_order(row["cells"])]
        return {**row, "cells": cells, "failure": order.startswith(FAILURE_OF)}

    @cached_property
    def _declined(self) -> dict[tuple[str, str], ResponseDeclined]:
        found = (event for event in self.record.events if isinstance(event, ResponseDeclined))
        return {(event.engagement, event.government): event for event in found}

    @cached_property
    def _targets(self) -> dict[tuple[str, str], list[str]]:
        """The engagements of an order that a government asked about."""
        found: dict[tuple[str, str], list[str]] = {}
        for (engagement, government), asked in self._asked.items():
            found.setdefault((asked.order, government), []).append(engagement)
        return found

    def _surest(self, order: str, government: str) -> dict[str, Any] | None:
        """A government's verdict on an order; of several targets on that of which it was surest, and it says so."""
        verdicts = [
            (self._sure(engagement, government), engagement, cell)
            for engagement in self._targets[order, government]
            if (cell := self._cell(engagement, government)) is not None
        ]
        if not verdicts:
            return None
        _, engagement, cell = max(verdicts, key=lambda item: item[:2])
        if cell["answers"] or len(verdicts) == 1:
            return cell
        target = self.names(engagement.partition(">")[2])
        return {
            **cell,
            "why": f"{target}, of {len(verdicts)} targets the one of which it was surest: {cell['why']}",
        }

    def _sure(self, engagement: str, government: str) -> float:
        formed = self._formed.get((engagement, government))
        return -1.0 if formed is None else formed.posterior

    def _cell(self, engagement: str, government: str) -> dict[str, Any] | None:
        """A government's verdict on one target; None where the record ends before it."""
        asked = self._asked[engagement, government]
        answered = self._decided.get((asked.order, government))
        if answered is not None:
            words = f"severity {answered.severity:g}" + (f", {answered.step}" if answered.step else "")
            return _told(answered, asked, f"{words}. {self.why(answered)}".strip())
        declined = self._declined.get((engagement, government))
        if declined is None:
            return None
        return _told(declined, asked, self.why_not(declined) or f"{capital(declined.reason.rstrip('.'))}.")


def _told(event: Verdict, asked: InquiryOpened, words: str) -> dict[str, Any]:
    return {
        "answers": isinstance(event, ResponseDecided),
        "at": event.t_s,
        "days": round((event.t_s - asked.t_s) / DAY_S, 1),
        "why": with_minus(words),
        "event": event.id,
    }
