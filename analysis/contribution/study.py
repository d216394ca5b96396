"""What each partner adds: worth of every coalition on paired replicates, Shapley values, intervals.

Every coalition faces the same demand, the same threat packages and, for each replicate, the same chances (draws are
keyed by decision). Resilience comes from the forced arm, deterrence from the restraint path; they are never blended.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from wargame.analysis.contribution_rows import (
    INTERVALS,
    SYNERGY_FIELDS,
    Worths,
    coalition_rows,
    each,
    pairs,
    plain,
    split,
    sum_check,
    verdict,
)
from wargame.analysis.intervals import estimate
from wargame.analysis.shapley import coalitions, first_in, leave_one_out, shapley
from wargame.analysis.statistics import service_by_nation, statistics
from wargame.analysis.study import package_weights
from wargame.record import Record
from wargame.scenario import Scenario
from wargame.scenario.arguments import wrong_names, wrong_number, wrong_scenario
from wargame.scenario.variant import AS_IT_STANDS, Variant

PRIMARY = ("resilience.service_delivered", "deterrence.margin")
"""The two primary measures; all others are exploratory."""

MOST_PLAYERS = 8
"""Complete enumeration stops here: 256 coalitions."""


class ContributionError(Exception):
    """The study that was asked for makes no sense: a sentence that says why."""


Leaving = Literal["neutral", "absent"]
Arm = Literal["forced", "restraint"]


class Run(Protocol):
    """How to play one game (the analysis receives it, it does not import it)."""

    def __call__(
        self,
        scenario: Scenario,
        *,
        seed: int,
        replicate: int,
        coalition: frozenset[str],
        leaving: Leaving,
        arm: Arm,
        package: str | None,
        keep: Literal["lean"],
    ) -> Record:
        """One record."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a contribution study will run.

    Attributes:
        players: whose contribution is asked, in alphabetical order.
        standing: players who stay in every coalition because nobody asked about them.
        replicates: independent repetitions.
        packages: threat packages of the forced arm, with weights that sum to 1.
        measures: record statistics.
        view: whose service counts: `coalition`, `lead` or a nation.
        leaving: neutral or absent.
        seed: the seed.
    """

    players: tuple[str, ...]
    standing: frozenset[str]
    replicates: int
    packages: Mapping[str, float]
    measures: tuple[str, ...]
    view: str
    leaving: Leaving
    seed: int

    @property
    def runs_by_arm(self) -> dict[str, int]:
        """How many games each arm needs."""
        games = 2 ** len(self.players) * self.replicates
        found = {}
        if any(name.startswith("resilience.") for name in self.measures):
            found["forced"] = games * len(self.packages)
        if any(name.startswith("deterrence.") for name in self.measures):
            found["restraint"] = games
        return found


def plan(
    scenario: Scenario,
    replicates: int,
    partners: Sequence[str] | None = None,
    measures: Sequence[str] = PRIMARY,
    view: str = "coalition",
    leaving: Leaving = "neutral",
    seed: int = 0,
) -> Plan:
    """The study, once everything that was asked for makes sense.

    Raises:
        ContributionError: unknown or too many partners, unknown measures or view, no threat package.
    """
    _check_arguments(scenario, replicates, partners, measures, seed)
    players = tuple(sorted(scenario.players if partners is None else set(partners)))
    if unknown := [name for name in players if name not in scenario.players]:
        known = ", ".join(scenario.players)
        raise ContributionError(f"'{unknown[0]}' is not a player of this scenario; the players are {known}")
    if not players:
        raise ContributionError("this scenario has no player whose contribution could be asked")
    if len(players) > MOST_PLAYERS:
        raise ContributionError(
            f"{len(players)} players make {2 ** len(players)} coalitions; name at most {MOST_PLAYERS} with --partners"
        )
    if unknown := [name for name in measures if name not in PRIMARY]:
        raise ContributionError(
            f"'{unknown[0]}' is not yet a measure of contribution; today's are {', '.join(PRIMARY)} ('wargame list' "
            "marks them)"
        )
    if view not in ("coalition", "lead") and view not in scenario.governments:
        raise ContributionError(f"'{view}' is not a view; views are coalition, lead, or one of the nations")
    if PRIMARY[0] in measures and not scenario.threat_packages:
        raise ContributionError("resilience needs a declared threat package, and this scenario has none")
    packages = package_weights(scenario)
    standing = frozenset(scenario.players) - frozenset(players)
    return Plan(players, standing, replicates, packages, tuple(measures), view, leaving, seed)


def _check_arguments(
    scenario: Any, replicates: Any, partners: Any, measures: Any, seed: Any
) -> None:  # Any: whatever a notebook passes
    """Refuses arguments that are of another kind than the study takes."""
    wrong = (
        wrong_scenario(scenario)
        or wrong_number("seed", seed)
        or wrong_names("partners", partners, "AUS")
        or wrong_names("measures", measures, PRIMARY[0])
    )
    if wrong:
        raise ContributionError(wrong)
    if wrong := wrong_number("replicates", replicates, least=1):
        raise ContributionError(f"a study needs at least one replicate: {wrong}")


@dataclass(frozen=True)
class Contribution:
    """The result: the plan, and the worth of every coalition in every replicate, by measure.

    Attributes:
        plan: what was run.
        worths: by measure; a measure that some coalition lacks is not in it.
        own_share: for service, by player, the part of every coalition's worth that its own users get.
        reasons: for measures that are missing, why.
    """

    plan: Plan
    worths: Mapping[str, Worths]
    own_share: Mapping[str, Mapping[str, Worths]]
    reasons: Mapping[str, str]

    def as_dict(self, title: str, variant: Variant = AS_IT_STANDS) -> dict[str, Any]:
        """The document of `--json`, for a scenario of that title in that variant."""
        return {
            "scenario": title,
            "variant": variant.as_dict(),
            "partners": list(self.plan.players),
            "replicates": self.plan.replicates,
            "method": "exact",
            "leaving": self.plan.leaving,
            "view": self.plan.view,
            "seed": self.plan.seed,
            "standing": sorted(self.plan.standing),
            "us_only_is": "the lead with the standing players" if self.plan.standing else "the lead alone",
            "runs_by_arm": self.plan.runs_by_arm,
            "measures": {
                name: self._measure(name) if name in self.worths else self._missing(name)
                for name in self.plan.measures
            },
            "intervals": INTERVALS,
            "synergy_fields": list(SYNERGY_FIELDS),
            "coalitions": coalition_rows(coalitions(self.plan.players), self.worths),
        }

    def _missing(self, name: str) -> dict[str, Any]:
        """The document of a measure that cannot be had: nothing, with the reason."""
        players = self.plan.players
        nothing = plain(None)
        return {
            "us_only": nothing,
            "all": nothing,
            "shapley": {p: {**nothing, "verdict": None, **split(None, None, False)} for p in players},
            "leave_one_out": dict.fromkeys(players, nothing),
            "first_in": dict.fromkeys(players, nothing),
            "synergy": [],
            "sum_check": None,
            "reason": self.reasons[name],
        }

    def _measure(self, name: str) -> dict[str, Any]:
        worths, players = self.worths[name], self.plan.players
        games = [{group: values[r] for group, values in worths.items()} for r in range(self.plan.replicates)]
        varies = name == PRIMARY[0]
        everybody, nobody = frozenset(players), frozenset[str]()
        by_replicate = [shapley(game, players) for game in games]
        values = {p: [phi[p] for phi in by_replicate] for p in players}
        means = {p: estimate(values[p], len(players), varies) for p in players}
        return {
            "us_only": plain(estimate(worths[nobody], 1, varies)),
            "all": plain(estimate(worths[everybody], 1, varies)),
            "shapley": {
                p: {
                    **plain(means[p]),
                    "verdict": verdict(means[p]),
                    **split(values[p], self._own(name, p), varies),
                }
                for p in players
            },
            "leave_one_out": each(games, players, leave_one_out, varies),
            "first_in": each(games, players, first_in, varies),
            "synergy": pairs(games, players, varies),
            "sum_check": sum_check(worths, values),
        }

    def _own(self, name: str, player: str) -> list[float] | None:
        """The part of a player's Shapley value that its own users get, by replicate."""
        worths = self.own_share.get(name, {}).get(player)
        if worths is None:
            return None
        return [
            shapley({group: numbers[r] for group, numbers in worths.items()}, self.plan.players)[player]
            for r in range(self.plan.replicates)
        ]


def contribution(
    scenario: Scenario,
    study: Plan,
    run: Run,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Contribution:
    """Plays every coalition in every replicate and collects what each is worth.

    Args:
        scenario: what is given.
        study: what to run.
        run: plays one game.
        progress: called with the number of games played and their total.
    """
    groups = coalitions(study.players)
    worths: dict[str, Worths] = {name: {group: [] for group in groups} for name in study.measures}
    shares: dict[str, Worths] = {p: {group: [] for group in groups} for p in study.players}
    reasons: dict[str, str] = {}
    total, done = sum(study.runs_by_arm.values()), 0

    def play(group: frozenset[str], replicate: int, arm: Arm, package: str | None) -> Record:
        nonlocal done
        record = run(
            scenario,
            seed=study.seed,
            replicate=replicate,
            coalition=group | study.standing,
            leaving=study.leaving,
            arm=arm,
            package=package,
            keep="lean",
        )
        done += 1
        progress(done, total)
        return record

    for replicate in range(study.replicates):
        for group in groups:
            if PRIMARY[0] in worths:
                records = {key: play(group, replicate, "forced", key) for key in study.packages}
                _add_service(scenario, study, records, worths[PRIMARY[0]][group], shares, group)
            if PRIMARY[1] in worths:
                found = statistics(play(group, replicate, "restraint", None), view=study.view)
                margin = found.values[PRIMARY[1]]
                if margin is None:
                    who = ", ".join(sorted(group)) or "nobody but the lead"
                    reasons.setdefault(PRIMARY[1], f"with {who}: {found.reasons[PRIMARY[1]]}")
                else:
                    worths[PRIMARY[1]][group].append(margin)
    own = {PRIMARY[0]: shares} if PRIMARY[0] in worths and study.view == "coalition" else {}
    had = {name: numbers for name, numbers in worths.items() if name not in reasons}
    return Contribution(study, had, own, reasons)


def _add_service(
    scenario: Scenario,
    study: Plan,
    records: Mapping[str, Record],
    worth: list[float],
    shares: Mapping[str, Worths],
    group: frozenset[str],
) -> None:
    """Adds the service delivered under the packages, and each player's own part of it."""
    parts = {key: service_by_nation(record, study.view, scenario.lead) for key, record in records.items()}
    worth.append(
        math.fsum(weight * value for key, weight in study.packages.items() for value in parts[key].values())
    )
    for player, own in shares.items():
        own[group].append(math.fsum(w * parts[key].get(player, 0.0) for key, w in study.packages.items()))
