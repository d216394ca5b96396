"""Which receivers of navigation a jammer drowns: those in its view whose carrier-to-noise density falls too low.

A jammer touches users, never a satellite: what they lose is decided at their own antenna, and beyond the radio horizon
of both antennas nothing arrives. Powers of several jammers add up. Free space, no terrain.
"""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from wargame.availability import Availability, Jammer
from wargame.missions.status import Grid
from wargame.scenario.users import UserClass
from wargame.space.frames import ground_range_km
from wargame.space.link import (
    GPS_CA_CHIP_RATE_HZ,
    GPS_CA_RECEIVED_POWER_DBW,
    SPREADING_NARROWBAND,
    decibels,
    effective_cn0_dbhz,
    free_space_loss_db,
    quantise_cn0,
    radio_horizon_km,
    ratio_of,
)
from wargame.space.places import GridPoint

SIGNAL_GHZ = 1.57542
NEAREST_KM = 0.1  # a jammer on a sample point stands somewhere in the cell around it


def is_drowned(point: GridPoint, receiver: UserClass, jammers: Sequence[Jammer]) -> bool:
    """Return whether a receiver at a point loses the signals to jammers that are on, or follows an imitation.

    Source: Kaplan and Hegarty 2017, chapter 9, for the effective C/N0; ITU-R P.525 and P.526 for loss and horizon.
    """
    if not receiver.authenticated and _is_deceived(point, receiver, jammers):
        return True
    noise = [item for item in jammers if not item.spoofs]
    jam_to_signal = math.fsum(ratio_of(value) for value in _arriving_db(point, receiver, noise))
    if jam_to_signal == 0.0:
        return False
    left_dbhz = effective_cn0_dbhz(
        receiver.carrier_to_noise_dbhz, decibels(jam_to_signal), SPREADING_NARROWBAND, GPS_CA_CHIP_RATE_HZ
    )
    return quantise_cn0(left_dbhz) < receiver.needed_carrier_to_noise_dbhz


def _is_deceived(point: GridPoint, receiver: UserClass, jammers: Sequence[Jammer]) -> bool:
    """Whether an imitation arrives strongly enough over the true signals for a receiver to follow it.

    Source: Psiaki and Humphreys, "GNSS Spoofing and Detection", Proc. IEEE 104(6), 2016: a power advantage of a few
    decibels is enough for a receiver that does not check who sent a signal.
    """
    imitations = [item for item in jammers if item.spoofs]
    return any(value >= receiver.spoofed_from_db for value in _arriving_db(point, receiver, imitations))


def _arriving_db(point: GridPoint, receiver: UserClass, jammers: Sequence[Jammer]) -> list[float]:
    """The jam-to-signal ratio of every jammer within the radio horizon, dB."""
    found = []
    for jammer in jammers:
        place = jammer.latitude_deg, jammer.longitude_deg
        distance_km = float(ground_range_km(point.latitude_deg, point.longitude_deg, *place))
        if distance_km <= radio_horizon_km(jammer.antenna_height_m, receiver.antenna_height_m):
            loss_db = free_space_loss_db(SIGNAL_GHZ, max(distance_km, NEAREST_KM))
            found.append(jammer.eirp_dbw - loss_db - GPS_CA_RECEIVED_POWER_DBW - receiver.jammer_rejection_db)
    return found


def jammed_spans(
    availability: Availability, grid: Grid, start: int, stop: int
) -> Iterator[tuple[int, int, tuple[Jammer, ...]]]:
    """Samples `start` to `stop` cut where jammers begin and end, with those that are on."""
    spans = [
        (min(max(grid.sample_from(item.start_s), start), stop), _end(item, grid, stop), item)
        for item in availability.jammers
    ]
    cuts = sorted({start, stop, *(cut for span in spans for cut in span[:2] if start < cut < stop)})
    for low, high in pairwise(cuts):
        yield low, high, tuple(item for first, last, item in spans if first <= low and high <= last)


def _end(jammer: Jammer, grid: Grid, stop: int) -> int:
    """The sample after a jammer's last."""
    return stop if math.isinf(jammer.end_s) else min(grid.sample_from(jammer.end_s), stop)
