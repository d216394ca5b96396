"""What a run's summary and report say of denial, cost imposition and the tipping pressure, in sentences."""

from collections.abc import Sequence

from wargame.analysis.study import Study, study_measures
from wargame.analysis.tipping import Tipping

DENIAL, COST = "deterrence.denial", "deterrence.cost_imposition"
NOT_HERE = "-"


def imposed(study: Study) -> str:
    """What the coalition takes from the gain of the declared attacks and adds to their cost, or why that is not known.

    Args:
        study: of the coalition, beside the lead alone, with what Red expects of every package.
    """
    found = study_measures(study, (DENIAL, COST))
    gain, cost = found.values[DENIAL], found.values[COST]
    if gain is None or cost is None:
        return f"Denial and cost imposition: not known, {found.reasons[DENIAL if gain is None else COST]}."
    return (
        f"Of the declared attacks, whether or not Red attacks: partners take {gain:+.3f} from what Red expects them to "
        f"gain (denial) and add {cost:+.3f} to what it expects them to cost (cost imposition), in stakes."
    )


def outside(sides: Sequence[tuple[str, Tipping | str]]) -> str:
    """What to think of a tipping pressure that takes some pressure out of 0 to 1, and where; empty if none does.

    Args:
        sides: the name of each side and its tipping pressure, or why it has none.
    """
    far = [name for name, tip in sides if isinstance(tip, Tipping) and tip.outside]
    if not far:
        return ""
    return (
        f"Some pressure would then lie outside 0 to 1 ({', '.join(far)}): a distance, not a state of affairs."
    )


def cell(tip: Tipping | str) -> str:
    """A tipping pressure as a cell of a table."""
    return NOT_HERE if isinstance(tip, str) else f"{tip.delta:+.3f}"
