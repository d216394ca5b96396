"""A run is a pure function of what it was given; nothing else may show in its record."""

import os
import subprocess
import sys
from collections import OrderedDict
from dataclasses import fields, replace

import pytest
import yaml
from crises import ARM_IDS, ARMS
from hypothesis import given
from hypothesis import strategies as st

import wargame.model
from wargame import coalition as coalition_module
from wargame.board import Board
from wargame.draws import Draws, DuplicateKeyError
from wargame.loader import load
from wargame.model import Game, Setup
from wargame.record import Record
from wargame.run import run
from wargame.verify import compare, verify
from wargame.world import World, fold

DIGESTS = """
from wargame.loader import load
from wargame.run import run
scenario = load("tutorial")
print(scenario.hash)
for arm, package in {arms!r}:
    print(run(scenario, seed=3, arm=arm, package=package).full_digest)
"""


def _digests(scenario, **given):
    return [run(scenario, seed=3, arm=arm, package=package, **given).full_digest for arm, package in ARMS]


@pytest.fixture
def forgotten(monkeypatch):
    """Nothing that earlier runs have worked out is remembered: boards, services, what-if tables, agreements."""
    monkeypatch.setattr(sys.modules["wargame.run"], "_BOARDS", OrderedDict())
    coalition_module._ties.cache_clear()


@pytest.mark.parametrize(("arm", "package"), ARMS, ids=ARM_IDS)
def test_the_same_scenario_and_seed_give_the_same_record(tutorial, arm, package):
    """Replay: the same inputs, the same bits, cards and tables included."""
    first = run(tutorial, seed=3, arm=arm, package=package)
    again = run(tutorial, seed=3, arm=arm, package=package)
    assert first.full_digest == again.full_digest
    assert first.events == again.events


def test_what_earlier_runs_have_worked_out_does_not_show(tutorial, forgotten):
    """Memories are keyed by content: a run after many others equals a run on a new board."""
    fresh = _digests(tutorial)
    for replicate in range(3):
        run(tutorial, replicate=replicate)
        run(tutorial, replicate=replicate, coalition=["BOR"], arm="restraint")
    assert _digests(tutorial) == fresh


def test_a_fresh_process_with_another_hash_seed_gives_the_same_digests(tutorial):
    """No set or hash order reaches the record: two processes with different PYTHONHASHSEED agree with this one."""
    expected = [tutorial.hash, *_digests(tutorial)]
    script = DIGESTS.format(arms=ARMS)
    started = [
        subprocess.Popen(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in ("1", "4242")
    ]
    for process in started:
        out, _ = process.communicate(timeout=120)
        assert out.split() == expected


def _reversed(value):
    if isinstance(value, dict):
        return {key: _reversed(value[key]) for key in reversed(value)}
    return [_reversed(item) for item in value] if isinstance(value, list) else value


def test_the_order_of_blocks_in_the_file_does_not_matter(root, tutorial, tmp_path, forgotten):
    """Actors, satellites, agreements, users and every other block of names written backwards: the same record."""
    expected = _digests(tutorial)
    raw = yaml.safe_load((root / "scenarios/tutorial.yaml").read_text(encoding="utf-8"))
    path = tmp_path / "backwards.yaml"
    path.write_text(yaml.safe_dump(_reversed(raw), sort_keys=False), encoding="utf-8")
    backwards = load(path)
    assert list(backwards.actors) == list(reversed(tutorial.actors))
    assert backwards.hash == tutorial.hash
    sys.modules["wargame.run"]._BOARDS.clear()
    coalition_module._ties.cache_clear()
    assert _digests(backwards) == expected


@pytest.mark.parametrize(("arm", "package"), ARMS, ids=ARM_IDS)
@pytest.mark.parametrize("replicate", [0, 1, 2])
def test_full_and_lean_runs_have_the_same_digest(tutorial, arm, package, replicate):
    """Lean runs leave out only what nothing depends on: cards, option tables, observations."""
    full = run(tutorial, replicate=replicate, arm=arm, package=package)
    lean = run(tutorial, replicate=replicate, arm=arm, package=package, keep="lean")
    assert full.digest == lean.digest
    for event in lean.events:
        assert getattr(event, "card", None) is None, f"{event.id} of a lean run carries a card"
        assert getattr(event, "options", None) is None
        assert getattr(event, "observation", None) is None


def test_another_seed_or_replicate_is_another_game(tutorial):
    """Chance is not switched off: seeds and replicates differ."""
    assert len({run(tutorial, seed=seed).digest for seed in range(4)}) == 4
    assert len({run(tutorial, replicate=n).digest for n in range(4)}) == 4


@pytest.mark.parametrize(("arm", "package"), ARMS, ids=ARM_IDS)
def test_the_fold_of_the_events_is_the_live_world(tutorial, arm, package):
    """Events are the only writers of state: reading them back gives every field of the world."""
    game = Game(tutorial, rng=1, setup=Setup(arm=arm, package=package)).play()
    folded = fold(tutorial, game.events)
    for item in fields(World):
        assert getattr(folded, item.name) == getattr(game.world, item.name), item.name
    game.close()


def test_the_fold_equals_the_live_world_after_every_move(tutorial):
    """State and record agree at every moment, not only at the end."""
    game = Game(tutorial, rng=1)
    while game.running:
        game.step()
        assert fold(tutorial, game.events) == game.world
    game.close()


@pytest.mark.parametrize(("arm", "package"), ARMS, ids=ARM_IDS)
def test_a_record_is_read_back_as_it_was_written(tutorial, tmp_path, arm, package):
    """Events, manifest and digests survive the file."""
    written = run(tutorial, arm=arm, package=package)
    written.write(tmp_path)
    read = Record.read(tmp_path)
    assert read.events == written.events
    assert read.manifest == written.manifest
    assert (read.digest, read.full_digest) == (written.digest, written.full_digest)


def test_a_record_that_was_read_back_folds_into_the_same_world(tutorial, tmp_path):
    """A record is enough to know the state."""
    game = Game(tutorial, rng=0).play()
    run(tutorial, seed=0).write(tmp_path)
    assert fold(tutorial, Record.read(tmp_path).events) == game.world
    game.close()


def test_every_event_has_an_id_of_its_own_and_a_cause_that_came_before(tutorial, crises):
    """`why?` is a walk up a chain that ends."""
    for record in crises.every_arm(tutorial):
        seen = set()
        for number, event in enumerate(record.events):
            assert event.seq == number
            assert event.id not in seen
            assert event.cause is None or event.cause in seen, (
                f"{event.id} comes before its cause {event.cause}"
            )
            seen.add(event.id)


def test_events_are_written_in_the_order_of_their_times(tutorial, crises):
    """A record reads from the beginning to the end; the score stands behind it, in its own order of time."""
    for record in crises.every_arm(tutorial):
        times = [event.t_s for event in record.events if event.kind != "service.crossed"]
        scored = [event.t_s for event in record.events if event.kind == "service.crossed"]
        assert times == sorted(times)
        assert scored == sorted(scored)


# The draw audit


STANDING = ("resolve", "government.acts")
"""Decisions that are drawn once and asked for again on purpose: an adversary's resolve holds for the whole game, a
government's readiness to answer an order for all of its targets (docs/method.md, section 7)."""


class Audited(Draws):
    """Draws that refuse a second use of a key, except of a standing decision."""

    __slots__ = ("_standing", "asked")

    def __init__(self, seed, replicate):
        super().__init__(seed, replicate, audit=True)
        self._standing = Draws(seed, replicate)
        self.asked = []

    def uniform(self, *key):
        self.asked.append(key)
        return self._standing.uniform(*key) if key[0] in STANDING else super().uniform(*key)


@pytest.fixture
def audited(monkeypatch):
    """Every game keeps a list of its draws and refuses a second use of a key; the draws of all games."""
    games = []

    def made(seed, replicate):
        games.append(Audited(seed, replicate))
        return games[-1]

    monkeypatch.setattr(wargame.model, "Draws", made)
    return games


def test_the_audit_finds_a_draw_that_two_decisions_share():
    """The check itself works."""
    draws = Draws(0, 0, audit=True)
    draws.uniform("a", "b")
    with pytest.raises(DuplicateKeyError, match="asked for twice"):
        draws.uniform("a", "b")


@pytest.mark.parametrize(("arm", "package"), ARMS, ids=ARM_IDS)
def test_no_two_decisions_share_a_draw(tutorial, audited, arm, package):
    """Every draw belongs to one decision."""
    for replicate in range(5):
        run(tutorial, replicate=replicate, arm=arm, package=package)
    assert len(audited) == 5


def test_no_key_of_a_draw_holds_a_roster_size_or_a_place_in_a_list(tutorial, crises, audited):
    """With more nations, assets and rows in the file the same decisions ask for the same draws."""
    run(tutorial, arm="forced", package="cut_the_strait")
    more = {f"actors.N{n}": {"name": f"Neutral {n}", "kind": "neutral"} for n in range(3)}
    more |= {f"satellites.aaa_{n}": crises.relay("N0", 100.0 + n, 10.0) for n in range(3)}
    run(crises.changed(more), arm="forced", package="cut_the_strait")
    before, after = (set(draws.asked) for draws in audited)
    assert before == after


def test_an_order_with_several_targets_asks_for_no_draw_twice(crises, audited):
    """A government's readiness to answer an order is drawn once, however many of its targets concern it."""
    scenario = crises.changed(
        {
            f"{crises.RED}.capabilities.jammer.magazine": 2,
            "threat_packages.both": {
                "title": "Jam both",
                "adversary": "RED",
                "actions": [
                    {"capability": "jammer", "targets": ["arc_relay_east", "arc_relay_west"], "at_h": 24}
                ],
            },
        }
    )
    for replicate in range(10):
        run(scenario, replicate=replicate, arm="forced", package="both")


def test_a_crisis_that_calms_down_and_flares_up_again_asks_for_no_draw_twice(crises, audited):
    """A phase may come twice in a timeline; each change of phase is an entry of its own."""
    phases = [
        {"at_h": 0, "phase": "crisis"},
        {"at_h": 12, "phase": "day_to_day"},
        {"at_h": 24, "phase": "crisis"},
    ]
    record = run(crises.changed({"phases": phases}), arm="unattacked")
    assert [event.phase for event in crises.kinds(record, "phase.changed")] == [
        "crisis",
        "day_to_day",
        "crisis",
    ]


# Draws as such


@given(
    st.integers(0, 2**64),
    st.integers(0, 10**6),
    st.lists(st.one_of(st.text(), st.integers()), min_size=1, max_size=4),
)
def test_a_draw_lies_strictly_between_zero_and_one_and_belongs_to_its_key(seed, replicate, key):
    """Purely a function of seed, replicate and key, never 0 or 1."""
    u = Draws(seed, replicate).uniform(*key)
    assert 0.0 < u < 1.0
    assert Draws(seed, replicate).uniform(*key) == u


@given(st.sets(st.text(min_size=1, max_size=5), min_size=2, max_size=8), st.text(min_size=1, max_size=5))
def test_a_newcomer_does_not_reshuffle_the_others(names, newcomer):
    """Random order is by keyed draws on names, so the order of those who were there stays."""
    draws = Draws(5, 0)
    others = names - {newcomer}
    with_newcomer = draws.first(others | {newcomer}, "order")
    assert [name for name in with_newcomer if name != newcomer] == draws.first(sorted(others), "order")


# Verification


@pytest.mark.parametrize(("arm", "package"), ARMS, ids=ARM_IDS)
@pytest.mark.parametrize("members", [None, ("COR",)], ids=["everybody", "COR"])
def test_verification_of_an_unchanged_record_says_identical(tutorial, tmp_path, arm, package, members):
    """A record carries everything that is needed to run it again, whatever coalition it was of."""
    run(tutorial, seed=2, replicate=1, coalition=members, arm=arm, package=package).write(tmp_path)
    verdict = verify(Record.read(tmp_path))
    assert verdict.sentence == "identical"
    assert verdict.holds(strict=True)


def test_verification_of_an_absent_nation_and_of_a_lean_record(tutorial):
    """What leaving means is part of the manifest."""
    assert verify(run(tutorial, coalition=[], leaving="absent")).holds(strict=True)


def _altered(record, kind, **changes):
    """The record with other values in its first event of a kind."""
    n = next(n for n, event in enumerate(record.events) if event.kind == kind)
    events = [*record.events[:n], replace(record.events[n], **changes), *record.events[n + 1 :]]
    return replace(record, events=tuple(events)), n


def test_verification_finds_a_planted_change_and_says_where(tutorial):
    """A different outcome of one engagement is named with its line."""
    record = run(tutorial)
    was = next(event for event in record.events if event.kind == "engagement.resolved")
    planted, n = _altered(
        record, "engagement.resolved", outcome="success" if was.outcome == "failure" else "failure"
    )
    verdict = verify(planted)
    assert not verdict.identical
    assert not verdict.holds(strict=False)
    assert verdict.sentence.startswith(f"first divergence at event {n}: ")


def test_verification_finds_a_missing_event(tutorial):
    """A record without its last event is another history."""
    record = run(tutorial)
    verdict = verify(replace(record, events=record.events[:-1]))
    assert not verdict.holds(strict=False)
    assert f"first divergence at event {len(record.events) - 1}" in verdict.sentence


def test_verification_tells_rounding_from_another_history(tutorial):
    """Numbers of another platform may differ by 1e-6: held to be the same, unless bits are asked for."""
    record = run(tutorial)
    gap = next(event.gap for event in record.events if event.kind == "options.weighed")
    near, _ = _altered(record, "options.weighed", gap=gap + 4e-7)
    verdict = compare(near, record)
    assert verdict.same_events
    assert verdict.numbers == 1
    assert verdict.holds(strict=False)
    assert not verdict.holds(strict=True)
    far, _ = _altered(record, "options.weighed", gap=gap + 4e-6)
    assert not compare(far, record).holds(strict=False)


def test_a_board_of_another_object_with_the_same_content_is_the_same(tutorial, crises):
    """Boards are shared by the scenario's content, so an equal scenario object plays the same game."""
    copy = crises.changed({})
    assert copy is not tutorial
    one = Game(copy, rng=0, board=Board.of(copy)).play()
    assert [event.id for event in one.events] == [event.id for event in run(tutorial, seed=0).events]
    one.close()
