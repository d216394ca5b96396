"""What comes after a loss: a spare, or a launch that may fail and make its provider's launcher stand down."""

from typing import Any

from wargame.board import Board
from wargame.coalition import Coalition
from wargame.draws import Draws
from wargame.events import (
    AssetLost,
    AssetReplaced,
    ReplacementDelayed,
    ReplacementFailed,
    ReplacementOrdered,
)
from wargame.game.agenda import Due
from wargame.game.journal import Journal


class Reconstitution:
    """Replacements of lost satellites.

    Args:
        board: what all games of the scenario share.
        coalition: who is in it; providers help their own, and others by agreement.
        journal: where events go.
        draws: the chances of this replicate.
    """

    def __init__(self, board: Board, coalition: Coalition, journal: Journal, draws: Draws) -> None:
        """See the class."""
        self._board = board
        self._coalition = coalition
        self._journal = journal
        self._draws = draws

    def after(self, lost: AssetLost) -> None:
        """A satellite is lost: a replacement is made ready, if there is one and its provider helps."""
        self._order(lost.asset, lost.id, lost.id, lost.t_s)

    def act(self, due: Due) -> None:
        """A replacement is due: it waits for a launcher that stands down, or works, or fails."""
        world = self._journal.world
        order = world.reserves.replacements[due.cause]
        block = self._board.scenario.fleet[order.asset].replacement
        assert block is not None  # it was ordered
        stands_down_s = world.reserves.stand_downs.get(order.provider, 0)
        common: dict[str, Any] = {"t_s": due.t_s, "move": world.move, "cause": order.id}
        common |= {"asset": order.asset, "provider": order.provider, "loss": order.loss}
        if block.kind == "launch" and stands_down_s > due.t_s:
            self._journal.emit(ReplacementDelayed(**common, due_s=stands_down_s))
            return
        draw = self._draws.uniform("replacement.works", order.asset, order.loss, due.t_s)
        works = draw < block.p_success
        card = {
            "rule": "a replacement reaches its place and serves with its own probability",
            "p": block.p_success,
            "draw": round(draw, 9),
            "outcome": "success" if works else "failure",
        }
        kept = card if self._journal.keep_cards else None
        if works:
            self._journal.emit(AssetReplaced(**common, card=kept))
            return
        down_s = round(block.stand_down_d * 86_400)
        until_s = due.t_s + down_s if block.kind == "launch" and down_s else None
        failed = self._journal.emit(ReplacementFailed(**common, until_s=until_s, card=kept))
        self._order(order.asset, order.loss, failed.id, due.t_s)

    def _order(self, asset: str, loss: str, cause: str, t_s: int) -> None:
        """Makes a replacement ready, as soon as the launcher flies again; nothing where there is none left."""
        world, scenario = self._journal.world, self._board.scenario
        body = scenario.fleet.get(asset)
        if body is None or body.replacement is None:
            return
        block, stock = body.replacement, scenario.stock_of(asset)
        left = block.copies - world.reserves.copies_used.get(stock, 0)
        if left < 1 or not self._coalition.launches_for(block.provider, body.owner):
            return
        ready_s = t_s + round(block.ready_h * 3600)
        if block.kind == "launch":
            ready_s = max(ready_s, world.reserves.stand_downs.get(block.provider, 0))
        self._journal.emit(
            ReplacementOrdered(
                t_s=t_s,
                move=world.move,
                cause=cause,
                asset=asset,
                provider=block.provider,
                loss=loss,
                stock=stock,
                left=left - 1,
                due_s=ready_s,
            )
        )
