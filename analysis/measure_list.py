"""Every measure with its formula, unit, arm and source, by family; `measures` makes pages and lists of it."""

from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["record", "study"]
OURS = "ours (docs/method.md, section 8)"
_NO_ATTACKER = "no adversary weighs options, or none ever had one"
_NOT_MET = "nobody needs the mission, or the unattacked line never reaches the threshold (not met unattacked)"
_TABLES = f"{_NO_ATTACKER}; records are lean (their tables are left out)"

WHOLE = ("cooperation_efficiency", "p_star")
"""Measures that are asked of the coalition of all players, and have no part for each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure.

    Attributes:
        name: flat name.
        title: what it says.
        arm: the arm that it needs.
        unit: of the number.
        direction: which way is better for the coalition.
        by_mission: whether there is one for each mission, too.
        standing: primary or exploratory.
        kind: `record`: one number for each record; `study`: over a set of records.
        formula: how it is computed.
        source: where the definition comes from.
        null_when: when there is no number.
        shape: `number`, or `curve` or `table` for what a study draws.
    """

    name: str
    title: str
    arm: str
    unit: str
    direction: Literal["higher", "lower", "neither"]
    by_mission: bool = False
    standing: Literal["primary", "exploratory"] = "exploratory"
    kind: Kind = "record"
    formula: str
    source: str = OURS
    null_when: str
    shape: Literal["number", "curve", "table"] = "number"


def _service(name: str, title: str, arm: str, unit: str = "share", **more: Any) -> Measure:
    """A measure of service, by mission, of which more is better unless said (`Any`: further fields)."""
    given = {"direction": "higher", "null_when": "nobody needs the mission", **more}
    return Measure(name=name, title=title, arm=arm, unit=unit, by_mission=True, **given)


def _choice(name: str, title: str, unit: str, **more: Any) -> Measure:
    """A measure of the restraint path (`Any`: further fields)."""
    given = {"direction": "higher", "null_when": _NO_ATTACKER, **more}
    return Measure(name=name, title=title, arm="restraint", unit=unit, **given)


def _deed(name: str, title: str, arm: str, unit: str, formula: str, **more: Any) -> Measure:
    """A count of what was done in the arm played (`Any`: further fields)."""
    given = {"direction": "lower", "null_when": "another arm was played", **more}
    return Measure(name=name, title=title, arm=arm, unit=unit, formula=formula, **given)


CAPABILITY = (
    _service(
        "capability.service",
        "Mean service when nobody attacks",
        "unattacked",
        formula="mean over the run of Q0, demand-weighted within a mission",
    ),
    _service(
        "total.service",
        "Mean service in the free arm, whatever Red did",
        "free",
        formula="mean over the run of Q",
    ),
)

RESILIENCE = (
    _service(
        "resilience.service_delivered",
        "Mean service against fixed demand when a threat package is carried out",
        "forced",
        formula="integral of Q dt / T, forced arm",
        standing="primary",
        source="resilience triangle, Bruneau et al. 2003 (case O12)",
    ),
    _service(
        "resilience.service_kept",
        "Service as a share of the unattacked line",
        "forced",
        formula="integral of Q / integral of Q0",
        source="resilience triangle, Bruneau et al. 2003 (case O12)",
        null_when="nobody needs the mission, or there is no service unattacked",
    ),
    _service(
        "resilience.attributable_hours",
        "Hours of outage that attacks caused",
        "forced",
        "h",
        direction="lower",
        formula="R1b: hours with Qr < theta while Qr0 >= theta; Qr is the trailing mean over the window w",
        null_when=_NOT_MET,
    ),
    _service(
        "resilience.no_outage",
        "1 if no attributable outage outlasts the window",
        "forced",
        "0 or 1",
        formula="1 if the longest stretch with Qr < theta <= Qr0 is no longer than tau_m = w",
        null_when=_NOT_MET,
    ),
    _service(
        "resilience.depth",
        "Deepest relative loss",
        "forced",
        direction="lower",
        formula="R3: 1 - min Qr / Qr0 where Qr0 >= theta",
        null_when=_NOT_MET,
    ),
    _service(
        "resilience.time_to_restore_h",
        "Hours from the loss until 90 % is back for six hours",
        "forced",
        "h",
        direction="lower",
        formula="first loss to the start of the first 6 h with Qr >= 0.9 Qr0; 0 if never lost, the hours left if never "
        "restored (restricted mean)",
        null_when=f"{_NOT_MET}; or a phase is asked for",
    ),
    _service(
        "resilience.not_restored",
        "1 if what was lost is not back by the end of the run",
        "forced",
        "0 or 1",
        direction="lower",
        formula="1 where the time to restore is cut off by the end of the run",
        null_when=f"{_NOT_MET}; or a phase is asked for",
    ),
    _service(
        "resilience.loss_90d_h",
        "Hours of full service lost to day 90",
        "forced",
        "h",
        direction="lower",
        formula="integral of Q0 - Q to day 90; after the run both hold the mean of their last day under what is still "
        "out of action, until it is mended",
        null_when="not asked for (it takes longer than the rest), or a phase is asked for",
    ),
    _service(
        "resilience.p_no_outage",
        "Chance that no attributable outage outlasts the window",
        "forced",
        "probability",
        kind="study",
        formula="R1a: mean of no_outage over packages by weight and over replicates",
        null_when=_NOT_MET,
    ),
    _service(
        "resilience.breadth",
        "Share of threat packages that the mission withstands",
        "forced",
        kind="study",
        formula="R1c: weight of the packages with R1a >= the mission's target",
        null_when=_NOT_MET,
    ),
    _service(
        "resilience.share_not_restored",
        "Share of packages and replicates in which service is not back by the end of the run",
        "forced",
        direction="lower",
        kind="study",
        formula="mean of not_restored over packages by weight and over replicates",
        null_when=_NOT_MET,
    ),
    _service(
        "resilience.exceedance",
        "Chance that a loss of at least so deep lasts at least so long",
        "forced",
        "probability",
        direction="lower",
        kind="study",
        shape="table",
        formula="R5: P(the longest stretch with 1 - Qr / Qr0 >= d is at least t), by d and t",
        null_when=_NOT_MET,
    ),
)

DETERRENCE = (
    _choice(
        "deterrence.margin",
        "By how much restraint beats Red's best attack when attack is nearest",
        "stakes",
        standing="primary",
        formula="- max_t gap, gap = max_a EU(a) - EU(restraint)",
    ),
    _choice(
        "deterrence.p_attack",
        "Chance that Red attacks at all, over a resolve that nobody has seen",
        "probability",
        direction="lower",
        formula="sigma(lambda_0 max_t gap); with several adversaries 1 - prod (1 - that)",
        source="logistic choice, McFadden 1974; lambda_0 to infinity is Zagare and Kilgour 2000 (case O11)",
    ),
    _choice(
        "deterrence.mean_time_to_attack_h",
        "Mean time to the first attack, cut off at the end of the run",
        "h",
        formula="integral of 1 - P(attack by t) over the run",
        source="restricted mean survival time, Irwin 1949; Royston and Parmar 2013",
        null_when=f"{_NO_ATTACKER}; or a phase is asked for",
    ),
    _choice(
        "deterrence.instability",
        "What Red would lose at most by waiting until it is struck",
        "stakes",
        direction="lower",
        formula="max_t [EU(strike now) - EU(strike after being struck)], one side only",
        source="first-strike stability, Kent and Thaler, RAND R-3765, 1989; ours for one side",
        null_when=f"{_NO_ATTACKER}; or the record has no such term",
    ),
    Measure(
        name="deterrence.reached_unattacked",
        title="Share of its stake that Red has without attacking; above 0.8 there is little left to deny",
        arm="unattacked",
        unit="stakes",
        direction="lower",
        formula="sum_o w_o Psi_o(Q0_o), Q0_o the mean unattacked service in the region of the objective",
        null_when="no adversary wants to deny a service that somebody needs; or a region or a phase is asked for",
    ),
    _deed(
        "deterrence.attacked", "1 if Red attacked in this run", "free", "0 or 1", "1 if Red decided to attack"
    ),
    _deed(
        "deterrence.time_to_first_attack_h",
        "Hours until Red's first attack",
        "free",
        "h",
        "hour of the first decision to attack",
        direction="higher",
        null_when="another arm was played, or Red did not attack",
    ),
    _deed(
        "deterrence.stepped_down",
        "1 if Red came down again after it had attacked",
        "free",
        "0 or 1",
        "1 if crisis.stepped_down follows an attack of the same adversary",
        direction="higher",
        null_when="another arm was played, or Red did not attack, or there is no way down",
    ),
    _deed(
        "deterrence.highest_rung",
        "Highest rung of the ladder that Red stood on",
        "free or forced",
        "1-10",
        "the highest rung of any attack launched; 0 without one",
    ),
    _deed(
        "deterrence.reversible_share",
        "Share of what attacks took out of action that comes back by itself",
        "free or forced",
        "share",
        "statuses with an end / all statuses that attacks caused",
        direction="higher",
        null_when="another arm was played, or no attack took anything out of action",
    ),
    _deed(
        "deterrence.response_imposed",
        "Share of Red's largest cost that the answers of governments imposed",
        "free or forced",
        "share",
        "1 - prod_g (1 - s_g e^(-d_g/tau)) over the governments that answered",
        direction="neither",
    ),
    _deed(
        "deterrence.leaks",
        "Number of releases between members that leaked to Red",
        "free or forced",
        "leaks",
        "number of leak.occurred",
        null_when="another arm was played, or no release can leak",
    ),
    _deed(
        "debris.fragments",
        "Fragments above 10 cm, good to a factor of 2 to 4",
        "free or forced",
        "number",
        "sum of the fragments of all break-ups",
        source="NASA Standard Breakup Model, Johnson et al. 2001 (case O08)",
    ),
    _deed(
        "debris.hits_per_m2_year",
        "What break-ups add to the hits above 1 cm, in the shell that they make worst",
        "free or forced",
        "per square metre and year",
        "sum over break-ups by the shell in which each is densest, of density times relative speed; the largest shell",
        source="Kessler 1981; Johnson et al. 2001; good to a factor of 2 to 4",
        null_when="not asked for (it takes longer than the rest), another arm was played, or all break-ups were above "
        "2,000 km",
    ),
    _choice(
        "deterrence.survival",
        "Chance that Red has not attacked by t",
        "probability",
        kind="study",
        shape="curve",
        formula="1 - mean_r sigma(lambda_0 max_{s<=t} gap_s)",
    ),
    _choice(
        "deterrence.tipping_pressure",
        "Crisis pressure that, added at every move, makes attack as likely as not",
        "stakes",
        kind="study",
        formula="delta with mean_r sigma(lambda_0 max_t gap_t(kappa + delta)) = 1/2, on the recorded tables; flagged "
        "where kappa + delta leaves [0, 1]",
        null_when=f"{_TABLES}; no attack relieves any pressure",
    ),
    _choice(
        "deterrence.denial",
        "By how much the coalition lowers what Red expects to gain by the declared packages",
        "stakes",
        kind="study",
        formula="sum_a w_a [B(a|{}) - B(a|S)], whether or not Red attacks",
        null_when="the lead alone is not beside it, or nothing of a package is in reach",
    ),
    _choice(
        "deterrence.cost_imposition",
        "By how much the coalition raises what Red expects the declared packages to cost",
        "stakes",
        kind="study",
        formula="sum_a w_a [K(a|S) - K(a|{})], whether or not Red attacks",
        null_when="the lead alone is not beside it, or nothing of a package is in reach",
    ),
    *(
        _choice(
            f"deterrence.margin_by_{part}",
            f"Change of the margin against the lead alone because {why}",
            "stakes",
            kind="study",
            formula="benefit and cost switched one after the other over the options that both tables have at the same "
            "move, both orders averaged; re-planning is what is left of the change",
            null_when=f"{_TABLES}; the two tables have no option in common; several adversaries",
        )
        for part, why in (
            ("denial", "attacks gain Red less"),
            ("cost", "attacks cost Red more"),
            ("replanning", "Red has other options"),
        )
    ),
    Measure(
        name="deterrence.p_step_down",
        title="Chance that Red comes down again once it has attacked",
        arm="free",
        unit="probability",
        direction="higher",
        kind="study",
        formula="mean of stepped_down over the replicates in which Red attacked",
        null_when="no free arm, no attack in any replicate, or no way down",
    ),
)

COOPERATION = (
    Measure(
        name="cooperation_efficiency",
        title="How much of what cooperation could add to service is there, when nobody attacks",
        arm="unattacked",
        unit="share",
        direction="higher",
        kind="study",
        formula="(v_actual - v_independent) / (v_central - v_independent); independent: everybody serves its own users "
        "only; central: all agreements among all, no delay, every terminal fits",
        null_when="central and independent service differ by less than 0.01",
    ),
    _choice(
        "p_star",
        "Smallest commitment of all governments in every phase with which restraint beats Red's best attack",
        "probability",
        direction="lower",
        kind="study",
        formula="the smallest p in [0, 1] with margin(commitment = p) >= 0, on a grid of tenths, then halved",
        source="ours (docs/method.md, section 8); threshold of credibility, Zagare and Kilgour 2000",
        null_when=f"{_NO_ATTACKER}; or the margin is below zero even at commitment 1",
    ),
)
