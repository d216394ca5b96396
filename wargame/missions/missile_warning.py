"""Missile warning: how many infrared sensors with a way down see each point.

What happens:
    Infrared payloads watch the part of the Earth in their view; what they see comes down through a gateway.

When it can be tried (Who is served):
    The owner of a payload, and nations to which it gives its warning by agreement. The payload needs a gateway for
    missile warning that works, stands in view, and belongs to its owner or is open to it by ground access.

What decides success:
    At each point 0, 0.5 or 1 for no, one, or two and more sensors above the mission's mask; a region's service is
    the mean over its points. A payload with any factor above 0 sees.

Source and confidence:
    Notional. Two sensors place a launch, one only reports it: ours.

Leaves out:
    Sensor performance, clouds, time to warn, and radars on the ground.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from wargame.coalition import Coalition
from wargame.missions.contract import Mission, Setting
from wargame.missions.links import CarriedPayload, by_step, carried_payloads, network, packed
from wargame.missions.memoryless import digest_of
from wargame.missions.networked import Networked, split
from wargame.scenario.base import MissionKey
from wargame.space.arrays import BitArray, BoolArray, FloatArray, IntArray
from wargame.space.compiled import inner_kernel, kernel

KEY: MissionKey = "missile_warning"


@dataclass(frozen=True, eq=False)
class Release:
    """What a coalition allows in missile warning.

    Attributes:
        exists: shape (functions,).
        open_words: gateways that each sensor may use, bits, shape (sensors, words).
        given: whether a sensor warns the nations of a group, shape (groups, sensors).
        group: nations that receive from the same sensors share a group, shape (beneficiaries,).
    """

    exists: FloatArray
    open_words: BitArray
    given: BoolArray
    group: IntArray

    @cached_property
    def digest(self) -> bytes:
        """Equal for equal content, existence apart."""
        return digest_of(self.open_words, self.given, self.group)


class WarningService(Networked[Release]):
    """Missile warning on a setting."""

    def __init__(self, setting: Setting) -> None:
        """Gather sensors, gateways and users."""
        weights = np.zeros(setting.shape)
        for region, nation, users in setting.users:
            if users.needs.missile_warning is not None:
                weights[region, nation] += users.needs.missile_warning.weight
        self._needed = weights > 0
        candidates = carried_payloads(setting, KEY)
        super().__init__(
            KEY, setting, network(setting, KEY, _points_seen(setting, candidates), candidates), weights
        )
        count = setting.points[-1].stop
        inside = np.zeros((len(setting.regions), count), dtype=np.bool_)
        for row, place in enumerate(setting.points):
            inside[row, place] = True
        self._region_words = packed(inside)

    def permitted(self, coalition: Coalition) -> Release:
        """Who is warned by which sensors, open gateways and what exists."""
        nations, sensors = self.setting.beneficiaries, self.net.payloads
        given = np.array(
            [[coalition.serves(KEY, item.owner, nation) for item in sensors] for nation in nations],
            dtype=np.bool_,
        ).reshape(len(nations), len(sensors))
        groups, group = np.unique(given, axis=0, return_inverse=True)
        return Release(
            self.net.exists(coalition),
            self.net.open_words(KEY, coalition),
            np.ascontiguousarray(groups),
            np.ascontiguousarray(group.reshape(-1)),
        )

    def solve(self, allowed: Release, factors: FloatArray, patterns: IntArray) -> FloatArray:
        """Mean over points of 0, 0.5 or 1, shape (patterns, regions, beneficiaries)."""
        left = split(factors, self.net)
        warned = _warned(
            patterns,
            self.net.links,
            self.net.seen,
            allowed.open_words,
            left.payloads,
            packed(left.gateways[None, :] > 0)[0],
            allowed.given,
            self._region_words,
        )
        return np.where(self._needed, warned[:, :, allowed.group], 0.0)


def _points_seen(setting: Setting, payloads: tuple[CarriedPayload, ...]) -> BitArray:
    """The points in view of each sensor at each step, bits, shape (steps, sensors, words)."""
    geometry = setting.geometry
    rows = [geometry.satellite_index[item.satellite] for item in payloads]
    mask_deg = setting.scenario.missions.missile_warning.point_mask_deg
    return by_step(np.ascontiguousarray(geometry.point_view[mask_deg][:, rows]), geometry.request.n_steps)


@kernel
def _warned(
    patterns: IntArray,
    links: BitArray,
    seen: BitArray,
    open_words: BitArray,
    sensor_factors: FloatArray,
    gateways_up: BitArray,
    given: BoolArray,
    region_words: BitArray,
) -> FloatArray:
    """Return the mean over points of half the number of sensors, at most 1: (patterns, regions, groups).

    Args:
        patterns: which rows of `links` and `seen` to solve.
        links: gateways in view of each sensor, bits, shape (n_patterns, sensors, words).
        seen: points in view of each sensor, bits, shape (n_patterns, sensors, words).
        open_words: gateways that each sensor may use, bits, shape (sensors, words).
        sensor_factors: what is left of each sensor, shape (sensors,).
        gateways_up: gateways that work at all, bits, shape (words,).
        given: whether a sensor warns the nations of a group, shape (groups, sensors).
        region_words: the points of each region, bits, shape (regions, words).
    """
    n_words = seen.shape[2]
    result = np.zeros((patterns.shape[0], region_words.shape[0], given.shape[0]))
    once, twice = np.empty(n_words, dtype=np.uint64), np.empty(n_words, dtype=np.uint64)
    for row in range(patterns.shape[0]):
        for group in range(given.shape[0]):
            once[:], twice[:] = np.uint64(0), np.uint64(0)
            for sensor in range(given.shape[1]):
                down = np.uint64(0)
                if given[group, sensor] and sensor_factors[sensor] > 0.0:
                    for word in range(gateways_up.shape[0]):
                        down |= (
                            links[patterns[row], sensor, word] & open_words[sensor, word] & gateways_up[word]
                        )
                if down != 0:
                    for word in range(n_words):
                        bits = seen[patterns[row], sensor, word]
                        twice[word] |= once[word] & bits
                        once[word] |= bits
            for region in range(region_words.shape[0]):
                halves, points = np.int64(0), np.int64(0)
                for word in range(n_words):
                    inside = region_words[region, word]
                    points += _count(inside)
                    halves += _count(once[word] & inside) + _count(twice[word] & inside)
                result[row, region, group] = 0.5 * halves / points
    return result


@inner_kernel
def _count(bits: np.uint64) -> np.int64:
    """Return the number of set bits of a word.

    Source: Warren 2013, Hacker's Delight, figure 5-2.
    """
    word = bits - ((bits >> np.uint64(1)) & np.uint64(0x5555555555555555))
    word = (word & np.uint64(0x3333333333333333)) + ((word >> np.uint64(2)) & np.uint64(0x3333333333333333))
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((word * np.uint64(0x0101010101010101)) >> np.uint64(56))


MISSION = Mission(key=KEY, name="Missile warning", serve=WarningService)
