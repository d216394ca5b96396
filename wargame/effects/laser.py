"""Ground lasers against optical imagers: what dazzling and blinding share."""

from wargame.game.consequences import Degraded
from wargame.game.effect import Refusal, Scene, Timing
from wargame.scenario.base import Id, Model, judged
from wargame.scenario.payloads import OpticalPayload


class Laser(Model):
    """A laser on the ground: where it stands and how far it reaches along the ground."""

    site: Id
    """Where it stands."""
    max_ground_range_km: float = judged(700.0, 300.0, 1500.0, gt=0)
    """Largest distance on the ground between the site and the point under the satellite."""
    ceiling_km: float = judged(1200.0, 500.0, 3000.0, gt=0)
    """Highest satellite that it can touch."""
    setup_min: float = judged(30.0, 5.0, 240.0, ge=0)
    """Minutes from the order until it is ready."""
    duration_h: float = judged(24.0, 1.0, 336.0, gt=0)
    """Hours in which it waits for every pass of its target."""


def imagers(target: str, scene: Scene) -> tuple[str, ...]:
    """The optical imagers on board a satellite, in alphabetical order; none for anything else."""
    satellite = scene.satellite(target)
    payloads = {} if satellite is None else satellite.payloads
    return tuple(sorted(name for name, item in payloads.items() if isinstance(item, OpticalPayload)))


def first_pass(
    parameters: Laser, target: str, scene: Scene, earliest_s: int, latest_s: int
) -> Timing | Refusal:
    """The first pass of the target over the site; the laser is taken for as long as the campaign lasts."""
    if not imagers(target, scene):
        return Refusal(f"'{target}' carries no optical imager")
    ready_s = earliest_s + round(parameters.setup_min * 60)
    for start_s, _ in passes(parameters, target, scene, ready_s, latest_s):
        return Timing(start_s, start_s, free_s=start_s + round(parameters.duration_h * 3600))
    return Refusal(
        f"'{target}' does not pass within {parameters.max_ground_range_km:g} km of '{parameters.site}' below "
        f"{parameters.ceiling_km:g} km before hour {latest_s / 3600:.0f}"
    )


def passes(parameters: Laser, target: str, scene: Scene, start_s: int, end_s: int) -> list[tuple[int, int]]:
    """Every pass of a satellite within the laser's reach, as (first second, last second)."""
    site = scene.site(parameters.site)
    assert site is not None  # the loader has checked
    windows = scene.skies.reach_windows(
        target,
        site.latitude_deg,
        site.longitude_deg,
        parameters.max_ground_range_km,
        parameters.ceiling_km,
        start_s,
        end_s,
    )
    return [(max(window.start_s, start_s), window.end_s) for window in windows if window.end_s > start_s]


def dazzled(parameters: Laser, target: str, scene: Scene, effect_s: int) -> tuple[Degraded, ...]:
    """Every imager on board sees nothing during each pass of a campaign that begins at `effect_s`."""
    end_s = effect_s + round(parameters.duration_h * 3600)
    return tuple(
        Degraded(target, name, 0.0, last_s - first_s, delay_s=first_s - effect_s)
        for first_s, last_s in passes(parameters, target, scene, effect_s, end_s)
        for name in imagers(target, scene)
    )
