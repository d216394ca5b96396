"""The replay page of a big sky: how large the file is, and how long its script works for a frame in software.

The crisis of the western Pacific as it was played, with satellites added until there are as many as asked for: a Walker
pattern, and a hundred with published elements, which have to be fitted. They take no part in the game, so no week of
access has to be worked out for them; to the page they are satellites like all others. A headless Chromium without GPU
plays the page; what counts is the script of a frame, from `requestAnimationFrame` to its end.

Run by ``python benchmarks/replay_page.py [--satellites N] [--browser PATH]``. Without a browser only the file is
measured. On a machine with other work the clock counts that, too; the CPU time does not.
"""

import argparse
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from wargame.analysis.replay.page import replay
from wargame.analysis.replay.pictures import Sides
from wargame.loader import load
from wargame.record import Record
from wargame.run import run
from wargame.scenario import Scenario
from wargame.scenario.base import plain

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "shared"))
from chromium import Chromium, found_browser  # the tests' own browser

PUBLISHED = 100
PER_PLANE = 10
MOST_MB, MOST_MS = 5.0, 50.0
SETTINGS = {
    "globe": "{view: 'globe', links: false, coverage: ''}",
    "map": "{view: 'map', links: false, coverage: ''}",
    "globe, all links": "{view: 'globe', links: true, coverage: ''}",
    "globe, coverage": "{view: 'globe', links: false, coverage: 'satcom_wideband'}",
}
SECONDS = 5.0
STEPS = 100


def crowded(scenario: Scenario, satellites: int) -> Scenario:
    """The scenario with satellites added until there are as many, or a few more."""
    block = plain(scenario)
    missing = satellites - len(scenario.fleet) - PUBLISHED
    planes = max(1, -(-missing // PER_PLANE))
    body = {"owner": scenario.lead, "payloads": {"eye": {"kind": "optical"}}}
    block["constellations"]["crowd"] = {
        "name": "Crowd", **body,
        "pattern": {"type": "walker_delta", "satellites": planes * PER_PLANE, "planes": planes, "phasing": 1 % planes,
                    "altitude_km": 550, "inclination_deg": 53},
    }  # fmt: skip
    start = scenario.clock.start_utc.isoformat()
    for n in range(PUBLISHED):
        elements = {
            "type": "omm", "epoch_utc": start, "mean_motion_rev_per_day": 14.2 + 0.01 * n, "eccentricity": 0.001,
            "inclination_deg": 97.8, "raan_deg": 3.6 * n, "argument_of_perigee_deg": 40.0,
            "mean_anomaly_deg": 7.0 * n % 360, "bstar_per_earth_radius": 5e-5,
        }  # fmt: skip
        block["satellites"][f"published_{n}"] = {"name": f"Published {n}", **body, "orbit": elements}
    return Scenario.model_validate(block)


def played(scenario: Scenario, crowd: Scenario, **given: object) -> Record:
    """A run of the scenario, shown in the crowded sky."""
    return replace(run(scenario, **given), played=crowd)  # type: ignore[arg-type]


def frames(file: Path, browser: str) -> None:
    """Prints the script of a frame by what is drawn: CPU time frame by frame, and the clock while the page plays."""
    with Chromium(browser, 1280, 720) as page:
        page.call("Performance.enable", {"timeDomain": "threadTicks"})
        page.open(file)
        for name, setting in SETTINGS.items():
            page.run(f"replay.set({setting}); replay.goTo(0); replay.set({{speed: 3600}})")
            page.settle()
            cpu_ms = sorted(frame_ms(page, 3600 * (n + 1)) for n in range(STEPS))
            page.run("replay.goTo(0); replay.frames.length = 0; replay.set({playing: true})")
            page.run(f"new Promise((done) => setTimeout(done, {1000 * SECONDS}))")
            clock_ms = sorted(page.run("replay.set({playing: false}), [...replay.frames]"))
            verdict = "holds" if cpu_ms[-1] <= MOST_MS else "does NOT hold"
            print(
                f"  {name:<18} CPU: median {statistics.median(cpu_ms):4.1f} ms, "
                f"longest of {STEPS} {cpu_ms[-1]:4.1f} ms (at most {MOST_MS:g} ms {verdict}); "
                f"by the clock: median {statistics.median(clock_ms):4.1f} ms, "
                f"longest of {len(clock_ms)} {clock_ms[-1]:4.1f} ms"
            )


def frame_ms(page: Chromium, t_s: float) -> float:
    """CPU time of the script that draws a moment, bars, list and options included, ms."""
    before = script_s(page)
    page.run(f"replay.goTo({t_s})")
    page.settle()
    return 1000 * (script_s(page) - before)


def script_s(page: Chromium) -> float:
    """CPU time that the page's scripts have taken so far, s: other processes of a busy machine do not count."""
    found = page.call("Performance.getMetrics")["metrics"]
    return float(next(item["value"] for item in found if item["name"] == "ScriptDuration"))


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--satellites", type=int, default=1000)
    parser.add_argument("--browser", default=found_browser())
    given = parser.parse_args()
    scenario = load("western_pacific")
    crowd = crowded(scenario, given.satellites)
    record = played(scenario, crowd)
    sides = Sides(
        record,
        played(scenario, crowd, arm="unattacked"),
        played(scenario, crowd, arm="restraint"),
        played(scenario, crowd, coalition=()),
        played(scenario, crowd, coalition=(), arm="unattacked"),
        played(scenario, crowd, coalition=(), arm="restraint"),
    )
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        file = replay(record, Path(folder) / "replay.html", sides=sides)
        seconds, megabytes = time.perf_counter() - begun, file.stat().st_size / 1e6
        verdict = "holds" if megabytes <= MOST_MB else "does NOT hold"
        print(f"{len(crowd.fleet)} satellites, {scenario.clock.duration_h} h, all pictures")
        print(f"  made in {seconds:.1f} s, {megabytes:.2f} MB; at most {MOST_MB:g} MB {verdict}")
        if given.browser is None:
            print("  no browser is installed: frames were not measured")
        else:
            frames(file, given.browser)


if __name__ == "__main__":
    main()
