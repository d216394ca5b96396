"""The state of a game: a fold over its events, and nothing else.

`World.apply` is the only place where state changes; the loop calls it for every event it emits, and reading a record
back calls it for every line. Both give the same world (tested).
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from wargame.events import (
    FAILURE,
    AssetDegraded,
    AssetLost,
    AssetReplaced,
    AssetRestored,
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
    ServiceRefused,
    ServiceUpheld,
    SignalObserved,
    SignalReleased,
)
from wargame.reserves import RESERVES, Reserves
from wargame.scenario import Phase, Scenario, as_phase
from wargame.underway import Engagement, Pending


@dataclass(slots=True)
class World:
    """What is the case: phase, statuses, resources, beliefs, engagements, inquiries, responses."""

    scenario: Scenario
    t_s: int = 0
    move: int = -1
    phase: Phase = "day_to_day"
    phase_event: str | None = None
    statuses: list[Event] = field(default_factory=list)
    """Every event that changed what an asset can do, in order: what availability is folded from."""
    down: dict[str, AssetDegraded] = field(default_factory=dict)
    """Degradations in force, by the id of their event."""
    loud: dict[str, ReceiversJammed] = field(default_factory=dict)
    """Transmitters that drown or deceive receivers now, by the id of their event."""
    lost: dict[str, str] = field(default_factory=dict)
    """Assets that are lost, with the event that did it."""
    reserves: Reserves = field(default_factory=Reserves)
    """What defences and replacements have used up."""
    resources: dict[tuple[str, str], int] = field(default_factory=dict)
    """Uses left, by actor and capability."""
    shifts: dict[tuple[str, str], tuple[float, int]] = field(default_factory=dict)
    """Change of an adversary's log-odds that a government shows up, and when it was last set."""
    engagements: dict[str, Engagement] = field(default_factory=dict)
    resolved: dict[str, str] = field(default_factory=dict)
    """Which engagement an `engagement.resolved` event belongs to."""
    inquiries: dict[str, InquiryOpened] = field(default_factory=dict)
    """Inquiries not yet closed, by the id of their event."""
    reports: dict[str, list[SignalObserved]] = field(default_factory=dict)
    """Reports by engagement."""
    released: dict[tuple[str, str], list[SignalReleased]] = field(default_factory=dict)
    """Releases that have arrived, by engagement and recipient."""
    responded: set[tuple[str, str]] = field(default_factory=set)
    """Governments that have answered an order."""
    leaks: dict[str, LeakOccurred] = field(default_factory=dict)
    """Leaks not yet countered, by the id of their event."""
    learned: set[str] = field(default_factory=set)
    """Hidden assets that adversaries have learned of."""
    rungs: dict[str, int] = field(default_factory=dict)
    weighed: dict[str, OptionsWeighed] = field(default_factory=dict)
    """Each adversary's latest weighing."""
    pending: dict[str, Pending] = field(default_factory=dict)
    """What is under way, by the id of the event that set it going."""
    prompts: dict[str, Pending] = field(default_factory=dict)
    """What providers have to think of or to do, by the id of the event that prompts it."""
    ordered: dict[str, int] = field(default_factory=dict)
    """The move of each adversary's latest order."""
    attacked_s: dict[str, int] = field(default_factory=dict)
    """When each adversary last launched an attack."""
    restrained: dict[str, RestraintChosen] = field(default_factory=dict)
    """Each adversary's latest decision to hold back."""
    off_ramps: list[OffRampOffered] = field(default_factory=list)
    """Ways out that were offered, in order."""
    stepped_down: dict[str, CrisisSteppedDown] = field(default_factory=dict)
    """Adversaries that have come down and not attacked since."""
    ended: str | None = None
    """The event with which the crisis ended, until somebody attacks again."""
    rulings: dict[str, list[RulingMade]] = field(default_factory=dict)
    """Rulings of the umpire that have not been used yet, by target."""
    refusals: dict[str, ServiceRefused] = field(default_factory=dict)
    """Each provider's latest refusal."""

    @classmethod
    def at_start(cls, scenario: Scenario) -> "World":
        """The world before the first event."""
        world = cls(scenario=scenario)
        for key in scenario.adversaries:
            adversary = scenario.actors[key].adversary
            assert adversary is not None  # the loader has checked
            for capability, item in adversary.capabilities.items():
                world.resources[key, capability] = item.magazine
        return world

    def apply(self, event: Event) -> None:
        """Changes the state as `event` says; events that only tell something change nothing but the clock."""
        self.t_s = max(self.t_s, event.t_s)
        change = _CHANGES.get(event.kind)
        if change is not None:
            change(self, event)

    def shows_up(self, adversary: str, government: str, t_s: int) -> float:
        """Red's probability that a government shows up: its prior, moved by what was shown, fading since.

        Source: log-odds update with exponential decay, ours (docs/method.md, section 7).
        """
        shift, since_s = self.shifts.get((adversary, government), (0.0, 0))
        block = self.scenario.actors[adversary].adversary
        assert block is not None  # the loader has checked
        fade = 0.5 ** ((t_s - since_s) / (block.belief.half_life_d * 86400.0))
        return self._believed(government, shift * fade)

    def relief(self, adversary: str, t_s: int) -> float:
        """The share of an adversary's crisis pressure that off-ramps take away now: the largest of those that stand.

        An offer no longer stands for an adversary that has attacked since it was made. Source: ours (docs/method.md).
        """
        attacked_s = self.attacked_s.get(adversary, -1)
        return max(
            (item.relief for item in self.off_ramps if attacked_s < item.t_s <= t_s < item.until_s),
            default=0.0,
        )

    def holds_back(self, adversary: str, t_s: int) -> bool:
        """Whether an adversary has stepped down and gives no order for now."""
        down = self.stepped_down.get(adversary)
        return down is not None and t_s < down.hold_until_s

    def shows_up_after(self, moved: BeliefMoved) -> float:
        """The same probability at the moment of `moved`, had it been applied already."""
        return self._believed(moved.government, moved.shift)

    def _believed(self, government: str, shift: float) -> float:
        prior = self.scenario.governments[government].shows_up
        if shift == 0.0 or prior in (0.0, 1.0):
            return prior
        log_odds = math.log(prior / (1.0 - prior)) + shift
        return round(1.0 / (1.0 + math.exp(-log_odds)), 9)


def _phase(world: World, event: PhaseChanged) -> None:
    world.phase = as_phase(event.phase)
    world.phase_event = event.id


def _move(world: World, event: MoveBegan) -> None:
    world.move = event.move


def _lost(world: World, event: AssetLost) -> None:
    world.statuses.append(event)
    world.lost.setdefault(event.asset, event.id)


def _reserves(world: World, event: Event) -> None:
    """What defences and replacements have used up; a replacement that waits is due at a second of its own."""
    world.reserves.apply(event)
    if event.cause in world.pending and world.pending[event.cause].what == "replace":
        del world.pending[event.cause]
    order = world.reserves.replacements.get(event.id)
    if order is not None:
        world.pending[event.id] = Pending(order.due_s, "replace", order.asset, event.id)


def _replaced(world: World, event: AssetReplaced) -> None:
    """The new satellite is whole: nothing that ailed the old one is left."""
    _reserves(world, event)
    world.statuses.append(event)
    world.lost.pop(event.asset, None)
    for key in [key for key, item in world.down.items() if item.asset == event.asset]:
        del world.down[key]
        world.pending.pop(key, None)


def _degraded(world: World, event: AssetDegraded) -> None:
    world.statuses.append(event)
    world.down[event.id] = event
    world.prompts.pop(event.cause or "", None)  # the notice of a provider has run out
    if event.until_s is not None:
        world.pending[event.id] = Pending(event.until_s, "recover", event.asset, event.id)


def _restored(world: World, event: AssetRestored) -> None:
    # The degradation carries its own end, so availability needs no second word of it unless it ends before.
    if event.ended_by is not None:
        world.statuses.append(event)
    if event.cause is not None:
        world.down.pop(event.cause, None)
        world.pending.pop(event.cause, None)


def _jammed(world: World, event: ReceiversJammed) -> None:
    world.statuses.append(event)
    world.loud[event.id] = event
    world.pending[event.id] = Pending(event.until_s, "silence", event.place, event.id)


def _freed(world: World, event: ReceiversFreed) -> None:
    if event.ended_by is not None:
        world.statuses.append(event)
    if event.cause is not None:
        world.loud.pop(event.cause, None)
        world.pending.pop(event.cause, None)


def _spent(world: World, event: ResourceSpent) -> None:
    world.resources[event.actor, event.capability] = event.left


def _returned(world: World, event: ResourceReturned) -> None:
    world.resources[event.actor, event.capability] = event.left
    if event.cause is not None:
        world.pending.pop(event.cause, None)


def _belief(world: World, event: BeliefMoved) -> None:
    world.shifts[event.adversary, event.government] = (event.shift, event.t_s)


def _launched(world: World, event: EngagementLaunched) -> None:
    world.engagements[event.engagement] = Engagement(event)
    world.attacked_s[event.attacker] = event.t_s
    world.stepped_down.pop(event.attacker, None)
    world.ended = None
    world.pending[event.id] = Pending(event.effect_s, "resolve", event.engagement, event.id)


def _resolved(world: World, event: EngagementResolved) -> None:
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


def _observed(world: World, event: SignalObserved) -> None:
    world.reports.setdefault(event.engagement, []).append(event)


def _released(world: World, event: SignalReleased) -> None:
    world.released.setdefault((event.engagement, event.recipient), []).append(event)


def _leaked(world: World, event: LeakOccurred) -> None:
    world.leaks[event.id] = event
    world.learned.update(event.learned)
    world.pending[event.id] = Pending(event.countered_s, "counter", event.giver, event.id)


def _countered(world: World, event: LeakCountered) -> None:
    if event.cause is not None:
        world.leaks.pop(event.cause, None)
        world.pending.pop(event.cause, None)


def _inquiry(world: World, event: InquiryOpened) -> None:
    world.inquiries[event.id] = event
    world.pending[event.id] = Pending(event.due_s, "decide", event.government, event.id)


def _closed(world: World, event: Event) -> None:
    if event.cause is not None:
        world.inquiries.pop(event.cause, None)
        world.pending.pop(event.cause, None)


def _responded(world: World, event: ResponseDecided) -> None:
    world.responded.add((event.government, event.order))


def _rung(world: World, event: RungReached) -> None:
    before = world.rungs.get(event.actor, 0)
    world.rungs[event.actor] = event.rung
    if any(before < rung <= event.rung for rung in world.scenario.refusal_rungs):
        about = f"rung:{event.actor}:{before}:{event.rung}"
        world.prompts[event.id] = Pending(event.t_s, "provide", about, event.id)


def _ordered(world: World, event: OrderGiven) -> None:
    world.ordered[event.actor] = event.move


def _restrained(world: World, event: RestraintChosen) -> None:
    world.restrained[event.actor] = event


def _offered(world: World, event: OffRampOffered) -> None:
    world.off_ramps.append(event)


def _stepped_down(world: World, event: CrisisSteppedDown) -> None:
    world.stepped_down[event.actor] = event


def _ended(world: World, event: CrisisEnded) -> None:
    # Nobody decides any more on answers that are not due.
    world.ended = event.id
    for inquiry in world.inquiries:
        world.pending.pop(inquiry, None)
    world.inquiries.clear()


def _ruling(world: World, event: RulingMade) -> None:
    world.rulings.setdefault(event.target, []).append(event)


def _upheld(world: World, event: ServiceUpheld) -> None:
    world.prompts.pop(event.cause or "", None)


def _service_refused(world: World, event: ServiceRefused) -> None:
    world.prompts.pop(event.cause or "", None)
    world.refusals[event.provider] = event
    world.prompts[event.id] = Pending(event.from_s, "provide", f"stop:{event.provider}", event.id)


def _weighed(world: World, event: OptionsWeighed) -> None:
    world.weighed[event.actor] = event


_CHANGES: dict[str, Callable[[World, Any], None]] = {
    "phase.changed": _phase,
    "move.began": _move,
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
    "attribution.formed": _closed,
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


def fold(scenario: Scenario, events: Iterable[Event]) -> World:
    """The world after `events`, starting from the scenario."""
    world = World.at_start(scenario)
    for event in events:
        world.apply(event)
    return world
