"""Every outcome says why: a card on each, and a chain of causes from every loss back to a decision."""

import re
from dataclasses import replace

import pytest

from wargame.analysis.cards import card_lines
from wargame.analysis.explain import UnknownEventError, as_text, explain, find
from wargame.analysis.names import Names, clock
from wargame.analysis.sentences import ends_by_itself, sentence
from wargame.events import EVENTS, AssetDegraded, AssetLost
from wargame.loader import load
from wargame.run import run

CARRIES_A_CARD = (
    "engagement.resolved",
    "attack.decided",
    "attribution.formed",
    "response.decided",
    "signal.observed",
    "service.crossed",
)


@pytest.fixture(scope="module")
def fierce(crises):
    """The tutorial with a Red that can and does hurt: little spare capacity, certain weapons, a firm response."""
    return crises.changed(
        {
            f"{crises.RED}.pressure": 1.0,
            f"{crises.RED}.capabilities.intruder.parameters.p_success": 1.0,
            f"{crises.RED}.capabilities.interceptor.parameters.p_kill_above_2000_km": 1.0,
            f"{crises.RED}.capabilities.interceptor.magazine": 3,
            "sites.arc_gateway.cyber_readiness": 0.0,
            "politics.commitment": 1.0,
            "satellites.bor_relay.payloads.relay.capacity_mbps": 200.0,
            "missions.missile_warning.threshold": 0.8,
        }
    )


@pytest.fixture(scope="module")
def records(crises, fierce):
    """Full records of every arm and several replicates."""
    return [record for replicate in range(3) for record in crises.every_arm(fierce, replicate=replicate)]


def test_next_to_nothing_below_zero_is_written_without_a_minus(records):
    """A benefit of -0.00001 reads as -0.0000 otherwise, which is no number to anybody."""
    decided = next(event for record in records for event in record.events if event.kind == "attack.decided")
    card = {**decided.card, "benefits": {"some_aim": -1e-5}, "terms": {"benefit": -1e-5, "cost": -0.25}}
    words = "\n".join(card_lines(replace(decided, card=card), Names(records[0].scenario)))
    assert "some aim 0.0000" in words
    assert "-0.2500" in words
    assert "-0.0000" not in words


def test_every_outcome_carries_a_card_with_its_rule(records):
    """Over all arms, every kind of outcome has happened, and each says by which rule."""
    happened = {event.kind for record in records for event in record.events}
    assert set(CARRIES_A_CARD) <= happened
    for record in records:
        for event in record.events:
            if event.kind in CARRIES_A_CARD:
                assert event.card, event.id
                assert event.card["rule"], event.id
                lines = card_lines(event, Names(record.scenario))
                assert lines[0].startswith("rule: ")
                assert not re.search(r"k_[a-z]|log LR|unrelieved|utility|terms", "\n".join(lines))


def test_a_card_of_an_engagement_says_p_draw_outcome_and_what_p_is_made_of(records, crises):
    """Enough to check the outcome by hand."""
    for record in records:
        for event in crises.kinds(record, "engagement.resolved"):
            card = event.card
            assert card["p"] == event.p
            assert card["draw"] == event.draw
            assert (
                card["outcome"]
                == event.outcome
                == ("success" if event.draw < event.p and not card["note"] else "failure")
            )
            assert {"name", "value", "source"} == set(card["modifiers"][0])


def test_every_loss_in_the_free_arm_goes_back_to_a_decision_of_red_s(records, crises):
    """Why? service.crossed <- status <- engagement <- order <- attack.decided."""
    crossed = [
        (record, event)
        for record in records
        if record.manifest.arm == "free"
        for event in crises.kinds(record, "service.crossed")
        if event.direction == "lost"
    ]
    assert crossed
    for record, event in crossed:
        kinds = [item.kind for item in record.causes(event.id)]
        assert "attack.decided" in kinds, f"{event.id}: {kinds}"
        assert "engagement.resolved" in kinds


def test_every_loss_in_the_forced_arm_goes_back_to_an_order_of_the_package(records, crises):
    """The package is carried out, nobody decides: the chain ends in an order."""
    crossed = [
        (record, event)
        for record in records
        if record.manifest.arm == "forced"
        for event in crises.kinds(record, "service.crossed")
        if event.direction == "lost"
    ]
    assert crossed
    for record, event in crossed:
        kinds = [item.kind for item in record.causes(event.id)]
        assert "order.given" in kinds, f"{event.id}: {kinds}"
        assert "attack.decided" not in kinds


def test_every_recovery_goes_back_to_a_restoration_of_something_that_the_mission_needs(crises):
    """Warning comes back with the gateway, whatever jammer falls silent in the meantime."""
    actions = [
        {"capability": "intruder", "targets": ["arc_gateway"], "at_h": 10},
        {"capability": "jammer", "targets": ["bor_relay"], "at_h": 12},
    ]
    scenario = crises.changed(
        {
            f"{crises.RED}.capabilities.intruder.parameters": {
                "p_success": 1.0,
                "restore_h": 24.0,
                "onset_h": 2.0,
            },
            f"{crises.RED}.capabilities.jammer.parameters.duration_h": 23.75,
            "sites.arc_gateway.cyber_readiness": 0.0,
            "missions.missile_warning.threshold": 0.5,
            "missions.missile_warning.window_h": 1.0,
            "threat_packages": {"one": {"title": "One", "adversary": "RED", "actions": actions}},
        }
    )
    record = run(scenario, arm="forced", package="one")
    back = [
        e
        for e in crises.kinds(record, "service.crossed")
        if e.direction == "regained" and e.mission == "missile_warning"
    ]
    assert back
    for event in back:
        restored = record.by_id[event.cause]
        assert (restored.kind, restored.asset) == ("asset.restored", "arc_gateway")


def test_a_loss_is_laid_to_the_attack_even_where_nature_has_taken_more(crises):
    """Nature takes a big relay, which is bearable; the attack takes the small rest: the loss is the attack's doing."""
    scenario = crises.changed(
        {
            "agreements.pool": None,
            "satellites.arc_relay_west.payloads.relay.capacity_mbps": 600.0,
            "satellites.arc_relay_east.payloads.relay.capacity_mbps": 500.0,
            "satellites.arc_relay_mid": crises.relay("ARC", -50.0, 1000.0),
            "missions.satcom_wideband.threshold": 0.9,
            "users.arc.needs.satcom_wideband.demand_mbps": 1500.0,
            "missions.satcom_wideband.window_h": 1.0,
            "injects": {
                "fault": {"kind": "outage", "at_h": 1.0, "asset": "arc_relay_mid", "duration_h": 50.0}
            },
            f"{crises.RED}.capabilities.jammer.parameters.eirp_dbw": 90.0,
        }
    )
    low = crises.changed({"missions.satcom_wideband.threshold": 0.7}, scenario)
    record = run(low, arm="forced", package="cut_the_strait")
    lost = [
        e
        for e in crises.kinds(record, "service.crossed")
        if e.direction == "lost" and e.mission == "satcom_wideband"
    ]
    assert lost
    for event in lost:
        assert "order.given" in [item.kind for item in record.causes(event.id)], record.causes(event.id)


def test_a_recovery_that_nature_s_repair_brings_is_laid_to_that_while_the_attack_goes_on(crises):
    """A big relay fails, which is bearable; a jammer takes the rest and stays; the big relay comes back."""
    actions = [{"capability": "jammer", "targets": ["arc_relay_east"], "at_h": 26}]
    scenario = crises.changed(
        {
            "agreements.pool": None,
            "satellites.arc_relay_west.payloads.relay.capacity_mbps": 600.0,
            "satellites.arc_relay_east.payloads.relay.capacity_mbps": 500.0,
            "satellites.arc_relay_mid": crises.relay("ARC", -50.0, 1000.0),
            "missions.satcom_wideband.threshold": 0.7,
            "missions.satcom_wideband.window_h": 1.0,
            "users.arc.needs.satcom_wideband.demand_mbps": 1500.0,
            "injects": {
                "fault": {"kind": "outage", "at_h": 1.0, "asset": "arc_relay_mid", "duration_h": 40.0}
            },
            f"{crises.RED}.capabilities.jammer.parameters.eirp_dbw": 90.0,
            f"{crises.RED}.capabilities.jammer.parameters.duration_h": 72.0,
            "threat_packages": {"one": {"title": "One", "adversary": "RED", "actions": actions}},
        }
    )
    record = run(scenario, arm="forced", package="one")
    wideband = [e for e in crises.kinds(record, "service.crossed") if e.mission == "satcom_wideband"]
    assert [e.direction for e in wideband if e.place == "strait.ARC"] == ["lost", "regained"]
    back = next(e for e in wideband if e.place == "strait.ARC" and e.direction == "regained")
    mended = record.by_id[back.cause]
    assert (mended.kind, mended.asset, mended.t_s) == ("asset.restored", "arc_relay_mid", 41 * 3600)


def test_a_lost_service_is_below_its_threshold_and_was_not_without_attacks(records, crises):
    """The event says both numbers."""
    for record in records:
        for event in crises.kinds(record, "service.crossed"):
            if event.direction == "lost":
                assert event.service < event.threshold <= event.unattacked


def test_losses_and_recoveries_of_a_place_take_turns(records, crises):
    """Lost, regained, lost, ...: beginning with a loss."""
    for record in records:
        turns = {}
        for event in crises.kinds(record, "service.crossed"):
            turns.setdefault((event.mission, event.place), []).append(event.direction)
        for directions in turns.values():
            assert directions == (["lost", "regained"] * len(directions))[: len(directions)]


def test_a_recovery_hangs_on_the_end_of_something_that_was_felt_or_on_the_loss_it_ends(records, crises):
    """Never on what goes on, nor on terminals of others."""
    kinds = set()
    for record in records:
        users = record.played.users
        for event in crises.kinds(record, "service.crossed"):
            if event.direction == "lost":
                continue
            cause = record.by_id[event.cause]
            kinds.add(cause.kind)
            assert cause.kind in ("asset.restored", "asset.replaced", "receivers.freed", "service.crossed")
            if cause.kind == "service.crossed":
                assert (cause.mission, cause.place, cause.direction) == (event.mission, event.place, "lost")
            elif cause.kind == "asset.restored" and cause.asset in users:
                group = users[cause.asset]
                assert f"{group.region}.{group.nation}" == event.place
    assert "asset.restored" in kinds


def test_what_comes_back_by_itself_is_told_so(crises):
    """A jammer that goes on and satellites that pass: the sentence says that nothing was mended."""
    record = run(load("western_pacific"), replicate=0)
    told = [
        sentence(event, Names(record.scenario))
        for event in crises.kinds(record, "service.crossed")
        if ends_by_itself(event)
    ]
    assert told
    assert all(
        "nothing that they miss was mended" in words or "without attacks it would be below" in words
        for words in told
    )


def test_every_status_event_has_a_cause_that_did_it(records):
    """Attack or inject, nothing breaks by itself."""
    for record in records:
        for event in record.events:
            if isinstance(event, AssetLost | AssetDegraded):
                assert record.by_id[event.cause].kind in ("engagement.resolved", "inject.fired")


def test_unattacked_nothing_is_attributed_to_anybody(tutorial, crises):
    """No attack, no crossing."""
    assert (
        crises.kinds(run(tutorial, arm="unattacked"), "service.crossed", "order.given", "attack.decided")
        == []
    )


def test_every_event_that_happened_has_a_sentence(records, tutorial):
    """And so has every kind of the vocabulary, for those that did not."""
    from wargame.analysis.sentences import _SENTENCES

    assert set(_SENTENCES) == set(EVENTS)
    names = Names(tutorial)
    for record in records[:5]:
        for event in record.events:
            text = sentence(event, names)
            assert text.endswith((".", "?", "!")), text
            assert "None" not in text, text


def test_explain_walks_from_an_event_to_its_first_cause_in_sentences(records, crises):
    """The text that `wargame explain` prints."""
    record = next(r for r in records if r.manifest.arm == "free" and crises.kinds(r, "service.crossed"))
    event = crises.kinds(record, "service.crossed")[0]
    chain = explain(record, event.id)
    text = as_text(record, chain)
    assert text.splitlines()[0].strip().startswith("what")
    assert text.count("because  ") == len(chain) - 1
    assert all(item.id in text for item in chain)
    assert find(record, str(event.seq)) is event


def test_an_unknown_or_unclear_event_is_refused_with_what_is_meant(tutorial):
    """Names are matched by words; several matches are listed."""
    record = run(tutorial)
    with pytest.raises(
        UnknownEventError,
        match=r"no event is called 'xyz'; (no service fell below its threshold [a-z ]*; )?it holds events of the kinds",
    ):
        find(record, "xyz")
    with pytest.raises(UnknownEventError, match="could be any of 10 events; name one of them"):
        find(record, "move.began")


def test_a_service_that_never_fell_is_named_and_no_list_of_kinds(crises):
    """Asked why a mission was lost that was not."""
    record = run(crises.changed({}), arm="unattacked")
    with pytest.raises(UnknownEventError, match=r"navigation never fell below its threshold here"):
        find(record, "navigation")


def test_a_day_or_an_hour_among_the_words_tells_events_apart(records):
    """A place alone is many events; with the hour it is one."""
    record = next(item for item in records if len(item.of_kind("service.crossed")) > 1)
    crossed = record.of_kind("service.crossed")
    alike = [event for event in crossed if (event.t_s, event.mission) == (crossed[0].t_s, crossed[0].mission)]
    words = f"{crossed[0].place} {clock(crossed[0].t_s).lower()}"
    found = (
        [find(record, words)]
        if len(alike) == 1
        else [event for event in alike if event.id in _told(record, words)]
    )
    assert crossed[0] in found
    assert all(event.t_s == crossed[0].t_s for event in found)
    for event in record.of_kind("attack.decided")[:1]:
        assert find(record, f"decides to attack {clock(event.t_s)}") == event


def _told(record, words):
    """What is said where more than one event is meant."""
    with pytest.raises(UnknownEventError) as several:
        find(record, words)
    return str(several.value)
