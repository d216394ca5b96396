"""Spreads the games of a study over processes or a cluster; what comes of a game never depends on where or when.

Games of one variant and one coalition stay together as far as they can, because what Red reckons is remembered by the
process that reckoned it. Each lane works on one chunk at a time; chunks grow until they take about a second.
"""

import atexit
import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from multiprocessing import active_children, get_context, parent_process
from signal import SIG_IGN, SIGINT, signal
from threading import Thread

from wargame.garbage import collect_seldom
from wargame.studies.deck import Card
from wargame.studies.games import GameKey, Outcome, StudyError
from wargame.studies.interrupts import held_back
from wargame.studies.pace import Timed
from wargame.studies.versions import versions
from wargame.studies.worker import MOST_ERROR, Chunk, Played, Score, play_chunk

CHUNK_S = 1.0
"""How long a chunk should take: long enough to make sending it cheap, short enough to lose little."""

MOST_GAMES = 200
"""A chunk holds at most so many games."""

POINTS_A_LANE = 4
"""From so many points for every lane on, points are what lanes take; below, coalitions of points."""

Progress = Callable[[int, int, int], None]
"""Told the number of games that ended, how many there are, and how many of the ended ones failed."""


def play_games(
    cards: Mapping[int, Card],
    keys: Sequence[GameKey],
    score: Score,
    *,
    workers: int = 1,
    executor: Executor | None = None,
    progress: Progress = lambda ended, total, failed: None,
    timed: Callable[[Sequence[Timed]], object] = lambda games: None,
    lanes: "Lanes | None" = None,
) -> Iterator[tuple[Outcome, ...]]:
    """Plays every game and gives what came of it as it comes, in no order that means anything.

    Kernels should be compiled and the geometry kept before (`wargame.studies.ready`), or every worker does it anew.

    Args:
        cards: the scenario of every point.
        keys: which games; games with the same `group` should stand together.
        score: what is kept of a game.
        workers: how many chunks are under way at once: processes of this machine, or tasks of the executor.
        executor: where to play, such as a cluster's; processes of this machine when None, none for a single worker.
        progress: told how far it is.
        timed: told how long games took, before `progress` counts them.
        lanes: processes that go on to other games afterwards, with what they remember; in place of `workers`.

    Raises:
        StudyError: workers run another version of the program, or the executor came to its end.
        KeyboardInterrupt: somebody interrupted; what had been given before stands.
    """
    used = Lanes(workers, executor) if lanes is None else lanes
    queue = _Queue(cards, keys, used.count)
    ended = failed = 0
    try:
        for outcomes in _through(used, queue, score, timed):
            ended += len(outcomes)
            failed += sum(outcome.status == "failed" for outcome in outcomes)
            progress(ended, len(keys), failed)
            yield outcomes
    except BaseException:
        used.abandon()
        raise
    if lanes is None:
        used.close()


def _through(
    lanes: "Lanes", queue: "_Queue", score: Score, timed: Callable[[Sequence[Timed]], object]
) -> Iterator[tuple[Outcome, ...]]:
    """Keeps every lane busy until the queue is empty."""
    under_way: dict[Future[Played], tuple[int, Chunk]] = {}
    try:
        while True:
            for lane in lanes.idle(under_way):
                chunk = queue.next(lane)
                if chunk is not None:
                    under_way[lanes.send(lane, chunk, score)] = lane, chunk
            if not under_way:
                return
            ready, _ = wait(under_way, return_when=FIRST_COMPLETED)
            for future in ready:
                outcomes, games = _outcomes(lanes, queue, *under_way.pop(future), future)
                timed(games)
                if outcomes:
                    yield outcomes
    finally:
        for future in under_way:
            future.cancel()


def _outcomes(
    lanes: "Lanes", queue: "_Queue", lane: int, chunk: Chunk, future: "Future[Played]"
) -> tuple[tuple[Outcome, ...], Sequence[Timed]]:
    """What a chunk gave and how long its games took; nothing where its worker died, so that they are played again."""
    try:
        played = future.result()
    except Exception as error:
        if isinstance(error, BrokenExecutor | CancelledError):
            lanes.renew(lane)
        if len(chunk.keys) > 1 or queue.first_time(chunk.keys[0]):
            queue.again(chunk)
            return (), ()
        words = f"the worker that played it ended twice: {type(error).__name__}: {error}"
        return (Outcome(chunk.keys[0], "", error=" ".join(words.split())[:MOST_ERROR]),), ()
    if played.versions != versions():
        raise StudyError(
            f"a worker runs another version than this process: {played.versions} against {versions()}; install the "
            "same version everywhere, then resume"
        )
    queue.learn(played.took_s[-1])
    return played.outcomes, list(zip(chunk.keys, played.took_s, strict=True))


class _Queue:
    """The games still to be played, by group, and how many make a chunk."""

    def __init__(self, cards: Mapping[int, Card], keys: Sequence[GameKey], workers: int) -> None:
        self._cards = cards
        self._groups: deque[deque[GameKey]] = deque()
        # With points for everybody a lane takes a whole point: its scenario is set up once, not once a coalition.
        many = len({key.point for key in keys}) >= POINTS_A_LANE * workers
        for key in keys:
            last = self._groups[-1][-1] if self._groups else None
            if last is None or last.point != key.point or (last.group != key.group and not many):
                self._groups.append(deque())
            self._groups[-1].append(key)
        self._alone: deque[Chunk] = deque()
        self._blamed: set[GameKey] = set()
        self._lanes: dict[int, deque[GameKey]] = {}
        self._game_s: float | None = None

    def next(self, lane: int) -> Chunk | None:
        """The next games for a lane: of its group, else of the next one, else half of the largest that others have."""
        if self._alone:
            return self._alone.popleft()
        own = self._lanes.get(lane)
        if not own:
            own = self._groups.popleft() if self._groups else self._half()
            self._lanes[lane] = own
        if not own:
            return None
        keys = tuple(own.popleft() for _ in range(min(self._size(), len(own))))
        return Chunk(self._cards[keys[0].point], keys)

    def _half(self) -> deque[GameKey]:
        """The second half of what another lane still has before it."""
        largest = max(self._lanes.values(), key=len, default=deque())
        return deque(reversed([largest.pop() for _ in range(len(largest) // 2)]))

    def _size(self) -> int:
        """How many games make a chunk; one until the pace is known."""
        if self._game_s is None:
            return 1
        return max(1, min(MOST_GAMES, int(CHUNK_S / max(self._game_s, 1e-6))))

    def learn(self, game_s: float) -> None:
        """Takes in how long the last game of a chunk took; the first one of a process takes much longer."""
        self._game_s = game_s

    def again(self, chunk: Chunk) -> None:
        """Puts the games of a chunk back, each to be played by itself so that a bad one takes no other along."""
        self._alone.extend(Chunk(chunk.card, (key,)) for key in chunk.keys)

    def first_time(self, key: GameKey) -> bool:
        """Whether a game is blamed for the first time for the end of its worker."""
        known = key in self._blamed
        self._blamed.add(key)
        return not known


class Lanes:
    """Where chunks are played: one process each, the executor that was given, or this process.

    Args:
        workers: how many there are.
        executor: where to play; processes of this machine, begun when they are needed, when None.
    """

    def __init__(self, workers: int, executor: Executor | None = None) -> None:
        """Nothing is begun yet."""
        self._given = executor
        self._before = set(active_children())
        self._here = executor is None and workers <= 1
        self.count = max(1, workers)
        self._own: dict[int, Executor] = {}

    def idle(self, under_way: Mapping["Future[Played]", tuple[int, Chunk]]) -> list[int]:
        """The lanes without a chunk."""
        busy = {lane for lane, _ in under_way.values()}
        return [lane for lane in range(self.count) if lane not in busy]

    def send(self, lane: int, chunk: Chunk, score: Score) -> "Future[Played]":
        """The chunk under way on a lane."""
        if self._here:
            return _played_here(chunk, score)
        executor = self._given or self._own.get(lane)
        if executor is not None:
            return executor.submit(play_chunk, chunk, score)
        executor = self._own[lane] = _process()
        with held_back():  # the first chunk starts the process
            return executor.submit(play_chunk, chunk, score)

    def renew(self, lane: int) -> None:
        """Gives a lane a new process after the end of its old one.

        Raises:
            StudyError: the executor was given from outside and cannot be renewed.
        """
        if self._given is not None:
            raise StudyError(
                "the executor that plays the games came to its end; what was played is kept: start it anew and resume"
            )
        self._own.pop(lane).shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        """Ends our processes, which have nothing to do; an executor that was given goes on."""
        for executor in self._own.values():
            executor.shutdown()
        self._own.clear()

    def abandon(self) -> None:
        """Ends our processes in the middle of what they do."""
        for executor in self._own.values():
            executor.shutdown(wait=False, cancel_futures=True)
        if self._own:
            for process in set(active_children()) - self._before:
                process.terminate()
                # The executor waits for it, too, and whoever is late sees no end at once.
                while process.is_alive():
                    process.join(0.05)
        self._own.clear()


def _played_here(chunk: Chunk, score: Score) -> "Future[Played]":
    """A future that has ended: the chunk played in this process."""
    future: Future[Played] = Future()
    future.set_result(play_chunk(chunk, score))
    return future


def _process() -> Executor:
    """One process that lives as long as the study, so that what it remembers is of use."""
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_begin_worker)


def _begin_worker() -> None:
    """Leaves Ctrl-C, which reaches every process of a terminal, to the parent; and ends when the parent is killed.

    A worker holds nothing but what it remembers, and to give a gigabyte of that back piece by piece takes seconds: it
    leaves at once, without what others have registered for its end. What it worked out has been sent by then.
    """
    signal(SIGINT, SIG_IGN)
    collect_seldom()
    atexit.register(os._exit, 0)
    Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    """A worker waits for its next chunk for ever, even when nobody is left to send one."""
    parent = parent_process()
    assert parent is not None, "this runs in a worker"
    parent.join()
    os._exit(1)
