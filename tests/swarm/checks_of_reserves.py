"""Invariants of propellant, approaches and replacements. Each checker yields what it finds."""

from checks_of_attacks import carrier_of

LITTLE_M_S = 1e-3
"""Costs are written down in micrometres a second."""


def tanks_are_not_overdrawn(played):
    """What a satellite spends on evasions and approaches adds up, to no more than it has; a new one is full."""
    left = {}
    for event in played.of("delta_v.spent", "asset.replaced"):
        body = played.scenario.fleet[event.asset]
        if event.kind == "asset.replaced":
            left.pop(event.asset, None)
            continue
        has = left.setdefault(event.asset, event.left + event.spent)
        if event.spent < 0.0 or event.left < -LITTLE_M_S or abs(has - event.spent - event.left) > LITTLE_M_S:
            yield f"{event.id} spends {event.spent} of {has} and leaves {event.left}"
        if has > (body.delta_v_m_s or 0.0) + LITTLE_M_S:
            yield f"{event.id} has {has} of {body.delta_v_m_s}"
        left[event.asset] = event.left


def approaches_begin_where_the_last_one_ended(played):
    """A satellite flies to one target after another, pays for each way once, and for none to where it is already."""
    at, until_s = {}, {}
    for event in played.of("engagement.launched"):
        carrier = carrier_of(played, event)
        if carrier is None:
            continue
        paid = [e for e in played.of("delta_v.spent") if e.cause == event.id and e.asset == carrier]
        if len(paid) != 1 or (paid[0].beside, paid[0].from_s) != (event.target, event.effect_s):
            yield f"{event.id} is paid for {len(paid)} times"
        elif at.get(carrier) == event.target and _stays(played, event.target) and paid[0].spent > LITTLE_M_S:
            yield f"{event.id} pays {paid[0].spent} for the way to where it is"
        if event.t_s < until_s.get(carrier, 0):
            yield f"{event.id} sends {carrier} off before it has arrived"
        at[carrier], until_s[carrier] = event.target, event.effect_s


def _stays(played, satellite):
    """Whether a satellite flies one orbit throughout."""
    body = played.scenario.fleet[satellite]
    return not getattr(body, "manoeuvres", ())


def decoys_are_told_apart_by_inspection(played):
    """A satellite is seen for what it is by an inspection that works, and by nothing else."""
    for event in played.of("asset.inspected"):
        cause = played.by_id[event.cause]
        if (cause.effect, cause.target, cause.attacker) != ("inspection", event.asset, event.adversary):
            yield f"{event.id} comes of {cause.id}"


def replacements_run_their_course(played):
    """Each loss draws on a stock that lasts; what is ordered arrives once, fails or waits, and none flies grounded."""
    used, grounded_s, ends = {}, {}, {}
    for event in played.of("replacement.delayed", "replacement.failed", "asset.replaced"):
        ends.setdefault(event.cause, []).append(event)
    for event in played.of(*_COURSE):
        block = played.scenario.fleet[event.asset].replacement
        if event.kind == "replacement.ordered":
            used[event.stock] = used.get(event.stock, 0) + 1
            if event.left != block.copies - used[event.stock] or event.left < 0:
                yield f"{event.id} leaves {event.left} of {block.copies} after {used[event.stock]}"
        if event.kind in ("replacement.ordered", "replacement.delayed"):
            found = ends.get(event.id, [])
            if len(found) != (event.due_s <= played.last_s) or any(e.t_s != event.due_s for e in found):
                yield f"{event.id} has {len(found)} ends"
        flies = event.kind in ("replacement.failed", "asset.replaced") and block.kind == "launch"
        if flies and event.t_s < grounded_s.get(event.provider, 0):
            yield f"{event.id} flies while {event.provider} stands down"
        if event.kind == "replacement.failed" and event.until_s is not None:
            grounded_s[event.provider] = max(event.until_s, grounded_s.get(event.provider, 0))


_COURSE = ("replacement.ordered", "replacement.delayed", "replacement.failed", "asset.replaced")

CHECKS = (
    tanks_are_not_overdrawn,
    approaches_begin_where_the_last_one_ended,
    decoys_are_told_apart_by_inspection,
    replacements_run_their_course,
)
