"""The score: where and when a service was lost because of what was done, and what caused it.

A loss is a trailing mean below the mission's threshold while the same mean without attacks is not. Nature's outages are
in both lines, so they are nobody's doing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from wargame.availability import Availability, availability
from wargame.board import Board
from wargame.coalition import Coalition
from wargame.events import AssetDegraded, AssetLost, AssetRestored, Event, ServiceCrossed
from wargame.game.journal import Journal
from wargame.missions.service import ServiceTimeline
from wargame.missions.windows import trailing_mean
from wargame.scenario import MissionKey
from wargame.scenario.clock import SERVICE_STEP_S
from wargame.space.arrays import FloatArray


def natural(statuses: Sequence[Event], events: Sequence[Event]) -> list[Event]:
    """The status events that nobody did: those an inject caused."""
    injects = {event.id for event in events if event.kind == "inject.fired"}
    return [event for event in statuses if event.cause in injects]


@dataclass(frozen=True, slots=True)
class _Crossing:
    """A service line crosses its threshold at the end of a step."""

    region: int
    beneficiary: int
    step: int
    lost: bool


def score(board: Board, coalition: Coalition, journal: Journal) -> None:
    """Emits `service.crossed` for every attributable loss and recovery, in order of time."""
    world = journal.world
    done = availability(world.statuses, coalition)
    calm = availability(natural(world.statuses, journal.events), coalition)
    if done.outages == calm.outages:
        return
    found: list[ServiceCrossed] = []
    for mission in board.services.missions:
        if not any(board.services.reads(mission, item.asset) for item in done.outages):
            continue
        found += _crossings(board, coalition, journal, mission, done, calm)
    for event in sorted(found, key=lambda item: (item.t_s, item.stem)):
        journal.emit(event)


def _crossings(
    board: Board,
    coalition: Coalition,
    journal: Journal,
    mission: MissionKey,
    done: Availability,
    calm: Availability,
) -> Iterator[ServiceCrossed]:
    settings = board.scenario.missions.of(mission)
    window = max(1, round(settings.window_h * 3600 / SERVICE_STEP_S))
    timeline = board.services.timeline(mission, done)
    attacked = trailing_mean(timeline.values, window)
    unattacked = trailing_mean(board.services.timeline(mission, calm).values, window)
    for crossing in _changes(timeline, attacked, unattacked, settings.threshold):
        at = (crossing.region, crossing.beneficiary, crossing.step)
        t_s = (crossing.step + window) * SERVICE_STEP_S
        cause, others = _cause(board, coalition, journal, mission, crossing, window, t_s)
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
    timeline: ServiceTimeline, attacked: FloatArray, unattacked: FloatArray, threshold: float
) -> Iterator[_Crossing]:
    """Where an attributable outage begins or ends, for every region and beneficiary with demand."""
    out = (attacked < threshold) & (unattacked >= threshold) & (timeline.weights > 0)[:, :, None]
    before = np.concatenate([np.zeros((*out.shape[:2], 1), dtype=bool), out[:, :, :-1]], axis=2)
    for region, beneficiary, step in np.argwhere(out != before).tolist():
        yield _Crossing(region, beneficiary, step, bool(out[region, beneficiary, step]))


def _cause(
    board: Board,
    coalition: Coalition,
    journal: Journal,
    mission: MissionKey,
    crossing: _Crossing,
    window: int,
    t_s: int,
) -> tuple[str | None, list[str]]:
    """The event behind a crossing, and everything that was out of action then.

    A loss is laid to the one event without which the service would have been highest (the latest among equals); a
    recovery to the latest restoration before it.
    """
    statuses = [item for item in journal.world.statuses if isinstance(item, AssetLost | AssetDegraded)]
    calm = {item.id for item in natural(statuses, journal.events)}
    opened_s = t_s - (window + 1) * SERVICE_STEP_S
    active = [
        item
        for item in statuses
        if item.t_s < t_s
        and item.id not in calm
        and (item.until_s is None or item.until_s > opened_s)
        and board.services.reads(mission, item.asset)
    ]
    names = [item.id for item in active]
    if not crossing.lost:
        mended = [
            e for e in journal.events if isinstance(e, AssetRestored) and e.t_s <= t_s and e.cause in names
        ]
        return (mended[-1].id if mended else next(reversed(names), None)), names
    if len(active) < 2:
        return next(iter(names), None), names

    def blame(item: AssetLost | AssetDegraded) -> tuple[float, int, str]:
        rest = availability([other for other in statuses if other is not item], coalition)
        values = board.services.timeline(mission, rest).values[crossing.region, crossing.beneficiary]
        without = round(float(values[crossing.step : crossing.step + window].mean()), 9)
        return without, item.t_s, item.id

    return max(active, key=blame).id, names
