"""How an adversary weighs and decides."""

from dataclasses import dataclass
from typing import Any, ClassVar

from wargame.events.base import Card, Event


@dataclass(frozen=True, slots=True, kw_only=True)
class BeliefMoved(Event):
    """An adversary thinks anew about whether a government would show up."""

    kind: ClassVar[str] = "belief.moved"
    about: ClassVar[tuple[str, str]] = ("adversary", "government")
    adversary: str
    government: str
    shift: float
    """Change of the log-odds since the prior, as of now; `shows_up` is the probability that results."""
    shows_up: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionsWeighed(Event):
    """An adversary weighs its options against restraint."""

    kind: ClassVar[str] = "options.weighed"
    about: ClassVar[tuple[str, str]] = ("actor", "")
    actor: str
    pressure: float
    gap: float
    """Best attack minus restraint, in stakes, as the doctrine counts it; negative while restraint is better."""
    p_attack: float
    """P(attack) at this decision, over the resolve that Red has not shown yet."""
    best: str | None
    best_terms: dict[str, float]
    """Benefit, cost and their parts, of the best option; `worth` where the doctrine does not go by utility."""
    weighed: int
    dropped: int
    instability: float | None = None
    """EU(strike now) - EU(strike after being struck), in stakes; empty without an option."""
    options: list[dict[str, Any]] | None = None
    observation: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttackDecided(Event):
    """An adversary decides to attack: `gap` is its best option's, `own_gap` that of the option a logit draw chose."""

    kind: ClassVar[str] = "attack.decided"
    about: ClassVar[tuple[str, str]] = ("actor", "option")
    actor: str
    option: str
    gap: float
    resolve: float
    best: str
    own_gap: float
    p_chosen: float
    card: Card | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RestraintChosen(Event):
    """An adversary holds back."""

    kind: ClassVar[str] = "restraint.chosen"
    about: ClassVar[tuple[str, str]] = ("actor", "")
    actor: str
    gap: float
    resolve: float
    held: bool = False
    """True when the arm of the run, or its own step-down, held it back, whatever it wanted."""
    card: Card | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RungReached(Event):
    """An actor climbs to a rung it had not been on before."""

    kind: ClassVar[str] = "rung.reached"
    about: ClassVar[tuple[str, str]] = ("actor", "")
    actor: str
    rung: int
