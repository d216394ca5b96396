"""What satellites carry: navigation signals, relays, imagers, listeners, and eyes for launches and for satellites."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field, model_validator

from wargame.scenario.base import MOST_KM, MOST_MBPS, Id, MissionKey, Model, Probability, judged
from wargame.scenario.evidence import Witness

Band = Literal["uhf", "l", "s", "c", "x", "ku", "ka", "ehf"]


class NavigationPayload(Model):
    """Broadcasts a navigation signal."""

    kind: Literal["navigation"]
    """Discriminator."""
    family: Id
    """The system whose clock it shares (gps, qzss, galileo, ...); receivers name families."""
    open_signal: bool = False
    """True when anybody may use it; false when a nation's users need ownership or a service agreement."""
    owner: Id | None = None
    """Owner of a hosted payload; the satellite's owner when left out."""


class RelayPayload(Model):
    """Relays traffic between a gateway and terminals in the regions it sees."""

    capacity_mbps: float = Field(gt=0, le=MOST_MBPS)
    """What the whole payload can carry."""
    region_capacity_mbps: float | None = Field(None, gt=0, le=MOST_MBPS)
    """What its beams can put into one region; the whole capacity when left out."""
    regions: tuple[Id, ...] = ()
    """Regions that its beams can reach; every region in view when left out."""
    bands: tuple[Band, ...] = Field(min_length=1)
    """Bands it relays; a terminal or gateway needs one of them."""
    crosslink: Id | None = None
    """Network of links between satellites; a gateway in view of one working relay lands the traffic of the whole
    network. Left out, a relay needs a gateway in its own view."""
    carrier_eirp_dbw: float = judged(60.0, 45.0, 75.0)
    """EIRP of the coalition earth station on the uplink under attack."""
    signal_to_noise_db: float = judged(12.0, 5.0, 20.0)
    """Uplink S/N without a jammer."""
    anti_jam_db: float = judged(5.0, 0.0, 30.0)
    """Antenna nulling plus spreading gain against an uplink jammer."""
    owner: Id | None = None
    """Owner of a hosted payload; the satellite's owner when left out."""


class WidebandPayload(RelayPayload):
    """Relays wideband traffic: much capacity, little protection."""

    kind: Literal["wideband"]
    """Discriminator."""


class ProtectedPayload(RelayPayload):
    """Relays protected traffic: little capacity, spread and nulled against jamming."""

    kind: Literal["protected"]
    """Discriminator."""
    bands: tuple[Band, ...] = ("ehf",)
    """Bands it relays; a terminal or gateway needs one of them."""
    anti_jam_db: float = judged(30.0, 15.0, 50.0)
    """Antenna nulling plus spreading gain against an uplink jammer."""


class NarrowbandPayload(RelayPayload):
    """Relays voice and messages to small mobile terminals."""

    kind: Literal["narrowband"]
    """Discriminator."""
    bands: tuple[Band, ...] = ("uhf",)
    """Bands it relays; a terminal or gateway needs one of them."""
    carrier_eirp_dbw: float = judged(25.0, 10.0, 40.0)
    """EIRP of the coalition earth station on the uplink under attack."""


class InfraredPayload(Witness):
    """Sees missile launches in the infrared over the part of the Earth in its view."""

    kind: Literal["infrared"]
    """Discriminator."""
    evidence: bool = True
    """True when its reports count as evidence of who launched an attack; false when it only warns."""
    p_detect: Probability = judged(0.9, 0.5, 0.99)
    """P(reports the launch | an attack was launched in its view)."""
    p_identify: Probability = judged(0.8, 0.3, 0.98)
    """P(names the author | it reported); a plume tells the place of launch, and mostly whose it is."""
    owner: Id | None = None
    """Owner of a hosted payload; the satellite's owner when left out."""


class CollectingPayload(Model):
    """Collects over points whose line of sight to it makes an allowed angle with the local vertical."""

    min_incidence_deg: float = Field(0.0, ge=0.0, lt=90.0)
    """Least angle at the point between the local vertical and the satellite."""
    max_incidence_deg: float = judged(45.0, 30.0, 60.0, gt=0.0, lt=90.0)
    """Largest angle at the point between the local vertical and the satellite."""
    tasking_life_h: float = judged(48.0, 12.0, 168.0, gt=0)
    """Hours for which it goes on collecting after its last contact with a gateway that may task it."""
    owner: Id | None = None
    """Owner of a hosted payload; the satellite's owner when left out."""

    @model_validator(mode="after")
    def _band_is_open(self) -> "CollectingPayload":
        if self.min_incidence_deg >= self.max_incidence_deg:
            raise ValueError(
                f"min_incidence_deg {self.min_incidence_deg:g} must lie below max_incidence_deg "
                f"{self.max_incidence_deg:g}"
            )
        return self


class OpticalPayload(CollectingPayload):
    """Takes images by daylight where no cloud is in the way."""

    kind: Literal["optical"]
    """Discriminator."""
    min_sun_elevation_deg: float = judged(10.0, 0.0, 30.0, ge=-18.0, le=60.0)
    """Lowest elevation of the Sun at the point."""


class RadarPayload(CollectingPayload):
    """Takes radar images by day and night, through cloud, in a band of incidence angles."""

    kind: Literal["radar"]
    """Discriminator."""
    min_incidence_deg: float = judged(20.0, 15.0, 25.0, ge=0.0, lt=90.0)
    """Least angle at the point between the local vertical and the satellite."""
    max_incidence_deg: float = judged(50.0, 45.0, 60.0, gt=0.0, lt=90.0)
    """Largest angle at the point between the local vertical and the satellite."""


class SignalsPayload(CollectingPayload):
    """Listens for emitters down to low elevations."""

    kind: Literal["signals"]
    """Discriminator."""
    max_incidence_deg: float = judged(80.0, 60.0, 87.0, gt=0.0, lt=90.0)
    """Largest angle at the point between the local vertical and the satellite."""


class WeatherPayload(CollectingPayload):
    """Observes weather and sea in a wide swath, by day and night."""

    kind: Literal["weather"]
    """Discriminator."""
    max_incidence_deg: float = judged(65.0, 50.0, 75.0, gt=0.0, lt=90.0)
    """Largest angle at the point between the local vertical and the satellite."""
    tasking_life_h: float = judged(336.0, 24.0, 720.0, gt=0)
    """Hours for which it goes on observing after its last contact with a gateway of its owner or by agreement."""
    open_data: bool = False
    """True when everybody is given what it observes on receipt; false when others need a service agreement."""


class SpaceSurveillancePayload(Model):
    """Observes other satellites by reflected sunlight."""

    kind: Literal["space_surveillance"]
    """Discriminator."""
    range_km: float | None = Field(None, gt=0, le=MOST_KM)
    """Slant range limit; none when left out."""
    limb_margin_km: float = judged(100.0, 0.0, 500.0, ge=0)
    """Height above the ground that the line of sight must clear."""
    sun_exclusion_deg: float = judged(40.0, 15.0, 60.0, ge=0, le=90)
    """Smallest angle between the line of sight and the Sun."""
    owner: Id | None = None
    """Owner of a hosted payload; the satellite's owner when left out."""


Relay = WidebandPayload | ProtectedPayload | NarrowbandPayload
Collector = OpticalPayload | RadarPayload | SignalsPayload | WeatherPayload
Payload = Annotated[
    NavigationPayload | Relay | InfraredPayload | Collector | SpaceSurveillancePayload,
    Field(discriminator="kind"),
]


def is_open(payload: Payload) -> bool:
    """Whether everybody may use what a payload gives, inside a coalition or not."""
    if isinstance(payload, NavigationPayload):
        return payload.open_signal
    return isinstance(payload, WeatherPayload) and payload.open_data


MISSION_OF_PAYLOAD: Mapping[str, MissionKey] = MappingProxyType(
    {
        "infrared": "missile_warning",
        "narrowband": "satcom_narrowband",
        "navigation": "pnt",
        "optical": "isr_imaging",
        "protected": "satcom_protected",
        "radar": "isr_imaging",
        "signals": "isr_signals",
        "space_surveillance": "sda",
        "weather": "environment",
        "wideband": "satcom_wideband",
    }
)
"""The mission a payload works for, by its kind."""
