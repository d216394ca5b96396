"""What an adversary weighed at each of its decisions: the options with their terms, and what it did."""

from collections.abc import Iterable, Mapping
from typing import Any

from wargame.analysis.charts import COST_TERMS
from wargame.analysis.names import Names
from wargame.analysis.sentences import NO_OPTION
from wargame.analysis.story import expected_answers
from wargame.events import AttackDecided, OptionsWeighed, RestraintChosen
from wargame.record import Record

MOST_OPTIONS = 5
"""So many options stand with all their terms, the best first, and the chosen one where it is not among them."""


def choices(record: Record, names: Names, actors: Iterable[str]) -> list[dict[str, Any]]:
    """The decisions of adversaries in order of time (`Any`: plain JSON values).

    Args:
        record: the run.
        names: what people call things.
        actors: whose decisions.
    """
    wanted = frozenset(actors)
    outcomes = {e.cause: e for e in record.events if isinstance(e, AttackDecided | RestraintChosen)}
    return [
        _choice(event, outcomes.get(event.id), names)
        for event in record.events
        if isinstance(event, OptionsWeighed) and event.actor in wanted
    ]


def _choice(
    event: OptionsWeighed, outcome: AttackDecided | RestraintChosen | None, names: Names
) -> dict[str, Any]:
    rows = sorted(event.options or (), key=lambda row: (-_worth(row), row["option"]))
    chosen = outcome.option if isinstance(outcome, AttackDecided) else None
    shown = rows[:MOST_OPTIONS] + [row for row in rows[MOST_OPTIONS:] if row["option"] == chosen]
    found: dict[str, Any] = {
        "t": event.t_s,
        "actor": event.actor,
        "event": event.id,
        "pressure": round(event.pressure, 4),
        "gap": None if event.gap <= NO_OPTION else round(event.gap, 4),
        "p": round(event.p_attack, 4),
        "weighed": event.weighed,
        "dropped": event.dropped,
        "options": [_option(row, event.pressure, names, row["option"] == chosen) for row in shown],
        "others": [
            [names.option(row["option"]), round(_worth(row) + event.pressure, 4)]
            for row in rows[MOST_OPTIONS:]
            if row["option"] != chosen
        ],
        "answers": _answers(rows[0], names) if rows else [],
        "answers_picked": [
            answer for row in rows[1:] if row["option"] == chosen for answer in _answers(row, names)
        ],
        "felt": any("worth" in row for row in shown),
    }
    if outcome is not None:
        found |= {"attacks": chosen is not None, "resolve": round(outcome.resolve, 4)}
        found["held"] = isinstance(outcome, RestraintChosen) and outcome.held
        found["outcome"] = outcome.id
    return found


def _worth(row: Mapping[str, Any]) -> float:
    return float(row.get("worth", row["utility"]))


def _option(row: Mapping[str, Any], pressure: float, names: Names, chosen: bool) -> dict[str, Any]:
    """One option: what speaks for it, its costs in the order of `COST_TERMS`, and the balance against restraint."""
    return {
        "words": names.option(row["option"]),
        "relief": round(pressure - row["unrelieved"], 4),
        "benefit": round(row["benefit"], 4),
        "costs": [round(row[key], 4) for key, _ in COST_TERMS],
        "balance": round(_worth(row) + pressure, 4),
        "chosen": chosen,
    }


def _answers(row: Mapping[str, Any], names: Names) -> list[dict[str, Any]]:
    """What the adversary expects of each government should it choose its best option."""
    return [
        {
            "name": answer["name"],
            "p": round(answer["p_response"], 6),
            "posterior": round(answer["posterior"], 6),
            "cut_off": round(answer["cut_off"], 6),
            "days": round(answer["delay_d"], 1),
        }
        for answer in expected_answers(row, names)
    ]
