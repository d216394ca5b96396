"""Attacks with all that an adversary expects of them: what decides in columns, the terms of each on request."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from wargame.deterrence.bills import Bill
from wargame.deterrence.weighing import EXACT
from wargame.game.prospect import Option, Prospect, Table, utility_of

Benefits: TypeAlias = tuple[tuple[str, float], ...]
"""The part of the benefit that each objective makes, in order of objectives."""


@dataclass(frozen=True, slots=True)
class Reckoned:
    """Attacks side by side.

    Attributes:
        options: the attacks.
        gains: B of each, in stakes.
        benefits: its parts by objective.
        bills: what each costs.
        unrelieved: the pressure that stays after each.
    """

    options: Sequence[Option]
    gains: Sequence[float]
    benefits: Sequence[Benefits]
    bills: Sequence[Bill]
    unrelieved: Sequence[float]

    def table(self) -> Table:
        """The table that decides."""
        utilities = [
            utility_of(gain, bill.total, stays)
            for gain, bill, stays in zip(self.gains, self.bills, self.unrelieved, strict=True)
        ]
        return Table(self.options, utilities, self.prospect)

    def prospect(self, place: int) -> Prospect:
        """The terms of the attack at a place."""
        bill = self.bills[place]
        return Prospect(
            self.options[place],
            self.gains[place],
            self.benefits[place],
            bill.own.resource,
            bill.own.rung,
            bill.own.debris,
            bill.own.norm,
            bill.response,
            bill.answers,
            bill.total,
            self.unrelieved[place],
            bill.own.strategic,
        )


def total(benefits: Benefits) -> float:
    """The benefit of an attack: what it adds to the adversary's chance of every objective, weighed."""
    if len(benefits) == 1:
        return benefits[0][1] + 0.0  # rounded already; no minus before nothing
    return round(math.fsum([part for _, part in benefits]), EXACT)
