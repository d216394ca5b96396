"""The language of a study file: what is varied, what is measured, and by which design.

The words are those of exploratory modelling (uncertainties, levers, outcomes): Lempert, Popper and Bankes 2003, and
Kwakkel 2017 for the EMA workbench.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from wargame.coalition import Leaving
from wargame.model import Arm
from wargame.scenario.base import Id, Model, Text

MOST_POINTS = 1_000_000
"""A design has at most so many points."""

Dotted = Annotated[str, Field(min_length=1, max_length=300)]
"""A path as `--set` takes it: names with dots between them."""

Measure = Annotated[str, Field(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)*$", max_length=100)]
"""The name of a statistic, as 'wargame list' has them."""


class Factor(Model):
    """Something that is varied: where it stands in the scenario, and over what; a range, or levels, or choices."""

    path: Dotted | None = None
    """What is set, as with `--set`."""
    paths: tuple[Dotted, ...] = ()
    """Several fields that all get the same level, in place of `path`."""
    title: Text | None = None
    """What people call it; the name when left out."""
    low: float | None = None
    """Lower end of a range."""
    high: float | None = None
    """Upper end of a range."""
    scale: Literal["linear", "log"] = "linear"
    """How a range is divided: evenly, or evenly in the logarithm."""
    whole: bool = False
    """Only whole numbers of a range."""
    levels: int | None = Field(None, ge=2, le=1000)
    """Into how many levels a grid divides a range, both ends included."""
    values: tuple[bool | int | float | str, ...] = ()
    """Levels, in place of a range."""
    choices: Mapping[Id, Any] = Field(default_factory=dict)
    """Named levels with any value, blocks included, in place of a range; null takes out what stands there. `Any`: a
    value of the scenario."""

    @property
    def targets(self) -> tuple[str, ...]:
        """Every path that gets the level."""
        return self.paths or ((self.path,) if self.path is not None else ())

    @property
    def labels(self) -> tuple[bool | int | float | str, ...]:
        """What a row says of each level; none for a range."""
        return self.values or tuple(self.choices)


class Outcome(Model):
    """Something that is measured."""

    measure: Measure
    """A statistic of records; 'wargame list' says which there are."""
    title: Text | None = None
    """What people call it."""
    arm: Arm | None = None
    """The arm that it is read from, for measures that several arms give; the first of them when left out."""
    better: Literal["higher", "lower"] | None = None
    """Which way is good; that of the measure when left out."""
    enough: float | None = None
    """The level that is enough; scenario discovery looks for where it is missed."""


class Grid(Model):
    """Every combination of levels."""

    kind: Literal["grid"]
    """This kind of design."""
    levels: int = Field(5, ge=2, le=1000)
    """Into how many levels a range is divided whose factor does not say."""


class LatinHypercube(Model):
    """Points that fill the space evenly, one in every slice of every factor (McKay, Beckman and Conover 1979)."""

    kind: Literal["latin_hypercube"]
    """This kind of design."""
    points: int = Field(ge=2, le=MOST_POINTS)
    """How many points; ten for every factor at least."""


class Sobol(Model):
    """Points from which Sobol indices are estimated: two samples and every mixture (Saltelli et al. 2010)."""

    kind: Literal["sobol"]
    """This kind of design."""
    base: int = Field(ge=2, le=MOST_POINTS)
    """Size of a sample, a power of 2 from 16 on; the design has base x (factors + 2) points."""


class Morris(Model):
    """Trajectories that change one factor at a time, to screen many factors (Morris 1991)."""

    kind: Literal["morris"]
    """This kind of design."""
    trajectories: int = Field(ge=2, le=100_000)
    """How many; each has a point more than there are factors."""
    levels: int = Field(4, ge=4, le=100, multiple_of=2)
    """Into how many levels a range is divided; even."""


class Csv(Model):
    """A design that was made elsewhere: a column for every factor, a row for every point."""

    kind: Literal["csv"]
    """This kind of design."""
    file: Text
    """The file, beside the study's file."""


Design = Annotated[Grid | LatinHypercube | Sobol | Morris | Csv, Field(discriminator="kind")]


Members = Literal["everybody", "lead_alone"] | tuple[Id, ...]


def _everybody() -> Mapping[str, Members]:
    return {"everybody": "everybody"}


class StudyPlan(Model):
    """A designed study: one scenario, what is varied, what is measured, which games are played."""

    language: Literal[1] = 1
    """Version of the study language."""
    title: Text
    """Title."""
    question: Text
    """What the study asks."""
    scenario: Text
    """A shipped scenario, or a file beside the study's file."""
    excursions: tuple[Id, ...] = ()
    """Named excursions of the scenario; the whole design is played for each. `as_it_stands` is the scenario itself."""
    settings: Mapping[Dotted, Any] = Field(default_factory=dict)
    """Values by path that hold in the whole study, as with `--set`. `Any`: a value of the scenario."""
    uncertainties: Mapping[Id, Factor] = Field(default_factory=dict)
    """What no friend decides: the adversary, chances, effects."""
    levers: Mapping[Id, Factor] = Field(default_factory=dict)
    """What the coalition could decide: assets, agreements, rules."""
    outcomes: Mapping[Id, Outcome] = Field(min_length=1)
    """What is measured; other statistics of the same games are kept too."""
    coalitions: Mapping[Id, Members] = Field(default_factory=_everybody)
    """Who is in, by name: a list of players, everybody, or lead_alone."""
    leaving: Leaving = "neutral"
    """What becomes of the others: neutral or absent."""
    arms: tuple[Arm, ...] = ()
    """Which arms are played; those that the outcomes need when left out."""
    packages: tuple[Id, ...] = ()
    """Threat packages of the forced arm; all when left out."""
    view: str = "coalition"
    """Whose service counts: coalition, lead or a nation."""
    design: Design
    """Where in the space of factors games are played."""
    replicates: int = Field(1, ge=1, le=100_000)
    """Independent repetitions of every game."""
    seed: int = Field(0, ge=0)
    """The seed of the games and of the design."""

    @property
    def factors(self) -> Mapping[str, Factor]:
        """Uncertainties, then levers, each in alphabetical order."""
        return {**dict(sorted(self.uncertainties.items())), **dict(sorted(self.levers.items()))}
