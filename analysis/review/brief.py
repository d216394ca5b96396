"""The page for seniors in sentences with numbers: what happened, what it cost, what partners changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from wargame.analysis.deeds import first_attack_s
from wargame.analysis.giving import given_up
from wargame.analysis.headline import luck_sentence, service_sentence
from wargame.analysis.losses import loss_sentence
from wargame.analysis.names import MISSION_NAMES, Names, clock, mission_name
from wargame.analysis.review.consequences import Consequences, counted
from wargame.analysis.summary import Summary
from wargame.analysis.typography import share
from wargame.events import FAILURE, EngagementResolved, Event, ResponseDecided


@dataclass(frozen=True)
class Brief:
    """What seniors read of a run.

    Attributes:
        summary: both sides of the run.
        found, alone: consequences in either side's run.
    """

    summary: Summary
    found: Consequences
    alone: Consequences

    @cached_property
    def names(self) -> Names:
        """What people call things."""
        return Names(self.summary.scenario)

    @cached_property
    def lead(self) -> str:
        """The leading nation."""
        return self.names(self.summary.scenario.lead)

    @cached_property
    def means(self) -> Mapping[str, Mapping[str, float]]:
        """Mean services by the name of a mission: either side, without attacks and in this run."""
        keys = ("with_calm", "with_run", "alone_calm", "alone_run")
        return {
            MISSION_NAMES.get(mission, mission): dict(zip(keys, values, strict=True))
            for mission, values in self.summary.service_means(None).items()
        }

    def pair(self, name: str) -> tuple[float | None, float | None]:
        """A statistic of the coalition and of the lead alone."""
        sides = (self.summary.coalition, self.summary.us_only)
        full, alone = (side.statistics.values.get(name) for side in sides)
        return full, alone

    @property
    def changing(self) -> list[tuple[str, Mapping[str, float]]]:
        """The missions in which attacks or partners make a difference that two digits show, for the chart."""
        return [
            (name, row) for name, row in self.means.items() if max(row.values()) - min(row.values()) >= 0.005
        ]

    @property
    def same(self) -> list[str]:
        """The others, by name, each with its mean."""
        shown = {name for name, _ in self.changing}
        return [f"{name} {share(row['with_run'])}" for name, row in self.means.items() if name not in shown]

    @property
    def happened(self) -> list[str]:
        """What happened, in the run with the coalition."""
        record = self.found.record
        attacks = self.found.attacks
        if not attacks:
            lines = ["No adversary attacked in this run."]
        else:
            done = [one for one in record.events if isinstance(one, EngagementResolved)]
            worked = sum(one.outcome != FAILURE for one in done)
            first = attacks[0]
            rung = self.pair("deterrence.highest_rung")[0]
            lines = [
                f"{self.names(first.actor)} decided {counted(len(attacks), 'time')} to attack, first at "
                f"{clock(first_attack_s(record.events) or first.t_s)}; {counted(len(done), 'attack')} on single "
                f"targets were carried out, and {worked} worked. The highest rung was {rung or 0:.0f} of 10."
            ]
        lines.append(self._answers(record.events))
        luck = luck_sentence(record, self.pair("deterrence.p_attack")[0], self.names)
        return [line for line in (*lines, luck) if line]

    def _answers(self, events: tuple[Event, ...]) -> str:
        answers = [one for one in events if isinstance(one, ResponseDecided)]
        if not answers:
            return "No government answered." if self.found.attacks else ""
        end_s = self.summary.scenario.clock.duration_s
        late = sum(one.t_s > end_s for one in answers)
        who = self.names.together({one.government for one in answers})
        after = f", {late} of them after the end of the run" if late else ""
        wrong = sum(bool(one.wrong) for one in answers)
        mistake = f" {counted(wrong, 'answer')} struck somebody who had not done it." if wrong else ""
        return f"{who} gave {counted(len(answers), 'answer')}{after}.{mistake}"

    @property
    def cost(self) -> list[str | Markup]:
        """What it cost."""
        lines: list[str | Markup] = []
        if self.means:
            lines.append(service_sentence(self.means, self.lead))
        if self.found.lost:
            hours = sum(loss.hours for loss in self.found.lost)
            worst = max(self.found.lost, key=lambda loss: (loss.hours, -loss.first.seq))
            lines.append(
                f"Services were below their thresholds for {hours:.0f} user-group hours (a user group is one "
                f"nation's users "
                f"in one region). The longest loss: {loss_sentence(worst, self.names)}"
            )
        else:
            lines.append("No service fell below its threshold because of what was done.")
        debris = self.pair("debris.fragments")[0]
        if debris:
            lines.append(
                f"About {debris:.0f} fragments above 10 cm remain in orbit (good to a factor of 2 to 4)."
            )
        return lines

    @property
    def partners(self) -> list[str]:
        """What partners changed: the same crisis against the lead alone."""
        if not self.summary.coalition.played.manifest.coalition:
            return ["Nobody stood with the lead in this run, so there is nothing to compare."]
        lines = [*self._deterrence(), *self._services()]
        lines.append(
            f"Against {self.lead} alone there were {counted(len(self.alone.attacks), 'decision')} to attack, and "
            f"{counted(self._worked(self.alone), 'attack')} on single targets worked; against the coalition "
            f"{len(self.found.attacks)}, and {self._worked(self.found)}."
        )
        return lines

    @staticmethod
    def _worked(side: Consequences) -> int:
        done = [one for one in side.record.events if isinstance(one, EngagementResolved)]
        return sum(one.outcome != FAILURE for one in done)

    def _deterrence(self) -> list[str]:
        (p_with, p_alone), (m_with, m_alone) = (
            self.pair("deterrence.p_attack"),
            self.pair("deterrence.margin"),
        )
        if p_with is None or p_alone is None or m_with is None or m_alone is None:
            return []
        lines = [
            f"On the restraint path, a second game in which Red weighs at every move and is held back, the "
            f"chance that it attacks is {share(p_with)} against the coalition and {share(p_alone)} against "
            f"{self.lead} alone; the margin of deterrence is {m_with:+.2f} stakes instead of {m_alone:+.2f}."
        ]
        split = self.summary.study.split
        if not isinstance(split, str):
            lines.append(
                f"Of that change {_part(split.denial)} is denial (attacks gain Red less), {_part(split.cost)} cost "
                f"(they cost it "
                f"more), {_part(split.replanning)} Red's planning anew."
            )
        return lines

    def _services(self) -> list[str]:
        """The missions that partners change most, to the lead's own users."""
        rows = self.summary.service_means(self.summary.scenario.lead)
        ranked = sorted(rows.items(), key=lambda item: (-(item[1][1] - item[1][3]), item[0]))
        gains = [(key, means) for key, means in ranked if means[1] - means[3] >= 0.005][:2]
        losses = [(key, means) for key, means in ranked if means[3] - means[1] >= 0.005][-1:]
        if not gains and not losses:
            return [f"To {self.lead}'s own users partners made no difference in service of 0.005 or more."]
        words = "; ".join(
            f"{mission_name(key)} {share(means[1])} instead of {share(means[3])}"
            for key, means in gains + losses
        )
        told = dict(losses)
        return [
            f"To {self.lead}'s own users, in this run: {words} (mean share of what is needed).",
            *given_up(told, self.summary.scenario, self.summary.coalition.played.manifest.coalition),
        ]


def _part(value: float) -> str:
    """A part of a change with its sign; what rounds to nothing has none below zero."""
    return f"{round(value, 2) + 0.0:+.2f}"
