"""What an exercise is to train: objectives of its cells, scored by an after-action review. Play does not know them."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from wargame.scenario.base import Id, MissionKey, Model, Probability, Text

MeasureName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)+$", max_length=120)]
"""The name of a record statistic, as `wargame list` shows it."""


class _Aim(Model):
    """What every objective says: what is to be reached, and by whom."""

    text: Text
    """What is to be reached, in words for the players."""
    who: tuple[Id, ...] = ()
    """The cells whose objective it is; the whole coalition when left out."""


class ServiceObjective(_Aim):
    """A service is kept up in a region."""

    kind: Literal["service"]
    """Discriminator."""
    mission: MissionKey
    """Which service."""
    region: Id | None = None
    """Where; everywhere when left out."""
    users: Id | None = None
    """Whose users count; everybody's by demand when left out."""
    taken: Literal["mean", "lowest"] = "mean"
    """mean: over the run; lowest: the worst mean over the mission's window at any time of the run."""
    at_least: Probability
    """The objective is met from this service on."""


class StatisticObjective(_Aim):
    """A statistic of the run stays within a bound."""

    kind: Literal["statistic"]
    """Discriminator."""
    measure: MeasureName
    """Name of a record statistic (`wargame list`), such as deterrence.attacked."""
    at_least: float | None = None
    """Met from this value on."""
    at_most: float | None = None
    """Met up to this value."""


class JudgedObjective(_Aim):
    """Something that no number of the record says: the umpire judges it."""

    kind: Literal["judged"]
    """Discriminator."""


Objective = Annotated[ServiceObjective | StatisticObjective | JudgedObjective, Field(discriminator="kind")]
"""An objective of the exercise."""
