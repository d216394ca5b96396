"""The governments' side of an attack: who saw it, who is told, and what each concludes.

What a government then does is in `wargame.response`.

A government makes up its mind once per attack, when its decision delay has passed, from its own sensors and from what
was released to it in time. It answers an order at most once, however many targets the order had.
"""

from collections.abc import Sequence

from wargame.availability import availability
from wargame.board import Board
from wargame.coalition import Coalition
from wargame.draws import Draws
from wargame.events import (
    AttributionFormed,
    EngagementLaunched,
    EngagementResolved,
    InquiryOpened,
    SignalObserved,
    SignalReleased,
)
from wargame.game.effect import Trace
from wargame.game.journal import Journal
from wargame.knowing.posterior import REPORTS, Report, Source, pool
from wargame.knowing.watch import Post
from wargame.response import Responses
from wargame.scenario import as_phase


class Inquiries:
    """Sensors, releases, posteriors and responses of one game.

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
        self._responses = Responses(board, coalition, journal, draws)

    def attack(
        self, launched: EngagementLaunched, resolved: EngagementResolved, traces: Sequence[Trace]
    ) -> None:
        """An attack has taken effect: sensors report, and every government whose business it is begins to ask."""
        world, scenario = self._journal.world, self._board.scenario
        for post in self._witnesses(traces):
            self._observe(post, launched, resolved)
        for government, reason in self._board.watch.standing(self._coalition, launched.target).items():
            delay_s = round(scenario.governments[government].decision_delay_h * 3600)
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
        self._responses.call_votes(launched, resolved)

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
        world, scenario = self._journal.world, self._board.scenario
        if recipient == post.owner:
            return
        row = self._board.watch.release(post.owner, recipient, self._coalition)
        if row is None or row.latency_h.at(world.phase) > scenario.governments[recipient].decision_delay_h:
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
                    arrives_s=observed.t_s + round(row.latency_h.at(world.phase) * 3600),
                )
            )

    def decide(self, inquiry_id: str, t_s: int) -> None:
        """A government's decision is due, or a vote: posterior against cut-off, then commitment."""
        world = self._journal.world
        if inquiry_id in world.votes:
            self._responses.vote(inquiry_id, t_s)
            return
        inquiry = world.inquiries[inquiry_id]
        government = self._board.scenario.governments[inquiry.government]
        phase = as_phase(inquiry.phase)
        heard = self._heard(inquiry)
        overlap = self._overlap(inquiry.accused)
        prior = government.prior_hostile.at(phase)
        posterior = pool(prior, [source.log_ratio(report) for source, report in heard], overlap)
        cut_offs = government.cut_offs(inquiry.rung)
        card = {
            "rule": "log-odds = prior log-odds + sum of log LR / (1 + (n-1) rho); it acts from the cut-off on",
            "prior": prior,
            "rho": overlap,
            "reports": [
                {"sensor": source.sensor, "report": report, "log_ratio": round(source.log_ratio(report), 6)}
                for source, report in heard
            ],
            "posterior": posterior,
            "cut_off": cut_offs[0],
            "rung": inquiry.rung,
            "standing": inquiry.standing,
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
                cut_off=cut_offs[0],
                card=card if self._journal.keep_cards else None,
            )
        )
        self._responses.concluded(inquiry, formed)

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
