"""Radio links and their jamming: losses, jam-to-signal ratio, effective carrier to noise, capacity."""

import math

from wargame.space.constants import (
    EARTH_MEAN_RADIUS_KM,
    RADIO_EARTH_FACTOR,
    SPEED_OF_LIGHT_KM_S,
)

GPS_CA_CHIP_RATE_HZ = 1.023e6  # Hz, C/A code (IS-GPS-200)
GPS_L1_FREQUENCY_GHZ = 1.57542  # GHz (IS-GPS-200)
GPS_CA_RECEIVED_POWER_DBW = -158.5  # dBW, minimum C/A power at the ground (IS-GPS-200)
SPREADING_NARROWBAND = 1.0  # 1, factor Q: narrowband jammer (Kaplan and Hegarty 2017, ch. 9)


def decibels(ratio: float) -> float:
    """Return a power ratio in decibels; minus infinity for zero."""
    return 10.0 * math.log10(ratio) if ratio > 0.0 else -math.inf


def ratio_of(value_db: float) -> float:
    """Return the power ratio of a value in decibels."""
    return float(10.0 ** (value_db / 10.0))


def free_space_loss_db(frequency_ghz: float, distance_km: float) -> float:
    """Return the free-space loss between isotropic antennas, dB.

    Source: ITU-R P.525: 20 log10(4 pi d / wavelength) (O15).
    """
    wavelength_km = SPEED_OF_LIGHT_KM_S / (frequency_ghz * 1e9)
    return 20.0 * math.log10(4.0 * math.pi * distance_km / wavelength_km)


def jam_to_signal_db(
    jammer_eirp_dbw: float,
    signal_eirp_dbw: float,
    jammer_loss_db: float,
    signal_loss_db: float,
    gain_towards_jammer_db: float,
    gain_towards_signal_db: float,
    overlap_loss_db: float = 0.0,
) -> float:
    """Return the ratio of jammer to signal power in the victim's receiver, dB.

    For an uplink the receiver is the satellite; for a downlink it is the user.

    Args:
        jammer_eirp_dbw: jammer's radiated power, dBW.
        signal_eirp_dbw: wanted transmitter's radiated power, dBW.
        jammer_loss_db: path loss from the jammer, dB, positive.
        signal_loss_db: path loss from the wanted transmitter, dB, positive.
        gain_towards_jammer_db: receiving antenna's gain in the jammer's direction, dB.
        gain_towards_signal_db: receiving antenna's gain in the signal's direction, dB.
        overlap_loss_db: jammer power outside the signal's band, dB, positive.

    Source: Adamy 2001 (EW 101), ch. 9; J/S = EIRP_j - EIRP_s - L_j + L_s + G_j - G_s - overlap.
    """
    power_db = jammer_eirp_dbw - signal_eirp_dbw - jammer_loss_db + signal_loss_db
    return power_db + gain_towards_jammer_db - gain_towards_signal_db - overlap_loss_db


def uplink_jam_to_signal_db(
    jammer_eirp_dbw: float,
    signal_eirp_dbw: float,
    jammer_range_km: float,
    signal_range_km: float,
    receive_gain_difference_db: float = 0.0,
    overlap_db: float = 0.0,
) -> float:
    """Return the ratio of jammer to signal power at a satellite's receiver, dB: both at one frequency.

    Args:
        jammer_eirp_dbw: jammer's radiated power, dBW.
        signal_eirp_dbw: earth station's radiated power, dBW.
        jammer_range_km: slant range from the jammer to the satellite, km.
        signal_range_km: slant range from the earth station to the satellite, km.
        receive_gain_difference_db: gain towards the jammer less gain towards the station, dB.
        overlap_db: share of the jammer's power inside the carriers, dB, zero or negative.

    Source: as :func:`jam_to_signal_db`; at one frequency the losses differ by 20 log10 of the ranges.
    """
    loss_difference_db = 20.0 * math.log10(signal_range_km / jammer_range_km)
    power_db = jammer_eirp_dbw - signal_eirp_dbw + loss_difference_db
    return power_db + receive_gain_difference_db + overlap_db


def effective_cn0_dbhz(
    cn0_dbhz: float,
    jam_to_signal_db: float,
    spreading_factor: float = SPREADING_NARROWBAND,
    chip_rate_hz: float = GPS_CA_CHIP_RATE_HZ,
) -> float:
    """Return the carrier-to-noise density a jammed spread-spectrum receiver works with, dB-Hz.

    Source: Kaplan and Hegarty 2017, ch. 9: [1/(C/N0) + (J/S)/(Q Rc)]^-1 (O15).
    """
    noise = 1.0 / ratio_of(cn0_dbhz)
    jamming = ratio_of(jam_to_signal_db) / (spreading_factor * chip_rate_hz)
    return decibels(1.0 / (noise + jamming))


def jammer_range_km(
    jammer_eirp_dbw: float, signal_power_dbw: float, jam_to_signal_db: float, frequency_ghz: float
) -> float:
    """Return how far a jammer reaches with a given jam-to-signal ratio in free space, km.

    A user on the ground is shadowed by the horizon first: take the smaller of this and
    :func:`radio_horizon_km`.

    Args:
        jammer_eirp_dbw: radiated power, dBW.
        signal_power_dbw: wanted power received by an isotropic antenna, dBW.
        jam_to_signal_db: ratio that denies the service, dB.
        frequency_ghz: GHz.

    Source: ITU-R P.525 solved for distance (O15).
    """
    loss_db = jammer_eirp_dbw - signal_power_dbw - jam_to_signal_db
    wavelength_km = SPEED_OF_LIGHT_KM_S / (frequency_ghz * 1e9)
    return float(wavelength_km * 10.0 ** (loss_db / 20.0) / (4.0 * math.pi))


def radio_horizon_km(antenna_height_m: float, other_height_m: float = 0.0) -> float:
    """Return the longest line of sight between two antennas over a smooth Earth, km.

    Source: ITU-R P.526, effective Earth radius 4/3: sqrt(2 k R h) for each end.
    """
    radius_km = RADIO_EARTH_FACTOR * EARTH_MEAN_RADIUS_KM
    heights_km = (antenna_height_m / 1000.0, other_height_m / 1000.0)
    return sum(math.sqrt(2.0 * radius_km * max(height_km, 0.0)) for height_km in heights_km)


def capacity_factor_under_jamming(s_over_n_db: float, j_over_s_db: float) -> float:
    """Return the share of a link's capacity that survives noise-like jamming, 0 to 1.

    Source: Shannon 1948: log2(1 + S/(N+J)) / log2(1 + S/N).
    """
    signal_to_noise = ratio_of(s_over_n_db)
    jammer_to_noise = signal_to_noise * ratio_of(j_over_s_db)
    return math.log1p(signal_to_noise / (1.0 + jammer_to_noise)) / math.log1p(signal_to_noise)


def quantise_cn0(cn0_dbhz: float) -> float:
    """Return a carrier-to-noise density rounded to 1e-3 dB-Hz, fit for a decision."""
    return round(cn0_dbhz, 3)
