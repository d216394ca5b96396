"""Keeps what navigation gives while everything works beside the geometry, for the next process.

It follows from orbits, points and signals alone, and to work it out takes a second. The name that it is kept under
holds the content it follows from and the code that worked it out. Nothing depends on it but time.
"""

import hashlib
import io
from functools import cache
from pathlib import Path

import numpy as np

from wargame.missions import sky
from wargame.missions.sky import Heaven, Outlook, outlook
from wargame.space.arrays import frozen
from wargame.space.cache import BlockCache


def kept_outlook(blocks: BlockCache | None, heaven: Heaven, pdop_limit: float) -> Outlook:
    """Return `outlook(heaven, pdop_limit)`, read-only: from the cache where it is, else worked out and kept there."""
    if blocks is None:
        return Outlook._make(frozen(array) for array in outlook(heaven, pdop_limit))
    content = hashlib.sha256()
    for array in heaven:
        content.update(repr((array.shape, array.dtype.str)).encode())
        content.update(np.ascontiguousarray(array).tobytes())
    inputs = {"block": "outlook", "heaven": content.hexdigest(), "limit": pdop_limit, "code": _code()}
    packed = blocks.block(inputs, "uint8", lambda: _packed(outlook(heaven, pdop_limit)))
    with np.load(io.BytesIO(packed.tobytes()), allow_pickle=False) as arrays:
        return Outlook._make(frozen(arrays[name]) for name in Outlook._fields)


def _packed(made: Outlook) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """All arrays as one of bytes, in numpy's own format."""
    room = io.BytesIO()
    np.savez(room, **made._asdict())
    return np.frombuffer(room.getvalue(), dtype=np.uint8).copy()


@cache
def _code() -> str:
    """A name for the code that works an outlook out."""
    return hashlib.sha256(Path(sky.__file__).read_bytes()).hexdigest()
