"""OEM: read by a strict reader of the standard; states are the game's, in the frame that the file names."""

from datetime import UTC

import numpy as np
import pytest
from oem_reader import NotAnOemError, read

from wargame.analysis.exchange.ephemeris import interpolated, orbits_of
from wargame.analysis.exchange.oem import oem_texts
from wargame.space.architecture import epoch_of
from wargame.space.orbits import states_ecef, states_teme
from wargame.space.time import gmst_at

PROMISED_KM = 10.0


@pytest.fixture(scope="module")
def texts(moving):
    """Every message of a crisis with a launch and a manoeuvre."""
    return oem_texts(moving)


def _table(record, segment):
    """Times in seconds since the epoch, positions and velocities of a segment."""
    start = record.scenario.clock.start_utc
    times_s = np.array([(time.replace(tzinfo=UTC) - start).total_seconds() for time, _ in segment.states])
    numbers = np.array([row for _, row in segment.states])
    return times_s, numbers[:, :3], numbers[:, 3:]


def test_every_satellite_has_a_message_that_keeps_to_the_standard(texts, moving):
    """Keywords, order, comments, line length; the frame and the time system are named."""
    assert set(texts) == set(moving.scenario.fleet)
    for key, text in texts.items():
        header, segments = read(text)
        assert header["CCSDS_OEM_VERS"] == "3.0"
        assert "unclassified, illustrative" in text
        for segment in segments:
            found = segment.metadata
            assert found["OBJECT_ID"] == key
            assert (found["CENTER_NAME"], found["REF_FRAME"], found["TIME_SYSTEM"]) == (
                "EARTH",
                "TEME",
                "UTC",
            )
            assert (found["INTERPOLATION"], found["INTERPOLATION_DEGREE"]) == ("LAGRANGE", "7")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("OBJECT_ID = low\n", ""),
        ("REF_FRAME = TEME\nTIME_SYSTEM = UTC\n", "TIME_SYSTEM = UTC\nREF_FRAME = TEME\n"),
        ("META_STOP\n", "META_STOP\nCOMMENT late\n"),
        ("INTERPOLATION_DEGREE = 7\n", ""),
        ("ORIGINATOR = UNKNOWN\n", "ORIGINATOR = UNKNOWN\nCOLOUR = red\n"),
    ],
)
def test_the_strict_reader_is_strict(texts, old, new):
    """So that the test above can fail."""
    assert old in texts["low"]
    with pytest.raises((NotAnOemError, ValueError)):
        read(texts["low"].replace(old, new))


def test_the_states_are_the_game_s(texts, moving):
    """Positions to a few centimetres, the rounding of times; velocities to match."""
    epoch_utc, orbits = epoch_of(moving.scenario.clock), orbits_of(moving.scenario)
    for key in ("arc_relay_east", "looker", "low", "beacon_07"):
        for segment in read(texts[key])[1]:
            times_s, places_km, speeds_km_s = _table(moving, segment)
            true_km, true_km_s = states_teme([orbits[key]], epoch_utc, times_s)
            assert np.abs(places_km - true_km[0]).max() < 2e-5
            assert np.abs(speeds_km_s - true_km_s[0]).max() < 2e-8


def test_interpolated_as_recommended_the_states_hold_between_their_times(texts, moving):
    """Within 10 km of the game, over the useable span of every segment."""
    epoch_utc, orbits = epoch_of(moving.scenario.clock), orbits_of(moving.scenario)
    for key, text in texts.items():
        for segment in read(text)[1]:
            times_s, places_km, _ = _table(moving, segment)
            wanted_s = np.linspace(times_s[4], times_s[-5] - 1.0, 499)
            true_km = states_teme([orbits[key]], epoch_utc, wanted_s)[0][0]
            off_km = np.sqrt(((interpolated(times_s, places_km, wanted_s) - true_km) ** 2).sum(axis=1))
            assert off_km.max() < PROMISED_KM, key


def test_the_frame_is_what_the_comment_says(moving):
    """Turned by mean sidereal time alone, TEME gives the Earth-fixed positions of the game."""
    epoch_utc, orbits = epoch_of(moving.scenario.clock), orbits_of(moving.scenario)
    times_s = np.array([0.0, 40_000.0])
    orbit = [orbits["looker"]]
    inertial = states_teme(orbit, epoch_utc, times_s)[0][0]
    fixed = states_ecef(orbit, epoch_utc, times_s)[0][0]
    angle = gmst_at(epoch_utc, times_s)
    assert np.allclose(np.cos(angle) * inertial[:, 0] + np.sin(angle) * inertial[:, 1], fixed[:, 0])
    assert np.allclose(inertial[:, 2], fixed[:, 2])


def test_a_manoeuvre_begins_a_segment_and_a_launch_the_file(texts, moving):
    """No reader interpolates across either."""
    starts_s = [_table(moving, segment)[0][4] for segment in read(texts["spare"])[1]]
    assert starts_s == pytest.approx([6 * 3600.0, 24 * 3600.0, 48 * 3600.0])
