"""How a satellite defends itself, and who replaces it when it is lost."""

from typing import Literal

from pydantic import Field

from wargame.scenario.base import Id, Model, Probability, judged


class Evasion(Model):
    """A satellite that is warned in time manoeuvres out of the way of what flies at it, while its propellant lasts."""

    p_evades: Probability = judged(0.7, 0.3, 0.95)
    """P(an attack that would have hit misses | the satellite was warned and manoeuvred)."""
    delta_v_m_s: float = judged(5.0, 0.5, 50.0, gt=0.0)
    """Velocity change that one evasion and the way back cost; its owner's delta_v_m_s pays for it."""
    out_of_service_h: float = judged(12.0, 1.0, 96.0, gt=0.0)
    """Hours without service after an evasion, until it is back on its station and calibrated."""
    notice_min: float = judged(60.0, 10.0, 720.0, ge=0.0)
    """Minutes that its operator needs from a warning to the burn: decision, plan, and a pass over a ground station."""


class Replacement(Model):
    """What stands ready for a satellite that is lost: a spare in orbit, or one on the ground with a launcher."""

    provider: Id
    """Who launches, or moves the spare; if not the owner, both need an agreement of kind reconstitution_launch."""
    kind: Literal["launch", "spare"] = "launch"
    """launch: built and stored, waits for a launcher; spare: in orbit already, needs none."""
    ready_h: float = judged(720.0, 24.0, 26_000.0, gt=0.0)
    """Hours from the loss to service: a prepared small satellite days, one in a queue months, a military one years."""
    p_success: Probability = judged(0.93, 0.7, 0.99)
    """P(launch and start of service succeed)."""
    stand_down_d: float = judged(90.0, 14.0, 365.0, ge=0.0)
    """Days for which the provider's launcher stands down after a failure; whatever else waits for it waits too."""
    copies: int = Field(1, ge=1, le=1000)
    """How many there are; the members of a constellation share them."""
