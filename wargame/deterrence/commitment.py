"""The draw that decides whether a government that is sure enough acts: below its commitment it does."""

from wargame.draws import Draws


def commitment_draw(draws: Draws, government: str, order: str) -> float:
    """A number between 0 and 1 that belongs to this government and this order, whatever else happens.

    Args:
        draws: the chances of the replicate.
        government: who may answer.
        order: what it may answer; the same draw for every target of the order.
    """
    return draws.uniform("government.acts", government, order)
