"""What the text of a contribution does not leave out: values too small for four decimals, and who has no users."""

import pytest

from wargame.analysis.contribution.text import _value
from wargame.cli import main


@pytest.mark.parametrize(
    ("value", "shown"), [(0.00003, "+3e-05"), (-0.00002, "-2e-05"), (0.0, "+0.0000"), (0.01, "+0.0100")]
)
def test_it_is_told_by_its_size(value, shown):
    line = _value("AUS", {"value": value, "low": value, "high": value}, "")
    assert line.split()[1] == shown
    assert f"[{shown}, {shown}]" in line


def test_who_has_no_users_is_named_beside_the_gains(capsys):
    assert main(["contribution", "tutorial", "--replicates", "2", "--workers", "1"]) == 0
    told = capsys.readouterr().out
    assert "Not here, as they have no users of their own: COR." in told
