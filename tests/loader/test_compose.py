"""extends, excursions and --set: what they change, what they refuse, and whose line a fault names."""

import pytest

from wargame.loader import ScenarioError, load, load_all, validate


def test_a_file_changes_only_what_it_names(write, base):
    changed, before = load(write("clock: {move_h: 12}\n")), load(base)
    assert changed.clock.move_h == 12
    assert changed.clock.duration_h == before.clock.duration_h
    assert changed.model_copy(update={"clock": before.clock}) == before


def test_null_deletes_and_lists_are_replaced(write):
    scenario = load(write("injects: null\nphases: [{at_h: 6, phase: crisis}]\nactors: {ORB: null}\n"))
    assert scenario.injects == {}
    assert [change.at_h for change in scenario.phases] == [6]
    assert "ORB" not in scenario.actors


def test_a_block_of_another_kind_replaces_the_old_one(write):
    text = "satellites: {arc_relay: {orbit: {type: circular, altitude_km: 900, inclination_deg: 5, raan_deg: 0}}}\n"
    assert load(write(text)).satellites["arc_relay"].orbit.type == "circular"


def test_an_actor_of_another_kind_keeps_its_name(write):
    assert (
        load(write("actors: {BOR: {kind: neutral}}\nexcursions: {alone: null}\n")).actors["BOR"].name
        == "Borealis"
    )


def test_phases_over_one_number_for_all_spread_it_first(write):
    commitment = load(write("politics: {commitment: {crisis: 0.9}}\n")).politics.commitment
    assert (commitment.day_to_day, commitment.crisis, commitment.contingency) == (0.5, 0.9, 0.5)


def test_a_shipped_scenario_can_be_extended_by_name(write):
    assert load(write("extends: tutorial\ntitle: Mine\n", extends=False)).title == "Mine"


def test_a_long_chain_and_a_circle_are_refused(write, faults):
    write("extends: b.yaml\n", "a.yaml", extends=False)
    assert "circle" in faults(write("extends: a.yaml\n", "b.yaml", extends=False))[0]
    for number in range(10):
        write(f"extends: f{number + 1}.yaml\n", f"f{number}.yaml", extends=False)
    assert "more than 8 files" in faults(write("", "f10.yaml").with_name("f0.yaml"))[0]


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        ("lost.yaml", "there is no file 'lost.yaml'"),
        ("tutoral", "did you mean 'tutorial'?"),
        ("[a]", "takes the name of a shipped scenario or a relative path"),
    ],
)
def test_extending_nothing_is_refused_where_it_is_written(write, faults, reference, words):
    found = faults(write(f"title: Mine\nextends: {reference}\n", extends=False))
    assert found[0].startswith("2: extends: ")
    assert words in found[0]


def test_a_fault_in_a_parent_names_the_parents_file_and_line(write):
    write("clock:\n  move_h: often\n", "parent.yaml")
    path = write("extends: parent.yaml\ntitle: Mine\n", extends=False)
    with pytest.raises(ScenarioError) as refused:
        load(path)
    fault = refused.value.faults[0]
    assert fault.file.endswith("parent.yaml")
    assert fault.line == 3


def test_excursions_change_delete_set_and_name_who_leaves(base):
    assert load_all(base).excursions == ("alone", "hard", "no_relay")
    assert load(base, "no_relay").satellites["arc_relay"].payloads == {}
    assert load(base, "hard").satellites["arc_relay"].payloads["relay"].anti_jam_db == 20
    alone = load_all(base, "alone")
    assert alone.without == ("BOR",)
    assert alone.scenario == load(base)


def test_an_unknown_excursion_is_refused_with_the_one_meant(base, faults):
    assert "did you mean 'alone'?" in faults(base, "alnoe")[0]


def test_validate_checks_every_excursion_and_says_a_common_fault_once(write):
    path = write(
        "clock: {move_h: 7}\nexcursions:\n  far: {title: Far, set: {sites.red_base.latitude_deg: 99}}\n"
    )
    with pytest.raises(ScenarioError) as refused:
        validate(path)
    sentences = [fault.sentence for fault in refused.value.faults]
    assert len(sentences) == 2
    assert sentences[1].startswith("in the excursion 'far': found 99")


def test_settings_take_text_as_yaml_and_python_values_as_they_are(base):
    assert load(base, set=["clock.duration_h=36"]).clock.duration_h == 36
    assert load(base, set={"clock.duration_h": 36}) == load(base, set=["clock.duration_h=36"])
    assert load(base, set=["phases=[]"]).phases == ()
    assert load(base, set=["phases.1.at_h=30"]).phases[1].at_h == 30
    assert load(base, set=["title=NO"]).title == "NO"
    assert load(base, set=["injects.storm=null"]).injects == {}


def test_a_setting_below_a_default_keeps_the_rest_of_the_default(base):
    missions = load(base, set={"missions.missile_warning.window_h": 2.0}).missions
    assert missions.missile_warning.window_h == 2.0
    assert missions.missile_warning.threshold == load(base).missions.missile_warning.threshold
    politics = load(
        base, set={"politics.prior_hostile.crisis": 0.3, "politics.commitment.crisis": 0.1}
    ).politics
    assert (politics.prior_hostile.day_to_day, politics.prior_hostile.crisis) == (0.1, 0.3)
    assert (politics.commitment.day_to_day, politics.commitment.crisis) == (0.5, 0.1)


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("clock.duraton_h=24", "did you mean 'duration_h'?"),
        ("actors.BORR.kind=neutral", "there is no 'BORR' in 'actors'; did you mean 'BOR'?"),
        ("agreements.nothing=null", "there is no 'nothing' in 'agreements'"),
        ("title.x=1", "'title' is a single value"),
        ("phases.7.at_h=1", "allowed are 0 and 1"),
        ("engagements.x=1", "reserved for a later version"),
        ("clock", "a setting is PATH=VALUE"),
        ("a..b=1", "is not a path"),
        ("title=[1", "the value is not YAML"),
        ("agreements.pool.members.1=null", "found nothing (null); allowed is text"),
        ("title=3", "found 3; allowed is text"),
        ("clock.duration_h=50", "no whole number of moves"),
        ("actors.RED.adversary.capabilities.jammer.parameters.eirp_dwb=80", "did you mean 'eirp_dbw'?"),
    ],
)
def test_a_wrong_setting_is_named_in_its_fault(base, faults, setting, words):
    with pytest.raises(ScenarioError) as refused:
        load(base, set=[setting])
    assert str(refused.value.faults[0]).startswith(f"--set {setting}: ")
    assert words in str(refused.value.faults[0])


def test_every_wrong_setting_is_named_at_once(base, faults):
    assert len(faults(base, set=["clock.x=1", "title=3", "actors.YYY.kind=lead"])) == 3


def test_an_unknown_name_is_refused_with_the_shipped_one_meant(faults, tmp_path, monkeypatch):
    assert "did you mean 'tutorial'?" in faults("tutoril")[0]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.yaml").write_text("x: 1\n", encoding="utf-8")
    assert "did you mean 'mine.yaml'?" in faults("mine")[0]
    assert "cannot be read" in faults("lost.yaml")[0]
    (tmp_path / "folder.yaml").mkdir()
    assert "folder.yaml" in str(tmp_path / "folder.yaml")
    assert len(faults("folder.yaml")) == 1
