"""The numbers of a game that a contribution study keeps: worked out where the game is played, so no record travels."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from wargame.analysis.continuation import Outlook
from wargame.analysis.contribution.readings import BENEFIT, COST, LEAKS, OWN, SERVED, SPLITS
from wargame.analysis.deeds import leaks, no_leaks
from wargame.analysis.imposition import Expected, split
from wargame.analysis.restraint import p_attack_by, paths_of, why_none
from wargame.analysis.served import Served
from wargame.analysis.statistics import Sheet, Statistics, statistics
from wargame.analysis.study import package_weights
from wargame.analysis.tipping import Table, table_of
from wargame.record import Record
from wargame.registry import MEASURE, plugins

VARIES = "game.varies"
"""1 where chance had a say in a game, 0 where it can be proved that every replicate is the same."""

REACHED = "restraint.p_attack_by"
"""`restraint.p_attack_by.SECOND`: P(attack) until a move."""

LINE = "restraint.line"
"""`restraint.line.ADVERSARY.N.level` and `.relief`: the gap as the largest of lines in added pressure."""

IDLE_DRAWS = frozenset({"agenda.tie"})
"""Draws that decide nothing: what breaks a tie where there is none (`agenda.order.STAGE` says that there was one)."""

INQUIRY_DRAWS = frozenset(
    {
        "failure.puzzles",
        "sensor.detects",
        "sensor.identifies",
        "sensor.names",
        "sensor.names.wrongly",
        "sensor.names.nobody_s_doing",
        "report.released",
        "attribution.tie",
        "government.acts",
        "government.errs",
        "agenda.order.decide",
    }
)
"""Draws by which governments look into a failure and make up their minds. They write down reports, conclusions and
answers. Red sees none of these and no service reads them, unless a release can leak: what leaks, Red learns."""

HELD_BACK_DRAWS = frozenset({"resolve", "logit.option", "logit.restraint", "choice.noise"})
"""Draws that are made once Red has weighed its options and only say what it then chooses. On the restraint path its
choice is held back, so they touch nothing that is weighed later."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of the games of a study.

    Attributes:
        numbers: record statistics: the arm whose games give them, and their name.
        view: whose service counts.
        nations: everybody whose own service is kept.
        paths: whether the course of P(attack) and what tips it are kept of the restraint path.
        declared: whether it is asked what Red expects of the declared packages.
        split: whether the change of the margin against the lead alone is split in its parts.
    """

    numbers: tuple[tuple[str, str], ...]
    view: str = "coalition"
    nations: tuple[str, ...] = ()
    paths: bool = False
    declared: bool = False
    split: bool = False

    @property
    def full(self) -> bool:
        """Whether the tables of Red's options are needed."""
        return self.paths or self.split

    @property
    def calm(self) -> bool:
        """Whether a number needs the unattacked line beside it."""
        return any(
            arm == "forced" and (name.startswith("resilience.") or name in plugins(MEASURE))
            for arm, name in self.numbers
            if not _delivered(name)
        )

    def of(
        self,
        record: Record,
        unattacked: Callable[[], Record],
        expected: Callable[[Record], Expected] | None = None,
        outlook: Outlook | None = None,
        alone: Callable[[], Record] | None = None,
    ) -> Statistics:
        """The numbers of one game.

        Args:
            record: the game.
            unattacked: plays the same replicate without an attack, when a number needs it.
            expected: what Red expects of every declared package, asked when wanted.
            outlook: services after the end of the run.
            alone: plays the same replicate with the lead alone, when a number needs it.
        """
        sheet, arm = Sheet(), record.manifest.arm
        own = any(of == arm and name in plugins(MEASURE) for of, name in self.numbers)
        sheet.values[VARIES] = float(varies(record, own))
        if arm == "restraint":
            self._restraint(sheet, record, expected, alone)
        else:
            self._services(sheet, record)
        self._statistics(sheet, record, unattacked, outlook)
        if arm == "forced":
            why = no_leaks(record.scenario)
            sheet.put(LEAKS, *((None, why) if why else leaks(record.events)))
        return Statistics(sheet.values, sheet.reasons)

    def _services(self, sheet: Sheet, record: Record) -> None:
        """Mean services by nation: in the view, and of each nation by itself. Not rounded: they are summed later."""
        served = Served.of(record)
        parts = served.by_nation(self.view)
        for nation, part in parts.items():
            sheet.values[f"{SERVED}.{nation}"] = part
        for nation in self.nations:
            own = served.whole(nation)
            if own is not None:
                sheet.values[f"{OWN}.{nation}"] = own

    def _restraint(
        self,
        sheet: Sheet,
        record: Record,
        expected: Callable[[Record], Expected] | None,
        alone: Callable[[], Record] | None,
    ) -> None:
        if self.paths:
            _path(sheet, record)
        if self.declared and expected is not None:
            self._declared(sheet, record, expected(record))
        if self.split and alone is not None:
            _split(sheet, record, alone())

    def _declared(self, sheet: Sheet, record: Record, expected: Expected) -> None:
        """Benefit and cost of the declared packages as Red expects them, by weight."""
        weights = package_weights(record.scenario)
        found = {key: expected.get(key) for key in weights}
        missing = next((key for key, item in found.items() if item is None), None)
        if missing is not None or not weights:
            reason = f"nothing of the package {missing} is in reach" if weights else "no threat package"
            sheet.put(BENEFIT, None, reason)
            sheet.put(COST, None, reason)
            return
        known = {key: item for key, item in found.items() if item is not None}
        sheet.put(BENEFIT, math.fsum(weights[key] * item.benefit for key, item in known.items()))
        sheet.put(COST, math.fsum(weights[key] * item.cost for key, item in known.items()))

    def _statistics(
        self, sheet: Sheet, record: Record, unattacked: Callable[[], Record], outlook: Outlook | None
    ) -> None:
        """The record statistics that are kept, as far as the arm gives them."""
        arm = record.manifest.arm
        asked = [name for of, name in self.numbers if of == arm and name not in SPLITS]
        wanted = [name for name in asked if not _delivered(name)]
        if wanted:
            calm = record if arm == "unattacked" else unattacked() if self.calm and arm == "forced" else None
            hazard = any(name.startswith("debris.hits") for name in wanted)
            found = statistics(record, calm, self.view, outlook=outlook, hazard=hazard)
            for name in wanted:
                sheet.put(name, found.values.get(name), found.reasons.get(name, "nobody needs the mission"))
        for name in filter(_delivered, asked):
            parts = [value for key, value in sheet.values.items() if key.startswith(f"{SERVED}.")]
            known = [value for value in parts if value is not None]
            sheet.put(name, None, "nobody in this view needs any mission")
            if known:  # not rounded: values are differences of it
                sheet.values[name] = math.fsum(known)
                del sheet.reasons[name]


def varies(record: Record, whole: bool = False) -> bool:
    """Whether another replicate of a game could give other numbers than these that are kept.

    A replicate enters a game through its draws only. So when none was made that decides anything that is kept (what Red
    weighs on the restraint path, services where nobody attacks), every replicate takes the same course up to the first
    such draw, and there is none. A record that was read back does not say; it varies.

    Args:
        record: the game.
        whole: whether anything in it may be kept, not only what Red weighs and services: a measure of a plug-in.
    """
    arm, idle = record.manifest.arm, IDLE_DRAWS
    if whole:
        return record.drawn is None or bool(record.drawn - idle)
    if arm == "restraint":
        idle |= HELD_BACK_DRAWS
    if arm in ("restraint", "unattacked") and no_leaks(record.scenario):
        idle |= INQUIRY_DRAWS
    return record.drawn is None or bool(record.drawn - idle)


def _delivered(name: str) -> bool:
    """Whether a number is mean service itself, read from the services by nation."""
    return name in ("resilience.service_delivered", "capability.service", "total.service")


def _split(sheet: Sheet, record: Record, alone: Record) -> None:
    """The change of the margin against the lead alone in its parts."""
    found = split(
        paths_of(record.events, record.scenario), paths_of(alone.events, alone.scenario), record.scenario
    )
    for name in SPLITS:
        part = name.removeprefix("deterrence.margin_by_")
        if isinstance(found, str):
            sheet.put(name, None, found)
        else:
            sheet.put(name, getattr(found, part))


def _path(sheet: Sheet, record: Record) -> None:
    """P(attack) until every move, and the lines of which the gap is the largest when pressure is added."""
    scenario = record.scenario
    paths = paths_of(record.events, scenario)
    if reason := why_none(paths):
        sheet.put(LINE, None, reason)
        return
    for hours, p in p_attack_by(paths, float(scenario.clock.duration_s)):
        sheet.put(f"{REACHED}.{round(hours * 3600)}", p)
    for path in paths:
        table = table_of(path, scenario)
        if isinstance(table, str):
            sheet.put(LINE, None, table)
            return
        for number, (level, relief) in enumerate(hull(table)):
            sheet.put(f"{LINE}.{path.actor}.{number}.level", level)
            sheet.put(f"{LINE}.{path.actor}.{number}.relief", relief)


def hull(table: Table) -> list[tuple[float, float]]:
    """The lines level + delta * relief of which the gap is the largest for some added pressure delta, flattest first.

    Source: upper envelope of lines, the monotone chain of Andrew 1979.
    """
    levels = table.worth + table.pressure * table.relief
    best: dict[float, float] = {}
    for level, relief in zip(levels.tolist(), table.relief.tolist(), strict=True):
        best[relief] = max(level, best.get(relief, -math.inf))
    kept: list[tuple[float, float]] = []
    for relief, level in sorted(best.items()):
        while len(kept) > 1 and _hidden(kept[-2], kept[-1], (level, relief)):
            kept.pop()
        kept.append((level, relief))
    return kept


def _hidden(first: tuple[float, float], middle: tuple[float, float], last: tuple[float, float]) -> bool:
    """Whether the middle one of three lines, flattest first, is nowhere above the other two."""
    (a, r), (b, s), (c, t) = first, middle, last
    return (c - a) * (s - r) >= (b - a) * (t - r)


def lines_of(values: Mapping[str, float | None]) -> dict[str, Sequence[tuple[float, float]]]:
    """The lines that a game's numbers hold, by adversary."""
    found: dict[str, dict[int, dict[str, float]]] = {}
    for name, value in values.items():
        if name.startswith(f"{LINE}.") and value is not None:
            adversary, number, part = name.removeprefix(f"{LINE}.").rsplit(".", 2)
            found.setdefault(adversary, {}).setdefault(int(number), {})[part] = value
    return {
        adversary: [(item["level"], item["relief"]) for _, item in sorted(lines.items())]
        for adversary, lines in sorted(found.items())
    }
