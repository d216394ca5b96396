"""Every event as a sentence: what a reader follows from effect to cause."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from wargame.analysis import sentences_of_defences as defences
from wargame.analysis.sentences_of_the_course import SENTENCES as COURSE
from wargame.events import (
    FAILURE,
    AssetDegraded,
    AssetLost,
    AssetRestored,
    AttackDecided,
    AttributionFormed,
    BeliefMoved,
    DemonstrationShown,
    EngagementLaunched,
    EngagementResolved,
    Event,
    InjectFired,
    InquiryOpened,
    LeakCountered,
    LeakOccurred,
    MoveBegan,
    OptionsWeighed,
    OrderGiven,
    OrderRefused,
    PhaseChanged,
    ReceiversFreed,
    ReceiversJammed,
    ResourceReturned,
    ResourceSpent,
    ResponseDecided,
    ResponseDeclined,
    RestraintChosen,
    RungReached,
    ServiceCrossed,
    SignalObserved,
    SignalReleased,
)
from wargame.scenario import Scenario

MISSION_NAMES = {
    "pnt": "navigation",
    "satcom_wideband": "wideband communication",
    "satcom_protected": "protected communication",
    "satcom_narrowband": "narrowband communication",
    "isr_imaging": "imaging",
    "isr_signals": "signals intelligence",
    "sda": "space domain awareness",
    "environment": "environmental monitoring",
    "missile_warning": "missile warning",
}
_REPORTS = {
    "none": "reports nothing",
    "detected": "detects the attack but cannot name its author",
    "identified": "detects the attack and names its author",
}
_FALSE_REPORTS = {
    "none": "reports no attack, and there was none",
    "detected": "reports an attack where there was none and names nobody",
    "identified": "reports an attack where there was none and names {named}",
}
_FAILURE = "outage:"
"""How the names of orders and engagements begin that were none: failures of which governments asked who did it."""


NO_OPTION = -99.0
"""The gap that a record gives where there was nothing to attack with."""


class Names:
    """What people call the ids of a scenario."""

    def __init__(self, scenario: Scenario) -> None:
        """Collects the display names."""
        self._names = {key: actor.name for key, actor in scenario.actors.items()}
        self._names |= {key: item.name for key, item in scenario.fleet.items()}
        self._names |= {key: item.name for key, item in scenario.sites.items()}
        self._names |= {key: item.name for key, item in scenario.regions.items()}
        self._names |= {
            key: f"terminals of {self(item.nation)} in {self(item.region)}"
            for key, item in scenario.users.items()
        }
        self._satellites = frozenset(scenario.fleet)
        self._groups = frozenset(scenario.users)
        self.adversaries = scenario.adversaries
        for actor in scenario.actors.values():
            if actor.adversary is not None:
                self._names |= {k: c.name or k for k, c in actor.adversary.capabilities.items()}

    def __call__(self, key: str) -> str:
        """The display name of an id; the id itself where there is none."""
        return self._names.get(key, key)

    def called(self, fits: Callable[[str], bool]) -> set[str]:
        """The ids, in small letters, of missions and of everything in the scenario whose display name fits."""
        known = {**self._names, **MISSION_NAMES}
        return {key.casefold() for key, name in known.items() if fits(name.casefold())}

    def is_many(self, key: str) -> bool:
        """Whether an id means several things (the terminals of a group of users), for the verb."""
        return key in self._groups

    def whereabouts(self, asset: str) -> str:
        """`at` a site, `on` a satellite."""
        return f"{'on' if asset in self._satellites else 'at'} {self(asset)}"

    def several(self, keys: tuple[str, ...]) -> str:
        """Names in a list."""
        return ", ".join(self(key) for key in keys)

    def in_order(self, keys: Iterable[str]) -> list[str]:
        """Ids in the alphabetical order of what people call them: nobody is ranked, and nobody's id shows."""
        return sorted(keys, key=lambda key: (self(key).casefold(), key))

    def option(self, option: str) -> str:
        """An option `<capability>:<target>+<target>` in words."""
        capability, _, targets = option.partition(":")
        return f"{self(capability)} on {self.several(tuple(targets.split('+')))}"

    def place(self, place: str) -> str:
        """`<region>.<beneficiary>` in words."""
        region, _, nation = place.partition(".")
        return f"users of {self(nation)} in {self(region)}"


def clock(t_s: int) -> str:
    """A time of the scenario as day and hour, `D+2 14:30`."""
    days, rest = divmod(t_s, 86400)
    return f"D+{days} {rest // 3600:02d}:{rest % 3600 // 60:02d}"


def mission_name(key: str) -> str:
    """What people call a mission."""
    return MISSION_NAMES.get(key, key)


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
    return (
        f"{n(e.actor)} weighs {_options(e.weighed)}. Best: {n.option(e.best)}, benefit {t['benefit']:.3f} less "
        f"cost {t['cost']:.3f}; restraint would cost it {e.pressure:.2f}. Gap {e.gap:+.3f}, P(attack) {e.p_attack:.2f}."
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
        f"picked with chance {_chance(e.p_chosen)}), not the best one, {n.option(e.best)}."
    )


def _chance(p: float) -> str:
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
    what = f"{n(e.asset)}" if e.function is None else f"{n(e.asset)} ({e.function})"
    when = f" from {clock(e.from_s)}" if e.from_s is not None else ""
    when += f" until {clock(e.until_s)}" if e.until_s is not None else " for good"
    works, is_out = ("work", "are") if n.is_many(e.asset) else ("works", "is")
    return (
        f"{what} {works} at {e.factor:.0%}{when}."
        if e.factor > 0
        else f"{what} {is_out} out of action{when}."
    )


def _restored(e: AssetRestored, n: Names) -> str:
    return f"{n(e.asset)} {'work' if n.is_many(e.asset) else 'works'} again."


def _receivers_jammed(e: ReceiversJammed, n: Names) -> str:
    how = "deceives" if e.spoofs else "drowns"
    return f"A transmitter {how} navigation receivers in its view, aimed at {n(e.place)}, until {clock(e.until_s)}."


def _receivers_freed(e: ReceiversFreed, n: Names) -> str:
    return f"The transmitter aimed at receivers in {n(e.place)} falls silent."


def _rung(e: RungReached, n: Names) -> str:
    return f"{n(e.actor)} climbs to rung {e.rung}."


def _observed(e: SignalObserved, n: Names) -> str:
    where = f"{n(e.owner)}'s sensor {n.whereabouts(e.sensor.partition('.')[0])}"
    if e.engagement.startswith(_FAILURE):
        return f"{where} {_FALSE_REPORTS[e.report].format(named=n(e.named or ''))}."
    if e.report == "identified" and len(n.adversaries) > 1:
        return f"{where} detects the attack and names {n(e.named or '')} as its author."
    return f"{where} {_REPORTS[e.report]}."


def _released(e: SignalReleased, n: Names) -> str:
    site = n(e.sensor.partition(".")[0])
    return f"The report from {site} is released to {n(e.recipient)}; it arrives at {clock(e.arrives_s)}."


def _leaked(e: LeakOccurred, n: Names) -> str:
    learned = f"its adversaries learn of {n.several(e.learned)} and" if e.learned else "its adversaries"
    return (
        f"What {n(e.giver)} released to {n(e.recipient)} leaks: {learned} strike what it owns with "
        f"{e.success_factor:g} times the chance until {clock(e.countered_s)}."
    )


def _countered(e: LeakCountered, n: Names) -> str:
    return f"{n(e.giver)} has countered a leak."


def _inquiry(e: InquiryOpened, n: Names) -> str:
    return f"{n(e.government)} asks who did it ({e.standing}); it will decide at {clock(e.due_s)}."


def _attribution(e: AttributionFormed, n: Names) -> str:
    against = "reaches" if e.posterior >= e.cut_off else "stays below"
    return (
        f"{n(e.government)}'s posterior that {n(e.accused)} did it is {e.posterior:.3f}, which {against} its cut-off "
        f"of {e.cut_off:.3f}."
    )


def _response(e: ResponseDecided, n: Names) -> str:
    if e.order.startswith(_FAILURE):
        what = f"a failure that was nobody's doing ({e.order.removeprefix(_FAILURE)})"
    else:
        what = "the attack on " + n.several(tuple(e.order.rpartition(":")[2].split("+")))
        what += ", which was not its doing" if e.wrong else ""
    return (
        f"{n(e.government)} answers {n(e.against)} for {what} (severity {e.severity:g}, weight after "
        f"the delay {e.weight:.2f})."
    )


def _declined(e: ResponseDeclined, n: Names) -> str:
    return f"{n(e.government)} does not answer: {e.reason}."


def _crossed(e: ServiceCrossed, n: Names) -> str:
    mission = mission_name(e.mission)
    if e.direction == "lost":
        found = f"{below(e.service, e.threshold)}, below {e.threshold:g} (unattacked {e.unattacked:.2f})"
        return f"{mission.capitalize()} is lost to {n.place(e.place)}: {found}."
    return f"{mission.capitalize()} is back for {n.place(e.place)}: {e.service:.2f}."


_SENTENCES: Mapping[str, Callable[[Any, Names], str]] = {
    "phase.changed": _phase,
    "move.began": _move,
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
    "signal.observed": _observed,
    "signal.released": _released,
    "leak.occurred": _leaked,
    "leak.countered": _countered,
    "inquiry.opened": _inquiry,
    "attribution.formed": _attribution,
    "response.decided": _response,
    "response.declined": _declined,
    "service.crossed": _crossed,
    **COURSE,
}
