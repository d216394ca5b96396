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


LEVELS = frozenset({"capability.service", "total.service", "resilience.service_delivered"})
"""Measures that are a level of service, which the length of the service step moves a little."""

RESOLUTION_BY_MISSION = {"isr_imaging": 0.002, "isr_signals": 0.002}
"""Missions that live by gaps between passes, some of them shorter than a step; see `resolution` for the source."""
RESOLUTION = 0.0005
"""That of all other missions, and of the mean over missions."""


def resolution(name: str) -> float:
    """How far a measure may be off because services are worked out in steps of five minutes, in its unit.

    No number of replicates makes it smaller, so it comes on top of any interval. What a partner adds to a level is a
    difference in which most of it falls away.

    Source: measured by halving and quartering the step (`benchmarks/step_halving.py`; docs/method.md, section 13).
    """
    if name in LEVELS:
        return RESOLUTION
    level, _, mission = name.rpartition(".")
    return RESOLUTION_BY_MISSION.get(mission, RESOLUTION) if level in LEVELS else 0.0


def good_to(name: str) -> str:
    """The sentence on the resolution of a level of service; empty for other measures."""
    told = _resolution_told(name)
    return f"Levels of service are good to {told}." if told else ""


def _resolution_told(name: str) -> str:
    """How good a level of service is; empty for other measures."""
    if not resolution(name):
        return ""
    more = f" ({max(RESOLUTION_BY_MISSION.values()):g} for images and signals)" if name in LEVELS else ""
    why = "however narrow the interval: they are worked out in steps of five minutes"
    return f"{resolution(name):g}{more}, {why}"


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
            *([f"good to:   {_resolution_told(name)}"] if resolution(name) else []),
        )
    )
