"""`wargame replay` as its user meets it."""

import pytest

from wargame.cli import main
from wargame.loader import load
from wargame.record.folder import check_folder, write_run
from wargame.run import run


@pytest.fixture(scope="module")
def folder(sides, tmp_path_factory):
    """The folder that `wargame run --out` leaves."""
    place = tmp_path_factory.mktemp("run") / "class"
    records = {
        "": sides.played, "unattacked": sides.unattacked, "restraint": sides.restraint, "us_only": sides.us_only,
        "us_only/unattacked": sides.us_only_unattacked, "us_only/restraint": sides.us_only_restraint,
    }  # fmt: skip
    write_run(place, {}, records)
    return place


def test_it_writes_the_page_beside_the_record(folder, html, capsys):
    assert main(["replay", str(folder)]) == 0
    assert "opens without network or program" in capsys.readouterr().out
    assert (folder / "replay.html").read_text(encoding="utf-8") == html
    check_folder(folder)  # the run may be replaced by another all the same


def test_a_cell_is_named_as_people_call_it(folder, tmp_path, told_in):
    file = tmp_path / "red.html"
    assert main(["replay", str(folder), "--cell", "red", "--out", str(file)]) == 0
    pictures = told_in(file.read_text(encoding="utf-8"))["pictures"]
    assert [picture["id"] for picture in pictures] == ["RED"]
    assert main(["replay", str(folder), "--cell", "Borealis"]) == 0
    assert (folder / "replay_BOR.html").is_file()
    check_folder(folder)


def test_other_runs_are_laid_over_it(folder, sides, tmp_path, told_in):
    silent = run(sides.played.scenario, coalition=("BOR",))
    write_run(tmp_path / "without_corona", {}, {"": silent})
    file = tmp_path / "page.html"
    given = ["replay", str(folder), "--fork", str(tmp_path / "without_corona"), "--out", str(file)]
    assert main(given) == 0
    (other,) = told_in(file.read_text(encoding="utf-8"))["alternatives"]
    assert other["label"] == "Without corona"
    assert other["first_divergence_s"] is not None


def test_services_that_were_deleted_are_worked_out_again(sides, tmp_path, told_in):
    write_run(tmp_path / "run", {}, {"": sides.played})
    (tmp_path / "run" / "service.npz").unlink()
    assert main(["replay", str(tmp_path / "run")]) == 0
    told = told_in((tmp_path / "run" / "replay.html").read_text(encoding="utf-8"))
    assert told["pictures"][0]["missions"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--cell", "Atlantis"], "--cell Atlantis: nobody of that name decides in this record"),
        (["--out", "nowhere/page.html"], "there is no folder 'nowhere'"),
        (["--out", "."], "is a folder; name a file"),
        (["--out", "page.txt"], "'page.txt' should end in .html or .htm, such as page.html"),
        (["--fork", "nowhere"], "there is no record at 'nowhere'"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(folder, elsewhere, more, words, capsys):
    assert main(["replay", str(folder), *more]) == 1
    said = capsys.readouterr().err
    assert words in said
    assert "Traceback" not in said
    assert list(elsewhere.iterdir()) == []


def test_a_run_of_another_crisis_is_not_laid_over_it(folder, tmp_path, capsys):
    other, page = tmp_path / "other", tmp_path / "page.html"
    write_run(other, {}, {"": run(load("classroom"), arm="unattacked")})
    assert main(["replay", str(folder), "--fork", str(other), "--out", str(page)]) == 1
    said = capsys.readouterr().err
    assert "is a run of another crisis, 'Classroom, a storm and three friends'" in said
    assert not page.exists()


def test_a_cell_s_page_takes_no_other_run(folder, capsys):
    assert main(["replay", str(folder), "--cell", "RED", "--fork", str(folder)]) == 2
    assert "a cell's page holds no other run" in capsys.readouterr().err


def test_broken_services_are_named(sides, tmp_path, capsys):
    write_run(tmp_path / "run", {}, {"": sides.played})
    (tmp_path / "run" / "service.npz").write_bytes(b"PK not a file of services")
    assert main(["replay", str(tmp_path / "run")]) == 1
    assert "service.npz" in capsys.readouterr().err


def test_help_ends_with_an_example(capsys):
    assert main(["replay", "--help"]) == 0
    assert (
        capsys.readouterr().out.rstrip().endswith("Example: wargame replay out/wp7 --out class.html --open")
    )
