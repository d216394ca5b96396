"""The table of assumptions: every row is one field of one kind of block, with that field's own range."""

import pytest

from wargame import load
from wargame.analysis.assumptions import judgements
from wargame.loader import shipped

EIRP = "satellites.*.payloads.{}.carrier_eirp_dbw"


@pytest.mark.parametrize("name", shipped())
def test_no_shipped_scenario_shows_a_value_outside_its_range(name):
    assert [(item.path, item.outside) for item in judgements(load(name)) if item.outside] == []


def test_each_kind_of_payload_has_a_row_with_its_own_range():
    rows = {item.path: item for item in judgements(load("western_pacific"))}
    narrow, wide = rows[EIRP.format("narrowband")], rows[EIRP.format("wideband")]
    assert (narrow.values, narrow.low, narrow.high) == ((25.0,), 10.0, 40.0)
    assert (wide.values, wide.low, wide.high) == ((60.0,), 45.0, 75.0)


@pytest.mark.parametrize("name", shipped())
def test_numbers_stand_in_the_order_of_numbers(name):
    for item in judgements(load(name)):
        if all(isinstance(value, int | float) for value in item.values):
            assert list(item.values) == sorted(item.values), item.path


def test_a_value_outside_its_range_is_marked():
    power = "actors.RED.adversary.capabilities.jammer.parameters.eirp_dbw"
    changed = load("tutorial", set={power: 95.0, "politics.prior_hostile": 0.95})
    rows = {item.path.rpartition(".")[2]: item for item in judgements(changed)}
    assert rows["eirp_dbw"].as_dict()["outside_the_range"] == [95.0]
    assert len(rows["prior_hostile"].outside) == 1
    assert not rows["severity"].outside


def test_what_one_government_changes_is_a_judgement_too():
    changed = load("tutorial", set={"actors.BOR.government.severity": 0.01})
    rows = {item.path: item for item in judgements(changed)}
    assert rows["actors.*.government.severity"].outside == (0.01,)
    assert rows["actors.*.government.severity"].meaning == rows["politics.severity"].meaning
