"""Losses of a service as people count them: all crossings of one mission by one nation's users in one region, together.

A service near its threshold is lost and regained again and again. The record keeps every crossing; a story tells them
in one line, with how often, how long and how low.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from wargame.analysis.names import Names, clock, mission_name
from wargame.analysis.sentences import below
from wargame.events import ServiceCrossed
from wargame.missions.windows import trailing_mean
from wargame.record import Record

FLICKER = 5
"""A service that is lost more often than this lies near its threshold, and how often says less than how long."""


@dataclass(frozen=True)
class Loss:
    """One mission lost to the users of one nation in one region, once or many times.

    Attributes:
        crossings: all its crossings, in order of time; the first is a loss.
        end_s: the end of the run.
        lowest: the lowest value while it was lost.
    """

    crossings: tuple[ServiceCrossed, ...]
    end_s: int
    lowest: float

    @property
    def first(self) -> ServiceCrossed:
        """The crossing with which it began."""
        return self.crossings[0]

    @cached_property
    def stretches(self) -> list[tuple[int, int | None]]:
        """When it was lost and regained; None where it stayed lost to the end of the run."""
        found: list[tuple[int, int | None]] = []
        for event in self.crossings:
            if event.direction == "lost":
                found.append((event.t_s, None))
            elif found:
                found[-1] = (found[-1][0], event.t_s)
        return found

    @property
    def hours(self) -> float:
        """How long it was below its threshold, in all."""
        return sum(self.stretch_hours)

    @property
    def stretch_hours(self) -> list[float]:
        """How long each time, within the run, h."""
        ends = ((start, self.end_s if end is None else end) for start, end in self.stretches)
        return [max(0, end - start) / 3600.0 for start, end in ends]

    @property
    def share(self) -> float:
        """The share of the run for which it was below its threshold."""
        return self.hours * 3600.0 / self.end_s

    @property
    def region(self) -> str:
        """Where."""
        return self.first.place.partition(".")[0]


def losses(record: Record) -> list[Loss]:
    """Every loss of a record, in order of its first crossing."""
    lines: dict[tuple[str, str], list[ServiceCrossed]] = {}
    for event in record.events:
        if isinstance(event, ServiceCrossed):
            lines.setdefault((event.mission, event.place), []).append(event)
    end_s = record.scenario.clock.duration_s
    found = []
    for line in lines.values():
        ordered = tuple(sorted(line, key=lambda event: (event.t_s, event.seq)))
        found.append(Loss(ordered, end_s, _lowest(record, ordered)))
    return sorted(found, key=lambda loss: (loss.first.t_s, loss.first.seq))


def _lowest(record: Record, line: Sequence[ServiceCrossed]) -> float:
    """The lowest trailing mean while lost; without a timeline, the lowest value that the crossings name."""
    told = min(event.service for event in line)
    mission, place = line[0].mission, line[0].place
    key = next((key for key in record.services if key == mission), None)
    if key is None:
        return told
    timeline = record.services[key]
    region, _, nation = place.partition(".")
    values = timeline.values[timeline.regions.index(region), timeline.beneficiaries.index(nation)]
    window_h = record.scenario.missions.of(key).window_h
    window = max(1, min(round(window_h * 3600 / timeline.step_s), len(values)))
    felt = trailing_mean(values, window)
    low = told
    for event, after in zip(line, [*line[1:], None], strict=True):
        if event.direction == "lost":
            start = round(event.t_s / timeline.step_s) - window
            end = len(felt) if after is None else round(after.t_s / timeline.step_s) - window
            low = min(low, *(float(value) for value in felt[max(0, start) : max(start + 1, end)]))
    return low


def alike(found: Sequence[Loss]) -> list[list[Loss]]:
    """Losses that read the same but for the nation, together: one mission in one region, at the same times, as low."""
    groups: dict[tuple[object, ...], list[Loss]] = {}
    for loss in found:
        first = loss.first
        said = (tuple(loss.stretches), round(loss.lowest, 2), round(first.unattacked, 2))
        groups.setdefault((first.mission, loss.region, said), []).append(loss)
    return list(groups.values())


def loss_sentence(loss: Loss, names: Names, others: Sequence[Loss] = ()) -> str:
    """A loss in one sentence: how often, until when, how long, how low; with others that read the same."""
    first, stretches = loss.first, loss.stretches
    what = f"{mission_name(first.mission).capitalize()} is lost"
    nations = [item.first.place.partition(".")[2] for item in (loss, *others)]
    whom = f"to users of {names.together(nations)} in {names(loss.region)}"
    start, end = stretches[-1]
    until = "the end of the run" if end is None else clock(end)
    low = (
        f"lowest {below(loss.lowest, first.threshold)} (unattacked {first.unattacked:.2f} when it first fell)"
    )
    if len(stretches) == 1:
        return f"{what} {whom} until {until}: {_hours(loss.hours)} below {first.threshold:g}, {low}."
    spells = f"{_hours(loss.hours)} below {first.threshold:g} in all ({loss.share:.0%} of the run), {low}."
    if len(stretches) <= FLICKER:
        return f"{what} {len(stretches)} times {whom}, the last time from {clock(start)} to {until}: {spells}"
    return (
        f"{mission_name(first.mission).capitalize()} flickers {whom} from {clock(first.t_s)} to {until}, near "
        f"its threshold: "
        f"{spells}"
    )


def stretch_lines(loss: Loss) -> list[str]:
    """Every time it was lost, from when to when; nothing for a single time."""
    if len(loss.stretches) == 1:
        return []
    return [
        f"{clock(start)} to {'the end of the run' if end is None else clock(end)}"
        for start, end in loss.stretches
    ]


def longest(found: Sequence[Loss], most: int) -> tuple[list[Loss], list[Loss]]:
    """The longest losses in order of time, and the others."""
    ranked = sorted(found, key=lambda loss: (-loss.hours, loss.lowest, loss.first.t_s, loss.first.seq))
    kept = ranked[:most]
    return [loss for loss in found if loss in kept], [loss for loss in found if loss not in kept]


def whereabouts(found: Sequence[Loss], names: Names) -> str:
    """Missions with the regions in which they are lost, for losses that are not told one by one."""
    regions: dict[str, list[str]] = {}
    for loss in found:
        places = regions.setdefault(mission_name(loss.first.mission), [])
        if names(loss.region) not in places:
            places.append(names(loss.region))
    return " / ".join(
        f"{mission} in {'; '.join(sorted(places))}" for mission, places in sorted(regions.items())
    )


def _hours(hours: float) -> str:
    return f"{hours:.0f} h" if hours >= 10 else f"{hours:.1f} h"
