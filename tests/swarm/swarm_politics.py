"""How governments answer, what providers may refuse, and what adversaries are believed to have: at random."""

from swarm_filling import filled
from worlds_choice import some

from wargame.registry import EFFECT, plugins
from wargame.scenario import PHASES
from wargame.scenario.base import MISSION_KEYS
from wargame.scenario.contracts import Contract
from wargame.scenario.evidence import Leaks
from wargame.scenario.politics import GovernmentChanges

COMMON = frozenset({"consensus_rule", "consensus_delay_h"})
"""What a government cannot have for itself."""


def government(rng):
    """How a government makes up its mind and answers; mostly the plain way, so that something comes of it."""
    own = {
        "commitment": rng.choice([0.0, 0.5, 1.0, {"day_to_day": 0.1, "crisis": 0.5, "contingency": 0.9}]),
        "decision_delay_h": rng.choice([0, 2, 5.5, 12, 24, 72]),
        "cost_if_wrong": rng.choice([0.25, 0.5, 1.0]),
        "severity": rng.choice([0.1, 0.3, 0.8]),
        "prior_hostile": rng.choice([0.1, 0.5, {"day_to_day": 0.05, "crisis": 0.4, "contingency": 0.8}]),
        "shows_up": rng.choice([0.2, 0.6, 1.0]),
        "action_delay_h": rng.choice([0, 0, 6]),
        "error_rate": rng.choice([0.0, 0.0, 0.3]),
        "consensus_rule": rng.choice(["national", "national", "majority", "unanimity"]),
        "consensus_delay_h": rng.choice([0, 1, 6]),
    }
    if rng.random() < 0.4:
        own |= {"response_ladder": _ladder(rng), "strategic_steps": rng.choice([0, 1, 2])}
    if rng.random() < 0.3:
        own["caveats"] = {f"caveat{n}": _caveat(rng) for n in range(rng.randint(1, 2))}
    return own


def changes(rng):
    """What one government does differently from the others."""
    own = government(rng)
    return {name: own[name] for name in some(rng, sorted(own)) if name in GovernmentChanges.model_fields}


def _ladder(rng):
    """Two or three steps, each costing no less than the one below and needing more certainty."""
    factors = sorted(rng.sample([0.1, 0.3, 0.6, 1.0, 2.0], rng.randint(2, 3)))
    shares = sorted(rng.choice([0.0, 0.2, 0.5, 1.0]) for _ in factors)
    rows = zip(factors, shares, strict=True)
    return [
        {"name": f"step {n}", "wrong_factor": factor, "severity_share": share}
        for n, (factor, share) in enumerate(rows)
    ]


def _caveat(rng):
    """One or two things that have to fit, so that some attacks stay unanswered and others do not."""
    said = {
        "missions": rng.sample(MISSION_KEYS, 4),
        "effects": rng.sample(sorted(plugins(EFFECT)), 2),
        "before": rng.choice(PHASES[1:]),
        "above_rung": rng.randint(3, 7),
    }
    return {name: said[name] for name in rng.sample(sorted(said), rng.randint(1, 2))}


def row(rng):
    """Who tells whom how much, how late, and how leakily."""
    mixed = {"day_to_day": 0.0, "crisis": 0.5, "contingency": 1.0}
    return {
        "share": rng.choice([0.0, 0.5, 1.0, 1.0, mixed]),
        "latency_h": rng.choice([0, 1, 4, 24]),
        "p_leak": rng.choice([0.0, 0.0, 0.1, 0.5]),
    }


def leaks(rng):
    """What comes of a leak, for a few hours or for longer than the crisis."""
    return filled(Leaks, rng, {"countered_h": rng.choice([3, 12, 100])})


def contract(rng, needed):
    """A right to refuse that is often used: from a low rung on, and mostly for every mission."""
    names = {
        "refuses_from_rung": rng.randint(1, 6),
        "p_refuse": rng.choice([0.0, 0.5, 1.0]),
        "for_missions": needed if rng.random() < 0.3 else None,
        "notice_h": rng.choice([0, 2, 12]),
        "resumes_after_h": rng.choice([3, 24, 200]),
    }
    return filled(Contract, rng, names)


def step_down(rng):
    """Never by itself, or soon, and over at once or within the run."""
    return {"after_moves": rng.choice([0, 1, 1, 2]), "ends_after_h": rng.choice([0, 6, 12])}


def assessment(rng):
    """How late and how surely an adversary sees what has become of others' assets; the truth in half of all crises."""
    seen = {"delay_h": rng.choice([0, 3, 12]), "p_sees": rng.choice([0.5, 1.0])}
    return seen if rng.random() < 0.5 else {}


def believed(rng):
    """Effects that governments believe an adversary could use, whether or not it can."""
    return rng.sample(sorted(plugins(EFFECT)), rng.choice([0, 1, 3]))
