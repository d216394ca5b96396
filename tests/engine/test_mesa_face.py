"""The game as a Mesa model: what a Mesa user expects of it."""

import gc
import weakref

import mesa
import pytest

from wargame.agents.actors import ActorAgent
from wargame.agents.assets import AssetAgent, SatelliteAgent, SiteAgent
from wargame.model import Game, Setup
from wargame.run import run


@pytest.fixture
def game(tutorial):
    """A game of the tutorial that nobody has played yet."""
    found = Game(tutorial, rng=0)
    yield found
    found.close()


def test_one_step_plays_one_move(game):
    """`Game(scenario, rng=0).step()`."""
    for move in range(3):
        game.step()
        assert game.world.move == move
        assert [event.move for event in game.events if event.kind == "move.began"] == list(range(move + 1))
        assert game.steps == move + 1


def test_actors_and_assets_are_mesa_agents_of_this_model(game, tutorial):
    """Four actors, 29 satellites and 4 sites in the tutorial, each once."""
    assert isinstance(game, mesa.Model)
    assert all(isinstance(agent, mesa.Agent) and agent.model is game for agent in game.agents)
    expected = len(tutorial.actors) + len(tutorial.fleet) + len(tutorial.sites)
    assert len(game.agents) == expected == 37
    assert len(game.agents_by_type[ActorAgent]) == 4
    assert len(game.agents_by_type[SatelliteAgent]) == 29
    assert len(game.agents_by_type[SiteAgent]) == 4
    assert len({agent.key for agent in game.agents}) == expected


def test_agents_hold_views_and_no_state(game, tutorial):
    """What an agent says of itself is read from the world."""
    arcadia = next(agent for agent in game.agents_by_type[ActorAgent] if agent.key == "ARC")
    assert [asset.key for asset in arcadia.assets] == sorted(
        key
        for block in (tutorial.fleet, tutorial.sites)
        for key, item in block.items()
        if item.owner == "ARC"
    )
    assert {asset.status for asset in arcadia.assets} == {"up"}


def test_the_status_of_an_asset_follows_the_world(tutorial):
    """Jammed at hour 24:30, whole again later."""
    game = Game(tutorial, rng=0, setup=Setup(arm="forced", package="cut_the_strait"))
    relay = next(
        agent for agent in game.agents if isinstance(agent, AssetAgent) and agent.key == "arc_relay_east"
    )
    seen = []
    while game.running:
        game.step()
        seen.append(relay.status)
    assert seen[:4] == ["up"] * 4
    assert set(seen[4:9]) == {"degraded"}
    assert seen[-1] == "up", "the consequences have been played to the end"
    game.close()


@pytest.mark.parametrize(
    ("arm", "package"), [("free", None), ("restraint", None), ("forced", "blind"), ("unattacked", None)]
)
def test_stepping_to_the_end_equals_a_run(tutorial, crises, arm, package):
    """No other path through the game."""
    game = Game(tutorial, rng=5, setup=Setup(arm=arm, package=package))
    steps = 0
    while game.running:
        game.step()
        steps += 1
    assert steps == 10
    expected = run(tutorial, seed=5, arm=arm, package=package)
    assert crises.lines(game.events, frozenset()) == crises.lines(expected.events, frozenset())
    game.close()


def test_a_game_that_is_over_stays_as_it_is(game):
    """Further steps change nothing."""
    game.play()
    events = len(game.events)
    game.step()
    game.step()
    assert not game.running
    assert len(game.events) == events


def test_nothing_of_a_closed_game_is_kept(tutorial):
    """Mesa's memory of models does not grow with the number of runs, and a closed game is freed."""
    ids = getattr(mesa.Agent, "_ids", None)
    run(tutorial)
    gc.collect()
    before = len(ids) if ids is not None else 0
    for replicate in range(20):
        run(tutorial, replicate=replicate, keep="lean")
    game = Game(tutorial, rng=0)
    game.play()
    game.close()
    gone = weakref.ref(game)
    del game
    gc.collect()
    assert gone() is None
    if ids is not None:
        assert len(ids) == before


def test_a_run_that_fails_half_way_keeps_nothing_either(tutorial, crises, monkeypatch):
    """An error in the middle of a study of a thousand games must not cost memory."""
    ids = getattr(mesa.Agent, "_ids", None)
    if ids is None:
        pytest.skip("this Mesa keeps no table of models")

    def broken(self):
        raise RuntimeError("stop")

    monkeypatch.setattr(Game, "play", broken)
    gc.collect()
    before = len(ids)
    for _ in range(3):
        with pytest.raises(RuntimeError, match="stop"):
            run(tutorial)
    gc.collect()
    assert len(ids) == before


def test_neither_global_generators_nor_mesa_s_own_are_drawn_from(tutorial, crises):
    """Chance is ours alone: exhausting Mesa's generator changes nothing."""
    game = Game(tutorial, rng=0)
    for _ in range(100):
        game.random.random()
        game.rng.random()
    game.play()
    assert crises.lines(game.events) == crises.lines(run(tutorial, seed=0).events)
    game.close()
