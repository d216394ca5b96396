"""A commercial provider's right to refuse: when it may withhold what it sells, with which chance, for how long."""

from wargame.scenario.base import MissionKey, Model, PhaseShare, Probability, by_phase, judged


class Contract(Model):
    """What a commercial provider may do when a conflict comes near it."""

    refuses_from_rung: int = judged(5, 3, 9, ge=1, le=10)
    """The rung of the ladder that an adversary has to reach before the provider may refuse."""
    p_refuse: PhaseShare = by_phase(0.05, 0.15, 0.3, 0.0, 0.8)
    """P(it refuses | an adversary reaches that rung)."""
    exposure: Probability = judged(0.5, 0.0, 1.0)
    """How much a strike on an asset of its own adds: the share of the way from p_refuse to certainty."""
    for_missions: tuple[MissionKey, ...] = ()
    """The missions that it may withhold; all of them when left out."""
    notice_h: float = judged(24.0, 0.0, 168.0, ge=0)
    """Hours from its decision until the service stops."""
    resumes_after_h: float = judged(168.0, 24.0, 720.0, gt=0)
    """Hours from then until it serves again."""
