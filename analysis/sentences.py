"""Every event as a sentence: what a reader follows from effect to cause."""

from collections.abc import Callable, Mapping
from typing import Any

from wargame.analysis import sentences_of_defences as defences
from wargame.analysis.amendments import amendment_sentence
from wargame.analysis.names import MISSION_NAMES, Names, capital, clock, mission_name
from wargame.analysis.sentences_of_answers import SENTENCES as ANSWERS
from wargame.analysis.sentences_of_the_course import SENTENCES as COURSE
from wargame.events import (
    FAILURE,
    AssetDegraded,
    AssetLost,
    AssetRestored,
    AttackDecided,
    BeliefMoved,
    DemonstrationShown,
    EngagementLaunched,
    EngagementResolved,
    Event,
    InjectFired,
    MoveBegan,
    OptionsWeighed,
    OrderGiven,
    OrderRefused,
    PhaseChanged,
    ReceiversFreed,
    ReceiversJammed,
    ResourceReturned,
    ResourceSpent,
    RestraintChosen,
    RungReached,
    ScenarioAmended,
    ServiceCrossed,
)
from wargame.scenario.forking import changes_of

NO_OPTION = -99.0
"""The gap that a record gives where there was nothing to attack with."""


def below(value: float, threshold: float) -> str:
    """A value with two digits, or with as many as show that it is below the threshold."""
    digits = next((n for n in range(2, 9) if round(value, n) < threshold), 9)
    return f"{value:.{digits}f}"


def sentence(event: Event, names: Names) -> str:
    """What happened, in one sentence without its time."""
    return _SENTENCES[event.kind](event, names)


def _phase(e: PhaseChanged, n: Names) -> str:
    return f"The crisis enters the phase '{e.phase.replace('_', '-')}'."


def _move(e: MoveBegan, n: Names) -> str:
    return f"Move {e.move} begins."


def _amended(e: ScenarioAmended, n: Names) -> str:
    return amendment_sentence(e.at_move, changes_of(e.changes), e.orders)


def _inject(e: InjectFired, n: Names) -> str:
    return f"Inject '{e.inject}': {e.note}" if e.note else f"Inject '{e.inject}'."


def _demonstration(e: DemonstrationShown, n: Names) -> str:
    return f"{n(e.actor)} shows that it stands with the coalition (visibility {e.visibility:g})."


def _belief(e: BeliefMoved, n: Names) -> str:
    return f"{n(e.adversary)} now gives {e.shows_up:.2f} to {n(e.government)} showing up."


def _options(number: int) -> str:
    return "1 option" if number == 1 else f"{number} options"


def _weighed(e: OptionsWeighed, n: Names) -> str:
    if e.best is None:
        return f"{n(e.actor)} has nothing to attack with."
    t = e.best_terms
    sum_ = "; its doctrine feels that as a gap of" if "worth" in t else " = gap"
    return (
        f"{n(e.actor)} weighs {_options(e.weighed)}. Best: {n.option(e.best)}: relief of pressure "
        f"{e.pressure - t['unrelieved']:.3f} of {e.pressure:.2f} + benefit {t['benefit']:.3f} - cost "
        f"{t['cost']:.3f}{sum_} {e.gap:+.3f}. P(attack) at this decision: {e.p_attack:.2f}."
    )


def _decided(e: AttackDecided, n: Names) -> str:
    """Why it attacks at all, then which attack the draw picked."""
    red = n(e.actor)
    if e.gap <= 0:
        why = (
            f"without resolve attack looks worse to it than restraint (gap {e.gap:+.3f}), but it is bolder than usual "
            f"in this run (resolve {e.resolve:+.3f}, drawn once per run)"
        )
    elif e.resolve >= 0:
        why = (
            f"attack looks better to it than restraint (gap {e.gap:+.3f}), and it is bolder than usual in this run "
            f"(resolve {e.resolve:+.3f}, drawn once per run)"
        )
    else:
        why = (
            f"attack looks better to it than restraint (gap {e.gap:+.3f}), and that outweighs its caution in this run "
            f"(resolve {e.resolve:+.3f}, drawn once per run)"
        )
    if e.option == e.best:
        return f"{red} decides to attack: {why}. It picks its best option, {n.option(e.option)}."
    return (
        f"{red} decides to attack: {why}. The draw among its options picks {n.option(e.option)} (gap {e.own_gap:+.3f}, "
        f"picked with chance {chance_words(e.p_chosen)}), not the best one, {n.option(e.best)}."
    )


def decision_in_short(e: AttackDecided, n: Names) -> str:
    """A decision to attack after the first one of a run: what is new of it; resolve is drawn once per run."""
    if e.option == e.best:
        return f"{n(e.actor)} decides to attack again, with its best option: {n.option(e.option)} (gap {e.gap:+.3f})."
    return (
        f"{n(e.actor)} decides to attack again: {n.option(e.option)} (gap {e.own_gap:+.3f}, picked with chance "
        f"{chance_words(e.p_chosen)}; the best was {n.option(e.best)}, gap {e.gap:+.3f})."
    )


def chance_words(p: float) -> str:
    """A chance with two digits; small ones are not rounded to nothing."""
    return "below 0.01" if p < 0.01 else f"{p:.2f}"


def _restraint(e: RestraintChosen, n: Names) -> str:
    red = n(e.actor)
    if e.held:
        return f"{red} would attack, and is held back (restraint path, or stepped down)."
    if e.gap <= NO_OPTION:
        return f"{red} holds back: it has nothing to attack with."
    if e.gap > 0:
        return (
            f"{red} holds back: attack looks better to it than restraint (gap {e.gap:+.3f}), but it is more cautious "
            f"than usual in this run (resolve {e.resolve:+.3f}, drawn once per run)."
        )
    bold = ", and it is not bold enough in this run to attack all the same" if e.resolve > 0 else ""
    return (
        f"{red} holds back: attack looks worse to it than restraint (gap {e.gap:+.3f}){bold} (resolve "
        f"{e.resolve:+.3f}, drawn once per run)."
    )


def _order(e: OrderGiven, n: Names) -> str:
    return f"{n(e.actor)} orders {n(e.capability)} against {n.several(e.targets)}."


def _refused(e: OrderRefused, n: Names) -> str:
    return f"The order against {n(e.target)} cannot be carried out: {e.reason}."


def _spent(e: ResourceSpent, n: Names) -> str:
    return f"{n(e.actor)} uses {n(e.capability)}; {e.left} left."


def _returned(e: ResourceReturned, n: Names) -> str:
    return f"{n(e.capability)} is free again; {e.left} ready."


def _launched(e: EngagementLaunched, n: Names) -> str:
    due = clock(e.effect_s)
    return f"{n(e.capability)} is under way against {n(e.target)}; it takes effect at {due} (rung {e.rung})."


def _resolved(e: EngagementResolved, n: Names) -> str:
    attack = f"The attack on {n(e.target)} ({e.effect.replace('_', ' ')})"
    if e.ruling is not None:
        return f"{attack} is a {e.outcome.replace('_', ' ')}, as the umpire has ruled."
    done = e.outcome != FAILURE
    if e.p >= 1.0 and done:
        return f"{attack} takes effect."
    verb = "succeeds" if done else "fails"
    if done and e.outcome != "success":
        verb += f" ({e.outcome.replace('_', ' ')})"
    return f"{attack} {verb}: draw {e.draw:.3f} against p {e.p:.3f}."


def _lost(e: AssetLost, n: Names) -> str:
    return f"{n(e.asset)} is lost for good."


def _degraded(e: AssetDegraded, n: Names) -> str:
    part = "" if e.function is None else f" ({MISSION_NAMES.get(e.function, e.function)})"
    what = capital(f"{n(e.asset)}{part}")
    when = f" from {clock(e.from_s)}" if e.from_s is not None else ""
    when += f" until {clock(e.until_s)}" if e.until_s is not None else " for good"
    works, is_out = ("work", "are") if n.is_many(e.asset) else ("works", "is")
    return (
        f"{what} {works} at {e.factor:.0%}{when}."
        if e.factor > 0
        else f"{what} {is_out} out of action{when}."
    )


def _restored(e: AssetRestored, n: Names) -> str:
    recovers, it = ("recover", "them") if n.is_many(e.asset) else ("recovers", "it")
    since = (e.cause or "").rpartition("/")[2]
    when = f" at {clock(int(since))}" if since.isdigit() else ""
    early = ", earlier than foreseen" if e.ended_by is not None else ""
    return f"{capital(n(e.asset))} {recovers} from what befell {it}{when}{early}."


def _receivers_jammed(e: ReceiversJammed, n: Names) -> str:
    how = "deceives" if e.spoofs else "drowns"
    return f"A transmitter {how} navigation receivers in its view, aimed at {n(e.place)}, until {clock(e.until_s)}."


def _receivers_freed(e: ReceiversFreed, n: Names) -> str:
    return f"The transmitter aimed at receivers in {n(e.place)} falls silent."


def _rung(e: RungReached, n: Names) -> str:
    return f"{n(e.actor)} climbs to rung {e.rung}."


def _crossed(e: ServiceCrossed, n: Names) -> str:
    mission = mission_name(e.mission)
    if e.direction == "lost":
        found = f"{below(e.service, e.threshold)}, below {e.threshold:g} (unattacked {e.unattacked:.2f})"
        return f"{mission.capitalize()} is lost to {n.place(e.place)}: {found}."
    told = f"{mission.capitalize()} is back for {n.place(e.place)}: {e.service:.2f}"
    if not ends_by_itself(e):
        return f"{told}."
    if e.unattacked < e.threshold:
        return f"{told}, as without attacks it would be below {e.threshold:g}, too ({e.unattacked:.2f})."
    return (
        f"{told}; nothing that they miss was mended: passes of satellites, light or weather brought it back."
    )


def ends_by_itself(event: Event) -> bool:
    """Whether a service is back without the end of anything that was done: it hangs on the loss that it ends."""
    return isinstance(event, ServiceCrossed) and (event.cause or "").startswith(f"{event.kind}/")


_SENTENCES: Mapping[str, Callable[[Any, Names], str]] = {
    **ANSWERS,
    "phase.changed": _phase,
    "move.began": _move,
    "scenario.amended": _amended,
    "inject.fired": _inject,
    "demonstration.shown": _demonstration,
    "belief.moved": _belief,
    "options.weighed": _weighed,
    "attack.decided": _decided,
    "restraint.chosen": _restraint,
    "order.given": _order,
    "order.refused": _refused,
    "resource.spent": _spent,
    "resource.returned": _returned,
    "engagement.launched": _launched,
    "engagement.resolved": _resolved,
    "asset.lost": _lost,
    "asset.degraded": _degraded,
    "asset.restored": _restored,
    "receivers.jammed": _receivers_jammed,
    "receivers.freed": _receivers_freed,
    **defences.sentences(clock),
    "rung.reached": _rung,
    "service.crossed": _crossed,
    **COURSE,
}
