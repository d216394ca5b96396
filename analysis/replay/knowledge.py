"""What a cell knows of a run: which assets and which events, from when on, and in which words.

A cell is a government or an adversary. The rules err on the side of silence: an event whose kind has no rule here is
known to nobody, so a new kind of event stays secret until somebody decides who learns of it. An adversary sees the
state of others' assets as the engine lets it see (`wargame.knowing.perception`); a government knows the state of what
it runs, hosts or has payloads on, and of what it has begun to ask about; nobody knows another's reckoning, orders,
draws, reports that were not released, or what a run without attacks would have been.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from wargame.analysis.names import Names
from wargame.analysis.replay.cell_words import CELL_WORDS
from wargame.analysis.sentences import sentence
from wargame.events import (
    AssetDegraded,
    AssetLost,
    AssetReplaced,
    AssetRestored,
    BeliefMoved,
    EngagementLaunched,
    EngagementResolved,
    Event,
    InjectFired,
    InquiryOpened,
    LeakOccurred,
    ReceiversFreed,
    ReceiversJammed,
    ResponseDecided,
    ServiceCrossed,
    SignalObserved,
    SignalReleased,
)
from wargame.record import Record

STATUS = (AssetLost, AssetDegraded, AssetRestored, AssetReplaced, ReceiversJammed, ReceiversFreed)
"""Events that change what an asset can do; adversaries learn of them by looking (`sightings`)."""
TOLD_TO_ALL = ("outage", "attack", "phase_change", "off_ramp")
"""Kinds of injects whose note the players are told."""
OWN_CARDS = frozenset(
    {"attack.decided", "restraint.chosen", "attribution.formed", "response.decided", "response.declined"}
)
"""Kinds whose explain card rests on nothing but what the cell itself had."""


@dataclass(frozen=True, slots=True)
class Known:
    """An event as a cell knows it: from when on, in which words, and whether with its explain card."""

    event: Event
    at_s: int
    words: str
    with_card: bool


@dataclass(frozen=True)
class Cell:
    """One government or adversary in a record, and the rules of what it knows."""

    record: Record
    actor: str

    # Assets

    @property
    def is_adversary(self) -> bool:
        """Whether it is one of the adversaries."""
        return self.actor in self.record.scenario.adversaries

    @cached_property
    def allies(self) -> frozenset[str]:
        """The governments that stand in the coalition of this run."""
        scenario = self.record.scenario
        inside = {scenario.lead, *self.record.manifest.coalition}
        return frozenset(inside & set(scenario.governments))

    @cached_property
    def _learned_s(self) -> Mapping[str, int]:
        """When an adversary learned of hidden assets by a leak."""
        found: dict[str, int] = {}
        for event in self.record.events:
            if isinstance(event, LeakOccurred):
                for asset in event.learned:
                    found.setdefault(asset, event.t_s)
        return found

    def concerns(self, asset: str) -> bool:
        """Whether the cell runs an asset, hosts it, or has a payload on it."""
        scenario = self.record.scenario
        body = scenario.fleet.get(asset) or scenario.sites.get(asset)
        if body is None:
            return asset in scenario.users and scenario.users[asset].nation == self.actor
        payloads = getattr(body, "payloads", {}).values()
        owners = {body.owner, getattr(body, "host", None), *(item.owner for item in payloads)}
        return self.actor in owners

    def knows_asset_from_s(self, asset: str) -> int | None:
        """From when on the cell knows of a satellite or site; None if never. Users and regions are no secret."""
        if self.record.scenario.is_shown(asset) or self.concerns(asset):
            return 0
        return self._learned_s.get(asset) if self.is_adversary else None

    def assets(self) -> dict[str, int]:
        """Every satellite and site that the cell ever knows of, with from when on."""
        scenario = self.record.scenario
        found = {key: self.knows_asset_from_s(key) for key in (*scenario.fleet, *scenario.sites)}
        return {key: from_s for key, from_s in found.items() if from_s is not None}

    # What a government asks about

    @cached_property
    def _asked_s(self) -> Mapping[str, int]:
        """When the cell began to ask about an engagement or a failure."""
        return {
            event.engagement: event.t_s
            for event in reversed(self.record.events)
            if isinstance(event, InquiryOpened) and event.government == self.actor
        }

    def _matter_of(self, event: Event) -> str:
        """The engagement or failure that an event of state comes from, as inquiries name it; empty where none."""
        for cause in self.record.causes(event.id):
            if isinstance(cause, EngagementResolved | EngagementLaunched):
                return cause.engagement
            if isinstance(cause, InjectFired):
                return f"outage:{cause.inject}"
        return ""

    def sees_state_s(self, event: Any) -> int | None:
        """When a government learns of a change of state: at once where it is its own, or once it asks about it."""
        asset = getattr(event, "asset", None)
        if asset is not None and self.knows_asset_from_s(asset) is None:
            return None
        if asset is not None and self.concerns(asset):
            return int(event.t_s)
        asked_s = self._asked_s.get(self._matter_of(event))
        return None if asked_s is None else max(int(event.t_s), asked_s)

    # Events

    def known(self, names: Names) -> list[Known]:
        """Every event that the cell learns of, in the order in which it does; adversaries see states by `sightings`."""
        found = []
        for event in self.record.events:
            if self.is_adversary and isinstance(event, STATUS):
                continue
            rule = RULES.get(event.kind)
            at_s = None if rule is None else rule(self, event)
            if at_s is not None:
                card = event.kind in OWN_CARDS and getattr(event, "government", self.actor) == self.actor
                found.append(Known(event, at_s, self.told(event, names), card))
        return sorted(found, key=lambda item: (item.at_s, item.event.seq))

    @property
    def sees_all_at_once(self) -> bool:
        """Whether an adversary sees every change of state of what it knows, and at once."""
        block = self.record.scenario.actors[self.actor].adversary
        return block is not None and block.assessment.delay_h == 0.0 and block.assessment.p_sees == 1.0

    def learns_outcome(self, event: EngagementResolved) -> bool:
        """Whether the cell learns how an attack ended: its own, where it sees every state at once."""
        return event.attacker == self.actor and self.sees_all_at_once

    def told(self, event: Event, names: Names) -> str:
        """The event's sentence without what a cell cannot know of it."""
        words = CELL_WORDS.get(event.kind)
        return sentence(event, names) if words is None else words(event, names, self.record.scenario)


# Rules: when a cell learns of an event, or None


def _everybody(c: Cell, e: Event) -> int | None:
    return e.t_s


def _own(field: str) -> Callable[[Cell, Any], int | None]:
    """Only the actor that a field names."""

    def rule(c: Cell, e: Any) -> int | None:
        return int(e.t_s) if getattr(e, field) == c.actor else None

    return rule


def _noted(c: Cell, e: InjectFired) -> int | None:
    """Players are told the note of what happens to what they know of."""
    inject = c.record.scenario_at_end.injects.get(e.inject)  # a fork may have added it
    if not e.note or inject is None:
        return None
    if inject.kind == "demonstration":
        return _demonstrated(c, e)
    if inject.kind not in TOLD_TO_ALL:
        return None
    struck = (getattr(inject, "asset", None), *getattr(inject, "targets", ()))
    knows = all(c.knows_asset_from_s(key) is not None for key in struck if key is not None)
    return e.t_s if knows else None


def _demonstrated(c: Cell, e: Event) -> int | None:
    """Allies see a demonstration; an adversary does where it moves its belief."""
    if not c.is_adversary:
        return e.t_s if c.actor in c.allies else None
    moved = (
        event for event in c.record.events if isinstance(event, BeliefMoved) and event.adversary == c.actor
    )
    return e.t_s if any(e in c.record.causes(event.id) for event in moved) else None


def _outcome(c: Cell, e: EngagementResolved) -> int | None:
    return e.t_s if c.learns_outcome(e) else None


def _state(c: Cell, e: Event) -> int | None:
    return c.sees_state_s(e)


def _reported(c: Cell, e: SignalObserved) -> int | None:
    """A sensor that sees nothing tells nobody that there was something to see."""
    return e.t_s if e.owner == c.actor and e.report != "none" else None


def _released(c: Cell, e: SignalReleased) -> int | None:
    signal = c.record.by_id.get(e.cause or "")
    if not isinstance(signal, SignalObserved) or signal.report == "none":
        return None
    if c.actor == e.recipient:
        return int(e.arrives_s)
    post = e.sensor.partition(".")[0]
    return int(e.t_s) if c.record.scenario.owner_of(post) == c.actor else None


def _leaked(c: Cell, e: Event) -> int | None:
    return e.t_s if c.is_adversary else None


def _answered(c: Cell, e: ResponseDecided) -> int | None:
    return e.t_s if c.actor in (e.government, e.against) else None


def _voted(c: Cell, e: Any) -> int | None:
    return int(e.t_s) if c.actor in e.voters else None


def _served(c: Cell, e: ServiceCrossed) -> int | None:
    return e.t_s if e.place.partition(".")[2] == c.actor else None


def _addressed(c: Cell, e: Any) -> int | None:
    named = {name.strip() for name in e.recipients.split(",")}
    return int(e.t_s) if named & {"everybody", c.actor} else None


def _trained(c: Cell, e: Any) -> int | None:
    block = c.record.scenario_at(e.t_s).agreements.get(e.agreement)
    return int(e.t_s) if c.actor in getattr(block, "members", ()) else None


def _withheld(c: Cell, e: Any) -> int | None:
    """Customers are told; an adversary sees what is withheld once it is."""
    return int(max(e.t_s, e.from_s)) if c.is_adversary else int(e.t_s)


def _of_asset(c: Cell, e: Any) -> int | None:
    """Only whoever runs the asset, or gives its replacement."""
    known = c.concerns(e.asset) or getattr(e, "provider", None) == c.actor
    return int(e.t_s) if known else None


RULES: Mapping[str, Callable[[Cell, Any], int | None]] = {
    "phase.changed": _everybody,
    "move.began": _everybody,
    "crisis.ended": _everybody,
    "off_ramp.offered": _everybody,
    "inject.fired": _noted,
    "demonstration.shown": _demonstrated,
    "message.given": _addressed,
    "training.held": _trained,
    "belief.moved": _own("adversary"),
    "options.weighed": _own("actor"),
    "attack.decided": _own("actor"),
    "restraint.chosen": _own("actor"),
    "order.given": _own("actor"),
    "resource.spent": _own("actor"),
    "resource.returned": _own("actor"),
    "rung.reached": _own("actor"),
    "crisis.stepped_down": _own("actor"),
    "asset.inspected": _own("adversary"),
    "engagement.launched": _own("attacker"),
    "engagement.resolved": _outcome,
    "asset.lost": _state,
    "asset.degraded": _state,
    "asset.restored": _state,
    "asset.replaced": _state,
    "receivers.jammed": _state,
    "receivers.freed": _state,
    "debris.created": _state,
    "delta_v.spent": _of_asset,
    "replacement.ordered": _of_asset,
    "replacement.delayed": _of_asset,
    "replacement.failed": _of_asset,
    "signal.observed": _reported,
    "signal.released": _released,
    "leak.occurred": _leaked,
    "leak.countered": _own("giver"),
    "inquiry.opened": _own("government"),
    "attribution.formed": _own("government"),
    "vote.called": _voted,
    "vote.taken": _voted,
    "response.decided": _answered,
    "response.declined": _own("government"),
    "service.crossed": _served,
    "service.refused": _withheld,
}
"""Who learns of an event of a kind, and when. Not here: order.refused (its reasons tell of states), ruling.made (the
umpire's), scenario.amended (the trainer's), service.upheld (between provider and customer)."""

UNTOLD = frozenset({"order.refused", "ruling.made", "scenario.amended", "service.upheld"})
"""Kinds that no cell learns of, on purpose."""


def cells_of(record: Record) -> list[str]:
    """The cells of a record: governments in alphabetical order of their names, then adversaries."""
    scenario, names = record.scenario, Names(record.scenario)
    return [*names.in_order(scenario.governments), *names.in_order(scenario.adversaries)]
