"""Whatever stands in a file, the loader answers with faults that have a place and a sentence, never with a crash."""

import json
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from wargame.loader import ScenarioError, validate
from wargame.loader.tree import places, plain
from wargame.loader.yaml_strict import read

BASE = read((Path(__file__).parent / "base.yaml").read_bytes(), "base.yaml")
PATHS = sorted((path for path in places(BASE) if path), key=str)
WORDS = [
    "",
    "ARC",
    "RED",
    "beacon",
    "arc_relay",
    "navigation",
    "geo",
    "members",
    "co_orbital",
    "sar",
    "a.b",
    "NO",
    "é",
]
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from([0, -1, 1, 2.5, 7, 1e300, 10**30, float("inf"), float("nan")]),
    st.sampled_from(WORDS),
    st.just([]),
    st.just({}),
    st.lists(st.sampled_from(WORDS), max_size=3),
    st.dictionaries(
        st.sampled_from([*WORDS, "kind", "type", "name", "owner", "set"]), st.sampled_from(WORDS), max_size=3
    ),
)


def _replaced(values, path, value, rename):
    holder = values
    for part in path[:-1]:
        holder = holder[part]
    if rename is not None and isinstance(holder, dict):
        holder[rename] = holder.pop(path[-1])
    else:
        holder[path[-1]] = value
    return values


def _written(value):
    """JSON is YAML but for the numbers that are none."""
    return json.dumps(value).replace("NaN", ".nan").replace("Infinity", ".inf")


@settings(max_examples=100)
@given(
    path=st.sampled_from(PATHS),
    value=VALUES,
    rename=st.none() | st.sampled_from([*WORDS, "a b", "kind"]),
    second=st.none() | st.sampled_from(PATHS),
)
@example(path=("excursions",), value=[], rename=None, second=None)
@example(
    path=("actors", "RED", "adversary", "capabilities", "jammer", "parameters"),
    value=3,
    rename=None,
    second=None,
)
def test_a_file_with_anything_anywhere_is_read_or_refused_in_sentences(
    tmp_path_factory, path, value, rename, second
):
    values = _replaced(plain(BASE), path, value, rename)
    if second is not None and path[: len(second)] != second[: len(path)]:
        values = _replaced(values, second, value, None)
    file = tmp_path_factory.mktemp("hostile") / "mine.yaml"
    file.write_text(_written(values), encoding="utf-8")
    for fault in _refusals(file):
        assert fault.line == 1
        assert fault.column >= 1
        assert fault.sentence
        assert "pydantic" not in fault.sentence
        assert "nput should" not in fault.sentence.lower()


def _refusals(file):
    """The faults of a file; none when it is sound."""
    try:
        validate(file)
    except ScenarioError as error:
        return error.faults or pytest.fail("refused without a fault")
    return ()
