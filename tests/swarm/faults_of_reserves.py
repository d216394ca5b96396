"""Faults in propellant, approaches and replacements (see planting.py)."""

from dataclasses import replace

from planting import found_by, instead, rewritten

import wargame.reserves as reserves_module
from wargame.adjudication import Referee
from wargame.events import AssetInspected
from wargame.reconstitution import Reconstitution


@found_by("tanks_are_not_overdrawn")
def fly_on_an_empty_tank():
    """What is left is written down as if nothing had been spent before."""
    with rewritten("delta_v.spent", lambda journal, event: replace(event, left=event.left + event.spent)):
        yield


@found_by("approaches_begin_where_the_last_one_ended")
def send_the_inspector_home_after_every_approach():
    """An approach begins where the inspector first was, whatever it has flown since."""
    with instead(Referee, "_scene", property(lambda self: self._board.scene)):
        yield


@found_by("decoys_are_told_apart_by_inspection")
def tell_decoys_apart_by_looking_at_something_else():
    """An inspection tells whoever is first in the list of satellites from its decoys."""

    def change(journal, event):
        return replace(event, asset=min(journal.world.scenario.fleet))

    with rewritten(AssetInspected.kind, change):
        yield


@found_by("replacements_run_their_course")
def launch_while_the_launcher_stands_down():
    """After a failure the provider's next replacement flies at its hour all the same."""
    sound = reserves_module.Reserves._replacement

    def booked(self, event):
        sound(self, event)
        self.stand_downs.clear()

    with instead(reserves_module.Reserves, "_replacement", booked):
        yield


@found_by("replacements_run_their_course")
def replace_without_end():
    """A stock never runs out."""
    sound = Reconstitution._order

    def order(self, asset, loss, cause, t_s):
        self._journal.world.reserves.copies_used.clear()
        sound(self, asset, loss, cause, t_s)

    with instead(Reconstitution, "_order", order):
        yield
