"""Whatever a partner brings reaches Red's choice through the links that are named, and through no other.

Each case takes one thing away from the same small crisis and says by hand at which links of the decision function that
enters and which links it moves. Holding any one moved link at its value with the thing makes every difference that can
only come through it exactly zero, and leaves everything that does not come after it as it was without the thing.
"""

from dataclasses import dataclass
from functools import cache

import pytest
from chain import FrozenLinks, RecordingLinks, differing, play, reached, shown

from wargame.deterrence.links import FEEDS
from wargame.run import run

TO_THE_END = ("gap", "p_attack")
BY_COST = ("response_cost", "cost", *TO_THE_END)
BY_ANSWERS = ("response", *BY_COST)
BY_EVIDENCE = ("sources", "posterior", "attribution", *BY_ANSWERS)
BY_DENIAL = ("benefit", *TO_THE_END)
BY_SERVICE = ("service", "psi", *BY_DENIAL)
SDA, RESPONSE = "SDA and attribution", "entanglement and response"


@dataclass(frozen=True)
class Case:
    """One thing that a partner brings.

    Attributes:
        channel: what it belongs to.
        taken: the changes that take it away.
        enters: the link at which that enters.
        moves: every link that it moves.
        means: what Red attacks with.
        silences: links that are asked for less, because there is less to ask about.
    """

    channel: str
    taken: dict
    enters: str
    moves: tuple[str, ...]
    means: str = "interceptor"
    silences: tuple[str, ...] = ()


RADAR = "sites.cor_radar.functions"
CASES = {
    "radar": Case(
        SDA,
        {RADAR: {}},
        "access",
        ("access", *BY_EVIDENCE),
        silences=("detect", "identify", "disclosure"),
    ),
    "radar_detects": Case(SDA, {f"{RADAR}.radar.p_detect": 0.2}, "detect", ("detect", *BY_EVIDENCE)),
    "radar_identifies": Case(SDA, {f"{RADAR}.radar.p_identify": 0.1}, "identify", ("identify", *BY_EVIDENCE)),
    "sharing": Case(SDA, {"disclosure.members.share": 0.0}, "disclosure", ("disclosure", *BY_EVIDENCE)),
    "sharing_in_time": Case(
        SDA, {"disclosure.members.latency_h": 200.0}, "disclosure", ("disclosure", *BY_EVIDENCE)
    ),
    "secrecy": Case(
        SDA, {"disclosure.members.p_leak": 1.0}, "leak", ("leak", "odds", "ends", *BY_DENIAL), "intruder"
    ),
    "capacity": Case(
        "capacity",
        {"satellites.bor_relay.payloads.relay.capacity_mbps": 50.0},
        "service",
        BY_SERVICE,
        "intruder",
    ),
    "ground": Case("ground", {"sites.bor_gateway.functions.relay": None}, "service", BY_SERVICE, "intruder"),
    "clause": Case(
        RESPONSE,
        {"agreements.clause": None},
        "standing",
        ("standing", *BY_COST),
        "intruder",
        silences=(
            "access",
            "disclosure",
            "sources",
            "posterior",
            "attribution",
            "commitment",
            "severity",
            "delay",
            "response",
        ),
    ),
    "commitment": Case(
        RESPONSE,
        {"actors.COR.government.commitment": 0.1},
        "commitment",
        ("commitment", *BY_ANSWERS),
        "intruder",
    ),
    "training": Case(RESPONSE, {"agreements.drill": None}, "commitment", ("commitment", *BY_ANSWERS)),
    "severity": Case(
        RESPONSE, {"actors.COR.government.severity": 0.05}, "severity", ("severity", *BY_ANSWERS), "intruder"
    ),
    "demonstration": Case(
        RESPONSE, {"injects.exercise": None}, "belief", ("belief", "benefit", *BY_ANSWERS), "intruder"
    ),
    "spare": Case("reconstitution", {"agreements.launches": None}, "ends", ("ends", *BY_SERVICE)),
    "combined_c2": Case("C2 and decision", {"agreements.centre": None}, "delay", ("delay", *BY_ANSWERS)),
}
CHANNELS = {"capacity", "ground", SDA, RESPONSE, "reconstitution", "C2 and decision"}
"""Every channel that a partner has."""

RELAY = "satellites.bor_relay"
GOVERNMENT = {"commitment": 0.8, "severity": 0.6, "error_rate": 0.2, "action_delay_h": 48.0}
MEMBERS = ["ARC", "BOR", "COR"]
EVERYTHING = {
    "threat_packages": {},
    "phases": [{"at_h": 0, "phase": "crisis"}],
    "clock.duration_h": 24,
    "politics": GOVERNMENT,
    "actors.COR.government": {"commitment": 0.9, "severity": 0.7},
    f"{RELAY}.replacement": {"provider": "COR", "kind": "spare", "ready_h": 24.0},
    f"{RADAR}.radar.p_false_alarm": 0.3,  # a report without a name does not suffice
    f"{RADAR}.radar.p_false_identify": 0.02,
    "sites.arc_gateway.functions.forensics": {
        "kind": "sensor",
        "modality": "cyber_forensics",
        "field_of_regard": "everywhere",
        "p_detect": 0.1,
        "p_identify": 0.1,
    },
    "disclosure.members.share": 0.8,
    "disclosure.members.p_leak": 0.0,
    "injects": {
        "exercise": {"kind": "demonstration", "at_h": 1, "actor": "BOR"},
        "fault": {"kind": "outage", "at_h": 2, "asset": "bor_gateway", "duration_h": 1.0},
    },
    "agreements.clause": {"kind": "collective_response", "members": ["ARC", "COR"], "consensus_h": 0.0},
    "agreements.drill": {"kind": "training", "members": MEMBERS},
    "agreements.launches": {"kind": "reconstitution_launch", "members": ["BOR", "COR"]},
    "agreements.centre": {"kind": "combined_c2", "members": MEMBERS},
}
"""A day of the tutorial with something in every channel."""


@pytest.fixture(scope="module")
def everything(crises):
    """The crisis with everything in place, Red with one of its means; and what passes its links. Played once each."""

    @cache
    def of(means):
        scenario = crises.changed({**crises.only(means), **EVERYTHING})
        return (scenario, *play(scenario, RecordingLinks()))

    return of


@pytest.fixture(scope="module")
def without(crises, everything):
    """The same without the thing of a case, played once for each."""

    @cache
    def of(name):
        scenario = crises.changed(CASES[name].taken, everything(CASES[name].means)[0])
        return (scenario, *play(scenario, RecordingLinks()))

    return of


def test_every_channel_and_every_link_has_a_case():
    """Nothing that a partner brings and no link of the decision function is left out."""
    assert {case.channel for case in CASES.values()} == CHANNELS
    assert {link for case in CASES.values() for link in case.moves} == set(FEEDS)


@pytest.mark.parametrize("name", CASES)
def test_taking_one_thing_away_moves_the_links_that_are_named(everything, without, name):
    """Those through which it must come, up to P(attack), and not one beside."""
    case = CASES[name]
    named = {*case.moves, *case.silences}
    assert named <= reached((case.enters,))
    assert {"gap", "p_attack"} <= named
    assert differing(everything(case.means)[1], without(name)[1]) == named


@pytest.mark.parametrize(("name", "link"), [(name, link) for name in CASES for link in CASES[name].moves])
def test_holding_one_link_undoes_what_only_comes_through_it(everything, without, name, link):
    """Downstream exactly as with the thing, everything that does not come after it exactly as without it."""
    case = CASES[name]
    before, (scenario, after, _) = everything(case.means)[1], without(name)
    links = FrozenLinks(link, before[link])
    held, _ = play(scenario, links)
    assert links.cut, "the held values took the place of none"
    beside = reached((case.enters,), without=link)
    downstream = reached((link,)) - {link}
    for other in FEEDS:
        if other in downstream & beside:
            continue  # it also comes on a way that is not cut
        wanted = before[other] if other == link or other in downstream else after[other]
        asked = held[other].keys() & wanted.keys()
        assert asked or other in case.silences, f"'{other}' was not asked"
        now = {key: shown(other, held[other][key]) for key in asked}
        assert now == {key: shown(other, wanted[key]) for key in asked}, f"'{other}' with '{link}' held"


@pytest.mark.parametrize("name", CASES)
def test_watching_the_links_changes_nothing(without, name):
    """A run whose values are watched is the run without anybody watching."""
    scenario, _, record = without(name)
    assert run(scenario, arm="restraint").full_digest == record.full_digest
