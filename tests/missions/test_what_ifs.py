"""What-ifs ask for many statuses together; each must get what it would get alone, by the same physics."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sampling import samples_by_region

from wargame.availability import Availability, Jammer
from wargame.coalition import Coalition
from wargame.loader import load
from wargame.missions.service import ServiceModel
from wargame.missions.status import WHAT_IF
from wargame.scenario.base import MISSION_KEYS

LOUD = (
    Jammer(0.0, 19.0, 117.5, 10_000.0, 30.0),
    Jammer(0.0, 27.5, 124.5, 10_000.0, 60.0),
    Jammer(0.0, 19.0, 117.5, 10_000.0, 5.0, spoofs=True),
)
"""Transmitters; some stand over a region of the scenario below and some do not."""


@pytest.fixture(scope="module", params=["classroom", "tutorial"])
def model(request):
    """Services of a shipped scenario."""
    return ServiceModel(load(request.param))


def statuses_of(model, mission, chance):
    """Some statuses that a mission feels: parts and all of assets, terminals of users, transmitters."""
    service, scenario = model.service(mission), model.scenario
    assets = sorted(service.assets)
    found = set()
    for asset, factor in chance.draw(
        st.lists(st.tuples(st.sampled_from(assets), st.sampled_from((0.0, 0.4, 0.9))))
    ):
        function = mission if asset in scenario.users else None
        if service.feels(asset, function, factor):
            found.add((asset, function, factor))
    loud = chance.draw(st.sets(st.sampled_from(LOUD))) if service.hears_jammers else set()
    return frozenset(found | loud)


@settings(max_examples=40, deadline=None)
@given(chance=st.data())
def test_many_together_get_what_each_gets_alone_and_what_holds_from_the_epoch_gives(model, chance):
    mission = chance.draw(st.sampled_from(sorted(model.missions)))
    members = chance.draw(st.sets(st.sampled_from(sorted(Coalition.everybody(model.scenario).members))))
    coalition = Coalition(model.scenario, frozenset(members), "neutral")
    asked = [statuses_of(model, mission, chance) for _ in range(3)]
    together = model.lasting_by_region(mission, coalition, asked)
    for each, found in zip(asked, together, strict=True):
        afresh = ServiceModel(model.scenario, model.setting.geometry)
        assert np.array_equal(found, afresh.lasting_by_region(mission, coalition, [each])[0])
        plain = samples_by_region(model, mission, Availability.lasting(coalition, each))
        assert found == pytest.approx(plain, abs=2e-9)
    spans = [
        sorted(chance.draw(st.lists(st.integers(0, 9), min_size=2, max_size=2, unique=True))) for _ in asked
    ]
    asleep = ServiceModel(model.scenario, model.setting.geometry)
    for windows in (spans, [(low, high + 1) for low, high in reversed(spans)]):
        partly = asleep.lasting_by_region(mission, coalition, asked, None, [tuple(each) for each in windows])
        for (low, high), found, whole in zip(windows, partly, together, strict=True):
            assert np.array_equal(found[:, low:high], whole[:, low:high])
    one = (len(model.regions) - 1,)
    assert np.array_equal(model.lasting_by_region(mission, coalition, asked, one)[:, 0], together[:, one[0]])


def test_every_mission_of_the_language_is_asked_somewhere():
    """The test above would say nothing of a mission that neither scenario needs."""
    asked = {key for name in ("classroom", "tutorial") for key in load(name).needed}
    assert {"pnt", "satcom_wideband", "missile_warning"} <= asked <= set(MISSION_KEYS)


def test_jamming_elsewhere_leaves_a_region_as_it_is():
    model = ServiceModel(load("classroom"))
    coalition = Coalition.everybody(model.scenario)
    far = Jammer(0.0, -60.0, -120.0, 10.0, 60.0)
    calm, loud = model.lasting_by_region("pnt", coalition, [frozenset(), frozenset({far})])
    assert np.array_equal(calm, loud)
    assert calm.shape[1] == WHAT_IF.samples_in(model.setting.geometry.request.n_steps)


@pytest.mark.parametrize(("name", "mission"), [("classroom", "isr_imaging"), ("western_pacific", "sda")])
def test_where_nobody_needs_a_mission_there_is_nothing_to_lose(name, mission):
    """An adversary may want to deny what nobody uses there."""
    model = ServiceModel(load(name))
    nobody = [place for place, row in enumerate(model.service(mission).weights) if not row.any()]
    coalition = Coalition.everybody(model.scenario)
    lost = frozenset({(min(model.service(mission).assets), None, 0.0)})
    assert nobody
    for place in nobody:
        assert not model.lasting_by_region(mission, coalition, [frozenset(), lost], (place,)).any()
