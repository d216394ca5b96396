"""Failures that nobody caused: sensors report falsely, governments ask and may accuse one who did nothing."""

import math

import pytest

from wargame.run import run

SENSOR = "sites.bor_gateway.functions.forensics"


def _faulty(crises, **numbers):
    """The tutorial without any attack but with a failure of ARC's gateway."""
    fault = {"kind": "outage", "at_h": 1.0, "asset": "arc_gateway", "duration_h": 5.0, **numbers}
    return {**crises.only("intruder"), "threat_packages": {}, "injects": {"fault": fault}}


def test_a_failure_opens_inquiries_and_the_record_says_that_nobody_did_it(crises):
    """The chain of causes ends at the inject, with no engagement on the way."""
    scenario = crises.changed(_faulty(crises))
    record = run(scenario, arm="unattacked")
    opened = crises.kinds(record, "inquiry.opened")
    assert {event.government for event in opened} == {"ARC", "BOR"}
    assert {event.suspects for event in opened} == {("RED",)}
    assert [event.kind for event in record.causes(opened[0].id)] == [
        "inquiry.opened",
        "asset.degraded",
        "inject.fired",
    ]
    assert not crises.kinds(record, "engagement.launched", "response.decided")


def test_sensors_report_a_failure_by_their_false_alarms(crises):
    """P(report) = p_false_alarm and P(names somebody | report) = p_false_identify: 500 replicates, 4 sigma."""
    numbers = {f"{SENSOR}.p_false_alarm": 0.2, f"{SENSOR}.p_false_identify": 0.4}
    scenario = crises.changed({**_faulty(crises), **numbers})
    n, counts = 500, {"none": 0, "detected": 0, "identified": 0}
    for replicate in range(n):
        record = run(scenario, arm="unattacked", replicate=replicate, keep="lean")
        (seen,) = crises.kinds(record, "signal.observed")
        assert seen.sensor == "bor_gateway.forensics"
        assert seen.named == ("RED" if seen.report == "identified" else None)
        counts[seen.report] += 1
    for report, p in (("none", 0.8), ("detected", 0.12), ("identified", 0.08)):
        assert abs(counts[report] / n - p) < 4.0 * math.sqrt(p * (1.0 - p) / n)


def test_a_false_alarm_that_names_red_makes_governments_answer_it_wrongly(crises):
    """Prior 0.3; 0.98 x 0.95 against 0.2 x 0.5: posterior 0.800, above the cut-off 0.773 of rung 9."""
    numbers = {f"{SENSOR}.p_false_alarm": 0.2, f"{SENSOR}.p_false_identify": 0.5, f"{SENSOR}.p_detect": 0.98,
               f"{SENSOR}.p_identify": 0.95, "politics.commitment": 1.0, "disclosure.members.share": 1.0}  # fmt: skip
    scenario = crises.changed({**_faulty(crises), **numbers})
    for replicate in range(40):
        record = run(scenario, arm="unattacked", replicate=replicate)
        named = crises.kinds(record, "signal.observed")[0].report == "identified"
        answers = crises.kinds(record, "response.decided")
        assert {event.government for event in answers} == ({"ARC", "BOR"} if named else set())
        assert all(event.wrong is True and event.against == "RED" for event in answers)
        for event in answers:
            posterior = 0.3 * 0.98 * 0.95 / (0.3 * 0.98 * 0.95 + 0.7 * 0.2 * 0.5)
            assert event.card["posterior"] == pytest.approx(posterior, abs=1e-9)


def test_a_failure_whose_cause_is_plain_opens_no_inquiry(crises):
    """p_inquiry 0 gives the record of a world in which governments never ask about failures."""
    asked = run(crises.changed(_faulty(crises)), arm="unattacked")
    plain = run(crises.changed(_faulty(crises, p_inquiry=0.0)), arm="unattacked")
    about = {
        "signal.observed",
        "signal.released",
        "inquiry.opened",
        "attribution.formed",
        "response.declined",
    }
    assert not [event for event in plain.events if event.kind in about]
    assert crises.lines([e for e in asked.events if e.kind not in about]) == crises.lines(plain.events)


def test_a_failure_that_no_adversary_could_have_caused_opens_no_inquiry(crises):
    """Red has an intruder, which breaks into sites: nobody suspects it when a satellite fails."""
    fault = {"kind": "outage", "at_h": 1.0, "asset": "arc_relay_west", "duration_h": 5.0}
    record = run(crises.changed({**_faulty(crises), "injects": {"fault": fault}}), arm="unattacked")
    assert not crises.kinds(record, "inquiry.opened", "signal.observed")


def test_a_failure_stands_on_the_rung_of_the_mildest_attack_that_would_explain_it(crises):
    """Jamming (3) and a kinetic kill (8) would both silence the relay: 3."""
    fault = {"kind": "outage", "at_h": 1.0, "asset": "arc_relay_east", "duration_h": 5.0}
    record = run(crises.changed({"injects": {"fault": fault}}), arm="unattacked")
    assert {event.rung for event in crises.kinds(record, "inquiry.opened")} == {3}


def test_several_suspects_of_a_failure_are_named_alike(crises):
    """A false alarm names each of two suspects about as often: 400 names, 4 sigma around one half."""
    numbers = {f"{SENSOR}.p_false_alarm": 1.0, f"{SENSOR}.p_false_identify": 1.0}
    scenario = crises.changed({**_faulty(crises), **numbers, **crises.umbra()})
    named = []
    for replicate in range(400):
        record = run(scenario, arm="unattacked", replicate=replicate, keep="lean")
        named += [event.named for event in crises.kinds(record, "signal.observed")]
    assert abs(named.count("RED") / len(named) - 0.5) < 4.0 * 0.5 / math.sqrt(len(named))
