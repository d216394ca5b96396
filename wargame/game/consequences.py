"""What an attack may do: the closed set of consequences. The adjudication turns each into an event.

Open nouns, closed verbs: effects are as many as people can think of; nothing else than this changes the world.
"""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Lost:
    """The asset is gone for good.

    Attributes:
        asset: satellite or site.
        p: the chance that this happens once the attack has succeeded; 1 but for effects that hit many at once.
    """

    asset: str
    p: float = 1.0


@dataclass(frozen=True, slots=True)
class Degraded:
    """A function works at a fraction of what it gave; an asset with several such spans recovers in stages.

    Where spans overlap the smallest factor holds, so a slow recovery is written as several spans of different length.

    Attributes:
        asset: satellite, site, or a group of users (whose terminals then are down).
        function: payload, site function, or the mission that a group's terminals serve; all of them when None.
        factor: what is left, 0 (nothing) to below 1.
        duration_s: how long; for good when None.
        p: the chance that this happens once the attack has succeeded; 1 but for effects that hit many at once.
        delay_s: seconds after the attack took effect until it begins: a later pass of the same campaign.
    """

    asset: str
    function: str | None
    factor: float
    duration_s: int | None
    p: float = 1.0
    delay_s: int = 0


@dataclass(frozen=True, slots=True)
class Jammed:
    """A transmitter drowns (or deceives) the receivers of navigation in its view; no satellite is touched.

    Attributes:
        place: the region at which it is aimed.
        latitude_deg, longitude_deg: where it stands.
        antenna_height_m: above the surface.
        eirp_dbw: radiated power in the navigation band.
        duration_s: how long it is on.
        spoofs: True when it imitates the signals instead of drowning them; receivers that check who sent a signal
            are not deceived.
    """

    place: str
    latitude_deg: float
    longitude_deg: float
    antenna_height_m: float
    eirp_dbw: float
    duration_s: int
    spoofs: bool = False


@dataclass(frozen=True, slots=True)
class Debris:
    """Fragments larger than 10 cm are added at an altitude."""

    asset: str
    fragments: int
    altitude_km: float


@dataclass(frozen=True, slots=True)
class Inspected:
    """The attacker has seen the asset from close by and tells it from its decoys from now on."""

    asset: str


Consequence: TypeAlias = Lost | Degraded | Jammed | Debris | Inspected
