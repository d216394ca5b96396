"""Invariants of the course of a crisis: phases, ways out, its end, leaks, votes, providers, rulings, messages."""

from checks_of_attacks import given_up_s
from checks_of_books import uniform
from checks_of_minds import row_of
from rules_again import CLOSE, bodies, delays_h, quota

from wargame.coalition import Coalition
from wargame.registry import EFFECT, plugins

FAILURE = "failure"


def phases_follow_the_timeline(played):
    """Phases change at the hours of the file unless the crisis is over, by the white cell, and when it ends."""
    given = {}
    for change in played.scenario.phases:
        given[round(change.at_h * 3600), change.phase] = 1
    for event in played.of("phase.changed"):
        cause = played.by_id.get(event.cause)
        if cause is None:
            key = event.t_s, event.phase
            given[key] = given.get(key, 0) - 1
            if given[key] < 0 or _over(played, event):
                yield f"{event.id} is not in the timeline, or the crisis is over"
        elif cause.kind == "inject.fired":
            if played.scenario.injects[cause.inject].phase != event.phase or cause.t_s != event.t_s:
                yield f"{event.id} is not what {cause.id} says"
        elif cause.kind != "crisis.ended" or event.phase != "day_to_day":
            yield f"{event.id} comes of {cause.id}"
    ends_s = [event.t_s for event in played.of("crisis.ended")]
    for (t_s, phase), left in given.items():
        if left > 0 and not any(end_s <= t_s for end_s in ends_s):
            yield f"the phase {phase} of second {t_s} does not come"


def _over(played, event):
    """Whether the crisis is over when an event happens: it has ended, and nobody has attacked since."""
    before = [e for e in played.of("crisis.ended", "engagement.launched") if e.seq < event.seq]
    return bool(before) and before[-1].kind == "crisis.ended"


def injects_do_what_they_say(played):
    """Every inject fires once at its hour, and what comes of it is what the file says, where it can come about."""
    fired = {event.inject: event for event in played.of("inject.fired")}
    attacks = played.arm in ("free", "forced")
    wanted = {key for key, item in played.scenario.injects.items() if attacks or item.kind != "attack"}
    if len(fired) != len(played.of("inject.fired")) or fired.keys() != wanted:
        yield f"fired are {sorted(fired)}"
    done = {}
    for event in played.events:
        if event.cause in {item.id for item in fired.values()}:
            done.setdefault(event.cause, []).append(event)
    for name, event in fired.items():
        inject = played.scenario.injects[name]
        found = done.get(event.id, [])
        kinds = [item.kind for item in found]
        if event.t_s != round(inject.at_h * 3600) or kinds not in _outcomes(played, inject, event):
            yield f"{event.id} brings {kinds}"
        yield from (f"{item.id} is not what '{name}' says" for item in found if _differs(item, inject))


def _outcomes(played, inject, event):
    """The kinds of events that may come of an inject, in the order in which they come."""

    def members(key):
        return set(played.scenario.agreements[key].members) & played.inside

    governs = getattr(inject, "actor", None) in played.scenario.governments
    inside = getattr(inject, "actor", None) in played.inside
    if inject.kind == "outage":
        fate = [e for e in played.of("asset.lost", "asset.replaced") if e.asset == inject.asset]
        last = max((e for e in fate if e.seq < event.seq), key=lambda e: e.seq, default=None)
        there = _coalition(played).exists(inject.asset) and (last is None or last.kind == "asset.replaced")
        return [["asset.degraded"] if there else []]
    if inject.kind == "step_down":
        return [["crisis.stepped_down"], []] if played.arm == "free" else [[]]
    trains = inject.kind == "training" and len(members(inject.agreement)) > 1
    return [
        {
            "demonstration": ["demonstration.shown"] if governs and inside else [],
            "training": ["training.held"] if trains else [],
            "off_ramp": ["off_ramp.offered"] if inside else [],
            "phase_change": ["phase.changed"],
            "message": ["message.given"],
            "umpire": ["ruling.made"],
            "attack": ["order.given"],
        }[inject.kind]
    ]


def _coalition(played):
    given = played.record.manifest
    return Coalition(played.scenario, frozenset(given.coalition), given.leaving)


def _differs(event, inject):
    """Whether a field that an event and its inject have in common is not the same."""
    names = (
        "actor",
        "asset",
        "function",
        "relief",
        "text",
        "agreement",
        "target",
        "outcome",
        "reason",
        "phase",
    )
    common = [name for name in names if hasattr(event, name) and hasattr(inject, name)]
    return any(getattr(event, name) != getattr(inject, name) for name in common)


def rulings_are_used_in_turn(played):
    """The next attack on a target that takes effect after a ruling carries it; each ruling once, the oldest first."""
    open_for = {}
    for event in played.of("ruling.made", "engagement.resolved"):
        waiting = open_for.setdefault(event.target, [])
        if event.kind == "ruling.made":
            waiting.append(event.id)
        elif event.ruling != (waiting.pop(0) if waiting else None):
            yield f"{event.id} is ruled by {event.ruling}"


def crises_come_down(played):
    """An adversary steps down after its quiet moves, or by the white cell, once, and in the free arm only."""
    ordered, attacked, down = {}, {}, {}
    rules = {key: played.scenario.actors[key].adversary.step_down for key in played.scenario.adversaries}
    for event in played.events:
        if event.kind == "order.given":
            ordered[event.actor] = event.move
        if event.kind == "engagement.launched":
            attacked[event.attacker] = event
            down.pop(event.attacker, None)
        if event.kind == "crisis.stepped_down":
            cause, after = played.by_id[event.cause], rules[event.actor].after_moves
            quiet = event.move - ordered.get(event.actor, event.move)
            own = cause.kind in ("move.began", "restraint.chosen")
            if own and not (
                after and quiet >= after and event.actor in attacked and event.hold_until_s == event.t_s
            ):
                yield f"{event.id} after {quiet} quiet moves"
            if event.quiet_moves != quiet or event.actor in down or played.arm != "free":
                yield f"{event.id} is not the first, or after {quiet} moves, in the arm {played.arm}"
            down[event.actor] = event
        if event.kind == "crisis.ended":
            early = [
                key
                for key in attacked
                if key not in down or event.t_s < down[key].t_s + round(rules[key].ends_after_h * 3600)
            ]
            if early or not attacked or played.arm != "free":
                yield f"{event.id} while {early} are not down for long enough"
    yield from _not_yet_down(played, rules)


def _not_yet_down(played, rules):
    """Adversaries that should have stepped down at a move and did not."""
    if played.arm != "free":
        return
    for began in played.of("move.began"):
        later = [e.seq for e in played.of("move.began") if e.seq > began.seq]
        until = min((e.seq for e in played.events if e.seq > began.seq and e.t_s > began.t_s), default=10**9)
        until = min([until, *later])
        before = [e for e in played.events if e.seq < until]
        for key, rule in rules.items():
            attacks = [e for e in before if e.kind == "engagement.launched" and e.attacker == key]
            if not rule.after_moves or not attacks:
                continue
            moves = [e.move for e in before if e.kind == "order.given" and e.actor == key]
            ends = {e.engagement for e in before if e.kind == "engagement.resolved" and e.seq < began.seq}
            due = began.move - max(moves) >= rule.after_moves
            due = due and all(e.engagement in ends for e in attacks)
            downs = [e for e in before if e.kind == "crisis.stepped_down" and e.actor == key]
            if due and not any(e.seq > attacks[-1].seq for e in downs):
                yield f"{key} has not stepped down in {began.id}"


def what_is_given_up_ends(played):
    """Who steps down gives up every reversible attack that it keeps up, with all that it does, and no other."""
    early = [e for e in played.events if getattr(e, "ended_by", None) is not None]
    for down in played.of("crisis.stepped_down"):
        ended = {(e.kind, e.cause) for e in early if e.ended_by == down.id}
        wanted = set()
        for attack in played.of("engagement.resolved"):
            launched = played.by_id[attack.cause]
            reversible = plugins(EFFECT)[attack.effect].reversible
            kept = launched.free_s is not None and attack.outcome != FAILURE and reversible
            before = attack.seq < down.seq and attack.attacker == down.actor
            if (
                not kept
                or not before
                or given_up_s(played, attack) != down.t_s
                or not _bound(played, attack, down)
            ):
                continue
            wanted.add(("resource.returned", attack.id))
            over = {e.cause for e in played.of("asset.restored", "receivers.freed") if e.seq < down.seq}
            for event in played.of("asset.degraded", "receivers.jammed"):
                if event.cause == attack.id and event.id not in over:
                    kind = "asset.restored" if event.kind == "asset.degraded" else "receivers.freed"
                    wanted.add((kind, event.id))
        if ended != wanted:
            yield f"{down.id} ends {sorted(ended ^ wanted)[:3]}, or leaves it going"
    stepped = {e.id for e in played.of("crisis.stepped_down")}
    yield from (f"{e.id} is ended by {e.ended_by}" for e in early if e.ended_by not in stepped)


def _bound(played, attack, down):
    """Whether the means of an attack is still bound by it when its attacker steps down."""
    back = [e.seq for e in played.of("resource.returned") if e.cause == attack.id]
    return not back or min(back) > down.seq


def releases_leak_by_their_draw(played):
    """A release leaks if its draw is below the chance of its row; what is learned is hidden, new, and the giver's."""
    learned, leaks = set(), {event.cause: event for event in played.of("leak.occurred")}
    for released in played.of("signal.released"):
        giver = played.by_id[released.cause].owner
        draw = uniform(played, "release.leaks", released.sensor, released.recipient, released.engagement)
        chance = row_of(played, giver, released.recipient).p_leak.at(played.phase_before(released))
        leak = leaks.pop(released.id, None)
        if (draw < chance) != (leak is not None):
            yield f"{released.id} with the draw {draw} and the chance {chance}"
        if leak is None:
            continue
        assets = {**played.scenario.fleet, **played.scenario.sites}
        new = {key for key, item in assets.items() if item.owner == giver and not item.shown} - learned
        until_s = leak.t_s + round(played.scenario.leaks.countered_h * 3600)
        if set(leak.learned) != new or leak.giver != giver or leak.countered_s != until_s:
            yield f"{leak.id} tells {leak.learned} instead of {sorted(new)}, until {leak.countered_s}"
        learned |= new
    yield from (f"{leak.id} comes of no release" for leak in leaks.values())


def leaks_are_countered_once(played):
    """Every leak is countered at its second, once; what it adds to attacks is named on their cards until then."""
    countered = {}
    for event in played.of("leak.countered"):
        countered.setdefault(event.cause, []).append(event)
    for leak in played.of("leak.occurred"):
        found = countered.pop(leak.id, [])
        due = leak.countered_s <= played.last_s
        if len(found) != due or any((e.t_s, e.giver) != (leak.countered_s, leak.giver) for e in found):
            yield f"{leak.id} is countered {len(found)} times"
    yield from (f"{name} was no leak" for name in countered)
    over = {e.cause: e.seq for e in played.of("leak.countered")}
    for attack in played.of("engagement.resolved"):
        owner = played.scenario.owner_of(attack.target)
        leaks = [e for e in played.of("leak.occurred") if e.seq < attack.seq and e.giver == owner]
        known = any(over.get(leak.id, 10**9) > attack.seq for leak in leaks)
        said = [item["name"] for item in (attack.card or {}).get("modifiers", ())]
        if attack.card is not None and known != (f"leaked knowledge of {owner}" in said):
            yield f"{attack.id} is struck with {said}, and a leak of {owner} is {'' if known else 'not '}in force"


def votes_are_held(played):
    """Governments with a stake that are tied vote once the last of them has made up its mind; enough carry it."""
    rule, called = played.scenario.politics.consensus_rule, {}
    for event in played.of("vote.called"):
        called.setdefault(event.engagement, {})[event.voters] = event
    for name in sorted({event.engagement for event in played.of("inquiry.opened")} | set(called)):
        asked = [event for event in played.of("inquiry.opened") if event.engagement == name]
        groups = bodies(played, {event.government for event in asked})
        groups = {group for group in groups if len(group) > 1 and rule != "national"}
        found = called.get(name, {})
        if set(found) != groups:
            yield f"{sorted(found)} vote on {name}, and {sorted(groups)} decide together"
            continue
        for group, event in found.items():
            hours = [delays_h(played, key, event.phase)[0] for key in group]
            longest = max(hours) + played.scenario.politics.consensus_delay_h * (len(group) - 1)
            due_s = max(round(longest * 3600), max(round(hour * 3600) for hour in hours) + 1)
            if abs(event.due_s - event.t_s - due_s) > 1 or event.rule != rule:
                yield f"{event.id} is due {event.due_s - event.t_s} s after the attack instead of {due_s}"
    for event in played.of("vote.taken"):
        needed = quota(rule, len(event.voters))
        if (event.needed, event.carried) != (needed, len(event.in_favour) >= needed):
            yield f"{event.id} needs {event.needed} of {len(event.voters)}, has {len(event.in_favour)}: {event.carried}"
        if not set(event.in_favour) <= set(event.voters) or event.voters != played.by_id[event.cause].voters:
            yield f"{event.id} is voted on by {event.voters}"


def providers_keep_their_contracts(played):
    """A provider refuses by its draw, on the occasions of its contract, and withholds its own until it resumes."""
    held, occasions = {}, _occasions(played)
    for event in played.of("service.refused", "service.upheld"):
        key, contract = event.provider, played.scenario.actors[event.provider].contract
        if (key, event.cause) not in occasions or held.get(key, -1) > event.t_s:
            yield f"{event.id} has no occasion, or the provider refuses already"
            continue
        words, exposure = occasions.pop((key, event.cause))
        chance = 1.0 - (1.0 - contract.p_refuse.at(played.phase_before(event))) * (1.0 - exposure)
        draw = uniform(played, "provider.refuses", key, words)
        if abs(draw - chance) > CLOSE and (draw < chance) != (event.kind == "service.refused"):
            yield f"{event.id} with the draw {draw} and the chance {chance}"
        if event.kind == "service.refused":
            from_s = event.t_s + round(contract.notice_h * 3600)
            if (event.from_s, event.until_s) != (from_s, from_s + round(contract.resumes_after_h * 3600)):
                yield f"{event.id} holds from {event.from_s} until {event.until_s}"
            held[key] = event.until_s
            yield from _wrongly_withheld(played, event, contract)
    refused = played.of("service.refused")
    for (key, cause), _ in occasions.items():
        at_s = played.by_id[cause].t_s
        if at_s <= played.last_s and not any(
            e.provider == key and e.t_s <= at_s < e.until_s for e in refused
        ):
            yield f"{key} does not think of refusing after {cause}"


def _occasions(played):
    """Who has to think of refusing, by provider and cause: the words of its draw, and what exposure adds."""
    found, reached = {}, {}
    held = {k: a.contract for k, a in played.scenario.actors.items() if a.contract and k in played.inside}
    for event in played.of("rung.reached", "engagement.resolved"):
        if event.kind == "rung.reached":
            before = reached.get(event.actor, 0)
            reached[event.actor] = event.rung
            for key, contract in held.items():
                if before < contract.refuses_from_rung <= event.rung:
                    found[key, event.id] = f"rung:{event.actor}", 0.0
        else:
            asset = played.scenario.fleet.get(event.target) or played.scenario.sites.get(event.target)
            if asset is not None and asset.owner in held:
                found[asset.owner, event.id] = f"strike:{event.engagement}", held[asset.owner].exposure
    return found


def _wrongly_withheld(played, refused, contract):
    """What a refusal takes down that is not the provider's, or at another time than it has said."""
    for event in played.of("asset.degraded"):
        if event.cause != refused.id:
            continue
        body = played.scenario.fleet[event.asset]
        payload = body.payloads[event.function]
        owner = payload.owner or body.owner
        if owner != refused.provider or (event.t_s, event.until_s) != (refused.from_s, refused.until_s):
            yield f"{event.id} withholds what is {owner}'s, from {event.t_s} until {event.until_s}"


CHECKS = (
    phases_follow_the_timeline,
    injects_do_what_they_say,
    rulings_are_used_in_turn,
    crises_come_down,
    what_is_given_up_ends,
    releases_leak_by_their_draw,
    leaks_are_countered_once,
    votes_are_held,
    providers_keep_their_contracts,
)
