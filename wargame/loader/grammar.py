"""Walks the scenario models beside a file: which block stands at a path, which keys and kinds it allows."""

import types
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from wargame.loader.faults import Path


def arms(annotation: Any) -> Iterator[Any]:
    """The alternatives of an annotation without the wrapping (`Any`: annotations have no common type)."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from arms(get_args(annotation)[0])
    elif origin in (Union, types.UnionType):
        for arm in get_args(annotation):
            yield from arms(arm)
    else:
        yield annotation


def is_model(annotation: Any) -> bool:
    """True for a block of the language."""
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def discriminator(model: type[BaseModel]) -> tuple[str, tuple[Any, ...]] | None:
    """The key that says which kind of block this is, and the values that mean this one; None without one."""
    for name in ("kind", "type"):
        field = model.model_fields.get(name)
        if field is not None and field.is_required() and get_origin(field.annotation) is Literal:
            return name, get_args(field.annotation)
    return None


def kinds(annotation: Any) -> tuple[str, ...]:
    """The kinds that may stand here (`navigation`, `wideband`, ...); none where there is no choice."""
    found = [discriminator(arm) for arm in arms(annotation) if is_model(arm)]
    return tuple(value for item in found if item is not None for value in item[1])


def fitting(annotation: Any, value: Any) -> list[Any]:
    """The alternatives that a value can mean: blocks of another kind are left out."""
    return [arm for arm in arms(annotation) if not is_model(arm) or _fits(arm, value)]


def _fits(model: type[BaseModel], value: Any) -> bool:
    tag = discriminator(model)
    if tag is None or not isinstance(value, Mapping):
        return True
    return value.get(tag[0]) in tag[1]


def step(annotation: Any, part: str | int, value: Any) -> Any:
    """The annotation one step down; None where the language has nothing by that name."""
    for arm in fitting(annotation, value):
        if is_model(arm) and str(part) in arm.model_fields:
            return arm.model_fields[str(part)].annotation
        if get_origin(arm) is Mapping:
            return get_args(arm)[1]
        if get_origin(arm) is tuple and str(part).isdecimal():
            return get_args(arm)[0]
        if arm is Any:
            return Any
    return None


def below(value: Any, part: str | int) -> Any:
    """The plain value one step down, or None."""
    if isinstance(value, Mapping):
        return value.get(str(part))
    if isinstance(value, list) and str(part).isdecimal() and int(part) < len(value):
        return value[int(part)]
    return None


def annotation_at(root: type[BaseModel], values: Any, path: Path) -> Any:
    """The annotation of the language at a path below a root block; None outside the language."""
    annotation: Any = root
    for part in path:
        annotation = step(annotation, part, values)
        values = below(values, part)
    return annotation


def value_at(values: Any, path: Path) -> Any:
    """The plain value at a path, or None."""
    for part in path:
        values = below(values, part)
    return values


def models_at(root: type[BaseModel], values: Any, path: Path) -> list[type[BaseModel]]:
    """The blocks of the language that may stand at a path below a root block."""
    return [
        arm for arm in fitting(annotation_at(root, values, path), value_at(values, path)) if is_model(arm)
    ]


def is_names(annotation: Any) -> bool:
    """True where the keys are names that the writer chose (actors, ...) and each names a block."""
    return any(
        get_origin(arm) is Mapping and any(is_model(item) for item in arms(get_args(arm)[1]))
        for arm in arms(annotation)
    )


def keys(models: list[type[BaseModel]]) -> list[str]:
    """The keys that blocks allow, in the order of the language."""
    return list(dict.fromkeys(name for model in models for name in model.model_fields))
