"""Published elements that are not of the time of the run are told, with how old they are and what to do."""

import pytest

from wargame.loader import ScenarioError, load_all

ISS = (
    "1 25544U 98067A   14020.93268519  .00009878  00000-0  18200-3 0  5082",
    "2 25544  51.6498 109.4756 0003572  55.9686 274.8005 15.49815350868473",
)
"""Of 2014-01-20, as in the documentation of skyfield."""

TLE = (
    "satellites: {old: {name: Old, owner: ARC, orbit: {type: tle,\n"
    f"  line1: '{ISS[0]}',\n  line2: '{ISS[1]}'}}}}}}\n"
)
OMM = (
    "satellites: {{old: {{name: Old, owner: ARC, orbit: {{type: omm, epoch_utc: '{}', mean_motion_rev_per_day: 15.5,\n"
    "  eccentricity: 0.001, inclination_deg: 51.6, raan_deg: 10, argument_of_perigee_deg: 20, mean_anomaly_deg: 30,\n"
    "  bstar_per_earth_radius: 0.0001}}}}}}\n"
)
START = "clock: {{start_utc: '{}'}}\n"


def told(path):
    """The warnings about elements."""
    return [fault for fault in load_all(path).warnings if "these elements are of" in fault.sentence]


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ("2014-01-25T00:00:00Z", None),
        ("2014-02-19T00:00:00Z", None),
        ("2014-02-21T00:00:00Z", "2014-01-20, 31 days before the epoch"),
        ("2013-06-01T00:00:00Z", "2014-01-20, 234 days after the epoch"),
    ],
)
def test_two_line_elements_far_from_the_run(write, start, words):
    found = told(write(TLE + START.format(start)))
    assert [words in fault.sentence for fault in found] == ([True] if words else [])
    assert all((fault.path, fault.line) == ("satellites.old.orbit", 2) for fault in found)


@pytest.mark.parametrize(("instant", "count"), [("2000-01-01T00:00:00", 1), ("2030-06-01T00:00:00", 0)])
def test_messages_of_elements_far_from_the_run(write, instant, count):
    found = told(write(OMM.format(instant) + START.format("2030-06-02T00:00:00Z")))
    assert len(found) == count
    assert all("take elements of the time, or type: kepler" in fault.sentence for fault in found)


def signed(line):
    """A line of elements with the check digit that its characters give."""
    return line[:68] + str(
        sum(1 if mark == "-" else int(mark) for mark in line[:68] if mark in "-0123456789") % 10
    )


@pytest.mark.parametrize(
    ("place", "text", "words"),
    [
        (slice(18, 32), " " * 14, "line1 has '' where the epoch stands (characters 19 to 32)"),
        (slice(18, 32), "ABCDE.12345678", "line1 has 'ABCDE.12345678' where the epoch stands"),
        (
            slice(52, 63),
            "fifteen  .5",
            "line2 has 'fifteen  .5' where the mean motion stands (characters 53 to 63)",
        ),
        (slice(26, 33), "0.00357", "line2 has '0.00357' where the eccentricity stands"),
    ],
)
def test_lines_with_words_for_numbers_are_refused(write, place, text, words):
    first, second = ISS
    line = "1" if "line1" in words else "2"
    changed = {"1": first, "2": second}
    changed[line] = signed(changed[line][: place.start] + text + changed[line][place.stop :])
    path = write(TLE.replace(first, changed["1"]).replace(second, changed["2"]))
    with pytest.raises(ScenarioError) as refused:
        load_all(path)
    assert words in str(refused.value)
    assert "it must be a number there, copy the line again" in str(refused.value)
