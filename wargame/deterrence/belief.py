"""What an adversary believes at a moment: all that its reckoning rests on, and what tells one belief from another."""

from collections.abc import Mapping
from dataclasses import dataclass

from wargame.coalition import Coalition
from wargame.deterrence.expected import NOTHING_SEEN, Posture
from wargame.deterrence.felt import Felt
from wargame.deterrence.options import Weapon
from wargame.scenario import Phase


@dataclass(frozen=True, slots=True)
class Belief:
    """What Red believes at a moment.

    Attributes:
        actor: the adversary.
        t_s: seconds since the epoch.
        horizon_s: the end of the window over which benefit is counted.
        phase: the phase.
        coalition: who stands with the coalition, as everybody can see.
        shows_up: probability that each government shows up.
        outages: what is not working and who jams receivers, of what Red can see.
        weapons: what it has left.
        relief: the share of its pressure that off-ramps take away.
        learned: hidden assets that it has learned of, in alphabetical order.
        leaks: whose leaks it can use still, in alphabetical order.
        posture: what it has seen of the coalition's defences in use.
    """

    actor: str
    t_s: int
    horizon_s: int
    phase: Phase
    coalition: Coalition
    shows_up: Mapping[str, float]
    outages: tuple[Felt, ...]
    weapons: tuple[Weapon, ...]
    relief: float = 0.0
    learned: tuple[str, ...] = ()
    leaks: tuple[str, ...] = ()
    posture: Posture = NOTHING_SEEN

    @property
    def faces(self) -> tuple[object, ...]:
        """Whom Red faces, and whom of them it expects to show up."""
        return self.coalition.key, tuple(sorted(self.shows_up.items()))

    @property
    def key(self) -> tuple[object, ...]:
        """What tells this belief from another, for sharing what follows from it."""
        return (
            self.actor,
            self.t_s,
            self.phase,
            *self.faces,
            self.outages,
            tuple((weapon.key, weapon.left) for weapon in self.weapons),
            self.relief,
            self.learned,
            self.leaks,
            self.posture,
        )
