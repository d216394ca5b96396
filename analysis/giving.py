"""What the lead gives up to partners, in sentences: service that no attack takes, losses that only look larger."""

from collections.abc import Iterator, Mapping, Sequence

from wargame.analysis.names import Names, capital, mission_name
from wargame.analysis.study_rows import SHOWN, MissionRow
from wargame.analysis.typography import share
from wargame.scenario import MissionKey, Scenario
from wargame.scenario.agreements import CapacityShare

VISIBLE = 0.005
"""A mean service that falls by less has not fallen to somebody who reads two digits."""
_TO_DAY_90 = SHOWN.index("resilience.loss_90d_h")
_LEAST_HOURS = 1.0

Means = Mapping[MissionKey, Sequence[float]]
"""By mission its mean service to the lead's own users: coalition unattacked and in this run, then alone."""


def given_up(means: Means, scenario: Scenario, coalition: Sequence[str]) -> list[str]:
    """Why the lead's own users have less with partners than without, where nobody attacks either.

    Args:
        means: services to the lead's own users.
        scenario: whose agreements say to whom capacity is promised.
        coalition: the partners that are present.
    """
    names = Names(scenario)
    lead = names(scenario.lead)
    lines = []
    for mission, (calm, _, alone_calm, _) in means.items():
        if alone_calm - calm < VISIBLE:
            continue
        takers = _promised(scenario, mission, coalition)
        why = (
            f"{lead} has promised shares of its satellites' capacity to {names.together(takers)}"
            if takers
            else "the agreements of the coalition give a part of it to partners' users"
        )
        lines.append(
            f"{capital(mission_name(mission))} is lower even where nobody attacks, {share(calm)} instead of "
            f"{share(alone_calm)}: {why}."
        )
    return lines


def _promised(scenario: Scenario, mission: MissionKey, coalition: Sequence[str]) -> set[str]:
    """To whom of the coalition the lead has promised shares of its capacity."""
    return {
        taker
        for item in scenario.agreements.values()
        if isinstance(item, CapacityShare) and item.provider == scenario.lead and item.mission == mission
        for taker in item.shares
        if taker in coalition
    }


def more_to_lose(rows: Sequence[MissionRow], calm: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    """Where the coalition loses more hours of service than the lead alone, and had more before the attack.

    Args:
        rows: what the declared attacks do to each mission.
        calm: by the name of a mission its mean services unattacked, `with_calm` and `alone_calm`.
    """
    for row in rows:
        lost, alone = row.with_coalition[_TO_DAY_90], row.alone[_TO_DAY_90]
        before = calm.get(row.name)
        if lost is None or alone is None or before is None or lost - alone < _LEAST_HOURS:
            continue
        if before["with_calm"] - before["alone_calm"] >= VISIBLE:
            yield (
                f"{capital(row.name)}: the coalition loses {lost:.0f} h and the lead alone {alone:.0f} h, because it "
                f"has more to lose; unattacked it is served {share(before['with_calm'])} of what is needed, the lead "
                f"alone {share(before['alone_calm'])}."
            )
