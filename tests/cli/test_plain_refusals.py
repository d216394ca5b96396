"""What cannot be done is refused in one sentence: no errno, no half-finished work, and with what is allowed."""

from pathlib import Path

import pytest

from wargame import load
from wargame.cli import main
from wargame.cli.playing import _members
from wargame.run import RunError, run


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("file").write_text("", encoding="utf-8")
    Path("folder").mkdir()
    Path("junk.jsonl").write_text("hello\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (
            ["explain", "lost", "3"],
            1,
            "there is no record at 'lost'; name the folder that 'wargame run --out' wrote",
        ),
        (["verify", "lost"], 1, "there is no record at 'lost'"),
        (["verify", "folder"], 1, "the folder 'folder' holds no record"),
        (["schema", "--out", "folder"], 1, "'folder' is a folder; name a file, such as --out"),
        (["schema", "--out", "lost/schema.json"], 1, "there is no folder 'lost'"),
        (["schema", "--out", "file/schema.json"], 1, "'file' is a file, not a folder; name another place"),
        (
            ["coverage", "tutorial", "--mission", ""],
            1,
            "--mission '': there is no mission of that name; users of",
        ),
        (
            ["compare", "folder", "folder", "--out", "x.pdf"],
            1,
            "'x.pdf' should end in .html or .htm, such as x.html",
        ),
        (
            ["export", "folder", "--czml", "--out", "x.txt"],
            1,
            "'x.txt' should end in .czml or .json, such as x.czml",
        ),
        (["replay", "junk.jsonl"], 1, "junk.jsonl:1: not a line of JSON (Expecting value"),
        (["new", ""], 1, "the new file needs a name"),
        (["new", "folder/"], 1, "the new file needs a name"),
        (["run", "tutorial", "--out", "file/x"], 1, "'file' is a file, so there can be no folder"),
        (["contribution", "tutorial", "--out", "file/x"], 1, "'file' is a file, so there can be no folder"),
        (
            ["coverage", "tutorial", "--mission", "pnt", "--out", "file/x"],
            1,
            "'file' is a file, so there can be",
        ),
        (["coverage", "tutorial", "--out", "x"], 2, "--out needs a --mission, such as --mission pnt"),
        (["coverage", "tutorial", "--out", "x", "--region", "y"], 2, "--region and --out need a --mission"),
    ],
)
def test_it_is_refused_in_a_sentence(arguments, status, words, capsys):
    before = sorted(Path.cwd().rglob("*"))
    assert main(arguments) == status
    said = capsys.readouterr().err
    assert words in said
    for raw in ("Errno", "Traceback", "Invalid value"):
        assert raw not in said
    assert sorted(Path.cwd().rglob("*")) == before


def test_the_forced_arm_without_a_package_names_the_packages():
    tutorial = load("tutorial")
    with pytest.raises(RunError, match="declares blind, cut_the_strait"):
        run(tutorial, arm="forced")


def test_players_who_leave_may_stand_in_one_word_with_commas(capsys):
    assert main(["run", "tutorial", "--without", "BOR,NOBODY"]) == 1
    assert "--without NOBODY: nobody of that name can leave" in capsys.readouterr().err
    assert _members(load("tutorial"), [], ["BOR,COR"], us_only=False) == frozenset()


def test_a_new_file_names_a_schema_only_where_there_is_one(capsys):
    assert main(["new", "plain"]) == 0
    assert "$schema" not in Path("plain.yaml").read_text("utf-8")
    assert "$schema=wargame.schema.json" in capsys.readouterr().out
    assert main(["new", "helped", "--schema"]) == 0
    assert main(["new", "beside"]) == 0
    for name in ("helped", "beside"):
        assert Path(f"{name}.yaml").read_text("utf-8").startswith("# yaml-language-server: $schema=")
