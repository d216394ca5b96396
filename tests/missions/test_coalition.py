"""Who may use what in a coalition, and what leaving means."""

import pytest

from wargame.coalition import Coalition
from wargame.scenario import Scenario

POOL = {"kind": "capacity_pool", "mission": "satcom_wideband", "members": ["US", "AUS", "JPN", "NEW"]}
SHARE = {
    "kind": "capacity_share",
    "mission": "satcom_wideband",
    "provider": "US",
    "shares": {"AUS": 0.16, "JPN": 0.1},
}
GROUND = {"kind": "ground_access", "mission": "satcom_wideband", "members": ["US", "JPN", "SUI"]}
ACCESS = {
    "kind": "service_access",
    "mission": "missile_warning",
    "provider": "US",
    "recipients": ["JPN", "AUS"],
}
CLAUSE = {"kind": "collective_response", "members": ["US", "AUS", "JPN"]}


@pytest.fixture
def scenario(plain):
    """The small world with one agreement of each kind."""
    plain["agreements"] = {"pool": POOL, "share": SHARE, "ground": GROUND, "access": ACCESS, "clause": CLAUSE}
    return Scenario.model_validate(plain)


def test_lead_and_company_under_contract_are_always_inside_and_neutrals_never(scenario):
    assert Coalition(scenario, frozenset()).inside == {"US", "SAT"}
    assert Coalition.everybody(scenario).inside == {"US", "SAT", "AUS", "JPN", "NEW"}


@pytest.mark.parametrize("stranger", ["US", "SAT", "SUI", "RED", "nobody"])
def test_only_players_can_be_members(scenario, stranger):
    with pytest.raises(ValueError, match="players of this scenario are: AUS, JPN, NEW"):
        Coalition(scenario, frozenset({stranger}))


def test_an_agreement_of_many_goes_on_among_the_rest(scenario):
    coalition = Coalition(scenario, frozenset({"JPN"}))
    assert coalition.pools("satcom_wideband") == (frozenset({"US", "JPN"}),)
    assert coalition.pool_fellows("satcom_wideband", "US") == {"JPN"}
    assert coalition.pool_fellows("satcom_wideband", "AUS") == set()
    assert coalition.collective_holders("US") == {"JPN"}
    assert Coalition(scenario, frozenset()).pools("satcom_wideband") == ()


def test_shares_follow_the_provider_and_the_recipients_present(scenario):
    assert Coalition.everybody(scenario).capacity_shares("satcom_wideband", "US") == {"AUS": 0.16, "JPN": 0.1}
    assert Coalition(scenario, frozenset({"AUS"})).capacity_shares("satcom_wideband", "US") == {"AUS": 0.16}
    assert Coalition.everybody(scenario).capacity_shares("satcom_wideband", "AUS") == {}


def test_promises_of_more_than_everything_are_cut_in_proportion(plain):
    plain["agreements"] = {
        "one": SHARE | {"shares": {"AUS": 0.9}},
        "two": SHARE | {"shares": {"AUS": 0.1, "JPN": 0.6}},
    }
    shares = Coalition.everybody(Scenario.model_validate(plain)).capacity_shares("satcom_wideband", "US")
    assert shares == pytest.approx({"AUS": 1.0 / 1.6, "JPN": 0.6 / 1.6})


def test_access_is_given_one_way(scenario):
    everybody = Coalition.everybody(scenario)
    assert everybody.serves("missile_warning", "US", "JPN")
    assert not everybody.serves("missile_warning", "JPN", "US")
    assert everybody.serves("missile_warning", "JPN", "JPN")
    assert not everybody.serves("pnt", "US", "JPN")
    assert not Coalition(scenario, frozenset()).serves("missile_warning", "US", "JPN")


def test_gateways_are_open_to_the_owner_and_by_ground_access_of_that_mission(scenario):
    everybody = Coalition.everybody(scenario)
    assert everybody.gateways_open_to("satcom_wideband", "US") == {"US", "JPN"}
    assert everybody.gateways_open_to("missile_warning", "US") == {"US"}
    assert everybody.gateways_open_to("satcom_wideband", "SUI") == {"SUI"}


def test_leaving_as_a_neutral_keeps_the_assets_and_being_absent_does_not(scenario):
    assert Coalition(scenario, frozenset(), "neutral").exists("jpn_relay")
    assert not Coalition(scenario, frozenset(), "absent").exists("jpn_relay")
    assert not Coalition(scenario, frozenset(), "absent").exists("jpn_site")
    assert Coalition(scenario, frozenset(), "absent").exists("us_site")


@pytest.mark.parametrize("leaving", ["neutral", "absent"])
def test_a_base_on_foreign_ground_stays_unless_its_basing_lapses(plain, leaving):
    plain["sites"]["us_site"]["host"] = "JPN"
    stays = Coalition(Scenario.model_validate(plain), frozenset({"AUS"}), leaving)
    assert stays.exists("us_site")
    plain["sites"]["us_site"]["basing"] = "lapses"
    lapses = Scenario.model_validate(plain)
    assert not Coalition(lapses, frozenset({"AUS"}), leaving).exists("us_site")
    assert Coalition(lapses, frozenset({"JPN"}), leaving).exists("us_site")


def test_a_hosted_payload_needs_its_bus_and_serves_as_its_owner_decides(plain, parts):
    plain["satellites"]["host"] = parts["sensor"]("JPN", 132)
    plain["satellites"]["host"]["payloads"]["eye"]["owner"] = "US"
    plain["agreements"] = {"access": ACCESS}
    scenario = Scenario.model_validate(plain)
    assert Coalition(scenario, frozenset(), "neutral").exists("host", "eye")
    assert not Coalition(scenario, frozenset(), "absent").exists("host", "eye")
    assert Coalition(scenario, frozenset({"AUS", "JPN"})).dependents("host") == {"US", "AUS", "JPN"}


def test_dependents_are_nations_with_users_served_through_an_asset(scenario):
    everybody = Coalition.everybody(scenario)
    assert everybody.dependents("us_relay") == {"US", "AUS", "JPN"}
    assert everybody.dependents("jpn_eye") == {"JPN"}
    assert everybody.dependents("gps_01") == {"US", "AUS", "JPN"}
    assert everybody.dependents("schriever") == frozenset()
    assert everybody.dependents("aus_site") == {"US", "AUS", "JPN"}
    assert Coalition(scenario, frozenset()).dependents("us_relay") == {"US"}


def test_coalitions_compare_by_members_and_meaning_of_leaving(scenario, plain):
    same = Coalition(Scenario.model_validate(plain), frozenset({"AUS"}))
    assert same == Coalition(scenario, frozenset({"AUS"}))
    assert len({same, Coalition(scenario, frozenset({"AUS"})), Coalition(scenario, frozenset())}) == 2
    assert same != Coalition(scenario, frozenset({"AUS"}), "absent")


def test_agreements_are_a_graph_of_ties_among_those_inside(scenario):
    graph = Coalition(scenario, frozenset({"JPN"})).agreements
    assert set(graph) == {"US", "SAT", "JPN"}
    assert {key for _, _, key in graph.edges(keys=True)} == {"pool", "share", "ground", "access", "clause"}
