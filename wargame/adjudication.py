"""From an order to its consequences: one path for every effect, and for every government that asks who did it.

Published order within a move: orders are taken by the hour for which they are given, those of one hour in the order of
keyed draws on their ids, each target of an order in alphabetical order; what takes effect later resolves at its own
second.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from wargame.board import Board
from wargame.coalition import Coalition
from wargame.defender import Defender
from wargame.deterrence.options import Weapon
from wargame.draws import Draws
from wargame.events import (
    FAILURE,
    AssetDegraded,
    AssetInspected,
    AssetLost,
    AssetRestored,
    DebrisCreated,
    DeltaVSpent,
    EngagementLaunched,
    EngagementResolved,
    InjectFired,
    OrderGiven,
    OrderRefused,
    ReceiversFreed,
    ReceiversJammed,
    ResourceReturned,
    ResourceSpent,
    RulingMade,
    RungReached,
)
from wargame.game.agenda import Due
from wargame.game.consequences import Consequence, Degraded, Inspected, Jammed, Lost
from wargame.game.defences import budget_m_s
from wargame.game.effect import Odds, Order, Outcome, Refusal, Scene, Timing
from wargame.game.journal import Journal
from wargame.inquiry import Inquiries
from wargame.knowing.leaks import informed, modifier_for
from wargame.knowing.training import restored_after_s
from wargame.reconstitution import Reconstitution


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
        self._defender = Defender(board, coalition, journal, draws)
        self._reconstitution = Reconstitution(board, coalition, journal, draws)

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
            refusal: str | None = f"only the white cell lets '{order.capability}' happen"
            if weapon.effect.ordered or cause.startswith(f"{InjectFired.kind}/"):
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
        world, scene = self._journal.world, self._scene
        if not self._coalition.exists(target):
            return f"'{target}' does not exist in this coalition"
        if target in world.lost:
            return f"'{target}' is already lost"
        if weapon.left < 1:
            return f"'{order.capability}' has no uses left"
        if weapon.carrier in world.lost:
            return f"'{weapon.carrier}', which would carry it out, is lost"
        if weapon.carrier in self._board.carriers(world.engagements.values()):
            return f"'{weapon.carrier}' is on its way to a target already"
        if not weapon.effect.can_target(weapon.parameters, target, scene):
            return f"{weapon.effect.title} cannot be used on '{target}'"
        earliest_s = max(order.at_s, world.t_s)
        timing = weapon.effect.timing(
            weapon.parameters, target, scene, earliest_s, earliest_s + weapon.effect.order_life_s
        )
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
                free_s=timing.free_s,
            )
        )
        self._fly(weapon, timing, launched)
        if rung > world.rungs.get(order.actor, 0):
            self._journal.emit(
                RungReached(
                    t_s=launched.t_s, move=world.move, cause=launched.id, actor=order.actor, rung=rung
                )
            )
        return None

    @property
    def _scene(self) -> Scene:
        """What effects may ask, with where approaches have left satellites."""
        visits = self._journal.world.reserves.visits
        return replace(self._board.scene, visits=visits) if visits else self._board.scene

    def _fly(self, weapon: Weapon, timing: Timing, launched: EngagementLaunched) -> None:
        """A satellite that carries out an attack pays for its way, and is at the target's side afterwards."""
        if weapon.carrier is None or timing.delta_v_m_s is None:
            return
        spent = self._journal.world.reserves.delta_v_spent.get(weapon.carrier, 0.0)
        left = budget_m_s(self._board.scenario, weapon.carrier) - spent - timing.delta_v_m_s
        self._journal.emit(
            DeltaVSpent(
                t_s=launched.t_s,
                move=launched.move,
                cause=launched.id,
                asset=weapon.carrier,
                spent=timing.delta_v_m_s,
                left=round(left, 6),
                beside=launched.target,
                from_s=timing.effect_s,
            )
        )

    def resolve(self, engagement: str) -> None:
        """An attack takes effect: draw, consequences, and the sensors that saw it."""
        world = self._journal.world
        launched = world.engagements[engagement].launched
        weapon = self._board.weapon(launched.attacker, launched.capability, 0)
        scene, target = self._board.scene, launched.target
        traces = weapon.effect.traces(weapon.parameters, target, scene, launched.effect_s)
        bare = informed(
            weapon.effect.odds(weapon.parameters, target, scene, launched.effect_s),
            modifier_for(world, launched.attacker, target),
        )
        odds, flown = self._defender.defend(weapon, launched, bare, traces)
        draw = self._draws.uniform(
            "engagement.succeeds", launched.attacker, launched.effect, target, engagement
        )
        gone = "the target was already lost" if target in world.lost else None
        if weapon.carrier in world.lost:
            gone = "what would have struck it was already lost"
        ruling = next(iter(world.rulings.get(target, ())), None)
        outcome = None if gone else _ended(odds, draw, ruling)
        resolved = self._journal.emit(
            EngagementResolved(
                t_s=launched.effect_s,
                move=world.move,
                cause=launched.id,
                engagement=engagement,
                attacker=launched.attacker,
                effect=launched.effect,
                target=target,
                outcome=FAILURE if outcome is None else outcome.name,
                p=odds.p,
                draw=round(draw, 9),
                ruling=None if ruling is None else ruling.id,
                card=_card(weapon, odds, draw, outcome, gone, launched)
                | ({} if ruling is None else {"ruling": ruling.reason})
                if self._journal.keep_cards
                else None,
            )
        )
        for item in () if outcome is None else outcome.consequences:
            self._bring_about(item, resolved)
        self._defender.afterwards(flown, launched.effect_s)
        if outcome is None and launched.free_s is not None:
            self.free(engagement, resolved.id, launched.effect_s)
        self._inquiries.attack(launched, resolved, traces)

    def _bring_about(self, item: Consequence, because: EngagementResolved) -> None:
        """Turns one consequence into its event: the closed set of verbs."""
        if not self._happens(item, because):
            return
        common: dict[str, Any] = {"t_s": because.t_s, "move": because.move, "cause": because.id}
        if isinstance(item, Lost):
            self._reconstitution.after(self._journal.emit(AssetLost(**common, asset=item.asset)))
        elif isinstance(item, Degraded):
            from_s = because.t_s + item.delay_s
            lasts_s = restored_after_s(self._coalition, item.asset, item.duration_s, because.t_s)
            self._journal.emit(
                AssetDegraded(
                    **common,
                    asset=item.asset,
                    function=item.function,
                    factor=item.factor,
                    until_s=None if lasts_s is None else from_s + lasts_s,
                    from_s=from_s if item.delay_s else None,
                )
            )
        elif isinstance(item, Jammed):
            self._journal.emit(
                ReceiversJammed(
                    **common,
                    place=item.place,
                    latitude_deg=item.latitude_deg,
                    longitude_deg=item.longitude_deg,
                    antenna_height_m=item.antenna_height_m,
                    eirp_dbw=item.eirp_dbw,
                    spoofs=item.spoofs,
                    until_s=because.t_s + item.duration_s,
                )
            )
        elif isinstance(item, Inspected):
            self._journal.emit(AssetInspected(**common, adversary=because.attacker, asset=item.asset))
        else:
            self._journal.emit(
                DebrisCreated(
                    **common, asset=item.asset, fragments=item.fragments, altitude_km=item.altitude_km
                )
            )

    def _happens(self, item: Consequence, because: EngagementResolved) -> bool:
        """Whether a consequence comes about: those on assets that exist and are not lost, by their own chance."""
        if not isinstance(item, Lost | Degraded):
            return True
        world = self._journal.world
        if item.asset in world.lost or not self._coalition.exists(item.asset):
            return False
        if item.p >= 1.0:
            return True
        what = getattr(item, "function", None) or "all"
        delay_s = getattr(item, "delay_s", 0)
        occasion = f"{what}@{delay_s}" if delay_s else what
        return self._draws.chance(item.p, "consequence.happens", because.engagement, item.asset, occasion)

    def recover(self, degradation: str, t_s: int, ended_by: str | None = None) -> None:
        """A degraded function works again; `ended_by` says what ended it before its time."""
        world = self._journal.world
        if degradation not in world.down:
            return
        event = world.down[degradation]
        self._journal.emit(
            AssetRestored(
                t_s=t_s,
                move=world.move,
                cause=degradation,
                asset=event.asset,
                function=event.function,
                ended_by=ended_by,
            )
        )

    def replace(self, due: Due) -> None:
        """A replacement for a lost satellite is due."""
        self._reconstitution.act(due)

    def silence(self, jamming: str, t_s: int, ended_by: str | None = None) -> None:
        """A transmitter aimed at receivers falls silent."""
        world = self._journal.world
        place = world.loud[jamming].place
        self._journal.emit(
            ReceiversFreed(t_s=t_s, move=world.move, cause=jamming, place=place, ended_by=ended_by)
        )

    def stop(self, engagement: str, t_s: int, ended_by: str) -> None:
        """Who keeps an attack up gives it up: what it does ends now, and its means can be used again."""
        world = self._journal.world
        resolved = world.engagements[engagement].resolved
        assert resolved is not None  # only what has taken effect can be given up
        for degradation in [key for key, event in sorted(world.down.items()) if event.cause == resolved.id]:
            self.recover(degradation, t_s, ended_by)
        for jamming in [key for key, event in sorted(world.loud.items()) if event.cause == resolved.id]:
            self.silence(jamming, t_s, ended_by)
        self.free(engagement, resolved.id, t_s, ended_by)

    def free(self, engagement: str, cause: str, t_s: int, ended_by: str | None = None) -> None:
        """A means of attack that is not spent by its use can be used again."""
        world = self._journal.world
        launched = world.engagements[engagement].launched
        left = world.resources[launched.attacker, launched.capability] + 1
        self._journal.emit(
            ResourceReturned(
                t_s=t_s,
                move=world.move,
                cause=cause,
                actor=launched.attacker,
                capability=launched.capability,
                left=left,
                ended_by=ended_by,
            )
        )


def _ended(odds: Odds, draw: float, ruling: RulingMade | None) -> Outcome | None:
    """How an attack ends, by the draw or by the umpire; of several successes the draw picks in proportion to chance."""
    if ruling is None:
        return odds.drawn(draw)
    if ruling.outcome == FAILURE or not odds.outcomes:
        return None
    return odds.drawn(draw * odds.p) or odds.outcomes[0]


def _card(
    weapon: Weapon,
    odds: Odds,
    draw: float,
    outcome: Outcome | None,
    gone: str | None,
    launched: EngagementLaunched,
) -> dict[str, object]:
    """Why this outcome: the rule, its inputs, the chances and the draw."""
    several = {item.name: item.p for item in odds.outcomes} if len(odds.outcomes) > 1 else None
    return {
        "rule": odds.rule,
        "effect": weapon.effect.title,
        "target": launched.target,
        "p": odds.p,
        **({"chances": several} if several else {}),
        "draw": round(draw, 9),
        "outcome": FAILURE if outcome is None else outcome.name,
        "note": gone,
        "modifiers": [{"name": m.name, "value": m.value, "source": m.source} for m in odds.modifiers],
        "decision": launched.order,
    }
