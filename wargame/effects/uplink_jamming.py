"""Uplink jamming of a communication satellite.

What happens
    A transmitter on the ground adds noise at the satellite's receive antenna. The payload carries less for everybody
    while the jammer is on; the satellite is unharmed and works again afterwards.

When it can be tried
    While the satellite stands above the jammer site's mask.

What decides success
    The ratio of jammer to signal power at the satellite: both EIRPs, both paths, the antenna's discrimination between
    the two places, the overlap of spectra, and the payload's anti-jam gain. There is no fixed probability.

Source and confidence
    J/S: Adamy, EW 101, 2001, ch. 3 (both path losses at one frequency, so their difference is the ratio of ranges).
    Remaining capacity: Shannon 1948, log2(1 + S/(N+J)) / log2(1 + S/N). Powers and gains: judgement with ranges.

Leaves out
    Beams (the whole payload is affected), terminals' power control, moving users to other satellites (the allocation of
    capacity does that), and geolocation of the jammer (that is the rf_monitor's part).
"""

from typing import Any, ClassVar

from wargame.game.consequences import Degraded
from wargame.game.effect import ORDER_LIFE_S, Modifier, Odds, Refusal, Scene, Timing, Trace
from wargame.scenario.base import Id, Model, judged
from wargame.scenario.payloads import RelayPayload
from wargame.space.link import capacity_factor_under_jamming, uplink_jam_to_signal_db

GATEWAY_RANGE_KM = 38_000.0
"""Slant range of the coalition's own earth station to a geostationary relay, at mid-latitude (case O16)."""


class Parameters(Model):
    """A jammer as its effect is seen from the satellite."""

    site: Id
    """Where it stands."""
    eirp_dbw: float = judged(75.0, 55.0, 90.0)
    """Equivalent isotropically radiated power."""
    off_axis_db: float = judged(-3.0, -25.0, 0.0, le=0)
    """Gain of the satellite's receive antenna towards the jammer relative to its users."""
    overlap_db: float = judged(-1.0, -10.0, 0.0, le=0)
    """Share of the jammer's power that falls into the carriers."""
    duration_h: float = judged(48.0, 6.0, 336.0, gt=0)
    """Hours it stays on."""
    setup_min: float = judged(30.0, 5.0, 240.0, ge=0)
    """Minutes from the order to full power."""


class UplinkJamming:
    """Uplink jamming (see the module's page)."""

    key: ClassVar[str] = "uplink_jamming"
    title: ClassVar[str] = "Uplink jamming"
    reversible: ClassVar[bool] = True
    destructive: ClassVar[bool] = False
    ordered: ClassVar[bool] = True
    order_life_s: ClassVar[int] = ORDER_LIFE_S
    Parameters: ClassVar[type[Model]] = Parameters

    def can_target(self, parameters: Any, target: str, scene: Scene) -> bool:
        """Satellites with a wideband payload."""
        return bool(_relays(target, scene))

    def timing(
        self, parameters: Any, target: str, scene: Scene, earliest_s: int, latest_s: int
    ) -> Timing | Refusal:
        """As soon as the jammer is set up and the target in orbit, if it then stands above the mask."""
        site = scene.site(parameters.site)
        if site is None or not _relays(target, scene):
            return Refusal(f"'{target}' carries no wideband payload to jam")
        ready_s = earliest_s + round(parameters.setup_min * 60)
        effect_s = scene.skies.in_orbit_from(target, ready_s)
        if effect_s is None or effect_s > max(ready_s, latest_s):
            return Refusal(f"'{target}' is not in orbit before hour {latest_s / 3600:.0f}")
        elevation_deg = scene.skies.elevation_deg(target, parameters.site, effect_s)
        if elevation_deg < site.mask_deg:
            return Refusal(
                f"'{target}' stands at {elevation_deg:.1f} degrees over '{parameters.site}', below its mask of "
                f"{site.mask_deg:g}"
            )
        off_s = effect_s + round(parameters.duration_h * 3600)
        return Timing(launch_s=effect_s, effect_s=effect_s, free_s=off_s)

    def odds(self, parameters: Any, target: str, scene: Scene, effect_s: int) -> Odds:
        """Certain: how much Shannon leaves of every relay on board is a matter of power, not of luck."""
        on_s = round(parameters.duration_h * 3600)
        spans = []
        modifiers = [
            Modifier("jammer_eirp_dbw", parameters.eirp_dbw, "judgement"),
            Modifier("off_axis_db", parameters.off_axis_db, "judgement"),
            Modifier("overlap_db", parameters.overlap_db, "judgement"),
        ]
        for name, payload in sorted(_relays(target, scene).items()):
            ratio_db = _jam_to_signal_db(parameters, payload, target, scene, effect_s)
            factor = _factor(parameters, payload, target, scene, effect_s)
            modifiers += [
                Modifier(f"{name}.anti_jam_db", payload.anti_jam_db, "judgement"),
                Modifier(f"{name}.jam_to_signal_db", round(ratio_db, 3), "Adamy, EW 101"),
                Modifier(f"{name}.capacity_factor", factor, "Shannon 1948"),
            ]
            spans.append(Degraded(target, name, factor, on_s))
        rule = "the power ratio at the satellite decides how much capacity is left"
        return Odds.single(1.0, rule, tuple(spans), tuple(modifiers))

    def traces(self, parameters: Any, target: str, scene: Scene, effect_s: int) -> tuple[Trace, ...]:
        """Interference on the uplink of the target."""
        return (Trace("rf_monitor", target, effect_s),)

    def rung(self, parameters: Any, target: str, scene: Scene) -> int:
        """3: jamming of satellite communication."""
        return 3


def _relays(target: str, scene: Scene) -> dict[str, RelayPayload]:
    satellite = scene.satellite(target)
    if satellite is None:
        return {}
    return {name: item for name, item in satellite.payloads.items() if isinstance(item, RelayPayload)}


def _jam_to_signal_db(
    parameters: Any, payload: RelayPayload, target: str, scene: Scene, effect_s: int
) -> float:
    return uplink_jam_to_signal_db(
        jammer_eirp_dbw=parameters.eirp_dbw,
        signal_eirp_dbw=payload.carrier_eirp_dbw,
        jammer_range_km=scene.skies.range_km(target, parameters.site, effect_s),
        signal_range_km=GATEWAY_RANGE_KM,
        receive_gain_difference_db=parameters.off_axis_db,
        overlap_db=parameters.overlap_db,
    )


def _factor(parameters: Any, payload: RelayPayload, target: str, scene: Scene, effect_s: int) -> float:
    """Share of the payload's capacity that is left, rounded to 1e-6 so that no platform decides otherwise."""
    ratio_db = _jam_to_signal_db(parameters, payload, target, scene, effect_s) - payload.anti_jam_db
    return round(capacity_factor_under_jamming(payload.signal_to_noise_db, ratio_db), 6)


EFFECT = UplinkJamming()
