"""The answer of a contribution study for a terminal: resilience and deterrence apart, partners alphabetically."""

from collections.abc import Mapping, Sequence
from typing import Any

from wargame.analysis.contribution.mechanism import mechanisms
from wargame.analysis.contribution.result import Contribution
from wargame.analysis.contribution.tracing import Tracing
from wargame.analysis.contribution.words import beside_told, games_told, title_of
from wargame.analysis.measures import good_to
from wargame.analysis.names import Names, together
from wargame.analysis.summary import COURTESY
from wargame.analysis.variants import mixes_line, variant_lines
from wargame.scenario.channels import CHANNEL_NAMES
from wargame.scenario.variant import AS_IT_STANDS, Variant

Document = Mapping[str, Any]
"""The document of `Contribution.as_dict` (`Any`: plain JSON values)."""


def as_text(found: Contribution, document: Document, variant: Variant = AS_IT_STANDS) -> str:
    """The answers, a measure after the other, and how they were judged."""
    names = Names(found.scenario)
    lines = [found.scenario.title, *variant_lines(variant), *mixes_line(variant, names), COURTESY]
    if found.plan.standing:
        lines.append(
            f"Always in the coalition, so in every number below: {', '.join(sorted(found.plan.standing))}. "
            "'Without them' is therefore not the lead alone."
        )
    for name, measure in document["measures"].items():
        lines += ["", title_of(name), *_table(measure)]
        lines += [f"  {sentence}" for sentence in mechanisms(found, document, name)]
    lines += ["", *_traces(found, document), *_gains(found, document), *_method(found, document, names)]
    return "\n".join(lines)


def _table(measure: Document) -> list[str]:
    """US-only, full coalition, and each partner's value."""
    if "points" in measure:
        return _whole(measure)
    if "reason" in measure:
        return [f"  This measure cannot be had: {measure['reason']}."]
    lines = [f"  without them {_number(measure['us_only'])}    with all of them {_number(measure['all'])}"]
    lines.append(f"  {'partner':<14}{'adds':>9}   {'95 % interval':<22}verdict")
    for partner, value in sorted(measure["shapley"].items()):
        lines.append(f"{_value(partner, value, '')}{_verdict(value)}")
        if value["for_others"] is not None:
            parts = ("for_others", "for_itself")
            lines += [_value(f"  {part.replace('_', ' ')}", value, part).rstrip() for part in parts]
        if "order_error" in value:
            lines.append(
                f"    standard errors: {value['order_error']:.4f} of sampled orders, "
                f"{value['replicate_error']:.4f} of replicates"
            )
        lines += _channels(measure.get("channels", {}).get(partner, {}))
    if not measure["varies"]:
        lines.append(
            "  No chance enters this measure here: no draw decided anything in its games, so the intervals are points."
        )
    return lines


def _channels(rows: Document) -> list[str]:
    """The Owen value of every channel of a partner."""
    return [
        f"{_value(f'  {CHANNEL_NAMES[_channel(key)]}', row, '')}{_verdict(row)}" for key, row in rows.items()
    ]


def _traces(found: Contribution, document: Document) -> list[str]:
    """Through what each partner adds most, and which of its assets and agreements carry that."""
    tracing = Tracing(found, document)
    if not tracing.largest:
        asked = "--by channel asks for it, and so does a report (--out DIR)"
        return [f"Through which of its assets and agreements each partner adds: {asked}.", ""]
    lines = ["THROUGH WHAT EACH ADDS MOST, and what carries it", f"  {tracing.meaning}"]
    for player, cells in tracing.largest:
        for title, rows in cells:
            lines.append(f"  {player}. {title}: {_largest(rows)}")
            lines += [
                f"    {channel}: {carried or 'its own assets and users'}" for channel, _, carried in rows
            ]
    return [*lines, ""]


def _largest(rows: Sequence[tuple[str, Document, str]]) -> str:
    """The largest channels with their value; several where they are equal."""
    if not rows:
        return "no single channel; each is worth nothing by itself."
    value = rows[0][1]["value"]
    equal = ", equal to each other" if len(rows) > 1 else ""
    return f"{together([channel for channel, _, _ in rows])} ({value + 0.0:+.4f}{equal})"


def _channel(key: str) -> Any:
    return next(channel for channel in CHANNEL_NAMES if channel == key)


def _whole(measure: Document) -> list[str]:
    lines = []
    for key, words in (("us_only", "without them"), ("all", "with all of them")):
        value, why = measure[key]["value"], measure["reasons"].get(key, "")
        lines.append(f"  {words}: " + (f"{value:.3f}" if value is not None else f"none ({why})"))
    return lines


def _gains(found: Contribution, document: Document) -> list[str]:
    """What each player's own users gain."""
    rows = [
        (player, row) for player, row in document["gains"].items() if row["attacked"]["value"] is not None
    ]
    if not rows:
        return [beside_told(found.scenario, document["gains"]), ""]
    leaks = any(row["leaks"]["value"] is not None for _, row in rows)
    lines = ["WHAT EACH GAINS FOR ITS OWN USERS by being in the coalition (service, 0 to 1)"]
    lines.append(
        f"  {'partner':<14}{'attacked':>10}{'unattacked':>12}{'exposure':>10}{'leaks' if leaks else '':>10}".rstrip()
    )
    for player, row in rows:
        cells = [row[key]["value"] for key in ("attacked", "unattacked", "exposure", "leaks")]
        shown = ["-" if value is None else f"{value + 0.0:+.4f}" for value in cells]
        last = f"{shown[3]:>10}" if leaks else ""
        lines.append(f"  {player:<14}{shown[0]:>10}{shown[1]:>12}{shown[2]:>10}{last}")
    others = [player for player in found.plan.players if player not in document["gains"]]
    if others:
        lines.append(f"  Not here, as they have no users of their own: {', '.join(others)}.")
    return [
        *lines,
        "  Exposure is what the declared attacks take of the gain there is when nobody attacks.",
        f"  {beside_told(found.scenario, document['gains'])}",
        "",
    ]


def _method(found: Contribution, document: Document, names: Names) -> list[str]:
    """How the numbers were made."""
    plan = found.plan
    averaged = (
        "averaged over all orders of joining"
        if plan.method == "exact"
        else f"averaged over {2 * plan.pairs} sampled orders of joining, each with its reverse"
    )
    pilot = f", of which a pilot of {plan.pilot} fixed the number" if plan.pilot else ""
    lines = [
        f"Each value is the Shapley value: what the partner adds, {averaged}; 95 % intervals over {plan.replicates} "
        f"replicates{pilot}.",
        f"Service is that of {_whose(found, names)}; the margin is one for everybody.",
        *filter(None, dict.fromkeys(good_to(name) for name in plan.measures)),
        "Which attack sets the margin, and whether it would gain Red anything, is in the report of `wargame run`.",
        "'Not distinguishable' is not zero: it says that these replicates cannot tell. The verdict holds for all "
        "partners of a measure together (Bonferroni).",
        *_dice(document),
        f"Behind this: {games_told(plan.runs_by_arm, found.games, found.by_proof, found.beside)}",
    ]
    if plan.leaving == "neutral":
        lines.append(
            "A partner that leaves turns neutral: it keeps its assets for its own users and joins no response."
        )
    else:
        lines.append("A partner that leaves is absent: what it has was never there.")
    return lines


def _dice(document: Document) -> list[str]:
    """How much smaller common chances make the variance, measure by measure, and which dice were thrown."""
    lines = []
    for name, measure in document["measures"].items():
        rows = [
            f"{key} {value:.3g}" for key, value in (measure.get("variance_reduction") or {}).items() if value
        ]
        if rows:
            lines.append(
                f"Common dice make the variance of {name} smaller by a factor of: {', '.join(rows)}."
            )
    apart = [arm for arm, dice in document["dice"].items() if dice == "independent"]
    if lines:
        used = f"independent dice in the {', '.join(apart)} arm" if apart else "common dice"
        lines.append(f"Below 1 independent dice would do better. Used: {used}.")
    return lines


def _whose(found: Contribution, names: Names) -> str:
    """Whose users a view counts."""
    view = found.plan.view
    if view == "coalition":
        return "the users of all nations, those that left included"
    return f"the users of {names(found.scenario.lead if view == 'lead' else view)} only (--view {view})"


def _value(label: str, row: Document, part: str) -> str:
    """A value of a partner, or one of its parts, with its interval."""
    before = f"{part}_" if part else ""
    mean, low, high = row[part or "value"], row[f"{before}low"], row[f"{before}high"]
    interval = "-" if low is None else f"[{_signed(low)}, {_signed(high)}]"
    return f"  {label:<14}{_signed(mean):>9}   {interval:<22}"


def _signed(value: float) -> str:
    """A value with its sign and four decimals; one that these would show as nothing, though it is not, by its size."""
    return f"{value:+.0e}" if 0.0 < abs(value) < 0.00005 else f"{value + 0.0:+.4f}"


def _number(value: Document) -> str:
    if value["low"] is None or value["low"] == value["high"]:
        return f"{value['value'] + 0.0:+.4f}"
    return f"{value['value']:+.4f} [{value['low']:+.4f}, {value['high']:+.4f}]"


def _verdict(value: Document) -> str:
    if value["verdict"] is None:
        return "one replicate gives no interval"
    far = " from zero" if value["verdict"] == "not distinguishable" else ""
    return f"{value['verdict']}{far}"
