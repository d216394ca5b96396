"""What Red expects of a declared threat package: several orders with several means, weighed as one attack.

By the same parts as any option of Red's table. Up to 64 joint outcomes of the targets are all counted; of more, 32
common stratified draws are taken (Latin hypercube, McKay, Beckman and Conover 1979), the same against every coalition.
Each order may be answered apart, as in a game, so what the answers leave Red multiplies; the package stands on its
highest rung and breaks a norm once.
"""

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wargame.deterrence.felt import Felt
from wargame.deterrence.futures import Future
from wargame.deterrence.options import Attack, option_of
from wargame.deterrence.picture import Picture
from wargame.deterrence.showing import NODES, who_shows_up
from wargame.deterrence.weighing import EXACT
from wargame.game.prospect import Option, Prospect
from wargame.scenario import MissionKey
from wargame.scenario.politics import Action

MOST_OUTCOMES = 64
DRAWS = 32
"""Draws of the outcome of a larger package. Each target falls in round(32 p) of them."""

Case = tuple[float, tuple[Felt, ...]]


@dataclass(frozen=True, slots=True)
class Expectation:
    """What Red expects of a package, in stakes.

    Attributes:
        benefit: B, the gain in its chance of reaching its objectives.
        cost: K.
        response: the part of the cost that the answers of governments make.
        out_of_reach: targets that could not be struck at their hour.
    """

    benefit: float
    cost: float
    response: float
    out_of_reach: tuple[str, ...]


class PackagePicture(Picture):
    """Red's picture of a moment, asked about a package instead of its own options."""

    def expect(self, actions: Sequence[Action]) -> Expectation | None:
        """Benefit and cost of carrying out all the actions; None where nothing of it is in reach."""
        orders, missed = [], []
        for action in actions:
            reached = [target for target in sorted(action.targets) if self._option(action, (target,))]
            missed += sorted(set(action.targets) - set(reached))
            option = self._option(action, tuple(reached)) if reached else None
            orders += [(action, option)] if option else []
        if not orders:
            return None
        singles = [self._option(action, (target,)) for action, option in orders for target in option.targets]
        attacks = [self._attack(action, option) for action, option in orders]
        prospects = self._reckoned(attacks, [()] * len(attacks)).table()
        response = self._answered(prospects)
        return Expectation(
            self._benefit([item for item in singles if item]),
            round(_own_cost(prospects) + response, EXACT),
            response,
            tuple(missed),
        )

    def _option(self, action: Action, targets: tuple[str, ...]) -> Option | None:
        weapon, at_s = self._weapons[action.capability], round(action.at_h * 3600)
        return option_of(weapon, targets, at_s, self._scene, self._outcomes.odds)

    def _attack(self, action: Action, option: Option) -> Attack:
        """An order with what it hangs on, its hour among it."""
        return self._hinges.ordered(self._weapons[action.capability], option, round(action.at_h * 3600))

    def _answered(self, prospects: Iterable[Prospect]) -> float:
        """What the answers to all orders are expected to cost: what each order's answers spare Red multiplies."""
        cap = self._interests.costs.response_cap
        if cap == 0.0:
            return 0.0
        return round(cap * (1.0 - math.prod(1.0 - item.response / cap for item in prospects)), EXACT)

    def _benefit(self, strikes: Sequence[Option]) -> float:
        """The gain in Psi, averaged over common draws of what becomes of every target and over who shows up."""
        coalitions, weights = who_shows_up(self._belief, self._interests.belief.draws)
        gained = []
        for mission in sorted({item.mission for item in self._interests.objectives.values()}):
            futures = self._futures(strikes, mission)
            nothing = self._memory.futures.joint(())
            services = self._gains.services(
                mission, (nothing, *(future for _, future in futures)), coalitions
            )
            for _, aim in sorted(self._interests.objectives.items()):
                if aim.mission == mission:
                    gains = self._gains.by_future(aim, services, weights)[1:]
                    gained += [p * gain for (p, _), gain in zip(futures, gains, strict=True)]
        return round(math.fsum(gained), EXACT)

    def _futures(self, strikes: Sequence[Option], mission: MissionKey) -> list[tuple[float, Future]]:
        """What may be out of action for a mission, each with its probability: all of it, or draws."""
        joined = self._memory.futures.joint
        cases = [_with_nothing(self._outcomes.cases(strike, mission)) for strike in strikes]
        cases = [found for found in cases if len(found) > 1]
        if math.prod(len(found) for found in cases) <= MOST_OUTCOMES:
            return [
                (math.prod(p for p, _ in joint), joined([o for _, felt in joint for o in felt]))
                for joint in itertools.product(*cases)
            ]
        drawn: list[tuple[Felt, ...]] = [() for _ in range(DRAWS)]
        for strike in strikes:
            found = _with_nothing(self._outcomes.cases(strike, mission))
            ranked = sorted((NODES.uniform("package.outcome", strike.id, m), m) for m in range(DRAWS))
            for rank, (_, m) in enumerate(ranked):
                drawn[m] += _case_at(found, (rank + 0.5) / DRAWS)
        return [(1.0 / DRAWS, joined(felt)) for felt in drawn]


def _with_nothing(cases: Iterable[tuple[float, Future]]) -> list[Case]:
    """The outcomes of a strike that change something, and the one that changes nothing."""
    found = [(p, future.felt) for p, future in cases]
    return [*found, (max(0.0, 1.0 - math.fsum(p for p, _ in found)), ())]


def _case_at(cases: Iterable[Case], level: float) -> tuple[Felt, ...]:
    """The outcome at a level between 0 and 1, those that change something first."""
    reached = 0.0
    for p, felt in cases:
        reached += p
        if level < reached:
            return felt
    return ()


def _own_cost(prospects: Sequence[Prospect]) -> float:
    """What the package costs whether or not anybody answers; what is neither means nor rung, such as a norm, once."""
    spent = math.fsum(item.resource + item.debris for item in prospects)
    once = [item.cost - item.response - item.resource - item.debris - item.rung for item in prospects]
    return spent + max(item.rung for item in prospects) + max(once)
