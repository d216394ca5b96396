"""How pages write numbers: nothing rounds up to a whole, negative numbers have a true minus."""

import pytest
from markupsafe import Markup

from wargame.analysis.page import environment
from wargame.analysis.svg import text
from wargame.analysis.typography import share, short_number, short_signed, with_minus

MINUS = "\N{MINUS SIGN}"


@pytest.mark.parametrize(
    ("value", "digits", "words"),
    [
        (0.998, 2, "0.998"),
        (0.995, 2, "0.99"),
        (0.9996, 2, ">0.999"),
        (0.9996, 3, ">0.999"),
        (0.99999, 4, ">0.9999"),
        (1.0, 2, "1.00"),
        (1.0 - 1e-9, 3, "1.000"),
        (0.94, 2, "0.94"),
        (0.0, 2, "0.00"),
        (1.7, 2, "1.70"),
    ],
)
def test_a_share_never_rounds_up_to_a_whole(value, digits, words):
    assert share(value, digits) == words


def test_a_minus_is_a_minus_and_a_hyphen_a_hyphen():
    assert with_minus("gap -0.05 (-3) [-1, 2]") == f"gap {MINUS}0.05 ({MINUS}3) [{MINUS}1, 2]"
    for same in ("WGS-8", "2025-12-31", "out/-1", "--seed=-1", "day-to-day", "a - b", "attack/RED/-/0"):
        assert with_minus(same) == same


def test_numbers_that_a_class_can_read():
    found = [
        short_number(value) for value in (418.011, -0.025, 0.145172173, 1.0, 0.0004, 0.9999, -12.6, 3.14159)
    ]
    assert found == ["418", "-0.025", "0.15", "1", "0", ">0.999", "-13", "3.14"]
    assert [short_signed(value) for value in (0.2, -0.2, 0.0)] == ["+0.20", "-0.20", "0"]


def test_templates_and_drawings_write_a_minus_and_leave_markup_alone():
    page = environment().from_string(
        "{{ words }} {{ number }} {{ drawn }} {{ part | number(2) }} {{ number | number(0) }}"
    )
    told = page.render(words="gap -0.1 <b>", number=-3, part=0.9996, drawn=Markup('<line x="-4"/>'))
    assert told == f'gap {MINUS}0.1 &lt;b&gt; {MINUS}3 <line x="-4"/> &gt;0.999 {MINUS}3'
    assert str(text(-5, 1, "-0.2")) == f'<text x="-5" y="1" text-anchor="start">{MINUS}0.2</text>'
