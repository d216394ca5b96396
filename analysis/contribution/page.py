"""The report of a contribution study: one self-contained page, the answer first.

Everything in it comes from the rows of the study, so the same rows give the same page to the letter: no clock, no
network, no script. All text of a scenario is escaped on its way into the page.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup

from wargame.analysis.assumptions import Assumption, judgements
from wargame.analysis.charts import Track, survival_chart
from wargame.analysis.contribution import charts, sets
from wargame.analysis.contribution.kept import REACHED
from wargame.analysis.contribution.mechanism import carried_by, mechanisms
from wargame.analysis.contribution.plan import PRIMARY
from wargame.analysis.contribution.result import Contribution, largest_channel
from wargame.analysis.contribution.text import title_of
from wargame.analysis.contribution.values import NOBODY, Coalition
from wargame.analysis.names import Names
from wargame.analysis.page import environment
from wargame.analysis.summary import COURTESY
from wargame.analysis.variants import mixes_line, settings_list, variant_lines
from wargame.scenario.channels import CHANNEL_NAMES, SWITCHES
from wargame.scenario.variant import AS_IT_STANDS, Variant

Document = Mapping[str, Any]
"""The document of `Contribution.as_dict` (`Any`: plain JSON values)."""

DENIAL, COST = "deterrence.denial", "deterrence.cost_imposition"
PRESSURES = tuple(round(-0.6 + 0.02 * n, 2) for n in range(61))
"""Added pressures at which tipping curves are drawn."""


def contribution_html(found: Contribution, variant: Variant = AS_IT_STANDS, source: str = "study.db") -> str:
    """The page of a study: no request leaves it, nothing in it moves, it prints.

    Args:
        found: what the study found.
        variant: how the scenario differs from its file.
        source: the file in which the rows are.
    """
    document = found.as_dict(found.scenario.title, variant)
    return (
        environment().get_template("contribution.html.j2").render(page=Page(found, document, variant, source))
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """One measure of the page: its title, both ends, its chart, sentences, and its synergy."""

    name: str
    title: str
    us_only: Document
    all: Document
    chart: Markup | None
    reason: str
    sentences: Sequence[str]
    varies: bool
    splits: bool


class Page:
    """What the template asks for."""

    courtesy = COURTESY
    channel_names = CHANNEL_NAMES
    switches = SWITCHES

    def __init__(self, found: Contribution, document: Document, variant: Variant, source: str) -> None:
        """Keeps the answer."""
        self.found, self.plan, self.scenario, self.document = found, found.plan, found.scenario, document
        self.source = source
        self.names = Names(found.scenario)
        self.lead = self.names(found.scenario.lead)
        self.players = self.names.in_order(found.plan.players)
        self.standing = [self.names(key) for key in self.names.in_order(found.plan.standing)]
        self.provenance = [*variant_lines(variant), *mixes_line(variant, self.names)]
        self.settings = settings_list(variant)

    # The answer

    @cached_property
    def families(self) -> list[tuple[str, list[Answer]]]:
        """Resilience and deterrence apart, the primary measure of each first; then whatever else was asked."""
        found: dict[str, list[Answer]] = {"Resilience": [], "Deterrence": [], "Beside": []}
        for name in sorted(self.plan.measures, key=lambda item: (item not in PRIMARY, item)):
            family = name.partition(".")[0].capitalize()
            found[family if family in found and name not in (DENIAL, COST) else "Beside"].append(
                self._answer(name)
            )
        del found["Beside"]
        return [(family, answers) for family, answers in found.items() if answers]

    @property
    def parts(self) -> list[Answer]:
        """Denial and cost, apart."""
        return [self._answer(name) for name in (DENIAL, COST) if name in self.plan.measures]

    @property
    def others(self) -> list[Answer]:
        """Measures of other families."""
        families = ("resilience.", "deterrence.")
        return [self._answer(name) for name in self.plan.measures if not name.startswith(families)]

    def _answer(self, name: str) -> Answer:
        measure = self.document["measures"][name]
        reason = measure.get("reason", "")
        bars = [] if reason else [self._bar(player, measure["shapley"][player]) for player in self.players]
        title = title_of(name)
        shown = title.partition(": ")[2]
        return Answer(
            name=name,
            title=f"{shown[0].upper()}{shown[1:]}",
            us_only=measure["us_only"],
            all=measure["all"],
            chart=charts.answer_chart(bars, f"What each partner adds. {title}") if bars else None,
            reason=reason,
            sentences=[] if reason else mechanisms(self.found, self.document, name),
            varies=bool(measure.get("varies")),
            splits=any(bar.for_others is not None for bar in bars),
        )

    def _bar(self, player: str, row: Document) -> charts.Bar:
        return charts.Bar(
            name=self.names(player),
            kind=self.scenario.actors[player].kind,
            value=row["value"],
            low=row["low"],
            high=row["high"],
            for_others=row["for_others"],
            verdict=row["verdict"] or "",
        )

    @property
    def verdict(self) -> list[str]:
        """The answer in sentences: resilience, then deterrence."""
        words = []
        for name, what in (
            (PRIMARY[0], "the service delivered under the declared attacks"),
            (PRIMARY[1], "Red's margin"),
        ):
            measure = self.document["measures"].get(name)
            if measure is not None and "reason" not in measure:
                words.append(self._said(measure, what))
        return words

    def _said(self, measure: Document, what: str) -> str:
        before, after = (_plain(measure[key]["value"]) for key in ("us_only", "all"))
        by_verdict: dict[str, list[str]] = {}
        for player in self.players:
            by_verdict.setdefault(measure["shapley"][player]["verdict"] or "", []).append(self.names(player))
        parts = [
            (by_verdict.get("adds"), "add to it", "adds to it"),
            (by_verdict.get("takes away"), "take away from it", "takes away from it"),
            (by_verdict.get("not distinguishable"), "cannot be told from zero", "cannot be told from zero"),
            (by_verdict.get("zero exactly"), "change nothing", "changes nothing"),
        ]
        told = "; ".join(
            f"{_listed(who)} {one if len(who) == 1 else many}" for who, many, one in parts if who
        )
        alone = f"{self.lead} alone" if not self.standing else f"{self.lead} and those who always stay"
        end = f": {told}." if told else "; one replicate gives no intervals."
        return f"With all of them {what} is {after}, with {alone} {before}{end}"

    # The assumptions beside it

    @property
    def tornado(self) -> Markup | None:
        """What the coalition adds to the margin at the ends of every judgement, widest first."""
        if not self.found.tornado:
            return None
        rows = [
            charts.Swung(
                f"{item.varied.symbol}: {item.varied.meaning}",
                (f"{item.varied.low:g}", f"{item.varied.high:g}"),
                item.gain,
            )
            for item in sorted(self.found.tornado, key=lambda item: -_width(item.gain))
        ]
        return charts.tornado_chart(
            rows, self.gain or 0.0, "What the coalition adds to the margin, by judgement"
        )

    @property
    def gain(self) -> float | None:
        """What the coalition adds to the margin."""
        measure = self.document["measures"].get(PRIMARY[1], {})
        both = [measure.get(key, {}).get("value") for key in ("all", "us_only")]
        return None if None in both else both[0] - both[1]

    @property
    def signs(self) -> list[tuple[str, str]]:
        """For every partner, in how many of the ends its part of the margin keeps its sign, and where it does not."""
        rows = []
        for player in self.players:
            row = self.document["measures"].get(PRIMARY[1], {}).get("leave_one_out", {}).get(player, {})
            now = row.get("value")
            if now is not None:
                rows.append((self.names(player), self._sign(player, now)))
        return rows

    def _sign(self, player: str, now: float) -> str:
        changed, ends = [], 0
        for item in self.found.tornado:
            for end, value in zip(
                (item.varied.low, item.varied.high), item.leave_one_out[player], strict=True
            ):
                if value is not None:
                    ends += 1
                    if _sign_of(value) != _sign_of(now):
                        changed.append(f"{item.varied.symbol} = {end:g} ({charts.signed(value)})")
        held = f"{charts.signed(now)} when it alone leaves; "
        if not changed:
            return f"{held}the same sign at all {ends} ends"
        return f"{held}another sign, or none, at {', '.join(changed)}"

    # Synergy

    @property
    def synergies(self) -> list[tuple[str, Markup]]:
        """The synergy of every pair, for each measure that has one."""
        found = []
        for name, measure in self.document["measures"].items():
            if measure["synergy"]:
                places = {player: n for n, player in enumerate(self.players)}
                pairs = {}
                for first, second, value, _, _, sure in measure["synergy"]:
                    low, high = sorted((places[first], places[second]))
                    pairs[low, high] = (value, sure)
                title = title_of(name)
                names = [self.names(player) for player in self.players]
                found.append(
                    (self._short_title(name), charts.synergy_chart(names, pairs, f"Synergy. {title}"))
                )
        return found

    # Tipping and survival

    @property
    def ends(self) -> list[tuple[str, str, Coalition]]:
        """The coalition of all and nobody, with the style and name of their lines."""
        alone = f"{self.lead} alone" if not self.plan.standing else f"{self.lead} with those who always stay"
        return [("with", "with all of them", self.plan.everybody), ("alone", alone, NOBODY)]

    @property
    def tipping(self) -> Markup | None:
        """P(attack) when pressure is added, for both ends and, thin, without each partner."""
        thin = [
            ("one", f"without {self.names(player)}", self.plan.everybody - {player})
            for player in self.players
        ]
        courses = []
        for style, name, group in [*thin, *self.ends]:
            curve = self._curve(group)
            if curve is not None:
                points = [(x, curve(x)) for x in PRESSURES]
                courses.append(charts.Course(style, name, points))
        if not courses:
            return None
        return charts.tipping_chart(courses, (PRESSURES[0], PRESSURES[-1]), "P(attack) with more pressure")

    def _curve(self, group: Coalition) -> Callable[[float], float] | None:
        """P(attack) of a coalition with more pressure, the mean over replicates; None where there is no table."""
        by_replicate = sets.p_with_more_pressure(self.found.tables, self.scenario, group)
        if by_replicate is None:
            return None
        replicates = self.plan.replicates
        return lambda delta: math.fsum(by_replicate(delta).tolist()) / replicates

    @property
    def tipping_words(self) -> list[str]:
        """Where each end tips."""
        words = []
        for _, name, group in self.ends:
            curve = self._curve(group)
            if curve is None:
                continue
            delta = sets.root(curve)
            if delta is None:
                words.append(f"{name}: no added pressure makes an attack as likely as not")
            elif delta > 0:
                words.append(f"{name}: {charts.signed(delta)} more pressure makes an attack as likely as not")
            else:
                words.append(
                    f"{name}: an attack is likely as it is; {charts.signed(delta)} would even it out"
                )
        return words

    @property
    def survival(self) -> Markup | None:
        """The chance that Red has not attacked yet, for both ends."""
        names = self.found.tables.names("restraint", f"{REACHED}.")
        if not names:
            return None
        end_s = float(self.scenario.clock.duration_s)
        tracks = []
        for style, name, group in self.ends:
            points = [(0.0, 1.0)]
            for key in sorted(names, key=lambda item: int(item.rpartition(".")[2])):
                numbers = self.found.tables.numbers("restraint", key, group)
                points.append((float(key.rpartition(".")[2]), 1.0 - math.fsum(numbers) / len(numbers)))
            tracks.append(Track(style, name, points))
        starts = {0.0: "day_to_day"} | {item.at_h * 3600.0: str(item.phase) for item in self.scenario.phases}
        ordered = sorted(starts)
        ends = [*ordered[1:], end_s]
        phases = [(start, until, starts[start]) for start, until in zip(ordered, ends, strict=True)]
        return survival_chart(tracks, phases, end_s, "Chance that Red has not attacked yet")

    # Debris

    @property
    def debris(self) -> list[tuple[str, list[tuple[float | None, float | None]]]]:
        """For every declared package, with everybody and with nobody: fragments, and hits per square metre and year."""
        rows = []
        for key, package in self.scenario.threat_packages.items():
            rows.append((package.title, [self._debris(key, group) for _, _, group in self.ends]))
        return rows if any(value for _, cells in rows for value, _ in cells) else []

    def _debris(self, package: str, group: Coalition) -> tuple[float | None, float | None]:
        column = list(self.plan.packages).index(package)
        found: list[float | None] = []
        for name in ("debris.fragments", "debris.hits_per_m2_year"):
            numbers = self.found.tables.by_package("forced", name, group)[:, column]
            known = [float(value) for value in numbers if not math.isnan(value)]
            found.append(math.fsum(known) / len(known) if known else None)
        return found[0], found[1]

    # Channels

    @property
    def channels(self) -> list[tuple[str, list[tuple[str, list[tuple[str, Document, str, bool]]]]]]:
        """For every partner and measure, each channel: name, value, what carries it, whether it is the largest."""
        rows = []
        for player in self.players:
            measures = []
            for name, measure in self.document["measures"].items():
                found = measure.get("channels") or measure.get("channels_last_out") or {}
                if player in found:
                    measures.append((self._short_title(name), self._channel_rows(player, found[player])))
            if measures:
                rows.append((self.names(player), measures))
        return rows

    def _channel_rows(self, player: str, found: Document) -> list[tuple[str, Document, str, bool]]:
        largest = largest_channel(found)
        return [
            (CHANNEL_NAMES[key], found[key], carried_by(self.found, player, key, self.names), key in largest)
            for key in CHANNEL_NAMES
            if key in found
        ]

    @property
    def largest(self) -> list[tuple[str, list[tuple[str, list[tuple[str, Document, str]]]]]]:
        """For every partner and primary measure its largest channel, several where equal, with what carries it."""
        titles = [self._short_title(name) for name in PRIMARY]
        rows = []
        for player, measures in self.channels:
            cells = [
                (title, [(channel, row, carried) for channel, row, carried, largest in found if largest])
                for title, found in measures
                if title in titles
            ]
            if cells:
                rows.append((player, cells))
        return rows

    @property
    def owen(self) -> bool:
        """Whether channels have Owen values; otherwise what is lost when one alone is withheld."""
        return self.plan.by == "channel"

    def _short_title(self, name: str) -> str:
        title = title_of(name).partition(": ")[2].partition(" (")[0]
        return f"{title[0].upper()}{title[1:]}"

    # Gains, dice, rows, assumptions

    @property
    def gains(self) -> list[tuple[str, Document]]:
        """What each partner's own users gain."""
        found = self.document["gains"]
        return [
            (self.names(p), found[p])
            for p in self.players
            if p in found and found[p]["attacked"]["value"] is not None
        ]

    @property
    def reductions(self) -> list[tuple[str, list[tuple[str, float | None]]]]:
        """For every measure, how many times smaller common dice make the variance of each partner's value."""
        return [
            (self._short_title(name), [(self.names(p), row.get(p)) for p in self.players])
            for name, row in self.found.reductions.items()
        ]

    @property
    def coalitions(self) -> list[tuple[str, list[float | None], str]]:
        """Every coalition: who is in it, its worth by measure, and the rows behind it."""
        rows = []
        for item in self.document["coalitions"]:
            group = frozenset(item["members"])
            worths = [item["worth"].get(name, {}).get("mean") for name in self.found.judges]
            rows.append((self._members(item["members"]), worths, self._rows(group)))
        return rows

    @property
    def worth_titles(self) -> list[str]:
        """The measures of the table of coalitions."""
        return list(self.found.judges)

    def _members(self, members: Sequence[str]) -> str:
        return ", ".join(members) or "nobody but the lead"

    def _rows(self, group: Coalition) -> str:
        """The numbers of the rows behind a coalition, by arm."""
        parts = []
        for arm in self.plan.all_arms:
            numbers = sorted(self.found.rows.get((arm, group), ()))
            if numbers:
                parts.append(f"{arm} {ranges(numbers)}")
        return "; ".join(parts)

    @property
    def assumptions(self) -> list[tuple[str, list[Assumption]]]:
        """Every judgement: those behind Red's and the governments' choices first."""
        found = judgements(self.scenario)
        of_choice = [item for item in found if item.path.startswith(("actors", "politics"))]
        rest = [item for item in found if item not in of_choice]
        return [("What Red and the governments choose by", of_choice), ("Everything else", rest)]


def ranges(numbers: Sequence[int]) -> str:
    """Row numbers with stretches drawn together: 3-7, 12."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][-1] + 1:
            found[-1][1:] = [number]
        else:
            found.append([number])
    return ", ".join("-".join(map(str, item)) for item in found)


def _plain(value: float) -> str:
    """A number with a true minus."""
    return f"{round(value, 3) + 0.0:.3f}".replace("-", "\N{MINUS SIGN}")


def _listed(names: Sequence[str]) -> str:
    """Names in a row, the last after `and`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _width(gain: tuple[float | None, float | None]) -> float:
    low, high = gain
    return 0.0 if low is None or high is None else abs(high - low)


def _sign_of(value: float) -> int:
    return 0 if abs(value) < 1e-9 else (1 if value > 0 else -1)
