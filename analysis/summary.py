"""The summary of one run: the coalition beside US-only, what Red weighed, what happened and why, what was served.

One run is one draw: the summary says so, and points to the studies that average over many.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from wargame.analysis.amendments import fork_lines
from wargame.analysis.assumptions import Assumption, judgements
from wargame.analysis.continuation import Outlook
from wargame.analysis.deeds import first_attack_s
from wargame.analysis.headline import RESOLVE_MEANS, luck_sentence
from wargame.analysis.imposition import Expected
from wargame.analysis.losses import Loss, alike, loss_sentence, whereabouts
from wargame.analysis.merging import merged
from wargame.analysis.names import Names, clock, mission_name
from wargame.analysis.restraint import little_left
from wargame.analysis.sentences_of_deterrence import cell, imposed, outside
from wargame.analysis.statistics import Statistics, statistics
from wargame.analysis.story import told
from wargame.analysis.study import Played, Study
from wargame.analysis.study_rows import study_dict
from wargame.analysis.summary_lines import neutral_sentence, table_row
from wargame.analysis.telling import Teller
from wargame.analysis.variants import out_line, variant_lines
from wargame.events import Event, OptionsWeighed
from wargame.record import Record
from wargame.scenario import MissionKey, Scenario
from wargame.scenario.variant import AS_IT_STANDS, Variant

COURTESY = "unclassified, illustrative, not a forecast, not an assessment of any nation"
ONE_DRAW = "One run is one draw of chance: averages with intervals come from `wargame contribution`."

_COSTS = (
    ("resources", "k_resource"),
    ("rung", "k_rung"),
    ("debris", "k_debris"),
    ("norm", "k_norm"),
    ("strategic", "k_strategic"),
    ("responses", "k_response"),
)

MOST_LOSSES = 8
"""The terminal lists so many losses of a service one by one, the longest."""

LITTLE_LEFT_SENTENCE = (
    "Little left to deny: Red has most of its stake without attacking, because the services that it wants to deny are "
    "poor as they are."
)
LITTLE = 0.01
"""A benefit below this share of the stake is almost nothing."""

TOLD = frozenset(
    {
        "attack.decided",
        "phase.changed",
        "scenario.amended",
        "inject.fired",
        "engagement.resolved",
        "asset.lost",
        "asset.degraded",
        "receivers.jammed",
        "debris.created",
        "order.refused",
        "leak.occurred",
        "response.decided",
        "service.crossed",
        "off_ramp.offered",
        "crisis.stepped_down",
        "crisis.ended",
        "message.given",
        "ruling.made",
        "service.refused",
        "vote.taken",
    }
)
"""Kinds of events that the story of a run tells."""


OF_RESTRAINT = (
    "deterrence.margin",
    "deterrence.p_attack",
    "deterrence.mean_time_to_attack_h",
    "deterrence.instability",
)
"""Statistics that a run takes from the restraint path of its replicate."""


@dataclass(frozen=True)
class Side:
    """All arms of one coalition in one replicate: the arm that was asked for, unattacked, restraint.

    Attributes:
        played: the arm that was asked for.
        unattacked, restraint: the others that a summary needs.
        forced: the forced arm of every threat package, by key; empty where it was not played.
        outlook: services after the run, for what is lost then.
        expected: what Red expects of every declared package, asked with a restraint record.
    """

    played: Record
    unattacked: Record
    restraint: Record
    forced: Mapping[str, Record] = field(default_factory=dict)
    outlook: Outlook | None = None
    expected: Callable[[Record], Expected] | None = None

    @cached_property
    def statistics(self) -> Statistics:
        """The statistics of the arm played, with those of the restraint path from there."""
        found = statistics(self.played, self.unattacked, outlook=self.outlook)
        held = statistics(self.restraint, self.unattacked)
        values, reasons = dict(found.values), dict(found.reasons)
        for name in OF_RESTRAINT:
            values[name] = held.values[name]
            if name in held.reasons:
                reasons[name] = held.reasons[name]
            else:
                reasons.pop(name, None)
        return Statistics(values, reasons)

    @cached_property
    def study(self) -> Study:
        """The replicate as a set of one, for study measures."""
        replicate = Played(self.unattacked, self.restraint, forced=self.forced)
        return Study(self.played.scenario, (replicate,), expected=self.expected, outlook=self.outlook)

    @property
    def little_left(self) -> bool:
        """Whether Red has most of its stake without attacking, so that there is little left to deny."""
        return little_left(self.statistics.values["deterrence.reached_unattacked"])

    @property
    def closest(self) -> OptionsWeighed | None:
        """The weighing of the restraint path at which attack was nearest."""
        weighed = [e for e in self.restraint.events if isinstance(e, OptionsWeighed) and e.weighed]
        return max(weighed, key=lambda event: event.gap) if weighed else None


@dataclass(frozen=True)
class Summary:
    """Both sides of a run.

    Attributes:
        scenario: what was played.
        coalition: all arms of the coalition.
        us_only: all arms of the lead alone.
        variant: which variant of its file the scenario is (`load_all(...).variant`).
    """

    scenario: Scenario
    coalition: Side
    us_only: Side
    variant: Variant = AS_IT_STANDS

    @cached_property
    def assumptions(self) -> list[Assumption]:
        """Every judgement behind the run."""
        return judgements(self.scenario)

    @cached_property
    def study(self) -> Study:
        """The coalition's replicate as a set of one, beside the lead alone."""
        return replace(self.coalition.study, alone=self.us_only.study)

    @property
    def out(self) -> list[str]:
        """The players that were not in the coalition, by id."""
        return sorted(set(self.scenario.players) - set(self.coalition.played.manifest.coalition))

    @property
    def provenance(self) -> list[str]:
        """Which variant this is, who is out, for whom people decide; nothing for the file as it stands with all in."""
        manifest, names = self.coalition.played.manifest, Names(self.scenario)
        lines = [*variant_lines(self.variant), *out_line(self.out, manifest.leaving, names)]
        lines += fork_lines(self.coalition.played.forks)
        if manifest.orders is not None:
            ordered = {entry["actor"] for entry in manifest.orders["orders"].values()}
            lines.append(f"Played with orders of people for {names.several(tuple(names.in_order(ordered)))}.")
        return lines

    def as_dict(self) -> dict[str, Any]:
        """The document of `summary.json`."""
        full, alone = self.coalition.statistics, self.us_only.statistics
        difference: dict[str, Any] = {}
        for name, value in full.values.items():
            other = alone.values.get(name)
            difference[name] = None if value is None or other is None else round(value - other, 9)
        manifest = self.coalition.played.manifest
        return {
            "scenario": self.scenario.title,
            "scenario_hash": self.scenario.hash,
            "variant": self.variant.as_dict(),
            "seed": manifest.seed,
            "replicate": manifest.replicate,
            "arm": manifest.arm,
            "package": manifest.package,
            "members": list(manifest.coalition),
            "without": self.out,
            "leaving": manifest.leaving,
            "orders": manifest.orders,
            **({"forks": list(manifest.forks)} if manifest.forks else {}),
            "coalition": full.as_dict(),
            "us_only": alone.as_dict(),
            "difference": difference,
            "study": {
                "coalition": study_dict(self.study, self.coalition.closest, self.coalition.little_left),
                "us_only": study_dict(self.us_only.study, self.us_only.closest, self.us_only.little_left),
            },
            "courtesy": COURTESY,
            "one_draw": ONE_DRAW,
            "assumptions": [item.as_dict() for item in self.assumptions],
        }

    def as_text(self) -> str:
        """The page that an officer reads."""
        names = Names(self.scenario)
        manifest = self.coalition.played.manifest
        arm = f"{manifest.arm} arm" + (f", package {manifest.package}" if manifest.package else "")
        lines = [
            self.scenario.title,
            *self.provenance,
            f"{arm}, seed {manifest.seed}, replicate {manifest.replicate}; {COURTESY}",
            "",
            *self._choice(names),
            "",
            *self._options(names),
            "",
            *self._story(names),
            "",
            *self._services(names),
            "",
            ONE_DRAW,
            _assumption_line(self.assumptions),
        ]
        return "\n".join(lines)

    @property
    def _alone(self) -> str:
        """How the columns call the lead without any player."""
        return f"{self.scenario.lead[:7]} only"

    def _choice(self, names: Names) -> list[str]:
        """P(attack), margin, and what Red did, for both coalitions."""
        full, alone = self.coalition.statistics, self.us_only.statistics
        members = (
            ", ".join(sorted(names(key) for key in self.coalition.played.manifest.coalition)) or "nobody"
        )
        lines = [
            f"RED'S CHOICE{'':<24}{'coalition':>12}{self._alone:>12}",
            "  On the restraint path, another game than the run told below: Red weighs at every move and is held back",
            table_row("  P(attack)", "deterrence.p_attack", "{:.3f}", full, alone),
            table_row("  Margin of deterrence (stakes)", "deterrence.margin", "{:+.3f}", full, alone),
            "  In this run",
            self._first_attack(),
            table_row("  Highest rung (1-10)", "deterrence.highest_rung", "{:.0f}", full, alone),
            table_row("  Fragments above 10 cm", "debris.fragments", "{:.0f}", full, alone),
        ]
        tips = [side.study.tipping for side in (self.coalition, self.us_only)]
        lines.insert(4, f"  {'  Tipping pressure, to be added':<34}{cell(tips[0]):>12}{cell(tips[1]):>12}")
        far = outside(list(zip(("coalition", self._alone), tips, strict=True)))
        lines += [f"  {sentence}" for sentence in (imposed(self.study), far) if sentence]
        luck = luck_sentence(self.coalition.played, full.values.get("deterrence.p_attack"), names)
        lines += [f"  {luck} {RESOLVE_MEANS}"] if luck else []
        return [*lines, f"  Coalition: {names(self.scenario.lead)} with {members}."]

    @property
    def first_attack_h(self) -> tuple[float | None, float | None]:
        """When the first attack of either side's run was decided or ordered, in whichever arm; None without one."""
        sides = (self.coalition, self.us_only)
        full, alone = (first_attack_s(side.played.events) for side in sides)
        return _in_hours(full), _in_hours(alone)

    def _first_attack(self) -> str:
        cells = ("-" if hours is None else f"{hours:.0f}" for hours in self.first_attack_h)
        return f"  {'  First attack (h)':<34}" + "".join(f"{cell:>12}" for cell in cells)

    def _options(self, names: Names) -> list[str]:
        """Red's best three options when attack was nearest, with their terms."""
        closest = self.coalition.closest
        if closest is None:
            return ["RED'S OPTIONS", "  Red had nothing to attack with."]
        lines = [
            f"RED'S BEST OPTIONS against the coalition on the restraint path, at {clock(closest.t_s)}, when "
            f"attack was nearest; "
            f"first the gap (attack less restraint, in stakes); the pressure is {closest.pressure:.2f}",
        ]
        for row in (closest.options or [])[:3]:
            relief = closest.pressure - row["unrelieved"]
            parts = ", ".join(f"{label} {row[key]:.3f}" for label, key in _COSTS)
            lines += [
                f"  {row.get('worth', row['utility']) + closest.pressure:+.3f}  {names.option(row['option'])}",
                f"          relief of pressure {relief:.3f} + benefit {row['benefit']:.3f} - cost {row['cost']:.3f} "
                f"({parts})",
            ]
        adversary = self.scenario.actors[closest.actor].adversary
        if adversary is not None and adversary.doctrine != "rational":
            lines.append(
                f"  Red decides by the doctrine '{adversary.doctrine}': its gap is not the sum of these terms "
                f"(`wargame describe doctrine {adversary.doctrine}` says what it is)."
            )
        if closest.best_terms.get("benefit", 1.0) < LITTLE:
            lines.append(
                "  Even the best attack would gain Red almost nothing: there is little that it could deny."
            )
        if self.coalition.little_left:
            lines.append(f"  {LITTLE_LEFT_SENTENCE}")
        if struck := self.struck_neutrals:
            lines.append(f"  {neutral_sentence(struck, names)}")
        return lines

    def _story(self, names: Names) -> list[str]:
        """What happened, in order, most telling kinds only."""
        teller = Teller(self.coalition.played, names)
        found, others = told(self.coalition.played, teller, TOLD, MOST_LOSSES)
        lines = ["WHAT HAPPENED (wargame explain follows any of these to its cause)"]
        events = merged([item for item in found if isinstance(item, Event)], self.scenario, names, teller)
        words = {event.id: text for event, text in events}
        lost = alike([item for item in found if isinstance(item, Loss)])
        words |= {group[0].first.id: loss_sentence(group[0], names, group[1:]) for group in lost}
        lines += [
            self._told(event, words)
            for event in (item.first if isinstance(item, Loss) else item for item in found)
            if event.id in words
        ] or ["  Nothing."]
        if others:
            lines.append(
                f"  {'1 more loss' if len(others) == 1 else f'{len(others)} more losses'}, none longer than these, "
                f"{'is' if len(others) == 1 else 'are'} in the report (--out DIR): "
                f"{whereabouts(others, names)}."
            )
        return lines

    def _told(self, event: Event, words: Mapping[str, str]) -> str:
        return f"  {clock(event.t_s)}{self._late(event)}  {words[event.id]}"

    def _late(self, event: Event) -> str:
        """Says that something comes after the end of the run, where it still counts in Red's cost."""
        return " (after the run)" if event.t_s > self.scenario.clock.duration_s else ""

    def _services(self, names: Names) -> list[str]:
        """Mean service by mission, beside the unattacked line, for both coalitions; then for the lead's users only."""
        return [
            f"SERVICE, mean over the run{'':<10}{'coalition':>24}{self._alone:>24}",
            f"{'':<36}" + f"{'unattacked':>12}{'this run':>12}" * 2,
            *self._service_rows(None),
            f"  The same, to users of {names(self.scenario.lead)} only: above, users of nations that left count too.",
            *self._service_rows(self.scenario.lead),
        ]

    def _service_rows(self, nation: str | None) -> list[str]:
        return [
            f"  {mission_name(mission):<34}" + "".join(f"{mean:>12.3f}" for mean in means)
            for mission, means in self.service_means(nation).items()
        ]

    def service_means(self, nation: str | None) -> dict[MissionKey, tuple[float, ...]]:
        """Mean service by mission to one nation's users, or to all: coalition calm and in this run, then alone."""
        return {
            mission: tuple(
                float(record.services[mission].demand_weighted(beneficiary=nation).mean())
                for side in (self.coalition, self.us_only)
                for record in (side.unattacked, side.played)
            )
            for mission, timeline in sorted(self.coalition.played.services.items())
            if timeline.has_demand(beneficiary=nation)
        }

    @property
    def struck_neutrals(self) -> list[str]:
        """What Red's best attack on the lead alone strikes that belongs to nations that left; nobody answers for it."""
        closest = self.us_only.closest
        if closest is None or closest.best is None:
            return []
        inside = {self.scenario.lead, *self.us_only.played.manifest.coalition}
        targets = closest.best.partition(":")[2].split("+")
        return [key for key in targets if self.scenario.owner_of(key) in set(self.scenario.players) - inside]


def _in_hours(t_s: int | None) -> float | None:
    return None if t_s is None else t_s / 3600.0


def _assumption_line(found: list[Assumption]) -> str:
    return f"{len(found)} numbers behind this are judgements with a range; `summary.json` lists them all."


def assumptions_by_path(found: Iterable[Assumption]) -> Mapping[str, Assumption]:
    """The judgements by the path of their field."""
    return {item.path: item for item in found}
