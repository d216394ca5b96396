"""Invariants of Red's table and choice: what it may know, how its terms add up, what it then does."""

import math

from checks_of_attacks import keep_count
from checks_of_books import uniform
from rules_again import CLOSE, delays_h, error_rate, holds_back, relief, spared

NO_OPTION = -99.0


def _interests(played, actor):
    return played.scenario.actors[actor].adversary


def _governments(played):
    return [key for key in played.scenario.governments if key in played.inside]


def only_what_is_shown_is_attacked(played):
    """Options, and the orders that a doctrine gives after weighing them, name only assets that Red knows."""
    scenario, learnt = played.scenario, set()
    for event in played.events:
        if event.kind == "leak.occurred":
            learnt |= set(event.learned)
        if event.kind == "options.weighed":
            for option in event.options or ():
                hidden = [
                    name for name in option["targets"] if _hidden(scenario, name) and name not in learnt
                ]
                if hidden:
                    yield f"{event.id} weighs {option['option']}, and {hidden[0]} is not shown"
        weighed = event.kind == "order.given" and played.by_id[event.cause].kind == "attack.decided"
        hidden = [name for name in event.targets if _hidden(scenario, name)] if weighed else []
        if set(hidden) - learnt:
            yield f"{event.id} strikes {hidden[0]}, which is not shown"


def _hidden(scenario, name):
    asset = scenario.fleet.get(name) or scenario.sites.get(name)
    return asset is not None and not asset.shown


def options_are_possible(played):
    """Options are the adversary's own capabilities with uses left, on what is others' and not known to be lost."""
    lost = set()
    for event in played.events:
        keep_count(lost, event)
        if event.kind != "options.weighed" or event.options is None:
            continue
        ids = [option["option"] for option in event.options]
        if len(set(ids)) != len(ids) or len(ids) != event.weighed:
            yield f"{event.id} has {len(ids)} options, {len(set(ids))} of them different, and says {event.weighed}"
        if len(ids) > _interests(played, event.actor).option_limit:
            yield f"{event.id} has {len(ids)} options"
        left = (event.observation or {}).get("resources", {})
        for option in event.options:
            targets, capability = option["targets"], option["option"].split(":")[0]
            if len(targets) > left.get(capability, 0):
                yield f"{event.id}: {option['option']} with {left.get(capability)} uses left"
            sees = _interests(played, event.actor).assessment
            at_once = (sees.delay_h, sees.p_sees) == (0.0, 1.0)
            if at_once and set(targets) & {key for key in lost if not _hidden(played.scenario, key)}:
                yield f"{event.id}: {option['option']} strikes what is lost"
            if min(option["effect_s"]) < event.t_s:
                yield f"{event.id}: {option['option']} takes effect in the past"


PARTS = ("k_resource", "k_rung", "k_debris", "k_norm", "k_strategic", "k_response")
"""What K is the sum of."""


def terms_add_up(played):
    """K is the sum of its parts, none below zero; EU = B - K less the pressure that stays."""
    for event in played.of("options.weighed"):
        costs = _interests(played, event.actor).costs
        for option in event.options or ():
            parts = [option[name] for name in PARTS]
            if abs(option["cost"] - math.fsum(parts)) > CLOSE or min(parts) < 0.0:
                yield f"{event.id}: {option['option']} costs {option['cost']}, its parts {parts}"
            left = option["benefit"] - option["cost"] - option["unrelieved"]
            if abs(option["utility"] - left) > CLOSE:
                yield f"{event.id}: {option['option']} has the utility {option['utility']} instead of {left}"
            left = spared(played, option["answers"], costs.response_fading_d)
            if abs(option["k_response"] - costs.response_cap * (1.0 - left)) > 1e-7:
                yield f"{event.id}: {option['option']} has the response {option['k_response']}"
            if abs(option["benefit"] - math.fsum(option["benefits"].values())) > CLOSE:
                yield f"{event.id}: {option['option']} gains {option['benefit']}"


def answers_are_expected_of_members(played):
    """Red reckons with answers of governments in the coalition only, with their own numbers and its belief in them."""

    def least_d(government, phase):
        return sum(delays_h(played, government, phase)) / 24.0 - CLOSE

    for event in played.of("options.weighed"):
        shows_up = (event.observation or {}).get("shows_up", {})
        for option in event.options or ():
            for answer in option["answers"]:
                key = answer["government"]
                if key not in _governments(played):
                    yield f"{event.id}: {option['option']} reckons with {key}"
                    continue
                block = played.scenario.governments[key]
                phase = event.observation["phase"]
                willing = block.commitment.at(phase) * (1.0 - error_rate(played, key, event.t_s))
                steps = [step.severity_share for step in block.response_ladder] or [1.0]
                hard = block.severity * min(steps) - CLOSE <= answer["severity"]
                hard = hard and answer["severity"] <= block.severity * max(steps) + CLOSE
                right = answer["belief"] == shows_up.get(key, 1.0) and answer["delay_d"] >= least_d(
                    key, phase
                )
                if abs(answer["commitment"] - willing) > CLOSE or not hard or not right:
                    yield f"{event.id}: {option['option']} reckons wrongly with {key}"


def observations_are_true(played):
    """Red observes the phase, the members, its own means and its belief as they are at the second of its decision."""
    left = {}
    for event in played.events:
        if event.kind in ("resource.spent", "resource.returned"):
            left[event.actor, event.capability] = event.left
        if event.kind != "options.weighed" or event.observation is None:
            continue
        seen, interests = event.observation, _interests(played, event.actor)
        if seen["phase"] != played.phase_before(event):
            yield f"{event.id} sees the phase {seen['phase']}, and it is {played.phase_before(event)}"
        if sorted(seen["members"]) != sorted(played.record.manifest.coalition):
            yield f"{event.id} sees the members {seen['members']}"
        own = {
            key: left.get((event.actor, key), item.magazine) for key, item in interests.capabilities.items()
        }
        leaks = [e for e in played.of("leak.occurred") if e.seq < event.seq]
        countered = {e.cause for e in played.of("leak.countered") if e.seq < event.seq}
        learned = sorted({name for leak in leaks for name in leak.learned})
        givers = sorted({leak.giver for leak in leaks if leak.id not in countered})
        if (seen.get("learned", []), seen.get("leaks", [])) != (learned, givers):
            yield f"{event.id} has learned {seen.get('learned')} by leaks of {seen.get('leaks')}"
        if seen["resources"] != own:
            yield f"{event.id} sees the means {seen['resources']}, and they are {own}"
        allies = sorted(set(_governments(played)) - {played.scenario.lead})
        if sorted(seen["shows_up"]) != allies:
            yield f"{event.id} believes in {sorted(seen['shows_up'])}"
        for key, belief in seen["shows_up"].items():
            expected = _believed(played, event, key)
            if abs(belief - expected) > CLOSE:
                yield f"{event.id} believes {belief} of {key}; what was shown makes {expected}"


def _believed(played, event, government):
    """The chance that a government shows up, from its prior and every demonstration before, each fading by its age."""
    prior = played.scenario.governments[government].shows_up
    block = _interests(played, event.actor).belief
    shift = 0.0
    for shown in played.of("demonstration.shown"):
        if shown.seq < event.seq and shown.actor == government:
            age_d = (event.t_s - shown.t_s) / 86400.0
            shift += block.step * shown.visibility * shown.competence * 0.5 ** (age_d / block.half_life_d)
    if prior in (0.0, 1.0):
        return prior
    return 1.0 / (1.0 + math.exp(-math.log(prior / (1.0 - prior)) - shift))


def the_gap_is_the_best_option_s(played):
    """The gap is what the options are worth plus the pressure that ways out leave; P(attack) follows from it."""
    for event in played.of("options.weighed"):
        interests = _interests(played, event.actor)
        if event.observation is not None:
            pressure = interests.pressure.at(event.observation["phase"]) * (1.0 - relief(played, event))
            if abs(event.pressure - pressure) > CLOSE:
                yield f"{event.id} has the pressure {event.pressure} instead of {pressure}"
        if event.options is None:
            continue
        best = _together(interests, event.options)
        expected = NO_OPTION if best is None else best + event.pressure
        if abs(event.gap - expected) > CLOSE:
            yield f"{event.id} has the gap {event.gap} instead of {expected}"
        if best is not None:
            chance = 1.0 / (1.0 + math.exp(-max(-700.0, min(700.0, interests.resolve_rate * event.gap))))
            if abs(event.p_attack - chance) > CLOSE:
                yield f"{event.id} has P(attack) {event.p_attack} instead of {chance}"


def _together(interests, options):
    """What all options together are worth: the best one, or for a logit their inclusive value; None without any."""
    worth = [option.get("worth", option["utility"]) for option in options]
    if not worth or interests.doctrine != "logit":
        return max(worth, default=None)
    rate, top = interests.resolve_rate, max(worth)
    return top + math.log(math.fsum(math.exp(rate * (item - top)) for item in worth)) / rate


def the_choice_follows_the_gap(played):
    """Attack if gap and resolve are above zero, else restraint; one resolve for a whole game; one choice a weighing."""
    choices = {}
    for event in played.of("attack.decided", "restraint.chosen"):
        choices.setdefault(event.cause, []).append(event)
        interests = _interests(played, event.actor)
        if interests.doctrine in ("rational", "prospect"):
            u = uniform(played, "resolve", event.actor)
            resolve = math.log(u / (1.0 - u)) / interests.resolve_rate
            if abs(event.resolve - resolve) > CLOSE:
                yield f"{event.id} has the resolve {event.resolve} instead of {resolve}"
        wants = event.gap + event.resolve > 0.0
        attacks = event.kind == "attack.decided" or event.held
        if event.gap != NO_OPTION and wants != attacks:
            yield f"{event.id} with gap {event.gap} and resolve {event.resolve}"
        restrained = played.arm == "restraint" or holds_back(played, event)
        if restrained != (event.kind == "restraint.chosen" and event.held) and attacks:
            yield f"{event.id} is held back or let go in the arm {played.arm}"
    for event in played.of("options.weighed"):
        if len(choices.get(event.id, ())) != 1:
            yield f"{event.id} ends in {len(choices.get(event.id, ()))} choices"
    for event in played.of("attack.decided"):
        orders = [order for order in played.of("order.given") if order.cause == event.id]
        chosen = event.option.split(":")
        if len(orders) != 1 or [orders[0].capability, "+".join(orders[0].targets)] != chosen:
            yield f"{event.id} leads to {[order.order for order in orders]}"


def packages_are_carried_out(played):
    """In the forced arm the adversary of the package orders exactly its actions, each for its own hour."""
    if played.arm != "forced":
        return
    package = played.scenario.threat_packages[played.record.manifest.package]
    wanted = sorted(
        (round(action.at_h * 3600), action.capability, tuple(sorted(action.targets)))
        for action in package.actions
    )
    given = [e for e in played.of("order.given") if played.by_id[e.cause].kind != "inject.fired"]
    found = sorted((int(e.order.split(":")[1].partition("@")[0]), e.capability, e.targets) for e in given)
    if sorted(set(found)) != sorted(set(wanted)):
        yield f"ordered {found} instead of {wanted}"


CHECKS = (
    only_what_is_shown_is_attacked,
    options_are_possible,
    terms_add_up,
    answers_are_expected_of_members,
    observations_are_true,
    the_gap_is_the_best_option_s,
    the_choice_follows_the_gap,
    packages_are_carried_out,
)
