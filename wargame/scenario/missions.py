"""When a mission's service counts as lost, over how long it is averaged, and the weather that imagers meet."""

from pydantic import Field

from wargame.scenario.base import ElevationDeg, MissionKey, Model, Probability, judged


class MissionSettings(Model):
    """When a mission's service counts as lost, and over how long it is averaged."""

    threshold: Probability = judged(0.8, 0.5, 0.95)
    """Service below this is an outage (theta)."""
    window_h: float = judged(1.0, 0.5, 48.0, gt=0)
    """Trailing window over which service is averaged before it is compared with the threshold (w)."""
    target: Probability = judged(0.9, 0.5, 0.99)
    """Share of threat packages, or probability, that counts as good enough."""


class LinkSettings(MissionSettings):
    """Settings of a mission whose users see the satellite directly."""

    point_mask_deg: ElevationDeg = judged(10.0, 5.0, 30.0)
    """Lowest elevation at which users work."""


class WarningSettings(LinkSettings):
    """Settings of missile warning: half service is one sensor in view, and a launch is seen from low elevations too."""

    threshold: Probability = judged(0.5, 0.5, 0.95)
    """Service below this is an outage (theta)."""
    point_mask_deg: ElevationDeg = judged(5.0, 0.0, 30.0)
    """Lowest elevation of the infrared line of sight."""


class AgeSettings(MissionSettings):
    """Settings of a mission whose service is the freshness of what was collected."""

    threshold: Probability = judged(0.5, 0.25, 0.9)
    """Service below this is an outage (theta); one half is twice the age that users ask for."""
    window_h: float = judged(24.0, 6.0, 72.0, gt=0)
    """Trailing window over which service is averaged before it is compared with the threshold (w)."""


class SdaSettings(MissionSettings):
    """Settings of space domain awareness."""

    window_h: float = judged(6.0, 1.0, 48.0, gt=0)
    """Trailing window over which service is averaged before it is compared with the threshold (w)."""


class Missions(Model):
    """Settings of every mission the scenario evaluates."""

    pnt: MissionSettings = MissionSettings()
    """Position, navigation and timing; its masks are those of its user classes."""
    satcom_protected: LinkSettings = LinkSettings()
    """Protected satellite communication."""
    satcom_wideband: LinkSettings = LinkSettings()
    """Wideband satellite communication."""
    satcom_narrowband: LinkSettings = LinkSettings()
    """Narrowband satellite communication."""
    isr_imaging: AgeSettings = AgeSettings()
    """Images, optical or radar."""
    isr_signals: AgeSettings = AgeSettings()
    """Signals intelligence."""
    missile_warning: WarningSettings = WarningSettings()
    """Missile warning."""
    sda: SdaSettings = SdaSettings()
    """Space domain awareness."""
    environment: AgeSettings = AgeSettings()
    """Environmental monitoring."""

    def of(self, mission: MissionKey) -> MissionSettings:
        """The settings of one mission."""
        settings: MissionSettings = getattr(self, mission)
        return settings


class Weather(Model):
    """Cloud over the regions, drawn once for the scenario and the same in every replicate and coalition."""

    seed: int = Field(0, ge=0)
    """Another seed, another sky."""
    persistence_h: float = judged(6.0, 1.0, 24.0, gt=0)
    """Hours for which a region stays clear or clouded before the sky is drawn again."""
