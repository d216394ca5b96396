"""Invariants of knowing and deciding: sensors, releases, inquiries, answers, Red's table and its choice."""

import math

from wargame.knowing.posterior import REPORTS

CLOSE = 2e-9
"""Numbers are written down with nine decimals."""


def _row(played, giver, recipient):
    """The disclosure row that applies: the one with the fewest parties, then the first in alphabetical order."""
    rows = []
    for key, row in played.scenario.disclosure.items():
        sides = (row.giver, row.to)
        names = all(s == "members" or a in s for s, a in zip(sides, (giver, recipient), strict=True))
        if names and row.data == "attribution":
            breadth = math.inf if "members" in sides else len(row.giver) * len(row.to)
            rows.append((breadth, key, row))
    inside = giver in played.inside and recipient in played.inside
    return min(rows, key=lambda item: item[:2])[2] if rows and inside else None


def dead_sensors_are_silent(played):
    """No sensor reports that is lost, out of action, not in this coalition, or the adversary's."""
    lost, down = set(), {}
    for event in played.events:
        if event.kind == "asset.lost":
            lost.add(event.asset)
        if event.kind == "asset.degraded":
            down[event.id] = event
        if event.kind == "asset.restored":
            down.pop(event.cause, None)
        if event.kind == "signal.observed":
            yield from _silent(played, event, lost, down.values())


def _launched(played, event):
    """The attack that an event is about; None where nobody attacked."""
    return next((e for e in played.of("engagement.launched") if e.engagement == event.engagement), None)


def _silent(played, event, lost, down):
    asset, function = event.sensor.split(".")
    before = [item for item in down if item.t_s < event.t_s < (item.until_s or math.inf)]
    hit = [item for item in before if item.asset == asset and item.function in (None, function)]
    killed = asset in lost and played.by_id[played.world.lost[asset]].t_s < event.t_s
    # An attack that takes a sensor's own site down, or a launch seen before its second, may still be reported.
    launched = _launched(played, event) or event
    early = [item for item in hit if item.t_s < launched.t_s]
    if early or (killed and played.by_id[played.world.lost[asset]].t_s < launched.t_s):
        yield f"{event.id} comes from a sensor that is out of action"
    if event.owner in played.scenario.adversaries:
        yield f"{event.id} is the adversary's own"


def releases_follow_the_rows(played):
    """A report is released inside the coalition, by the row that applies: never at share 0, always at share 1."""
    released = {(e.cause, e.recipient): e for e in played.of("signal.released")}
    for signal in played.of("signal.observed"):
        phase = played.phase_before(signal)
        for recipient, government in played.scenario.governments.items():
            row = _row(played, signal.owner, recipient) if recipient != signal.owner else None
            event = released.pop((signal.id, recipient), None)
            timely = row is not None and row.latency_h.at(phase) <= government.decision_delay_h
            share = row.share.at(phase) if row is not None and timely else 0.0
            if event is not None and share == 0.0:
                yield f"{event.id}, against the disclosure rows"
            if event is None and share == 1.0:
                yield f"{signal.id} is not released to {recipient}, which the rows promise"
            if event is not None and row is not None:
                late = event.arrives_s - signal.t_s - round(row.latency_h.at(phase) * 3600)
                if late or event.sensor != signal.sensor or event.engagement != signal.engagement:
                    yield f"{event.id} arrives {late} s off its row, or tells something else"
    yield from (f"{event.id} releases no report" for event in released.values())


def every_business_is_looked_into(played):
    """An attack on what a government of the coalition owns is looked into by it, once."""
    asked = [(e.government, e.engagement) for e in played.of("inquiry.opened")]
    yield from (f"{key} is asked twice" for key in sorted(set(asked)) if asked.count(key) > 1)
    for event in played.of("engagement.resolved"):
        asset = played.scenario.fleet.get(event.target) or played.scenario.sites.get(event.target)
        owner = asset.owner if asset is not None else None
        concerned = owner in played.scenario.governments and owner in played.inside
        if concerned and (owner, event.engagement) not in asked:
            yield f"nobody in {owner} asks about {event.engagement}"


def inquiries_close_once(played):
    """Every inquiry that falls due is closed at its second by one judgement and one decision."""
    formed, answers = {}, {}
    for event in played.of("attribution.formed"):
        formed.setdefault(event.cause, []).append(event)
    for event in played.of("response.decided", "response.declined"):
        answers.setdefault(event.cause, []).append(event)
    for inquiry in played.of("inquiry.opened"):
        found = formed.pop(inquiry.id, [])
        if len(found) != (inquiry.due_s <= played.last_s):
            yield f"{inquiry.id} is closed {len(found)} times"
        for event in found:
            decided = answers.pop(event.id, [])
            if event.t_s != inquiry.due_s or event.government != inquiry.government or len(decided) != 1:
                yield f"{event.id} closes {inquiry.id} with {len(decided)} decisions"
            yield from (f"{e.id} is another's" for e in decided if e.government != inquiry.government)
    yield from (f"{key} was no inquiry" for key in formed)
    yield from (f"{key} decides about nothing" for key in answers)


def inquiries_know_their_phase(played):
    """An inquiry carries the phase in which the attack took effect, its government's delay and the attack's rung."""
    for event in played.of("inquiry.opened"):
        resolved = played.by_id.get(event.cause)
        launched = _launched(played, event) or event
        delay_s = round(played.scenario.governments[event.government].decision_delay_h * 3600)
        if event.phase != played.phase_before(event):
            yield f"{event.id} says {event.phase}, and it was {played.phase_before(event)}"
        if resolved is None or event.due_s != resolved.t_s + delay_s or event.rung != launched.rung:
            yield f"{event.id} is due at {event.due_s}, on rung {event.rung}"


def posteriors_come_from_own_evidence(played):
    """A posterior is Bayes' rule on the prior of the phase, own reports, and what had arrived by then."""
    for event in played.of("attribution.formed"):
        inquiry = played.by_id.get(event.cause)
        if inquiry is None or event.card is None:
            continue
        government = played.scenario.governments[event.government]
        overlap = played.scenario.actors[event.accused].adversary.evidence_overlap
        heard = _heard(played, event)
        told = {item["sensor"]: item["report"] for item in event.card.get("reports", ())}
        if told != heard:
            yield f"{event.id} rests on {sorted(told)}, and {event.government} had {sorted(heard)}"
            continue
        ratios = [_log_ratio(played, sensor, report) for sensor, report in sorted(heard.items())]
        prior = government.prior_hostile.at(inquiry.phase)
        expected = _pooled(prior, ratios, overlap)
        alone = len(getattr(inquiry, "suspects", ("one",))) == 1
        if alone and abs(event.posterior - expected) > 1e-7:
            yield f"{event.id} has {event.posterior}; its evidence gives {expected}"
        wrong = government.cost_if_wrong + government.cost_if_wrong_per_rung * (inquiry.rung - 1)
        if abs(event.cut_off - wrong / (wrong + government.benefit_if_right)) > CLOSE:
            yield f"{event.id} has the cut-off {event.cut_off}"


def _heard(played, event):
    """Reports by sensor that a government has of an attack when it decides: its own, and those that have arrived."""
    arrived = {
        e.sensor
        for e in played.of("signal.released")
        if e.recipient == event.government
        and e.engagement == event.engagement
        and e.arrives_s <= event.t_s
        and e.seq < event.seq
    }
    return {
        e.sensor: e.report
        for e in played.of("signal.observed")
        if e.engagement == event.engagement
        and e.seq < event.seq
        and (e.owner == event.government or e.sensor in arrived)
    }


def _log_ratio(played, sensor, report):
    asset, function = sensor.split(".")
    site = played.scenario.sites.get(asset)
    numbers = site.functions[function] if site else played.scenario.fleet[asset].payloads[function]
    hostile, innocent = (
        {"none": 1 - p, "detected": p * (1 - q), "identified": p * q}[report]
        for p, q in (
            (numbers.p_detect, numbers.p_identify),
            (numbers.p_false_alarm, numbers.p_false_identify),
        )
    )
    if hostile <= 0.0 and innocent <= 0.0:
        return 0.0
    if innocent <= 0.0 or hostile <= 0.0:
        return 50.0 if hostile > 0.0 else -50.0
    return max(-50.0, min(50.0, math.log(hostile / innocent)))


def _pooled(prior, ratios, overlap):
    if prior in (0.0, 1.0):
        return prior
    odds = math.log(prior / (1 - prior)) + math.fsum(ratios) / (1 + max(0, len(ratios) - 1) * overlap)
    return 1.0 / (1.0 + math.exp(-max(-700.0, min(700.0, odds))))


def reports_are_one_of_three(played):
    """A sensor says nothing, that something happened, or who did it; each sensor once per attack."""
    known = set()
    for event in played.of("signal.observed"):
        if event.report not in REPORTS or (event.sensor, event.engagement) in known:
            yield f"{event.id} says {event.report!r}"
        known.add((event.sensor, event.engagement))


def answers_follow_judgement(played):
    """A government acts only when it is sure enough and committed, at most once an order, with the faded weight."""
    answered = set()
    for event in played.of("response.decided"):
        formed = played.by_id[event.cause]
        if formed.kind != "attribution.formed":
            continue  # decided together with others
        inquiry = played.by_id[formed.cause]
        government = played.scenario.governments[event.government]
        if formed.posterior < formed.cut_off:
            yield f"{event.id} with the posterior {formed.posterior} below {formed.cut_off}"
        card = event.card or {}
        if "commitment" in card:
            expected = government.commitment.at(inquiry.phase)
            if card["commitment"] != expected or card["draw"] >= expected:
                yield f"{event.id} with the draw {card['draw']} and the commitment {expected}"
        if (event.government, event.order) in answered:
            yield f"{event.id} answers a second time"
        answered.add((event.government, event.order))
        fading_d = played.scenario.actors[event.against].adversary.costs.response_fading_d
        expected = math.exp(-government.decision_delay_h / 24.0 / fading_d)
        if event.against != formed.accused or abs(event.weight - expected) > CLOSE:
            yield f"{event.id} weighs {event.weight} against {event.against}"


def those_who_left_do_nothing(played):
    """Who is not in the coalition asks, judges, answers, shows, gives and is given nothing."""
    for event in played.events:
        who = [getattr(event, name, None) for name in ("government", "recipient")]
        if event.kind == "demonstration.shown":
            who.append(event.actor)
        if event.kind == "signal.released":
            who.append(played.by_id[event.cause].owner)
        gone = sorted({name for name in who if name is not None} - played.inside)
        if gone:
            yield f"{event.id} is of {gone[0]}, which is not in the coalition"


def nobody_acts_unattacked(played):
    """In the unattacked arm nobody attacks; in the restraint arm everything is weighed and nothing ordered."""
    quiet = {"unattacked": ("options.weighed", "order.given"), "restraint": ("order.given",)}
    yield from (f"{event.id} in the arm {played.arm}" for event in played.of(*quiet.get(played.arm, ())))


CHECKS = (
    dead_sensors_are_silent,
    releases_follow_the_rows,
    every_business_is_looked_into,
    inquiries_close_once,
    inquiries_know_their_phase,
    posteriors_come_from_own_evidence,
    reports_are_one_of_three,
    answers_follow_judgement,
    those_who_left_do_nothing,
    nobody_acts_unattacked,
)
