"""What an adversary expects of one attack: benefit and cost, term by term, in stakes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, overload

from wargame.game.effect import Timing


@dataclass(frozen=True, slots=True)
class Option:
    """An attack that could be ordered now: a capability on one or more targets.

    Attributes:
        id: `<capability>:<target>+<target>`, stable across moves and coalitions.
        timings: when each target would be struck.
        p: probability of success on each target.
        rung: the highest rung that any of the targets stands for.
        fragments: expected number of fragments above 10 cm.
        breaks_norm: whether it makes debris.
    """

    id: str
    capability: str
    effect: str
    targets: tuple[str, ...]
    timings: tuple[Timing, ...]
    p: tuple[float, ...]
    rung: int
    fragments: float
    breaks_norm: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What Red expects of one government after an attack: P_g = P(posterior >= x*) * commitment * belief.

    Attributes:
        government: who.
        standing: why it is its business.
        posterior: the posterior expected when Red did it (the best of the targets).
        cut_off: x*, from which on it acts at that rung.
        p_attributes: P(the posterior of at least one target reaches the cut-off).
        commitment: P(it acts | sure), in this phase, less what goes wrong.
        belief: Red's probability that it shows up.
        severity: s_g, share of the largest cost that its answer is expected to impose; on a ladder the mean over the
            steps that it would take.
        delay_d: d_g, days until its answer is felt, alone or after the vote of those with whom it decides.
        p_carried: P(enough others are in favour | it is); 1 where it decides alone.
        steps: P(it is sure enough and would take the step) by step, for a government with a ladder.
        excused: the caveat that keeps it out of it; empty if none does.
    """

    government: str
    standing: str
    posterior: float
    cut_off: float
    p_attributes: float
    commitment: float
    belief: float
    severity: float
    delay_d: float
    p_carried: float = 1.0
    steps: tuple[tuple[str, float], ...] = ()
    excused: str = ""

    @property
    def p_willing(self) -> float:
        """The chance that it wants to answer: P(posterior >= x*) * commitment * belief."""
        return self.p_attributes * self.commitment * self.belief

    @property
    def p_response(self) -> float:
        """The chance that it answers, P_g: it wants to and, where it decides with others, enough others do."""
        return self.p_willing * self.p_carried

    def as_dict(self) -> dict[str, Any]:
        """Plain values for the record, without what only ladders, caveats and votes bring where there are none."""
        more: dict[str, Any] = {"p_carried": self.p_carried} if self.p_carried < 1.0 else {}
        if self.steps:
            more["steps"] = dict(self.steps)
        if self.excused:
            more["excused"] = self.excused
        return more | {
            "government": self.government,
            "standing": self.standing,
            "posterior": self.posterior,
            "cut_off": round(self.cut_off, 9),
            "p_attributes": self.p_attributes,
            "commitment": self.commitment,
            "belief": self.belief,
            "p_response": round(self.p_response, 9),
            "severity": self.severity,
            "delay_d": round(self.delay_d, 9),
        }


@dataclass(frozen=True, slots=True)
class Prospect:
    """An option with its benefit and cost terms.

    Attributes:
        option: the attack.
        benefit: B, the gain in Red's chance of reaching its objectives.
        benefits: the part of each objective.
        resource, rung, debris, norm, response, strategic: the parts of K.
        answers: the governments behind `response`.
        cost: K.
        unrelieved: the crisis pressure that stays because the attack gains too little to relieve it.
    """

    option: Option
    benefit: float
    benefits: tuple[tuple[str, float], ...]
    resource: float
    rung: float
    debris: float
    norm: float
    response: float
    answers: tuple[Answer, ...]
    cost: float
    unrelieved: float = 0.0
    strategic: float = 0.0

    @property
    def utility(self) -> float:
        """EU = B - K less the pressure that stays, rounded to 1e-9."""
        return utility_of(self.benefit, self.cost, self.unrelieved)

    @property
    def terms(self) -> dict[str, float]:
        """Benefit, cost and the parts of the cost."""
        return {
            "benefit": self.benefit,
            "cost": self.cost,
            "unrelieved": self.unrelieved,
            "utility": self.utility,
            "k_resource": self.resource,
            "k_rung": self.rung,
            "k_debris": self.debris,
            "k_norm": self.norm,
            "k_strategic": self.strategic,
            "k_response": self.response,
        }

    def as_dict(self) -> dict[str, Any]:
        """Plain values for the record."""
        return {
            "option": self.option.id,
            "effect": self.option.effect,
            "targets": list(self.option.targets),
            "effect_s": [timing.effect_s for timing in self.option.timings],
            "p": list(self.option.p),
            "step": self.option.rung,
            **self.terms,
            "benefits": dict(self.benefits),
            "answers": [answer.as_dict() for answer in self.answers],
        }


def utility_of(benefit: float, cost: float, unrelieved: float) -> float:
    """EU = B - K less the pressure that stays, rounded to 1e-9."""
    return round(benefit - cost - unrelieved, 9)


class Table(Sequence[Prospect]):
    """Every attack that an adversary weighs at a moment; games share it, so what follows is worked out once.

    What decides stands in columns; the terms of an attack are put together when somebody looks at them.

    Args:
        options: the attacks, in order of their ids.
        utilities: EU of each.
        look: the terms of the attack at a place.
    """

    def __init__(
        self, options: Sequence[Option], utilities: Sequence[float], look: Callable[[int], Prospect]
    ) -> None:
        """See the class."""
        self.options = tuple(options)
        self.utilities = tuple(utilities)
        self._look = look

    @classmethod
    def of(cls, prospects: Iterable[Prospect]) -> "Table":
        """The table of attacks whose terms have been put together."""
        told = tuple(prospects)
        return cls([item.option for item in told], [item.utility for item in told], told.__getitem__)

    def __len__(self) -> int:
        """Number of attacks."""
        return len(self.options)

    @overload
    def __getitem__(self, place: int) -> Prospect: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Prospect]: ...
    def __getitem__(self, place: int | slice) -> Prospect | Sequence[Prospect]:
        """The terms of an attack."""
        if isinstance(place, slice):
            return [self._look(n) for n in range(len(self))[place]]
        return self._look(range(len(self))[place])

    def first(self, values: Sequence[float]) -> Prospect | None:
        """The attack of the highest value, the last by id among equals; None where there is none.

        Args:
            values: one for each attack.
        """
        places = range(len(self))
        place = max(places, key=lambda n: (values[n], self.options[n].id), default=None)
        return None if place is None else self[place]

    @cached_property
    def best(self) -> Prospect | None:
        """The one of the highest utility, the last by id among equals."""
        return self.first(self.utilities)

    @cached_property
    def best_by_capability(self) -> Mapping[str, float]:
        """The highest utility that each capability offers."""
        return self.most_by_capability(self.utilities)

    def most_by_capability(self, values: Sequence[float]) -> Mapping[str, float]:
        """The highest value that any attack of each capability has."""
        most: dict[str, float] = {}
        for option, value in zip(self.options, values, strict=True):
            most[option.capability] = max(value, most.get(option.capability, value))
        return most
