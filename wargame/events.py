"""The vocabulary of what can happen. Events are the only writers of state, and each names its cause.

An event's `id` is made of its kind, subject, object, time and an ordinal among equals, so it is the same in every run
in which it happens. `seq` is only its line number.
"""

from dataclasses import dataclass, fields
from typing import Any, ClassVar

Card = dict[str, Any]
"""An explain card: rule, inputs, modifiers, p, draw, outcome (`Any`: plain JSON values)."""

UNDIGESTED = frozenset({"seq", "card", "options", "observation"})
"""Fields that a lean run leaves out; the digest ignores them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened at `t_s` (whole seconds since the epoch) because of the event `cause`."""

    kind: ClassVar[str] = "event"
    about: ClassVar[tuple[str, str]] = ("", "")
    """Names of the fields that hold the subject and the object."""

    t_s: int
    move: int
    cause: str | None = None
    id: str = ""
    seq: int = -1

    @property
    def stem(self) -> str:
        """The id without its ordinal: kind, subject, object, time."""
        subject, thing = (str(getattr(self, name)) if name else "-" for name in self.about)
        return f"{self.kind}/{subject}/{thing}/{self.t_s}"

    def name(self, event_id: str, seq: int) -> None:
        """Gives the event its identity, once: the journal does it when the event is written down."""
        assert not self.id, "an event is written down once"
        object.__setattr__(
            self, "id", event_id
        )  # frozen for everybody else; a copy would cost more than the event
        object.__setattr__(self, "seq", seq)

    def as_dict(self) -> dict[str, Any]:
        """Plain values for a line of the record; empty fields are left out."""
        values = {item.name: getattr(self, item.name) for item in fields(self)}
        return {"kind": self.kind} | {name: value for name, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseChanged(Event):
    """The crisis enters another phase."""

    kind: ClassVar[str] = "phase.changed"
    about: ClassVar[tuple[str, str]] = ("phase", "")
    phase: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveBegan(Event):
    """A move begins: every actor observes the same snapshot and decides."""

    kind: ClassVar[str] = "move.began"
    about: ClassVar[tuple[str, str]] = ("move", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class InjectFired(Event):
    """The white cell lets something happen."""

    kind: ClassVar[str] = "inject.fired"
    about: ClassVar[tuple[str, str]] = ("inject", "")
    inject: str
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemonstrationShown(Event):
    """A nation shows that it stands with the coalition."""

    kind: ClassVar[str] = "demonstration.shown"
    about: ClassVar[tuple[str, str]] = ("actor", "")
    actor: str
    visibility: float
    competence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BeliefMoved(Event):
    """An adversary thinks anew about whether a government would show up."""

    kind: ClassVar[str] = "belief.moved"
    about: ClassVar[tuple[str, str]] = ("adversary", "government")
    adversary: str
    government: str
    shift: float
    """Change of the log-odds since the prior, as of now; `shows_up` is the probability that results."""
    shows_up: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionsWeighed(Event):
    """An adversary weighs its options against restraint."""

    kind: ClassVar[str] = "options.weighed"
    about: ClassVar[tuple[str, str]] = ("actor", "")
    actor: str
    pressure: float
    gap: float
    """Best attack minus restraint, in stakes; negative while restraint is better."""
    p_attack: float
    """P(attack) at this decision, over the resolve that Red has not shown yet."""
    best: str | None
    best_terms: dict[str, float]
    """Benefit, cost and their parts, of the best option."""
    weighed: int
    dropped: int
    options: list[dict[str, Any]] | None = None
    observation: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttackDecided(Event):
    """An adversary decides to attack: `gap` is its best option's, `own_gap` that of the option a logit draw chose."""

    kind: ClassVar[str] = "attack.decided"
    about: ClassVar[tuple[str, str]] = ("actor", "option")
    actor: str
    option: str
    gap: float
    resolve: float
    best: str
    own_gap: float
    p_chosen: float
    card: Card | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RestraintChosen(Event):
    """An adversary holds back."""

    kind: ClassVar[str] = "restraint.chosen"
    about: ClassVar[tuple[str, str]] = ("actor", "")
    actor: str
    gap: float
    resolve: float
    held: bool = False
    """True when the arm of the run held it back, whatever it wanted."""
    card: Card | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderGiven(Event):
    """An actor orders an effect on targets."""

    kind: ClassVar[str] = "order.given"
    about: ClassVar[tuple[str, str]] = ("actor", "order")
    actor: str
    order: str
    capability: str
    effect: str
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRefused(Event):
    """An order, or one of its targets, cannot be carried out."""

    kind: ClassVar[str] = "order.refused"
    about: ClassVar[tuple[str, str]] = ("order", "target")
    order: str
    target: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceSpent(Event):
    """A use of a capability is spent, for good or until it returns."""

    kind: ClassVar[str] = "resource.spent"
    about: ClassVar[tuple[str, str]] = ("actor", "capability")
    actor: str
    capability: str
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceReturned(Event):
    """A reusable capability is free again."""

    kind: ClassVar[str] = "resource.returned"
    about: ClassVar[tuple[str, str]] = ("actor", "capability")
    actor: str
    capability: str
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EngagementLaunched(Event):
    """An attack on one target is under way; it takes effect at `effect_s`."""

    kind: ClassVar[str] = "engagement.launched"
    about: ClassVar[tuple[str, str]] = ("engagement", "")
    engagement: str
    order: str
    attacker: str
    capability: str
    effect: str
    target: str
    effect_s: int
    rung: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EngagementResolved(Event):
    """An attack on one target succeeds or fails."""

    kind: ClassVar[str] = "engagement.resolved"
    about: ClassVar[tuple[str, str]] = ("engagement", "")
    engagement: str
    attacker: str
    effect: str
    target: str
    outcome: str
    p: float
    draw: float
    card: Card | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetLost(Event):
    """An asset is gone for good."""

    kind: ClassVar[str] = "asset.lost"
    about: ClassVar[tuple[str, str]] = ("asset", "")
    asset: str
    function: str | None = None
    factor: float = 0.0
    until_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetDegraded(Event):
    """A function of an asset works at `factor` of its capacity until `until_s`."""

    kind: ClassVar[str] = "asset.degraded"
    about: ClassVar[tuple[str, str]] = ("asset", "function")
    asset: str
    function: str | None
    factor: float
    until_s: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetRestored(Event):
    """A degradation of a function ends; `cause` is the degradation."""

    kind: ClassVar[str] = "asset.restored"
    about: ClassVar[tuple[str, str]] = ("asset", "function")
    asset: str
    function: str | None
    factor: float = 1.0
    until_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DebrisCreated(Event):
    """A break-up adds fragments to a shell of the sky, for everybody."""

    kind: ClassVar[str] = "debris.created"
    about: ClassVar[tuple[str, str]] = ("asset", "")
    asset: str
    fragments: int
    """Fragments larger than 10 cm."""
    altitude_km: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RungReached(Event):
    """An actor climbs to a rung it had not been on before."""

    kind: ClassVar[str] = "rung.reached"
    about: ClassVar[tuple[str, str]] = ("actor", "")
    actor: str
    rung: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalObserved(Event):
    """A sensor with the attack in its view reports, or does not: none, detected or identified."""

    kind: ClassVar[str] = "signal.observed"
    about: ClassVar[tuple[str, str]] = ("sensor", "engagement")
    sensor: str
    engagement: str
    owner: str
    report: str
    card: Card | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalReleased(Event):
    """The owner of a sensor gives its report to another government."""

    kind: ClassVar[str] = "signal.released"
    about: ClassVar[tuple[str, str]] = ("sensor", "recipient")
    sensor: str
    engagement: str
    recipient: str
    arrives_s: int
    """When the recipient has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InquiryOpened(Event):
    """A government asks who did it, and will make up its mind at `due_s`."""

    kind: ClassVar[str] = "inquiry.opened"
    about: ClassVar[tuple[str, str]] = ("government", "engagement")
    government: str
    engagement: str
    order: str
    accused: str
    rung: int
    phase: str
    """The phase in which the attack took place."""
    due_s: int
    standing: str
    """Why it is this government's business: owner, host, dependent users, collective response."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributionFormed(Event):
    """A government's posterior that the adversary did it, against its cut-off for acting at that rung."""

    kind: ClassVar[str] = "attribution.formed"
    about: ClassVar[tuple[str, str]] = ("government", "engagement")
    government: str
    engagement: str
    accused: str
    posterior: float
    cut_off: float
    card: Card | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseDecided(Event):
    """A government acts against the adversary."""

    kind: ClassVar[str] = "response.decided"
    about: ClassVar[tuple[str, str]] = ("government", "order")
    government: str
    order: str
    against: str
    rung: int
    severity: float
    weight: float
    """What is left of its weight for Red after the delay: exp(-d/tau)."""
    card: Card | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseDeclined(Event):
    """A government does not act, and why."""

    kind: ClassVar[str] = "response.declined"
    about: ClassVar[tuple[str, str]] = ("government", "engagement")
    government: str
    engagement: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceCrossed(Event):
    """A service falls below its threshold because of what was done, or rises above it again."""

    kind: ClassVar[str] = "service.crossed"
    about: ClassVar[tuple[str, str]] = ("mission", "place")
    mission: str
    place: str
    """`<region>.<beneficiary>`."""
    direction: str
    """`lost` or `regained`."""
    service: float
    unattacked: float
    threshold: float
    card: Card | None = None


EVENTS: dict[str, type[Event]] = {
    cls.kind: cls
    for cls in (
        PhaseChanged, MoveBegan, InjectFired, DemonstrationShown, BeliefMoved, OptionsWeighed, AttackDecided,
        RestraintChosen, OrderGiven, OrderRefused, ResourceSpent, ResourceReturned, EngagementLaunched,
        EngagementResolved, AssetLost, AssetDegraded, AssetRestored, DebrisCreated, RungReached, SignalObserved,
        SignalReleased, InquiryOpened, AttributionFormed, ResponseDecided, ResponseDeclined, ServiceCrossed,
    )
}  # fmt: skip
"""Every kind of event by name."""
