"""Jamming of navigation receivers.

What happens
    A transmitter in the band of the navigation signals drowns them at receivers in its view. No satellite is touched,
    and beyond the horizon nobody notices; the receivers work again when it falls silent.

When it can be tried
    At any time, against a region of which some part lies within the radio horizon of the transmitter.

What decides success
    Power at each receiver: the transmitter's, the distance, the receiver's rejection (an antenna that nulls jammers
    takes off 20 dB and more), and the carrier-to-noise density it needs. Point by point, for each class of users; the
    navigation mission does that sum, so that several transmitters add up.

Source and confidence
    Effective carrier-to-noise density: Kaplan and Hegarty 2017, ch. 9 (published case O15). Horizon: ITU-R P.526.
    Campaigns that last for months over whole sea areas are public (six-state report to ICAO, 2025). Power and height:
    judgement with ranges.

Leaves out
    Terrain, buildings, inertial sensors that bridge a gap, terminals that depend on the time signal, and the search for
    the transmitter (that is the rf_monitor's part).
"""

from typing import Any, ClassVar

from wargame.effects.transmitters import (
    GROUND_ANTENNA_M,
    Transmitter,
    distances_km,
    share_within,
    switch_on,
)
from wargame.game.consequences import Jammed
from wargame.game.effect import ORDER_LIFE_S, Modifier, Odds, Refusal, Scene, Timing, Trace
from wargame.scenario.base import Model, judged
from wargame.space.link import radio_horizon_km


class Parameters(Transmitter):
    """A jammer of navigation receivers as its power and place describe it."""

    eirp_dbw: float = judged(30.0, 10.0, 60.0)
    """Power it radiates in the band of the signals."""


class PntJamming:
    """Jamming of navigation receivers (see the module's page)."""

    key: ClassVar[str] = "pnt_jamming"
    title: ClassVar[str] = "Jamming of navigation receivers"
    reversible: ClassVar[bool] = True
    destructive: ClassVar[bool] = False
    ordered: ClassVar[bool] = True
    order_life_s: ClassVar[int] = ORDER_LIFE_S
    Parameters: ClassVar[type[Model]] = Parameters
    spoofs: ClassVar[bool] = False
    rule: ClassVar[str] = "power at each receiver in its view decides who loses the signals"

    def can_target(self, parameters: Any, target: str, scene: Scene) -> bool:
        """Regions in which somebody navigates."""
        return scene.region(target) is not None and _highest_m(target, scene) is not None

    def timing(
        self, parameters: Any, target: str, scene: Scene, earliest_s: int, latest_s: int
    ) -> Timing | Refusal:
        """As soon as it is set up, if some part of the region lies within its horizon."""
        highest_m = _highest_m(target, scene)
        if highest_m is None:
            return Refusal(f"'{target}' is no region in which somebody navigates")
        return switch_on(parameters, target, scene, earliest_s, highest_m)

    def odds(self, parameters: Any, target: str, scene: Scene, effect_s: int) -> Odds:
        """Certain: whom it touches is a matter of power and distance, not of luck."""
        site = scene.site(parameters.site)
        assert site is not None  # the loader has checked
        jammed = Jammed(
            place=target,
            latitude_deg=site.latitude_deg,
            longitude_deg=site.longitude_deg,
            antenna_height_m=parameters.antenna_height_m,
            eirp_dbw=parameters.eirp_dbw,
            duration_s=round(parameters.duration_h * 3600),
            spoofs=self.spoofs,
        )
        horizon_km = radio_horizon_km(parameters.antenna_height_m, GROUND_ANTENNA_M)
        share = share_within(distances_km(parameters, target, scene), horizon_km)
        modifiers = (
            Modifier("eirp_dbw", parameters.eirp_dbw, "judgement"),
            Modifier("antenna_height_m", parameters.antenna_height_m, "judgement"),
            Modifier("horizon_km", round(horizon_km, 3), "ITU-R P.526"),
            Modifier("share_of_region_in_view", share, "geometry"),
        )
        return Odds.single(1.0, self.rule, (jammed,), modifiers)

    def traces(self, parameters: Any, target: str, scene: Scene, effect_s: int) -> tuple[Trace, ...]:
        """Noise in the band where it is aimed."""
        return (Trace("rf_monitor", target, effect_s),)

    def rung(self, parameters: Any, target: str, scene: Scene) -> int:
        """2: local jamming of navigation."""
        return 2


def _highest_m(target: str, scene: Scene) -> float | None:
    """The height of the highest antenna that navigates in a region; None when nobody does."""
    classes = [
        scene.scenario.user_classes[key]
        for group in scene.scenario.users.values()
        if group.region == target and group.needs.pnt is not None
        for key, share in group.needs.pnt.classes.items()
        if share > 0.0
    ]
    return max((item.antenna_height_m for item in classes), default=None)


EFFECT = PntJamming()
