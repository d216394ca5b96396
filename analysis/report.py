"""The report of a run: one self-contained page that opens anywhere, answer first.

Everything in it comes from the records of the run, so the same records give the same page to the letter: no clock, no
network, no script. All text of a scenario is escaped on its way into the page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup

from wargame.analysis.assumptions import Assumption
from wargame.analysis.charts import (
    Strike,
    Track,
    gap_chart,
    offer_of,
    options_chart,
    service_chart,
    survival_chart,
)
from wargame.analysis.giving import given_up, more_to_lose
from wargame.analysis.headline import RESOLVE_MEANS, luck_sentence, service_sentence
from wargame.analysis.imposition import Split
from wargame.analysis.maps import beyond_the_map, kinds_shown, scenario_map
from wargame.analysis.names import MISSION_NAMES, Names, clock
from wargame.analysis.number_tables import Row, missing_by_reason, numbers_by_family
from wargame.analysis.page import environment
from wargame.analysis.sentences_of_deterrence import imposed, outside
from wargame.analysis.story import Attack, Story, attacks, expected_answers, story
from wargame.analysis.study import survival
from wargame.analysis.study_rows import MissionRow, mission_rows
from wargame.analysis.summary import (
    COURTESY,
    LITTLE,
    LITTLE_LEFT_SENTENCE,
    ONE_DRAW,
    TOLD,
    Side,
    Summary,
)
from wargame.analysis.summary_lines import neutral_sentence
from wargame.analysis.timelines import gaps_of, phase_at, phases_of, service_of, window_words
from wargame.analysis.tipping import Tipping
from wargame.analysis.variants import settings_list
from wargame.scenario import MissionKey

MOST_OFFERS = 4
LONG_WINDOW_H = 3.0
"""From this window on a chart says why it is empty at first."""


def report_html(summary: Summary) -> str:
    """The page of a run as HTML: no request leaves it, nothing in it moves, it prints."""
    page = _Page(summary)
    return environment().get_template("report.html.j2").render(page=page)


@dataclass(frozen=True, slots=True)
class MissionService:
    """A mission's mean services, its chart, and from when on the chart's lines are there."""

    name: str
    means: Mapping[str, float]
    chart: Markup
    begins: str


class _Page:
    """What the template asks for."""

    courtesy = COURTESY
    one_draw = ONE_DRAW
    resolve_means = RESOLVE_MEANS
    little_left_sentence = LITTLE_LEFT_SENTENCE

    def __init__(self, summary: Summary) -> None:
        """Looks at both sides of a run."""
        self.summary = summary
        self.scenario = summary.scenario
        self.coalition = summary.coalition
        self.us_only = summary.us_only
        self.names = Names(summary.scenario)
        self.manifest = summary.coalition.played.manifest
        self.lead = self.names(summary.scenario.lead)
        self.members = sorted(self.names(key) for key in self.manifest.coalition)
        self.end_s = float(summary.scenario.clock.duration_s)
        self.provenance = summary.provenance
        self.settings = settings_list(summary.variant)
        self._assumptions = summary.assumptions
        self._numbers = (summary.coalition.statistics, summary.us_only.statistics)

    @property
    def sides(self) -> list[tuple[str, str, Side]]:
        """Both sides with the style of their lines and their names."""
        return [
            ("with", "with the coalition", self.coalition),
            ("alone", f"{self.lead} alone", self.us_only),
        ]

    # The answer

    def pair(self, name: str) -> tuple[float | None, float | None]:
        """A statistic of the coalition and of the lead alone."""
        return self._numbers[0].values.get(name), self._numbers[1].values.get(name)

    @cached_property
    def service(self) -> list[MissionService]:
        """Every mission with demand: mean services of both sides, unattacked and in this run, and the chart."""
        found = []
        for mission, timeline in sorted(self.coalition.played.services.items()):
            if timeline.has_demand():
                means = {
                    f"{style}_{arm}": float(record.services[mission].demand_weighted().mean())
                    for style, _, side in self.sides
                    for arm, record in (("calm", side.unattacked), ("run", side.played))
                }
                name = MISSION_NAMES.get(mission, mission)
                found.append(
                    MissionService(name, means, self._service_chart(mission, name), self._begins(mission))
                )
        return found

    @property
    def served(self) -> Markup | None:
        """What this run cost in service, in a sentence; None where nobody needs any."""
        means = {item.name: item.means for item in self.service}
        return service_sentence(means, self.lead) if means else None

    @property
    def own_service(self) -> list[tuple[str, tuple[float, ...]]]:
        """Mean services to the lead's own users: mission, then coalition calm and in this run, and alone."""
        found = self.summary.service_means(self.summary.scenario.lead)
        return [(MISSION_NAMES.get(mission, mission), means) for mission, means in found.items()]

    @property
    def given_up(self) -> list[str]:
        """What the lead's own users lack because of what was promised to partners, attacked or not."""
        found = self.summary.service_means(self.summary.scenario.lead)
        return given_up(found, self.summary.scenario, self.coalition.played.manifest.coalition)

    @property
    def neutrals(self) -> str:
        """What to think of a best attack on the lead alone that strikes nations that left; empty if it does not."""
        struck = self.summary.struck_neutrals
        return neutral_sentence(struck, self.names) if struck else ""

    @property
    def luck(self) -> str:
        """Where the run goes against the average, in a sentence."""
        return luck_sentence(self.coalition.played, self.pair("deterrence.p_attack")[0], self.names)

    @cached_property
    def attacks(self) -> dict[str, list[Attack]]:
        """The attacks of either side's run."""
        return {style: attacks(side.played, self.names) for style, _, side in self.sides}

    # What Red weighed

    @cached_property
    def weighed(self) -> list[dict[str, Any]]:
        """For either side Red's best options when attack was nearest: the moment, the offers, the chart."""
        found = [item for item in map(self._weighing, self.sides) if item is not None]
        scale = 1.06 * max((o.gain for item in found for o in item["offers"]), default=1.0)
        scale = max(
            scale, 1.06 * max((o.terms["cost"] for item in found for o in item["offers"]), default=1.0)
        )
        for item in found:
            label = (
                f"Red's best options against {item['name']}: what speaks for each, and its costs, in stakes"
            )
            item["chart"] = options_chart(item["offers"], scale, label)
        return found

    def _weighing(self, side: tuple[str, str, Side]) -> dict[str, Any] | None:
        style, name, arms = side
        closest = arms.closest
        if closest is None or not closest.options:
            return None
        rows = sorted(closest.options, key=lambda row: (-row.get("worth", row["utility"]), row["option"]))[
            :MOST_OFFERS
        ]
        offers = [offer_of(row, closest.pressure, self.names.option(row["option"])) for row in rows]
        return {
            "style": style,
            "name": name,
            "clock": clock(closest.t_s),
            "gap": closest.gap,
            "weighed": closest.weighed,
            "dropped": closest.dropped,
            "offers": offers,
            "least": self._least_gain(closest.actor),
            "felt": "worth" in rows[0],
            "little": offers[0].terms["benefit"] < LITTLE,
            "best": offers[0].words,
            "answers": expected_answers(rows[0], self.names),
            "phase": phase_at(arms.restraint, closest),
        }

    def _least_gain(self, actor: str) -> float:
        block = self.scenario.actors[actor].adversary
        return 0.0 if block is None else block.least_gain

    # Over time

    @cached_property
    def phases(self) -> list[tuple[float, float, str]]:
        """The stretches of the run by phase."""
        return phases_of(self.coalition.played, self.end_s)

    @property
    def gaps(self) -> Markup | None:
        """The chart of the gap at every move of the restraint path."""
        tracks = [Track(style, name, gaps_of(side.restraint)) for style, name, side in self.sides]
        if not any(track.known for track in tracks):
            return None
        label = "How much better than restraint the best attack looks to Red at every move, in stakes"
        return gap_chart(tracks, self.phases, self.end_s, label)

    @property
    def survival(self) -> Markup | None:
        """The chart of the chance that Red has not attacked yet; None where it never had anything to attack with."""
        tracks = []
        for style, name, side in self.sides:
            curve = survival(side.study)
            if not isinstance(curve, str):
                tracks.append(Track(style, name, [(hours * 3600.0, p) for hours, p in curve]))
        label = "Chance that Red has not attacked yet, over time, 0 to 1"
        return survival_chart(tracks, self.phases, self.end_s, label) if tracks else None

    @property
    def tipping(self) -> list[tuple[str, str, Tipping]]:
        """For either side, how far the crisis pressure is from tipping: style, name, and by how much."""
        found = [(style, name, side.study.tipping) for style, name, side in self.sides]
        return [(style, name, tip) for style, name, tip in found if isinstance(tip, Tipping)]

    @property
    def outside(self) -> str:
        """On which sides the tipping pressure takes some pressure out of 0 to 1; empty if on none."""
        return outside([(name, tip) for _, name, tip in self.tipping])

    @property
    def imposed(self) -> str:
        """What partners take from the gain of the declared attacks and add to their cost."""
        return imposed(self.summary.study)

    @property
    def split(self) -> Split | None:
        """The change of the margin in its parts; None where there is none."""
        found = self.summary.study.split
        return None if isinstance(found, str) or not self.members else found

    @property
    def little_left(self) -> list[str]:
        """The sides against which there is little left to deny, by name."""
        return [name for _, name, side in self.sides if side.little_left]

    @cached_property
    def declared(self) -> list[MissionRow]:
        """What the declared attacks do to each mission; empty where they were not played."""
        return mission_rows(self.coalition.study, self.us_only.study)

    @property
    def more_to_lose(self) -> list[str]:
        """Where the coalition loses more to the declared attacks than the lead alone, as it has more."""
        return list(more_to_lose(self.declared, {item.name: item.means for item in self.service}))

    @property
    def packages(self) -> list[str]:
        """The titles of the declared attacks."""
        return [item.title for _, item in sorted(self.scenario.threat_packages.items())]

    def _begins(self, mission: MissionKey) -> str:
        """Why a chart is empty at first, for missions with a window that shows."""
        window_h = self.scenario.missions.of(mission).window_h
        return window_words(window_h, self.end_s) if window_h >= LONG_WINDOW_H else ""

    def _service_chart(self, mission: MissionKey, name: str) -> Markup:
        settings = self.scenario.missions.of(mission)
        tracks = []
        for arm in ("calm", "run"):
            for style, words, side in self.sides:
                record = side.unattacked if arm == "calm" else side.played
                tracks.append(Track(f"{style} {arm}", words, service_of(record, mission, settings.window_h)))
        strikes = [
            Strike(item.t_s, f"{item.clock} {item.words}", item.success, style)
            for style, found in self.attacks.items()
            for item in found
            if item.t_s <= self.end_s
        ]
        label = f"Service of {name} over time, mean over all users by demand, 0 to 1"
        return service_chart(tracks, settings.threshold, strikes, self.phases, self.end_s, label)

    # Why

    @cached_property
    def stories(self) -> list[tuple[str, str, Story]]:
        """What happened on either side, each event with its causes; the lead's own only where partners are present."""
        shown = self.sides if self.members else self.sides[:1]
        return [(style, name, story(side.played, TOLD, self.names)) for style, name, side in shown]

    @property
    def governments(self) -> list[tuple[str, str]]:
        """The governments by id and name, by name."""
        return sorted(((key, self.names(key)) for key in self.scenario.governments), key=lambda item: item[1])

    def deciding(self, style: str) -> list[tuple[str, str]]:
        """The governments whose business any attack of a side's run was."""
        seen = {key for item in self.attacks[style] for key in item.verdicts}
        return [item for item in self.governments if item[0] in seen]

    # Where

    @property
    def map(self) -> Markup:
        """The map."""
        return scenario_map(self.scenario)

    @property
    def beyond(self) -> list[str]:
        """The sites too far from every region for the map."""
        return beyond_the_map(self.scenario)

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """Kinds of actors with their names."""
        return kinds_shown(self.scenario)

    # Numbers

    @property
    def statistics(self) -> list[tuple[str, list[Row]]]:
        """Every statistic that either side has, by family."""
        return numbers_by_family(*self._numbers)

    @property
    def missing(self) -> list[tuple[str, list[str]]]:
        """The statistics without a number, by reason."""
        return missing_by_reason(*self._numbers, self.lead)

    @cached_property
    def assumptions(self) -> list[tuple[str, list[Assumption]]]:
        """Every judgement: those behind Red's and the governments' choices first."""
        found = self._assumptions
        of_choice = [item for item in found if item.path.startswith(("actors", "politics"))]
        rest = [item for item in found if item not in of_choice]
        return [("What Red and the governments choose by", of_choice), ("Everything else", rest)]
