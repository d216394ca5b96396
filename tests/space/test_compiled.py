"""Where compiled kernels are kept: wherever the user may write."""

from pathlib import Path

import pytest

from wargame.space.compiled import kernel_folder

NOBODY_S = Path("/proc/kernels")
"""Where nobody can make a folder, whatever else they may."""


def test_kernels_stand_beside_the_code_where_that_can_be_written(tmp_path):
    """As numba does it: a new version of the program brings its own."""
    assert kernel_folder(tmp_path / "code", tmp_path / "cache") == tmp_path / "code"
    assert not (tmp_path / "cache").exists()


@pytest.mark.skipif(
    not NOBODY_S.parent.is_dir(), reason="only where there is a folder in which nothing can be made"
)
def test_kernels_go_to_the_cache_where_somebody_else_installed_the_program(tmp_path):
    """A class room: the machine's program, the user's own cache; without either they are compiled each time."""
    assert kernel_folder(NOBODY_S, tmp_path / "cache") == tmp_path / "cache"
    assert kernel_folder(NOBODY_S, NOBODY_S) is None
