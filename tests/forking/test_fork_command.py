"""`wargame fork` and `wargame compare`, as people use them."""

import json
import shutil

import pytest

from wargame.cli import main
from wargame.record import Record

RUN = ["run", "tutorial", "--seed", "1", "--out", "before"]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A run and its fork on disk, made by the commands."""
    place = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        assert main([*RUN, "--set", "politics.severity=0.35"]) == 0
        change = "disclosure.members.share=0"
        assert main(["fork", "before", "--at", "3", "--set", change, "--out", "after"]) == 0
    return place


@pytest.fixture
def here(made, monkeypatch):
    """That folder as the working folder."""
    monkeypatch.chdir(made)
    return made


def test_a_fork_leaves_what_a_run_leaves(here):
    """The same files, each arm forked from its own parent."""
    before = sorted(path.relative_to("before").as_posix() for path in _files(here / "before", here))
    assert sorted(path.relative_to("after").as_posix() for path in _files(here / "after", here)) == before
    for name in ("", "unattacked", "restraint", "us_only", "us_only/unattacked", "us_only/restraint"):
        parent, child = Record.read(here / "before" / name), Record.read(here / "after" / name)
        assert child.forks[-1].parent == parent.digest
        assert child.manifest.arm == parent.manifest.arm
        assert child.manifest.coalition == parent.manifest.coalition


def _files(folder, root):
    return (path.relative_to(root) for path in folder.rglob("*") if path.is_file())


def test_every_record_of_a_fork_verifies_alone(here, tmp_path):
    """Copied elsewhere, without its parent."""
    shutil.copytree(here / "after", tmp_path / "alone")
    for name in ("", "us_only/restraint"):
        assert main(["verify", str(tmp_path / "alone" / name)]) == 0


def test_the_summary_says_that_it_is_a_fork_and_keeps_the_parent_s_variant(here):
    """For people and for scripts."""
    summary = json.loads((here / "after/summary.json").read_text(encoding="utf-8"))
    assert summary["forks"][0]["move"] == 3
    assert summary["variant"]["set"] == {"politics.severity": 0.35}
    report = (here / "after/report.html").read_text(encoding="utf-8")
    assert "From move 3 on the fork goes its own way" in report
    assert "forks" not in json.loads((here / "before/summary.json").read_text(encoding="utf-8"))


def test_the_command_says_what_was_changed_what_is_shared_and_what_came_of_it(here, capsys):
    """Without a folder it only says so."""
    assert main(["fork", "before", "--at", "3", "--set", "disclosure.members.share=0"]) == 0
    told = capsys.readouterr().out
    assert "FORK at move 3, D+0 18:00" in told
    assert "events before it are the parent's, to the last digit." in told
    assert "WHAT DIFFERS" in told
    assert "FIRST DIFFERENCE, D+0 18:00, move 3" in told


def test_a_fork_of_a_fork_and_a_fork_of_a_single_file(here, tmp_path, capsys):
    """What is not in the folder is played."""
    assert (
        main(["fork", "after", "--at", "5", "--set", "politics.commitment=1", "--out", str(tmp_path / "x")])
        == 0
    )
    assert [row["move"] for row in Record.read(tmp_path / "x/us_only").manifest.forks] == [3, 5]
    shutil.copy(here / "after/record.jsonl", tmp_path / "record.jsonl")
    capsys.readouterr()
    given = ["--at", "5", "--set", "politics.commitment=1"]
    assert main(["fork", str(tmp_path / "record.jsonl"), *given, "--out", str(tmp_path / "y")]) == 0
    for name in ("", "restraint", "us_only/unattacked"):
        left, right = Record.read(tmp_path / "x" / name), Record.read(tmp_path / "y" / name)
        assert left.full_digest == right.full_digest, name
        assert [fork.parent for fork in left.forks] == [fork.parent for fork in right.forks], name


def test_an_unchanged_fork_says_so(here, capsys):
    """And is its parent."""
    assert main(["fork", "before", "--at", "4"]) == 0
    told = capsys.readouterr().out
    assert "nothing is changed, so the fork is its parent" in told
    assert "The parent and the fork are the same run, event by event." in told


def test_the_document_of_a_fork_is_one_json(here, capsys):
    """As of a comparison."""
    assert main(["fork", "before", "--at", "4", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["first_divergence"] is None


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["--at", "99"], "--at 99: there is no move 99 in this run; its moves are 0 to 9"),
        (
            ["--at", "3", "--set", "clock.move_h=12"],
            "'clock.move_h' cannot change in play: the moves and horizons",
        ),
        (["--at", "3", "--set", "politics.severity=7"], "--set politics.severity=7: politics.severity:"),
        (["--at", "3", "--set", "nonsense"], "a setting is PATH=VALUE"),
        (["--at", "3", "--orders", "none.yaml"], "none.yaml"),
        (["--at", "3", "--injects", "none.yaml"], "none.yaml"),
        (["--at", "3", "--out", "before/summary.json"], "'before/summary.json' is a file; name a folder"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(here, given, words, capsys):
    """Exit status 1, no traceback, nothing written."""
    assert main(["fork", "before", *given]) == 1
    told = capsys.readouterr()
    assert words in told.err
    assert "Traceback" not in told.err
    assert not told.out


def test_a_record_that_is_not_there_or_broken_is_refused(here, tmp_path, capsys):
    """By fork and by compare."""
    (tmp_path / "record.jsonl").write_text("{}\n", encoding="utf-8")
    for command in (["fork", "nowhere", "--at", "1"], ["compare", "before", "nowhere"]):
        assert main(command) == 1
        assert "there is no record at 'nowhere'" in capsys.readouterr().err
    assert main(["compare", "before", str(tmp_path)]) == 1
    assert "this is not a record of this program" in capsys.readouterr().err


def test_compare_prints_writes_a_page_and_gives_one_json(here, tmp_path, capsys):
    """Three ways to look at it."""
    page = tmp_path / "deep/compare.html"
    assert main(["compare", "before", "after", "--out", str(page)]) == 0
    told = capsys.readouterr().out
    assert "parent: before" in told
    assert "after, fork at move 3: members.share" in told
    assert "STATISTICS" in told
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert main(["compare", "before", "after", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["forked_at"] == {"move": 3, "t_s": 64800}
    assert main(["compare", "before", "after", "--out", str(tmp_path)]) == 1
    assert "is a folder; name a file" in capsys.readouterr().err


def test_the_handbook_lists_what_may_change(capsys):
    """All of it, or one field."""
    assert main(["describe", "fork"]) == 0
    told = capsys.readouterr().out
    assert told.index("May change in play") < told.index("disclosure\n") < told.index("Cannot change in play")
    assert main(["describe", "fork", "clock.duration_h"]) == 0
    assert "Cannot change in play: the moves and horizons of the two runs" in capsys.readouterr().out
    assert main(["describe", "fork", "disclosure.members.share"]) == 0
    assert "May change in play: who releases what to whom" in capsys.readouterr().out
    assert main(["describe", "fork", "nothing"]) == 1
