"""Nobody knows what he cannot know: a secret is varied, and the bytes of all that others see and do stay the same.

Each test has its other half: the same change, once it is no secret any more, does show.
"""

import pytest

from wargame.run import run

HIDDEN = {"satellites.bor_second": {"name": "Borealis Two", "owner": "BOR", "shown": False,
    "orbit": {"type": "geo", "longitude_deg": -20.0},
    "payloads": {"relay": {"kind": "wideband", "capacity_mbps": 800, "bands": ["x"]}}}}  # fmt: skip
OPEN = {"satellites.bor_second": {**HIDDEN["satellites.bor_second"], "shown": True}}
EXERCISE = {"injects": {"exercise": {"kind": "demonstration", "at_h": 0.0, "actor": "BOR"}}}
ROUTINE = {"phases": [{"at_h": 0.0, "phase": "day_to_day"}]}
SEQ = frozenset({"seq"})


def _table(crises, record, actor="RED"):
    """What one adversary saw and weighed at every move: observation, options with every term, as bytes."""
    events = crises.kinds(record, "options.weighed")
    return crises.lines([event for event in events if event.actor == actor], SEQ)


def _orders(crises, record, actor="RED"):
    """What one adversary ordered and why, as bytes."""
    events = crises.kinds(record, "attack.decided", "restraint.chosen", "order.given")
    return crises.lines([event for event in events if event.actor == actor], SEQ)


def _held(crises, changes, **given):
    return run(crises.changed(changes), arm="restraint", **given)


BUSY = {"users.arc.needs.satcom_wideband.demand_mbps": 1500}
"""More traffic than all relays carry, so that one more relay makes a difference."""


def _losses(crises, changes):
    """Service of the strait's users under a declared attack: mean by mission."""
    record = run(crises.changed({**BUSY, **changes}), arm="forced", package="cut_the_strait", keep="lean")
    return {mission: round(float(line.values.mean()), 6) for mission, line in record.services.items()}


def test_a_hidden_asset_changes_losses_and_not_one_byte_of_red_s_table(crises):
    """Compared with a world in which it does not exist: every table of every move, the first included."""
    with_it, without = _held(crises, {**ROUTINE, **HIDDEN}), _held(crises, ROUTINE)
    assert _table(crises, with_it) == _table(crises, without)
    assert _losses(crises, HIDDEN) != _losses(crises, {})


def test_the_same_asset_in_the_open_shows_in_red_s_table(crises):
    """So the test above could fail."""
    assert _table(crises, _held(crises, {**ROUTINE, **OPEN})) != _table(crises, _held(crises, ROUTINE))
    assert _losses(crises, OPEN) == _losses(crises, HIDDEN)


def test_a_demonstration_changes_red_s_first_table_and_no_loss(crises):
    """The reverse: what is shown moves belief and carries no traffic."""
    shown, quiet = _held(crises, {**ROUTINE, **EXERCISE}), _held(crises, {**ROUTINE, "injects": {}})
    assert _table(crises, shown)[0] != _table(crises, quiet)[0]
    assert _losses(crises, EXERCISE) == _losses(crises, {"injects": {}})


def test_a_demonstration_that_nobody_sees_changes_no_table(crises):
    """Visibility 0: the event is in the record, the belief is not moved."""
    secret = {"injects": {"exercise": {**EXERCISE["injects"]["exercise"], "visibility": 0.0}}}
    told = _table(crises, _held(crises, {**ROUTINE, **secret}))
    assert told == _table(crises, _held(crises, {**ROUTINE, "injects": {}}))


# Another cell's orders, and what comes of them

SHY = {f"actors.RED.adversary.{name}": value
       for name, value in (("costs.per_rung", 50.0), ("resolve_rate", 40.0))}  # fmt: skip
"""Red never attacks, whatever its resolve, so that its tables tell of nothing but what it knows."""


def _umbra(crises, hour, target="arc_gateway"):
    """Umbra breaks into a site at an hour."""
    return {**crises.umbra(script=({"capability": "worm", "targets": [target], "at_h": hour},)), **SHY,
            "injects": {}}  # fmt: skip


def _free(crises, changes, **given):
    return run(crises.changed(changes), arm="free", **given)


def test_an_order_of_the_same_move_is_not_seen(crises):
    """Umbra orders at hour 24 or never: Red's tables up to and including that move are the same bytes."""
    ordered = _free(crises, _umbra(crises, 24))
    never = _free(crises, {**_umbra(crises, 24), "actors.UMB.adversary.script": []})
    assert crises.kinds(ordered, "order.given")
    assert not crises.kinds(never, "order.given")
    assert _table(crises, ordered)[:5] == _table(crises, never)[:5]
    assert _orders(crises, ordered)[:5] == _orders(crises, never)[:5]


@pytest.fixture(scope="module")
def outcomes(crises):
    """Replicates of Umbra's break-in: in some it succeeds, in some it fails."""

    def played(**assessment):
        changes = _umbra(crises, 6)
        if assessment:
            changes[f"{crises.RED}.assessment"] = assessment
        records = [_free(crises, changes, replicate=replicate) for replicate in range(25)]
        return [(crises.kinds(r, "engagement.resolved")[0].outcome, _table(crises, r)) for r in records]

    return played


def test_an_outcome_that_red_cannot_see_changes_nothing_that_it_knows(outcomes):
    """It looks and never sees: one table for all replicates, successes and failures alike."""
    blind = outcomes(p_sees=0.0)
    assert {outcome for outcome, _ in blind} == {"success", "failure"}
    assert len({tuple(table) for _, table in blind}) == 1


def test_an_outcome_that_red_sees_is_all_that_it_learns(outcomes):
    """One table for the successes, another for the failures, and no third."""
    told = {"success": set(), "failure": set()}
    for outcome, table in outcomes():
        told[outcome].add(tuple(table))
    assert len(told["success"]) == len(told["failure"]) == 1
    assert told["success"] != told["failure"]


def test_what_governments_hear_and_conclude_is_no_news_to_red(crises):
    """Sensors' luck, releases and posteriors of an attack by Umbra: Red's tables do not depend on any of them."""
    quiet = {**_umbra(crises, 6), f"{crises.RED}.assessment": {"p_sees": 0.0}}
    tables, verdicts = set(), set()
    for replicate in range(25):
        record = _free(crises, quiet, replicate=replicate)
        tables.add(tuple(_table(crises, record)))
        verdicts.add(tuple(event.posterior for event in crises.kinds(record, "attribution.formed")))
    assert len(verdicts) > 1
    assert len(tables) == 1


def test_a_false_accusation_is_not_seen_by_those_it_spares(crises):
    """Whether governments ask about a failure, and what they conclude, is nothing that Red's table depends on."""
    fault = {"kind": "outage", "at_h": 7.0, "asset": "arc_gateway", "duration_h": 12.0}
    asked = {"injects": {"fault": fault}}
    plain = {"injects": {"fault": {**fault, "p_inquiry": 0.0}}}
    one, other = _held(crises, asked), _held(crises, plain)
    assert crises.kinds(one, "attribution.formed")
    assert not crises.kinds(other, "attribution.formed")
    assert _table(crises, one) == _table(crises, other)


def test_the_truth_about_an_attack_reaches_no_government(crises):
    """Umbra instead of Red does the same to the same gateway, and the sensor that sees it is mute: same posteriors."""
    forensics = "sites.bor_gateway.functions.forensics"
    mute = {f"{forensics}.p_identify": 0.0, f"{forensics}.p_detect": 1.0, "disclosure.members.share": 1.0}
    concluded = []
    for actor, capability in (("RED", "intruder"), ("UMB", "worm")):
        action = {"capability": capability, "targets": ["arc_gateway"], "at_h": 6.0}
        package = {"title": "Break in", "adversary": actor, "actions": [action]}
        record = run(
            crises.changed({**crises.umbra(), **mute, "injects": {}, "threat_packages": {"breach": package}}),
            arm="forced",
            package="breach",
        )
        formed = crises.kinds(record, "attribution.formed")
        concluded.append({event.government: (event.posteriors, event.cut_off) for event in formed})
    assert concluded[0] == concluded[1]
    assert set(concluded[0]) == {"ARC", "BOR"}
    assert all(found["RED"] == found["UMB"] for found, _ in concluded[0].values())
