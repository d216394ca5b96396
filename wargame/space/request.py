"""What geometry is asked for: satellites, places, masks and steps, all by content."""

from collections import Counter
from dataclasses import dataclass

from wargame.space.elements import Orbit
from wargame.space.places import GridPoint, SitePosition
from wargame.space.time import Epoch


@dataclass(frozen=True, slots=True)
class GeometryRequest:
    """Everything that decides a :class:`wargame.space.geometry.Geometry`.

    Attributes:
        epoch_utc: ISO UTC instant of time zero.
        n_steps: number of service steps (the run plus Red's benefit window).
        satellites: (id, orbit) of every satellite, real, decoy, believed or not yet launched.
        sites: ground sites, each with its mask.
        points: where services are wanted.
        point_masks_deg: elevation masks at which points are evaluated, degrees.
        pnt_satellites: ids of navigation satellites, a subset of ``satellites``.
        step_s: length of a service step, s.
        pnt_step_s: length of a navigation step, s.
        sensor_sample_s: largest distance of the samples ORed into a step for sensors, s.
    """

    epoch_utc: str
    n_steps: int
    satellites: tuple[tuple[str, Orbit], ...]
    sites: tuple[SitePosition, ...] = ()
    points: tuple[GridPoint, ...] = ()
    point_masks_deg: tuple[float, ...] = (5.0,)
    pnt_satellites: tuple[str, ...] = ()
    step_s: int = 300
    pnt_step_s: int = 900
    sensor_sample_s: int = 30

    def __post_init__(self) -> None:
        """Refuse repeated identities, unknown navigation satellites and empty steps."""
        Epoch.from_utc(self.epoch_utc)
        satellite_ids = tuple(satellite_id for satellite_id, _ in self.satellites)
        for noun, ids in (
            ("satellite", satellite_ids),
            ("site", tuple(site.id for site in self.sites)),
            ("point", tuple(point.id for point in self.points)),
            ("navigation satellite", self.pnt_satellites),
        ):
            repeated = sorted(name for name, count in Counter(ids).items() if count > 1)
            if repeated:
                message = f"{noun} ids must be unique; repeated: {', '.join(repeated)}"
                raise ValueError(message)
        unknown = sorted(set(self.pnt_satellites) - set(satellite_ids))
        if unknown:
            message = f"navigation satellites must be among the satellites; unknown: {', '.join(unknown)}"
            raise ValueError(message)
        for name in ("n_steps", "step_s", "pnt_step_s", "sensor_sample_s"):
            if getattr(self, name) < 1:
                message = f"{name} is {getattr(self, name)}; it must be at least 1"
                raise ValueError(message)

    @property
    def span_s(self) -> int:
        """Length of the whole span, s."""
        return self.n_steps * self.step_s

    @property
    def n_pnt_steps(self) -> int:
        """Number of navigation steps that cover the span."""
        return -(-self.span_s // self.pnt_step_s)

    @property
    def orbits(self) -> tuple[Orbit, ...]:
        """The satellites' orbits, in order."""
        return tuple(orbit for _, orbit in self.satellites)
