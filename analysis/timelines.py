"""The lines over time that a report draws, read from records: phases, gaps, services."""

from collections.abc import Sequence

from wargame.analysis.names import clock
from wargame.events import OptionsWeighed, PhaseChanged
from wargame.missions.windows import trailing_mean
from wargame.record import Record
from wargame.scenario import MissionKey


def phases_of(record: Record, end_s: float) -> list[tuple[float, float, str]]:
    """The stretches of the run by phase: (start, end, phase)."""
    changes = [(float(e.t_s), e.phase) for e in record.events if isinstance(e, PhaseChanged)]
    if not changes or changes[0][0] > 0:
        changes.insert(0, (0.0, "day_to_day"))
    ends = [*changes[1:], (end_s, "")]
    return [
        (start, end, phase) for (start, phase), (end, _) in zip(changes, ends, strict=True) if end > start
    ]


def phase_at(record: Record, event: OptionsWeighed) -> str:
    """The phase in which options were weighed, in words."""
    phases = [item for item in record.events if isinstance(item, PhaseChanged) and item.t_s <= event.t_s]
    return phases[-1].phase.replace("_", "-") if phases else "day-to-day"


def gaps_of(record: Record) -> list[tuple[float, float | None]]:
    """The largest gap of any adversary at every move; None where there was nothing to attack with."""
    found: dict[int, float | None] = {}
    for event in record.events:
        if isinstance(event, OptionsWeighed):
            known, gap = found.get(event.t_s), event.gap if event.weighed else None
            found[event.t_s] = gap if known is None else known if gap is None else max(known, gap)
    return [(float(t), value) for t, value in sorted(found.items())]


def chances_of(record: Record) -> list[tuple[float, float | None]]:
    """P(attack) of any adversary at every move, as it is weighed there; None where none had anything to attack with."""
    held: dict[int, float] = {}
    known: dict[int, bool] = {}
    for event in record.events:
        if isinstance(event, OptionsWeighed):
            held[event.t_s] = held.get(event.t_s, 1.0) * (1.0 - event.p_attack)
            known[event.t_s] = known.get(event.t_s, False) or bool(event.weighed)
    return [(float(t), 1.0 - held[t] if known[t] else None) for t in sorted(held)]


def service_of(record: Record, mission: MissionKey, window_h: float) -> list[tuple[float, float | None]]:
    """The trailing mean of a mission's service over its window, at the end of the window, thinned for drawing."""
    timeline = record.services[mission]
    values = timeline.demand_weighted()
    window = window_steps(window_h, timeline.step_s, len(values))
    felt: list[float] = trailing_mean(values, window).tolist()
    return [((n + window) * timeline.step_s, value) for n, value in thinned(felt)]


def window_steps(window_h: float, step_s: float, steps: int) -> int:
    """How many steps a mission's window has: at least one, at most all that there are."""
    return max(1, min(round(window_h * 3600 / step_s), steps))


def window_words(window_h: float, end_s: float) -> str:
    """Why a chart of trailing means begins only after one window."""
    begins = clock(round(min(window_h * 3600, end_s)))
    return f"Each point is the mean of the {window_h:g} h before it, so the lines begin at {begins}."


def thinned(values: Sequence[float], most: int = 500) -> list[tuple[int, float]]:
    """At most about `most` (index, value) points that keep every extreme: lowest and highest of each bin."""
    size = max(1, -(-2 * len(values) // most))
    kept: set[int] = {0, len(values) - 1}
    for start in range(0, len(values), size):
        part = range(start, min(start + size, len(values)))
        kept |= {min(part, key=values.__getitem__), max(part, key=values.__getitem__)}
    found = [(n, values[n]) for n in sorted(kept)]
    same = [
        0 < n < len(found) - 1 and found[n - 1][1] == value == found[n + 1][1]
        for n, (_, value) in enumerate(found)
    ]
    return [point for point, dull in zip(found, same, strict=True) if not dull]
