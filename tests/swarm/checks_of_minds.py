"""Invariants of knowing and deciding: sensors, releases, inquiries, answers, Red's table and its choice."""

import math

from rules_again import (
    CLOSE,
    cut_offs,
    delays_h,
    is_strategic,
    latency_h,
    matter_of,
    wants_to_answer,
)

from wargame.knowing.posterior import REPORTS


def row_of(played, giver, recipient):
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
    lost, down = {}, {}
    for event in played.events:
        if event.kind == "asset.lost":
            lost[event.asset] = event.t_s
        if event.kind == "asset.replaced":
            lost.pop(event.asset, None)
            down = {key: item for key, item in down.items() if item.asset != event.asset}
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
    # An attack that takes a sensor's own site down, or a launch seen before its second, may still be reported.
    launched = _launched(played, event) or event
    early = [item for item in hit if item.t_s < launched.t_s]
    if early or lost.get(asset, math.inf) < launched.t_s:
        yield f"{event.id} comes from a sensor that is out of action"
    if event.owner in played.scenario.adversaries:
        yield f"{event.id} is the adversary's own"


def releases_follow_the_rows(played):
    """A report is released inside the coalition, by the row that applies: never at share 0, always at share 1."""
    released = {(e.cause, e.recipient): e for e in played.of("signal.released")}
    for signal in played.of("signal.observed"):
        phase = played.phase_before(signal)
        for recipient in played.scenario.governments:
            row = row_of(played, signal.owner, recipient) if recipient != signal.owner else None
            event = released.pop((signal.id, recipient), None)
            late_h = latency_h(played, signal.owner, recipient, row, phase) if row is not None else 0.0
            timely = row is not None and late_h <= delays_h(played, recipient, phase)[0]
            share = row.share.at(phase) if row is not None and timely else 0.0
            if event is not None and share == 0.0:
                yield f"{event.id}, against the disclosure rows"
            if event is None and share == 1.0:
                yield f"{signal.id} is not released to {recipient}, which the rows promise"
            if event is not None and row is not None:
                late = event.arrives_s - signal.t_s - round(late_h * 3600)
                if late or event.sensor != signal.sensor or event.engagement != signal.engagement:
                    yield f"{event.id} arrives {late} s off its row, or tells something else"
    yield from (f"{event.id} releases no report" for event in released.values())


def every_business_is_looked_into(played):
    """An attack on what a government inside owns is looked into by it, once; so is a failure, by all or none."""
    asked = [(e.government, e.engagement) for e in played.of("inquiry.opened")]
    yield from (f"{key} is asked twice" for key in sorted(set(asked)) if asked.count(key) > 1)
    matters = [(e.engagement, e.target) for e in played.of("engagement.resolved")]
    for name in sorted({name for _, name in asked if name.startswith("outage:")}):
        matters.append((name, played.scenario.injects[name.removeprefix("outage:")].asset))
    for name, target in matters:
        asset = played.scenario.fleet.get(target) or played.scenario.sites.get(target)
        owner = asset.owner if asset is not None else None
        concerned = owner in played.scenario.governments and owner in played.inside
        if concerned and (owner, name) not in asked:
            yield f"nobody in {owner} asks about {name}"


def inquiries_close_once(played):
    """Every inquiry that falls due is closed by one judgement, unless the crisis ends before; so is every vote."""
    formed, taken = {}, {}
    for event in played.of("attribution.formed", "vote.taken"):
        (formed if event.kind == "attribution.formed" else taken).setdefault(event.cause, []).append(event)
    for asked in played.of("inquiry.opened", "vote.called"):
        found = (formed if asked.kind == "inquiry.opened" else taken).pop(asked.id, [])
        due = asked.due_s <= played.last_s and _overtaken(played, asked) is None
        if len(found) != due or any(event.t_s != asked.due_s for event in found):
            yield f"{asked.id} is closed {len(found)} times"
        if asked.kind == "inquiry.opened":
            yield from (f"{e.id} is another's" for e in found if e.government != asked.government)
    yield from (f"{key} was not asked" for key in {**formed, **taken})


def _overtaken(played, asked):
    """The end of the crisis that comes before an inquiry or a vote is due, if one does."""
    ends = [e for e in played.of("crisis.ended") if asked.seq < e.seq and e.t_s <= asked.due_s]
    return ends[0] if ends else None


def judgements_lead_to_decisions(played):
    """Every judgement ends in one answer or none, by itself, by a vote, or because the crisis has ended."""
    found = {}
    for event in played.of("response.decided", "response.declined"):
        found.setdefault((event.cause, event.government), []).append(event)
    expected = {}
    for asked in played.of("inquiry.opened"):
        votes = [e for e in played.of("vote.called") if e.engagement == asked.engagement]
        votes = [e for e in votes if asked.government in e.voters and e.seq > asked.seq]
        last = votes[0] if votes else asked
        end, due_s = _overtaken(played, asked) or _overtaken(played, last), last.due_s
        if end is not None:
            key = end.id, asked.government
        elif due_s <= played.last_s:
            kind = "vote.taken" if votes else "attribution.formed"
            key = next((e.id for e in played.of(kind) if e.cause == last.id), last.id), asked.government
        else:
            continue
        expected[key] = expected.get(key, 0) + 1
    for key in sorted(expected.keys() | found.keys()):
        if len(found.get(key, ())) != expected.get(key, 0):
            yield f"{key} ends in {len(found.get(key, ()))} decisions instead of {expected.get(key, 0)}"


def inquiries_know_their_phase(played):
    """An inquiry carries the phase of the attack or failure, its government's delay, the rung and the suspects."""
    failures = {}
    for event in played.of("inquiry.opened"):
        because = played.by_id.get(event.cause)
        launched = _launched(played, event)
        phase = played.phase_before(event)
        delay_s = round(delays_h(played, event.government, phase)[0] * 3600)
        if event.phase != phase:
            yield f"{event.id} says {event.phase}, and it was {phase}"
        rung = launched.rung if launched else failures.setdefault(event.engagement, event.rung)
        if because is None or abs(event.due_s - because.t_s - delay_s) > 1 or event.rung != rung:
            yield f"{event.id} is due at {event.due_s}, on rung {event.rung}"
        known = set(played.scenario.adversaries) & set(event.suspects)
        if list(event.suspects) != sorted(known) or not known:
            yield f"{event.id} suspects {event.suspects}"
        if launched and launched.attacker not in event.suspects:
            yield f"{event.id} does not suspect {launched.attacker}"


def posteriors_come_from_own_evidence(played):
    """A posterior is Bayes' rule on the prior of the phase, own reports, and what had arrived by then."""
    for event in played.of("attribution.formed"):
        inquiry = played.by_id.get(event.cause)
        if inquiry is None or event.card is None:
            continue
        government = played.scenario.governments[event.government]
        suspects = inquiry.suspects
        overlap = max(played.scenario.actors[key].adversary.evidence_overlap for key in suspects)
        heard = _heard(played, event)
        told = {item["sensor"]: item["report"] for item in event.card.get("reports", ())}
        if told != {sensor: report for sensor, (report, _) in heard.items()}:
            yield f"{event.id} rests on {sorted(told)}, and {event.government} had {sorted(heard)}"
            continue
        expected = _posteriors(played, heard, suspects, government.prior_hostile.at(inquiry.phase), overlap)
        written = event.posteriors or {event.accused: event.posterior}
        if written.keys() != expected.keys() or any(abs(written[k] - expected[k]) > 1e-7 for k in expected):
            yield f"{event.id} has {written}; its evidence gives {expected}"
        if event.posterior != max(written.values()) or written.get(event.accused) != event.posterior:
            yield f"{event.id} accuses {event.accused} with {event.posterior} of {written}"
        cut_off = cut_offs(government, inquiry.rung)[0]
        if abs(event.cut_off - cut_off) > CLOSE:
            yield f"{event.id} has the cut-off {event.cut_off}"


def _heard(played, event):
    """Reports by sensor, with whom they name, that a government has when it decides: its own, and those that came."""
    arrived = {
        e.sensor
        for e in played.of("signal.released")
        if e.recipient == event.government
        and e.engagement == event.engagement
        and e.arrives_s <= event.t_s
        and e.seq < event.seq
    }
    return {
        e.sensor: (e.report, e.named)
        for e in played.of("signal.observed")
        if e.engagement == event.engagement
        and e.seq < event.seq
        and (e.owner == event.government or e.sensor in arrived)
    }


def _posteriors(played, heard, suspects, prior, overlap):
    """Bayes' rule over nature and every suspect, who share the prior; pooled reports count less the more they share."""
    if prior == 0.0:
        return dict.fromkeys(suspects, 0.0)
    weight = 1.0 + max(0, len(heard) - 1) * overlap
    logs = {}
    for name in suspects:
        ratios = [_log_ratio(played, sensor, *said, name, suspects) for sensor, said in heard.items()]
        logs[name] = math.log(prior / len(suspects)) + math.fsum(ratios) / weight
    nature = math.log(1.0 - prior) if prior < 1.0 else -math.inf
    top = max(nature, *logs.values())
    whole = math.fsum(math.exp(value - top) for value in (nature, *logs.values()))
    return {name: math.exp(value - top) / whole for name, value in logs.items()}


def _log_ratio(played, sensor, report, named, suspect, suspects):
    """Log P(this report | the suspect did it) / P(this report | nobody did)."""
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
    if report == "identified" and len(suspects) > 1:
        others = len(suspects) - 1
        wrong = hostile * numbers.p_wrong_author / others
        right, innocent = hostile * (1.0 - numbers.p_wrong_author), innocent / len(suspects)
        chances = (right if suspect == named else wrong, innocent)
        top = max(right, wrong, innocent)
        logs = [max(-50.0, math.log(p / top)) if p > 0.0 else -50.0 for p in chances] if top > 0.0 else (0, 0)
        return logs[0] - logs[1]
    if hostile <= 0.0 and innocent <= 0.0:
        return 0.0
    if innocent <= 0.0 or hostile <= 0.0:
        return 50.0 if hostile > 0.0 else -50.0
    return max(-50.0, min(50.0, math.log(hostile / innocent)))


def reports_are_one_of_three(played):
    """A sensor says nothing, that something happened, or which adversary did it; each sensor once per attack."""
    known = set()
    for event in played.of("signal.observed"):
        if event.report not in REPORTS or (event.sensor, event.engagement) in known:
            yield f"{event.id} says {event.report!r}"
        if (event.report == "identified") != (event.named is not None):
            yield f"{event.id} says {event.report!r} and names {event.named}"
        if event.named is not None and event.named not in played.scenario.adversaries:
            yield f"{event.id} names {event.named}"
        known.add((event.sensor, event.engagement))


def answers_follow_judgement(played):
    """A government answers an order once, if it is sure enough, committed and does not err, and a vote carries it."""
    answered = set()
    for event in played.of("response.decided", "response.declined"):
        because = played.by_id[event.cause]
        if because.kind == "crisis.ended":
            continue
        engagement = because.engagement
        concluded = [e for e in played.of("attribution.formed") if e.government == event.government]
        formed = next(e for e in concluded if e.engagement == engagement)
        inquiry = played.by_id[formed.cause]
        matter = matter_of(played, inquiry)
        wants = (event.government, inquiry.order) not in answered
        wants = wants and wants_to_answer(played, event.government, formed, matter)
        if because.kind == "vote.taken":
            if wants != (event.government in because.in_favour):
                yield f"{event.government} votes in {because.id} against its own judgement"
            wants = wants and because.carried
        if wants != (event.kind == "response.decided"):
            yield f"{event.id} with the posterior {formed.posterior} and the cut-off {formed.cut_off}"
        if event.kind == "response.decided":
            yield from _wrong_answer(played, event, formed, matter)
            answered.add((event.government, inquiry.order))


def _wrong_answer(played, event, formed, matter):
    """What is wrong with an answer: whom it hits, with which step, how hard, how late."""
    block = played.scenario.governments[event.government]
    strategic = is_strategic(played, matter["target"])
    higher = block.strategic_steps if strategic else 0
    reached = sum(formed.posterior >= round(x, 9) for x in cut_offs(block, matter["rung"]))
    step = min(max(0, reached - 1) + higher, max(0, len(block.response_ladder) - 1))
    share = block.response_ladder[step].severity_share if block.response_ladder else 1.0
    if abs(event.severity - block.severity * share) > CLOSE or event.rung != min(10, matter["rung"] + higher):
        yield f"{event.id} is of severity {event.severity} on rung {event.rung}"
    if (event.against, event.wrong) != (formed.accused, None if formed.accused == matter["author"] else True):
        yield f"{event.id} is against {event.against}, {matter['author']} did it, and it says {event.wrong}"
    delay_d = (event.t_s - matter["at_s"]) / 86400.0
    delay_d += delays_h(played, event.government, matter["phase"])[1] / 24.0
    fading_d = played.scenario.actors[event.against].adversary.costs.response_fading_d
    if abs(event.weight - math.exp(-delay_d / fading_d)) > CLOSE:
        yield f"{event.id} weighs {event.weight} against {event.against}"


REPLACING = ("replacement.ordered", "replacement.delayed", "replacement.failed", "asset.replaced")


def those_who_left_do_nothing(played):
    """Who is not in the coalition asks, judges, votes, answers, shows, offers, gives and is given nothing."""
    for event in played.events:
        who = [getattr(event, name, None) for name in ("government", "recipient", "giver", "provider")]
        if event.kind in ("demonstration.shown", "off_ramp.offered"):
            who.append(event.actor)
        if event.kind in REPLACING and event.provider == played.scenario.owner_of(event.asset):
            who.remove(event.provider)  # whoever left may still replace what is its own
        if event.kind == "signal.released":
            who.append(played.by_id[event.cause].owner)
        who += getattr(event, "voters", ())
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
    judgements_lead_to_decisions,
    inquiries_know_their_phase,
    posteriors_come_from_own_evidence,
    reports_are_one_of_three,
    answers_follow_judgement,
    those_who_left_do_nothing,
    nobody_acts_unattacked,
)
