"""How a measure is read from games: which arm, which numbers of a game are kept, and what they make of a coalition.

Most measures are means over replicates of a number that each game has; their worth in every replicate is known, and all
values are linear in it. Some are made of all replicates at once (a share of packages withstood, a root, a ratio of two
means); these are bootstrapped. A few are asked of the whole coalition only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from wargame.analysis.measure_list import WHOLE, Measure
from wargame.analysis.measures import MEASURES
from wargame.scenario.base import MISSION_KEYS

Arm = Literal["forced", "restraint", "unattacked", "free"]
Kind = Literal["mean", "set", "whole"]

SERVED = "served"
"""`served.NATION`: the part of a game's mean service that the users of a nation get, in the view of the study."""
OWN = "own"
"""`own.NATION`: the mean service of the users of one nation by themselves."""
LEAKS = "deterrence.leaks"
"""How many releases leaked in a game under attack; kept beside every value."""
BENEFIT, COST = "declared.benefit", "declared.cost"
"""What Red expects to gain by the declared packages, and what it expects them to cost, by their weights."""

MEANS_OF: Mapping[str, str] = {
    "resilience.p_no_outage": "resilience.no_outage",
    "resilience.share_not_restored": "resilience.not_restored",
}
"""Study measures that are the mean of a record statistic."""

_SIGNED: Mapping[str, tuple[str, float]] = {
    "deterrence.denial": (BENEFIT, -1.0),
    "deterrence.cost_imposition": (COST, 1.0),
}
"""Study measures that are a change against the lead alone, by the number that changes and its sign."""

SPLITS = ("deterrence.margin_by_denial", "deterrence.margin_by_cost", "deterrence.margin_by_replanning")
SETS = ("resilience.breadth", "deterrence.tipping_pressure", "deterrence.p_step_down")


@dataclass(frozen=True, slots=True)
class Reading:
    """How one measure is read.

    Attributes:
        name: the measure, with its mission where it has one.
        measure: its entry in the catalogue.
        arm: the arm that is played for it.
        kind: `mean` (of a number of every game), `set` (of all replicates at once) or `whole` (of all players only).
        kept: for a mean, numbers of a game and the weight of each.
        mission: empty for the mean over missions.
        relative: whether what the lead alone has counts as nothing.
    """

    name: str
    measure: Measure
    arm: Arm
    kind: Kind
    kept: Mapping[str, float] = field(default_factory=dict)
    mission: str = ""
    relative: bool = False

    @property
    def is_service(self) -> bool:
        """Whether it is mean service, which splits by whose users get it."""
        return not self.mission and self.measure.name in (
            "resilience.service_delivered",
            "capability.service",
            "total.service",
        )


def reading_of(name: str) -> Reading:
    """How a measure is read.

    Raises:
        ValueError: there is no such measure, or it is no number: a sentence.
    """
    measure, mission = _found(name)
    if measure.shape != "number":
        raise ValueError(
            f"'{name}' is a {measure.shape}, not a number; the report of a study draws it (--out DIR), and 'wargame "
            "list' marks what are numbers"
        )
    arm = _arm(measure)
    if measure.name in WHOLE:
        return Reading(name, measure, arm, "whole")
    if measure.name in SETS:
        return Reading(name, measure, arm, "set", mission=mission)
    if measure.name in _SIGNED:
        kept, sign = _SIGNED[measure.name]
        return Reading(name, measure, arm, "mean", {kept: sign}, relative=True)
    number = MEANS_OF.get(measure.name, measure.name) + (f".{mission}" if mission else "")
    return Reading(name, measure, arm, "mean", {number: 1.0}, mission)


def _found(name: str) -> tuple[Measure, str]:
    """A measure and its mission."""
    by_name = {item.name: item for item in MEASURES}
    if name in by_name:
        return by_name[name], ""
    stem, _, mission = name.rpartition(".")
    if stem in by_name and by_name[stem].by_mission and mission in MISSION_KEYS:
        return by_name[stem], mission
    raise ValueError(
        f"'{name}' is not a measure; 'wargame list' names them, such as {', '.join(list(by_name)[2:5])}, with a "
        "mission after a dot where they have one"
    )


def _arm(measure: Measure) -> Arm:
    """The arm that is played: where two would do, what was done freely; debris and leaks of the declared attacks."""
    if measure.arm == "free or forced":
        return "forced" if measure.name.startswith(("debris.", LEAKS)) else "free"
    return next(arm for arm in ("forced", "restraint", "unattacked", "free") if arm == measure.arm)
