"""What is kept of the games of a contribution study, worked out where each is played."""

from collections import OrderedDict
from dataclasses import dataclass, replace

from wargame.analysis.contribution.kept import Kept
from wargame.analysis.contribution.plan import Plan
from wargame.analysis.contribution.readings import SPLITS
from wargame.analysis.statistics import Statistics
from wargame.hindsight import Outlook, expectations
from wargame.record import Record
from wargame.run import run
from wargame.scenario import Scenario
from wargame.studies.games import GameKey
from wargame.studies.worker import Play

HAZARD_REPLICATES = 5
HITS = "debris.hits_per_m2_year"

MOST_ALONE = 8
_ALONE: OrderedDict[tuple[str, int, int, str, tuple[str, ...]], Record] = OrderedDict()


@dataclass(frozen=True, slots=True)
class KeepNumbers:
    """Keeps of a game what a contribution study needs; sent to workers by name."""

    kept: Kept
    standing: tuple[str, ...] = ()
    """Players who are in every coalition."""
    hazard: tuple[tuple[str, ...], ...] = ()
    """Coalitions for which every cloud of fragments is followed, in the first replicates only: it takes long."""

    def __call__(self, key: GameKey, scenario: Scenario, play: Play) -> Statistics:
        """The numbers of one game; the table of Red's options only where it is needed."""
        kept = self.kept
        if key.arm == "forced" and key.coalition in self.hazard and key.replicate < HAZARD_REPLICATES:
            kept = replace(kept, numbers=(*kept.numbers, HITS))
        if key.arm == "restraint" and kept.full:
            record = run(scenario, key.seed, key.replicate, key.coalition, key.leaving, key.arm, keep="full")
        else:
            record = play(key.arm, key.package)
        expected = expectations if kept.declared else None
        return kept.of(
            record, lambda: play("unattacked"), expected, Outlook(), lambda: self._alone(key, scenario)
        )

    def _alone(self, key: GameKey, scenario: Scenario) -> Record:
        """The restraint path of those who are in every coalition, in the same replicate; the last few are kept."""
        name = scenario.hash, key.seed, key.replicate, key.leaving, self.standing
        if name not in _ALONE:
            _ALONE[name] = run(
                scenario, key.seed, key.replicate, self.standing, key.leaving, "restraint", keep="full"
            )
        while len(_ALONE) > MOST_ALONE:
            _ALONE.popitem(last=False)
        return _ALONE[name]


def kept_of(plan: Plan, report: bool) -> Kept:
    """What has to be kept of games for the measures of a plan.

    Args:
        plan: the study.
        report: whether the course of P(attack), what tips it, and debris are wanted for a report.
    """
    numbers: set[str] = {"deterrence.margin", "deterrence.p_attack", "debris.fragments"} if report else set()
    if "p_star" in plan.measures:
        numbers.add("deterrence.margin")
    if "cooperation_efficiency" in plan.measures:
        numbers.add("capability.service")
    for reading in plan.readings.values():
        numbers |= {name for name in reading.kept if not name.startswith("declared.")}
        if reading.measure.name == "resilience.breadth":
            numbers |= {f"resilience.no_outage.{mission}" for mission in plan.missions}
        if reading.measure.name == "deterrence.p_step_down":
            numbers.add("deterrence.stepped_down")
    asked = {reading.measure.name for reading in plan.readings.values()}
    return Kept(
        numbers=tuple(sorted(numbers)),
        view=plan.view,
        nations=tuple(name for name in plan.players if name in plan.nations),
        paths=report or "deterrence.tipping_pressure" in asked,
        split=bool(asked & set(SPLITS)),
        declared=bool(asked & {"deterrence.denial", "deterrence.cost_imposition"}),
    )
