"""What carries a channel of a partner, in words: assets by name, agreements by what they are and by their id."""

from collections.abc import Sequence

from wargame.analysis.contribution.channels import Carriers
from wargame.analysis.names import Names, mission_name
from wargame.scenario import Scenario

MOST_NAMED = 6
"""So many assets or agreements are named; the document has all."""

_WORDS = {
    "capacity_pool": "the pool of {mission}",
    "capacity_share": "agreed shares of {provider}'s {mission}",
    "ground_access": "shared ground for {mission}",
    "service_access": "access to {provider}'s {mission}",
    "collective_response": "collective response",
    "liaison": "liaison",
    "doctrine": "common doctrine",
    "combined_c2": "combined C2",
    "training": "training together",
    "reconstitution_launch": "launch for each other",
}
"""What an agreement of a kind is called."""


def carried(scenario: Scenario, names: Names, item: Carriers) -> str:
    """What carries a channel; empty where nothing is named."""
    kinds = {
        "assets": [names(key) for key in names.in_order(item.assets)],
        "agreements": [agreement_words(scenario, names, key) for key in item.agreements],
        "receives by": [agreement_words(scenario, names, key) for key in item.received],
    }
    return ". ".join(f"{kind}: {_few(words)}" for kind, words in kinds.items() if words)


def agreement_words(scenario: Scenario, names: Names, key: str) -> str:
    """An agreement or a row of the disclosure matrix in words, with its id in brackets."""
    block = scenario.agreements.get(key)
    if block is None:
        return f"what is told of who attacked ({key})"
    words = _WORDS[block.kind].format(
        mission=mission_name(getattr(block, "mission", "")), provider=names(getattr(block, "provider", ""))
    )
    return f"{words} ({key})"


def _few(words: Sequence[str]) -> str:
    """The first few of a list; names have commas in them."""
    more = [f"and {len(words) - MOST_NAMED} more"] if len(words) > MOST_NAMED else []
    return "; ".join([*words[:MOST_NAMED], *more])
