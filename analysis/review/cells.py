"""The page of each cell: what it saw, what it decided and why, what that did, what it did not know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from wargame.analysis.losses import loss_sentence
from wargame.analysis.names import Names, capital, clock
from wargame.analysis.review.adversary_cell import adversary_sections
from wargame.analysis.review.consequences import Consequences, counted
from wargame.analysis.review.lines import Line, Section, shortened
from wargame.analysis.review.reports import (
    NOTHING,
    Report,
    Reports,
    delay_words,
    is_failure,
    says_words,
    target_words,
)
from wargame.analysis.sentences import sentence
from wargame.analysis.typography import share
from wargame.events import (
    AttributionFormed,
    BeliefMoved,
    DemonstrationShown,
    Event,
    MessageGiven,
    OffRampOffered,
    OptionsWeighed,
    ResponseDecided,
    ResponseDeclined,
    ServiceRefused,
    ServiceUpheld,
    SignalReleased,
    VoteTaken,
)
from wargame.scenario import Scenario

MOST_LINES = 14
MOST_LOSSES = 4
KINDS = {"adversary": "adversary", "lead": "lead", "partner": "partner", "commercial": "commercial player"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell's page.

    Attributes:
        key, name, kind: who.
        standing: whether it was with the coalition, in words.
        sections: what it saw, decided, did, and did not know.
    """

    key: str
    name: str
    kind: str
    standing: str
    sections: Sequence[Section] = field(default_factory=tuple)


def cells(found: Consequences, reports: Reports, names: Names) -> list[Cell]:
    """The pages: adversaries, the lead, partners, then commercial players; within a kind by name."""
    scenario, inside = found.record.scenario, set(found.record.manifest.coalition)
    pages = []
    for key in [*_by_kind(scenario, names)]:
        actor = scenario.actors[key]
        if actor.kind == "adversary":
            sections = adversary_sections(key, found, reports, names)
        else:
            sections = _sections(key, found, reports, names)
        left = actor.kind in ("partner", "commercial") and key not in inside
        standing = f"not in the coalition in this run ({found.record.manifest.leaving})" if left else ""
        pages.append(Cell(key, names(key), KINDS[actor.kind], standing, sections))
    return pages


def _by_kind(scenario: Scenario, names: Names) -> Iterable[str]:
    yield from names.in_order(scenario.adversaries)
    yield scenario.lead
    players = names.in_order(scenario.players)
    yield from (key for key in players if scenario.actors[key].kind == "partner")
    yield from (key for key in players if scenario.actors[key].kind == "commercial")


def _sections(key: str, found: Consequences, reports: Reports, names: Names) -> tuple[Section, ...]:
    decides = key in found.record.scenario.governments
    return (
        Section("What it saw", _saw(key, found, reports, names), "No report and no message reached it."),
        Section(
            "What it decided, and why",
            _decided(key, found, names),
            "Nothing was its business, so it had nothing to decide."
            if decides
            else "It decides nothing in this scenario.",
        ),
        Section(
            "What that did", _did(key, found, reports, names), "Nothing that the record traces back to it."
        ),
        Section(
            "What it did not know",
            _unknown(key, found, reports, names),
            "Nothing about an attack that was its business.",
        ),
    )


# What it saw


def _saw(key: str, found: Consequences, reports: Reports, names: Names) -> list[Line]:
    heard = [row for row in reports.of(key) if row.says != NOTHING]
    lines = [
        Line(
            clock(row.arrived_s),
            f"{names(row.sensor)}{'' if row.owner == key else f' of {names(row.owner)}'} {says_words(row, names)}: "
            f"{target_words(row.engagement, names)} ({delay_words(row)}).",
            "" if row.truth == "true" else f"In truth: {row.truth}.",
            row.event,
            row.arrived_s,
        )
        for row in heard
    ]
    for event in found.record.events:
        if isinstance(event, MessageGiven) and key in _recipients(event, found.record.scenario):
            lines.append(Line(clock(event.t_s), sentence(event, names), "", event.id, event.t_s))
    silent = len(reports.of(key)) - len(heard)
    told = shortened(sorted(lines, key=lambda line: (line.t_s, line.event)), MOST_LINES, "report")
    if silent:
        missed = sum(row.says == NOTHING and not is_failure(row.engagement) for row in reports.of(key))
        told.append(
            Line("", f"{counted(silent, 'report')} said nothing; {missed} of them missed an attack.", "")
        )
    return told + _own_losses(key, found, names)


def _recipients(event: MessageGiven, scenario: Scenario) -> set[str]:
    return set(scenario.actors) if event.recipients == "everybody" else set(event.recipients.split(","))


def _own_losses(key: str, found: Consequences, names: Names) -> list[Line]:
    """What it felt: the longest losses of services to its own users."""
    own = [loss for loss in found.lost if loss.first.place.partition(".")[2] == key]
    ranked = sorted(own, key=lambda loss: (-loss.hours, loss.first.seq))
    lines = [
        Line(
            clock(loss.first.t_s),
            loss_sentence(loss, names),
            "",
            loss.first.id,
            loss.first.t_s,
        )
        for loss in ranked[:MOST_LOSSES]
    ]
    if len(ranked) > MOST_LOSSES:
        lines.append(Line("", f"{len(ranked) - MOST_LOSSES} shorter losses of its own services.", ""))
    return lines


# What it decided


def _decided(key: str, found: Consequences, names: Names) -> list[Line]:
    record = found.record
    lines: list[Line] = []
    declined: dict[str, list[tuple[Event, AttributionFormed | None]]] = {}
    for event in record.events:
        if isinstance(event, ResponseDecided) and event.government == key:
            lines.append(
                _line(event, f"{_posterior(record.by_id.get(event.cause or ''))}{sentence(event, names)}")
            )
        elif isinstance(event, ResponseDeclined) and event.government == key:
            cause = record.by_id.get(event.cause or "")
            formed = cause if isinstance(cause, AttributionFormed) else None
            declined.setdefault(event.reason, []).append((event, formed))
        elif isinstance(event, ServiceRefused | ServiceUpheld) and event.provider == key:
            lines.append(_line(event, sentence(event, names)))
        elif isinstance(event, VoteTaken) and key in event.voters:
            for_it = "for it" if key in event.in_favour else "against it"
            lines.append(_line(event, f"{sentence(event, names)} {names(key)} was {for_it}."))
        elif isinstance(event, DemonstrationShown | OffRampOffered) and event.actor == key:
            lines.append(_line(event, sentence(event, names)))
    lines += [_declined(reason, rows, names) for reason, rows in declined.items()]
    return shortened(sorted(lines, key=lambda line: (line.t_s, line.event)), MOST_LINES, "decision")


def _posterior(cause: Event | None) -> str:
    if not isinstance(cause, AttributionFormed):
        return ""
    return f"Posterior {share(cause.posterior, 3)}, cut-off {cause.cut_off:.3f}: "


def _declined(reason: str, rows: Sequence[tuple[Event, AttributionFormed | None]], names: Names) -> Line:
    """All attacks that it did not answer for one reason, in one line; the nearest to its cut-off is named."""
    known = [(event, formed) for event, formed in rows if formed is not None]
    first = rows[0][0]
    if not known:
        return _line(first, f"It does not answer ({counted(len(rows), 'decision')}): {reason}.")
    event, nearest = max(known, key=lambda item: (item[1].posterior - item[1].cut_off, -item[0].seq))
    about = target_words(nearest.engagement, names)
    if len(rows) == 1:
        return _line(
            event,
            f"It does not answer {about}: {reason} ({share(nearest.posterior, 3)} against {nearest.cut_off:.3f}).",
        )
    return _line(
        event,
        f"{len(rows)} times it does not answer: {reason}. Nearest to its cut-off: {about} "
        f"({share(nearest.posterior, 3)} against {nearest.cut_off:.3f}).",
    )


def _line(event: Event, words: str) -> Line:
    return Line(clock(event.t_s), words, "", event.id, event.t_s)


# What that did


def _did(key: str, found: Consequences, reports: Reports, names: Names) -> list[Line]:
    lines: list[Line] = []
    for event in found.record.events:
        if isinstance(event, ResponseDecided) and event.government == key:
            lines.append(_line(event, _imposed(event, found, names)))
        elif isinstance(event, BeliefMoved) and event.government == key:
            lines.append(_line(event, sentence(event, names)))
        elif isinstance(event, ServiceRefused) and event.provider == key:
            lines.append(
                _line(
                    event,
                    f"The coalition had to do without it from {clock(event.from_s)} to {clock(event.until_s)}.",
                )
            )
    return [
        *shortened(lines, MOST_LINES, "consequence"),
        *_given(key, found, reports, names),
    ]


def _imposed(event: ResponseDecided, found: Consequences, names: Names) -> str:
    red = names(event.against)
    words = f"Its answer takes {event.severity * event.weight:.0%} of {red}'s largest cost, as felt after the delay"
    if event.t_s > found.record.scenario.clock.duration_s:
        return f"{words}; it comes after the end of the run, so {red} weighed nothing after it."
    before, after = _around(event, found.weighings)
    if before is None or after is None:
        return f"{words}."
    return f"{words}; {red}'s gap was {before.gap:+.3f} at its move before and {after.gap:+.3f} at the next."


def _around(
    event: ResponseDecided, weighed: Sequence[OptionsWeighed]
) -> tuple[OptionsWeighed | None, OptionsWeighed | None]:
    own = [one for one in weighed if one.actor == event.against]
    before = [one for one in own if one.seq < event.seq]
    after = [one for one in own if one.seq > event.seq]
    return (before[-1] if before else None), (after[0] if after else None)


def _given(key: str, found: Consequences, reports: Reports, names: Names) -> list[Line]:
    """What it gave to others, and who answered on the strength of it."""
    given: dict[str, list[SignalReleased]] = {}
    answers = [one for one in found.record.events if isinstance(one, ResponseDecided)]
    own = {row.sensor for row in reports.of(key) if row.owner == key}
    for event in found.record.events:
        if isinstance(event, SignalReleased) and event.sensor.partition(".")[0] in own:
            given.setdefault(event.recipient, []).append(event)
    lines = []
    for recipient in names.in_order(given):
        rows = given[recipient]
        told = {row.engagement for row in rows}
        used = [
            one
            for one in answers
            if one.government == recipient
            and _engagement(one, found) in told
            and any(r.engagement == _engagement(one, found) and r.arrives_s <= one.t_s for r in rows)
        ]
        end = f"; it answered {counted(len(used), 'attack')} with these in hand" if used else ""
        lines.append(
            Line(
                clock(rows[0].t_s),
                f"It gave {counted(len(rows), 'report')} to {names(recipient)}{end}.",
                "",
                used[0].id if used else rows[0].id,
                rows[0].t_s,
            )
        )
    return lines


def _engagement(answer: ResponseDecided, found: Consequences) -> str:
    return getattr(found.record.by_id.get(answer.cause or ""), "engagement", "")


# What it did not know


def _unknown(key: str, found: Consequences, reports: Reports, names: Names) -> list[Line]:
    lines = []
    for inquiry in reports.inquiries:
        if inquiry.government != key:
            continue
        others = reports.unheard(key, inquiry.engagement, inquiry.due_s)
        if others and (key, inquiry.engagement) in reports.formed:
            formed = reports.formed[key, inquiry.engagement]
            told = "; ".join(_withheld(key, row, inquiry.due_s, names) for row in others[:3])
            lines.append(
                _line(formed, f"When it decided on {target_words(inquiry.engagement, names)}: {told}.")
            )
    lines = shortened(lines, MOST_LINES, "gap in what it knew")
    lines += _unseen(key, reports, names)
    business = {one.engagement for one in reports.inquiries if one.government == key}
    heard = {row.engagement for row in reports.of(key)}
    never = [one for one in reports.resolved if one not in business | heard]
    if never:
        lines.append(
            Line(
                "",
                f"Of {counted(len(reports.resolved), 'attack')} carried out, {len(never)} neither concerned it nor "
                "reached it.",
                "",
            )
        )
    wrong = [
        one
        for one in found.record.events
        if isinstance(one, ResponseDecided) and one.government == key and one.wrong
    ]
    lines += [
        _line(one, f"{names(one.against)} had not done it: this answer struck the wrong one.")
        for one in wrong
    ]
    return lines


def _unseen(key: str, reports: Reports, names: Names) -> list[Line]:
    """What nobody could tell it: attacks on which there was no report at all, and failures that nobody caused."""
    own = [one for one in reports.inquiries if one.government == key]
    blind = [
        one
        for one in own
        if not is_failure(one.engagement)
        and not reports.unheard(key, one.engagement, one.due_s)
        and all(row.says == NOTHING for row in reports.before(key, one.engagement, one.due_s))
    ]
    lines = []
    if blind:
        lines.append(
            Line(
                "",
                f"On {counted(len(blind), 'attack')} of {len(own)} that it was asked about it had no report that said "
                "anything, and neither had anybody else.",
            )
        )
    for inquiry in own:
        formed = reports.formed.get((key, inquiry.engagement))
        if is_failure(inquiry.engagement) and formed is not None:
            lines.append(
                _line(
                    formed,
                    f"{capital(target_words(inquiry.engagement, names))} was nobody's doing; it thought that "
                    f"{names(formed.accused)} had done it with {share(formed.posterior)}.",
                )
            )
    return lines


def _withheld(key: str, row: Report, due_s: int, names: Names) -> str:
    whose = "" if row.owner == key else f" of {names(row.owner)}"
    late = f"reached it only at {clock(row.arrived_s)}" if row.arrived_s > due_s else "did not reach it"
    return f"the report of {names(row.sensor)}{whose} ({says_words(row, names)}) {late}"
