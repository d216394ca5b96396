"""Rules of the program worked out a second time, from the scenario and the record alone, for the checkers."""

import math
from itertools import product

from checks_of_books import uniform

CLOSE = 5e-9
"""Numbers are written down with nine decimals, and a sum has several."""
MISSIONS = {
    "wideband": "satcom_wideband", "protected": "satcom_protected", "narrowband": "satcom_narrowband",
    "infrared": "missile_warning", "optical": "isr_imaging", "radar": "isr_imaging", "signals": "isr_signals",
    "weather": "environment", "space_surveillance": "sda", "navigation": "pnt",
}  # fmt: skip
"""The mission of every kind of payload."""
STRATEGIC = frozenset({"missile_warning", "satcom_protected"})


def asset_of(played, name):
    """A satellite or site, or None."""
    return played.scenario.fleet.get(name) or played.scenario.sites.get(name)


def others_in(played, actor, kind):
    """The other parties inside of every agreement of a kind that an actor inside holds, by the agreement's name."""
    found = {}
    for name, block in played.scenario.agreements.items():
        if block.kind == kind and actor in block.members and actor in played.inside:
            others = (set(block.members) & played.inside) - {actor}
            if others:
                found[name] = others
    return found


def _factor(played, actor, kind, field, phase):
    blocks = [played.scenario.agreements[name] for name in others_in(played, actor, kind)]
    return min((getattr(block, field).at(phase) for block in blocks), default=1.0)


def delays_h(played, government, phase):
    """Hours from an attack to a government's decision, and from that to its action."""
    block = played.scenario.governments[government]
    national = block.decision_delay_h
    for kind in ("doctrine", "liaison"):
        national *= _factor(played, government, kind, "delay_factor", phase)
    clauses = others_in(played, government, "collective_response")
    asking = max(
        (played.scenario.agreements[name].consensus_h * len(others) for name, others in clauses.items()),
        default=0.0,
    )
    asking *= _factor(played, government, "combined_c2", "consensus_factor", phase)
    action = block.action_delay_h * _factor(played, government, "combined_c2", "action_factor", phase)
    return national + asking, action


def latency_h(played, giver, recipient, row, phase):
    """Hours from a report to its release, less what liaison between the two saves."""
    held = [name for name, others in others_in(played, giver, "liaison").items() if recipient in others]
    factors = [played.scenario.agreements[name].latency_factor.at(phase) for name in held]
    return row.latency_h.at(phase) * min(factors, default=1.0)


def error_rate(played, government, t_s):
    """The chance that nothing comes of a decision, less what training together has left."""
    factors = [1.0]
    for name in others_in(played, government, "training"):
        block = played.scenario.agreements[name]
        held = [-block.last_d * 86400.0]
        for inject in played.scenario.injects.values():
            if inject.kind == "training" and inject.agreement == name and round(inject.at_h * 3600) <= t_s:
                held.append(round(inject.at_h * 3600))
        fresh = 0.5 ** ((t_s - max(held)) / (block.half_life_d * 86400.0))
        factors.append(1.0 - (1.0 - block.error_factor) * fresh)
    return played.scenario.governments[government].error_rate * min(factors)


def missions_of(played, target):
    """The missions that an attack on a target is about."""
    scenario, asset = played.scenario, asset_of(played, target)
    if target in scenario.fleet:
        return {MISSIONS[item.kind] for item in asset.payloads.values()}
    if target in scenario.sites:
        jobs = asset.functions.values()
        return {job.mission for job in jobs if job.kind == "gateway"} | {
            "sda" for job in jobs if job.kind == "tracker"
        }
    if target in scenario.users:
        needs = scenario.users[target].needs
        return {mission for mission in set(MISSIONS.values()) if getattr(needs, mission) is not None}
    return {"pnt"}


def is_strategic(played, target):
    """Whether a satellite or site stands behind the separate threshold."""
    return asset_of(played, target) is not None and bool(missions_of(played, target) & STRATEGIC)


def cut_offs(government, rung):
    """The posterior from which on a government takes each step of its ladder; one step where it has no ladder."""
    wrong = government.cost_if_wrong + government.cost_if_wrong_per_rung * (rung - 1)
    factors = [step.wrong_factor for step in government.response_ladder] or [1.0]
    return [wrong * factor / (wrong * factor + government.benefit_if_right) for factor in factors]


def refused_by_caveat(played, government, matter):
    """Whether a caveat of a government covers an attack: everything that the caveat says has to fit."""
    order = ("day_to_day", "crisis", "contingency")
    served = missions_of(played, matter["target"])
    for caveat in government.caveats.values():
        fits = not caveat.missions or (bool(served) and served <= set(caveat.missions))
        fits = fits and (not caveat.effects or matter["effect"] in caveat.effects)
        fits = fits and (caveat.before is None or order.index(matter["phase"]) < order.index(caveat.before))
        if fits and (caveat.above_rung is None or matter["rung"] > caveat.above_rung):
            return True
    return False


def matter_of(played, asked):
    """What an inquiry or a vote is about: target, effect, author, rung and phase; no effect where nobody attacked."""
    name = asked.engagement
    launched = [e for e in played.of("engagement.launched") if e.engagement == name]
    if launched:
        found = {"target": launched[0].target, "effect": launched[0].effect, "author": launched[0].attacker}
    else:
        inject = played.scenario.injects[name.removeprefix("outage:")]
        found = {"target": inject.asset, "effect": None, "author": None}
    return found | {"rung": asked.rung, "phase": asked.phase, "at_s": asked.t_s, "order": asked.order}


def wants_to_answer(played, government, formed, matter):
    """Whether a government wants to answer by its own lights, having not answered the order before."""
    block = played.scenario.governments[government]
    if refused_by_caveat(played, block, matter) or formed.posterior < formed.cut_off:
        return False
    if uniform(played, "government.acts", government, matter["order"]) >= block.commitment.at(
        matter["phase"]
    ):
        return False
    errs = error_rate(played, government, formed.t_s)
    return uniform(played, "government.errs", government, matter["order"]) >= round(errs, 9)


def bodies(played, governments):
    """Who decides together: governments that hold a collective response, directly or by way of others."""
    left, found = set(governments), []
    while left:
        body, edge = set(), {min(left)}
        while edge:
            body |= edge
            tied = [others_in(played, key, "collective_response").values() for key in edge]
            edge = ({other for held in tied for others in held for other in others} & left) - body
        found.append(tuple(sorted(body)))
        left -= body
    return found


def quota(rule, voters):
    """How many of so many voters have to be in favour."""
    return {"national": 1, "majority": voters // 2 + 1, "unanimity": voters}[rule]


def spared(played, answers, fading_d):
    """The share of its largest cost that Red expects to be spared, over all ways in which governments may vote."""
    by_name = {answer["government"]: answer for answer in answers}
    rule = played.scenario.politics.consensus_rule
    groups = [(key,) for key in by_name] if rule == "national" else bodies(played, by_name)
    share = 1.0
    for group in groups:
        least, total = quota(rule, len(group)) if len(group) > 1 else 1, 0.0
        for votes in product((False, True), repeat=len(group)):
            p, left = 1.0, 1.0
            for key, vote in zip(group, votes, strict=True):
                one = by_name[key]
                willing = one["p_attributes"] * one["commitment"] * one["belief"]
                p *= willing if vote else 1.0 - willing
                bite = one["severity"] * math.exp(-one["delay_d"] / fading_d)
                left *= 1.0 - bite if vote and sum(votes) >= least else 1.0
            total += p * left
        share *= total
    return share


def relief(played, event):
    """The share of pressure that ways out take away from an adversary at one of its decisions."""
    attacked = [
        e.t_s for e in played.of("engagement.launched") if e.seq < event.seq and e.attacker == event.actor
    ]
    offers = [e for e in played.of("off_ramp.offered") if e.seq < event.seq]
    stand = [e for e in offers if max(attacked, default=-1) < e.t_s <= event.t_s < e.until_s]
    return max((e.relief for e in stand), default=0.0)


def holds_back(played, event):
    """Whether an adversary has stepped down before a decision, has not attacked since, and gives no order for now."""
    seen = played.of("crisis.stepped_down", "engagement.launched")
    own = [e for e in seen if e.seq < event.seq and getattr(e, "actor", None) == event.actor]
    own += [e for e in seen if e.seq < event.seq and getattr(e, "attacker", None) == event.actor]
    last = max(own, key=lambda e: e.seq, default=None)
    return last is not None and last.kind == "crisis.stepped_down" and event.t_s < last.hold_until_s
