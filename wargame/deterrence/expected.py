"""What Red expects the coalition's defences to leave of an attack, and how long it expects a loss to last.

It reckons with what is public (decoys that it sees, guardians, evasion, replacements, sensors that are shown) and with
what it has seen of the ledgers: evasions flown, replacements used, satellites it has looked at from close by. The
chances are worked out by the same functions as in the adjudication.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from wargame.availability import Jammer, Outage
from wargame.coalition import Coalition
from wargame.deterrence.options import Weapon
from wargame.game.consequences import Lost
from wargame.game.defences import budget_m_s, counters, shielded
from wargame.game.effect import Modifier, Odds, Outcome, Scene
from wargame.knowing.warning import p_warned, warners
from wargame.knowing.watch import Post, Watch
from wargame.reserves import Visit
from wargame.scenario import Phase, Scenario

Felt: TypeAlias = tuple[Outage | Jammer, ...]
End: TypeAlias = tuple[float, Felt]
"""One way in which a strike can end: its probability and what is felt of it."""


@dataclass(frozen=True, slots=True)
class Posture:
    """What an adversary has seen of the coalition's defences in use, of shown satellites.

    Attributes:
        inspected: satellites that it can tell from their decoys.
        delta_v_spent: (satellite, m/s) spent on evasions and approaches.
        copies_used: (satellite or constellation, number) of replacements made ready.
        visits: (satellite, where its latest approach has left it) of the adversary's own.
    """

    inspected: tuple[str, ...] = ()
    delta_v_spent: tuple[tuple[str, float], ...] = ()
    copies_used: tuple[tuple[str, int], ...] = ()
    visits: tuple[tuple[str, Visit], ...] = ()


NOTHING_SEEN = Posture()
"""Of a coalition whose defences have not been used."""


class Expected:
    """Red's reckoning with defences at one moment.

    Args:
        posture: what it has seen of them.
        outages: what is not working, of what it can see.
        coalition: whom it expects to face.
        phase: the phase.
        scene: what effects may ask.
        watch: which sensors see what.
        leaked: what leaks add to the chance of striking what their givers own, by giver.
        learned: hidden assets that it has learned of.
    """

    def __init__(
        self,
        posture: Posture,
        outages: Sequence[Outage],
        coalition: Coalition,
        phase: Phase,
        scene: Scene,
        watch: Watch,
        leaked: Mapping[str, Modifier],
        learned: Sequence[str],
    ) -> None:
        """See the class."""
        self._leaked = leaked
        self._learned = frozenset(learned)
        self._inspected = frozenset(posture.inspected)
        self._spent: Mapping[str, float] = dict(posture.delta_v_spent)
        self._used: Mapping[str, int] = dict(posture.copies_used)
        self._outages = outages
        self._coalition = coalition
        self._phase = phase
        self._scene = scene
        self._watch = watch
        self._scenario: Scenario = scene.scenario
        self._manoeuvres: dict[tuple[str, str, int], float] = {}

    def odds(self, weapon: Weapon, target: str, effect_s: int) -> Odds:
        """The chances of a strike with what its target's defences are expected to leave of them."""
        bare = weapon.odds(target, self._scene, effect_s, self._leaked)
        body = self._scenario.fleet.get(target)
        p_away = 0.0
        if body is not None and body.evasion is not None:
            p_away = round(self.p_manoeuvre(weapon, target, effect_s) * body.evasion.p_evades, 9)
        return shielded(bare, weapon.effect, body, target in self._inspected, p_away)

    def p_manoeuvre(self, weapon: Weapon, target: str, effect_s: int) -> float:
        """The chance that the target is warned in time and flies an evasion; 0 without the propellant for it."""
        body = self._scenario.fleet.get(target)
        if body is None or body.evasion is None or not counters(weapon.effect, "evasion"):
            return 0.0
        left = budget_m_s(self._scenario, target) - self._spent.get(target, 0.0)
        if left < body.evasion.delta_v_m_s:
            return 0.0
        key = (weapon.key, target, effect_s)
        if key not in self._manoeuvres:
            found = warners(
                self._watch,
                weapon.effect.traces(weapon.parameters, target, self._scene, effect_s),
                body.owner,
                self._coalition,
                self._phase,
                effect_s,
                round(body.evasion.notice_min * 60),
                self._works,
            )
            self._manoeuvres[key] = p_warned(found)
        return self._manoeuvres[key]

    def missed(self, weapon: Weapon, target: str, effect_s: int, p_fails: float) -> list[End]:
        """Every way in which a strike changes nothing for good: a satellite that got out of the way pays with hours.

        It manoeuvres whether or not it would have been hit, so a manoeuvre and a miss for other reasons go together.
        """
        body = self._scenario.fleet.get(target)
        p_flies = self.p_manoeuvre(weapon, target, effect_s)
        if body is None or body.evasion is None or p_flies == 0.0:
            return [(p_fails, ())]
        bare = weapon.odds(target, self._scene, effect_s, self._leaked)
        inspected = target in self._inspected
        flown = shielded(bare, weapon.effect, body, inspected, body.evasion.p_evades)
        stayed = shielded(bare, weapon.effect, body, inspected, 0.0)
        out_s = round(body.evasion.out_of_service_h * 3600)
        price = Outage(target, None, 0.0, effect_s, effect_s + out_s)
        return [((1.0 - p_flies) * (1.0 - stayed.p), ()), (p_flies * (1.0 - flown.p), (price,))]

    def lasting(self, outcome: Outcome, felt: Felt, effect_s: int) -> list[End]:
        """An outcome with its losses, some of which are made good after a while.

        Only the first copy is reckoned with, and each loss as if it had the stock to itself.
        """
        ends: list[End] = [(outcome.p, felt)]
        for item in outcome.consequences:
            if not isinstance(item, Lost):
                continue
            found = self._made_good(item.asset, effect_s)
            if found is not None and any(_is_loss(o, item.asset) for o in felt):
                p_back, back_s = found
                ends = [
                    each
                    for p, before in ends
                    for each in (
                        (p * p_back, _ended(before, item.asset, back_s)),
                        (p * (1.0 - p_back), before),
                    )
                ]
        return ends

    def _made_good(self, asset: str, effect_s: int) -> tuple[float, int] | None:
        """With what chance and when a loss would be made good; None where nobody would."""
        body = self._scenario.fleet.get(asset)
        if body is None or body.replacement is None:
            return None
        block = body.replacement
        used = self._used.get(self._scenario.stock_of(asset), 0)
        if used >= block.copies or not self._coalition.launches_for(block.provider, body.owner):
            return None
        return block.p_success, effect_s + round(block.ready_h * 3600)

    def _works(self, post: Post, t_s: int) -> bool:
        """Whether, as far as Red can see, a sensor is there and works; what is not shown does not warn."""
        if not (post.shown or post.asset in self._learned) or post.owner in self._scenario.adversaries:
            return False
        return not any(o.covers(t_s) and post.is_hit_by(o.asset, o.function) for o in self._outages)


def _is_loss(what: Outage | Jammer, asset: str) -> bool:
    return isinstance(what, Outage) and (what.asset, what.function, what.end_s) == (asset, None, None)


def _ended(felt: Felt, asset: str, back_s: int) -> Felt:
    return tuple(
        replace(o, end_s=back_s) if isinstance(o, Outage) and _is_loss(o, asset) else o for o in felt
    )
