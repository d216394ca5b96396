"""Evidence of an attack: the kinds of sensors that give it, and the numbers that every such sensor has."""

from typing import Literal

from wargame.scenario.base import Model, Probability, judged

GroundModality = Literal["radar", "rf_monitor", "cyber_forensics", "telemetry", "investigation"]
"""Kinds of sensors on the ground; telemetry is the reading of what one's own struck satellite recorded, an
investigation what police and experts find at a struck site on their own soil."""

Modality = Literal[GroundModality, "infrared"]
"""Every kind of sensor that may witness an attack: those on the ground, and infrared payloads of missile warning."""


class Witness(Model):
    """What every sensor of attacks has: how often it reports, how often it names the author, how often wrongly."""

    p_detect: Probability = judged(0.8, 0.3, 0.98)
    """P(detects | an attack in its view)."""
    p_identify: Probability = judged(0.5, 0.05, 0.95)
    """P(names the author | it detected)."""
    p_false_alarm: Probability = judged(0.02, 0.0, 0.2)
    """P(reports a detection | the cause was a fault or nature)."""
    p_false_identify: Probability = judged(0.1, 0.0, 0.5)
    """P(names an adversary | it reported falsely)."""
    p_wrong_author: Probability = judged(0.0, 0.0, 0.5)
    """P(names another adversary that could have done it | it named the author of an attack)."""


class Assessment(Model):
    """How an adversary learns what has become of assets of others: how late, and how surely a look at one shows it."""

    delay_h: float = judged(0.0, 0.0, 48.0, ge=0)
    """Hours from a change of an asset's state to the first look that can show it."""
    p_sees: Probability = judged(1.0, 0.2, 1.0)
    """P(a look shows the change); it looks again once a move until it has seen it."""


class Leaks(Model):
    """What comes of a leak: what it adds to attacks on the giver's assets, and until when."""

    success_factor: float = judged(1.25, 1.0, 2.0, ge=1)
    """Factor on the chance of success of attacks on assets of the giver, while the leak is not countered."""
    countered_h: float = judged(72.0, 12.0, 336.0, gt=0)
    """Hours until the giver has countered a leak (new keys, new procedures); what was learned stays known."""
