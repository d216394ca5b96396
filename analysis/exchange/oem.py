"""Orbits as CCSDS Orbit Ephemeris Messages, version 3.0, in keyword-value notation: one text for each satellite.

Source: CCSDS 502.0-B-3, Orbit Data Messages, Blue Book, April 2023, section 5 (tables 5-2 and 5-3) and section 7.
"""

from collections.abc import Iterator

from wargame.analysis.exchange.ephemeris import BESIDE, DEGREE, Leg, orbits_of, teme_legs
from wargame.analysis.names import Names
from wargame.analysis.summary import COURTESY
from wargame.record import Record
from wargame.space.architecture import epoch_of
from wargame.space.time import Epoch

VERSION = "3.0"
LINE_LENGTH = 254
"""The longest line that the standard allows (7.3.2)."""

FRAME = (
    "REF_FRAME is TEME, true equator and mean equinox of date, the inertial frame of the game. Elements by the pattern "
    "are read in it too. The game turns it to the Earth by Greenwich mean sidereal time (1982) alone, with UTC for UT1 "
    "and no polar motion."
)
ORIGINATOR = "UNKNOWN"
"""The standard's word for an originator that is in no registry."""


def oem_texts(record: Record) -> dict[str, str]:
    """One message for every satellite of a record's scenario, by its id: positions in km, velocities in km/s.

    Every leg between manoeuvres is a segment of its own. The date of creation is the epoch of the scenario, so that the
    same record gives the same texts.
    """
    scenario, names = record.scenario, Names(record.scenario)
    epoch_utc = epoch_of(scenario.clock)
    end_s = float(scenario.clock.duration_s)
    texts = {}
    for key, orbit in orbits_of(scenario).items():
        legs = teme_legs(orbit, epoch_utc, end_s)
        if legs:
            texts[key] = "\n".join(_lines(key, names(key), legs, Epoch.from_utc(epoch_utc), record)) + "\n"
    return texts


def _lines(key: str, name: str, legs: list[Leg], epoch: Epoch, record: Record) -> Iterator[str]:
    yield f"CCSDS_OEM_VERS = {VERSION}"
    yield from _comments(
        f"{COURTESY}.",
        f"Scenario {record.scenario.title!r}, hash {record.manifest.scenario_hash[:16]}; computed, not observed.",
        FRAME,
        "CREATION_DATE is the epoch of the scenario: the same record gives the same text.",
    )
    yield f"CREATION_DATE = {_time(epoch, 0.0)}"
    yield f"ORIGINATOR = {ORIGINATOR}"
    for leg in legs:
        yield ""
        yield "META_START"
        yield f"OBJECT_NAME = {_plain(name)}"
        yield f"OBJECT_ID = {key}"
        yield "CENTER_NAME = EARTH"
        yield "REF_FRAME = TEME"
        yield "TIME_SYSTEM = UTC"
        yield f"START_TIME = {_time(epoch, leg.times_s[0])}"
        yield f"USEABLE_START_TIME = {_time(epoch, leg.times_s[BESIDE])}"
        yield f"USEABLE_STOP_TIME = {_time(epoch, leg.times_s[-1 - BESIDE])}"
        yield f"STOP_TIME = {_time(epoch, leg.times_s[-1])}"
        yield "INTERPOLATION = LAGRANGE"
        yield f"INTERPOLATION_DEGREE = {DEGREE}"
        yield "META_STOP"
        yield ""
        for t_s, place, speed in zip(leg.times_s, leg.positions_km, leg.velocities_km_s, strict=True):
            numbers = [f"{value:.6f}" for value in place] + [f"{value:.9f}" for value in speed]
            yield " ".join([_time(epoch, float(t_s)), *numbers])


def _comments(*sentences: str) -> Iterator[str]:
    """Comment lines, none longer than the standard allows."""
    for sentence in sentences:
        line = "COMMENT"
        for word in _plain(sentence).split():
            if len(line) + 1 + len(word) > LINE_LENGTH:
                yield line
                line = "COMMENT"
            line += f" {word}"
        yield line


def _plain(words: str) -> str:
    """Words in printable ASCII, which is all that the standard allows (7.3.3); other characters become `?`."""
    return "".join(letter if " " <= letter <= "~" else "?" for letter in words)


def _time(epoch: Epoch, t_s: float) -> str:
    """A time in the standard's calendar form, to the millisecond."""
    return epoch.shifted(round(float(t_s), 3)).utc_text_us()[:-3]
