"""Which games are played once: those in which no draw can move anything that is kept, as their records prove."""

import pytest

from wargame.analysis.contribution.kept import varies
from wargame.analysis.served import Served
from wargame.loader import load
from wargame.run import run

PUZZLING = {
    "injects.dark": {"kind": "outage", "at_h": 20, "asset": "arc_gateway", "duration_h": 6, "p_inquiry": 1.0}
}
"""Something fails, nobody did it, and everybody asks."""


def _weighed(scenario, replicate, coalition):
    record = run(scenario, replicate=replicate, coalition=coalition, arm="restraint")
    return [(event.t_s, event.gap, event.options) for event in record.of_kind("options.weighed")]


@pytest.mark.parametrize("name", ["tutorial", "classroom"])
def test_where_a_record_says_that_nothing_varies_every_replicate_weighs_the_same(name):
    """Every option with all its terms at every move, for all and for nobody."""
    scenario = load(name)
    for coalition in (frozenset(scenario.players), frozenset()):
        record = run(scenario, coalition=coalition, arm="restraint", keep="lean")
        assert varies(record) is False
        first = _weighed(scenario, 0, coalition)
        assert all(_weighed(scenario, n, coalition) == first for n in (1, 2, 7))


def test_governments_that_puzzle_over_a_failure_move_nothing_that_red_weighs(crises):
    """Their draws differ from replicate to replicate, and the table does not."""
    scenario = crises.changed(PUZZLING)
    records = [run(scenario, replicate=n, arm="restraint", keep="lean") for n in range(8)]
    assert all("failure.puzzles" in record.drawn for record in records)
    assert not any(varies(record) for record in records)
    concluded = {
        tuple(sorted((e.government, e.posterior) for e in record.of_kind("attribution.formed")))
        for record in records
    }
    assert len(concluded) > 1, "the inquiries must differ for this test to say anything"
    assert len({tuple(e.gap for e in record.of_kind("options.weighed")) for record in records}) == 1


def test_a_release_that_can_leak_makes_every_replicate_its_own(crises):
    """What leaks Red learns; whether it does can differ even where the first replicate drew nothing of the kind."""
    scenario = crises.changed(PUZZLING | {"disclosure.members.p_leak": 0.2})
    record = run(scenario, arm="restraint", keep="lean")
    assert varies(record) is True


def test_an_adversary_that_may_fail_to_see_an_outage_makes_every_replicate_its_own(crises):
    scenario = crises.changed(PUZZLING | {f"{crises.RED}.assessment": {"p_sees": 0.5}})
    assert varies(run(scenario, arm="restraint", keep="lean")) is True


def test_two_injects_of_the_same_second_may_come_in_either_order(crises):
    twice = {f"injects.{key}": {**PUZZLING["injects.dark"]} for key in ("dark", "dusk")}
    assert varies(run(crises.changed(twice), arm="unattacked", keep="lean")) is True


def test_an_attack_varies_and_a_calm_week_does_not(tutorial):
    assert varies(run(tutorial, arm="forced", package="blind", keep="lean")) is True
    assert varies(run(tutorial, arm="free", keep="lean")) is True
    calm = [run(tutorial, replicate=n, arm="unattacked", keep="lean") for n in (0, 1)]
    assert varies(calm[0]) is False
    assert Served.of(calm[0]) == Served.of(calm[1])


def test_a_record_that_was_read_back_does_not_say_and_so_varies(tutorial, tmp_path):
    record = run(tutorial, arm="restraint")
    record.write(tmp_path)
    assert varies(type(record).read(tmp_path)) is True
