"""Space domain awareness: which satellites of interest are in custody.

What happens:
    Radars, telescopes on the ground and telescopes in space observe satellites. An object is in custody while the last
    observation that a nation knows of is no older than its users allow (custody_h). An owner knows where its own
    satellites are as long as they work, from their telemetry.

When it can be tried (Who is served):
    The owner of a sensor at once; nations to which it gives its tracks by agreement once the release delay has passed
    since receipt; nobody else. What a telescope in space sees comes down at the first contact, at or after the
    observation, with a gateway for this mission that works, stands in view, and belongs to its owner or is open to it
    by ground access.

What decides success:
    A sensor with any factor above 0 observes all that its geometry allows: above the site's mask and within range; for
    telescopes a lit object and a dark site; in space a line of sight clear of the Earth's limb and of the Sun. Service
    is the share of the need's objects that are in custody, the same in every region. Age counts from the observation,
    not from its release, so data that take longer than custody_h are worth nothing. At the epoch all objects are in
    custody with age 0. A destroyed object stays an object of interest: only its telemetry ends. An object of an owner
    who is absent from the coalition never existed and is left out of the share.
    The step of an observation counts whole, and the one in which it grows too old not at all: half a step each.

Source and confidence:
    Custody as the age of the last observation: usual practice; the limit of a day is a judgement with a range. Service
    as a share of objects: ours.

Leaves out:
    Size and brightness of objects, tasking and capacity of sensors, growth of the error, manoeuvres, correlation of
    tracks, clouds and the Moon, the spreading of debris, telemetry given to others, and control sites.
"""

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

from wargame.availability import Availability
from wargame.coalition import Coalition
from wargame.missions.contacts import blended
from wargame.missions.contract import Mission, Regions, Setting, cells
from wargame.missions.releases import Mixture
from wargame.missions.remembering import Remembering
from wargame.missions.sda_custody import custody_share, custody_words
from wargame.missions.sda_sources import KEY, objects_named
from wargame.missions.sda_watch import Release, Watch
from wargame.missions.status import EVERY_STEP, Grid
from wargame.scenario.clock import SERVICE_STEP_S
from wargame.space.arrays import BoolArray, FloatArray, IntArray
from wargame.space.visibility import words_for


@dataclass(frozen=True, eq=False, slots=True)
class _Need:
    """Users of one nation who want the same objects for the same time.

    Attributes:
        nation: who they are.
        columns: their objects on the axis of the watch, shape (n,).
        life_steps: for how many steps after an observation an object counts as in custody.
    """

    nation: str
    columns: IntArray
    life_steps: int


class CustodyService(Remembering[Release]):
    """Space domain awareness on a setting."""

    def __init__(self, setting: Setting) -> None:
        """Gather users, their objects, and what may observe them."""
        asked = [
            (
                cell,
                (users.nation, objects_named(setting.scenario, need.objects), life_steps(need.custody_h)),
                need.weight,
            )
            for *cell, users in setting.users
            for need in (users.needs.sda,)
            if need is not None
        ]
        distinct = sorted({wish for _, wish, _ in asked})
        objects = tuple(sorted({each for _, wanted, _ in distinct for each in wanted}))
        column = {each: number for number, each in enumerate(objects)}
        self._needs = tuple(
            _Need(nation, np.array([column[each] for each in wanted], dtype=np.int64), life)
            for nation, wanted, life in distinct
        )
        weights = np.zeros(setting.shape)
        for (region, place), _, weight in asked:
            weights[region, place] += weight
        parts = [(region, place, distinct.index(wish), weight) for (region, place), wish, weight in asked]
        n_regions, n_nations = setting.shape
        self._nations = Mixture.of(
            ((region * n_nations + place, row, weight) for region, place, row, weight in parts),
            n_regions * n_nations,
        )
        self._lines = self._nations.only(cells(weights))
        self._regions = Mixture.of(((region, row, weight) for region, _, row, weight in parts), n_regions)
        self._watch = Watch(setting, frozenset(need.nation for need in self._needs), objects)
        self._everything: dict[str, Watch] = {}
        self._releases: dict[Hashable, Release] = {}
        super().__init__(KEY, setting, self._watch.functions, weights)

    def permitted(self, coalition: Coalition) -> Release:
        """Who is told what how late, where telescopes may land, and what exists."""
        return self._watch.permitted(coalition)

    def history(
        self, availability: Availability, grid: Grid, count: int, regions: Regions = None
    ) -> FloatArray:
        """Share of objects in custody at the first samples of a grid, shape (regions, beneficiaries, count)."""
        shares = self._shares(availability, grid, count)
        return _mixed(shares, self._nations).reshape(*self.setting.shape, count)

    def line_history(self, availability: Availability, count: int) -> FloatArray:
        """Share of objects in custody at the first steps for every cell with demand, shape (cells, count)."""
        return _mixed(self._shares(availability, EVERY_STEP, count), self._lines)

    def history_means(self, availability: Availability, grid: Grid, count: int) -> FloatArray:
        """Demand-weighted mean over beneficiaries at the first samples of a grid, shape (regions, count)."""
        return _mixed(self._shares(availability, grid, count), self._regions)

    def _shares(self, availability: Availability, grid: Grid, count: int) -> FloatArray:
        """Share of the objects of each need in custody at the first samples of a grid, shape (needs, count)."""
        shares = np.ones((len(self._needs), count))
        if shares.size == 0:
            return shares
        release, wanted = self.permissions(availability.coalition), grid.steps(0, count)
        steps = np.arange(wanted.start, wanted.stop, wanted.step)
        situation = self._watch.situation(release, availability.outages, words_for(wanted[-1] + 1))
        for row, need in enumerate(self._needs):
            present = need.columns[release.present[need.columns]]
            if len(present):
                held = situation.custody(need.nation, need.life_steps)
                shares[row] = custody_share(held, present, steps)
        return shares

    def custody(self, availability: Availability, object_id: str, nation: str, custody_h: float) -> BoolArray:
        """Whether a nation has a satellite in custody at every step of the horizon, shape (steps,).

        Any satellite and any nation, an adversary too: it knows what its own sensors saw. What a nation does not
        know to exist counts as known at the epoch all the same; ask only about what it knows.

        Args:
            availability: what works, and who is in the coalition.
            object_id: a satellite of the scenario.
            nation: who wants to know where it is.
            custody_h: hours for which an observation counts.

        Raises:
            ValueError: there is no such satellite or actor.
        """
        scenario = self.setting.scenario
        for name, known, noun in (
            (object_id, scenario.fleet, "satellite"),
            (nation, scenario.actors, "actor"),
        ):
            if name not in known:
                message = f"custody is asked for '{name}', which is no {noun} of '{scenario.title}'"
                raise ValueError(message)
        self.permissions(availability.coalition)  # refuses the coalition of another scenario
        if nation not in self._everything:
            self._everything[nation] = Watch(self.setting, frozenset({nation}), tuple(scenario.fleet))
        watch, asked = self._everything[nation], (nation, availability.coalition.key)
        if asked not in self._releases:
            self._releases[asked] = watch.permitted(availability.coalition)
        n_steps = self.setting.geometry.request.n_steps
        situation = watch.situation(self._releases[asked], availability.outages, words_for(n_steps))
        held = situation.custody(nation, life_steps(custody_h))
        return custody_share(held, np.array([watch.objects.index(object_id)]), np.arange(n_steps)) > 0.0


def life_steps(custody_h: float) -> int:
    """For how many steps after that of an observation an object counts as in custody; in that step it always does.

    One less than custody_h has: an observation comes in the middle of its step on the average, and so custody ends in
    the middle of a step. Counting both of these steps whole would make every spell one step too long.
    """
    return max(0, round(custody_h * 3600) // SERVICE_STEP_S - 1)


def _mixed(shares: FloatArray, mixture: Mixture) -> FloatArray:
    """Shares of needs, blended by cell, shape (cells, samples)."""
    return blended(shares, mixture.starts, mixture.audiences, mixture.shares)


MISSION = Mission(key=KEY, name="Space domain awareness", serve=CustodyService, compile_apart=custody_words)
