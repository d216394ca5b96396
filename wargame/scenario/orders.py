"""Orders that a cell of people gives in place of a doctrine or a government: a file beside the scenario.

An adversary that stands in the file follows the file alone. A government's answer to an attack is decided by the first
entry, in alphabetical order, that fits; where none fits it decides by itself.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field

from wargame.scenario.base import Id, Model, Text, plain
from wargame.scenario.politics import Action
from wargame.scenario.scenario import Scenario

Place = tuple[str | int, ...]


class Hold(Model):
    """An adversary gives no order but those in this file."""

    kind: Literal["hold"]
    """Discriminator."""
    actor: Id
    """The adversary."""
    reason: Text | None = None
    """Why, for those who read the file."""


class Attack(Model):
    """An adversary attacks at an hour."""

    kind: Literal["attack"]
    """Discriminator."""
    actor: Id
    """The adversary."""
    at_h: float = Field(ge=0)
    """Hours since the epoch."""
    capability: Id
    """One of its capabilities."""
    targets: tuple[Id, ...] = Field(min_length=1)
    """Satellites, sites, groups of users or regions, as its effect touches them."""
    reason: Text | None = None
    """Why, for those who read the file."""

    @property
    def action(self) -> Action:
        """The attack as a script has it."""
        return Action(capability=self.capability, targets=self.targets, at_h=self.at_h)


class Answer(Model):
    """What a government does when its decision about an attack is due, whatever it has concluded."""

    kind: Literal["respond", "refuse"]
    """respond: it acts; refuse: it does not."""
    actor: Id
    """The lead or a partner."""
    targets: tuple[Id, ...] = ()
    """Only attacks on these; every attack that is its business when left out."""
    from_h: float = Field(0.0, ge=0)
    """Only decisions that fall due at this hour or later."""
    reason: Text
    """Why; it stands in the record."""

    def fits(self, government: str, target: str, t_s: int) -> bool:
        """Whether it decides an inquiry about an attack on `target` that is due at `t_s`."""
        return (
            self.actor == government
            and (not self.targets or target in self.targets)
            and round(self.from_h * 3600) <= t_s
        )


Entry = Annotated[Hold | Attack | Answer, Field(discriminator="kind")]


class Orders(Model):
    """A file of orders."""

    orders: Mapping[Id, Entry] = Field(min_length=1)
    """What the cells of people order, each under a name."""

    @cached_property
    def scripts(self) -> Mapping[str, tuple[Action, ...]]:
        """What each adversary in the file does in place of its doctrine, in the order of names."""
        found: dict[str, tuple[Action, ...]] = {}
        for _, entry in sorted(self.orders.items()):
            if not isinstance(entry, Answer):
                more = (entry.action,) if isinstance(entry, Attack) else ()
                found[entry.actor] = (*found.get(entry.actor, ()), *more)
        return found

    def answer(self, government: str, target: str, t_s: int) -> Answer | None:
        """What the file says a government does about an attack; None where it decides by itself."""
        entries = (entry for _, entry in sorted(self.orders.items()))
        return next((e for e in entries if isinstance(e, Answer) and e.fits(government, target, t_s)), None)

    @property
    def as_plain(self) -> dict[str, Any]:
        """Plain values for the manifest (`Any`: JSON)."""
        return plain(self)


def impossible(orders: Orders, scenario: Scenario) -> Iterator[tuple[Place, str]]:
    """Everything that cannot be carried out in a scenario: where it stands in the file, and a sentence."""
    for key, entry in orders.orders.items():
        path: Place = ("orders", key)
        actor = scenario.actors.get(entry.actor)
        if actor is None:
            known = ", ".join(sorted(scenario.actors))
            yield (*path, "actor"), f"there is no actor '{entry.actor}'; there are {known}"
        elif isinstance(entry, Answer):
            if entry.actor not in scenario.governments:
                yield (
                    (*path, "actor"),
                    f"'{entry.actor}' is {actor.kind}; only the lead and partners answer attacks",
                )
            yield from _targets(entry.targets, scenario, path)
        elif actor.adversary is None:
            yield (
                (*path, "actor"),
                f"'{entry.actor}' is {actor.kind} and attacks nobody: the coalition never initiates, and no means of "
                "attack of its own is modelled; 'respond' or 'refuse' is what the lead and partners can be ordered",
            )
        elif isinstance(entry, Attack):
            yield from _attack(entry, scenario, path)


def _attack(entry: Attack, scenario: Scenario, path: Place) -> Iterator[tuple[Place, str]]:
    adversary = scenario.actors[entry.actor].adversary
    known = sorted(adversary.capabilities) if adversary is not None else []
    if entry.capability not in known:
        yield (
            (*path, "capability"),
            f"'{entry.actor}' has no capability '{entry.capability}'; it has {', '.join(known) or 'none'}",
        )
    yield from _targets(entry.targets, scenario, path)
    for index, target in enumerate(entry.targets):
        if scenario.owner_of(target) == entry.actor:
            yield (*path, "targets", index), f"'{target}' belongs to '{entry.actor}' itself"
    if entry.at_h >= scenario.clock.duration_h:
        yield (
            (*path, "at_h"),
            f"hour {entry.at_h:g} lies after the end of the run; allowed are hours before {scenario.clock.duration_h}",
        )


def _targets(targets: tuple[str, ...], scenario: Scenario, path: Place) -> Iterator[tuple[Place, str]]:
    for index, target in enumerate(targets):
        if not any(
            target in block for block in (scenario.fleet, scenario.sites, scenario.users, scenario.regions)
        ):
            yield (
                (*path, "targets", index),
                f"there is no satellite, site, group of users or region '{target}'",
            )
