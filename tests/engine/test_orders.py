"""Orders of cells of people: an adversary follows the file, a government answers or does not, all can be repeated."""

import pytest

from wargame.record import Record
from wargame.run import RunError, run
from wargame.scenario.orders import Orders
from wargame.verify import verify

JAM = {"kind": "attack", "actor": "RED", "at_h": 26, "capability": "jammer", "targets": ["arc_relay_east"]}


def _orders(**entries):
    return Orders.model_validate({"orders": entries})


def _of(record, *kinds):
    return [event for event in record.events if event.kind in kinds]


def test_an_adversary_with_orders_follows_them_alone(tutorial):
    """It weighs nothing, and attacks when it is told, in the order of hours."""
    record = run(
        tutorial,
        seed=1,
        orders=_orders(
            jam=JAM, also={**JAM, "at_h": 3, "capability": "intruder", "targets": ["arc_gateway"]}
        ),
    )
    assert not _of(record, "options.weighed", "attack.decided", "restraint.chosen")
    assert [(e.t_s / 3600, e.capability, e.targets) for e in _of(record, "order.given")] == [
        (0.0, "intruder", ("arc_gateway",)),
        (24.0, "jammer", ("arc_relay_east",)),
    ]
    assert [e.effect_s / 3600 for e in _of(record, "engagement.launched")][1] == 26.5


def test_to_hold_is_an_order_too(tutorial):
    """Without it Red attacks in this replicate; with it nobody does."""
    assert _of(run(tutorial, seed=1), "order.given")
    assert not _of(
        run(tutorial, seed=1, orders=_orders(wait={"kind": "hold", "actor": "RED"})), "order.given"
    )


def test_a_government_is_made_to_answer_whatever_it_concludes(crises):
    """Commitment 0 and no report: BOR answers by order, with the reason on the card; the others do not."""
    shy = crises.changed({"politics.commitment": 0.0})
    answer = {"kind": "respond", "actor": "BOR", "reason": "The cabinet has met."}
    record = run(shy, orders=_orders(jam=JAM, answer=answer))
    (decided,) = _of(record, "response.decided")
    assert (decided.government, decided.card["rule"]) == (
        "BOR",
        "a cell of people decided: The cabinet has met.",
    )
    assert [m["name"] for m in decided.card["modifiers"]] == ["national_delay_h"]
    assert decided.weight == pytest.approx(2.718281828459045 ** (-3 / 30), abs=1e-9)


def test_a_government_is_kept_from_answering(crises):
    """Commitment 1 and a prior above every cut-off: everybody answers but the one that is told not to."""
    bold = crises.changed({"politics.commitment": 1.0, "politics.prior_hostile": 0.9})
    refuse = {"kind": "refuse", "actor": "ARC", "reason": "Elections."}
    before = run(bold, orders=_orders(jam=JAM))
    after = run(bold, orders=_orders(jam=JAM, no=refuse))
    was = {e.government for e in _of(before, "response.decided")}
    assert "ARC" in was
    assert {e.government for e in _of(after, "response.decided")} == was - {"ARC"}
    assert "a cell of people refused: Elections." in {e.reason for e in _of(after, "response.declined")}


@pytest.mark.parametrize(
    ("more", "bound"),
    [({"targets": ["arc_gateway"]}, False), ({"targets": ["arc_relay_east"]}, True), ({"from_h": 99}, False)],
)
def test_an_answer_may_be_bound_to_targets_and_hours(crises, more, bound):
    """Due at 26.5 + 72 = 98.5 h."""
    shy = crises.changed({"politics.commitment": 0.0})
    answer = {"kind": "respond", "actor": "ARC", "reason": "Yes.", **more}
    assert bool(_of(run(shy, orders=_orders(jam=JAM, answer=answer)), "response.decided")) is bound


def test_orders_stand_in_the_manifest_and_a_record_with_orders_verifies(tutorial, tmp_path):
    given = _orders(jam=JAM, no={"kind": "refuse", "actor": "ARC", "reason": "Not now."})
    record = run(tutorial, seed=5, orders=given)
    back = Record.read(record.write(tmp_path))
    assert back.manifest.orders == given.as_plain
    assert verify(back).identical
    assert run(tutorial, seed=5, orders=back.manifest.orders).full_digest == record.full_digest
    assert run(tutorial, seed=5).manifest.orders is None


def test_orders_that_change_nothing_leave_the_record_as_it_is(tutorial):
    """A refusal at an hour that never comes: the events of the run without orders, and another manifest."""
    never = _orders(no={"kind": "refuse", "actor": "ARC", "from_h": 9999, "reason": "Never."})
    assert run(tutorial, seed=1, orders=never).full_digest == run(tutorial, seed=1).full_digest


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ({**JAM, "actor": "ARC"}, "'ARC' is lead and attacks nobody: the coalition never initiates"),
        ({**JAM, "actor": "BOR"}, "'BOR' is partner and attacks nobody"),
        ({"kind": "hold", "actor": "COR"}, "'COR' is partner and attacks nobody"),
        ({**JAM, "actor": "XYZ"}, "there is no actor 'XYZ'; there are ARC, BOR, COR, RED"),
        (
            {**JAM, "capability": "laser"},
            "'RED' has no capability 'laser'; it has interceptor, intruder, jammer",
        ),
        ({**JAM, "targets": ["moon"]}, "there is no satellite, site, group of users or region 'moon'"),
        ({**JAM, "targets": ["red_base"]}, "'red_base' belongs to 'RED' itself"),
        ({**JAM, "at_h": 60}, "hour 60 lies after the end of the run; allowed are hours before 60"),
        (
            {"kind": "respond", "actor": "RED", "reason": "No."},
            "'RED' is adversary; only the lead and partners answer attacks",
        ),
    ],
)
def test_what_the_engine_cannot_carry_out_is_refused_with_a_sentence(tutorial, entry, sentence):
    with pytest.raises(RunError) as refused:
        run(tutorial, orders={"orders": {"it": entry}})
    assert sentence in str(refused.value)


@pytest.mark.parametrize("arm", ["unattacked", "restraint", "forced"])
def test_orders_belong_to_the_free_arm(tutorial, arm):
    package = "blind" if arm == "forced" else None
    with pytest.raises(RunError, match="orders belong to the free arm"):
        run(tutorial, arm=arm, package=package, orders=_orders(jam=JAM))
