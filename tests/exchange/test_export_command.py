"""`wargame export`, as people use it."""

import json

import pytest

from wargame.cli import main


@pytest.fixture
def folder(classroom, elsewhere):
    """A record on disk, in a folder of its own."""
    place = elsewhere / "class"
    place.mkdir()
    classroom.write(place)
    return place


def test_each_format_is_written_where_it_was_asked_for(folder, elsewhere, capsys):
    """A file for globes, folders for tables and orbits; a second time they are replaced."""
    for _ in range(2):
        assert main(["export", "class", "--czml", "--out", "globe/class.czml"]) == 0
        assert main(["export", "class", "--csv", "--out", "tables"]) == 0
        assert main(["export", "class", "--oem", "--out", "orbits"]) == 0
    assert json.loads((elsewhere / "globe/class.czml").read_text(encoding="utf-8"))[0]["id"] == "document"
    assert sorted(path.name for path in (elsewhere / "tables").iterdir()) == [
        "assets.csv",
        "events.csv",
        "services.csv",
    ]
    assert (elsewhere / "orbits/eye_01.oem").is_file()
    assert not list(elsewhere.rglob(".*")), "nothing half-written is left"
    assert "CCSDS OEM 3.0, TEME, UTC: 15 files" in capsys.readouterr().out


def test_without_a_place_it_stands_beside_the_record(folder, elsewhere):
    """A run's folder holds nothing but the run."""
    assert main(["export", "class/record.jsonl", "--csv"]) == 0
    assert (elsewhere / "class_csv/events.csv").is_file()
    assert main(["export", "class", "--czml"]) == 0
    assert (elsewhere / "class.czml").is_file()


@pytest.mark.parametrize("options", [[], ["--czml", "--csv"]])
def test_one_format_is_asked_for(folder, options, capsys):
    """Usage, exit status 2."""
    assert main(["export", "class", *options]) == 2
    assert "name one of --czml, --csv, --oem" in capsys.readouterr().err


def test_bad_places_and_records_are_refused_with_a_sentence(folder, elsewhere, capsys):
    """Nothing of anybody's is overwritten."""
    assert main(["export", "class", "--csv", "--out", "class"]) == 1
    assert "holds 'record.jsonl', which is no .csv file; name another folder" in capsys.readouterr().err
    assert main(["export", "class", "--czml", "--out", "class"]) == 1
    assert "is a folder; name a file" in capsys.readouterr().err
    assert main(["export", "nowhere", "--csv"]) == 1
    assert "there is no record at 'nowhere'" in capsys.readouterr().err
    (elsewhere / "file").write_text("x", encoding="utf-8")
    assert main(["export", "class", "--oem", "--out", "file/orbits"]) == 1
    assert "is a file" in capsys.readouterr().err
