"""Shipped scenarios, each validated once for all tests of a process, and what several of them promise alike."""

from functools import cache

from wargame.loader import Loaded, validate
from wargame.scenario.orbits import GeoOrbit


@cache
def validated(name: str) -> Loaded:
    """A shipped scenario with its warnings and excursions; a large one takes seconds."""
    return validate(name)


def assert_every_line_is_explained(file, most_lines):
    """A file for beginners: short, and a comment at every line or above it."""
    lines = file.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= most_lines
    for number, line in enumerate(lines, 1):
        above = lines[number - 2] if number > 1 else ""
        assert "#" in line or above.lstrip().startswith("#"), f"line {number} is not explained"


def assert_red_flies_modestly(scenario):
    """Ten to twenty satellites without payloads, none in a slot of the belt that somebody else has."""
    red = {key: body for key, body in scenario.fleet.items() if body.owner == "RED"}
    assert 10 <= len(red) <= 20
    assert all(body.name.startswith("Red ") and not body.payloads for body in red.values())
    taken_deg = {
        body.orbit.longitude_deg % 360
        for key, body in scenario.fleet.items()
        if isinstance(body.orbit, GeoOrbit) and key not in red
    }
    for key, body in red.items():
        if isinstance(body.orbit, GeoOrbit):
            assert all(abs(body.orbit.longitude_deg - slot) > 0.3 for slot in taken_deg), key
