"""The same study on a Dask cluster, also when a worker is killed in the middle of it."""

import os
import signal

import pytest
from cheap_study import CheapSweep

from wargame.studies.cluster import connected
from wargame.studies.frames import export_tidy
from wargame.studies.games import StudyError
from wargame.studies.reading import read_study

distributed = pytest.importorskip("distributed")

pytestmark = [pytest.mark.filterwarnings("default"), pytest.mark.slow]  # Dask has warnings of its own

STUDY = {
    "title": "On a cluster",
    "question": "Is it the same study?",
    "scenario": "tutorial",
    "uncertainties": {
        "power": {
            "path": "actors.RED.adversary.capabilities.jammer.parameters.eirp_dbw",
            "low": 60,
            "high": 100,
        }
    },
    "outcomes": {"service": {"measure": "capability.service"}},
    "design": {"kind": "latin_hypercube", "points": 60},
}


def _exported(path):
    export_tidy(path, path.with_suffix(".csv"), "csv")
    return path.with_suffix(".csv").read_bytes()


def test_a_study_on_a_cluster_whose_worker_is_killed_equals_one_played_here(tmp_path):
    here, there = tmp_path / "here.db", tmp_path / "there.db"
    CheapSweep(read_study(STUDY)).play(here)
    killed = []
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        with distributed.Client(cluster) as client:
            workers = list(client.run(os.getpid).values())

        def kill_one(ended, total, failed):
            if ended >= 10 and not killed:
                killed.append(workers[0])
                os.kill(workers[0], signal.SIGKILL if os.name == "posix" else signal.SIGTERM)

        with connected(cluster.scheduler_address) as (executor, threads):
            assert threads == 2
            slow = CheapSweep(read_study(STUDY), wait_s=0.05)
            slow.play(there, workers=threads, executor=executor, progress=kill_one)
    assert killed
    assert _exported(there).count(b"failed") == 0
    assert _rows_without_hash(_exported(there)) == _rows_without_hash(_exported(here))


def _rows_without_hash(table):
    """The rows without the study's hash: the slow study says in its document that it is slow."""
    lines = [line.split(",") for line in table.decode("utf-8").splitlines()]
    at = lines[0].index("study_hash")
    return [line[:at] + line[at + 1 :] for line in lines]


def test_an_address_where_nobody_answers_is_a_sentence():
    with pytest.raises(StudyError, match="no scheduler answers at"), connected("tcp://127.0.0.1:9"):
        pass
