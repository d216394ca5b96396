"""Services of replicates as they are played: what really fails in a crisis, not what a benchmark makes fail.

Free-arm replicates of a scenario are played until enough of them have about twenty status changes (attacks, storms and
malfunctions that begin or end); then the timelines of all missions are worked out again under what did not work in
each, with nothing remembered. In the made-up histories of `histories.py` every mission loses something; here attacks
leave some missions alone and hurt others more.
"""

import statistics
import time
from collections.abc import Callable, Iterator

import numpy as np
from boolean_services import PEERS

from wargame.availability import Availability, availability
from wargame.coalition import Coalition
from wargame.missions.service import ServiceModel
from wargame.run import run
from wargame.scenario import Scenario

ABOUT_TWENTY = range(15, 26)
COMPARED = 3
"""Histories under which the peer is timed."""
REPLICATES = 300
"""How many are played at most."""


def played(model: ServiceModel, count: int) -> None:
    """Print what the services of so many replicates with about twenty status changes take."""
    found, met = list[Availability](), 0
    for lived in histories(model.scenario):
        met += 1
        if changes(lived, model.scenario) in ABOUT_TWENTY:
            found.append(lived)
        if len(found) == count:
            break
    took_ms = [cold_ms(model, each, found[number - 1]) for number, each in enumerate(found)]
    low, high = np.quantile(took_ms, [0.1, 0.9])
    print(
        f"{len(found)} of {met} free replicates have {ABOUT_TWENTY[0]} to {ABOUT_TWENTY[-1]} status changes\n"
        f"services of all missions, nothing remembered: median {statistics.median(took_ms):.2f} ms, 80 % within "
        f"{low:.2f} to {high:.2f}"
    )
    peers = [PEERS[mission](model.setting, Coalition.everybody(model.scenario)) for mission in model.missions]
    peer_ms = [timed_ms(lambda: [peer.values(each) for peer in peers]) for each in found[:COMPARED]]  # noqa: B023
    ratio = statistics.median(peer_ms) / statistics.median(took_ms)
    print(
        f"numpy boolean arrays, which leave out jammers and terminals: median {statistics.median(peer_ms):.0f} ms of "
        f"the first {COMPARED}, {ratio:.0f} times as long"
    )


def histories(scenario: Scenario) -> Iterator[Availability]:
    """What worked when in free replicates, one after the other."""
    everybody = Coalition.everybody(scenario)
    for replicate in range(REPLICATES):
        yield availability(run(scenario, replicate=replicate, arm="free", keep="lean").events, everybody)


def changes(lived: Availability, scenario: Scenario) -> int:
    """How often the status of anything changes during the run."""
    spans = [(item.start_s, item.end_s) for item in (*lived.outages, *lived.jammers)]
    inside = [t_s for span in spans for t_s in span if t_s is not None and t_s < scenario.clock.duration_s]
    return len(inside)


def cold_ms(model: ServiceModel, lived: Availability, before: Availability) -> float:
    """CPU time of all timelines under a history, after those under another and with nothing remembered of them."""
    for mission in model.missions:
        model.timeline(mission, before)
    model.memo.clear()
    return timed_ms(lambda: [model.timeline(mission, lived) for mission in model.missions])


def timed_ms(call: Callable[[], object]) -> float:
    """CPU time that a call takes."""
    began = time.process_time()
    call()
    return 1e3 * (time.process_time() - began)
