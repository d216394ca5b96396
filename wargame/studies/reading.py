"""Reads a study's file and checks it against its scenario; every fault at once, with its place."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from wargame.analysis.contribution.readings import MEANS_OF
from wargame.analysis.measure_list import Measure
from wargame.analysis.measures import MEASURES
from wargame.loader.faults import Fault, Place, ScenarioError, refuse
from wargame.loader.faults import Path as Steps
from wargame.loader.load import Loaded, load_all
from wargame.loader.sources import SUFFIXES, Source
from wargame.loader.suggest import listed, meant
from wargame.loader.tree import Node, grown, place_of
from wargame.loader.yaml_strict import read
from wargame.scenario.base import MISSION_KEYS
from wargame.studies.csv_design import points_from
from wargame.studies.deck import Card
from wargame.studies.design import Point, points_of, size_of
from wargame.studies.factors import Finding, shape_findings, value_findings
from wargame.studies.language import MOST_POINTS, Csv, Outcome, Sobol, StudyPlan
from wargame.studies.sound import STAND_IN, sound_part

EXAMPLES, EXAMPLES_FOLDER = "wargame.studies", "examples"
"""Where the studies are that ship with the program."""

AS_IT_STANDS = "as_it_stands"
"""The name of the scenario without an excursion."""

LEAST_BASE = 16
"""A smaller Sobol sample may never change a factor of few levels, and its indices are noise."""


@dataclass(frozen=True)
class Given:
    """A study's file after every check.

    Attributes:
        plan: what the file says.
        loaded: the scenario of every excursion, by name.
        points: the level of every factor, point by point; the same for every excursion.
    """

    plan: StudyPlan
    loaded: Mapping[str, Loaded]
    points: tuple[Point, ...]


def read_study(study: Path | str | Mapping[str, Any]) -> Given:
    """The study of a file, or of the same blocks as Python values (`Any`: those of the file).

    Raises:
        ScenarioError: the file, its scenario or its design is wrong; carries all faults.
    """
    folder, tree = _tree(study)
    if not isinstance(tree.content, Mapping):
        raise refuse(
            tree.place, "a study is a block of keys ('title:', 'scenario:', ...); found something else"
        )
    sound = sound_part(tree)
    if sound.plan is None:
        raise ScenarioError(sound.faults)
    plan, findings = sound.plan, list(shape_findings(sound.plan))
    faults = [*sound.faults, *_at(tree, findings)]
    loaded: dict[str, Loaded] = {}
    if "scenario" not in sound.broken:
        loaded, more = _scenarios(plan, tree, folder)
        faults += more
    if loaded:
        found = scenario_findings(plan, next(iter(loaded.values())))
        faults += _at(tree, (item for item in found if _is_meant(item[0], sound.broken)))
    odd = {path[:2] for path, _ in findings}
    points: list[Point] = []
    designed = loaded and not any(fault.path.startswith("design") for fault in faults)
    if designed and not odd and not sound.broken & {"uncertainties", "levers"}:
        points, more = _points(plan, tree, folder)
        faults += more
    cards = {name: Card.of(item.scenario) for name, item in loaded.items()}
    faults += _at(tree, value_findings(plan, cards, odd))
    if faults:
        raise ScenarioError(faults)
    return Given(plan, loaded, tuple(points))


def _is_meant(path: Steps, broken: frozenset[str]) -> bool:
    """Whether a finding is about what the file says, and does not follow from a fault that was told already."""
    if STAND_IN in path:
        return False
    return path[0] != "design" or not broken & {"uncertainties", "levers", "design"}


def _tree(study: Path | str | Mapping[str, Any]) -> tuple[Path, Node]:
    """The folder from which a study's files count, and the study as a tree."""
    if isinstance(study, Mapping):
        return Path(), grown(study, Place("the study"))
    path = Path(study)
    if str(study) in shipped_studies() and not path.exists():
        found = files(EXAMPLES).joinpath(f"{EXAMPLES_FOLDER}/{study}.yaml")
        return Path(), read(found.read_bytes(), f"{study}.yaml")
    source = Source(str(study), path)
    return path.parent, read(source.read(), source.label)


def shipped_studies() -> list[str]:
    """The names of the studies that ship with the program, in alphabetical order."""
    found = files(EXAMPLES).joinpath(EXAMPLES_FOLDER).iterdir()
    return sorted(item.name.removesuffix(".yaml") for item in found if item.name.endswith(".yaml"))


def _at(tree: Node, findings: Iterable[Finding]) -> list[Fault]:
    return [Fault.at(place_of(tree, path), path, sentence) for path, sentence in findings]


def _scenarios(plan: StudyPlan, tree: Node, folder: Path) -> tuple[dict[str, Loaded], list[Fault]]:
    """The scenario of every excursion, and what is wrong with the scenario's file."""
    name: str | Path = plan.scenario
    if plan.scenario.endswith(SUFFIXES) or "/" in plan.scenario or "\\" in plan.scenario:
        name = folder / plan.scenario
    found: dict[str, Loaded] = {}
    faults: list[Fault] = []
    for index, excursion in enumerate(plan.excursions or (AS_IT_STANDS,)):
        path: Steps = ("excursions", index) if plan.excursions else ("scenario",)
        if excursion in found:
            faults += _at(tree, iter([(path, f"the excursion '{excursion}' stands twice; remove one")]))
            continue
        try:
            found[excursion] = load_all(name, None if excursion == AS_IT_STANDS else excursion, plan.settings)
        except ScenarioError as error:
            faults += [_here(fault, tree, path) for fault in error.faults]
    return found, list(dict.fromkeys(faults))


def _here(fault: Fault, tree: Node, path: Steps) -> Fault:
    """A fault of the scenario: where it stands, when that is a file, else where the study asks for it."""
    if fault.file.startswith("--set "):
        asked: Steps = ("settings", fault.file.removeprefix("--set "))
        return Fault.at(place_of(tree, asked), asked, fault.sentence)
    return fault if fault.line else Fault.at(place_of(tree, path), path, fault.sentence)


def scenario_findings(plan: StudyPlan, loaded: Loaded) -> Iterator[Finding]:
    """What a study names that its scenario does not have: players, packages, nations, measures."""
    scenario = loaded.scenario
    for name, members in plan.coalitions.items():
        for index, player in enumerate(members if isinstance(members, tuple) else ()):
            if player not in scenario.players:
                words = f"there is no player '{player}'{meant(player, scenario.players)}"
                yield ("coalitions", name, index), words
            elif player in members[:index]:
                yield ("coalitions", name, index), f"'{player}' stands twice; remove one"
    for index, package in enumerate(plan.packages):
        if package not in scenario.threat_packages:
            yield (
                ("packages", index),
                f"there is no package '{package}'{meant(package, scenario.threat_packages)}",
            )
    if plan.view not in ("coalition", "lead", *scenario.governments):
        known = ("coalition", "lead", *scenario.governments)
        yield ("view",), f"'{plan.view}' is not a view{meant(plan.view, known)}"
    for name, outcome in sorted(plan.outcomes.items()):
        yield from (
            (("outcomes", name, *path), words) for path, words in _outcome_findings(outcome, plan, loaded)
        )
    if "forced" in arms_of(plan) and not scenario.threat_packages:
        yield ("arms",), "the forced arm needs a declared threat package, and this scenario has none"
    if isinstance(plan.design, Sobol) and plan.design.base < LEAST_BASE:
        yield (
            ("design", "base"),
            f"{plan.design.base} is too small a sample for Sobol indices; the least is {LEAST_BASE}",
        )
    elif isinstance(plan.design, Sobol) and plan.design.base & (plan.design.base - 1):
        yield (
            ("design", "base"),
            f"{plan.design.base} is no power of 2; Sobol points are balanced only in 16, 32, 64, ...",
        )
    if not plan.factors and plan.design.kind != "grid":
        yield ("design",), "nothing is varied: name uncertainties or levers, or write 'design: {kind: grid}'"
    if any(word == AS_IT_STANDS for word in loaded.excursions):
        yield (
            ("excursions",),
            f"the scenario calls an excursion '{AS_IT_STANDS}', which means none; rename it",
        )


def _outcome_findings(outcome: Outcome, plan: StudyPlan, loaded: Loaded) -> Iterator[Finding]:
    measure, mission = measure_of(outcome)
    if measure is None:
        known = [item.name for item in MEASURES if item.kind == "record"]
        yield ("measure",), f"there is no measure '{outcome.measure}'{meant(outcome.measure, known)}"
        return
    if measure.kind != "record":
        by_record = MEANS_OF.get(measure.name)
        instead = f": name '{by_record}', whose mean it is" if by_record else ""
        yield (
            ("measure",),
            f"'{measure.name}' is over sets of records; a sweep keeps what each record says by itself{instead}",
        )
    if mission and (not measure.by_mission or mission not in loaded.scenario.needed):
        given = listed(loaded.scenario.needed) if measure.by_mission else "no mission"
        yield ("measure",), f"'{measure.name}' is for {given} in this scenario; found '{mission}'"
    arms = arms_for(measure)
    if outcome.arm is not None and outcome.arm not in arms:
        yield ("arm",), f"'{measure.name}' is read from the arm {listed(arms, 'or')}"
    elif arm_of(outcome, plan) not in arms_of(plan):
        yield ("measure",), f"it needs the arm {listed(arms, 'or')}, which 'arms' leaves out"


def measure_of(outcome: Outcome) -> tuple[Measure | None, str]:
    """The measure of an outcome, and the mission it is asked for; empty for the mean over missions."""
    known = {item.name: item for item in MEASURES}
    if outcome.measure in known:
        return known[outcome.measure], ""
    name, _, mission = outcome.measure.rpartition(".")
    return (known.get(name), mission) if mission in MISSION_KEYS else (None, "")


def arms_for(measure: Measure) -> list[str]:
    """The arms whose rows hold a measure; what needs no attack stands in the rows of every arm."""
    words = measure.arm.split(" or ")
    return ["unattacked", "forced", "restraint", "free"] if words == ["unattacked"] else words


def arms_of(plan: StudyPlan) -> tuple[str, ...]:
    """The arms that a study plays."""
    if plan.arms:
        return tuple(sorted(set(plan.arms)))
    asked = {outcome.arm or _first(outcome) for outcome in plan.outcomes.values()}
    return tuple(sorted(asked - {"unattacked"} or {"unattacked"}))


def _first(outcome: Outcome) -> str:
    measure, _ = measure_of(outcome)
    return arms_for(measure)[0] if measure is not None else "unattacked"


def arm_of(outcome: Outcome, plan: StudyPlan) -> str:
    """The arm from whose rows an outcome is read."""
    if outcome.arm is not None:
        return outcome.arm
    measure, _ = measure_of(outcome)
    played = arms_of(plan)
    return (
        next((arm for arm in arms_for(measure) if arm in played), "none") if measure is not None else "none"
    )


def _points(plan: StudyPlan, tree: Node, folder: Path) -> tuple[list[Point], list[Fault]]:
    """The points of the design, and what is wrong with a design from a file."""
    if isinstance(plan.design, Csv):
        return points_from(folder / plan.design.file, plan.factors, place_of(tree, ("design", "file")))
    many = size_of(plan.design, plan.factors)
    if many > MOST_POINTS:
        words = f"the design has {many:,} points; at most {MOST_POINTS:,} are allowed: fewer levels, or another design"
        return [], _at(tree, iter([(("design",), words)]))
    return points_of(plan.design, plan.factors, plan.seed), []
