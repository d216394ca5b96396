"""Commands for those who ask what partners add: contribution."""

from collections.abc import Mapping
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wargame.cli.commands import Command
from wargame.cli.playing import ExcursionName, Json, ScenarioName, Settings, leaving_of
from wargame.cli.preparing import prepare
from wargame.cli.printing import CommandError, check_place, say, say_json, warn
from wargame.cli.progress import bar, steps

if TYPE_CHECKING:
    from wargame.analysis.contribution import Contribution, Plan
    from wargame.loader import Loaded
    from wargame.model import Arm
    from wargame.scenario import Scenario


def contribution(
    scenario: ScenarioName,
    replicates: Annotated[int, typer.Option(min=1, help="Independent repetitions of every coalition.")] = 20,
    measures: Annotated[
        str | None, typer.Option(help="Comma-separated; both primary measures when left out.")
    ] = None,
    partners: Annotated[str | None, typer.Option(help="Comma-separated players; all when left out.")] = None,
    view: Annotated[
        str, typer.Option(help="lead, coalition or a nation: whose service counts.")
    ] = "coalition",
    leaving: Annotated[str, typer.Option(help="neutral or absent.")] = "neutral",
    seed: Annotated[int, typer.Option(min=0)] = 0,
    excursion: ExcursionName = None,
    settings: Settings = None,
    out: Annotated[Path | None, typer.Option(help="Folder for contribution.json.")] = None,
    json: Json = False,
) -> None:
    """Say what each partner adds to resilience and deterrence, with intervals, over every coalition."""
    from wargame.analysis.contribution import PRIMARY, ContributionError, plan
    from wargame.analysis.contribution import contribution as study_of
    from wargame.loader import load_all
    from wargame.run import board_of
    from wargame.run import run as play

    if out is not None:
        check_place(out)
    with steps("reading the scenario") as step:
        loaded = load_all(scenario, excursion, settings)
        wanted = PRIMARY if measures is None else tuple(name.strip() for name in measures.split(","))
        named = None if partners is None else _partners(loaded.scenario, partners)
        seen = _view(loaded.scenario, view)
        try:
            study = plan(loaded.scenario, replicates, named, wanted, seen, leaving_of(leaving), seed)
        except ContributionError as error:
            raise CommandError(str(error)) from error
        prepare(loaded.scenario, step)
        step("timing a game of each arm")
        seconds = _pace(loaded.scenario, study)
    warn(_announcement(study, seconds))
    began = perf_counter()
    with bar() as progress:
        task = progress.add_task("games", total=sum(study.runs_by_arm.values()))
        try:
            found = study_of(
                loaded.scenario, study, play, lambda done, total: progress.update(task, completed=done)
            )
        except ContributionError as error:
            raise CommandError(str(error)) from error
    board_of(loaded.scenario).keep()
    document = found.as_dict(loaded.scenario.title, loaded.variant)
    if out is not None:
        _write(out, document)
    if json:
        say_json(document)
    else:
        say(_as_text(loaded, found, document))
        say(f"\n{sum(study.runs_by_arm.values())} games in {perf_counter() - began:.0f} s.")


def _partners(scenario: "Scenario", words: str) -> list[str]:
    """The ids of players that were named by id or by display name, with commas between."""
    from wargame.cli.naming import meant_id

    nothing = "this scenario has no such player"
    return [
        meant_id(word.strip(), scenario.players, scenario, "--partners", nothing) for word in words.split(",")
    ]


def _view(scenario: "Scenario", word: str) -> str:
    """Whose service counts: `lead`, `coalition`, or the id of a nation that was named by id or by display name."""
    from wargame.cli.naming import meant_id

    if word in ("lead", "coalition"):
        return word
    return meant_id(word, scenario.governments, scenario, "--view", "views are lead, coalition or a nation")


def _pace(scenario: "Scenario", study: "Plan") -> dict[str, float]:
    """Seconds that one more game of each arm takes once a first one has been played."""
    from wargame.run import run as play

    found = {}
    for arm, package in (("forced", next(iter(study.packages), None)), ("restraint", None)):
        if arm in study.runs_by_arm:
            for _ in range(2):
                began = perf_counter()
                play(scenario, study.seed, arm=_arm(arm), package=package, keep="lean")
                found[arm] = perf_counter() - began
    return found


def _arm(word: str) -> "Arm":
    return "forced" if word == "forced" else "restraint"


def _announcement(study: "Plan", seconds: Mapping[str, float]) -> str:
    """What is about to run: games by arm and an estimate of the time."""
    runs = study.runs_by_arm
    arms = ", ".join(f"{count} {arm}" for arm, count in runs.items())
    total = sum(count * seconds[arm] for arm, count in runs.items())
    time = f"{total / 60:.0f} min" if total >= 90 else f"{max(1.0, total):.0f} s"
    return (
        f"{2 ** len(study.players)} coalitions of {len(study.players)} players x {study.replicates} replicates: "
        f"{arms} games; about {time}, and longer while Red meets coalitions it has not reckoned with yet"
    )


def _write(out: Path, document: Mapping[str, Any]) -> None:
    import json as encoder

    from wargame.record.files import write_whole

    out.mkdir(parents=True, exist_ok=True)
    text = encoder.dumps(document, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False)
    write_whole(out / "contribution.json", text + "\n")


_TITLES = {
    "resilience.service_delivered": "RESILIENCE: service delivered when the threat packages are carried out (0 to 1)",
    "deterrence.margin": "DETERRENCE: margin by which restraint beats Red's best attack (stakes)",
}


def _as_text(loaded: "Loaded", found: "Contribution", document: Mapping[str, Any]) -> str:
    """The two answers, resilience and deterrence apart, partners in alphabetical order."""
    from wargame.analysis.names import Names
    from wargame.analysis.summary import COURTESY
    from wargame.analysis.variants import mixes_line, variant_lines

    names = Names(loaded.scenario)
    lines = [
        loaded.scenario.title,
        *variant_lines(loaded.variant),
        *mixes_line(loaded.variant, names),
        COURTESY,
    ]
    if found.plan.standing:
        lines.append(
            f"Always in the coalition, so in every number below: {', '.join(sorted(found.plan.standing))}. "
            "'Without them' is therefore not the lead alone."
        )
    for name, measure in document["measures"].items():
        lines += ["", _TITLES[name], *_table(measure, name)]
    lines += [
        "",
        "Each value is the Shapley value: what the partner adds, averaged over all orders of joining; 95 % intervals "
        f"over {found.plan.replicates} replicates.",
        f"Service is that of {_whose(found.plan.view, names, loaded)}; the margin is one for everybody.",
        "Which attack sets the margin, and whether it would gain Red anything, is in the report of `wargame run`.",
        "'Not distinguishable' is not zero: it says that these replicates cannot tell. The verdict holds for all "
        "partners of a measure together (Bonferroni).",
    ]
    if found.plan.leaving == "neutral":
        lines.append(
            "A partner that leaves turns neutral: it keeps its assets for its own users and joins no response."
        )
    else:
        lines.append("A partner that leaves is absent: what it has was never there.")
    return "\n".join(lines)


def _whose(view: str, names: Any, loaded: "Loaded") -> str:
    """Whose users a view counts."""
    if view == "coalition":
        return "the users of all nations, those that left included"
    return f"the users of {names(loaded.scenario.lead if view == 'lead' else view)} only (--view {view})"


def _table(measure: Mapping[str, Any], name: str) -> list[str]:
    """US-only, full coalition, and each partner's value."""
    if "reason" in measure:
        return [f"  This measure cannot be had: {measure['reason']}."]
    lines = [f"  without them {_number(measure['us_only'])}    with all of them {_number(measure['all'])}"]
    lines.append(f"  {'partner':<14}{'adds':>9}   {'95 % interval':<22}verdict")
    for partner, value in sorted(measure["shapley"].items()):
        lines.append(f"{_value(partner, value, '')}{_verdict(value)}")
        if value["for_others"] is not None:
            lines += [
                _value(f"  {part.replace('_', ' ')}", value, part).rstrip()
                for part in ("for_others", "for_itself")
            ]
    if name == "deterrence.margin":
        lines.append(
            "  No chance enters the margin: Red's table follows from what it knows, so the intervals are points."
        )
    return lines


def _value(label: str, row: Mapping[str, Any], part: str) -> str:
    """A value of a partner, or one of its two parts, with its interval."""
    before = f"{part}_" if part else ""
    mean, low, high = row[part or "value"], row[f"{before}low"], row[f"{before}high"]
    interval = "-" if low is None else f"[{low + 0.0:+.4f}, {high + 0.0:+.4f}]"
    return f"  {label:<14}{mean + 0.0:>+9.4f}   {interval:<22}"


def _number(value: Mapping[str, Any]) -> str:
    if value["low"] is None or value["low"] == value["high"]:
        return f"{value['value'] + 0.0:+.4f}"
    return f"{value['value']:+.4f} [{value['low']:+.4f}, {value['high']:+.4f}]"


def _verdict(value: Mapping[str, Any]) -> str:
    if value["verdict"] is None:
        return "one replicate gives no interval"
    far = " from zero" if value["verdict"] == "not distinguishable" else ""
    return f"{value['verdict']}{far}"


COMMANDS = (
    Command(
        "contribution",
        contribution,
        "wargame contribution western_pacific --partners AUS,FRA,GBR,JPN --replicates 20",
    ),
)
