"""The white cell: phases change and injects fire at their hours."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from wargame.coalition import Coalition
from wargame.events import (
    AssetDegraded,
    BeliefMoved,
    DemonstrationShown,
    InjectFired,
    MessageGiven,
    OffRampOffered,
    PhaseChanged,
    RulingMade,
    TrainingHeld,
)
from wargame.game.agenda import Agenda, Due
from wargame.game.effect import Order
from wargame.game.journal import Journal
from wargame.inquiry import Inquiries
from wargame.scenario import Scenario
from wargame.scenario.agreements import Training
from wargame.scenario.clock import AttackInject, Demonstration, Outage
from wargame.scenario.injects import (
    Message,
    OffRamp,
    PhaseChangeInject,
    StepDownInject,
    TrainingInject,
    Umpire,
)

StepsDown = Callable[[str, str, int, int], None]
"""Lets an adversary step down: who, the event that caused it, when, and until when it gives no order."""

Attacks = Callable[[Sequence[tuple[Order, str]]], None]
"""Takes orders, each with the event that caused it."""

_PHASE = "phase:"


class WhiteCell:
    """Lets happen what the scenario has prepared.

    Args:
        scenario: what is given.
        coalition: who is in it; a nation that left demonstrates nothing.
        journal: where events go.
        inquiries: the governments' side, told of every failure.
        steps_down: lets an adversary step down.
        attacks: takes the orders of injects of kind `attack`; None in arms without attacks, where those are left out.
    """

    def __init__(
        self,
        scenario: Scenario,
        coalition: Coalition,
        journal: Journal,
        inquiries: Inquiries,
        steps_down: StepsDown,
        attacks: Attacks | None,
    ) -> None:
        """See the class."""
        self._inquiries = inquiries
        self._attacks = attacks
        self._scenario = scenario
        self._coalition = coalition
        self._journal = journal
        self._steps_down = steps_down

    def prepare(self, agenda: Agenda) -> None:
        """Puts the timeline of phases and every inject on the agenda."""
        for t_s, about, cause in self._planned():
            agenda.add(t_s, "inject", about, cause)

    def prepare_again(self, agenda: Agenda, from_s: int) -> None:
        """Puts what the scenario prepares from a second on in place of what was still due."""
        agenda.replan("inject", [item for item in self._planned() if item[0] >= from_s])

    def _planned(self) -> list[tuple[int, str, str]]:
        """The timeline of phases and every inject that an arm lets happen, as the agenda takes them."""
        phases = [
            (round(change.at_h * 3600), f"{_PHASE}{change.phase}", f"{change.at_h:g} h")
            for change in self._scenario.phases
        ]
        injects = [
            (round(inject.at_h * 3600), key, "")
            for key, inject in sorted(self._scenario.injects.items())
            if self._attacks is not None or not isinstance(inject, AttackInject)
        ]
        return phases + injects

    def fire(self, due: Due) -> None:
        """A change of phase or an inject happens."""
        move = self._journal.world.move
        if due.about.startswith(_PHASE):
            if self._journal.world.ended is not None:
                return  # the timeline is that of a crisis, and the crisis is over
            self._journal.emit(PhaseChanged(t_s=due.t_s, move=move, phase=due.about.removeprefix(_PHASE)))
            return
        inject = self._scenario.injects[due.about]
        fired = self._journal.emit(InjectFired(t_s=due.t_s, move=move, inject=due.about, note=inject.note))
        if isinstance(inject, Demonstration):
            self._demonstrate(inject, fired)
        elif isinstance(inject, AttackInject):
            self._attack(inject, fired)
        elif isinstance(inject, Outage):
            self._fail(inject, fired)
        elif isinstance(inject, TrainingInject):
            self._train(inject, fired)
        elif isinstance(inject, OffRamp):
            self._offer(inject, fired)
        elif isinstance(inject, StepDownInject):
            hold_until_s = fired.t_s + round(inject.holds_h * 3600)
            self._steps_down(inject.actor, fired.id, fired.t_s, hold_until_s)
        elif isinstance(inject, PhaseChangeInject):
            self._journal.emit(
                PhaseChanged(t_s=fired.t_s, move=fired.move, cause=fired.id, phase=inject.phase)
            )
        else:
            self._tell(inject, fired)

    def _tell(self, inject: Message | Umpire, fired: InjectFired) -> None:
        """A message, or a ruling of the umpire with its reason."""
        t_s, move, cause = fired.t_s, fired.move, fired.id
        if isinstance(inject, Umpire):
            self._journal.emit(
                RulingMade(
                    t_s=t_s,
                    move=move,
                    cause=cause,
                    target=inject.target,
                    outcome=inject.outcome,
                    reason=inject.reason,
                )
            )
            return
        to = inject.to if isinstance(inject.to, str) else ",".join(inject.to)
        self._journal.emit(
            MessageGiven(
                t_s=t_s, move=move, cause=cause, inject=fired.inject, recipients=to, text=inject.text
            )
        )

    def _train(self, inject: TrainingInject, fired: InjectFired) -> None:
        """The members of an agreement train, if two of them are still inside."""
        block = self._scenario.agreements[inject.agreement]
        assert isinstance(block, Training)  # the loader has checked
        if sum(self._coalition.takes_part(member, "c2") for member in block.members) > 1:
            self._journal.emit(
                TrainingHeld(t_s=fired.t_s, move=fired.move, cause=fired.id, agreement=inject.agreement)
            )

    def _offer(self, inject: OffRamp, fired: InjectFired) -> None:
        """A nation of the coalition offers a way out; one that left offers nothing."""
        if self._coalition.takes_part(inject.actor, "response"):
            self._journal.emit(
                OffRampOffered(
                    t_s=fired.t_s,
                    move=fired.move,
                    cause=fired.id,
                    actor=inject.actor,
                    relief=inject.relief,
                    until_s=fired.t_s + round(inject.stands_h * 3600),
                )
            )

    def _attack(self, inject: AttackInject, fired: InjectFired) -> None:
        """An adversary carries out a capability, whatever it would decide itself."""
        block = self._scenario.actors[inject.adversary].adversary
        assert block is not None  # the loader has checked
        assert self._attacks is not None  # else the inject is not on the agenda
        order = Order(
            actor=inject.adversary,
            capability=inject.capability,
            effect=block.capabilities[inject.capability].effect,
            targets=tuple(sorted(inject.targets)),
            move=fired.move,
            at_s=fired.t_s,
            inject=fired.inject,
        )
        self._attacks([(order, fired.id)])

    def _fail(self, inject: Outage, fired: InjectFired) -> None:
        """Nature takes something down; where it does not exist in this coalition, or is lost, nothing happens."""
        if not self._coalition.exists(inject.asset) or inject.asset in self._journal.world.lost:
            return
        failed = self._journal.emit(
            AssetDegraded(
                t_s=fired.t_s,
                move=fired.move,
                cause=fired.id,
                asset=inject.asset,
                function=inject.function,
                factor=0.0,
                until_s=fired.t_s + round(inject.duration_h * 3600),
            )
        )
        self._inquiries.failure(fired.inject, failed, inject.p_inquiry)

    def _demonstrate(self, inject: Demonstration, fired: InjectFired) -> None:
        """A nation of the coalition shows itself, and every adversary believes in it a little more."""
        shows_itself = self._coalition.takes_part(inject.actor, "response")
        if not shows_itself or inject.actor not in self._scenario.governments:
            return
        shown = self._journal.emit(
            DemonstrationShown(
                t_s=fired.t_s,
                move=fired.move,
                cause=fired.id,
                actor=inject.actor,
                visibility=inject.visibility,
                competence=inject.competence,
            )
        )
        for adversary in self._scenario.adversaries:
            self._persuade(adversary, inject, shown)

    def _persuade(self, adversary: str, inject: Demonstration, shown: DemonstrationShown) -> None:
        """Adds alpha * visibility * competence to the log-odds, on top of what has not faded yet."""
        world = self._journal.world
        block = self._scenario.actors[adversary].adversary
        assert block is not None  # the loader has checked
        shift, since_s = world.shifts.get((adversary, inject.actor), (0.0, shown.t_s))
        faded = shift * 0.5 ** ((shown.t_s - since_s) / (block.belief.half_life_d * 86400.0))
        moved = BeliefMoved(
            t_s=shown.t_s,
            move=shown.move,
            cause=shown.id,
            adversary=adversary,
            government=inject.actor,
            shift=round(faded + block.belief.step * inject.visibility * inject.competence, 9),
            shows_up=0.0,
        )
        self._journal.emit(replace(moved, shows_up=world.shows_up_after(moved)))
