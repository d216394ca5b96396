"""Red's picture of a moment, and what it expects of every attack it could order then.

Built from Red's belief only: assets that are shown, statuses that it can see, who stands with the coalition, and
its own probability that each government shows up. Hidden assets never enter here; they enter adjudication.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from wargame.availability import Outage
from wargame.deterrence.answers import ExpectedAnswers
from wargame.deterrence.belief import Belief
from wargame.deterrence.bills import Bills
from wargame.deterrence.gains import Gains
from wargame.deterrence.hinges import Hinges
from wargame.deterrence.links import Links
from wargame.deterrence.memory import Memory
from wargame.deterrence.options import Aim, Attack, options
from wargame.deterrence.outcomes import Outcomes
from wargame.deterrence.reckoned import Benefits, Reckoned, total
from wargame.deterrence.relief import relieved
from wargame.deterrence.showing import NODES
from wargame.deterrence.tables import LossTables
from wargame.deterrence.weighing import gap, p_attack, unrelieved
from wargame.game.effect import Scene
from wargame.game.prospect import Table
from wargame.knowing.watch import Watch
from wargame.scenario import Scenario
from wargame.scenario.politics import Adversary


class Picture:
    """Red's reckoning of its options at one moment.

    Args:
        belief: what it believes.
        scenario: public facts: orbits, owners, agreements, governments.
        scene: what effects may ask.
        watch: which sensors see what.
        tables: the what-if, shared.
        region_index: place of each region in service arrays.
        links: the causal chain; transparent except in tests.
        memory: parts of earlier reckonings; what passes links that are not transparent is never remembered.
    """

    def __init__(
        self,
        belief: Belief,
        scenario: Scenario,
        scene: Scene,
        watch: Watch,
        tables: LossTables,
        region_index: Mapping[str, int],
        links: Links,
        memory: Memory,
    ) -> None:
        """See the class."""
        held = links.hold("belief", (belief.t_s,), belief.shows_up)
        self._belief = belief = belief if links.transparent else replace(belief, shows_up=held)
        self._scenario = scenario
        self._scene = scene
        self._tables = tables
        self._regions = region_index
        self._links = links
        self._memory = memory if links.transparent else Memory()
        # What hangs on stakes is not shared with scenarios that differ in nothing else.
        self._stakes = scenario.hash
        block = scenario.actors[belief.actor].adversary
        assert block is not None  # the loader has checked
        self._interests: Adversary = relieved(block, belief.relief)
        self._weapons = {weapon.key: weapon for weapon in belief.weapons}
        self._hinges = Hinges(belief, scenario, self._memory)
        known, stakes = (links, self._memory), (self._interests, self._stakes)
        self._outcomes = Outcomes(belief, scenario, scene, watch, tables, self._hinges, *known)
        self._gains = Gains(self._outcomes, *stakes, region_index)
        answers = ExpectedAnswers(belief, scenario, scene, watch, links, self._hinges, self._memory)
        self._bills = Bills(belief, *stakes, answers, self._hinges, *known)

    def prospects(self) -> tuple[Table, int]:
        """What Red expects of each option, by id, and how many options it left out."""
        attacks, dropped = self._attacks()
        return self._reckoned(attacks, self._gains.of_all(attacks)).table(), dropped

    def balance(
        self, utilities: Sequence[float], pressure: float, resolve_rate: float
    ) -> tuple[float, float]:
        """The best attack minus restraint, and P(attack) that follows."""
        key = (self._belief.t_s,)
        balance = self._links.hold("gap", key, gap(utilities, pressure))
        return balance, self._links.hold("p_attack", key, p_attack(balance, resolve_rate))

    # Options

    def _attacks(self) -> tuple[tuple[Attack, ...], int]:
        """The options of the moment with what they hang on, and how many were left out."""
        belief, limit = self._belief, self._interests.option_limit
        weapons = [item for item in belief.weapons if item.left > 0 and item.carrier not in self._lost]
        aim = self._aim()
        label = "attacks", belief.t_s, limit, aim.known, aim.down, belief.coalition.key, self._hinges.label
        left = tuple((weapon.key, weapon.left) for weapon in weapons)

        def listed() -> tuple[tuple[Attack, ...], int]:
            found, dropped = options(self._tables, weapons, aim, self._scene, limit)
            return tuple(found), dropped

        return self._memory.drawer(label).recall((left, self._hinges.everything), listed)

    def _aim(self) -> Aim:
        """Where and when Red looks for options; it knows this picture, which does not keep it."""
        belief, label = self._belief, self._hinges.label
        objectives = self._interests.objectives.values()
        aims = {(item.mission, item.region, self._regions[item.region]) for item in objectives}
        return Aim(
            t_s=belief.t_s,
            known=self._memory.recall(("known", label, belief.coalition.key, self._lost), self._known),
            missions=tuple(sorted(aims)),
            down=frozenset(o.asset for o in self._down if o.covers(belief.t_s)),
            coalition=belief.coalition,
            horizon_s=self._tables.horizon_s,
            ties=NODES,
            odds=self._outcomes.odds,
            hinges=self._hinges,
            memory=self._memory,
        )

    def _known(self) -> frozenset[str]:
        """The satellites, sites and users of others that Red knows and that are still there."""
        belief, scenario = self._belief, self._scenario
        return frozenset(
            target
            for target in (*scenario.fleet, *scenario.sites, *scenario.users)
            if (scenario.is_shown(target) or target in belief.learned)
            and scenario.owner_of(target) not in scenario.adversaries
            and target not in self._lost
            and belief.coalition.exists(target)
        )

    @cached_property
    def _lost(self) -> frozenset[str]:
        """What is gone for good, of what Red can see."""
        gone = (o for o in self._down if o.function is None and o.factor == 0.0 and o.end_s is None)
        return frozenset(o.asset for o in gone)

    @property
    def _down(self) -> tuple[Outage, ...]:
        """What is not working, of what Red can see."""
        return self._outcomes.down

    # All of it

    def _reckoned(self, attacks: Sequence[Attack], benefits: Sequence[Benefits]) -> Reckoned:
        """Attacks with what they bring and what they cost."""
        options = [attack.option for attack in attacks]
        pressure = self._interests.pressure.at(self._belief.phase)
        gains = [
            self._links.hold("benefit", (self._belief.t_s, option.id), gain)
            for option, gain in zip(options, map(total, benefits), strict=True)
        ]
        stays = [unrelieved(gain, pressure, self._interests.least_gain) for gain in gains]
        return Reckoned(options, gains, benefits, self._bills.of_all(tuple(attacks)), stays)
