"""How pages are made from templates: everything escaped, nothing undefined, the same words for numbers everywhere."""

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from wargame.analysis.maps import legend_mark
from wargame.analysis.svg import signed
from wargame.analysis.typography import share, with_minus


def environment(package: str = "wargame.analysis", folder: str = "templates") -> Environment:
    """Templates that escape all text and refuse a name that nobody gave them.

    Args:
        package: whose templates.
        folder: where they lie in it.
    """
    made = Environment(
        loader=PackageLoader(package, folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_finalized,
    )
    made.filters.update(number=_number, signed=_signed, value=_value)
    made.globals.update(mark=legend_mark)
    return made


def _finalized(value: Any) -> Any:
    """What a template prints (`Any`: whatever it is given), with true minus signs; drawings and scripts as they are."""
    return (
        value
        if isinstance(value, Markup) or not isinstance(value, str | float | int)
        else with_minus(str(value))
    )


def _number(value: float | None, digits: int = 3) -> str:
    """A number; with two digits or more, what is less than one never rounds up to it."""
    if value is None:
        return "\N{EN DASH}"
    return share(value, digits) if digits >= 2 else f"{value:.{digits}f}"


def _signed(value: float | None, digits: int = 3) -> str:
    return "\N{EN DASH}" if value is None else signed(value, digits)


def _value(value: Any) -> str:
    """A value of an assumption in words (`Any`: numbers, or numbers by phase)."""
    if isinstance(value, Mapping):
        return ", ".join(f"{str(key).replace('_', '-')} {_value(item)}" for key, item in value.items())
    return f"{value:g}" if isinstance(value, float) else str(value)
