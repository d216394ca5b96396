"""Cyber attack on user terminals.

What happens
    An intrusion into a provider's management network sends a ruinous command to the terminals of its customers. The
    satellite and its gateways are unharmed; a large share of the terminals is dead at once and is replaced over weeks.
    Others who use the same service elsewhere may be hit as well.

When it can be tried
    At any time once the access is prepared; each prepared access can be used once.

What decides success
    The campaign's own probability times the share of intrusions that the terminals' management does not stop.

Source and confidence
    Pattern: KA-SAT, 24 February 2022: tens of thousands of modems, satellite and gateways unharmed, 5,800 wind turbines
    in another country without remote control, replacement over weeks. Probability 0.1-0.5 per campaign: judgement.

Leaves out
    Which maker or version is hit, the time spent on access, and capacity that dead terminals leave to others.
"""

from typing import Any, ClassVar

from wargame.game.consequences import Degraded
from wargame.game.effect import ORDER_LIFE_S, Modifier, Odds, Refusal, Scene, Timing, Trace
from wargame.scenario.agreements import SatcomMission
from wargame.scenario.base import Model, Probability, judged
from wargame.scenario.needs import SatcomNeed

STAGES = 4
"""Steps in which dead terminals are replaced, as many in each."""


class Parameters(Model):
    """A prepared intrusion into the management of terminals."""

    mission: SatcomMission
    """The communication mission whose terminals it commands."""
    p_success: Probability = judged(0.3, 0.1, 0.5)
    """Probability that it works against terminals without defences."""
    share_hit: Probability = judged(0.8, 0.3, 0.95, gt=0)
    """Share of the target's terminals that are dead at once."""
    spread: Probability = judged(0.2, 0.0, 0.8)
    """Chance that each other group that uses the mission is hit as well, whoever it belongs to."""
    spread_share: Probability = judged(0.3, 0.05, 0.8, gt=0)
    """Share of another group's terminals that are dead if it is hit as well."""
    onset_h: float = judged(2.0, 0.1, 48.0, ge=0)
    """Hours from the order to the loss."""
    restore_d: float = judged(28.0, 7.0, 90.0, gt=0)
    """Days until the last terminal is replaced."""


class CyberTerminals:
    """Cyber attack on user terminals (see the module's page)."""

    key: ClassVar[str] = "cyber_terminals"
    title: ClassVar[str] = "Cyber attack on user terminals"
    reversible: ClassVar[bool] = True
    destructive: ClassVar[bool] = False
    ordered: ClassVar[bool] = True
    order_life_s: ClassVar[int] = ORDER_LIFE_S
    Parameters: ClassVar[type[Model]] = Parameters

    def can_target(self, parameters: Any, target: str, scene: Scene) -> bool:
        """Groups of users with terminals for the mission."""
        return scene.site(target) is None and target in _users(parameters, scene)

    def timing(
        self, parameters: Any, target: str, scene: Scene, earliest_s: int, latest_s: int
    ) -> Timing | Refusal:
        """After the onset, at any time."""
        if not self.can_target(parameters, target, scene):
            return Refusal(f"'{target}' is no group of users with terminals for {parameters.mission}")
        return Timing(launch_s=earliest_s, effect_s=earliest_s + round(parameters.onset_h * 3600))

    def odds(self, parameters: Any, target: str, scene: Scene, effect_s: int) -> Odds:
        """The campaign's probability times what the defences let through; then terminals die and are replaced."""
        group = scene.group(target)
        assert group is not None  # can_target has said so
        spans = _replaced(parameters, target, parameters.share_hit, 1.0)
        if parameters.spread > 0.0:
            for other in _users(parameters, scene):
                if other != target:
                    spans += _replaced(parameters, other, parameters.spread_share, parameters.spread)
        return Odds.single(
            round(parameters.p_success * (1.0 - group.terminal_readiness), 9),
            "an intrusion works with its own probability times the share that the terminals' management does not stop",
            spans,
            (
                Modifier("p_success", parameters.p_success, "judgement"),
                Modifier("terminal_readiness", group.terminal_readiness, "judgement"),
                Modifier("share_hit", parameters.share_hit, "judgement"),
            ),
        )

    def collateral(self, parameters: Any, target: str, scene: Scene, effect_s: int) -> tuple[str, ...]:
        """The other groups to which it may spread."""
        return tuple(key for key in _users(parameters, scene) if key != target) if parameters.spread else ()

    def traces(self, parameters: Any, target: str, scene: Scene, effect_s: int) -> tuple[Trace, ...]:
        """Traces in the networks of the users and their provider."""
        return (Trace("cyber_forensics", target, effect_s),)

    def rung(self, parameters: Any, target: str, scene: Scene) -> int:
        """5: cyber with lasting loss."""
        return 5


def _users(parameters: Any, scene: Scene) -> list[str]:
    """The groups with terminals for the mission, in alphabetical order."""
    return [
        key
        for key, group in sorted(scene.scenario.users.items())
        if isinstance(getattr(group.needs, parameters.mission, None), SatcomNeed)
    ]


def _replaced(parameters: Any, group: str, share: float, p: float) -> tuple[Degraded, ...]:
    """Terminals that die and are replaced in equal steps: spans of which the smallest factor holds."""
    whole_s = parameters.restore_d * 86_400.0
    return tuple(
        Degraded(
            group,
            parameters.mission,
            round(1.0 - share * (1.0 - step / STAGES), 9),
            round(whole_s * (step + 1) / STAGES),
            p,
        )
        for step in range(STAGES)
    )


EFFECT = CyberTerminals()
