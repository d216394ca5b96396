"""Fills any block of the scenario language at random, by the types and names of its fields.

So an effect, an inject or an agreement that is added to the program takes part in the swarm without a change here. A
block that needs something no rule below can give is left out, and `Unfillable` says what it was.
"""

import types
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

OFTEN = 0.5
"""Share of optional judged numbers that get a value of their own."""


left_out = {}
"""Kinds of blocks that could not be filled, with the field that nobody knows how to fill."""


class Unfillable(Exception):
    """A required field that no rule knows how to fill."""


def members_of(union):
    """The models of a discriminated union, by kind; a type alias in `Annotated` or not."""
    found = {}
    for item in get_args(union):
        if get_origin(item) in (Union, types.UnionType, Annotated):
            found |= members_of(item)
        elif isinstance(item, type) and issubclass(item, BaseModel):
            tag = item.model_fields.get("kind")
            found |= dict.fromkeys(get_args(tag.annotation) if tag else (), item)
    return found


def filled(model, rng, names, given=()):
    """Plain values for a block.

    Args:
        model: the block's class.
        rng: the generator that belongs to this block alone.
        names: what a field may name, by the name of the field: a list to choose from, or a number to use.
        given: values that stand already.
    """
    values = dict(given)
    for name, field in model.model_fields.items():
        if name in values or (name == "kind" and "kind" in values):
            continue
        required = field.default is PydanticUndefined and field.default_factory is None
        if name in names:
            if required or not isinstance(names[name], list) or rng.random() < OFTEN:
                values[name] = _named(field.annotation, names[name], rng)
        elif required:
            values[name] = _required(model, name, field, rng)
        elif _judged(field) and rng.random() < OFTEN:
            values[name] = _within(name, field, rng)
    return {name: value for name, value in values.items() if value is not None}


def add(block, key, model, rng, names, given):
    """Puts a block filled at random under a key, or notes which field nobody knows how to fill."""
    try:
        block[key] = filled(model, rng, names, given)
    except Unfillable as reason:
        left_out[str(given.get("kind") or model.__module__)] = str(reason)
        return False
    return True


def _judged(field):
    extra = field.json_schema_extra
    return isinstance(extra, dict) and extra.get("source") == "judgement" and _number(field.annotation)


def _number(annotation):
    options = [item for item in get_args(annotation) if item is not type(None)] or [annotation]
    return all(
        item in (int, float) or get_origin(item) is Annotated or _number_like(item) for item in options
    )


def _number_like(item):
    return isinstance(item, type) and issubclass(item, int | float) and item is not bool


def _within(name, field, rng):
    """A judged number: anywhere in its range, or at either end of it; hours are mostly few, so that they pass."""
    extra = field.json_schema_extra
    low, high = extra["low"], extra["high"]
    value = rng.choice([low, low if name.endswith("_h") else high, rng.uniform(low, high)])
    return round(value) if field.annotation is int else round(float(value), 4)


def _named(annotation, choices, rng):
    """One of the names, or several where the field holds several."""
    if not isinstance(choices, list):
        return choices
    if not choices:
        raise Unfillable("nothing to name")
    inner = [item for item in get_args(annotation) if item is not type(None)]
    origin = get_origin(annotation)
    if origin is tuple or any(get_origin(item) is tuple for item in inner):
        return rng.sample(choices, min(len(choices), rng.randint(2, 3)))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return dict.fromkeys(rng.sample(choices, 1), 0.5)
    return rng.choice(choices)


def _required(model, name, field, rng):
    """A value for a field that must stand: one of its words, or a number between its bounds."""
    annotation = field.annotation
    if get_origin(annotation) is Literal:
        return rng.choice(list(get_args(annotation)))
    if get_origin(annotation) is tuple and get_origin(get_args(annotation)[0]) is Literal:
        words = list(get_args(get_args(annotation)[0]))
        return rng.sample(words, rng.randint(1, len(words)))
    if annotation is bool:
        return rng.random() < 0.5
    if annotation in (int, float):
        bounds: dict[str, Any] = {}
        for item in field.metadata:
            bounds |= {key: getattr(item, key) for key in ("gt", "ge", "lt", "le") if hasattr(item, key)}
        low = bounds.get("ge", bounds.get("gt", 0))
        high = min(bounds.get("le", bounds.get("lt", low + 10)), low + 10)
        value = low + (high - low) * rng.uniform(0.1, 0.9)
        return round(value) if annotation is int else round(value, 3)
    raise Unfillable(f"{model.__name__}.{name}")
