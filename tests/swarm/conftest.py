"""The swarm's own cache, its seeds, and one line at the end of a run: what was played, seen and found."""

import os
import tempfile
from pathlib import Path

import pytest
import swarm_filling
import swarm_plays

from wargame.events import EVENTS


@pytest.fixture(scope="session", autouse=True)
def geometry_folder():
    """Where satellites are is worked out once for a machine, away from the user's own cache."""
    before = os.environ.get("WARGAME_CACHE")
    os.environ["WARGAME_CACHE"] = str(Path(tempfile.gettempdir()) / "coalition-wargame-swarm")
    yield
    if before is None:
        del os.environ["WARGAME_CACHE"]
    else:
        os.environ["WARGAME_CACHE"] = before


def pytest_terminal_summary(terminalreporter):
    """Say what the swarm has played and found: a run that saw little must not look like one that saw all."""
    if line := _told():
        terminalreporter.write_line(line)


def pytest_sessionfinish(session):
    """Hand the line to the process that prints, where tests run in several (tests/conftest.py)."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["line"] = _told()


def _told():
    """What was played, seen and found, in a line; empty where nothing was."""
    found, examined = swarm_plays.found, swarm_plays.examined
    if not examined and not found:
        return ""
    missing = sorted(set(EVENTS) - set(swarm_plays.seen))
    words = f"{len(EVENTS) - len(missing)} of {len(EVENTS)} event kinds seen"
    words += f" (missing: {', '.join(missing)})" if missing else ""
    caught = sum(checker is not None for checker in found.values())
    line = f"swarm: {len(examined)} scenarios, {swarm_plays.runs} runs, {words}"
    line += f", {caught} of {len(found)} planted faults found" if found else ""
    left_out = "; ".join(f"{kind}: {why}" for kind, why in sorted(swarm_filling.left_out.items()))
    return line + (f"; not generated: {left_out}" if left_out else "")
