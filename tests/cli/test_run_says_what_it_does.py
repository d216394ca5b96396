"""`run` says when it replaces an earlier run, and what partners do to the declared attacks."""

import json

import pytest

from wargame.cli import main

HERE = ["run", "tutorial", "--set", "clock.duration_h=30", "--set", "threat_packages.cut_the_strait=null"]


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """The folder of a run that is written more than once."""
    return tmp_path_factory.mktemp("runs") / "one"


def test_a_run_that_replaces_another_says_so_and_a_first_one_does_not(printed, capsys):
    said = []
    for _ in range(2):
        assert main([*HERE, "--out", str(printed)]) == 0
        said.append(capsys.readouterr())
    assert "take the place" not in said[0].err + said[0].out
    assert f"This run will take the place of the one that is in '{printed}'." in said[1].err
    assert said[0].out == said[1].out


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path, capsys):
    (tmp_path / "letter.txt").write_text("dear all", encoding="utf-8")
    assert main([*HERE, "--out", str(tmp_path)]) == 1
    assert "holds 'letter.txt', which is not part of a run; name another folder" in capsys.readouterr().err
    assert [item.name for item in tmp_path.iterdir()] == ["letter.txt"]


def test_denial_cost_imposition_and_tipping_pressure_are_printed_and_recorded(printed, capsys):
    assert main([*HERE, "--out", str(printed)]) == 0
    text = capsys.readouterr().out
    study = json.loads((printed / "summary.json").read_text(encoding="utf-8"))["study"]["coalition"]
    assert f"partners take {study['deterrence.denial']:+.3f} from" in text
    assert f"add {study['deterrence.cost_imposition']:+.3f} to" in text
    (row,) = [line for line in text.splitlines() if "Tipping pressure" in line]
    assert f"{study['deterrence.tipping_pressure']:+.3f}" in row
    report = (printed / "report.html").read_text(encoding="utf-8")
    assert report.count("not a state of affairs") <= 1
    assert f"add {study['deterrence.cost_imposition']:+.3f} to" in report


def test_a_crisis_without_declared_attacks_says_why_nothing_is_known_of_them(capsys):
    assert main([*HERE, "--set", "threat_packages.blind=null"]) == 0
    assert "Denial and cost imposition: not known, " in capsys.readouterr().out
