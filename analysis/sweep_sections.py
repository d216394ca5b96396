"""What an analysis of a sweep says, method by method: headings, sentences, tables and pictures from its document.

The same sections make the lines on a terminal and the page.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from wargame.analysis.screening import MUCH
from wargame.analysis.sweep_charts import bars, choices, curve, limits
from wargame.analysis.sweep_choices import level_words, told_once
from wargame.analysis.typography import LEAST

Document = Mapping[str, Any]
"""The document of `wargame analyse --json` (`Any`: plain values)."""

MOST_CHOICES = 40
"""A table of choices has at most so many rows; the document has all."""


@dataclass(frozen=True)
class Entry:
    """One outcome under one method.

    Attributes:
        heading: the outcome, the coalition, the excursion.
        lines: what there is to say, in sentences.
        columns, rows: a table.
        drawings: pictures.
        reason: why there is nothing.
        side_by_side: whether the pictures are small.
    """

    heading: str
    lines: Sequence[str] = ()
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    drawings: Sequence[Markup] = ()
    reason: str = ""
    side_by_side: bool = False


@dataclass(frozen=True)
class Section:
    """One method.

    Attributes:
        key, heading: its name.
        told: how to read it.
        entries: what it says of every outcome.
        legend: classes of the pictures and what they mean.
    """

    key: str
    heading: str
    told: str
    entries: Sequence[Entry]
    legend: Sequence[tuple[str, str]] = field(default=())


def sections(document: Document) -> list[Section]:
    """Every method of the document."""
    makers: Mapping[str, Callable[[Document], Section]] = {
        "sobol": _sobol,
        "morris": _morris,
        "screening": _screening,
        "discovery": _discovery,
        "tipping": _tipping,
        "regret": _regret,
        "pareto": _pareto,
    }
    return [makers[method](document) for method in document["methods"]]


def _heading(document: Document, entry: Mapping[str, Any]) -> str:
    several = len({row["excursion"] for row in document["outcomes"]}) > 1
    where = f", excursion {entry['excursion']}" if several else ""
    return f"{entry['outcome']}, coalition {entry['coalition']}{where}"


def _each(
    document: Document, method: str, told: Callable[[Mapping[str, Any], str], Entry]
) -> Iterator[Entry]:
    for entry in document["methods"][method]:
        heading = _heading(document, entry)
        yield Entry(heading, reason=entry["reason"]) if "reason" in entry else told(entry, heading)


def _title(document: Document, name: str) -> str:
    title: str = document["factors"][name]["title"]
    return title


def estimate(item: Mapping[str, Any] | None) -> str:
    """A number with its interval; of several judged together one may leave out zero and still not be told from it."""
    if item is None:
        return "-"
    zero, low, high = "", item["low"], item["high"]
    if not item["distinguishable"]:
        zero = (
            "  not distinguishable among all of these" if low > 0.0 or high < 0.0 else "  not distinguishable"
        )
    return f"{item['value']:+.3f} [{low:+.3f}, {high:+.3f}]{zero}"


def _sobol(document: Document) -> Section:
    def told(entry: Mapping[str, Any], heading: str) -> Entry:
        found = entry["factors"]
        known = {name: item for name, item in found.items() if item["first"] is not None}
        lines = [_by_themselves(entry["base"], found)]
        values = [item[kind]["value"] for item in known.values() for kind in ("first", "total")]
        if values and not -LEAST < min(values) <= max(values) < 1.0 + LEAST:
            lines.append(
                f"An index below 0 or above 1 is the error of a sample of {entry['base']}, as no share can be: read it "
                "as 0 or 1, and see by the intervals how far the others may be off."
            )
        lines += [
            f"{_title(document, name)}: {found[name]['reason']}." for name in found if name not in known
        ]
        rows = [
            (_title(document, name), estimate(item["first"]), estimate(item["total"]))
            for name, item in found.items()
        ]
        chart = bars(
            [(_title(document, name), [item["first"], item["total"]]) for name, item in known.items()],
            f"Sobol indices of {heading}",
            ("bar", "bar pale"),
        )
        return Entry(
            heading, lines, ("factor", "by itself", "with every mixture"), rows, [chart] if known else []
        )

    return Section(
        "sobol", "Sobol indices", "The share of an outcome's variance over all factors that each accounts for.",
        list(_each(document, "sobol", told)),
        (("bar", "by itself (first order)"), ("pale", "with every mixture (total)")),
    )  # fmt: skip


def _by_themselves(base: int, found: Mapping[str, Any]) -> str:
    """What all factors account for by themselves, where the sample can tell."""
    firsts = [item["first"] for item in found.values()]
    total = sum(item["value"] for item in firsts if item is not None)
    if None in firsts or not 0.0 <= total <= 1.0:
        return f"A sample of {base} cannot tell which share of the variance the factors account for by themselves."
    return (
        f"By themselves the factors account for {100 * total:.0f} % of the variance; the rest is in mixtures. "
        f"Sample of {base}."
    )


def _factors(
    document: Document,
    entry: Mapping[str, Any],
    cells: Callable[[Mapping[str, Any]], Sequence[str]],
    drawn: str,
    label: str,
) -> tuple[list[Sequence[str]], Markup]:
    """A row for every factor, its name before the cells, and a bar for each of what is drawn."""
    named = [(_title(document, name), item) for name, item in entry["factors"].items()]
    chart = bars([(title, [item[drawn]]) for title, item in named], label, ("bar",))
    return [(title, *cells(item)) for title, item in named], chart


def _morris(document: Document) -> Section:
    def told(entry: Mapping[str, Any], heading: str) -> Entry:
        columns = ("mean size (mu*)", "mean (mu)", "spread (sigma)")

        def cells(item: Mapping[str, Any]) -> Sequence[str]:
            return estimate(item["mu_star"]), f"{item['mu']:+.3f}", f"{item['sigma']:.3f}"

        rows, chart = _factors(document, entry, cells, "mu_star", f"Elementary effects of {heading}")
        return Entry(heading, [f"{entry['trajectories']} trajectories."], ("factor", *columns), rows, [chart])

    return Section(
        "morris", "Elementary effects",
        "The change of an outcome over the full range of one factor. A large size says that it matters, a large spread "
        "that this depends on the others or is no straight line.",
        list(_each(document, "morris", told)),
    )  # fmt: skip


def _screening(document: Document) -> Section:
    def told(entry: Mapping[str, Any], heading: str) -> Entry:
        columns = ("share of the variance", "rank correlation", "regional distance")

        def cells(item: Mapping[str, Any]) -> Sequence[str]:
            regional = "-" if item["regional"] is None else f"{item['regional']:.2f}"
            return estimate(item["explained"]), estimate(item["rank_correlation"]), regional

        rows, chart = _factors(document, entry, cells, "explained", f"What goes with {heading}")
        lines = [f"{entry['points']} points."]
        tie = entry["together"]
        if tie is not None and tie["strength"] >= MUCH:
            one, other = (_title(document, name) for name in tie["factors"])
            lines.append(
                f"{one} and {other} go together in this design ({tie['strength']:.2f} of 1): what one does may look "
                "like the other's, or hide it. More points part them, or a grid."
            )
        return Entry(heading, lines, ("factor", *columns), rows, [chart])

    return Section(
        "screening", "Screening",
        "Which factors go with an outcome. Bars: the share of the variance between levels of one factor. Regional "
        "distance: how far points that miss what is enough lie from those that reach it (0 to 1).",
        list(_each(document, "screening", told)),
    )  # fmt: skip


def _discovery(document: Document) -> Section:
    def told(entry: Mapping[str, Any], heading: str) -> Entry:
        lines = [f"{100 * entry['share_missing']:.0f} % of {entry['points']} points miss what is enough."]
        drawings = []
        for n, box in enumerate(entry["boxes"], 1):
            lines.append(
                f"Box {n}: {_limits(document, box)}. It holds {100 * box['coverage']:.0f} % of the misses (coverage); "
                f"{100 * box['density']:.0f} % of its points miss (density); it is {100 * box['mass']:.0f} % of all."
            )
            drawings.append(limits(box, document["factors"], f"Box {n} of {heading}"))
        if not entry["boxes"]:
            lines.append(
                "No box that was looked at holds misses more densely than the whole space by more than luck explains."
            )
        return Entry(heading, lines, drawings=drawings)

    return Section(
        "discovery", "Scenario discovery",
        "Boxes of few factors in which an outcome misses what is enough (PRIM). A box describes these points and is no "
        "law; p is the chance that a limit helps so much only by luck, were it the only one tried. Many were, so it is "
        "no chance that the box is wrong: it tells which limits carry the box (small) and which hardly do.",
        list(_each(document, "discovery", told)), (("inbox", "in the box"),),
    )  # fmt: skip


def _limits(document: Document, box: Mapping[str, Any]) -> str:
    return " and ".join(
        f"{_title(document, name)} {_limit(limit)} (p = {limit['p_value']:.2g})"
        for name, limit in box["limits"].items()
    )


def _limit(limit: Mapping[str, Any]) -> str:
    if "allowed" in limit:
        return "is " + " or ".join(str(level) for level in limit["allowed"])
    if limit["low"] is None:
        return f"at most {limit['high']:.4g}"
    if limit["high"] is None:
        return f"at least {limit['low']:.4g}"
    return f"from {limit['low']:.4g} to {limit['high']:.4g}"


def _tipping(document: Document) -> Section:
    def told(entry: Mapping[str, Any], heading: str) -> Entry:
        lines, drawings = [], []
        for name, found in entry["factors"].items():
            title = _title(document, name)
            if "reason" in found:
                lines.append(f"{title}: {found['reason']}.")
                continue
            if entry["enough"] is not None:
                lines.append(tips(title, found, entry["enough"]))
            drawings.append(curve(found, entry["enough"], title, f"{heading} along {title}"))
        return Entry(heading, lines, drawings=drawings, side_by_side=True)

    return Section(
        "tipping", "Tipping curves",
        "An outcome along one factor, averaged over all others, with 95 % intervals; dashed: what is enough; "
        "a ring: where the curve first passes it.",
        list(_each(document, "tipping", told)),
    )  # fmt: skip


def tips(title: str, found: Mapping[str, Any], enough: float) -> str:
    """Where a curve passes what is enough, or on which side of it the curve lies."""
    if found["near"]:
        return (
            f"{title}: the mean stays near {enough:g}; whether it passes is not distinguishable from chance."
        )
    if found["tips_at"] is None:
        means = [mean for mean in found["means"] if mean is not None]
        side = "above" if min(means) >= enough else "below" if max(means) < enough else "on one side of"
        return f"{title}: the mean lies {side} {enough:g} at every level."
    if found["tips_low"] is None:
        share = f"{100 * found['share_passing']:.0f} %"
        return (
            f"{title}: the mean passes {enough:g} at {found['tips_at']:.4g}; no interval, because only {share} of "
            "resampled curves pass it."
        )
    interval = f"[{found['tips_low']:.4g}, {found['tips_high']:.4g}]"
    return f"{title}: the mean passes {enough:g} at {found['tips_at']:.4g} {interval}."


def _regret(document: Document) -> Section:
    excursions = len({row["excursion"] for row in document["outcomes"]}) > 1
    entries = []
    for entry in document["methods"]["regret"]:
        if "reason" in entry:
            entries.append(Entry(entry["outcome"], reason=entry["reason"]))
            continue
        found = told_once(entry["choices"], excursions)
        rows = [
            (
                name,
                f"{item['largest']:.4f}",
                f"{item['mean']:.4f}",
                ", ".join(
                    f"{name} {level_words(level)}" for name, level in (item["worst_state"] or {}).items()
                )
                or "-",
            )
            for name, item in found[:MOST_CHOICES]
        ]
        lines = [f"Over {entry['states']} states of the world that every choice was played in."]
        if len(found) < len(entry["choices"]):
            many = f"{len(entry['choices'])} choices in {len(found)} rows"
            lines.append(f"{many}: those that fare the same in every state stand in one.")
        if len(found) > MOST_CHOICES:
            lines.append(f"The first {MOST_CHOICES} of {len(found)} rows; --json has all.")
        entries.append(
            Entry(entry["outcome"], lines, ("choice", "largest regret", "mean regret", "worst state"), rows)
        )
    return Section(
        "regret", "Regret",
        "What a choice costs against the best one in the same state of the world. Choices stand in alphabetical "
        "order; they are not ranked.",
        entries,
    )  # fmt: skip


def _pareto(document: Document) -> Section:
    found = document["methods"]["pareto"]
    told = "Choices that no other beats, being as good in every outcome and better in one; means over their points."
    if found and "reason" in found[0]:
        return Section(
            "pareto", "Choices that nothing beats", told, [Entry("All outcomes", reason=found[0]["reason"])]
        )
    excursions = len({row["excursion"] for row in document["outcomes"]}) > 1
    outcomes = list(found[0]["means"])
    named = told_once([item for item in found if item["unbeaten"] is not None], excursions)
    unbeaten = [(name, item) for name, item in named if item["unbeaten"]]
    rows = [(name, *(f"{item['means'][o]:+.4f}" for o in outcomes)) for name, item in unbeaten[:MOST_CHOICES]]
    better = document["better"]
    chart = choices(
        [(name, item["means"][outcomes[0]], item["means"][outcomes[1]], item["unbeaten"]) for name, item in named],
        (outcomes[0], outcomes[1]), (better[outcomes[0]], better[outcomes[1]]), "Choices by two outcomes",
    )  # fmt: skip
    lines = [
        f"{len(unbeaten)} of {len(named)} rows are beaten by none; choices with the same means stand in one row."
    ]
    return Section(
        "pareto",
        "Choices that nothing beats",
        told,
        [Entry("All outcomes", lines, ("choice", *outcomes), rows, [chart])],
    )
