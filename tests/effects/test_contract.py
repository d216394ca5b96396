"""What every effect promises, over all that are registered; a new effect is checked without a new test."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from wargame.events import FAILURE
from wargame.game.consequences import Consequence, Debris, Degraded, Jammed, Lost
from wargame.game.effect import Odds, Refusal, Timing
from wargame.loader.load import load
from wargame.registry import DOCTRINE, EFFECT, modules, plugins
from wargame.run import board_of, run
from wargame.scenario.evidence import Modality
from wargame.scenario.field_sentences import sentence_of

EFFECTS = plugins(EFFECT)
HEADINGS = (
    "What happens",
    "When it can be tried",
    "What decides success",
    "Source and confidence",
    "Leaves out",
)
DAY_S = 86_400
EARLIEST_S = (0, 3_600, 40_000, 90_000)


@dataclass(frozen=True)
class Try:
    """One effect against one asset of the tutorial from one time on."""

    key: str
    effect: object
    parameters: BaseModel
    target: str
    earliest_s: int


@pytest.fixture(scope="module")
def ground():
    """The tutorial with a capability for every effect."""
    return load(Path(__file__).parent / "proving_ground.yaml")


@pytest.fixture(scope="module")
def scene(ground):
    return board_of(ground).scene


@pytest.fixture(scope="module")
def tries(ground):
    """Every effect, with the proving ground's capability that uses it, against everything at several times."""
    capabilities = ground.actors["RED"].adversary.capabilities.values()
    found = []
    for capability in capabilities:
        effect = EFFECTS[capability.effect]
        parameters = effect.Parameters.model_validate(dict(capability.parameters))
        for target in (*ground.fleet, *ground.sites, *ground.users, *ground.regions):
            found += [Try(capability.effect, effect, parameters, target, t) for t in EARLIEST_S]
    assert {each.key for each in found} == set(EFFECTS), (
        "give the proving ground a capability for every effect"
    )
    return found


def _timing(each, scene):
    return each.effect.timing(
        each.parameters, each.target, scene, each.earliest_s, each.earliest_s + each.effect.order_life_s
    )


@pytest.fixture(scope="module")
def possible(tries, scene):
    """The tries that find an opportunity, with their timing."""
    timed = [
        (each, _timing(each, scene))
        for each in tries
        if each.effect.can_target(each.parameters, each.target, scene)
    ]
    found = [(each, timing) for each, timing in timed if isinstance(timing, Timing)]
    assert {each.key for each, _ in found} == set(EFFECTS), (
        "every effect must find something to do on the proving ground"
    )
    return found


@pytest.mark.parametrize("key", EFFECTS)
def test_an_effect_s_page_has_its_five_headings_and_says_what_it_leaves_out(key):
    """Policy readers read these pages, not the code."""
    page = modules(EFFECT)[key].__doc__ or ""
    places = [page.find(f"\n{heading}\n") for heading in HEADINGS]
    assert -1 not in places
    assert places == sorted(places)
    bodies = [page[start:end] for start, end in zip(places, [*places[1:], None], strict=True)]
    assert all(len(body.split()) > 8 for body in bodies), "a heading without a text"


@pytest.mark.parametrize("key", EFFECTS)
def test_an_effect_declares_what_it_is_and_what_it_leaves_behind(key):
    """Key, title and the three flags."""
    effect = EFFECTS[key]
    assert effect.key == key
    assert effect.title
    assert all(isinstance(flag, bool) for flag in (effect.reversible, effect.destructive, effect.ordered))
    assert effect.order_life_s >= DAY_S
    assert not (effect.reversible and effect.destructive)


@pytest.mark.parametrize("key", EFFECTS)
def test_every_default_of_an_effect_has_a_provenance_and_lies_in_its_range(key):
    """Each default is sourced, or a judgement with the range over which a sweep should vary it."""
    for name, field in EFFECTS[key].Parameters.model_fields.items():
        assert sentence_of(EFFECTS[key].Parameters, name), f"{key}.{name} has no sentence"
        if field.is_required():
            continue
        extra = field.json_schema_extra or {}
        assert extra.get("source"), f"the default of {key}.{name} has neither a source nor the word judgement"
        if extra["source"] == "judgement":
            assert extra["low"] <= field.default <= extra["high"], f"{key}.{name}"
            assert extra["low"] < extra["high"]


@pytest.mark.parametrize("key", EFFECTS)
def test_an_effect_refuses_parameters_that_it_does_not_know(key):
    """Unknown keys are faults, never ignored."""
    model = EFFECTS[key].Parameters
    with pytest.raises(ValueError, match="gravity"):
        model.model_validate(
            {name: "red_base" for name, f in model.model_fields.items() if f.is_required()} | {"gravity": 1}
        )


def test_no_effect_is_launched_too_early_and_none_takes_effect_before_its_launch(possible):
    """Order, then launch, then effect, in whole seconds."""
    for each, timing in possible:
        assert isinstance(timing.launch_s, int)
        assert isinstance(timing.effect_s, int)
        assert each.earliest_s <= timing.launch_s <= timing.effect_s, (each.key, each.target)


def test_an_opportunity_stays_the_first_one_when_the_order_comes_just_in_time_for_it(possible, scene):
    """Asked again from the same moment on, an effect gives the same answer."""
    for each, timing in possible:
        assert _timing(each, scene) == timing


def test_a_later_order_never_takes_effect_earlier(possible):
    """First opportunities come in the order of the orders."""
    by_target = {}
    for each, timing in possible:
        by_target.setdefault((each.key, each.target), []).append((each.earliest_s, timing.effect_s))
    for rows in by_target.values():
        effects_s = [effect_s for _, effect_s in sorted(rows)]
        assert effects_s == sorted(effects_s)


def test_no_effect_is_timed_after_the_end_of_its_window(possible):
    """An order lapses after its life: what would take effect later is refused."""
    for each, timing in possible:
        assert timing.effect_s <= each.earliest_s + each.effect.order_life_s
        assert timing.free_s is None or timing.free_s >= timing.effect_s


def test_what_cannot_be_targeted_is_refused_with_a_sentence(tries, scene):
    """Whatever the reason, it names the target."""
    for each in tries:
        timing = _timing(each, scene)
        if not each.effect.can_target(each.parameters, each.target, scene):
            assert isinstance(timing, Refusal), (each.key, each.target)
        if isinstance(timing, Refusal):
            assert each.target in timing.reason


def test_chances_are_probabilities_with_a_rule_and_finite_modifiers(possible, scene):
    """Every number on the card has a name and a source."""
    for each, timing in possible:
        odds = each.effect.odds(each.parameters, each.target, scene, timing.effect_s)
        assert isinstance(odds, Odds)
        assert odds.rule
        assert odds.outcomes
        assert all(0.0 <= item.p <= 1.0 for item in odds.outcomes)
        assert 0.0 <= odds.p <= 1.0
        assert len({item.name for item in odds.outcomes} | {FAILURE}) == len(odds.outcomes) + 1
        assert odds.modifiers
        for modifier in odds.modifiers:
            assert modifier.name
            assert modifier.source
            assert math.isfinite(modifier.value)


def _consequences(each, scene, timing):
    odds = each.effect.odds(each.parameters, each.target, scene, timing.effect_s)
    return [item for outcome in odds.outcomes for item in outcome.consequences]


def test_consequences_come_from_the_closed_set_and_concern_what_is_there(possible, scene, ground):
    """Open nouns, closed verbs: lost, degraded, jammed, debris."""
    for each, timing in possible:
        found = _consequences(each, scene, timing)
        assert found
        for item in found:
            assert isinstance(item, Consequence)
            place = item.place if isinstance(item, Jammed) else item.asset
            assert place in (*ground.fleet, *ground.sites, *ground.users, *ground.regions)
            if isinstance(item, Lost | Degraded):
                assert 0.0 < item.p <= 1.0
            if isinstance(item, Degraded):
                assert 0.0 <= item.factor < 1.0
                assert item.duration_s is None or item.duration_s > 0
            if isinstance(item, Debris):
                assert each.effect.destructive
                assert item.fragments >= 0
                assert item.altitude_km > 0


@pytest.mark.parametrize("key", EFFECTS)
def test_an_effect_is_as_lasting_as_it_says(key, possible, scene):
    """Reversible effects leave nothing for good; the others do, to something; debris breaks the norm."""
    found = [
        item for each, timing in possible if each.key == key for item in _consequences(each, scene, timing)
    ]
    lasting = [
        item
        for item in found
        if isinstance(item, Lost) or (isinstance(item, Degraded) and item.duration_s is None)
    ]
    assert EFFECTS[key].reversible == (not lasting)
    assert EFFECTS[key].destructive == any(isinstance(item, Debris) for item in found)


def test_every_attack_can_be_seen_by_some_kind_of_sensor_at_a_known_place_and_in_time(
    possible, scene, ground
):
    """Traces show at places of the scenario, from launch to effect, a minute of flight time allowed."""
    for each, timing in possible:
        traces = each.effect.traces(each.parameters, each.target, scene, timing.effect_s)
        assert traces, each.key
        assert len(set(traces)) == len(traces)
        for trace in traces:
            assert trace.modality in get_args(Modality)
            assert trace.place in (*ground.fleet, *ground.sites, *ground.users, *ground.regions)
            assert timing.launch_s - 60 <= trace.t_s <= timing.effect_s


def test_rungs_lie_on_the_ladder_and_missile_warning_stands_high(possible, scene):
    """1 to 10; an attack on warning at least as high as the same attack on anything else."""
    for each, _ in possible:
        rung = each.effect.rung(each.parameters, each.target, scene)
        assert 1 <= rung <= 10
        if each.target.startswith("arc_warning") and not each.effect.reversible:
            assert rung >= 9
    reversible = [
        e.effect.rung(e.parameters, e.target, scene)
        for e, _ in possible
        if e.effect.reversible and "warning" not in e.target and e.target != "arc_gateway"
    ]
    lasting = [e.effect.rung(e.parameters, e.target, scene) for e, _ in possible if not e.effect.reversible]
    assert max(reversible) < min(lasting)


def test_effects_are_pure(possible, scene):
    """Same question, same answer: no effect keeps a memory."""
    for each, timing in possible:
        for method in (each.effect.odds, each.effect.traces):
            assert method(each.parameters, each.target, scene, timing.effect_s) == method(
                each.parameters, each.target, scene, timing.effect_s
            )


# Doctrines


class Noting:
    """Lets a doctrine decide twice on what it observes, and compares."""

    def __init__(self, doctrine):
        self._doctrine = doctrine
        self.key = doctrine.key
        self.decisions = 0

    def decide(self, observation, draws):
        """The doctrine's decision, the same at a second asking."""
        first = self._doctrine.decide(observation, draws)
        assert self._doctrine.decide(observation, draws) == first
        self.decisions += 1
        return first


@pytest.mark.parametrize("key", plugins(DOCTRINE))
def test_a_doctrine_decides_the_same_on_the_same_observation(crises, key):
    """Over a whole game: asked twice, it answers the same; the game is then the same game."""
    from wargame.model import Game

    script = [{"capability": "jammer", "targets": ["arc_relay_east"], "at_h": 7}]
    scenario = crises.changed({f"{crises.RED}.doctrine": key, f"{crises.RED}.script": script})
    game = Game(scenario, rng=0)
    (red,) = [agent for agent in game.agents if getattr(agent, "key", "") == "RED"]
    red._doctrine = noting = Noting(plugins(DOCTRINE)[key])
    game.play()
    assert noting.decisions == 10
    assert crises.lines(game.events) == crises.lines(run(scenario, seed=0).events)
    game.close()


@pytest.mark.parametrize("key", plugins(DOCTRINE))
def test_a_doctrine_orders_only_what_its_adversary_has(crises, key):
    """Capabilities of its own, and at a time within the move."""
    script = [{"capability": "jammer", "targets": ["arc_relay_east"], "at_h": 7}]
    scenario = crises.changed({f"{crises.RED}.doctrine": key, f"{crises.RED}.script": script})
    record = run(scenario, seed=0)
    given = crises.kinds(record, "order.given")
    assert given, "the doctrine must do something for this test to say anything"
    capabilities = scenario.actors["RED"].adversary.capabilities
    for event in given:
        assert capabilities[event.capability].effect == event.effect


def _scripted(crises, hours, **changes):
    script = [{"capability": "jammer", "targets": ["arc_relay_east"], "at_h": at_h} for at_h in hours]
    return crises.changed({f"{crises.RED}.doctrine": "scripted", f"{crises.RED}.script": script, **changes})


def test_the_scripted_doctrine_gives_each_order_once_at_its_hour(crises):
    """Orders at the very edges of moves are neither lost nor doubled."""
    hours = [0.0, 5.999, 6.0, 11.5, 12.0, 59.9]
    given = crises.kinds(run(_scripted(crises, hours)), "order.given")
    assert sorted(int(event.order.split(":")[1]) for event in given) == [round(at_h * 3600) for at_h in hours]


@pytest.mark.parametrize("replicate", range(4))
def test_the_earlier_of_two_orders_of_a_move_is_taken_first(crises, replicate):
    """One jammer, two orders in one move: the one of hour 1 gets it, the one of hour 5 finds it in use."""
    record = run(_scripted(crises, [1.0, 5.0]), replicate=replicate)
    (launched,) = crises.kinds(record, "engagement.launched")
    (refused,) = crises.kinds(record, "order.refused")
    assert launched.order.startswith("RED:3600:")
    assert refused.order.startswith("RED:18000:")
