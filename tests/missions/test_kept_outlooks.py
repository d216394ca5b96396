"""Navigation kept for the next process is the same to the last bit, and is worked out anew when anything differs."""

import numpy as np
import pytest

import wargame.missions.outlooks
from wargame.missions.outlooks import kept_outlook
from wargame.missions.sky import Heaven
from wargame.space.cache import BlockCache


@pytest.fixture
def heaven():
    rng = np.random.default_rng(4)
    up = rng.normal(size=(2, 9, 3))
    places = np.array([[6378.0, 0.0, 0.0, 1.0, 0.0, 0.0], [0.0, 6378.0, 0.0, 0.0, 1.0, 0.0]])
    above = rng.integers(1, 2**9, (2, 2, 1)).astype(np.uint64)
    positions_km = 26560.0 * up / np.linalg.norm(up, axis=2, keepdims=True)
    return Heaven(positions_km, np.zeros(9, dtype=np.int64), places, np.array([0, 1, 2]), above)


def test_what_is_kept_equals_what_is_worked_out(heaven, tmp_path, monkeypatch):
    direct = kept_outlook(None, heaven, 6.0)
    first = kept_outlook(BlockCache(tmp_path), heaven, 6.0)
    monkeypatch.setattr(wargame.missions.outlooks, "outlook", None)
    again = kept_outlook(BlockCache(tmp_path), heaven, 6.0)
    for name in direct._fields:
        one, kept, read = getattr(direct, name), getattr(first, name), getattr(again, name)
        assert np.array_equal(one, kept)
        assert np.array_equal(one, read)
        assert one.dtype == kept.dtype == read.dtype
        assert not any(array.flags.writeable for array in (one, kept, read))


def test_another_sky_limit_or_code_is_worked_out_anew(heaven, tmp_path, monkeypatch):
    calls = []
    work_out = wargame.missions.outlooks.outlook
    monkeypatch.setattr(
        wargame.missions.outlooks, "outlook", lambda *given: calls.append(given) or work_out(*given)
    )
    kept_outlook(BlockCache(tmp_path), heaven, 6.0)
    kept_outlook(BlockCache(tmp_path), heaven, 5.0)
    kept_outlook(BlockCache(tmp_path), heaven._replace(above=heaven.above ^ np.uint64(1)), 6.0)
    monkeypatch.setattr(wargame.missions.outlooks, "_code", lambda: "other")
    kept_outlook(BlockCache(tmp_path), heaven, 6.0)
    assert len(calls) == 4
