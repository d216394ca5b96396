"""Every attack that a shipped scenario declares can be done from where Red stands.

The geometry is written here again, on a sphere with J2 secular rates; it shares nothing with the
program's own.
"""

import math

import pytest
from shipped import validated

from wargame.scenario.orbits import CircularOrbit, GeoOrbit, KeplerOrbit
from wargame.scenario.payloads import WidebandPayload

EARTH_RADIUS_KM = 6378.137
MU_KM3_S2 = 398600.4418
J2 = 1.08262668e-3
SIDEREAL_RATE_DEG_S = 360.98564737 / 86400
SAMPLES_APART_S = 120
NAMES = ("baltic_high_north", "classroom", "gulf", "tutorial", "western_pacific")
"""The crises with all three of these kinds of attack in their packages."""


def _gmst_deg(start_utc, time_s):
    days = start_utc.timestamp() / 86400 + 2440587.5 - 2451545.0
    return (280.46062 + 360.98564737 * days + SIDEREAL_RATE_DEG_S * time_s) % 360


def _ground_point(orbit, start_utc, time_s):
    """Latitude and longitude in degrees and height in km of the point under a satellite."""
    if isinstance(orbit, GeoOrbit):
        along = math.radians(orbit.argument_of_latitude_deg + SIDEREAL_RATE_DEG_S * time_s)
        tilt, height_km = math.radians(orbit.inclination_deg), 35786.0
        node_deg = orbit.longitude_deg - math.degrees(along)
    elif isinstance(orbit, KeplerOrbit):  # close to the critical inclination, so the perigee stays
        tilt = math.radians(orbit.inclination_deg)
        axis_km = EARTH_RADIUS_KM + (orbit.perigee_km + orbit.apogee_km) / 2
        eccentricity = (orbit.apogee_km - orbit.perigee_km) / (2 * axis_km)
        mean = math.radians(orbit.mean_anomaly_deg) + math.sqrt(MU_KM3_S2 / axis_km**3) * time_s
        anomaly = mean
        for _ in range(50):
            anomaly = mean + eccentricity * math.sin(anomaly)
        true = 2 * math.atan(math.sqrt((1 + eccentricity) / (1 - eccentricity)) * math.tan(anomaly / 2))
        along = math.radians(orbit.argument_of_perigee_deg) + true
        height_km = axis_km * (1 - eccentricity * math.cos(anomaly)) - EARTH_RADIUS_KM
        node_deg = orbit.raan_deg - _gmst_deg(start_utc, time_s)
    else:
        assert isinstance(orbit, CircularOrbit)
        height_km, tilt = orbit.altitude_km, math.radians(orbit.inclination_deg)
        axis_km = EARTH_RADIUS_KM + height_km
        motion = math.sqrt(MU_KM3_S2 / axis_km**3)
        drift = 1.5 * motion * J2 * (EARTH_RADIUS_KM / axis_km) ** 2
        rate = motion + drift * (3 - 4 * math.sin(tilt) ** 2)
        along = math.radians(orbit.argument_of_latitude_deg) + rate * time_s
        node_drift_deg = math.degrees(drift * math.cos(tilt) * time_s)
        node_deg = orbit.raan_deg - node_drift_deg - _gmst_deg(start_utc, time_s)
    latitude = math.asin(math.sin(tilt) * math.sin(along))
    longitude_deg = node_deg + math.degrees(math.atan2(math.cos(tilt) * math.sin(along), math.cos(along)))
    return math.degrees(latitude), longitude_deg, height_km


def _apart(site, latitude_deg, longitude_deg):
    """Angle at the Earth's centre between a site and a ground point, radians."""
    here, there = math.radians(site.latitude_deg), math.radians(latitude_deg)
    across = math.radians(longitude_deg - site.longitude_deg)
    return math.acos(
        min(1.0, math.sin(here) * math.sin(there) + math.cos(here) * math.cos(there) * math.cos(across))
    )


def _elevation_deg(site, orbit, start_utc, time_s):
    latitude_deg, longitude_deg, height_km = _ground_point(orbit, start_utc, time_s)
    angle = _apart(site, latitude_deg, longitude_deg)
    ratio = EARTH_RADIUS_KM / (EARTH_RADIUS_KM + height_km)
    return math.degrees(math.atan2(math.cos(angle) - ratio, math.sin(angle)))


def _shortest_flight_s(height_km):
    """Minimum-energy ballistic time to a height right above the site: half an ellipse of zero width."""
    far_km = EARTH_RADIUS_KM + height_km
    axis_km = far_km / 2
    anomaly = math.acos(1 - EARTH_RADIUS_KM / axis_km)
    return math.sqrt(axis_km**3 / MU_KM3_S2) * (math.pi - anomaly + math.sin(anomaly))


def _attacks(scenario, effect):
    """(parameters, hour, target) of every declared attack by this effect."""
    for package in scenario.threat_packages.values():
        arms = scenario.actors[package.adversary].adversary.capabilities
        for action in package.actions:
            if arms[action.capability].effect == effect:
                yield from (
                    (arms[action.capability].parameters, action.at_h, target) for target in action.targets
                )


def _hours_in_reach(scenario, parameters, at_h, target):
    """Hours in which an interceptor ordered at `at_h` could meet its target before the run ends."""
    orbit, site, start = (
        scenario.fleet[target].orbit,
        scenario.sites[parameters["site"]],
        scenario.clock.start,
    )
    height_km = _ground_point(orbit, start, 0)[2]
    assert height_km <= parameters["ceiling_km"], target
    first_s = round(at_h * 3600 + parameters["preparation_min"] * 60 + _shortest_flight_s(height_km))
    within = [
        EARTH_RADIUS_KM * _apart(site, *_ground_point(orbit, start, time_s)[:2])
        < parameters["max_ground_range_km"]
        for time_s in range(first_s, scenario.clock.duration_s, SAMPLES_APART_S)
    ]
    return sum(within) * SAMPLES_APART_S / 3600


@pytest.mark.parametrize("name", NAMES)
def test_a_jammed_relay_stands_above_the_jammer_s_mask(name):
    scenario = validated(name).scenario
    attacks = list(_attacks(scenario, "uplink_jamming"))
    assert attacks
    for parameters, at_h, target in attacks:
        satellite, site = scenario.fleet[target], scenario.sites[parameters["site"]]
        assert any(isinstance(payload, WidebandPayload) for payload in satellite.payloads.values()), target
        stands_still = isinstance(satellite.orbit, GeoOrbit)
        last_h = scenario.clock.duration_h if stands_still else int(at_h) + 2
        for hour in range(int(at_h), last_h, 6 if stands_still else 1):
            elevation_deg = _elevation_deg(site, satellite.orbit, scenario.clock.start, hour * 3600)
            assert elevation_deg > site.mask_deg + 1, target


@pytest.mark.parametrize("name", NAMES)
def test_an_intercepted_satellite_is_in_reach_for_half_an_hour_before_the_run_ends(name):
    scenario = validated(name).scenario
    attacks = list(_attacks(scenario, "direct_ascent"))
    assert attacks
    for attack in attacks:
        assert _hours_in_reach(scenario, *attack) >= 0.5, attack


@pytest.mark.parametrize("name", NAMES)
def test_an_intruded_site_does_something_and_falls_before_the_run_ends(name):
    scenario = validated(name).scenario
    attacks = list(_attacks(scenario, "ground_cyber"))
    assert attacks
    for parameters, at_h, target in attacks:
        assert scenario.sites[target].functions, target
        assert at_h + parameters["onset_h"] < scenario.clock.duration_h, target


def test_the_flight_times_of_this_file_are_the_published_ones():
    """Published case O17 gives about 2 hours to navigation orbits and 4.1 to the geostationary belt."""
    five_minutes_s = 300
    assert _shortest_flight_s(20_200) == pytest.approx(120 * 60, abs=five_minutes_s)
    assert _shortest_flight_s(35_786) == pytest.approx(247 * 60, abs=five_minutes_s)
