"""What the words beside a decision and an answer mean: the sentences of the glossary, for the page's hints."""

from collections.abc import Mapping

MEANINGS: Mapping[str, str] = {
    "posterior": (
        "The posterior is how sure a government is, from 0 to 1, that the accused did it, after the reports that "
        "reached it."
    ),
    "cut-off": "The cut-off is the posterior from which a government acts; it rises with the rung of the attack.",
    "commitment": "The commitment is the chance that a government that is sure enough acts.",
    "rung": "A rung is a step of the escalation ladder.",
    "weight after the delay": (
        "The weight after the delay is the share of an answer that still counts for Red, the less the later it comes."
    ),
}
"""Word -> sentence; `docs/glossary.md` has each of them."""
