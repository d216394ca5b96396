"""What tests of all missions ask of a model of services, and the headings that the page of every mission has."""

from wargame.availability import Availability
from wargame.coalition import Coalition

HEADINGS = (
    "What happens",
    "When it can be tried (Who is served)",
    "What decides success",
    "Source and confidence",
    "Leaves out",
)


def values(model, mission, *outages):
    """Service of a mission for everybody, shape (regions, beneficiaries, steps)."""
    return timeline(model, mission, *outages).values


def timeline(model, mission, *outages):
    """The service of a mission for everybody."""
    return model.timeline(mission, Availability(outages, Coalition.everybody(model.scenario)))


def shuffled(values, rng):
    """The same plain values with every block in another order."""
    if isinstance(values, dict):
        keys = list(values)
        rng.shuffle(keys)
        return {key: shuffled(values[key], rng) for key in keys}
    return [shuffled(item, rng) for item in values] if isinstance(values, list) else values
