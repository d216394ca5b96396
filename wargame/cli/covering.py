"""Commands for those who ask what the architecture can do before anyone attacks it: coverage."""

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wargame.cli.commands import Command
from wargame.cli.playing import ExcursionName, Json, ScenarioName, Settings, leaving_of
from wargame.cli.preparing import prepare
from wargame.cli.printing import CommandError, check_place, say, say_json, warn
from wargame.cli.progress import steps

if TYPE_CHECKING:
    from wargame.analysis.coverage import Coverage, Line
    from wargame.loader import Loaded
    from wargame.missions.service import ServiceTimeline
    from wargame.record import Record
    from wargame.scenario import MissionKey, Scenario
    from wargame.scenario.variant import Variant

PAGE = "coverage.html"
MOST_SIGNS = 64
"""Longest line of service over time, in signs of a whole number of hours."""
BARS = "▁▂▃▄▅▆▇█"
OWN = 9
"""Width of the column of what a partner gives the lead's own users."""


def coverage(
    scenario: ScenarioName,
    mission: Annotated[
        str | None, typer.Option(help="The mission; a table of all missions and regions when left out.")
    ] = None,
    region: Annotated[
        str | None, typer.Option(help="The region; all regions by demand when left out.")
    ] = None,
    nation: Annotated[str | None, typer.Option(help="Whose users; all by demand when left out.")] = None,
    leaving: Annotated[
        str, typer.Option(help="neutral or absent: what those who are not in do.")
    ] = "neutral",
    excursion: ExcursionName = None,
    settings: Settings = None,
    out: Annotated[
        Path | None, typer.Option(help=f"Folder for {PAGE} (map and timeline) and coverage.json.")
    ] = None,
    json: Json = False,
) -> None:
    """Say what the architecture can do before anyone attacks it, by mission, region and mix of partners."""
    from wargame.analysis.coverage import CoverageError, mixes, overview, play_mixes
    from wargame.analysis.coverage import coverage as coverage_of
    from wargame.loader import load_all
    from wargame.run import run as play

    leaves = leaving_of(leaving)
    if mission is None and (region or nation or out):
        given = [
            name
            for name, value in (("--region", region), ("--nation", nation), ("--out", out))
            if value is not None
        ]
        needs = "needs a --mission" if len(given) == 1 else "need a --mission"
        warn(
            f"{' and '.join(given)} {needs}, such as --mission pnt; without one there is a table of all missions"
        )
        raise typer.Exit(2)
    if out is not None:
        check_place(out)
    with steps("reading the scenario") as step:
        loaded = load_all(scenario, excursion, settings)
        chosen = loaded.scenario
        wanted = None if mission is None else _mission(chosen, mission)
        region, nation = _place_and_nation(chosen, region, nation)
        prepare(chosen, step)
        asked = [mix for mix in mixes(chosen) if wanted is not None or mix.partner is None]
        played = play_mixes(
            chosen,
            play,
            asked,
            leaves,
            lambda done, total: step(f"serving mix {done} of {total}"),
        )
        if wanted is None:
            table = overview(chosen, played)
        else:
            try:
                losses = _losses(chosen, wanted, played["all"], step)
                found = coverage_of(chosen, played, wanted, region, nation, leaves, loaded.variant, losses)
            except CoverageError as error:
                raise CommandError(str(error)) from error
            if out is not None:
                _write(out, found)
    if wanted is None:
        if json:
            variant = loaded.variant.as_dict()
            say_json({"scenario": chosen.title, "variant": variant, "leaving": leaves, "overview": table})
        else:
            say(_overview_text(loaded, table, leaves))
    elif json:
        say_json(found.as_dict())
    else:
        say(_as_text(found))
        if out is not None:
            say(f"\nMap and timeline: {out / PAGE}")


def _losses(
    scenario: "Scenario", mission: "MissionKey", calm: "Record", step: Callable[[str], None]
) -> "Iterator[ServiceTimeline]":
    """The service of everybody without one satellite or site that the mission can depend on, for each of them."""
    from wargame.availability import availability
    from wargame.coalition import Coalition
    from wargame.run import board_of

    services = board_of(scenario).services
    state = availability(calm.events, Coalition.everybody(scenario))
    assets = [asset for asset in sorted(services.service(mission).assets) if asset not in scenario.users]
    for number, asset in enumerate(assets, 1):
        if number % 20 == 1:
            step(f"serving without one of {len(assets)} satellites and sites")
        yield services.timeline(mission, state.without([asset]))


def _mission(scenario: "Scenario", name: str) -> "MissionKey":
    """The mission of that name."""
    from wargame.analysis.names import mission_name
    from wargame.loader.suggest import closest
    from wargame.scenario.base import MISSION_KEYS

    for key in MISSION_KEYS:
        if name.casefold() in (key, mission_name(key)):
            return key
    near = closest(name, MISSION_KEYS)
    hint = f"; did you mean '{near}'?" if near else ""
    raise CommandError(
        f"--mission '{name}': there is no mission of that name{hint}; users of "
        f"this scenario need {', '.join(scenario.needed)}"
    )


def _place_and_nation(
    scenario: "Scenario", region: str | None, nation: str | None
) -> tuple[str | None, str | None]:
    """The ids of a region and a nation that were named by id or by display name."""
    from wargame.cli.naming import meant_id

    if region is not None:
        nothing = "this scenario has no such region"
        region = meant_id(region, scenario.regions, scenario, "--region", nothing)
    if nation is not None:
        nation = meant_id(nation, scenario.actors, scenario, "--nation", "nobody has that id or name")
    return region, nation


def _write(out: Path, found: "Coverage") -> None:
    import json as encoder

    from wargame.analysis.coverage_page import coverage_html
    from wargame.record.files import write_whole

    out.mkdir(parents=True, exist_ok=True)
    text = encoder.dumps(found.as_dict(), indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False)
    write_whole(out / "coverage.json", text + "\n")
    write_whole(out / PAGE, coverage_html(found))


def _overview_text(
    loaded: "Loaded", table: "Mapping[MissionKey, Mapping[str, Mapping[str, float]]]", leaving: str
) -> str:
    """Missions by regions: the coalition's mean service and the lead's alone."""
    from wargame.analysis.coverage_page import what_decides
    from wargame.analysis.names import MISSION_NAMES
    from wargame.analysis.summary import COURTESY

    scenario = loaded.scenario
    regions = sorted({region for row in table.values() for region in row})
    letters = [chr(ord("A") + n) if n < 26 else str(n + 1) for n in range(len(regions))]
    lines = [scenario.title, *_provenance(scenario, loaded.variant), COURTESY]
    lines += ["", "Mean service before any attack: everybody / lead alone", ""]
    lines += [
        f"  {letter}  {scenario.regions[key].name}" for letter, key in zip(letters, regions, strict=True)
    ]
    lines += ["", f"{'':<28}" + "".join(f"{letter:^13}" for letter in letters).rstrip()]
    for mission, row in table.items():
        cells = (
            f"{row[region]['all']:.2f} / {row[region]['alone']:.2f}" if region in row else "-"
            for region in regions
        )
        lines.append((f"{MISSION_NAMES[mission]:<28}" + "".join(f"{cell:^13}" for cell in cells)).rstrip())
    return "\n".join(
        [
            *lines,
            "",
            "Service is delivered over needed, to users of all nations by demand, in the coalition or not.",
            f"{what_decides(scenario, scenario.needed)} Whoever is not in it turns {leaving}.",
            "More: wargame coverage SCENARIO --mission M --region R --out DIR",
        ]
    )


def _provenance(scenario: "Scenario", variant: "Variant") -> list[str]:
    """Which variant of the file this is, and that the mixes are of all players."""
    from wargame.analysis.names import Names
    from wargame.analysis.variants import mixes_line, variant_lines

    return [*variant_lines(variant), *mixes_line(variant, Names(scenario))]


def _as_text(found: "Coverage") -> str:
    """Every mix with its numbers, and the two ends over time."""
    from wargame.analysis.coverage_page import heading, reading, what_decides
    from wargame.analysis.names import Names
    from wargame.analysis.summary import COURTESY

    scenario, names = found.scenario, Names(found.scenario)
    settings = scenario.missions.of(found.mission)
    lead = names(scenario.lead)
    width = max(len(f"  without {names(key)}") for key in (*scenario.players, scenario.lead)) + 2
    shortfall = f"time below {settings.threshold:g}"
    own = f"to {scenario.lead}"
    told = f"{own:>{OWN}}" if found.lead_means else ""
    head = (
        f"{'mix':<{width}}{'mean':>6}{'adds':>9}{told}{f'worst {settings.window_h:g} h':>13}{shortfall:>17}"
    )
    lines = [scenario.title, *_provenance(scenario, found.variant), COURTESY, "", heading(found), "", head]

    def row(label: str, line: "Line", added: float | None, to_lead: float | None) -> str:
        changes = [f"{round(item, 3) + 0.0:+.3f}" if item is not None else "" for item in (added, to_lead)]
        second = f"{changes[1]:>{OWN}}" if found.lead_means else ""
        return (
            f"{label:<{width}}{line.mean:>6.3f}{changes[0]:>9}{second}{line.worst:>13.3f}{line.short:>17.0%}"
        )

    lines.append(row(f"{lead} alone", found.lines["alone"], None, None))
    for key in names.in_order(scenario.players):
        added, to_lead = found.adds(key)[0], found.gives_the_lead(key)[0]
        lines.append(row(f"  with {names(key)}", found.lines[f"with_{key}"], added, to_lead))
    lines.append(row("everybody", found.lines["all"], None, None))
    for key in names.in_order(scenario.players):
        missed, by_lead = (
            None if part is None else -part for part in (found.adds(key)[1], found.gives_the_lead(key)[1])
        )
        lines.append(row(f"  without {names(key)}", found.lines[f"without_{key}"], missed, by_lead))
    hours = _hours_a_sign(scenario.clock.duration_h)
    lines += [
        "",
        f"Over time ({hours} h a sign, {_scale()}):",
        *_timelines(found, lead, hours),
        "",
        *reading(found),
        f"{what_decides(scenario, (found.mission,))} Whoever is not in it turns {found.leaving}.",
    ]
    return "\n".join(lines)


def _hours_a_sign(duration_h: int) -> int:
    return -(-duration_h // MOST_SIGNS)


def _timelines(found: "Coverage", lead: str, hours: int) -> list[str]:
    width = max(len(lead) + 6, 9) + 2
    steps = round(hours * len(found.lines["all"].values) / found.scenario.clock.duration_h)
    return [
        f"{'everybody':<{width}}{_signs(found.lines['all'].values, steps)}",
        f"{lead + ' alone':<{width}}{_signs(found.lines['alone'].values, steps)}",
    ]


def _draws_bars() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"


def _scale() -> str:
    return (
        f"{BARS[0]} below 0.125 to {BARS[-1]} 0.875 and more"
        if _draws_bars()
        else "tenths, 9 is 0.9 and more"
    )


def _signs(values: Any, steps: int) -> str:
    """A line of service with one sign for every so many steps (`Any`: an array of numbers)."""
    signs = BARS if _draws_bars() else "0123456789"
    means = [float(values[start : start + steps].mean()) for start in range(0, len(values), steps)]
    return "".join(signs[min(int(mean * len(signs)), len(signs) - 1)] for mean in means)


COMMANDS = (
    Command(
        "coverage",
        coverage,
        "wargame coverage western_pacific --mission satcom_wideband --region luzon_strait --out out/coverage",
    ),
)
