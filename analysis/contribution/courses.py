"""The curves of a contribution report: P(attack) with more pressure, and until the first attack."""

import math
from collections.abc import Callable

from markupsafe import Markup

from wargame.analysis.charts import Track, survival_chart
from wargame.analysis.contribution import charts, sets
from wargame.analysis.contribution.kept import REACHED
from wargame.analysis.contribution.result import Contribution
from wargame.analysis.contribution.values import NOBODY, Coalition
from wargame.analysis.names import Names
from wargame.analysis.svg import signed

PRESSURES = tuple(round(-0.6 + 0.02 * n, 2) for n in range(61))
"""Added pressures at which tipping curves are drawn."""


class Courses:
    """The curves of a study."""

    def __init__(self, found: Contribution) -> None:
        """Keeps what was found."""
        self.found, self.plan, self.scenario = found, found.plan, found.scenario
        self.names = Names(found.scenario)
        self.lead = self.names(found.scenario.lead)
        self.players = self.names.in_order(found.plan.players)

    @property
    def ends(self) -> list[tuple[str, str, Coalition]]:
        """The coalition of all and nobody, with the style and name of their lines."""
        alone = f"{self.lead} alone" if not self.plan.standing else f"{self.lead} with those who always stay"
        return [("with", "with all of them", self.plan.everybody), ("alone", alone, NOBODY)]

    @property
    def tipping(self) -> Markup | None:
        """P(attack) when pressure is added, for both ends and, thin, without each partner."""
        thin = [
            ("one", f"without {self.names(player)}", self.plan.everybody - {player})
            for player in self.players
        ]
        courses = []
        for style, name, group in [*thin, *self.ends]:
            curve = self._curve(group)
            if curve is not None:
                points = [(x, curve(x)) for x in PRESSURES]
                courses.append(charts.Course(style, name, points))
        if not courses:
            return None
        return charts.tipping_chart(courses, (PRESSURES[0], PRESSURES[-1]), "P(attack) with more pressure")

    def _curve(self, group: Coalition) -> Callable[[float], float] | None:
        """P(attack) of a coalition with more pressure, the mean over replicates; None where there is no table."""
        by_replicate = sets.p_with_more_pressure(self.found.tables, self.scenario, group)
        if by_replicate is None:
            return None
        replicates = self.plan.replicates
        return lambda delta: math.fsum(by_replicate(delta).tolist()) / replicates

    @property
    def tipping_words(self) -> list[str]:
        """Where each end tips."""
        words = []
        for _, name, group in self.ends:
            curve = self._curve(group)
            if curve is None:
                continue
            delta = sets.root(curve)
            if delta is None:
                words.append(f"{name}: no added pressure makes an attack as likely as not")
            elif delta > 0:
                words.append(f"{name}: {signed(delta)} more pressure makes an attack as likely as not")
            else:
                words.append(f"{name}: an attack is likely as it is; {signed(delta)} would even it out")
        return words

    @property
    def survival(self) -> Markup | None:
        """The chance that Red has not attacked yet, for both ends."""
        names = self.found.tables.names("restraint", f"{REACHED}.")
        if not names:
            return None
        end_s = float(self.scenario.clock.duration_s)
        tracks = []
        for style, name, group in self.ends:
            points = [(0.0, 1.0)]
            for key in sorted(names, key=lambda item: int(item.rpartition(".")[2])):
                numbers = self.found.tables.numbers("restraint", key, group)
                points.append((float(key.rpartition(".")[2]), 1.0 - math.fsum(numbers) / len(numbers)))
            tracks.append(Track(style, name, points))
        starts = {0.0: "day_to_day"} | {item.at_h * 3600.0: str(item.phase) for item in self.scenario.phases}
        ordered = sorted(starts)
        ends = [*ordered[1:], end_s]
        phases = [(start, until, starts[start]) for start, until in zip(ordered, ends, strict=True)]
        return survival_chart(tracks, phases, end_s, "Chance that Red has not attacked yet")
