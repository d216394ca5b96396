"""What has to be there before a game: geometry, services and, once on a machine, compiled kernels."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wargame.scenario import Scenario


def prepare(scenario: "Scenario", step: Callable[[str], None]) -> None:
    """Computes or reads what all games of a scenario share, with a word on screen, since the first time takes a while.

    On a new machine a second process compiles the kernels of some missions, while this one computes orbits and compiles
    those of the others.
    """
    from wargame.run import board_of
    from wargame.warming import Warming

    warming = Warming(scenario)
    once = "compiling for this machine (once, up to a minute), " if warming.missions else ""
    try:
        step(f"{once}computing orbits and visibility (kept for the next run)")
        services = board_of(scenario).services
        step(f"{once}preparing mission services")
        warming.compile_the_rest()
        warming.finish()
        _ = services.services
    finally:
        warming.abandon()
