"""Checks of the objectives of an exercise: who, where and what they name, and whether they can be met or missed."""

from collections.abc import Iterator

from wargame.loader.subject import Finding, Subject, unknown
from wargame.scenario.objectives import ServiceObjective, StatisticObjective


def objectives_name_what_exists(subject: Subject) -> Iterator[Finding]:
    """Cells, regions and users of objectives."""
    names = subject.names
    for key, aim in subject.scenario.objectives.items():
        for index, who in enumerate(aim.who):
            yield from unknown(who, names.actors, "actor", ("objectives", key, "who", index))
        if isinstance(aim, ServiceObjective):
            if aim.region is not None:
                yield from unknown(aim.region, names.regions, "region", ("objectives", key, "region"))
            if aim.users is not None:
                yield from unknown(aim.users, names.actors, "actor", ("objectives", key, "users"))


def objectives_have_a_bound(subject: Subject) -> Iterator[Finding]:
    """An objective about a statistic says from where or up to where it is met, and some value meets it."""
    for key, aim in subject.scenario.objectives.items():
        if not isinstance(aim, StatisticObjective):
            continue
        if aim.at_least is None and aim.at_most is None:
            yield (
                ("objectives", key),
                "nothing says when it is met; write at_least, at_most, or both",
            )
        elif aim.at_least is not None and aim.at_most is not None and aim.at_least > aim.at_most:
            yield (
                ("objectives", key, "at_least"),
                f"no value is at least {aim.at_least:g} and at most {aim.at_most:g}; swap them",
            )
