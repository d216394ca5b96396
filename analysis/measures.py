"""The catalogue of measures: what each number says, from which arm it comes, in which unit, and which way is good.

Missions follow a name after a dot (`resilience.depth.pnt`); without one it is the mean over missions. `record`
measures are one number for each record, `study` measures are over sets of records. A measure without a formula that a
hand-worked case holds is not computed, and `NOT_COMPUTED` says why.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from wargame.analysis.measure_list import CAPABILITY, COOPERATION, DETERRENCE, RESILIENCE, Measure
from wargame.registry import MEASURE, PluginError, plugins

ARMS = frozenset({"free", "forced", "restraint", "unattacked"})


def _own(known: tuple[Measure, ...]) -> Iterator[Measure]:
    """The measures of plug-ins, once each says of itself what it must.

    Raises:
        PluginError: a plug-in's name is taken, or it is not one number of one record of one arm.
    """
    taken = {item.name for item in known}
    for key, plugin in plugins(MEASURE).items():
        about = plugin.about
        if about.name != key or key in taken:
            raise PluginError(
                f"the measure '{key}' calls itself '{about.name}'; give it one name that is not taken"
            )
        if about.arm not in ARMS or about.kind != "record" or about.shape != "number" or about.by_mission:
            arms = ", ".join(sorted(ARMS))
            raise PluginError(
                f"the measure '{key}' must be one number of a record of one arm ({arms}), not by mission"
            )
        yield about


OF_THE_PROGRAM = (*CAPABILITY, *RESILIENCE, *DETERRENCE, *COOPERATION)
MEASURES = (*OF_THE_PROGRAM, *_own(OF_THE_PROGRAM))

NOT_COMPUTED: Mapping[str, str] = {
    "R4 (avoidance, robustness, recovery, reconstitution)": "no published formula tells them apart on a service line "
    "that several of them shape at once; the depth and the time to restore hold what can be seen of the last three",
    "R6 (robustness of the graph of assets)": "service is a flow with demand, rights and geometry; measures of bare "
    "connectivity have no hand-worked case against it",
    "R7 (indices of resilience taxonomies)": "they blend what is kept apart here, and no weights are published",
}
"""Measures that the literature names and that are not computed, and why."""


def catalogue() -> list[Mapping[str, Any]]:
    """Every measure as plain values, in the order of the handbook; `contribution` says whether that study takes it."""
    return [{**asdict(item), "contribution": item.shape == "number"} for item in MEASURES]


def meaning(name: str) -> str:
    """What a statistic says, by its name with or without a mission; empty for an unknown name."""
    return _TITLES.get(name) or _TITLES.get(name.rpartition(".")[0], "")


def record_statistics() -> list[str]:
    """The names of the statistics that one record has, without missions."""
    return [item.name for item in MEASURES if item.kind == "record"]


def is_record_statistic(name: str) -> bool:
    """Whether one record has a statistic of that name, with or without a mission."""
    by_mission = {item.name for item in MEASURES if item.kind == "record" and item.by_mission}
    return name in record_statistics() or name.rpartition(".")[0] in by_mission


_TITLES = {item.name: item.title for item in MEASURES}


def page(name: str) -> str:
    """The handbook page of a measure: what it says, how it is computed, whence, and when there is none.

    Raises:
        KeyError: no such measure.
    """
    item = next((item for item in MEASURES if item.name == name), None)
    if item is None:
        raise KeyError(name)
    better = {"higher": "more is better", "lower": "less is better", "neither": "neither way is better"}
    missions = "; also for each mission: " + name + ".MISSION" if item.by_mission else ""
    kind = "one number for each record" if item.kind == "record" else "over a set of records (study)"
    shape = "" if item.shape == "number" else f", as a {item.shape}"
    return "\n".join(
        (
            f"{item.name}: {item.title}.",
            "",
            f"formula:   {item.formula}",
            f"arm:       {item.arm}",
            f"unit:      {item.unit}; {better[item.direction]} for the coalition",
            f"kind:      {kind}{shape}{missions}",
            f"standing:  {item.standing}",
            f"null when: {item.null_when}",
            f"source:    {item.source}",
        )
    )
