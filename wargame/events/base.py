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
