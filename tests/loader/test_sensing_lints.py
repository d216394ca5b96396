"""Lints about sensors: each odd file gives its warnings at the right lines, and the same file mended gives none."""

import pytest

from wargame.loader import load, load_all
from wargame.loader.flights import Flight, apart_deg, flight_of
from wargame.scenario.users import Region

SEEN = """\
satellites:
  scout: {name: Scout, owner: RED, orbit: {type: circular, altitude_km: 500, inclination_deg: 40, raan_deg: 0}}
  red_geo: {name: Red slot, owner: RED, orbit: {type: geo, longitude_deg: 170}}
sites:
  eye: {name: Eye, owner: ARC, latitude_deg: 30, longitude_deg: -60,
    functions: {track: {kind: tracker, modality: radar, range_km: 45000}}}
"""


def _need(needs):
    """Custody, and nothing else in the way: users of Arcadia ask for it from line 9 on."""
    return f"users:\n  arc: {{needs: {{sda: {{{needs}}}}}}}\n"


def _said(path):
    return [f"{fault.line}: {fault.path}: {fault.sentence}" for fault in load_all(path).warnings]


def _one(path, start, words):
    (said,) = _said(path)
    assert said.startswith(start), said
    assert words in said
    return said


def test_an_object_that_no_tracker_ever_has_in_view_is_told_at_its_place_in_the_list(write):
    """The other slot stands behind the Earth, the scout passes by."""
    path = write(SEEN + _need("objects: [scout, red_geo, RED]"))
    first, second = _said(path)
    assert first.startswith(
        "9: users.arc.needs.sda.objects.1: no tracker whose tracks reach 'ARC' can ever observe"
    )
    assert second.startswith("9: users.arc.needs.sda.objects.2: ")
    assert "'red_geo';" in first
    assert "'red_geo';" in second
    assert _said(write(SEEN + _need("objects: [scout]"))) == []
    mended = SEEN.replace("longitude_deg: 170", "longitude_deg: -20")
    assert _said(write(mended + _need("objects: [scout, red_geo, RED]"))) == []


@pytest.mark.parametrize(
    ("change", "unseen"),
    [
        (("range_km: 45000", "range_km: 300"), True),
        (("range_km: 45000", "range_km: 2000"), False),
        (("latitude_deg: 30", "latitude_deg: 75"), True),
        (("latitude_deg: 30", "latitude_deg: 55"), False),
        (("modality: radar", "modality: telescope"), False),
        (("latitude_deg: 30", "mask_deg: 80, latitude_deg: 50"), True),
        (("owner: ARC, lat", "owner: BOR, lat"), True),
    ],
)
def test_range_latitude_mask_and_sharing_decide_what_can_be_observed(write, change, unseen):
    """A scout at 500 km and 40 degrees; a partner's radar counts only where it shares its tracks."""
    said = _said(write(SEEN.replace(*change) + _need("objects: [scout]")))
    assert any("can ever observe 'scout'" in line for line in said) == unseen
    shared = "agreements: {tracks: {kind: service_access, mission: sda, provider: BOR, recipients: [ARC]}}\n"
    if "BOR" in change[1]:
        assert _said(write(SEEN.replace(*change) + shared + _need("objects: [scout]"))) == []


def test_a_telescope_in_space_observes_what_flies_within_its_range(write):
    """One that drifts along the belt with 5,000 km of range never sees a low orbit."""
    body = """\
satellites:
  scout: {{name: Scout, owner: RED, orbit: {{type: circular, altitude_km: 500, inclination_deg: 40, raan_deg: 0}}}}
  watcher: {{name: Watcher, owner: ARC, orbit: {{type: circular, altitude_km: 35750, inclination_deg: 1, raan_deg: 0}},
    payloads: {{eye: {{kind: space_surveillance, range_km: {}}}}}}}
sites: {{arc_gateway: {{functions: {{tracks: {{kind: gateway, mission: sda}}}}}}}}
"""
    assert _said(write(body.format(40000) + _need("objects: [scout]"))) == []
    near = write(body.format(5000) + _need("objects: [scout]"))
    _one(near, "8: users.arc.needs.sda.objects.0: ", "can ever observe 'scout'")


def test_one_s_own_satellites_need_no_tracker_and_an_empty_name_is_odd(write):
    """Telemetry keeps one's own in custody; an actor without satellites is no object."""
    path = write(_need("objects: [arc_relay, ORB]"))
    _one(path, "3: users.arc.needs.sda.objects.1: ", "'ORB' has no satellites")


def test_custody_shorter_than_a_step_is_told_with_the_least_that_makes_sense(write):
    path = write(SEEN + _need("objects: [scout], custody_h: 0.05"))
    step, unusual = _said(path)
    assert step.startswith("9: users.arc.needs.sda.custody_h: 0.05 hours are shorter than")
    assert "write 0.083 or more" in step
    assert "lies outside 2 to 72" in unusual
    (unusual,) = _said(write(SEEN + _need("objects: [scout], custody_h: 0.084")))
    assert "lies outside 2 to 72" in unusual


def test_tracks_that_are_released_after_custody_has_ended_are_told(write):
    late = "agreements:\n  late: {kind: service_access, mission: sda, provider: BOR, recipients: [ARC],\n"
    late += "    release_h: 6}\n"
    path = write(SEEN + late + _need("objects: [scout], custody_h: 2"))
    _one(path, "10: agreements.late.release_h: tracks released after 6 hours", "count it for 2")
    assert _said(write(SEEN + late + _need("objects: [scout], custody_h: 6"))) == []


def test_a_tracker_that_nobody_hears_is_told(write):
    """Trackers and telescopes of a nation that neither needs nor shares."""
    path = write(SEEN.replace("owner: ARC, lat", "owner: BOR, lat") + "phases: []\n")
    _one(path, "7: sites.eye.functions.track: nobody who needs custody", "service_access")


IMAGER = """\
satellites:
  camera: {name: Camera, owner: ARC, orbit: {type: circular, altitude_km: 500, inclination_deg: INCLINED, raan_deg: 0},
    payloads: {lens: {kind: optical}}}
sites:
  station: {name: Station, owner: OWNER, latitude_deg: 10, longitude_deg: EAST,
    functions: {images: {kind: gateway, mission: isr_imaging}}}
users:
  arc: {needs: {isr_imaging: {sensors: [KIND]}}}
"""


def _imager(inclined="50", owner="ARC", east="-30", kind="optical"):
    text = IMAGER.replace("INCLINED", inclined).replace("OWNER", owner).replace("EAST", east)
    return text.replace("KIND", kind)


def test_an_imager_with_a_gateway_beside_its_region_is_not_odd(write):
    assert _said(write(_imager())) == []
    assert _said(write(_imager(east="-48"))) == []


def test_an_imager_that_can_land_nothing_over_the_region_where_it_is_used_is_told(write):
    """The only station stands on the other side; ground access to one near by mends it."""
    path = write(_imager(east="150"))
    _one(
        path,
        "4: satellites.camera.payloads.lens: no gateway for isr_imaging",
        "'strait'; what it collects waits",
    )
    near = "\n  near: {name: Near, owner: BOR, latitude_deg: 10, longitude_deg: -30,\n"
    near += "    functions: {images: {kind: gateway, mission: isr_imaging}}}\nusers:"
    both = _imager(east="150").replace("\nusers:", near)
    assert len(_said(write(both))) == 1
    ground = "agreements: {ground: {kind: ground_access, mission: isr_imaging, members: [ARC, BOR]}}\n"
    assert _said(write(both + ground)) == []


def test_an_imager_that_nobody_has_a_use_for_is_told(write):
    """Nobody asks for its kind, or its orbit never comes by."""
    unused, unserved = _said(write(_imager(kind="radar")))
    assert unused.startswith("4: satellites.camera.payloads.lens: nobody who is given")
    assert "asks for isr_imaging" in unused
    assert "no satellite takes radar images" in unserved
    north = "regions: {strait: {south_deg: 70, north_deg: 80}}\n"
    _one(write(_imager() + north), "4: satellites.camera.payloads.lens: its orbit never comes", "'strait'")


def test_a_sensor_of_attacks_that_no_government_hears_is_told(write):
    """A company's radar speaks to governments only by a disclosure row; `members` names it."""
    sensor = "{watch: {kind: sensor, modality: radar}}"
    text = f"sites:\n  radar: {{name: Radar, owner: ORB, latitude_deg: 0, longitude_deg: 0, functions: {sensor}}}\n"
    assert _said(write(text)) == []
    path = write(text + "disclosure: {members: {giver: [ARC], to: [BOR]}}\n")
    _one(path, "3: sites.radar.functions.watch: no government hears its reports", "'ORB' is none")


def test_bounds_of_orbits_are_those_of_their_elements(write):
    """A circle, an ellipse, a slot, and the ISS by its element set: 51.6 degrees, some 420 km."""
    lines = (
        "1 25544U 98067A   14020.93268519  .00009878  00000-0  18200-3 0  5082",
        "2 25544  51.6498 109.4756 0003572  55.9686 274.8005 15.49815350868473",
    )
    text = f"""\
satellites:
  iss: {{name: Station, owner: RED, orbit: {{type: tle, line1: "{lines[0]}", line2: "{lines[1]}"}}}}
  polar: {{name: Polar, owner: RED, orbit: {{type: kepler, perigee_km: 500, apogee_km: 900, inclination_deg: 98,
    raan_deg: 0, argument_of_perigee_deg: 0, mean_anomaly_deg: 0}}}}
"""
    scenario = load(write(text))
    iss, polar, slot = (flight_of(scenario.satellites[key]) for key in ("iss", "polar", "arc_relay"))
    assert iss.reach_deg == pytest.approx(51.6498)
    assert 410 < iss.lowest_km < iss.highest_km < 430
    assert (polar.lowest_km, polar.highest_km, polar.reach_deg) == (500, 900, 82)
    assert (slot.reach_deg, slot.longitude_deg) == (0, -30)
    assert slot.footprint_deg(0.0) == pytest.approx(81.3 + 2.0, abs=0.01), (
        "published case O16, with the slack"
    )
    assert flight_of(scenario.constellations["beacon"]).reach_deg == 55


def test_angles_between_boxes_and_places_hold_across_the_date_line():
    box = Region(name="box", south_deg=-5, north_deg=5, west_deg=170, east_deg=-170)
    assert apart_deg(box, 0.0, 180.0) == 0.0
    assert 0.0 < apart_deg(box, 0.0, -150.0) <= 20.0
    flight = Flight(35_786.0, 35_786.0, 0.0, longitude_deg=100.0)
    assert flight.nearest_deg(0.0, 170.0) == pytest.approx(70.0)
    assert flight.may_see(box, 5.0)
    assert not Flight(35_786.0, 35_786.0, 0.0, longitude_deg=0.0).may_see(box, 5.0)


@pytest.mark.parametrize(
    ("modality", "range_km", "count"),
    [("radar", "", 1), ("radar", ", range_km: 4000", 0), ("telescope", "", 0)],
)
def test_a_radar_that_tracks_at_any_distance_is_told(write, modality, range_km, count):
    text = (
        "sites: {eye: {name: Eye, owner: ARC, latitude_deg: 0, longitude_deg: -30,\n"
        f"  functions: {{track: {{kind: tracker, modality: {modality}{range_km}}}}}}}}}\n"
    )
    told = [fault for fault in load_all(write(text)).warnings if "no range_km is given" in fault.sentence]
    assert [fault.path for fault in told] == ["sites.eye.functions.track"] * count
