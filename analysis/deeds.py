"""What was done in the arm played: attacks, rungs, what comes back, debris, answers, and steps down."""

import math
from collections.abc import Iterable, Sequence

from wargame.analysis.resilience import Number
from wargame.events import (
    AssetDegraded,
    AssetLost,
    AttackDecided,
    CrisisSteppedDown,
    DebrisCreated,
    EngagementLaunched,
    Event,
    LeakOccurred,
    ReceiversJammed,
    ResponseDecided,
    order_hour_s,
)
from wargame.scenario import PHASES, Scenario

HIGHEST_KM = 2000.0
"""Above low orbit, densities and encounter speeds are an order of magnitude at best: no hazard is given."""


def attacked(events: Sequence[Event]) -> Number:
    """1 if an adversary attacked."""
    return (0.0 if first_attack_s(events) is None else 1.0), ""


def time_to_first_attack_h(events: Sequence[Event]) -> Number:
    """Hours until the first attack: when it was decided, or, where nobody weighed anything, for when it was ordered."""
    first = first_attack_s(events)
    return (None, "Red did not attack in this run") if first is None else (first / 3600.0, "")


def first_attack_s(events: Sequence[Event]) -> int | None:
    """When the first attack of any arm was decided, s; scripts, packages and people order without a weighing."""
    decided = (event.t_s for event in events if isinstance(event, AttackDecided))
    ordered = (
        max(event.t_s, order_hour_s(event.order)) for event in events if isinstance(event, EngagementLaunched)
    )
    return min((*decided, *ordered), default=None)


def stepped_down(events: Sequence[Event]) -> Number:
    """1 if an adversary came down again after it had attacked, 0 if none did."""
    attackers: set[str] = set()
    for event in events:
        if isinstance(event, EngagementLaunched):
            attackers.add(event.attacker)
        elif isinstance(event, CrisisSteppedDown) and event.actor in attackers:
            return 1.0, ""
    return (
        (0.0, "")
        if attackers
        else (None, "Red did not attack in this run, so there was nothing to step down from")
    )


def no_way_down(scenario: Scenario) -> str:
    """Why no adversary of a scenario ever comes down; empty where one may."""
    blocks = (scenario.actors[key].adversary for key in scenario.adversaries)
    by_itself = any(block is not None and block.step_down.after_moves for block in blocks)
    injected = any(inject.kind == "step_down" for inject in scenario.injects.values())
    if by_itself or injected:
        return ""
    return "no adversary of this scenario ever steps down (step_down.after_moves is 0)"


def highest_rung(events: Sequence[Event]) -> Number:
    """The highest rung of the ladder that any attack launched stood on; 0 without one."""
    return float(max((e.rung for e in events if isinstance(e, EngagementLaunched)), default=0)), ""


def reversible_share(events: Sequence[Event]) -> Number:
    """Of what attacks took out of action, the share that comes back by itself, each status counted once."""
    injects = {event.id for event in events if event.kind == "inject.fired"}
    statuses = AssetLost | AssetDegraded | ReceiversJammed
    done = [event for event in events if isinstance(event, statuses) and event.cause not in injects]
    if not done:
        return None, "no attack took anything out of action"
    return sum(event.until_s is not None for event in done) / len(done), ""


def response_imposed(events: Sequence[Event]) -> Number:
    """The share of Red's largest cost that the answers of governments imposed: 1 - prod (1 - severity weight)."""
    spared = math.prod(1.0 - e.severity * e.weight for e in events if isinstance(e, ResponseDecided))
    return 1.0 - spared, ""


def leaks(events: Sequence[Event]) -> Number:
    """How many releases leaked."""
    return float(sum(isinstance(event, LeakOccurred) for event in events)), ""


def no_leaks(scenario: Scenario) -> str:
    """Why no release can leak in a scenario; empty where one can, in any phase."""
    rows = scenario.disclosure.values()
    if any(row.p_leak.at(phase) > 0.0 for row in rows for phase in PHASES):
        return ""
    return "no release can leak here (disclosure.*.p_leak is 0)"


def fragments(events: Sequence[Event]) -> Number:
    """Fragments above 10 cm, good to a factor of 2 to 4."""
    return float(sum(e.fragments for e in events if isinstance(e, DebrisCreated))), ""


def hits_per_m2_year(events: Sequence[Event]) -> Number:
    """What the break-ups add, in the shell that they make worst, to the hits above 1 cm a square metre and year."""
    broken = [e for e in events if isinstance(e, DebrisCreated) and e.fragments > 0]
    low = [event for event in broken if event.altitude_km <= HIGHEST_KM]
    if broken and not low:
        return None, "above 2,000 km the hazard is known to an order of magnitude at best"
    return max(_by_shell(low).values(), default=0.0), ""


def _by_shell(broken: Iterable[DebrisCreated]) -> dict[tuple[float, float], float]:
    """Hits above 1 cm a square metre and year by the shell in which each cloud is densest, km."""
    found: dict[tuple[float, float], float] = {}
    for event in broken:
        from wargame.space.debris.cloud import cloud_summary  # noqa: PLC0415  # compiled code, which few runs need
        from wargame.space.debris.counts import mass_behind_kg  # noqa: PLC0415

        mass_kg = mass_behind_kg(event.fragments, min_size_m=0.1)
        cloud = cloud_summary(
            mass_kg, round(event.altitude_km, -1)
        )  # shells are 50 km: 10 km are near enough
        hits = found.get(cloud.peak_shell_km, 0.0)
        found[cloud.peak_shell_km] = hits + cloud.hits_1_cm_per_m2_year
    return found
