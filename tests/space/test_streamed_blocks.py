"""Blocks written where they stay: the same as blocks built in memory, and many satellites in little memory."""

import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from wargame.space.arrays import give_back
from wargame.space.cache import BlockCache
from wargame.space.geometry import GeometryRequest, GridPoint, SitePosition, build_geometry, load_geometry
from wargame.space.grid import global_points
from wargame.space.orbits import circular_orbit, geo_orbit, walker_delta

EPOCH = "2026-03-01T00:00:00Z"
ROOT = Path(__file__).resolve().parents[2]
LARGE = """
import resource, sys, tempfile
sys.path.insert(0, "benchmarks")
from geometry import large_request
from pathlib import Path
from wargame.space.cache import BlockCache
from wargame.space.geometry import load_geometry

with tempfile.TemporaryDirectory() as folder:
    load_geometry(large_request(2000, 500, 3), BlockCache(Path(folder)))
status = Path("/proc/self/status")
if status.is_file():  # on Linux ru_maxrss begins with what the parent held when it forked: a long test run holds much
    (line,) = [line for line in status.read_text("utf-8").splitlines() if line.startswith("VmHWM:")]
    print(line.split()[1])
else:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_a_streamed_block_is_filled_once_and_then_read_from_disk(tmp_path):
    filled = []

    def fill(array):
        filled.append(array.shape)
        array[1] = 7

    first = BlockCache(tmp_path).streamed({"a": 1}, "uint64", (3, 4), fill)
    second = BlockCache(tmp_path).streamed({"a": 1}, "uint64", (3, 4), fill)
    built = BlockCache(tmp_path).block({"a": 1}, "uint64", lambda: np.full((3, 4), 9, dtype=np.uint64))
    assert filled == [(3, 4)]
    assert first.tolist() == second.tolist() == built.tolist() == [[0] * 4, [7] * 4, [0] * 4]
    assert not first.flags.writeable


def test_a_streamed_block_without_elements_is_kept_too(tmp_path):
    for _ in range(2):
        found = BlockCache(tmp_path).streamed({"a": 1}, "uint64", (2, 0, 3), lambda array: None)
        assert found.shape == (2, 0, 3)
        assert found.dtype == np.uint64


def test_a_streamed_block_stays_in_memory_where_nothing_can_be_written(tmp_path, capsys):
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    store = BlockCache(tmp_path / "file")
    found = store.streamed({"a": 1}, "uint64", (3,), lambda array: array.__setitem__(1, 5))
    assert found.tolist() == [0, 5, 0]
    assert not found.flags.writeable
    assert "keeping geometry in memory" in capsys.readouterr().err


def test_a_damaged_streamed_block_is_filled_again(tmp_path, capsys):
    def fill(array):
        array[:] = 5

    BlockCache(tmp_path).streamed({"a": 1}, "uint64", (1000,), fill)
    (file,) = tmp_path.rglob("array.npy")
    with file.open("r+b") as content:
        content.seek(-8, 2)
        content.write(b"\x01")
    assert BlockCache(tmp_path).streamed({"a": 1}, "uint64", (1000,), fill).tolist() == [5] * 1000
    assert "damaged" in capsys.readouterr().err


def test_memory_given_back_comes_back_with_its_contents(tmp_path):
    array = np.lib.format.open_memmap(tmp_path / "a.npy", mode="w+", dtype=np.uint64, shape=(100_000,))
    view = array.view(np.ndarray)
    view[:] = np.arange(100_000)
    give_back(view)
    assert np.array_equal(view, np.arange(100_000))
    plain = np.arange(5)
    give_back(plain)
    assert plain.tolist() == [0, 1, 2, 3, 4]


def test_a_streamed_geometry_equals_one_built_in_memory(tmp_path):
    latitudes_deg, longitudes_deg = (values.tolist() for values in global_points(70))
    orbits = [*walker_delta(60, 6, 1, 550.0, 53.0), *walker_delta(12, 3, 1, 20180.0, 55.0)]
    orbits.append(geo_orbit(10.0, 2.0, EPOCH))
    request = GeometryRequest(
        epoch_utc=EPOCH,
        n_steps=130,
        satellites=tuple((f"s{row}", orbit) for row, orbit in enumerate(orbits)),
        sites=(SitePosition("a", 51.0, -3.0, 0.0, 5.0), SitePosition("b", -31.0, 116.0, 0.0, -1.0)),
        points=tuple(
            GridPoint(f"p{row}", *place)
            for row, place in enumerate(zip(latitudes_deg, longitudes_deg, strict=True))
        ),
        point_masks_deg=(5.0, 40.0),
    )
    fresh = build_geometry(request)
    kept = load_geometry(request, BlockCache(tmp_path))
    assert np.array_equal(kept.site_view, fresh.site_view)
    assert np.array_equal(kept.site_access, fresh.site_access)
    for mask_deg in request.point_masks_deg:
        assert fresh.point_view[mask_deg].any()
        assert np.array_equal(kept.point_view[mask_deg], fresh.point_view[mask_deg])


def test_checking_the_ids_of_twenty_thousand_satellites_takes_no_time():
    orbit = circular_orbit(550.0, 53.0, 0.0, 0.0)
    satellites = tuple((f"satellite-{row}", orbit) for row in range(20_000))
    start = time.process_time()
    GeometryRequest(epoch_utc=EPOCH, n_steps=1, satellites=satellites)
    assert time.process_time() - start < 1.0  # 0.01 s; comparing all with all took 6 s
    with pytest.raises(ValueError, match="repeated: satellite-7"):
        GeometryRequest(epoch_utc=EPOCH, n_steps=1, satellites=(*satellites, satellites[7]))


@pytest.mark.slow
def test_two_thousand_satellites_need_less_than_a_gigabyte():
    done = subprocess.run([sys.executable, "-c", LARGE], cwd=ROOT, capture_output=True, text=True, check=True)
    unit = 1 if sys.platform == "darwin" else 1024
    assert int(done.stdout) * unit < 1e9
