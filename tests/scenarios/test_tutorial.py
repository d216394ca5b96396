"""tutorial: small, invented, explained on every line, and with something to see."""

from shipped import assert_every_line_is_explained

from wargame.scenario.payloads import WidebandPayload
from wargame.scenario.sites import Gateway


def test_it_is_small_and_takes_two_or_three_days(tutorial):
    assert 48 <= tutorial.clock.duration_h <= 72
    assert len(tutorial.satellites) <= 6
    assert len(tutorial.sites) <= 6
    assert tutorial.players == ("BOR", "COR")


def test_every_line_is_explained_by_a_comment(root):
    assert_every_line_is_explained(root / "scenarios/tutorial.yaml", most_lines=100)


def test_the_nations_are_invented(tutorial):
    assert {actor.name for actor in tutorial.actors.values()} == {"Arcadia", "Borealis", "Corona", "Red"}


def test_all_three_effects_are_there(tutorial):
    arms = tutorial.actors["RED"].adversary.capabilities.values()
    assert {item.effect for item in arms} == {"direct_ascent", "uplink_jamming", "ground_cyber"}


def test_the_attacked_relay_and_gateway_belong_to_the_lead_and_a_partner_has_both(tutorial):
    actions = tutorial.threat_packages["cut_the_strait"].actions
    targets = {target for action in actions for target in action.targets}
    assert targets == {"arc_relay_east", "arc_gateway"}
    spare_mbps = sum(
        payload.capacity_mbps
        for satellite in tutorial.satellites.values()
        if satellite.owner == "BOR"
        for payload in satellite.payloads.values()
        if isinstance(payload, WidebandPayload)
    )
    demand_mbps = sum(group.needs.satcom_wideband.demand_mbps for group in tutorial.users.values())
    assert spare_mbps >= demand_mbps, "the partner's relay can carry everybody"
    assert any(isinstance(item, Gateway) for item in tutorial.sites["bor_gateway"].functions.values())


def test_only_the_partner_s_radar_can_name_who_shot(tutorial):
    radars = [
        site.owner
        for site in tutorial.sites.values()
        for function in site.functions.values()
        if getattr(function, "modality", None) == "radar"
    ]
    assert radars == ["COR"]
