"""What an effect is to the game: open nouns, closed verbs.

An effect is one file in `wargame/effects`. It says whom it can touch, when, with what chance; what it may *do* is this
small closed set of consequences, which the adjudication turns into events. Nothing else changes the world.
"""

from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from wargame.game.skies import Skies
from wargame.scenario import Member, Scenario
from wargame.scenario.assets import Satellite
from wargame.scenario.base import Model
from wargame.scenario.evidence import Modality
from wargame.scenario.sites import Site


@dataclass(frozen=True, slots=True)
class Modifier:
    """One number that entered a chance or a factor, with its name and where it comes from."""

    name: str
    value: float
    source: str


@dataclass(frozen=True, slots=True)
class Timing:
    """When an attack is launched and when it takes effect, in seconds since the epoch."""

    launch_s: int
    effect_s: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an attack cannot be carried out, as a sentence."""

    reason: str


@dataclass(frozen=True, slots=True)
class Chance:
    """The probability that an attack succeeds, and what it is made of."""

    p: float
    rule: str
    modifiers: tuple[Modifier, ...] = ()


@dataclass(frozen=True, slots=True)
class Lost:
    """The asset is gone for good."""

    asset: str


@dataclass(frozen=True, slots=True)
class Degraded:
    """A function of the asset (all of them when None) works at `factor` for `duration_s`."""

    asset: str
    function: str | None
    factor: float
    duration_s: int


@dataclass(frozen=True, slots=True)
class Debris:
    """Fragments larger than 10 cm are added at an altitude."""

    asset: str
    fragments: int
    altitude_km: float


Consequence = Lost | Degraded | Debris


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
    """The facts an effect may use: what assets are and where they move; never who is up."""

    scenario: Scenario
    skies: Skies

    def satellite(self, asset: str) -> Satellite | Member | None:
        """The satellite of that id, if it is one."""
        return self.scenario.fleet.get(asset)

    def site(self, asset: str) -> Site | None:
        """The site of that id, if it is one."""
        return self.scenario.sites.get(asset)


class Effect(Protocol):
    """A class of attack: one file, one object, registered under its key."""

    key: ClassVar[str]
    title: ClassVar[str]
    reversible: ClassVar[bool]
    destructive: ClassVar[bool]
    """True when it makes debris, and so breaks the norm."""
    reusable: ClassVar[bool]
    """True when the means is free again after the effect ends."""
    Parameters: ClassVar[type[Model]]

    def can_target(self, parameters: Any, target: str, scene: Scene) -> bool:
        """Whether the target is of a kind that this effect touches (`Any`: the effect's own Parameters)."""

    def timing(
        self, parameters: Any, target: str, scene: Scene, earliest_s: int, latest_s: int
    ) -> Timing | Refusal:
        """When it would be launched and take effect, at the first opportunity from `earliest_s`, or why not."""

    def chance(self, parameters: Any, target: str, scene: Scene, effect_s: int) -> Chance:
        """The probability of success and what it is made of."""

    def consequences(
        self, parameters: Any, target: str, scene: Scene, effect_s: int
    ) -> tuple[Consequence, ...]:
        """What happens on success."""

    def traces(self, parameters: Any, target: str, scene: Scene, effect_s: int) -> tuple[Trace, ...]:
        """What there is to be seen of it whether it succeeds or not, none after `effect_s`."""

    def rung(self, parameters: Any, target: str, scene: Scene) -> int:
        """The rung of the escalation ladder (1-10) on which this attack stands."""


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
    """An actor's order: one capability against one or more targets, at `at_s` seconds since the epoch."""

    actor: str
    capability: str
    effect: str
    targets: tuple[str, ...]
    move: int
    at_s: int

    @property
    def id(self) -> str:
        """Stable identity: actor, time, capability, targets; never a running number."""
        return f"{self.actor}:{self.at_s}:{self.capability}:{'+'.join(self.targets)}"
