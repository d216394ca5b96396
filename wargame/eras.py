"""The stretches of a run in which one scenario holds: one for most runs, another from the move of a fork on.

A service is worked out in every stretch by the board and the coalition of that stretch, as if its rights had held from
the epoch on, and the stretches are put one after the other. So what was collected before an agreement counts for those
who are given it afterwards, as with an archive that is opened.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from wargame.availability import Availability, StatusEvent, availability
from wargame.board import Board
from wargame.coalition import Coalition
from wargame.events import AssetDegraded, AssetLost, ReceiversJammed
from wargame.missions.service import ServiceTimeline
from wargame.scenario import MissionKey
from wargame.scenario.clock import SERVICE_STEP_S


@dataclass(frozen=True, slots=True)
class Era:
    """A stretch of a run.

    Attributes:
        board: what all games of its scenario share.
        coalition: who is in it, by the agreements of that scenario.
        from_s: its first second; it lasts until the next one begins.
    """

    board: Board
    coalition: Coalition
    from_s: int = 0


class Eras:
    """All stretches of a run so far, in order of time."""

    __slots__ = ("_eras",)

    def __init__(self, first: Era) -> None:
        """Begins with the scenario that is given."""
        self._eras = [first]

    @property
    def now(self) -> Era:
        """The stretch that holds."""
        return self._eras[-1]

    def begin(self, era: Era) -> None:
        """Another stretch begins; one that begins at the same second takes the place of the last."""
        if self.now.from_s == era.from_s:
            self._eras.pop()
        self._eras.append(era)

    def states(self, statuses: Iterable[StatusEvent]) -> tuple[Availability, ...]:
        """What works when, by status events, for the coalition of every stretch."""
        first, *others = self._eras
        state = availability(statuses, first.coalition)
        return (state, *(replace(state, coalition=era.coalition) for era in others))

    def timeline(self, mission: MissionKey, states: Sequence[Availability]) -> ServiceTimeline:
        """The service of a mission over the whole run, from what `states` gave."""
        lines = [
            era.board.services.timeline(mission, state) for era, state in zip(self._eras, states, strict=True)
        ]
        if len(lines) == 1:
            return lines[0]
        cuts = [-(-era.from_s // SERVICE_STEP_S) for era in self._eras] + [lines[0].n_steps]
        values = np.concatenate(
            [line.values[:, :, start:stop] for line, start, stop in zip(lines, cuts, cuts[1:], strict=False)],
            axis=2,
        )
        return replace(lines[0], lines=values[lines[0].weights > 0])

    def reads(self, mission: MissionKey, asset: str) -> bool:
        """Whether the mission's service can depend on an asset at all, in any stretch."""
        return any(era.board.services.reads(mission, asset) for era in self._eras)

    def feels(self, mission: MissionKey, deed: AssetLost | AssetDegraded | ReceiversJammed) -> bool:
        """Whether it changes anything for the mission, in any stretch, that something is done."""
        services = [era.board.services.service(mission) for era in self._eras]
        if isinstance(deed, ReceiversJammed):
            return any(service.hears_jammers for service in services)
        function, factor = (deed.function, deed.factor) if isinstance(deed, AssetDegraded) else (None, 0.0)
        return any(service.feels(deed.asset, function, factor) for service in services)
