"""Two runs side by side: what they were given, where they part, what it comes to."""

import json
from dataclasses import replace

import pytest

from wargame.analysis.comparing.comparison import compare
from wargame.analysis.comparing.courses import Course
from wargame.analysis.comparing.divergence import NOTICED, first_noticed
from wargame.analysis.names import mission_name
from wargame.events import EVENTS
from wargame.forking import fork
from wargame.loader import load
from wargame.run import run
from wargame.scenario.orders import Orders

SHARE = "disclosure.members.share"


def course(scenario, called="", changes=None, move=3, **given):
    """All arms of a replicate, forked at a move where something is changed."""

    def one(arm):
        played = run(scenario, arm=arm, **given)
        return played if changes is None else fork(played, move, set=changes)

    return Course(one("free"), one("unattacked"), one("restraint"), called)


@pytest.fixture(scope="module")
def parent(tutorial):
    """The tutorial."""
    return course(tutorial, "before", seed=1)


@pytest.fixture(scope="module")
def silent(tutorial):
    """Its fork at move 3 in which nobody tells anybody anything any more."""
    return course(tutorial, "silent", {SHARE: 0.0}, seed=1)


@pytest.fixture(scope="module")
def found(parent, silent):
    """The two side by side."""
    return compare(parent, silent)


def test_a_run_beside_itself_is_the_same(parent):
    """Nothing differs, and that is said."""
    same = compare(parent, parent)
    assert same.sentence == "A and B are the same run, event by event."
    assert same.divergence is None
    assert same.noticed is None
    assert same.given == []
    assert same.shared == len(parent.played.events)
    assert all(left == right for left, right in same.statistics.values())


def test_an_unchanged_fork_beside_its_parent_is_the_same(parent, tutorial):
    """And it is still called what it is."""
    same = compare(parent, course(tutorial, "again", {}, seed=1))
    assert same.sentence == "The parent and the fork are the same run, event by event."
    assert same.given == ["The fork left its parent at move 3: nothing is changed."]


def test_a_change_that_makes_no_difference_in_this_draw_may_show_on_the_restraint_path(tutorial, parent):
    """Red has used up what it had before the fork: the run stays the same, and P(attack) does not."""
    spent = course(tutorial, seed=0)
    told = {"disclosure.told": {"giver": ["COR"], "to": ["ARC"], "share": 1.0, "latency_h": 6.0}}
    sentence = compare(spent, course(tutorial, changes=told, seed=0)).sentence
    assert sentence.startswith(
        "In this draw of chance the change made no difference: the parent and the fork are"
    )
    assert "But P(attack) on the restraint path is 0.8" in sentence


def test_the_parent_comes_first_in_whatever_order_they_are_given(parent, silent):
    """Reading goes from before to after."""
    assert compare(silent, parent).as_dict() == compare(parent, silent).as_dict()
    assert compare(silent, parent).labels[0] == "parent: before"


def test_the_input_that_differs_is_named(found):
    """With both values, phases together."""
    assert found.given == [
        "The fork left its parent at move 3: disclosure.members.share: 0.2 (day-to-day), 0.5 (crisis), 0.8 "
        "(contingency) becomes 0."
    ]
    assert found.forked_at == (3, 3 * 21600)


def test_the_first_difference_is_the_first_event_that_is_not_the_same(found, parent, silent):
    """That the fork says that it is one is no difference; everything before is shared."""
    left = list(parent.played.events)
    right = [event for event in silent.played.events if event.kind != "scenario.amended"]
    n = found.shared
    assert [e.id for e in left[:n]] == [e.id for e in right[:n]]
    assert left[n].as_dict() != {**right[n].as_dict(), "seq": left[n].seq}
    assert found.divergence.t_s == min(left[n].t_s, right[n].t_s) >= 3 * 21600
    assert found.divergence.a.id == left[n].id
    assert found.divergence.a.sentence in (item.sentence for item in found.divergence.a.chain)
    assert found.divergence.a.chain[-1].id == parent.played.causes(left[n].id)[-1].id


def test_an_event_that_only_one_run_has_is_no_difference_of_the_other(parent, tutorial):
    """What merely comes later in the other run is not laid beside it."""
    message = {"kind": "message", "at_h": 20.0, "text": "A tanker is late."}
    late = compare(parent, course(tutorial, "told", {"injects.news": message}, seed=1))
    assert late.divergence.a is None
    assert late.divergence.b.id == "inject.fired/news/-/72000"
    assert late.noticed.b.id == "inject.fired/news/-/72000"
    assert late.noticed.a is None
    assert late.divergence.when == "D+0 20:00, move 3"


def test_what_only_a_table_shows_is_not_noticed(found):
    """Another gap is a difference, and nobody in the crisis sees it."""
    assert found.divergence.a.id.startswith("options.weighed/")
    for item in (found.noticed and found.noticed.a, found.noticed and found.noticed.b):
        assert item is None or item.id.partition("/")[0] in NOTICED
    assert set(EVENTS) >= NOTICED


def test_the_sentence_says_what_red_did_and_what_it_cost(crises):
    """Red follows a script that is empty, and is given two attacks at move 3."""
    red = "actors.RED.adversary"
    sure = {
        "kind": "umpire",
        "at_h": 20.0,
        "target": "arc_warning_east",
        "outcome": "success",
        "reason": "It hits.",
    }
    quiet = crises.changed({f"{red}.doctrine": "scripted", "injects.sure": sure})
    script = [
        {"capability": "jammer", "targets": ["arc_relay_east"], "at_h": 24},
        {"capability": "interceptor", "targets": ["arc_warning_east"], "at_h": 30},
    ]
    base, other = course(quiet), course(quiet, changes={f"{red}.script": script})
    mission = max(base.means, key=lambda key: abs(base.means[key] - other.means[key]))
    assert compare(base, other).sentence == (
        "In the fork there are 2 attacks, the first at D+1 00:00; in the parent there is no attack. "
        f"{mission_name(mission).capitalize()} differs most: it reaches {base.means[mission]:.3f} of what is needed in "
        f"the parent and {other.means[mission]:.3f} in the fork."
    )
    assert compare(base, base).noticed is None
    assert compare(base, other).noticed.b.id.startswith("order.given/RED/")


def test_p_attack_of_the_restraint_path_stands_beside_each_other(found):
    """The statistic, in the sentence and in the table."""
    left, right = found.statistics["deterrence.p_attack"]
    assert (
        f"P(attack) on the restraint path is {left:.3f} in the parent and {right:.3f} in the fork"
        in found.sentence
    )


def test_without_the_restraint_path_the_curves_are_those_of_the_runs(parent, silent):
    """And what cannot be said is not said."""
    bare = compare(Course(parent.played), Course(silent.played))
    assert not bare.on_restraint_path
    assert "P(attack) on the restraint path" not in bare.sentence
    assert bare.statistics.get("deterrence.p_attack") is None
    assert bare.as_dict()["curves"]["gap"]["a"]


def test_the_document_for_pages_is_plain_json_with_the_promised_keys(found):
    """What the replay page reads."""
    document = json.loads(json.dumps(found.as_dict(), allow_nan=False))
    assert {"label", "sentence", "first_divergence", "first_noticed", "curves", "forked_at"} <= set(document)
    curves = document["curves"]
    assert set(curves["service"]) == set(found.missions)
    for pair in (*curves["service"].values(), curves["gap"], curves["p_attack"]):
        for side in (pair["a"], pair["b"]):
            assert [t for t, _ in side] == sorted(t for t, _ in side)
    row = document["statistics"]["deterrence.margin"]
    assert row["difference"] == pytest.approx(row["b"] - row["a"])


def test_curves_are_equal_before_the_fork(found):
    """They share a past, so their lines do."""
    for left, right in (found.gaps, found.chances, *found.service.values()):
        before = [point for point in left if point[0] < 3 * 21600]
        assert before == [point for point in right if point[0] < 3 * 21600]


def test_other_seeds_coalitions_arms_and_orders_are_named(tutorial, parent):
    """Everything that a run is a function of."""
    orders = Orders.model_validate({"orders": {"hold": {"kind": "hold", "actor": "RED"}}})
    other = Course(run(tutorial, seed=2, coalition=["BOR"], leaving="absent", orders=orders))
    lines = compare(parent, other).given
    assert lines == [
        "The seed is 1 in A and 2 in B.",
        "Corona: in the coalition of A, not in that of B.",
        "Whoever is out stays neutral and keeps what it has to itself in A, and is absent, and what it has never was "
        "there in B.",
        "People gave orders in B only.",
    ]
    forced = Course(run(tutorial, seed=1, arm="forced", package="blind"))
    assert compare(parent, forced).given == [
        "The arm is free in A and forced in B.",
        "The package is none in A and blind in B.",
    ]


def test_variants_of_one_scenario_are_compared_field_by_field(parent):
    """What differed from the start."""
    other = Course(run(load("tutorial", set={"politics.severity": 0.6}), seed=1))
    assert compare(parent, other).given == [
        "From the start, A against B: politics.severity: 0.3 against 0.6."
    ]


def test_different_scenarios_are_compared_as_far_as_that_makes_sense(parent):
    """And that they are different is said first."""
    other = Course(run(load("classroom"), seed=1), called="class")
    mixed = compare(parent, other)
    assert not mixed.same_crisis
    assert mixed.given[0].startswith(
        "These are different scenarios: A is 'Tutorial, a strait and three friends', B is"
    )
    assert mixed.missions == ["missile_warning", "satcom_wideband"]
    assert mixed.as_dict()["curves"]["service"].keys() == {"missile_warning", "satcom_wideband"}


def test_an_altered_event_is_found_wherever_it_stands(parent):
    """The first difference is the first, not one that follows from it."""
    n = next(n for n, e in enumerate(parent.played.events) if e.kind == "options.weighed")
    other = replace(parent.played.events[n], pressure=0.99)
    events = (*parent.played.events[:n], other, *parent.played.events[n + 1 :])
    changed = Course(replace(parent.played, events=events))
    assert compare(parent, changed).shared == n


def test_what_a_run_has_in_its_place_stands_beside_what_is_noticed():
    """Two runs that attack at the same second attack: neither is said to have nothing of the kind."""
    scenario = load("classroom")
    base = Course(run(scenario, seed=3))
    for setting in ("actors.RED.adversary.choice_rate=1", "actors.RED.adversary.choice_rate=200"):
        other = Course(run(load("classroom", set=[setting]), seed=3))
        noticed = first_noticed(base, other)
        if noticed is None or "attack.decided" not in (noticed.a or noticed.b).id:
            continue
        both = [each.played.of_kind("attack.decided") for each in (base, other)]
        together = all(any(event.t_s == noticed.t_s for event in events) for events in both)
        assert together == (noticed.a is not None and noticed.b is not None)
        return
    pytest.fail("no setting makes the runs part at an attack")
