"""Red's arithmetic: chance of success under a given service, cost of responses, and attack against restraint."""

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from wargame.deterrence.consensus import spared
from wargame.draws import Draws
from wargame.game.prospect import Prospect, Table
from wargame.scenario.politics import Objective
from wargame.space.arrays import FloatArray

EXACT = 9
"""Decimals that utilities keep before anything is decided on them, so that no platform decides otherwise."""


def psi(objective: Objective, service: float) -> float:
    """Red's chance of reaching an objective when the coalition's mean service is `service`; Psi(0)=1, Psi(1)=0."""
    return float(psi_of(objective, np.array([service]))[0])


def psi_of(objective: Objective, services: FloatArray) -> FloatArray:
    """The same for many services at once, any shape.

    The logistic 1 / (1 + exp(slope (q - q50))) is normalised to run from 1 to 0; `linear` is 1 - q.
    Source: ours (docs/method.md); the shape is a judgement and a scenario field.
    """
    q = np.clip(services, 0.0, 1.0)
    if objective.shape == "linear":
        return 1.0 - q
    top, bottom = _logistic(objective, np.zeros(1))[0], _logistic(objective, np.ones(1))[0]
    chances: FloatArray = (_logistic(objective, q) - bottom) / (top - bottom)
    return chances


def _logistic(objective: Objective, q: FloatArray) -> FloatArray:
    chances: FloatArray = 1.0 / (1.0 + np.exp(objective.slope * (q - objective.q50)))
    return chances


def response_cost(cap: float, answers: Iterable[tuple[float, float, float]], fading_d: float) -> float:
    """What the responses together are expected to cost Red: c_max [1 - prod_g (1 - s_g P_g exp(-d_g / tau))].

    Args:
        cap: c_max in stakes.
        answers: (severity s_g, probability P_g, delay d_g in days) of each government.
        fading_d: tau in days.

    Source: ours (docs/method.md, section 7). With one government, s = 1 and d = 0 it is P * c_max, the expected loss of
    Zagare and Kilgour, Perfect Deterrence, 2000, ch. 5.
    """
    spared = 1.0
    for severity, p, delay_d in answers:
        spared *= 1.0 - severity * p * math.exp(-delay_d / fading_d)
    return round(cap * (1.0 - spared), EXACT)


def voted_cost(
    cap: float, bodies: Iterable[tuple[Sequence[tuple[float, float, float]], int]], fading_d: float
) -> float:
    """The same where governments decide together: c_max [1 - prod_bodies E(share spared)], exact over all votes.

    Args:
        cap: c_max in stakes.
        bodies: (severity, P(in favour), delay in days) of each voter, and how many must be in favour.
        fading_d: tau in days.
    """
    left = 1.0
    for voters, least in bodies:
        bites = [(p, severity * math.exp(-delay_d / fading_d)) for severity, p, delay_d in voters]
        left *= spared(bites, least)
    return round(cap * (1.0 - left), EXACT)


def gap(utilities: Sequence[float], pressure: float) -> float:
    """The best attack minus restraint, EU(restraint) being minus the crisis pressure; -inf without an option.

    Only the best counts, so copies of an option change nothing.
    """
    return round(max(utilities, default=-math.inf) + pressure, EXACT)


def p_attack(gap_value: float, resolve_rate: float) -> float:
    """P(attack) over a resolve that nobody has seen yet: sigma(lambda_0 gap).

    Source: logistic choice, McFadden 1974; lambda_0 to infinity gives Zagare and Kilgour's threshold (case O11).
    """
    if math.isinf(gap_value):
        return 0.0 if gap_value < 0 else 1.0
    x = resolve_rate * gap_value
    p = 1.0 / (1.0 + math.exp(-x)) if x >= 0 else math.exp(x) / (1.0 + math.exp(x))
    return round(p, EXACT)


def attacks(gap_value: float, resolve: float) -> bool:
    """Stage one: attack iff gap + resolve > 0; a tie is restraint."""
    return gap_value + resolve > 0.0


def unrelieved(benefit: float, pressure: float, least_gain: float) -> float:
    """The crisis pressure that an attack leaves standing: kappa (1 - min(1, B / least_gain)).

    An attack that gains at least `least_gain` relieves all of it; one that gains nothing is no way out of a crisis.
    Without this, an attack that gains next to nothing and costs next to nothing would set the margin of deterrence.
    Source: ours, a judgement and a scenario field; `least_gain` 0 gives EU(a) = B - K for every attack.
    """
    if least_gain == 0.0 or benefit >= least_gain:
        return 0.0
    return round(pressure * (1.0 - max(0.0, benefit) / least_gain), EXACT)


def inclusive(utilities: Sequence[float], rate: float) -> float:
    """What a set of options is worth together: log(sum of exp(lambda EU)) / lambda, in stakes, rounded to 1e-9.

    Never less than the best of them, and log(k) / lambda more for k copies. Source: Ben-Akiva and Lerman, Discrete
    Choice Analysis, 1985, ch. 10.
    """
    top = max(utilities)
    return round(top + math.log(math.fsum(math.exp(rate * (item - top)) for item in utilities)) / rate, EXACT)


def p_chosen(
    chosen: Prospect, table: Table, choice_rate: float, worth: Mapping[str, float] | None = None
) -> float:
    """The chance with which the logit among attacks chooses `chosen`, rounded to 1e-9.

    Args:
        chosen: the attack.
        table: all attacks.
        choice_rate: lambda_1.
        worth: what each option is worth by id; its utility when left out.
    """
    values = _worth(table, worth)
    value = chosen.utility if worth is None else worth[chosen.option.id]
    top = max(values)
    weights = [math.exp(choice_rate * (item - top)) for item in values]
    return round(math.exp(choice_rate * (value - top)) / math.fsum(weights), EXACT)


def choose(
    table: Table,
    choice_rate: float,
    draws: Draws,
    *occasion: object,
    worth: Mapping[str, float] | None = None,
) -> Prospect:
    """Stage two: which attack, by logit over the options, as the keyed maximum of lambda_1 EU + Gumbel noise.

    Keyed by option, so an option that appears or vanishes does not reshuffle the noise of the others; `worth` stands in
    for the utilities where the doctrine has values of its own.
    Source: random utility, McFadden 1974; Gumbel-max identity, Yellott 1977.
    """
    noisy = [
        choice_rate * value + draws.gumbel("choice.noise", *occasion, option.id)
        for option, value in zip(table.options, _worth(table, worth), strict=True)
    ]
    chosen = table.first(noisy)
    assert chosen is not None  # nobody chooses among nothing
    return chosen


def _worth(table: Table, worth: Mapping[str, float] | None) -> Sequence[float]:
    return table.utilities if worth is None else [worth[option.id] for option in table.options]
