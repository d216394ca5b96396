"""How actors decide: governments with cut-offs, commitment and delay; an adversary with stakes and weapons."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from wargame.scenario.base import (
    Id,
    MissionKey,
    Model,
    PhaseNumber,
    PhaseShare,
    Probability,
    Text,
    Weight,
    by_phase,
    judged,
    sourced,
)
from wargame.scenario.contracts import Contract
from wargame.scenario.evidence import Assessment
from wargame.scenario.responses import ONE_STEP, Caveat, Ladder, ResponseStep

DataClass = Literal["attribution"]
ConsensusRule = Literal["national", "majority", "unanimity"]


class Government(Model):
    """How a government of the coalition makes up its mind about an attack."""

    commitment: PhaseShare = by_phase(0.2, 0.5, 0.8, 0.0, 1.0)
    """P(it acts | it is sure who did it)."""
    decision_delay_h: float = judged(72.0, 2.0, 336.0, ge=0)
    """Hours from an attack to a national decision; reports that come later do not count."""
    action_delay_h: float = judged(0.0, 0.0, 72.0, ge=0)
    """Hours from the decision until the action is felt."""
    error_rate: Probability = judged(0.0, 0.0, 0.3)
    """P(nothing comes of it | it is sure and committed): the order is late, wrong or lost."""
    cost_if_wrong: float = judged(1.0, 0.25, 4.0, gt=0)
    """Cost, in its own units, of acting at rung 1 against the wrong party."""
    cost_if_wrong_per_rung: float = judged(0.3, 0.0, 1.0, ge=0)
    """How much that cost grows with every rung above the first."""
    benefit_if_right: float = judged(1.0, 0.25, 4.0, gt=0)
    """Benefit of acting against the right party."""
    severity: Probability = judged(0.3, 0.05, 0.8)
    """Share of Red's largest cost that this government alone can impose (s_g)."""
    prior_hostile: PhaseShare = by_phase(0.1, 0.3, 0.5, 0.02, 0.9)
    """Its prior that a sudden failure is an attack, shared equally by the adversaries that could have done it; below
    every cut-off, so that evidence decides."""
    shows_up: Probability = judged(0.6, 0.2, 0.95)
    """Red's prior probability that this government shows up (beta_g)."""
    response_ladder: Ladder = ()
    """Steps of its answer in rising order; it takes the highest that its posterior reaches. Without steps it acts
    with all its severity or not at all."""
    strategic_steps: int = judged(1, 0, 2, ge=0, le=9)
    """Rungs, and steps of its ladder, by which it answers an attack on the warning chain or on protected communication
    higher than any other."""
    caveats: Mapping[Id, Caveat] = Field(default_factory=dict)
    """Attacks that it will not answer, a caveat an entry."""
    consensus_rule: ConsensusRule = "national"
    """Common politics only. national: each decides alone; majority and unanimity: governments with a stake that are
    tied by a collective response answer only when more than half of them, or all, are for it."""
    consensus_delay_h: float = judged(12.0, 0.0, 72.0, ge=0)
    """Hours by which every voter beyond the first delays a vote after the last of them has made up its mind."""

    @property
    def steps(self) -> tuple[ResponseStep, ...]:
        """Its ladder; a single step with all its severity where it has none."""
        return self.response_ladder or ONE_STEP

    def cut_off(self, rung: int, step: int = 0) -> float:
        """The posterior from which on it takes a step at `rung`: x*_k = c_wrong / (c_wrong + b_right).

        Source: expected cost of a false accusation against the benefit of a right one, ours
        (docs/method.md, section 6).
        """
        wrong = self.cost_if_wrong + self.cost_if_wrong_per_rung * (rung - 1)
        if self.response_ladder:
            wrong *= self.response_ladder[step].wrong_factor
        return wrong / (wrong + self.benefit_if_right)

    def cut_offs(self, rung: int) -> tuple[float, ...]:
        """The cut-off of every step at `rung`, rounded to 1e-9, lowest first."""
        return tuple(round(self.cut_off(rung, step), 9) for step in range(len(self.response_ladder) or 1))

    def taken(self, reached: int, strategic: bool) -> int:
        """The step that it takes when its posterior reaches `reached`: strategic attacks raise it, up to the top."""
        return min(reached + self.strategic_steps * strategic, len(self.steps) - 1)

    def severity_of(self, step: int) -> float:
        """Share of Red's largest cost that a step imposes."""
        return self.severity * self.steps[step].severity_share


class GovernmentChanges(Model):
    """What one government does differently from the scenario's common `politics`."""

    commitment: PhaseShare | None = None
    """See politics."""
    decision_delay_h: float | None = Field(None, ge=0)
    """See politics."""
    action_delay_h: float | None = Field(None, ge=0)
    """See politics."""
    error_rate: Probability | None = None
    """See politics."""
    cost_if_wrong: float | None = Field(None, gt=0)
    """See politics."""
    cost_if_wrong_per_rung: float | None = Field(None, ge=0)
    """See politics."""
    benefit_if_right: float | None = Field(None, gt=0)
    """See politics."""
    severity: Probability | None = None
    """See politics."""
    prior_hostile: PhaseShare | None = None
    """See politics."""
    shows_up: Probability | None = None
    """See politics."""
    response_ladder: Ladder | None = None
    """See politics."""
    strategic_steps: int | None = Field(None, ge=0, le=9)
    """See politics."""
    caveats: Mapping[Id, Caveat] | None = None
    """See politics."""


class Objective(Model):
    """Something Red wants to deny: a mission's service in a region."""

    mission: MissionKey
    """Which service."""
    region: Id
    """Where."""
    weight: float = Field(gt=0, le=1)
    """Share of Red's stake; the weights of all objectives sum to 1."""
    shape: Literal["logistic", "linear"] = "logistic"
    """Red's chance of reaching the objective as a function of the coalition's mean service."""
    q50: float = judged(0.6, 0.4, 0.8, gt=0, lt=1)
    """Mean service at which the logistic is at its middle."""
    slope: float = judged(10.0, 5.0, 20.0, gt=0)
    """Steepness of the logistic."""


class Capability(Model):
    """A means of attack in Red's hands."""

    effect: Id
    """Which effect (see `wargame list`)."""
    name: Text | None = None
    """What people call it."""
    magazine: int = Field(ge=0, le=10_000)
    """How many times it can be used (shots, simultaneous jammers, prepared intrusions)."""
    cost_per_use: float = judged(0.01, 0.0, 0.1, ge=0)
    """Cost of one use in stakes: the thing spent, or the access burnt (k_resource)."""
    survives_strike: Probability = judged(0.5, 0.0, 1.0)
    """Chance that Red could still use it after being struck first; only the measure of instability reads it."""
    parameters: Mapping[str, Any] = Field(default_factory=dict)
    """Parameters of the effect; the loader checks them against the effect's own page and fills its defaults.

    `Any`: each effect declares its own model."""


class Costs(Model):
    """What an attack costs Red in stakes, whether or not anybody answers."""

    per_rung: float = judged(0.01, 0.0, 0.05, ge=0)
    """Cost of each rung of the ladder that the attack stands on (k_rung)."""
    per_1000_fragments: float = judged(0.05, 0.0, 0.2, ge=0)
    """Cost of a thousand fragments above 10 cm (k_debris)."""
    norm: float = judged(0.05, 0.0, 0.2, ge=0)
    """Cost of breaking the norm against debris-making attacks (k_norm; UNGA resolution 77/41)."""
    strategic: float = judged(0.1, 0.0, 0.5, ge=0)
    """Cost of crossing the threshold to the warning chain and to protected relays and their gateways (k_strategic):
    what Red fears of an attack that can be taken for a first step against nuclear forces."""
    response_cap: float = judged(1.2, 0.5, 3.0, ge=0)
    """The most that all responses together can cost Red (c_max)."""
    response_fading_d: float = judged(30.0, 7.0, 90.0, gt=0)
    """Days in which a late response loses all but 1/e of its weight (tau)."""


class Belief(Model):
    """How Red learns whether a government would show up."""

    step: float = judged(1.0, 0.0, 3.0, ge=0)
    """Change of the log-odds by one fully visible, fully competent demonstration (alpha_belief)."""
    half_life_d: float = judged(30.0, 5.0, 180.0, gt=0)
    """Days in which half of the change fades again."""
    draws: int = judged(8, 4, 64, ge=1, le=256)
    """Number of common draws of who shows up over which Red averages its benefit."""


class StepDown(Model):
    """When an adversary that has attacked comes down again, and when the crisis is over."""

    after_moves: int = judged(0, 0, 12, ge=0)
    """Moves without an order, after its last, from which on it steps down; 0 means never by itself."""
    ends_after_h: float = judged(72.0, 12.0, 336.0, ge=0)
    """Hours without an attack from there to the end of the crisis."""


_MEDIAN = "median of Tversky and Kahneman 1992"


class ProspectTheory(Model):
    """How gains and losses are felt by the doctrine `prospect`."""

    loss_aversion: float = sourced(2.25, _MEDIAN, low=1.0, high=4.0, ge=0.1, le=20)
    """How much more a loss is felt than a gain of the same size."""
    curvature: float = sourced(0.88, _MEDIAN, low=0.5, high=1.0, gt=0, le=1)
    """Exponent of the value of gains and losses; below 1 the second half of a gain is felt less than the first."""
    gain_weighting: float = sourced(0.61, _MEDIAN, low=0.4, high=1.0, ge=0.3, le=1)
    """Curvature of the weight of chances to gain; below 1 small chances loom large and large ones small."""
    loss_weighting: float = sourced(0.69, _MEDIAN, low=0.4, high=1.0, ge=0.3, le=1)
    """The same for chances to lose."""


class Action(Model):
    """One attack: a capability, its targets and the hour."""

    capability: Id
    """One of the adversary's capabilities."""
    targets: tuple[Id, ...] = Field(min_length=1)
    """Satellites or sites."""
    at_h: float = Field(ge=0)
    """Hours since the epoch."""


class Adversary(Model):
    """What Red wants, fears, believes and has."""

    doctrine: Id = "rational"
    """How it decides (see `wargame list`)."""
    script: tuple[Action, ...] = ()
    """What the scripted doctrine does."""
    objectives: Mapping[Id, Objective] = Field(default_factory=dict)
    """What it wants to deny; the weights sum to 1."""
    pressure: PhaseShare = by_phase(0.05, 0.3, 0.6, 0.0, 1.0)
    """Share of the stake that Red believes restraint will cost it (kappa)."""
    resolve_rate: float = judged(10.0, 5.0, 40.0, gt=0)
    """Precision of attack or restraint (lambda_0); large means no noise."""
    choice_rate: float = judged(10.0, 5.0, 40.0, gt=0)
    """Precision of the choice among attacks (lambda_1)."""
    least_gain: Probability = judged(0.01, 0.0, 0.05)
    """Benefit, as a share of the stake, from which on an attack relieves all the crisis pressure; less relieves
    it in proportion, and an attack that gains nothing relieves nothing."""
    evidence_overlap: Probability = judged(0.3, 0.0, 0.8)
    """Common cause among the coalition's sources of evidence (rho), as everybody in this scenario reckons it."""
    costs: Costs = Costs()
    """What attacks cost it."""
    belief: Belief = Belief()
    """How it learns."""
    step_down: StepDown = StepDown()
    """When it comes down again."""
    prospect: ProspectTheory = ProspectTheory()
    """How the doctrine `prospect` feels gains and losses; other doctrines do not read it."""
    capabilities: Mapping[Id, Capability] = Field(default_factory=dict)
    """What it has."""
    believed_effects: tuple[Id, ...] = ()
    """Effects that governments believe it could use, whether or not it can; its capabilities are known to all."""
    assessment: Assessment = Assessment()
    """How it learns what has become of assets of others."""
    option_limit: int = Field(200, ge=1, le=1000)
    """The most options it weighs at once; the number dropped is recorded."""


STAKES = ("resolve_rate", "choice_rate", "least_gain", "costs", "pressure", "prospect")
"""Fields of an adversary that only its weighing reads, and how much an answer weighs when it comes: no service, sensor,
effect or decision of a government does."""


def without_stakes(adversary: Mapping[str, Any]) -> dict[str, Any]:
    """An adversary as plain values (`Any`) without its stakes; of its objectives only which service and where."""
    aims = {key: (aim["mission"], aim["region"]) for key, aim in adversary["objectives"].items()}
    return {key: value for key, value in adversary.items() if key not in STAKES} | {"objectives": aims}


ActorKind = Literal["lead", "partner", "commercial", "neutral", "adversary"]


class Actor(Model):
    """A nation, a company or the adversary."""

    name: Text
    """What people call it."""
    kind: ActorKind
    """lead, partner, commercial, neutral or adversary."""
    role: Literal["baseline", "player"] | None = None
    """Commercial only: baseline is under the lead's contract in every coalition, player can leave like a partner."""
    government: GovernmentChanges = GovernmentChanges()
    """Lead and partners: what differs from the common politics."""
    adversary: Adversary | None = None
    """Adversary only."""
    contract: Contract | None = None
    """Commercial only: when it may refuse; left out, it never does."""


class DisclosureRow(Model):
    """One row of the disclosure matrix: who releases which class of data to whom, how much and how late."""

    giver: tuple[Id, ...] | Literal["members"]
    """Whose data; `members` means every member of the coalition."""
    to: tuple[Id, ...] | Literal["members"]
    """Who receives it."""
    data: DataClass = "attribution"
    """Class of data."""
    share: PhaseShare = by_phase(0.2, 0.5, 0.8, 0.0, 1.0)
    """P(a report is released)."""
    latency_h: PhaseNumber = by_phase(48.0, 24.0, 12.0, 0.0, 168.0)
    """Hours from report to release."""
    p_leak: PhaseShare = by_phase(0.0, 0.0, 0.0, 0.0, 0.2)
    """P(a release leaks to the adversaries)."""


class ThreatPackage(Model):
    """A declared attack that every coalition faces in the forced arm."""

    title: Text
    """What it stands for."""
    adversary: Id
    """Who carries it out."""
    weight: Weight = 1.0
    """Weight in the mean over packages (normalised to sum 1)."""
    actions: tuple[Action, ...] = Field(min_length=1)
    """What is done, to whom, when."""
