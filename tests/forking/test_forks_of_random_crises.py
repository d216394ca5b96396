"""Forks of the swarm's random crises: whatever a crisis holds, a fork shares its past and its fold is its state."""

import pytest
import swarm_plays
from crises import lines

from wargame.forking import fork, prefix
from wargame.run import run
from wargame.verify import verify
from wargame.world import fold

SEEDS = (2, 8, 19)
"""The swarm's quick seeds: together they show every kind of event."""


@pytest.mark.parametrize("seed", SEEDS)
def test_a_fork_of_a_random_crisis_keeps_every_promise(seed):
    """Unchanged it is its parent; changed it shares the past, verifies alone, and folds to its own scenario."""
    scenario = swarm_plays.crisis(seed).scenario
    moves = scenario.clock.duration_s // scenario.clock.move_s
    parent = run(scenario, seed=seed)
    move = moves // 2
    assert fork(parent, move).full_digest == parent.full_digest
    needed = (
        "training",
        "reconstitution_launch",
    )  # a past training and a replacement that is planned rest on them
    free = [key for key, block in sorted(scenario.agreements.items()) if block.kind not in needed]
    gone = {f"agreements.{key}": None for key in free[::2]}
    changes = {**gone, "politics.commitment": 1.0, "politics.decision_delay_h": 3.0}
    child = fork(parent, move, set=changes)
    from_s = move * scenario.clock.move_s
    assert lines(prefix(child.events, from_s)) == lines(prefix(parent.events, from_s))
    assert fold(child.scenario, child.events).scenario.hash == child.scenario_at_end.hash
    assert verify(child).identical
    assert len({event.id for event in child.events}) == len(child.events)
    known = set()
    for event in child.events:
        assert event.cause is None or event.cause in known
        known.add(event.id)
