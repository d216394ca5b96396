"""The line that says how many published cases a run has checked."""

import shutil
import subprocess
import sys

CASES = """
import pytest

@pytest.mark.published("O01")
def test_passes():
    pass

@pytest.mark.published("O01")
def test_of_the_same_case_is_skipped():
    pytest.skip("no data")

@pytest.mark.published("O02")
def test_is_skipped():
    pytest.skip("no data")

@pytest.mark.published("O03")
@pytest.mark.skip(reason="no data")
def test_is_skipped_by_a_mark():
    pass

@pytest.mark.published("O04")
def test_fails():
    raise AssertionError

@pytest.mark.published(case="O05")
@pytest.mark.parametrize("n", range(3))
def test_counts_a_case_once(n):
    pass
"""


def test_a_case_counts_once_as_checked_if_any_test_passed_and_as_skipped_if_all_were(root, tmp_path):
    shutil.copy(root / "tests" / "conftest.py", tmp_path)
    (tmp_path / "test_cases.py").write_text(CASES, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = published\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert "published cases: 2 checked, 2 skipped (data absent)" in done.stdout.splitlines()
