"""Every broken file says each of its faults at the right line in the expected words, and nothing else."""

import re
from pathlib import Path

import pytest

from wargame.cli import main

FOLDER = Path(__file__).parent / "broken"
FILES = sorted(FOLDER.glob("*.yaml"))
EXPECTED = re.compile(r"^# expect: (?:([\w.]+):)?(\d+): (.*)$", re.MULTILINE)
PRINTED = re.compile(r"^(.*?):(\d+):(\d+): (.*)$")


def test_there_are_at_least_twenty_broken_files():
    assert len(FILES) >= 20


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_broken_file_says_what_is_wrong_and_where(path, capsys):
    expected = sorted(
        (file or path.name, int(line), words)
        for file, line, words in EXPECTED.findall(path.read_text("utf-8"))
    )
    assert expected, "the file says nothing about what to expect"

    assert main(["validate", str(path)]) == 1

    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Traceback" not in captured.err
    lines = captured.err.strip().split("\n")
    assert lines[-1].endswith("the scenario cannot be run")
    printed = sorted(_printed(line) for line in lines[:-1])
    assert [(file, line) for file, line, _ in printed] == [(file, line) for file, line, _ in expected]
    for (_, _, said), (_, _, words) in zip(printed, expected, strict=True):
        assert words in said


def _printed(line):
    found = PRINTED.match(line)
    assert found is not None, f"not file:line:column: {line}"
    file, number, column, words = found.groups()
    assert int(column) >= 1
    return Path(file).name, int(number), words
