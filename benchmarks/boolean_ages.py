"""Images, signals and weather by numpy: collections, next contacts and newest deliveries by accumulated maxima."""

from collections.abc import Callable
from typing import Any

import numpy as np
from boolean_base import NEVER, Status, StepArray, delayed, functions_of, in_contact, latest

from wargame.availability import Availability
from wargame.coalition import Coalition
from wargame.missions.collectors import Collectors, collectors
from wargame.missions.contract import Setting
from wargame.scenario import MissionKey
from wargame.scenario.clock import SERVICE_STEP_S
from wargame.scenario.payloads import is_open
from wargame.space.arrays import BitArray, BoolArray, FloatArray
from wargame.space.visibility import unpack_steps

KINDS: dict[MissionKey, Callable[[Any], frozenset[str]]] = {  # Any: the need of any of these missions
    "environment": lambda need: frozenset({"weather"}),
    "isr_imaging": lambda need: frozenset(need.sensors),
    "isr_signals": lambda need: frozenset({"signals"}),
}
"""The kinds of payload that will do for a need."""

Audience = tuple[int, float, tuple[tuple[int, int], ...]]
"""Place of a region, age asked for in seconds, and (stream, delay in steps) of all that is received."""


class BooleanAges:
    """Mean over points of min(1, A_req / age)."""

    def __init__(self, mission: MissionKey, setting: Setting, coalition: Coalition) -> None:
        """Unpack who collects where, and who receives what how late."""
        self._setting = setting
        self._n_steps = setting.scenario.clock.duration_s // SERVICE_STEP_S
        asks = [
            (region, nation, users.needs.of(mission))
            for region, nation, users in setting.users
            if users.needs.of(mission) is not None
        ]
        wanted: dict[int, frozenset[str]] = {}
        for region, _, need in asks:
            wanted[region] = wanted.get(region, frozenset()) | KINDS[mission](need)
        stored = collectors(setting, mission, wanted)
        self._spans = {r: slice(*stored.spans[n : n + 2]) for n, r in enumerate(stored.regions)}
        self._access = _unpacked(stored.access, self._n_steps)
        self._sight = _unpacked(stored.view.transpose(1, 0, 2), self._n_steps) & stored.may_land(coalition)
        self._life_steps = stored.life_steps
        self._status = Status(functions_of(stored.payloads, stored.gateways), coalition, self._n_steps)
        self._gather(mission, coalition, stored)
        self._audiences: dict[Audience, list[tuple[int, int, float]]] = {}
        weights = np.zeros(setting.shape)
        for region, nation, need in asks:
            weights[region, nation] += getattr(need, "weight")  # noqa: B009  # all three needs have one
        for region, nation, need in asks:
            received = self._received(setting.beneficiaries[nation], KINDS[mission](need))
            share = getattr(need, "weight") / weights[region, nation]  # noqa: B009
            asked_s = getattr(need, "age_h") * 3600.0  # noqa: B009
            self._audiences.setdefault((region, asked_s, received), []).append((region, nation, share))

    def _gather(self, mission: MissionKey, coalition: Coalition, stored: Collectors) -> None:
        """Gather payloads of one owner and kind into streams."""
        exists, count = self._status.exists, len(stored.payloads)
        lands = (stored.view.any(axis=2) & stored.may_land(coalition) & exists[count:]).any(axis=1) & exists[
            :count
        ]
        keys = [(item.owner, item.payload.kind, is_open(item.payload)) for item in stored.payloads]
        self._streams = sorted({key for key, each in zip(keys, lands, strict=True) if each})
        self._members = [
            np.array([key == stream and each for key, each in zip(keys, lands, strict=True)])
            for stream in self._streams
        ]
        ever = np.asarray(stored.access.any(axis=2))
        self._ever = np.array([ever[:, members].any(axis=1) for members in self._members])
        everybody = dict.fromkeys(self._setting.beneficiaries, 0)
        self._delays_s = [
            everybody if is_everybody_s else {**coalition.release_delays_s(mission, owner), owner: 0}
            for owner, _, is_everybody_s in self._streams
        ]

    def _received(self, nation: str, kinds: frozenset[str]) -> tuple[tuple[int, int], ...]:
        """The streams that a nation receives, with their delays in steps."""
        return tuple(
            (number, -(-self._delays_s[number][nation] // SERVICE_STEP_S))
            for number, (_, kind, _) in enumerate(self._streams)
            if kind in kinds and nation in self._delays_s[number]
        )

    def values(self, availability: Availability) -> FloatArray:
        """Service, shape (regions, beneficiaries, steps)."""
        landed = self._landed(availability)
        values = np.zeros((*self._setting.shape, self._n_steps))
        for audience, cells in self._audiences.items():
            served = self._served(audience, landed)
            for region, nation, share in cells:
                values[region, nation] += share * served
        return values

    def _landed(self, availability: Availability) -> list[StepArray]:
        """The newest collection on the ground over each point, one of each stream, shape (steps, points)."""
        up = self._status.up(availability.outages)
        count = self._access.shape[1]
        contact = in_contact(self._sight, up[:, count:]) & up[:, :count]
        tasked = np.arange(self._n_steps)[:, None] - np.maximum(latest(contact), 0) <= self._life_steps
        ready = tasked & up[:, :count]
        found = []
        for members in self._members:
            made = latest(self._access[:, members] & ready[:, members, None])
            down = np.where(contact[:, members, None], made, np.int32(NEVER)).max(axis=1)
            found.append(np.maximum.accumulate(down, axis=0))
        return found

    def _served(self, audience: Audience, landed: list[StepArray]) -> FloatArray:
        """Mean over the points of a region, shape (steps,)."""
        region, asked_s, received = audience
        points = self._spans[region]
        newest = np.full((self._n_steps, points.stop - points.start), NEVER, dtype=np.int32)
        ever = np.zeros(newest.shape[1], dtype=np.bool_)
        for stream, delay in received:
            np.maximum(newest, delayed(landed[stream][:, points], delay), out=newest)
            ever |= self._ever[stream, points]
        age_s = SERVICE_STEP_S * (np.arange(self._n_steps)[:, None] - np.maximum(newest, 0))
        fresh = asked_s / np.maximum(age_s, asked_s)
        older = asked_s / np.maximum(age_s[:-1] + SERVICE_STEP_S, asked_s)
        rises = fresh[1:] > fresh[:-1]  # then half of the step is served as before
        fresh[1:] = np.where(rises, (older + fresh[1:]) / 2, fresh[1:])
        served: FloatArray = np.where(ever, fresh, 0.0).mean(axis=1)
        return served


def _unpacked(bits: BitArray, n_steps: int) -> BoolArray:
    """Bits (targets, payloads, words) as truth values (steps, payloads, targets)."""
    return unpack_steps(np.ascontiguousarray(bits.transpose(2, 1, 0)), n_steps)
