"""The file of a study: whole rows in the order of the design, resumed, and never mixed."""

import sqlite3
from pathlib import Path

import pytest

from wargame.studies.games import Outcome, StudyError
from wargame.studies.store import RunStore
from wargame.studies.study_file import StudyFile
from wargame.studies.tables import About
from wargame.studies.versions import versions


@pytest.fixture
def about(cards):
    return About({"kind": "test"}, cards, {0: {"hours": 60, "kind": "fast"}})


def _outcome(key, number):
    return Outcome(
        key, "abc", {"a.number": number / 3.0, "b.none": None}, {"b.none": f"never with {key.arm}"}
    )


def test_rows_stand_in_the_order_of_the_design_whichever_game_ended_first(tmp_path, about, keys):
    for name, order in (("there", 1), ("back", -1)):
        with RunStore(tmp_path / name, about) as store:
            numbers = {key: n for n, key in enumerate(store.plan(keys))}
            for key in keys[::order]:
                store.add([_outcome(key, numbers[key])])
    there, back = (StudyFile(tmp_path / name) for name in ("there", "back"))
    assert list(there.rows()) == list(back.rows())
    assert [row[0] for row in there.rows()] == list(range(len(keys)))
    assert list(there.outcomes()) == [_outcome(key, n) for n, key in enumerate(keys)]


def test_a_place_where_no_file_can_be_made_is_told_by_its_name(about):
    """A wrong folder is no fault of the program, whatever SQLite calls it."""
    with pytest.raises(
        StudyError, match=r"^/proc/s\.db: the file cannot be written .*; check the folder and its rights$"
    ):
        RunStore(Path("/proc/s.db"), about)


def test_a_row_says_everything_that_decides_it(tmp_path, about, keys):
    with RunStore(tmp_path / "s.db", about) as store:
        store.plan(keys)
        store.add([_outcome(keys[50], 1)])
    file = StudyFile(tmp_path / "s.db")
    row = dict(zip(file.columns, next(file.rows()), strict=True))
    assert row.pop("reasons")
    assert row == {
        "run": 50, "point": 0, "coalition": "BOR+COR", "leaving": "neutral", "arm": "forced",
        "package": "cut_the_strait", "seed": 7, "replicate": 5, "study_hash": about.hash, "scenario_hash": "abc",
        "versions": versions(), "status": "done", "error": "", "factor.hours": 60, "factor.kind": "fast",
        "a.number": 1 / 3.0, "b.none": None,
    }  # fmt: skip
    assert file.card(0).scenario().title.startswith("Tutorial")
    assert file.document == {"kind": "test"}


def test_a_resumed_study_plays_what_is_missing_and_nothing_twice(tmp_path, about, keys):
    with RunStore(tmp_path / "s.db", about) as store:
        store.plan(keys)
        store.add([_outcome(key, 0) for key in keys[:3]])
        store.add([Outcome(keys[3], "abc", error="ValueError: no")])
    with RunStore(tmp_path / "s.db", about, resume=True) as store:
        assert store.plan(keys[:40]) == keys[4:40]
        assert store.plan(keys[40:]) == keys[40:], "further games are numbered on from those before"
    with RunStore(tmp_path / "s.db", about, resume=True) as store:
        assert store.plan(keys, again_failed=True) == keys[3:]
        store.add([_outcome(keys[3], 0)])
    assert [item.status for item in StudyFile(tmp_path / "s.db").outcomes()] == ["done"] * 4


def test_what_was_added_is_kept_when_something_goes_wrong(tmp_path, about, keys):
    def interrupted():
        with RunStore(tmp_path / "s.db", about) as store:
            store.plan(keys)
            store.add([_outcome(keys[0], 0)])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert len(list(StudyFile(tmp_path / "s.db").rows())) == 1


def test_a_file_that_is_there_is_not_begun_anew(tmp_path, about):
    RunStore(tmp_path / "s.db", about).close()
    with pytest.raises(StudyError, match="there already; go on with it by --resume"):
        RunStore(tmp_path / "s.db", about)


def test_another_study_is_refused(tmp_path, about, cards):
    RunStore(tmp_path / "s.db", about).close()
    changed = {0: cards[0].changed({"clock.duration_h": 48})}
    for other in (About({"kind": "other"}, cards), About({"kind": "test"}, changed)):
        with pytest.raises(StudyError, match="holds another study"):
            RunStore(tmp_path / "s.db", other, resume=True)


def test_a_study_begun_with_another_version_is_refused(tmp_path, about):
    RunStore(tmp_path / "s.db", about).close()
    with sqlite3.connect(tmp_path / "s.db") as db:
        db.execute("UPDATE study SET value = 'wargame 0.0.9' WHERE name = 'versions'")
    with pytest.raises(StudyError, match=r"begun with wargame 0\.0\.9; .* never mixed across versions"):
        RunStore(tmp_path / "s.db", about, resume=True)


def test_other_games_in_a_file_are_refused(tmp_path, about, keys):
    with RunStore(tmp_path / "s.db", about) as store:
        store.plan(keys)
        store.add([_outcome(keys[0], 0)])
    with (
        RunStore(tmp_path / "s.db", about, resume=True) as store,
        pytest.raises(StudyError, match="run 0 is another game"),
    ):
        store.plan(keys[1:])


def test_two_processes_do_not_write_one_study(tmp_path, about):
    with RunStore(tmp_path / "s.db", about), pytest.raises(StudyError, match="another process is writing it"):
        RunStore(tmp_path / "s.db", about, resume=True)


def test_a_study_is_read_while_it_is_written(tmp_path, about, keys):
    with RunStore(tmp_path / "s.db", about) as store:
        store.plan(keys)
        store.add([_outcome(keys[0], 0)])
        with StudyFile(tmp_path / "s.db") as file:
            assert len(list(file.rows())) in (0, 1)


@pytest.mark.parametrize("content", [b"title: no database\n" * 100, None])
def test_other_files_are_no_study(tmp_path, about, content):
    path = tmp_path / "other.db"
    if content is None:
        sqlite3.connect(path).execute("CREATE TABLE runs (a)")
    else:
        path.write_bytes(content)
    with pytest.raises(StudyError, match="this is no file of a study"):
        StudyFile(path)
    with pytest.raises(StudyError, match="this is no file of a study"):
        RunStore(path, about, resume=True)


def test_a_missing_file_and_a_missing_run_are_said(tmp_path, about):
    with pytest.raises(StudyError, match="there is no such file"):
        StudyFile(tmp_path / "none.db")
    RunStore(tmp_path / "s.db", about).close()
    with pytest.raises(StudyError, match="there is no run 3; it has none yet"):
        StudyFile(tmp_path / "s.db").run(3)
