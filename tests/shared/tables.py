"""Tables of attacks for tests of the choice: prospects with given numbers, and an estimator that never changes."""

from dataclasses import dataclass

from wargame.deterrence.weighing import gap, p_attack
from wargame.game.observation import Observation
from wargame.game.prospect import Answer, Option, Prospect, Table
from wargame.scenario.politics import Adversary


def option(name: str, p: float = 1.0) -> Option:
    """An attack on one target."""
    return Option(
        id=f"{name}:target", capability=name, effect="ground_cyber", targets=("target",), timings=(), p=(p,), rung=1,
        fragments=0.0, breaks_norm=False,
    )  # fmt: skip


def prospect(
    name: str,
    benefit: float,
    cost: float = 0.0,
    p: float = 1.0,
    response: float = 0.0,
    p_response: float = 0.0,
) -> Prospect:
    """An attack with a benefit that success brings, a sure cost, and a cost of responses expected of one government."""
    answers = (Answer("ARC", "owner", 1.0, 0.5, p_response, 1.0, 1.0, 0.3, 3.0),) if p_response > 0.0 else ()
    return Prospect(
        option=option(name, p), benefit=benefit, benefits=(), resource=cost, rung=0.0, debris=0.0, norm=0.0,
        response=response, answers=answers, cost=round(cost + response, 9),
    )  # fmt: skip


@dataclass(frozen=True)
class FrozenTable:
    """An estimator whose table never changes."""

    table: Table

    def prospects(self) -> tuple[Table, int]:
        """The table."""
        return self.table, 0

    def balance(self, values, pressure: float, resolve_rate: float) -> tuple[float, float]:
        """Gap and P(attack) by the functions of the program."""
        found = gap(values, pressure)
        return found, p_attack(found, resolve_rate)


def observation(
    table, move: int = 0, move_s: int = 21_600, interests: Adversary | None = None
) -> Observation:
    """What Red sees at a move in a crisis when its table is frozen."""
    return Observation(
        actor="RED", t_s=move * move_s, move=move, move_s=move_s, phase="crisis", members=(), resources={},
        shows_up={}, interests=interests or Adversary(), estimator=FrozenTable(Table.of(table)),
    )  # fmt: skip
