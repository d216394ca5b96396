"""Attacks on what keeps custody, played by the engine: intrusions at trackers and gateways, a satellite shot."""

import numpy as np
import pytest

from wargame.coalition import Coalition
from wargame.run import board_of, run

HOUR = 12
SPY = {"name": "Spy", "owner": "RED", "orbit": {"type": "geo", "longitude_deg": -30.0}}
RADAR = {
    "name": "Tracking radar",
    "owner": "ARC",
    "latitude_deg": 20.0,
    "longitude_deg": -45.0,
    "cyber_readiness": 0.0,
}
RADAR |= {"functions": {"track": {"kind": "tracker", "modality": "radar"}}}
LANDING = RADAR | {"name": "Landing site", "functions": {"tracks": {"kind": "gateway", "mission": "sda"}}}
SCOPE = {"name": "Scope", "owner": "ARC", "orbit": {"type": "geo", "longitude_deg": -70.0}}
SCOPE |= {"payloads": {"scope": {"kind": "space_surveillance", "sun_exclusion_deg": 0.0}}}
INTRUDER = {
    "effect": "ground_cyber",
    "magazine": 1,
    "parameters": {"p_success": 1.0, "onset_h": 2.0, "restore_h": 24.0},
}
HUNTER = {
    "effect": "direct_ascent",
    "magazine": 1,
    "parameters": {
        "site": "red_base",
        "ceiling_km": 37000,
        "max_ground_range_km": 9000,
        "p_kill_above_2000_km": 1.0,
    },
}


def package(capability, target):
    """A threat package of one attack at hour 6."""
    actions = [{"capability": capability, "targets": [target], "at_h": 6}]
    return {"strike": {"title": "Strike", "adversary": "RED", "actions": actions}}


@pytest.fixture
def crisis(crises):
    """The tutorial with a need for custody of Red's satellite, and one attack; all by changes at dotted paths."""

    def build(capability, target, **changes):
        needs = {"objects": ["spy"], "custody_h": 4.0}
        strikes = {f"{crises.RED}.capabilities": {"intruder": INTRUDER, "hunter": HUNTER}}
        threats = {"threat_packages": package(capability, target)}
        wanted = {"satellites.spy": SPY, "users.arc.needs.sda": needs}
        return crises.changed(strikes | threats | wanted | changes)

    return build


def custody_of(record):
    """The lead's share of objects in custody at every step."""
    return record.services["sda"].demand_weighted(beneficiary="ARC")


def test_an_intrusion_at_a_tracker_costs_custody_after_custody_h_until_the_site_is_back(crisis):
    scenario = crisis("intruder", "radar", **{"sites.radar": RADAR})
    record = run(scenario, arm="forced", package="strike")
    lost = np.flatnonzero(custody_of(record) == 0.0)
    assert np.array_equal(lost, np.arange(12 * HOUR - 1, 32 * HOUR))  # down from hour 8 to hour 32
    crossings = [
        (e.direction, e.place) for e in record.events if e.kind == "service.crossed" and e.mission == "sda"
    ]
    assert crossings == [("lost", "strait.ARC"), ("regained", "strait.ARC")]
    assert custody_of(run(scenario, arm="unattacked")).all()


def test_an_intrusion_at_the_only_gateway_of_a_telescope_in_space_costs_custody_too(crisis):
    landing = {"sites.landing": LANDING, "satellites.scope": SCOPE}
    scenario = crisis("intruder", "landing", **landing)
    lost = np.flatnonzero(custody_of(run(scenario, arm="forced", package="strike")) == 0.0)
    assert np.array_equal(lost, np.arange(12 * HOUR - 1, 32 * HOUR))


def test_shooting_the_telescope_ends_custody_for_good(crisis):
    landing = {"sites.landing": LANDING, "satellites.scope": SCOPE}
    scenario = crisis("hunter", "scope", **landing)
    record = run(scenario, arm="forced", package="strike")
    (hit,) = [event for event in record.events if event.kind == "asset.lost"]
    first_step_down = -(-hit.t_s // 300)
    lost = np.flatnonzero(custody_of(record) == 0.0)
    assert np.array_equal(lost, np.arange(first_step_down + 4 * HOUR - 1, 60 * HOUR))


def test_red_weighs_blinding_the_watch_and_the_owner_answers_for_its_users(crises, crisis):
    """An objective against custody makes the tracker a target; the nations that are told are concerned."""
    needs = {"objects": ["spy"], "custody_h": 4.0}
    objective = {"blind": {"mission": "sda", "region": "strait", "weight": 1.0}}
    told = {"kind": "service_access", "mission": "sda", "provider": "ARC", "recipients": ["BOR"]}
    scenario = crisis(
        "intruder",
        "radar",
        **{
            "sites.radar": RADAR,
            "users.bor.needs.sda": needs,
            "agreements.tracks": told,
            f"{crises.RED}.objectives": objective,
            f"{crises.RED}.capabilities.intruder.parameters.restore_h": 720,
        },
    )
    weighed = [e for e in run(scenario, arm="restraint").events if e.kind == "options.weighed"]
    (strike,) = [option for option in weighed[0].options if option["targets"] == ["radar"]]
    assert strike["benefit"] > 0.5
    assert Coalition.everybody(scenario).dependents("radar") == {"ARC", "BOR"}
    assert board_of(scenario).services.reads("sda", "radar")
