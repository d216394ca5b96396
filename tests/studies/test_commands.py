"""The commands sweep and analyse, as their users type them, on real games of the tutorial."""

import csv
import json
import sqlite3

import pytest

import wargame
from wargame.cli import main
from wargame.studies.frames import export_tidy, export_wide, frames

STUDY = """title: Two jammers
question: Does power matter?
scenario: tutorial
uncertainties:
  power: {path: actors.RED.adversary.capabilities.jammer.parameters.eirp_dbw, values: [60, 80]}
outcomes:
  service: {measure: resilience.service_delivered, enough: 0.9}
  margin: {measure: deterrence.margin}
coalitions: {alone: lead_alone, everybody: everybody}
packages: [cut_the_strait]
design: {kind: grid}
"""


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    folder = tmp_path_factory.mktemp("study")
    (folder / "study.yaml").write_text(STUDY, encoding="utf-8")
    assert (
        main(["sweep", str(folder / "study.yaml"), "--workers", "1", "--out", str(folder / "study.db")]) == 0
    )
    return folder


def test_a_sweep_says_how_many_games_it_plays_and_what_came_of_them(played, capsys):
    assert (
        main(["sweep", str(played / "study.yaml"), "--workers", "1", "--out", str(played / "again.db")]) == 0
    )
    said = capsys.readouterr()
    assert "2 points x 2 coalitions: 4 forced, 4 restraint games. 8 games = " in said.err
    assert "8 of 8 runs done, 0 failed." in said.out
    assert "not an assessment of any nation" in said.out


def test_a_finished_study_is_not_played_twice(played, capsys):
    arguments = ["sweep", str(played / "study.yaml"), "--out", str(played / "study.db")]
    assert main(arguments) == 1
    assert "go on with it by --resume" in capsys.readouterr().err
    before = (played / "study.db").read_bytes()
    assert main([*arguments, "--resume", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["runs"] == {"planned": 8, "done": 8, "failed": 0}
    assert len(before) == len((played / "study.db").read_bytes())


def test_any_row_is_played_again_alone_and_in_full(played, capsys, tmp_path):
    out = tmp_path / "row"
    assert main(["sweep", str(played / "study.db"), "--row", "6", "--out", str(out)]) == 0
    assert "Identical to its row" in capsys.readouterr().out
    assert main(["verify", str(out)]) == 0
    assert main(["sweep", str(played / "study.db"), "--row", "8"]) == 1
    assert "there is no run 8; its rows are numbered 0 to 7" in capsys.readouterr().err


def test_a_row_that_says_something_else_is_found_out(played, capsys, tmp_path):
    forged = tmp_path / "forged.db"
    forged.write_bytes((played / "study.db").read_bytes())
    db = sqlite3.connect(forged)
    db.execute('UPDATE runs SET "resilience.service_delivered" = 1.0 WHERE run = 0')
    db.commit()
    db.close()
    assert main(["sweep", str(forged), "--row", "0"]) == 3
    assert "resilience.service_delivered: 1.0 in the row" in capsys.readouterr().out


def test_an_analysis_is_text_a_page_or_one_document(played, capsys, tmp_path):
    page = tmp_path / "study.html"
    assert main(["analyse", str(played / "study.db"), "--out", str(page)]) == 0
    assert "REGRET" in capsys.readouterr().out
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert main(["analyse", str(played / "study.db"), "--method", "regret", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert list(document["methods"]) == ["regret"]
    assert document["methods"]["regret"][0]["states"] == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["sweep", "none.yaml"], "the file cannot be read"),
        (["sweep", "none.db"], "a study file ends with .yaml"),
        (["sweep", "DB", "--row", "1", "--out", "file.txt/x"], "--out"),
        (["sweep", "YAML", "--out", "file.txt/x.db"], "is a file, not a folder"),
        (["analyse", "none.db"], "there is no such file"),
        (["analyse", "YAML"], "this is no file of a study"),
        (["analyse", "DB", "--method", "morris"], "it needs 'design: {kind: morris}'"),
        (["analyse", "DB", "--out", "page.txt"], "give a file that ends with .html"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(played, capsys, monkeypatch, tmp_path, arguments, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file.txt").write_text("no folder", encoding="utf-8")
    places = {"DB": str(played / "study.db"), "YAML": str(played / "study.yaml")}
    assert main([places.get(word, word) for word in arguments]) == 1
    assert said in capsys.readouterr().err


def test_a_study_from_python_gives_frames_that_equal_the_exported_tables(played, tmp_path):
    found = wargame.sweep(played / "study.yaml")
    assert list(found.runs["run"]) == list(range(8))
    assert found.runs.equals(frames(played / "study.db").runs)
    assert found.failures.empty
    count = export_tidy(played / "study.db", tmp_path / "tidy.csv", "csv")
    with (tmp_path / "tidy.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == count == len(found.tidy)
    margins = [
        float(row["value"]) for row in rows if row["statistic"] == "deterrence.margin" and row["value"]
    ]
    assert margins == found.runs["deterrence.margin"].dropna().tolist()
    reasons = {row["reason"] for row in rows if row["statistic"] == "deterrence.margin" and not row["value"]}
    assert reasons == {"needs the restraint arm"}
    assert export_wide(played / "study.db", tmp_path / "wide.csv") == 8


def test_tables_name_every_coalition_and_leave_no_key_blank(played, tmp_path):
    export_tidy(played / "study.db", tmp_path / "tidy.csv", "csv")
    with (tmp_path / "tidy.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["coalition_name"] for row in rows} == {"alone", "everybody"}
    assert {row["coalition"] for row in rows if row["coalition_name"] == "alone"} == {"lead_alone"}
    runs = frames(played / "study.db").runs
    assert runs.groupby("coalition_name")["run"].count().to_dict() == {"alone": 4, "everybody": 4}


def test_the_command_export_writes_a_study_as_a_tidy_table(played, capsys, tmp_path):
    place = tmp_path / "tidy.csv"
    assert main(["export", str(played / "study.db"), "--tidy", "csv", "--out", str(place)]) == 0
    assert "one for each run and statistic" in capsys.readouterr().out
    export_tidy(played / "study.db", tmp_path / "same.csv", "csv")
    assert place.read_bytes() == (tmp_path / "same.csv").read_bytes()
    assert main(["export", str(played / "study.yaml"), "--tidy", "csv"]) == 1
    assert main(["export", str(played / "study.db"), "--tidy", "excel"]) == 2


def test_parquet_holds_the_same_table(played, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    export_tidy(played / "study.db", tmp_path / "tidy.parquet", "parquet")
    export_tidy(played / "study.db", tmp_path / "tidy.csv", "csv")
    table = parquet.read_table(tmp_path / "tidy.parquet")
    with (tmp_path / "tidy.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert table.column_names == list(rows[0])
    assert [None if row["value"] == "" else float(row["value"]) for row in rows] == table["value"].to_pylist()
    assert table["statistic"].to_pylist() == [row["statistic"] for row in rows]
    assert table["factor.power"].to_pylist() == [int(row["factor.power"]) for row in rows]


def test_more_than_one_worker_is_asked_for_in_whole_numbers(played):
    with pytest.raises(Exception, match="workers is 0; allowed is a whole number, 1 or more"):
        wargame.sweep(played / "study.yaml", workers=0)
