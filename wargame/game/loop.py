"""The order of play. One move, in stages; between moves, continuous time.

A move begins at its second with inject, recover and sense; then every actor observes the same snapshot and decides;
then the orders are taken; what they set going takes effect at its own second, in the same stages.
"""

from typing import Protocol

from wargame.game.agenda import Agenda, Due, Stage


class Rules(Protocol):
    """What the loop calls: each stage's part of the game."""

    def inject(self, due: Due) -> None:
        """Something that the white cell has prepared happens."""

    def recover(self, due: Due) -> None:
        """Something degraded works again."""

    def silence(self, due: Due) -> None:
        """A transmitter aimed at receivers falls silent."""

    def replace(self, due: Due) -> None:
        """A replacement for a lost satellite is due."""

    def free(self, due: Due) -> None:
        """A means of attack can be used again."""

    def counter(self, due: Due) -> None:
        """What leaked has been countered."""

    def inquire(self, due: Due) -> None:
        """A government makes up its mind about an attack."""

    def provide(self, due: Due) -> None:
        """A commercial provider thinks of refusing, or its notice has run out."""

    def resolve(self, due: Due) -> None:
        """An attack takes effect."""

    def begin_move(self, move: int, t_s: int) -> None:
        """A move begins: all actors observe and decide, and their orders are taken."""


class Loop:
    """Plays the agenda and the moves in the published order.

    Args:
        rules: the parts of the game.
        agenda: what is due.
        move_s: length of a move.
        moves: number of moves.
        last_s: the consequence horizon; what is due later is left.
    """

    __slots__ = ("_agenda", "_last_s", "_move_s", "_rules", "move", "moves")

    def __init__(self, rules: Rules, agenda: Agenda, move_s: int, moves: int, last_s: int) -> None:
        """See the class."""
        self._rules = rules
        self._agenda = agenda
        self._move_s = move_s
        self._last_s = last_s
        self.moves = moves
        self.move = 0

    @property
    def over(self) -> bool:
        """Whether all moves have been played."""
        return self.move >= self.moves

    def play_move(self) -> None:
        """Plays one move: up to the decision stage of its second, the decisions, and all until the next move begins."""
        t_s = self.move * self._move_s
        self._play_until(t_s, Stage.DECIDE)
        self._rules.begin_move(self.move, t_s)
        self.move += 1
        self._play_until(self.move * self._move_s, Stage.INJECT)

    def play_consequences(self) -> None:
        """After the last move: recoveries, inquiries and attacks under way, up to the consequence horizon."""
        self._play_until(self._last_s, Stage.SCORE)

    def _play_until(self, t_s: int, stage: Stage) -> None:
        parts = {
            "inject": self._rules.inject,
            "recover": self._rules.recover,
            "silence": self._rules.silence,
            "free": self._rules.free,
            "counter": self._rules.counter,
            "replace": self._rules.replace,
            "decide": self._rules.inquire,
            "provide": self._rules.provide,
            "resolve": self._rules.resolve,
        }
        while (due := self._agenda.next_before(t_s, stage)) is not None:
            parts[due.what](due)
