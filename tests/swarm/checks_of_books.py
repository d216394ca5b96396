"""Invariants of bookkeeping: ids, causes, order, state, draws, digests, numbers. Each checker yields what it finds."""

import hashlib
import json
import math
from dataclasses import fields
from itertools import pairwise

from wargame.analysis.explain import ASKED_ABOUT, as_text
from wargame.events import EVENTS
from wargame.world import World, fold

ROOTS = frozenset({"phase.changed", "move.began", "inject.fired"})
"""Events that nobody caused: the clock and the white cell."""

SET_GOING = frozenset({"inject.fired", "crisis.ended"})
"""What else can change the phase: the white cell, and the end of the crisis."""

NOT_DIGESTED = frozenset({"seq", "card", "options", "observation"})
"""All that a digest may leave out, said here a second time."""

STAGE = {
    "phase.changed": 0, "inject.fired": 0, "asset.restored": 1, "receivers.freed": 1, "leak.countered": 2,
    "attribution.formed": 3, "vote.taken": 3, "service.refused": 3, "service.upheld": 3, "move.began": 3,
    "options.weighed": 3, "order.given": 3, "crisis.ended": 3, "engagement.resolved": 4,
}  # fmt: skip
"""The stage of a second in which an event comes up by itself; every other event belongs to its cause's."""

SHARES = frozenset(
    {
        "p", "draw", "posterior", "cut_off", "shows_up", "p_attack", "p_chosen", "severity", "weight", "service",
        "unattacked", "threshold", "factor", "visibility", "competence", "p_detect", "p_identify", "commitment",
        "prior", "p_attributes", "p_response", "belief", "benefit", "draw_detect", "draw_identify",
    }
)  # fmt: skip
"""Numbers that lie between 0 and 1 wherever they stand."""


def uniform(played, *key):
    """The draw of a key as the program documents it: keyed BLAKE2b of the key's words, worked out a second time."""
    given = played.record.manifest
    secret = hashlib.blake2b(f"{given.seed}:{given.replicate}".encode(), digest_size=32).digest()
    words = hashlib.blake2b("\x1f".join(map(str, key)).encode(), digest_size=8, key=secret).digest()
    return ((int.from_bytes(words, "big") >> 11) + 0.5) * 2.0**-53


def causes_come_first(played):
    """Every event but the roots names a cause that was written down before it; roots name none."""
    before = set()
    for event in played.events:
        cause = played.by_id.get(event.cause) if event.cause in before else None
        if event.kind not in ROOTS and cause is None:
            yield f"{event.id} names {event.cause!r}, which did not come before it"
        set_going = event.kind == "phase.changed" and cause is not None and cause.kind in SET_GOING
        if event.kind in ROOTS and event.cause is not None and not set_going:
            yield f"{event.id} is a root with the cause {event.cause}"
        ended_by = getattr(event, "ended_by", None)
        if ended_by is not None and ended_by not in before:
            yield f"{event.id} was ended by {ended_by}, which did not come before it"
        before.add(event.id)


def ids_are_unique(played):
    """Ids are unique and say what they stand for; line numbers count up."""
    known = set()
    for n, event in enumerate(played.events):
        if event.id in known or event.id.partition("#")[0] != event.stem or event.seq != n:
            yield f"line {n}: {event.id}, seq {event.seq}"
        if EVENTS.get(event.kind) is not type(event):
            yield f"{event.kind} is no kind of event"
        known.add(event.id)


def time_goes_on(played):
    """Events stand in the order of their times; the score behind the rest, in its own order."""
    for scored in (False, True):
        times = [event.t_s for event in played.events if (event.kind == "service.crossed") == scored]
        for first, second in pairwise(times):
            if second < first:
                yield f"second {second} stands after second {first}"
    moves = [event.move for event in played.of("move.began")]
    if moves != list(range(len(moves))):
        yield f"moves {moves}"
    move_s = played.scenario.clock.move_s
    yield from (f"{e.id} at the wrong hour" for e in played.of("move.began") if e.t_s != e.move * move_s)


def stages_are_kept(played):
    """Within a second: inject, recover, sense, decide, resolve; only what one has just set going may follow."""
    stage_of = {}
    latest, second = -1, None
    for event in played.events:
        if event.kind == "service.crossed":
            continue
        if event.t_s != second:
            latest, second = -1, event.t_s
        because = getattr(event, "ended_by", None) or event.cause
        cause = played.by_id.get(because)
        inherited = stage_of.get(because) if cause is not None and cause.t_s == event.t_s else None
        follows = because != event.cause or (
            event.kind in ("phase.changed", "order.given") and set_off(cause)
        )
        stage = inherited if follows else STAGE.get(event.kind, inherited)
        stage_of[event.id] = stage
        set_going = inherited is not None and event.kind != "options.weighed"
        if stage is None or (stage < latest and set_going):
            continue
        if stage < latest:
            yield f"{event.id} belongs to stage {stage} and stands after stage {latest}"
        latest = max(latest, stage)


def set_off(cause):
    """Whether the white cell, or the end of the crisis, stands behind an event that mostly comes by itself."""
    return cause is not None and cause.kind in SET_GOING


def one_snapshot_for_all(played):
    """All adversaries observe and decide before the orders of any of them are taken."""
    ordered = set()
    for event in played.of("order.given", "options.weighed"):
        if event.kind == "order.given" and not set_off(played.by_id[event.cause]):
            ordered.add(event.move)
        elif event.kind == "options.weighed" and event.move in ordered:
            yield f"{event.id} comes after the orders of its move"


def ties_are_drawn(played):
    """What is due in one second and stage, or ordered for one hour, comes in the order of its own draw."""
    batches = {}
    for event in played.of("order.given"):
        if set_off(played.by_id[event.cause]):
            continue
        at_s = int(event.order.split(":")[1].partition("@")[0])
        batches.setdefault(("orders", event.move), []).append(
            (at_s, uniform(played, "order.sequence", event.order))
        )
    for event in played.of("attribution.formed", "vote.taken"):
        asked = played.by_id.get(event.cause)
        if asked is not None and asked.t_s < event.t_s:
            about = asked.engagement if event.kind == "vote.taken" else asked.government
            tie = uniform(played, "agenda.tie", "decide", about, asked.id)
            batches.setdefault(("decisions", event.t_s), []).append(tie)
    for event in played.of("engagement.resolved"):
        launched = played.by_id.get(event.cause)
        if launched is not None and launched.t_s < event.t_s:
            tie = uniform(played, "agenda.tie", "resolve", event.engagement, launched.id)
            batches.setdefault(("attacks", event.t_s), []).append(tie)
    for (what, when), keys in batches.items():
        if keys != sorted(keys):
            yield f"{what} of {when} do not come in the order of their draws"


def state_is_a_fold(played):
    """Reading the events back gives the live world, field by field."""
    folded = fold(played.scenario, played.events)
    for item in fields(World):
        if getattr(folded, item.name) != getattr(played.world, item.name):
            yield f"the world's {item.name} is not what the events say"


def state_follows_events(played):
    """What the world says of statuses, resources and the lost, worked out from the events by other means."""
    world, ends = played.world, {event.cause for event in played.of("asset.restored")}
    new = {event.asset: event.seq for event in played.of("asset.replaced")}
    down = [
        event.id
        for event in played.of("asset.degraded")
        if event.id not in ends and event.seq > new.get(event.asset, -1)
    ]
    if sorted(world.down) != sorted(down):
        yield "the degradations in force are not those that began and did not end"
    if set(world.lost) != {e.asset for e in played.of("asset.lost") if e.seq > new.get(e.asset, -1)}:
        yield "the lost are not those that an event says are lost"
    changes = [
        event.id
        for event in played.of(
            "asset.lost",
            "asset.degraded",
            "asset.replaced",
            "receivers.jammed",
            "asset.restored",
            "receivers.freed",
        )
        if event.kind not in ("asset.restored", "receivers.freed") or event.ended_by is not None
    ]
    if [event.id for event in world.statuses] != changes:
        yield "the history of statuses is not that of the events"
    left = {}
    for key in played.scenario.adversaries:
        block = played.scenario.actors[key].adversary
        left |= {(key, name): item.magazine for name, item in block.capabilities.items()}
    for event in played.of("resource.spent", "resource.returned"):
        left[event.actor, event.capability] = event.left
    if world.resources != left:
        yield "the resources are not those of the events"


def draws_are_used_once(played):
    """No two decisions share a draw."""
    yield from (f"the draw {key!r} was asked for twice" for key in played.draws.twice[:3])


def digests_cover_everything(played):
    """The digest is SHA-256 over every field of every event but the line number, cards, tables and observations."""
    sha = hashlib.sha256()
    for event in played.events:
        values = {name: value for name, value in event.as_dict().items() if name not in NOT_DIGESTED}
        line = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
        sha.update((line + "\n").encode())
    if sha.hexdigest() != played.record.digest:
        yield "the digest leaves something out"


def numbers_make_sense(played):
    """No NaN, no infinity; shares and chances between 0 and 1; services too."""
    for event in played.events:
        yield from (f"{event.id}: {place}" for place in _odd(event.as_dict(), ""))
    for mission, line in played.record.services.items():
        values = line.values
        if not (values >= 0.0).all() or not (values <= 1.0).all():
            yield f"service of {mission} between {values.min()} and {values.max()}"


def _odd(value, place):
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _odd(item, key)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _odd(item, place)
    elif isinstance(value, float | int) and not isinstance(value, bool):
        odd = not math.isfinite(value) or (place in SHARES and not -1e-9 <= value <= 1.0 + 1e-9)
        yield from [f"{place} is {value}"] if odd else []


def outcomes_are_explained(played):
    """From every outcome the causes lead to the clock or the white cell, and every step has its sentence."""
    told = set()
    for event in played.of(*ASKED_ABOUT):
        chain = played.record.causes(event.id)
        if chain[-1].kind not in ROOTS or len(chain) > 60:
            yield f"the causes of {event.id} end at {chain[-1].id}"
        if event.kind not in told and not as_text(played.record, chain).strip():
            yield f"{event.id} has no sentence"
        told.add(event.kind)


CHECKS = (
    causes_come_first,
    ids_are_unique,
    time_goes_on,
    stages_are_kept,
    one_snapshot_for_all,
    ties_are_drawn,
    state_is_a_fold,
    state_follows_events,
    draws_are_used_once,
    digests_cover_everything,
    numbers_make_sense,
    outcomes_are_explained,
)
