"""How long a break-up of a million fragments with orbits takes, beside pyssem; then falling, hazard and the summary.

    python benchmarks/debris.py [--rounds N] [--min-size-m L]

Both draw the same collision (950 and 560 kg at 11.7 km/s, 850 km, fragments above 2 mm: about a million), conserve its
mass and give every fragment's semi-major axis and eccentricity; ours also its inclination, area and ejection velocity.
Rounds alternate, and the ratio is of medians of CPU time, so that a busy machine does not decide it.

pyssem (MIT) is needed by this benchmark only, and is skipped with a line where it is missing. It brings much with it:

    python -m venv peers && peers/bin/pip install -e . pyssem seaborn && peers/bin/python benchmarks/debris.py
"""

import argparse
import contextlib
import importlib
import io
import statistics
import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from wargame.space.debris.cloud import cloud_summary
from wargame.space.debris.decay import in_orbit, lifetimes_years
from wargame.space.debris.fragments import Body, Collision, collide, fragment_key
from wargame.space.debris.hazard import residence
from wargame.space.debris.orbits import FragmentOrbits, circular_state, fragment_orbits

TARGET, PROJECTILE = Body(950.0), Body(560.0)
SPEED_KM_S = 11.7
TARGET_STATE = circular_state(850.0, 98.0)
PROJECTILE_STATE = circular_state(850.0, 74.0)
PYSSEM = "pyssem.utils.collisions.NASA_SBM_Evolve"

Made = tuple[int, float]
"""Fragments with an orbit, and the mass of all that was left, kg."""


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--min-size-m", type=float, default=0.002)
    given = parser.parse_args()
    contenders: dict[str, Callable[[], Made]] = {"wargame": lambda: ours(given.min_size_m)}
    peer = pyssem_of(given.min_size_m)
    if peer is None:
        print("pyssem is not installed: skipped (see this file's first lines)")
    else:
        contenders["pyssem"] = peer
    ours(given.min_size_m)  # compiles
    rows = interleaved(contenders, given.rounds)
    print(f"{'':10} {'fragments':>10} {'mass, kg':>12} {'CPU s':>8} {'wall s':>8} {'ns each (CPU)':>14}")
    for name, (made, cpu_s, wall_s) in rows.items():
        print(
            f"{name:10} {made[0]:>10} {made[1]:>12.6f} {cpu_s:>8.3f} {wall_s:>8.3f} {cpu_s / made[0] * 1e9:>14.0f}"
        )
    if "pyssem" in rows:
        each = [cpu_s / made[0] for made, cpu_s, _ in (rows["pyssem"], rows["wargame"])]
        print(f"pyssem / wargame, CPU time a fragment: {each[0] / each[1]:.1f}")
    print_the_rest(given.min_size_m)


def ours(min_size_m: float) -> Made:
    """Draw both clouds and their orbits."""
    found, orbits = collision(min_size_m)
    assert found.projectile is not None  # 3.5 MJ/kg shatter both
    mass_kg = found.target.total_mass_kg + found.projectile.total_mass_kg + found.remnant_kg
    return sum(len(part.eccentricity) for part in orbits), mass_kg


def collision(min_size_m: float) -> tuple[Collision, list[FragmentOrbits]]:
    """Draw both clouds and their orbits."""
    found = collide(TARGET, PROJECTILE, SPEED_KM_S, min_size_m, fragment_key("benchmark"))
    assert found.projectile is not None  # 3.5 MJ/kg shatter both
    target = fragment_orbits(TARGET_STATE, found.target.ejection_m_s)
    return found, [target, fragment_orbits(PROJECTILE_STATE, found.projectile.ejection_m_s)]


def pyssem_of(min_size_m: float) -> Callable[[], Made] | None:
    """The same collision by pyssem, or None where it is missing (`Any`: it has no types)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            shatter: Any = importlib.import_module(PYSSEM).frag_col_SBM_vec_lc2
        except ImportError:
            return None
    radius_km = TARGET_STATE.position_km[0]
    speed_km_s = TARGET_STATE.velocity_km_s[1] ** 2 + TARGET_STATE.velocity_km_s[2] ** 2
    across_km_s = (SPEED_KM_S**2 - speed_km_s) ** 0.5
    first = np.array([TARGET.mass_kg, 1.5, radius_km, 0.0, 0.0, 0.0, speed_km_s**0.5, 0.0, 0.0])
    second = np.array([PROJECTILE.mass_kg, 1.0, radius_km, 0.0, 0.0, 0.0, 0.0, across_km_s, 0.0])

    def run() -> Made:
        with contextlib.redirect_stdout(io.StringIO()):
            parts = shatter(0, first, second, max_frag=10**9, LB=min_size_m)[:2]
        return sum(map(len, parts)), float(sum(row[2] for part in parts for row in part))

    return run


def interleaved(
    contenders: dict[str, Callable[[], Made]], rounds: int
) -> dict[str, tuple[Made, float, float]]:
    """What each made, and its median CPU and wall seconds; the contenders take turns."""
    made: dict[str, Made] = {}
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, call in contenders.items():
            cpu_s, wall_s = time.process_time(), time.perf_counter()
            made[name] = call()
            times[name].append((time.process_time() - cpu_s, time.perf_counter() - wall_s))
    medians = {
        name: [statistics.median(column) for column in zip(*rows, strict=True)]
        for name, rows in times.items()
    }
    return {name: (made[name], medians[name][0], medians[name][1]) for name in contenders}


def print_the_rest(min_size_m: float) -> None:
    """Print what lifetimes, shells and the summary of a kill take."""
    found, orbits = collision(min_size_m)
    ratios, edges_km = found.target.area_to_mass_m2_kg, np.arange(100.0, 2001.0, 50.0)
    lifetimes_years(orbits[0], ratios)  # fills the table
    cloud_summary(960.0, 865.0)
    jobs: list[tuple[str, float, Callable[[], object]]] = [
        ("lifetime, ns a fragment", 1e9 / len(ratios), lambda: lifetimes_years(orbits[0], ratios)),
        (
            "38 shells, ns a fragment",
            1e9 / len(ratios),
            lambda: residence(orbits[0], edges_km, in_orbit(orbits[0])),
        ),
        ("summary, altitude not asked before, us", 1e6, lambda: cloud_summary(960.0, 864.0)),
        ("summary, altitude asked before, us", 1e6, lambda: cloud_summary(950.0, 865.0)),
    ]
    for what, scale, call in jobs:
        cpu_s = time.process_time()
        call()
        print(f"{what:40} {(time.process_time() - cpu_s) * scale:10.1f}")


if __name__ == "__main__":
    main()
