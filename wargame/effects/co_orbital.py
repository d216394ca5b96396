"""What attacks from orbit have in common: a satellite of Red's own that comes to the target within its propellant."""

import math
from typing import Any

from wargame.game.defences import budget_m_s
from wargame.game.effect import Refusal, Scene, Timing, Trace
from wargame.scenario.base import Id, Model, judged
from wargame.space.approach import Approach, approach
from wargame.space.elements import KeplerOrbit

LIFE_S = 30 * 86_400
"""An order to approach stands for thirty days: a drift half round the belt at six degrees a day. Source: judgement."""

MOST_ECCENTRIC = 0.05
"""Orbits that are less round than this are refused: the formulas are those of circles."""


class Approaching(Model):
    """A satellite that can come to others."""

    inspector: Id
    """The satellite that comes; one of the adversary's own, with delta_v_m_s."""
    drift_deg_per_day: float = judged(2.0, 1.0, 5.0, gt=0.0, le=20.0)
    """How fast it drifts along the target's orbit; in the geostationary belt this sets the time."""
    closing_h: float = judged(24.0, 2.0, 240.0, ge=0.0)
    """Hours of the last leg, from where the approach shows for what it is to the target's side."""
    preparation_h: float = judged(12.0, 1.0, 72.0, ge=0.0)
    """Hours from the order to the first burn."""


def reachable(parameters: Any, target: str, scene: Scene) -> bool:
    """Whether the target is a satellite, and not the one that would come."""
    return scene.satellite(target) is not None and target != parameters.inspector


def arrival(
    parameters: Any, target: str, scene: Scene, earliest_s: int, latest_s: int, free: bool = False
) -> Timing | Refusal:
    """When the inspector would be at the target's side, or why it cannot come: the plane, the height or the time.

    Where either of the two changes its orbit on the way, the approach begins after that.

    Args:
        parameters: the inspector and how it drifts.
        target: the satellite to which it goes.
        scene: where both fly.
        earliest_s: the order.
        latest_s: when it must have come.
        free: True when the inspector can go on to another target afterwards.
    """
    if not reachable(parameters, target, scene) or scene.satellite(parameters.inspector) is None:
        return Refusal(f"'{target}' is no satellite that another one can approach")
    start_s = earliest_s + round(parameters.preparation_h * 3600)
    while start_s <= latest_s:
        one, two = (_orbit(each, scene, start_s) for each in (parameters.inspector, target))
        if one is None or two is None:
            waits = [scene.skies.in_orbit_from(each, start_s) for each in (parameters.inspector, target)]
            if None in waits:
                break
            start_s = max(start_s, *(at_s for at_s in waits if at_s is not None))
            continue
        if max(one[0].eccentricity, two[0].eccentricity) > MOST_ECCENTRIC:
            return Refusal(f"'{target}' or '{parameters.inspector}' flies an orbit that is far from a circle")
        way = approach(one[0], two[0], parameters.drift_deg_per_day)
        effect_s = start_s + round(way.duration_s) + round(parameters.closing_h * 3600)
        until_s = min(one[1], two[1])
        if effect_s <= until_s:
            return _within_means(parameters, target, scene, way, (start_s, effect_s, latest_s), free)
        start_s = int(until_s) + 1
    return Refusal(
        f"'{target}' and '{parameters.inspector}' are not both in orbit before hour {latest_s / 3600:.0f}"
    )


def _orbit(satellite: str, scene: Scene, time_s: int) -> tuple[KeplerOrbit, float] | None:
    """Mean elements of an orbit at a time and until when it holds: a satellite that came to another flies as that did.

    It keeps the orbit in which it arrived, and does not follow what it came to if that leaves.
    """
    visit = scene.visits.get(satellite)
    if visit is None:
        return scene.skies.mean_orbit(satellite, time_s)
    found = scene.skies.mean_orbit(visit.beside, visit.from_s)
    assert found is not None  # nobody arrives where nobody is
    return found[0].at(time_s - visit.from_s), math.inf


def _within_means(
    parameters: Any, target: str, scene: Scene, way: Approach, times_s: tuple[int, int, int], free: bool
) -> Timing | Refusal:
    start_s, effect_s, latest_s = times_s
    before = scene.visits.get(parameters.inspector)
    spent_m_s = 0.0 if before is None else before.spent_m_s
    budget = round(budget_m_s(scene.scenario, parameters.inspector) - spent_m_s, 6)
    if way.cost_m_s > budget:
        return Refusal(
            f"'{target}' flies {way.plane_deg:.1f} degrees out of the plane of '{parameters.inspector}' and "
            f"{way.height_km:+.0f} km beside its height; coming to it takes {way.cost_m_s:.0f} m/s of {budget:g}"
        )
    if effect_s > latest_s:
        return Refusal(
            f"'{target}' is {abs(way.along_deg):.0f} degrees from '{parameters.inspector}'; coming to it takes "
            f"{(effect_s - start_s) / 86_400:.1f} days, until after hour {latest_s / 3600:.0f}"
        )
    return Timing(start_s, effect_s, effect_s if free else None, round(way.cost_m_s, 6))


def seen(parameters: Any, target: str, effect_s: int) -> tuple[Trace, ...]:
    """An approach at the target's side before it takes effect, and what happens then."""
    early_s = effect_s - round(parameters.closing_h * 3600)
    return tuple(dict.fromkeys((Trace("radar", target, early_s), Trace("radar", target, effect_s))))
