"""From a scenario to geometry: which satellites, sites, points and masks it needs, and for how long.

Everything that any coalition or belief could use is in it, whoever owns it and whether it works or not: existence
is a bit that the services read, never a column that is missing.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache

from wargame.scenario.assets import Satellite
from wargame.scenario.clock import PNT_STEP_S, SERVICE_STEP_S, Clock
from wargame.scenario.orbits import CircularOrbit, GeoOrbit
from wargame.scenario.orbits import KeplerOrbit as KeplerElements
from wargame.scenario.orbits import OmmOrbit as OmmElements
from wargame.scenario.orbits import Orbit as OrbitBlock
from wargame.scenario.scenario import Member, Scenario
from wargame.scenario.users import Region
from wargame.space.constants import EARTH_EQUATORIAL_RADIUS_KM
from wargame.space.flown import flown
from wargame.space.geometry import Geometry, GeometryRequest, load_geometry
from wargame.space.grid import equal_area_points
from wargame.space.orbits import (
    KeplerOrbit,
    OmmOrbit,
    Orbit,
    SingleOrbit,
    TleOrbit,
    circular_orbit,
    geo_orbit,
)
from wargame.space.places import GridPoint, SitePosition

SECONDS_PER_DAY = 86400
MASKED_MISSIONS = ("satcom_protected", "satcom_wideband", "satcom_narrowband", "missile_warning")
"""Missions that read visibility from points; navigation has its own masks, one for each user class."""


def geometry_of(scenario: Scenario) -> Geometry:
    """The geometry of everything in a scenario over the run and Red's benefit window (cached by content)."""
    return _loaded(geometry_request(scenario))


@lru_cache(maxsize=4)
def _loaded(request: GeometryRequest) -> Geometry:
    return load_geometry(request)


def geometry_request(scenario: Scenario) -> GeometryRequest:
    """What the geometry must hold: all satellites, all sites, the points of all regions, the masks in use."""
    epoch_utc = epoch_of(scenario.clock)
    fleet = scenario.fleet
    masks_deg = {getattr(scenario.missions, mission).point_mask_deg for mission in MASKED_MISSIONS}
    return GeometryRequest(
        epoch_utc=epoch_utc,
        step_s=SERVICE_STEP_S,
        n_steps=horizon_steps(scenario.clock),
        pnt_step_s=PNT_STEP_S,
        satellites=tuple((key, _flown(body, epoch_utc)) for key, body in fleet.items()),
        sites=tuple(
            SitePosition(key, site.latitude_deg, site.longitude_deg, site.altitude_m, site.mask_deg)
            for key, site in sorted(scenario.sites.items())
        ),
        points=tuple(
            point for key in sorted(scenario.regions) for point in points_of(key, scenario.regions[key])
        ),
        point_masks_deg=tuple(sorted(masks_deg)),
        pnt_satellites=tuple(
            key
            for key, body in fleet.items()
            if any(payload.kind == "navigation" for payload in body.payloads.values())
        ),
    )


def _flown(body: Satellite | Member, epoch_utc: str) -> Orbit:
    """What a satellite flies; members of constellations are there from the epoch on and do not manoeuvre."""
    orbit = orbit_of(body.orbit, epoch_utc)
    return flown(body, orbit, epoch_utc) if isinstance(body, Satellite) else orbit


def region_points(scenario: Scenario) -> Mapping[str, slice]:
    """Where the points of each region stand on the point axis of the geometry."""
    found, start = {}, 0
    for key in sorted(scenario.regions):
        count = len(points_of(key, scenario.regions[key]))
        found[key] = slice(start, start + count)
        start += count
    return found


def horizon_steps(clock: Clock) -> int:
    """Number of service steps in the run and the benefit window after it."""
    return (clock.duration_s + clock.benefit_window_d * SECONDS_PER_DAY) // SERVICE_STEP_S


def epoch_of(clock: Clock) -> str:
    """The epoch as ISO text in UTC."""
    return iso_utc(clock.start_utc)


def iso_utc(instant: datetime) -> str:
    """An instant as ISO text in UTC, ending in Z."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def orbit_of(block: OrbitBlock, epoch_utc: str) -> SingleOrbit:
    """The orbit that a scenario block describes, with its elements at the epoch."""
    if isinstance(block, GeoOrbit):
        return geo_orbit(
            block.longitude_deg, block.inclination_deg, epoch_utc, block.argument_of_latitude_deg
        )
    if isinstance(block, CircularOrbit):
        angles = (block.inclination_deg, block.raan_deg, block.argument_of_latitude_deg)
        return circular_orbit(block.altitude_km, *angles)
    if isinstance(block, KeplerElements):
        axis_km = EARTH_EQUATORIAL_RADIUS_KM + (block.perigee_km + block.apogee_km) / 2
        return KeplerOrbit(
            semi_major_axis_km=axis_km,
            eccentricity=(block.apogee_km - block.perigee_km) / (2 * axis_km),
            inclination_deg=block.inclination_deg,
            raan_deg=block.raan_deg % 360.0,
            arg_perigee_deg=block.argument_of_perigee_deg % 360.0,
            mean_anomaly_deg=block.mean_anomaly_deg % 360.0,
        )
    if isinstance(block, OmmElements):
        return OmmOrbit(
            epoch_utc=iso_utc(block.epoch_utc),
            mean_motion_rev_per_day=block.mean_motion_rev_per_day,
            eccentricity=block.eccentricity,
            inclination_deg=block.inclination_deg,
            raan_deg=block.raan_deg,
            arg_perigee_deg=block.argument_of_perigee_deg,
            mean_anomaly_deg=block.mean_anomaly_deg,
            bstar_per_earth_radius=block.bstar_per_earth_radius,
            catalogue_number=block.catalogue_number,
        )
    return TleOrbit(block.line1, block.line2)


def points_of(key: str, region: Region) -> tuple[GridPoint, ...]:
    """The sample points of a region, of equal area each."""
    box = (region.south_deg, region.north_deg, region.west_deg, region.east_deg)
    latitudes_deg, longitudes_deg = equal_area_points(*box, region.spacing_km)
    places = zip(latitudes_deg.tolist(), longitudes_deg.tolist(), strict=True)
    return tuple(GridPoint(f"{key}.{number}", *place) for number, place in enumerate(places))
