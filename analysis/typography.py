"""How numbers are written on pages: no share rounds up to a whole, and a negative number has a true minus.

Files and the terminal keep the hyphen, so that what is copied from them can be read by programs.
"""

import re

WHOLE = 1.0 - 1e-6
"""From here on a share is the whole: what is missing is the rounding of the sum."""
MOST_DIGITS = 3
LEAST = 0.0005
"""What is smaller is nothing to somebody who reads three digits."""

_HYPHEN = re.compile(r"(?<![^\s(\[])-(?=\d)")
"""A hyphen that stands for a minus: a digit after it, and before it nothing, a space or a bracket."""


def share(value: float, digits: int = 2) -> str:
    """A share of 0 to 1 with so many digits; with more, or as `>0.999`, where it would read 1 and is less.

    >>> share(0.998), share(0.9996), share(1.0), share(0.94)
    ('0.998', '>0.999', '1.00', '0.94')
    """
    if not 0.5 < value < WHOLE:
        return f"{value:.{digits}f}"
    for places in range(digits, max(digits, MOST_DIGITS) + 1):
        if round(value, places) < 1.0:
            return f"{value:.{places}f}"
    return f">0.{'9' * max(digits, MOST_DIGITS)}"


def with_minus(text: str) -> str:
    """A text with true minus signs before its negative numbers; options such as `--seed` and names stay as they are.

    >>> with_minus("gap -0.025 at D-1, WGS-8 (-3)")
    'gap \u22120.025 at D-1, WGS-8 (\u22123)'
    """
    return _HYPHEN.sub("\N{MINUS SIGN}", text)


def short_number(value: float) -> str:
    """A number with the digits that a class can read: two decimals, two figures below a tenth, whole from ten on.

    >>> short_number(418.011), short_number(-0.025), short_number(0.145172173), short_number(1.0), short_number(0.0)
    ('418', '-0.025', '0.15', '1', '0')
    """
    size = abs(value)
    if size >= 10:
        return f"{value:.0f}"
    if size >= 0.095:
        return (share(value) if 0 <= value < 1 else f"{value:.2f}").removesuffix(".00")
    return "0" if size < LEAST else f"{value:.2g}"


def short_signed(value: float) -> str:
    """The same with its sign."""
    return f"+{short_number(value)}" if value >= LEAST else short_number(value)
