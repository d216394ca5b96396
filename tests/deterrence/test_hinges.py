"""What an attack hangs on: only what can matter to it tells it from the same attack at other times."""

from types import SimpleNamespace

import pytest

from wargame.availability import Outage
from wargame.deterrence.expected import Posture
from wargame.deterrence.hinges import NOTHING, Hinges
from wargame.deterrence.memory import Memory
from wargame.deterrence.options import Weapon


def weapon(destructive=False, carrier=None):
    effect = SimpleNamespace(destructive=destructive)
    return Weapon("weapon", effect, None, 1, ("plain", "evader", "spared"), carrier)


def body(**defences):
    return SimpleNamespace(**{"evasion": None, "replacement": None, "decoys": 0} | defences)


FLEET = {
    "plain": body(),
    "decoyed": body(decoys=2),
    "evader": body(evasion=object()),
    "spared": body(replacement=object()),
}


def hinges(fleet=FLEET, trained=False, **posture):
    agreements = {"drill": SimpleNamespace(kind="training")} if trained else {}
    scenario = SimpleNamespace(fleet=fleet, agreements=agreements, stock_of=lambda key: key)
    belief = SimpleNamespace(
        actor="RED", learned=(), leaks=(), phase="crisis", posture=Posture(**posture),
        coalition=SimpleNamespace(key=("all",)), outages=(Outage("radar", None, 0.0, 0, 9),),
    )  # fmt: skip
    return Hinges(belief, scenario, Memory())


def test_an_approach_matters_to_what_its_satellite_carries_out_and_to_nothing_else():
    before, after = hinges(), hinges(visits=(("tug", "beside plain"),))
    own, other = weapon(carrier="tug"), weapon()
    assert before.of(own, ["plain"]) != after.of(own, ["plain"])
    assert before.of(other, ["plain"]) == after.of(other, ["plain"]) == NOTHING
    assert before.everything != after.everything


@pytest.mark.parametrize(
    ("target", "posture"),
    [
        ("decoyed", {"inspected": ("decoyed",)}),
        ("evader", {"delta_v_spent": (("evader", 5.0),)}),
        ("spared", {"copies_used": (("spared", 1),)}),
    ],
)
def test_what_defences_have_left_matters_to_attacks_on_their_satellite(target, posture):
    before, after = hinges(), hinges(**posture)
    assert before.of(weapon(), [target]) != after.of(weapon(), [target])
    assert before.of(weapon(), ["plain"]) == after.of(weapon(), ["plain"]) == NOTHING


def test_sensors_that_are_down_matter_to_targets_that_evade():
    assert hinges()._down in hinges().of(weapon(), ["evader"])[0]
    assert hinges()._down not in hinges().of(weapon(), ["spared"])[0]


def test_replacements_matter_to_whatever_breaks_satellites_up():
    before, after = hinges(), hinges(copies_used=(("spared", 1),))
    wild = weapon(destructive=True)
    assert before.of(wild, ["plain"]) != after.of(wild, ["plain"])
    nobody = {"plain": body()}
    assert hinges(nobody).of(wild, ["plain"]) == NOTHING


def test_training_is_everybody_s_business():
    assert ("all",) in hinges(trained=True).label
    assert ("all",) not in hinges().label
