"""Compiles kernels in a second process while the first computes orbits: on a new machine, half of the wait.

numba keeps what it compiled on disk, for every later process. A second process serves the missions that take longest to
compile (`Mission.compile_apart`) once, in a sky in which everything sees everything, so it needs no orbits. Nothing
depends on it but time: a kernel that is not there yet is compiled when it is first called.
"""

import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

import wargame
from wargame.availability import Availability, Outage, Status
from wargame.coalition import Coalition
from wargame.deterrence.books import Book
from wargame.deterrence.futures import Futures
from wargame.missions.contract import Mission
from wargame.missions.service import ServiceModel
from wargame.registry import MISSION, plugins
from wargame.scenario import Scenario
from wargame.scenario.base import MissionKey
from wargame.space.architecture import geometry_request
from wargame.space.arrays import BitArray, frozen
from wargame.space.compiled import is_compiled
from wargame.space.constants import EARTH_EQUATORIAL_RADIUS_KM
from wargame.space.elements import KeplerOrbit
from wargame.space.geometry import Geometry
from wargame.space.places import point_vectors, site_vectors
from wargame.space.reach import reach_windows
from wargame.space.request import GeometryRequest
from wargame.space.visibility import words_for

STEPS = 192
"""Service steps of the sky in which kernels are compiled: two samples of a what-if."""

EVERY_BIT = np.uint64(2**64 - 1)


class Warming:
    """A second process that compiles, if there is anything to compile and a core to do it.

    Args:
        scenario: which missions matter.
    """

    def __init__(self, scenario: Scenario) -> None:
        """Starts the process; it gets the scenario through its standard input."""
        self._scenario = scenario
        self.missions = to_compile(scenario)
        self._process: subprocess.Popen[bytes] | None = None
        if self.missions and (os.cpu_count() or 1) > 1:
            self._process = _start(scenario, self.missions)

    def compile_the_rest(self) -> None:
        """Compiles here, meanwhile, what the second process leaves out."""
        if self.missions:
            compile_missions(
                self._scenario, [key for key in self._scenario.needed if key not in self.missions]
            )
            compile_reach(self._scenario)
            compile_what_ifs()

    def finish(self) -> None:
        """Waits until the process has ended. It does not matter how: what it has not compiled comes later."""
        if self._process is not None:
            self._process.wait()
            self._process = None

    def abandon(self) -> None:
        """Ends the process now."""
        if self._process is not None:
            self._process.kill()
            self.finish()


def to_compile(scenario: Scenario) -> tuple[MissionKey, ...]:
    """The missions of a scenario that are worth a process of their own and not compiled yet on this machine."""
    found: dict[MissionKey, Mission] = {key: plugins(MISSION)[key] for key in scenario.needed}
    return tuple(
        key
        for key, mission in found.items()
        if mission.compile_apart is not None and not is_compiled(mission.compile_apart)
    )


def _start(scenario: Scenario, missions: Iterable[MissionKey]) -> "subprocess.Popen[bytes] | None":
    """The process, at work; None where the system starts none."""
    root = str(Path(wargame.__file__).parent.parent)
    path = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
    try:
        process = subprocess.Popen(  # noqa: S603  # this interpreter, our own module; -P: never the user's folder
            [sys.executable, "-P", "-m", "wargame.warming", *missions],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
        )
        assert process.stdin is not None
        with process.stdin as pipe:
            pipe.write(scenario.model_dump_json().encode("utf-8"))
    except OSError:  # no process, or one that ended at once: kernels are compiled later
        return None
    return process


def compile_missions(scenario: Scenario, missions: Sequence[MissionKey]) -> None:
    """Serves missions once under every kind of status, so that their kernels are compiled and kept."""
    services = ServiceModel(scenario, everything_in_view(geometry_request(scenario)))
    everybody = Coalition.everybody(scenario)
    for mission in missions:
        assets = sorted(services.service(mission).assets)
        damaged = tuple(
            Outage(asset, None, 0.5 * (row % 2), 0.0, 1800.0) for row, asset in enumerate(assets[::2])
        )
        for outages in ((), damaged):
            availability = Availability(outages, everybody)
            services.timeline(mission, availability, services.horizon_s)
        lost = frozenset((asset, None, 0.0) for asset in assets[::2])
        services.service(mission).lasting(everybody, [frozenset(), lost])


def compile_reach(scenario: Scenario) -> None:
    """Searches once for when a satellite is in reach of a launch site, as Red's first look at its options will."""
    low = KeplerOrbit(EARTH_EQUATORIAL_RADIUS_KM + 500.0, 0.0, 90.0, 0.0, 0.0, 0.0)
    reach_windows(low, 0.0, 0.0, 1000.0, 1000.0, geometry_request(scenario).epoch_utc, 0.0, 3600.0)


def compile_what_ifs() -> None:
    """Cuts a window in pieces and sums services over them once, as every reckoning of Red's will."""
    futures, book, whole = Futures(), Book(1, 1), {frozenset[Status](): (0, 1)}
    nothing = futures.joint(())
    layout = futures.layout(nothing, [nothing], 3600.0)
    book.unknown(layout, 0.0, ["everybody"])
    book.write("everybody", whole, [np.zeros((1, 1))])
    book.means(layout, 0.0, ["everybody"])


def everything_in_view(request: GeometryRequest) -> Geometry:
    """Some hours in which every satellite stands above every site and every point, for compiling."""
    short = replace(request, n_steps=STEPS)
    words, satellites = words_for(STEPS), len(request.satellites)

    def seen(targets: Sequence[object]) -> BitArray:
        return frozen(np.full((words, satellites, len(targets)), EVERY_BIT, dtype=np.uint64))

    sites_ecef_km, sites_up = site_vectors(request.sites)
    points_ecef_km, points_up = point_vectors(request.points)
    return Geometry(
        request=short,
        satellite_index={satellite: row for row, (satellite, _) in enumerate(request.satellites)},
        site_index={site.id: row for row, site in enumerate(request.sites)},
        point_index={point.id: row for row, point in enumerate(request.points)},
        site_view=seen(request.sites),
        site_access=seen(request.sites),
        point_view={mask_deg: seen(request.points) for mask_deg in request.point_masks_deg},
        pnt_positions_km=np.zeros((short.n_pnt_steps, len(request.pnt_satellites), 3)),
        sites_ecef_km=sites_ecef_km,
        sites_up=sites_up,
        points_ecef_km=points_ecef_km,
        points_up=points_up,
    )


def main() -> int:
    """The second process: compiles the missions of its arguments for the scenario on its standard input."""
    known = set(plugins(MISSION))
    missions = [key for key in sys.argv[1:] if key in known]
    scenario = Scenario.model_validate_json(sys.stdin.buffer.read())
    compile_missions(scenario, missions)  # type: ignore[arg-type]  # they are keys of plug-ins
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:  # the first process says it
        sys.exit(130)
