"""Who is told what, over which gateways, in which coalition."""

import numpy as np
import pytest

from wargame.availability import Availability, Outage
from wargame.coalition import Coalition

SEEN_ONLY_THERE = -60.0
"""Degrees east: from there no satellite over the sea is in view."""


def means(collecting, model, available, mission="isr_imaging"):
    """Mean service over the run by nation."""
    timeline = model.timeline(mission, available)
    return {
        nation: float(timeline.demand_weighted(beneficiary=nation).mean()) for nation in model.beneficiaries
    }


@pytest.mark.parametrize(
    ("kind", "mission"),
    [
        ("optical", "isr_imaging"),
        ("radar", "isr_imaging"),
        ("signals", "isr_signals"),
        ("weather", "environment"),
    ],
)
def test_nobody_without_an_agreement_gets_anything(collecting, services, kind, mission):
    plain = collecting.world({"us": collecting.high("US", kind)})
    plain["users"]["sui"] = collecting.users("SUI")
    model = services(plain)
    found = means(collecting, model, collecting.present(model), mission)
    assert found["US"] > 0.5
    assert found["JPN"] == found["SUI"] == 0.0
    plain["agreements"] = {"other": collecting.release("JPN", "US", mission=mission)}
    model = services(plain)
    assert means(collecting, model, collecting.present(model), mission)["JPN"] == 0.0
    plain["agreements"] = {"given": collecting.release("US", "JPN", mission=mission)}
    model = services(plain)
    found = means(collecting, model, collecting.present(model), mission)
    assert found["JPN"] == found["US"]
    others = {
        "optical": "isr_signals",
        "radar": "environment",
        "signals": "isr_imaging",
        "weather": "isr_signals",
    }
    assert not any(means(collecting, model, collecting.present(model), others[kind]).values())


def test_open_data_are_everybody_s_at_the_moment_they_land_whoever_is_in_the_coalition(collecting, services):
    """Partners, those who left and neutrals; an agreement with a delay does not make them later."""
    plain = collecting.world({"jpn": collecting.high("JPN", "weather", open_data=True)})
    plain["users"]["sui"] = collecting.users("SUI")
    late = {"late": collecting.release("JPN", "US", mission="environment", hours=6)}
    for agreements in ({}, late):
        model = services(plain | {"agreements": agreements})
        for members in (("JPN", "AUS"), ("AUS",), ()):
            available = collecting.present(model, members=members)
            assert means(collecting, model, available, "environment") == {"JPN": 1.0, "SUI": 1.0, "US": 1.0}
            if agreements == {}:
                assert "SUI" in available.coalition.dependents("jpn")
        absent = Availability((), Coalition(model.scenario, frozenset(), "absent"))
        assert not any(means(collecting, model, absent, "environment").values())


def test_open_data_still_need_the_owner_s_way_to_the_ground(collecting, services):
    """Whoever may know what lands, it must land first; a silent owner's station silences everybody."""
    plain = collecting.world({"jpn": collecting.high("JPN", "weather", open_data=True)})
    model = services(plain)
    silent = collecting.present(model, collecting.lost("jpn_site"))
    steps = {nation: collecting.steps(model, silent, "environment", nation) for nation in ("US", "JPN")}
    assert np.array_equal(steps["US"], steps["JPN"])
    assert steps["US"][-1] < 0.5


def test_of_two_payloads_of_one_owner_only_the_open_one_is_everybody_s(collecting, services):
    plain = collecting.world(
        {
            "civil": collecting.high("JPN", "weather", open_data=True),
            "military": collecting.high("JPN", "weather"),
        }
    )
    model = services(plain)
    lost = collecting.present(model, collecting.lost("civil"))
    assert collecting.steps(model, lost, "environment", "JPN")[-1] == 1.0
    assert collecting.steps(model, lost, "environment", "US")[-1] < 0.5


def test_a_gateway_matters_exactly_when_no_other_agreed_one_for_the_mission_is_in_view(collecting, services):
    plain = collecting.world({"us": collecting.high("US", "radar")})
    silent = collecting.lost("us_site"), collecting.lost("jpn_site")

    def after(*lost):
        model = services(plain)
        return collecting.steps(model, collecting.present(model, *lost))

    aged = after(collecting.lost("us"))
    assert (after() == 1.0).all()
    assert np.array_equal(after(silent[0]), aged)
    plain["agreements"] = {"ground": collecting.ground("US", "JPN")}
    assert (after(silent[0]) == 1.0).all()
    assert np.array_equal(after(*silent), aged)
    plain["agreements"] = {"ground": collecting.ground("US", "JPN", mission="isr_signals")}
    assert np.array_equal(after(silent[0]), aged)
    plain["agreements"] = {"ground": collecting.ground("US", "JPN")}
    plain["sites"]["jpn_site"]["functions"] = {"other": {"kind": "gateway", "mission": "environment"}}
    assert np.array_equal(after(silent[0]), aged)
    plain["sites"]["jpn_site"] = collecting.site("JPN", longitude_deg=SEEN_ONLY_THERE)
    assert np.array_equal(after(silent[0]), aged)


def test_ground_access_shortens_the_way_down(collecting, mean):
    """With a gateway on the other side of the world only, images land an hour late; with a partner's here at once."""
    satellites = {f"us_{n}": collecting.low("US", "radar", 45 * n, 20 * n) for n in range(4)}
    plain = collecting.world(satellites)
    plain["sites"]["us_site"] = collecting.site("US", longitude_deg=SEEN_ONLY_THERE, mask_deg=10)
    alone = mean(plain)
    plain["agreements"] = {"ground": collecting.ground("US", "JPN")}
    assert 0.0 < alone < mean(plain)


def test_leaving_as_a_neutral_serves_oneself_and_being_absent_serves_nobody(collecting, services):
    plain = collecting.world({"jpn": collecting.high("JPN", "radar")})
    plain["agreements"] = {"images": collecting.release("JPN", "US", "AUS", hours=1)}
    model = services(plain)
    found = {
        name: means(
            collecting, model, Availability((), Coalition(model.scenario, frozenset(members), leaving))
        )
        for name, members, leaving in (
            ("all", {"JPN", "AUS"}, "neutral"),
            ("neutral", {"AUS"}, "neutral"),
            ("absent", {"AUS"}, "absent"),
        )
    }
    assert found["all"] == {"US": 1.0, "JPN": 1.0}
    assert found["neutral"] == {"US": 0.0, "JPN": 1.0}
    assert found["absent"] == {"US": 0.0, "JPN": 0.0}


def test_a_partner_that_leaves_takes_its_gateways_along(collecting, services):
    plain = collecting.world({"us": collecting.high("US", "radar")})
    del plain["sites"]["us_site"]
    plain["agreements"] = {"ground": collecting.ground("US", "JPN")}
    model = services(plain)
    assert means(collecting, model, collecting.present(model))["US"] == 1.0
    assert means(collecting, model, collecting.present(model, members=("AUS",)))["US"] == 0.0


def test_a_hosted_payload_follows_its_owner(collecting, services):
    plain = collecting.world({"us": collecting.high("US", "radar")})
    plain["satellites"]["us"]["payloads"]["eye"]["owner"] = "JPN"
    model = services(plain)
    assert means(collecting, model, collecting.present(model)) == {"US": 0.0, "JPN": 1.0}
    assert means(collecting, model, collecting.present(model, collecting.lost("us_site")))["JPN"] == 1.0


def test_an_adversarys_payloads_and_gateways_serve_nobody(collecting, services):
    plain = collecting.world({"red": collecting.high("RED", "radar"), "us": collecting.high("US", "radar")})
    plain["sites"] = {"red_site": collecting.site("RED")}
    plain["agreements"] = {
        "images": collecting.release("RED", "US", "JPN"),
        "ground": collecting.ground("RED", "US"),
    }
    model = services(plain)
    assert means(collecting, model, collecting.present(model)) == {"US": 0.0, "JPN": 0.0}
    assert not model.plugin("isr_imaging").assets


def test_what_is_on_board_waits_for_repair_and_is_lost_with_the_satellite(collecting, services):
    """No gateway from 1 h to 6 h. A payload silent from 5 h to 8 h lands at 8 h; one lost at 5 h never does."""
    plain = collecting.world({"us": collecting.high("US", "optical")})
    plain["regions"]["sea"] |= {"north_deg": 5, "east_deg": 135}
    plain["users"]["us"] = collecting.users("US", age_h=0.5)
    model = services(plain)
    silent = collecting.lost("us_site", 3600, 6 * 3600)
    repaired = collecting.steps(
        model, collecting.present(model, silent, collecting.lost("us", 5 * 3600, 14 * 3600, "eye"))
    )
    gone = collecting.steps(model, collecting.present(model, silent, collecting.lost("us", 5 * 3600)))
    # Repaired by night, at 14 h; the newest image on board was taken in the step before 5 h.
    assert 0.5 / repaired[14 * 12 + 1] == pytest.approx(14 - 5 + 2 / 12, abs=1e-6)
    assert 0.5 / gone[14 * 12] == pytest.approx(14 - 1 + 1 / 12, abs=1e-6)
    assert np.array_equal(repaired[: 14 * 12], gone[: 14 * 12])


def test_a_change_takes_effect_at_the_next_step(collecting, services):
    plain = collecting.world({"us": collecting.high("US", "radar")})
    plain["users"]["us"] = collecting.users("US", age_h=0.01)
    model = services(plain)
    found = collecting.steps(model, collecting.present(model, collecting.lost("us", 3601, 7201)))
    assert (found[:13] == 1.0).all()
    assert (found[13:25] < 1.0).all()
    older = 1.0 / (1.0 / found[24] + 300 / 36)
    assert found[25] == pytest.approx((1.0 + older) / 2)  # half of the step is served as before
    assert (found[26:] == 1.0).all()


def test_a_weakened_payload_or_gateway_works(collecting, services):
    model = services(collecting.world({"us": collecting.high("US", "radar")}))
    weak = Outage("us", "eye", 0.01, 0, None), Outage("us_site", "isr_imaging", 0.5, 600, 7200)
    first = model.timeline("isr_imaging", collecting.present(model)).lines
    kept = len(model.memo)
    assert model.timeline("isr_imaging", collecting.present(model, *weak)).lines is first
    assert len(model.memo) == kept
