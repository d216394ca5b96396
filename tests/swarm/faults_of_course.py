"""Faults in the course of a crisis: step-down, votes, leaks, providers, rulings, injects (see planting.py)."""

from copy import copy
from dataclasses import replace

from planting import found_by, instead, rewritten

import wargame.knowing.leaks as leaks_module
import wargame.response as response_module
from wargame.adjudication import Referee
from wargame.course import Course
from wargame.deterrence.tables import LossTables
from wargame.events import LeakCountered
from wargame.game.journal import Journal
from wargame.providers import Providers
from wargame.response import Responses
from wargame.white_cell import WhiteCell
from wargame.world import World


@found_by("phases_follow_the_timeline")
def go_on_with_the_timeline():
    """The timeline of phases goes on although the crisis is over."""
    sound = WhiteCell.fire

    def fire(self, due):
        world = self._journal.world
        kept, world.ended = world.ended, None
        sound(self, due)
        world.ended = kept

    with instead(WhiteCell, "fire", fire):
        yield


@found_by("injects_do_what_they_say")
def tell_nobody():
    """A message of the white cell is not given to anybody."""
    with instead(WhiteCell, "_tell", lambda self, inject, fired: None):
        yield


@found_by("rulings_are_used_in_turn")
def forget_the_umpire():
    """What the umpire has ruled is passed over."""
    with instead(World, "apply", _without_rulings(World.apply)):
        yield


def _without_rulings(sound):
    def apply(self, event):
        sound(self, event)
        self.rulings.clear()

    return apply


@found_by("crises_come_down")
def step_down_at_once():
    """An adversary steps down in the very move in which it has attacked."""
    sound = Course._rule
    soon = {"after_moves": 1}

    def rule(self, actor):
        return sound(self, actor).model_copy(update=soon if sound(self, actor).after_moves > 1 else {})

    with instead(Course, "_rule", rule):
        yield


@found_by("what_is_given_up_ends")
def step_down_and_go_on_jamming():
    """Who steps down gets its means back and leaves its jammers on."""
    sound = Referee.stop

    def stop(self, engagement, t_s, ended_by):
        with (
            instead(Referee, "recover", lambda *args: None),
            instead(Referee, "silence", lambda *args: None),
        ):
            sound(self, engagement, t_s, ended_by)

    with instead(Referee, "stop", stop):
        yield


@found_by("releases_leak_by_their_draw")
def leak_everything_there_is():
    """A leak tells adversaries of every hidden asset, whoever owns it."""

    def hidden(scenario, giver):
        assets = {**scenario.fleet, **scenario.sites}
        return frozenset(key for key, item in assets.items() if not item.shown)

    with instead(leaks_module, "hidden_assets", hidden):
        yield


@found_by("leaks_are_countered_once")
def counter_a_leak_twice():
    """A leak that has been countered is countered again."""
    sound = Journal.emit

    def emit(self, event):
        written = sound(self, event)
        if event.kind == "leak.countered":
            sound(self, LeakCountered(t_s=event.t_s, move=event.move, cause=event.cause, giver=event.giver))
        return written

    with instead(Journal, "emit", emit):
        yield


@found_by("leaks_are_countered_once")
def forget_what_leaked():
    """What leaked is of no use to anybody."""
    with instead(leaks_module, "givers_in_force", lambda world: ()):
        yield


@found_by("votes_are_held")
def carry_every_vote():
    """One voice is enough to carry a vote, whatever the rule."""
    with instead(response_module, "quota", lambda rule, voters: 1):
        yield


@found_by("votes_are_held")
def vote_before_the_last_has_decided():
    """A vote is held an hour too early."""
    with rewritten("vote.called", lambda journal, event: replace(event, due_s=event.due_s + 3600)):
        yield


@found_by("judgements_lead_to_decisions")
def answer_before_the_vote():
    """A government answers by itself, and votes as well."""
    sound = Responses.concluded

    def concluded(self, inquiry, formed):
        votes = self._journal.world.votes
        kept = dict(votes)
        votes.clear()
        sound(self, inquiry, formed)
        votes.update(kept)

    with instead(Responses, "concluded", concluded):
        yield


@found_by("judgements_lead_to_decisions")
def leave_voters_without_a_word():
    """When the crisis ends, nobody hears of the inquiries that are still open."""
    with instead(Journal, "emit", _mute(Journal.emit)):
        yield


def _mute(sound):
    def emit(self, event):
        return event if getattr(event, "reason", "").startswith("the crisis ended") else sound(self, event)

    return emit


@found_by("providers_keep_their_contracts")
def refuse_without_notice():
    """A provider stops serving at once, whatever notice its contract gives."""
    with rewritten("service.refused", lambda journal, event: replace(event, from_s=event.t_s - 60)):
        yield


@found_by("providers_keep_their_contracts")
def never_think_of_refusing():
    """A provider does not mind what is done to it."""
    sound = Providers.act

    def act(self, due):
        if not due.about.startswith("strike:"):
            sound(self, due)

    with instead(Providers, "act", act):
        yield


@found_by("secrets_do_not_reach_red")
def take_the_hidden_for_lost():
    """Red reckons with hidden satellites as lost at the epoch, and so with what they had collected before."""
    sound = LossTables._computed

    def computed(self, mission, asked, coalition):
        hidden = frozenset((asset, None, 0.0) for asset in self._hidden)
        blind = copy(self)
        blind._shown = self._services
        found = sound(blind, mission, {each | hidden: span for each, span in asked.items()}, coalition)
        return {each: found[each | hidden] for each in asked}

    with instead(LossTables, "_computed", computed):
        yield
