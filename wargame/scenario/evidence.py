"""Evidence of an attack: the kinds of sensors that give it, and the numbers that every such sensor has."""

from typing import Literal

from wargame.scenario.base import Model, Probability, judged

GroundModality = Literal["radar", "rf_monitor", "cyber_forensics", "telemetry"]
"""Kinds of sensors on the ground; telemetry is the reading of what one's own struck satellite recorded."""

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
    """P(names Red | it reported falsely)."""
