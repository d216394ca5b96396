"""A jammer of navigation touches users within its radio horizon, as far as its power reaches, and no satellite."""

import math

import numpy as np
import pytest
from sampling import samples_by_region

from wargame.availability import Availability, Jammer, Outage
from wargame.coalition import Coalition
from wargame.missions.jamming import is_drowned
from wargame.missions.status import HOURLY
from wargame.scenario.users import UserClass
from wargame.space.link import radio_horizon_km
from wargame.space.places import GridPoint

KM_PER_DEG = 6371.0088 * math.pi / 180.0


def receiver(**more):
    return UserClass(mask_deg=5.0, receivers=("gps",), **more)


def at_km(distance_km):
    """A point due east of a jammer at the origin."""
    return GridPoint("p", 0.0, distance_km / KM_PER_DEG)


def jammer(height_m=10_000.0, eirp_dbw=0.0, start_s=0.0, end_s=math.inf, place=(0.0, 0.0)):
    return Jammer(start_s, *place, height_m, eirp_dbw, end_s)


@pytest.mark.published("O15")
def test_a_watt_reaches_eighty_kilometres_at_a_jam_to_signal_ratio_of_24_db():
    """O15: 80.4 km at J/S 24 dB and 29.93 dB-Hz left of 45: a threshold just above is lost there and not beyond."""
    user = receiver(carrier_to_noise_dbhz=45.0, needed_carrier_to_noise_dbhz=36.03)
    # C/N0 left at J/S = 24 dB by 1/(1/cn0 + js/(Q Rc)), worked by hand
    left = -10 * math.log10(10**-4.5 + 10**2.4 / 1.023e6)
    user = receiver(carrier_to_noise_dbhz=45.0, needed_carrier_to_noise_dbhz=round(left, 2))
    assert is_drowned(at_km(79.5), user, [jammer()])
    assert not is_drowned(at_km(81.3), user, [jammer()])


def test_nothing_arrives_beyond_the_radio_horizon_however_loud():
    horizon_km = radio_horizon_km(30.0, 2.0)
    assert 25.0 < horizon_km < 30.0
    loud = jammer(height_m=30.0, eirp_dbw=80.0)
    assert is_drowned(at_km(horizon_km - 0.1), receiver(), [loud])
    assert not is_drowned(at_km(horizon_km + 0.1), receiver(), [loud])
    assert is_drowned(at_km(horizon_km + 0.1), receiver(antenna_height_m=3000.0), [loud])


def test_an_antenna_that_rejects_jammers_needs_a_louder_one_and_powers_add():
    user = receiver(jammer_rejection_db=30.0)
    assert not is_drowned(at_km(80.0), user, [jammer(eirp_dbw=20.0)])
    assert is_drowned(at_km(80.0), user, [jammer(eirp_dbw=50.0)])
    edge = next(
        power for power in np.arange(0, 60, 0.5) if is_drowned(at_km(80.0), user, [jammer(eirp_dbw=power)])
    )
    below = jammer(eirp_dbw=edge - 2.0)
    assert not is_drowned(at_km(80.0), user, [below])
    assert is_drowned(at_km(80.0), user, [below, jammer(eirp_dbw=edge - 2.0, place=(0.0, 1e-6))])


def test_only_users_in_view_lose_and_only_while_it_is_on(plain, services):
    model = services(plain)
    coalition = Coalition.everybody(model.scenario)
    south = plain["regions"]["south"]
    middle = (south["south_deg"] + 5.0, south["west_deg"] + 5.0)
    loud = jammer(height_m=30_000.0, eirp_dbw=60.0, start_s=3600.0, end_s=7200.0, place=middle)
    calm, noisy = Availability((), coalition), Availability((), coalition, (loud,))
    for mission in ("satcom_wideband", "missile_warning"):
        assert np.array_equal(model.timeline(mission, calm).values, model.timeline(mission, noisy).values)
    before, after = model.timeline("pnt", calm), model.timeline("pnt", noisy)
    inside = slice(3600 // 300, 7200 // 300)
    changed = before.values != after.values
    assert changed[before.regions.index("south"), before.beneficiaries.index("AUS"), inside].all()
    changed[before.regions.index("south"), :, inside] = False
    assert not changed.any()
    assert after.values[before.regions.index("south"), before.beneficiaries.index("AUS"), inside].max() < 0.7


def test_jamming_and_losses_go_together_and_what_ifs_agree_with_timelines(plain, services):
    model = services(plain)
    coalition = Coalition.everybody(model.scenario)
    outages = tuple(Outage(f"gps_{n:02d}", None, 0.0, 5400.0, None) for n in range(1, 13))
    loud = jammer(height_m=30_000.0, eirp_dbw=60.0, start_s=3600.0, end_s=9000.0, place=(5.0, 130.0))
    both = Availability(outages, coalition, (loud,))
    timeline = model.timeline("pnt", both)
    hourly = samples_by_region(model, "pnt", both, HOURLY)
    for row, region in enumerate(model.regions):
        expected = timeline.demand_weighted(region)[6::12]
        assert hourly[row, : len(expected)] == pytest.approx(expected, abs=1e-9)
    alone = [model.timeline("pnt", each).values for each in (Availability(outages, coalition), both)]
    assert (alone[1] <= alone[0]).all()
    assert (alone[1] < alone[0]).any()
