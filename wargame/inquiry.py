"""The governments' side of an attack: who saw it, who is told, what each concludes, and whether it acts.

A government makes up its mind once per attack, when its decision delay has passed, from its own sensors and from what
was released to it in time. It answers an order at most once, however many targets the order had.
"""

import math
from collections.abc import Sequence

from wargame.availability import availability
from wargame.board import Board
from wargame.coalition import Coalition
from wargame.draws import Draws
from wargame.events import (
    AttributionFormed,
    Card,
    EngagementLaunched,
    EngagementResolved,
    InquiryOpened,
    ResponseDecided,
    ResponseDeclined,
    SignalObserved,
    SignalReleased,
)
from wargame.game.effect import Trace
from wargame.game.journal import Journal
from wargame.knowing.delays import decision_delay, release_latency_h, rows
from wargame.knowing.posterior import REPORTS, Report, Source, pool
from wargame.knowing.training import error_rate
from wargame.knowing.watch import Post
from wargame.scenario import Phase, as_phase
from wargame.scenario.orders import Orders


class Inquiries:
    """Sensors, releases, posteriors and responses of one game.

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
        self._orders = orders
        self._board = board
        self._coalition = coalition
        self._journal = journal
        self._draws = draws

    def attack(
        self, launched: EngagementLaunched, resolved: EngagementResolved, traces: Sequence[Trace]
    ) -> None:
        """An attack has taken effect: sensors report, and every government whose business it is begins to ask."""
        world = self._journal.world
        for post in self._witnesses(traces):
            self._observe(post, launched, resolved)
        for government, reason in self._board.watch.standing(self._coalition, launched.target).items():
            delay_s = round(decision_delay(self._coalition, government, world.phase).decision_h * 3600)
            self._journal.emit(
                InquiryOpened(
                    t_s=resolved.t_s,
                    move=world.move,
                    cause=resolved.id,
                    government=government,
                    engagement=launched.engagement,
                    order=launched.order,
                    accused=launched.attacker,
                    rung=launched.rung,
                    phase=world.phase,
                    due_s=resolved.t_s + delay_s,
                    standing=reason,
                )
            )

    def _witnesses(self, traces: Sequence[Trace]) -> tuple[Post, ...]:
        """The sensors that could see a trace and worked at its second, each once.

        A satellite can so report the launch of what destroyed it.
        """
        scenario, watch = self._board.scenario, self._board.watch
        outages = availability(self._journal.world.statuses, self._coalition).outages
        return tuple(
            dict.fromkeys(
                post
                for trace in traces
                for post in watch.posts_in_view(trace)
                if post.owner not in scenario.adversaries
                and self._coalition.exists(post.asset, post.function)
                and not any(o.covers(trace.t_s) and post.is_hit_by(o.asset, o.function) for o in outages)
            )
        )

    def _observe(self, post: Post, launched: EngagementLaunched, resolved: EngagementResolved) -> None:
        """One sensor reports on one attack, and its owner releases the report or does not."""
        world = self._journal.world
        source = post.source
        u_detect = self._draws.uniform("sensor.detects", post.id, launched.engagement)
        u_identify = self._draws.uniform("sensor.identifies", post.id, launched.engagement)
        report: Report = "none"
        if u_detect < source.p_detect:
            report = "identified" if u_identify < source.p_identify else "detected"
        card = {
            "rule": "a sensor that has the attack in its view detects it, and then may name the author",
            "p_detect": source.p_detect,
            "draw_detect": round(u_detect, 9),
            "p_identify": source.p_identify,
            "draw_identify": round(u_identify, 9),
            "outcome": report,
        }
        observed = self._journal.emit(
            SignalObserved(
                t_s=resolved.t_s,
                move=world.move,
                cause=resolved.id,
                sensor=post.id,
                engagement=launched.engagement,
                owner=post.owner,
                report=report,
                card=card if self._journal.keep_cards else None,
            )
        )
        for recipient in self._board.scenario.governments:
            self._release(post, recipient, launched, observed)

    def _release(
        self, post: Post, recipient: str, launched: EngagementLaunched, observed: SignalObserved
    ) -> None:
        """The report is released to one government, if the disclosure row and the draw allow it."""
        world = self._journal.world
        if recipient == post.owner:
            return
        row = self._board.watch.release(post.owner, recipient, self._coalition)
        if row is None:
            return
        latency_h = release_latency_h(self._coalition, post.owner, recipient, row, world.phase)
        if latency_h > decision_delay(self._coalition, recipient, world.phase).decision_h:
            return
        if self._draws.chance(
            row.share.at(world.phase), "report.released", post.id, recipient, launched.engagement
        ):
            self._journal.emit(
                SignalReleased(
                    t_s=observed.t_s,
                    move=world.move,
                    cause=observed.id,
                    sensor=post.id,
                    engagement=launched.engagement,
                    recipient=recipient,
                    arrives_s=observed.t_s + round(latency_h * 3600),
                )
            )

    def decide(self, inquiry_id: str, t_s: int) -> None:
        """A government's decision is due: posterior against cut-off, then commitment."""
        world = self._journal.world
        inquiry = world.inquiries[inquiry_id]
        government = self._board.scenario.governments[inquiry.government]
        phase = as_phase(inquiry.phase)
        heard = self._heard(inquiry)
        overlap = self._overlap(inquiry.accused)
        prior = government.prior_hostile.at(phase)
        posterior = pool(prior, [source.log_ratio(report) for source, report in heard], overlap)
        cut_off = round(government.cut_off(inquiry.rung), 9)
        card = {
            "rule": "log-odds = prior log-odds + sum of log LR / (1 + (n-1) rho); it acts from the cut-off on",
            "prior": prior,
            "rho": overlap,
            "reports": [
                {"sensor": source.sensor, "report": report, "log_ratio": round(source.log_ratio(report), 6)}
                for source, report in heard
            ],
            "posterior": posterior,
            "cut_off": cut_off,
            "rung": inquiry.rung,
            "standing": inquiry.standing,
            "modifiers": decision_delay(self._coalition, inquiry.government, phase).as_rows(),
        }
        formed = self._journal.emit(
            AttributionFormed(
                t_s=t_s,
                move=world.move,
                cause=inquiry_id,
                government=inquiry.government,
                engagement=inquiry.engagement,
                accused=inquiry.accused,
                posterior=posterior,
                cut_off=cut_off,
                card=card if self._journal.keep_cards else None,
            )
        )
        self._answer(inquiry, formed, phase)

    def _heard(self, inquiry: InquiryOpened) -> list[tuple[Source, Report]]:
        """The reports that the government has when it decides: its own, and those released to it."""
        world = self._journal.world
        told = {item.sensor for item in world.released.get((inquiry.engagement, inquiry.government), ())}
        posts = self._board.watch.by_id
        heard: list[tuple[Source, Report]] = []
        for signal in world.reports.get(inquiry.engagement, ()):
            if signal.owner == inquiry.government or signal.sensor in told:
                report = next(item for item in REPORTS if item == signal.report)
                heard.append((posts[signal.sensor].source, report))
        return heard

    def _overlap(self, adversary: str) -> float:
        block = self._board.scenario.actors[adversary].adversary
        assert block is not None  # the loader has checked
        return block.evidence_overlap

    def _answer(self, inquiry: InquiryOpened, formed: AttributionFormed, phase: Phase) -> None:
        world, scenario = self._journal.world, self._board.scenario
        government = scenario.governments[inquiry.government]
        if (inquiry.government, inquiry.order) in world.responded:
            self._decline(inquiry, formed, "it has answered this order already")
            return
        target = world.engagements[inquiry.engagement].launched.target
        ordered = self._orders and self._orders.answer(inquiry.government, target, formed.t_s)
        if ordered and ordered.kind == "respond":
            self._act(inquiry, formed, phase, {"rule": f"a cell of people decided: {ordered.reason}"})
            return
        if ordered:
            self._decline(inquiry, formed, f"a cell of people refused: {ordered.reason}")
            return
        if formed.posterior < formed.cut_off:
            self._decline(inquiry, formed, "its posterior stays below its cut-off")
            return
        commitment = government.commitment.at(phase)
        draw = self._draws.uniform("government.acts", inquiry.government, inquiry.order)
        if draw >= commitment:
            self._decline(inquiry, formed, "it is sure enough but not committed")
            return
        error, used = error_rate(self._coalition, inquiry.government, formed.t_s)
        if self._draws.chance(error, "government.errs", inquiry.government, inquiry.order):
            self._decline(
                inquiry, formed, f"it decides to act and nothing comes of it (error rate {error:g})"
            )
            return
        card = {
            "rule": "a government that is sure enough acts with the probability of its commitment",
            "commitment": commitment,
            "draw": round(draw, 9),
            "modifiers": rows(used),
        }
        self._act(inquiry, formed, phase, card)

    def _act(self, inquiry: InquiryOpened, formed: AttributionFormed, phase: Phase, card: Card) -> None:
        """The government acts; its answer weighs less for Red the later it is felt."""
        scenario = self._board.scenario
        block = scenario.actors[inquiry.accused].adversary
        assert block is not None  # the loader has checked
        delay = decision_delay(self._coalition, inquiry.government, phase)
        why = {
            **card,
            "posterior": formed.posterior,
            "cut_off": formed.cut_off,
            "modifiers": [*delay.as_rows(), *card.get("modifiers", [])],
        }
        self._journal.emit(
            ResponseDecided(
                t_s=formed.t_s,
                move=formed.move,
                cause=formed.id,
                government=inquiry.government,
                order=inquiry.order,
                against=inquiry.accused,
                rung=inquiry.rung,
                severity=scenario.governments[inquiry.government].severity,
                weight=round(math.exp(-delay.total_d / block.costs.response_fading_d), 9),
                card=why if self._journal.keep_cards else None,
            )
        )

    def _decline(self, inquiry: InquiryOpened, formed: AttributionFormed, reason: str) -> None:
        self._journal.emit(
            ResponseDeclined(
                t_s=formed.t_s,
                move=formed.move,
                cause=formed.id,
                government=inquiry.government,
                engagement=inquiry.engagement,
                reason=reason,
            )
        )
