"""Who could have done it: the adversaries that governments suspect when something stops working.

An adversary is a suspect of an effect when it has, or is believed to have, a capability that could strike the target
and that leaves a trace of a kind that was to be seen. Capabilities are public; a believed effect is taken to do what
the same effect does in anybody's hands.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from wargame.game.effect import Effect, Refusal, Scene, Trace
from wargame.scenario import Scenario
from wargame.scenario.evidence import Modality


class Means(Protocol):
    """One capability of an adversary: its effect, the effect's parameters, and everything it could strike."""

    @property
    def effect(self) -> Effect:
        """What it does."""

    @property
    def parameters(self) -> Any:  # each effect declares its own
        """The effect's own."""

    @property
    def targets(self) -> tuple[str, ...]:
        """Everything that it could strike at some time of the scenario."""


class Suspects:
    """Who could have done what, worked out once for each target.

    Args:
        scenario: what is given.
        scene: what effects may ask.
        means: every capability by adversary and name.
    """

    def __init__(self, scenario: Scenario, scene: Scene, means: Mapping[tuple[str, str], Means]) -> None:
        """See the class."""
        self._scenario = scenario
        self._scene = scene
        self._means = {key: means[key] for key in sorted(means)}
        self._kinds: dict[tuple[tuple[str, str], str], frozenset[Modality]] = {}
        self._overlaps: dict[tuple[str, ...], float] = {}
        self._found: dict[tuple[str, frozenset[Modality]], tuple[str, ...]] = {}

    def of_attack(self, attacker: str, target: str, traces: Sequence[Trace]) -> tuple[str, ...]:
        """The suspects of an attack that leaves these traces, its author among them, in alphabetical order."""
        key = (target, frozenset(trace.modality for trace in traces))
        if key not in self._found:
            able = [name for name in self._able(target) if self._leaves(name, target) & key[1]]
            self._found[key] = self._with_believed(able)
        found = self._found[key]
        return found if attacker in found else tuple(sorted((*found, attacker)))

    def of_failure(self, target: str) -> tuple[str, ...]:
        """The suspects when something stops working for no reason that anybody can see, in alphabetical order."""
        return self._with_believed(self._able(target))

    def traces_of_failure(self, target: str, t_s: int) -> tuple[Trace, ...]:
        """What there would have been to see, had any of the suspects done it: what sensors can report falsely.

        Nothing of a satellite that fails before it is launched.
        """
        if target in self._scenario.fleet and self._scene.skies.in_orbit_from(target, t_s) != t_s:
            return ()
        return tuple(
            dict.fromkeys(
                trace
                for name in self._able(target)
                for trace in self._means[name].effect.traces(
                    self._means[name].parameters, target, self._scene, t_s
                )
            )
        )

    def rung_of_failure(self, target: str) -> int:
        """The rung of the mildest attack that would explain a failure; 1 when none would."""
        rungs = (
            self._means[name].effect.rung(self._means[name].parameters, target, self._scene)
            for name in self._able(target)
        )
        return min(rungs, default=1)

    def doubt(self, attacker: str, target: str, traces: Sequence[Trace]) -> tuple[float, int]:
        """What stands between reports of an attack and its author: what they have in common, and how many suspects."""
        suspects = self.of_attack(attacker, target, traces)
        return self.overlap(suspects), len(suspects)

    def overlap(self, suspects: tuple[str, ...]) -> float:
        """What sources of evidence have in common (rho), as it is reckoned of these suspects: the largest."""
        if suspects not in self._overlaps:
            blocks = [self._scenario.actors[name].adversary for name in suspects]
            self._overlaps[suspects] = max(block.evidence_overlap for block in blocks if block is not None)
        return self._overlaps[suspects]

    def _able(self, target: str) -> list[tuple[str, str]]:
        return [name for name, item in self._means.items() if target in item.targets]

    def _leaves(self, name: tuple[str, str], target: str) -> frozenset[Modality]:
        """The kinds of traces that a capability leaves when it strikes the target at its first opportunity."""
        if (name, target) not in self._kinds:
            item = self._means[name]
            horizon_s = self._scenario.clock.duration_s + item.effect.order_life_s
            timing = item.effect.timing(item.parameters, target, self._scene, 0, horizon_s)
            effect_s = 0 if isinstance(timing, Refusal) else timing.effect_s
            traces = item.effect.traces(item.parameters, target, self._scene, effect_s)
            self._kinds[name, target] = frozenset(trace.modality for trace in traces)
        return self._kinds[name, target]

    def _with_believed(self, able: Sequence[tuple[str, str]]) -> tuple[str, ...]:
        """The owners of these capabilities, and whoever is believed able to do the same."""
        effects = {self._means[name].effect.key for name in able}
        return tuple(sorted({*(actor for actor, _ in able), *self._believed(effects)}))

    def _believed(self, effects: set[str]) -> Iterator[str]:
        for actor in self._scenario.adversaries:
            block = self._scenario.actors[actor].adversary
            assert block is not None  # the loader has checked
            if effects & set(block.believed_effects):
                yield actor
