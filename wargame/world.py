"""The state of a game: a fold over its events, and nothing else.

`World.apply` is the only place where state changes; the loop calls it for every event it emits, and reading a record
back calls it for every line. Both give the same world (tested).
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from wargame.changes import CHANGES, Engagement, Pending
from wargame.events import (
    AssetDegraded,
    AttributionFormed,
    BeliefMoved,
    CrisisSteppedDown,
    Event,
    InquiryOpened,
    LeakOccurred,
    OffRampOffered,
    OptionsWeighed,
    ReceiversJammed,
    RestraintChosen,
    RulingMade,
    ServiceRefused,
    SignalObserved,
    SignalReleased,
    VoteCalled,
)
from wargame.reserves import Reserves
from wargame.scenario import Phase, Scenario


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
        change = CHANGES.get(event.kind)
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


def fold(scenario: Scenario, events: Iterable[Event]) -> World:
    """The world after `events`, starting from the scenario."""
    world = World.at_start(scenario)
    for event in events:
        world.apply(event)
    return world
