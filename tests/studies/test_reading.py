"""A study's file: every fault with its place before anything is played, and the design that it asks for."""

import math

import pytest

import wargame
from wargame.loader.faults import ScenarioError
from wargame.studies.design import grid_levels, level_at, points_of
from wargame.studies.factors import settings_of
from wargame.studies.language import Factor, Grid, LatinHypercube, Sobol
from wargame.studies.reading import read_study
from wargame.studies.sweep import Sweep

EIRP = "actors.RED.adversary.capabilities.jammer.parameters.eirp_dbw"
STUDY = f"""title: A study
question: What if?
scenario: tutorial
uncertainties:
  power: {{path: {EIRP}, low: 60, high: 100}}
levers:
  pooling: {{path: agreements.pool, choices: {{without: null}}}}
  shield: {{path: satellites.bor_relay.payloads.relay.anti_jam_db, values: [0, 20]}}
outcomes:
  service: {{measure: resilience.service_delivered}}
design: {{kind: grid, levels: 3}}
"""


def _read(tmp_path, *changes, text=STUDY):
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "study.yaml"
    path.write_text(text, encoding="utf-8")
    return read_study(path)


ONE_CHOICE = ("choices: {without: null}", "choices: {without: null, asis: {kind: capacity_pool, "
              "mission: satcom_wideband, members: [ARC, BOR]}}")  # fmt: skip


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("low: 60", "low: 160"), "5:3: uncertainties.power: low is 160 and high is 100; low must be below high"),
        (("jammer.par", "jamer.par"), "5:17: uncertainties.power.path: there is no 'jamer'"),
        (("eirp_dbw", "eirp"), "the key 'eirp' is unknown here; did you mean 'eirp_dbw'?"),
        (("values: [0, 20]", "values: [0, many]"), "levers.shield.values.1: the scenario refuses many here"),
        (("values: [0, 20]", "values: [0]"), "levers.shield: a single level varies nothing"),
        (("values: [0, 20]", "low: 1"), "levers.shield: a range needs both ends"),
        (("values: [0, 20]", "values: [0, 20], low: 1"), "levers.shield: give either a range"),
        (("  shield:", "  power:"), "levers.power: 'power' is an uncertainty already"),
        (("resilience.service_delivered", "resilience.servce_kept"), "did you mean 'resilience.service_kept'?"),
        (("resilience.service_delivered", "deterrence.survival"), "is over sets of records"),
        (("resilience.service_delivered", "resilience.p_no_outage"), "name 'resilience.no_outage', whose mean it is"),
        (("resilience.service_delivered", "resilience.depth.sda"), "in this scenario; found 'sda'"),
        (("scenario: tutorial", "scenario: tutorail"), "3:11: scenario: no shipped scenario is called 'tutorail'"),
        (("scenario: tutorial", "scenario: tutorial\narms: [restraint]"), "arm forced, which 'arms' leaves out"),
        (("scenario: tutorial", "scenario: tutorial\ncoalitions: {some: [BOR, NOR]}"), "there is no player 'NOR'"),
        (("scenario: tutorial", "scenario: tutorial\nexcursions: [war]"), "excursions.0: there is no excursion 'war'"),
        (("scenario: tutorial", "scenario: tutorial\npackages: [all]"), "there is no package 'all'"),
        (("kind: grid, levels: 3", "kind: sobol, base: 100"), "design.base: 100 is no power of 2"),
        (("kind: grid, levels: 3", "kind: sobol, base: 4"), "design.base: 4 is too small a sample"),
        (("kind: grid, levels: 3", "kind: csv, file: none.csv"), "none.csv' cannot be read (No such"),
        (("title: A study", "title: A study\nreplicats: 2"), "did you mean 'replicates'?"),
        (("scenario: tutorial", f"scenario: tutorial\nsettings: {{{EIRP}: 3}}"), "the factor 'power' sets this field"),
    ],
)  # fmt: skip
def test_a_fault_is_said_with_its_place_before_anything_is_played(tmp_path, change, said):
    with pytest.raises(ScenarioError) as refused:
        _read(tmp_path, *([] if "choices" in change[0] else [ONE_CHOICE]), change)
    told = str(refused.value)
    assert said in told
    assert all(line.startswith(str(tmp_path)) for line in told.splitlines())


def test_every_fault_is_said_at_once(tmp_path):
    with pytest.raises(ScenarioError) as refused:
        _read(tmp_path, ("low: 60", "low: 160"), ("service_delivered", "nothing"))
    assert len(refused.value.faults) == 3


def test_faults_of_the_language_hide_none_of_the_scenario_nor_of_the_values(tmp_path):
    """One pass over the file tells what the language, the factors, the scenario and its values refuse."""
    with pytest.raises(ScenarioError) as refused:
        _read(
            tmp_path,
            ("title: A study", "title: A study\nreplicats: 2\npackages: [all]"),
            ("low: 60, high: 100", "low: sixty, high: 100"),
            ("choices: {without: null}", "choices: {without: null, odd: {kind: capacity_pol}}"),
            ("values: [0, 20]", "values: [0, 20], low: 1"),
            ("service: {", "other: {measure: resilience.depth.sda}\n  service: {"),
        )
    told = {(fault.line, fault.path) for fault in refused.value.faults}
    assert told == {
        (2, "replicats"),
        (3, "packages.0"),
        (7, "uncertainties.power.low"),
        (9, "levers.pooling.choices.odd"),
        (10, "levers.shield"),
        (12, "outcomes.other.measure"),
    }
    assert all(fault.file == str(tmp_path / "study.yaml") for fault in refused.value.faults)


def test_a_faulty_block_makes_no_fault_of_others(tmp_path):
    """Without outcomes, factors or a design that can be read, nothing is said of what they would have to be."""
    with pytest.raises(ScenarioError) as refused:
        _read(
            tmp_path,
            ONE_CHOICE,
            ("service: {measure: resilience.service_delivered}", "service: {meassure: x}"),
            ("low: 60, high: 100", "lo: 60, high: 100"),
            ("kind: grid, levels: 3", "kind: sobolev"),
        )
    told = {fault.path for fault in refused.value.faults}
    assert told <= {
        "outcomes.service.meassure",
        "outcomes.service.measure",
        "uncertainties.power.lo",
        "design.kind",
        "design",
    }
    assert {path.partition(".")[0] for path in told} == {"outcomes", "uncertainties", "design"}


def test_a_file_without_a_scenario_still_tells_its_other_faults(tmp_path):
    with pytest.raises(ScenarioError) as refused:
        _read(tmp_path, ONE_CHOICE, ("scenario: tutorial\n", ""), ("low: 60", "low: 160"))
    assert {fault.path for fault in refused.value.faults} == {"scenario", "uncertainties.power"}


def test_a_point_is_the_scenario_that_set_would_give(tmp_path):
    given = _read(tmp_path, ONE_CHOICE)
    sweep = Sweep(given)
    point, card = given.points[1], sweep.about.cards[1]
    by_hand = wargame.load("tutorial", set=settings_of(given.plan, point))
    assert card.scenario().hash == by_hand.hash
    assert point["pooling"] == "without"
    assert "pool" not in card.scenario().agreements


def test_a_grid_has_every_combination_and_games_stand_in_its_order(tmp_path):
    sweep = Sweep(
        _read(
            tmp_path,
            ONE_CHOICE,
            ("kind: grid", "kind: grid"),
            ("levels: 3}\n", "levels: 3}\nreplicates: 2\n"),
        )
    )
    assert len(sweep.given.points) == 3 * 2 * 2
    assert len({tuple(point.values()) for point in sweep.given.points}) == 12
    packages = len(wargame.load("tutorial").threat_packages)
    assert sweep.games_by_arm == {"forced": 12 * 2 * packages}
    assert [key.point for key in sweep.keys] == sorted(key.point for key in sweep.keys)


def test_an_excursion_takes_its_leavers_out_and_doubles_the_points(tmp_path):
    text = STUDY.replace("choices: {without: null}", ONE_CHOICE[1])
    own = wargame.load("tutorial")
    scenario = tmp_path / "own.yaml"
    scenario.write_text(
        "extends: tutorial\nexcursions: {lone: {title: Without Borealis, without: [BOR]}}\n", encoding="utf-8"
    )
    given = _read(tmp_path, ("tutorial", "own.yaml\nexcursions: [as_it_stands, lone]"), text=text)
    sweep = Sweep(given)
    assert len(sweep.about.cards) == 2 * len(given.points)
    members = {key.point >= len(given.points): key.coalition for key in sweep.keys}
    assert members == {False: own.players, True: ("COR",)}
    assert sweep.about.levels[0]["excursion"] == "as_it_stands"
    assert sweep.about.levels[len(given.points)]["excursion"] == "lone"


def test_a_design_made_elsewhere_is_read_and_checked(tmp_path):
    design = tmp_path / "design.csv"
    changes = ONE_CHOICE, ("kind: grid, levels: 3", "kind: csv, file: design.csv")
    design.write_text("shield,power,pooling\n20,61.5,asis\n0,100,without\n", encoding="utf-8")
    assert _read(tmp_path, *changes).points == (
        {"power": 61.5, "pooling": "asis", "shield": 20},
        {"power": 100.0, "pooling": "without", "shield": 0},
    )
    design.write_text("shield,power,pooling\n20,10,asis\n10,70,asis\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as refused:
        _read(tmp_path, *changes)
    first, second = refused.value.faults
    assert (first.line, first.sentence) == (2, "power is '10'; allowed are numbers from 60 to 100")
    assert (second.line, second.sentence) == (3, "shield is '10'; allowed are 0 or 20")
    design.write_text("shield,power\n20,70\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="the columns are shield and power; they must be the factors"):
        _read(tmp_path, *changes)


def test_a_study_may_be_given_as_python_values():
    study = {
        "title": "A study", "question": "?", "scenario": "tutorial",
        "uncertainties": {"power": {"path": EIRP, "values": [60, 70]}},
        "outcomes": {"service": {"measure": "capability.service"}}, "design": {"kind": "grid"},
    }  # fmt: skip
    assert [point["power"] for point in read_study(study).points] == [60, 70]
    with pytest.raises(ScenarioError, match=r"design\.kind"):
        read_study(study | {"design": {"kind": "gird"}})


def test_levels_lie_where_their_shares_say():
    line, power = Factor(path="a", low=10, high=20), Factor(path="a", low=1, high=100, scale="log")
    assert [level_at(line, share) for share in (0.0, 0.25, 1.0)] == [10.0, 12.5, 20.0]
    assert level_at(power, 0.5) == pytest.approx(10.0)
    whole = Factor(path="a", low=1, high=3, whole=True)
    assert [level_at(whole, share) for share in (0.0, 0.34, 0.67, 1.0)] == [1, 2, 3, 3]
    names = Factor(path="a", values=("x", "y"))
    assert [level_at(names, share) for share in (0.0, 0.49, 0.5, 1.0)] == ["x", "x", "y", "y"]
    assert grid_levels(whole, 5) == [1, 2, 3]
    assert grid_levels(power, 3) == [1.0, pytest.approx(10.0), 100.0]


def test_a_latin_hypercube_has_one_point_in_every_slice():
    factors = {"a": Factor(path="a", low=0, high=1), "b": Factor(path="b", low=0, high=1)}
    points = points_of(LatinHypercube(kind="latin_hypercube", points=16), factors, 3)
    for name in factors:
        assert sorted(math.floor(16 * point[name]) for point in points) == list(range(16))
    assert points == points_of(LatinHypercube(kind="latin_hypercube", points=16), factors, 3)
    assert points != points_of(LatinHypercube(kind="latin_hypercube", points=16), factors, 4)


def test_a_sobol_design_has_two_samples_and_every_mixture():
    factors = {"a": Factor(path="a", low=0, high=1), "b": Factor(path="b", low=0, high=1)}
    points = points_of(Sobol(kind="sobol", base=4), factors, 0)
    first, second, mixed_a, mixed_b = points[:4], points[4:8], points[8:12], points[12:]
    for n in range(4):
        assert mixed_a[n] == {"a": second[n]["a"], "b": first[n]["b"]}
        assert mixed_b[n] == {"a": first[n]["a"], "b": second[n]["b"]}
    assert len({tuple(point.values()) for point in points}) == 16
    assert points_of(Grid(kind="grid"), {}, 0) == [{}]
