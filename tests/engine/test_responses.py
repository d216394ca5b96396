"""Governments answer by the steps of a ladder, keep out by caveats, and vote where they are bound to."""

import pytest

from wargame.analysis.explain import as_text, explain
from wargame.analysis.names import Names
from wargame.analysis.sentences import sentence
from wargame.analysis.story import attacks
from wargame.record import Record
from wargame.run import run
from wargame.world import fold

LADDER = [
    {"name": "a statement", "severity_share": 0.1, "wrong_factor": 0.05},
    {"name": "reversible measures", "severity_share": 0.5, "wrong_factor": 1.0},
    {"name": "lasting measures", "severity_share": 1.0, "wrong_factor": 2.0},
]
SURE = {"politics.commitment": 1.0}
ALLIANCE = {"agreements.alliance": {"kind": "collective_response", "members": ["ARC", "BOR", "COR"]}}


def _forced(scenario, package="blind", replicate=0):
    return run(scenario, arm="forced", package=package, replicate=replicate)


def _answered(record, crises):
    """Outcome by government: the response, or why there is none."""
    found = {event.government: event for event in crises.kinds(record, "response.decided")}
    return found, {event.government: event.reason for event in crises.kinds(record, "response.declined")}


# Ladder


def test_a_government_takes_the_highest_step_that_its_posterior_reaches(crises):
    """In forty replicates every answer to a jammer is the step that the cut-offs name; all three steps occur."""
    scenario = crises.changed({"politics.response_ladder": LADDER, **SURE})
    steps = set()
    for replicate in range(40):
        record = _forced(scenario, "cut_the_strait", replicate)
        formed = {event.id: event for event in crises.kinds(record, "attribution.formed")}
        launched = {event.engagement: event for event in crises.kinds(record, "engagement.launched")}
        for event in crises.kinds(record, "response.decided"):
            mind = formed[event.cause]
            attack = launched[mind.engagement]
            block = scenario.governments[event.government]
            reached = max(n for n, x in enumerate(block.cut_offs(attack.rung)) if mind.posterior >= x)
            if attack.target == "arc_gateway":  # behind the strategic threshold: one step higher
                assert event.rung == attack.rung + 1
                reached = min(2, reached + 1)
            assert event.step == LADDER[reached]["name"]
            assert event.severity == pytest.approx(0.3 * LADDER[reached]["severity_share"], abs=1e-9)
            steps.add(event.step)
    assert steps == {step["name"] for step in LADDER}


def test_an_attack_on_the_warning_chain_is_answered_a_step_and_a_rung_higher(crises):
    """With `strategic_steps` 0 the same posteriors give the step below; the top step stays the top."""
    names = [step["name"] for step in LADDER]
    higher, same = (
        crises.changed({"politics.response_ladder": LADDER, "politics.strategic_steps": n, **SURE})
        for n in (1, 0)
    )
    moved = set()
    for replicate in range(20):
        one, other = (
            _answered(_forced(scenario, "blind", replicate), crises)[0] for scenario in (higher, same)
        )
        assert one.keys() == other.keys()
        for government, event in one.items():
            below = names.index(other[government].step)
            assert names.index(event.step) == min(2, below + 1)
            assert (event.rung, other[government].rung) == (10, 9)
            moved.add(names.index(event.step) - below)
    assert moved == {0, 1}


def test_without_a_ladder_the_answer_is_all_that_a_government_can_do(crises):
    """No step in the record, all of the severity."""
    found, _ = _answered(_forced(crises.changed(SURE)), crises)
    assert found
    assert {(event.step, event.severity) for event in found.values()} == {(None, 0.3)}


def test_the_sentence_and_the_card_of_an_answer_say_which_step_and_why(crises):
    """The chain of an answer reads in words."""
    scenario = crises.changed({"politics.response_ladder": LADDER, **SURE})
    record = _forced(scenario)
    event = crises.kinds(record, "response.decided")[0]
    assert f" answers Red with {event.step} for the attack on Watch East (severity" in sentence(
        event, Names(scenario)
    )
    text = as_text(record, explain(record, event.id))
    assert "step 'lasting measures': from a posterior of 0.872 on, severity 0.3" in text
    assert "step that its posterior reaches: " in text
    assert "step that it takes: " in text
    assert "is answered 1 higher" in text


# Caveats


def test_a_caveat_is_a_refusal_with_its_reason_in_the_record(crises):
    """Borealis keeps out of shots; a caveat that ends before the shot does not bind it."""
    caveat = {"no_shots": {"effects": ["direct_ascent"], "above_rung": 8}}
    scenario = crises.changed({"actors.BOR.government": {"caveats": caveat}, **SURE})
    found, declined = _answered(_forced(scenario), crises)
    assert "ARC" in found
    assert declined["BOR"] == (
        "its caveat 'no_shots' rules out answers to attacks by direct ascent, above rung 8"
    )
    open_hand, _ = _answered(_forced(crises.changed(SURE)), crises)
    assert "BOR" in open_hand, "without the caveat it would have answered"
    later = {"no_shots": {"effects": ["direct_ascent"], "before": "contingency"}}
    in_time, _ = _answered(
        _forced(crises.changed({"actors.BOR.government": {"caveats": later}, **SURE})), crises
    )
    assert "BOR" in in_time, "the shot is in contingency"


# Votes


def _voting(crises, rule, more=None):
    return crises.changed({"politics.consensus_rule": rule, **ALLIANCE, **SURE, **(more or {})})


def test_a_vote_is_called_and_taken_after_the_slowest_mind_and_the_delay_of_the_others(crises):
    """Three voters, 72 hours and 12 for each beyond the first: 96 hours after the shot at 31 h 07 min."""
    record = _forced(_voting(crises, "majority"))
    (called,) = crises.kinds(record, "vote.called")
    (taken,) = crises.kinds(record, "vote.taken")
    (resolved,) = crises.kinds(record, "engagement.resolved")
    assert called.cause == resolved.id
    assert taken.cause == called.id
    assert called.voters == ("ARC", "BOR", "COR")
    assert taken.t_s == called.due_s == resolved.t_s + 96 * 3600
    assert taken.needed == 2
    answers = crises.kinds(record, "response.decided", "response.declined")
    assert {event.cause for event in answers} == {taken.id}
    assert len(answers) == 3
    for event in crises.kinds(record, "response.decided"):
        assert event.weight == pytest.approx(2.718281828 ** (-4.0 / 30.0), abs=1e-8)


def test_who_answers_follows_from_the_votes(crises):
    """Those in favour if they are enough and nobody else, in sixty replicates in which votes carry and fail."""
    ends = set()
    for rule, needed in (("majority", 2), ("unanimity", 3)):
        scenario = _voting(crises, rule, {"politics.commitment": 0.7})
        for replicate in range(30):
            record = _forced(scenario, replicate=replicate)
            (taken,) = crises.kinds(record, "vote.taken")
            found, declined = _answered(record, crises)
            assert taken.carried == (len(taken.in_favour) >= needed)
            assert set(found) == (set(taken.in_favour) if taken.carried else set())
            assert set(found) | set(declined) == {"ARC", "BOR", "COR"}
            for government in set(taken.in_favour) - set(found):
                assert declined[government] == (
                    f"the vote failed, {len(taken.in_favour)} in favour of {needed} needed ({rule})"
                )
            ends.add((rule, taken.carried, bool(taken.in_favour)))
    assert {(rule, carried) for rule, carried, _ in ends} == {
        ("majority", True), ("majority", False), ("unanimity", True), ("unanimity", False),
    }  # fmt: skip


def test_the_same_minds_answer_less_often_the_more_must_agree(crises):
    """Draws and posteriors are the same under all rules: who answers under one answers under a looser one."""
    for replicate in range(15):
        answers = {
            rule: set(
                _answered(
                    _forced(_voting(crises, rule, {"politics.commitment": 0.7}), replicate=replicate), crises
                )[0]
            )
            for rule in ("national", "majority", "unanimity")
        }
        assert answers["unanimity"] <= answers["majority"] <= answers["national"]


def test_a_caveat_is_a_vote_against_and_a_veto_under_unanimity(crises):
    """The others say that the vote failed, the one that kept out says why."""
    caveat = {"actors.COR.government": {"caveats": {"no_shots": {"effects": ["direct_ascent"]}}}}
    record = _forced(_voting(crises, "unanimity", caveat))
    (taken,) = crises.kinds(record, "vote.taken")
    found, declined = _answered(record, crises)
    assert "COR" not in taken.in_favour
    assert found == {}
    assert declined["COR"].startswith("its caveat 'no_shots'")


def test_national_is_today_s_rule_and_calls_no_vote(crises):
    """A clause alone binds nobody to vote."""
    record = _forced(crises.changed({**ALLIANCE, **SURE}))
    assert crises.kinds(record, "vote.called", "vote.taken") == []
    assert {event.cause.partition("/")[0] for event in crises.kinds(record, "response.decided")} == {
        "attribution.formed"
    }


def test_who_has_left_votes_for_nobody(crises):
    """Two remain: both must be in favour under a majority of two."""
    record = run(_voting(crises, "majority"), arm="forced", package="blind", coalition=["BOR"])
    (called,) = crises.kinds(record, "vote.called")
    assert called.voters == ("ARC", "BOR")


def test_a_vote_reads_well_and_comes_back_from_the_file(crises, tmp_path):
    """Sentences, cards, the table of governments, and the record written and read."""
    scenario = _voting(crises, "majority", {"politics.response_ladder": LADDER})
    record = _forced(scenario)
    names = Names(scenario)
    (called,), (taken,) = crises.kinds(record, "vote.called"), crises.kinds(record, "vote.taken")
    assert sentence(called, names).startswith(
        "Arcadia, Borealis, Corona decide together (majority); they vote at D+5 "
    )
    assert sentence(taken, names).startswith("The vote on an answer carries: ")
    text = as_text(record, explain(record, crises.kinds(record, "response.decided")[0].id))
    assert "is in favour" in text
    assert "rule of consensus: majority" in text
    (attack,) = attacks(record, names)
    assert {key for key, verdict in attack.verdicts.items() if verdict.acts} == set(taken.in_favour)
    assert all(verdict.outcome != "undecided" for verdict in attack.verdicts.values())
    record.write(tmp_path)
    assert Record.read(tmp_path).events == record.events


@pytest.mark.parametrize("rule", ["national", "majority", "unanimity"])
def test_the_world_is_the_fold_of_its_events_with_votes_and_ladders(crises, rule):
    """Lean or full, live or folded."""
    from wargame.model import Game

    scenario = _voting(crises, rule, {"politics.response_ladder": LADDER})
    game = Game(scenario, rng=3)
    game.play()
    assert fold(scenario, game.events) == game.world
    game.close()
    full, lean = (run(scenario, seed=3, keep=keep) for keep in ("full", "lean"))
    assert full.digest == lean.digest
