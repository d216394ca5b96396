"""A strict reader of OEM 3.0 in keyword-value notation, written from the standard and sharing nothing with the writer.

Source: CCSDS 502.0-B-3, tables 5-2 and 5-3 (keywords, their fixed order, mandatory or not), sections 5.2.4 and 7.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime

HEADER = (
    ("CCSDS_OEM_VERS", True), ("CLASSIFICATION", False), ("CREATION_DATE", True), ("ORIGINATOR", True),
    ("MESSAGE_ID", False),
)  # fmt: skip
METADATA = (
    ("OBJECT_NAME", True), ("OBJECT_ID", True), ("CENTER_NAME", True), ("REF_FRAME", True), ("REF_FRAME_EPOCH", False),
    ("TIME_SYSTEM", True), ("START_TIME", True), ("USEABLE_START_TIME", False), ("USEABLE_STOP_TIME", False),
    ("STOP_TIME", True), ("INTERPOLATION", False), ("INTERPOLATION_DEGREE", False),
)  # fmt: skip
KEYWORD = re.compile(r"^([A-Z_]+) *= *(\S.*)$")
NUMBER = re.compile(r"^[+-]?\d+(\.\d+)?([Ee][+-]?\d+)?$")


class NotAnOemError(ValueError):
    """The text breaks a rule of the standard."""


@dataclass
class Segment:
    """A block of metadata and the states that follow it: (time, (x, y, z, vx, vy, vz))."""

    metadata: dict[str, str] = field(default_factory=dict)
    states: list[tuple[datetime, tuple[float, ...]]] = field(default_factory=list)


def read(text: str) -> tuple[dict[str, str], list[Segment]]:
    """The header and the segments of a message.

    Raises:
        NotAnOemError: a keyword is unknown, out of order, twice or missing; a line is too long or no state.
    """
    header: dict[str, str] = {}
    segments: list[Segment] = []
    block = "header"
    for number, line in enumerate(text.splitlines(), start=1):
        if len(line) > 254 or not line.isascii() or not line.isprintable():
            raise NotAnOemError(f"line {number}: too long, or not printable ASCII")
        if not line:
            continue
        if line == "COMMENT" or line.startswith("COMMENT "):
            here = list(header) if block == "header" else list(segments[-1].metadata)
            if here not in ([], ["CCSDS_OEM_VERS"]):
                raise NotAnOemError(f"line {number}: a comment stands right after the version or META_START")
        elif line == "META_START":
            _whole(header, HEADER, "header")
            segments.append(Segment())
            block = "metadata"
        elif line == "META_STOP":
            _whole(segments[-1].metadata, METADATA, "metadata")
            block = "data"
        elif block == "data":
            segments[-1].states.append(_state(line, number))
        else:
            _keyword(line, number, header if block == "header" else segments[-1].metadata, block)
    for segment in segments:
        _consistent(segment)
    if not segments:
        raise NotAnOemError("no metadata")
    return header, segments


def _keyword(line: str, number: int, found: dict[str, str], block: str) -> None:
    match = KEYWORD.match(line)
    known = [name for name, _ in (HEADER if block == "header" else METADATA)]
    if match is None or match[1] not in known:
        raise NotAnOemError(f"line {number}: no keyword of the {block}")
    if found and known.index(match[1]) <= known.index(list(found)[-1]):
        raise NotAnOemError(f"line {number}: {match[1]} is out of order")
    found[match[1]] = match[2]


def _whole(found: dict[str, str], table: tuple[tuple[str, bool], ...], block: str) -> None:
    missing = [name for name, mandatory in table if mandatory and name not in found]
    if missing:
        raise NotAnOemError(f"the {block} lacks {missing[0]}")


def _state(line: str, number: int) -> tuple[datetime, tuple[float, ...]]:
    time, *numbers = line.split()
    if len(numbers) != 6 or not all(map(NUMBER.match, numbers)):
        raise NotAnOemError(f"line {number}: a state is a time and six numbers")
    return datetime.fromisoformat(time), tuple(map(float, numbers))


def _consistent(segment: Segment) -> None:
    times = [time for time, _ in segment.states]
    if times != sorted(set(times)):
        raise NotAnOemError("times repeat or run backwards")
    names = ("START_TIME", "USEABLE_START_TIME", "USEABLE_STOP_TIME", "STOP_TIME")
    start, use_from, use_to, stop = (datetime.fromisoformat(segment.metadata[name]) for name in names)
    if not (start == times[0] <= use_from < use_to <= times[-1] == stop):
        raise NotAnOemError("the span of the states is not the one that the metadata name")
    if ("INTERPOLATION" in segment.metadata) != ("INTERPOLATION_DEGREE" in segment.metadata):
        raise NotAnOemError("INTERPOLATION and INTERPOLATION_DEGREE go together")
    if len(times) < int(segment.metadata.get("INTERPOLATION_DEGREE", 0)) + 1:
        raise NotAnOemError("too few states for the interpolation that is recommended")
