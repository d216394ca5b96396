"""Faults in attacks and services: orders, means, outcomes, recoveries, scores (see planting.py)."""

from dataclasses import replace

import numpy as np
from planting import found_by, instead, rewritten

import wargame.availability as availability_module
import wargame.scoring as scoring_module
from wargame.adjudication import Referee
from wargame.agents.doctrines.scripted import Scripted
from wargame.events import AssetLost
from wargame.game.agenda import Agenda
from wargame.missions.service import ServiceModel
from wargame.turn import Turn


@found_by("degradations_end_once")
def drop_a_recovery():
    """A single function that was degraded never works again."""
    sound = Referee.recover

    def recover(self, degradation, t_s):
        if self._journal.world.down[degradation].function is None:
            sound(self, degradation, t_s)

    with instead(Referee, "recover", recover):
        yield


@found_by("means_come_back")
def forget_to_return_a_means():
    """A jammer is never free again."""
    with instead(Referee, "free", lambda self, engagement, cause, t_s: None):
        yield


@found_by("resources_add_up")
def spend_two_for_one():
    """Every use costs two."""
    with rewritten("resource.spent", lambda journal, event: replace(event, left=event.left - 1)):
        yield


@found_by("engagements_resolve_once")
def resolve_an_attack_twice():
    """An attack under way is put on the agenda a second time."""
    sound = Agenda.add

    def add(self, t_s, what, about, cause):
        sound(self, t_s, what, about, cause)
        if what == "resolve":
            sound(self, t_s, what, about, cause)

    with instead(Agenda, "add", add):
        yield


@found_by("outcomes_follow_draws")
def succeed_against_the_draw():
    """An attack that has any chance succeeds."""
    with rewritten(
        "engagement.resolved",
        lambda journal, event: replace(event, outcome="success" if event.p > 0 else event.outcome),
    ):
        yield


@found_by("the_lost_are_left_alone")
def lose_an_asset_twice():
    """A kill is written down a second time."""
    sound = Referee._bring_about

    def bring_about(self, item, because):
        sound(self, item, because)
        if getattr(item, "asset", None) in self._journal.world.lost:
            self._journal.emit(
                AssetLost(t_s=because.t_s, move=because.move, cause=because.id, asset=item.asset)
            )

    with instead(Referee, "_bring_about", bring_about):
        yield


@found_by("packages_are_carried_out")
def skip_the_last_action_of_a_script():
    """The last attack of a package is never ordered."""
    sound = Scripted.decide

    def decide(self, observation, draws):
        script = observation.interests.script[:-1]
        shorter = observation.interests.model_copy(update={"script": script})
        return sound(self, replace(observation, interests=shorter), draws)

    with instead(Scripted, "decide", decide):
        yield


@found_by("services_come_back")
def ignore_the_end_of_an_outage():
    """What was degraded for a while stays degraded for the services."""
    sound = availability_module._outage
    with instead(availability_module, "_outage", lambda event: replace(sound(event), end_s=None)):
        yield


@found_by("numbers_make_sense")
def serve_more_than_is_needed():
    """A service is not cut at 1."""
    sound = ServiceModel.timeline

    def timeline(self, *args, **kwargs):
        line = sound(self, *args, **kwargs)
        return replace(line, lines=line.lines * 1.25)

    with instead(ServiceModel, "timeline", timeline):
        yield


@found_by("crossings_are_those_of_the_services")
def blame_attacks_for_nature():
    """Outages that nature caused count as done by somebody."""
    with instead(scoring_module, "natural", lambda statuses, events: []):
        yield


@found_by("orders_lead_to_attacks")
def refuse_without_a_word():
    """A target that cannot be attacked is passed over, and nobody writes down why."""
    sound = Referee._launch

    def launch(self, order, target, weapon, cause):
        sound(self, order, target, weapon, cause)

    with instead(Referee, "_launch", launch):
        yield


@found_by("successes_have_consequences")
def write_failure_for_success():
    """An attack that took something down is written down as a failure."""
    with rewritten("engagement.resolved", lambda journal, event: replace(event, outcome="failure")):
        yield


@found_by("rungs_only_rise")
def climb_a_rung_too_far():
    """An actor is said to stand a rung higher than its attack."""
    with rewritten("rung.reached", lambda journal, event: replace(event, rung=event.rung + 1)):
        yield


@found_by("nobody_acts_unattacked")
def let_go_of_red_in_the_restraint_arm():
    """The restraint arm does not hold Red back."""
    sound = Turn.__init__

    def init(self, *args, **kwargs):
        sound(self, *args, **kwargs)
        self._held = False

    with instead(Turn, "__init__", init):
        yield


@found_by("outages_only_harm")
def gain_by_an_outage():
    """Every outage adds a tenth to every service."""
    sound = ServiceModel.timeline

    def timeline(self, mission, availability, *args, **kwargs):
        line = sound(self, mission, availability, *args, **kwargs)
        more = np.minimum(1.0, line.lines + 0.1 * len(availability.outages))
        return replace(line, lines=more)

    with instead(ServiceModel, "timeline", timeline):
        yield
