"""The vocabulary of what can happen: every kind of event, by what it is about."""

from wargame.events.answers import (
    AttributionFormed,
    InquiryOpened,
    ResponseDecided,
    ResponseDeclined,
    SignalObserved,
    SignalReleased,
    VoteCalled,
    VoteTaken,
)
from wargame.events.attacks import (
    FAILURE,
    EngagementLaunched,
    EngagementResolved,
    OrderGiven,
    OrderRefused,
    ResourceReturned,
    ResourceSpent,
)
from wargame.events.base import UNDIGESTED, Card, Event
from wargame.events.play import DemonstrationShown, InjectFired, MoveBegan, PhaseChanged
from wargame.events.statuses import (
    AssetDegraded,
    AssetLost,
    AssetRestored,
    DebrisCreated,
    ReceiversFreed,
    ReceiversJammed,
    ServiceCrossed,
)
from wargame.events.weighing import AttackDecided, BeliefMoved, OptionsWeighed, RestraintChosen, RungReached

__all__ = [
    "EVENTS",
    "FAILURE",
    "UNDIGESTED",
    "AssetDegraded",
    "AssetLost",
    "AssetRestored",
    "AttackDecided",
    "AttributionFormed",
    "BeliefMoved",
    "Card",
    "DebrisCreated",
    "DemonstrationShown",
    "EngagementLaunched",
    "EngagementResolved",
    "Event",
    "InjectFired",
    "InquiryOpened",
    "MoveBegan",
    "OptionsWeighed",
    "OrderGiven",
    "OrderRefused",
    "PhaseChanged",
    "ReceiversFreed",
    "ReceiversJammed",
    "ResourceReturned",
    "ResourceSpent",
    "ResponseDecided",
    "ResponseDeclined",
    "RestraintChosen",
    "RungReached",
    "ServiceCrossed",
    "SignalObserved",
    "SignalReleased",
    "VoteCalled",
    "VoteTaken",
]

EVENTS: dict[str, type[Event]] = {
    cls.kind: cls
    for cls in (
        PhaseChanged,
        MoveBegan,
        InjectFired,
        DemonstrationShown,
        BeliefMoved,
        OptionsWeighed,
        AttackDecided,
        RestraintChosen,
        OrderGiven,
        OrderRefused,
        ResourceSpent,
        ResourceReturned,
        EngagementLaunched,
        EngagementResolved,
        AssetLost,
        AssetDegraded,
        AssetRestored,
        ReceiversJammed,
        ReceiversFreed,
        DebrisCreated,
        RungReached,
        SignalObserved,
        SignalReleased,
        InquiryOpened,
        AttributionFormed,
        VoteCalled,
        VoteTaken,
        ResponseDecided,
        ResponseDeclined,
        ServiceCrossed,
    )
}
"""Every kind of event by name."""
