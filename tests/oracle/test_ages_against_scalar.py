"""Freshness by the fast path equals ages asked for collection by collection, on small random worlds."""

import copy
import random
from dataclasses import replace

import pytest
import scalar_ages
import scalar_base
import worlds_ages

from wargame.availability import Availability, Outage
from wargame.coalition import Coalition
from wargame.missions.service import ServiceModel
from wargame.scenario import Scenario
from wargame.space.architecture import geometry_request
from wargame.space.geometry import build_geometry

COARSE_WORLDS, FINE_WORLDS = 200, 6
WORLDS_A_TEST = 10
HORIZON_STEPS = 360


def fresh_world(worlds, seed):
    """A world in which only freshness is needed: (scenario, members, leaving, outages)."""
    values, members, leaving, rng = worlds.world(seed)
    values = copy.deepcopy(values)
    values["agreements"], values["constellations"] = {}, {}
    for users in values["users"].values():
        users["needs"] = {}
    for site in values["sites"].values():
        site["functions"] = {}
    for key in [*values["satellites"]][2:]:
        del values["satellites"][key]
    for satellite in values["satellites"].values():
        satellite["payloads"] = {}
    for region in values["regions"].values():
        region["spacing_km"] = 1500
    nations = [key for key in values["actors"] if key != "red"]
    worlds_ages.add(random.Random(f"ages {seed}"), values, nations)
    scenario = Scenario.model_validate(values)
    outages = [*worlds.outages(rng, scenario), *worlds.outages(rng, scenario)]
    return scenario, members, leaving, outages


def fast(scenario, members, leaving, outages, sample_s):
    """The services, and what is available."""
    request = replace(geometry_request(scenario), sensor_sample_s=sample_s)
    model = ServiceModel(scenario, build_geometry(request))
    return model, Availability(
        tuple(Outage(*each) for each in outages), Coalition(scenario, members, leaving)
    )


def compare(worlds, seed, samples):
    """Compare all missions of a world at a few steps; return the services compared, by mission."""
    scenario, members, leaving, outages = fresh_world(worlds, seed)
    model, available = fast(scenario, members, leaving, outages, 300 // samples)
    slow = scalar_ages.Ages(scalar_base.World(scenario, members, leaving, outages), samples, HORIZON_STEPS)
    found = {mission: [] for mission in worlds_ages.MISSIONS}
    for mission in worlds_ages.MISSIONS:
        timeline = model.timeline(mission, available, model.horizon_s)
        for step in sorted(random.Random(f"{seed} {mission}").sample(range(HORIZON_STEPS), 6)):
            expected = slow.service(mission, step)
            for (region, nation), service in expected.items():
                place = model.regions.index(region), model.beneficiaries.index(nation)
                value = timeline.values[(*place, step)]
                assert value == pytest.approx(service, abs=2e-9), (mission, step, region, nation)
                found[mission].append(value)
            for r, region in enumerate(model.regions):
                for b, nation in enumerate(model.beneficiaries):
                    assert (timeline.weights[r, b] > 0) == ((region, nation) in expected)
                    assert timeline.weights[r, b] > 0 or not timeline.values[r, b].any()
    return found


@pytest.mark.parametrize("first", range(0, COARSE_WORLDS, WORLDS_A_TEST))
def test_freshness_equals_the_scalar_one(first, worlds):
    """Two samples a step, on both sides: as good as ten for comparing rules, and faster."""
    seen = {mission: set() for mission in worlds_ages.MISSIONS}
    for seed in range(first, first + WORLDS_A_TEST):
        try:
            for mission, values in compare(worlds, seed, 2).items():
                seen[mission] |= {round(float(value), 6) for value in values}
        except scalar_base.Grazing:
            continue
    assert len(set().union(*seen.values())) > 15  # many values, so agreement means something


@pytest.mark.parametrize("seed", range(COARSE_WORLDS, COARSE_WORLDS + FINE_WORLDS))
def test_freshness_equals_the_scalar_one_on_the_samples_of_a_run(seed, worlds):
    try:
        compare(worlds, seed, 10)
    except scalar_base.Grazing:
        pytest.skip("a line of sight within 1e-6 degrees of a limit")
