"""Estimates as plain values, and words for what they say."""

from collections.abc import Mapping
from typing import Any

from wargame.analysis.deeds import no_leaks
from wargame.analysis.intervals import Estimate
from wargame.analysis.measures import MEASURES
from wargame.analysis.names import MISSION_NAMES, together
from wargame.scenario import Scenario

SYNERGY_FIELDS = ("partner", "other_partner", "value", "low", "high", "distinguishable")
"""What stands where in an entry of `synergy`."""

INTERVALS = {
    "low, high": "95 % interval of this one quantity: Student's t over replicates; by Stein's procedure where a pilot "
    "fixed their number; percentiles of a bootstrap over replicates for measures made of all replicates at once; over "
    "sampled orders of joining both errors are in it",
    "distinguishable": "simultaneous 95 % (Bonferroni) over partners (pairs, channels): whether the interval at "
    "1 - 0.05 / their number leaves out zero",
    "verdict": "of the value for all users, by distinguishable: adds, takes away, not distinguishable, zero exactly; "
    "null where there is no interval",
}
"""How the numbers beside a value were judged, in words for a reader of the document."""


def plain(found: Estimate | None) -> dict[str, Any]:
    """An estimate as plain values; all of them None where there is none."""
    if found is None:
        return dict.fromkeys(("value", "low", "high", "distinguishable"))
    return {
        "value": found.value,
        "low": found.low,
        "high": found.high,
        "distinguishable": found.distinguishable,
    }


def verdict(found: Estimate | None) -> str | None:
    """What may be said of a partner's value in a word or two."""
    if found is None or found.distinguishable is None:
        return None
    if found.distinguishable:
        return "adds" if found.value > 0 else "takes away"
    # Exactly: no replicate gave anything else. Otherwise these replicates cannot tell.
    return "zero exactly" if found.low == found.high else "not distinguishable"


def games_told(
    planned: Mapping[str, int], played: Mapping[str, int], by_proof: Mapping[str, int], beside: int
) -> str:
    """Which games stand behind a study, in a sum that adds up.

    Args:
        planned: games of the plan, by arm.
        played: games of the scenario as it stands that were played, by arm.
        by_proof: games of the plan that were not played, because the first replicate stands for them.
        beside: games of variants of the scenario.
    """
    arms = ", ".join(f"{count:,} {arm}" for arm, count in planned.items())
    needed, proved = sum(planned.values()), sum(by_proof.values())
    told = f"{needed:,} games ({arms}) = {needed - proved:,} played"
    if proved:
        told += f" + {proved:,} read off their first replicate, because no draw decides anything in them"
    tried = sum(played.values()) + proved - needed
    more = [f"{tried:,} of the pilot, with other dice"] if tried else []
    more += [f"{beside:,} under other assumptions"] if beside else []
    return f"{told}.{f' Beside them {together(more)} were played.' if more else ''}"


def beside_told(scenario: Scenario, gains: Mapping[str, Any]) -> str:
    """What stands beside the values and is never blended with them: risk of leaks, of escalation, and cost.

    Args:
        scenario: what was played.
        gains: what each player gains, as the document has it (`Any`: JSON values).
    """
    why = no_leaks(scenario)
    if why:
        leaks = f"Leaks: none, because {why}"
    elif all(row["leaks"]["value"] is None for row in gains.values()):
        leaks = "Leaks: not counted without a declared attack"
    else:
        leaks = "Leaks: how many more releases leak under the declared attacks with a partner than without it"
    return (
        f"{leaks}. Escalation: asked for by --measures deterrence.highest_rung,deterrence.response_imposed (free arm). "
        "Cost: no scenario says what a partner's part costs, so there is no value per cost."
    )


def title_of(name: str) -> str:
    """A measure in words: its family, what it says and its unit."""
    measure = max((item for item in MEASURES if name.startswith(item.name)), key=lambda item: len(item.name))
    mission = name.removeprefix(measure.name).removeprefix(".")
    family = name.partition(".")[0].replace("_", " ").upper() if "." in name else "WHOLE COALITION"
    of = f", {MISSION_NAMES.get(mission, mission)}" if mission else ""
    better = {"higher": "more is better", "lower": "less is better", "neither": "neither way is better"}
    return f"{family}: {measure.title[0].lower()}{measure.title[1:]}{of} ({measure.unit}; {better[measure.direction]})"


def short_title(name: str) -> str:
    """What a measure says, without family and unit."""
    title = title_of(name).partition(": ")[2].partition(" (")[0]
    return f"{title[0].upper()}{title[1:]}"
