"""What an effect is to the game: open nouns, closed verbs.

An effect is one file in `wargame/effects`. It says whom it can touch, when, with what chance; what it may *do* is this
closed set of consequences (`wargame.game.consequences`), which the adjudication turns into events.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Protocol

from wargame.game.consequences import Consequence
from wargame.game.skies import Skies
from wargame.reserves import Visit
from wargame.scenario import Member, Scenario
from wargame.scenario.assets import Satellite
from wargame.scenario.base import Model
from wargame.scenario.evidence import Modality
from wargame.scenario.sites import Site
from wargame.scenario.users import Region, Users


@dataclass(frozen=True, slots=True)
class Modifier:
    """One number that entered a chance or a factor, with its name and where it comes from."""

    name: str
    value: float
    source: str


@dataclass(frozen=True, slots=True)
class Timing:
    """When an attack is launched and when it takes effect, in seconds since the epoch.

    Attributes:
        launch_s: when it begins.
        effect_s: when it takes effect.
        free_s: when its means can be used again if it succeeds (at once if it fails); None when the use is spent.
        delta_v_m_s: what the way costs the satellite that carries it out, m/s; None where none does.
    """

    launch_s: int
    effect_s: int
    free_s: int | None = None
    delta_v_m_s: float | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an attack cannot be carried out, as a sentence."""

    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way in which an attack can end that changes something.

    Attributes:
        name: what people call it; `success` where there is only one.
        p: its probability.
        consequences: what happens then.
    """

    name: str
    p: float
    consequences: tuple[Consequence, ...]


@dataclass(frozen=True, slots=True)
class Odds:
    """Every way in which an attack can end, and what the chances are made of.

    Attributes:
        rule: the rule in a sentence.
        outcomes: what can come of it; what is left to 1 is failure.
        modifiers: the numbers that entered.
    """

    rule: str
    outcomes: tuple[Outcome, ...]
    modifiers: tuple[Modifier, ...] = ()

    @classmethod
    def single(
        cls,
        p: float,
        rule: str,
        consequences: tuple[Consequence, ...],
        modifiers: tuple[Modifier, ...] = (),
    ) -> "Odds":
        """The odds of an attack that succeeds in one way or fails."""
        return cls(rule, (Outcome("success", p, consequences),), modifiers)

    @property
    def p(self) -> float:
        """The probability that anything comes of it, rounded to 1e-9."""
        return round(math.fsum(item.p for item in self.outcomes), 9)

    def drawn(self, uniform: float) -> Outcome | None:
        """The outcome on which a draw from [0, 1) falls, in the order in which they are listed; None is failure."""
        upto = 0.0
        for item in self.outcomes:
            upto += item.p
            if uniform < round(upto, 9):
                return item
        return None

    def times(self, factor: float, because: Modifier) -> "Odds":
        """The same with every chance multiplied, and the reason on the card; together at most 1."""
        total = math.fsum(item.p for item in self.outcomes)
        scale = min(factor, 1.0 / total) if total > 0.0 else factor
        scaled = tuple(replace(item, p=round(item.p * scale, 9)) for item in self.outcomes)
        return Odds(self.rule, scaled, (*self.modifiers, because))


@dataclass(frozen=True, slots=True)
class Trace:
    """Something to be seen of an attack: by what kind of sensor, where, and when.

    Attributes:
        modality: the kind of sensor that can see it.
        place: the satellite or site at which it shows, such as the target or the launch site.
        t_s: seconds since the epoch.
    """

    modality: Modality
    place: str
    t_s: int


@dataclass(frozen=True, slots=True)
class Scene:
    """The facts an effect may use: what assets are and where they move; never who is up.

    Attributes:
        scenario: what is given.
        skies: where satellites are that fly as the scenario says.
        visits: where approaches have left the satellites that have flown one; an effect reads that of the satellite
            that carries it out (its parameter `inspector`) and of no other.
    """

    scenario: Scenario
    skies: Skies
    visits: Mapping[str, Visit] = field(default_factory=dict, hash=False)

    def satellite(self, asset: str) -> Satellite | Member | None:
        """The satellite of that id, if it is one."""
        return self.scenario.fleet.get(asset)

    def site(self, asset: str) -> Site | None:
        """The site of that id, if it is one."""
        return self.scenario.sites.get(asset)

    def region(self, place: str) -> Region | None:
        """The region of that id, if it is one."""
        return self.scenario.regions.get(place)

    def group(self, users: str) -> Users | None:
        """The group of users of that id, if it is one."""
        return self.scenario.users.get(users)


class Effect(Protocol):
    """A class of attack: one file, one object, registered under its key."""

    key: ClassVar[str]
    title: ClassVar[str]
    reversible: ClassVar[bool]
    """True when everything works again by itself after a time."""
    destructive: ClassVar[bool]
    """True when it makes debris, and so breaks the norm."""
    ordered: ClassVar[bool]
    """True when an adversary may choose it; False for what only the white cell lets happen."""
    order_life_s: ClassVar[int]
    """How long an order waits for its opportunity, in seconds."""
    # An effect that something physical carries to a satellite says which defences help against it:
    # countered_by: ClassVar[tuple[str, ...]], of "decoys", "guardian", "evasion" (wargame.game.defences)
    # An effect that may harm more than its target says what else, and makes it the business of those whose it is:
    # collateral(self, parameters, target, scene, effect_s) -> tuple[str, ...]
    Parameters: ClassVar[type[Model]]

    def can_target(self, parameters: Any, target: str, scene: Scene) -> bool:
        """Whether the target is of a kind that this effect touches (`Any`: the effect's own Parameters)."""

    def timing(
        self, parameters: Any, target: str, scene: Scene, earliest_s: int, latest_s: int
    ) -> Timing | Refusal:
        """When it would be launched and take effect, at the first opportunity from `earliest_s`, or why not."""

    def odds(self, parameters: Any, target: str, scene: Scene, effect_s: int) -> Odds:
        """What can come of it, how likely, and why."""

    def traces(self, parameters: Any, target: str, scene: Scene, effect_s: int) -> tuple[Trace, ...]:
        """What there is to be seen of it whether it succeeds or not, none after `effect_s`."""

    def rung(self, parameters: Any, target: str, scene: Scene) -> int:
        """The rung of the escalation ladder (1-10) on which this attack stands."""


def collateral(effect: Effect, parameters: Any, target: str, scene: Scene, effect_s: int) -> tuple[str, ...]:
    """What an attack may harm besides its target (`Any`: the effect's own Parameters); mostly nothing."""
    harmed = getattr(effect, "collateral", None)
    return () if harmed is None else tuple(harmed(parameters, target, scene, effect_s))


ORDER_LIFE_S = 30 * 3600
"""An order that finds no opportunity to take effect within thirty hours lapses: a day, in which every ground track that
repeats daily comes by once, and six hours for preparation and the longest flight. Source: judgement, docs/method.md."""

RUNG_WARNING = 9
"""Attacks on missile warning stand on this rung, whatever the means. Source: judgement, docs/method.md."""


def serves_warning(target: str, scene: Scene) -> bool:
    """Whether the target is part of the missile-warning chain."""
    satellite, site = scene.satellite(target), scene.site(target)
    if satellite is not None:
        return any(payload.kind == "infrared" for payload in satellite.payloads.values())
    if site is not None:
        return any(
            item.kind == "gateway" and item.mission == "missile_warning" for item in site.functions.values()
        )
    return False


@dataclass(frozen=True, slots=True)
class Order:
    """An actor's order: one capability against one or more targets, at `at_s` seconds since the epoch.

    `inject` names the inject of the white cell that gives it; empty for an order of the actor's own.
    """

    actor: str
    capability: str
    effect: str
    targets: tuple[str, ...]
    move: int
    at_s: int
    inject: str = ""

    @property
    def id(self) -> str:
        """Stable identity: actor, time, inject if any, capability, targets; never a running number."""
        when = f"{self.at_s}@{self.inject}" if self.inject else str(self.at_s)
        return f"{self.actor}:{when}:{self.capability}:{'+'.join(self.targets)}"
