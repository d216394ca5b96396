"""Faults in knowing and deciding: who knows too much, forgets or reckons wrongly (see planting.py)."""

from dataclasses import replace
from types import SimpleNamespace

from planting import found_by, instead, rewritten

import wargame.deterrence.bills as bills_module
import wargame.deterrence.picture as picture_module
import wargame.inquiry as inquiry_module
import wargame.knowing.watch as watch_module
from wargame.board import Board
from wargame.coalition import Coalition
from wargame.deterrence.answers import ExpectedAnswers
from wargame.deterrence.picture import Picture
from wargame.deterrence.tables import LossTables
from wargame.draws import Draws
from wargame.game.agenda import Agenda
from wargame.game.prospect import Prospect
from wargame.inquiry import Inquiries
from wargame.knowing.posterior import Heard
from wargame.scenario.politics import Government
from wargame.turn import SharedPicture, Turn
from wargame.world import World

# Knowing and deciding


@found_by("only_what_is_shown_is_attacked")
def leak_a_hidden_asset():
    """Red's options include assets that are not shown."""
    sound = Picture._known

    def known(self):
        scenario, belief = self._scenario, self._belief
        assets = {**scenario.fleet, **scenario.sites}
        hidden = {key for key, item in assets.items() if not item.shown and item.owner != belief.actor}
        return sound(self) | {key for key in hidden if belief.coalition.exists(key)}

    def reads(self, mission, asset):
        return asset in self._services.service(mission).assets

    everything = property(lambda board: board.scene)
    with (
        instead(Picture, "_known", known),
        instead(LossTables, "reads", reads),
        instead(Board, "shown_scene", everything),
    ):
        yield


@found_by("secrets_do_not_reach_red")
def let_red_reckon_with_hidden_sensors():
    """Red reckons with the evidence of sensors that it cannot know of."""
    sound = watch_module.Watch.posts_that_see

    def posts(self, traces):
        return tuple(replace(post, shown=True) for post in sound(self, traces))

    with instead(watch_module.Watch, "posts_that_see", posts):
        yield


@found_by("posteriors_come_from_own_evidence")
def judge_by_what_others_saw():
    """A government's posterior rests on every report there is, released to it or not."""

    def heard(self, inquiry):
        posts = self._board.watch.by_id
        reports = self._journal.world.reports.get(inquiry.engagement, ())
        return [Heard(posts[signal.sensor].source, signal.report, signal.named) for signal in reports]

    with instead(Inquiries, "_heard", heard):
        yield


@found_by("releases_follow_the_rows")
def ignore_the_share_of_a_row():
    """Every report is released, whatever share the row allows."""
    sound = Inquiries.__init__

    def init(self, *args):
        sound(self, *args)
        kept = self._draws
        self._draws = SimpleNamespace(uniform=kept.uniform, chance=lambda p, *key: True)

    with instead(Inquiries, "__init__", init):
        yield


@found_by("posteriors_come_from_own_evidence")
def count_reports_that_come_too_late():
    """A report that arrives after the decision counts all the same."""
    with rewritten(
        "signal.released", lambda journal, event: replace(event, arrives_s=event.arrives_s + 10**6)
    ):
        yield


@found_by("inquiries_know_their_phase")
def decide_on_a_stale_phase():
    """A government judges as if it were still the day of the epoch."""
    with rewritten("inquiry.opened", lambda journal, event: replace(event, phase="day_to_day")):
        yield


@found_by("posteriors_come_from_own_evidence")
def take_the_prior_of_another_phase():
    """The prior of open conflict is taken in every phase."""
    with instead(inquiry_module, "as_phase", lambda name: "contingency"):
        yield


@found_by("inquiries_close_once")
def forget_an_inquiry():
    """The lead never comes to a decision."""
    sound = Agenda.add

    def add(self, t_s, what, about, cause):
        if (what, about) != ("decide", "us"):
            sound(self, t_s, what, about, cause)

    with instead(Agenda, "add", add):
        yield


@found_by("those_who_left_do_nothing")
def let_those_answer_who_left():
    """An attack is the business of every government that depends on the target, in the coalition or not."""
    sound = watch_module.standing

    def standing(scenario, coalition, target, *more, **others):
        everybody = Coalition.everybody(scenario, coalition.leaving)
        return sound(scenario, everybody, target, *more, **others)

    with instead(watch_module, "standing", standing):
        yield


@found_by("posteriors_come_from_own_evidence")
def act_without_being_sure():
    """Every cut-off is a third of what it should be."""
    sound = Government.cut_off
    with instead(Government, "cut_off", lambda self, rung, step=0: sound(self, rung, step) / 3.0):
        yield


@found_by("dead_sensors_are_silent")
def hear_dead_sensors():
    """A sensor that is out of action reports all the same."""
    nothing = SimpleNamespace(outages=())
    with instead(inquiry_module, "availability", lambda statuses, coalition: nothing):
        yield


@found_by("terms_add_up")
def reverse_the_sign_of_a_cost():
    """Responses are a gain for Red."""
    sound = bills_module.response_cost
    with instead(bills_module, "response_cost", lambda cap, answers, fading: -sound(cap, answers, fading)):
        yield


@found_by("terms_add_up")
def add_the_cost_to_the_benefit():
    """An option is the better the more it costs."""
    with instead(Prospect, "utility", property(lambda self: round(self.benefit + self.cost, 9))):
        yield


@found_by("observations_are_true")
def believe_for_ever():
    """What was shown never fades from Red's mind."""
    sound = World.shows_up

    def shows_up(self, adversary, government, t_s):
        _, since_s = self.shifts.get((adversary, government), (0.0, 0))
        return sound(self, adversary, government, since_s)

    with instead(World, "shows_up", shows_up):
        yield


@found_by("one_snapshot_for_all")
def decide_one_after_the_other():
    """The second adversary observes what the first has ordered already."""

    def play(self, began):
        for agent in self._adversaries:
            what = self.observe(agent.key, began)
            decision = agent.decide(what, self._draws)
            self._referee.give(self._announce(agent.key, what, decision, began))

    with instead(Turn, "play", play):
        yield


@found_by("the_choice_follows_the_gap")
def attack_without_wanting_to():
    """An adversary is resolved to attack, whatever the draw says."""
    sound = Draws.logistic

    def logistic(self, rate, *key):
        return abs(sound(self, rate, *key))

    with instead(Draws, "logistic", logistic):
        yield


@found_by("reports_are_one_of_three")
def hear_every_sensor_twice():
    """Every sensor that has an attack in its view reports it twice."""
    sound = Inquiries._witnesses

    def witnesses(self, *args):
        posts = sound(self, *args)
        return (*posts, *posts)

    with instead(Inquiries, "_witnesses", witnesses):
        yield


@found_by("every_business_is_looked_into")
def leave_the_owner_out():
    """An attack is not the business of the owner of what was struck."""
    sound = watch_module.standing

    def standing(scenario, coalition, target, *more, **others):
        asset = scenario.fleet.get(target) or scenario.sites.get(target)
        owner = getattr(asset, "owner", None)
        reasons = sound(scenario, coalition, target, *more, **others)
        return {actor: reason for actor, reason in reasons.items() if actor != owner}

    with instead(watch_module, "standing", standing):
        yield


@found_by("answers_follow_judgement")
def answer_an_order_again_and_again():
    """A government answers an order once for each of its targets."""
    with instead(World, "apply", _forgetful(World.apply)):
        yield


def _forgetful(sound):
    def apply(self, event):
        sound(self, event)
        self.responded.clear()

    return apply


@found_by("answers_are_expected_of_members")
def trust_that_nobody_shows_up():
    """Red reckons that every government shows up with half the chance that it believes in."""
    sound = ExpectedAnswers._passed

    def passed(self, option, found):
        return sound(self, option, replace(found, belief=found.belief / 2.0))

    with instead(ExpectedAnswers, "_passed", passed):
        yield


@found_by("options_are_possible")
def plan_with_means_that_are_spent():
    """Red plans with three uses more than it has left."""
    sound = Turn.observe

    def observe(self, actor, began):
        seen = sound(self, actor, began)
        belief = seen.estimator.belief
        more = tuple(replace(weapon, left=weapon.left + 3) for weapon in belief.weapons)
        return replace(seen, estimator=SharedPicture(self._board, lambda: replace(belief, weapons=more)))

    with instead(Turn, "observe", observe):
        yield


@found_by("the_gap_is_the_best_option_s")
def prefer_attack_a_little():
    """The gap is a twentieth of the stake larger than the best option makes it."""
    sound = picture_module.gap
    with instead(picture_module, "gap", lambda utilities, pressure: sound(utilities, pressure) + 0.05):
        yield
