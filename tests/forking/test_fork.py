"""A fork is its parent up to a move, and another run from there on."""

import json
from dataclasses import replace

import pytest
from crises import ARMS, lines

from wargame.events import ScenarioAmended
from wargame.forking import ForkError, another_arm, fork, prefix
from wargame.hindsight import with_services
from wargame.loader.faults import ScenarioError
from wargame.record import Record, RecordError
from wargame.run import RunError, run
from wargame.scenario.forking import Change, Fork, amended, differences
from wargame.scenario.orders import Orders
from wargame.verify import verify
from wargame.world import fold

SHARE = "disclosure.members.share"


@pytest.mark.parametrize(("arm", "package"), ARMS)
@pytest.mark.parametrize("move", [0, 5, 9])
def test_an_unchanged_fork_is_its_parent(parent_of, arm, package, move):
    """In every arm, at the first, a middle and the last move: the same events, cards included."""
    parent = parent_of(arm, package)
    child = fork(parent, move)
    assert child.digest == parent.digest
    assert child.full_digest == parent.full_digest
    assert child.manifest.forks == ({"parent": parent.digest, "move": move, "changes": [], "orders": None},)


@pytest.mark.parametrize("move", [0, 3, 4, 8])
def test_a_fork_shares_everything_before_its_move_and_nothing_has_to_be_equal_after(parent, move):
    """The change takes effect with the first second of the move."""
    child = fork(parent, move, set={SHARE: 0.0, "politics.commitment": 1.0})
    from_s = move * parent.scenario.clock.move_s
    assert lines(prefix(child.events, from_s)) == lines(prefix(parent.events, from_s))
    here = child.events[len(prefix(parent.events, from_s))]
    assert isinstance(here, ScenarioAmended)
    assert (here.t_s, here.at_move, here.cause) == (from_s, move, None)
    assert child.digest != parent.digest


def test_a_change_at_the_first_move_is_the_scenario_with_that_change(parent, crises):
    """From move 0 on it holds for the whole run: apart from the event that says so the runs are the same."""
    child = fork(parent, 0, set={SHARE: 1.0})
    block = dict.fromkeys(("day_to_day", "crisis", "contingency"), 1.0)
    other = run(crises.changed({SHARE: block}), seed=1)
    told = [event for event in child.events if not isinstance(event, ScenarioAmended)]
    assert lines(told) == lines(other.events)
    for mission, timeline in other.services.items():
        assert (timeline.values == child.services[mission].values).all()


def test_the_record_of_a_fork_verifies_alone_and_can_be_forked_again(parent, tmp_path):
    """It needs no other file; a fork of the fork shares the fork's past."""
    child = fork(parent, 3, set={SHARE: 1.0})
    child.write(tmp_path)
    read = Record.read(tmp_path)
    assert verify(read).sentence == "identical"
    grandchild = fork(read, 5, set=["politics.commitment=1"])
    assert verify(grandchild).identical
    assert [row["move"] for row in grandchild.manifest.forks] == [3, 5]
    assert [row["parent"] for row in grandchild.manifest.forks] == [parent.digest, child.digest]
    assert fork(read, 6).digest == child.digest


def test_a_fork_that_was_altered_is_no_longer_the_same(parent):
    """Verification plays the manifest's own changes."""
    child = fork(parent, 3, set={SHARE: 1.0})
    row = child.manifest.forks[0]
    changes = [{**item, "now": 0.9} for item in row["changes"]]
    other = replace(child.manifest, forks=({**row, "changes": changes},))
    assert not verify(Record(other, child.events)).same_events


def test_the_fold_of_a_fork_s_record_is_its_state(parent):
    """Events stay the only writers: the scenario that holds is part of what is folded."""
    child = fork(parent, 4, set={"actors.RED.adversary.pressure": 0.9})
    world = fold(child.scenario, child.events)
    assert world.scenario.actors["RED"].adversary.pressure.at("crisis") == 0.9
    assert world.scenario.hash == child.scenario_at_end.hash
    assert child.scenario_at(4 * 21600 - 1).hash == parent.scenario.hash


def test_full_and_lean_forks_have_one_digest(parent):
    """As all runs do."""
    changes = {"actors.RED.adversary.pressure": 0.9}
    assert fork(parent, 4, set=changes, keep="lean").digest == fork(parent, 4, set=changes).digest


def test_services_of_a_record_that_was_read_back_follow_from_its_events(parent):
    """For a run and for a fork in which rights change."""
    child = fork(parent, 4, set={"agreements.pool": None, "agreements.ground": None})
    for record in (parent, child):
        found = with_services(replace(record, services={}, played=None))
        for mission, timeline in record.services.items():
            assert (timeline.values == found.services[mission].values).all(), mission


def test_an_agreement_that_lapses_changes_service_from_the_move_on_and_not_before(parent, crises):
    """Before the move the rights of the parent hold, after it those of a run that never had the agreement."""
    gone = {"agreements.warning": None}
    child = fork(parent, 4, set=gone)
    never = run(crises.changed(gone), seed=1, arm="unattacked")
    always = run(crises.tutorial(), seed=1, arm="unattacked")
    calm = fork(always, 4, set=gone)
    cut = 4 * 21600 // 300
    mission = "missile_warning"
    assert (calm.services[mission].values[:, :, :cut] == always.services[mission].values[:, :, :cut]).all()
    assert (calm.services[mission].values[:, :, cut:] == never.services[mission].values[:, :, cut:]).all()
    assert calm.services[mission].values[:, :, cut:].sum() < always.services[mission].values[:, :, cut:].sum()
    assert verify(child).identical


def test_another_doctrine_decides_from_the_move_on(parent):
    """Scripted from move 6 on: the script's attack and no weighing."""
    script = [{"capability": "jammer", "targets": ["arc_relay_west"], "at_h": 40}]
    red = "actors.RED.adversary"
    child = fork(parent, 6, set={f"{red}.doctrine": "scripted", f"{red}.script": script})
    weighed = [event.t_s for event in child.of_kind("options.weighed")]
    assert max(weighed) == 5 * 21600
    assert [event.order for event in child.of_kind("order.given") if event.t_s >= 6 * 21600] == [
        "RED:144000:jammer:arc_relay_west"
    ]


def test_injects_from_the_move_on_can_be_added_and_those_to_come_taken_out(parent, tmp_path):
    """A file of injects is laid over those of the scenario."""
    file = tmp_path / "injects.yaml"
    file.write_text(
        "injects:\n  storm: {kind: outage, at_h: 30, asset: bor_gateway, duration_h: 12}\n", encoding="utf-8"
    )
    child = fork(parent, 5, injects=file)
    assert [event.inject for event in child.of_kind("inject.fired")] == ["exercise", "storm"]
    early = fork(parent, 1, set={"injects.exercise": None})
    assert not early.of_kind("inject.fired")
    moved = fork(parent, 2, set={"injects.exercise.at_h": 21})
    assert [event.t_s for event in moved.of_kind("inject.fired")] == [21 * 3600]
    assert verify(moved).identical


def test_an_inject_of_the_move_s_own_second_can_still_change(parent):
    """The fork begins before anything of that second."""
    child = fork(parent, 2, set={"injects.exercise.visibility": 0.0})
    shown = child.of_kind("demonstration.shown")
    assert [event.visibility for event in shown] == [0.0]


def test_phases_to_come_can_change(parent):
    """The contingency comes later."""
    phases = [{"at_h": 0, "phase": "crisis"}, {"at_h": 36, "phase": "contingency"}]
    child = fork(parent, 2, set={"phases": phases})
    assert [event.t_s for event in child.of_kind("phase.changed")] == [0, 36 * 3600]


def orders(at_h=31.0):
    attack = {
        "kind": "attack",
        "actor": "RED",
        "at_h": at_h,
        "capability": "jammer",
        "targets": ["arc_relay_west"],
    }
    return Orders.model_validate({"orders": {"jam": attack}})


def test_orders_of_people_hold_from_the_move_on(parent):
    """Red decides by itself until then, and carries out the orders afterwards."""
    child = fork(parent, 5, orders=orders())
    assert max(event.t_s for event in child.of_kind("options.weighed")) == 4 * 21600
    assert [event.move for event in child.of_kind("order.given") if event.t_s >= 5 * 21600] == [5]
    assert child.of_kind("scenario.amended")[0].orders
    assert verify(child).identical


def test_orders_of_the_parent_hold_until_the_fork_gives_others(crises):
    """The parent's orders are part of the shared past."""
    parent = run(crises.tutorial(), orders=orders(8.0))
    same = fork(parent, 4, set={SHARE: 1.0})
    assert same.of_kind("order.given")[0].t_s == 6 * 3600
    assert not same.of_kind("options.weighed")
    assert fork(parent, 4).digest == parent.digest


def test_orders_before_the_move_and_for_other_arms_are_refused(parent, parent_of):
    """What has happened cannot be ordered any more, and only the free arm takes orders."""
    with pytest.raises(
        ScenarioError, match=r"orders\.jam\.at_h: hour 12 lies before hour 30, where the fork begins"
    ):
        fork(parent, 5, orders=orders(12.0))
    with pytest.raises(RunError, match="orders belong to the free arm"):
        fork(parent_of("restraint"), 2, orders=orders())


def test_moves_that_are_not_there_are_refused(parent):
    """With a sentence that says which there are."""
    with pytest.raises(ForkError, match="there is no move 10 in this run; its moves are 0 to 9"):
        fork(parent, 10)
    with pytest.raises(ForkError, match="there is no move -1"):
        fork(parent, -1)
    child = fork(parent, 5, set={SHARE: 1.0})
    with pytest.raises(
        ForkError, match="is itself a fork, at move 5; fork it at move 5 or later, or fork its parent"
    ):
        fork(child, 4)


def test_a_parent_that_this_version_plays_differently_is_no_parent(parent):
    """The shared part is held against the record, event by event."""
    altered = replace(parent.events[5], move=3)
    record = replace(parent, events=(*parent.events[:5], altered, *parent.events[6:]))
    with pytest.raises(ForkError, match=r"plays the part before move 4 differently.*event 5 was"):
        fork(record, 4)


def test_another_arm_or_coalition_beside_a_fork_is_forked_alike(parent):
    """As a summary needs them."""
    child = fork(parent, 3, set={SHARE: 1.0})
    for alone, members in ((True, ()), (False, parent.manifest.coalition)):
        held = another_arm(child, "restraint", alone)
        assert held.manifest.coalition == members
        again = fork(run(parent.scenario, seed=1, coalition=members, arm="restraint"), 3, set={SHARE: 1.0})
        assert held.digest == again.digest
        assert held.forks == again.forks


def test_differences_and_changes_are_inverse(tutorial, crises):
    """What differs, made, gives the other scenario; entries that come and go are one change each."""
    block = {"kind": "liaison", "members": ["ARC", "COR"]}
    after = crises.changed(
        {
            "agreements.staff": block,
            "agreements.pool": None,
            "politics.severity": 0.5,
            "injects.exercise.at_h": 13,
        }
    )
    changes = differences(tutorial, after)
    assert [change.path for change in changes] == [
        "agreements.pool",
        "agreements.staff",
        "injects.exercise",
        "politics.severity",
    ]
    assert amended(tutorial, changes).hash == after.hash
    assert tuple(Change.of(json.loads(json.dumps(change.as_plain))) for change in changes) == changes
    assert differences(tutorial, tutorial) == ()


def test_a_fork_reads_back_from_the_row_that_it_wrote():
    """Orders and changes included."""
    made = Fork("abc", 3, (Change("politics.severity", 0.3, 0.5),), orders())
    assert Fork.of(json.loads(json.dumps(made.as_plain))) == made


def test_a_record_of_a_run_that_is_no_fork_says_nothing_of_forks(parent, tmp_path):
    """So records that older versions wrote stay what they were."""
    line = parent.write(tmp_path).read_text(encoding="utf-8").splitlines()[0]
    assert "forks" not in json.loads(line)


@pytest.mark.parametrize("forks", [[1], [{"move": 3}], [{"parent": "x", "move": 3, "changes": [{}]}], 5])
def test_a_record_whose_forks_are_none_is_refused_with_a_sentence(parent, tmp_path, forks):
    """Whoever writes manifests by hand reads what is wrong with them."""
    file = parent.write(tmp_path)
    first, *others = file.read_text(encoding="utf-8").splitlines()
    row = json.dumps({**json.loads(first), "forks": forks})
    file.write_text("\n".join([row, *others]) + "\n", encoding="utf-8")
    with pytest.raises(RecordError, match=":1: not the manifest of a record"):
        Record.read(tmp_path)
