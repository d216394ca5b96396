"""Writes files so that a reader sees the old one or the whole new one, never half of it."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def write_whole(path: str | Path, text: str) -> Path:
    """The path, after the text stands there in UTF-8 with LF line ends.

    Written to a temporary file in the same folder, flushed to disk, then renamed over the old one.
    """
    with whole_file(path) as part:
        part.write_text(text, encoding="utf-8", newline="\n")
    return Path(path)


@contextmanager
def whole_file(path: str | Path) -> Iterator[Path]:
    """A temporary file to write to, which takes the name `path` when the block ends well, and is gone otherwise."""
    target = Path(path)
    with named_after(target):
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    os.close(handle)
    part = Path(name)
    try:
        yield part
        with part.open("r+b") as stream:
            os.fsync(stream.fileno())
        part.chmod(_usual_mode())
        os.replace(part, target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


@contextmanager
def named_after(target: Path) -> Iterator[None]:
    """What the system says of a temporary file, said of the one that was asked for."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(target)) from error


def _usual_mode() -> int:
    """The mode that `open` would have given: temporary files are private, results are not."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
