"""What a satellite's defences leave of an attack: one function for the adjudication and for Red's expectation of it."""

from wargame.game.effect import Effect, Modifier, Odds
from wargame.scenario import Member, Scenario
from wargame.scenario.assets import Satellite
from wargame.space.delta_v import leg_of, stage_of


def counters(effect: Effect, defence: str) -> bool:
    """Whether a defence (`decoys`, `guardian`, `evasion`) helps against an effect, as the effect itself says."""
    return defence in getattr(effect, "countered_by", ())


def shielded(
    odds: Odds, effect: Effect, body: Satellite | Member | None, inspected: bool, p_out_of_the_way: float
) -> Odds:
    """What decoys, a guardian and evasion leave of the chances of an attack on a satellite.

    Args:
        odds: the chances against a satellite without defences.
        effect: what comes.
        body: the target; chances on anything but a satellite stay as they are.
        inspected: whether the attacker can tell the satellite from its decoys.
        p_out_of_the_way: chance that evasion makes a hit a miss: `p_evades` of a satellite that manoeuvred, times the
            chance of a warning where it is only expected.

    Source: one of 1 + n equal objects is hit; shares and chances are judgements (docs/method.md, section 4).
    """
    if body is None:
        return odds
    if body.decoys and not inspected and counters(effect, "decoys"):
        share = round(1.0 / (1.0 + body.decoys), 9)
        odds = odds.times(share, Modifier("real_one_among_decoys", share, "judgement"))
    if body.guardian > 0.0 and counters(effect, "guardian"):
        past = round(1.0 - body.guardian, 9)
        odds = odds.times(past, Modifier("past_the_guardian", past, "judgement"))
    if p_out_of_the_way > 0.0:
        stays = round(1.0 - p_out_of_the_way, 9)
        odds = odds.times(stays, Modifier("not_evaded", stays, "judgement"))
    return odds


def budget_m_s(scenario: Scenario, satellite: str) -> float:
    """What is left of a satellite's delta-v when its planned manoeuvres are paid for, m/s; 0 without any."""
    body = scenario.fleet[satellite]
    left = body.delta_v_m_s or 0.0
    if isinstance(body, Satellite):
        stage = stage_of(body.orbit)
        for manoeuvre in body.manoeuvres:
            leg = leg_of(stage, manoeuvre) if stage is not None else None
            if leg is None:
                break
            left -= leg.cost_m_s
            stage = leg.after
    return max(0.0, round(left, 6))
