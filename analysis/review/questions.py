"""Discussion questions made from what happened in a run; each names the event from which `wargame explain` goes on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wargame.analysis.losses import loss_sentence
from wargame.analysis.names import Names, clock, mission_name
from wargame.analysis.review.consequences import Consequences, aftermath_sentence
from wargame.analysis.review.reports import Reports, is_failure, says_words, target_words
from wargame.analysis.sentences import chance_words
from wargame.analysis.typography import share
from wargame.events import (
    AttackDecided,
    AttributionFormed,
    Event,
    InjectFired,
    OptionsWeighed,
    ResponseDecided,
    ResponseDeclined,
    RestraintChosen,
)
from wargame.knowing.posterior import pool

US_ONLY = "us_only"
MOST = 8


@dataclass(frozen=True, slots=True)
class Question:
    """A question for the class.

    Attributes:
        topic: what it is about, in two or three words.
        fact: what happened, with numbers.
        ask: the question.
        event: the event's id.
        arm: the sub-folder in which the event stands; empty for the run itself.
    """

    topic: str
    fact: str
    ask: str
    event: str
    arm: str = ""


def questions(found: Consequences, alone: Consequences, reports: Reports, names: Names) -> list[Question]:
    """At most eight questions, from the largest loss to what the lead alone would have met."""
    makers = (
        _largest_loss(found, names),
        _late_evidence(found, reports, names),
        _borrowed_evidence(found, reports, names),
        _sure_but_silent(found, names),
        _picked_by_draw(found, names),
        _nobody_did_it(found, names),
        _held_back(found, names),
        _alone(found, alone, names),
    )
    return [question for maker in makers for question in maker][:MOST]


def _largest_loss(found: Consequences, names: Names) -> Iterator[Question]:
    if not found.lost:
        yield from _largest_fall(found, names)
        return
    worst = max(found.lost, key=lambda loss: (loss.hours, -loss.first.seq))
    cause = found.decision_behind(worst.first)
    yield Question(
        "The largest loss",
        f"{loss_sentence(worst, names)} The record traces it to {clock(cause.t_s)}: {_short(cause, names)}",
        "Which single measure of the coalition, taken before the crisis, would have made this loss smaller? "
        "Whose would it "
        "have been?",
        worst.first.id,
    )


def _largest_fall(found: Consequences, names: Names) -> Iterator[Question]:
    """Where no service fell below its threshold: the attack that hit most, and that it was not enough."""
    reckoned = [(len(found.of(event).out), event) for event in found.attacks]
    hit, event = max(reckoned, key=lambda item: (item[0], -item[1].seq), default=(0, None))
    if event is not None and hit:
        yield Question(
            "The attack that hit most",
            f"{_short(event, names)} At {clock(event.t_s)}: {aftermath_sentence(found.of(event), names)}",
            "What kept the services above their thresholds? Whose was it, and would it hold a second time?",
            event.id,
        )


def _short(event: Event, names: Names) -> str:
    if isinstance(event, AttackDecided):
        return f"{names(event.actor)} decides on {names.option(event.option)}."
    if isinstance(event, InjectFired):
        return f"the inject '{event.inject}'."
    return f"{event.kind.replace('.', ' ')}."


def _late_evidence(found: Consequences, reports: Reports, names: Names) -> Iterator[Question]:
    """A decision against an answer for which a report came too late, or not at all: the latest to miss it."""
    cases = []
    for inquiry in reports.inquiries:
        formed = reports.formed.get((inquiry.government, inquiry.engagement))
        if formed is None or formed.posterior >= formed.cut_off or is_failure(inquiry.engagement):
            continue
        missing = reports.unheard(inquiry.government, inquiry.engagement, inquiry.due_s)
        if missing:
            cases.append((formed, missing))
    if not cases:
        return
    formed, missing = max(cases, key=lambda case: (len(case[1]), case[0].posterior, -case[0].seq))
    row = missing[0]
    who = names(formed.government)
    late = (
        f"reached it only at {clock(row.arrived_s)}"
        if row.arrived_s > formed.t_s
        else "was never released to it"
    )
    yield Question(
        "A decision that waited for evidence",
        f"At {clock(formed.t_s)} {who} did not answer {target_words(formed.engagement, names)}: its posterior was "
        f"{share(formed.posterior, 3)}, its cut-off {formed.cut_off:.3f}. The report of {names(row.sensor)} of "
        f"{names(row.owner)} ({says_words(row, names)}) {late}.",
        f"Would you have answered with what {who} had? Which line of the disclosure matrix would you change, "
        f"and what does "
        "its owner risk by it?",
        formed.id,
    )


def _borrowed_evidence(found: Consequences, reports: Reports, names: Names) -> Iterator[Question]:
    """An answer that rests on another nation's sensor: without its reports the posterior stays below the cut-off."""
    best: tuple[float, AttributionFormed, str, float] | None = None
    for event in found.record.events:
        formed = found.record.by_id.get(event.cause or "") if isinstance(event, ResponseDecided) else None
        if not isinstance(formed, AttributionFormed) or not formed.card or formed.posteriors:
            continue
        rows = formed.card["reports"]
        for owner in sorted({_owner(row["sensor"], found) for row in rows} - {formed.government}):
            left = [row["log_ratio"] for row in rows if _owner(row["sensor"], found) != owner]
            without = pool(formed.card["prior"], left, formed.card["rho"])
            drop = formed.posterior - without
            if best is None or drop > best[0]:
                best = (drop, formed, owner, without)
    if best is None:
        return
    _, formed, owner, without = best
    who, other = names(formed.government), names(owner)
    end = (
        "below its cut-off: it would not have answered."
        if without < formed.cut_off
        else "still above its cut-off: it would have answered all the same."
    )
    yield Question(
        "Whose data made it possible",
        f"{who} answered {target_words(formed.engagement, names)} with a posterior of "
        f"{share(formed.posterior, 3)} (cut-off {formed.cut_off:.3f}). Without the reports of {other} "
        f"it would have been {share(without, 3)}, {end}",
        f"What had to be agreed, and when, for {other}'s reports to reach {who} in time? What would {other} "
        f"want in return?",
        formed.id,
    )


def _owner(sensor: str, found: Consequences) -> str:
    return found.record.scenario.owner_of(sensor.partition(".")[0]) or ""


def _sure_but_silent(found: Consequences, names: Names) -> Iterator[Question]:
    """A government that was sure enough and did not act."""
    for event in found.record.events:
        formed = found.record.by_id.get(event.cause or "") if isinstance(event, ResponseDeclined) else None
        if (
            isinstance(event, ResponseDeclined)
            and isinstance(formed, AttributionFormed)
            and formed.posterior >= formed.cut_off
            and "answered this order" not in event.reason
        ):
            who = names(event.government)
            yield Question(
                "Sure, and silent",
                f"At {clock(event.t_s)} {who}'s posterior on {target_words(event.engagement, names)} was "
                f"{share(formed.posterior, 3)}, above its cut-off of {formed.cut_off:.3f}, and it did not answer: "
                f"{event.reason}.",
                f"What would have moved {who}? Does an answer that does not come change what the adversary "
                f"expects of the "
                "next one?",
                event.id,
            )
            return


def _picked_by_draw(found: Consequences, names: Names) -> Iterator[Question]:
    """An attack that was not the best option: the one with the largest difference."""
    odd = [one for one in found.attacks if isinstance(one, AttackDecided) and one.option != one.best]
    if not odd:
        return
    event = max(odd, key=lambda one: (one.gap - one.own_gap, -one.seq))
    yield Question(
        "An attack that was not the best",
        f"At {clock(event.t_s)} {names(event.actor)} chose {names.option(event.option)} (gap "
        f"{event.own_gap:+.3f}, picked with chance {chance_words(event.p_chosen)}); its best option was "
        f"{names.option(event.best)} (gap {event.gap:+.3f}).",
        "Had you expected this attack? How does one prepare for an adversary that does not always take its best "
        "option?",
        event.id,
    )


def _nobody_did_it(found: Consequences, names: Names) -> Iterator[Question]:
    """A failure that nobody caused, on which governments had to make up their minds."""
    formed = [
        one
        for one in found.record.events
        if isinstance(one, AttributionFormed) and is_failure(one.engagement)
    ]
    if not formed:
        return
    event = max(formed, key=lambda one: (one.posterior, -one.seq))
    wrong = event.posterior >= event.cut_off
    yield Question(
        "Nobody did it",
        f"{names(event.government)} asked who was behind {target_words(event.engagement, names)}, which was "
        f"nobody's doing, and reached a posterior of {share(event.posterior, 3)} against {names(event.accused)} "
        f"(cut-off {event.cut_off:.3f}"
        f"{': it was sure, and wrong' if wrong else ''}).",
        "What would a faster decision have cost here? How sure must a government be before it answers?",
        event.id,
    )


def _held_back(found: Consequences, names: Names) -> Iterator[Question]:
    """Where an adversary held back although attack looked better, or the nearest that it came."""
    held = [one for one in found.record.events if isinstance(one, RestraintChosen) and one.gap > -90]
    if not held or found.attacks:
        return
    event = max(held, key=lambda one: (one.gap, -one.seq))
    weighed = found.record.by_id.get(event.cause or "")
    best = (
        f" Its best option was {names.option(weighed.best)}."
        if isinstance(weighed, OptionsWeighed) and weighed.best
        else ""
    )
    yield Question(
        "Restraint",
        f"{names(event.actor)} never attacked. It came nearest at {clock(event.t_s)}, with a gap of "
        f"{event.gap:+.3f} and a "
        f"resolve of {event.resolve:+.3f}.{best}",
        "What held it back, the little it could gain or what it expected to pay? Would you notice the difference?",
        event.id,
    )


def _alone(found: Consequences, alone: Consequences, names: Names) -> Iterator[Question]:
    """Where the lead alone fares otherwise: the first attack that one has and the other has not, or the services."""
    if alone.record is found.record:
        return
    mission = _most_different(found, alone)
    lead = names(found.record.scenario.lead)
    first = next((one for one in alone.attacks), None)
    losses = [one for one in alone.lost if mission is None or one.first.mission == mission[0]]
    event = max(losses, key=lambda one: (one.hours, -one.first.seq)).first if losses else first
    if mission is None or event is None:
        return
    key, mine, other = mission
    yield Question(
        f"{lead} alone",
        f"In the same crisis without partners, with the same draws, {mission_name(key)} to {lead}'s own users "
        f"had a mean of "
        f"{other:.2f}, against {mine:.2f} with them. There were {len(alone.attacks)} decisions to attack, against "
        f"{len(found.attacks)}.",
        "Was it more service, fewer attacks, or other attacks that made the difference? Which partner would you "
        "miss first, "
        "and how would you find out?",
        event.id,
        US_ONLY,
    )


def _most_different(found: Consequences, alone: Consequences) -> tuple[str, float, float] | None:
    """The mission whose mean service to the lead's own users differs most: key, with partners, alone."""
    lead = found.record.scenario.lead
    rows: Sequence[tuple[str, float, float]] = [
        (
            key,
            float(line.demand_weighted(beneficiary=lead).mean()),
            float(alone.record.services[key].demand_weighted(beneficiary=lead).mean()),
        )
        for key, line in sorted(found.record.services.items())
        if line.has_demand(beneficiary=lead) and key in alone.record.services
    ]
    return max(rows, key=lambda row: (abs(row[1] - row[2]), row[0]), default=None)
