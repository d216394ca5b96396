"""What governments do once they have made up their minds: answer, decline, or vote with those who decide with them.

A government answers an order at most once, however many targets the order had, with the highest step of its ladder that
its posterior reaches; an attack on the warning chain or on protected communication is answered higher.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from wargame.board import Board
from wargame.coalition import Coalition
from wargame.deterrence.consensus import bodies, quota, vote_delay_h
from wargame.deterrence.strategic import TOP_RUNG, missions_of
from wargame.draws import Draws
from wargame.events import (
    AttributionFormed,
    Card,
    EngagementLaunched,
    EngagementResolved,
    InquiryOpened,
    ResponseDecided,
    ResponseDeclined,
    VoteCalled,
    VoteTaken,
)
from wargame.game.journal import Journal
from wargame.scenario import as_phase
from wargame.scenario.politics import Government
from wargame.scenario.responses import ruled_out


@dataclass(frozen=True, slots=True)
class Stance:
    """What a government wants to do about an attack.

    Attributes:
        government: who.
        formed: what it concluded.
        reached: the step of its ladder that its posterior reaches.
        draw: of its commitment; None where it did not come to that.
        against: why it does not want to answer; empty when it does.
    """

    government: str
    formed: AttributionFormed
    reached: int = 0
    draw: float | None = None
    against: str = ""

    @property
    def short(self) -> str:
        """Its vote in words."""
        return f"against: {self.against}" if self.against else "in favour"


@dataclass(frozen=True, slots=True)
class Attack:
    """What a government answers: one target of an order."""

    launched: EngagementLaunched
    phase: str
    strategic: bool


class Responses:
    """Answers, refusals and votes of one game.

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

    def call_votes(self, launched: EngagementLaunched, resolved: EngagementResolved) -> None:
        """An attack has taken effect: those of its governments that decide together will vote on it."""
        scenario, world = self._board.scenario, self._journal.world
        rule = scenario.politics.consensus_rule
        if rule == "national":
            return
        for body in self._bodies(launched.target):
            if len(body) < 2:
                continue
            delays_h = [scenario.governments[key].decision_delay_h for key in body]
            after_s = round(vote_delay_h(delays_h, scenario.politics.consensus_delay_h) * 3600)
            # A vote comes after the last mind is made up, be it only a second.
            slowest_s = max(round(delay_h * 3600) for delay_h in delays_h)
            self._journal.emit(
                VoteCalled(
                    t_s=resolved.t_s,
                    move=world.move,
                    cause=resolved.id,
                    engagement=launched.engagement,
                    order=launched.order,
                    accused=launched.attacker,
                    rung=launched.rung,
                    phase=world.phase,
                    rule=rule,
                    voters=body,
                    due_s=resolved.t_s + max(after_s, slowest_s + 1),
                )
            )

    def _bodies(self, target: str) -> tuple[tuple[str, ...], ...]:
        """The groups in which the governments with a stake in an attack on the target decide."""
        stakes = self._board.watch.standing(self._coalition, target)
        return bodies(stakes, self._coalition.collective_holders)

    def concluded(self, inquiry: InquiryOpened, formed: AttributionFormed) -> None:
        """A government has made up its mind: it answers or declines, unless a vote decides."""
        votes = self._journal.world.votes.values()
        if votes and any(
            v.engagement == inquiry.engagement and inquiry.government in v.voters for v in votes
        ):
            return
        attack = self._attack(inquiry.engagement, inquiry.phase)
        stance = self._stance(inquiry.government, attack)
        if stance.against:
            self._decline(stance, formed.id, stance.against)
        else:
            self._act(stance, attack, formed.id, self._delay_d(attack, formed.t_s))

    def vote(self, vote_id: str, t_s: int) -> None:
        """A vote is due: everybody in favour answers if they are enough, and everybody else declines."""
        world = self._journal.world
        called = world.votes[vote_id]
        attack = self._attack(called.engagement, called.phase)
        stances = [self._stance(government, attack) for government in called.voters]
        in_favour = tuple(stance.government for stance in stances if not stance.against)
        rule = self._board.scenario.politics.consensus_rule
        needed = quota(rule, len(stances))
        carried = len(in_favour) >= needed
        taken = self._journal.emit(
            VoteTaken(
                t_s=t_s,
                move=world.move,
                cause=vote_id,
                engagement=called.engagement,
                rule=called.rule,
                voters=called.voters,
                in_favour=in_favour,
                needed=needed,
                carried=carried,
                card=_vote_card(called, stances, needed) if self._journal.keep_cards else None,
            )
        )
        lost = f"the vote failed, {len(in_favour)} in favour of {needed} needed ({called.rule})"
        for stance in stances:
            if stance.against or not carried:
                self._decline(stance, taken.id, stance.against or lost)
            else:
                self._act(stance, attack, taken.id, self._delay_d(attack, t_s))

    def _attack(self, engagement: str, phase: str) -> Attack:
        launched = self._journal.world.engagements[engagement].launched
        return Attack(launched, phase, launched.target in self._board.strategic)

    def _delay_d(self, attack: Attack, t_s: int) -> float:
        """Days from the attack to its answer."""
        return (t_s - attack.launched.effect_s) / 86400.0

    def _stance(self, government: str, attack: Attack) -> Stance:
        """Whether a government wants to answer, by caveats, certainty and commitment, in this order."""
        world, block = self._journal.world, self._block(government)
        launched, phase = attack.launched, as_phase(attack.phase)
        formed = world.conclusions[launched.engagement, government]
        if (government, launched.order) in world.responded:
            return Stance(government, formed, against="it has answered this order already")
        if block.caveats:
            missions = missions_of(launched.target, self._board.scene)
            caveat = ruled_out(block.caveats, missions, launched.effect, phase, launched.rung)
            if caveat:
                return Stance(government, formed, against=caveat)
        if formed.posterior < formed.cut_off:
            return Stance(government, formed, against="its posterior stays below its cut-off")
        reached = 0
        if block.response_ladder:
            reached = sum(formed.posterior >= cut_off for cut_off in block.cut_offs(launched.rung)) - 1
        draw = self._draws.uniform("government.acts", government, launched.order)
        against = "" if draw < block.commitment.at(phase) else "it is sure enough but not committed"
        return Stance(government, formed, reached, draw, against)

    def _block(self, government: str) -> Government:
        return self._board.scenario.governments[government]

    def _act(self, stance: Stance, attack: Attack, cause: str, delay_d: float) -> None:
        """A government answers with the step that it reaches, higher if the attack is strategic."""
        block, launched = self._block(stance.government), attack.launched
        world = self._journal.world
        adversary = self._board.scenario.actors[launched.attacker].adversary
        assert adversary is not None  # the loader has checked
        step = block.taken(stance.reached, attack.strategic)
        self._journal.emit(
            ResponseDecided(
                t_s=world.t_s,
                move=world.move,
                cause=cause,
                government=stance.government,
                order=launched.order,
                against=launched.attacker,
                rung=min(TOP_RUNG, launched.rung + block.strategic_steps * attack.strategic),
                severity=round(block.severity_of(step), 9),
                weight=round(math.exp(-delay_d / adversary.costs.response_fading_d), 9),
                step=block.steps[step].name if block.response_ladder else None,
                card=self._card(stance, attack, step) if self._journal.keep_cards else None,
            )
        )

    def _card(self, stance: Stance, attack: Attack, step: int) -> Card:
        """Why it acts, and with which step."""
        block = self._block(stance.government)
        card: Card = {
            "rule": "a government that is sure enough acts with the probability of its commitment",
            "commitment": block.commitment.at(as_phase(attack.phase)),
            "draw": round(stance.draw or 0.0, 9),
            "posterior": stance.formed.posterior,
            "cut_off": stance.formed.cut_off,
        }
        if block.response_ladder:
            cut_offs = block.cut_offs(attack.launched.rung)
            card["ladder"] = [
                {"step": item.name, "cut_off": cut_off, "severity": round(block.severity_of(n), 9)}
                for n, (item, cut_off) in enumerate(zip(block.steps, cut_offs, strict=True))
            ]
            card["reached"] = block.steps[stance.reached].name
            card["taken"] = block.steps[step].name
        if attack.strategic:
            card["strategic"] = (
                f"an attack on the warning chain or protected communication is answered {block.strategic_steps} higher"
            )
        return card

    def _decline(self, stance: Stance, cause: str, reason: str) -> None:
        world = self._journal.world
        self._journal.emit(
            ResponseDeclined(
                t_s=world.t_s,
                move=world.move,
                cause=cause,
                government=stance.government,
                engagement=stance.formed.engagement,
                reason=reason,
            )
        )


def _vote_card(called: VoteCalled, stances: Sequence[Stance], needed: int) -> Card:
    """Who voted how, and why."""
    return {
        "rule": "governments that are tied by a collective response answer only when enough of them are in favour",
        "consensus": called.rule,
        "needed": needed,
        "votes": [
            {"government": item.government, "posterior": item.formed.posterior, "vote": item.short}
            for item in stances
        ],
    }
