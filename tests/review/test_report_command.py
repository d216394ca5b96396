"""`wargame report`: from a run's folder to a page and slides; what is missing is played again; faults are sentences."""

import shutil
import time

import pytest

from wargame.analysis.kept_run import read_services
from wargame.cli import main
from wargame.record import Record


@pytest.fixture
def copy(folder, tmp_path):
    return shutil.copytree(folder, tmp_path / "run")


def test_the_page_lies_in_the_folder_and_is_that_of_the_run(copy, capsys):
    began = time.monotonic()
    assert main(["report", str(copy)]) == 0
    assert time.monotonic() - began < 10.0
    assert "Review: " in capsys.readouterr().out
    page = (copy / "review.html").read_text(encoding="utf-8")
    assert "After-action review: Classroom" in page
    assert Record.read(copy).digest[:16] in page


def test_the_folder_still_is_that_of_a_run(copy, exercise):
    assert main(["report", str(copy)]) == 0
    assert main(["run", str(exercise), "--seed", "1", "--out", str(copy)]) == 0


def test_the_page_is_the_same_as_from_the_run_itself(copy, summary):
    from wargame.analysis.review.page import Review, review_html

    assert main(["report", str(copy)]) == 0
    page = (copy / "review.html").read_text(encoding="utf-8")
    assert page == review_html(Review(summary, str(copy)))


def test_services_and_arms_that_are_missing_are_worked_out_again(copy):
    assert main(["report", str(copy)]) == 0
    whole = (copy / "review.html").read_text(encoding="utf-8")
    for file in copy.rglob("service.npz"):
        file.unlink()
    shutil.rmtree(copy / "us_only")
    shutil.rmtree(copy / "restraint")
    (copy / "summary.json").unlink()
    assert main(["report", str(copy)]) == 0
    assert (copy / "review.html").read_text(encoding="utf-8") == whole


def test_kept_services_are_those_of_the_run(folder, summary):
    kept = read_services(folder / "service.npz")
    played = summary.coalition.played.services
    assert set(kept) == set(played)
    for mission, line in kept.items():
        assert (line.regions, line.beneficiaries) == (played[mission].regions, played[mission].beneficiaries)
        assert line.values == pytest.approx(played[mission].values, abs=1e-7)


def test_another_place_for_the_page(copy, tmp_path):
    assert main(["report", str(copy), "--out", str(tmp_path / "aar.html")]) == 0
    assert (tmp_path / "aar.html").is_file()
    assert not (copy / "review.html").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere"], "there is no folder 'nowhere'"),
        (["{run}", "--out", "{run}"], "is a folder; name a file"),
        (["{run}", "--out", "{run}/page.pdf"], "should end in .html"),
        (["{run}", "--out", "{run}/none/page.html"], "make it first"),
        (["{empty}"], "holds no record"),
        (["{study}"], "study.db"),
        (["{study}", "--pptx"], "slides are made of a run"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(arguments, words, copy, tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    (tmp_path / "study.db").write_bytes(b"SQLite format 3\x00")
    places = {"run": copy, "empty": tmp_path / "empty", "study": tmp_path / "study.db"}
    assert main(["report", *(item.format(**places) for item in arguments)]) == 1
    said = capsys.readouterr().err
    assert words in said
    assert "Traceback" not in said
    assert not list(tmp_path.rglob("*.part"))


@pytest.mark.parametrize("name", ["record.jsonl", "service.npz", "summary.json", "restraint/record.jsonl"])
def test_a_damaged_file_is_named(name, copy, capsys):
    (copy / name).write_bytes((copy / name).read_bytes()[:300])
    assert main(["report", str(copy)]) == 1
    said = capsys.readouterr().err
    assert name.rpartition("/")[2] in said
    for raw in ("Traceback", "pickle", "numpy", "zip"):
        assert raw not in said
    assert not (copy / "review.html").exists()


def test_an_arm_of_another_run_is_refused(copy, exercise, tmp_path, capsys):
    assert main(["run", str(exercise), "--seed", "1", "--out", str(tmp_path / "other")]) == 0
    shutil.rmtree(copy / "restraint")
    shutil.copytree(tmp_path / "other" / "restraint", copy / "restraint")
    assert main(["report", str(copy)]) == 1
    assert "is an arm of another run" in capsys.readouterr().err


def test_slides_without_the_library_say_how_to_install_it(copy, monkeypatch, capsys):
    import importlib.util

    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *rest: None if name == "pptx" else found(name, *rest)
    )
    assert main(["report", str(copy), "--pptx"]) == 1
    said = capsys.readouterr().err.strip()
    assert said.count("\n") == 0
    assert 'pip install "coalition-wargame[pptx]"' in said
    assert not (copy / "review.html").exists()
