"""Sabotage of a ground site.

What happens
    Hidden hands cut a line, set a fire or break equipment. The site is down for days to weeks; now and then it is not
    rebuilt. The satellites stay healthy. Who did it is hard to prove.

When it can be tried
    Against any site of others, at any time once people are in place.

What decides success
    The saboteurs' own probability times the share that guards, fences and doubled lines do not stop
    (`physical_protection` of the site).

Source and confidence
    Pattern: cut cables and arson at critical infrastructure in Europe since 2022, most of it without a proven author.
    Probabilities and repair times: judgement.

Leaves out
    How people get there, several sites at once as one act (order them one by one), and arrests.
"""

from typing import Any, ClassVar

from wargame.effects.struck_sites import can_be_struck, hit, rung_of
from wargame.game.effect import ORDER_LIFE_S, Modifier, Odds, Refusal, Scene, Timing, Trace
from wargame.scenario.base import Model, Probability, judged


class Parameters(Model):
    """People in place."""

    p_success: Probability = judged(0.7, 0.5, 0.95)
    """Probability that it works against a site without protection."""
    onset_h: float = judged(12.0, 1.0, 30.0, ge=0)
    """Hours from the order to the deed."""
    destroyed_share: Probability = judged(0.05, 0.0, 0.3)
    """Share of successes after which the site is not rebuilt while the consequences are counted."""
    repair_d: float = judged(7.0, 1.0, 28.0, gt=0)
    """Days until a damaged site works again."""


class Sabotage:
    """Sabotage of a ground site (see the module's page)."""

    key: ClassVar[str] = "sabotage"
    title: ClassVar[str] = "Sabotage of a ground site"
    reversible: ClassVar[bool] = False
    destructive: ClassVar[bool] = False
    ordered: ClassVar[bool] = True
    order_life_s: ClassVar[int] = ORDER_LIFE_S
    Parameters: ClassVar[type[Model]] = Parameters

    def can_target(self, parameters: Any, target: str, scene: Scene) -> bool:
        """Ground sites that do something."""
        return can_be_struck(target, scene)

    def timing(
        self, parameters: Any, target: str, scene: Scene, earliest_s: int, latest_s: int
    ) -> Timing | Refusal:
        """After the onset, at any time."""
        if not self.can_target(parameters, target, scene):
            return Refusal(f"'{target}' is not a ground site with a function to sabotage")
        effect_s = earliest_s + round(parameters.onset_h * 3600)
        if effect_s > latest_s:
            return Refusal(f"'{target}' cannot be sabotaged before hour {latest_s / 3600:.0f}")
        return Timing(earliest_s, effect_s)

    def odds(self, parameters: Any, target: str, scene: Scene, effect_s: int) -> Odds:
        """Destroyed, damaged, or stopped."""
        site = scene.site(target)
        assert site is not None  # can_target has said so
        p = round(parameters.p_success * (1.0 - site.physical_protection), 9)
        return Odds(
            "sabotage works with its own probability times the share that the site's protection does not stop",
            hit(target, p, parameters.destroyed_share, parameters.repair_d),
            (
                Modifier("p_success", parameters.p_success, "judgement"),
                Modifier("physical_protection", site.physical_protection, "judgement"),
                Modifier("destroyed_share", parameters.destroyed_share, "judgement"),
            ),
        )

    def traces(self, parameters: Any, target: str, scene: Scene, effect_s: int) -> tuple[Trace, ...]:
        """What investigators find at the site; nothing flies, so nothing else sees it."""
        return (Trace("investigation", target, effect_s),)

    def rung(self, parameters: Any, target: str, scene: Scene) -> int:
        """7: attack on a ground site abroad; 9 against missile warning and on the lead's own soil."""
        return rung_of(target, scene)


EFFECT = Sabotage()
