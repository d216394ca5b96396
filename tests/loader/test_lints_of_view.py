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
