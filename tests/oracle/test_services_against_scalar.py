"""The fast services equal the slow scalar ones on small random worlds, to 1e-9."""

import random

import numpy as np
import pytest
from sampling import samples_by_region

from wargame.availability import Availability, Outage
from wargame.coalition import Coalition
from wargame.missions.service import ServiceModel
from wargame.missions.status import HOURLY
from wargame.scenario import Scenario
from wargame.space.architecture import geometry_request
from wargame.space.geometry import build_geometry

WORLDS = 66
STEPS = 4


@pytest.mark.parametrize("seed", range(WORLDS))
def test_the_fast_path_equals_the_scalar_one(seed, scalar, worlds):
    values, members, leaving, rng = worlds.world(seed)
    scenario = Scenario.model_validate(values)
    outages = worlds.outages(rng, scenario)
    model = ServiceModel(scenario, build_geometry(geometry_request(scenario)))
    coalition = Coalition(scenario, members, leaving)
    available = Availability(tuple(Outage(*outage) for outage in outages), coalition)
    slow = scalar.World(scenario, members, leaving, outages)
    steps = sorted(random.Random(seed).sample(range(72), STEPS))
    for mission in scalar.SERVICES:
        timeline = model.timeline(mission, available)
        needed = set()
        for step in steps:
            try:
                expected = slow.service(mission, step)
            except scalar.Grazing:
                continue
            needed |= set(expected)
            for (region, nation), service in expected.items():
                place = model.regions.index(region), model.beneficiaries.index(nation)
                assert timeline.values[(*place, step)] == pytest.approx(service, abs=2e-9), (
                    mission,
                    step,
                    place,
                )
        for r, region in enumerate(model.regions):
            for b, nation in enumerate(model.beneficiaries):
                if needed:
                    assert (timeline.weights[r, b] > 0) == ((region, nation) in needed)
                if timeline.weights[r, b] == 0:
                    assert not timeline.values[r, b].any()


@pytest.mark.parametrize("seed", range(0, WORLDS, 6))
def test_what_ifs_equal_the_scalar_mean_over_hours(seed, scalar, worlds):
    values, members, leaving, rng = worlds.world(seed)
    scenario = Scenario.model_validate(values)
    outages = worlds.outages(rng, scenario)
    model = ServiceModel(scenario, build_geometry(geometry_request(scenario)))
    available = Availability(tuple(Outage(*o) for o in outages), Coalition(scenario, members, leaving))
    slow = scalar.World(scenario, members, leaving, outages)
    for mission in scalar.SERVICES:
        try:
            hours = [slow.service(mission, 6 + 12 * hour) for hour in (1, 2)]
        except scalar.Grazing:
            continue
        weights = model.timeline(mission, available).weights
        found = model.mean_by_region(mission, available, 3600.0, 3 * 3600.0)
        hourly = samples_by_region(model, mission, available, HOURLY)
        assert found == pytest.approx(hourly[:, 1:3].mean(axis=1), abs=2e-9)
        for r, region in enumerate(model.regions):
            parts = [
                weights[r, b] * hour[region, nation]
                for hour in hours
                for b, nation in enumerate(model.beneficiaries)
                if weights[r, b] > 0
            ]
            expected = sum(parts) / (2 * weights[r].sum()) if parts else 0.0
            assert found[r] == pytest.approx(expected, abs=2e-9), mission


def test_the_random_worlds_are_not_trivial(scalar, worlds):
    """Services over the worlds take many values, so agreement means something."""
    seen = {mission: set() for mission in scalar.SERVICES}
    for seed in range(0, WORLDS, 2):
        values, members, leaving, rng = worlds.world(seed)
        scenario = Scenario.model_validate(values)
        available = Availability(
            tuple(Outage(*o) for o in worlds.outages(rng, scenario)), Coalition(scenario, members, leaving)
        )
        model = ServiceModel(scenario, build_geometry(geometry_request(scenario)))
        for mission in scalar.SERVICES:
            timeline = model.timeline(mission, available)
            seen[mission] |= set(np.unique(timeline.values[timeline.weights > 0]).tolist())
    assert len(seen["pnt"]) > 300
    assert len(seen["satcom_wideband"]) > 30
    assert {0.0, 0.5, 1.0} < seen["missile_warning"]
