"""How satellites defend themselves in a game: decoys, guardians, and getting out of the way when warned in time."""

from collections.abc import Sequence

from wargame.availability import availability
from wargame.board import Board
from wargame.coalition import Coalition
from wargame.deterrence.options import Weapon
from wargame.draws import Draws
from wargame.events import AssetDegraded, DeltaVSpent, EngagementLaunched
from wargame.game.defences import budget_m_s, counters, shielded
from wargame.game.effect import Odds, Trace
from wargame.game.journal import Journal
from wargame.knowing.warning import Warner, warners
from wargame.knowing.watch import Post
from wargame.scenario.defences import Evasion


class Defender:
    """The defenders' side of an attack on a satellite.

    Args:
        board: what all games of the scenario share.
        coalition: who is in it.
        journal: where events go.
        draws: the chances of this replicate.
    """

    def __init__(self, board: Board, coalition: Coalition, journal: Journal, draws: Draws) -> None:
        """See the class."""
        self._board = board
        self._coalition = coalition
        self._journal = journal
        self._draws = draws

    def defend(
        self, weapon: Weapon, launched: EngagementLaunched, odds: Odds, traces: Sequence[Trace]
    ) -> tuple[Odds, DeltaVSpent | None]:
        """What defences leave of the chances of an attack, and the manoeuvre that the target flew, if any.

        A satellite that is warned manoeuvres without knowing whether it would be hit.
        """
        world = self._journal.world
        body = self._board.scenario.fleet.get(launched.target)
        flown = self._evade(weapon, launched, traces)
        p_away = 0.0
        if flown is not None and body is not None and body.evasion is not None:
            p_away = body.evasion.p_evades
        inspected = (launched.attacker, launched.target) in world.reserves.inspected
        return shielded(odds, weapon.effect, body, inspected, p_away), flown

    def afterwards(self, flown: DeltaVSpent | None, t_s: int) -> None:
        """The price of an evasion, for a satellite that is still there: hours without service."""
        if flown is None or flown.asset in self._journal.world.lost:
            return
        evasion = self._board.scenario.fleet[flown.asset].evasion
        assert evasion is not None  # it has flown
        self._journal.emit(
            AssetDegraded(
                t_s=t_s,
                move=self._journal.world.move,
                cause=flown.id,
                asset=flown.asset,
                function=None,
                factor=0.0,
                until_s=t_s + round(evasion.out_of_service_h * 3600),
            )
        )

    def _evade(
        self, weapon: Weapon, launched: EngagementLaunched, traces: Sequence[Trace]
    ) -> DeltaVSpent | None:
        """The manoeuvre of a satellite that is warned in time and has the propellant for it."""
        world, target = self._journal.world, launched.target
        body = self._board.scenario.fleet.get(target)
        if body is None or body.evasion is None or not counters(weapon.effect, "evasion"):
            return None
        evasion = body.evasion
        left = budget_m_s(self._board.scenario, target) - world.reserves.delta_v_spent.get(target, 0.0)
        if target in world.lost or left < evasion.delta_v_m_s:
            return None
        told = self._warned_by(evasion, body.owner, launched, traces)
        if told is None:
            return None
        card = {
            "rule": "a satellite that is warned in time and has the propellant manoeuvres out of the way",
            "warned_by": told.post.id,
            "p_evades": evasion.p_evades,
            "delta_v_m_s": evasion.delta_v_m_s,
            "outcome": "manoeuvre",
        }
        return self._journal.emit(
            DeltaVSpent(
                t_s=launched.effect_s,
                move=world.move,
                cause=launched.id,
                asset=target,
                spent=evasion.delta_v_m_s,
                left=round(left - evasion.delta_v_m_s, 6),
                card=card if self._journal.keep_cards else None,
            )
        )

    def _warned_by(
        self, evasion: Evasion, operator: str, launched: EngagementLaunched, traces: Sequence[Trace]
    ) -> Warner | None:
        """The first sensor that saw it coming and whose owner told the operator in time."""
        outages = availability(self._journal.world.statuses, self._coalition).outages

        def works(post: Post, t_s: int) -> bool:
            hit = any(o.covers(t_s) and post.is_hit_by(o.asset, o.function) for o in outages)
            return post.owner not in self._board.scenario.adversaries and not hit

        found = warners(
            self._board.watch,
            traces,
            operator,
            self._coalition,
            self._journal.world.phase,
            launched.effect_s,
            round(evasion.notice_min * 60),
            works,
        )
        warned = [item for item in found if self._warns(item, launched.engagement)]
        return min(warned, key=lambda item: (item.seen_s, item.post.id), default=None)

    def _warns(self, item: Warner, engagement: str) -> bool:
        """One sensor sees it coming or does not, and its owner tells or does not."""
        sees = self._draws.chance(item.post.sensor.p_detect, "warning.seen", item.post.id, engagement)
        tells = item.share >= 1.0 or self._draws.chance(item.share, "warning.told", item.post.id, engagement)
        return sees and tells
