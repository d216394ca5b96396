"""Users that no relay can ever see are told, and those that one relay can see are not."""

import pytest

from wargame.loader import load_all
from wargame.loader.lints import HORIZON_DEG

CAP = (
    "regions: {{cap: {{name: The ice cap, south_deg: {south}, north_deg: {north}, west_deg: -40, east_deg: -20}}}}\n"
    "users: {{north: {{nation: ARC, region: cap, needs: {{satcom_wideband: {{demand_mbps: 10, bands: [x]}}}}}}}}\n"
)
HIGH = (
    "satellites: {tall: {name: Tall, owner: ARC, orbit: {type: kepler, apogee_km: 39800, perigee_km: 600,\n"
    "  inclination_deg: 63.4, raan_deg: 0, argument_of_perigee_deg: 270, mean_anomaly_deg: 0},\n"
    "  payloads: {relay: {kind: wideband, capacity_mbps: 100, bands: [x]}}}}\n"
)


def told(path):
    """The warnings about users whom no relay sees."""
    return [fault for fault in load_all(path).warnings if "below the horizon of" in fault.sentence]


@pytest.mark.parametrize(("south", "north", "count"), [(82, 86, 1), (70, 74, 0), (-86, -82, 1), (80, 86, 0)])
def test_a_region_beyond_the_horizon_of_the_belt_is_told(write, south, north, count):
    """Geostationary satellites are seen up to 81.3 degrees away, and so is no part of such a region."""
    assert pytest.approx(81.3) == HORIZON_DEG
    found = told(write(CAP.format(south=south, north=north)))
    assert [fault.path for fault in found] == ["users.north.needs.satcom_wideband"] * count
    assert all("horizon of The ice cap, so this service is 0" in fault.sentence for fault in found)


def test_a_relay_on_a_high_ellipse_is_enough(write):
    assert not told(write(CAP.format(south=82, north=86) + HIGH))


BEHIND = (
    "sites: {{far: {{name: Far, owner: {owner}, latitude_deg: 0, longitude_deg: {longitude}, mask_deg: 10,\n"
    "  functions: {{landing: {{kind: gateway, mission: satcom_wideband, bands: [x]}}}}}}}}\n"
)


@pytest.mark.parametrize(("longitude", "count"), [(150, 1), (45, 1), (38, 0), (-30, 0)])
def test_a_gateway_over_which_no_satellite_of_its_own_stands_is_told(write, longitude, count):
    """At a mask of 10 degrees a geostationary satellite is seen up to 71.4 degrees away, and a little slack."""
    found = _idle(write(BEHIND.format(owner="ARC", longitude=longitude)))
    assert [fault.path for fault in found] == ["sites.far.functions.landing"] * count


def test_links_between_satellites_bring_traffic_to_a_gateway_that_only_another_sees(write):
    """The relay of another nation in the same network stands over it."""
    other = (
        "satellites: {{other: {{name: Other, owner: BOR, orbit: {{type: geo, longitude_deg: 150}},\n"
        "  payloads: {{relay: {{kind: wideband, capacity_mbps: 100, bands: [x], crosslink: {net}}}}}}},\n"
        "  ours: {{name: Ours, owner: ARC, orbit: {{type: geo, longitude_deg: -40}},\n"
        "  payloads: {{relay: {{kind: wideband, capacity_mbps: 100, bands: [x], crosslink: ring}}}}}}}}\n"
    )
    far = BEHIND.format(owner="ARC", longitude=150)
    assert not _idle(write(far + other.format(net="ring")))
    assert len(_idle(write(far + other.format(net="another")))) == 1


def _idle(path):
    """The warnings about gateways over which no satellite ever stands."""
    return [fault for fault in load_all(path).warnings if "ever stands 10 degrees above" in fault.sentence]
