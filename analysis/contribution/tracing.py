"""Where the numbers of a contribution report come from: channels and what carries them, coalitions and their rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from wargame.analysis.contribution.mechanism import carried_by
from wargame.analysis.contribution.plan import PRIMARY
from wargame.analysis.contribution.result import Contribution, largest_channel
from wargame.analysis.contribution.values import Coalition
from wargame.analysis.contribution.words import short_title
from wargame.analysis.names import Names
from wargame.scenario.channels import CHANNEL_NAMES

Document = Mapping[str, Any]
"""The document of `Contribution.as_dict` (`Any`: plain JSON values)."""


class Tracing:
    """What stands behind the numbers of a study."""

    def __init__(self, found: Contribution, document: Document) -> None:
        """Keeps what was found."""
        self.found, self.plan, self.document = found, found.plan, document
        self.names = Names(found.scenario)
        self.players = self.names.in_order(found.plan.players)

    @property
    def channels(self) -> list[tuple[str, list[tuple[str, list[tuple[str, Document, str, bool]]]]]]:
        """For every partner and measure, each channel: name, value, what carries it, whether it is the largest."""
        rows = []
        for player in self.players:
            measures = []
            for name, measure in self.document["measures"].items():
                found = measure.get("channels") or measure.get("channels_last_out") or {}
                if player in found:
                    measures.append((short_title(name), self._channel_rows(player, found[player])))
            if measures:
                rows.append((self.names(player), measures))
        return rows

    def _channel_rows(self, player: str, found: Document) -> list[tuple[str, Document, str, bool]]:
        largest = largest_channel(found)
        return [
            (CHANNEL_NAMES[key], found[key], carried_by(self.found, player, key), key in largest)
            for key in CHANNEL_NAMES
            if key in found
        ]

    @property
    def largest(self) -> list[tuple[str, list[tuple[str, list[tuple[str, Document, str]]]]]]:
        """For every partner and primary measure its largest channel, several where equal, with what carries it."""
        titles = [short_title(name) for name in PRIMARY]
        rows = []
        for player, measures in self.channels:
            cells = [
                (title, [(channel, row, carried) for channel, row, carried, largest in found if largest])
                for title, found in measures
                if title in titles
            ]
            if cells:
                rows.append((player, cells))
        return rows

    @property
    def meaning(self) -> str:
        """What the value of a channel is."""
        if self.plan.by == "channel":
            return "Owen values: the channels of a partner share its value among them."
        return (
            "What is lost when a partner withholds one channel from the coalition of all and keeps the rest. Channels "
            "that do each other's work show little here."
        )

    @property
    def coalitions(self) -> list[tuple[str, list[float | None], str]]:
        """Every coalition: who is in it, its worth by measure, and the rows behind it."""
        rows = []
        for item in self.document["coalitions"]:
            group = frozenset(item["members"])
            worths = [item["worth"].get(name, {}).get("mean") for name in self.found.judges]
            rows.append((self._members(item["members"]), worths, self._rows(group)))
        return rows

    @property
    def worth_titles(self) -> list[str]:
        """The measures of the table of coalitions."""
        return list(self.found.judges)

    def _members(self, members: Sequence[str]) -> str:
        return ", ".join(members) or "nobody but the lead"

    def _rows(self, group: Coalition) -> str:
        """The numbers of the rows behind a coalition, by arm."""
        parts = []
        for arm in self.plan.all_arms:
            numbers = sorted(self.found.rows.get((arm, group), ()))
            if numbers:
                parts.append(f"{arm} {ranges(numbers)}")
        return "; ".join(parts)


def ranges(numbers: Sequence[int]) -> str:
    """Row numbers with stretches drawn together: 3-7, 12."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][-1] + 1:
            found[-1][1:] = [number]
        else:
            found.append([number])
    return ", ".join("-".join(map(str, item)) for item in found)
