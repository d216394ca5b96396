"""What to write when a key carries another unit than the language's, or a number another sign than the point."""

import re
from collections.abc import Iterable

_UNITS: dict[tuple[str, str], tuple[float, str, str]] = {
    ("gbps", "mbps"): (1000.0, "Gbit/s", "Mbit/s"),
    ("kbps", "mbps"): (0.001, "kbit/s", "Mbit/s"),
    ("m", "km"): (0.001, "m", "km"),
    ("km", "m"): (1000.0, "km", "m"),
    ("d", "h"): (24.0, "days", "hours"),
    ("h", "d"): (1.0 / 24.0, "hours", "days"),
    ("min", "h"): (1.0 / 60.0, "minutes", "hours"),
    ("h", "min"): (60.0, "hours", "minutes"),
    ("s", "h"): (1.0 / 3600.0, "seconds", "hours"),
    ("t", "kg"): (1000.0, "tonnes", "kilograms"),
}
"""Factor and names by the unit written and the unit of the language."""

_COMMA = re.compile(r"[-+]?\d+,\d+")
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(,\d{3})+")


def in_other_unit(found: str, value: object, known: Iterable[str]) -> str | None:
    """The sentence for a key that a block knows in another unit; None where the key is unknown altogether."""
    stem, _, unit = found.rpartition("_")
    for key in known:
        same, _, ours = key.rpartition("_")
        if not stem or same != stem or (unit, ours) not in _UNITS:
            continue
        factor, written, wanted = _UNITS[unit, ours]
        words = f"the key '{found}' is unknown here; '{key}' is in {wanted}"
        if isinstance(value, int | float) and not isinstance(value, bool):
            return f"{words}: {value:g} {written} are {value * factor:g}, write {key}: {value * factor:g}"
        return words
    return None


def with_point(text: str) -> str | None:
    """What to say of a number that is written with a comma; None for other text."""
    if not _COMMA.fullmatch(text) and not _THOUSANDS.fullmatch(text):
        return None
    whole = (
        f", or {text.replace(',', '')} without signs between thousands" if _THOUSANDS.fullmatch(text) else ""
    )
    hint = f"{text.replace(',', '.')}{whole}" if text.count(",") == 1 else text.replace(",", "")
    return f"numbers use a point: {hint}"
