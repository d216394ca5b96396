"""A run: a pure function (scenario, seed, replicate, coalition, leaving, arm, package, orders, forks) -> record.

Replay, review, counterfactual, sweep and verification are all built on that sentence.
"""

import platform
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from typing import Any, Literal, get_args

from pydantic import ValidationError

from wargame import __version__
from wargame.board import Board
from wargame.coalition import Leaving
from wargame.deterrence.links import Links
from wargame.model import ARMS, Arm, Game, Setup
from wargame.record import Manifest, Record
from wargame.scenario import Scenario
from wargame.scenario.arguments import wrong_names, wrong_number, wrong_scenario
from wargame.scenario.channels import CHANNELS, parted
from wargame.scenario.forking import Fork, amended
from wargame.scenario.in_play import refused
from wargame.scenario.orders import Orders, impossible

__all__ = ["RunError", "board_of", "leaving_of", "run", "run_again"]

_BOARDS: OrderedDict[str, Board] = OrderedDict()
_BOARDS_KEPT = 4
LEAVING: tuple[Leaving, ...] = get_args(Leaving)


class RunError(Exception):
    """The run that was asked for makes no sense: a sentence that says why."""


def board_of(scenario: Scenario) -> Board:
    """What all games of the scenario share; the last few are remembered by the scenario's content."""
    board = _BOARDS.pop(scenario.hash, None) or _restaked(scenario) or Board.of(scenario)
    _BOARDS[scenario.hash] = board
    while len(_BOARDS) > _BOARDS_KEPT:
        _BOARDS.popitem(last=False)
    return board


def keep_boards() -> None:
    """Leaves what adversaries have reckoned in this process for the next ones that play the same scenarios."""
    for board in _BOARDS.values():
        board.keep()


def _restaked(scenario: Scenario) -> Board | None:
    """The board of a scenario of which one is remembered that differs in nothing but adversaries' stakes."""
    if not _BOARDS:
        return None
    alike = (board for board in _BOARDS.values() if board.scenario.but_for_stakes == scenario.but_for_stakes)
    found = next(alike, None)
    return None if found is None else found.restaked(scenario)


def run(
    scenario: Scenario,
    seed: int = 0,
    replicate: int = 0,
    coalition: Collection[str] | None = None,
    leaving: Leaving = "neutral",
    arm: Arm = "free",
    package: str | None = None,
    orders: Orders | Mapping[str, Any] | None = None,
    forks: Sequence[Fork] = (),
    keep: Literal["full", "lean"] = "full",
    links: Links | None = None,
) -> Record:
    """Plays one game to its end and returns its record.

    Args:
        scenario: what is given.
        seed: the seed; the same seed, the same game.
        replicate: which independent repetition.
        coalition: the players present; all of them when None, none of them (US-only) when empty.
        leaving: neutral (they keep what they have to themselves) or absent (they never had it).
        arm: unattacked, forced (with `package`), restraint or free.
        package: a declared threat package, for the forced arm.
        orders: what cells of people decide in place of doctrines and governments, in the free arm only.
        forks: where the run leaves its parent and what is different from there on (`wargame.fork` makes them).
        keep: full, or lean without cards, option tables and observations; both have the same digest.
        links: for tests: the causal chain of Red's reckoning.

    Raises:
        RunError: not a scenario, a seed or replicate that is no whole number, an unknown member, arm or package, or
            orders that cannot be carried out.
    """
    members = _check(scenario, seed, replicate, coalition, leaving, arm, package, keep)
    given = _orders_of(orders, scenario, arm)
    left = _forks_of(forks, scenario, arm)
    board = board_of(scenario) if links is None else Board(scenario, board_of(scenario).geometry, links)
    setup = Setup(int(seed), int(replicate), members, leaving, arm, package, keep, given, left)
    game = Game(scenario, rng=setup.seed, setup=setup, board=board)
    try:
        game.play()
        return Record(
            _manifest(scenario, setup, game), tuple(game.events), game.services(), scenario, game.drawn
        )
    finally:
        game.close()


def run_again(
    record: Record, forks: Sequence[Fork] | None = None, keep: Literal["full", "lean"] = "full"
) -> Record:
    """Plays the run of a record again, from its manifest alone.

    Args:
        record: the run.
        forks: where it leaves its parent, in place of the record's own forks; those when None.
        keep: as for `run`.

    Raises:
        RunError: this version cannot play what the manifest says.
    """
    given = record.manifest
    return run(
        record.scenario,
        seed=given.seed,
        replicate=given.replicate,
        coalition=given.coalition,
        leaving=leaving_of(record),
        arm=given.arm,  # type: ignore[arg-type]  # run() refuses an arm that is none
        package=given.package,
        orders=given.orders,
        forks=record.forks if forks is None else forks,
        keep=keep,
    )


def leaving_of(record: Record) -> Leaving:
    """How those who stayed out of a record's run left the coalition.

    Raises:
        RunError: its manifest names no way of leaving.
    """
    named = record.manifest.leaving
    for leaving in LEAVING:
        if leaving == named:
            return leaving
    raise RunError(_no_leaving(named))


def _no_leaving(leaving: Any) -> str:
    return f"leaving is {leaving!r}; allowed are {' or '.join(LEAVING)}"


def _check(
    scenario: Any,
    seed: Any,
    replicate: Any,
    coalition: Any,
    leaving: Any,
    arm: Any,
    package: Any,
    keep: Any,
) -> frozenset[str]:
    """The members, once everything that was asked for makes sense (`Any`: whatever a notebook passes)."""
    wrong = (
        wrong_scenario(scenario)
        or wrong_number("seed", seed)
        or wrong_number("replicate", replicate)
        or wrong_names("coalition", coalition, next(iter(scenario.players), "AUS"))
    )
    if wrong:
        raise RunError(wrong)
    if leaving not in LEAVING:
        raise RunError(_no_leaving(leaving))
    if keep not in ("full", "lean"):
        raise RunError(f"keep is {keep!r}; allowed are full or lean")
    players = ", ".join(scenario.players)
    members = frozenset(scenario.players if coalition is None else coalition)
    unknown = sorted(name for name in members if parted(name)[0] not in scenario.players)
    if unknown:
        raise RunError(f"'{unknown[0]}' is not a player of this scenario; the players are {players}")
    if strange := sorted(name for name in members if parted(name)[1] not in (None, *CHANNELS)):
        raise RunError(f"'{strange[0]}' is no channel of a player; the channels are {', '.join(CHANNELS)}")
    if arm not in ARMS:
        raise RunError(f"'{arm}' is not an arm; the arms are {', '.join(ARMS)}")
    known = ", ".join(sorted(scenario.threat_packages)) or "none"
    if arm == "forced" and package is None:
        raise RunError(
            f"the forced arm needs a threat package (--package NAME); this scenario declares {known}"
        )
    if arm != "forced" and package is not None:
        raise RunError(f"a threat package belongs to the forced arm (--arm forced), not to the {arm} arm")
    if package is not None and package not in scenario.threat_packages:
        raise RunError(f"'{package}' is not a threat package of this scenario; it declares {known}")
    return members


def _orders_of(orders: Any, scenario: Scenario, arm: Arm) -> Orders | None:
    """The orders, once they can be carried out (`Any`: a manifest holds plain values)."""
    if orders is None:
        return None
    if arm != "free":
        raise RunError(
            f"orders belong to the free arm; the {arm} arm says by itself what is done, so leave them out"
        )
    try:
        given = orders if isinstance(orders, Orders) else Orders.model_validate(orders)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise RunError(
            f"these are no orders such as a file of orders gives: {where}: {first['msg']}"
        ) from None
    for path, sentence in impossible(given, scenario):
        raise RunError(f"{'.'.join(map(str, path))}: {sentence}")
    return given


def _forks_of(forks: Sequence[Fork], scenario: Scenario, arm: Arm) -> tuple[Fork, ...]:
    """The forks, once they can be played: in order of their moves, with changes that may be made in play."""
    moves = scenario.clock.duration_s // scenario.clock.move_s
    held, earlier = scenario, 0
    for fork in forks:
        if not earlier <= fork.move < moves:
            raise RunError(
                f"a fork at move {fork.move} is not possible here; allowed are moves {earlier} to {moves - 1}"
            )
        earlier, from_s = fork.move, fork.move * scenario.clock.move_s
        wrong = next(filter(None, (refused(change, from_s) for change in fork.changes)), "")
        if wrong:
            raise RunError(wrong)
        try:
            held = amended(held, fork.changes)
        except ValueError as error:  # pydantic's error is one
            raise RunError(f"the changes of the fork at move {fork.move} make no scenario: {error}") from None
        _orders_of(fork.orders, held, arm)
    return tuple(forks)


def _manifest(scenario: Scenario, setup: Setup, game: Game) -> Manifest:
    return Manifest(
        version=__version__,
        scenario=scenario.as_plain,
        scenario_hash=scenario.hash,
        seed=setup.seed,
        replicate=setup.replicate,
        coalition=game.coalition.names,
        leaving=setup.leaving,
        arm=setup.arm,
        package=setup.package,
        libraries=libraries(),
        orders=None if setup.orders is None else setup.orders.as_plain,
        forks=tuple(fork.as_plain for fork in setup.forks),
    )


@cache
def libraries() -> Mapping[str, str]:
    """Versions of what numbers can depend on."""
    names = ("mesa", "networkx", "numba", "numpy", "sgp4")
    return {"python": platform.python_version(), **{name: version(name) for name in names}}
