"""Freshness whose value is known beforehand."""

import math
from dataclasses import replace

import numpy as np
import pytest

from wargame.missions.clouds import clear_words
from wargame.missions.service import ServiceModel
from wargame.scenario import Scenario
from wargame.space.architecture import geometry_request
from wargame.space.geometry import build_geometry
from wargame.space.visibility import unpack_steps

HOUR = 12  # steps


def aged(steps, age_h):
    """min(1, A_req / age) at ages of 0, 1, 2, ... steps."""
    ages_s = 300.0 * np.arange(steps)
    return np.minimum(1.0, age_h * 3600 / np.maximum(ages_s, 1.0))


def felt(service_at, ages):
    """Service by age in steps; a step in which it rises is half served by what was known before."""
    service, older = service_at[ages], service_at[np.append(0, ages[:-1] + 1)]
    rises = np.diff(service, prepend=service[0]) > 0
    return np.where(rises, (older + service) / 2, service)


def test_a_geostationary_weather_imager_gives_full_service_at_every_step(collecting, services):
    model = services(collecting.world({"us": collecting.high("US", "weather")}))
    found = collecting.steps(model, collecting.present(model), "environment")
    assert (found == 1.0).all()


@pytest.mark.parametrize("age_h", [0.5, 3.0, 100.0])
def test_what_stops_coming_ages_as_the_closed_form_says(collecting, services, age_h):
    plain = collecting.world({"us": collecting.high("US", "radar")})
    plain["users"]["us"] = collecting.users("US", age_h=age_h)
    model = services(plain)
    found = collecting.steps(model, collecting.present(model, collecting.lost("us", 7200)))
    assert (found[:24] == 1.0).all()
    assert found[24:] == pytest.approx(aged(len(found) - 23, age_h)[1:], abs=1e-9)
    nothing = collecting.steps(model, collecting.present(model, collecting.lost("us")))
    assert nothing == pytest.approx(aged(len(found), age_h), abs=1e-9)


@pytest.mark.parametrize("hours", [0.0, 1.0, 1.99, 3.0, 6.0, 24.0])
def test_a_release_delay_lowers_a_recipients_service_as_the_closed_form_says(collecting, services, hours):
    """Everything is collected and lands all the time, so what Japan knows is always as old as the delay."""
    plain = collecting.world({"us": collecting.high("US", "radar")})
    plain["agreements"] = {"images": collecting.release("US", "JPN", hours=hours)}
    model = services(plain)
    assert (collecting.steps(model, collecting.present(model)) == 1.0).all()
    found = collecting.steps(model, collecting.present(model), nation="JPN")
    delay = math.ceil(hours * 12)
    settled = 1.0 if delay == 0 else min(1.0, 3.0 / (delay / 12))
    assert found[: delay + 1] == pytest.approx(aged(delay + 1, 3.0), abs=1e-9)
    assert found[delay:] == pytest.approx(settled, abs=1e-9)


def test_the_shortest_agreed_delay_counts(collecting, mean):
    plain = collecting.world({"us": collecting.high("US", "radar")})
    plain["agreements"] = {
        "slow": collecting.release("US", "JPN", "AUS", hours=24),
        "fast": collecting.release("US", "JPN", hours=2),
    }
    assert mean(plain, nation="JPN") == 1.0


def test_a_camera_sees_nothing_by_night_and_a_radar_does(collecting, services):
    """Through the night the age grows by one step a step, so 1 / service grows linearly."""
    satellites = {"us": collecting.high("US", "optical"), "jpn": collecting.high("JPN", "radar")}
    plain = collecting.world(satellites)
    plain["regions"]["sea"] |= {"north_deg": 5, "east_deg": 135}  # one point: one sunset
    model = services(plain)
    assert (collecting.steps(model, collecting.present(model), nation="JPN") == 1.0).all()
    found = collecting.steps(model, collecting.present(model))[: 24 * HOUR]
    dark = np.flatnonzero(found < 1.0)
    # The equinox at 132.5 degrees east: the Sun stands below 10 degrees from about 08:30 to 21:50 UTC.
    assert 8.4 + 3 < dark[0] / HOUR < 8.7 + 3
    assert 21.6 < dark[-1] / HOUR < 22.0
    assert (np.diff(dark) == 1).all()
    assert np.diff(1.0 / found[dark[:-1]]) == pytest.approx(300 / (3 * 3600), abs=1e-6)
    older = 1.0 / (1.0 / found[dark[-2]] + 300 / (3 * 3600))
    assert found[dark[-1]] == pytest.approx((older + 1.0) / 2, abs=1e-6)  # sunrise, mid-step
    assert 1.0 / found[dark[0]] == pytest.approx((3 * HOUR + 1) / (3 * HOUR), abs=1e-6)


def test_cloud_hides_a_region_from_cameras_until_it_clears(collecting, services):
    """June at 55 degrees north: the Sun never sinks below -18, so a camera that needs no more sees day and night."""
    plain = collecting.world({"us": collecting.high("US", "optical", min_sun_elevation_deg=-18)})
    plain["satellites"]["jpn"] = collecting.high("JPN", "radar")
    plain["clock"] |= {"start_utc": "2026-06-21T00:00:00Z"}
    plain["weather"] = {"seed": 3, "persistence_h": 5.0}
    found = {}
    for cover in (0.0, 0.6, 1.0):
        plain["regions"]["sea"] = collecting.region(south_deg=50.0, cloud_cover=cover)
        model = services(plain)
        found[cover] = collecting.steps(model, collecting.present(model))
        assert (collecting.steps(model, collecting.present(model), nation="JPN") == 1.0).all()
    clear = unpack_steps(clear_words(model.scenario, "sea", 864)[:, None, None], 864)
    assert not clear.any()
    plain["regions"]["sea"]["cloud_cover"] = 0.6
    clear = unpack_steps(clear_words(services(plain).scenario, "sea", 864)[:, None, None], 864)[:, 0, 0]
    newest = np.maximum.accumulate(np.where(clear, np.arange(864), 0))
    assert (found[0.0] == 1.0).all()
    assert not found[1.0].any()
    assert found[0.6] == pytest.approx(felt(aged(864, 3.0), np.arange(864) - newest), abs=1e-9)
    assert found[0.6].min() < 0.4


def test_without_contact_a_payload_collects_until_its_tasking_life_ends(collecting, services):
    """The gateway falls silent by day and comes back by night: what lands is as old as the tasking life leaves it."""
    found = {}
    for life_h in (1.0, 2.0, 48.0):
        plain = collecting.world({"us": collecting.high("US", "optical", tasking_life_h=life_h)})
        plain["regions"]["sea"] |= {"north_deg": 5, "east_deg": 135}
        model = services(plain)
        silent = collecting.lost("us_site", 2 * 3600 + 1, 10 * 3600)
        found[life_h] = 3.0 / collecting.steps(model, collecting.present(model, silent))[10 * HOUR + 1]
    # The last contact is in the step that begins at 2 h; the last light over the point is at about 8.5 h.
    assert found[1.0] == pytest.approx(7.0 + 1 / 12, abs=1e-6)
    assert found[2.0] == pytest.approx(6.0 + 1 / 12, abs=1e-6)
    assert 3.0 * (1 - 1e-9) <= found[48.0] <= 3.0 * (1 + 1e-9)  # 1.5 h old: as good as new


def test_the_epoch_counts_as_a_contact(collecting, services):
    """A satellite that meets its gateway late collects before that, for the length of its tasking life."""
    plain = collecting.world({"us": collecting.high("US", "radar", tasking_life_h=2.0)})
    model = services(plain)
    silent = collecting.lost("us_site", 0, 10 * 3600)
    values = collecting.steps(model, collecting.present(model, silent))
    assert (values[10 * HOUR + 1 :] == 1.0).all()
    eye = collecting.lost("us", 9.5 * 3600, 11 * 3600, "eye")
    short = collecting.steps(model, collecting.present(model, collecting.lost("us_site", 0, 9 * 3600), eye))
    assert 3.0 / short[10 * HOUR] == pytest.approx(3.0, abs=1e-6)  # lands at 9 h, then nothing until 11 h
    assert short[9 * HOUR - 1] == pytest.approx(3.0 / (9 - 1 / 12), abs=1e-9)


@pytest.mark.parametrize("south_deg", [25, 40])
def test_planes_matter_more_than_satellites_for_the_wait_for_a_radar_image(collecting, mean, south_deg):
    """Satellites of one plane pass within the hour and then leave the place alone for half a day.

    Near the equator, with a narrow swath and users who wait for hours, four in one plane may do better than four
    planes: they fill the gaps between each other's swaths.
    """
    plain = collecting.world({})
    plain["clock"]["duration_h"] = 168
    sides = {"north_deg": south_deg + 20, "east_deg": 150, "spacing_km": 700}
    plain["regions"]["sea"] = collecting.region(south_deg, 125) | sides
    service = {}
    for planes, each in ((1, 1), (1, 4), (3, 1), (4, 1)):
        plain["satellites"] = {
            f"us_{plane}_{place}": collecting.low(
                "US", "radar", plane * 180 / planes, place * 360 / each + plane * 360 / planes
            )
            for plane in range(planes)
            for place in range(each)
        }
        service[planes, each] = mean(plain)
    assert service[4, 1] > service[1, 4] + 0.05
    assert service[3, 1] > service[1, 4] + 0.05
    assert service[1, 4] > service[1, 1]


def test_only_kinds_that_will_do_count(collecting, mean):
    plain = collecting.world({"us": collecting.high("US", "radar")})
    plain["users"]["us"] = collecting.users("US", sensors=["optical"])
    assert mean(plain) == 0.0
    plain["users"]["us"] = collecting.users("US", sensors=["optical", "radar"])
    assert mean(plain) == 1.0


def test_groups_of_one_nation_count_by_their_weights(collecting, services):
    plain = collecting.world({"us": collecting.high("US", "radar")})
    plain["users"] = {"near": collecting.users("US", age_h=2.0), "far": collecting.users("US", age_h=8.0)}
    plain["users"]["near"]["needs"]["isr_imaging"]["weight"] = 3.0
    plain["agreements"] = {}
    model = services(plain)
    found = collecting.steps(model, collecting.present(model, collecting.lost("us")))
    steps = len(found)
    assert found == pytest.approx(0.75 * aged(steps, 2.0) + 0.25 * aged(steps, 8.0), abs=1e-9)


def test_a_regions_service_is_the_mean_over_its_points(collecting, mean):
    """From 90 degrees east the points at 132.5 lie at an incidence of 49 degrees, those at 137.5 at 55."""
    plain = collecting.world({"us": collecting.high("US", "radar", 90.0, max_incidence_deg=52)})
    assert mean(plain) == 0.5
    plain["satellites"]["jpn"] = collecting.high("JPN", "radar")
    plain["agreements"] = {"images": collecting.release("JPN", "US", hours=6)}
    assert 0.75 < mean(plain) < 0.8  # half the points fresh, half at 3 h / 6 h once the first 6 h have passed


def test_halving_the_distance_of_samples_changes_service_little(collecting):
    """Thirty seconds are enough; one look every five minutes, as for links, is not (performance.md, point 6)."""
    satellites = {f"us_{n}": collecting.low("US", "radar", 37 * n, 71 * n) for n in range(8)}
    scenario = Scenario.model_validate(collecting.world(satellites))
    found = {}
    for sample_s in (15, 30, 300):
        request = replace(geometry_request(scenario), sensor_sample_s=sample_s)
        model = ServiceModel(scenario, build_geometry(request))
        found[sample_s] = collecting.steps(model, collecting.present(model)).mean()
    assert found[30] == pytest.approx(found[15], abs=0.01)
    assert found[300] < found[15] - 0.02
