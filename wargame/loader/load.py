"""Loads a scenario: read, compose, vary, validate, check; every fault at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from wargame.loader.checks import at_their_places, checked
from wargame.loader.compose import composed
from wargame.loader.excursions import Excursion, changed, chosen, parsed, split
from wargame.loader.faults import Fault, ScenarioError
from wargame.loader.lints import lints
from wargame.loader.settings import Set, Setting, all_applied, settings
from wargame.loader.sources import resolve
from wargame.loader.subject import Subject
from wargame.loader.suggest import listed, meant
from wargame.loader.tree import Node, place_of, plain
from wargame.scenario import Scenario
from wargame.scenario.variant import AS_IT_STANDS, Variant, flat


@dataclass(frozen=True, slots=True)
class Loaded:
    """A scenario and what its file says beside it."""

    scenario: Scenario
    without: tuple[str, ...]
    """Players that the chosen excursion takes out of the coalition."""
    source: str
    """The file as faults name it."""
    warnings: tuple[Fault, ...]
    """What is allowed but odd."""
    excursion_titles: Mapping[str, str]
    """What the file's excursions are called, by name in alphabetical order."""
    variant: Variant = AS_IT_STANDS
    """Which excursion and settings were applied; results say so."""

    @property
    def excursions(self) -> tuple[str, ...]:
        """Names of the file's excursions, in alphabetical order."""
        return tuple(self.excursion_titles)


@dataclass(frozen=True, slots=True)
class _File:
    """A file as read: the scenario's tree, the block of excursions, and what is wrong with that block."""

    label: str
    tree: Node
    block: Node
    variants: Mapping[str, Excursion]
    faults: tuple[Fault, ...]


def load(path_or_name: str | Path, excursion: str | None = None, set: Set = None) -> Scenario:
    """The scenario of a file or of a shipped name, with an excursion and settings applied.

    Raises:
        ScenarioError: the file is wrong; carries all faults.
    """
    return load_all(path_or_name, excursion, set).scenario


def load_all(path_or_name: str | Path, excursion: str | None = None, set: Set = None) -> Loaded:
    """The scenario with what its file says beside it.

    Raises:
        ScenarioError: the file is wrong; carries all faults.
    """
    file = _read(path_or_name)
    loaded, faults = _loaded(file, excursion, settings(set))
    if faults or loaded is None:
        raise ScenarioError(faults)
    return loaded


def validate(path_or_name: str | Path) -> Loaded:
    """The scenario after a check of its file and of every excursion in it.

    Raises:
        ScenarioError: the file or an excursion is wrong; carries all faults.
    """
    file = _read(path_or_name)
    loaded, faults = _loaded(file, None, [])
    common = {replace(fault, sentence="") for fault in faults}
    for name in sorted(file.variants):
        _, more = _loaded(file, name, [])
        fresh = [fault for fault in more if replace(fault, sentence="") not in common]
        faults = [
            *faults,
            *(replace(fault, sentence=f"in the excursion '{name}': {fault.sentence}") for fault in fresh),
        ]
    if faults or loaded is None:
        raise ScenarioError(faults)
    return loaded


def _read(path_or_name: str | Path) -> _File:
    source = resolve(path_or_name)
    tree, block = split(composed(source))
    variants, faults = parsed(block)
    return _File(source.label, tree, block, variants, tuple(faults))


def _loaded(
    file: _File, excursion: str | None, given: Sequence[Setting]
) -> tuple[Loaded | None, list[Fault]]:
    """The scenario of one variant, or None, and everything wrong with it."""
    tree, without, faults = _varied(file, excursion, given)
    try:
        subject, more = checked(tree)
    except ScenarioError as error:
        return None, [*faults, *error.faults]
    faults = [*faults, *more, *_unknown_leavers(file, excursion, without, subject)]
    if faults:
        return None, faults
    scenario = subject.scenario
    warnings = tuple(sorted(at_their_places(lints(scenario), tree)))
    variant = _variant(file, excursion, given)
    titles = {name: item.title for name, item in sorted(file.variants.items())}
    return Loaded(scenario, without, file.label, warnings, titles, variant), []


def _variant(file: _File, excursion: str | None, given: Sequence[Setting]) -> Variant:
    """What was asked for, in plain values, for those who read the results."""
    settings = {".".join(map(str, item.path)): plain(item.value) for item in given}
    if excursion is None:
        return Variant(settings=settings)
    chosen = file.variants[excursion]
    own = {**flat(chosen.changes), **chosen.set}
    return Variant(excursion, chosen.title, {**own, **settings}, chosen.without)


def _varied(
    file: _File, excursion: str | None, given: Sequence[Setting]
) -> tuple[Node, tuple[str, ...], list[Fault]]:
    """The tree of one variant, who leaves, and what is wrong with the excursion and the settings."""
    tree, faults = file.tree, list(file.faults)
    without: tuple[str, ...] = ()
    if excursion is not None and (file.variants or not faults):
        variant = chosen(excursion, file.variants, file.label)
        tree, wrong = changed(tree, file.block, excursion, variant)
        without, faults = variant.without, [*faults, *wrong]
    tree, wrong = all_applied(tree, given)
    return tree, without, [*faults, *wrong]


def _unknown_leavers(
    file: _File, excursion: str | None, without: Sequence[str], subject: Subject
) -> list[Fault]:
    """What is wrong with the excursion's `without`: only players can leave."""
    players = subject.scenario.players
    faults: list[Fault] = []
    for index, name in enumerate(without):
        broken = name in subject.names.actors and name not in subject.scenario.actors
        if name not in players and not broken:
            path = ("excursions", excursion or "", "without", index)
            known = subject.names.actors.get(name)
            words = f"'{name}' is {known} and cannot leave" if known else f"there is no player '{name}'"
            words += f"; players are {listed(players)}" if known else meant(name, players)
            faults.append(Fault.at(place_of(file.block, path), path, words))
    return faults
