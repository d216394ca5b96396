"""The score: where and when a service was lost because of what was done, and what caused it.

A loss is a trailing mean below the mission's threshold while the same mean without attacks is not. Nature's outages are
in both lines, so they are nobody's doing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from wargame.availability import Availability
from wargame.eras import Eras
from wargame.events import (
    AssetDegraded,
    AssetLost,
    AssetReplaced,
    AssetRestored,
    Event,
    ReceiversFreed,
    ReceiversJammed,
    ServiceCrossed,
)
from wargame.game.journal import Journal
from wargame.missions.windows import trailing_mean
from wargame.scenario import MissionKey
from wargame.scenario.clock import SERVICE_STEP_S
from wargame.space.arrays import FloatArray


def natural(statuses: Sequence[Event], events: Sequence[Event]) -> list[Event]:
    """The status events that nobody did: those an inject caused."""
    injects = {event.id for event in events if event.kind == "inject.fired"}
    return [event for event in statuses if event.cause in injects]


Deed: TypeAlias = AssetLost | AssetDegraded | ReceiversJammed
"""What takes a service away."""

Mending: TypeAlias = AssetRestored | AssetReplaced | ReceiversFreed
"""What gives it back."""


def _mends(event: Mending) -> str | None:
    """The event whose harm is over with this one."""
    return event.loss if isinstance(event, AssetReplaced) else event.cause


def _is_early(event: Mending) -> bool:
    """Whether it ends something sooner than was foreseen: a loss that was to be for good, or by a step-down."""
    return isinstance(event, AssetReplaced) or event.ended_by is not None


@dataclass(frozen=True, slots=True)
class _Crossing:
    """A service line crosses its threshold at the end of a step."""

    line: int
    cell: int
    region: int
    beneficiary: int
    step: int
    lost: bool


def score(eras: Eras, journal: Journal) -> None:
    """Emits `service.crossed` for every attributable loss and recovery, in order of time."""
    world = journal.world
    done = eras.states(world.statuses)
    calm = eras.states(natural(world.statuses, journal.events))
    outages, jammers = done[0].outages, done[0].jammers
    if outages == calm[0].outages and jammers == calm[0].jammers:
        return
    services = eras.now.board.services
    found: list[ServiceCrossed] = []
    for mission in services.missions:
        hears = services.service(mission).hears_jammers and bool(jammers)
        if not hears and not any(eras.reads(mission, item.asset) for item in outages):
            continue
        found += _crossings(eras, journal, mission, done, calm)
    for event in sorted(found, key=lambda item: (item.t_s, item.stem)):
        journal.emit(event)


def _crossings(
    eras: Eras,
    journal: Journal,
    mission: MissionKey,
    done: Sequence[Availability],
    calm: Sequence[Availability],
) -> Iterator[ServiceCrossed]:
    settings = eras.now.board.scenario.missions.of(mission)
    window = max(1, round(settings.window_h * 3600 / SERVICE_STEP_S))
    timeline, unharmed = eras.timeline(mission, done), eras.timeline(mission, calm)
    hurt = np.flatnonzero((timeline.lines != unharmed.lines).any(axis=1))
    if not len(hurt):
        return
    attacked = trailing_mean(timeline.lines[hurt], window)
    unattacked = trailing_mean(unharmed.lines[hurt], window)
    blame, cells = _Blame(eras, journal, mission, window), timeline.cells
    for crossing in _changes(
        [(cell, *cells[cell]) for cell in hurt.tolist()], attacked, unattacked, settings.threshold
    ):
        at = crossing.line, crossing.step
        t_s = (crossing.step + window) * SERVICE_STEP_S
        cause, others = blame.of(crossing, t_s)
        place = f"{timeline.regions[crossing.region]}.{timeline.beneficiaries[crossing.beneficiary]}"
        yield ServiceCrossed(
            t_s=t_s,
            move=journal.world.move,
            cause=cause,
            mission=mission,
            place=place,
            direction="lost" if crossing.lost else "regained",
            service=round(float(attacked[at]), 9),
            unattacked=round(float(unattacked[at]), 9),
            threshold=settings.threshold,
            card={
                "rule": "a service is lost when its trailing mean is below the threshold and without attacks it is not",
                "window_h": settings.window_h,
                "out_of_action": others,
            }
            if journal.keep_cards
            else None,
        )


def _changes(
    cells: Sequence[tuple[int, int, int]], attacked: FloatArray, unattacked: FloatArray, threshold: float
) -> Iterator[_Crossing]:
    """Where an attributable outage begins or ends, on lines of some (cell, region, beneficiary), (cells, steps)."""
    out = (attacked < threshold) & (unattacked >= threshold)
    before = np.concatenate([np.zeros((len(out), 1), dtype=bool), out[:, :-1]], axis=1)
    for line, step in np.argwhere(out != before).tolist():
        yield _Crossing(line, *cells[line], step, bool(out[line, step]))


class _Blame:
    """Which event a crossing of one mission is laid to.

    A loss is laid to the one event without which the service would have been highest (the latest among equals); a
    recovery to the latest restoration before it.
    """

    def __init__(self, eras: Eras, journal: Journal, mission: MissionKey, window: int) -> None:
        """Collects what somebody did to what the mission reads, and what was mended."""
        self._eras = eras
        self._mission = mission
        self._window = window
        world = journal.world
        self._statuses = [item for item in world.statuses if isinstance(item, Deed | AssetReplaced)]
        calm = {item.id for item in natural(self._statuses, journal.events)}
        deeds = [item for item in self._statuses if isinstance(item, Deed) and item.id not in calm]
        self._deeds = [item for item in deeds if self._is_felt(item)]
        self._mended = [item for item in journal.events if isinstance(item, Mending)]
        self._early = {_mends(item): item for item in self._mended if _is_early(item)}
        self._without: dict[str, FloatArray] = {}

    def _is_felt(self, deed: "Deed") -> bool:
        """Whether the mission can feel what was done."""
        if isinstance(deed, ReceiversJammed):
            return self._eras.now.board.services.service(self._mission).hears_jammers
        return self._eras.reads(self._mission, deed.asset)

    def of(self, crossing: _Crossing, t_s: int) -> tuple[str | None, list[str]]:
        """The event behind a crossing, and everything that was out of action then.

        Where a mission remembers, what is over may still be felt: then everything that was out of action before.
        """
        opened_s = t_s - (self._window + 1) * SERVICE_STEP_S
        before = [item for item in self._deeds if item.t_s < t_s]
        active = [item for item in before if self._lasts_beyond(item, opened_s)] or before
        names = [item.id for item in active]
        if not crossing.lost:
            mended = [item for item in self._mended if item.t_s <= t_s and _mends(item) in names]
            return (mended[-1].id if mended else next(reversed(names), None)), names
        if len(active) < 2:
            return next(iter(names), None), names
        return max(
            active, key=lambda item: (self._service_without(item, crossing), item.t_s, item.id)
        ).id, names

    def _lasts_beyond(self, deed: "Deed", t_s: int) -> bool:
        """Whether what was done was still felt after a second; a step-down or a replacement may have ended it."""
        early = self._early.get(deed.id)
        end_s = deed.until_s if early is None else early.t_s
        return end_s is None or end_s > t_s

    def _service_without(self, deed: "Deed", crossing: _Crossing) -> float:
        """The mean service of a crossing's window if one thing had not been done."""
        if deed.id not in self._without:
            others = [other for other in self._statuses if other is not deed]
            rest = self._eras.states([*others, *self._early.values()])
            self._without[deed.id] = self._eras.timeline(self._mission, rest).lines
        line = self._without[deed.id][crossing.cell]
        return round(float(line[crossing.step : crossing.step + self._window].mean()), 9)
