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
    AssetRestored,
    AttributionFormed,
    BeliefMoved,
    EngagementLaunched,
    EngagementResolved,
    Event,
    InquiryOpened,
    MoveBegan,
    OptionsWeighed,
    PhaseChanged,
    ReceiversFreed,
    ReceiversJammed,
    ResourceReturned,
    ResourceSpent,
    ResponseDecided,
    RungReached,
    SignalObserved,
    SignalReleased,
    VoteCalled,
    VoteTaken,
)
from wargame.scenario import Phase, Scenario, as_phase


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
    """Assets lost for good, with the event that did it."""
    resources: dict[tuple[str, str], int] = field(default_factory=dict)
    """Uses left, by actor and capability."""
    shifts: dict[tuple[str, str], tuple[float, int]] = field(default_factory=dict)
    """Change of an adversary's log-odds that a government shows up, and when it was last set."""
    engagements: dict[str, Engagement] = field(default_factory=dict)
    resolved: dict[str, str] = field(default_factory=dict)
    """Which engagement an `engagement.resolved` event belongs to."""
    inquiries: dict[str, InquiryOpened] = field(default_factory=dict)
    """Inquiries not yet closed, by the id of their event."""
    conclusions: dict[tuple[str, str], AttributionFormed] = field(default_factory=dict)
    """What each government thinks of an engagement, once it has made up its mind."""
    votes: dict[str, VoteCalled] = field(default_factory=dict)
    """Votes not yet taken, by the id of their event."""
    reports: dict[str, list[SignalObserved]] = field(default_factory=dict)
    """Reports by engagement."""
    released: dict[tuple[str, str], list[SignalReleased]] = field(default_factory=dict)
    """Releases that have arrived, by engagement and recipient."""
    responded: set[tuple[str, str]] = field(default_factory=set)
    """Governments that have answered an order."""
    rungs: dict[str, int] = field(default_factory=dict)
    weighed: dict[str, OptionsWeighed] = field(default_factory=dict)
    """Each adversary's latest weighing."""
    pending: dict[str, Pending] = field(default_factory=dict)
    """What is under way, by the id of the event that set it going."""

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


def _degraded(world: World, event: AssetDegraded) -> None:
    world.statuses.append(event)
    world.down[event.id] = event
    if event.until_s is not None:
        world.pending[event.id] = Pending(event.until_s, "recover", event.asset, event.id)


def _restored(world: World, event: AssetRestored) -> None:
    # The degradation carries its own end, so availability needs no second word of it.
    if event.cause is not None:
        world.down.pop(event.cause, None)
        world.pending.pop(event.cause, None)


def _jammed(world: World, event: ReceiversJammed) -> None:
    world.statuses.append(event)
    world.loud[event.id] = event
    world.pending[event.id] = Pending(event.until_s, "silence", event.place, event.id)


def _freed(world: World, event: ReceiversFreed) -> None:
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
    world.pending[event.id] = Pending(event.effect_s, "resolve", event.engagement, event.id)


def _resolved(world: World, event: EngagementResolved) -> None:
    launched = world.engagements[event.engagement].launched
    world.engagements[event.engagement] = Engagement(launched, event)
    world.resolved[event.id] = event.engagement
    world.pending.pop(launched.id, None)
    if launched.free_s is not None and event.outcome != FAILURE:
        world.pending[event.id] = Pending(launched.free_s, "free", event.engagement, event.id)


def _observed(world: World, event: SignalObserved) -> None:
    world.reports.setdefault(event.engagement, []).append(event)


def _released(world: World, event: SignalReleased) -> None:
    world.released.setdefault((event.engagement, event.recipient), []).append(event)


def _inquiry(world: World, event: InquiryOpened) -> None:
    world.inquiries[event.id] = event
    world.pending[event.id] = Pending(event.due_s, "decide", event.government, event.id)


def _formed(world: World, event: AttributionFormed) -> None:
    world.conclusions[event.engagement, event.government] = event
    if event.cause is not None:
        world.inquiries.pop(event.cause, None)
        world.pending.pop(event.cause, None)


def _called(world: World, event: VoteCalled) -> None:
    world.votes[event.id] = event
    world.pending[event.id] = Pending(event.due_s, "decide", event.engagement, event.id)


def _voted(world: World, event: VoteTaken) -> None:
    if event.cause is not None:
        world.votes.pop(event.cause, None)
        world.pending.pop(event.cause, None)


def _responded(world: World, event: ResponseDecided) -> None:
    world.responded.add((event.government, event.order))


def _rung(world: World, event: RungReached) -> None:
    world.rungs[event.actor] = event.rung


def _weighed(world: World, event: OptionsWeighed) -> None:
    world.weighed[event.actor] = event


_CHANGES: dict[str, Callable[[World, Any], None]] = {
    "phase.changed": _phase,
    "move.began": _move,
    "asset.lost": _lost,
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
    "inquiry.opened": _inquiry,
    "attribution.formed": _formed,
    "vote.called": _called,
    "vote.taken": _voted,
    "response.decided": _responded,
    "rung.reached": _rung,
    "options.weighed": _weighed,
}


def fold(scenario: Scenario, events: Iterable[Event]) -> World:
    """The world after `events`, starting from the scenario."""
    world = World.at_start(scenario)
    for event in events:
        world.apply(event)
    return world
