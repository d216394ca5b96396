"""A measure of a plug-in has to say of itself what the catalogue needs; otherwise the program stops with a sentence."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from wargame.analysis import measures, statistics
from wargame.analysis.contribution import kept
from wargame.analysis.measure_list import Measure
from wargame.analysis.measures import OF_THE_PROGRAM
from wargame.registry import PluginError
from wargame.run import run

ABOUT = Measure(
    name="own.events",
    title="Number of events",
    arm="restraint",
    unit="events",
    direction="neither",
    formula="events",
    null_when="never",
)


def _plugin(about=ABOUT, key="own.events"):
    return SimpleNamespace(
        key=key, about=about, of=lambda record, unattacked, view: (float(len(record.events)), "")
    )


def _use(monkeypatch, plugin):
    for module in (measures, statistics, kept):
        monkeypatch.setattr(module, "plugins", lambda kind: {plugin.key: plugin})


@pytest.mark.parametrize(
    ("plugin", "said"),
    [
        (_plugin(key="own.other"), "calls itself 'own.events'"),
        (
            _plugin(replace(ABOUT, name="deterrence.margin"), "deterrence.margin"),
            "give it one name that is not taken",
        ),
        (_plugin(replace(ABOUT, arm="free or forced")), "one number of a record of one arm"),
        (_plugin(replace(ABOUT, kind="study")), "one number of a record of one arm"),
        (_plugin(replace(ABOUT, by_mission=True)), "not by mission"),
    ],
)
def test_a_plug_in_that_does_not_fit_is_refused(monkeypatch, plugin, said):
    _use(monkeypatch, plugin)
    with pytest.raises(PluginError, match=said):
        tuple(measures._own(OF_THE_PROGRAM))


def test_its_number_stands_among_the_statistics_of_its_arm(monkeypatch, tutorial):
    _use(monkeypatch, _plugin())
    record = run(tutorial, arm="restraint")
    assert statistics.statistics(record).values["own.events"] == len(record.events)
    other = statistics.statistics(run(tutorial, arm="free"))
    assert (other.values["own.events"], other.reasons["own.events"]) == (None, "needs the restraint arm")
    assert statistics.statistics(record, phase="crisis").values["own.events"] is None


def test_a_game_counts_as_certain_only_where_no_draw_at_all_could_change_its_number(monkeypatch, tutorial):
    """Red's resolve is drawn and touches nothing that it weighs; a measure of a plug-in may read it all the same."""
    _use(monkeypatch, _plugin())
    record = run(tutorial, arm="restraint", keep="lean")
    assert kept.varies(record) is False
    assert kept.varies(record, whole=True) is True
    keep = kept.Kept((("restraint", "own.events"),))
    assert keep.of(record, lambda: record).values[kept.VARIES] == 1.0
    assert (
        kept.Kept((("restraint", "deterrence.margin"),)).of(record, lambda: record).values[kept.VARIES] == 0.0
    )
