"""The attacks that Red considers: for each (capability, mission, region) greedy target sets of sizes 1, 2 and 4.

Greedy by marginal loss of the mission's mean service in the region when the targets stop altogether and nothing else
is down: a screen that is the same for all capabilities and all moves, so its evaluations are shared. What is down
already is left out, and what the screen would have struck together with it stays: the second relay of a pair is the
target once the first is jammed. Ties go by a keyed draw on the target, never by roster.
Source: greedy maximisation, Nemhauser, Wolsey and Fisher 1978 (exact for one target, a heuristic beyond).
"""

import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

from wargame.availability import Statuses
from wargame.coalition import Coalition
from wargame.deterrence.futures import Layout
from wargame.deterrence.memory import Memory
from wargame.deterrence.tables import LossTables
from wargame.draws import Draws
from wargame.game.consequences import Debris
from wargame.game.effect import Effect, Modifier, Odds, Refusal, Scene
from wargame.game.prospect import Option
from wargame.knowing.leaks import informed
from wargame.scenario import MissionKey
from wargame.scenario.base import Model

if TYPE_CHECKING:
    from wargame.deterrence.hinges import Hinges

SIZES = (1, 2, 4)
CLEAR_LOSS = 1e-6
"""Marginal losses closer than this are a tie."""

SHORT_LIST = 6
"""After the first target only this many candidates are tried again: those that hurt most, and whatever ties with the
last of them. Losses that hurt nothing alone all tie, so redundancy that falls in pairs is still found."""


@dataclass(frozen=True, slots=True)
class Weapon:
    """One capability of the adversary.

    Attributes:
        key: the capability's id.
        effect: what it does.
        parameters: the effect's own.
        left: uses left.
        targets: everything that it could strike at some time of the scenario, in alphabetical order.
        carrier: the satellite of the adversary's own that carries it out, if one does.
    """

    key: str
    effect: Effect
    parameters: Model
    left: int
    targets: tuple[str, ...]
    carrier: str | None = None

    def odds(self, target: str, scene: Scene, effect_s: int, leaked: Mapping[str, Modifier]) -> Odds:
        """What can come of a strike, with what leaks add where the target's owner is the giver of one."""
        plain = self.effect.odds(self.parameters, target, scene, effect_s)
        return informed(plain, leaked.get(scene.scenario.owner_of(target) or ""))


OddsOf = Callable[[Weapon, str, int], Odds]
"""The chances of a strike: weapon, target, second of its effect."""


class Attack(NamedTuple):
    """An option with all that tells what Red expects of it from what it expects of others at the moment.

    Attributes:
        option: the attack.
        key: its name, and what it hangs on.
        course: its name, and what tells who would see it: its hour where that is not now, where its carrier has got to.
    """

    option: Option
    key: tuple[Hashable, ...]
    course: tuple[Hashable, ...]


def strikeable(
    effect: Effect, parameters: Model, scene: Scene, shown: Scene, horizon_s: int
) -> tuple[str, ...]:
    """Everything that a weapon could strike at some time until the horizon, in alphabetical order.

    What is shown is judged without what is hidden (`shown`), so that a hidden site makes nothing a target. Nothing for
    what only the white cell lets happen.
    """
    scenario = scene.scenario
    assets = (*scenario.fleet, *scenario.sites, *scenario.users, *scenario.regions) if effect.ordered else ()
    public = shown.scenario
    known = {*public.fleet, *public.sites, *public.users, *public.regions}
    seen = {asset: shown if asset in known else scene for asset in assets}
    return tuple(
        asset
        for asset in sorted(assets)
        if effect.can_target(parameters, asset, seen[asset])
        and not isinstance(effect.timing(parameters, asset, seen[asset], 0, horizon_s), Refusal)
    )


@dataclass(frozen=True, slots=True)
class Aim:
    """Where and when Red looks for options.

    Attributes:
        t_s: now, seconds since the epoch.
        known: the assets that Red knows and that are still there.
        missions: (mission, region, index of the region) of every objective.
        down: the assets of which something is down already.
        coalition: whom Red expects to face.
        horizon_s: the end of the horizon over which the screen averages service; it does not depend on the hour, so
            its work is shared by all moves.
        ties: draws keyed by target.
        odds: the chances of a strike as Red expects them: with what leaks add and what defences leave.
        hinges: what attacks hang on beside the moment.
        memory: parts of earlier reckonings.
    """

    t_s: int
    known: frozenset[str]
    missions: tuple[tuple[MissionKey, str, int], ...]
    down: frozenset[str]
    coalition: Coalition
    horizon_s: float
    ties: Draws
    odds: OddsOf
    hinges: "Hinges"
    memory: Memory


def options(
    tables: LossTables, weapons: Sequence[Weapon], aim: Aim, scene: Scene, limit: int
) -> tuple[list[Attack], int]:
    """All options by id, at most `limit` of them, and how many were dropped.

    The limit keeps the smallest sets first: they are what larger ones are grown from.
    """
    by_key = {weapon.key: weapon for weapon in weapons}
    sets = _target_sets(tables, weapons, aim)
    drawer = aim.memory.drawer(("options", aim.t_s, aim.hinges.label))
    found = list[Attack]()
    for name, key, targets in sets:
        hinge = aim.hinges.of(by_key[key], targets)
        make = partial(_attack, by_key[key], targets, aim, scene, hinge)
        if (attack := drawer.recall((name, hinge), make)) is not None:
            found.append(attack)
    if len(found) <= limit:
        return found, 0
    ranked = sorted(found, key=lambda item: (len(item.option.targets), item.option.id))
    return sorted(ranked[:limit], key=lambda item: item.option.id), len(found) - limit


def _attack(
    weapon: Weapon, targets: tuple[str, ...], aim: Aim, scene: Scene, hinge: tuple[Hashable, ...]
) -> Attack | None:
    """An option of the moment with what it hangs on; None out of reach."""
    option = option_of(weapon, targets, aim.t_s, scene, aim.odds)
    return (
        None
        if option is None
        else Attack(option, (option.id, *hinge), (option.id, *aim.hinges.visit(weapon)))
    )


def _target_sets(
    tables: LossTables, weapons: Sequence[Weapon], aim: Aim
) -> list[tuple[str, str, tuple[str, ...]]]:
    """What every weapon may be aimed at, whenever: (name of the option, weapon, targets), in order of names."""
    drawer = aim.memory.drawer(("sets of a weapon", aim.coalition.key, aim.hinges.label))
    sets: dict[str, tuple[str, tuple[str, ...]]] = {}
    for weapon in weapons:
        most = min(weapon.left, max(SIZES))
        key = weapon.key, most, aim.known, aim.down & _all_of(weapon.targets)
        sets.update(drawer.recall(key, partial(_sets_of, tables, weapon, most, aim)))
    return [(name, *aimed_at) for name, aimed_at in sorted(sets.items())]


@lru_cache(maxsize=1024)
def _all_of(targets: tuple[str, ...]) -> frozenset[str]:
    return frozenset(targets)


def _sets_of(
    tables: LossTables, weapon: Weapon, most: int, aim: Aim
) -> dict[str, tuple[str, tuple[str, ...]]]:
    """What one weapon may be aimed at: weapon and targets by the name of the option."""
    drawer = aim.memory.drawer(("sets", aim.coalition.key, aim.hinges.label))
    sets: dict[str, tuple[str, tuple[str, ...]]] = {}
    for mission, place, region in aim.missions:
        read = tables.read_of(mission, weapon.targets)
        known = read & aim.known
        down = known & aim.down
        # What is known is told by what is not: that is seldom more than a few names.
        key = weapon.key, most, mission, region, read - known, down
        grow = partial(_named_sets, tables, mission, (place, region), weapon, known, down, most, aim)
        sets.update(drawer.recall(key, grow))
    return sets


def _named_sets(
    tables: LossTables,
    mission: MissionKey,
    where: tuple[str, int],
    weapon: Weapon,
    known: frozenset[str],
    down: frozenset[str],
    most: int,
    aim: Aim,
) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Weapon and targets by the name of the option: target sets of assets, and the region itself."""
    place, region = where
    grown = greedy_sets(tables, mission, region, tuple(sorted(known)), down, most, aim)
    aimed = [(place,)] if place in weapon.targets else []
    return {option_id(weapon, targets): (weapon.key, targets) for targets in (*grown, *aimed)}


def greedy_sets(
    tables: LossTables,
    mission: MissionKey,
    region: int,
    known: tuple[str, ...],
    down: frozenset[str],
    most: int,
    aim: Aim,
) -> list[tuple[str, ...]]:
    """The target sets of sizes 1, 2 and 4, as far as the magazine allows, each grown by the most harmful addition.

    Args:
        tables: Red's what-if.
        mission: the mission to be hurt.
        region: index of the region.
        known: what could be struck and matters to the mission, of what Red knows, in alphabetical order.
        down: what of it is down already.
        most: how many of them at once.
        aim: whom Red faces.
    """
    fresh = _grown(tables, mission, region, tuple(item for item in known if item not in down), most, aim)
    if not down:
        return fresh
    paired = _grown(tables, mission, region, known, max(SIZES), aim)
    rest = (tuple(item for item in targets if item not in down) for targets in paired)
    return [*fresh, *(targets for targets in rest if 0 < len(targets) <= most)]


def _grown(
    tables: LossTables, mission: MissionKey, region: int, candidates: tuple[str, ...], most: int, aim: Aim
) -> list[tuple[str, ...]]:
    """The ladder of some candidates, worked out once for each coalition."""
    key = (mission, region, candidates, most, aim.coalition.key)
    if key not in tables.ladders:
        tables.ladders[key] = _ladder(tables, mission, region, candidates, most, aim)
    return tables.ladders[key]


def _ladder(
    tables: LossTables, mission: MissionKey, region: int, candidates: Sequence[str], most: int, aim: Aim
) -> list[tuple[str, ...]]:
    """The grown sets of sizes 1, 2 and 4, by the mean service they cost over the whole horizon."""
    place = tables.places[mission].index(region)
    pool = list(candidates)
    statuses: Statuses = frozenset()
    chosen: list[str] = []
    found = []
    while pool and len(chosen) < most:
        trials = Layout.of([[(statuses | {(item, None, 0.0)}, 0.0, aim.horizon_s)] for item in pool])
        services: list[float] = tables.means(mission, trials, 0.0, [aim.coalition])[0, :, place].tolist()
        ranked = sorted(zip(services, pool, strict=True))
        least = ranked[0][0]
        best = aim.ties.first((i for s, i in ranked if s <= least + CLEAR_LOSS), "option.tie", mission)[0]
        chosen.append(best)
        statuses |= {(best, None, 0.0)}
        if len(chosen) in SIZES:
            found.append(tuple(sorted(chosen)))
        last = ranked[min(SHORT_LIST, len(ranked) - 1)][0]
        pool = [item for service, item in ranked if service <= last + CLEAR_LOSS and item != best]
    return found


def option_id(weapon: Weapon, targets: tuple[str, ...]) -> str:
    """What an option is called: the capability and its targets, the same in every move and coalition."""
    return f"{weapon.key}:{'+'.join(targets)}"


def option_of(
    weapon: Weapon, targets: tuple[str, ...], t_s: int, scene: Scene, odds_of: OddsOf
) -> Option | None:
    """The option of striking `targets` if ordered now, with its chances, rung and debris; None out of reach."""
    effect, parameters = weapon.effect, weapon.parameters
    timings = []
    for target in targets:
        timing = effect.timing(parameters, target, scene, t_s, t_s + effect.order_life_s)
        if isinstance(timing, Refusal):
            return None
        timings.append(timing)
    strikes = list(zip(targets, timings, strict=True))
    odds = [odds_of(weapon, target, timing.effect_s) for target, timing in strikes]
    fragments = math.fsum(
        outcome.p * item.fragments
        for each in odds
        for outcome in each.outcomes
        for item in outcome.consequences
        if isinstance(item, Debris)
    )
    return Option(
        id=option_id(weapon, targets),
        capability=weapon.key,
        effect=effect.key,
        targets=targets,
        timings=tuple(timings),
        p=tuple(each.p for each in odds),
        rung=max(effect.rung(parameters, target, scene) for target in targets),
        fragments=round(fragments, 9),
        breaks_norm=effect.destructive,
    )
