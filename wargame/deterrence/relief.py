"""What an off-ramp does to Red's pressure: while it stands, restraint costs Red less."""

from wargame.scenario import PHASES
from wargame.scenario.base import PerPhase
from wargame.scenario.politics import Adversary


def relieved(adversary: Adversary, relief: float) -> Adversary:
    """The adversary with its crisis pressure lightened by a share: kappa (1 - relief), rounded to 1e-9.

    Source: ours (docs/method.md, section 7); that a way out makes restraint cheaper is Snyder and Diesing, Conflict
    among Nations, 1977; by how much is a judgement.
    """
    if relief == 0.0:
        return adversary
    eased = {phase: round(adversary.pressure.at(phase) * (1.0 - relief), 9) for phase in PHASES}
    return adversary.model_copy(update={"pressure": PerPhase(**eased)})
