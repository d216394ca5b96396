"""The page of an adversary: what it believed, what it chose and why, what that did, what was hidden from it."""

from collections.abc import Mapping, Sequence
from typing import Any

from wargame.analysis.merging import merged
from wargame.analysis.names import Names, clock
from wargame.analysis.review.consequences import Consequences, aftermath_sentence, counted
from wargame.analysis.review.lines import Line, Section, shortened
from wargame.analysis.review.reports import NOTHING, Reports
from wargame.analysis.sentences import sentence
from wargame.analysis.telling import Teller
from wargame.events import (
    AttackDecided,
    BeliefMoved,
    CrisisSteppedDown,
    Event,
    OptionsWeighed,
    OrderGiven,
    OrderRefused,
    ResponseDecided,
    RestraintChosen,
)

MOST_LINES = 16


def adversary_sections(key: str, found: Consequences, reports: Reports, names: Names) -> tuple[Section, ...]:
    """What an adversary saw, decided, did, and did not know."""
    return (
        Section("What it saw", _saw(key, found, names), "It weighed nothing in this run."),
        Section("What it decided, and why", _decided(key, found, names), "It decided nothing."),
        Section("What that did", _did(key, found, names), "It attacked nothing."),
        Section("What it did not know", _unknown(key, found, reports, names), "Nothing was hidden from it."),
    )


def _line(event: Event, words: str, truth: str = "") -> Line:
    return Line(clock(event.t_s), words, truth, event.id, event.t_s)


# What it saw


def _saw(key: str, found: Consequences, names: Names) -> list[Line]:
    own = [one for one in found.record.events if isinstance(one, OptionsWeighed) and one.actor == key]
    lines = []
    if own:
        lines.append(_picture(own[0], "At its first move", names))
    if len(own) > 1:
        lines.append(_picture(own[-1], "At its last move", names))
    moved = [one for one in found.record.events if isinstance(one, BeliefMoved) and one.adversary == key]
    lines += [_line(one, sentence(one, names)) for one in moved]
    block = found.record.scenario.actors[key].adversary
    if block is not None:
        look = block.assessment
        lines.append(
            Line(
                "",
                "It saw every change of others' assets at once and surely."
                if look.delay_h == 0 and look.p_sees == 1
                else f"It saw what became of others' assets {look.delay_h:g} h late, and at each look with chance "
                f"{look.p_sees:g}.",
            )
        )
    return shortened(sorted(lines, key=lambda line: (line.t_s, line.event)), MOST_LINES, "line")


def _picture(event: OptionsWeighed, when: str, names: Names) -> Line:
    """What it had in hand and believed of governments."""
    seen: Mapping[str, Any] = event.observation or {}
    beliefs: Mapping[str, float] = seen.get("shows_up", {})
    alike: dict[float, list[str]] = {}
    for who, belief in beliefs.items():
        alike.setdefault(round(belief, 2), []).append(who)
    told = "; ".join(
        f"{belief:.2f} to {names.together(who)}" for belief, who in sorted(alike.items(), reverse=True)
    )
    means: Mapping[str, int] = seen.get("resources", {})
    ready = sum(means.values())
    words = [f"{when}: pressure {event.pressure:.2f}, {counted(event.weighed, 'option')} in reach"]
    words += (
        [f"{counted(ready, 'use')} of {counted(sum(n > 0 for n in means.values()), 'means')} left"]
        if means
        else []
    )
    words += [f"chance of showing up {told}"] if told else []
    return _line(event, "; ".join(words) + ".")


# What it decided


def _decided(key: str, found: Consequences, names: Names) -> list[Line]:
    events = found.record.events
    teller = Teller(found.record, names)
    lines = [_line(one, teller(one)) for one in found.attacks if one.actor == key]
    held = [one for one in events if isinstance(one, RestraintChosen) and one.actor == key]
    if held:
        nearest = max(held, key=lambda one: (one.gap, -one.seq))
        lines.append(
            _line(nearest, f"It held back {_times(len(held))}. Nearest to attack: {sentence(nearest, names)}")
        )
    orders = {one.order for one in events if isinstance(one, OrderGiven) and one.actor == key}
    refused = [one for one in events if isinstance(one, OrderRefused) and one.order in orders]
    lines += [_line(one, sentence(one, names)) for one in refused]
    lines += [
        _line(one, sentence(one, names))
        for one in events
        if isinstance(one, CrisisSteppedDown) and one.actor == key
    ]
    return shortened(sorted(lines, key=lambda line: (line.t_s, line.event)), MOST_LINES, "decision")


def _times(number: int) -> str:
    return "once" if number == 1 else f"at {number} moves"


# What that did


def _did(key: str, found: Consequences, names: Names) -> list[Line]:
    lines = []
    for event in found.attacks:
        if event.actor == key:
            what = (
                names.option(event.option)
                if isinstance(event, AttackDecided)
                else f"{names(event.capability)} on {names.several(event.targets)}"
            )
            lines.append(_line(event, f"{what}: {aftermath_sentence(found.of(event), names)}"))
    answers = [one for one in found.record.events if isinstance(one, ResponseDecided) and one.against == key]
    told = merged(answers, found.record.scenario, names)
    lines += [_line(one, words) for one, words in told]
    return shortened(sorted(lines, key=lambda line: (line.t_s, line.event)), MOST_LINES, "consequence")


# What it did not know


def _unknown(key: str, found: Consequences, reports: Reports, names: Names) -> list[Line]:
    scenario = found.record.scenario
    things: Sequence[str] = [
        *(item for item, body in scenario.fleet.items() if not body.shown and body.owner != key),
        *(item for item, site in scenario.sites.items() if not site.shown and site.owner != key),
    ]
    lines = []
    if things:
        listed = ", ".join(names(item) for item in names.in_order(things)[:6])
        more = f" and {len(things) - 6} more" if len(things) > 6 else ""
        lines.append(Line("", f"It did not know of {listed}{more}."))
    lines += _watched(key, reports, names)
    lines += _misjudged(key, found, names)
    return lines


def _watched(key: str, reports: Reports, names: Names) -> list[Line]:
    """Which of its attacks were seen, and by whom: it never learns that."""
    own = {item for item, who in reports.attackers.items() if who == key and item in reports.resolved}
    seen: dict[str, set[str]] = {}
    for owner, rows in reports.all.items():
        for row in rows:
            if row.engagement in own and row.says != NOTHING and row.owner == owner:
                seen.setdefault(row.engagement, set()).add(owner)
    if not own:
        return []
    if not seen:
        return [Line("", f"None of its {len(own)} attacks was seen by any sensor.")]
    owners = {who for row in seen.values() for who in row}
    return [
        Line(
            "",
            f"Of its {counted(len(own), 'attack')}, {len(seen)} were seen by sensors of "
            f"{names.together(owners)}; it is "
            "never told by whom.",
        )
    ]


def _misjudged(key: str, found: Consequences, names: Names) -> list[Line]:
    """How often it expected an answer to what it did, and how often one came."""
    expected: dict[str, float] = {}
    for event in found.attacks:
        weighed = found.record.by_id.get(event.cause or "")
        if isinstance(event, AttackDecided) and event.actor == key and isinstance(weighed, OptionsWeighed):
            row = next((one for one in weighed.options or [] if one["option"] == event.option), None)
            for due in (row or {}).get("answers", []):
                who = due["government"]
                expected[who] = expected.get(who, 0.0) + due["p_response"]
    came: dict[str, int] = {}
    for answer in found.record.events:
        if isinstance(answer, ResponseDecided) and answer.against == key:
            came[answer.government] = came.get(answer.government, 0) + 1
    both = names.in_order({*expected, *came})
    if not both:
        return []
    told = "; ".join(f"{names(who)} {expected.get(who, 0.0):.1f}, came {came.get(who, 0)}" for who in both)
    return [Line("", f"Answers that it expected to all its attacks together, and how many came: {told}.")]
