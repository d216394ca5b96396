"""Every number that enters a chance has words for people, and its unit."""

import ast

import pytest

from wargame.analysis.terms import term_line, term_word


def names_of_modifiers(root):
    """The names that the code gives to `Modifier`, as far as they stand there: whole, or the end after a dot."""
    found = set()
    for path in sorted((root / "wargame").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Modifier" and node.args:
                name = node.args[0]
                if isinstance(name, ast.Constant):
                    found.add(name.value)
                elif isinstance(name, ast.JoinedStr) and isinstance(name.values[-1], ast.Constant):
                    found.add(name.values[-1].value)
    return found


def test_every_modifier_in_the_code_has_words(root):
    names = names_of_modifiers(root)
    assert {"p_success", "altitude_km", ".jam_to_signal_db"} <= names
    bare = {name.rpartition(".")[2] for name in names if " " not in name}
    assert [name for name in sorted(bare) if term_word(name) == name.replace("_", " ")] == []


@pytest.mark.parametrize(
    ("key", "value", "line"),
    [
        ("altitude_km", 527.93, "altitude of the target: 528 km"),
        ("relay.jam_to_signal_db", 7.15, "Relay: jamming over signal at the satellite: 7.15 dB"),
        ("consensus_h", 12.0, "hours of consensus with the other holders: 12"),
        ("passes", 3.0, "passes over the jammer: 3"),
        ("leaked knowledge of JPN", 2.0, "leaked knowledge of JPN: 2"),
        ("some_new_m", 2.0, "some new: 2 m"),
    ],
)
def test_a_term_is_told_with_its_unit(key, value, line):
    assert term_line(key, value, str.capitalize, "{:.3g}".format) == line
