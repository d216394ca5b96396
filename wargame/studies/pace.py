"""How long a study will take: learnt from the games that were played, and told as a range.

A game takes long where Red has something to reckon that it has not met: a scenario, or a coalition in it. Later
replicates find it done. So games are counted by arm and by how new they are, and the rest of a study is so many games
of each kind, each as long as those of its kind have been. No clock is asked here: whoever plays a game says how long it
took.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from wargame.model import Arm
from wargame.studies.games import GameKey

New = Literal["program", "scenario", "coalition", "nothing"]
"""What Red meets for the first time: anything in this arm, a variant of the scenario, a coalition, or nothing."""

NEW: tuple[New, ...] = get_args(New)

Tally = Counter[tuple[Arm, New]]
"""Numbers of games by arm and by what is new in them."""

LEAST_SPREAD, FEW = 0.25, 8
"""Games of a kind differ by a quarter of their mean at least, unless so many of them say otherwise. Judgement: the
first ones stand for coalitions of other sizes."""

ONE_SPREAD = 0.5
"""A single game says its kind's mean to a half. Judgement."""

LONGEST_BEGIN_S = 60.0
"""No process begins for longer than this; one that has worked for longer did other things before. Judgement."""

SLOWER_TOGETHER = 1.5
"""Processes share memory, caches and what else the machine does: each may take so much longer. Judgement."""

DEVIATIONS = 2.0
"""The ends of the range lie so many standard deviations from the estimate."""

Timed = tuple[GameKey, float]
"""A game and how long it took (s)."""


@dataclass(frozen=True, slots=True)
class Span:
    """About how long something takes.

    Attributes:
        low_s, high_s: the ends of the range (s).
    """

    low_s: float
    high_s: float

    def __add__(self, other: "Span") -> "Span":
        """Both, one after the other."""
        return Span(self.low_s + other.low_s, self.high_s + other.high_s)

    def over(self, lanes: int) -> "Span":
        """The same work spread over so many processes, which may be slower together than one by itself."""
        if lanes <= 1:
            return self
        return Span(self.low_s / lanes, self.high_s * SLOWER_TOGETHER / lanes)

    def __str__(self) -> str:
        """`2 to 5 min`; seconds up to a minute and a half, hours from two on."""
        for unit_s, unit, until_s in ((1.0, "s", 90.0), (60.0, "min", 7200.0), (3600.0, "h", math.inf)):
            if self.high_s < until_s:
                low, high = (max(1, math.ceil(end_s / unit_s - 0.5)) for end_s in (self.low_s, self.high_s))
                return f"{low} to {high} {unit}" if low < high else f"{high} {unit}"
        raise AssertionError("the last unit has no end")


class Pace:
    """What is known of how long games take.

    Args:
        begin_s: how long this process worked before its first game (s): so does every other one before its own.
    """

    def __init__(self, begin_s: float = 0.0) -> None:
        """Nothing has been played."""
        self._begin_s = min(begin_s, LONGEST_BEGIN_S)
        self._took_s: dict[tuple[Arm, New], list[float]] = {}
        self._met = _Met()

    @property
    def spent_s(self) -> float:
        """How long all games so far took (s)."""
        return math.fsum(took for games in self._took_s.values() for took in games)

    def learn(self, timed: Iterable[Timed]) -> Tally:
        """Takes in how long games took, in the order in which they ended; says what was new in them."""
        found: Tally = Counter()
        for key, took_s in timed:
            kind = key.arm, self._met.meet(key)
            self._took_s.setdefault(kind, []).append(took_s)
            found[kind] += 1
        return found

    def tally(self, keys: Iterable[GameKey]) -> Tally:
        """Games that are still to be played, by what will be new in them."""
        met = self._met.copy()
        return Counter((key.arm, met.meet(key)) for key in keys)

    def span(self, games: Mapping[tuple[Arm, New], int]) -> Span:
        """About how long so many games take, one after the other."""
        total_s, variance = 0.0, 0.0
        for (arm, new), count in games.items():
            known = self._known(arm, new)
            if not known or count <= 0:
                continue
            mean_s, spread_s = _mean_and_spread(known)
            total_s += count * mean_s
            variance += spread_s**2 * (count + count**2 / len(known))
        far_s = DEVIATIONS * math.sqrt(variance)
        return Span(max(total_s / 4.0, total_s - far_s), total_s + far_s)

    def start(self) -> Span:
        """About how long another process takes before it plays as fast: what this one needed, in part at once."""
        firsts = [max(took_s) for (_, new), took_s in sorted(self._took_s.items()) if new == "program"]
        return Span(self._begin_s, 2.0 * self._begin_s + math.fsum(firsts))

    def _known(self, arm: Arm, new: New) -> Sequence[float]:
        """How long games of a kind took; where none was played yet, those of the nearest kinds, newer and less new."""
        if (arm, new) in self._took_s:
            return self._took_s[arm, new]
        place = NEW.index(new)
        sides = (NEW[:place][::-1], NEW[place + 1 :])
        nearest = (next((kind for kind in side if (arm, kind) in self._took_s), None) for side in sides)
        return [took for kind in nearest if kind is not None for took in self._took_s[arm, kind]]


class _Met:
    """What Red has met."""

    def __init__(self) -> None:
        self._things: set[tuple[object, ...]] = set()

    def copy(self) -> "_Met":
        """The same, to go on from."""
        found = _Met()
        found._things = set(self._things)
        return found

    def meet(self, key: GameKey) -> New:
        """What a game lets Red meet for the first time."""
        ladder: tuple[tuple[New, tuple[object, ...]], ...] = (
            ("program", (key.arm,)),
            ("scenario", (key.arm, key.point)),
            ("coalition", (key.arm, key.group, key.package)),
        )
        new: New = next((kind for kind, thing in ladder if thing not in self._things), "nothing")
        self._things.update(thing for _, thing in ladder)
        return new


class Ahead:
    """The games that a study still has before it, and about how long they will take.

    Args:
        pace: what is known of how long games take.
        sure: games that will be played.
        further: games that will be played only if chance turns out to have a say in them.
        lanes: how many games are played at once.

    Attributes:
        ended: how many games have ended since.
    """

    def __init__(
        self, pace: Pace, sure: Iterable[GameKey] = (), further: Iterable[GameKey] = (), lanes: int = 1
    ) -> None:
        """See the class."""
        self._pace, self.lanes, self.ended = pace, lanes, 0
        sure = list(sure)
        self._sure, self._most = pace.tally(sure), pace.tally([*sure, *further])

    def begin(self, keys: Iterable[GameKey]) -> None:
        """Sees to it that games which are about to be played are among those that are sure."""
        wanted = self._pace.tally(keys)
        self._sure, self._most = self._sure | wanted, self._most | wanted

    def settle(self) -> None:
        """Nothing is left but what is sure: it has turned out where chance has a say."""
        self._most = self._sure

    def end(self, timed: Sequence[Timed]) -> None:
        """Takes in that games ended, and how long they took."""
        found = self._pace.learn(timed)
        self._sure, self._most = self._sure - found, self._most - found
        self.ended += len(timed)

    @property
    def games(self) -> int:
        """How many games are left at most."""
        return self._most.total()

    @property
    def span(self) -> Span:
        """About how long the rest takes."""
        least, most = self._pace.span(self._sure), self._pace.span(self._most)
        work = Span(least.low_s, most.high_s).over(self.lanes)
        return work if self.lanes <= 1 or self.ended else work + self._pace.start()


def _mean_and_spread(took_s: Sequence[float]) -> tuple[float, float]:
    """The mean and the standard deviation of one more (s)."""
    mean_s = math.fsum(took_s) / len(took_s)
    if len(took_s) == 1:
        return mean_s, ONE_SPREAD * mean_s
    spread_s = math.sqrt(math.fsum((item - mean_s) ** 2 for item in took_s) / (len(took_s) - 1))
    return mean_s, spread_s if len(took_s) >= FEW else max(spread_s, LEAST_SPREAD * mean_s)


def pilots_of(keys: Sequence[GameKey]) -> list[list[GameKey]]:
    """The games with which a study begins in this process, for its pace: few, and unlike each other, by coalition.

    Of every arm and package two of the first coalition, new and met; then one of the last, a middle and the second one,
    which are of other variants of the scenario where there are such: what Red has to reckon grows with those who may
    answer.
    """
    by_group: dict[tuple[int, str, str], list[GameKey]] = {}
    for key in keys:
        by_group.setdefault(key.group, []).append(key)
    groups = list(by_group.values())
    places = dict.fromkeys([0, len(groups) - 1, len(groups) // 2, 1])
    found = []
    for n in (place for place in places if 0 <= place < len(groups)):
        taken: Counter[tuple[Arm, str | None]] = Counter()
        games = []
        for key in groups[n]:
            kind = key.arm, key.package
            if taken[kind] < (2 if n == 0 else 1):
                taken[kind] += 1
                games.append(key)
        found.append(games)
    return found
