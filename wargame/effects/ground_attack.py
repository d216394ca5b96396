"""Missile or air attack on a ground site.

What happens
    A missile or an aircraft strikes a gateway, a control site or a sensor. The satellites stay healthy; what they carry
    through this site is lost until it is repaired, weeks or months later, or for good where it is not rebuilt.

When it can be tried
    Against sites within range of Red's own site, at any time once it is prepared; the flight takes minutes to hours.

What decides success
    The probability that the strike gets through and hits; a share of hits destroys the site beyond repair.

Source and confidence
    Probability 0.5-0.95 and repair of weeks to months: judgement. Distance: great circle on a sphere.

Leaves out
    Air and missile defence of the site (vary the probability), people, mobile sites, and other targets of such a war.
    Service that moves to a partner's gateway does so by ground_access, as after any other loss.
"""

from typing import Any, ClassVar

from wargame.effects.struck_sites import can_be_struck, hit, rung_of
from wargame.game.effect import ORDER_LIFE_S, Modifier, Odds, Refusal, Scene, Timing, Trace
from wargame.scenario.base import Id, Model, Probability, judged
from wargame.scenario.sites import Site
from wargame.space.frames import ground_range_km


class Parameters(Model):
    """A missile or an aircraft as open sources could describe one."""

    site: Id
    """Where it starts."""
    max_range_km: float = judged(2500.0, 300.0, 12_000.0, gt=0)
    """Largest distance on the ground between the start and the target."""
    speed_km_h: float = judged(900.0, 700.0, 15_000.0, gt=0)
    """Mean speed over the ground: an aircraft or cruise missile 900, a ballistic missile many thousands."""
    preparation_h: float = judged(3.0, 0.5, 48.0, ge=0)
    """Hours from the order to the start."""
    p_hit: Probability = judged(0.75, 0.5, 0.95)
    """Probability that the strike gets through and hits."""
    destroyed_share: Probability = judged(0.2, 0.0, 0.6)
    """Share of hits after which the site is not rebuilt while the consequences are counted."""
    repair_d: float = judged(45.0, 14.0, 180.0, gt=0)
    """Days until a damaged site works again."""


class GroundAttack:
    """Missile or air attack on a ground site (see the module's page)."""

    key: ClassVar[str] = "ground_attack"
    title: ClassVar[str] = "Missile or air attack on a ground site"
    reversible: ClassVar[bool] = False
    destructive: ClassVar[bool] = False
    ordered: ClassVar[bool] = True
    order_life_s: ClassVar[int] = ORDER_LIFE_S
    Parameters: ClassVar[type[Model]] = Parameters

    def can_target(self, parameters: Any, target: str, scene: Scene) -> bool:
        """Ground sites that do something, other than the one from which it starts."""
        return can_be_struck(target, scene) and target != parameters.site

    def timing(
        self, parameters: Any, target: str, scene: Scene, earliest_s: int, latest_s: int
    ) -> Timing | Refusal:
        """After preparation and flight, if the target is in range."""
        start, struck = scene.site(parameters.site), scene.site(target)
        if start is None or struck is None or not self.can_target(parameters, target, scene):
            return Refusal(f"'{target}' is not a ground site with a function to strike")
        range_km = _range_km(start, struck)
        if range_km > parameters.max_range_km:
            return Refusal(
                f"'{target}' is {range_km:.0f} km from '{parameters.site}', beyond {parameters.max_range_km:g} km"
            )
        launch_s = earliest_s + round(parameters.preparation_h * 3600)
        effect_s = launch_s + round(range_km / parameters.speed_km_h * 3600)
        if effect_s > latest_s:
            return Refusal(f"'{target}' cannot be struck before hour {latest_s / 3600:.0f}")
        return Timing(launch_s, effect_s)

    def odds(self, parameters: Any, target: str, scene: Scene, effect_s: int) -> Odds:
        """Destroyed, damaged, or missed."""
        return Odds(
            "a strike gets through and hits with its own probability; a share of hits destroys the site for good",
            hit(target, parameters.p_hit, parameters.destroyed_share, parameters.repair_d),
            (
                Modifier("p_hit", parameters.p_hit, "judgement"),
                Modifier("destroyed_share", parameters.destroyed_share, "judgement"),
            ),
        )

    def traces(self, parameters: Any, target: str, scene: Scene, effect_s: int) -> tuple[Trace, ...]:
        """A start that infrared sensors see, and the wreckage at the target."""
        start, struck = scene.site(parameters.site), scene.site(target)
        assert start is not None  # the loader has checked, as can_target has
        assert struck is not None
        flight_s = round(_range_km(start, struck) / parameters.speed_km_h * 3600)
        return (
            Trace("infrared", parameters.site, effect_s - flight_s),
            Trace("investigation", target, effect_s),
        )

    def rung(self, parameters: Any, target: str, scene: Scene) -> int:
        """7: attack on a ground site abroad; 9 against missile warning and on the lead's own soil."""
        return rung_of(target, scene)


def _range_km(start: Site, struck: Site) -> float:
    """Distance on the ground, rounded to a metre so that no platform decides otherwise."""
    places = (start.latitude_deg, start.longitude_deg, struck.latitude_deg, struck.longitude_deg)
    return round(float(ground_range_km(*places)), 3)


EFFECT = GroundAttack()
