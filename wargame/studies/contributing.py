"""Plays a contribution study stage by stage, or reads one that was played, and says what each player adds.

Games in which chance has no say are played once and stand for every replicate; the records say which those are. With a
pilot the number of replicates is fixed by its spread, and so is whether coalitions share their dice.
"""

import math
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from wargame.analysis.contribution.judging import MeanJudge
from wargame.analysis.contribution.mechanism import takes_away
from wargame.analysis.contribution.page import contribution_html
from wargame.analysis.contribution.plan import PILOT, PRIMARY, Plan
from wargame.analysis.contribution.plan import plan as planned
from wargame.analysis.contribution.result import Contribution
from wargame.analysis.intervals import replicates_for
from wargame.scenario import Scenario
from wargame.scenario.variant import AS_IT_STANDS, Variant
from wargame.studies.beside import tornado_of, wholes_of
from wargame.studies.games import StudyError
from wargame.studies.session import Progress, Session
from wargame.studies.study_file import StudyFile

MOST_REPLICATES = 400
"""A pilot asks for at most so many."""

NARROW = 0.1
"""What a pilot aims at: intervals whose half-width is this share of the largest value of a partner."""

NARROWEST = 0.001
"""And no narrower than this."""


def silent(ended: int, total: int) -> None:
    """Shows no progress."""


def contribution(
    scenario: Scenario,
    plan: Plan,
    *,
    auto: bool = False,
    report: bool = False,
    workers: int = 1,
    path: Path | None = None,
    resume: bool = False,
    variant: Variant = AS_IT_STANDS,
    progress: Progress = silent,
) -> Contribution:
    """Plays every coalition in every replicate and says what each player adds.

    Args:
        scenario: what is given.
        plan: what to find out (`wargame.analysis.contribution.plan`).
        auto: a pilot fixes the number of replicates.
        report: also play what a report shows beside the answer.
        workers: how many processes.
        path: a file that keeps a row for every game; none when None.
        resume: go on with that file.
        variant: how the scenario differs from its file.
        progress: called with the number of games played and their total.

    Raises:
        StudyError: the file cannot be used, or a game failed.
    """
    with Session(scenario, plan, auto, report, workers, path, resume, variant) as session:
        return finish(session, progress)


def read_contribution(path: Path) -> tuple[Contribution, Variant]:
    """What a study that was played found, from the rows of its file, and how its scenario differs from its file.

    Raises:
        StudyError: the file is no contribution study, or games are missing in it.
    """
    with StudyFile(path) as file:
        told = file.document
        if not isinstance(told, dict) or told.get("kind") != "contribution":
            raise StudyError(
                f"{path}: this is no contribution study; 'wargame contribution --out' writes one"
            )
        scenario, outcomes = file.card(0).scenario(), list(file.outcomes())
    auto = told["replicates"] == "auto"
    asked = planned(
        scenario,
        PILOT if auto else told["replicates"],
        told["players"],
        told["measures"],
        told["view"],
        told["leaving"],
        told["seed"],
        told["method"],
        told["by"],
        told["pairs"],
    )
    variant = _variant(told["variant"])
    with Session(scenario, asked, auto, told["report"], variant=variant, played=outcomes) as session:
        return finish(session, silent), variant


def _variant(told: "dict[str, object] | None") -> Variant:
    """A variant from its plain values."""
    if told is None:
        return AS_IT_STANDS
    excursion, title, settings, without = (told[key] for key in ("excursion", "title", "set", "without"))
    assert isinstance(settings, dict)
    assert isinstance(without, list)
    return Variant(
        None if excursion is None else str(excursion), str(title or ""), settings, tuple(map(str, without))
    )


def finish(session: Session, progress: Progress) -> Contribution:
    """Plays all stages of a session and says what came of it."""

    def play_all() -> None:
        session.play(session.first, progress)
        session.play(session.again(session.tables()), progress)

    play_all()
    reductions = None
    if session.auto:
        reductions = _fix(session)
        play_all()
    asked = set(session.plan.players) if session.report else _takers(session)
    if asked and session.plan.leaving == "neutral":
        session.plan = session.plan.probing(asked)
        play_all()
    wholes, tornado = wholes_of(session, progress), tornado_of(session, progress)
    found = Contribution(
        session.plan,
        session.scenario,
        session.tables(),
        session.games,
        {str(arm): dice for arm, dice in session.dice.items()},
        wholes,
        tornado=tornado,
        rows=session.rows,
        by_proof=session.by_proof,
        beside=session.beside_games,
    )
    return replace(found, reductions=found.reduced() if reductions is None else reductions)


def _fix(session: Session) -> dict[str, dict[str, float | None]]:
    """Fixes the number of replicates and the dice by what the pilot said; gives its variance reductions."""
    pilot = Contribution(session.plan, session.scenario, session.tables(), {}, {})
    reductions = pilot.reduced()
    n, family = session.plan.replicates, len(session.plan.players)
    independent = False
    for name in session.plan.measures:
        judge = pilot.judges.get(name)
        if (
            name not in PRIMARY
            or not isinstance(judge, MeanJudge)
            or name not in reductions
            or not judge.varies
        ):
            continue
        better = _mean_log(reductions[name].values())
        rows = {player: judge.by_replicate(weights) for player, weights in session.plan.shapley.items()}
        largest = max(abs(math.fsum(row) / len(row)) for row in rows.values())
        half_width = max(NARROWEST, NARROW * largest)
        needed = max(replicates_for(half_width, row, family) for row in rows.values())
        if better < 0.0:
            independent = True
            session.dice[session.plan.readings[name].arm] = "independent"
            needed = max(PILOT, math.ceil(needed * math.exp(better)))
        n = max(n, needed)
    n = min(n, MOST_REPLICATES)
    session.plan = session.plan.sized(n, None if independent else PILOT)
    return reductions


def _takers(session: Session) -> set[str]:
    """The players that take something away: their channels say why."""
    found = Contribution(session.plan, session.scenario, session.tables(), {}, {})
    measures = (found.measure(name) for name in found.judges)
    return {player for measure in measures for player, row in measure["shapley"].items() if takes_away(row)}


def _mean_log(ratios: Iterable[float | None]) -> float:
    """The mean logarithm of ratios; 0 where there are none."""
    known = [math.log(ratio) for ratio in ratios if ratio]
    return math.fsum(known) / len(known) if known else 0.0


def contribution_report(path: Path) -> str:
    """The report of a contribution study that was played, as HTML, from the rows of its file.

    Raises:
        StudyError: the file is no contribution study, or games are missing in it.
    """
    found, variant = read_contribution(path)
    return contribution_html(found, variant, path.name)
