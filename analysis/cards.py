"""Explain cards as lines for people. The record and the JSON keep the names of the fields."""

from collections.abc import Mapping
from typing import Any

from wargame.analysis.names import Names, mission_name
from wargame.events import Event

_RULES = {
    "log-odds = prior log-odds + sum of log LR / (1 + (n-1) rho); it acts from the cut-off on": (
        "what it suspected before, plus the weight of the reports that reached it, less what their sources have in "
        "common; it acts when the result, its posterior, reaches its cut-off"
    ),
}
_WORDS = {
    "benefit": "benefit",
    "benefits": "benefit by objective, in stakes",
    "best": "best option",
    "c2_action_factor": "left of the time to act by combined C2",
    "c2_consensus_factor": "left of the consensus by combined C2",
    "chosen": "option picked",
    "consensus": "rule of consensus",
    "cost": "cost in all",
    "cut_off": "cut-off, from which it acts",
    "consensus_h": "hours of consensus with the other holders",
    "decision": "order",
    "doctrine_delay_factor": "left of the delay by common doctrine",
    "draw_detect": "draw for detecting it",
    "draw_identify": "draw for naming the author",
    "gap": "gap (best option less restraint, in stakes)",
    "k_debris": "cost of debris",
    "k_norm": "cost of breaking the norm",
    "k_resource": "cost of resources",
    "k_response": "cost of the responses expected",
    "k_rung": "cost of the rung of the ladder",
    "liaison_delay_factor": "left of the delay by liaison",
    "national_action_h": "hours from its decision to its action",
    "national_delay_h": "hours of its own to a decision",
    "national_error_rate": "chance that nothing comes of a decision",
    "k_strategic": "cost of crossing the strategic threshold",
    "out_of_action": "out of action at the time",
    "p": "chance",
    "p_detect": "chance of detecting it",
    "p_identify": "chance of naming the author, once detected",
    "p_refuse": "chance by its contract",
    "p_success": "chance before defences",
    "posterior": "posterior (how sure it is)",
    "prior": "suspicion before any report",
    "needed": "in favour needed",
    "reached": "step that its posterior reaches",
    "resolve": "resolve (how bold Red is in this run, drawn once per run)",
    "ruling": "the umpire's reason",
    "strategic": "why higher",
    "taken": "step that it takes",
    "rho": "what the sources have in common (0 nothing, 1 all)",
    "training_error_factor": "left of its errors by training",
    "terms": "what it weighed of the option picked, in stakes",
    "unrelieved": "crisis pressure that stays",
    "utility": "worth (benefit less cost and pressure that stays)",
    "window_h": "averaged over, in hours",
    "worth": "worth as it is felt",
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
    return lines


def term_word(key: str) -> str:
    """The words for a field of a card."""
    return _WORDS.get(key, key.replace("_", " "))


def _field(key: str, value: Any, names: Names) -> list[str]:
    """One field of a card (`Any`: plain JSON values)."""
    if key == "modifiers":
        return [f"{term_word(m['name'])} = {m['value']:g}  ({m['source']})" for m in value]
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
    if isinstance(value, Mapping):
        return [f"{term_word(key)}: " + ", ".join(f"{term_word(k)} {v:.4f}" for k, v in value.items())]
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
