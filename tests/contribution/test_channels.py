"""A partner in parts: withholding a channel switches off what belongs to it, withholding all is leaving."""

import json

import pytest

from wargame.analysis.contribution import ContributionError, plan
from wargame.analysis.contribution.carrying import agreement_words, carried
from wargame.analysis.contribution.channels import carriers, parts_of
from wargame.analysis.contribution.text import as_text
from wargame.analysis.names import Names
from wargame.analysis.served import Served
from wargame.analysis.statistics import statistics
from wargame.coalition import Coalition
from wargame.loader import load
from wargame.run import RunError, run
from wargame.scenario.agreements import Agreement
from wargame.scenario.channels import CHANNELS, channel_of
from wargame.studies.contributing import contribution
from wargame.verify import verify

CRISES = ["tutorial", "classroom"]


def _services(record):
    return Served.of(record).by_nation("coalition")


def _withholding(player):
    """A name that shares a channel which carries nothing for the player, so that it withholds all it has."""
    return f"{player}:reconstitution"


@pytest.mark.parametrize("name", CRISES)
def test_a_partner_that_withholds_every_channel_is_like_one_that_has_left(name):
    """In what Red weighs, and in services under every declared attack: the channels cover all that leaving does."""
    scenario = load(name)
    everybody = frozenset(scenario.players)
    for player in scenario.players:
        assert "reconstitution" not in parts_of(scenario, [player])[player]
        left, shut = everybody - {player}, (everybody - {player}) | {_withholding(player)}
        margins = [
            statistics(run(scenario, coalition=group, arm="restraint", keep="lean")).values[
                "deterrence.margin"
            ]
            for group in (left, shut)
        ]
        assert margins[0] == margins[1], player
        for package in scenario.threat_packages:
            found = [
                _services(run(scenario, coalition=group, arm="forced", package=package, keep="lean"))
                for group in (left, shut)
            ]
            assert found[0] == found[1], (player, package)


def test_a_partner_that_shares_all_its_channels_one_by_one_is_there_as_a_whole(tutorial):
    in_parts = {"COR", *(f"BOR:{channel}" for channel in CHANNELS)}
    assert Coalition.of(tutorial, in_parts) == Coalition.of(tutorial, {"BOR", "COR"})
    assert Coalition.of(tutorial, in_parts).names == ("BOR", "COR")


def test_each_channel_moves_what_belongs_to_it_and_nothing_else(tutorial):
    """Borealis: its relay is capacity, its gateway ground; its word to others is SDA."""
    everybody = Coalition.everybody(tutorial)
    for channel in ("capacity", "ground", "sda"):
        kept = {f"BOR:{item}" for item in CHANNELS if item != channel}
        coalition = Coalition.of(tutorial, {"COR", *kept})
        assert coalition.takes_part("BOR", channel) is False
        assert coalition.members == everybody.members
        pools = coalition.pool_fellows("satcom_wideband", "BOR")
        gateways = coalition.gateways_open_to("satcom_wideband", "ARC")
        assert bool(pools) == (channel != "capacity")
        assert ("BOR" in gateways) == (channel != "ground")


def test_every_kind_of_agreement_belongs_to_a_channel():
    kinds = [item.model_fields["kind"].annotation.__args__[0] for item in Agreement.__args__[0].__args__]
    assert len(kinds) == 10
    assert {channel_of(kind, None) for kind in kinds} | {channel_of("service_access", "sda")} == set(CHANNELS)


def test_a_record_of_a_partner_in_part_is_verified_from_its_own_manifest(tutorial, tmp_path):
    record = run(tutorial, coalition=["COR", "BOR:ground"])
    assert record.manifest.coalition == ("BOR:ground", "COR")
    assert verify(record).identical


def test_a_channel_that_does_not_exist_is_refused(tutorial):
    with pytest.raises(
        RunError, match=r"'BOR:gold' is no channel of a player; the channels are capacity, ground"
    ):
        run(tutorial, coalition=["BOR:gold"])
    with pytest.raises(RunError, match="'XYZ:ground' is not a player"):
        run(tutorial, coalition=["XYZ:ground"])


@pytest.fixture(scope="module")
def owen(tutorial):
    return contribution(tutorial, plan(tutorial, 2, by="channel"))


@pytest.fixture(scope="module")
def by_channel(owen):
    return owen.as_dict("")


def test_the_channels_of_a_partner_share_its_value(by_channel):
    """Owen's quotient property, through real games."""
    for name, measure in by_channel["measures"].items():
        for partner, channels in measure["channels"].items():
            total = sum(row["value"] for row in channels.values())
            assert total == pytest.approx(measure["shapley"][partner]["value"], abs=1e-9), (name, partner)


def test_a_partner_s_largest_channel_is_the_one_that_its_assets_carry(by_channel):
    """Borealis's relay makes capacity its largest in service; Corona's radar makes SDA its largest in the margin."""
    service, margin = by_channel["measures"].values()
    bor, cor = service["channels"]["BOR"], margin["channels"]["COR"]
    assert max(bor, key=lambda key: bor[key]["value"]) == "capacity"
    assert by_channel["carriers"]["BOR"]["capacity"]["assets"] == ["bor_relay"]
    assert max(cor, key=lambda key: cor[key]["value"]) == "sda"
    assert by_channel["carriers"]["COR"]["sda"]["assets"] == ["cor_radar"]


def test_sampled_orders_of_channels_agree_with_all_of_them(by_channel, tutorial):
    """Within three standard errors of what was sampled."""
    asked = plan(tutorial, 2, by="channel", method="permutation", pairs=6)
    found = contribution(tutorial, asked).as_dict("")
    for name, measure in by_channel["measures"].items():
        sampled = found["measures"][name]
        total = sampled["all"]["value"] - sampled["us_only"]["value"]
        assert sum(row["value"] for row in sampled["shapley"].values()) == pytest.approx(total, abs=1e-9)
        for partner, row in sampled["shapley"].items():
            off = abs(row["value"] - measure["shapley"][partner]["value"])
            assert off <= 3.0 * (row["order_error"] + row["replicate_error"]) + 1e-9


@pytest.mark.parametrize(
    "name", ["western_pacific", "gulf", "baltic_high_north", "classroom", "costly_friend"]
)
def test_every_shipped_partner_has_channels_and_everything_that_carries_them_exists(name):
    scenario = load(name)
    things = {*scenario.fleet, *scenario.sites}
    deals = {*scenario.agreements, *scenario.disclosure}
    for player, parts in parts_of(scenario, scenario.players).items():
        assert parts
        for channel, item in carriers(scenario, player).items():
            assert set(item.assets) <= things
            assert {*item.agreements, *item.received} <= deals
            assert not set(item.agreements) & set(item.received)
            assert channel in CHANNELS


def test_channels_are_switched_off_as_a_neutral_would(tutorial):
    with pytest.raises(ContributionError, match="leave out --leaving absent"):
        plan(tutorial, 2, by="channel", leaving="absent")


def test_too_many_channels_are_refused_with_a_way_out():
    with pytest.raises(ContributionError, match=r"make \d+ coalitions.* --method permutation, or name fewer"):
        plan(load("western_pacific"), 2, by="channel")


def test_text_and_document_trace_the_largest_channel_of_every_partner(owen, by_channel):
    text = as_text(owen, by_channel)
    traced = text[text.index("THROUGH WHAT EACH ADDS MOST") : text.index("WHAT EACH GAINS")]
    service, margin = by_channel["measures"].values()
    assert service["largest_channels"] == {"BOR": ["capacity"], "COR": []}
    assert margin["largest_channels"]["COR"] == ["sda"]
    assert "capacity: assets: Borealis One. agreements: the pool of wideband communication (pool)" in traced
    assert (
        "SDA and attribution: assets: Corona radar. agreements: what is told of who attacked (members)"
        in traced
    )
    assert "no single channel; each is worth nothing by itself." in traced
    words = by_channel["carriers"]["BOR"]["capacity"]["words"]
    assert words.startswith("assets: Borealis One. agreements:")


def test_equal_channels_are_all_named_and_said_to_be_equal(owen, by_channel):
    document = json.loads(json.dumps(by_channel))
    rows = document["measures"]["deterrence.margin"]["channels"]["COR"]
    rows["response"]["value"] = rows["sda"]["value"]
    text = as_text(owen, document)
    assert (
        f"SDA and attribution and entanglement and response ({rows['sda']['value']:+.4f}, equal to each other)"
        in text
    )


def test_without_channels_the_text_says_how_to_ask_for_them(tutorial):
    found = contribution(tutorial, plan(tutorial, 1))
    assert "--by channel asks for it, and so does a report (--out DIR)" in as_text(found, found.as_dict(""))


@pytest.mark.parametrize("theatre", ["western_pacific", "baltic_high_north", "gulf"])
def test_what_carries_a_channel_has_a_name_in_every_theatre(theatre):
    """Assets by what people call them, agreements by what they are: no bare id but in brackets."""
    scenario = load(theatre)
    names = Names(scenario)
    for player, channels in parts_of(scenario, scenario.players).items():
        told = carriers(scenario, player)
        assert any(told[channel] for channel in channels), player
        for channel in channels:
            words = carried(scenario, names, told[channel])
            assert words or channel == "response", (player, channel)
            assert all(names(key) != key for key in told[channel].assets), (player, channel)
            for key in (*told[channel].agreements, *told[channel].received):
                assert agreement_words(scenario, names, key).endswith(f" ({key})")
