"""Which hours are clear: one realisation of the weather for a scenario, the same in all replicates and coalitions.

A region is clear or clouded as a whole for `weather.persistence_h` at a time; then its sky is drawn again. The draw of
a region and a stretch of time belongs to `weather.seed` alone, so nothing else in the world changes the weather.
"""

import numpy as np

from wargame.draws import Draws
from wargame.scenario.clock import SERVICE_STEP_S
from wargame.scenario.scenario import Scenario
from wargame.space.arrays import BitArray
from wargame.space.visibility import pack_steps


def clear_words(scenario: Scenario, region: str, n_steps: int) -> BitArray:
    """Return the steps in which no cloud hides a region from cameras, bits, shape (words,).

    A step has the sky that holds when it begins.

    Args:
        scenario: whose weather.
        region: a region's id.
        n_steps: number of steps from the epoch on.
    """
    draws = Draws(scenario.weather.seed, 0)
    cover = scenario.regions[region].cloud_cover
    stretches = (np.arange(n_steps) * SERVICE_STEP_S // (scenario.weather.persistence_h * 3600.0)).astype(
        np.int64
    )
    numbers, place = np.unique(stretches, return_inverse=True)
    clear = np.array(
        [not draws.chance(cover, "weather.cloud", region, number) for number in numbers.tolist()]
    )
    return pack_steps(clear[place])
