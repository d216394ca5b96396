"""What a contribution study plays, and everything that was asked for, checked: partners, measures, view, method."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

from wargame.analysis.contribution import values
from wargame.analysis.contribution.channels import Parts, parts_of
from wargame.analysis.contribution.readings import Reading, reading_of
from wargame.analysis.contribution.values import NOBODY, Coalition, Weights
from wargame.analysis.study import package_weights
from wargame.draws import Draws
from wargame.scenario import Scenario
from wargame.scenario.arguments import wrong_names, wrong_number, wrong_scenario

PRIMARY = ("resilience.service_delivered", "deterrence.margin")
"""The two primary measures; all others are exploratory."""

MOST_PLAYERS = 8
"""Complete enumeration stops here: 256 coalitions."""

MOST_COALITIONS = 4096
"""Channels by complete enumeration stop here."""

PAIRS = 16
"""Sampled orders of joining, each with its reverse."""

PILOT = 12
"""Replicates of the pilot that fixes how many there are in all."""

Leaving = Literal["neutral", "absent"]
Method = Literal["exact", "permutation"]
By = Literal["partner", "channel"]
Arm = Literal["forced", "restraint", "unattacked", "free"]


class ContributionError(Exception):
    """The study that was asked for makes no sense: a sentence that says why."""


@dataclass(frozen=True)
class Plan:
    """What a contribution study will run.

    Attributes:
        players: whose contribution is asked, in alphabetical order.
        standing: players who stay in every coalition because nobody asked about them.
        replicates: independent repetitions.
        packages: threat packages of the forced arm, with weights that sum to 1.
        measures: names of record statistics and study measures.
        view: whose service counts: `coalition`, `lead` or a nation.
        leaving: neutral or absent.
        seed: the seed.
        method: `exact` (every coalition) or `permutation` (sampled orders of joining).
        by: `partner`, or `channel`: what each partner's channels carry.
        pairs: how many orders are sampled, each with its reverse.
        pilot: replicates that fixed the number of all; None where that was given.
        channels: the channels of every player that carry anything.
        probed: players for whom it is asked what each channel alone is worth to the coalition of all.
        nations: everybody whose users count, in alphabetical order.
        missions: the missions that these users need.
    """

    players: tuple[str, ...]
    standing: frozenset[str]
    replicates: int
    packages: Mapping[str, float]
    measures: tuple[str, ...]
    view: str
    leaving: Leaving
    seed: int
    method: Method = "exact"
    by: By = "partner"
    pairs: int = PAIRS
    pilot: int | None = None
    channels: Parts = field(default_factory=dict)
    probed: tuple[str, ...] = ()
    nations: tuple[str, ...] = ()
    missions: tuple[str, ...] = ()

    def probing(self, players: Iterable[str]) -> "Plan":
        """The same, where the channels of these players are asked for one by one, too."""
        return replace(self, probed=tuple(sorted({*self.probed, *players})))

    def sized(self, replicates: int, pilot: int | None) -> "Plan":
        """The same with a number of replicates, fixed by a pilot."""
        return replace(self, replicates=replicates, pilot=pilot)

    @cached_property
    def everybody(self) -> Coalition:
        """The coalition of all players."""
        return frozenset(self.players)

    @cached_property
    def readings(self) -> Mapping[str, Reading]:
        """How every measure is read from games."""
        return {name: reading_of(name) for name in self.measures}

    # Values

    @cached_property
    def shapley(self) -> Mapping[str, Weights]:
        """The Shapley value of every player, exact or over the sampled orders."""
        if self.method == "exact":
            return values.shapley(self.players)
        return {player: values.mean_of([pair[player] for pair in self.sampled]) for player in self.players}

    @cached_property
    def sampled(self) -> Sequence[Mapping[str, Weights]]:
        """What every player adds in a sampled order and in its reverse, averaged, for every pair of them.

        Source: antithetic sampling of orders, Lomeli, Rowland, Gretton and Ghahramani, JMLR 20, 2019; Mitchell et al.,
        JMLR 23, 2022.
        """
        draws = Draws(self.seed, 0)
        found = []
        for number in range(self.pairs):
            order = draws.first(self.players, "contribution.order", number)
            there, back = values.in_order_of(order), values.in_order_of(order[::-1])
            found.append({player: values.mean_of([there[player], back[player]]) for player in self.players})
        return found

    @cached_property
    def leave_one_out(self) -> Mapping[str, Weights]:
        """What is lost when each player alone leaves."""
        return values.leave_one_out(self.players)

    @cached_property
    def first_in(self) -> Mapping[str, Weights]:
        """What each player adds when it alone joins."""
        return values.first_in(self.players)

    @cached_property
    def synergy(self) -> Mapping[tuple[str, str], Weights]:
        """What each pair adds beyond both apart; not from sampled orders."""
        return values.synergy(self.players) if self.method == "exact" else {}

    @cached_property
    def owen(self) -> Mapping[tuple[str, str], Weights]:
        """The Owen value of every channel, exact or over the sampled orders; none where only partners are asked for."""
        if self.by != "channel":
            return {}
        if self.method == "exact":
            return values.owen(self.channels)
        pairs = self.sampled_parts
        return {key: values.mean_of([pair[key] for pair in pairs]) for key in pairs[0]}

    @cached_property
    def sampled_parts(self) -> Sequence[Mapping[tuple[str, str], Weights]]:
        """What every channel adds in a sampled order of partners and channels and in its reverse, for every pair."""
        draws = Draws(self.seed, 0)
        found = []
        for number in range(self.pairs):
            order = draws.first(self.players, "contribution.order", number)
            inner = {p: draws.first(self.channels[p], "contribution.order.parts", number, p) for p in order}
            there = values.in_order_of_parts([(p, inner[p]) for p in order])
            back = values.in_order_of_parts([(p, inner[p][::-1]) for p in order[::-1]])
            found.append({key: values.mean_of([there[key], back[key]]) for key in sorted(there)})
        return found

    @cached_property
    def last_out(self) -> Mapping[tuple[str, str], Weights]:
        """What is lost when a player that was asked for withholds one channel from the coalition of all."""
        found = {}
        for player in self.probed:
            parts = self.channels[player]
            for channel in parts:
                kept = values.present(player, [item for item in parts if item != channel], parts)
                without = (self.everybody - {player}) | kept
                found[player, channel] = values.difference(self.everybody, without)
        return found

    @cached_property
    def groups(self) -> tuple[Coalition, ...]:
        """Every coalition that is played, smallest first, in alphabetical order; those of probes after them."""
        rows = (self.shapley, self.leave_one_out, self.first_in, self.synergy, self.owen)
        found = values.needed(item for row in rows for item in row.values()) | {NOBODY, self.everybody}
        more = values.needed(self.last_out.values()) - found
        return tuple(item for groups in (found, more) for item in sorted(groups, key=values.by_size))

    # Games

    @cached_property
    def arms(self) -> tuple[Arm, ...]:
        """The arms in which every coalition is played, in alphabetical order."""
        return tuple(sorted({reading.arm for reading in self.readings.values() if reading.kind != "whole"}))

    @cached_property
    def all_arms(self) -> tuple[Arm, ...]:
        """The same, with the unattacked arm where it is played for some coalitions only."""
        calm = PRIMARY[0] in self.measures or "cooperation_efficiency" in self.measures
        return tuple(sorted({*self.arms, *(("unattacked",) if calm else ())}))

    def groups_of(self, arm: Arm) -> tuple[Coalition, ...]:
        """The coalitions that are played in an arm."""
        if arm in self.arms:
            return self.groups
        everybody = self.everybody
        few = {NOBODY, everybody, *(everybody - {player} for player in self.players)}
        return tuple(group for group in self.groups if group in few)

    @property
    def runs_by_arm(self) -> dict[str, int]:
        """How many games each arm needs at most."""
        return {
            arm: len(self.groups_of(arm)) * self.replicates * (len(self.packages) if arm == "forced" else 1)
            for arm in self.all_arms
        }

    @property
    def document(self) -> dict[str, Any]:
        """What decides which games are played and what is kept of them, in plain values (`Any`: JSON).

        The number of replicates is not in it: a study can be continued with more.
        """
        return {
            "kind": "contribution",
            "players": list(self.players),
            "standing": sorted(self.standing),
            "packages": dict(self.packages),
            "measures": list(self.measures),
            "view": self.view,
            "leaving": self.leaving,
            "seed": self.seed,
            "method": self.method,
            "by": self.by,
            "pairs": self.pairs if self.method == "permutation" else None,
        }


def plan(
    scenario: Scenario,
    replicates: int,
    partners: Sequence[str] | None = None,
    measures: Sequence[str] = PRIMARY,
    view: str = "coalition",
    leaving: Leaving = "neutral",
    seed: int = 0,
    method: Method = "exact",
    by: By = "partner",
    pairs: int = PAIRS,
) -> Plan:
    """The study, once everything that was asked for makes sense.

    Raises:
        ContributionError: unknown or too many partners, unknown measures or view, no threat package.
    """
    _check_arguments(scenario, replicates, partners, measures, seed)
    players = tuple(sorted(scenario.players if partners is None else set(partners)))
    _check_players(scenario, players)
    if view not in ("coalition", "lead") and view not in scenario.governments:
        raise ContributionError(f"'{view}' is not a view; views are coalition, lead, or one of the nations")
    if method not in ("exact", "permutation") or by not in ("partner", "channel"):
        raise ContributionError(
            f"'{method}' by '{by}': the method is exact or permutation, by partner or channel"
        )
    study = Plan(
        players=players,
        standing=frozenset(scenario.players) - frozenset(players),
        replicates=replicates,
        packages=package_weights(scenario),
        measures=tuple(dict.fromkeys(measures)),
        view=view,
        leaving=leaving,
        seed=seed,
        method=method,
        by=by,
        pairs=pairs,
        channels=parts_of(scenario, players),
        nations=tuple(sorted({group.nation for group in scenario.users.values()})),
        missions=_needed(scenario, view),
    )
    _check_measures(scenario, study)
    _check_size(study)
    return study


def _needed(scenario: Scenario, view: str) -> tuple[str, ...]:
    """The missions that the users in a view need, in alphabetical order."""
    nation = {"coalition": None, "lead": scenario.lead}.get(view, view)
    groups = [group for group in scenario.users.values() if nation in (None, group.nation)]
    return tuple(key for key in scenario.needed if any(group.needs.of(key) for group in groups))


def _check_players(scenario: Scenario, players: tuple[str, ...]) -> None:
    if unknown := [name for name in players if name not in scenario.players]:
        known = ", ".join(scenario.players)
        raise ContributionError(f"'{unknown[0]}' is not a player of this scenario; the players are {known}")
    if not players:
        raise ContributionError("this scenario has no player whose contribution could be asked")


def _check_measures(scenario: Scenario, study: Plan) -> None:
    for name in study.measures:
        try:
            reading = reading_of(name)
        except ValueError as error:
            raise ContributionError(str(error)) from None
        if reading.mission and reading.mission not in study.missions:
            known = ", ".join(study.missions)
            raise ContributionError(
                f"'{name}': nobody in this view needs that mission here; the missions are {known}"
            )
        if reading.arm == "forced" and not scenario.threat_packages:
            raise ContributionError(
                f"'{name}': resilience needs a declared threat package, and this scenario has none"
            )


def _check_size(study: Plan) -> None:
    n = len(study.players)
    if study.method == "exact" and n > MOST_PLAYERS:
        raise ContributionError(
            f"{n} players make {2**n} coalitions; name at most {MOST_PLAYERS} with --partners, or sample orders of "
            "joining with --method permutation"
        )
    if study.by == "channel":
        if study.leaving != "neutral":
            raise ContributionError(
                "a channel is switched off as a neutral would: leave out --leaving absent"
            )
        if study.method == "exact" and _channel_coalitions(study) > MOST_COALITIONS:
            raise ContributionError(
                f"the channels of {n} players make {_channel_coalitions(study)} coalitions, more than "
                f"{MOST_COALITIONS}; sample orders of joining with --method permutation, or name fewer with "
                "--partners: the others then stay in every coalition"
            )


def _channel_coalitions(study: Plan) -> int:
    """How many coalitions the channels make at most when all orders are enumerated."""
    others = 1 << (len(study.players) - 1)
    return 2 * others + sum(others * ((1 << len(item)) - 2) for item in study.channels.values())


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
