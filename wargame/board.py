"""Everything that games of one scenario share: geometry, services, sensors, weapons and Red's what-if tables.

Built once per scenario and never changed by a game, apart from memories keyed by content.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from wargame.changes import Engagement
from wargame.deterrence.links import Links
from wargame.deterrence.memory import Memory
from wargame.deterrence.options import Weapon, strikeable
from wargame.deterrence.reckonings import Reckonings
from wargame.deterrence.shelf import Shelf
from wargame.deterrence.strategic import is_strategic
from wargame.deterrence.tables import LossTables
from wargame.game.effect import Effect, Scene
from wargame.knowing.suspects import Suspects
from wargame.knowing.watch import Watch
from wargame.missions.service import ServiceModel
from wargame.registry import EFFECT, plugins
from wargame.scenario import Scenario
from wargame.space.architecture import geometry_of, geometry_request
from wargame.space.geometry import Geometry

SHARED = ("services", "scene", "strategic", "shown_scene", "_learned_scenes", "watch", "tables", "_weapons",
          "_weapons_left", "hidden", "memory")  # fmt: skip
"""What boards of scenarios share that differ in nothing but stakes."""


@dataclass(frozen=True)
class Board:
    """The unchanging part of every game of one scenario.

    Attributes:
        scenario: what is given.
        geometry: where everything is.
        links: the causal chain of Red's reckoning; transparent except in tests.
    """

    scenario: Scenario
    geometry: Geometry
    links: Links = field(default_factory=Links)

    @classmethod
    def of(cls, scenario: Scenario, links: Links | None = None) -> "Board":
        """Builds (or reads from the cache) the geometry and sets everything up."""
        return cls(scenario, geometry_of(scenario), links or Links())

    @cached_property
    def services(self) -> ServiceModel:
        """Mission services."""
        return ServiceModel(self.scenario, self.geometry)

    @cached_property
    def scene(self) -> Scene:
        """What effects may ask."""
        return Scene(self.scenario, self.geometry)

    @cached_property
    def strategic(self) -> frozenset[str]:
        """The satellites and sites that stand behind the separate, higher threshold."""
        assets = (*self.scenario.fleet, *self.scenario.sites)
        return frozenset(asset for asset in assets if is_strategic(asset, self.scene))

    @cached_property
    def shown_scene(self) -> Scene:
        """What effects may ask when an adversary reckons with them: hidden sites and satellites are not in it."""
        return Scene(self.scenario.as_shown, self.geometry)

    def restaked(self, scenario: Scenario) -> "Board":
        """The board of a scenario that differs in nothing but stakes: it shares all but the weighing."""
        assert scenario.but_for_stakes == self.scenario.but_for_stakes
        board = Board(scenario, self.geometry, self.links)
        board.__dict__.update({name: getattr(self, name) for name in SHARED})
        return board

    def amended(self, scenario: Scenario) -> "Board":
        """The board of a scenario into which this one was changed in play, where everything is where it was.

        Raises:
            ValueError: something of the geometry differs.
        """
        if scenario.hash == self.scenario.hash:
            return self
        if scenario.hash not in self._amended:
            if geometry_request(scenario) != geometry_request(self.scenario):
                raise ValueError("what exists and where it is cannot change in play")
            self._amended[scenario.hash] = Board(scenario, self.geometry, self.links)
        return self._amended[scenario.hash]

    @cached_property
    def _amended(self) -> dict[str, "Board"]:
        return {}

    def known_scene(self, learned: frozenset[str]) -> Scene:
        """The same for an adversary that has learned of some of them."""
        if not learned:
            return self.shown_scene
        if learned not in self._learned_scenes:
            self._learned_scenes[learned] = Scene(self.scenario.as_known(learned), self.geometry)
        return self._learned_scenes[learned]

    @cached_property
    def _learned_scenes(self) -> dict[frozenset[str], Scene]:
        return {}

    @cached_property
    def watch(self) -> Watch:
        """Sensors, disclosure, and who could have done what."""
        suspects = Suspects(self.scenario, self.scene, self._weapons)
        return Watch(self.scenario, self.geometry, suspects)

    @cached_property
    def tables(self) -> LossTables:
        """Red's what-if, shared by replicates, coalitions and moves."""
        return LossTables(self.services, self._shelf)

    @cached_property
    def _shelf(self) -> Shelf:
        return Shelf(self.geometry.cache, self.scenario.hash)

    @cached_property
    def region_index(self) -> Mapping[str, int]:
        """Place of each region in service arrays: alphabetical order."""
        return {region: n for n, region in enumerate(sorted(self.scenario.regions))}

    @cached_property
    def _weapons(self) -> Mapping[tuple[str, str], Weapon]:
        """Every capability, fully loaded."""
        effects = plugins(EFFECT)
        duration_s = self.scenario.clock.duration_s
        found = {}
        for actor in self.scenario.adversaries:
            block = self.scenario.actors[actor].adversary
            assert block is not None  # the loader has checked
            for key, item in block.capabilities.items():
                effect: Effect = effects[item.effect]
                parameters = effect.Parameters.model_validate(dict(item.parameters))
                horizon_s = duration_s + effect.order_life_s
                targets = strikeable(effect, parameters, self.scene, self.shown_scene, horizon_s)
                found[actor, key] = Weapon(
                    key, effect, parameters, item.magazine, targets, getattr(parameters, "inspector", None)
                )
        return found

    def weapon(self, actor: str, capability: str, left: int) -> Weapon:
        """A capability with its effect, its parameters, what it can strike, and the uses left."""
        key = actor, capability, left
        if key not in self._weapons_left:
            self._weapons_left[key] = replace(self._weapons[actor, capability], left=left)
        return self._weapons_left[key]

    @cached_property
    def _weapons_left(self) -> dict[tuple[str, str, int], Weapon]:
        return {}

    @cached_property
    def hidden(self) -> frozenset[str]:
        """The satellites that adversaries do not know of before the first second."""
        return frozenset(key for key, body in self.scenario.fleet.items() if not body.shown)

    def carriers(self, engagements: Iterable[Engagement]) -> frozenset[str]:
        """The satellites of adversaries that are on their way to a target in attacks that have not ended."""
        under_way = (item.launched for item in engagements if item.resolved is None)
        weapons = (self._weapons[item.attacker, item.capability] for item in under_way)
        return frozenset(weapon.carrier for weapon in weapons if weapon.carrier is not None)

    @cached_property
    def memory(self) -> Memory:
        """Parts of Red's reckonings, by what they depend on."""
        return Memory()

    @cached_property
    def reckonings(self) -> Reckonings:
        """Red's reckonings so far, by what it believed: games in which it believes alike share them."""
        return Reckonings(self._shelf)

    @cached_property
    def is_known(self) -> bool:
        """Whether an earlier process has left what Red reckoned with in this scenario; ask before `keep`."""
        return bool(self._shelf.text())

    def keep(self) -> None:
        """Keeps what Red reckoned with for the next process that plays the scenario."""
        self.tables.keep()
        self.reckonings.keep()
        for board in self._amended.values():
            board.keep()
