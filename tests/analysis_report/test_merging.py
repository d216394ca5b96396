"""What happens to several at the same second stands in one sentence."""

from wargame.analysis.merging import merged
from wargame.analysis.names import Names
from wargame.events import AssetDegraded, AssetLost, ResponseDecided


def answer(government, t_s=7200, step=None):
    event = ResponseDecided(
        t_s=t_s, move=0, government=government, order="RED:0:jammer:arc_relay_east", against="RED", rung=3,
        severity=0.3, weight=0.9, step=step,
    )  # fmt: skip
    event.name(f"response.decided/{government}/{t_s}/{step}", 0)
    return event


def dead(group, factor=0.4, t_s=3600):
    event = AssetDegraded(
        t_s=t_s, move=0, asset=group, function="satcom_wideband", factor=factor, until_s=7200
    )
    event.name(f"asset.degraded/{group}/{t_s}/{factor}", 0)
    return event


def test_governments_that_answer_alike_stand_in_one_line(tutorial):
    lines = merged([answer("COR"), answer("ARC"), answer("BOR")], tutorial, Names(tutorial))
    assert [event.government for event, _ in lines] == ["COR"]
    assert lines[0][1].startswith("Arcadia, Borealis and Corona answer Red for the attack on Arcadia East")


def test_answers_that_differ_stand_apart(tutorial):
    events = [answer("ARC"), answer("BOR", step="protest"), answer("COR", t_s=9000)]
    assert next(text for _, text in merged(events, tutorial, Names(tutorial))).startswith(
        "Arcadia answers Red"
    )
    assert len(merged(events, tutorial, Names(tutorial))) == 3


def test_terminals_of_one_region_that_fail_alike_stand_in_one_line(tutorial):
    names = Names(tutorial)
    lines = merged([dead("arc"), dead("bor"), dead("arc", factor=0.8)], tutorial, names)
    assert [text for _, text in lines] == [
        "Terminals of Arcadia and Borealis in The Strait (wideband communication) work at 40% until D+0 02:00.",
        "Terminals of Arcadia in The Strait (wideband communication) work at 80% until D+0 02:00.",
    ]


def test_everything_else_stands_alone_and_in_order(tutorial):
    lost = [AssetLost(t_s=t_s, move=0, asset="bor_relay") for t_s in (60, 120)]
    for number, event in enumerate(lost):
        event.name(f"asset.lost/{number}", number)
    assert [event for event, _ in merged(lost, tutorial, Names(tutorial))] == lost
