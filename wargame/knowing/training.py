"""What training together is worth at a moment: fewer decisions that go wrong, and struck sites restored sooner.

The effect of an agreement of kind training halves with every half-life since the last training, which an inject renews.
When trainings are held is public and fixed, so both sides reckon with the same numbers. Source: ours (docs/method.md,
section 6); skill decay with disuse: Arthur, Bennett, Stanush and McNelly, Human Performance 11(1), 1998.
"""

from wargame.coalition import Coalition
from wargame.game.effect import Modifier
from wargame.scenario.agreements import Training
from wargame.scenario.clock import Inject
from wargame.scenario.injects import TrainingInject

DAY_S = 86400.0


def freshness(coalition: Coalition, agreement: str, t_s: float) -> float:
    """What is left of the effect of a training agreement, 1 just after a training, 1/2 a half-life later."""
    block = coalition.scenario.agreements[agreement]
    assert isinstance(block, Training)
    held = [_held_s(inject, agreement) for inject in coalition.scenario.injects.values()]
    last_s = max((at_s for at_s in held if at_s is not None and at_s <= t_s), default=-block.last_d * DAY_S)
    return float(0.5 ** ((t_s - last_s) / (block.half_life_d * DAY_S)))


def _held_s(inject: Inject, agreement: str) -> int | None:
    trains = isinstance(inject, TrainingInject) and inject.agreement == agreement
    return round(inject.at_h * 3600) if trains else None


def error_rate(coalition: Coalition, government: str, t_s: float) -> tuple[float, tuple[Modifier, ...]]:
    """P(nothing comes of it | a government is sure and committed), and what it is made of.

    Only a failure to act is counted: an order that is late, wrong or lost does nothing, to anybody.
    """
    national = coalition.scenario.governments[government].error_rate
    if national == 0.0:
        return 0.0, ()
    factor, used = _factor(coalition, government, "error_factor", "training_error_factor", t_s)
    return round(national * factor, 9), (Modifier("national_error_rate", national, "judgement"), *used)


def restored_after_s(coalition: Coalition, asset: str, duration_s: int | None, t_s: float) -> int | None:
    """Seconds until a struck site works again; a satellite, or a site of the untrained, takes what the attack says."""
    site = coalition.scenario.sites.get(asset)
    if site is None or duration_s is None:
        return duration_s
    factor, _ = _factor(coalition, site.owner, "restore_factor", "training_restore_factor", t_s)
    return round(duration_s * factor)


def _factor(
    coalition: Coalition, actor: str, field: str, name: str, t_s: float
) -> tuple[float, tuple[Modifier, ...]]:
    """The smallest factor of the training agreements that hold, as far as they have not faded; 1 without one."""
    agreements = coalition.scenario.agreements
    held = [
        (round(1.0 - (1.0 - getattr(agreements[key], field)) * freshness(coalition, key, t_s), 9), key)
        for key in sorted(coalition.partners(actor, "training"))
    ]
    if not held:
        return 1.0, ()
    value, key = min(held)
    return value, (Modifier(name, value, f"agreement '{key}'"),)
