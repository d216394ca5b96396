"""The report of a contribution study: one self-contained page, the answer first.

Everything in it comes from the rows of the study, so the same rows give the same page to the letter: no clock, no
network, no script. All text of a scenario is escaped on its way into the page.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup

from wargame.analysis.assumptions import Assumption, judgements
from wargame.analysis.contribution import charts
from wargame.analysis.contribution.courses import Courses
from wargame.analysis.contribution.mechanism import mechanisms
from wargame.analysis.contribution.plan import PRIMARY
from wargame.analysis.contribution.result import Contribution
from wargame.analysis.contribution.tracing import Tracing
from wargame.analysis.contribution.values import Coalition
from wargame.analysis.contribution.words import beside_told, games_told, short_title, title_of
from wargame.analysis.measures import good_to
from wargame.analysis.names import Names, together
from wargame.analysis.page import environment
from wargame.analysis.summary import COURTESY
from wargame.analysis.svg import signed
from wargame.analysis.variants import mixes_line, settings_list, variant_lines
from wargame.scenario.channels import CHANNEL_NAMES, SWITCHES
from wargame.scenario.variant import AS_IT_STANDS, Variant

Document = Mapping[str, Any]
"""The document of `Contribution.as_dict` (`Any`: plain JSON values)."""

DENIAL, COST = REPORTED = ("deterrence.denial", "deterrence.cost_imposition")
"""Measures that a report shows beside the primary ones, apart."""


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
        self.courses, self.tracing = Courses(found), Tracing(found, document)
        self.ends = self.courses.ends

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
            f"{together(who)} {one if len(who) == 1 else many}" for who, many, one in parts if who
        )
        if measure is self.document["measures"].get(PRIMARY[1]):
            after = f"{after} ({_meant(measure['all']['value'])})"
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
            for item in sorted(self.found.tornado, key=lambda item: -_width(item.gain, self.gain or 0.0))
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
                        changed.append(f"{item.varied.symbol} = {end:g} ({signed(value)})")
        held = f"{signed(now)} when it alone leaves; "
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
                found.append((short_title(name), charts.synergy_chart(names, pairs, f"Synergy. {title}")))
        return found

    # Debris

    @property
    def debris(self) -> list[tuple[str, list[tuple[float | None, float | None]]]]:
        """For every declared package, with everybody and with nobody: fragments, and hits per square metre and year."""
        rows = []
        for key, package in sorted(self.scenario.threat_packages.items()):
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

    # Games, gains, dice, rows, assumptions

    @property
    def games(self) -> str:
        """Which games stand behind the study."""
        found = self.found
        return games_told(self.plan.runs_by_arm, found.games, found.by_proof, found.beside)

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
    def leaks(self) -> bool:
        """Whether anybody's part in leaks was counted."""
        return any(row["leaks"]["value"] is not None for _, row in self.gains)

    @property
    def beside(self) -> str:
        """Leaks, escalation and cost, which stand beside and are never blended."""
        return beside_told(self.scenario, self.document["gains"])

    @property
    def reductions(self) -> list[tuple[str, list[tuple[str, float | None]]]]:
        """For every measure, how many times smaller common dice make the variance of each partner's value."""
        return [
            (short_title(name), [(self.names(p), row.get(p)) for p in self.players])
            for name, row in self.found.reductions.items()
        ]

    @property
    def resolutions(self) -> list[str]:
        """How good levels of service are, whatever their intervals."""
        return [told for told in dict.fromkeys(map(good_to, self.plan.measures)) if told]

    @property
    def assumptions(self) -> list[tuple[str, list[Assumption]]]:
        """Every judgement: those behind Red's and the governments' choices first."""
        found = judgements(self.scenario)
        of_choice = [item for item in found if item.path.startswith(("actors", "politics"))]
        rest = [item for item in found if item not in of_choice]
        return [("What Red and the governments choose by", of_choice), ("Everything else", rest)]


def _meant(margin: float) -> str:
    """What the sign of a margin says."""
    return (
        "below zero: Red's best attack beats restraint"
        if margin < 0.0
        else "restraint beats Red's best attack"
    )


def _plain(value: float) -> str:
    """A number with a true minus."""
    return f"{round(value, 3) + 0.0:.3f}".replace("-", "\N{MINUS SIGN}")


def _width(gain: tuple[float | None, float | None], now: float) -> float:
    low, high = gain
    return 0.0 if low is None or high is None else max(low, high, now) - min(low, high, now)


def _sign_of(value: float) -> int:
    return 0 if abs(value) < 1e-9 else (1 if value > 0 else -1)
