"""The groups of events by which the feed of the page is filtered."""

from collections.abc import Mapping

GROUPS: Mapping[str, tuple[str, bool]] = {
    "white": ("White cell", True),
    "red": ("Red decides", True),
    "attack": ("Attacks", True),
    "damage": ("Damage and repair", True),
    "knowing": ("Who knows what", True),
    "answer": ("Answers", True),
    "service": ("Services", True),
    "moves": ("Moves and means", False),
}
"""Each group's name, and whether it is shown at first."""

_KINDS: Mapping[str, tuple[str, ...]] = {
    "white": (
        "phase.changed",
        "scenario.amended",
        "inject.fired",
        "message.given",
        "ruling.made",
        "crisis.ended",
    ),
    "red": ("options.weighed", "attack.decided", "restraint.chosen", "rung.reached", "crisis.stepped_down"),
    "attack": ("order.given", "order.refused", "engagement.launched", "engagement.resolved"),
    "damage": (
        "asset.lost",
        "asset.degraded",
        "asset.restored",
        "asset.replaced",
        "receivers.jammed",
        "receivers.freed",
        "debris.created",
        "delta_v.spent",
        "replacement.ordered",
        "replacement.delayed",
        "replacement.failed",
    ),
    "knowing": (
        "signal.observed",
        "signal.released",
        "leak.occurred",
        "leak.countered",
        "asset.inspected",
        "inquiry.opened",
        "attribution.formed",
        "belief.moved",
        "demonstration.shown",
    ),
    "answer": (
        "vote.called",
        "vote.taken",
        "response.decided",
        "response.declined",
        "off_ramp.offered",
        "service.refused",
        "service.upheld",
    ),
    "service": ("service.crossed",),
    "moves": ("move.began", "resource.spent", "resource.returned", "training.held"),
}
_GROUP = {kind: group for group, kinds in _KINDS.items() for kind in kinds}


def group_of(kind: str) -> str:
    """The group that a kind of event belongs to."""
    return _GROUP.get(kind, "moves")
