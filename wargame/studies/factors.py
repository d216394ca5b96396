"""Checks of what a study varies: every path at every end of every factor, before anything is played."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from wargame.loader.faults import Path, ScenarioError
from wargame.studies.deck import Card
from wargame.studies.design import grid_levels
from wargame.studies.language import Factor, Grid, StudyPlan

Finding = tuple[Path, str]

EXCURSION = "excursion"
"""Stands among the factors of a row where a study plays several excursions."""


def shape_findings(plan: StudyPlan) -> Iterator[Finding]:
    """What is wrong with factors by themselves, whatever the scenario is."""
    taken: dict[str, str] = {}
    for block, name, factor in listed_factors(plan):
        path: Path = (block, name)
        if name == EXCURSION:
            yield path, f"'{EXCURSION}' is the column that names the excursion; give the factor another name"
        if block == "levers" and name in plan.uncertainties:
            yield path, f"'{name}' is an uncertainty already; give the lever another name"
        if (factor.path is None) == (not factor.paths):
            yield path, "give either 'path' or 'paths': what is set"
        for target in factor.targets:
            other = next((key for key in taken if _overlap(key, target)), None)
            if other is not None:
                yield path, f"'{target}' is set by '{taken[other]}' already; two factors cannot set one field"
            taken.setdefault(target, name)
        yield from ((path, words) for words in _levels_wrong(factor, plan))
    for setting in plan.settings:
        if owner := next((taken[key] for key in taken if _overlap(key, setting)), None):
            yield ("settings", setting), f"the factor '{owner}' sets this field; leave it out here"


def listed_factors(plan: StudyPlan) -> Iterator[tuple[str, str, Factor]]:
    """Every factor with the block it stands in."""
    for name, factor in sorted(plan.uncertainties.items()):
        yield "uncertainties", name, factor
    for name, factor in sorted(plan.levers.items()):
        yield "levers", name, factor


def _overlap(one: str, other: str) -> bool:
    """Whether one path is the other, or lies in it."""
    return f"{one}.".startswith(f"{other}.") or f"{other}.".startswith(f"{one}.")


def _levels_wrong(factor: Factor, plan: StudyPlan) -> Iterator[str]:
    """What is wrong with the levels of a factor."""
    ranged = factor.low is not None or factor.high is not None
    if [ranged, bool(factor.values), bool(factor.choices)].count(True) != 1:
        yield "give either a range ('low' and 'high'), or 'values', or 'choices': over what it is varied"
        return
    if not ranged:
        if len(set(map(repr, factor.labels))) < len(factor.labels):
            yield "a level stands twice among the values; remove one"
        if len(factor.labels) < 2:
            yield "a single level varies nothing; give at least two, or put it under 'settings'"
        return
    if factor.low is None or factor.high is None:
        yield "a range needs both ends, 'low' and 'high'"
    elif not factor.low < factor.high:
        yield f"low is {factor.low:g} and high is {factor.high:g}; low must be below high"
    elif factor.scale == "log" and factor.low <= 0:
        yield f"low is {factor.low:g}; a logarithmic scale begins above 0"
    elif factor.whole and factor.scale == "log":
        yield "a whole-number factor has a linear scale; give its levels as 'values' instead"
    elif factor.whole and int(factor.high // 1) <= int(-(-factor.low // 1)):
        yield f"there are fewer than two whole numbers between {factor.low:g} and {factor.high:g}"
    elif factor.levels is not None and not isinstance(plan.design, Grid):
        yield "'levels' belong to a grid; this design chooses the levels itself"


def settings_of(plan: StudyPlan, point: Mapping[str, Any]) -> dict[str, Any]:
    """The settings by path of a point (`Any`: values of a scenario)."""
    found: dict[str, Any] = {}
    for name, level in point.items():
        factor = plan.factors[name]
        value = factor.choices[str(level)] if factor.choices else level
        found |= dict.fromkeys(factor.targets, value)
    return found


def value_findings(
    plan: StudyPlan, cards: Mapping[str, Card], odd: Collection[Path] = ()
) -> Iterator[Finding]:
    """What the scenario, with each excursion, refuses: a path that is not there, an end of a range that is not allowed.

    Every factor is tried at both ends of its range, or at every one of its levels, with all others left alone.

    Args:
        plan: the study.
        cards: its scenario, by excursion.
        odd: factors by their path that are wrong by themselves and cannot be tried.
    """
    for block, name, factor in listed_factors(plan):
        if (block, name) in odd:
            continue
        for excursion, card in cards.items():
            found = list(_refused(plan, (block, name), factor, card))
            where = f" (in the excursion '{excursion}')" if len(cards) > 1 else ""
            yield from ((path, words + where) for path, words in found)
            if found:
                break


def _refused(plan: StudyPlan, path: Path, factor: Factor, card: Card) -> Iterator[Finding]:
    for key, level in _ends(factor):
        changed = card.changed(settings_of(plan, {str(path[-1]): level}))
        try:
            changed.tree()
        except ScenarioError as error:
            yield (*path, "paths" if factor.paths else "path"), error.faults[0].sentence
            return
        try:
            changed.scenario()
        except ScenarioError as error:
            told = "; ".join(f"{fault.path}: {fault.sentence}" for fault in error.faults)
            yield (*path, *key), f"the scenario refuses {level} here: {told}"


def _ends(factor: Factor) -> Sequence[tuple[Path, Any]]:
    """Where in the file the ends of a factor stand, and their levels (`Any`: values of a scenario)."""
    if factor.values:
        return [(("values", n), level) for n, level in enumerate(factor.values)]
    if factor.choices:
        return [(("choices", label), label) for label in factor.choices]
    levels = grid_levels(factor, 2) if not factor.levels else grid_levels(factor, factor.levels)
    return [(("low",), levels[0]), (("high",), levels[-1])]
