"""Orbit mean-elements messages: the same orbits as two-line elements, with room for longer catalogue numbers."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import sgp4
from sgp4.api import WGS72, Satrec
from sgp4.exporter import export_omm

from wargame.scenario.orbits import OmmOrbit as OmmBlock
from wargame.scenario.orbits import TleOrbit as TleBlock
from wargame.space.architecture import orbit_of
from wargame.space.omm import read_messages
from wargame.space.orbits import OmmOrbit, PropagationError, TleOrbit, positions_teme_km

ONE_METRE_KM = 1e-3
ONE_MICROSECOND_OF_FLIGHT_KM = 1.1e-5  # at 11 km/s, the speed at the perigee of a Molniya orbit
HOUR_S = 3600.0
ISS = (
    "1 25544U 98067A   14020.93268519  .00009878  00000-0  18200-3 0  5082",
    "2 25544  51.6498 109.4756 0003572  55.9686 274.8005 15.49815350868473",
)
MESSAGE = {  # NORAD_CAT_ID beyond the room of two-line elements
    "OBJECT_NAME": "ISS (ZARYA)",
    "OBJECT_ID": "1998-067A",
    "EPOCH": "2014-01-20T22:23:04.000416",
    "MEAN_MOTION": 15.49815350,
    "ECCENTRICITY": 0.0003572,
    "INCLINATION": 51.6498,
    "RA_OF_ASC_NODE": 109.4756,
    "ARG_OF_PERICENTER": 55.9686,
    "MEAN_ANOMALY": 274.8005,
    "EPHEMERIS_TYPE": 0,
    "CLASSIFICATION_TYPE": "U",
    "NORAD_CAT_ID": 799502312,
    "ELEMENT_SET_NO": 508,
    "REV_AT_EPOCH": 86847,
    "BSTAR": 0.000182,
    "MEAN_MOTION_DOT": 9.878e-5,
    "MEAN_MOTION_DDOT": 0,
}


def _as_json(message):
    return json.dumps([message])


def _as_csv(message):
    return "\n".join([",".join(message), ",".join(str(value) for value in message.values())])


def _as_keywords(message):
    header = {
        "CCSDS_OMM_VERS": "3.0",
        "REF_FRAME": "TEME",
        "TIME_SYSTEM": "UTC",
        "MEAN_ELEMENT_THEORY": "SGP4",
    }
    lines = [f"{keyword} = {value}" for keyword, value in {**header, **message}.items()]
    lines = [f"{line} [deg]" if line.startswith(("INCLINATION", "MEAN_ANOMALY")) else line for line in lines]
    return "COMMENT a message\n" + "\n".join(lines)


def test_messages_written_by_sgp4_give_the_orbits_of_the_two_line_elements():
    # The verification set of Vallado et al. 2006, turned into messages by the exporter of the sgp4 package.
    text = (Path(sgp4.__file__).parent / "SGP4-VER.TLE").read_text(encoding="ascii")
    lines = [line[:69] for line in text.splitlines() if line[:2] in {"1 ", "2 "}]
    compared = 0
    for first, second in zip(lines[::2], lines[1::2], strict=True):
        elements = TleOrbit(first, second)
        if elements.catalogue_number == "33334":
            continue  # a faulty set by design
        record = Satrec.twoline2rv(first, second, WGS72)
        record.intldesg = record.intldesg or "98067A"  # some have none, and the exporter wants one
        fields = export_omm(record, "object")
        message = read_messages(json.dumps(fields))[0]
        times_s = np.array([0.0, 5.0, 15.0]) * 60.0
        expected = positions_teme_km([elements], elements.epoch, times_s)
        found = positions_teme_km([message.orbit], elements.epoch, times_s)
        assert np.max(np.abs(found - expected)) < ONE_MICROSECOND_OF_FLIGHT_KM, elements.catalogue_number
        assert message.orbit.perigee_altitude_km == pytest.approx(elements.perigee_altitude_km, abs=1e-6)
        compared += 1
    assert compared == 32


@pytest.mark.parametrize("notation", [_as_json, _as_csv, _as_keywords])
def test_every_notation_gives_the_same_orbit_and_keeps_a_number_of_nine_digits(notation):
    found = read_messages(notation(MESSAGE))
    assert [message.name for message in found] == ["ISS (ZARYA)"]
    assert found[0].international_designator == "1998-067A"
    orbit = found[0].orbit
    assert orbit.catalogue_number == 799502312
    times_s = np.arange(0.0, 7 * 24 * HOUR_S, HOUR_S)
    expected = positions_teme_km([TleOrbit(*ISS)], "2014-01-21T00:00:00Z", times_s)
    assert (
        np.max(np.abs(positions_teme_km([orbit], "2014-01-21T00:00:00Z", times_s) - expected)) < ONE_METRE_KM
    )


def test_a_file_of_many_messages_keeps_their_order():
    second = {**MESSAGE, "OBJECT_NAME": "SECOND", "NORAD_CAT_ID": 100000001}
    texts = (
        json.dumps([MESSAGE, second]),
        "\n".join([_as_csv(MESSAGE), _as_csv(second).splitlines()[1]]),
        "\n".join([_as_keywords(MESSAGE), _as_keywords(second)]),
    )
    for text in texts:
        assert [found.orbit.catalogue_number for found in read_messages(text)] == [799502312, 100000001]


def test_the_day_of_the_year_is_an_epoch_too():
    by_day = {**MESSAGE, "EPOCH": "2014-020T22:23:04.000416Z"}
    assert read_messages(_as_json(by_day)) == read_messages(_as_json(MESSAGE))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"MEAN_MOTION": None}, r"message 1 \(ISS \(ZARYA\)\): MEAN_MOTION is missing"),
        ({"BSTAR": "heavy"}, r"BSTAR is 'heavy'; it must be a number"),
        ({"EPOCH": "yesterday"}, r"EPOCH is 'yesterday'; write it like 2026-03-01T12:00:00"),
        ({"EPOCH": "2014-13-01T00:00:00"}, r"EPOCH is '2014-13-01T00:00:00'; write it like"),
        ({"ECCENTRICITY": 1.2}, r"eccentricity is 1.2; an orbit needs 0 <= eccentricity < 1"),
        ({"MEAN_MOTION": -15.0}, r"mean motion is -15.0 a day; it must be above 0"),
        ({"REF_FRAME": "ICRF"}, r"REF_FRAME is ICRF; only TEME can be propagated by SGP4"),
        ({"MEAN_ELEMENT_THEORY": "DSST"}, r"MEAN_ELEMENT_THEORY is DSST; only SGP4"),
    ],
)
def test_a_broken_message_is_refused_with_a_sentence(change, sentence):
    with pytest.raises(ValueError, match=sentence):
        read_messages(_as_json({**MESSAGE, **change}))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "there is no message in it"),
        ("[]", "there is no message in it"),
        ('[{"EPOCH": 1},]', "not JSON from line 1 on"),
        ("[1, 2]", "must be JSON objects"),
    ],
)
def test_a_text_without_messages_is_refused_with_a_sentence(text, sentence):
    with pytest.raises(ValueError, match=sentence):
        read_messages(text)


def test_an_object_that_decays_is_named_by_its_own_number():
    orbit = replace(read_messages(_as_json(MESSAGE))[0].orbit, bstar_per_earth_radius=0.5)
    with pytest.raises(PropagationError, match=r"object 799502312 cannot be propagated to 2014"):
        positions_teme_km([orbit], "2014-01-21T00:00:00Z", np.arange(0.0, 30 * 24 * HOUR_S, HOUR_S))


def test_scenario_blocks_of_both_kinds_describe_the_same_orbit():
    block = OmmBlock(
        type="omm",
        epoch_utc="2014-01-20T22:23:04.000416",
        mean_motion_rev_per_day=15.49815350,
        eccentricity=0.0003572,
        inclination_deg=51.6498,
        raan_deg=109.4756,
        argument_of_perigee_deg=55.9686,
        mean_anomaly_deg=274.8005,
        bstar_per_earth_radius=0.000182,
        catalogue_number=799502312,
    )
    orbit = orbit_of(block, "2014-01-21T00:00:00Z")
    assert isinstance(orbit, OmmOrbit)
    lines = orbit_of(TleBlock(type="tle", line1=ISS[0], line2=ISS[1]), "2014-01-21T00:00:00Z")
    times_s = np.arange(0.0, 24 * HOUR_S, HOUR_S)
    found = positions_teme_km([orbit, lines], "2014-01-21T00:00:00Z", times_s)
    assert np.max(np.abs(found[0] - found[1])) < ONE_METRE_KM
