"""The catalogue of measures: what each number says, from which arm it comes, in which unit, and which way is good.

Missions follow a name after a dot (`resilience.depth.pnt`); without one it is the mean over missions.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure.

    Attributes:
        name: flat name.
        title: what it says.
        arm: the arm that it needs.
        unit: of the number.
        direction: which way is better for the coalition.
        by_mission: whether there is one for each mission, too.
        standing: primary or exploratory.
        kind: `record`: one number for each record.
    """

    name: str
    title: str
    arm: Literal["unattacked", "forced", "restraint", "free", "free or forced"]
    unit: str
    direction: Literal["higher", "lower", "neither"]
    by_mission: bool = False
    standing: Literal["primary", "exploratory"] = "exploratory"
    kind: Literal["record"] = "record"


MEASURES = (
    Measure("capability.service", "Mean service when nobody attacks", "unattacked", "share", "higher", True),
    Measure(
        "resilience.service_delivered",
        "Mean service against fixed demand when a threat package is carried out",
        "forced",
        "share",
        "higher",
        True,
        "primary",
    ),
    Measure(
        "resilience.service_kept",
        "Service as a share of the unattacked line",
        "forced",
        "share",
        "higher",
        True,
    ),
    Measure(
        "resilience.attributable_hours", "Hours of outage that attacks caused", "forced", "h", "lower", True
    ),
    Measure(
        "resilience.no_outage",
        "1 if no attributable outage outlasts the window",
        "forced",
        "0 or 1",
        "higher",
        True,
    ),
    Measure("resilience.depth", "Deepest relative loss", "forced", "share", "lower", True),
    Measure(
        "resilience.time_to_restore_h", "Hours until 90 % is back for six hours", "forced", "h", "lower", True
    ),
    Measure(
        "deterrence.margin",
        "By how much restraint beats Red's best attack when attack is nearest",
        "restraint",
        "stakes",
        "higher",
        False,
        "primary",
    ),
    Measure("deterrence.p_attack", "Chance that Red attacks at all", "restraint", "probability", "lower"),
    Measure("deterrence.attacked", "1 if Red attacked in this run", "free", "0 or 1", "lower"),
    Measure("deterrence.time_to_first_attack_h", "Hours until Red's first attack", "free", "h", "higher"),
    Measure(
        "deterrence.highest_rung",
        "Highest rung of the ladder that Red stood on",
        "free or forced",
        "1-10",
        "lower",
    ),
    Measure(
        "deterrence.stepped_down",
        "1 if Red came down again after it had attacked; the mean is P(step down)",
        "free",
        "0 or 1",
        "higher",
    ),
    Measure(
        "deterrence.response_imposed",
        "Share of Red's largest cost that the answers of governments imposed",
        "free or forced",
        "share",
        "neither",
    ),
    Measure(
        "debris.fragments",
        "Fragments above 10 cm, good to a factor of 2 to 4",
        "free or forced",
        "number",
        "lower",
    ),
    Measure("total.service", "Mean service in the free arm", "free", "share", "higher", True),
)


def catalogue() -> list[Mapping[str, Any]]:
    """Every measure as plain values, in the order of the handbook; `contribution` says whether that study takes it."""
    return [{**asdict(item), "contribution": item.standing == "primary"} for item in MEASURES]
