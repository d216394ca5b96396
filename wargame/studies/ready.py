"""What has to be there before workers start: kernels, geometry on disk, and an idea of the time it will take."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter

from wargame.model import Arm
from wargame.studies.deck import Card
from wargame.studies.games import GameKey, Outcome
from wargame.studies.worker import Chunk, Score, play_chunk


@dataclass(frozen=True, slots=True)
class Start:
    """The first games of a study, played in this process.

    Attributes:
        outcomes: what came of them; they need not be played again.
        game_s: how long one more game of each arm takes, by arm.
    """

    outcomes: tuple[Outcome, ...]
    game_s: Mapping[Arm, float]

    @property
    def keys(self) -> frozenset[GameKey]:
        """Which games these were."""
        return frozenset(outcome.key for outcome in self.outcomes)

    def estimate_s(self, keys: Sequence[GameKey], workers: int) -> float:
        """How long games will take at least: every one as long as a later one of its arm."""
        return sum(self.game_s.get(key.arm, 0.0) for key in keys) / max(1, workers)


def first_games(cards: Mapping[int, Card], keys: Sequence[GameKey], score: Score) -> Start:
    """Plays the first two games of every arm here: kernels are compiled and geometry is kept before workers start.

    The second one gives the pace, because the first one of an arm compiles, and reckons what later ones remember.
    """
    outcomes: list[Outcome] = []
    game_s: dict[Arm, float] = {}
    for arm in sorted({key.arm for key in keys}):
        of_arm = [key for key in keys if key.arm == arm]
        alike = [key for key in of_arm if key.group == of_arm[0].group]
        for key in (alike if len(alike) > 1 else of_arm)[:2]:
            began_s = perf_counter()
            outcomes += play_chunk(Chunk(cards[key.point], (key,)), score).outcomes
            game_s[arm] = perf_counter() - began_s
    return Start(tuple(outcomes), game_s)
