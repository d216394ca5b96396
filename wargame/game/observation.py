"""What an actor sees and what it may do: observations in, orders out. A doctrine never sees the world."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from wargame.draws import Draws
from wargame.game.effect import Order
from wargame.game.prospect import Prospect, Table
from wargame.scenario import Phase
from wargame.scenario.politics import Adversary


class Estimator(Protocol):
    """An adversary's reckoning, built from its own belief only."""

    def prospects(self) -> tuple[Table, int]:
        """What it expects of each attack it could order now, and how many further options it left out."""

    def balance(
        self, utilities: Sequence[float], pressure: float, resolve_rate: float
    ) -> tuple[float, float]:
        """The best attack minus restraint, and P(attack) that follows."""


@dataclass(frozen=True, slots=True)
class Observation:
    """What an adversary knows when a move begins.

    Attributes:
        actor: who observes.
        t_s: seconds since the epoch.
        move: number of the move, from 0.
        move_s: length of a move.
        phase: the phase everybody can see.
        members: the players that stand with the coalition; Red knows it.
        resources: its own uses left, by capability.
        shows_up: its probability that each government of the coalition shows up.
        interests: its own objectives, costs and rates.
        estimator: its reckoning of attacks.
        learned: hidden assets that it has learned of.
        leaks: whose leaks it can use still.
    """

    actor: str
    t_s: int
    move: int
    move_s: int
    phase: Phase
    members: tuple[str, ...]
    resources: Mapping[str, int]
    shows_up: Mapping[str, float]
    interests: Adversary
    estimator: Estimator
    learned: tuple[str, ...] = ()
    leaks: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain values for the record; what came of leaks only where there is any."""
        leaked = {"learned": list(self.learned), "leaks": list(self.leaks)}
        return {
            "phase": self.phase,
            "members": list(self.members),
            "resources": dict(sorted(self.resources.items())),
            "shows_up": dict(sorted(self.shows_up.items())),
            **{name: found for name, found in leaked.items() if found},
        }


@dataclass(frozen=True, slots=True)
class Weighing:
    """How an adversary weighed its options: every prospect, the best, and the balance against restraint.

    Attributes:
        prospects: every option with its terms.
        dropped: how many further options it left out.
        pressure: what restraint would cost it.
        gap: attack less restraint, in stakes, as its doctrine counts it.
        p_attack: P(attack) that follows.
        best: the option that its doctrine puts first.
        rule: the doctrine's rule, in a sentence.
        worth: what each option is worth to it, by id, on the scale of utility; None where that is the utility.
    """

    prospects: Table
    dropped: int
    pressure: float
    gap: float
    p_attack: float
    best: Prospect | None
    rule: str = ""
    worth: Mapping[str, float] | None = None

    def worth_of(self, prospect: Prospect) -> float:
        """What an option is worth to the adversary, in stakes."""
        return prospect.utility if self.worth is None else self.worth[prospect.option.id]

    @property
    def offers(self) -> Mapping[str, float]:
        """The most that any option of each capability is worth."""
        if self.worth is None:
            return self.prospects.best_by_capability
        return self.prospects.most_by_capability([self.worth[item.id] for item in self.prospects.options])

    def terms_of(self, prospect: Prospect) -> dict[str, float]:
        """The terms of an option, and its worth where that is not its utility."""
        return prospect.terms if self.worth is None else {**prospect.terms, "worth": self.worth_of(prospect)}


@dataclass(frozen=True, slots=True)
class Decision:
    """What an adversary decides: its orders, and the weighing behind them when there was one.

    `chosen` is the option it chose, `p_chosen` the chance with which it chose that one once it attacks at all; `orders`
    are empty when it holds back.
    """

    orders: tuple[Order, ...] = ()
    weighing: Weighing | None = None
    chosen: Prospect | None = None
    resolve: float = 0.0
    p_chosen: float = 1.0


def order_for(observation: Observation, chosen: Prospect) -> Order:
    """The order that carries out an option now."""
    return Order(
        actor=observation.actor,
        capability=chosen.option.capability,
        effect=chosen.option.effect,
        targets=chosen.option.targets,
        move=observation.move,
        at_s=observation.t_s,
    )


class Doctrine(Protocol):
    """A way of deciding: a pure function of what is observed, with draws keyed by actor and move."""

    key: ClassVar[str]

    def decide(self, observation: Observation, draws: Draws) -> Decision:
        """The actor's orders for this move."""
