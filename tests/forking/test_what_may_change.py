"""Fields that cannot change in play are refused with a sentence; what may change stands in one declared list."""

import pytest
from crises import RED

from wargame.forking import fork, planned
from wargame.loader import load
from wargame.loader.amending import amend
from wargame.loader.faults import ScenarioError
from wargame.loader.sources import shipped
from wargame.run import RunError, run
from wargame.scenario import Scenario
from wargame.scenario.forking import ABSENT, Change, Fork
from wargame.scenario.in_play import RULES, refused, rule_for


@pytest.mark.parametrize(
    "path",
    [
        "clock.duration_h=72",
        "clock.move_h=12",
        "title=Another",
        "regions.strait.south_deg=-5",
        "users.arc.needs.satcom_wideband.demand_mbps=10",
        "missions.satcom_wideband.threshold=0.5",
        "satellites.bor_relay.payloads.relay.capacity_mbps=10",
        "satellites.bor_relay.orbit.longitude_deg=5",
        "satellites.bor_relay.shown=false",
        "constellations.beacon.pattern.altitude_km=20300",
        "sites.cor_radar.latitude_deg=10",
        "sites.cor_radar.functions.radar.p_detect=0.5",
        "actors.BOR.name=Boreas",
        f"{RED}.resolve_rate=20",
        f"{RED}.objectives.cut_off.q50=0.5",
        f"{RED}.capabilities.jammer.magazine=3",
        f"{RED}.capabilities.jammer.survives_strike=0.1",
        "threat_packages.blind.weight=2",
    ],
)
def test_what_is_fixed_when_the_run_begins_is_refused_and_the_sentence_says_what_may_change(parent, path):
    """Geometry, what is measured, ids, the clock, means that are counted."""
    with pytest.raises(ScenarioError) as caught:
        fork(parent, 3, set=[path])
    name = path.partition("=")[0]
    text = str(caught.value)
    assert text.startswith(f"--set {path}: {name}: '{name}' cannot change in play: ")
    assert "What may change: disclosure, agreements, " in text


@pytest.mark.parametrize(
    "path",
    [
        "disclosure.members.latency_h=6",
        "disclosure.told={giver: [COR], to: [ARC], share: 1}",
        "agreements.pool.members=[BOR, ARC, COR]",
        "leaks.countered_h=24",
        "politics.severity=0.6",
        "politics.decision_delay_h=24",
        "actors.BOR.government.commitment=1",
        f"{RED}.pressure=0.4",
        f"{RED}.costs.norm=0.1",
        f"{RED}.belief.half_life_d=10",
        f"{RED}.doctrine=prospect",
        f"{RED}.believed_effects=[dazzle]",
        f"{RED}.assessment.delay_h=6",
        f"{RED}.capabilities.jammer.cost_per_use=0.1",
        f"{RED}.capabilities.intruder.parameters.p_success=0.9",
        "satellites.bor_relay.guardian=0.5",
    ],
)
def test_levers_agreements_commitments_doctrines_and_their_numbers_may_change(parent, path):
    """Each is accepted, played, and shares the past."""
    child = fork(parent, 4, set=[path], keep="lean")
    assert child.of_kind("scenario.amended")


def test_every_field_of_a_scenario_stands_in_the_list():
    """No field is left to chance: every block of the language has a rule, and the fields of Red have their own."""
    for name in Scenario.model_fields:
        assert rule_for(name) is not None or any(rule.pattern.startswith(f"{name}.") for rule in RULES), name
    assert len({rule.pattern for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.pattern)
def test_every_rule_is_about_a_field_that_the_language_has(rule):
    """A rule about nothing would be a promise nobody keeps; the most special rule decides about its own pattern."""
    path = rule.pattern.replace("*", "x")
    assert rule_for(path) is rule
    annotations = {
        "actors.*.adversary": "Adversary",
        "actors.*.adversary.capabilities.*": "Capability",
        "actors.*": "Actor",
        "satellites.*": "Satellite",
        "constellations.*": "Constellation",
        "": "Scenario",
    }
    above, _, last = rule.pattern.rpartition(".")
    from wargame.scenario import assets, politics, scenario

    owner = annotations[above]
    block = next(getattr(module, owner) for module in (scenario, politics, assets) if hasattr(module, owner))
    assert last in block.model_fields


def test_what_lies_before_the_move_cannot_change(parent):
    """An inject that has fired, one that would have, and the timeline."""
    for change in (
        "injects.exercise.visibility=0.1",
        "injects.exercise.at_h=40",
        "injects.new={kind: message, at_h: 3, text: Hello}",
        "phases=[{at_h: 0, phase: contingency}]",
    ):
        with pytest.raises(
            ScenarioError, match="would change something before hour 24, where the fork begins"
        ):
            fork(parent, 4, set=[change])


def test_a_contract_can_change_and_cannot_vanish():
    """Something of it may be under way."""
    contract = {"p_refuse": {"crisis": 0.1}, "notice_h": 24.0}
    assert not refused(Change("actors.SAT.contract.notice_h", 24.0, 12.0), 0)
    assert "cannot be added or taken out in play" in refused(Change("actors.SAT.contract", contract, None), 0)
    assert "cannot be added or taken out in play" in refused(Change("actors.SAT.contract", None, contract), 0)


def test_wrong_settings_and_files_are_refused_as_everywhere(parent, tmp_path):
    """All faults at once, each with its place."""
    with pytest.raises(ScenarioError, match="did you mean 'disclosure'"):
        fork(parent, 3, set=["disclosur.members.share=1"])
    with pytest.raises(ScenarioError, match="share"):
        fork(parent, 3, set=["disclosure.members.share=2"])
    with pytest.raises(ScenarioError, match="no value after the '='"):
        fork(parent, 3, set=["disclosure.members.share="])
    file = tmp_path / "injects.yaml"
    file.write_text(
        "injects:\n  fire: {kind: outage, at_h: 30, asset: nowhere, duration_h: 1}\n", encoding="utf-8"
    )
    with pytest.raises(ScenarioError, match=rf"{file}:2:\d+: injects\.fire\.asset: .*nowhere"):
        fork(parent, 3, injects=file)
    file.write_text("politics: {severity: 0.4}\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="a file of injects holds injects and phases; change anything"):
        fork(parent, 3, injects=file)
    file.write_text("- 1\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="a file of injects is a block of keys"):
        fork(parent, 3, injects=file)
    with pytest.raises(ScenarioError):
        fork(parent, 3, injects=tmp_path / "none.yaml")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (
            "disclosure.cor.share",
            "allowed are members; the nearest path in this scenario is disclosure.members.share",
        ),
        ("disclosure.share", "the nearest path in this scenario is disclosure.members.share"),
        ("red.pressure", f"the nearest path in this scenario is {RED}.pressure"),
        ("disclosur.members.share", "did you mean 'disclosure'?"),
    ],
)
def test_a_path_that_is_not_there_is_answered_with_the_nearest_that_is(parent, path, words):
    with pytest.raises(ScenarioError) as caught:
        fork(parent, 3, set=[f"{path}=1"])
    assert str(caught.value).endswith(words)


def test_a_field_that_cannot_change_is_refused_before_what_it_would_break(parent):
    """Ten hours would leave phases and packages after the end: that is not what the reader has to mend."""
    with pytest.raises(ScenarioError) as caught:
        fork(parent, 3, set=["clock.duration_h=10"])
    assert len(caught.value.faults) == 1
    assert "'clock.duration_h' cannot change in play" in str(caught.value)


def test_a_manifest_that_asks_for_what_cannot_be_is_refused(tutorial):
    """A run made by hand is held against the same list."""
    forbidden = Fork("x", 3, (Change("clock.move_h", 6, 12),))
    with pytest.raises(RunError, match=r"'clock\.move_h' cannot change in play"):
        run(tutorial, forks=[forbidden])
    with pytest.raises(RunError, match="has another value in this scenario"):
        run(tutorial, forks=[Fork("x", 3, (Change("politics.severity", 0.9, 0.5),))])
    with pytest.raises(RunError, match="allowed are moves 0 to 9"):
        run(tutorial, forks=[Fork("x", 12)])
    with pytest.raises(RunError, match="make no scenario"):
        run(tutorial, forks=[Fork("x", 3, (Change("politics.nothing", ABSENT, 0.5),))])


@pytest.mark.parametrize("name", shipped())
def test_a_scenario_that_was_played_is_read_back_as_itself(name):
    """Settings are laid over the resolved scenario; without any nothing changes, whatever blocks it has."""
    assert amend(load(name), 0) == ()


def test_a_setting_to_the_value_that_holds_changes_nothing(parent):
    """So the fork is its parent."""
    change = planned(parent, 3, set={"politics.severity": parent.scenario.politics.severity})
    assert not change.changes_anything
