"""What governments do once they have made up their minds: answer, decline, or vote with those who decide with them.

A government answers an order at most once, however many targets the order had, with the highest step of its ladder that
its posterior reaches; an attack on the warning chain or on protected communication is answered higher.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wargame.board import Board
from wargame.coalition import Coalition
from wargame.deterrence.consensus import bodies, quota, vote_delay_h
from wargame.deterrence.strategic import TOP_RUNG, missions_of
from wargame.draws import Draws
from wargame.events import (
    AttributionFormed,
    Card,
    Event,
    InquiryOpened,
    ResponseDecided,
    ResponseDeclined,
    VoteCalled,
    VoteTaken,
)
from wargame.game.effect import Modifier
from wargame.game.journal import Journal
from wargame.knowing.delays import Delay, decision_delay, rows
from wargame.knowing.training import error_rate
from wargame.scenario import Phase, as_phase
from wargame.scenario.clock import Outage
from wargame.scenario.orders import Orders
from wargame.scenario.politics import Government
from wargame.scenario.responses import ruled_out

FAILURE_OF = "outage:"
"""How the matter of a failure is called: this and the inject."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What governments ask about: an attack on a target, or a failure that looks like one.

    Attributes:
        engagement: what it is called.
        order: the order behind it; a failure is its own.
        target: what was struck, or what failed.
        author: the adversary that did it; None where nobody did.
        suspects: the adversaries that could have done it.
        rung: of the attack, or of the mildest attack that would explain the failure.
        stakes: the governments whose business it is, each with the reason.
    """

    engagement: str
    order: str
    target: str
    author: str | None
    suspects: tuple[str, ...]
    rung: int
    stakes: Mapping[str, str]


COMMITTED = "a government that is sure enough acts with the probability of its commitment"
BELOW = "its posterior stays below its cut-off"


@dataclass(frozen=True, slots=True)
class Stance:
    """What a government wants to do about an attack.

    Attributes:
        government: who.
        formed: what it concluded.
        reached: the step of its ladder that its posterior reaches.
        commitment: the chance that it acts; None where it did not come to that.
        draw: below the commitment it acts; None where it did not come to that.
        used: what entered the chance that nothing comes of it.
        people: why people who play it decided so; empty where it decided by itself.
        against: why it does not want to answer; empty when it does.
    """

    government: str
    formed: AttributionFormed
    reached: int = 0
    commitment: float | None = None
    draw: float | None = None
    used: tuple[Modifier, ...] = ()
    people: str = ""
    against: str = ""

    @property
    def weighed(self) -> bool:
        """Whether certainty and commitment decided, not people, a caveat or an answer given before."""
        return self.draw is not None or self.against == BELOW

    @property
    def terms(self) -> Card:
        """What decided: people, or how sure it is and, where it came to that, the draw beside its commitment."""
        card: Card = {"rule": self.people or COMMITTED}
        if self.commitment is not None and self.draw is not None:
            card["commitment"] = self.commitment
            card["draw"] = round(self.draw, 9)
        return card | {"posterior": self.formed.posterior, "cut_off": self.formed.cut_off}

    @property
    def short(self) -> str:
        """Its vote in words."""
        return f"against: {self.against}" if self.against else "in favour"


@dataclass(frozen=True, slots=True)
class Case:
    """What a government answers: one target of an order, or a failure that it takes for an attack.

    Attributes:
        order, target, effect, rung: of the attack; no effect is known of a failure.
        author: who did it; None where nobody did.
        at_s: when it happened.
        phase: the phase then.
        strategic: whether the target stands behind the separate, higher threshold.
    """

    order: str
    target: str
    effect: str | None
    rung: int
    author: str | None
    at_s: int
    phase: Phase
    strategic: bool


class Responses:
    """Answers, refusals and votes of one game.

    Args:
        board: what all games of the scenario share.
        coalition: who is in it.
        journal: where events go.
        draws: the chances of this replicate.
        orders: what cells of people decide in place of governments.
    """

    def __init__(
        self,
        board: Board,
        coalition: Coalition,
        journal: Journal,
        draws: Draws,
        orders: Orders | None = None,
    ) -> None:
        """See the class."""
        self._board = board
        self._coalition = coalition
        self._journal = journal
        self._draws = draws
        self._orders = orders

    def call_votes(self, matter: Matter, because: Event) -> None:
        """Something has happened: those of its governments that decide together will vote on it."""
        scenario, world = self._board.scenario, self._journal.world
        rule = scenario.politics.consensus_rule
        if rule == "national":
            return
        for body in bodies(matter.stakes, self._coalition.collective_holders):
            if len(body) < 2:
                continue
            delays_h = [decision_delay(self._coalition, key, world.phase).decision_h for key in body]
            after_s = round(vote_delay_h(delays_h, scenario.politics.consensus_delay_h) * 3600)
            # A vote comes after the last mind is made up, be it only a second.
            slowest_s = max(round(delay_h * 3600) for delay_h in delays_h)
            self._journal.emit(
                VoteCalled(
                    t_s=because.t_s,
                    move=world.move,
                    cause=because.id,
                    engagement=matter.engagement,
                    order=matter.order,
                    rung=matter.rung,
                    phase=world.phase,
                    rule=rule,
                    voters=body,
                    due_s=because.t_s + max(after_s, slowest_s + 1),
                )
            )

    def concluded(self, inquiry: InquiryOpened, formed: AttributionFormed) -> None:
        """A government has made up its mind: it answers or declines, unless a vote decides."""
        votes = self._journal.world.votes.values()
        if votes and any(
            v.engagement == inquiry.engagement and inquiry.government in v.voters for v in votes
        ):
            return
        case = self._case(inquiry)
        stance = self._stance(inquiry.government, inquiry.engagement, case)
        if stance.against:
            self._decline(stance, formed.id, stance.against)
        else:
            self._act(stance, case, formed.id, formed.t_s)

    def vote(self, vote_id: str, t_s: int) -> None:
        """A vote is due: everybody in favour answers if they are enough, and everybody else declines."""
        world = self._journal.world
        called = world.votes[vote_id]
        case = self._case(called)
        stances = [self._stance(government, called.engagement, case) for government in called.voters]
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
                self._act(stance, case, taken.id, t_s)

    def _case(self, asked: InquiryOpened | VoteCalled) -> Case:
        """What an inquiry or a vote is about."""
        engagement = self._journal.world.engagements.get(asked.engagement)
        if engagement is not None:
            launched = engagement.launched
            target, effect, author = launched.target, launched.effect, launched.attacker
        else:
            inject = self._board.scenario.injects[asked.engagement.removeprefix(FAILURE_OF)]
            assert isinstance(inject, Outage)  # only an outage opens an inquiry without an attack
            target, effect, author = inject.asset, None, None
        return Case(
            order=asked.order,
            target=target,
            effect=effect,
            rung=asked.rung,
            author=author,
            at_s=asked.t_s,
            phase=as_phase(asked.phase),
            strategic=target in self._board.strategic,
        )

    def _stance(self, government: str, engagement: str, case: Case) -> Stance:
        """Whether a government wants to answer: people first, then caveats, certainty, commitment and errors."""
        world, block = self._journal.world, self._block(government)
        formed = world.conclusions[engagement, government]
        if (government, case.order) in world.responded:
            return Stance(government, formed, against="it has answered this order already")
        reached = 0
        if block.response_ladder:
            reached = max(0, sum(formed.posterior >= cut_off for cut_off in block.cut_offs(case.rung)) - 1)
        ordered = self._orders and self._orders.answer(government, case.target, formed.t_s)
        if ordered and ordered.kind == "respond":
            return Stance(government, formed, reached, people=f"a cell of people decided: {ordered.reason}")
        if ordered:
            return Stance(government, formed, against=f"a cell of people refused: {ordered.reason}")
        if block.caveats:
            missions = missions_of(case.target, self._board.scene)
            caveat = ruled_out(block.caveats, missions, case.effect or "", case.phase, case.rung)
            if caveat:
                return Stance(government, formed, against=caveat)
        if formed.posterior < formed.cut_off:
            return Stance(government, formed, against=BELOW)
        commitment = block.commitment.at(case.phase)
        draw = self._draws.uniform("government.acts", government, case.order)
        if draw >= commitment:
            against = "it is sure enough but not committed"
            return Stance(government, formed, reached, commitment, draw, against=against)
        error, used = error_rate(self._coalition, government, formed.t_s)
        if self._draws.chance(error, "government.errs", government, case.order):
            against = f"it decides to act and nothing comes of it (error rate {error:g})"
            return Stance(government, formed, reached, commitment, draw, used, against=against)
        return Stance(government, formed, reached, commitment, draw, used)

    def _block(self, government: str) -> Government:
        return self._board.scenario.governments[government]

    def _act(self, stance: Stance, case: Case, cause: str, decided_s: int) -> None:
        """A government answers with the step that it reaches, higher if the attack is strategic."""
        block, world = self._block(stance.government), self._journal.world
        against = stance.formed.accused
        adversary = self._board.scenario.actors[against].adversary
        assert adversary is not None  # the loader has checked
        step = block.taken(stance.reached, case.strategic)
        delay = decision_delay(self._coalition, stance.government, case.phase)
        delay_d = (decided_s - case.at_s) / 86400.0 + delay.action_h / 24.0
        self._journal.emit(
            ResponseDecided(
                t_s=world.t_s,
                move=world.move,
                cause=cause,
                government=stance.government,
                order=case.order,
                against=against,
                rung=min(TOP_RUNG, case.rung + block.strategic_steps * case.strategic),
                severity=round(block.severity_of(step), 9),
                weight=round(math.exp(-delay_d / adversary.costs.response_fading_d), 9),
                wrong=None if against == case.author else True,
                step=block.steps[step].name if block.response_ladder else None,
                card=self._card(stance, case, step, delay) if self._journal.keep_cards else None,
            )
        )

    def _card(self, stance: Stance, case: Case, step: int, delay: Delay) -> Card:
        """Why it acts, and with which step."""
        block = self._block(stance.government)
        card = stance.terms
        if block.response_ladder:
            cut_offs = block.cut_offs(case.rung)
            card["ladder"] = [
                {"step": item.name, "cut_off": cut_off, "severity": round(block.severity_of(n), 9)}
                for n, (item, cut_off) in enumerate(zip(block.steps, cut_offs, strict=True))
            ]
            card["reached"] = block.steps[stance.reached].name
            card["taken"] = block.steps[step].name
        if case.strategic:
            card["strategic"] = (
                f"an attack on the warning chain or protected communication is answered {block.strategic_steps} higher"
            )
        card["modifiers"] = [*delay.as_rows(), *rows(stance.used)]
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
                card=stance.terms if self._journal.keep_cards and stance.weighed else None,
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
