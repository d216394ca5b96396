"""The temptation to strike first: what Red would lose by waiting until it is struck.

Source: first-strike stability as the difference between striking first and striking second, Kent and Thaler, RAND
R-3765, 1989; one side only, and with the chances of survival as judgements: ours. The coalition never strikes first in
this model, so this is a reading of Red's table and enters no decision.
Leaves out: what being struck costs Red beyond the means that it loses, which is the same whether it waits or not.
"""

from collections.abc import Mapping

from wargame.deterrence.weighing import EXACT


def worth_if_struck(best: Mapping[str, float], survives: Mapping[str, float], pressure: float) -> float:
    """EU(strike after being struck): the best attack of the means that are left, restraint where none is better.

    Args:
        best: EU of the best option of each capability, in stakes.
        survives: P(the capability is still there), independent of each other.
        pressure: kappa; EU(restraint) is its negative.

    Exact: capabilities in the order of their best option, each used if it survives and no better one does.
    """
    expected, none_better = 0.0, 1.0
    for capability, worth in sorted(best.items(), key=lambda item: (-item[1], item[0])):
        if worth <= -pressure:
            break
        expected += none_better * survives[capability] * worth
        none_better *= 1.0 - survives[capability]
    return round(expected - none_better * pressure, EXACT)


def instability(best: Mapping[str, float], survives: Mapping[str, float], pressure: float) -> float | None:
    """EU(strike now) - EU(strike after being struck), in stakes; None where there is nothing to strike with.

    Above zero Red has a reason to hurry; below zero even the best attack is worse than restraint, so it has none.
    """
    if not best:
        return None
    return round(max(best.values()) - worth_if_struck(best, survives, pressure), EXACT)
