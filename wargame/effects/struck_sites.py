"""What attacks on ground sites have in common: which sites, on which rung, and what is left of one that was hit."""

from wargame.game.consequences import Degraded, Lost
from wargame.game.effect import RUNG_WARNING, Outcome, Scene, serves_warning

RUNG_ABROAD = 7
"""Attacks on ground sites abroad stand on this rung. Source: judgement, docs/method.md."""


def can_be_struck(target: str, scene: Scene) -> bool:
    """Ground sites that do something."""
    site = scene.site(target)
    return site is not None and bool(site.functions)


def rung_of(target: str, scene: Scene) -> int:
    """7 abroad; 9 against missile warning, and against a site of the lead's on its own soil."""
    site = scene.site(target)
    lead = scene.scenario.lead
    at_home = site is not None and site.owner == lead and site.host in (None, lead)
    return RUNG_WARNING if at_home or serves_warning(target, scene) else RUNG_ABROAD


def hit(target: str, p: float, destroyed_share: float, repair_d: float) -> tuple[Outcome, Outcome]:
    """Destroyed beyond repair, or out of service until repaired; together with probability p."""
    p_destroyed = round(p * destroyed_share, 9)
    down = Degraded(target, None, 0.0, round(repair_d * 86_400))
    return (
        Outcome("destroyed", p_destroyed, (Lost(target),)),
        Outcome("damaged", round(p - p_destroyed, 9), (down,)),
    )
