"""The sentences at the top of a report that need care: which service this run cost most, and luck against average."""

from collections.abc import Mapping

from markupsafe import Markup

from wargame.analysis.names import Names, clock
from wargame.analysis.typography import share
from wargame.events import AttackDecided, RestraintChosen
from wargame.record import Record

RESOLVE_MEANS = (
    "Resolve is how bold Red is in this run: it is drawn once per run, above zero bolder than usual, and P(attack) "
    "averages over it."
)
LEAST_LOSS = 0.0005
"""A mean service that falls by less has not fallen: the third digit would not show it."""

LITTLE_GAIN = 0.02
"""A mean service to which partners add less is not where they matter."""

Means = Mapping[str, Mapping[str, float]]
"""By the name of a mission its mean services: `with_calm`, `with_run`, `alone_calm`, `alone_run`."""


def service_sentence(means: Means, lead: str) -> Markup:
    """What the attacks of this run took from the coalition's service; if nothing, from that of the lead alone."""
    for style, who, other in (("with", "the coalition", lead), ("alone", lead, "")):
        name = max(means, key=lambda key: (_loss(means[key], style), key), default=None)
        if name is None or _loss(means[name], style) < LEAST_LOSS:
            continue
        run, calm = _digits(means[name][f"{style}_run"], means[name][f"{style}_calm"])
        if style == "alone":
            return Markup(
                "In this run the attacks cost the coalition no service; {} alone they cost most in {}: it reaches "
                '<strong class="alone-ink">{}</strong> of what is needed, {} without attacks.'
            ).format(lead, name, run, calm)
        alone_run, alone_calm = _digits(means[name]["alone_run"], means[name]["alone_calm"])
        cost = Markup(
            "In this run the attacks cost {} most in {}: it reaches <strong>{}</strong> of what is needed, {} without "
            'attacks; {} alone reaches <strong class="alone-ink">{}</strong>, {} without attacks.'
        ).format(who, name, run, calm, other, alone_run, alone_calm)
        return cost + _partners_change(means, name, lead)
    return Markup("In this run no attack cost any service, with the coalition or without it.")


def _partners_change(means: Means, told: str, lead: str) -> Markup:
    """The service that partners change most in this run, where it is not the one told already; else nothing."""
    name = max(means, key=lambda key: (_gain(means[key]), key))
    gain = _gain(means[name])
    if name == told or gain < LEAST_LOSS or gain <= _gain(means[told]):
        return Markup("")
    run, alone = _digits(means[name]["with_run"], means[name]["alone_run"])
    lead_in = (
        " Partners add little or nothing there"
        if _gain(means[told]) < LITTLE_GAIN
        else " Partners add more elsewhere"
    )
    return Markup(
        '{}; most they add in {}: <strong>{}</strong> with the coalition, <strong class="alone-ink">{}</strong> '
        "for {} alone."
    ).format(lead_in, name, run, alone, lead)


def _gain(means: Mapping[str, float]) -> float:
    """What partners add to a mean service in this run; below zero what they take."""
    return means["with_run"] - means["alone_run"]


def _loss(means: Mapping[str, float], style: str) -> float:
    return means[f"{style}_calm"] - means[f"{style}_run"]


def _digits(*values: float) -> list[str]:
    """Two digits, or three where two would show no difference."""
    short = [share(value) for value in values]
    return short if len(set(short)) == len(set(values)) else [share(value, 3) for value in values]


def luck_sentence(played: Record, p_attack: float | None, names: Names) -> str:
    """Where the run goes against the average: deterred on the average and yet attacked, or the reverse; else empty."""
    if p_attack is None or played.manifest.arm != "free":
        return ""
    first = next((event for event in played.events if isinstance(event, AttackDecided)), None)
    if first is not None and p_attack < 0.5:
        return (
            f"Deterred on the average, not in this run: {names(first.actor)} was bolder than usual (resolve "
            f"{first.resolve:+.3f}) and decided to attack at {clock(first.t_s)}."
        )
    held = next((event for event in played.events if isinstance(event, RestraintChosen)), None)
    if first is None and held is not None and p_attack > 0.5:
        return (
            f"Not deterred on the average, but in this run: {names(held.actor)} was more cautious than usual (resolve "
            f"{held.resolve:+.3f}) and held back."
        )
    return ""
