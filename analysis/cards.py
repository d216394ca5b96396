"""Explain cards as lines for people. The record and the JSON keep the names of the fields."""

from collections.abc import Mapping
from typing import Any

from wargame.analysis.names import Names, mission_name
from wargame.analysis.terms import term_line, term_word
from wargame.events import Event

_RULES = {
    "log-odds = prior log-odds + sum of log LR / (1 + (n-1) rho); it acts from the cut-off on": (
        "what it suspected before, plus the weight of the reports that reached it, less what their sources have in "
        "common; it acts when the result, its posterior, reaches its cut-off"
    ),
}
_OPTIONS = frozenset({"best", "chosen"})
_REPORTS = {
    "none": "nothing",
    "detected": "an attack, without its author",
    "identified": "an attack and its author",
}


def card_lines(event: Event, names: Names) -> list[str]:
    """The explain card of an event as lines; none where it has no card."""
    card: Mapping[str, Any] | None = getattr(event, "card", None)
    if not card:
        return []
    lines = [f"rule: {_RULES.get(card['rule'], card['rule'])}"]
    for key, value in card.items():
        if key != "rule" and value is not None:
            lines += _field(key, value, names)
    if getattr(event, "kind", "") == "engagement.resolved" and card.get("p") == 1.0:
        lines = [
            f"{line} (not needed: its chance is 1)" if line.startswith("draw: ") else line for line in lines
        ]
    return lines


def _field(key: str, value: Any, names: Names) -> list[str]:
    """One field of a card (`Any`: plain JSON values)."""
    if key == "modifiers":
        return [f"{term_line(m['name'], m['value'], names, '{:g}'.format)}  ({m['source']})" for m in value]
    if key == "reports":
        return [_report(row, names) for row in value] or ["no report reached it"]
    if key == "ladder":
        return [
            f"step '{row['step']}': from a posterior of {row['cut_off']:.3f} on, severity {row['severity']:g}"
            for row in value
        ]
    if key == "votes":
        return [
            f"{names(row['government'])} (posterior {row['posterior']:.3f}) is {row['vote']}" for row in value
        ]
    if key == "out_of_action":
        things = dict.fromkeys(_thing(item, names) for item in value)
        return [f"{term_word(key)}: {', '.join(things)}"] if things else []
    if key == "benefits":  # by the ids of objectives, which are no fields of a card
        return [
            f"{term_word(key)}: " + ", ".join(f"{k.replace('_', ' ')} {v:z.4f}" for k, v in value.items())
        ]
    if isinstance(value, Mapping):
        return [f"{term_word(key)}: " + ", ".join(f"{term_word(k)} {v:z.4f}" for k, v in value.items())]
    if isinstance(value, list):
        return [f"{term_word(key)}:"] + [f"  {item}" for item in value] if value else []
    return [f"{term_word(key)}: {_plain(key, value, names)}"]


def _plain(key: str, value: Any, names: Names) -> str:
    """A single value (`Any`: plain JSON values); ids as what people call them."""
    if isinstance(value, float):
        return f"{value:g}"
    if key in _OPTIONS:
        return names.option(value)
    if key == "decision" and value.count(":") >= 3:
        return names.option(value.split(":", 2)[2])
    return mission_name(names(value)) if isinstance(value, str) else str(value)


def _report(row: Mapping[str, Any], names: Names) -> str:
    """One report (`Any`: plain JSON values) with its weight: above zero it points to the accused."""
    sensor = names(row["sensor"].partition(".")[0])
    what = _REPORTS.get(row["report"], row["report"])
    return f"{sensor} reports {what} (weight {row['log_ratio']:+.3f}; above zero points to the accused)"


def _thing(event_id: str, names: Names) -> str:
    """What an outage's event is about."""
    parts = event_id.split("/")
    return names(parts[1]) if len(parts) > 1 else event_id
