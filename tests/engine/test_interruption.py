"""An interruption leaves the old result or the whole new one, never half of it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import wargame.record.folder
from wargame.record import Record
from wargame.record.files import write_whole
from wargame.record.folder import FolderError, write_run
from wargame.run import run

WARGAME = [sys.executable, "-m", "wargame"]


@pytest.fixture(scope="module")
def records(tutorial):
    """The records of two arms by folder."""
    return {"": run(tutorial), "restraint": run(tutorial, arm="restraint")}


def _files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_run_s_folder_holds_records_services_and_summary(records, tmp_path):
    """And nothing else lies beside it."""
    write_run(tmp_path / "out", {"title": "x"}, records, {"report.html": "<p>"})
    assert _files(tmp_path) == [
        "out/record.jsonl",
        "out/report.html",
        "out/restraint/record.jsonl",
        "out/restraint/service.npz",
        "out/service.npz",
        "out/summary.json",
    ]
    assert Record.read(tmp_path / "out").full_digest == records[""].full_digest


@pytest.mark.parametrize("after", [0, 1])
@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, OSError])
@pytest.mark.parametrize("earlier", [False, True], ids=["new", "over an earlier run"])
def test_an_error_in_the_middle_leaves_nothing_half_written(
    records, tmp_path, monkeypatch, after, error, earlier
):
    """Whatever stops it and whenever: the folder is absent, or the earlier run stands there whole."""
    out = tmp_path / "out"
    if earlier:
        write_run(out, {"title": "earlier"}, records)
    before = {name: (tmp_path / name).read_bytes() for name in _files(tmp_path)}
    calls = []
    services = wargame.record.folder._services

    def stops(record):
        calls.append(record)
        if len(calls) > after:
            raise error("stop")
        return services(record)

    monkeypatch.setattr(wargame.record.folder, "_services", stops)
    with pytest.raises(error):
        write_run(out, {"title": "new"}, records)
    assert {name: (tmp_path / name).read_bytes() for name in _files(tmp_path)} == before
    assert [path.name for path in tmp_path.iterdir()] == (["out"] if earlier else [])


def test_an_error_while_moving_into_place_leaves_the_earlier_run(records, tmp_path, monkeypatch):
    """The last moment: the earlier run has been moved out of the way and the new one cannot be moved in."""
    out = tmp_path / "out"
    write_run(out, {"title": "earlier"}, records)
    before = {name: (out / name).read_bytes() for name in _files(out)}
    replace, moves = os.replace, []

    def fails_at_the_second(source, target):
        if Path(target) == out or Path(source) == out:
            moves.append(source)
            if len(moves) == 2:
                raise OSError("disk gone")
        replace(source, target)

    monkeypatch.setattr(wargame.record.folder.os, "replace", fails_at_the_second)
    with pytest.raises(OSError, match="disk gone"):
        write_run(out, {"title": "new"}, records)
    assert out.is_dir(), f"the earlier run is gone; left: {_files(tmp_path)}"
    assert {name: (out / name).read_bytes() for name in _files(out)} == before


def test_an_earlier_run_is_replaced_as_a_whole(records, tmp_path):
    """Nothing of it is left beside the new one."""
    write_run(tmp_path / "out", {"title": "earlier"}, records)
    write_run(tmp_path / "out", {"title": "new"}, {"": records[""]})
    assert _files(tmp_path / "out") == ["record.jsonl", "service.npz", "summary.json"]
    assert '"new"' in (tmp_path / "out/summary.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("stranger", ["thesis.docx", ".git/config", "unattacked.txt"])
def test_a_folder_with_anything_else_in_it_is_not_touched(records, tmp_path, stranger):
    """Somebody's work is worth more than a run."""
    out = tmp_path / "out"
    (out / stranger).parent.mkdir(parents=True, exist_ok=True)
    (out / stranger).write_text("mine", encoding="utf-8")
    with pytest.raises(FolderError, match="which is not part of a run; name another folder"):
        write_run(out, {}, records)
    assert _files(out) == [stranger]


def test_a_sub_folder_with_somebody_s_file_in_it_is_not_touched(records, tmp_path):
    """A folder of that name may be somebody's own."""
    mine = tmp_path / "out" / "restraint" / "notes.txt"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine", encoding="utf-8")
    with pytest.raises(FolderError):
        write_run(tmp_path / "out", {}, records)
    assert mine.read_text(encoding="utf-8") == "mine"


def test_a_file_of_that_name_is_not_overwritten(records, tmp_path):
    """`--out` names a folder."""
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    with pytest.raises(FolderError, match="is a file; name a folder"):
        write_run(tmp_path / "out", {}, records)


def test_a_file_that_cannot_be_written_is_told_by_the_name_that_was_asked_for(tmp_path):
    """Not by that of the temporary file, which nobody has heard of."""
    with pytest.raises(FileNotFoundError) as refused:
        write_whole(tmp_path / "nowhere" / "page.html", "new")
    assert refused.value.filename == str(tmp_path / "nowhere" / "page.html")


@pytest.mark.parametrize("name", ["page.html", "run.JSON", "crisis.db"])
def test_the_name_of_a_file_is_not_taken_for_that_of_a_folder(name, records, tmp_path):
    """`--out page.html` would make a folder of that name, which no browser opens."""
    with pytest.raises(
        FolderError, match=r"is the name of a file.*name a folder, such as '.*(page|run|crisis)'"
    ):
        write_run(tmp_path / name, {}, records)
    assert not (tmp_path / name).exists()


def test_a_folder_that_is_there_may_be_called_what_it_likes(records, tmp_path):
    """Somebody named it; a dot in a new name is no ending either."""
    (tmp_path / "old.html").mkdir()
    for name in ("old.html", "run_v1.2"):
        write_run(tmp_path / name, {}, records)
        assert (tmp_path / name / "summary.json").is_file()


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    """The old text stays when the new one cannot be finished."""
    file = tmp_path / "a.txt"
    write_whole(file, "old\n")

    def fails(source, target):
        raise OSError("disk full")

    monkeypatch.setattr("wargame.record.files.os.replace", fails)
    with pytest.raises(OSError, match="disk full"):
        write_whole(file, "new\n")
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert file.read_text(encoding="utf-8") == "old\n"


def _interrupted(folder):
    """Exit status and stderr of a run that gets Ctrl-C once it is at work; nothing is remembered from other runs."""
    memory = {"WARGAME_CACHE": str(folder / "cache"), "NUMBA_CACHE_DIR": str(folder / "numba")}
    process = subprocess.Popen(
        [*WARGAME, "run", "tutorial", "--out", str(folder / "out")],
        env={**os.environ, **memory},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        # A gate that runs in the background ignores Ctrl-C and hands that down; a person's shell does not.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    deadline = time.monotonic() + 60.0
    while not (folder / "cache").exists() and time.monotonic() < deadline and process.poll() is None:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    return process.returncode, errors


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for another process")
def test_control_c_ends_a_run_with_130_and_leaves_no_folder(tmp_path):
    """Interrupted once it is at work: a sentence on stderr, no traceback, nothing on disk."""
    for attempt in range(4):
        folder = tmp_path / str(attempt)
        folder.mkdir()
        status, errors = _interrupted(folder)
        if (
            "Exception ignored" not in errors
        ):  # Python swallows a Ctrl-C that hits a clean-up of its own: once more
            break
    assert status == 130, errors
    assert not (folder / "out").exists()
    assert not list(folder.glob(".out.*"))
    assert "Traceback" not in errors
    assert "interrupted" in errors


def test_pages_of_ours_beside_a_run_do_not_stop_the_next(records, tmp_path):
    """`wargame coverage --out` and `wargame replay` write there."""
    out = tmp_path / "out"
    write_run(out, {"title": "earlier"}, records)
    for page in ("coverage.html", "coverage.json", "replay_ARC.html"):
        (out / page).write_text("<!doctype html>", encoding="utf-8")
    write_run(out, {"title": "new"}, records)
    assert '"new"' in (out / "summary.json").read_text(encoding="utf-8")


@pytest.mark.skipif(
    not Path("/proc/self").exists(), reason="no place here in which even root can write nothing"
)
def test_a_place_where_nothing_can_be_made_is_told_in_the_user_s_words(records):
    """Not by the name of a folder of ours."""
    with pytest.raises(FolderError, match=r"^'/proc/mine' cannot be written .*; name a folder of your own$"):
        write_run(Path("/proc/mine"), {}, records)
