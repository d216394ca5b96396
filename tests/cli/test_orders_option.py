"""`wargame run --orders FILE`: played, kept in the record, verified; refused with file, line and column."""

import json

from wargame.cli import main

ORDERS = """\
orders:
  jam: {kind: attack, actor: RED, at_h: 26, capability: jammer, targets: [arc_relay_east]}
  no: {kind: refuse, actor: ARC, reason: Elections.}
"""


def _write(text):
    with open("orders.yaml", "w", encoding="utf-8") as file:
        file.write(text)


def test_a_run_with_orders_is_played_kept_and_verified(elsewhere, capsys):
    _write(ORDERS)
    assert main(["run", "tutorial", "--seed", "1", "--orders", "orders.yaml", "--out", "out"]) == 0
    assert "Played with orders of people for Arcadia, Red." in capsys.readouterr().out
    summary = json.loads((elsewhere / "out" / "summary.json").read_text("utf-8"))
    assert sorted(summary["orders"]["orders"]) == ["jam", "no"]
    first = json.loads((elsewhere / "out" / "record.jsonl").read_text("utf-8").splitlines()[0])
    assert sorted(first["orders"]["orders"]) == ["jam", "no"]
    for folder in ("out", "out/us_only"):
        capsys.readouterr()
        assert main(["verify", folder, "--strict"]) == 0
        assert "identical" in capsys.readouterr().out
    beside = json.loads((elsewhere / "out" / "restraint" / "record.jsonl").read_text("utf-8").splitlines()[0])
    assert beside["orders"] is None


def test_impossible_orders_are_refused_before_anything_is_played(elsewhere, capsys):
    _write(ORDERS.replace("actor: RED", "actor: BOR"))
    assert main(["run", "tutorial", "--orders", "orders.yaml", "--out", "out"]) == 1
    said = capsys.readouterr().err
    assert "orders.yaml:2:30: orders.jam.actor: 'BOR' is partner and attacks nobody" in said
    assert not (elsewhere / "out").exists()


def test_orders_and_another_arm_do_not_go_together(elsewhere, capsys):
    _write(ORDERS)
    given = ["run", "tutorial", "--arm", "forced", "--package", "blind", "--orders", "orders.yaml"]
    assert main(given) == 1
    assert "orders belong to the free arm" in capsys.readouterr().err
