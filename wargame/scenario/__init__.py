"""The scenario language: frozen models with a sentence under every field.

Specification only: nothing here computes an orbit or plays a move, and importing it loads neither numpy nor mesa.
"""

from wargame.scenario.base import PHASES, MissionKey, Phase, as_phase
from wargame.scenario.scenario import Member, Scenario, expand

__all__ = ["PHASES", "Member", "MissionKey", "Phase", "Scenario", "as_phase", "expand"]
