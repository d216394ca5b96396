"""What has to be there before workers start: kernels, geometry on disk, and an idea of the time it will take."""

from collections.abc import Callable, Mapping, Sequence

from wargame.run import keep_boards
from wargame.studies.deck import Card
from wargame.studies.games import GameKey, Outcome
from wargame.studies.pace import Pace, pilots_of
from wargame.studies.pool import play_games
from wargame.studies.worker import Score

LEAST_PILOTS, ENOUGH_S = 2, 15.0
"""So many coalitions are tried, the smallest and the largest; more only while that takes no longer. Judgement: other
processes could be at work meanwhile."""


def first_games(
    cards: Mapping[int, Card],
    keys: Sequence[GameKey],
    score: Score,
    pace: Pace,
    progress: Callable[[int, int], None] = lambda ended, total: None,
) -> tuple[Outcome, ...]:
    """Plays a few unlike games here and gives what came of them; they need not be played again.

    Kernels are compiled, geometry and what adversaries reckoned are kept before workers start, and the pace is known:
    the first game of an arm compiles, the first of a scenario or a coalition reckons what later ones remember.

    Args:
        cards: the scenario of every point.
        keys: all games to be played.
        score: what is kept of a game.
        pace: learns how long they took.
        progress: told how many of them have ended.
    """
    pilots, outcomes = pilots_of(keys), list[Outcome]()
    total = sum(map(len, pilots))
    for n, pilot in enumerate(pilots):
        if n >= LEAST_PILOTS and pace.spent_s > ENOUGH_S:
            break
        for found in play_games(cards, pilot, score, timed=pace.learn):
            outcomes += found
            progress(len(outcomes), total)
    keep_boards()
    return tuple(outcomes)
