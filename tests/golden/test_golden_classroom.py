"""Golden records of the classroom: what students see, one line an event, compared line by line.

To write them anew: `make golden`; see test_golden_records.py.
"""

import os
from pathlib import Path

import pytest

from wargame.analysis.names import Names, clock
from wargame.analysis.sentences import sentence
from wargame.loader import load
from wargame.run import run

FOLDER = Path(__file__).parent / "classroom"
UPDATE = os.environ.get("WARGAME_UPDATE_GOLDEN") == "1"
CASES = {"free": {"arm": "free"}, "quiet": {"arm": "forced", "package": "quiet"}}


@pytest.mark.parametrize("name", CASES)
def test_the_classroom_plays_as_it_was_written_down(name):
    """Every event, its time, its identity and its numbers as people read them."""
    scenario = load("classroom")
    names = Names(scenario)
    events = run(scenario, **CASES[name]).events
    now = [f"{clock(event.t_s)} | {event.id} | {sentence(event, names)}" for event in events]
    file = FOLDER / f"{name}.txt"
    if UPDATE:
        FOLDER.mkdir(exist_ok=True)
        file.write_text("\n".join(now) + "\n", encoding="utf-8", newline="\n")
    assert file.is_file(), f"no golden record {file.name}: run `make golden`"
    assert now == file.read_text(encoding="utf-8").splitlines()


def test_no_golden_record_of_the_classroom_is_left_over():
    """Every file belongs to a case."""
    assert {file.stem for file in FOLDER.glob("*.txt")} == set(CASES)
