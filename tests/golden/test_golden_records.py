"""Golden records: the tutorial and the proving ground of effects, played and written down, compared line by line.

A change of results shows here as lines that a reviewer can read. To write the records anew: `make golden` (or
WARGAME_UPDATE_GOLDEN=1 python -m pytest tests/golden); the commit that contains the difference says "results change".
"""

import os
from itertools import zip_longest
from pathlib import Path

import pytest

from wargame.analysis.names import Names, clock
from wargame.analysis.sentences import sentence
from wargame.loader import load
from wargame.registry import DOCTRINE, EFFECT, plugins
from wargame.run import run

FOLDER = Path(__file__).parent / "records"
UPDATE = os.environ.get("WARGAME_UPDATE_GOLDEN") == "1"
SHOWN = 8
"""Lines of a difference that are printed."""

GROUND = Path(__file__).parents[1] / "effects" / "proving_ground.yaml"
"""The tutorial with a capability for every effect, and threat packages that use them all."""

OTHER_DOCTRINES = ("logit", "prospect")
"""Doctrines that no shipped file uses: the free arm of the tutorial once for each."""

CASES = (
    {
        f"tutorial_seed{seed}_{package or arm}": {"seed": seed, "arm": arm, "package": package}
        for seed in (0, 1)
        for arm, package in (("free", None), ("forced", "blind"), ("forced", "cut_the_strait"))
    }
    | {
        f"ground_seed0_{package}": {"seed": 0, "arm": "forced", "package": package}
        for package in sorted(load(GROUND).threat_packages)
        if package.startswith("try_")
    }
    | {"burst_seed0": {"seed": 0, "arm": "forced", "package": "blind"}}
    | {f"tutorial_{key}": {"seed": 0, "arm": "free"} for key in OTHER_DOCTRINES}
)


@pytest.fixture(scope="module")
def records():
    """Every case, played."""
    return {name: run(scenario_of(name), **given) for name, given in CASES.items()}


def scenario_of(name):
    """What a case plays: the tutorial, for a doctrine that no shipped file uses with that doctrine, or the ground."""
    if name.startswith("burst"):
        return load(GROUND.with_name("burst_ground.yaml"))
    doctrine = name.removeprefix("tutorial_")
    if doctrine in OTHER_DOCTRINES:
        return load("tutorial", set={"actors.RED.adversary.doctrine": doctrine})
    return load("tutorial" if name.startswith("tutorial") else GROUND)


def told(record, scenario):
    """A record as lines: time, id, sentence."""
    names = Names(scenario)
    return [f"{clock(event.t_s)} | {event.id} | {sentence(event, names)}" for event in record.events]


def differences(old, new):
    """The first lines that differ, the old one above the new one."""
    found = []
    for number, (before, now) in enumerate(zip_longest(old, new), start=1):
        if before != now:
            found += [f"{number:>4} - {before}" for _ in [0] if before is not None]
            found += [f"{number:>4} + {now}" for _ in [0] if now is not None]
        if len(found) >= SHOWN:
            break
    return found


@pytest.mark.parametrize("name", CASES)
def test_the_game_plays_as_it_was_written_down(name, records):
    """Every event, its time, its identity and its numbers as people read them."""
    file = FOLDER / f"{name}.txt"
    now = told(records[name], scenario_of(name))
    if UPDATE:
        FOLDER.mkdir(exist_ok=True)
        file.write_text("\n".join(now) + "\n", encoding="utf-8", newline="\n")
    assert file.is_file(), f"no golden record {file.name}: run `make golden`"
    was = file.read_text(encoding="utf-8").splitlines()
    different = differences(was, now)
    if different:
        pytest.fail(
            f"{file.name}: the game plays otherwise than written down ({len(was)} lines then, {len(now)} now). "
            "If that is meant, run `make golden` and say 'results change' in the commit. First differences:\n"
            + "\n".join(different),
            pytrace=False,
        )


def test_no_golden_record_is_left_over():
    """Every file belongs to a case."""
    assert {file.stem for file in FOLDER.glob("*.txt")} == set(CASES)


def test_every_effect_has_a_golden_record_in_which_it_succeeds_or_fails(records):
    """A new effect needs a capability of the proving ground and a package `try_...` that uses it."""
    resolved = {
        event.effect
        for record in records.values()
        for event in record.events
        if event.kind == "engagement.resolved"
    }
    missing = sorted(set(plugins(EFFECT)) - resolved)
    assert not missing, f"no golden record exercises {', '.join(missing)}"


def test_every_doctrine_has_a_golden_record(records, tutorial):
    """The free arm plays the adversary's own doctrine, the forced arm the scripted one."""
    own = {tutorial.actors[key].adversary.doctrine for key in tutorial.adversaries} | set(OTHER_DOCTRINES)
    arms = {record.manifest.arm for record in records.values()}
    played = (own if "free" in arms else set()) | ({"scripted"} if "forced" in arms else set())
    missing = sorted(set(plugins(DOCTRINE)) - played)
    assert not missing, f"no golden record exercises {', '.join(missing)}"


def test_a_difference_is_shown_by_its_first_lines():
    """What a failing comparison prints."""
    assert differences(["a", "b", "c"], ["a", "x", "c", "d"]) == ["   2 - b", "   2 + x", "   4 + d"]
    assert differences(["a"], ["a"]) == []
    assert len(differences(["a"] * 100, ["b"] * 100)) == SHOWN
