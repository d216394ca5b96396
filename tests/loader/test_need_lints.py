"""Lints about needs that nobody can serve and judgements outside their range: at their line, with what to do."""

import pytest

from wargame.loader import load_all, shipped, validate

NEEDS = "users: {{arc: {{needs: {{{}}}}}}}\n"


def _said(path):
    return [f"{fault.line}: {fault.path}: {fault.sentence}" for fault in load_all(path).warnings]


def _about(path, words):
    (said,) = [line for line in _said(path) if words in line]
    return said


def test_terminals_in_a_band_that_no_relay_carries_are_told(write):
    said = _about(write(NEEDS.format("satcom_wideband: {bands: [ka]}")), "no relay for satcom_wideband")
    assert said.startswith("2: users.arc.needs.satcom_wideband.bands: ")
    assert "works in ka" in said
    assert "carry x" in said
    assert not [line for line in _said(write("title: As it is\n")) if "no relay" in line]


@pytest.mark.parametrize(
    ("need", "mission"),
    [
        ("isr_imaging: {}", "isr_imaging"),
        ("isr_signals: {}", "isr_signals"),
        ("missile_warning: {}", "missile_warning"),
        ("environment: {}", "environment"),
        ("satcom_protected: {demand_mbps: 1, bands: [ehf]}", "satcom_protected"),
    ],
)
def test_a_need_for_which_nothing_flies_is_told(write, need, mission):
    said = _about(write(NEEDS.format(need)), "no satellite carries a payload for")
    assert said.startswith(f"2: users.arc.needs.{mission}: ")
    assert "add one, or take the need out" in said


def test_images_of_a_kind_that_nobody_takes_are_told(write):
    radar = """\
satellites: {eye: {name: Eye, owner: ARC, orbit: {type: circular, altitude_km: 500, inclination_deg: 40, raan_deg: 0},
  payloads: {camera: {kind: radar}}}}
"""
    said = _about(
        write(radar + NEEDS.format("isr_imaging: {sensors: [optical]}")), "no satellite takes optical"
    )
    assert said.startswith("4: users.arc.needs.isr_imaging.sensors: ")
    assert not [
        line for line in _said(write(radar + NEEDS.format("isr_imaging: {}"))) if "no satellite takes" in line
    ]


def test_custody_without_any_tracker_is_told_once_for_the_need(write):
    scout = (
        "{name: S, owner: RED, orbit: {type: circular, altitude_km: 500, inclination_deg: 40, raan_deg: 0}}"
    )
    said = _about(
        write(f"satellites: {{scout: {scout}}}\n" + NEEDS.format("sda: {objects: [scout, arc_relay]}")),
        "no site is a tracker",
    )
    assert said.startswith("3: users.arc.needs.sda: ")


def test_custody_of_an_actor_without_satellites_is_told_with_what_it_would_read(write):
    said = _about(write(NEEDS.format("sda: {objects: [RED]}")), "'RED' has no satellites")
    assert said.startswith("2: users.arc.needs.sda.objects.0: ")
    assert "1.000" in said


def test_a_value_outside_its_range_is_told_with_the_range(write):
    jammer = "actors: {RED: {adversary: {capabilities: {jammer: {parameters: {eirp_dbw: 800}}}}}}\n"
    said = _about(write(jammer), "lies outside")
    assert said.startswith(
        "2: actors.RED.adversary.capabilities.jammer.parameters.eirp_dbw: 800 lies outside 55 to 90"
    )
    said = _about(
        write("politics:\n  prior_hostile: {day_to_day: 0.1, crisis: 0.95, contingency: 0.5}\n"), "outside"
    )
    assert said.startswith("3: politics.prior_hostile.crisis: in crisis 0.95 lies outside 0.02 to 0.9")


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("satellites: {arc_relay: {payloads: {relay: {capacity_mbps: 1e300}}}}", "at most 10,000,000"),
        ("users: {arc: {needs: {satcom_wideband: {demand_mbps: 1e300}}}}", "at most 10,000,000"),
        ("users: {arc: {needs: {pnt: {weight: 1e300}}}}", "at most 1,000,000"),
        ("threat_packages: {cut: {weight: 1e300}}", "at most 1,000,000"),
        ("injects: {storm: {duration_h: 1e300}}", "at most 100000"),
    ],
)
def test_absurd_numbers_are_refused(write, faults, text, bound):
    (said,) = faults(write(text + "\n"))
    assert bound in said


@pytest.mark.parametrize("name", shipped())
def test_no_shipped_scenario_asks_for_what_nobody_serves_or_leaves_a_range(name):
    words = ("stays at 0", "runs out", "has no satellites", "lies outside")
    assert [
        str(item) for item in validate(name).warnings if any(word in item.sentence for word in words)
    ] == []
