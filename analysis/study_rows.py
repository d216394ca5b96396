"""Study measures as rows of a table and as plain values, for a report and for `summary.json`."""

from dataclasses import dataclass
from typing import Any

from wargame.analysis.names import MISSION_NAMES
from wargame.analysis.study import Study, exceedance, study_measures, survival
from wargame.analysis.tipping import Tipping
from wargame.events import OptionsWeighed

SHOWN = (
    "resilience.attributable_hours",
    "resilience.depth",
    "resilience.time_to_restore_h",
    "resilience.not_restored",
    "resilience.loss_90d_h",
)
"""What the table of the declared attacks shows of each mission, in this order."""

VISIBLE = 0.0005
"""Less than this would not show in three digits."""


@dataclass(frozen=True, slots=True)
class MissionRow:
    """What the declared attacks do to a mission, averaged over packages by their weights.

    Attributes:
        name: the mission in words.
        with_coalition, alone: the numbers of `SHOWN` on either side; None where there is none.
    """

    name: str
    with_coalition: tuple[float | None, ...]
    alone: tuple[float | None, ...]

    @property
    def hurt(self) -> bool:
        """Whether there is anything to see."""
        return any(
            value is not None and abs(value) >= VISIBLE for value in (*self.with_coalition, *self.alone)
        )


def mission_rows(full: Study, alone: Study) -> list[MissionRow]:
    """A row for each mission that anybody needs; none where the declared attacks were not played."""
    return [
        MissionRow(
            MISSION_NAMES.get(mission, mission),
            *(tuple(study.weighted(f"{name}.{mission}")[0] for name in SHOWN) for study in (full, alone)),
        )
        for mission in full.missions
    ]


def study_dict(study: Study, closest: OptionsWeighed | None, little_left: bool) -> dict[str, Any]:
    """The study measures of one side of a run as plain values (`Any`: JSON): numbers, reasons, curves, flags."""
    curve, tip = survival(study), study.tipping
    tables = {key: exceedance(study, key) for key in study.missions}
    return {
        **study_measures(study).as_dict(),
        "deterrence.survival": curve if isinstance(curve, str) else [list(point) for point in curve],
        "resilience.exceedance": {
            key: {"depths": found.depths, "durations_h": found.durations_h, "p": found.p}
            for key, found in tables.items()
            if not isinstance(found, str)
        },
        "flags": {
            "little_left_to_deny": little_left,
            "pressure_outside_0_1_at_tipping": isinstance(tip, Tipping) and tip.outside,
        },
        "nearly_wins": None
        if closest is None
        else {"option": closest.best, "t_s": closest.t_s, "gap": closest.gap},
    }
