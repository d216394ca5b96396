"""From an order to its consequences: one path for every effect, and for every government that asks who did it.

Published order within a move: orders are taken by the hour for which they are given, those of one hour in the order of
keyed draws on their ids, each target of an order in alphabetical order; what takes effect later resolves at its own
second.
"""

from collections.abc import Sequence

from wargame.board import Board
from wargame.coalition import Coalition
from wargame.deterrence.options import Weapon
from wargame.draws import Draws
from wargame.events import (
    AssetDegraded,
    AssetLost,
    AssetRestored,
    DebrisCreated,
    EngagementLaunched,
    EngagementResolved,
    OrderGiven,
    OrderRefused,
    ResourceReturned,
    ResourceSpent,
    RungReached,
)
from wargame.game.effect import ORDER_LIFE_S, Chance, Consequence, Debris, Degraded, Lost, Order, Refusal
from wargame.game.journal import Journal
from wargame.inquiry import Inquiries


class Referee:
    """Adjudicates: feasibility, outcome, consequences, recovery.

    Args:
        board: what all games of the scenario share.
        coalition: who is in it.
        journal: where events go.
        draws: the chances of this replicate.
        inquiries: the governments' side, told of every attack.
    """

    def __init__(
        self, board: Board, coalition: Coalition, journal: Journal, draws: Draws, inquiries: Inquiries
    ) -> None:
        """See the class."""
        self._board = board
        self._coalition = coalition
        self._journal = journal
        self._draws = draws
        self._inquiries = inquiries

    def give(self, orders: Sequence[tuple[Order, str]]) -> None:
        """Takes the orders of a move, each with the event that caused it, whoever gave them first."""
        causes = {order.id: cause for order, cause in orders}
        by_id = {order.id: order for order, _ in orders}
        shuffled = self._draws.first(by_id, "order.sequence")
        for order_id in sorted(
            shuffled, key=lambda key: by_id[key].at_s
        ):  # a stable sort keeps ties as drawn
            self._take(by_id[order_id], causes[order_id])

    def _take(self, order: Order, cause: str) -> None:
        world = self._journal.world
        given = self._journal.emit(
            OrderGiven(
                t_s=world.t_s,
                move=world.move,
                cause=cause,
                actor=order.actor,
                order=order.id,
                capability=order.capability,
                effect=order.effect,
                targets=order.targets,
            )
        )
        for target in order.targets:
            left = world.resources.get((order.actor, order.capability), 0)
            weapon = self._board.weapon(order.actor, order.capability, left)
            refusal = self._launch(order, target, weapon, given.id)
            if refusal is not None:
                self._journal.emit(
                    OrderRefused(
                        t_s=world.t_s,
                        move=world.move,
                        cause=given.id,
                        order=order.id,
                        target=target,
                        reason=refusal,
                    )
                )

    def _launch(self, order: Order, target: str, weapon: Weapon, cause: str) -> str | None:
        """Launches at one target; a sentence says why not."""
        world, scene = self._journal.world, self._board.scene
        if not self._coalition.exists(target):
            return f"'{target}' does not exist in this coalition"
        if target in world.lost:
            return f"'{target}' is already lost"
        if weapon.left < 1:
            return f"'{order.capability}' has no uses left"
        if not weapon.effect.can_target(weapon.parameters, target, scene):
            return f"{weapon.effect.title} cannot be used on '{target}'"
        earliest_s = max(order.at_s, world.t_s)
        timing = weapon.effect.timing(weapon.parameters, target, scene, earliest_s, earliest_s + ORDER_LIFE_S)
        if isinstance(timing, Refusal):
            return timing.reason
        spent = self._journal.emit(
            ResourceSpent(
                t_s=world.t_s,
                move=world.move,
                cause=cause,
                actor=order.actor,
                capability=order.capability,
                left=weapon.left - 1,
            )
        )
        rung = weapon.effect.rung(weapon.parameters, target, scene)
        launched = self._journal.emit(
            EngagementLaunched(
                t_s=spent.t_s,
                move=world.move,
                cause=cause,
                engagement=f"{order.id}>{target}",
                order=order.id,
                attacker=order.actor,
                capability=order.capability,
                effect=weapon.effect.key,
                target=target,
                effect_s=timing.effect_s,
                rung=rung,
            )
        )
        if rung > world.rungs.get(order.actor, 0):
            self._journal.emit(
                RungReached(
                    t_s=launched.t_s, move=world.move, cause=launched.id, actor=order.actor, rung=rung
                )
            )
        return None

    def resolve(self, engagement: str) -> None:
        """An attack takes effect: draw, consequences, and the sensors that saw it."""
        world = self._journal.world
        launched = world.engagements[engagement].launched
        weapon = self._board.weapon(launched.attacker, launched.capability, 0)
        scene, target = self._board.scene, launched.target
        chance = weapon.effect.chance(weapon.parameters, target, scene, launched.effect_s)
        draw = self._draws.uniform(
            "engagement.succeeds", launched.attacker, launched.effect, target, engagement
        )
        gone = target in world.lost
        success = draw < chance.p and not gone
        resolved = self._journal.emit(
            EngagementResolved(
                t_s=launched.effect_s,
                move=world.move,
                cause=launched.id,
                engagement=engagement,
                attacker=launched.attacker,
                effect=launched.effect,
                target=target,
                outcome="success" if success else "failure",
                p=chance.p,
                draw=round(draw, 9),
                card=self._card(weapon, chance, draw, success, gone, launched)
                if self._journal.keep_cards
                else None,
            )
        )
        if success:
            for item in weapon.effect.consequences(weapon.parameters, target, scene, launched.effect_s):
                self._bring_about(item, resolved)
        elif weapon.effect.reusable:
            self._free(launched, resolved.id, launched.effect_s)
        traces = weapon.effect.traces(weapon.parameters, target, scene, launched.effect_s)
        self._inquiries.attack(launched, resolved, traces)

    def _card(
        self,
        weapon: Weapon,
        chance: Chance,
        draw: float,
        success: bool,
        gone: bool,
        launched: EngagementLaunched,
    ) -> dict[str, object]:
        """Why this outcome: the rule, its inputs, the chance and the draw."""
        return {
            "rule": chance.rule,
            "effect": weapon.effect.title,
            "target": launched.target,
            "p": chance.p,
            "draw": round(draw, 9),
            "outcome": "success" if success else "failure",
            "note": "the target was already lost" if gone else None,
            "modifiers": [{"name": m.name, "value": m.value, "source": m.source} for m in chance.modifiers],
            "decision": launched.order,
        }

    def _bring_about(self, item: Consequence, because: EngagementResolved) -> None:
        """Turns one consequence into its event: the closed set of verbs."""
        t_s, move, cause = because.t_s, because.move, because.id
        if isinstance(item, Lost):
            self._journal.emit(AssetLost(t_s=t_s, move=move, cause=cause, asset=item.asset))
        elif isinstance(item, Degraded):
            until_s = t_s + item.duration_s
            self._journal.emit(
                AssetDegraded(
                    t_s=t_s,
                    move=move,
                    cause=cause,
                    asset=item.asset,
                    function=item.function,
                    factor=item.factor,
                    until_s=until_s,
                )
            )
        elif isinstance(item, Debris):
            self._journal.emit(
                DebrisCreated(
                    t_s=t_s,
                    move=move,
                    cause=cause,
                    asset=item.asset,
                    fragments=item.fragments,
                    altitude_km=item.altitude_km,
                )
            )

    def recover(self, degradation: str, t_s: int) -> None:
        """A degraded function works again; a reusable means is free again with the last of its effects."""
        world = self._journal.world
        event = world.down[degradation]
        restored = self._journal.emit(
            AssetRestored(
                t_s=t_s, move=world.move, cause=degradation, asset=event.asset, function=event.function
            )
        )
        engagement = world.resolved.get(event.cause or "")
        others = any(other.cause == event.cause for other in world.down.values())
        if engagement is not None and not others:
            launched = world.engagements[engagement].launched
            if self._board.weapon(launched.attacker, launched.capability, 0).effect.reusable:
                self._free(launched, restored.id, t_s)

    def _free(self, launched: EngagementLaunched, cause: str, t_s: int) -> None:
        world = self._journal.world
        left = world.resources[launched.attacker, launched.capability] + 1
        self._journal.emit(
            ResourceReturned(
                t_s=t_s,
                move=world.move,
                cause=cause,
                actor=launched.attacker,
                capability=launched.capability,
                left=left,
            )
        )
