"""What a contribution study plays beside its coalitions: other judgements, other commitment, full union."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wargame.analysis.contribution.plan import Arm, Plan
from wargame.analysis.contribution.result import Swing, Whole
from wargame.analysis.contribution.values import NOBODY, Coalition
from wargame.analysis.contribution.variants import COMMITMENTS, Varied, central, commitment, varied
from wargame.scenario import Scenario
from wargame.studies.deck import Card
from wargame.studies.games import GameKey

if TYPE_CHECKING:
    from wargame.studies.session import Progress, Session

MARGIN, P_ATTACK, SERVICE = "deterrence.margin", "deterrence.p_attack", "capability.service"
FIRST_COMMITMENT = 1000
CENTRAL = 2000
LEAST_SPAN = 0.01
"""Central and independent service that differ by less say nothing of how well cooperation does."""


@dataclass(frozen=True)
class Beside:
    """The variants of a study, by the point under which they are played.

    Attributes:
        swings: judgements and the points of their low and high ends.
        cards: the scenario of every point.
    """

    swings: tuple[tuple[Varied, int, int], ...]
    cards: Mapping[int, Card]

    @classmethod
    def of(cls, scenario: Scenario, plan: Plan, report: bool) -> "Beside":
        """What a study plays beside: judgements for a report, the rest for measures of the whole coalition."""
        base, cards = Card.of(scenario), {}
        swings = []
        if report and MARGIN in plan.measures:
            for number, item in enumerate(varied(scenario)):
                low, high = 2 * number + 1, 2 * number + 2
                cards[low], cards[high] = base.changed(item.at(item.low)), base.changed(item.at(item.high))
                swings.append((item, low, high))
        if "p_star" in plan.measures:
            for number, p in enumerate(COMMITMENTS):
                cards[FIRST_COMMITMENT + number] = base.changed(commitment(scenario, p))
        if "cooperation_efficiency" in plan.measures:
            cards[CENTRAL] = Card.of(central(scenario))
        return cls(tuple(swings), cards)


def _key(session: "Session", point: int, group: Coalition, arm: Arm) -> GameKey:
    plan = session.plan
    return GameKey(point, tuple(sorted(group | plan.standing)), plan.leaving, arm, None, plan.seed, 0)


def swing_keys(session: "Session") -> list[GameKey]:
    """The games at the ends of every judgement: everybody, everybody but one, and nobody."""
    everybody = session.plan.everybody
    groups = dict.fromkeys([NOBODY, everybody, *(everybody - {player} for player in session.plan.players)])
    points = [point for _, low, high in session.beside.swings for point in (low, high)]
    return [_key(session, point, group, "restraint") for point in points for group in groups]


def tornado_of(session: "Session", progress: "Progress") -> tuple[Swing, ...]:
    """What the coalition adds to the margin at the ends of every judgement."""
    plan = session.plan
    everybody = plan.everybody
    session.play(swing_keys(session), progress)

    def less(point: int, group: Coalition, other: Coalition, name: str) -> float | None:
        mine, _ = session.value(_key(session, point, group, "restraint"), name)
        base, _ = session.value(_key(session, point, other, "restraint"), name)
        return None if mine is None or base is None else mine - base

    return tuple(
        Swing(
            item,
            (less(low, everybody, NOBODY, MARGIN), less(high, everybody, NOBODY, MARGIN)),
            (less(low, NOBODY, everybody, P_ATTACK), less(high, NOBODY, everybody, P_ATTACK)),
            {
                player: (
                    less(low, everybody, everybody - {player}, MARGIN),
                    less(high, everybody, everybody - {player}, MARGIN),
                )
                for player in plan.players
            },
        )
        for item, low, high in session.beside.swings
    )


def wholes_of(session: "Session", progress: "Progress") -> dict[str, Whole]:
    """The measures that are asked of the whole coalition."""
    found = {}
    if "cooperation_efficiency" in session.plan.measures:
        found["cooperation_efficiency"] = _efficiency(session, progress)
    if "p_star" in session.plan.measures:
        found["p_star"] = _threshold(session, progress)
    return found


def _efficiency(session: "Session", progress: "Progress") -> Whole:
    """(v_actual - v_independent) / (v_central - v_independent), when nobody attacks; the lead alone has 0.

    Source: ours (docs/method.md, section 8).
    """
    keys = [
        _key(session, 0, NOBODY, "unattacked"),
        _key(session, 0, session.plan.everybody, "unattacked"),
        _key(session, CENTRAL, session.plan.everybody, "unattacked"),
    ]
    session.play(keys, progress)
    known = [session.value(key, SERVICE) for key in keys]
    missing = next((why for value, why in known if value is None), "")
    independent, actual, union = (value or 0.0 for value, _ in known)
    if not missing and union - independent < LEAST_SPAN:
        both = f"central ({union:.4f}) and independent ({independent:.4f})"
        missing = f"{both} service differ by less than {LEAST_SPAN:g}"
    if missing:
        return Whole(None, None, {"us_only": missing, "all": missing})
    share = (actual - independent) / (union - independent)
    return Whole(0.0, share, points=((0.0, independent), (1.0, actual), (2.0, union)))


def _threshold(session: "Session", progress: "Progress") -> Whole:
    """p*: the smallest commitment with a margin of at least 0, on a grid of tenths and then halved to hundredths."""

    def found_of(group: Coalition) -> tuple[float | None, str, dict[float, float]]:
        tried: dict[float, float] = {}

        def holds(number: int) -> bool:
            key = _key(session, FIRST_COMMITMENT + number, group, "restraint")
            session.play([key], progress)
            margin, why = session.value(key, MARGIN)
            if margin is None:
                raise ValueError(why)
            tried[COMMITMENTS[number]] = margin
            return margin >= 0.0

        try:
            return (*_smallest(holds), tried)
        except ValueError as error:
            return None, str(error), tried

    alone, why_alone, _ = found_of(NOBODY)
    together, why_together, tried = found_of(session.plan.everybody)
    reasons = {"us_only": why_alone, "all": why_together}
    return Whole(
        alone, together, {key: why for key, why in reasons.items() if why}, tuple(sorted(tried.items()))
    )


def _smallest(holds: Callable[[int], bool]) -> tuple[float | None, str]:
    """The smallest commitment at which something holds, as far as tenths show, to a hundredth."""
    first = next((n for n in range(0, len(COMMITMENTS), 10) if holds(n)), None)
    if first is None:
        return None, "the margin is below zero even at commitment 1"
    low, high = max(0, first - 10), first
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return COMMITMENTS[high], ""
