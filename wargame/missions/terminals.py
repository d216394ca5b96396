"""The last link of every mission: what reaches a group of users whose terminals or receivers are partly down.

A mission's own service says what satellites and ground sites can give. A group of users whose terminals are out of
action takes only the share of it that its working terminals carry; groups of one nation in one region count by demand.
The rest of the mission's answer does not change: capacity that dead terminals leave free is not given to others.

Source: ours (docs/method.md, section 4); the pattern is KA-SAT, February 2022: modems down, satellite unharmed.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from wargame.availability import Availability, Jammer, Outage, Status, Statuses
from wargame.coalition import Coalition
from wargame.missions.contract import (
    Regions,
    Sampled,
    Service,
    Setting,
    Span,
    chosen,
    covers,
    hull,
    quantised,
    weighted_mean,
)
from wargame.missions.status import EVERY_STEP, HOURLY, WHAT_IF, Grid
from wargame.scenario.base import MissionKey
from wargame.scenario.needs import SatcomNeed
from wargame.scenario.users import Users
from wargame.space.arrays import FloatArray

MOST_AT_ONCE = 64
"""Statuses that a mission is asked about together: enough to share what is common, few enough for little memory."""


@dataclass(frozen=True, slots=True)
class _Group:
    """A group's place on the axes of region and nation, and its part of the demand there."""

    region: int
    nation: int
    part: float


class Terminals:
    """A mission's service as it reaches its users (see the module's page).

    Args:
        mission: the mission's key.
        service: the mission's own service.
        setting: what it is computed on.
    """

    def __init__(self, mission: MissionKey, service: Service, setting: Setting) -> None:
        """Places every group that needs the mission."""
        self._mission = mission
        self._service = service
        self._setting = setting
        self._groups = _groups(mission, setting)
        self._met: set[Status] = set()
        self._at_terminals: set[Status] = set()

    @property
    def weights(self) -> FloatArray:
        """Demand, shape (regions, beneficiaries); 0 where nobody needs the mission."""
        return self._service.weights

    @property
    def assets(self) -> frozenset[str]:
        """Every asset on which it can depend, groups of users included."""
        return self._service.assets | frozenset(self._groups)

    def feels(self, asset: str, function: str | None, factor: float) -> bool:
        """Whether it changes anything when so much is left of a function of an asset, or of a group's terminals."""
        down = asset in self._groups and function in (None, self._mission)
        return down or self._service.feels(asset, function, factor)

    @property
    def hears_jammers(self) -> bool:
        """Whether transmitters aimed at receivers of navigation matter to it."""
        return self._service.hears_jammers

    @property
    def by_sample(self) -> bool:
        """Whether fewer samples of a what-if take less time."""
        return self._service.by_sample

    def reads(self, availability: Availability) -> Hashable:
        """All that it reads of an availability; equal answers here mean equal values."""
        down = self._down(availability)
        return (self._service.reads(availability), down) if down else self._service.reads(availability)

    def lines(self, availability: Availability, n_steps: int) -> FloatArray:
        """Service in [0, 1] of every cell with demand from the epoch on, shape (cells, n_steps)."""
        down = self._down(availability)
        if not down:
            return self._service.lines(availability, n_steps)
        key = (self._mission, "timeline", n_steps, self._service.reads(availability))
        given = self._setting.memo.get(key, lambda: self._service.lines(availability, n_steps))
        return quantised(given * self._shares(down, EVERY_STEP, n_steps)[self.weights > 0])

    def given(self, availability: Availability, grid: Grid) -> FloatArray:
        """Service at every sample of the horizon, shape (regions, beneficiaries, samples); 0 without demand."""
        given, down = self._whole(availability, grid), self._down(availability)
        return quantised(given * self._shares(down, grid, given.shape[2])) if down else given

    def given_each(
        self,
        availabilities: Sequence[Availability],
        grid: Grid,
        regions: Regions = None,
        spans: Sequence[Span] | None = None,
    ) -> FloatArray:
        """`given` under each, shape (availabilities, regions, beneficiaries, samples)."""
        return np.array([chosen(self.given(each, grid), regions) for each in availabilities])

    def lasting(
        self,
        coalition: Coalition,
        asked: Sequence[Statuses],
        regions: Regions = None,
        spans: Sequence[Span] | None = None,
    ) -> FloatArray:
        """Demand-weighted mean over beneficiaries while statuses hold for good, at the samples of what-ifs.

        The mission itself is asked once for all that differ in nothing but terminals, and for all that is new together.

        Args:
            coalition: who is present.
            asked: statuses that the mission feels.
            regions: the regions asked about by their places; all when None.
            spans: the samples asked about under each; all when None. Others may be anything.

        Returns:
            Shape (asked, regions asked about, samples).
        """
        down = [self._terminals_of(each) for each in asked]
        rest = [each - dull for each, dull in zip(asked, down, strict=True)]
        given = self._lasting_given(coalition, rest, regions, spans or [self._everything] * len(rest))
        kept = self._setting.memo
        shares = {
            each: chosen(
                kept.get((self._mission, "shares", each), partial(self._lasting_shares, each)), regions
            )
            for each in set(down)
        }
        left = np.array([shares[each] for each in down])
        return quantised(weighted_mean(given * left[:, :, :, None], chosen(self.weights, regions)))

    def _terminals_of(self, statuses: Statuses) -> Statuses:
        """Those of some statuses by which terminals of a group that needs the mission are down."""
        if not statuses <= self._met:
            self._met |= statuses
            new = (item for item in statuses if not isinstance(item, Jammer) and item[0] in self._groups)
            self._at_terminals.update(new)
        return statuses & self._at_terminals

    @property
    def _everything(self) -> Span:
        """All samples of a what-if."""
        return 0, WHAT_IF.samples_in(self._setting.geometry.request.n_steps)

    def _lasting_given(
        self, coalition: Coalition, asked: Sequence[Statuses], regions: Regions, spans: Sequence[Span]
    ) -> FloatArray:
        """What the mission gives at the samples of what-ifs, shape (asked, regions, beneficiaries, samples)."""
        memo, rights = self._setting.memo, self._service.reads(Availability((), coalition))
        label = "lasting", memo.number((self._mission, regions, rights))
        found: dict[Statuses, FloatArray] = {}
        new: dict[Statuses, Span] = {}
        for each, span in zip(asked, spans, strict=True):
            kept: Sampled | None = memo.find((*label, each))
            if kept is not None and covers(kept.span, span):
                found[each] = kept.values
            else:
                wider = span if kept is None else hull(kept.span, span)
                new[each] = hull(new.get(each, wider), wider)
        names = list(new)
        for start in range(0, len(names), MOST_AT_ONCE):
            some = names[start : start + MOST_AT_ONCE]
            wanted = [new[each] if self.by_sample else self._everything for each in some]
            states = [Availability.lasting(coalition, each) for each in some]
            made = self._service.given_each(states, WHAT_IF, regions, wanted if self.by_sample else None)
            for each, span, values in zip(some, wanted, made, strict=True):
                found[each] = memo.keep((*label, each), Sampled(span, values.copy())).values
        return np.array([found[each] for each in asked])

    def region_means(self, availability: Availability, start_s: float, end_s: float) -> FloatArray:
        """Demand-weighted mean over beneficiaries and an hourly grid, shape (regions,); 0 without demand."""
        down = self._down(availability)
        if not down:
            return self._service.region_means(availability, start_s, end_s)
        means = weighted_mean(self.given(availability, HOURLY), self.weights)
        start = min(HOURLY.sample_from(start_s), means.shape[1] - 1)
        stop = min(max(start + 1, HOURLY.sample_from(end_s)), means.shape[1])
        return quantised(means[:, start:stop].mean(axis=1))

    def _down(self, availability: Availability) -> tuple[Outage, ...]:
        """The outages of terminals that matter to this mission."""
        return tuple(
            item
            for item in availability.outages
            if item.asset in self._groups and item.function in (None, self._mission)
        )

    def _whole(self, availability: Availability, grid: Grid) -> FloatArray:
        """What the mission gives if all terminals work, shape (regions, beneficiaries, samples)."""
        key = (self._mission, "given", grid, self._service.reads(availability))
        return self._setting.memo.get(key, lambda: self._service.given(availability, grid))

    def _shares(self, down: Sequence[Outage], grid: Grid, count: int) -> FloatArray:
        """The share of the demand behind working terminals at the first samples, (regions, beneficiaries, count).

        Where outages of one group overlap the smallest factor holds.
        """
        shares = np.ones((*self._setting.shape, count))
        for name in sorted({item.asset for item in down}):
            left = np.ones(count)
            for item in (outage for outage in down if outage.asset == name):
                first = grid.sample_from(item.start_s)
                last = count if item.end_s is None else grid.sample_from(item.end_s)
                left[first:last] = np.minimum(left[first:last], item.factor)
            group = self._groups[name]
            shares[group.region, group.nation] -= group.part * (1.0 - left)
        return np.clip(shares, 0.0, 1.0)

    def _lasting_shares(self, down: Statuses) -> FloatArray:
        """The same while terminals are down for good, shape (regions, beneficiaries)."""
        least: dict[str, float] = {}
        for item in down:
            assert not isinstance(item, Jammer)  # transmitters do not break terminals
            least[item[0]] = min(item[2], least.get(item[0], 1.0))
        shares = np.ones(self._setting.shape)
        for name in sorted(least):
            group = self._groups[name]
            shares[group.region, group.nation] -= group.part * (1.0 - least[name])
        return np.clip(shares, 0.0, 1.0)


def _groups(mission: MissionKey, setting: Setting) -> dict[str, _Group]:
    """Every group that needs the mission, by id."""
    asked = {
        key: (
            setting.regions.index(group.region),
            setting.beneficiaries.index(group.nation),
            _demand(group, mission),
        )
        for key, group in sorted(setting.scenario.users.items())
        if group.nation in setting.beneficiaries
        and group.needs.of(mission) is not None
        and key not in setting.scenario.fleet
        and key not in setting.scenario.sites
    }
    totals = np.zeros(setting.shape)
    for region, nation, demand in asked.values():
        totals[region, nation] += demand
    return {
        key: _Group(region, nation, demand / float(totals[region, nation]))
        for key, (region, nation, demand) in asked.items()
    }


def _demand(group: Users, mission: MissionKey) -> float:
    """How much a group asks for: traffic, or its weight."""
    need = group.needs.of(mission)
    if isinstance(need, SatcomNeed):
        return need.demand_mbps
    return float(getattr(need, "weight", 0.0))
