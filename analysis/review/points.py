"""The decision points of a run: three moments worth the time of seniors, each with the rule that chose it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from textwrap import shorten

from wargame.analysis.names import Names, clock
from wargame.analysis.review.consequences import Consequences, aftermath_sentence
from wargame.analysis.sentences import sentence
from wargame.analysis.telling import Teller
from wargame.events import (
    AttackDecided,
    AttributionFormed,
    BeliefMoved,
    EngagementResolved,
    Event,
    InjectFired,
    OptionsWeighed,
    OrderGiven,
    PhaseChanged,
    ResponseDecided,
    ResponseDeclined,
    RestraintChosen,
)

MOST = 3
MOST_LETTERS = 80


@dataclass(frozen=True, slots=True)
class Point:
    """One decision point.

    Attributes:
        t_s, clock: when.
        title: what was decided, in a few words.
        decided: what, and why.
        led_to: what came of it, with numbers.
        rule: why it stands here.
        event: the id to go on from with `wargame explain`.
    """

    t_s: int
    clock: str
    title: str
    decided: str
    led_to: str
    rule: str
    event: str


def decision_points(found: Consequences, names: Names) -> list[Point]:
    """At most three decision points in order of time.

    The attack with the largest traced loss; the government's decision nearest to the other way; the move at which Red's
    gap changed most. Where one of these is missing, further attacks take its place, by traced loss.
    """
    attacks = _attacks(found, names)
    points = [*attacks[:1], *_nearest_verdict(found, names), *_turn(found, names)]
    seen = {point.event for point in points}
    points += [point for point in attacks[1:] if point.event not in seen][: MOST - len(points)]
    return sorted(_once(points), key=lambda point: (point.t_s, point.event))


def _once(points: Iterable[Point]) -> list[Point]:
    """Each event once, under the first rule that chose it."""
    return list({point.event: point for point in reversed(list(points))}.values())


def _attacks(found: Consequences, names: Names) -> list[Point]:
    """Decisions to attack, the one with the largest traced loss first; without losses the likeliest first."""
    reckoned = [(found.of(event), event) for event in found.attacks]
    ranked = sorted(
        reckoned,
        key=lambda item: (-item[0].hours, -len(item[0].out), -getattr(item[1], "gap", 0.0), item[1].seq),
    )
    points, teller = [], Teller(found.record, names)
    for place, (after, event) in enumerate(ranked, start=1):
        what = names.option(event.option) if isinstance(event, AttackDecided) else _ordered(event, names)
        points.append(
            Point(
                event.t_s,
                clock(event.t_s),
                f"{names(event.actor)} attacks: {what}",
                teller(event) if isinstance(event, OrderGiven) else sentence(event, names),
                aftermath_sentence(after, names),
                _rule(place, len(ranked), after.hours),
                event.id,
            )
        )
    return points


def _rule(place: int, decisions: int, hours: float) -> str:
    """Why an attack stands among the decision points, by its place among the decisions to attack."""
    if place > 1:
        return f"Number {place} of {decisions} decisions to attack by the loss that the record traces to it"
    if hours:
        return f"Of {decisions} decisions to attack the one to which the record traces the largest loss of service"
    return f"Of {decisions} attacks decided, none of which brought a service below its threshold, the one that hit most"


def _ordered(event: OrderGiven, names: Names) -> str:
    return f"{names(event.capability)} on {names.several(event.targets)}"


def _nearest_verdict(found: Consequences, names: Names) -> list[Point]:
    """The government's decision on an attack whose posterior lay nearest to its cut-off."""
    outcomes: dict[str, Event] = {}
    for event in found.record.events:
        if isinstance(event, ResponseDecided | ResponseDeclined) and event.cause is not None:
            outcomes.setdefault(event.cause, event)
    formed = [one for one in found.record.events if isinstance(one, AttributionFormed) and one.id in outcomes]
    if not formed:
        return []
    resolved = {one.engagement: one for one in found.record.events if isinstance(one, EngagementResolved)}
    cost = {key: found.of(one).hours for key, one in resolved.items()}
    nearest = min(
        formed,
        key=lambda one: (
            round(abs(one.posterior - one.cut_off), 3),
            -cost.get(one.engagement, 0.0),
            one.t_s,
            one.id,
        ),
    )
    outcome, who = outcomes[nearest.id], names(nearest.government)
    acts = isinstance(outcome, ResponseDecided)
    about = resolved.get(nearest.engagement)
    what = f"the attack on {names(about.target)}" if about else "a failure that nobody caused"
    margin = abs(nearest.posterior - nearest.cut_off)
    return [
        Point(
            nearest.t_s,
            clock(nearest.t_s),
            f"{who} {'answers' if acts else 'does not answer'} {what}",
            f"{sentence(nearest, names)} {sentence(outcome, names)}",
            _answer_led_to(found, outcome, names)
            if acts
            else f"{names(nearest.accused)} was spared an answer of severity "
            f"{found.record.scenario.governments[nearest.government].severity:g} from {who}.",
            f"Of {len(formed)} decisions of governments the one whose posterior lay nearest to its cut-off "
            f"({margin:.3f} away): {what_tipped(nearest, acts)}",
            nearest.id,
        )
    ]


def what_tipped(formed: AttributionFormed, acts: bool) -> str:
    """What the nearness of a posterior to its cut-off says of a decision."""
    if formed.posterior >= formed.cut_off and not acts:
        return "it was only just sure enough, and in the end its commitment decided"
    return "it could most easily have gone the other way"


def _answer_led_to(found: Consequences, answer: Event, names: Names) -> str:
    assert isinstance(answer, ResponseDecided)
    imposed = answer.severity * answer.weight
    words = f"It takes {imposed:.0%} of {names(answer.against)}'s largest cost as felt after the delay."
    beliefs = [one for one in found.after(answer) if isinstance(one, BeliefMoved)]
    return " ".join([words, *(sentence(one, names) for one in beliefs)])


def _turn(found: Consequences, names: Names) -> list[Point]:
    """The weighing at which Red's gap had changed most since the one before."""
    by_actor: dict[str, list[OptionsWeighed]] = {}
    for event in found.weighings:
        by_actor.setdefault(event.actor, []).append(event)
    pairs = [pair for row in by_actor.values() for pair in pairwise(row)]
    if not pairs:
        return []
    before, after = max(pairs, key=lambda pair: (round(abs(pair[1].gap - pair[0].gap), 9), -pair[1].t_s))
    between = [
        one
        for one in found.record.events
        if before.seq < one.seq < after.seq
        and isinstance(one, PhaseChanged | InjectFired | ResponseDecided | BeliefMoved | EngagementResolved)
    ]
    told = " ".join(dict.fromkeys(sentence(one, names) for one in between[:4]))
    more = f" And {len(between) - 4} more events." if len(between) > 4 else ""
    chosen = [
        one
        for one in found.record.events
        if isinstance(one, AttackDecided | RestraintChosen) and one.cause == after.id
    ]
    red = names(after.actor)
    attacks = chosen and isinstance(chosen[0], AttackDecided)
    did = "attacks" if attacks else "holds back"
    at = chosen[0].id if chosen else after.id
    return [
        Point(
            after.t_s,
            clock(after.t_s),
            f"{red} thinks anew, and {did}",
            f"From {clock(before.t_s)} to {clock(after.t_s)} its gap (attack less restraint) went from "
            f"{before.gap:+.3f} to "
            f"{after.gap:+.3f} stakes. {_best(before, names)}, then {_best(after, names)[:1].lower()}"
            f"{_best(after, names)[1:]}. In between: {told or 'no event that it could see.'}{more}",
            sentence(chosen[0], names) if chosen else sentence(after, names),
            "The move at which the gap of an adversary had changed most since the move before",
            at,
        )
    ]


def _in_short(option: str) -> str:
    """An option of several targets without the last of them, so that a point stays a few lines long."""
    return shorten(option, MOST_LETTERS, placeholder=" \N{HORIZONTAL ELLIPSIS}")


def _best(event: OptionsWeighed, names: Names) -> str:
    """The best option of a weighing with what speaks for it and against it."""
    terms = event.best_terms
    return (
        f"Its best option was {_in_short(names.option(event.best or ''))} (pressure relieved "
        f"{event.pressure - terms['unrelieved']:.3f}, benefit {terms['benefit']:.3f}, cost {terms['cost']:.3f})"
    )
