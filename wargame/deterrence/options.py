"""The attacks that Red considers: for each (capability, mission, region) greedy target sets of sizes 1, 2 and 4.

Greedy by marginal loss of the mission's mean service in the region when the targets stop altogether: a screen that is
the same for all capabilities, so its evaluations are shared. Ties go by a keyed draw on the target, never by roster.
Source: greedy maximisation, Nemhauser, Wolsey and Fisher 1978 (exact for one target, a heuristic beyond).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wargame.coalition import Coalition
from wargame.deterrence.tables import LossTables, Statuses, Stretch
from wargame.draws import Draws
from wargame.game.effect import Debris, Effect, Refusal, Scene, Timing
from wargame.game.prospect import Option
from wargame.scenario import MissionKey
from wargame.scenario.base import Model
from wargame.scenario.politics import Objective

SIZES = (1, 2, 4)
CLEAR_LOSS = 1e-6
"""Marginal losses closer than this are a tie."""


@dataclass(frozen=True, slots=True)
class Weapon:
    """One capability of the adversary: its effect, its parameters and the uses left."""

    key: str
    effect: Effect
    parameters: Model
    left: int


@dataclass(frozen=True, slots=True)
class Reach:
    """What a weapon can strike if ordered now: the targets with their timings."""

    weapon: Weapon
    timings: Mapping[str, Timing]


def reach(weapon: Weapon, targets: Sequence[str], scene: Scene, earliest_s: int, latest_s: int) -> Reach:
    """The targets that the weapon can strike within the life of an order."""
    timings = {}
    for target in targets:
        if weapon.effect.can_target(weapon.parameters, target, scene):
            timing = weapon.effect.timing(weapon.parameters, target, scene, earliest_s, latest_s)
            if not isinstance(timing, Refusal):
                timings[target] = timing
    return Reach(weapon, timings)


def greedy_sets(
    tables: LossTables,
    mission: MissionKey,
    region: int,
    candidates: Sequence[str],
    standing: Statuses,
    coalition: Coalition,
    span_s: tuple[float, float],
    largest: int,
    ties: Draws,
) -> list[tuple[str, ...]]:
    """The target sets of sizes 1, 2 and 4 (as far as `largest` allows), each grown by the most harmful addition.

    Args:
        tables: Red's what-if.
        mission: the mission to be hurt.
        region: index of the region.
        candidates: what can be struck.
        standing: statuses that hold already.
        coalition: whom Red expects to face, everybody who may show up.
        span_s: window over which service is averaged.
        largest: uses left.
        ties: draws keyed by target.
    """
    pool = [item for item in candidates if tables.reads(mission, item)]
    chosen: list[str] = []
    found = []
    statuses = standing
    while pool and len(chosen) < min(largest, max(SIZES)):
        trials = [[Stretch(statuses | {(item, None, 0.0)}, *span_s)] for item in pool]
        services = tables.means(mission, trials, [coalition])[0, :, region]
        worst = min(services)
        tied = [item for item, service in zip(pool, services, strict=True) if service <= worst + CLEAR_LOSS]
        best = ties.first(tied, "option.tie", mission)[0]
        chosen.append(best)
        pool.remove(best)
        statuses |= {(best, None, 0.0)}
        if len(chosen) in SIZES:
            found.append(tuple(sorted(chosen)))
    return found


def option_of(reach_of: Reach, targets: tuple[str, ...], scene: Scene) -> Option:
    """The option of striking `targets`, with its chances, rung and debris."""
    weapon = reach_of.weapon
    effect, parameters = weapon.effect, weapon.parameters
    timings = tuple(reach_of.timings[target] for target in targets)
    chances = tuple(
        effect.chance(parameters, target, scene, timing.effect_s).p
        for target, timing in zip(targets, timings, strict=True)
    )
    fragments = 0.0
    for target, timing, p in zip(targets, timings, chances, strict=True):
        for item in effect.consequences(parameters, target, scene, timing.effect_s):
            fragments += p * item.fragments if isinstance(item, Debris) else 0.0
    return Option(
        id=f"{weapon.key}:{'+'.join(targets)}",
        capability=weapon.key,
        effect=effect.key,
        targets=targets,
        timings=timings,
        p=chances,
        rung=max(effect.rung(parameters, target, scene) for target in targets),
        fragments=round(fragments, 9),
        breaks_norm=effect.destructive,
    )


def options(
    tables: LossTables,
    reaches: Sequence[Reach],
    objectives: Mapping[str, Objective],
    region_index: Mapping[str, int],
    standing: Statuses,
    coalition: Coalition,
    span_s: tuple[float, float],
    scene: Scene,
    ties: Draws,
    limit: int,
) -> tuple[list[Option], int]:
    """All options by id, at most `limit` of them, and how many were dropped.

    The limit keeps the smallest sets first: they are what larger ones are grown from.
    """
    found: dict[str, Option] = {}
    aims = sorted({(item.mission, item.region) for item in objectives.values()})
    for reach_of in reaches:
        for mission, region in aims:
            sets = greedy_sets(
                tables, mission, region_index[region], sorted(reach_of.timings), standing, coalition, span_s,
                reach_of.weapon.left, ties,
            )  # fmt: skip
            for targets in sets:
                option = option_of(reach_of, targets, scene)
                found.setdefault(option.id, option)
    ranked = sorted(found.values(), key=lambda item: (len(item.targets), item.id))
    return sorted(ranked[:limit], key=lambda item: item.id), max(0, len(ranked) - limit)
