"""Checks of launches and manoeuvres: in order, within the run, from an orbit that allows them, and paid for."""

from collections.abc import Iterator

from wargame.loader.attacks import within_run
from wargame.loader.faults import Path
from wargame.loader.subject import Finding, Subject
from wargame.scenario.assets import Satellite
from wargame.space.delta_v import Stage, leg_of, stage_of


def launches_are_within_the_run(subject: Subject) -> Iterator[Finding]:
    """Launches and manoeuvres happen before the run ends."""
    for key, body in subject.scenario.satellites.items():
        if body.launch_at_h is not None:
            yield from within_run(subject, body.launch_at_h, ("satellites", key, "launch_at_h"))
        for index, manoeuvre in enumerate(body.manoeuvres):
            path = ("satellites", key, "manoeuvres", index, "at_h")
            yield from within_run(subject, manoeuvre.at_h, path)


def manoeuvres_can_be_flown(subject: Subject) -> Iterator[Finding]:
    """Each manoeuvre starts when the one before is over, from an orbit that allows it, and all are paid for."""
    for key, body in subject.scenario.satellites.items():
        path: Path = ("satellites", key, "manoeuvres")
        stage = stage_of(body.orbit)
        if body.manoeuvres and stage is None:
            yield (
                path,
                f"only a satellite on a circular or geostationary orbit manoeuvres; '{key}' flies an orbit of type "
                f"'{body.orbit.type}': remove the manoeuvres, or give it one of those",
            )
        elif body.manoeuvres and stage is not None:
            yield from _flown(body, stage, path)


def evasion_has_propellant(subject: Subject) -> Iterator[Finding]:
    """A satellite that evades says what its propellant allows, and once is within that."""
    scenario = subject.scenario
    for block, bodies in (("satellites", scenario.satellites), ("constellations", scenario.constellations)):
        for key, body in bodies.items():
            if body.evasion is None:
                continue
            needs = body.evasion.delta_v_m_s
            if body.delta_v_m_s is None or body.delta_v_m_s < needs:
                yield (
                    (block, key, "evasion"),
                    f"one evasion needs {needs:g} m/s; say with delta_v_m_s that its propellant allows that",
                )


def _flown(body: Satellite, stage: Stage, path: Path) -> Iterator[Finding]:
    """What is wrong with a satellite's manoeuvres, one after the other."""
    ready_h, spent_m_s = -1.0 if body.launch_at_h is None else body.launch_at_h, 0.0
    for index, manoeuvre in enumerate(body.manoeuvres):
        if manoeuvre.at_h <= ready_h:
            before = "the one before it may last until" if index else "it is in orbit only from"
            yield (
                (*path, index, "at_h"),
                f"hour {manoeuvre.at_h:g} is too early: {before} hour {ready_h:.2f}; write a later one",
            )
        leg = leg_of(stage, manoeuvre)
        if leg is None:
            yield (
                (*path, index, "type"),
                "only a satellite that stands in a geostationary slot drifts to another; change its height instead",
            )
            return
        within = body.delta_v_m_s is None or spent_m_s <= body.delta_v_m_s
        spent_m_s += leg.cost_m_s
        ready_h, stage = manoeuvre.at_h + leg.longest_s / 3600.0, leg.after
        if body.delta_v_m_s is not None and within and spent_m_s > body.delta_v_m_s:
            yield (
                (*path, index),
                f"with this manoeuvre it needs {spent_m_s:.1f} m/s in all and has {body.delta_v_m_s:g}; manoeuvre "
                "less, or raise delta_v_m_s if its propellant allows",
            )
    if body.delta_v_m_s is None:
        yield (
            path,
            f"its manoeuvres need {spent_m_s:.1f} m/s; say what its propellant allows with delta_v_m_s",
        )
