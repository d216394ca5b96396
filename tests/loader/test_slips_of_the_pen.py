"""Slips that people make often get a sentence of their own: commas, missing spaces, units, brackets, near ids."""

import pytest

SATELLITES = "satellites:\n  arc_relay:\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            SATELLITES + "    orbit: {type: geo, longitude_deg: -0,5}\n",
            "4: satellites.arc_relay.orbit: found -0,5; numbers use a point: -0.5",
        ),
        (
            SATELLITES + "    orbit:\n      longitude_deg: -30,5\n",
            "5: satellites.arc_relay.orbit.longitude_deg: found '-30,5'; numbers use a point: -30.5",
        ),
        (
            SATELLITES + "    dry_mass_kg: 1,000\n",
            "4: satellites.arc_relay.dry_mass_kg: found '1,000'; numbers use a point: 1.000, or 1000 without signs "
            "between thousands",
        ),
        (
            "# a comment\n\nlanguage:1\ntitle: Mine\n",
            "4: : a space is missing after ':'; write 'language: 1'",
        ),
        (
            SATELLITES + "    orbit:\n      type:geo\n      longitude_deg: 3\n",
            "5: : a space is missing after ':'; write 'type: geo'",
        ),
        (
            SATELLITES + "    orbit: {type: geo, longitude_deg:-30}\n",
            "4: satellites.arc_relay.orbit.longitude_deg:-30: a space is missing after ':'; write "
            "'longitude_deg: -30'",
        ),
        (
            "users:\n  arc: {needs:{pnt: null}}\n",
            "3: : a space is missing after ':'; write 'needs: {'",
        ),
        (
            "satellites:\n  arc_relay: {name: A, orbit: {type: geo, longitude_deg: 3}\n  other: {name: B}\n",
            "4: : the bracket opened in line 3 is not closed, or a ',' is missing",
        ),
        (
            SATELLITES + "    orbit: {type: leo, altitude_km: 500}\n",
            "4: satellites.arc_relay.orbit.type: found the type 'leo'; allowed are geo, circular, kepler, tle or omm; "
            "for a round orbit at a height write 'circular' with altitude_km",
        ),
        (
            SATELLITES + "    payloads: {relay: {capacity_gbps: 0.8}}\n",
            "4: satellites.arc_relay.payloads.relay.capacity_gbps: the key 'capacity_gbps' is unknown here; "
            "'capacity_mbps' is in Mbit/s: 0.8 Gbit/s are 800, write capacity_mbps: 800",
        ),
    ],
    ids=[
        "comma in braces",
        "comma in a block",
        "thousands",
        "space after the version",
        "space after a key of a block",
        "space after a key in braces",
        "space before a brace",
        "bracket",
        "leo",
        "unit",
    ],
)
def test_a_slip_is_told_in_words_that_mend_it(write, faults, text, expected):
    if text.startswith("# a comment"):
        expected = expected.replace("4:", "3:", 1)
    said = faults(write(text, extends=not text.startswith("# a comment")))
    assert said == [expected]


def test_a_colon_in_a_text_is_not_taken_for_a_missing_space(write, faults):
    (said,) = faults(write("title: see http://example.org\n  question: twice\n"))
    assert "a space is missing" not in said


def test_an_incomplete_new_entry_asks_whether_another_was_meant(write, faults):
    said = faults(write("satellites:\n  arcrelay: {dry_mass_kg: 900}\n  quite_new: {dry_mass_kg: 900}\n"))
    near = [line for line in said if "arcrelay" in line]
    assert near
    assert all("; did you mean to change 'arc_relay' of " in line for line in near)
    assert not any("did you mean" in line for line in said if "quite_new" in line)
