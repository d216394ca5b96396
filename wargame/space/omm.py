"""Reads orbit mean-elements messages as catalogues publish them: JSON, CSV, or keyword = value notation.

Source: CCSDS 502.0-B-3 (Orbit Data Messages), section 4 and annex; CelesTrak's and Space-Track's JSON and CSV use
the same keywords.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sgp4 import omm  # type: ignore[import-untyped]

from wargame.space.element_sets import OmmOrbit

Fields = Mapping[str, object]
"""One message: values by keyword, as texts or (in JSON) numbers."""

_EXPECTED = {
    "CENTER_NAME": "EARTH",
    "REF_FRAME": "TEME",
    "TIME_SYSTEM": "UTC",
    "MEAN_ELEMENT_THEORY": "SGP4",
}
_DAY_OF_YEAR = re.compile(r"(\d{4})-(\d{3})T(.*)")
_KEYWORD = re.compile(r"([A-Z][A-Z0-9_]*)\s*=\s*(.*?)\s*(?:\[[^\]]*\])?")


@dataclass(frozen=True, slots=True)
class MeanElementsMessage:
    """One message of a catalogue.

    Attributes:
        name: what the catalogue calls the object; empty if it does not say.
        international_designator: such as ``1998-067A``; empty if it does not say.
        orbit: the elements.
    """

    name: str
    international_designator: str
    orbit: OmmOrbit


def read_messages(text: str) -> list[MeanElementsMessage]:
    """Return the messages of a file's text, in file order; the notation is recognised by its first character.

    Args:
        text: JSON (one object or a list), CSV with a line of keywords, or keyword = value lines.

    Raises:
        ValueError: a keyword is missing, a value is no number, or the elements are not for SGP4.
    """
    start = text.lstrip()
    if start[:1] in ("[", "{"):
        rows = _json_messages(text)
    elif _KEYWORD.match(start) or start.startswith("COMMENT"):
        rows = list(_keyword_messages(text))
    else:
        rows = list(omm.parse_csv(start.splitlines()))
    if not rows:
        raise ValueError(
            "there is no message in it; give JSON, CSV with a line of keywords, or keyword = value lines"
        )
    return [_message(row, number) for number, row in enumerate(rows, 1)]


def _json_messages(text: str) -> list[Fields]:
    """Return the messages of JSON: one object or a list of them."""
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"the messages are not JSON from line {error.lineno} on: {error.msg}") from error
    rows = found if isinstance(found, list) else [found]
    if not all(isinstance(row, dict) for row in rows):
        raise ValueError(
            "the messages must be JSON objects, each with keywords such as EPOCH and MEAN_MOTION"
        )
    return rows


def _keyword_messages(text: str) -> Iterator[Fields]:
    """Yield the messages of keyword = value notation; each begins with its version."""
    fields: dict[str, object] = {}
    for line in text.splitlines():
        found = _KEYWORD.fullmatch(line.strip())
        if found is None:
            continue
        keyword, value = found.groups()
        if keyword == "CCSDS_OMM_VERS" and fields:
            yield fields
            fields = {}
        fields[keyword] = value
    if fields:
        yield fields


def _message(fields: Fields, number: int) -> MeanElementsMessage:
    """Return one message; ``number`` counts them from one for error messages."""
    where = (
        f"message {number} ({fields.get('OBJECT_NAME') or fields.get('NORAD_CAT_ID') or 'without a name'})"
    )
    for keyword, expected in _EXPECTED.items():
        found = str(fields.get(keyword) or expected).upper()
        if found != expected:
            raise ValueError(f"{where}: {keyword} is {found}; only {expected} can be propagated by SGP4")
    number_text = str(fields.get("NORAD_CAT_ID") or "")
    try:
        orbit = OmmOrbit(
            epoch_utc=_epoch_utc(fields, where),
            mean_motion_rev_per_day=_number(fields, "MEAN_MOTION", where),
            eccentricity=_number(fields, "ECCENTRICITY", where),
            inclination_deg=_number(fields, "INCLINATION", where),
            raan_deg=_number(fields, "RA_OF_ASC_NODE", where),
            arg_perigee_deg=_number(fields, "ARG_OF_PERICENTER", where),
            mean_anomaly_deg=_number(fields, "MEAN_ANOMALY", where),
            bstar_per_earth_radius=_number(fields, "BSTAR", where),
            catalogue_number=int(number_text) if number_text else None,
        )
    except ValueError as error:
        raise ValueError(str(error) if where in str(error) else f"{where}: {error}") from error
    name, designator = (str(fields.get(keyword) or "") for keyword in ("OBJECT_NAME", "OBJECT_ID"))
    return MeanElementsMessage(name, designator, orbit)


def _text(fields: Fields, keyword: str, where: str) -> str:
    """Return a value that must be there."""
    value = fields.get(keyword)
    if value is None or str(value).strip() == "":
        raise ValueError(f"{where}: {keyword} is missing; a message for SGP4 needs it")
    return str(value).strip()


def _number(fields: Fields, keyword: str, where: str) -> float:
    """Return a value that must be a number."""
    value = _text(fields, keyword, where)
    try:
        return float(value)
    except ValueError as error:
        raise ValueError(f"{where}: {keyword} is {value!r}; it must be a number") from error


def _epoch_utc(fields: Fields, where: str) -> str:
    """Return the epoch as ISO text ending in Z; the standard also allows the day of the year."""
    written = _text(fields, "EPOCH", where).removesuffix("Z")
    by_day = _DAY_OF_YEAR.fullmatch(written)
    try:
        if by_day:
            midnight = datetime(int(by_day[1]), 1, 1) + timedelta(days=int(by_day[2]) - 1)
            written = f"{midnight:%Y-%m-%d}T{by_day[3]}"
        moment = datetime.fromisoformat(written).replace(tzinfo=UTC)
    except ValueError as error:
        raise ValueError(
            f"{where}: EPOCH is {written!r}; write it like 2026-03-01T12:00:00.000000"
        ) from error
    return moment.isoformat().replace("+00:00", "Z")
