"""Shapley values and synergies against shapiq, where it is installed; it is needed by nothing else."""

import numpy as np
import pytest

from wargame.analysis.contribution import values

shapiq = pytest.importorskip("shapiq", reason="shapiq is installed only to check against it")


@pytest.mark.parametrize("seed", range(5))
def test_values_and_synergies_are_those_of_shapiq(seed):
    players = list("abcde")
    generator = np.random.default_rng(seed)
    worths = {group: [float(generator.normal())] for group in values.coalitions(players)}

    def game(table):
        return np.array(
            [worths[frozenset(p for p, there in zip(players, row, strict=True) if there)][0] for row in table]
        )

    computer = shapiq.ExactComputer(n_players=len(players), game=game)
    theirs = computer("SV")
    ours = values.values(values.shapley(players), worths)
    for place, player in enumerate(players):
        assert ours[player][0] == pytest.approx(theirs[(place,)], abs=1e-9)
    index = computer("SII", order=2)
    for (first, second), (found,) in values.values(values.synergy(players), worths).items():
        pair = (players.index(first), players.index(second))
        assert found == pytest.approx(index[pair], abs=1e-9)
