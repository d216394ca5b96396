"""Which fields of a scenario may change in play, and why the others may not: the declared list behind `wargame fork`.

A pattern is a path with `*` for any one name; a field under a pattern belongs to it. The longest pattern that fits
decides. A field under no pattern may not change.
"""

from dataclasses import dataclass
from typing import Any

from wargame.scenario.forking import ABSENT, Change


@dataclass(frozen=True, slots=True)
class Rule:
    """Whether the fields under a pattern may change in play, and why.

    Attributes:
        pattern: a path with `*` for any one name.
        may: True when they may.
        why: what changes, or why it cannot, as the end of a sentence.
        entries: True when whole blocks may be added or taken out, False when only fields of blocks that are there.
    """

    pattern: str
    may: bool
    why: str
    entries: bool = True

    def covers(self, path: str) -> bool:
        """Whether a path is the pattern or lies under it."""
        names, parts = self.pattern.split("."), path.split(".")
        return len(parts) >= len(names) and all(
            name in ("*", part) for name, part in zip(names, parts, strict=False)
        )

    @property
    def weight(self) -> tuple[int, int]:
        """The longer pattern wins, and of equal ones that with fewer stars."""
        names = self.pattern.split(".")
        return len(names), -names.count("*")


_MEASURED = "what is measured stays the same for a whole run, or the two lines could not be compared"
_BUILT = "what exists, where it is and what it can do is fixed when the run begins, and so is the geometry"

RULES: tuple[Rule, ...] = (
    Rule("disclosure", True, "who releases what to whom, how much and how late"),
    Rule("agreements", True, "what was agreed: an agreement can be signed, changed or given up"),
    Rule("leaks", True, "what comes of a release that leaks"),
    Rule("politics", True, "how governments decide"),
    Rule("actors.*.government", True, "how one government decides"),
    Rule("actors.*.contract", True, "when a provider may refuse", entries=False),
    Rule("actors.*.adversary.doctrine", True, "how Red decides"),
    Rule("actors.*.adversary.script", True, "what the scripted doctrine does"),
    Rule("actors.*.adversary.pressure", True, "what Red believes restraint will cost it"),
    Rule("actors.*.adversary.choice_rate", True, "how precisely Red chooses among attacks"),
    Rule("actors.*.adversary.evidence_overlap", True, "how much sources of evidence have in common"),
    Rule("actors.*.adversary.costs", True, "what attacks cost Red"),
    Rule("actors.*.adversary.belief", True, "how Red learns"),
    Rule("actors.*.adversary.step_down", True, "when Red comes down again"),
    Rule("actors.*.adversary.prospect", True, "how Red feels gains and losses"),
    Rule("actors.*.adversary.believed_effects", True, "what governments believe Red could use"),
    Rule("actors.*.adversary.assessment", True, "how Red learns what has become of assets"),
    Rule("actors.*.adversary.option_limit", True, "how many options Red weighs at once"),
    Rule("actors.*.adversary.capabilities.*.cost_per_use", True, "what a use costs Red"),
    Rule("actors.*.adversary.capabilities.*.parameters", True, "what a capability of Red's can do"),
    Rule("satellites.*.guardian", True, "whether a satellite is guarded"),
    Rule("constellations.*.guardian", True, "whether satellites are guarded"),
    Rule("satellites.*.evasion", True, "how a satellite gets out of the way", entries=False),
    Rule("constellations.*.evasion", True, "how satellites get out of the way", entries=False),
    Rule("satellites.*.replacement", True, "what takes the place of a lost satellite", entries=False),
    Rule("constellations.*.replacement", True, "what takes the place of lost satellites", entries=False),
    Rule("injects", True, "what the white cell lets happen, from the move on"),
    Rule("phases", True, "the timeline of phases, from the move on"),
    Rule("language", False, "the language belongs to the file"),
    Rule("title", False, "it names the crisis, for the parent and its forks alike"),
    Rule("question", False, "it names the crisis, for the parent and its forks alike"),
    Rule("look_for", False, "it names the crisis, for the parent and its forks alike"),
    Rule("clock", False, "the moves and horizons of the two runs have to be the same"),
    Rule("regions", False, _MEASURED),
    Rule("user_classes", False, _MEASURED),
    Rule("users", False, _MEASURED),
    Rule("missions", False, _MEASURED),
    Rule("weather", False, "weather is nobody's choice, and was known for the whole run"),
    Rule("satellites", False, _BUILT),
    Rule("constellations", False, _BUILT),
    Rule("sites", False, _BUILT),
    Rule("actors", False, "who is there, under which name and as what, is fixed when the run begins"),
    Rule("actors.*.adversary", False, "it is fixed when the run begins"),
    Rule("actors.*.adversary.objectives", False, "what Red wants to deny is what its gaps are measured in"),
    Rule("actors.*.adversary.resolve_rate", False, "Red's resolve is drawn once for a whole run"),
    Rule("actors.*.adversary.least_gain", False, "all gaps of a run are measured by it"),
    Rule(
        "actors.*.adversary.capabilities",
        False,
        "Red's means and their uses are counted from the beginning; an inject of kind attack spends one of them",
    ),
    Rule(
        "threat_packages",
        False,
        "a package is declared before the run; in play use --injects with an inject of kind attack",
    ),
)
"""Every rule, those that allow first."""


def rule_for(path: str) -> Rule | None:
    """The rule that decides about a path; None where no rule covers it."""
    fitting = [rule for rule in RULES if rule.covers(path)]
    return max(fitting, key=lambda rule: rule.weight, default=None)


def allowed() -> list[Rule]:
    """The rules that allow, in the order of the list."""
    return [rule for rule in RULES if rule.may]


def refused(change: Change, from_s: int) -> str:
    """Why a change may not be made in play from a second on, as a sentence; empty where it may."""
    rule = rule_for(change.path)
    if rule is None or not rule.may:
        why = "it is fixed when the run begins" if rule is None else rule.why
        return f"'{change.path}' cannot change in play: {why}. {what_may()}"
    if not rule.entries and (_is_block(change.was) != _is_block(change.now)):
        return (
            f"'{change.path}' cannot be added or taken out in play, since something of it may be under way; its fields "
            "may change"
        )
    if change.path.split(".")[0] in ("injects", "phases"):
        return _too_early(change, from_s)
    return ""


def what_may() -> str:
    """A sentence that lists what may change, in few words."""
    return (
        "What may change: disclosure, agreements, leaks, politics, actors.*.government, actors.*.contract, Red's "
        "doctrine, pressure, costs, belief and the parameters of its capabilities, guardian, evasion and replacement "
        "of satellites, and injects and phases from the move on (`wargame describe fork` lists all)"
    )


def _is_block(value: Any) -> bool:
    return isinstance(value, dict)


def _too_early(change: Change, from_s: int) -> str:
    """Why an inject or the timeline of phases cannot change so: something of it lies before the move."""
    if _early(change.was, from_s) == _early(change.now, from_s):
        return ""
    return f"'{change.path}' would change something before hour {from_s / 3600:g}, where the fork begins"


def _early(value: Any, from_s: int) -> list[Any]:
    """What lies before a second: of a list of phases, or of one inject (`Any`: plain values)."""
    rows = [] if value is ABSENT else value if isinstance(value, list) else [value]
    return [row for row in rows if round(row["at_h"] * 3600) < from_s]
