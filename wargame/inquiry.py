"""The governments' side of an attack or a failure: who saw it, who is told, and what each concludes.

What a government then does is in `wargame.response`.

A failure is nature's or a fault's: sensors then report by their false alarms, and a government may accuse an adversary
that did nothing. A government makes up its mind once per attack or failure, when its decision delay has passed, from
its own sensors and from what was released to it in time. It answers an order at most once, however many targets the
order had.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from wargame.availability import availability
from wargame.board import Board
from wargame.coalition import Coalition
from wargame.draws import Draws
from wargame.events import (
    AssetDegraded,
    AttributionFormed,
    EngagementLaunched,
    EngagementResolved,
    Event,
    InquiryOpened,
    SignalObserved,
    SignalReleased,
)
from wargame.game.effect import Trace, collateral
from wargame.game.journal import Journal
from wargame.knowing.delays import decision_delay, release_latency_h
from wargame.knowing.leaks import maybe_leak
from wargame.knowing.posterior import REPORTS, Heard, Report, posteriors
from wargame.knowing.watch import Post
from wargame.response import FAILURE_OF, Matter, Responses
from wargame.scenario import as_phase
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
        self._board = board
        self._coalition = coalition
        self._journal = journal
        self._draws = draws
        self._responses = Responses(board, coalition, journal, draws, orders)

    def attack(
        self, launched: EngagementLaunched, resolved: EngagementResolved, traces: Sequence[Trace]
    ) -> None:
        """An attack has taken effect: sensors report, and every government whose business it is begins to ask."""
        watch, target = self._board.watch, launched.target
        weapon = self._board.weapon(launched.attacker, launched.capability, 0)
        beside = collateral(weapon.effect, weapon.parameters, target, self._board.scene, launched.effect_s)
        matter = Matter(
            launched.engagement,
            launched.order,
            target,
            launched.attacker,
            watch.suspects.of_attack(launched.attacker, target, traces),
            launched.rung,
            watch.standing(self._coalition, target, beside=beside),
        )
        self._investigate(matter, traces, resolved)

    def failure(self, inject: str, failed: AssetDegraded, p_inquiry: float) -> None:
        """Something has stopped working and nobody did it: sensors may report falsely, and governments may ask."""
        suspects = self._board.watch.suspects
        suspected = suspects.of_failure(failed.asset)
        if not suspected or not self._draws.chance(p_inquiry, "failure.puzzles", inject):
            return
        name = f"{FAILURE_OF}{inject}"
        rung = suspects.rung_of_failure(failed.asset)
        stakes = self._board.watch.standing(self._coalition, failed.asset)
        matter = Matter(name, name, failed.asset, None, suspected, rung, stakes)
        self._investigate(matter, suspects.traces_of_failure(failed.asset, failed.t_s), failed)

    def _investigate(self, matter: Matter, traces: Sequence[Trace], because: Event) -> None:
        world = self._journal.world
        for post in self._witnesses(traces):
            self._observe(post, matter, because)
        for government, reason in matter.stakes.items():
            delay_s = round(decision_delay(self._coalition, government, world.phase).decision_h * 3600)
            self._journal.emit(
                InquiryOpened(
                    t_s=because.t_s,
                    move=world.move,
                    cause=because.id,
                    government=government,
                    engagement=matter.engagement,
                    order=matter.order,
                    suspects=matter.suspects,
                    rung=matter.rung,
                    phase=world.phase,
                    due_s=because.t_s + delay_s,
                    standing=reason,
                )
            )
        self._responses.call_votes(matter, because)

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

    def _observe(self, post: Post, matter: Matter, because: Event) -> None:
        """One sensor reports, rightly or falsely, and its owner releases the report or does not."""
        world, source = self._journal.world, post.source
        attacked = matter.author is not None
        p_detect = source.p_detect if attacked else source.p_false_alarm
        p_identify = source.p_identify if attacked else source.p_false_identify
        u_detect = self._draws.uniform("sensor.detects", post.id, matter.engagement)
        u_identify = self._draws.uniform("sensor.identifies", post.id, matter.engagement)
        report: Report = "none"
        if u_detect < p_detect:
            report = "identified" if u_identify < p_identify else "detected"
        named = self._named(post, matter) if report == "identified" else None
        card = {
            "rule": "a sensor that has the attack in its view detects it, and then may name the author"
            if attacked
            else "there was no attack: a sensor that would have seen one may report it falsely, and name somebody",
            "p_detect" if attacked else "p_false_alarm": p_detect,
            "draw_detect": round(u_detect, 9),
            "p_identify" if attacked else "p_false_identify": p_identify,
            "draw_identify": round(u_identify, 9),
            "outcome": report,
        }
        observed = self._journal.emit(
            SignalObserved(
                t_s=because.t_s,
                move=world.move,
                cause=because.id,
                sensor=post.id,
                engagement=matter.engagement,
                owner=post.owner,
                report=report,
                named=named,
                card=card if self._journal.keep_cards else None,
            )
        )
        for recipient in self._board.scenario.governments:
            self._release(post, recipient, observed)

    def _named(self, post: Post, matter: Matter) -> str:
        """Whom a sensor names that names somebody: the author, or by mistake another suspect."""
        if matter.author is None:
            return self._draws.first(
                matter.suspects, "sensor.names.nobody_s_doing", post.id, matter.engagement
            )[0]
        others = [name for name in matter.suspects if name != matter.author]
        wrong = post.source.p_wrong_author if others else 0.0
        if not self._draws.chance(wrong, "sensor.names.wrongly", post.id, matter.engagement):
            return matter.author
        return self._draws.first(others, "sensor.names", post.id, matter.engagement)[0]

    def _release(self, post: Post, recipient: str, observed: SignalObserved) -> None:
        """The report is released to one government, if the disclosure row and the draw allow it; it may leak."""
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
            row.share.at(world.phase), "report.released", post.id, recipient, observed.engagement
        ):
            released = self._journal.emit(
                SignalReleased(
                    t_s=observed.t_s,
                    move=world.move,
                    cause=observed.id,
                    sensor=post.id,
                    engagement=observed.engagement,
                    recipient=recipient,
                    arrives_s=observed.t_s + round(latency_h * 3600),
                )
            )
            maybe_leak(self._journal, self._draws, post.owner, released, row)

    def decide(self, inquiry_id: str, t_s: int) -> None:
        """A government's decision is due, or a vote: posteriors of the suspects against its cut-offs."""
        world = self._journal.world
        if inquiry_id in world.votes:
            self._responses.vote(inquiry_id, t_s)
            return
        inquiry = world.inquiries[inquiry_id]
        government = self._board.scenario.governments[inquiry.government]
        phase = as_phase(inquiry.phase)
        heard, suspects = self._heard(inquiry), inquiry.suspects
        overlap = self._board.watch.suspects.overlap(suspects)
        prior = government.prior_hostile.at(phase)
        found = posteriors(prior, heard, suspects, overlap)
        accused = self._most_suspect(inquiry, found)
        cut_offs = government.cut_offs(inquiry.rung)
        several = len(suspects) > 1
        card = {
            "rule": "log-odds = prior log-odds + sum of log LR / (1 + (n-1) rho); it acts from the cut-off on",
            "prior": prior,
            "rho": overlap,
            "reports": [_weighed(item, accused, len(suspects)) for item in heard],
            "posterior": found[accused],
            "cut_off": cut_offs[0],
            "rung": inquiry.rung,
            "standing": inquiry.standing,
            "modifiers": decision_delay(self._coalition, inquiry.government, phase).as_rows(),
            **({"suspects": found} if several else {}),
        }
        formed = self._journal.emit(
            AttributionFormed(
                t_s=t_s,
                move=world.move,
                cause=inquiry_id,
                government=inquiry.government,
                engagement=inquiry.engagement,
                accused=accused,
                posterior=found[accused],
                cut_off=cut_offs[0],
                posteriors=found if several else None,
                card=card if self._journal.keep_cards else None,
            )
        )
        self._responses.concluded(inquiry, formed)

    def _most_suspect(self, inquiry: InquiryOpened, found: Mapping[str, float]) -> str:
        """The suspect with the highest posterior; among equals a draw of the government's decides."""
        most = max(found.values())
        worst = [name for name, posterior in found.items() if posterior == most]
        if len(worst) == 1:
            return worst[0]
        return self._draws.first(worst, "attribution.tie", inquiry.government, inquiry.engagement)[0]

    def _heard(self, inquiry: InquiryOpened) -> list[Heard]:
        """The reports that the government has when it decides: its own, and those released to it."""
        world = self._journal.world
        told = {item.sensor for item in world.released.get((inquiry.engagement, inquiry.government), ())}
        posts = self._board.watch.by_id
        heard: list[Heard] = []
        for signal in world.reports.get(inquiry.engagement, ()):
            if signal.owner == inquiry.government or signal.sensor in told:
                report = next(item for item in REPORTS if item == signal.report)
                heard.append(Heard(posts[signal.sensor].source, report, signal.named))
        return heard


def _weighed(item: Heard, accused: str, suspects: int) -> dict[str, Any]:
    """A report as a line of the card, with its weight for or against the accused (`Any`: plain JSON values)."""
    row = {
        "sensor": item.source.sensor,
        "report": item.report,
        "log_ratio": round(item.log_ratio(accused, suspects), 6),
    }
    return {**row, "names": item.named} if suspects > 1 and item.named else row
