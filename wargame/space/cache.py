"""A content-addressed store of arrays on disk, shared by processes.

A block's name is the SHA-256 of what it was computed from, so it never needs to be invalidated: other
inputs, another :data:`GEOMETRY_VERSION` or another element type have another name. A block is a folder
with ``array.npy`` and ``block.json``, written under a temporary name, synced and renamed; whoever
renames first wins. The lock only saves work: without it two processes would compute the same array.
"""

import hashlib
import json
import os
import shutil
import sys
import time
import uuid
import zlib
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from wargame.space.arrays import give_back
from wargame.space.cache_lock import BuilderLock

GEOMETRY_VERSION = 2
"""Raise this in every commit that changes what any block contains (a test compares a digest)."""

STORE_VERSION = 2
"""Raise this when what stands beside an array changes; blocks of earlier versions are then not found, and age."""

DEFAULT_MAX_BYTES = 4 * 1024**3
"""Size above which the least recently used blocks are removed, bytes."""

Block = npt.NDArray[Any]  # Any: blocks hold bits, positions or whatever their builder makes
Inputs = Mapping[str, object]
"""What a block is computed from: JSON values only."""

Writer = Callable[[Path], Block]
"""Writes an array to a file and returns it."""

_SLAB_BYTES = 64 * 1024**2


def default_cache_folder() -> Path:
    """Return where blocks are kept: ``$WARGAME_CACHE``, else the platform's user cache folder."""
    chosen = os.environ.get("WARGAME_CACHE")
    if chosen:
        return Path(chosen) / "geometry"
    home = Path.home()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return base / "coalition-wargame" / "geometry"


def block_key(inputs: Inputs, dtype: str) -> str:
    """Return the name of the block computed from ``inputs``: 64 hexadecimal digits."""
    content = {
        "inputs": dict(inputs),
        "geometry_version": GEOMETRY_VERSION,
        "store_version": STORE_VERSION,
        "dtype": dtype,
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


class BlockCache:
    """Arrays by what they were computed from: on disk where possible, else in memory.

    Args:
        folder: where to keep blocks; the default folder if not given.
        max_bytes: size above which the least recently used blocks are removed.
    """

    def __init__(self, folder: Path | None = None, max_bytes: int = DEFAULT_MAX_BYTES) -> None:
        """Remember the folder; nothing is touched before the first block is asked for."""
        self.folder = default_cache_folder() if folder is None else folder
        self.max_bytes = max_bytes
        self._memory: dict[str, Block] = {}
        self._warned = False

    def block(self, inputs: Inputs, dtype: str, build: Callable[[], Block]) -> Block:
        """Return the array computed from ``inputs``, read-only, building it if nobody has.

        Args:
            inputs: everything the array depends on, as JSON values.
            dtype: element type the builder returns, such as ``uint64``.
            build: computes the array; called at most once.
        """
        return self._found_or_made(block_key(inputs, dtype), build, None)

    def streamed(
        self, inputs: Inputs, dtype: str, shape: tuple[int, ...], fill: Callable[[Block], None]
    ) -> Block:
        """Return the array that ``fill`` writes into zeros, read-only, letting it be written if nobody has.

        It is written where it stays, in a mapped file, so that it need not fit into memory.

        Args:
            inputs: everything the array depends on, as JSON values.
            dtype: element type, such as ``uint64``.
            shape: shape of the array.
            fill: writes into an array of zeros; called again if the disk fails.
        """

        def build() -> Block:
            array = np.zeros(shape, dtype=dtype)
            fill(array)
            return array

        write = None if 0 in shape else partial(_write_streamed, dtype, shape, fill)
        return self._found_or_made(block_key(inputs, dtype), build, write)

    def _found_or_made(self, key: str, build: Callable[[], Block], write: Writer | None) -> Block:
        """Return the block of a name; if nobody has built it, ``write`` or else ``build`` does."""
        if key in self._memory:
            return self._memory[key]
        found = self._open(key)
        if found is not None:
            return found
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with BuilderLock(self.folder / f"{key}.lock", lambda: self._path(key).exists()):
                found = self._open(key)
                return self._build_and_keep(key, build, write) if found is None else found
        except OSError as error:
            return self._keep_in_memory(key, build, error)

    def find(self, inputs: Inputs, dtype: str) -> Block | None:
        """Return the array computed from ``inputs`` if it is there; nothing is built."""
        key = block_key(inputs, dtype)
        return self._memory.get(key) if key in self._memory else self._open(key)

    def _path(self, key: str) -> Path:
        """Return the folder of one block."""
        return self.folder / key

    def _open(self, key: str) -> Block | None:
        """Return a stored block, or None if it is missing; a damaged one is removed with a message."""
        path = self._path(key)
        if not path.is_dir():
            return None
        try:
            about = json.loads((path / "block.json").read_text(encoding="utf-8"))
            array = _mapped(path / "array.npy", empty=0 in about["shape"])
            if array.dtype.name != about["dtype"] or _checksum(array) != about["crc32"]:
                message = "the checksum differs"
                raise ValueError(message)
        except (OSError, ValueError, KeyError, TypeError, EOFError) as error:
            sys.stderr.write(f"wargame: geometry block {key[:12]} is damaged ({error}); computing it again\n")
            _remove(path)
            return None
        _touch(path / "block.json")
        return array

    def _build_and_keep(self, key: str, build: Callable[[], Block], write: Writer | None) -> Block:
        """Return the block after computing and storing it."""
        if write is None:
            array = build()
            build, write = (lambda: array), partial(_write_whole, array)
        try:
            self._store(key, write)
            self._evict(protected=key)
        except OSError as error:
            return self._keep_in_memory(key, build, error)
        found = self._open(key)
        return self._keep_in_memory(key, build, None) if found is None else found

    def _keep_in_memory(self, key: str, build: Callable[[], Block], error: OSError | None) -> Block:
        """Return the block after keeping it in this process only; say so once."""
        if error is not None and not self._warned:
            self._warned = True
            sys.stderr.write(
                f"wargame: cannot write the geometry cache in {self.folder} ({error.strerror}); "
                "keeping geometry in memory (set WARGAME_CACHE to a writable folder)\n"
            )
        array = build()
        array.flags.writeable = False
        self._memory[key] = array
        return array

    def _store(self, key: str, write: Writer) -> None:
        """Write one block under a temporary name, sync it and rename it; an existing block wins."""
        temporary = self.folder / f"tmp-{key[:12]}-{uuid.uuid4().hex}"
        temporary.mkdir()
        try:
            array = write(temporary / "array.npy")
            about = {"shape": list(array.shape), "dtype": array.dtype.name, "crc32": _checksum(array)}
            with (temporary / "block.json").open("w", encoding="utf-8") as text:
                json.dump(about, text)
                text.flush()
                os.fsync(text.fileno())
            if not self._path(key).exists():
                temporary.rename(self._path(key))
                _sync_folder(self.folder)
        except OSError:
            if not self._path(key).exists():
                raise
        finally:
            _remove(temporary)

    def _evict(self, protected: str) -> None:
        """Remove the least recently used blocks until the store fits, and abandoned temporary folders."""
        blocks = []
        for path in self.folder.iterdir():
            if path.is_dir() and path.name.startswith("tmp-"):
                _remove_if_abandoned(path)
            elif path.is_dir():
                blocks.append((_last_used_ns(path), path.name, _size_bytes(path)))
        total = sum(size for _, _, size in blocks)
        for _, name, size in sorted(blocks):
            if total <= self.max_bytes:
                return
            if name != protected:
                _remove(self.folder / name)
                total -= size


def _mapped(path: Path, *, empty: bool) -> Block:
    """Return an array opened in place, read-only; an empty one cannot be mapped and is read."""
    mapped: Block = np.load(path, mmap_mode=None if empty else "r", allow_pickle=False)
    array = mapped.view(np.ndarray)  # a memmap is slow to slice
    array.flags.writeable = False
    return array


def _write_whole(array: Block, path: Path) -> Block:
    """Write an array to a file, and return it."""
    with path.open("wb") as file:
        np.save(file, array, allow_pickle=False)
        file.flush()
        os.fsync(file.fileno())
    return array


def _write_streamed(dtype: str, shape: tuple[int, ...], fill: Callable[[Block], None], path: Path) -> Block:
    """Let an array be written in a mapped file, and return it as mapped."""
    mapped = np.lib.format.open_memmap(path, mode="w+", dtype=np.dtype(dtype), shape=shape)
    fill(mapped.view(np.ndarray))
    mapped.flush()
    return mapped.view(np.ndarray)


def _checksum(array: Block) -> int:
    """Return the CRC-32 of an array's bytes, five times as fast as a digest: damage is looked for, not malice.

    The memory of a mapped array is given back on the way.
    """
    checksum, content = 0, np.ascontiguousarray(array).reshape(-1).view(np.uint8).data
    for first in range(0, len(content), _SLAB_BYTES):
        checksum = zlib.crc32(content[first : first + _SLAB_BYTES], checksum)
        give_back(array)
    return checksum


def _remove(path: Path) -> None:
    """Remove a folder if it is there; renamed first, so that nobody opens half of it."""
    doomed = path.with_name(f"tmp-removed-{uuid.uuid4().hex}")
    try:
        path.rename(doomed)
    except OSError:
        return
    shutil.rmtree(doomed, ignore_errors=True)


def _remove_if_abandoned(path: Path) -> None:
    """Remove a temporary folder left by a process that died more than a day ago."""
    if _last_used_ns(path) < _now_ns() - 86_400_000_000_000:
        shutil.rmtree(path, ignore_errors=True)


def _touch(path: Path) -> None:
    """Mark a block as just used; a read-only store keeps its old mark."""
    try:
        os.utime(path)
    except OSError:
        return


def _now_ns() -> int:
    """Return the wall clock, ns, comparable with file times."""
    return time.time_ns()


def _last_used_ns(path: Path) -> int:
    """Return when a block was last used, ns; zero if it has vanished meanwhile."""
    about = path / "block.json"
    try:
        return (about if about.exists() else path).stat().st_mtime_ns
    except OSError:
        return 0


def _size_bytes(path: Path) -> int:
    """Return the size of a block's files, bytes; those that vanish meanwhile count as zero."""
    total = 0
    for file in path.glob("*"):
        try:
            total += file.stat().st_size
        except OSError:
            continue
    return total


def _sync_folder(folder: Path) -> None:
    """Make a rename durable where the platform can (not on Windows)."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
