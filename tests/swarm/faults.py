"""Faults planted in the program on purpose, one small function each, to see that the swarm's checkers find them.

Each is a context manager that changes the real program while it is open. `FAULTS` says which checker has to find it.
"""

import random
from contextlib import contextmanager
from dataclasses import replace
from types import SimpleNamespace

import wargame.analysis.statistics as statistics_module
import wargame.availability as availability_module
import wargame.deterrence.picture as picture_module
import wargame.game.agenda as agenda_module
import wargame.inquiry as inquiry_module
import wargame.knowing.watch as watch_module
import wargame.record.record as record_module
import wargame.scoring as scoring_module
from wargame.adjudication import Referee
from wargame.agents.doctrines.scripted import Scripted
from wargame.coalition import Coalition
from wargame.deterrence.picture import Picture
from wargame.draws import Draws
from wargame.events import AssetLost
from wargame.game.agenda import Agenda, Stage
from wargame.game.journal import Journal
from wargame.game.prospect import Prospect
from wargame.inquiry import Inquiries
from wargame.missions.service import ServiceModel
from wargame.scenario.politics import Government
from wargame.turn import Turn
from wargame.world import World

FAULTS = {}
"""Every planted fault by name: how to plant it, and the checker that has to find it."""


def found_by(checker):
    """Lists a fault with the checker that has to find it."""

    def listed(plant):
        FAULTS[plant.__name__] = SimpleNamespace(
            plant=contextmanager(plant), checker=checker, says=plant.__doc__
        )
        return plant

    return listed


@contextmanager
def instead(holder, name, value):
    """Puts something else in the place of an attribute, and the old thing back."""
    kept = holder.__dict__[name]
    setattr(holder, name, value)
    try:
        yield
    finally:
        setattr(holder, name, kept)


@contextmanager
def rewritten(kind, change):
    """Every event of a kind is changed before it is written down; `change` gets the journal and the event."""
    sound = Journal.emit

    def emit(self, event):
        return sound(self, change(self, event) if event.kind == kind else event)

    with instead(Journal, "emit", emit):
        yield


@contextmanager
def drawn_otherwise(holder, change):
    """The draws that a part of the game holds ask for other keys."""
    sound = holder.__init__

    def init(self, *args, **kwargs):
        sound(self, *args, **kwargs)
        kept = self._draws

        def uniform(*key):
            return kept.uniform(*change(self, key))

        self._draws = SimpleNamespace(
            uniform=uniform,
            first=kept.first,
            chance=lambda p, *key: uniform(*key) < p,
        )

    with instead(holder, "__init__", init):
        yield


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
def forget_the_ordinal():
    """Two events of one kind about the same thing in the same second get the same id."""
    sound = Journal.emit

    def emit(self, event):
        self._ordinals.clear()
        return sound(self, event)

    with instead(Journal, "emit", emit), rewritten("order.refused", lambda j, e: replace(e, target="x")):
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
def take_nations_in_the_order_of_the_file():
    """Governments are asked in the order in which the file lists them, and the first two are the only ones told."""
    sound = Inquiries._release

    def release(self, post, recipient, launched, observed):
        if recipient in [*self._board.scenario.actors][:3]:
            sound(self, post, recipient, launched, observed)

    with instead(Inquiries, "_release", release):
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
        return sound(file, number, {name: item for name, item in row.items() if name != "until_s"})

    with instead(record_module, "_event", event):
        yield


@found_by("statistics_are_defined")
def miss_a_reason():
    """A statistic that is not defined does not say why."""
    sound = statistics_module._Sheet.put

    def put(self, name, value, reason=""):
        sound(self, name, value, "")

    with instead(statistics_module._Sheet, "put", put):
        yield


# Attacks


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
    with instead(Referee, "_free", lambda self, launched, cause, t_s: None):
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
        lambda journal, event: replace(event, outcome="success" if event.p > 0 else "failure"),
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
        return replace(line, values=line.values * 1.25)

    with instead(ServiceModel, "timeline", timeline):
        yield


@found_by("crossings_are_those_of_the_services")
def blame_attacks_for_nature():
    """Outages that nature caused count as done by somebody."""
    with instead(scoring_module, "natural", lambda statuses, events: []):
        yield


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

    with instead(Picture, "_known", known):
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
        return [(posts[signal.sensor].source, signal.report) for signal in reports]

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
    with instead(Government, "cut_off", lambda self, rung: sound(self, rung) / 3.0):
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
    sound = picture_module.response_cost
    with instead(picture_module, "response_cost", lambda cap, answers, fading: -sound(cap, answers, fading)):
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
            what = self._observe(agent.key, began)
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

    with instead(Draws, "logistic", logistic), instead(Draws, "gumbel", Draws.gumbel):
        yield
