"""Custody of satellites by numpy: the step of the last observation that is known, by accumulated maxima."""

import numpy as np
from boolean_base import NEVER, Status, StepArray, delayed, in_contact, latest

from wargame.availability import Availability
from wargame.coalition import Coalition
from wargame.missions.contract import Setting
from wargame.missions.sda import life_steps
from wargame.missions.sda_sources import KEY, Source, objects_named, watched
from wargame.scenario.clock import SERVICE_STEP_S
from wargame.space.arrays import BoolArray, FloatArray
from wargame.space.visibility import unpack_steps

WHOLE = ""
"""Stands for a satellite as a whole where a function is asked for."""

Want = tuple[str, tuple[str, ...], int]
"""A nation, the objects that it wants in custody, and for how many steps an observation counts."""


class BooleanCustody:
    """Share of objects whose last known observation is recent enough."""

    def __init__(self, setting: Setting, coalition: Coalition) -> None:
        """Unpack who sees what."""
        self._setting = setting
        self._n_steps = setting.scenario.clock.duration_s // SERVICE_STEP_S
        self._wants: dict[Want, FloatArray] = {}
        weights = np.zeros(setting.shape)
        for region, nation, users in setting.users:
            need = users.needs.sda
            if need is not None:
                key = (
                    users.nation,
                    objects_named(setting.scenario, need.objects),
                    life_steps(need.custody_h),
                )
                self._wants.setdefault(key, np.zeros(setting.shape))[region, nation] += need.weight
                weights[region, nation] += need.weight
        for key, parts in self._wants.items():
            self._wants[key] = parts / np.where(weights > 0.0, weights, 1.0)
        objects = tuple(sorted({each for _, wanted, _ in self._wants for each in wanted}))
        self._objects = objects
        self._column = {each: place for place, each in enumerate(objects)}
        nations = sorted({nation for nation, *_ in self._wants})
        seen, self._sources = watched(setting, frozenset(nations), objects)
        fleet = setting.scenario.fleet
        self._own = {
            nation: [column for each, column in self._column.items() if fleet[each].owner == nation]
            for nation in nations
        }
        self._delays_s = {
            source.owner: {**coalition.release_delays_s(KEY, source.owner), source.owner: 0}
            for source in self._sources
        }
        watching = [
            (*source.observers, *((item.site, item.name) for item in source.landings))
            for source in self._sources
        ]
        functions = dict.fromkeys([each for found in watching for each in found])
        functions |= dict.fromkeys((each, WHOLE) for each in objects)
        self._status = Status(list(functions), coalition, self._n_steps)
        self._places = {function: place for place, function in enumerate(functions)}
        self._seen = [unpack_steps(seen[:, source.rows], self._n_steps) for source in self._sources]
        self._sight = [self._gateways(source, coalition) for source in self._sources]

    def _gateways(self, source: Source, coalition: Coalition) -> BoolArray:
        """Gateways in view of a telescope in space that it may use, shape (steps, 1, gateways)."""
        if source.satellite is None:
            return np.ones((self._n_steps, 1, 0), dtype=np.bool_)
        geometry, owners = self._setting.geometry, coalition.gateways_open_to(KEY, source.owner)
        columns = [geometry.site_index[item.site] for item in source.landings]
        row = geometry.satellite_index[source.satellite]
        sight = unpack_steps(geometry.site_access[:, [row]][:, :, columns], self._n_steps)
        return np.asarray(sight & np.array([item.owner in owners for item in source.landings]))

    def values(self, availability: Availability) -> FloatArray:
        """Service, shape (regions, beneficiaries, steps)."""
        up = self._status.up(availability.outages)
        landed = [self._landed(number, up) for number in range(len(self._sources))]
        steps = np.arange(self._n_steps, dtype=np.int32)[:, None]
        known = {nation: self._known(nation, landed, up) for nation in self._own}
        values = np.zeros((*self._setting.shape, self._n_steps))
        for (nation, wanted, life), parts in self._wants.items():
            columns = [self._column[each] for each in wanted]
            share = (steps - known[nation][:, columns] <= life).mean(axis=1)
            values += parts[:, :, None] * share
        return values

    def _landed(self, number: int, up: BoolArray) -> StepArray:
        """The last observation of each object that a source has on the ground, shape (steps, objects)."""
        source = self._sources[number]
        working = up[:, [self._places[observer] for observer in source.observers]]
        observed = latest(np.asarray((self._seen[number] & working[:, :, None]).any(axis=1)))
        if source.satellite is None:
            return observed
        gates = up[:, [self._places[item.site, item.name] for item in source.landings]]
        contact = in_contact(self._sight[number], gates) & working
        return np.maximum.accumulate(np.where(contact, observed, np.int32(NEVER)), axis=0)

    def _known(self, nation: str, landed: list[StepArray], up: BoolArray) -> StepArray:
        """The last observation of each object that a nation knows of, at least the epoch, shape (steps, objects)."""
        known = np.zeros((self._n_steps, len(self._column)), dtype=np.int32)
        for source, newest in zip(self._sources, landed, strict=True):
            delays_s = self._delays_s[source.owner]
            if nation in delays_s:
                np.maximum(known, delayed(newest, -(-delays_s[nation] // SERVICE_STEP_S)), out=known)
        own = self._own[nation]
        places = [self._places[self._objects[column], WHOLE] for column in own]
        known[:, own] = np.maximum(known[:, own], latest(up[:, places]))
        return known
