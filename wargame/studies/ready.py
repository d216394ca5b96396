"""What has to be there before workers start: kernels, geometry on disk, and an idea of the time it will take."""

from collections.abc import Callable, Mapping, Sequence

from wargame.studies.deck import Card
from wargame.studies.games import GameKey, Outcome
from wargame.studies.pace import Pace, pilot_of
from wargame.studies.pool import play_games
from wargame.studies.worker import Score


def first_games(
    cards: Mapping[int, Card],
    keys: Sequence[GameKey],
    score: Score,
    pace: Pace,
    progress: Callable[[int, int], None] = lambda ended, total: None,
) -> tuple[Outcome, ...]:
    """Plays a few unlike games here and gives what came of them; they need not be played again.

    Kernels are compiled and geometry is kept before workers start, and the pace is known: the first game of an arm
    compiles, the first of a scenario or a coalition reckons what later ones remember.

    Args:
        cards: the scenario of every point.
        keys: all games to be played.
        score: what is kept of a game.
        pace: learns how long they took.
        progress: told how many of them have ended.
    """
    games = play_games(
        cards,
        pilot_of(keys),
        score,
        progress=lambda ended, total, failed: progress(ended, total),
        timed=pace.learn,
    )
    return tuple(outcome for outcomes in games for outcome in outcomes)
