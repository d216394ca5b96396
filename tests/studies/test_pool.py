"""Games spread over processes: the same outcomes wherever they are played, and nothing lost with a process."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from cheap_games import Cheap, FailsAt

from wargame.studies.games import StudyError
from wargame.studies.pool import Lanes, play_games
from wargame.studies.worker import Played, RecordStatistics, play_chunk


def _played(cards, keys, score, **how):
    found = [outcome for outcomes in play_games(cards, keys, score, **how) for outcome in outcomes]
    assert len(found) == len({outcome.key for outcome in found}) == len(keys), "every game once"
    return {outcome.key: outcome for outcome in found}


def test_the_same_outcomes_from_one_process_two_processes_or_eight_threads(cards, keys):
    here = _played(cards, keys, Cheap())
    assert _played(cards, keys, Cheap(), workers=2) == here
    with ThreadPoolExecutor(8) as executor:
        assert _played(cards, keys, Cheap(), workers=8, executor=executor) == here


def test_real_games_are_the_same_in_another_process(cards, keys):
    few = keys[:3]
    assert _played(cards, few, RecordStatistics(), workers=2) == _played(cards, few, RecordStatistics())


@pytest.mark.parametrize(
    ("how", "said"),
    [("error", "ValueError: the sky fell"), ("number", "StudyError: cheap.noise came out as nan")],
)
def test_a_game_that_fails_is_an_outcome_with_its_error(cards, keys, how, said):
    found = _played(cards, keys, FailsAt(4, how))
    failed = [outcome for outcome in found.values() if outcome.status == "failed"]
    assert {outcome.key.replicate for outcome in failed} == {4}
    assert len(failed) == 8
    assert all(outcome.error.startswith(said) and not outcome.values for outcome in failed)


def test_a_variant_that_the_language_refuses_fails_with_its_faults(cards, keys):
    wrong = {0: cards[0].changed({"clock.duration_h": 61})}
    (outcome,) = _played(wrong, keys[:1], Cheap()).values()
    assert "61 hours are no whole number of moves" in outcome.error


def test_a_game_that_ends_its_process_once_is_played_again(cards, keys, tmp_path):
    found = _played(cards, keys[:20], FailsAt(4, "process", tmp_path / "flag"), workers=2)
    assert found == _played(cards, keys[:20], Cheap())


def test_a_game_that_always_ends_its_process_fails_alone(cards, keys):
    found = _played(cards, keys[:9], FailsAt(4, "process"), workers=2)
    (failed,) = (outcome for outcome in found.values() if outcome.status == "failed")
    assert failed.key.replicate == 4
    assert "the worker that played it ended twice" in failed.error


def test_progress_is_told(cards, keys):
    told = []
    _played(cards, keys, FailsAt(4, "error"), progress=lambda *numbers: told.append(numbers))
    assert told[-1] == (len(keys), len(keys), 8)
    assert told == sorted(told)


def test_a_worker_of_another_version_is_refused(cards, keys):
    class Elsewhere(ThreadPoolExecutor):
        def submit(self, function, /, *arguments):
            assert function is play_chunk
            return super().submit(lambda: Played(function(*arguments).outcomes, "wargame 0.0.1", (0.0,)))

    with (
        Elsewhere(1) as executor,
        pytest.raises(StudyError, match=r"runs another version than this process: wargame 0\.0\.1"),
    ):
        _played(cards, keys, Cheap(), executor=executor)


def test_interrupting_ends_the_processes(cards, keys):
    from multiprocessing import active_children

    before = set(active_children())
    games = play_games(cards, keys, Cheap(0.05), workers=2)
    next(games)
    games.close()
    assert set(active_children()) <= before


def test_lanes_that_were_given_play_on_in_the_same_processes_until_they_are_closed(cards, keys):
    """What a process remembers of Red's reckoning is of use to the next stage of a study."""
    from multiprocessing import active_children

    before = set(active_children())
    lanes, ids = Lanes(2), []
    for part in (keys[::2], keys[1::2]):
        assert _played(cards, part, Cheap(), lanes=lanes) == _played(cards, part, Cheap())
        ids.append({process.pid for process in set(active_children()) - before})
    assert ids[0] == ids[1]
    assert len(ids[0]) == 2
    lanes.close()
    assert set(active_children()) <= before
