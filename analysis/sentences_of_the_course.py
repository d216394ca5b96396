"""Sentences for how a crisis goes on beside attacks: ways out, step-down, end, providers, messages, rulings."""

from collections.abc import Callable, Mapping
from typing import Any

from wargame.events import (
    CrisisEnded,
    CrisisSteppedDown,
    MessageGiven,
    OffRampOffered,
    RulingMade,
    ServiceRefused,
    ServiceUpheld,
    TrainingHeld,
)

Namer = Callable[[str], str]
"""What people call an id."""


def _hour(t_s: int) -> str:
    return f"hour {t_s / 3600:g}"


def _training(e: TrainingHeld, n: Namer) -> str:
    return f"The members of '{e.agreement}' train together."


def _off_ramp(e: OffRampOffered, n: Namer) -> str:
    return (
        f"{n(e.actor)} offers a way out: it takes {e.relief:.0%} off the pressure to act until {_hour(e.until_s)}, "
        "or until an attack."
    )


def _stepped_down(e: CrisisSteppedDown, n: Namer) -> str:
    moves = "1 quiet move" if e.quiet_moves == 1 else f"{e.quiet_moves} quiet moves"
    after = f" after {moves}" if e.quiet_moves > 0 else ""
    held = f" and gives no order until {_hour(e.hold_until_s)}" if e.hold_until_s > e.t_s else ""
    return f"{n(e.actor)} steps down{after}: it switches off what it keeps up and can switch off{held}."


def _ended(e: CrisisEnded, n: Namer) -> str:
    return "The crisis is over; nobody decides any more on what is not due."


def _message(e: MessageGiven, n: Namer) -> str:
    return f"Message to {', '.join(map(n, e.recipients.split(',')))}: {e.text}"


def _ruling(e: RulingMade, n: Namer) -> str:
    return f"The umpire rules that the next attack on {n(e.target)} is a {e.outcome}: {e.reason}"


def _service_refused(e: ServiceRefused, n: Namer) -> str:
    return f"{n(e.provider)} refuses to serve the coalition from {_hour(e.from_s)} until {_hour(e.until_s)}."


def _service_upheld(e: ServiceUpheld, n: Namer) -> str:
    return f"{n(e.provider)} could refuse to serve, and goes on serving."


SENTENCES: Mapping[str, Callable[[Any, Namer], str]] = {
    "training.held": _training,
    "off_ramp.offered": _off_ramp,
    "crisis.stepped_down": _stepped_down,
    "crisis.ended": _ended,
    "message.given": _message,
    "ruling.made": _ruling,
    "service.refused": _service_refused,
    "service.upheld": _service_upheld,
}
"""The sentence of each kind of event (`Any`: each takes its own)."""
