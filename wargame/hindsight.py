"""Questions about a record that it does not answer by itself: services after its end, and what packages were worth.

Both take the board of the scenario, so they stand beside `run`; measures receive them as arguments.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from wargame.availability import Availability, availability
from wargame.coalition import Coalition
from wargame.deterrence.declared import Expectation
from wargame.events import Event, MoveBegan
from wargame.missions.service import ServiceTimeline
from wargame.model import Arm, Game, Setup
from wargame.record import Record
from wargame.run import board_of, leaving_of, run
from wargame.scenario import MissionKey
from wargame.scenario.politics import ThreatPackage
from wargame.world import fold


class Outlook:
    """Services of a record's coalition after the end of its run, from what is out of action in it."""

    def changes_s(self, record: Record) -> Sequence[float]:
        """When something that is out of action in the record comes back, or goes, in seconds since the epoch."""
        state = _availability(record)
        begins = [item.start_s for item in state.outages] + [item.start_s for item in state.jammers]
        ends = [item.end_s for item in state.outages] + [item.end_s for item in state.jammers]
        return sorted({*begins, *(t_s for t_s in ends if t_s is not None)})

    def service(self, mission: MissionKey, record: Record, at_s: float) -> ServiceTimeline:
        """A mission's timeline if what is out of action at `at_s` had been so from the epoch on."""
        state = _availability(record)
        out = tuple(replace(item, start_s=0.0, end_s=None) for item in state.outages if item.covers(at_s))
        loud = tuple(
            replace(item, start_s=0.0, end_s=float("inf")) for item in state.jammers if item.covers(at_s)
        )
        services = board_of(record.scenario).amended(record.scenario_at_end).services
        return services.timeline(mission, Availability(out, state.coalition, loud))


def _coalition(record: Record) -> Coalition:
    return Coalition.of(record.scenario_at_end, record.manifest.coalition, leaving_of(record))


def _availability(record: Record) -> Availability:
    """What works when in a record."""
    return availability(fold(record.scenario, record.events).statuses, _coalition(record))


def with_services(record: Record) -> Record:
    """A record that was read back, with the service timelines of its run; they follow from its events."""
    if record.services:
        return record
    with _caught_up(record, "unattacked", record.events) as game:
        return replace(record, services=game.services(), played=record.scenario)


@contextmanager
def _caught_up(record: Record, arm: Arm, events: Sequence[Event]) -> Iterator[Game]:
    """A game of a record's coalition that stands where these events leave it; nothing is played."""
    manifest = record.manifest
    members = frozenset(manifest.coalition)
    setup = Setup(manifest.seed, manifest.replicate, members, leaving_of(record), arm, None, "lean")
    game = Game(record.scenario, rng=manifest.seed, setup=setup, board=board_of(record.scenario))
    try:
        game.catch_up(events)
        yield game
    finally:
        game.close()


def packages_against(record: Record) -> Mapping[str, Record]:
    """Every declared threat package carried out against a record's coalition, in the same replicate (lean records)."""
    manifest, coalition = record.manifest, _coalition(record)
    return {
        key: run(
            record.scenario,
            manifest.seed,
            manifest.replicate,
            coalition.names,
            coalition.leaving,
            arm="forced",
            package=key,
            forks=tuple(replace(fork, orders=None) for fork in record.forks),
            keep="lean",
        )
        for key in sorted(record.scenario.threat_packages)
    }


class Expectations:
    """What Red expects of every declared package against the coalitions of records, reckoned once for each record."""

    def __init__(self) -> None:
        """Knows nothing yet."""
        self._known: list[tuple[Record, Mapping[str, Expectation | None]]] = []

    def __call__(self, record: Record) -> Mapping[str, Expectation | None]:
        """The expectation of every package (see `expectations`)."""
        for known, found in self._known:
            if known is record:
                return found
        found = expectations(record)
        self._known.append((record, found))
        return found


def expectations(record: Record) -> Mapping[str, Expectation | None]:
    """What Red expects of every declared threat package against a record's coalition, whether or not it attacks.

    Reckoned in the move in which the package's first action falls, from what Red knows and believes in the record then
    (that of the restraint arm, where nothing has been done). None where nothing of a package is in reach.
    """
    packages = record.scenario.threat_packages
    return {key: _expectation(record, package) for key, package in sorted(packages.items())}


def _expectation(record: Record, package: ThreatPackage) -> Expectation | None:
    first_s = min(round(action.at_h * 3600) for action in package.actions)
    began = [e for e in record.events if isinstance(e, MoveBegan) and e.t_s <= first_s][-1]
    with _caught_up(record, "restraint", record.events[: began.seq + 1]) as game:
        return game.expectation(package, began)
