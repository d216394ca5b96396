"""Two worlds that differ in one thing differ in nothing that this thing does not touch.

These tests keep the headline honest: "the same crisis without this partner" is a comparison only if nothing else moves.
"""

import pytest
from crises import ARM_IDS, ARMS

from wargame.analysis.contribution import PRIMARY, plan
from wargame.events import UNDIGESTED
from wargame.run import run
from wargame.studies.contributing import contribution

NEWCOMER = {"actors.NEW": {"name": "Newland", "kind": "partner"}}
BUT_FOR_PEOPLE = frozenset({"seq", "observation"})
"""Line numbers move when a line is added, and the observation lists the members."""


def _is_about(event, actor):
    subject, thing = (getattr(event, name, None) for name in event.about)
    return actor in (subject, thing)


@pytest.mark.parametrize(("arm", "package"), ARMS, ids=ARM_IDS)
@pytest.mark.parametrize("replicate", [0, 1])
@pytest.mark.parametrize("name", ["NEW", "AAA"], ids=["last", "first"])
def test_a_partner_without_anything_changes_only_what_is_told_to_it(
    tutorial, crises, arm, package, replicate, name
):
    """A partner with no assets, users or agreements: apart from reports released to it every event is the same."""
    wider = crises.changed({f"actors.{name}": {"name": "Newland", "kind": "partner"}})
    before = run(tutorial, replicate=replicate, arm=arm, package=package)
    after = run(wider, replicate=replicate, arm=arm, package=package)
    about_it = [event for event in after.events if _is_about(event, name)]
    assert {event.kind for event in about_it} <= {"signal.released"}
    rest = [event for event in after.events if not _is_about(event, name)]
    assert crises.lines(rest, BUT_FOR_PEOPLE) == crises.lines(before.events, BUT_FOR_PEOPLE)


def test_a_partner_without_anything_is_no_event_s_subject_in_an_absent_or_a_smaller_coalition(
    tutorial, crises
):
    """The same holds when it has left, whatever leaving means."""
    wider = crises.changed(NEWCOMER)
    for leaving in ("neutral", "absent"):
        before = run(tutorial, coalition=["COR"], leaving=leaving)
        after = run(wider, coalition=["COR"], leaving=leaving)
        assert crises.lines(after.events, BUT_FOR_PEOPLE) == crises.lines(before.events, BUT_FOR_PEOPLE)


def test_a_partner_without_anything_adds_exactly_nothing(crises):
    """Its Shapley value is zero to the last bit, for both primary measures, and the others' stay as they were."""
    wider = crises.changed(NEWCOMER)
    found = contribution(wider, plan(wider, replicates=2)).as_dict("")
    narrow = contribution(crises.tutorial(), plan(crises.tutorial(), replicates=2)).as_dict("")
    for measure in PRIMARY:
        values = found["measures"][measure]
        assert values["shapley"]["NEW"]["value"] == 0.0, measure
        assert values["leave_one_out"]["NEW"]["value"] == 0.0
        assert values["first_in"]["NEW"]["value"] == 0.0
        for partner in ("BOR", "COR"):
            was = narrow["measures"][measure]["shapley"][partner]["value"]
            assert values["shapley"][partner]["value"] == pytest.approx(was, abs=1e-12)


def _twins(crises):
    """Two partners with the same relay, gateway, radar, agreements and users; nothing is left to chance."""
    satellites = {name: crises.relay(name.upper(), 0.0, 300.0, name="Relay") for name in ("ida", "eva")}
    changes = {
        "politics.shows_up": 1.0,
        "politics.commitment": 1.0,
        "politics.cost_if_wrong": 4.0,
        f"{crises.RED}.belief.step": 0.0,
        f"{crises.RED}.capabilities.intruder.parameters.p_success": 1.0,
        f"{crises.RED}.capabilities.interceptor.parameters.p_kill_above_2000_km": 1.0,
        "sites.arc_gateway.cyber_readiness": 0.0,
        "sites.bor_gateway.cyber_readiness": 0.0,
        "disclosure.members.share": 1.0,
        "disclosure.members.latency_h": 12.0,
        "actors.IDA": {"name": "Ida", "kind": "partner"},
        "actors.EVA": {"name": "Eva", "kind": "partner"},
        "agreements.pool.members": ["ARC", "BOR", "IDA", "EVA"],
        "agreements.ground.members": ["ARC", "BOR", "IDA", "EVA"],
        "agreements.warning.recipients": ["BOR", "COR", "EVA", "IDA"],
    }
    certain = {"p_detect": 1.0, "p_identify": 1.0, "p_false_alarm": 0.1, "p_false_identify": 0.1}
    for site, function, modality in (
        ("arc_gateway", "monitor", "rf_monitor"),
        ("bor_gateway", "forensics", "cyber_forensics"),
        ("cor_radar", "radar", "radar"),
    ):
        where = "everywhere" if modality == "cyber_forensics" else "in_view"
        changes[f"sites.{site}.functions.{function}"] = crises.sensor(
            modality, field_of_regard=where, **certain
        )
    for name, satellite in satellites.items():
        nation = name.upper()
        station = crises.gateway(nation, 40.0, -10.0, name="Station", cyber_readiness=0.0)
        station["functions"]["radar"] = crises.sensor("radar", **certain)
        changes |= {
            f"satellites.{name}_relay": satellite,
            f"sites.{name}_station": station,
            f"users.{name}": {
                "nation": nation,
                "region": "strait",
                "needs": {
                    "satcom_wideband": {"demand_mbps": 100.0, "bands": ["x"]},
                    "missile_warning": {"weight": 1.0},
                },
            },
        }
    return crises.changed(changes)


def test_twins_have_exactly_the_same_value(crises):
    """Two partners with the same assets, agreements and users have equal Shapley values, to the last bit."""
    scenario = _twins(crises)
    study = plan(scenario, replicates=1, partners=["BOR", "EVA", "IDA"])
    found = contribution(scenario, study).as_dict("")
    for measure in PRIMARY:
        values = found["measures"][measure]["shapley"]
        assert values["EVA"]["value"] == values["IDA"]["value"], measure
        assert values["EVA"]["value"] != 0.0, (
            f"{measure}: the twins must matter for this test to say anything"
        )
    assert found["measures"][PRIMARY[0]]["shapley"]["EVA"]["for_itself"] == pytest.approx(
        found["measures"][PRIMARY[0]]["shapley"]["IDA"]["for_itself"], abs=1e-15
    )


@pytest.mark.parametrize(("arm", "package"), ARMS, ids=ARM_IDS)
def test_display_names_change_nothing_but_what_people_read(tutorial, crises, arm, package):
    """Actors, satellites, constellations, sites and regions under other names: the same digests, another hash."""
    renamed = crises.values()
    for block in ("actors", "satellites", "constellations", "sites", "regions"):
        for n, item in enumerate(renamed[block].values()):
            item["name"] = f"Z{99 - n}"
    renamed["title"] = "Another title"
    renamed = type(tutorial).model_validate(renamed)
    assert renamed.hash != tutorial.hash
    given = {"seed": 4, "arm": arm, "package": package}
    assert run(renamed, **given).full_digest == run(tutorial, **given).full_digest


@pytest.mark.parametrize("capability", ["interceptor", "jammer", "intruder"])
@pytest.mark.parametrize("package", ["blind", "cut_the_strait"])
def test_a_budget_that_nobody_uses_changes_nothing(tutorial, crises, capability, package):
    """More rounds of a capability that the package does not use (or does not use up) leave the forced arm alone."""
    richer = crises.changed({f"{crises.RED}.capabilities.{capability}.magazine": 7})
    used = {action.capability for action in tutorial.threat_packages[package].actions}
    before = run(tutorial, arm="forced", package=package)
    after = run(richer, arm="forced", package=package)
    if capability in used:
        left = frozenset({*UNDIGESTED, "left"})
        assert crises.lines(after.events, left) == crises.lines(before.events, left)
    else:
        assert after.digest == before.digest


def test_a_capability_that_reaches_nothing_changes_nothing_but_what_red_counts(tutorial, crises):
    """An interceptor whose ceiling lies below every satellite offers no option and alters no decision."""
    useless = {
        "effect": "direct_ascent",
        "magazine": 9,
        "parameters": {"site": "red_base", "ceiling_km": 300.0, "max_ground_range_km": 500.0},
    }
    richer = crises.changed({f"{crises.RED}.capabilities.useless": useless})
    for arm, package in ARMS:
        before, after = (run(each, seed=2, arm=arm, package=package) for each in (tutorial, richer))
        assert after.digest == before.digest, arm


def _bare_satellite(**more):
    orbit = {"type": "circular", "altitude_km": 30_000.0, "inclination_deg": 90.0, "raan_deg": 10.0}
    return {"name": "Bare", "owner": "ARC", "orbit": orbit, "payloads": {}, **more}


@pytest.mark.parametrize("name", ["zzz", "aaa"], ids=["last", "first"])
@pytest.mark.parametrize("package", ["blind", "cut_the_strait"])
def test_an_unconnected_satellite_changes_nothing_in_the_forced_arm(tutorial, crises, name, package):
    """It carries nothing and nobody attacks it: the same events, whatever place it takes among the assets."""
    wider = crises.changed({f"satellites.{name}": _bare_satellite()})
    before = run(tutorial, arm="forced", package=package)
    after = run(wider, arm="forced", package=package)
    assert after.full_digest == before.full_digest
    for mission, timeline in before.services.items():
        assert (after.services[mission].values == timeline.values).all()


@pytest.mark.parametrize("arm", ["free", "restraint"])
def test_an_unconnected_satellite_gives_red_nothing_to_gain(tutorial, crises, arm):
    """No mission reads it, so it makes no option and moves no term of Red's table."""
    wider = crises.changed({"satellites.zzz": _bare_satellite()})
    assert run(wider, arm=arm).full_digest == run(tutorial, arm=arm).full_digest


@pytest.mark.parametrize("arm", ["free", "restraint"])
def test_a_neutral_s_user_of_nothing_and_an_idle_site_change_nothing(tutorial, crises, arm):
    """A neutral with an empty site is scenery."""
    site = {"name": "Hut", "owner": "NEU", "latitude_deg": 5.0, "longitude_deg": -60.0}
    wider = crises.changed({"actors.NEU": {"name": "Neutralia", "kind": "neutral"}, "sites.hut": site})
    assert run(wider, arm=arm).full_digest == run(tutorial, arm=arm).full_digest


def test_a_partner_that_does_not_demonstrate_is_not_helped_by_another_s_exercise(tutorial, crises):
    """An exercise moves Red's belief in the nation that holds it, and in nobody else."""
    for event in crises.kinds(run(tutorial, arm="restraint"), "belief.moved"):
        assert event.government == "BOR"
    quiet = crises.kinds(
        run(tutorial, arm="restraint", coalition=["COR"]), "belief.moved", "demonstration.shown"
    )
    assert quiet == [], "a nation that left demonstrates nothing"


def test_replicates_of_the_restraint_path_differ_in_resolve_alone(tutorial, crises):
    """Nothing is left to chance while Red holds back: the gap is the same in every replicate."""
    gaps = [
        [event.gap for event in crises.kinds(run(tutorial, replicate=n, arm="restraint"), "options.weighed")]
        for n in range(3)
    ]
    assert gaps[0] == gaps[1] == gaps[2]
