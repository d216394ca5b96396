"""How a crisis comes down: an adversary that has attacked and goes quiet steps down, and after a while it is over.

Only where the adversary decides for itself (the free arm): a threat package is carried out whatever happens, and on the
restraint path nothing is done that could be undone. Source: ours (docs/method.md, section 7).
"""

from wargame.adjudication import Referee
from wargame.board import Board
from wargame.events import CrisisEnded, CrisisSteppedDown, MoveBegan, PhaseChanged, ResponseDeclined
from wargame.game.journal import Journal
from wargame.scenario.politics import StepDown


class Course:
    """Step-down and end of a crisis in one game.

    Args:
        board: what all games of the scenario share.
        journal: where events go.
        referee: switches off what runs.
        free: False in the arms in which no adversary decides for itself; nothing happens there.
    """

    def __init__(self, board: Board, journal: Journal, referee: Referee, free: bool) -> None:
        """See the class."""
        self._board = board
        self._journal = journal
        self._referee = referee
        self._free = free

    def after_orders(self, began: MoveBegan) -> None:
        """All orders of a move are given: whoever has been quiet for long enough steps down, and the crisis may end."""
        world = self._journal.world
        if not self._free or not world.attacked_s:
            return
        for actor in sorted(world.attacked_s):
            quiet_moves = began.move - world.ordered[actor]
            after = self._rule(actor).after_moves
            if after and quiet_moves >= after and not self._is_under_way(actor):
                held = world.restrained.get(actor)
                same_move = held is not None and held.t_s == began.t_s
                cause = held.id if held is not None and same_move else began.id
                self._come_down(actor, cause, began.t_s, quiet_moves, began.t_s)
        self._end(began)

    def step_down(self, actor: str, cause: str, t_s: int, hold_until_s: int) -> None:
        """The white cell lets an adversary step down; nothing happens in the arms where it does not decide."""
        world = self._journal.world
        if self._free:
            quiet_moves = world.move - world.ordered.get(actor, world.move)
            self._come_down(actor, cause, t_s, quiet_moves, hold_until_s)

    def _rule(self, actor: str) -> StepDown:
        block = self._board.scenario.actors[actor].adversary
        assert block is not None  # the loader has checked
        return block.step_down

    def _is_under_way(self, actor: str) -> bool:
        """Whether an attack of the adversary has still to take effect."""
        attacks = self._journal.world.engagements.values()
        return any(item.resolved is None and item.launched.attacker == actor for item in attacks)

    def _come_down(self, actor: str, cause: str, t_s: int, quiet_moves: int, hold_until_s: int) -> None:
        """Says so, and gives up every attack that it keeps up: reversible, with a means that is still bound by it."""
        world = self._journal.world
        if actor in world.stepped_down:
            return
        down = self._journal.emit(
            CrisisSteppedDown(
                t_s=t_s,
                move=world.move,
                cause=cause,
                actor=actor,
                quiet_moves=quiet_moves,
                hold_until_s=hold_until_s,
            )
        )
        kept_up = [item.about for item in world.pending.values() if item.what == "free"]
        for engagement in sorted(kept_up):
            launched = world.engagements[engagement].launched
            effect = self._board.weapon(launched.attacker, launched.capability, 0).effect
            if launched.attacker == actor and effect.reversible:
                self._referee.stop(engagement, t_s, ended_by=down.id)

    def _end(self, began: MoveBegan) -> None:
        """The crisis ends when everybody who attacked has been down for long enough; it is looked at once a move."""
        world = self._journal.world
        down = [world.stepped_down.get(actor) for actor in sorted(world.attacked_s)]
        if world.ended is not None or any(
            item is None or began.t_s < item.t_s + round(self._rule(item.actor).ends_after_h * 3600)
            for item in down
        ):
            return
        last = max((item for item in down if item is not None), key=lambda item: (item.t_s, item.actor))
        open_inquiries = [world.inquiries[key] for key in sorted(world.inquiries)]
        undecided = [(item.government, item.engagement) for item in open_inquiries]
        # Who has made up its mind already and waits for a vote decides nothing either.
        for _, vote in sorted(world.votes.items()):
            waiting = ((voter, vote.engagement) for voter in vote.voters)
            undecided += [item for item in waiting if item not in undecided]
        ended = self._journal.emit(CrisisEnded(t_s=began.t_s, move=began.move, cause=last.id))
        self._journal.emit(PhaseChanged(t_s=began.t_s, move=began.move, cause=ended.id, phase="day_to_day"))
        for government, engagement in undecided:
            self._journal.emit(
                ResponseDeclined(
                    t_s=began.t_s,
                    move=began.move,
                    cause=ended.id,
                    government=government,
                    engagement=engagement,
                    reason="the crisis ended before its decision was due",
                )
            )
