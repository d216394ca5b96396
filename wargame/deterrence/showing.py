"""Whom Red expects to face: coalitions of those who show up, by common draws that no replicate changes."""

from functools import lru_cache
from typing import TYPE_CHECKING

from wargame.coalition import Coalition
from wargame.draws import Draws

if TYPE_CHECKING:
    from wargame.deterrence.belief import Belief

NODES = Draws(seed=0, replicate=0)
"""Draws of Red's reckoning (who shows up, ties): the same in every replicate, so that its table is a function of what
it knows and not of luck."""


def who_shows_up(belief: "Belief", draws: int) -> tuple[list[Coalition], list[float]]:
    """The coalitions that Red reckons with and their weights: stratified common draws per government.

    The k-th of M strata belongs to a government's k-th smallest keyed draw, so that each shows up in round(beta M)
    of them.

    Args:
        belief: what Red believes, P(shows up) of every government among it.
        draws: M, the number of common draws.
    """
    present: list[set[str]] = [set() for _ in range(draws)]
    for member in sorted(belief.coalition.members):
        beta = belief.shows_up.get(member, 1.0)
        for rank, m in enumerate(_ranked(belief.actor, member, draws)):
            if (rank + 0.5) / draws < beta:
                present[m].add(member)
    counts: dict[tuple[str, ...], int] = {}
    for members in present:
        key = tuple(sorted(members))
        counts[key] = counts.get(key, 0) + 1
    coalitions = [belief.coalition.narrowed(frozenset(key)) for key in sorted(counts)]
    return coalitions, [counts[key] / draws for key in sorted(counts)]


@lru_cache(maxsize=4096)
def _ranked(actor: str, member: str, draws: int) -> tuple[int, ...]:
    """The numbers of the common draws in order of a government's own draw; the same for ever, so drawn once."""
    return tuple(sorted(range(draws), key=lambda m: (NODES.uniform("shows_up", actor, member, m), m)))
