"""The page of a coverage question: what each mix of partners serves, over time and on the map."""

from collections.abc import Container, Mapping
from textwrap import wrap

from markupsafe import Markup

from wargame.analysis.charts import Track, service_chart
from wargame.analysis.coverage import Coverage, Line, SingleLosses
from wargame.analysis.maps import kinds_shown, region_map
from wargame.analysis.names import MISSION_NAMES, Names
from wargame.analysis.page import environment
from wargame.analysis.summary import COURTESY
from wargame.analysis.svg import Frame, box, drawing, line, shortened, signed, text, ticks
from wargame.analysis.timelines import thinned, window_steps, window_words
from wargame.analysis.typography import LEAST
from wargame.analysis.variants import mixes_line, settings_list, variant_lines
from wargame.missions.windows import trailing_mean
from wargame.scenario import MissionKey, Scenario
from wargame.scenario.clock import Outage
from wargame.scenario.missions import LinkSettings

WIDTH = 1000.0
ROW = 40.0
LETTERS = 22
"""So many letters of a name fit beside a chart."""
SHADES = 10


def heading(found: Coverage) -> str:
    """What was asked, in words."""
    names, scenario = Names(found.scenario), found.scenario
    where = "all regions by demand" if found.region is None else scenario.regions[found.region].name
    users = "all users by demand" if found.nation is None else f"users of {names(found.nation)}"
    return f"Service before any attack: {MISSION_NAMES[found.mission]}, {where}, {users}"


def what_decides(scenario: Scenario, missions: Container[MissionKey]) -> str:
    """What the numbers of some missions hang on, as no chance enters."""
    decide = ["orbits", "agreements", "demand"]
    if any(isinstance(inject, Outage) for inject in scenario.injects.values()):
        decide.append("the outages that injects plan")
    if "isr_imaging" in missions:
        decide.append("one sky of clouds")
    return f"No chance enters: {', '.join(decide[:-1])} and {decide[-1]} decide."


def reading(found: Coverage) -> list[str]:
    """How the numbers of the mixes are to be read, and what single losses would cost."""
    names, scenario = Names(found.scenario), found.scenario
    lines = [] if found.single_losses is None else [_single_losses(found.single_losses)]
    if found.lead_means:
        lines.append(
            "What a partner adds is to the mean over users of all nations, in the coalition or not: one that "
            f"joins has its own users served, too. The column 'to {scenario.lead}' counts users of "
            f"{names(scenario.lead)} only."
        )
    changes = [part for key in scenario.players for part in (*found.adds(key), *found.gives_the_lead(key))]
    if min((part for part in changes if part is not None), default=0.0) < -LEAST:
        lines.append(
            "Below zero: capacity promised to a partner by agreement (shares, pools) is not there for others."
            if isinstance(scenario.missions.of(found.mission), LinkSettings)
            else "Below zero: somebody is served worse with the partner than without it."
        )
    return lines


def _single_losses(found: SingleLosses) -> str:
    dearest = (
        f"the dearest takes {found.worst:.3f} off the mean"
        if found.worst >= LEAST
        else "none shows in the mean"
    )
    return (
        f"One satellite or site alone, out of action for the whole run with everybody in: {found.without_a_trace} of "
        f"{found.assets} would leave no trace, {dearest}."
    )


def coverage_html(found: Coverage) -> str:
    """The page: self-contained, no request leaves it, nothing in it moves, it prints."""
    return environment().get_template("coverage.html.j2").render(page=_Page(found))


class _Page:
    """What the template asks for."""

    courtesy = COURTESY
    shades = range(SHADES)

    def __init__(self, found: Coverage) -> None:
        """Keeps the answer."""
        self.found = found
        self.names = Names(found.scenario)
        self.lead = self.names(found.scenario.lead)
        self.heading = heading(found)
        self.mission = found.scenario.missions.of(found.mission)
        self.provenance = [*variant_lines(found.variant), *mixes_line(found.variant, self.names)]
        self.settings = settings_list(found.variant)
        self.reading = reading(found)
        self.decides = what_decides(found.scenario, (found.mission,))

    @property
    def ends(self) -> list[tuple[str, str, Line]]:
        """Everybody and the lead alone: the style of their line, their name, their numbers."""
        lines = self.found.lines
        return [("with", "everybody", lines["all"]), ("alone", f"{self.lead} alone", lines["alone"])]

    @property
    def partners(self) -> list[tuple[str, float, float]]:
        """Each partner: its name, what it adds to the lead alone, what everybody would miss without it."""
        players = self.names.in_order(self.found.scenario.players)
        return [(self.names(key), *self.found.adds(key)) for key in players]

    @property
    def mix_chart(self) -> Markup:
        """For each partner a bar up from the lead alone over a bar down from everybody."""
        return mix_chart(self.found, self.names)

    @property
    def timeline(self) -> Markup:
        """Service over time of the two ends, averaged over the mission's window."""
        step_s = self.found.scenario.clock.duration_s / len(self.found.lines["all"].values)
        tracks = []
        for style, name, item in self.ends:
            window = window_steps(self.mission.window_h, step_s, len(item.values))
            felt: list[float] = trailing_mean(item.values, window).tolist()
            points = [((n + window) * step_s, value) for n, value in thinned(felt)]
            tracks.append(Track(style, name, points))
        end_s = float(self.found.scenario.clock.duration_s)
        label = f"{self.heading}, over time, 0 to 1"
        return service_chart(tracks, self.mission.threshold, [], [], end_s, label)

    @property
    def begins(self) -> str:
        """From when on the lines over time are there, and why."""
        return window_words(self.mission.window_h, float(self.found.scenario.clock.duration_s))

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """Kinds of actors with their names, for the legend of the map."""
        return kinds_shown(self.found.scenario)

    @property
    def maps(self) -> list[tuple[str, Markup]]:
        """The map with everybody and with the lead alone."""
        found = []
        for key, name in (("all", "Everybody"), ("alone", f"{self.lead} alone")):
            means = {region: ends[key] for region, ends in self.found.by_region.items()}
            label = f"Mean service by region, {name}"
            found.append((name, region_map(self.found.scenario, shaded(means), label)))
        return found


def shaded(means: Mapping[str, float]) -> dict[str, tuple[str, str]]:
    """For each region the class of its shade, in tenths, and the words inside."""
    return {
        region: (f"shade{min(SHADES - 1, int(mean * SHADES))}", f"{mean:.2f}")
        for region, mean in means.items()
    }


def mix_chart(found: Coverage, names: Names) -> Markup:
    """Mean service by mix: the lead with one partner (bar from the lead alone), everybody without it (bar from all)."""
    players = names.in_order(found.scenario.players)
    alone, everybody = found.lines["alone"].mean, found.lines["all"].mean
    values = [item.mean for item in found.lines.values()]
    room = 0.06 * max(max(values) - min(values), 0.02)
    low, high = max(0.0, min(values) - room), min(1.0, max(values) + room)
    frame = Frame(215, 26, WIDTH - 315, ROW * max(1, len(players)), (low, high), (0.0, 1.0))
    parts = [
        line(frame.x(v), frame.top, frame.x(v), frame.bottom, "grid")
        + text(frame.x(v), frame.bottom + 17, f"{v:g}", "small soft", "middle")
        for v in ticks(low, high)
    ]
    for row, key in enumerate(players):
        top = frame.top + ROW * row
        first, last = found.adds(key)
        kind = found.scenario.actors[key].kind
        parts += [
            *_label(frame.left - 10, top + 25, names(key)),
            _bar(
                frame,
                alone,
                alone + first,
                top + 8,
                f"mark {kind}",
                f"adds {signed(first)} to the lead alone",
            ),
            _bar(frame, everybody - last, everybody, top + 21, "missed", f"without it {signed(-last)}"),
            text(frame.right + 12, top + 18, signed(first), "small"),
            text(frame.right + 12, top + 32, signed(-last), "small soft"),
        ]
    parts += [
        line(frame.x(alone), frame.top - 6, frame.x(alone), frame.bottom, "lead-line"),
        line(frame.x(everybody), frame.top - 6, frame.x(everybody), frame.bottom, "zero"),
        text(frame.x(alone), frame.top - 10, "lead alone", "small soft", "middle"),
    ]
    if frame.x(everybody) - frame.x(alone) > 130:
        parts.append(text(frame.x(everybody), frame.top - 10, "everybody", "small soft", "middle"))
    return drawing(WIDTH, frame.bottom + 26, "Mean service by mix of partners", *parts)


def _label(x: float, y: float, name: str) -> list[Markup]:
    """A name beside a chart, on two lines if it has to."""
    first, *rest = wrap(name, LETTERS)
    if not rest:
        return [text(x, y, first, "option", "end")]
    return [
        text(x, y - 8, first, "option", "end"),
        text(x, y + 8, shortened(" ".join(rest), LETTERS), "option", "end"),
    ]


def _bar(frame: Frame, start: float, end: float, top: float, class_: str, hint: str) -> Markup:
    left, right = sorted((frame.x(start), frame.x(end)))
    return box(left, top, max(1.5, right - left), 11, class_, hint)
