"""Leaks: what a release can give away, what adversaries make of it, and until when.

Each release of a report may leak, with the probability of its disclosure row. Then every adversary learns the hidden
assets of the giver, for good, and strikes what the giver owns with a better chance, until the giver has countered it.
Leaks of one giver do not add up. Source: ours, a judgement (docs/method.md, section 6).
"""

from collections.abc import Iterable, Mapping

from wargame.draws import Draws
from wargame.events import LeakCountered, LeakOccurred, SignalReleased
from wargame.game.effect import Modifier, Odds
from wargame.game.journal import Journal
from wargame.scenario import Scenario
from wargame.scenario.politics import DisclosureRow
from wargame.world import World


def maybe_leak(
    journal: Journal, draws: Draws, giver: str, released: SignalReleased, row: DisclosureRow
) -> None:
    """A report has been released; with the probability of its row it leaks."""
    world = journal.world
    p_leak = row.p_leak.at(world.phase)
    if p_leak <= 0.0:
        return
    draw = draws.uniform("release.leaks", released.sensor, released.recipient, released.engagement)
    if draw >= p_leak:
        return
    numbers = world.scenario.leaks
    learned = hidden_assets(world.scenario, giver) - world.learned
    journal.emit(
        LeakOccurred(
            t_s=released.t_s,
            move=released.move,
            cause=released.id,
            giver=giver,
            recipient=released.recipient,
            learned=tuple(sorted(learned)),
            success_factor=numbers.success_factor,
            countered_s=released.t_s + round(numbers.countered_h * 3600),
            card={
                "rule": "each release of a report leaks with the probability of its disclosure row",
                "p": p_leak,
                "draw": round(draw, 9),
                "outcome": "leak",
            }
            if journal.keep_cards
            else None,
        )
    )


def counter(journal: Journal, leak: str, t_s: int) -> None:
    """The hours that it takes to counter a leak have passed."""
    world = journal.world
    journal.emit(LeakCountered(t_s=t_s, move=world.move, cause=leak, giver=world.leaks[leak].giver))


def hidden_assets(scenario: Scenario, giver: str) -> frozenset[str]:
    """What adversaries learn of by a leak: every asset of the giver that they do not know.

    A kind of asset that is something else than it looks like (a decoy) belongs here as soon as there is one.
    """
    assets = (*scenario.fleet.items(), *scenario.sites.items())
    return frozenset(key for key, item in assets if item.owner == giver and not item.shown)


def modifiers(scenario: Scenario, givers: Iterable[str]) -> Mapping[str, Modifier]:
    """What leaked knowledge adds to attacks, by the owner of the target, for leaks of these givers in force."""
    factor = scenario.leaks.success_factor
    return {
        giver: Modifier(f"leaked knowledge of {giver}", factor, "judgement") for giver in sorted(set(givers))
    }


def givers_in_force(world: World) -> tuple[str, ...]:
    """Whose leaks are not countered yet, in alphabetical order."""
    return tuple(sorted({leak.giver for leak in world.leaks.values()}))


def modifier_for(world: World, attacker: str, target: str) -> Modifier | None:
    """What an attacker has from leaks for a strike on a target now; None without a leak of the target's owner."""
    if attacker not in world.scenario.adversaries:
        return None
    return modifiers(world.scenario, givers_in_force(world)).get(world.scenario.owner_of(target) or "")


def informed(odds: Odds, modifier: Modifier | None) -> Odds:
    """The odds of an attack with what the attacker knows from a leak, named on the card; together at most 1."""
    return odds if modifier is None else odds.times(modifier.value, modifier)
