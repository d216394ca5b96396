"""Position, navigation and timing: how good the geometry of the usable satellites is where users are.

What happens:
    Receivers fix their position from the navigation satellites above their mask. How good the fix is depends on
    where these stand: the position dilution of precision (PDOP), with one clock for each system (family).

When it can be tried (Who is served):
    Everybody by open signals; by other signals their owner, and nations to which it gives access by agreement. The
    signal's family must be among the receivers of the user class.

What decides success:
    At each point min(1, limit / PDOP) with the class's limit, and 0 without a solution; a region's service is the
    mean over its points, and a nation's the mean over its user classes by their shares. Satellites are taken where
    they stand at the start of each quarter of an hour; status counts at every service step. A point where a jammer
    leaves the receiver too little carrier-to-noise density counts 0 (see `wargame.missions.jamming`).

Source and confidence:
    PDOP and its limit of 6: GPS SPS Performance Standard 2020, section 3.3; Kaplan and Hegarty 2017, section 11.2.
    The linear fall beyond the limit is ours.

Leaves out:
    Control sites: without them ephemerides age over weeks, but no satellite moves and no PDOP changes. Clock faults,
    terrain, and sensors that bridge a gap.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from wargame.availability import Availability, Jammer
from wargame.coalition import Coalition
from wargame.missions.contract import Mission, Regions, Setting, Span
from wargame.missions.jamming import is_drowned, jammed_spans
from wargame.missions.links import packed
from wargame.missions.memoryless import Memoryless
from wargame.missions.outlooks import kept_outlook
from wargame.missions.pnt_parties import Access, Audience, Parties, Party
from wargame.missions.releases import Mixture
from wargame.missions.sky import Heaven, Outlook, fill_means, held, outlook
from wargame.missions.status import EVERY_STEP, Functions, Grid
from wargame.scenario.base import MissionKey
from wargame.scenario.clock import PNT_STEP_S, SERVICE_STEP_S
from wargame.space.arrays import BitArray, BoolArray, FloatArray, IntArray, frozen
from wargame.space.dop import Sky

KEY: MissionKey = "pnt"
STEPS_HELD = PNT_STEP_S // SERVICE_STEP_S


@dataclass(frozen=True, eq=False, slots=True)
class _View:
    """What a party sees at some epochs, and its service while everything works."""

    heaven: Heaven
    calm: Outlook

    @property
    def nbytes(self) -> int:
        """Memory that it takes, what all parties share apart."""
        return self.heaven.above.nbytes + self.calm.nbytes


class NavigationService(Memoryless[Access]):
    """Navigation service on a setting."""

    hears_jammers = True

    def __init__(self, setting: Setting) -> None:
        """Gather signals and users."""
        self._audience = Audience(setting)
        functions = Functions([(item.satellite, item.name) for item in self._audience.signals])
        super().__init__(KEY, setting, functions, self._audience.weights)

    def permitted(self, coalition: Coalition) -> Access:
        """Who may use which signals, and what exists."""
        nations, signals = self.setting.beneficiaries, self._audience.signals
        given = np.array(
            [
                [item.open_signal or coalition.serves(KEY, item.owner, nation) for item in signals]
                for nation in nations
            ],
            dtype=np.bool_,
        ).reshape(len(nations), len(signals))
        groups, group = np.unique(given, axis=0, return_inverse=True)
        exists = np.array([coalition.exists(item.satellite, item.name) for item in signals], dtype=np.float64)
        return Access(exists, groups, group.reshape(-1))

    def reads(self, availability: Availability) -> Hashable:
        """Permissions, existence and outages, and who jams receivers."""
        return super().reads(availability), availability.jammers

    def lines(self, availability: Availability, n_steps: int) -> FloatArray:
        """Service of every cell with demand from the epoch on, shape (cells, n_steps)."""
        parties = self._audience.parties(self.permissions(availability.coalition)[0])
        lines = self._between(availability, EVERY_STEP, (0, n_steps), parties, parties.lines, True)
        lines.setflags(write=False)
        return lines

    def given(self, availability: Availability, grid: Grid) -> FloatArray:
        """Service at every sample of the horizon, shape (regions, beneficiaries, samples)."""
        parties, count = (
            self._audience.parties(self.permissions(availability.coalition)[0]),
            self._samples(grid),
        )
        values = self._between(availability, grid, (0, count), parties, parties.nations, True)
        return values.reshape(*self.setting.shape, count)

    def given_each(
        self,
        availabilities: Sequence[Availability],
        grid: Grid,
        regions: Regions = None,
        spans: Sequence[Span] | None = None,
    ) -> FloatArray:
        """`given` under each, shape (availabilities, regions, beneficiaries, samples).

        Every region is looked at by itself: jammers elsewhere do not tell its answers apart.
        """
        asked = tuple(range(len(self.setting.regions))) if regions is None else regions
        parties = self._audience.parties(self.permissions(availabilities[0].coalition)[0], asked)
        span = 0, self._samples(grid)
        values = [self._between(each, grid, span, parties, parties.nations, True) for each in availabilities]
        shaped = np.array(values).reshape(len(values), *self.setting.shape, span[1])
        return np.ascontiguousarray(shaped[:, list(asked)])

    def means_between(self, availability: Availability, grid: Grid, start: int, stop: int) -> FloatArray:
        """Demand-weighted mean over beneficiaries at samples `start` to `stop`, shape (regions, samples)."""
        parties = self._audience.parties(self.permissions(availability.coalition)[0])
        return self._between(availability, grid, (start, stop), parties, parties.regions, False)

    def _between(
        self,
        availability: Availability,
        grid: Grid,
        samples: tuple[int, int],
        parties: Parties,
        mixture: Mixture,
        rounded: bool,
    ) -> FloatArray:
        """Blended service of all parties at some samples, shape (cells, samples).

        Between two changes of status a column is worked out for each navigation step.
        """
        if samples[0] == samples[1]:
            return np.zeros((len(mixture.starts) - 1, 0))
        allowed = self.permissions(availability.coalition)[0]
        outages = self.functions.relevant(availability.outages)
        columns, places, count = [], [], 0
        for segment in self.functions.segments(outages, grid, *samples):
            works = (allowed.exists > 0.0) & (segment.factors > 0.0)
            usable = [self._audience.sent(given & works) for given in allowed.given]
            for low, high, jammers in jammed_spans(availability, grid, segment.start, segment.stop):
                epochs, place = _epochs(grid.steps(low, high))
                parts = [self._means(party, usable[party.group], epochs, jammers) for party in parties.each]
                columns.append(np.concatenate([np.empty((0, len(epochs))), *parts]))
                places.append(place + count)
                count += len(epochs)
        means, place = np.concatenate(columns, axis=1), np.concatenate(places)
        return held(means, place, mixture.starts, mixture.audiences, mixture.shares, rounded)

    def _means(
        self, party: Party, usable: BoolArray, epochs: range, jammers: tuple[Jammer, ...]
    ) -> FloatArray:
        """Mean service of a party in each of its regions, shape (regions, epochs)."""
        if epochs.step == 1:
            return self._computed_means(party, usable, epochs, jammers)
        # A what-if: nations and coalitions that may use the same signals get the same.
        key = (KEY, "means", party.name, (party.offered & usable).tobytes(), epochs, jammers)
        return self.setting.memo.get(key, lambda: self._computed_means(party, usable, epochs, jammers))

    def _computed_means(
        self, party: Party, usable: BoolArray, epochs: range, jammers: tuple[Jammer, ...]
    ) -> FloatArray:
        """Mean service of a party in each of its regions, shape (regions, epochs)."""
        span = self._span(epochs)
        view = self._view(party, span)
        first = (epochs.start - span.start) // epochs.step
        within = first, first + len(epochs)
        lost = np.flatnonzero(party.offered & ~usable)
        if not len(lost) and not jammers:
            return view.calm.means[:, within[0] : within[1]]
        means, drowned = np.empty((len(party.regions), len(epochs))), self._drowned(party, jammers)
        limit = party.user_class.pdop_limit
        fill_means(view.heaven, view.calm, limit, packed(usable[None])[0], lost, drowned, within, means)
        return means

    def _drowned(self, party: Party, jammers: tuple[Jammer, ...]) -> BitArray:
        """The points of a party that lose the signals to jammers, bits, shape (words,)."""
        loud = tuple(item.lasting for item in jammers)

        def drowned() -> BitArray:
            points = self.setting.geometry.request.points
            lost = [is_drowned(points[row], party.user_class, loud) for row in self._points(party)]
            words: BitArray = packed(np.array([lost], dtype=np.bool_))[0]
            return words

        key = (KEY, "drowned", party.key, party.regions, loud)
        return self.setting.tables.get(key, drowned)

    def _points(self, party: Party) -> list[int]:
        """The points of a party, one region after the other."""
        spans = [self.setting.points[region] for region in party.regions]
        return [row for span in spans for row in range(span.start, span.stop)]

    def _span(self, epochs: range) -> range:
        """The navigation steps at the same distance over the run, or over the horizon where they go beyond the run.

        What holds while everything works is worked out for the whole span and then cut to what is asked for.
        """
        run = self.setting.scenario.clock.duration_s // PNT_STEP_S
        end = run if epochs.stop <= run else self.setting.geometry.request.n_pnt_steps
        return range(epochs.start % epochs.step, max(end, epochs[-1] + 1), epochs.step)

    def _view(self, party: Party, span: range) -> _View:
        """What a party sees: no status enters, so it stays when services are forgotten."""
        limits = party.user_class.mask_deg, party.user_class.pdop_limit
        key = (KEY, "view", limits, party.offered.tobytes(), party.regions, span)
        return self.setting.tables.get(key, lambda: self._computed_view(party, span))

    def _computed_view(self, party: Party, span: range) -> _View:
        geometry, points = self.setting.geometry, self._points(party)
        counts = [
            self.setting.points[region].stop - self.setting.points[region].start for region in party.regions
        ]
        offered = packed(party.offered[None])[0]
        above = np.ascontiguousarray(self._above(party.user_class.mask_deg, span)[:, points] & offered)
        families = sorted({family for family, _ in self._audience.rows})
        heaven = Heaven(
            frozen(self._positions_km(span)),
            np.array([families.index(family) for family, _ in self._audience.rows], dtype=np.int64),
            np.concatenate([geometry.points_ecef_km[points], geometry.points_up[points]], axis=1),
            np.cumsum([0, *counts]),
            above,
        )
        # What-ifs sample few steps, each span of them once: only what every process asks for is worth keeping.
        blocks = geometry.cache if span.step == 1 else None
        return _View(heaven, kept_outlook(blocks, heaven, party.user_class.pdop_limit))

    def _above(self, mask_deg: float, span: range) -> BitArray:
        """Satellites above a mask at every point, bits, shape (epochs, points, words)."""
        geometry = self.setting.geometry
        return self.setting.tables.get(
            (KEY, "above", mask_deg, span),
            lambda: Sky(self._positions_km(span), geometry.points_ecef_km, geometry.points_up).above(
                mask_deg
            ),
        )

    def _positions_km(self, span: range) -> FloatArray:
        """Where the satellites of all rows stand, shape (epochs, rows, 3)."""
        geometry = self.setting.geometry
        places = {satellite: place for place, satellite in enumerate(geometry.request.pnt_satellites)}
        columns = [places[satellite] for _, satellite in self._audience.rows]
        return self.setting.tables.get(
            (KEY, "positions", span),
            lambda: np.ascontiguousarray(
                geometry.pnt_positions_km[span.start : span.stop : span.step][:, columns]
            ),
        )


def _epochs(steps: range) -> tuple[range, IntArray]:
    """The navigation steps that hold at some service steps, and which of them holds at each."""
    stride = max(1, steps.step // STEPS_HELD)
    first = steps.start // STEPS_HELD
    return range(first, steps[-1] // STEPS_HELD + 1, stride), (
        np.arange(steps.start, steps.stop, steps.step) // STEPS_HELD - first
    ) // stride


MISSION = Mission(
    key=KEY, name="Position, navigation and timing", serve=NavigationService, compile_apart=outlook
)
