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


LOST = "a service is lost when its trailing mean is below the threshold and without attacks it is not"
REGAINED = (
    "a service is back when its trailing mean is at the threshold again, or below it without attacks, too"
)

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
    blame, cells = _Blame(eras, journal, mission, window, timeline.lines), timeline.cells
    for crossing in _changes(
        [(cell, *cells[cell]) for cell in hurt.tolist()], attacked, unattacked, settings.threshold
    ):
        at = crossing.line, crossing.step
        t_s = (crossing.step + window) * SERVICE_STEP_S
        cause, others = (blame.of_loss if crossing.lost else blame.of_recovery)(crossing, t_s)
        place = f"{timeline.regions[crossing.region]}.{timeline.beneficiaries[crossing.beneficiary]}"
        crossed = ServiceCrossed(
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
                "rule": LOST if crossing.lost else REGAINED,
                "window_h": settings.window_h,
                "out_of_action": others,
            }
            if journal.keep_cards
            else None,
        )
        if crossing.lost:
            blame.note(crossing, crossed)
        yield crossed


def _changes(
    cells: Sequence[tuple[int, int, int]], attacked: FloatArray, unattacked: FloatArray, threshold: float
) -> Iterator[_Crossing]:
    """Where an attributable outage begins or ends, on lines of some (cell, region, beneficiary), (cells, steps)."""
    out = (attacked < threshold) & (unattacked >= threshold)
    before = np.concatenate([np.zeros((len(out), 1), dtype=bool), out[:, :-1]], axis=1)
    for line, step in np.argwhere(out != before).tolist():
        yield _Crossing(line, *cells[line], step, bool(out[line, step]))


@dataclass(frozen=True, slots=True)
class _Loss:
    """A line that is lost: the event's id, when, the deed it is laid to, and all deeds that were felt then."""

    id: str
    t_s: int
    deed: str | None
    felt: tuple[str, ...]


class _Blame:
    """Which event a crossing of one mission is laid to.

    A loss is laid to the one event without which the service would have been highest (the latest among equals); a
    recovery to the end of that, or to the latest end of anything else that the line has felt, nature's outages too.
    Where nothing of that has ended, satellites, light or weather have brought the service back, or it would be below
    without attacks, too: then there is nothing behind it but the loss that it ends.
    """

    def __init__(
        self, eras: Eras, journal: Journal, mission: MissionKey, window: int, lines: FloatArray
    ) -> None:
        """Collects what somebody did to what the mission feels, and what was mended."""
        self._eras = eras
        self._mission = mission
        self._window = window
        self._lines = lines
        world = journal.world
        self._statuses = [item for item in world.statuses if isinstance(item, Deed | AssetReplaced)]
        calm = {item.id for item in natural(self._statuses, journal.events)}
        deeds = [item for item in self._statuses if isinstance(item, Deed) and item.id not in calm]
        self._deeds = {item.id: item for item in deeds if eras.feels(mission, item)}
        self._natural = {
            item.id: item for item in self._statuses if item.id in calm and isinstance(item, Deed)
        }
        self._mended = [item for item in journal.events if isinstance(item, Mending)]
        self._early = {_mends(item): item for item in self._mended if _is_early(item)}
        self._without: dict[str, FloatArray] = {}
        self._losses: dict[int, _Loss] = {}

    def of_loss(self, crossing: _Crossing, t_s: int) -> tuple[str | None, list[str]]:
        """The event behind a loss, and everything that was out of action then."""
        active = self._active(crossing, t_s)
        names = [item.id for item in active]
        if len(active) < 2:
            return next(iter(names), None), names
        return max(
            active, key=lambda item: (self._service_without(item, crossing), item.t_s, item.id)
        ).id, names

    def note(self, crossing: _Crossing, lost: ServiceCrossed) -> None:
        """Keeps a loss for the recovery that ends it."""
        felt = tuple(item.id for item in self._active(crossing, lost.t_s))
        self._losses[crossing.cell] = _Loss(lost.stem, lost.t_s, lost.cause, felt)

    def of_recovery(self, crossing: _Crossing, t_s: int) -> tuple[str, list[str]]:
        """The event behind a recovery, and everything that was out of action then."""
        names = [item.id for item in self._active(crossing, t_s)]
        loss = self._losses[crossing.cell]
        ended = {_mends(item): item for item in self._mended if item.t_s <= t_s}
        if loss.deed in ended:
            return ended[loss.deed].id, names
        later = {key: item for key, item in self._deeds.items() if loss.t_s < item.t_s < t_s}
        felt = later | {key: self._deeds[key] for key in loss.felt} | self._natural
        for key, end in reversed(ended.items()):
            deed = felt.get(key or "")
            late = end.t_s > loss.t_s or key not in self._natural
            if deed is not None and late and self._matters(deed, crossing):
                return end.id, names
        return loss.id, names

    def _active(self, crossing: _Crossing, t_s: int) -> list["Deed"]:
        """What was out of action when a line crossed its threshold, terminals of other users apart.

        Where a mission remembers, what is over may still be felt: then everything that was out of action before.
        """
        opened_s = t_s - (self._window + 1) * SERVICE_STEP_S
        before = [item for item in self._deeds.values() if item.t_s < t_s and self._reaches(item, crossing)]
        return [item for item in before if self._lasts_beyond(item, opened_s)] or before

    def _reaches(self, deed: "Deed", crossing: _Crossing) -> bool:
        """Whether what was done can touch a line at all: terminals matter to their own users only."""
        board = self._eras.now.board
        users = None if isinstance(deed, ReceiversJammed) else board.scenario.users.get(deed.asset)
        services = board.services
        place = services.regions[crossing.region], services.beneficiaries[crossing.beneficiary]
        return users is None or (users.region, users.nation) == place

    def _lasts_beyond(self, deed: "Deed", t_s: int) -> bool:
        """Whether what was done was still felt after a second; a step-down or a replacement may have ended it."""
        early = self._early.get(deed.id)
        end_s = deed.until_s if early is None else early.t_s
        return end_s is None or end_s > t_s

    def _service_without(self, deed: "Deed", crossing: _Crossing) -> float:
        """The mean service of a crossing's window if one thing had not been done."""
        line = self._lines_without(deed)[crossing.cell]
        return round(float(line[crossing.step : crossing.step + self._window].mean()), 9)

    def _matters(self, deed: "Deed", crossing: _Crossing) -> bool:
        """Whether a line would be another if one thing had not been done."""
        without = self._lines_without(deed)[crossing.cell]
        return not np.array_equal(without, self._lines[crossing.cell])

    def _lines_without(self, deed: "Deed") -> FloatArray:
        """All lines of the mission if one thing had not been done."""
        if deed.id not in self._without:
            others = [other for other in self._statuses if other is not deed]
            rest = self._eras.states([*others, *self._early.values()])
            self._without[deed.id] = self._eras.timeline(self._mission, rest).lines
        return self._without[deed.id]
