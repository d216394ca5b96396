"""Distinct histories of what works, by keyed draws: the same number gives the same history on every machine.

A history has twenty status changes: six satellites lost for good, four payloads that fail or are jammed and come back,
three sites that go down and come back. Missions take turns, so that every mission loses something.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from wargame.availability import Availability, Outage
from wargame.coalition import Coalition
from wargame.draws import Draws
from wargame.missions.service import ServiceModel
from wargame.scenario import MissionKey, Scenario
from wargame.scenario.payloads import MISSION_OF_PAYLOAD, RelayPayload

SATELLITES_LOST = 6
PAYLOADS_OUT = 4
SITES_OUT = 3
STATUS_CHANGES = SATELLITES_LOST + 2 * PAYLOADS_OUT + 2 * SITES_OUT
JAMMED = 0.4
LONGEST_S = 3 * 86400
SEED = 2026


def histories(model: ServiceModel, missions: Sequence[MissionKey], count: int) -> list[Availability]:
    """So many distinct histories in which assets of some missions fail, everybody being a member."""
    coalition = Coalition.everybody(model.scenario)
    assets = {mission: model.service(mission).assets for mission in missions}
    return [history(model.scenario, coalition, assets, number) for number in range(count)]


def history(
    scenario: Scenario, coalition: Coalition, assets: Mapping[MissionKey, frozenset[str]], number: int
) -> Availability:
    """One history.

    Args:
        scenario: whose assets.
        coalition: who is in.
        assets: what each mission depends on.
        number: which history.
    """
    draws = Draws(SEED, number)
    satellites = {mission: sorted(found & scenario.fleet.keys()) for mission, found in assets.items()}
    sites = {mission: sorted(found & scenario.sites.keys()) for mission, found in assets.items()}
    chosen = _in_turn(satellites, draws)
    lost = [
        Outage(asset, None, 0.0, _start_s(scenario, draws, asset), None)
        for _, asset in islice(chosen, SATELLITES_LOST)
    ]
    out = [_payload_out(scenario, draws, mission, asset) for mission, asset in islice(chosen, PAYLOADS_OUT)]
    down = [
        Outage(asset, None, 0.0, *_span_s(scenario, draws, asset))
        for _, asset in islice(_in_turn(sites, draws), SITES_OUT)
    ]
    return Availability((*lost, *out, *down), coalition)


def _in_turn(assets: Mapping[MissionKey, list[str]], draws: Draws) -> Iterator[tuple[MissionKey, str]]:
    """Assets, each once, one of every mission in turn; missions and assets in the order of draws."""
    waiting = {
        mission: draws.first(found, "asset", mission)
        for mission, found in sorted(assets.items(), key=lambda item: draws.uniform("mission", item[0]))
        if found
    }
    given = set[str]()
    while waiting:
        for mission in list(waiting):
            while waiting[mission] and waiting[mission][0] in given:
                waiting[mission].pop(0)
            if waiting[mission]:
                given.add(waiting[mission][0])
                yield mission, waiting[mission].pop(0)
            else:
                del waiting[mission]


def _payload_out(scenario: Scenario, draws: Draws, mission: MissionKey, asset: str) -> Outage:
    """A payload of a mission that fails; of relays, every other one is only jammed."""
    payloads = scenario.fleet[asset].payloads
    names = [name for name, payload in payloads.items() if MISSION_OF_PAYLOAD[payload.kind] == mission]
    # A satellite that a mission watches may carry nothing for it.
    name = draws.first(names or payloads, "payload", asset)[0] if payloads else None
    jammed = isinstance(payloads.get(name or ""), RelayPayload) and draws.chance(0.5, "jammed", asset)
    return Outage(asset, name, JAMMED if jammed else 0.0, *_span_s(scenario, draws, asset))


def _start_s(scenario: Scenario, draws: Draws, asset: str) -> float:
    """Whole seconds since the epoch, anywhere in the run."""
    return float(int(draws.uniform("start", asset) * (scenario.clock.duration_s - 2)))


def _span_s(scenario: Scenario, draws: Draws, asset: str) -> tuple[float, float]:
    """Start and end inside the run, at most three days apart."""
    start_s = _start_s(scenario, draws, asset)
    length_s = 1.0 + int(draws.uniform("length", asset) * LONGEST_S)
    return start_s, min(start_s + length_s, scenario.clock.duration_s - 1.0)
