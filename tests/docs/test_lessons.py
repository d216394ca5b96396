"""The lessons say what is so: every command works as printed and prints what the lesson shows, line by line."""

import json
import re
import shlex

import pytest

from wargame.cli import main
from wargame.cli.commands import LATER

FENCE = re.compile(r"```(\w*)\n(.*?)```", re.DOTALL)
LESSONS = ("who_deters_who_helps", "what_if_they_had_told", "nobody_did_it", "an_exercise_and_its_debrief")
LONG = {"contribution"}
"""Commands that take minutes on a slow machine."""


def _text(root, name):
    return (root / "docs" / "lessons" / f"{name}.md").read_text(encoding="utf-8")


def _steps(text):
    """The fences of a lesson in order: commands as lists of words, files to write, and outputs shown."""
    for kind, body in FENCE.findall(text):
        if kind == "yaml":
            name = body.splitlines()[0].removeprefix("# ")
            yield "file", (name, body)
        elif kind == "text":
            yield "shown", [line for line in body.splitlines() if line != "..."]
        else:
            assert kind == "", kind
            yield from (("command", shlex.split(line)) for line in body.splitlines())


def _follow(text, folder, capsys, is_skipped):
    """Does what a lesson says and holds what it shows against all that was printed so far, in order."""
    printed, ran = "", True
    missing: set[str] = set()  # what commands that were skipped would have written
    for kind, step in _steps(text):
        if kind == "file":
            (folder / step[0]).write_text(step[1], encoding="utf-8")
        elif kind == "command":
            assert step[0] == "wargame"
            ran = not is_skipped(step[1]) and missing.isdisjoint(step)
            if not ran:
                missing |= {step[n + 1] for n, word in enumerate(step) if word == "--out"}
            else:
                assert main(step[1:]) == 0, step
                printed += capsys.readouterr().out
        elif ran:
            printed = _after(step, printed)


def _after(shown, printed):
    """What was printed after the last line shown; every line has to be there, in this order."""
    lines = printed.splitlines()
    for line in shown:
        assert line in lines, f"the lesson shows a line that is not printed:\n{line}\nin\n{printed[:4000]}"
        lines = lines[lines.index(line) + 1 :]
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize("name", LESSONS[:3])
def test_the_quick_commands_of_a_lesson_print_what_it_shows(name, root, elsewhere, capsys):
    _follow(_text(root, name), elsewhere, capsys, lambda command: command in {*LATER, *LONG})


@pytest.mark.slow
def test_the_long_command_of_the_first_lesson_prints_what_it_shows(root, elsewhere, capsys):
    """It needs nothing of the quick ones before it."""
    _follow(_text(root, LESSONS[0]), elsewhere, capsys, lambda command: command not in LONG)


@pytest.mark.slow
def test_the_exercise_prints_and_scores_what_its_lesson_shows(root, elsewhere, capsys):
    text, folder = _text(root, LESSONS[3]), elsewhere
    _follow(text, folder, capsys, lambda command: command in LATER)
    page = (folder / "out" / "exercise" / "review.html").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+?) \| (met|not met|not measured) \| (.+?) \|$", text, re.MULTILINE)
    assert len(rows) == 4
    for objective, verdict, measured in rows:
        told = objective.replace("'", "&#39;")
        row = next(part for part in page.split("<tr>") if f"<td>{told} <code" in part)
        assert f">{verdict}</td>" in row
        assert measured.replace("`", "") in row


def test_the_index_lists_every_lesson_and_its_minutes(root):
    index = _text(root, "index")
    files = {path.stem for path in (root / "docs" / "lessons").glob("*.md")} - {"index"}
    assert files == set(LESSONS)
    for name in LESSONS:
        minutes = re.search(r"\*\*(\d+) minutes", _text(root, name))[1]
        assert re.search(rf"\]\({name}\.md\) \| {minutes} \|", index)
        assert 20 <= int(minutes) <= 50


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_has_a_question_steps_findings_and_a_discussion(name, root):
    text = _text(root, name)
    assert re.search(r"\*[A-Z][^*]+\?\*", " ".join(text.split()))
    for heading in ("## Before the class", "## Step 1", "## What is usually found, and why", "## Discussion"):
        assert heading in text


def test_excursions_and_settings_that_lessons_name_exist(root, capsys):
    assert main(["validate", "classroom", "--json"]) == 0
    known = json.loads(capsys.readouterr().out)["excursions"]
    named = {name for lesson in LESSONS for name in re.findall(r"--excursion (\w+)", _text(root, lesson))}
    assert named
    assert named <= set(known)
