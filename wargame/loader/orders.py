"""Reads a file of orders and checks it against a scenario; every fault at once, with its place."""

from pathlib import Path

from wargame.loader.faults import Fault, ScenarioError, refuse
from wargame.loader.sources import Source
from wargame.loader.translate import validated
from wargame.loader.tree import place_of
from wargame.loader.yaml_strict import read
from wargame.scenario import Scenario
from wargame.scenario.orders import Orders, impossible


def load_orders(path: Path | str, scenario: Scenario) -> Orders:
    """The orders of a YAML file, for a scenario that they were checked against.

    Raises:
        ScenarioError: the file is wrong, or orders what cannot be carried out; carries all faults.
    """
    source = Source(str(path), Path(path))
    tree = read(source.read(), source.label)
    if not isinstance(tree.content, dict):
        raise refuse(
            tree.place, "a file of orders is a block of keys, with 'orders:' on top; found something else"
        )
    orders, faults = validated(Orders, tree)
    if orders is None:
        raise ScenarioError(faults)
    wrong = [
        Fault.at(place_of(tree, place), place, sentence) for place, sentence in impossible(orders, scenario)
    ]
    if wrong:
        raise ScenarioError(wrong)
    return orders
