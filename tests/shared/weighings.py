"""Recorded weighings made by hand: options with benefit, cost and what they relieve, as a full record holds them."""

from wargame.analysis.restraint import Path
from wargame.deterrence.weighing import gap, unrelieved
from wargame.events import OptionsWeighed

HOUR_S = 3600


def weighed(hour, pressure, options, least_gain=0.0, actor="RED", full=True):
    """A weighing at an hour: options as {id: (benefit, cost)}; none means nothing to attack with."""
    rows = []
    for option, (benefit, cost) in options.items():
        stays = unrelieved(benefit, pressure, least_gain)
        utility = round(benefit - cost - stays, 9)
        rows.append(
            {"option": option, "benefit": benefit, "cost": cost, "unrelieved": stays, "utility": utility}
        )
    rows.sort(key=lambda row: -row["utility"])
    best = gap([row["utility"] for row in rows], pressure) if rows else -99.0
    return OptionsWeighed(
        t_s=hour * HOUR_S,
        move=hour // 6,
        actor=actor,
        pressure=pressure,
        gap=best,
        p_attack=0.5,
        best=rows[0]["option"] if rows else None,
        best_terms={},
        weighed=len(rows),
        dropped=0,
        options=rows if full else None,
    )


def path(*events, resolve_rate=10.0, actor="RED"):
    """The path of one adversary."""
    return Path(actor, resolve_rate, events)


def gaps(*values, **given):
    """A path with one option a move, six hours apart, whose gaps are these (no pressure, no cost below zero)."""
    return path(
        *(
            weighed(6 * n, 0.0, {"x": (value, 0.0) if value > 0 else (0.0, -value)})
            for n, value in enumerate(values)
        ),
        **given,
    )
