"""A value that four decimals would show as nothing, though it is not, does not read like one that is zero exactly."""

import pytest

from wargame.analysis.contribution.text import _value


@pytest.mark.parametrize(
    ("value", "shown"), [(0.00003, "+3e-05"), (-0.00002, "-2e-05"), (0.0, "+0.0000"), (0.01, "+0.0100")]
)
def test_it_is_told_by_its_size(value, shown):
    line = _value("AUS", {"value": value, "low": value, "high": value}, "")
    assert line.split()[1] == shown
    assert f"[{shown}, {shown}]" in line
