"""What Red expects of every government after an attack: how sure it would be, what it would do, and with whom.

The same cut-offs, steps, caveats and quotas by which governments decide (`wargame.response`), weighed with the
distribution of posteriors that the reports Red expects would leave.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from wargame.availability import Outage
from wargame.deterrence.consensus import Body, together
from wargame.deterrence.hinges import Hinges
from wargame.deterrence.links import Links
from wargame.deterrence.memory import Drawer, Memory
from wargame.deterrence.options import Attack, Weapon
from wargame.deterrence.strategic import is_strategic, missions_of
from wargame.deterrence.weighing import EXACT
from wargame.game.effect import Scene, Trace, collateral
from wargame.game.prospect import Answer, Option
from wargame.knowing.delays import decision_delay
from wargame.knowing.posterior import Distribution, Source, posterior_distribution
from wargame.knowing.training import error_rate
from wargame.knowing.watch import Post, Watch
from wargame.scenario import Scenario
from wargame.scenario.politics import Government
from wargame.scenario.responses import ruled_out

if TYPE_CHECKING:
    from wargame.deterrence.belief import Belief


class Sight(NamedTuple):
    """What answers to an attack depend on beside the attack itself: who sees each strike, and their order."""

    seen: tuple[tuple[str, ...], ...]
    order: tuple[int, ...]
    sensors: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Sighted:
    """What there is to see of a strike, the sensors that see it, and names for both."""

    traces: tuple[Trace, ...]
    posts: tuple[Post, ...]
    ids: tuple[str, ...]


class ExpectedAnswers:
    """Red's expectation of governments at one moment.

    Args:
        belief: what Red believes.
        scenario: public facts: owners, agreements, governments.
        scene: what effects may ask.
        watch: which sensors see what.
        links: the causal chain; transparent except in tests.
        hinges: what attacks hang on.
        memory: what was seen of attacks before.
    """

    def __init__(
        self,
        belief: "Belief",
        scenario: Scenario,
        scene: Scene,
        watch: Watch,
        links: Links,
        hinges: Hinges,
        memory: Memory,
    ) -> None:
        """See the class."""
        self._belief = belief
        self._hinges = hinges
        self._scenario = scenario
        self._scene = scene
        self._watch = watch
        self._links = links
        self._weapons: Mapping[str, Weapon] = {weapon.key: weapon for weapon in belief.weapons}
        self._memory = memory
        self._heard: dict[tuple[tuple[str, ...], str], tuple[Source, ...]] = {}
        self._sure: dict[tuple[str, str, int, str], Distribution] = {}

    @cached_property
    def silent(self) -> tuple[str, ...]:
        """The sensors that, as far as Red can see, are down."""
        return tuple(key for key, post in self._watch.by_id.items() if self._off and not self._is_up(post))

    @cached_property
    def _off(self) -> Mapping[str, list[str | None]]:
        """What is down now, of what Red can see: functions, None for the whole, by asset."""
        found: dict[str, list[str | None]] = {}
        for outage in self._belief.outages:
            if isinstance(outage, Outage) and outage.covers(self._belief.t_s):
                found.setdefault(outage.asset, []).append(outage.function)
        return found

    def is_strategic(self, target: str) -> bool:
        """Whether a target stands behind the separate, higher threshold."""
        drawer = self._memory.drawer(("strategic", *self._looks))
        return drawer.recall(target, lambda: is_strategic(target, self._scene))

    @cached_property
    def hour(self) -> int | None:
        """The hour where decisions of governments may fail by it; None where none does."""
        errs = self._memory.recall(
            "errs", lambda: any(g.error_rate for g in self._scenario.governments.values())
        )
        return self._belief.t_s if errs else None

    def sight(self, attack: Attack) -> Sight:
        """Who sees each strike of an attack, as far as Red knows, whether or not it is down."""

        def look() -> Sight:
            option = attack.option
            seen = [self._sighted(option, n) for n in range(len(option.targets))]
            hours = [timing.effect_s for timing in option.timings]
            return Sight(
                tuple(each.ids for each in seen),
                tuple(sorted(range(len(hours)), key=lambda n: (hours[n], option.targets[n]))),
                frozenset(post.id for each in seen for post in each.posts),
            )

        return self._sights.recall(attack.course, look)

    def blind(self, attack: Attack) -> tuple[str, ...]:
        """The sensors that would see an attack and that, as far as Red can see, are down."""
        if not self.silent:
            return ()
        sensors = self.sight(attack).sensors
        return tuple(sensor for sensor in self.silent if sensor in sensors)

    @cached_property
    def _sights(self) -> Drawer:
        return self._memory.drawer(("sight", self._belief.t_s, *self._looks))

    @cached_property
    def _looks(self) -> tuple[object, ...]:
        """Who looks, and what it knows of sensors."""
        return self._belief.actor, self._belief.learned

    def alone(self, option: Option) -> tuple[Answer, ...]:
        """What every government whose business any of the targets is would answer if it shows up, each for itself."""
        business: dict[str, list[int]] = {}
        reasons: dict[str, str] = {}
        weapon = self._weapons[option.capability]
        for n, target in enumerate(option.targets):
            beside = collateral(
                weapon.effect, weapon.parameters, target, self._scene, option.timings[n].effect_s
            )
            stakes = self._links.hold(
                "standing",
                (self._belief.t_s, option.id, target),
                self._watch.standing(self._belief.coalition, target, shown_only=True, beside=beside),
            )
            for government, reason in stakes.items():
                business.setdefault(government, []).append(n)
                reasons.setdefault(government, reason)
        return tuple(
            self._answer(option, government, business[government], reasons[government])
            for government in sorted(business)
        )

    def bodies(self, option: Option, alone: Sequence[Answer]) -> tuple[Body, ...]:
        """Governments in the groups in which they decide, with how sure Red is that each shows up.

        Args:
            option: the attack.
            alone: what each would answer if it does.
        """
        politics, shows_up = self._scenario.politics, self._belief.shows_up
        expected = [replace(item, belief=shows_up.get(item.government, 1.0)) for item in alone]
        tied_to = self._belief.coalition.collective_holders
        found = together(expected, politics.consensus_rule, politics.consensus_delay_h, tied_to)
        return tuple(
            Body(tuple(self._passed(option, item) for item in body.answers), body.least) for body in found
        )

    def _passed(self, option: Option, answer: Answer) -> Answer:
        """The answer as it goes on down the chain."""
        return self._links.hold("response", (self._belief.t_s, option.id, answer.government), answer)

    def _answer(self, option: Option, government: str, concerned: Sequence[int], reason: str) -> Answer:
        belief = self._belief
        block = self._scenario.governments[government]
        cut_offs = block.cut_offs(option.rung)
        missed, highest, excused = 1.0, 0.0, ""
        counted = []
        for n in concerned:
            distribution = self._distribution(option, n, government, block)
            highest = max(highest, distribution.mean)
            if block.caveats and (caveat := self._caveat(option, n, block)):
                excused = caveat
                continue
            missed *= 1.0 - distribution.p_at_least(cut_offs[0])
            counted.append(n)
        severity = block.severity_of(0)
        steps: tuple[tuple[str, float], ...] = ()
        if len(cut_offs) > 1:
            in_time = sorted(counted, key=lambda n: (option.timings[n].effect_s, option.targets[n]))
            severity, steps = self._steps(option, in_time, government, block, cut_offs)
        hold, its_own, of_it = self._links.hold, (belief.t_s, government), (belief.t_s, option.id, government)
        severity, steps = hold("severity", of_it, (severity, steps))
        errs = error_rate(belief.coalition, government, belief.t_s)[0]
        return Answer(
            government=government,
            standing=reason,
            posterior=highest,
            cut_off=cut_offs[0],
            p_attributes=hold("attribution", of_it, round(1.0 - missed, EXACT)),
            commitment=hold("commitment", its_own, block.commitment.at(belief.phase) * (1.0 - errs)),
            belief=1.0,
            severity=severity,
            delay_d=hold(
                "delay", its_own, decision_delay(belief.coalition, government, belief.phase).total_d
            ),
            steps=steps,
            excused="" if counted else excused,
        )

    def _steps(
        self,
        option: Option,
        in_time: Sequence[int],
        government: str,
        block: Government,
        cut_offs: Sequence[float],
    ) -> tuple[float, tuple[tuple[str, float], ...]]:
        """Mean severity once it is sure enough for the lowest step, and the chance of every step."""
        told = [
            (self._distribution(option, n, government, block), self.is_strategic(option.targets[n]))
            for n in in_time
        ]
        chances = step_chances(told, cut_offs, block)
        total = sum(chances)
        severity = block.severity_of(0)
        if total > 0.0:
            severity = sum(p * block.severity_of(step) for step, p in enumerate(chances)) / total
        named = tuple((step.name, round(p, EXACT)) for step, p in zip(block.steps, chances, strict=True))
        return round(severity, EXACT), named

    def _caveat(self, option: Option, n: int, block: Government) -> str:
        missions = missions_of(option.targets[n], self._scene)
        return ruled_out(block.caveats, missions, option.effect, self._belief.phase, option.rung)

    def _distribution(self, option: Option, n: int, government: str, block: Government) -> Distribution:
        """How sure a government would be of who struck the option's n-th target: the same in every option with it."""
        if not self._links.transparent:  # each option passes links of its own
            return self._worked_out(option, n, government, block)
        key = option.capability, option.targets[n], option.timings[n].effect_s, government
        if key not in self._sure:
            self._sure[key] = self._worked_out(option, n, government, block)
        return self._sure[key]

    def _worked_out(self, option: Option, n: int, government: str, block: Government) -> Distribution:
        belief, links = self._belief, self._links
        key = (belief.t_s, option.id, option.targets[n], government)
        sources = links.hold("sources", key, self._sources(option, n, government))
        prior = block.prior_hostile.at(belief.phase)
        doubt = self._watch.suspects.doubt(belief.actor, option.targets[n], self._sighted(option, n).traces)
        return links.hold("posterior", key, posterior_distribution(sources, prior, *doubt))

    def _sources(self, option: Option, n: int, government: str) -> tuple[Source, ...]:
        """What a government would get to hear of the strike on the option's n-th target."""
        sighted = self._sighted(option, n)
        key = (sighted.ids, government)
        if key not in self._heard:
            belief, links = self._belief, self._links
            told = self._watch.sources_of(
                government,
                links.hold("access", (belief.t_s, sighted.traces, government), sighted.posts),
                belief.coalition,
                belief.phase,
                self._is_up,
                lambda giver, share: links.hold("disclosure", (belief.t_s, giver, government), share),
            )
            self._heard[key] = links.reporting(belief.t_s, told)
        return self._heard[key]

    def _sighted(self, option: Option, n: int) -> "_Sighted":
        """What there would be to see of the strike on the option's n-th target, and by which sensors Red knows."""
        belief, weapon = self._belief, self._weapons[option.capability]
        target, effect_s = option.targets[n], option.timings[n].effect_s

        def look() -> _Sighted:
            traces = weapon.effect.traces(weapon.parameters, target, self._scene, effect_s)
            posts = self._watch.posts_that_see(traces)
            known = tuple(post for post in posts if post.shown or post.asset in belief.learned)
            return _Sighted(traces, known, (*(t.modality for t in traces), *(post.id for post in known)))

        key = weapon.key, target, effect_s, self._hinges.visit(weapon)
        return self._memory.drawer(("seen", *self._looks)).recall(key, look)

    def _is_up(self, post: Post) -> bool:
        """Whether, as far as Red can see, nothing has taken the sensor or its site down."""
        return not any(post.is_hit_by(post.asset, function) for function in self._off.get(post.asset, ()))


def step_chances(
    told: Sequence[tuple[Distribution, bool]], cut_offs: Sequence[float], block: Government
) -> list[float]:
    """P(the government's answer is each step), lowest first; what is missing to 1 is no answer.

    A government answers an order once: the first target of which it is sure enough for the lowest step decides.

    Args:
        told: how sure it would be of each target, in order of time, and whether that target is strategic.
        cut_offs: of its steps, lowest first.
        block: its ladder.
    """
    chances = [0.0] * len(cut_offs)
    silent = 1.0
    for distribution, strategic in told:
        tails = [*(distribution.p_at_least(cut_off) for cut_off in cut_offs), 0.0]
        for reached in range(len(cut_offs)):
            step = block.taken(reached, strategic)
            chances[step] += silent * (tails[reached] - tails[reached + 1])
        silent *= 1.0 - tails[0]
    return chances
