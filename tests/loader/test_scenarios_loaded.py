"""What a loaded scenario is: frozen, hashed whatever the order of the file, with effects' defaults filled in."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from wargame import registry
from wargame.loader import load, load_all
from wargame.loader.tree import plain
from wargame.loader.yaml_strict import read
from wargame.scenario.base import Model


def _shuffled(value, draw):
    if isinstance(value, dict):
        keys = draw(st.permutations(sorted(value)))
        return {key: _shuffled(value[key], draw) for key in keys}
    return [_shuffled(item, draw) for item in value] if isinstance(value, list) else value


@settings(max_examples=10)
@given(st.data())
def test_the_order_of_keys_does_not_change_the_hash(tmp_path_factory, data):
    from pathlib import Path

    base = Path(__file__).parent / "base.yaml"
    values = plain(read(base.read_bytes(), "base.yaml"))
    shuffled = tmp_path_factory.mktemp("shuffled") / "mine.yaml"
    shuffled.write_text(json.dumps(_shuffled(values, data.draw)), encoding="utf-8")
    assert load(shuffled).hash == load(base).hash


def test_whole_numbers_and_written_out_defaults_do_not_change_the_hash(base, write):
    assert (
        load(write("politics: {severity: 0.3}\nsites: {red_base: {latitude_deg: 15.0}}\n")).hash
        == load(base).hash
    )
    assert load(write("title: Another\n")).hash != load(base).hash


def test_a_scenario_is_frozen(base):
    with pytest.raises(ValidationError):
        load(base).title = "changed"


def test_parameters_are_checked_and_filled_by_their_effect(base, monkeypatch):
    jammer = load(base).actors["RED"].adversary.capabilities["jammer"]
    model = registry.plugins(registry.EFFECT)["uplink_jamming"].Parameters
    assert jammer.parameters == model(site="red_base", eirp_dbw=80).model_dump(mode="json")


def test_a_new_effect_brings_its_own_parameters(write, faults, monkeypatch):
    class Parameters(Model):
        strength_db: float
        site: str | None = None

    class Fake:
        key = "fake"
        title = "Fake"

        def can_target(self, parameters, target, scene):
            return target in scene.scenario.fleet

    Fake.Parameters = Parameters
    monkeypatch.setattr(registry, "plugins", lambda kind: {"fake": Fake()} if kind is registry.EFFECT else {})
    head = "threat_packages: null\nactors: {RED: {adversary: {capabilities: {intruder: null, jammer: null, new: {\n"
    good = load(write(head + "  effect: fake, magazine: 1, parameters: {strength_db: 3}}}}}}\n"))
    assert good.actors["RED"].adversary.capabilities["new"].parameters == {"strength_db": 3.0, "site": None}
    bad = faults(write(head + "  effect: fake, magazine: 1}}}}}\n"))
    assert bad == [
        "3: actors.RED.adversary.capabilities.new.parameters.strength_db: the key 'strength_db' is missing; add it"
    ]


def test_warnings_name_what_is_odd(write):
    odd = load_all(
        write(
            "user_classes: {car: {mask_deg: 30, receivers: [galileo]}}\n"
            "satellites: {far: {name: Far, owner: ARC, orbit: {type: geo, longitude_deg: 150},\n"
            "  payloads: {relay: {kind: wideband, capacity_mbps: 10, bands: [x]}}}}\n"
            "sites: {arc_gateway: {functions: {second: {kind: gateway, mission: satcom_wideband, bands: [c]}}}}\n"
            "threat_packages: null\n"
        )
    ).warnings
    said = {warning.path: str(warning.sentence) for warning in odd}
    assert "no satellite broadcasts" in said["user_classes.car.receivers.0"]
    assert "no group of users" in said["user_classes.car"]
    assert "nobody can use this payload" in said["satellites.far.payloads.relay"]
    assert "shares a band" in said["sites.arc_gateway.functions.second.bands"]
    assert "no threat packages" in said["threat_packages"]


def test_the_base_scenario_has_no_warnings(base):
    assert [fault.as_warning() for fault in load_all(base).warnings] == []
