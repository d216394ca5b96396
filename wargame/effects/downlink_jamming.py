"""Downlink jamming of satellite communication.

What happens
    A transmitter near the users drowns what satellites send to their terminals. Within its horizon the terminals
    receive less or nothing; the satellite is unharmed and serves everybody elsewhere.

When it can be tried
    At any time, against a region of which some part lies within the radio horizon of the transmitter.

What decides success
    The ratio of jammer to signal power at the terminals: both powers, both distances, and how far the terminal's
    antenna keeps the jammer out. Spread and nulled (protected) waveforms take off more. Point by point.

Source and confidence
    J/S: Adamy, EW 101, 2001, ch. 3 (one frequency, so the losses differ by the ratio of distances). What is left:
    Shannon 1948. Horizon: ITU-R P.526. Powers and gains: judgement with ranges.

Leaves out
    Terrain, terminals that move away or point their nulls, and capacity that the jammed leave to others.
"""

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np
from pydantic import Field

from wargame.effects.transmitters import (
    GROUND_ANTENNA_M,
    Transmitter,
    distances_km,
    share_within,
    switch_on,
)
from wargame.game.consequences import Degraded
from wargame.game.effect import ORDER_LIFE_S, Modifier, Odds, Refusal, Scene, Timing, Trace
from wargame.scenario.base import MissionKey, Model, judged
from wargame.scenario.needs import SatcomNeed
from wargame.scenario.payloads import Band
from wargame.space.arrays import FloatArray
from wargame.space.link import capacity_factor_under_jamming, radio_horizon_km, uplink_jam_to_signal_db

SATELLITE_RANGE_KM = 38_000.0
"""Slant range from a geostationary relay to a terminal at mid-latitude (published case O16)."""

NEAREST_KM = 1.0
"""A transmitter on a sample point stands somewhere in the cell around it."""

MISSIONS: tuple[MissionKey, ...] = ("satcom_narrowband", "satcom_protected", "satcom_wideband")


class Parameters(Transmitter):
    """A jammer of satellite terminals as it is felt at their antennas."""

    bands: tuple[Band, ...] = Field(min_length=1)
    """Bands in which it can transmit; a group is touched when all bands of its terminals are among them."""
    eirp_dbw: float = judged(45.0, 20.0, 65.0)
    """Power it radiates in the band of the terminals."""
    satellite_eirp_dbw: float = judged(52.0, 40.0, 62.0)
    """Power that the satellite radiates towards the terminals."""
    off_axis_db: float = judged(-30.0, -45.0, -10.0, le=0)
    """Gain of a terminal's antenna towards the jammer relative to the satellite."""
    signal_to_noise_db: float = judged(10.0, 5.0, 20.0)
    """S/N at a terminal without a jammer."""
    protected_db: float = judged(30.0, 15.0, 50.0, ge=0)
    """What spread and hopping waveforms take off for protected communication."""


class DownlinkJamming:
    """Downlink jamming (see the module's page)."""

    key: ClassVar[str] = "downlink_jamming"
    title: ClassVar[str] = "Downlink jamming of satellite terminals"
    reversible: ClassVar[bool] = True
    destructive: ClassVar[bool] = False
    ordered: ClassVar[bool] = True
    order_life_s: ClassVar[int] = ORDER_LIFE_S
    Parameters: ClassVar[type[Model]] = Parameters

    def can_target(self, parameters: Any, target: str, scene: Scene) -> bool:
        """Regions with terminals in its bands."""
        return scene.region(target) is not None and any(_terminals(parameters, target, scene))

    def timing(
        self, parameters: Any, target: str, scene: Scene, earliest_s: int, latest_s: int
    ) -> Timing | Refusal:
        """As soon as it is set up, if some part of the region lies within its horizon."""
        if not self.can_target(parameters, target, scene):
            return Refusal(f"'{target}' is no region with terminals in the bands of the jammer")
        return switch_on(parameters, target, scene, earliest_s, GROUND_ANTENNA_M)

    def odds(self, parameters: Any, target: str, scene: Scene, effect_s: int) -> Odds:
        """Certain: what is left to the terminals of a region is a matter of power and distance, not of luck."""
        distances = distances_km(parameters, target, scene)
        on_s = round(parameters.duration_h * 3600)
        left = {mission: _left(parameters, mission, distances) for mission in MISSIONS}
        spans = tuple(
            Degraded(group, mission, left[mission], on_s)
            for group, mission in _terminals(parameters, target, scene)
            if left[mission] < 1.0
        )
        horizon_km = radio_horizon_km(parameters.antenna_height_m, GROUND_ANTENNA_M)
        touched = sorted({mission for _, mission in _terminals(parameters, target, scene)})
        modifiers = (
            Modifier("eirp_dbw", parameters.eirp_dbw, "judgement"),
            Modifier("satellite_eirp_dbw", parameters.satellite_eirp_dbw, "judgement"),
            Modifier("off_axis_db", parameters.off_axis_db, "judgement"),
            Modifier("horizon_km", round(horizon_km, 3), "ITU-R P.526"),
            Modifier("share_of_region_in_view", share_within(distances, horizon_km), "geometry"),
            *(Modifier(f"{mission}.left", left[mission], "Shannon 1948") for mission in touched),
        )
        rule = "the power ratio at the terminals in its view decides how much they still receive"
        return Odds.single(1.0 if spans else 0.0, rule, spans, modifiers)

    def traces(self, parameters: Any, target: str, scene: Scene, effect_s: int) -> tuple[Trace, ...]:
        """Noise in the band where the terminals are."""
        return (Trace("rf_monitor", target, effect_s),)

    def rung(self, parameters: Any, target: str, scene: Scene) -> int:
        """3: jamming of satellite communication."""
        return 3


def _terminals(parameters: Any, target: str, scene: Scene) -> Iterator[tuple[str, MissionKey]]:
    """Groups of a region, of every nation, with the missions whose terminals work in the jammer's bands only."""
    for key, group in sorted(scene.scenario.users.items()):
        for mission in MISSIONS if group.region == target else ():
            need = group.needs.of(mission)
            if isinstance(need, SatcomNeed) and set(need.bands) <= set(parameters.bands):
                yield key, mission


def _left(parameters: Any, mission: MissionKey, distances: FloatArray) -> float:
    """What a region's terminals still receive, the mean over its points, rounded to 1e-6."""
    horizon_km = radio_horizon_km(parameters.antenna_height_m, GROUND_ANTENNA_M)
    kept_out_db = parameters.protected_db if mission == "satcom_protected" else 0.0
    factors = [
        capacity_factor_under_jamming(
            parameters.signal_to_noise_db,
            uplink_jam_to_signal_db(
                jammer_eirp_dbw=parameters.eirp_dbw,
                signal_eirp_dbw=parameters.satellite_eirp_dbw,
                jammer_range_km=max(distance_km, NEAREST_KM),
                signal_range_km=SATELLITE_RANGE_KM,
                receive_gain_difference_db=parameters.off_axis_db,
            )
            - kept_out_db,
        )
        if distance_km <= horizon_km
        else 1.0
        for distance_km in distances.tolist()
    ]
    return round(float(np.mean(factors)), 6)


EFFECT = DownlinkJamming()
