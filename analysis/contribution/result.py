"""The result of a contribution study: every value asked for, with interval and verdict, or why there is none."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from wargame.analysis.contribution import values
from wargame.analysis.contribution.carrying import carried
from wargame.analysis.contribution.channels import carriers
from wargame.analysis.contribution.judging import MeanJudge, SetJudge, judge_of
from wargame.analysis.contribution.plan import Plan
from wargame.analysis.contribution.readings import LEAKS, OWN
from wargame.analysis.contribution.tables import Tables
from wargame.analysis.contribution.values import NOBODY, Coalition, Weights
from wargame.analysis.contribution.variants import Varied
from wargame.analysis.contribution.words import INTERVALS, SYNERGY_FIELDS, plain, verdict
from wargame.analysis.intervals import estimate
from wargame.analysis.names import Names
from wargame.scenario import Scenario
from wargame.scenario.channels import CHANNEL_NAMES
from wargame.scenario.variant import AS_IT_STANDS, Variant

MOST_NUMBERS = 20_000
"""Worths by replicate are written out up to this many for each measure; means always."""


@dataclass(frozen=True)
class Whole:
    """A measure that is asked of the coalition of all players only.

    Attributes:
        us_only, all: its number with nobody and with everybody; None where it has none.
        reasons: for every None, why, by `us_only` and `all`.
        points: what was tried on the way, as (where, what came of it).
    """

    us_only: float | None
    all: float | None
    reasons: Mapping[str, str] = field(default_factory=dict)
    points: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Swing:
    """What the coalition adds to the margin when one judgement goes to the ends of its range.

    Attributes:
        varied: the judgement.
        gain: margin of all less that of the lead alone, in stakes, at the low end and at the high end.
        p_attack: P(attack) of the lead alone less that of all, at either end.
        leave_one_out: the same as `gain` for each player that alone leaves, at either end.
    """

    varied: Varied
    gain: tuple[float | None, float | None]
    p_attack: tuple[float | None, float | None]
    leave_one_out: Mapping[str, tuple[float | None, float | None]]


@dataclass(frozen=True)
class Contribution:
    """What a study found.

    Attributes:
        plan: what was asked.
        scenario: what was played.
        tables: what every game said.
        games: how many games were played, by arm.
        dice: by arm, whether coalitions share their chances (`common`) or each throws its own (`independent`).
        wholes: the measures of the whole coalition.
        reductions: by measure, how many times smaller common chances make the variance of each player's value, in the
            pilot where there was one.
        by_proof: by arm, how many further games need not be played, because the first replicate stands for them.
        beside: how many games of variants of the scenario were played.
        rows: the numbers of the rows in the file of the study, by arm and coalition.
        tornado: what becomes of the margin when each judgement of Red's choice goes to the ends of its range.
    """

    plan: Plan
    scenario: Scenario
    tables: Tables
    games: Mapping[str, int]
    dice: Mapping[str, str]
    wholes: Mapping[str, Whole] = field(default_factory=dict)
    reductions: Mapping[str, Mapping[str, float | None]] = field(default_factory=dict)
    tornado: Sequence[Swing] = ()
    rows: Mapping[tuple[str, Coalition], Sequence[int]] = field(default_factory=dict)
    by_proof: Mapping[str, int] = field(default_factory=dict)
    beside: int = 0

    @cached_property
    def judges(self) -> Mapping[str, MeanJudge | SetJudge]:
        """Who judges each measure that is made of coalitions."""
        return {
            name: judge_of(self.plan, reading, self.tables, self.scenario)
            for name, reading in self.plan.readings.items()
            if reading.kind != "whole"
        }

    def as_dict(self, title: str, variant: Variant = AS_IT_STANDS) -> dict[str, Any]:
        """The document of `--json`, for a scenario of that title in that variant."""
        plan = self.plan
        return {
            "scenario": title,
            "variant": variant.as_dict(),
            "partners": list(plan.players),
            "replicates": plan.replicates,
            "pilot": plan.pilot,
            "method": plan.method,
            "by": plan.by,
            "orders": 2 * plan.pairs if plan.method == "permutation" else None,
            "leaving": plan.leaving,
            "view": plan.view,
            "seed": plan.seed,
            "standing": sorted(plan.standing),
            "us_only_is": "the lead with the standing players" if plan.standing else "the lead alone",
            "runs_by_arm": dict(plan.runs_by_arm),
            "games_played": dict(self.games),
            "games_by_proof": dict(self.by_proof),
            "games_beside": self.beside,
            "dice": dict(self.dice),
            "measures": {name: self.measure(name) for name in plan.measures},
            "gains": self.gains,
            "carriers": self.carriers,
            "intervals": INTERVALS,
            "synergy_fields": list(SYNERGY_FIELDS),
            "coalitions": self._coalitions(),
        }

    # One measure

    def measure(self, name: str) -> dict[str, Any]:
        """The document of one measure."""
        if name in self.wholes:
            return self._whole(self.wholes[name])
        judge = self.judges[name]
        reason = judge.reason(self._everything)
        if reason:
            return self._missing(reason)
        shapley = {player: self._shapley(judge, player) for player in self.plan.players}
        found: dict[str, Any] = {
            "us_only": plain(judge.one(NOBODY)),
            "all": plain(judge.one(self.plan.everybody)),
            "shapley": shapley,
            "leave_one_out": self._each(judge, self.plan.leave_one_out),
            "first_in": self._each(judge, self.plan.first_in),
            "synergy": self._synergy(judge),
            "sum_check": self._sum_check(judge, shapley),
            "varies": judge.varies,
            "variance_reduction": self.reductions.get(name),
        }
        if self.plan.owen:
            found["channels"] = self._channels(judge)
        if self.plan.last_out:
            found["channels_last_out"] = self._last_out(judge)
        traced = found.get("channels") or found.get("channels_last_out") or {}
        found["largest_channels"] = {player: list(largest_channel(rows)) for player, rows in traced.items()}
        return found

    @cached_property
    def _everything(self) -> Weights:
        return dict.fromkeys(self.plan.groups, 1.0)

    def _shapley(self, judge: MeanJudge | SetJudge, player: str) -> dict[str, Any]:
        """A player's Shapley value, with what of it its own users and everybody else's get."""
        weights, family = self.plan.shapley[player], len(self.plan.players)
        found: dict[str, Any] = {}
        if self.plan.method == "exact":
            judged = judge.estimate(weights, family)
        else:
            samples = [pair[player] for pair in self.plan.sampled]
            judged, found["order_error"], found["replicate_error"] = judge.sampled(samples, family)
        return {**plain(judged), "verdict": verdict(judged), **found, **self._split(judge, player, weights)}

    def _split(self, judge: MeanJudge | SetJudge, player: str, weights: Weights) -> dict[str, Any]:
        """A value for the player's own users and for everybody else's; None where the measure does not split so."""
        own = judge.own(player, weights) if isinstance(judge, MeanJudge) else None
        parts: dict[str, list[float] | None] = {"for_itself": own, "for_others": None}
        if own is not None and isinstance(judge, MeanJudge):
            both = zip(judge.by_replicate(weights), own, strict=True)
            parts["for_others"] = [value - mine for value, mine in both]
        found: dict[str, Any] = {}
        for name, numbers in parts.items():
            mean = None
            if numbers is not None and isinstance(judge, MeanJudge):
                mean = judge.mean(numbers)
            found[name] = None if mean is None else mean.value
            found[f"{name}_low"] = None if mean is None else mean.low
            found[f"{name}_high"] = None if mean is None else mean.high
        return found

    def _each(self, judge: MeanJudge | SetJudge, rows: Mapping[str, Weights]) -> dict[str, Any]:
        return {player: plain(judge.estimate(weights, len(rows))) for player, weights in rows.items()}

    def _synergy(self, judge: MeanJudge | SetJudge) -> list[list[Any]]:
        """Every pair with its interval, in the order of `SYNERGY_FIELDS`."""
        rows = []
        for (first, second), weights in self.plan.synergy.items():
            found = judge.estimate(weights, len(self.plan.synergy))
            rows.append([first, second, found.value, found.low, found.high, found.distinguishable])
        return rows

    def _sum_check(self, judge: MeanJudge | SetJudge, shapley: Mapping[str, Mapping[str, Any]]) -> float:
        """How far the players' values are from full worth less US-only worth; zero but for rounding."""
        gain = judge.one(self.plan.everybody).value - judge.one(NOBODY).value
        return math.fsum(row["value"] for row in shapley.values()) - gain

    def _channels(self, judge: MeanJudge | SetJudge) -> dict[str, Any]:
        """The Owen value of every channel of every player, and which is the largest."""
        found: dict[str, Any] = {player: {} for player in self.plan.players}
        family = len(self.plan.owen)
        for (player, channel), weights in self.plan.owen.items():
            if self.plan.method == "exact":
                judged = judge.estimate(weights, family)
            else:
                samples = [pair[player, channel] for pair in self.plan.sampled_parts]
                judged, _, _ = judge.sampled(samples, family)
            found[player][channel] = {**plain(judged), "verdict": verdict(judged)}
        return found

    def _last_out(self, judge: MeanJudge | SetJudge) -> dict[str, Any]:
        """What is lost when a player withholds one channel from the coalition of all, for those asked for."""
        found: dict[str, Any] = {player: {} for player in self.plan.probed}
        for (player, channel), weights in self.plan.last_out.items():
            judged = judge.estimate(weights, len(self.plan.last_out))
            found[player][channel] = {**plain(judged), "verdict": verdict(judged)}
        return found

    def _missing(self, reason: str) -> dict[str, Any]:
        """The document of a measure that cannot be had: nothing, with the reason."""
        players, nothing = self.plan.players, plain(None)
        split = {
            f"{name}{end}": None for name in ("for_itself", "for_others") for end in ("", "_low", "_high")
        }
        return {
            "us_only": nothing,
            "all": nothing,
            "shapley": {player: {**nothing, "verdict": None, **split} for player in players},
            "leave_one_out": dict.fromkeys(players, nothing),
            "first_in": dict.fromkeys(players, nothing),
            "synergy": [],
            "sum_check": None,
            "reason": reason,
        }

    def _whole(self, found: Whole) -> dict[str, Any]:
        """The document of a measure of the whole coalition."""
        reason = "this is asked of the whole coalition; no partner has a part of it"
        ends = {
            name: {**plain(None if value is None else estimate([value], 1, varies=False))}
            for name, value in (("us_only", found.us_only), ("all", found.all))
        }
        return {**self._missing(reason), **ends, "reasons": dict(found.reasons), "points": list(found.points)}

    # Beside the measures

    @property
    def gains(self) -> dict[str, Any]:
        """What each player's own users gain by its being there, and what its being there risks.

        Under attack, without, and what exposure takes away; `leaks`: how many more releases leak under the declared
        attacks with it than without it.

        The gain under attack is v_b(N) - v_b(N without b), over the declared packages; the gain without is the same
        where nobody attacks; exposure is what attacks take of it. Source: ours (docs/method.md, section 8).
        """
        return {player: self._gain(player) for player in self.plan.players if player in self.plan.nations}

    def _gain(self, player: str) -> dict[str, Any]:
        name, rows = f"{OWN}.{player}", {}
        everybody = self.plan.everybody
        pair = (everybody, everybody - {player})
        for kind, arm in (("attacked", "forced"), ("unattacked", "unattacked")):
            if not any(self.tables.why_missing(arm, [name], group) for group in pair):
                with_it, without = (self.tables.numbers(arm, name, group) for group in pair)
                rows[kind] = [a - b for a, b in zip(with_it, without, strict=True)]
        if len(rows) == 2:
            rows["exposure"] = [a - b for a, b in zip(rows["unattacked"], rows["attacked"], strict=True)]
        if not any(self.tables.why_missing("forced", [LEAKS], group) for group in pair):
            with_it, without = (self.tables.numbers("forced", LEAKS, group) for group in pair)
            rows["leaks"] = [a - b for a, b in zip(with_it, without, strict=True)]
        return {
            kind: plain(
                estimate(rows[kind], len(self.plan.players), self.plan.replicates > 1)
                if kind in rows
                else None
            )
            for kind in ("attacked", "unattacked", "exposure", "leaks")
        }

    @cached_property
    def carriers(self) -> dict[str, Any]:
        """For every player its channels with the agreements and assets that carry each, as ids and in words."""
        names = Names(self.scenario)
        return {
            player: {
                channel: {
                    "name": CHANNEL_NAMES[channel],
                    "agreements": list(item.agreements),
                    "received": list(item.received),
                    "assets": list(item.assets),
                    "words": carried(self.scenario, names, item),
                }
                for channel, item in carriers(self.scenario, player).items()
                if item
            }
            for player in self.plan.players
        }

    def _coalitions(self) -> list[dict[str, Any]]:
        """The worth of every coalition by measure: its mean, and every replicate where they are not too many."""
        numbers = len(self.plan.groups) * self.plan.replicates
        rows = []
        for group in self.plan.groups:
            worth = {}
            for name, judge in self.judges.items():
                if judge.reason(values.worth(group)):
                    continue
                by_replicate = judge.worth(group) if isinstance(judge, MeanJudge) else None
                worth[name] = {
                    "mean": judge.one(group).value,
                    "by_replicate": by_replicate if numbers <= MOST_NUMBERS else None,
                }
            rows.append({"members": sorted(group), "worth": worth})
        return rows

    def reduced(self) -> dict[str, dict[str, float | None]]:
        """How many times smaller common chances make the variance of every player's value, by measure."""
        return {
            name: {player: judge.reduction(weights) for player, weights in self.plan.shapley.items()}
            for name, judge in self.judges.items()
            if isinstance(judge, MeanJudge) and not judge.reason(self._everything)
        }


def largest_channel(channels: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """The channels of a player with the largest value by size, several where equal; none where all are zero."""
    sizes = {key: abs(row["value"]) for key, row in channels.items() if row["value"] is not None}
    most = max(sizes.values(), default=0.0)
    return tuple(key for key, size in sizes.items() if most > 1e-9 and size > most - 1e-9)
