"""Services of satellites that are launched or manoeuvre: nothing before, everything after, then the new place."""

import copy

import numpy as np
import pytest

from wargame.availability import Availability
from wargame.coalition import Coalition

LAUNCH_H = 6
LAUNCH_STEP = LAUNCH_H * 12


def _steps(services, plain, mission, nation="US"):
    """Service of a nation at every step of the horizon."""
    model = services(copy.deepcopy(plain))
    available = Availability((), Coalition.everybody(model.scenario))
    timeline = model.timeline(mission, available, model.horizon_s)
    return np.asarray(timeline.demand_weighted(beneficiary=nation))


@pytest.mark.parametrize(
    ("mission", "satellite"),
    [("satcom_wideband", "us_relay"), ("missile_warning", "us_eye"), ("pnt", "extra")],
)
def test_a_satellite_that_is_launched_serves_from_that_hour_on_and_not_before(
    services, plain, parts, mission, satellite
):
    if mission == "pnt":
        plain["user_classes"]["open_sky"]["mask_deg"] = 40
        plain["satellites"]["extra"] = parts["relay"]("US", 130) | {"payloads": parts["gps"]()["payloads"]}
    with_it = _steps(services, plain, mission)
    plain["satellites"][satellite]["launch_at_h"] = LAUNCH_H
    late = _steps(services, plain, mission)
    del plain["satellites"][satellite]
    without = _steps(services, plain, mission)
    assert np.array_equal(late[:LAUNCH_STEP], without[:LAUNCH_STEP])
    assert np.array_equal(late[LAUNCH_STEP:], with_it[LAUNCH_STEP:])
    assert late[LAUNCH_STEP:].mean() > without[LAUNCH_STEP:].mean()


def test_a_gap_in_images_ends_with_the_launch(services, plain, parts):
    """What is ever imaged counts as fresh at the epoch, ages until the launch, and is fresh again from then on."""
    plain["users"] = {"us": {"nation": "US", "region": "sea", "needs": {"isr_imaging": {"age_h": 1}}}}
    limits = {"min_incidence_deg": 0, "max_incidence_deg": 80}
    plain["satellites"] = {
        "radar": parts["relay"]("US", 130) | {"payloads": {"eye": {"kind": "radar"} | limits}}
    }
    plain["satellites"]["radar"]["launch_at_h"] = LAUNCH_H
    plain["sites"]["us_site"]["functions"] = {"images": {"kind": "gateway", "mission": "isr_imaging"}}
    found = _steps(services, plain, "isr_imaging")
    assert found[12] == 1.0
    assert found[LAUNCH_STEP - 1] == pytest.approx(12 / (LAUNCH_STEP - 1))
    assert found[LAUNCH_STEP] == pytest.approx((1.0 + 12 / LAUNCH_STEP) / 2)
    assert (found[LAUNCH_STEP + 1 :] == 1.0).all()


def test_a_relay_that_drifts_away_takes_its_service_along(services, plain):
    """From over the sea to the other side in less than a day: as at the old slot first, as at the new one at last."""
    plain["clock"] |= {"benefit_window_d": 30}
    plain["users"] = {"us": plain["users"]["us"]}
    here = _steps(services, plain, "satcom_wideband")
    relay = plain["satellites"]["us_relay"]
    relay |= {
        "delta_v_m_s": 100,
        "manoeuvres": [{"type": "slot", "at_h": 3, "longitude_deg": -10, "drift_deg_per_day": 10}],
    }
    drifting = _steps(services, plain, "satcom_wideband")
    assert np.array_equal(drifting[:36], here[:36])
    assert here.min() > 0
    assert drifting[-1] == 0.0
    lost_after_d = np.flatnonzero(drifting == 0.0)[0] / 288
    assert 5 < lost_after_d < 14, (
        "half the sea lies below its horizon before it has drifted a hundred degrees"
    )


def test_an_imager_on_a_lower_orbit_collects_as_that_orbit_allows(services, plain):
    """Only the orbit after the manoeuvre counts afterwards: the same passes, in another rhythm than before."""
    orbit = {"type": "circular", "altitude_km": 800, "inclination_deg": 40, "raan_deg": 100}
    body = {"name": "x", "owner": "US", "orbit": orbit, "payloads": {"eye": {"kind": "radar"}}}
    plain["users"] = {"us": {"nation": "US", "region": "sea", "needs": {"isr_imaging": {"age_h": 1}}}}
    plain["sites"]["us_site"]["functions"] = {"images": {"kind": "gateway", "mission": "isr_imaging"}}
    plain["satellites"] = {"x": body}
    before = _steps(services, plain, "isr_imaging")
    plain["satellites"]["x"] = body | {
        "delta_v_m_s": 500,
        "manoeuvres": [{"type": "height", "at_h": 12, "altitude_km": 400}],
    }
    after = _steps(services, plain, "isr_imaging")
    assert np.array_equal(after[:144], before[:144])
    assert not np.array_equal(after[144:], before[144:])
