"""The sentences for values that the language does not allow: what was found, what is allowed, what to do."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from wargame.loader.faults import Path
from wargame.loader.grammar import annotation_at, arms, keys, kinds, models_at, value_at
from wargame.loader.reserved import DATA_CLASSES, KINDS, key_not_yet, not_yet, reserved_keys
from wargame.loader.suggest import closest, listed, meant
from wargame.loader.units import in_other_unit, with_point
from wargame.scenario.base import PerPhase
from wargame.scenario.field_sentences import sentence_of


@dataclass(frozen=True, slots=True)
class Context:
    """Where in the file a value was refused (`values` are the plain values of the whole block)."""

    model: type[BaseModel]
    values: Any
    path: Path
    on_key: bool

    @property
    def annotation(self) -> Any:
        """What the language expects here."""
        return annotation_at(self.model, self.values, self.path)

    @property
    def parents(self) -> list[type[BaseModel]]:
        """The blocks of the language around this path."""
        return models_at(self.model, self.values, self.path[:-1])


def sentence(context: Context, details: list[ErrorDetails]) -> tuple[str, Path]:
    """The sentence for one refused value, and the key below the path that it is about (a missing `kind`)."""
    first = details[0]
    if first["type"] == "union_tag_invalid":
        return _unknown_kind(context, first), (_tag(first),)
    if first["type"] == "union_tag_not_found":
        allowed = listed(kinds(context.annotation), "or")
        return f"the key '{_tag(first)}' is missing; it says which kind this is: {allowed}", (_tag(first),)
    if len(details) > 1 or first["type"] == "literal_error":
        return _none_of(context, details), ()
    return _SENTENCES.get(first["type"], _other)(context, first), ()


def shown(value: Any) -> str:
    """The value as a sentence names it (`Any`: whatever stood in the file)."""
    if value is None:
        return "nothing (null)"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "a block of keys"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, str):
        return f"'{value[:57]}...'" if len(value) > 60 else f"'{value}'"
    return str(value)


def _tag(details: ErrorDetails) -> str:
    return str(details.get("ctx", {}).get("discriminator", "'kind'")).strip("'")


def _unknown_kind(context: Context, details: ErrorDetails) -> str:
    found, allowed = str(details["ctx"]["tag"]), kinds(context.annotation)
    group = next((part for part in reversed(context.path) if part in KINDS), None)
    if group is not None and found in KINDS[str(group)]:
        return not_yet(found, "kinds", allowed)
    known = _SPOKEN_ORBITS.get(found.casefold()) if "circular" in allowed else None
    hint = f"; {known}" if known else _near(found, allowed)
    return f"found the {_tag(details)} '{found}'; allowed are {listed(allowed, 'or')}{hint}"


_ROUND = "for a round orbit at a height write 'circular' with altitude_km"
_SPOKEN_ORBITS: Mapping[str, str] = {
    "leo": _ROUND,
    "meo": _ROUND,
    "sso": _ROUND,
    "polar": _ROUND,
    "heo": "for a long ellipse write 'kepler' with perigee_km and apogee_km",
    "gto": "for a long ellipse write 'kepler' with perigee_km and apogee_km",
    "molniya": "for a long ellipse write 'kepler' with perigee_km and apogee_km",
}
"""What people call regimes; the language names orbits by what describes them."""


def _near(found: Any, allowed: tuple[str, ...]) -> str:
    near = closest(found, allowed) if isinstance(found, str) else None
    return f"; did you mean '{near}'?" if near else ""


def _literals(annotation: Any) -> tuple[str, ...]:
    return tuple(
        str(value) for arm in arms(annotation) if get_origin(arm) is Literal for value in get_args(arm)
    )


def _none_of(context: Context, details: list[ErrorDetails]) -> str:
    """The sentence for a value that none of several alternatives takes."""
    found, allowed = details[-1]["input"], _literals(context.annotation)
    if found in DATA_CLASSES and "attribution" in allowed:
        return not_yet(str(found), "classes of data", allowed)
    also = [" a list of names"] if any(item["type"] == "tuple_type" for item in details) else []
    words = listed([*allowed, *(item.strip() for item in also)], "or")
    verb = "is" if len(allowed) + len(also) == 1 else "are"
    return f"found {shown(found)}; allowed {verb} {words}{_near(found, allowed)}"


def _missing(context: Context, details: ErrorDetails) -> str:
    name = str(context.path[-1])
    meanings = [sentence_of(model, name) for model in context.parents if name in model.model_fields]
    meaning = next(filter(None, meanings), "Discriminator.")
    if meaning == "Discriminator.":
        return f"the key '{name}' is missing; add it"
    meaning = meaning.split("\n")[0].rstrip(".")
    return f"the key '{name}' is missing; add it ({meaning[0].lower()}{meaning[1:]})"


def _unknown_key(context: Context, details: ErrorDetails) -> str:
    name = str(context.path[-1])
    if any(name in reserved_keys(model) for model in context.parents):
        return key_not_yet(name)
    key, colon, value = name.partition(":")
    if colon and key in keys(context.parents):
        return f"a space is missing after ':'; write '{key}: {value}'"
    unit = in_other_unit(name, value_at(context.values, context.path), keys(context.parents))
    return unit or f"the key '{name}' is unknown here{meant(name, keys(context.parents))}"


def _text(context: Context, details: ErrorDetails) -> str:
    hint = "; put it in quotes" if isinstance(details["input"], int | float) else ""
    return f"found {shown(details['input'])}; allowed is text{hint}"


def _number(context: Context, details: ErrorDetails) -> str:
    found = details["input"]
    if isinstance(found, str) and (comma := with_point(found)):
        return f"found {shown(found)}; {comma}"
    whole = "a whole number" if details["type"].startswith("int") else "a number"
    hint = (
        "; write the number alone, its unit stands in the key"
        if isinstance(found, str) and found[:1].isdigit()
        else ""
    )
    return f"found {shown(found)}; allowed is {whole}{hint}"


def _switch(context: Context, details: ErrorDetails) -> str:
    return f"found {shown(details['input'])}; allowed are true or false"


def _block(context: Context, details: ErrorDetails) -> str:
    found = shown(details["input"])
    if PerPhase in list(arms(context.annotation)):
        return f"found {found}; allowed is a number, or a number each for day_to_day, crisis and contingency"
    if details["input"] is None:
        return (
            "nothing stands here (null deletes only what a file extends); write keys below it, or remove it"
        )
    return f"found {found}; allowed is a block of keys, each on its own line below"


def _list(context: Context, details: ErrorDetails) -> str:
    return f"found {shown(details['input'])}; allowed is a list: [a, b], or lines that begin with '- '"


def _time(context: Context, details: ErrorDetails) -> str:
    return f"found {shown(details['input'])}; allowed is a time in UTC such as 2030-03-01T00:00:00Z"


def _zone(context: Context, details: ErrorDetails) -> str:
    return f"found {shown(details['input'])} without a time zone; end it with Z, such as 2030-03-01T00:00:00Z"


def _identifier(context: Context, details: ErrorDetails) -> str:
    found = str(details["input"])
    better = re.sub(r"\W+", "_", found, flags=re.ASCII).strip("_")
    hint = f", such as '{better}'" if better[:1].isalpha() else ""
    return (
        f"'{found}' is not an identifier; use letters, digits and underscores, starting with a letter{hint}"
    )


def _limit(words: str, key: str) -> Callable[[Context, ErrorDetails], str]:
    def say(context: Context, details: ErrorDetails) -> str:
        return f"found {shown(details['input'])}; allowed is {words} {_written(details['ctx'][key])}"

    return say


def _written(bound: float) -> str:
    """A bound as people write it: large ones in groups of three, not with an exponent."""
    return f"{bound:,.0f}" if abs(bound) >= 1e6 else f"{bound:g}"


def _length(context: Context, details: ErrorDetails) -> str:
    limits, found = details["ctx"], details["input"]
    if found == "":
        return "the text is empty; write something or remove the key"
    unit = "characters" if isinstance(found, str) else "entries"
    bound = (
        f"at least {limits['min_length']}" if "min_length" in limits else f"at most {limits['max_length']}"
    )
    return f"found {len(found)} {unit}; allowed are {bound}"


def _finite(context: Context, details: ErrorDetails) -> str:
    return "infinity and 'not a number' are not allowed; write a finite number"


def _own_words(context: Context, details: ErrorDetails) -> str:
    return str(details["ctx"]["error"])


def _other(context: Context, details: ErrorDetails) -> str:
    return f"found {shown(details['input'])}; {details['msg'][0].lower()}{details['msg'][1:]}"


_SENTENCES: Mapping[str, Callable[[Context, ErrorDetails], str]] = {
    "missing": _missing,
    "extra_forbidden": _unknown_key,
    "string_type": _text,
    "int_type": _number,
    "int_from_float": _number,
    "float_type": _number,
    "bool_type": _switch,
    "model_type": _block,
    "model_attributes_type": _block,
    "dict_type": _block,
    "mapping_type": _block,
    "tuple_type": _list,
    "list_type": _list,
    "datetime_type": _time,
    "datetime_parsing": _time,
    "datetime_from_date_parsing": _time,
    "timezone_aware": _zone,
    "string_pattern_mismatch": _identifier,
    "string_too_short": _length,
    "string_too_long": _length,
    "too_short": _length,
    "too_long": _length,
    "finite_number": _finite,
    "greater_than": _limit("more than", "gt"),
    "greater_than_equal": _limit("at least", "ge"),
    "less_than": _limit("less than", "lt"),
    "less_than_equal": _limit("at most", "le"),
    "value_error": _own_words,
}
