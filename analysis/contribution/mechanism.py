"""Why a partner takes something away: the channel through which, what carries it, and the judgement that drives it."""

from collections.abc import Mapping
from typing import Any

from wargame.analysis.contribution.result import Contribution, Swing
from wargame.analysis.intervals import SMALLEST
from wargame.analysis.names import Names
from wargame.scenario.channels import CHANNEL_NAMES

_DRIVERS: Mapping[str, str] = {
    "capacity": "the agreed shares and demands (`agreements.*.shares`, `users.*.needs`): what a partner is promised is "
    "missing elsewhere",
    "ground": "who may land traffic where (`agreements` of kind ground_access)",
    "sda": "how much is told and how much leaks (`disclosure.*.share`, `disclosure.*.p_leak`)",
    "response": "how a government decides (`politics.commitment`, `severity`, `agreements.*.consensus_h`)",
    "reconstitution": "the stock and the chances of replacements (`satellites.*.replacement`)",
    "c2": "the delays of asking and deciding (`agreements.*.delay_factor`, `consensus_factor`)",
}
"""The judgements that stand behind each channel."""


def mechanisms(found: Contribution, document: Mapping[str, Any], name: str) -> list[str]:
    """A sentence for every partner that takes something away in a measure (`Any`: JSON values)."""
    measure = document["measures"][name]
    names = Names(found.scenario)
    return [
        _sentence(found, measure, player, name, names)
        for player, row in measure["shapley"].items()
        if takes_away(row)
    ]


def takes_away(row: Mapping[str, Any]) -> bool:
    """Whether a value is below zero as far as can be told; from a single replicate only its sign can."""
    return row["verdict"] == "takes away" or (
        row["verdict"] is None and row["value"] is not None and row["value"] < -SMALLEST
    )


def _sentence(found: Contribution, measure: Mapping[str, Any], player: str, name: str, names: Names) -> str:
    rows = (measure.get("channels") or measure.get("channels_last_out") or {}).get(player, {})
    known = {key: row["value"] for key, row in rows.items() if row["value"] is not None}
    worst = min(known, key=lambda key: (known[key], key), default=None)
    begin = f"{names(player)} takes away"
    if worst is None or known[worst] >= -1e-9:
        return f"{begin}, and through no single channel of the whole coalition: only together, or among few."
    carried = carried_by(found, player, worst)
    through = next(words for channel, words in CHANNEL_NAMES.items() if channel == worst)
    driver = _driver(found, player) if name == "deterrence.margin" else ""
    return (
        f"{begin} most through {through} ({known[worst]:+.4f}): {carried or 'its own assets and users'}. "
        f"Judgements behind it: {_DRIVERS[worst]}{driver}."
    )


def carried_by(found: Contribution, player: str, channel: str) -> str:
    """What carries a channel of a player, in words; empty where nothing is named."""
    item = found.carriers.get(player, {}).get(channel)
    return "" if item is None else str(item["words"])


def _driver(found: Contribution, player: str) -> str:
    """The judgement of Red's choice that moves a player's part of the margin most, where these were varied."""
    widest: tuple[float, Swing] | None = None
    for swing in found.tornado:
        low, high = swing.leave_one_out.get(player, (None, None))
        if low is not None and high is not None and (widest is None or abs(high - low) > widest[0]):
            widest = abs(high - low), swing
    if widest is None or widest[0] <= 1e-9:
        return ""
    swing = widest[1]
    low, high = swing.leave_one_out[player]
    return (
        f"; of Red's choice most by {swing.varied.symbol} ({swing.varied.meaning}): {low:+.3f} at "
        f"{swing.varied.low:g}, {high:+.3f} at {swing.varied.high:g}"
    )
