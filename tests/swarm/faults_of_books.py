"""Faults in bookkeeping: ids, causes, order, state, draws, digests, files (see planting.py)."""

import random
from dataclasses import replace

from planting import drawn_otherwise, found_by, instead, rewritten

import wargame.analysis.statistics as statistics_module
import wargame.game.agenda as agenda_module
import wargame.record.record as record_module
import wargame.world as world_module
from wargame.adjudication import Referee
from wargame.draws import Draws
from wargame.game.agenda import Stage
from wargame.game.journal import Journal
from wargame.inquiry import Inquiries

# Bookkeeping


@found_by("causes_come_first")
def skip_a_cause():
    """What a sensor reports no longer names the attack that it saw."""
    with rewritten("signal.observed", lambda journal, event: replace(event, cause=None)):
        yield


@found_by("outcomes_are_explained")
def name_a_cause_that_never_was():
    """What an attack does names an event that nobody wrote down."""
    with rewritten("asset.degraded", lambda journal, event: replace(event, cause=f"{event.cause}#7")):
        yield


@found_by("ids_are_unique")
def leave_the_second_out_of_an_id():
    """The moves of a game all get the same id."""
    sound = Journal.emit

    def emit(self, event):
        written = sound(self, event)
        if event.kind == "move.began":
            object.__setattr__(written, "id", "move.began/-/-")
        return written

    with instead(Journal, "emit", emit):
        yield


@found_by("stages_are_kept")
def swap_two_stages_of_a_second():
    """What the white cell has prepared for a second happens after the decisions of that second."""
    later = {**agenda_module.STAGE_OF, "inject": Stage.RESOLVE}
    with instead(agenda_module, "STAGE_OF", later):
        yield


@found_by("ties_are_drawn")
def order_by_the_roster():
    """Orders of one hour are taken in the order of their names."""
    with instead(Draws, "first", lambda self, names, *key: sorted(names)):
        yield


@found_by("ties_are_drawn")
def break_ties_by_insertion():
    """What is due in one second comes in the order in which it was put on the agenda."""
    sound = Draws.uniform
    count = iter(range(10**9))

    def uniform(self, *key):
        return next(count) * 1e-9 if key[0] == "agenda.tie" else sound(self, *key)

    with instead(Draws, "uniform", uniform):
        yield


@found_by("state_is_a_fold")
def apply_an_event_twice():
    """What is lost or degraded changes the world twice while the game runs."""
    sound = Journal.emit

    def emit(self, event):
        written = sound(self, event)
        if event.kind in ("asset.degraded", "asset.lost"):
            self.world.apply(written)
        return written

    with instead(Journal, "emit", emit):
        yield


@found_by("state_is_a_fold")
def change_state_without_an_event():
    """An attack that takes effect quietly puts its attacker a rung higher."""
    sound = Referee.resolve

    def resolve(self, engagement):
        sound(self, engagement)
        attacker = self._journal.world.engagements[engagement].launched.attacker
        self._journal.world.rungs[attacker] = 10

    with instead(Referee, "resolve", resolve):
        yield


@found_by("draws_are_used_once")
def reuse_a_key():
    """Whether a sensor names the author hangs on the same draw as whether it reports."""

    def change(inquiries, key):
        return ("sensor.detects", *key[1:]) if key[0] == "sensor.identifies" else key

    with drawn_otherwise(Inquiries, change):
        yield


@found_by("a_newcomer_with_nothing_changes_nothing")
def put_the_size_of_the_roster_into_a_key():
    """The draws of sensors belong to a number of actors, so a newcomer reshuffles them."""
    with drawn_otherwise(Inquiries, lambda self, key: (*key, len(self._board.scenario.actors))):
        yield


@found_by("again_is_the_same")
def use_the_global_generator():
    """Whether a sensor reports is drawn from Python's own generator, which nobody has seeded."""
    sound = Draws.uniform

    def uniform(self, *key):
        return random.random() if key[0] == "sensor.detects" else sound(self, *key)

    with instead(Draws, "uniform", uniform):
        yield


@found_by("order_in_the_file_does_not_matter")
def put_the_place_in_the_file_into_a_key():
    """The draws of sensors belong to the place in which the file lists the lead."""
    with drawn_otherwise(Inquiries, lambda self, key: (*key, [*self._board.scenario.actors].index("us"))):
        yield


@found_by("digests_cover_everything")
def leave_a_field_out_of_the_digest():
    """The digest does not notice another draw."""
    with instead(record_module, "UNDIGESTED", record_module.UNDIGESTED | {"draw"}):
        yield


@found_by("lean_equals_full")
def drop_an_event_from_lean_runs():
    """A lean run does not write down that something was refused."""
    sound = Journal.emit

    def emit(self, event):
        if event.kind == "order.refused" and not self.keep_cards:
            return event
        return sound(self, event)

    with instead(Journal, "emit", emit):
        yield


@found_by("again_is_the_same")
def lose_a_field_in_the_file():
    """A record is read back without the end of its degradations."""
    sound = record_module._event

    def event(file, number, row):
        return sound(file, number, {**row, "until_s": None} if row["kind"] == "asset.degraded" else row)

    with instead(record_module, "_event", event):
        yield


@found_by("statistics_are_defined")
def miss_a_reason():
    """A statistic that is not defined does not say why."""
    sound = statistics_module.Sheet.put

    def put(self, name, value, reason=""):
        sound(self, name, value, "")

    with instead(statistics_module.Sheet, "put", put):
        yield


@found_by("state_follows_events")
def keep_down_what_is_mended():
    """The world takes no notice of a restoration, live or read back."""
    deaf = {**world_module.CHANGES, "asset.restored": lambda world, event: None}
    with instead(world_module, "CHANGES", deaf):
        yield


@found_by("time_goes_on")
def date_a_report_back():
    """A sensor's report carries a time before the attack that it reports."""
    with rewritten("signal.observed", lambda journal, event: replace(event, t_s=max(0, event.t_s - 60))):
        yield
