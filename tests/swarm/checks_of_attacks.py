"""Invariants of attacks: orders, means, engagements, outcomes, statuses and services."""

import numpy as np

from wargame.coalition import Coalition
from wargame.missions.windows import trailing_mean
from wargame.registry import EFFECT, plugins

FAILURE = "failure"
STEP_S = 300
CROWDED = frozenset({"satcom_protected", "satcom_wideband", "satcom_narrowband"})
"""Missions that share out what there is: one user may gain by what another loses."""
LASTING = frozenset({"isr_imaging", "isr_signals", "environment", "sda"})
"""Missions that remember: a service may stay low for a while after everything works again."""


def _capability(played, actor, name):
    return played.scenario.actors[actor].adversary.capabilities[name]


def _asset(played, name):
    return played.scenario.fleet.get(name) or played.scenario.sites.get(name)


def resources_add_up(played):
    """A use is spent one at a time, comes back one at a time, and is never below zero or above the magazine."""
    left = dict.fromkeys(played.world.resources)
    for actor, name in left:
        left[actor, name] = _capability(played, actor, name).magazine
    for event in played.of("resource.spent", "resource.returned"):
        key = event.actor, event.capability
        left[key] += 1 if event.kind == "resource.returned" else -1
        magazine = _capability(played, *key).magazine
        if event.left != left[key] or not 0 <= event.left <= magazine:
            yield f"{event.id} leaves {event.left} of {magazine}; {left[key]} would be right"
            left[key] = event.left


def given_up_s(played, resolved):
    """The second at which an attack is given up because its attacker steps down; far in the future if it is not."""
    if not plugins(EFFECT)[resolved.effect].reversible:
        return 10**12
    downs = [e for e in played.of("crisis.stepped_down") if e.actor == resolved.attacker]
    return min((down.t_s for down in downs if down.seq > resolved.seq), default=10**12)


def means_come_back(played):
    """Means come back once: at a failure, when their own clock has run out, or when the attack is given up."""
    due, found = {}, {}
    for launched in played.of("engagement.launched"):
        resolved = [e for e in played.of("engagement.resolved") if e.engagement == launched.engagement]
        if launched.free_s is not None and resolved:
            failed = resolved[0].outcome == FAILURE
            when = launched.effect_s if failed else min(launched.free_s, given_up_s(played, resolved[0]))
            due.setdefault((launched.attacker, launched.capability), []).append(when)
    for event in played.of("resource.returned"):
        found.setdefault((event.actor, event.capability), []).append(event.t_s)
    for key in sorted(due.keys() | found.keys()):
        expected = sorted(when for when in due.get(key, ()) if when <= played.last_s)
        if sorted(found.get(key, ())) != expected:
            yield f"{key} comes back at {found.get(key)} instead of {expected}"
    for actor, name in played.world.resources:
        uses = [e for e in played.of("engagement.launched") if (e.attacker, e.capability) == (actor, name)]
        spent = [e for e in played.of("resource.spent") if (e.actor, e.capability) == (actor, name)]
        if len(spent) != len(uses):
            yield f"{len(spent)} uses of {name} spent for {len(uses)} attacks"


def engagements_resolve_once(played):
    """Every attack that is launched takes effect exactly once, at its own second, against its own target."""
    resolved = {}
    for event in played.of("engagement.resolved"):
        resolved.setdefault(event.engagement, []).append(event)
    for launched in played.of("engagement.launched"):
        ends = resolved.pop(launched.engagement, [])
        due = launched.effect_s <= played.last_s
        if len(ends) != due:
            yield f"{launched.id} resolves {len(ends)} times"
        for end in ends:
            same = (end.target, end.attacker, end.effect) == (
                launched.target,
                launched.attacker,
                launched.effect,
            )
            if end.t_s != launched.effect_s or end.cause != launched.id or not same:
                yield f"{end.id} is not the end of {launched.id}"
    yield from (f"{name} was never launched" for name in resolved)


def outcomes_follow_draws(played):
    """An attack succeeds if its draw is below its chance, or the umpire says so, and its target is still there."""
    lost = set()
    for event in played.events:
        keep_count(lost, event)
        if event.kind == "engagement.resolved":
            there = not lost & {event.target, carrier_of(played, event)}
            success = event.draw < event.p and there
            if event.ruling is not None:
                ruled = played.by_id[event.ruling].outcome == "success"
                possible = there and event.p > 0.0
                if (event.outcome != FAILURE) != ruled and (possible or not ruled):
                    yield f"{event.id} is a {event.outcome} against {event.ruling}"
            elif abs(event.draw - event.p) > 1e-8 and (event.outcome != FAILURE) != success:
                yield f"{event.id} is a {event.outcome} with draw {event.draw} and chance {event.p}"


def carrier_of(played, event):
    """The satellite that carries an attack out, if one does."""
    launched = next(e for e in played.of("engagement.launched") if e.engagement == event.engagement)
    return _capability(played, launched.attacker, launched.capability).parameters.get("inspector")


def successes_have_consequences(played):
    """What an attack does follows from its success; a failure does nothing."""
    harm = ("asset.lost", "asset.degraded", "debris.created", "receivers.jammed")
    for event in played.of(*harm):
        cause = played.by_id.get(event.cause)
        if cause is not None and cause.kind == "engagement.resolved" and cause.outcome == FAILURE:
            yield f"{event.id} comes of a failure"
    done = {event.cause for event in played.of(*harm)}
    lossy = [e for e in played.of("engagement.resolved") if e.outcome != FAILURE and e.effect in _HARMFUL]
    yield from (f"{event.id} does nothing" for event in lossy if event.id not in done)


_HARMFUL = frozenset({"direct_ascent", "ground_cyber", "uplink_jamming"})


def orders_lead_to_attacks(played):
    """Attacks come of orders, on targets that were ordered, exist and are not lost; every target is answered for."""
    lost = set()
    answered = {}
    coalition = _coalition(played)
    for event in played.events:
        keep_count(lost, event)
        if event.kind in ("engagement.launched", "order.refused"):
            order = played.by_id[event.cause]
            answered.setdefault(order.id, []).append(event.target)
            if event.kind == "order.refused":
                continue
            ordered = (order.actor, order.capability, order.effect) == (
                event.attacker,
                event.capability,
                event.effect,
            )
            if order.kind != "order.given" or not ordered or event.target not in order.targets:
                yield f"{event.id} was not ordered by {order.id}"
            known = _asset(played, event.target)
            if event.target in lost or (known is not None and not coalition.exists(event.target)):
                yield f"{event.id} attacks what is not there"
            if event.effect_s < event.t_s:
                yield f"{event.id} takes effect before it is launched"
    for order in played.of("order.given"):
        if sorted(answered.get(order.id, [])) != sorted(order.targets):
            yield f"{order.id} is answered for {answered.get(order.id)}"
        if order.cause is not None and played.by_id[order.cause].kind not in _BEHIND_ORDERS:
            yield f"{order.id} was ordered because of {order.cause}"


_BEHIND_ORDERS = ("attack.decided", "move.began", "inject.fired")


def keep_count(lost, event):
    """Who is lost: until a replacement serves in its place."""
    if event.kind == "asset.lost":
        lost.add(event.asset)
    elif event.kind == "asset.replaced":
        lost.discard(event.asset)


def _coalition(played):
    given = played.record.manifest
    return Coalition(played.scenario, frozenset(given.coalition), given.leaving)


def rungs_only_rise(played):
    """An actor reaches a rung when it launches an attack that stands higher than all before, and then only."""
    highest = {}
    reached = {event.cause: event for event in played.of("rung.reached")}
    for launched in played.of("engagement.launched"):
        above = launched.rung > highest.get(launched.attacker, 0)
        found = reached.pop(launched.id, None)
        if above != (found is not None) or (found is not None and found.rung != launched.rung):
            yield f"{launched.id} on rung {launched.rung} after {highest.get(launched.attacker, 0)}"
        highest[launched.attacker] = max(launched.rung, highest.get(launched.attacker, 0))
    yield from (f"{event.id} without an attack" for event in reached.values())


def degradations_end_once(played):
    """What is degraded works again once: at its second, or before it when its attacker gives it up."""
    ends = {}
    for event in played.of("asset.restored", "receivers.freed"):
        ends.setdefault(event.cause, []).append(event)
    new = {}
    for event in played.of("asset.replaced"):
        new.setdefault(event.asset, []).append(event)
    for event in played.of("asset.degraded", "receivers.jammed"):
        found = ends.pop(event.id, [])
        since = [e for e in new.get(_what(event)[0], ()) if e.seq > event.seq]
        if since and (event.until_s is None or since[0].t_s <= event.until_s) and not found:
            continue  # nothing that ailed the old one ails the new one
        early = [end for end in found if end.ended_by is not None]
        due = bool(early) or (event.until_s is not None and event.until_s <= played.last_s)
        if len(found) != due or any(end.t_s != event.until_s for end in found if end not in early):
            yield f"{event.id}, until {event.until_s}, ends {[end.t_s for end in found]}"
        if any(_what(end) != _what(event) for end in found):
            yield f"{event.id} ends for something else"
        for end in early:
            cause = played.by_id[event.cause]
            given_up = cause.kind == "engagement.resolved" and given_up_s(played, cause) == end.t_s
            if not given_up or (event.until_s is not None and end.t_s > event.until_s):
                yield f"{event.id} ends by {end.ended_by} at {end.t_s}"
    yield from (f"{event.id} ends nothing" for rest in ends.values() for event in rest)


def _what(event):
    """What is degraded, jammed or free again."""
    return getattr(event, "asset", None), getattr(event, "function", None), getattr(event, "place", None)


def the_lost_are_left_alone(played):
    """Nothing is lost twice, and nothing that is lost is degraded."""
    lost = set()
    for event in played.of("asset.lost", "asset.degraded", "asset.replaced"):
        if event.kind != "asset.replaced" and event.asset in lost:
            yield f"{event.id}, but it was lost before"
        keep_count(lost, event)


# Services


def outages_only_harm(played):
    """With more out of action no service is better, where users do not compete for it."""
    if played.calm is None:
        return
    for mission, line in played.record.services.items():
        if mission not in CROWDED:
            gain = (line.values - played.calm.record.services[mission].values).max()
            if gain > 1e-9:
                yield f"{mission} gains {gain} by an attack"


def services_come_back(played):
    """A service without a memory is what it is without attacks, as long as nothing that was done lasts."""
    if played.calm is None:
        return
    for mission, line in played.record.services.items():
        if mission in LASTING:
            continue
        steps = line.values.shape[2]
        hurt = np.zeros(steps, dtype=bool)
        grid = 3 * STEP_S if mission == "pnt" else STEP_S
        for event in played.of("asset.lost", "asset.degraded", "receivers.jammed"):
            if played.by_id[event.cause].kind != "inject.fired":
                until_s = event.until_s if event.until_s is not None else steps * STEP_S
                first, last = event.t_s // grid * grid, -(-until_s // grid) * grid
                hurt[int(first // STEP_S) : int(last // STEP_S) + 1] = True
        same = line.values == played.calm.record.services[mission].values
        if not same[:, :, ~hurt].all():
            yield f"{mission} differs while everything works"


_BLAMED = ("asset.lost", "asset.degraded", "asset.restored", "receivers.jammed", "receivers.freed")


def crossings_are_those_of_the_services(played):
    """Losses and recoveries are written down where the trailing mean crosses its threshold, and nowhere else."""
    if played.calm is None:
        return
    expected = set()
    for mission, line in played.record.services.items():
        settings = played.scenario.missions.of(mission)
        window = max(1, round(settings.window_h * 3600 / STEP_S))
        done = trailing_mean(line.values, window)
        calm = trailing_mean(played.calm.record.services[mission].values, window)
        out = (done < settings.threshold) & (calm >= settings.threshold)
        for row, region in enumerate(line.regions):
            for column, nation in enumerate(line.beneficiaries):
                was = False
                for step in range(out.shape[2] if line.weights[row, column] > 0 else 0):
                    now = bool(out[row, column, step])
                    if now != was:
                        when = (step + window) * STEP_S
                        expected.add((mission, f"{region}.{nation}", "lost" if now else "regained", when))
                    was = now
    found = {(e.mission, e.place, e.direction, e.t_s) for e in played.of("service.crossed")}
    yield from (f"{item} is not written down" for item in sorted(expected - found)[:3])
    yield from (f"{item} is written down for nothing" for item in sorted(found - expected)[:3])
    for event in played.of("service.crossed"):
        cause = played.by_id.get(event.cause)
        ends = "asset.replaced", "service.crossed"
        recovers = event.direction == "regained" and cause is not None and cause.kind in ends
        if cause is not None and cause.kind not in _BLAMED and not recovers:
            yield f"{event.id} is laid to {cause.id}"
        if recovers and cause.kind == event.kind and (cause.direction, cause.place) != ("lost", event.place):
            yield f"{event.id} ends {cause.id}"


CHECKS = (
    resources_add_up,
    means_come_back,
    engagements_resolve_once,
    outcomes_follow_draws,
    successes_have_consequences,
    orders_lead_to_attacks,
    rungs_only_rise,
    degradations_end_once,
    the_lost_are_left_alone,
    outages_only_harm,
    services_come_back,
    crossings_are_those_of_the_services,
)
