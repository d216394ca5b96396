"""docs/strategy.md is complete and names nothing that the program does not have."""

import json
import re

import pytest

from wargame import registry
from wargame.cli import main
from wargame.loader import load_all, shipped
from wargame.scenario import Scenario
from wargame.scenario.base import MISSION_KEYS

TICKS = re.compile(r"`([^`]+)`")
PURPOSES, GOALS = ("1", "2", "3"), ("1", "2", "3", "4", "5", "6")
ACTIONS = (
    *(f"1{letter}" for letter in "abcd"),
    *(f"2{letter}" for letter in "ab"),
    *(f"3{letter}" for letter in "abcd"),
    "4a",
    *(f"5{letter}" for letter in "ab"),
    *(f"6{letter}" for letter in "abc"),
    "7",
)
"""The strategy's own numbers, January 2017."""


@pytest.fixture(scope="module")
def page(root):
    """The page."""
    return (root / "docs/strategy.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def measures():
    """The names of all measures, as `wargame list --json` prints them."""
    import contextlib
    import io

    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert main(["list", "--json"]) == 0
    return {item["name"] for item in json.loads(out.getvalue())["measures"]}


def _rows(page, heading):
    """The cells of every row of the table under a heading."""
    part = page.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.mark.parametrize(
    ("heading", "numbers"),
    [("The three purposes", PURPOSES), ("The six goals", GOALS), ("The directed actions", ACTIONS)],
)
def test_every_line_of_the_strategy_has_a_row_with_lever_measure_and_status(heading, numbers, page, measures):
    rows = _rows(page, heading)
    assert tuple(row[0].split(".")[0] for row in rows) == numbers
    for row in rows:
        name, lever, moved, status = row
        assert TICKS.search(lever), f"{name}: no lever"
        assert TICKS.search(moved), f"{name}: no measure"
        assert set(TICKS.findall(moved)) <= measures, name
        assert status.startswith(("modelled", "partly", "not modelled")), name
        if not status.startswith("modelled"):
            assert ":" in status, f"{name}: say why"


SCHEMA = Scenario.model_json_schema()


def _resolved(block):
    """A schema block and all blocks that it may be instead."""
    if "$ref" in block:
        yield from _resolved(SCHEMA["$defs"][block["$ref"].rsplit("/", 1)[1]])
    for key in ("anyOf", "oneOf"):
        for choice in block.get(key, ()):
            yield from _resolved(choice)
    yield block


def _is_field(path):
    """Whether a dotted path with `*` for names leads to a field of the scenario language."""
    blocks = [SCHEMA]
    for part in path.split("."):
        found = []
        for block in (item for start in blocks for item in _resolved(start)):
            if part == "*" and isinstance(block.get("additionalProperties"), dict):
                found.append(block["additionalProperties"])
            if part == "*":
                found += list(block.get("patternProperties", {}).values())
            if part in block.get("properties", {}):
                found.append(block["properties"][part])
        if not found:
            return False
        blocks = found
    return True


def _kinds(value):
    """Every constant of the schema: the kinds of blocks."""
    if isinstance(value, dict):
        yield from ([value["const"]] if "const" in value else ())
        for item in value.values():
            yield from _kinds(item)
    elif isinstance(value, list):
        for item in value:
            yield from _kinds(item)


def test_the_page_s_own_check_can_fail():
    assert _is_field("satellites.*.payloads.*.owner")
    assert _is_field("agreements.*.release_h")
    assert not _is_field("agreements.*.no_such_field")
    assert not _is_field("satelites")


def test_every_name_on_the_page_exists(page, measures):
    excursions = {key for name in shipped() for key in load_all(name).excursions}
    known = measures | set(_kinds(SCHEMA)) | set(MISSION_KEYS) | set(shipped()) | excursions
    known |= set(registry.plugins(registry.EFFECT)) | {"*", "this type"}
    commands = {"coverage", "contribution", "list", "run"}
    options = {"--arm forced", "--without", "--leaving"}
    unknown = [
        name
        for name in TICKS.findall(page)
        if not (
            name in known
            or name in options
            or _is_field(name)
            or (name.startswith("wargame ") and name.split()[1] in commands)
        )
    ]
    assert not unknown, f"named on the page and unknown to the program: {unknown}"


def test_the_options_named_on_the_page_are_taken(capsys):
    assert main(["run", "--help"]) == 0
    text = capsys.readouterr().out
    for option in ("--arm", "--without", "--leaving"):
        assert option in text
