"""What every kind of event changes in the state of a game: one small function for each kind.

Only `World.apply` calls them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wargame.events import (
    FAILURE,
    AssetDegraded,
    AssetLost,
    AssetReplaced,
    AssetRestored,
    AttributionFormed,
    BeliefMoved,
    CrisisEnded,
    CrisisSteppedDown,
    EngagementLaunched,
    EngagementResolved,
    Event,
    InquiryOpened,
    LeakCountered,
    LeakOccurred,
    MoveBegan,
    OffRampOffered,
    OptionsWeighed,
    OrderGiven,
    PhaseChanged,
    ReceiversFreed,
    ReceiversJammed,
    ResourceReturned,
    ResourceSpent,
    ResponseDecided,
    RestraintChosen,
    RulingMade,
    RungReached,
    ScenarioAmended,
    ServiceRefused,
    ServiceUpheld,
    SignalObserved,
    SignalReleased,
    VoteCalled,
    VoteTaken,
)
from wargame.reserves import RESERVES
from wargame.scenario import as_phase
from wargame.scenario.forking import amended, changes_of

if TYPE_CHECKING:
    from wargame.world import World


@dataclass(frozen=True, slots=True)
class Engagement:
    """An attack that was launched, and how it ended once it has."""

    launched: EngagementLaunched
    resolved: EngagementResolved | None = None


@dataclass(frozen=True, slots=True)
class Pending:
    """Something that will happen at `due_s` unless the world changes: what, and the event that set it going."""

    due_s: int
    what: str
    about: str
    cause: str


def _phase(world: "World", event: PhaseChanged) -> None:
    world.phase = as_phase(event.phase)
    world.phase_event = event.id


def _move(world: "World", event: MoveBegan) -> None:
    world.move = event.move


def _amended(world: "World", event: ScenarioAmended) -> None:
    world.scenario = amended(world.scenario, changes_of(event.changes))


def _lost(world: "World", event: AssetLost) -> None:
    world.statuses.append(event)
    world.lost.setdefault(event.asset, event.id)


def _reserves(world: "World", event: Event) -> None:
    """What defences and replacements have used up; a replacement that waits is due at a second of its own."""
    world.reserves.apply(event)
    if event.cause in world.pending and world.pending[event.cause].what == "replace":
        del world.pending[event.cause]
    order = world.reserves.replacements.get(event.id)
    if order is not None:
        world.pending[event.id] = Pending(order.due_s, "replace", order.asset, event.id)


def _replaced(world: "World", event: AssetReplaced) -> None:
    """The new satellite is whole: nothing that ailed the old one is left."""
    _reserves(world, event)
    world.statuses.append(event)
    world.lost.pop(event.asset, None)
    for key in [key for key, item in world.down.items() if item.asset == event.asset]:
        del world.down[key]
        world.pending.pop(key, None)


def _degraded(world: "World", event: AssetDegraded) -> None:
    world.statuses.append(event)
    world.down[event.id] = event
    world.prompts.pop(event.cause or "", None)  # the notice of a provider has run out
    if event.until_s is not None:
        world.pending[event.id] = Pending(event.until_s, "recover", event.asset, event.id)


def _restored(world: "World", event: AssetRestored) -> None:
    # The degradation carries its own end, so availability needs no second word of it unless it ends before.
    if event.ended_by is not None:
        world.statuses.append(event)
    if event.cause is not None:
        world.down.pop(event.cause, None)
        world.pending.pop(event.cause, None)


def _jammed(world: "World", event: ReceiversJammed) -> None:
    world.statuses.append(event)
    world.loud[event.id] = event
    world.pending[event.id] = Pending(event.until_s, "silence", event.place, event.id)


def _freed(world: "World", event: ReceiversFreed) -> None:
    if event.ended_by is not None:
        world.statuses.append(event)
    if event.cause is not None:
        world.loud.pop(event.cause, None)
        world.pending.pop(event.cause, None)


def _spent(world: "World", event: ResourceSpent) -> None:
    world.resources[event.actor, event.capability] = event.left


def _returned(world: "World", event: ResourceReturned) -> None:
    world.resources[event.actor, event.capability] = event.left
    if event.cause is not None:
        world.pending.pop(event.cause, None)


def _belief(world: "World", event: BeliefMoved) -> None:
    world.shifts[event.adversary, event.government] = (event.shift, event.t_s)


def _launched(world: "World", event: EngagementLaunched) -> None:
    world.engagements[event.engagement] = Engagement(event)
    world.attacked_s[event.attacker] = event.t_s
    world.stepped_down.pop(event.attacker, None)
    world.ended = None
    world.pending[event.id] = Pending(event.effect_s, "resolve", event.engagement, event.id)


def _resolved(world: "World", event: EngagementResolved) -> None:
    launched = world.engagements[event.engagement].launched
    world.engagements[event.engagement] = Engagement(launched, event)
    world.resolved[event.id] = event.engagement
    world.pending.pop(launched.id, None)
    if launched.free_s is not None and event.outcome != FAILURE:
        world.pending[event.id] = Pending(launched.free_s, "free", event.engagement, event.id)
    if event.ruling is not None:
        world.rulings[event.target].pop(0)
    if world.scenario.owner_may_refuse(event.target):
        world.prompts[event.id] = Pending(event.t_s, "provide", f"strike:{event.engagement}", event.id)


def _observed(world: "World", event: SignalObserved) -> None:
    world.reports.setdefault(event.engagement, []).append(event)


def _released(world: "World", event: SignalReleased) -> None:
    world.released.setdefault((event.engagement, event.recipient), []).append(event)


def _leaked(world: "World", event: LeakOccurred) -> None:
    world.leaks[event.id] = event
    world.learned.update(event.learned)
    world.pending[event.id] = Pending(event.countered_s, "counter", event.giver, event.id)


def _countered(world: "World", event: LeakCountered) -> None:
    if event.cause is not None:
        world.leaks.pop(event.cause, None)
        world.pending.pop(event.cause, None)


def _inquiry(world: "World", event: InquiryOpened) -> None:
    world.inquiries[event.id] = event
    world.pending[event.id] = Pending(event.due_s, "decide", event.government, event.id)


def _formed(world: "World", event: AttributionFormed) -> None:
    world.conclusions[event.engagement, event.government] = event
    if event.cause is not None:
        world.inquiries.pop(event.cause, None)
        world.pending.pop(event.cause, None)


def _called(world: "World", event: VoteCalled) -> None:
    world.votes[event.id] = event
    world.pending[event.id] = Pending(event.due_s, "decide", event.engagement, event.id)


def _voted(world: "World", event: VoteTaken) -> None:
    if event.cause is not None:
        world.votes.pop(event.cause, None)
        world.pending.pop(event.cause, None)


def _responded(world: "World", event: ResponseDecided) -> None:
    world.responded.add((event.government, event.order))


def _rung(world: "World", event: RungReached) -> None:
    before = world.rungs.get(event.actor, 0)
    world.rungs[event.actor] = event.rung
    if any(before < rung <= event.rung for rung in world.scenario.refusal_rungs):
        about = f"rung:{event.actor}:{before}:{event.rung}"
        world.prompts[event.id] = Pending(event.t_s, "provide", about, event.id)


def _ordered(world: "World", event: OrderGiven) -> None:
    world.ordered[event.actor] = event.move


def _restrained(world: "World", event: RestraintChosen) -> None:
    world.restrained[event.actor] = event


def _offered(world: "World", event: OffRampOffered) -> None:
    world.off_ramps.append(event)


def _stepped_down(world: "World", event: CrisisSteppedDown) -> None:
    world.stepped_down[event.actor] = event


def _ended(world: "World", event: CrisisEnded) -> None:
    # Nobody decides any more on answers that are not due.
    world.ended = event.id
    for asked in (*world.inquiries, *world.votes):
        world.pending.pop(asked, None)
    world.inquiries.clear()
    world.votes.clear()


def _ruling(world: "World", event: RulingMade) -> None:
    world.rulings.setdefault(event.target, []).append(event)


def _upheld(world: "World", event: ServiceUpheld) -> None:
    world.prompts.pop(event.cause or "", None)


def _service_refused(world: "World", event: ServiceRefused) -> None:
    world.prompts.pop(event.cause or "", None)
    world.refusals[event.provider] = event
    world.prompts[event.id] = Pending(event.from_s, "provide", f"stop:{event.provider}", event.id)


def _weighed(world: "World", event: OptionsWeighed) -> None:
    world.weighed[event.actor] = event


CHANGES: dict[str, Callable[["World", Any], None]] = {
    "phase.changed": _phase,
    "move.began": _move,
    "scenario.amended": _amended,
    "asset.lost": _lost,
    **dict.fromkeys(RESERVES, _reserves),
    "asset.replaced": _replaced,
    "asset.degraded": _degraded,
    "asset.restored": _restored,
    "receivers.jammed": _jammed,
    "receivers.freed": _freed,
    "resource.spent": _spent,
    "resource.returned": _returned,
    "belief.moved": _belief,
    "engagement.launched": _launched,
    "engagement.resolved": _resolved,
    "signal.observed": _observed,
    "signal.released": _released,
    "leak.occurred": _leaked,
    "leak.countered": _countered,
    "inquiry.opened": _inquiry,
    "attribution.formed": _formed,
    "vote.called": _called,
    "vote.taken": _voted,
    "response.decided": _responded,
    "rung.reached": _rung,
    "options.weighed": _weighed,
    "order.given": _ordered,
    "restraint.chosen": _restrained,
    "off_ramp.offered": _offered,
    "crisis.stepped_down": _stepped_down,
    "crisis.ended": _ended,
    "ruling.made": _ruling,
    "service.refused": _service_refused,
    "service.upheld": _upheld,
}
"""How each kind of event changes the state; kinds that are missing only tell something."""
