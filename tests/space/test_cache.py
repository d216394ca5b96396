"""The store on disk: two processes, little space, read-only places, damage, dead builders."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from wargame.space import cache, cache_lock
from wargame.space.cache import BlockCache, block_key, default_cache_folder

ROOT = Path(__file__).resolve().parents[2]
COUNTED_BUILD = """
import sys, time
from pathlib import Path
import numpy as np
from wargame.space.cache import BlockCache

folder, ready = Path(sys.argv[1]), Path(sys.argv[2])

def build():
    (ready / f"built-{sys.argv[3]}").touch()
    time.sleep(1.0)
    return np.arange(1000.0)

(ready / f"started-{sys.argv[3]}").touch()
while len(list(ready.glob("started-*"))) < 2:
    time.sleep(0.01)
print(BlockCache(folder).block({"what": "shared"}, "float64", build).sum())
"""


def _array(value):
    """A builder of 8 kB."""
    return lambda: np.full(1000, float(value))


def test_a_block_is_built_once_and_then_read_from_disk(tmp_path):
    built = []

    def build():
        built.append(1)
        return np.arange(12.0).reshape(3, 4)

    first = BlockCache(tmp_path).block({"a": 1}, "float64", build)
    second = BlockCache(tmp_path).block({"a": 1}, "float64", build)
    assert built == [1]
    assert np.array_equal(first, second)
    assert isinstance(second.base, np.memmap)
    assert not second.flags.writeable
    assert sorted(path.name for path in tmp_path.iterdir()) == [block_key({"a": 1}, "float64")]


def test_the_name_follows_content_version_and_type(monkeypatch):
    names = {block_key({"a": 1, "b": 2}, "float64"), block_key({"b": 2, "a": 1}, "float64")}
    assert len(names) == 1
    names |= {block_key({"a": 1, "b": 2}, "float32"), block_key({"a": 1, "b": 3}, "float64")}
    monkeypatch.setattr(cache, "GEOMETRY_VERSION", cache.GEOMETRY_VERSION + 1)
    names.add(block_key({"a": 1, "b": 2}, "float64"))
    monkeypatch.setattr(cache, "STORE_VERSION", cache.STORE_VERSION + 1)
    names.add(block_key({"a": 1, "b": 2}, "float64"))
    assert len(names) == 5


def test_two_processes_build_one_block_once(tmp_path):
    store, ready = tmp_path / "store", tmp_path / "ready"
    ready.mkdir()
    command = [sys.executable, "-c", COUNTED_BUILD, str(store), str(ready)]
    processes = [
        subprocess.Popen(
            [*command, name], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for name in ("one", "two")
    ]
    answers = [process.communicate(timeout=60) for process in processes]
    assert [process.returncode for process in processes] == [0, 0], answers
    assert [out.strip() for out, _ in answers] == ["499500.0", "499500.0"]
    assert len(list(ready.glob("built-*"))) == 1
    assert "another process is computing the same geometry" in answers[0][1] + answers[1][1]
    assert not list(store.glob("*.lock"))


def test_the_least_recently_used_block_makes_room(tmp_path):
    store = BlockCache(tmp_path, max_bytes=20_000)
    for value in (1, 2):
        store.block({"value": value}, "float64", _array(value))
    for value, age_s in ((1, 100), (2, 200)):
        about = tmp_path / block_key({"value": value}, "float64") / "block.json"
        os.utime(about, (about.stat().st_mtime - age_s,) * 2)
    store.block({"value": 3}, "float64", _array(3))
    kept = {path.name for path in tmp_path.iterdir()}
    assert kept == {block_key({"value": value}, "float64") for value in (1, 3)}


def test_a_block_larger_than_the_store_is_still_returned(tmp_path):
    store = BlockCache(tmp_path, max_bytes=10)
    assert store.block({"value": 4}, "float64", _array(4)).sum() == 4000.0


@pytest.mark.parametrize("damage", ["cut", "flipped", "emptied", "no description"])
def test_a_damaged_block_is_built_again_with_a_message(tmp_path, capsys, damage):
    store = BlockCache(tmp_path)
    store.block({"value": 5}, "float64", _array(5))
    folder = tmp_path / block_key({"value": 5}, "float64")
    content = bytearray((folder / "array.npy").read_bytes())
    if damage == "cut":
        (folder / "array.npy").write_bytes(content[:-100])
    elif damage == "flipped":
        content[-1] ^= 1
        (folder / "array.npy").write_bytes(content)
    elif damage == "emptied":
        (folder / "array.npy").write_bytes(b"")
    else:
        (folder / "block.json").unlink()
    assert BlockCache(tmp_path).block({"value": 5}, "float64", _array(5)).sum() == 5000.0
    assert "is damaged" in capsys.readouterr().err
    assert BlockCache(tmp_path).block({"value": 5}, "float64", _array(6)).sum() == 5000.0


def test_a_place_that_cannot_be_written_falls_back_to_memory_with_one_line(tmp_path, capsys):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", encoding="utf-8")
    store = BlockCache(blocked / "store")
    arrays = [store.block({"value": value}, "float64", _array(value)) for value in (1, 2)]
    assert [array.sum() for array in arrays] == [1000.0, 2000.0]
    assert store.block({"value": 1}, "float64", _array(99)) is arrays[0]
    assert not arrays[0].flags.writeable
    message = capsys.readouterr().err
    assert message.count("\n") == 1
    assert "keeping geometry in memory" in message


def test_a_builder_that_fails_leaves_no_lock_and_no_block(tmp_path):
    def broken():
        message = "no such orbit"
        raise ValueError(message)

    with pytest.raises(ValueError, match="no such orbit"):
        BlockCache(tmp_path).block({"value": 1}, "float64", broken)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="whether a process lives can be asked on POSIX only")
def test_the_lock_of_a_dead_builder_is_removed(tmp_path, capsys):
    finished = subprocess.run(
        [sys.executable, "-c", "import os, socket; print(os.getpid(), socket.gethostname())"],
        capture_output=True,
        text=True,
        check=True,
    )
    lock = tmp_path / f"{block_key({'value': 1}, 'float64')}.lock"
    lock.write_text(finished.stdout.strip(), encoding="utf-8")
    assert BlockCache(tmp_path).block({"value": 1}, "float64", _array(1)).sum() == 1000.0
    assert "removing the lock of a builder that died" in capsys.readouterr().err
    assert not lock.exists()


def test_a_lock_from_elsewhere_is_stale_only_when_old(tmp_path):
    lock = tmp_path / "x.lock"
    lock.write_text("1 another-machine", encoding="utf-8")
    assert not cache_lock.is_stale(lock)
    old = lock.stat().st_mtime - cache_lock.STALE_AFTER_S - 10.0
    os.utime(lock, (old, old))
    assert cache_lock.is_stale(lock)
    assert not cache_lock.is_stale(tmp_path / "none.lock")


def test_the_folder_follows_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("WARGAME_CACHE", str(tmp_path))
    assert default_cache_folder() == tmp_path / "geometry"
    monkeypatch.delenv("WARGAME_CACHE")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert default_cache_folder() == tmp_path / "xdg" / "coalition-wargame" / "geometry"
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    assert default_cache_folder() == tmp_path / "local" / "coalition-wargame" / "geometry"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert default_cache_folder().parts[-4:] == ("Library", "Caches", "coalition-wargame", "geometry")
