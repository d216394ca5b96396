"""Files of orders: strict like scenarios, every fault at its place in one go."""

import pytest

from wargame.loader import ScenarioError, load
from wargame.loader.orders import load_orders

GOOD = """\
orders:
  jam: {kind: attack, actor: RED, at_h: 26, capability: jammer, targets: [arc_relay_east]}
  wait: {kind: hold, actor: RED}
  yes: {kind: respond, actor: BOR, targets: [arc_relay_east], reason: The cabinet has met.}
  no: {kind: refuse, actor: ARC, from_h: 30, reason: Elections.}
"""


def _faults(tmp_path, text):
    path = tmp_path / "orders.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as refused:
        load_orders(path, load("tutorial"))
    return [f"{f.line}:{f.column}: {f.path}: {f.sentence}" for f in refused.value.faults]


def test_a_file_of_orders_is_read(tmp_path):
    path = tmp_path / "orders.yaml"
    path.write_text(GOOD, encoding="utf-8")
    orders = load_orders(path, load("tutorial"))
    assert sorted(orders.orders) == ["jam", "no", "wait", "yes"]
    assert [action.capability for action in orders.scripts["RED"]] == ["jammer"]
    assert orders.answer("BOR", "arc_relay_east", 0).kind == "respond"
    assert orders.answer("BOR", "arc_gateway", 0) is None
    assert orders.answer("ARC", "arc_gateway", 29 * 3600) is None
    assert orders.answer("ARC", "arc_gateway", 30 * 3600).kind == "refuse"


def test_every_impossible_order_is_named_at_its_place(tmp_path):
    text = """\
orders:
  one: {kind: attack, actor: ARC, at_h: 26, capability: jammer, targets: [bor_relay]}
  two: {kind: attack, actor: RED, at_h: 99, capability: jamer, targets: [bor_rely]}
"""
    found = _faults(tmp_path, text)
    first, second = text.splitlines()[1:]
    expected = [
        f"2:{first.index('ARC') + 1}: orders.one.actor: 'ARC' is lead and attacks nobody",
        f"3:{second.index('99') + 1}: orders.two.at_h: hour 99 lies after the end of the run",
        f"3:{second.index('jamer') + 1}: orders.two.capability: 'RED' has no capability 'jamer'",
        f"3:{second.index('bor_rely') + 1}: orders.two.targets.0: there is no satellite, site, group of users",
    ]
    assert all(line.startswith(words) for line, words in zip(found, expected, strict=True)), found


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("orders: {a: {kind: attak, actor: RED}}\n", "found the kind 'attak'"),
        ("orders: {a: {kind: hold, actor: RED, at_h: 3}}\n", "'at_h'"),
        ("orders: {a: {kind: respond, actor: BOR}}\n", "reason"),
        ("order: {}\n", "order"),
        ("- 1\n", "a file of orders is a block of keys"),
        ("orders: {}\n", "orders"),
        ("orders: {a: {kind: hold, actor: RED}, a: {kind: hold, actor: RED}}\n", "stands twice"),
    ],
)
def test_a_file_that_is_no_file_of_orders_is_refused(tmp_path, text, sentence):
    found = _faults(tmp_path, text)
    assert any(sentence in line for line in found), found


def test_a_file_that_is_not_there_is_said_to_be_so(tmp_path):
    with pytest.raises(ScenarioError, match="the file cannot be read"):
        load_orders(tmp_path / "none.yaml", load("tutorial"))
