"""What every shipped scenario promises: no warning but those meant, a header that says what it is, no copied orbits."""

import re
from pathlib import Path

import pytest
from shipped import validated

from wargame.loader import load_all, shipped
from wargame.scenario.orbits import TleOrbit

ORDERS_OF_BATTLE = ("coalition_2025", "coalition_2025_europe")
REAL = ("baltic_high_north", "gulf", "western_pacific")
INVENTED = ("classroom", "costly_friend", "tutorial")
CRISES = (*REAL, *INVENTED)
"""Those in which somebody may be attacked."""
NAMES = ("blurred_evidence", *ORDERS_OF_BATTLE, *CRISES)
TLE_LINE = re.compile(r"[12] \d{5}[UCS ]")
COURTESY = "unclassified, illustrative, not a forecast, not an assessment of any nation"

DOMAIN_RANGES = {
    "direct_ascent": {
        "p_kill": (0.5, 0.9),
        "p_kill_above_2000_km": (0.1, 0.5),
        "ceiling_km": (300, 40_000),
        "max_ground_range_km": (500, 6000),
        "preparation_min": (10, 720),
    },
    "uplink_jamming": {
        "eirp_dbw": (55, 90),
        "off_axis_db": (-25, 0),
        "overlap_db": (-10, 0),
        "duration_h": (6, 336),
        "setup_min": (5, 240),
    },
    "ground_cyber": {"p_success": (0.02, 0.2), "onset_h": (0.1, 48), "restore_h": (6, 720)},
    "pnt_jamming": {"eirp_dbw": (10, 60), "antenna_height_m": (10, 12_000), "duration_h": (1, 720)},
    "spoofing": {"eirp_dbw": (-10, 20), "antenna_height_m": (10, 12_000), "duration_h": (1, 720)},
    "downlink_jamming": {
        "eirp_dbw": (20, 65),
        "satellite_eirp_dbw": (40, 62),
        "off_axis_db": (-45, -10),
        "antenna_height_m": (10, 12_000),
        "duration_h": (1, 720),
    },
    "dazzle": {"p_dazzle": (0.3, 0.9), "max_ground_range_km": (300, 1500), "duration_h": (1, 336)},
    "blind": {
        "p_blind": (0.05, 0.4),
        "p_dazzle": (0.0, 0.6),
        "max_ground_range_km": (300, 1500),
        "duration_h": (1, 336),
    },
    "cyber_terminals": {
        "p_success": (0.1, 0.5),
        "share_hit": (0.3, 0.95),
        "spread": (0.0, 0.8),
        "restore_d": (7, 90),
    },
    "cyber_bus": {"p_safe_mode": (0.02, 0.2), "p_lost": (0.0, 0.05), "recover_h": (12, 480)},
}
"""The ranges of docs/order_of_battle.md and the effects' pages, written again so that none drifts alone."""


def _text(root: Path, name: str) -> str:
    return (root / "scenarios" / f"{name}.yaml").read_text(encoding="utf-8")


def _header(root: Path, name: str) -> str:
    """The comment above the first key, as one line in small letters."""
    text = _text(root, name)
    return " ".join(text[: text.index("\nlanguage:")].replace("#", " ").split()).lower()


def test_exactly_these_scenarios_ship():
    assert set(NAMES) == set(shipped())


KNOWN_WARNINGS = {
    "baltic_high_north": ["sites.muos_hawaii.functions.gateway", "sites.adelaide.functions.uhf"],
    "gulf": [
        "satellites.cso_1.payloads.camera",
        "satellites.cso_2.payloads.camera",
        "satellites.cso_3.payloads.camera",
        "sites.muos_hawaii.functions.gateway",
        "satellites.terrasar_x.payloads.radar",
        "satellites.paz.payloads.radar",
        "satellites.naos.payloads.camera",
    ],
    "western_pacific": ["satellites.cso_2.payloads.camera", "sites.can_east.functions.gateway"],
}
"""True, and meant: no station for images of their owners stands near the theatre, and some anchors of networks that
span the world look at another ocean."""

ELSEWHERE = {"coalition_2025": "can_east", "coalition_2025_europe": "muos_hawaii"}
"""The anchors of the orders of battle that do so."""


@pytest.mark.parametrize("name", CRISES)
def test_a_shipped_crisis_validates_without_a_warning_that_is_not_meant(name):
    assert [warning.path for warning in validated(name).warnings] == KNOWN_WARNINGS.get(name, [])


@pytest.mark.parametrize("name", ORDERS_OF_BATTLE)
def test_the_order_of_battle_warns_of_nothing_but_its_peace_and_what_looks_elsewhere(name):
    told = {warning.path for warning in validated(name).warnings}
    assert told == {"threat_packages", f"sites.{ELSEWHERE[name]}.functions.gateway"}


@pytest.mark.parametrize("name", CRISES)
def test_every_excursion_loads_and_differs_from_the_base(name):
    base = validated(name)
    assert base.excursions
    for excursion in base.excursions:
        varied = load_all(name, excursion=excursion)
        assert varied.scenario.hash != base.scenario.hash or varied.without, excursion
        if excursion in ("services_off", "sharing_off"):
            continue  # that what is collected reaches nobody is the point
        assert {warning.path for warning in varied.warnings} <= {*KNOWN_WARNINGS.get(name, [])}, excursion


@pytest.mark.parametrize("name", NAMES)
def test_the_header_says_what_the_file_is(name, root):
    header = _header(root, name)
    stranger = dict.fromkeys(ORDERS_OF_BATTLE, "there is no red")
    stranger |= dict.fromkeys(REAL, "fictional") | dict.fromkeys(INVENTED, "invented")
    stranger["blurred_evidence"] = "invented"
    for words in ("question", "look", stranger[name], COURTESY, "before"):
        assert words in header, words


@pytest.mark.parametrize("name", NAMES)
def test_the_result_has_a_question_and_the_file_no_element_sets(name, root):
    scenario = validated(name).scenario
    assert scenario.question.endswith("?")
    assert not any(isinstance(item.orbit, TleOrbit) for item in scenario.fleet.values())
    text = _text(root, name)
    assert "type: tle" not in text
    assert not TLE_LINE.search(text)


@pytest.mark.parametrize("name", NAMES)
def test_the_lines_fit_in_120_characters_without_tabs(name, root):
    for number, line in enumerate(_text(root, name).splitlines(), 1):
        assert len(line) <= 120, number
        assert "\t" not in line, number


@pytest.mark.parametrize("name", NAMES)
def test_every_parameter_of_an_attack_lies_in_its_published_range(name):
    scenario = validated(name).scenario
    for adversary in scenario.adversaries:
        for key, capability in scenario.actors[adversary].adversary.capabilities.items():
            for parameter, (low, high) in DOMAIN_RANGES[capability.effect].items():
                assert low <= capability.parameters[parameter] <= high, f"{key}.{parameter}"


@pytest.mark.parametrize("name", [name for name in NAMES if name != "classroom"])
def test_political_parameters_are_equal_for_all_unless_the_nations_are_invented_to_differ(name):
    scenario = validated(name).scenario
    assert all(not actor.government.model_fields_set for actor in scenario.actors.values())
    assert len({government.model_dump_json() for government in scenario.governments.values()}) == 1


@pytest.mark.parametrize("name", NAMES)
def test_attacks_of_a_package_fit_the_magazine_and_start_in_open_conflict(name):
    scenario = validated(name).scenario
    for package_key, package in scenario.threat_packages.items():
        arms = scenario.actors[package.adversary].adversary.capabilities
        for capability in {action.capability for action in package.actions}:
            used = sum(len(action.targets) for action in package.actions if action.capability == capability)
            assert used <= arms[capability].magazine, f"{package_key}: {capability}"
        for action in package.actions:
            assert scenario.phase_at(action.at_h * 3600) == "contingency", package_key
