"""Deterrence from the restraint path: the gap at every move, and what follows over a resolve that nobody has seen.

The resolve of an adversary is drawn once per replicate, so it attacks by `t` when its largest gap until then is above
minus the resolve: P(attack by t) = sigma(lambda_0 max gap). Several adversaries draw apart, so the chances that each
holds back multiply. Source: ours (docs/method.md, section 8); logistic choice, McFadden 1974.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wargame.analysis.resilience import Number
from wargame.deterrence.weighing import p_attack, psi
from wargame.events import Event, OptionsWeighed
from wargame.missions.service import ServiceTimeline
from wargame.record import Record
from wargame.scenario import MissionKey, Scenario

LITTLE_LEFT = 0.8
"""Where Red has more than this share of its stake without attacking, there is little left to deny (judgement)."""

Curve = Sequence[tuple[float, float]]
"""(hours since the epoch, value from then on), in order of time."""


@dataclass(frozen=True, slots=True)
class Path:
    """The gaps of one adversary on the restraint path.

    Attributes:
        actor: who.
        resolve_rate: lambda_0.
        weighed: its weighings, in order of time.
    """

    actor: str
    resolve_rate: float
    weighed: tuple[OptionsWeighed, ...]

    @property
    def nearest(self) -> OptionsWeighed | None:
        """The weighing at which attack was nearest, the first of equals; None where it never had an option."""
        return max((e for e in self.weighed if e.weighed), key=lambda event: event.gap, default=None)


def paths_of(events: Iterable[Event], scenario: Scenario) -> list[Path]:
    """The path of each adversary that weighs options, by its id."""
    found: dict[str, list[OptionsWeighed]] = {}
    for event in events:
        if isinstance(event, OptionsWeighed):
            found.setdefault(event.actor, []).append(event)
    paths = []
    for actor, weighed in sorted(found.items()):
        block = scenario.actors[actor].adversary
        assert block is not None  # the loader has checked
        paths.append(Path(actor, block.resolve_rate, tuple(weighed)))
    return paths


def why_none(paths: Sequence[Path]) -> str:
    """Why nothing can be said of deterrence; empty where something can."""
    if not paths:
        return "no adversary weighs options in this scenario"
    if all(path.nearest is None for path in paths):
        return "the adversary never had an option to attack with"
    return ""


def margin(paths: Sequence[Path]) -> Number:
    """By how much restraint beats the best attack when attack is nearest: -max gap, in stakes."""
    reason = why_none(paths)
    gaps = [path.nearest.gap for path in paths if path.nearest is not None]
    return (None, reason) if reason else (-max(gaps), "")


def p_attack_by(paths: Sequence[Path], end_s: float) -> Curve:
    """P(attack by t) at every move: it never falls, and ends at P(attack); 0 before the first move."""
    moves = sorted({event.t_s for path in paths for event in path.weighed})
    highest = dict.fromkeys((path.actor for path in paths), -math.inf)
    gaps = {(path.actor, e.t_s): e.gap for path in paths for e in path.weighed if e.weighed}
    curve = []
    for t_s in moves:
        held = 1.0
        for path in paths:
            highest[path.actor] = max(highest[path.actor], gaps.get((path.actor, t_s), -math.inf))
            held *= 1.0 - p_attack(highest[path.actor], path.resolve_rate)
        if t_s < end_s:
            curve.append((t_s / 3600.0, 1.0 - held))
    return curve


def p_attack_at_all(paths: Sequence[Path], end_s: float) -> Number:
    """P(attack until the end of the run)."""
    reason = why_none(paths)
    return (None, reason) if reason else (p_attack_by(paths, end_s)[-1][1], "")


def restricted_mean_h(curve: Curve, end_h: float) -> float:
    """The mean of min(time of the first attack, end of the run), in hours: the area under the survival curve.

    Source: restricted mean survival time, Irwin 1949; Royston and Parmar 2013.
    """
    if not curve:
        return end_h
    ends = [*(t for t, _ in curve[1:]), end_h]
    return curve[0][0] + math.fsum((end - t) * (1.0 - p) for (t, p), end in zip(curve, ends, strict=True))


def time_to_attack_h(paths: Sequence[Path], end_s: float) -> Number:
    """The restricted mean time to the first attack, h."""
    reason = why_none(paths)
    return (None, reason) if reason else (restricted_mean_h(p_attack_by(paths, end_s), end_s / 3600.0), "")


def instability(paths: Sequence[Path]) -> Number:
    """What Red would lose at most by waiting until it is struck: the largest over moves, read from its tables."""
    reason = why_none(paths)
    if reason:
        return None, reason
    found = [getattr(event, "instability", None) for path in paths for event in path.weighed if event.weighed]
    known = [value for value in found if value is not None]
    return (max(known), "") if known else (None, "the record says nothing of being struck first")


def reached_unattacked(services: Mapping[MissionKey, ServiceTimeline], scenario: Scenario) -> Number:
    """The share of its stake that Red has without attacking: sum_o w_o Psi_o(Q0_o), the largest of any adversary.

    Q0 is the mean unattacked service over the run to all nations' users in the region of the objective.
    """
    shares = []
    for actor in scenario.adversaries:
        block = scenario.actors[actor].adversary
        assert block is not None  # the loader has checked
        parts = [
            aim.weight * psi(aim, float(services[aim.mission].demand_weighted(aim.region).mean()))
            for aim in block.objectives.values()
            if aim.mission in services and services[aim.mission].has_demand(aim.region)
        ]
        if parts:
            shares.append(math.fsum(parts))
    return (max(shares), "") if shares else (None, "no adversary wants to deny a service that somebody needs")


def little_left(found: float | None) -> bool:
    """Whether there is little left to deny: Red has most of its stake without attacking."""
    return found is not None and found > LITTLE_LEFT


def held_back(record: Record) -> str:
    """Why a record says nothing about restraint; empty for the restraint arm."""
    return "" if record.manifest.arm == "restraint" else "needs the restraint arm"
