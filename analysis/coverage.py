"""What the architecture can do before anyone attacks it: unattacked service by mission, region and mix of partners.

No chance enters: orbits, agreements and demand decide, so there are no intervals. What a partner adds here is service
that is there in quiet times; what it adds under attack is the business of `contribution`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, Protocol

from wargame.analysis.timelines import window_steps
from wargame.analysis.typography import LEAST
from wargame.missions.service import ServiceTimeline
from wargame.missions.windows import trailing_mean
from wargame.record import Record
from wargame.scenario import MissionKey, Scenario
from wargame.scenario.variant import AS_IT_STANDS, Variant
from wargame.space.arrays import FloatArray

Leaving = Literal["neutral", "absent"]


class CoverageError(Exception):
    """The question makes no sense: a sentence that says why."""


class Run(Protocol):
    """How to play one game (the analysis receives it, it does not import it)."""

    def __call__(
        self,
        scenario: Scenario,
        *,
        coalition: frozenset[str],
        leaving: Leaving,
        arm: Literal["unattacked"],
        keep: Literal["lean"],
    ) -> Record:
        """One record."""


@dataclass(frozen=True, slots=True)
class Mix:
    """Who is in.

    Attributes:
        key: `all`, `alone`, `with_X` (the lead and X only) or `without_X` (everybody but X).
        partner: X, None for the two ends.
        members: the players present.
    """

    key: str
    partner: str | None
    members: frozenset[str]


def mixes(scenario: Scenario) -> list[Mix]:
    """The lead alone, the lead with each player, everybody without each player, and everybody."""
    everybody = frozenset(scenario.players)
    found = [Mix("alone", None, frozenset())]
    found += [Mix(f"with_{key}", key, frozenset({key})) for key in scenario.players]
    found += [Mix(f"without_{key}", key, everybody - {key}) for key in scenario.players]
    return [*found, Mix("all", None, everybody)]


@dataclass(frozen=True, slots=True)
class Line:
    """The service of one mix over time, and what is to be said about it.

    Attributes:
        mix: who is in.
        values: service at every step, 0 to 1, shape (steps,).
        mean: over the run.
        worst: the lowest trailing mean over the mission's window.
        short: share of the run in which that trailing mean is below the mission's threshold.
    """

    mix: Mix
    values: FloatArray
    mean: float
    worst: float
    short: float


@dataclass(frozen=True, slots=True)
class SingleLosses:
    """What it costs when one satellite or site, whichever, is out of action for the whole run, with everybody in.

    Numbers only: a list of what would be missed most would be a list of targets, and this program makes none.

    Attributes:
        assets: how many satellites and sites the mission can depend on.
        without_a_trace: how many of them could be lost alone without a visible change of the mean.
        worst: what the dearest single loss takes off the mean.
    """

    assets: int
    without_a_trace: int
    worst: float


@dataclass(frozen=True)
class Coverage:
    """Unattacked service of one mission.

    Attributes:
        scenario: the scenario.
        mission: the mission.
        region: the region, None for all regions by demand.
        nation: whose users, None for all by demand.
        leaving: what has become of those who are not in.
        lines: one for each mix, by key.
        by_region: mean service of the ends (`all`, `alone`) in every region with demand.
        lead_means: mean service to the lead's own users by mix; empty where a nation is asked for, or it has none.
        single_losses: what losses of one satellite or site cost; None where it was not asked for.
        variant: which variant of its file the scenario is.
    """

    scenario: Scenario
    mission: MissionKey
    region: str | None
    nation: str | None
    leaving: Leaving
    lines: Mapping[str, Line]
    by_region: Mapping[str, Mapping[str, float]]
    lead_means: Mapping[str, float]
    single_losses: SingleLosses | None = None
    variant: Variant = AS_IT_STANDS

    def gives_the_lead(self, partner: str) -> tuple[float, float] | tuple[None, None]:
        """What `adds` tells, to the lead's own users alone; None where they are not told apart."""
        if not self.lead_means:
            return None, None
        means = self.lead_means
        return means[f"with_{partner}"] - means["alone"], means["all"] - means[f"without_{partner}"]

    def adds(self, partner: str) -> tuple[float, float]:
        """What a partner adds to the lead alone, and what everybody would miss without it (mean service)."""
        first = self.lines[f"with_{partner}"].mean - self.lines["alone"].mean
        last = self.lines["all"].mean - self.lines[f"without_{partner}"].mean
        return first, last

    def as_dict(self) -> dict[str, Any]:
        """The result as plain values (`Any`: JSON)."""
        return {
            "scenario": self.scenario.title,
            "variant": self.variant.as_dict(),
            "mission": self.mission,
            "region": self.region,
            "nation": self.nation,
            "leaving": self.leaving,
            "threshold": self.scenario.missions.of(self.mission).threshold,
            "window_h": self.scenario.missions.of(self.mission).window_h,
            "mixes": {
                key: {
                    "members": sorted(line.mix.members),
                    "mean": line.mean,
                    "worst_window": line.worst,
                    "share_of_time_short": line.short,
                }
                for key, line in self.lines.items()
            },
            "adds_to_the_lead_alone": {key: self.adds(key)[0] for key in self.scenario.players},
            "missed_without_it": {key: self.adds(key)[1] for key in self.scenario.players},
            "mean_to_the_lead": dict(self.lead_means) or None,
            "single_losses": asdict(self.single_losses) if self.single_losses else None,
            "by_region": {key: dict(ends) for key, ends in self.by_region.items()},
        }


Played = Mapping[str, Record]
"""The unattacked record of every mix, by key."""


def play_mixes(
    scenario: Scenario,
    play: Run,
    chosen: Sequence[Mix],
    leaving: Leaving = "neutral",
    tell: Callable[[int, int], None] | None = None,
) -> Played:
    """The unattacked run of every mix.

    Args:
        scenario: the scenario.
        play: how to play one game.
        chosen: which mixes.
        leaving: what has become of those who are not in.
        tell: told how many are done, of how many.
    """
    played = {}
    for number, mix in enumerate(chosen):
        played[mix.key] = play(
            scenario, coalition=mix.members, leaving=leaving, arm="unattacked", keep="lean"
        )
        if tell is not None:
            tell(number + 1, len(chosen))
    return played


def coverage(
    scenario: Scenario,
    played: Played,
    mission: MissionKey,
    region: str | None = None,
    nation: str | None = None,
    leaving: Leaving = "neutral",
    variant: Variant = AS_IT_STANDS,
    losses: Iterable[ServiceTimeline] = (),
) -> Coverage:
    """The unattacked service of a mission, by mix of partners.

    Args:
        scenario: the scenario.
        played: the unattacked record of every mix.
        mission: the mission.
        region: only this region; all by demand when left out.
        nation: only its users; all by demand when left out.
        leaving: what has become of those who are not in.
        variant: which variant of its file the scenario is.
        losses: the service of everybody without one satellite or site, for each of them.

    Raises:
        CoverageError: nobody needs the mission there.
    """
    lines = {
        mix.key: _line(scenario, played[mix.key], mix, mission, region, nation)
        for mix in mixes(scenario)
        if mix.key in played
    }
    ends = {key: played[key].services[mission] for key in ("all", "alone")}
    by_region = {
        place: {key: _mean(timeline, place, nation) for key, timeline in ends.items()}
        for place in ends["all"].regions
        if ends["all"].has_demand(place, nation)
    }
    lead_means = {
        key: _mean(played[key].services[mission], region, scenario.lead)
        for key in lines
        if nation is None and ends["all"].has_demand(region, scenario.lead)
    }
    drops = [lines["all"].mean - _mean(timeline, region, nation) for timeline in losses]
    missed = [drop for drop in drops if drop >= LEAST]
    alone = SingleLosses(len(drops), len(drops) - len(missed), round(max(drops), 9)) if drops else None
    return Coverage(scenario, mission, region, nation, leaving, lines, by_region, lead_means, alone, variant)


def overview(scenario: Scenario, played: Played) -> dict[MissionKey, dict[str, dict[str, float]]]:
    """Mean unattacked service of the two ends by mission and region; regions without demand are left out."""
    found: dict[MissionKey, dict[str, dict[str, float]]] = {}
    for mission in scenario.needed:
        if mission in played["all"].services:
            ends = {key: played[key].services[mission] for key in ("all", "alone")}
            found[mission] = {
                region: {key: _mean(timeline, region, None) for key, timeline in ends.items()}
                for region in ends["all"].regions
                if ends["all"].has_demand(region)
            }
    return found


def _line(
    scenario: Scenario, record: Record, mix: Mix, mission: MissionKey, region: str | None, nation: str | None
) -> Line:
    timeline = record.services.get(mission)
    if timeline is None or not timeline.has_demand(region, nation):
        raise CoverageError(_nobody(scenario, mission, region, nation))
    settings = scenario.missions.of(mission)
    values = timeline.demand_weighted(region, nation)
    window = window_steps(settings.window_h, timeline.step_s, len(values))
    felt = trailing_mean(values, window)
    short = float((felt < settings.threshold).mean())
    return Line(mix, values, float(values.mean()), float(felt.min()), short)


def _mean(timeline: ServiceTimeline, region: str | None, nation: str | None) -> float:
    return float(timeline.demand_weighted(region, nation).mean())


def _nobody(scenario: Scenario, mission: MissionKey, region: str | None, nation: str | None) -> str:
    """Who does need the mission, for those who asked where nobody does."""
    groups = [group for group in scenario.users.values() if group.needs.of(mission) is not None]
    if not groups:
        needed = ", ".join(scenario.needed)
        return f"nobody in this scenario needs {mission}; its users need {needed}"
    places = ", ".join(sorted({group.region for group in groups}))
    nations = ", ".join(sorted({group.nation for group in groups}))
    of = f" of {nation}" if nation else ""
    where = f" in {region}" if region else ""
    return f"no users{of} need {mission}{where}; it is needed in {places} by {nations}"
