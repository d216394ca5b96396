"""Custody by the fast path equals custody asked for sensor by sensor and step by step, on small random worlds."""

import copy
import random

import pytest
import scalar_base
import scalar_sda
import worlds_sda

from wargame.availability import Availability, Outage
from wargame.coalition import Coalition
from wargame.missions.service import ServiceModel
from wargame.scenario import Scenario
from wargame.space.architecture import geometry_request
from wargame.space.geometry import build_geometry

WORLDS = 150
STEPS = 5


def sky_world(worlds, seed):
    """A world in which only custody is needed: (scenario, members, leaving, outages)."""
    values, members, leaving, rng = worlds.world(seed)
    values = copy.deepcopy(values)
    values["agreements"] = {}
    for users in values["users"].values():
        users["needs"] = {}
    for key in [key for key in values["constellations"] if key == "gps"]:
        del values["constellations"][key]
    for site in values["sites"].values():
        site["functions"].pop("steer", None)
    nations = [key for key in values["actors"] if key != "red"]
    worlds_sda.add(random.Random(f"sda {seed}"), values, nations)
    scenario = Scenario.model_validate(values)
    outages = [*worlds.outages(rng, scenario), *worlds.outages(rng, scenario)]
    return scenario, members, leaving, outages


def fast(scenario, members, leaving, outages):
    """The services, and what is available."""
    model = ServiceModel(scenario, build_geometry(geometry_request(scenario)))
    return model, Availability(
        tuple(Outage(*each) for each in outages), Coalition(scenario, members, leaving)
    )


@pytest.mark.parametrize("seed", range(WORLDS))
def test_shares_of_objects_in_custody_equal_the_scalar_ones(seed, worlds):
    scenario, members, leaving, outages = sky_world(worlds, seed)
    model, available = fast(scenario, members, leaving, outages)
    slow = scalar_base.World(scenario, members, leaving, outages)
    timeline = model.timeline("sda", available)
    for step in sorted(random.Random(seed).sample(range(72), STEPS)):
        try:
            expected = scalar_sda.service(slow, step)
        except scalar_base.Grazing:
            continue
        for (region, nation), share in expected.items():
            place = model.regions.index(region), model.beneficiaries.index(nation)
            assert timeline.values[(*place, step)] == pytest.approx(share, abs=2e-9), (step, region, nation)
        for r, region in enumerate(model.regions):
            for b, nation in enumerate(model.beneficiaries):
                assert (timeline.weights[r, b] > 0) == ((region, nation) in expected)
                assert timeline.weights[r, b] > 0 or not timeline.values[r, b].any()
