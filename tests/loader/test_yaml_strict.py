"""Strict YAML: what stock YAML does behind the writer's back does not happen, and hostile files are refused fast."""

import time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from wargame.loader import yaml_strict
from wargame.loader.faults import ScenarioError
from wargame.loader.tree import places, plain
from wargame.loader.yaml_strict import read

PARSERS = [parser for parser in (yaml.SafeLoader, getattr(yaml, "CSafeLoader", None)) if parser is not None]


@pytest.fixture(params=PARSERS, ids=lambda parser: parser.__name__, autouse=True)
def parser(request, monkeypatch):
    """Both parsers of PyYAML: wheels bring the fast one, some systems only have the other."""
    monkeypatch.setattr(yaml_strict, "_PARSER", request.param)
    return request.param


def values(text):
    return plain(read(text if isinstance(text, bytes) else text.encode("utf-8"), "f.yaml"))


def refusal(text):
    with pytest.raises(ScenarioError) as refused:
        values(text)
    return [str(fault) for fault in refused.value.faults]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("on", "on"),
        ("y", "y"),
        ("true", True),
        ("True", True),
        ("FALSE", False),
        ("tRUE", "tRUE"),
        ("12:30:00", "12:30:00"),
        ("1:30", "1:30"),
        ("1e3", 1000.0),
        ("1E-2", 0.01),
        (".5", 0.5),
        ("+1.", 1.0),
        ("007", 7),
        ("0o17", 15),
        ("0x1F", 31),
        ("1_000", "1_000"),
        ("0b11", "0b11"),
        ("2030-06-01", "2030-06-01"),
        ("2030-06-01T00:00:00Z", "2030-06-01T00:00:00Z"),
        ("null", None),
        ("~", None),
        ("", None),
        ("'1'", "1"),
        ('"true"', "true"),
        ("''", ""),
        (".inf", float("inf")),
        ("=", "="),
    ],
)
def test_scalars_follow_the_core_schema_of_yaml_1_2(text, value):
    found = values(f"key: {text}\n")["key"]
    assert found == value
    assert type(found) is type(value)


def test_places_name_keys_and_values_from_one():
    found = places(read(b"a:\n  b: [1, 2]\nc: x\n", "f.yaml"))
    assert str(found[("a",)][0]) == "f.yaml:1:1"
    assert str(found[("a", "b")][0]) == "f.yaml:2:3"
    assert str(found[("a", "b", 1)][1]) == "f.yaml:2:10"
    assert str(found[("c",)][1]) == "f.yaml:3:4"


def test_windows_line_ends_and_a_byte_order_mark_change_nothing():
    assert values(b"\xef\xbb\xbfa: 1\r\nb: |\r\n  x\r\n  y\r\n") == {"a": 1, "b": "x\ny\n"}
    assert refusal(b"\xef\xbb\xbfa: 1\r\na: 2\r\n")[0].startswith("f.yaml:2:1: a: the key 'a' stands twice")


@pytest.mark.parametrize(
    ("text", "where", "words"),
    [
        (b"a: 1\nb: caf\xe9\n", "2:7", "the byte 0xe9 is not UTF-8"),
        ("a: 1\n".encode("utf-16"), "1:1", "the file is UTF-16"),
        (b"a: 1\nb: x\x00y\n", "2:5", "a NUL byte does not belong"),
        (b"a: \x1b[31m\n", "1:4", "the control character U+001B"),
        ("a: x\u2028y\n", "1:5", "the control character U+2028"),
        ("a: x\ufeffy\n", "1:5", "the control character U+FEFF"),
        (b"a: 1\n\tb: 2\n", "2:1", "the line begins with a tab"),
        ("", "1:1", "the file is empty"),
        ("# only words\n", "1:1", "the file is empty"),
        ("a: 1\n---\nb: 2\n", "2:1", "a second document begins here"),
        ("%TAG ! tag:x,2000:\n---\na: 1\n", "1:1", "%TAG directives are not allowed"),
        (
            "a: !!python/object/apply:os.system [x]\n",
            "1:4",
            "the tag 'tag:yaml.org,2002:python/object/apply:os.system'",
        ),
        ("a: !own x\n", "1:4", "the tag '!own' is not allowed"),
        ("a: !!str 1\n", "1:4", "the tag 'tag:yaml.org,2002:str' is not allowed"),
        ("! a: 1\n", "1:1", "the key 'a' has a tag or an anchor"),
        ("a: {<<: {b: 1}}\n", "1:5", "merge keys ('<<') are not allowed"),
        ("a: 1\na: 2\n", "2:1", "the key 'a' stands twice in this block, first in line 1"),
        ("1: x\n", "1:1", "the key 1 is not text"),
        ("true: x\n", "1:1", "the key true is not text"),
        ("null: x\n", "1:1", "the key null is not text"),
        ("[a]: x\n", "1:1", "a key must be text"),
        ("a: *b\n", "1:4", "the alias '*b' has no anchor"),
        ("a: &a [*a]\n", "1:8", "stands inside its own anchor"),
        ("a: 'x\n", "1:4", "a quote that was opened is never closed"),
        ("a: @x\n", "1:4", "a text cannot begin with '@'"),
        ("a: b: c\n", "1:5", "a ':' stands where no key can be"),
        (f"a: {'9' * 5000}\n", "1:4", "a whole number of 5000 digits"),
    ],
)
def test_what_a_scenario_may_not_hold_is_refused_at_its_place(text, where, words):
    faults = refusal(text)
    assert faults[0].startswith(f"f.yaml:{where}: ")
    assert words in faults[0]


def test_faults_that_do_not_stop_the_parser_come_together():
    assert len(refusal("a: 1\na: 2\nb: !x 1\n3: c\n<<: {}\nd: *e\n")) == 5


def test_aliases_stand_for_what_they_name():
    assert values("a: &x {b: [1]}\nc: *x\n") == {"a": {"b": [1]}, "c": {"b": [1]}}


BOMB = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 10)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (BOMB, "more than 100,000 values"),
        ("a: " + "[" * 100_000, "nested more than 32 deep"),
        ("- " * 100_000, "nested more than 32 deep"),
        ("{a: " * 10_000, "nested more than 32 deep"),
        ("a: &a " + "[" * 20 + "]" * 20 + "\nb: " + "[" * 20 + "*a" + "]" * 20, "nested more than 32 deep"),
        (b"a: " + b"x" * 5_000_000, "the file has 5,000,003 bytes"),
    ],
    ids=["billion laughs", "brackets", "lists", "blocks", "deep aliases", "five megabytes"],
)
def test_bombs_are_refused_fast(text, words):
    started = time.perf_counter()
    faults = refusal(text)
    assert words in faults[0]
    assert time.perf_counter() - started < 2.0


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.floats(allow_nan=False)
    | st.text("abNOyes:,#'\"é -"),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abcNO1", min_size=1), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["title", "clock", "NO", "x"]), PLAIN, min_size=1))
def test_what_json_writes_is_read_back(document):
    import json

    assert values(json.dumps(document)) == document
