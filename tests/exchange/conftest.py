"""Runs to export: the classroom, and a tutorial in which a satellite is launched, moves and is lost."""

import pytest

from wargame.loader import load
from wargame.run import run

SPARE = {
    "name": 'Spare </script><img src=x onerror="alert(1)">',
    "owner": "ARC",
    "launch_at_h": 6.0,
    "delta_v_m_s": 20.0,
    "orbit": {"type": "geo", "longitude_deg": -50.0},
    "payloads": {"relay": {"kind": "wideband", "capacity_mbps": 400.0, "bands": ["x"]}},
    "manoeuvres": [{"type": "slot", "at_h": 24.0, "longitude_deg": -47.0, "drift_deg_per_day": 3.0}],
}
CROOKED = {
    "name": "Looker",
    "owner": "COR",
    "orbit": {
        "type": "kepler",
        "perigee_km": 600.0,
        "apogee_km": 39_750.0,
        "inclination_deg": 63.4,
        "raan_deg": 20.0,
        "argument_of_perigee_deg": 270.0,
        "mean_anomaly_deg": 10.0,
    },
    "payloads": {},
}
LOW = {
    "name": "=Low",
    "owner": "COR",
    "orbit": {
        "type": "circular",
        "altitude_km": 200.0,
        "inclination_deg": 97.0,
        "raan_deg": 0.0,
        "argument_of_latitude_deg": 0.0,
    },
    "payloads": {},
}


@pytest.fixture(scope="session")
def classroom():
    """The free arm of the classroom."""
    return run(load("classroom"), seed=0)


@pytest.fixture(scope="session")
def moving(crises):
    """The tutorial's package `blind` with a launch, a manoeuvre, a Molniya orbit and a very low one."""
    scenario = crises.changed(
        {"satellites.spare": SPARE, "satellites.looker": CROOKED, "satellites.low": LOW}
    )
    return next(
        record
        for seed in range(20)
        if (record := run(scenario, seed=seed, arm="forced", package="blind")).of_kind("asset.lost")
    )
