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

_OF_A_REPORT = (
    ("restraint", "deterrence.margin"),
    ("restraint", "deterrence.p_attack"),
    ("forced", "debris.fragments"),
)
_BEHIND = {
    "p_star": frozenset({("restraint", "deterrence.margin")}),
    "cooperation_efficiency": frozenset({("unattacked", "capability.service")}),
    "deterrence.p_step_down": frozenset({("free", "deterrence.stepped_down")}),
}
"""Numbers behind measures that are no number of a game."""

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
            kept = replace(kept, numbers=(*kept.numbers, ("forced", HITS)))
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
    numbers: set[tuple[str, str]] = set(_OF_A_REPORT) if report else set()
    for reading in plan.readings.values():
        numbers |= {(reading.arm, name) for name in reading.kept if not name.startswith("declared.")}
        if reading.measure.name == "resilience.breadth":
            numbers |= {("forced", f"resilience.no_outage.{mission}") for mission in plan.missions}
        numbers |= _BEHIND.get(reading.measure.name, frozenset())
    asked = {reading.measure.name for reading in plan.readings.values()}
    return Kept(
        numbers=tuple(sorted(numbers)),
        view=plan.view,
        nations=tuple(name for name in plan.players if name in plan.nations),
        paths=report or "deterrence.tipping_pressure" in asked,
        split=bool(asked & set(SPLITS)),
        declared=bool(asked & {"deterrence.denial", "deterrence.cost_imposition"}),
    )
