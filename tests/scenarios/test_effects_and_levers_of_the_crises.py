"""Every effect, defence and lever of a conflict stands in a shipped crisis, in the file or in one of its excursions."""

import pytest

from wargame.loader import load_all
from wargame.registry import EFFECT, plugins
from wargame.run import run

REAL = ("baltic_high_north", "gulf")
CRISES = (*REAL, "western_pacific", "classroom", "tutorial", "costly_friend")
NOWHERE = {"nuclear_burst"}
"""Effects that no shipped crisis holds: a burst is the white cell's alone and would end every question they ask."""
STRUCK = (
    ("gulf", "struck_ground", "strike_the_ground"),
    ("gulf", "struck_ground_dispersed", "strike_the_ground"),
    ("gulf", "close_approach", "come_close"),
    ("gulf", "defended_satellites", "blind_the_warning"),
    ("baltic_high_north", "shadowed", "shadow_and_seize"),
    ("baltic_high_north", "shadowed_and_guarded", "shadow_and_seize"),
    ("baltic_high_north", "replaced", "close_the_eyes"),
)
"""Excursions that change what can be attacked, or how that defends itself, with a package that shows it."""


@pytest.fixture(scope="module")
def shipped_variants():
    """Every shipped crisis as it stands and in each of its excursions in which something is changed."""
    found = {}
    for name in CRISES:
        base = load_all(name)
        found[name, None] = base.scenario
        for excursion in (key for key in base.excursions if not key.startswith(("without", "no_partners"))):
            found[name, excursion] = load_all(name, excursion=excursion).scenario
    return found


def _capabilities(scenario):
    return [
        item for key in scenario.adversaries for item in scenario.actors[key].adversary.capabilities.values()
    ]


def test_every_effect_stands_in_a_shipped_crisis(shipped_variants):
    used = {item.effect for scenario in shipped_variants.values() for item in _capabilities(scenario)}
    assert used == set(plugins(EFFECT)) - NOWHERE


def test_every_defence_and_lever_stands_in_a_shipped_crisis(shipped_variants):
    found = set()
    for scenario in shipped_variants.values():
        for body in scenario.fleet.values():
            found |= {
                name for name in ("decoys", "guardian", "evasion", "replacement") if getattr(body, name)
            }
            found |= {f"replacement: {body.replacement.kind}"} if body.replacement else set()
        found |= {inject.kind for inject in scenario.injects.values()}
        found |= {"contract" for actor in scenario.actors.values() if actor.contract is not None}
        found |= {
            "step_down"
            for key in scenario.adversaries
            if scenario.actors[key].adversary.step_down.after_moves > 0
        }
        found |= {"terminal_readiness" for group in scenario.users.values() if group.terminal_readiness > 0.5}
        found |= {"physical_protection" for site in scenario.sites.values() if site.physical_protection > 0.5}
    assert found >= {
        "contract",
        "decoys",
        "demonstration",
        "evasion",
        "guardian",
        "off_ramp",
        "outage",
        "physical_protection",
        "replacement: launch",
        "replacement: spare",
        "step_down",
        "terminal_readiness",
    }


@pytest.mark.parametrize("name", REAL)
def test_what_an_effect_is_given_lies_in_the_range_of_its_page(name, shipped_variants):
    for (crisis, excursion), scenario in shipped_variants.items():
        if crisis != name:
            continue
        for item in _capabilities(scenario):
            fields = plugins(EFFECT)[item.effect].Parameters.model_fields
            for key, value in item.parameters.items():
                extra = fields[key].json_schema_extra or {}
                if "low" in extra:
                    assert extra["low"] <= value <= extra["high"], f"{excursion}: {item.name}.{key}"


@pytest.mark.parametrize("name", REAL)
def test_no_excursion_treats_a_government_or_its_terminals_otherwise(name, shipped_variants):
    """Politics stay the same for all, and so does readiness."""
    for (crisis, excursion), scenario in shipped_variants.items():
        if crisis == name:
            assert len({item.model_dump_json() for item in scenario.governments.values()}) == 1, excursion
            assert len({group.terminal_readiness for group in scenario.users.values()}) == 1, excursion


@pytest.mark.slow
@pytest.mark.parametrize(("name", "excursion", "package"), STRUCK)
def test_the_package_of_an_excursion_can_be_carried_out_within_the_run(
    name, excursion, package, shipped_variants
):
    """Everything in reach, nothing refused, and what was launched takes effect before the run is over."""
    scenario = shipped_variants[name, excursion]
    record = run(scenario, arm="forced", package=package, keep="lean")
    kinds = [event.kind for event in record.events]
    assert "order.refused" not in kinds
    resolved = [event for event in record.events if event.kind == "engagement.resolved"]
    assert len(resolved) == kinds.count("engagement.launched")
    assert all(event.t_s <= scenario.clock.duration_s for event in resolved)
