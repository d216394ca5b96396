"""How long a global day of position dilution takes: 31 satellites, 1,000 points, 1,440 minutes, beside batched numpy.

Run: ``python benchmarks/pdop_day.py``. Both get the same positions and points and use one thread. They take turns, and
CPU time is compared round by round, so that the load of the machine changes both alike; numpy does a slice of the day,
scaled to all.
"""

import os

os.environ.update(
    OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1"
)  # before numpy is imported

import math
import time
from collections.abc import Callable

import numpy as np

from wargame.space.arrays import FloatArray, SingleArray
from wargame.space.dop import Sky
from wargame.space.frames import geodetic_to_ecef_km, up_vectors
from wargame.space.grid import global_points
from wargame.space.orbits import positions_ecef_km, walker_delta

EPOCH = "2026-03-01T00:00:00Z"
MASK_DEG = 5.0
MINUTES = 1440
SLICE = 36
ROUNDS = 9
PEER = "numpy, einsum and linalg.inv"


def batched_numpy(positions_km: FloatArray, points_km: FloatArray, points_up: FloatArray) -> FloatArray:
    """Return position dilution by the textbook: lines of sight, einsum, linalg.inv; minute by minute."""
    found = np.empty((len(positions_km), len(points_km)))
    sine = math.sin(math.radians(MASK_DEG))
    for minute, satellites_km in enumerate(positions_km):
        away = satellites_km[None] - points_km[:, None]
        lines = away / np.sqrt(np.einsum("psk,psk->ps", away, away))[..., None]
        above = np.einsum("psk,pk->ps", lines, points_up) >= sine
        design = np.concatenate([lines, np.ones((*above.shape, 1))], axis=2) * above[..., None]
        covariance = np.linalg.inv(np.einsum("psi,psj->pij", design, design))
        found[minute] = np.sqrt(covariance[:, 0, 0] + covariance[:, 1, 1] + covariance[:, 2, 2])
    return found


def cpu_s(call: Callable[[], object]) -> float:
    """Return the CPU time that a call takes, s."""
    start = time.process_time()
    call()
    return time.process_time() - start


def main() -> None:
    """Print the timings."""
    orbits = [*walker_delta(24, 6, 2, 20180.0, 55.0), *walker_delta(7, 7, 1, 20180.0, 55.0, 13.0, 7.0)]
    positions_km = positions_ecef_km(orbits, EPOCH, np.arange(0.0, MINUTES * 60.0, 60.0)).transpose(1, 0, 2)
    positions_km = np.ascontiguousarray(positions_km)
    latitudes_deg, longitudes_deg = global_points(1000)
    places = geodetic_to_ecef_km(latitudes_deg, longitudes_deg), up_vectors(latitudes_deg, longitudes_deg)
    usable, family = np.ones(31, dtype=np.bool_), np.zeros(31, dtype=np.int64)
    ways: dict[str, Callable[[], FloatArray | SingleArray]] = {
        PEER: lambda: batched_numpy(positions_km[:SLICE], *places),
        "ours, double precision": lambda: Sky(positions_km, *places).pdop(usable, family, MASK_DEG),
        "ours, single precision": lambda: Sky(positions_km, *places).pdop_in_single_precision(
            usable, family, MASK_DEG
        ),
    }
    peer, double, single = (call() for call in ways.values())  # compiles
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, call in ways.items():
            seconds[name].append(cpu_s(call))
    peer_s = np.array(seconds.pop(PEER)) * (MINUTES / SLICE)
    print(f"{PEER:<32} {np.median(peer_s):8.3f} s")
    for name, found_s in seconds.items():
        ratios = peer_s / np.array(found_s)
        spread = f"({ratios.min():.0f} to {ratios.max():.0f})"
        print(f"{name:<32} {np.median(found_s):8.3f} s   {np.median(ratios):6.0f} x faster {spread}")
    print(f"largest difference from numpy: double {np.max(np.abs(double[:SLICE] - peer)):.1e}", end=", ")
    print(f"single from double {np.max(np.abs(single - double)):.1e}, over {double.size} solutions")


if __name__ == "__main__":
    main()
