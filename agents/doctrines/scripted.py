"""Scripted: carry out a list of attacks at their hours, whatever happens.

What happens
    Every attack of the script is ordered at its hour, each capability against its targets. The forced arm uses it to
    execute a threat package against every coalition.

What decides
    Nothing but the script. It weighs nothing, so there is no gap, no P(attack) and no margin; an order that cannot be
    carried out is refused by the adjudication.

Source and confidence
    An input of the user's own.

Leaves out
    Everything that would make an adversary change its mind.
"""

from typing import ClassVar

from wargame.draws import Draws
from wargame.game.effect import Order
from wargame.game.observation import Decision, Observation


class Scripted:
    """Follows the adversary's `script` (see the module's page)."""

    key: ClassVar[str] = "scripted"

    def decide(self, observation: Observation, draws: Draws) -> Decision:
        """The orders of the script that fall into this move, each at its own hour."""
        start_s, end_s = observation.t_s, observation.t_s + observation.move_s
        capabilities = observation.interests.capabilities
        orders = [
            Order(
                actor=observation.actor,
                capability=action.capability,
                effect=capabilities[action.capability].effect,
                targets=tuple(sorted(action.targets)),
                move=observation.move,
                at_s=round(action.at_h * 3600),
            )
            for action in observation.interests.script
            if start_s <= round(action.at_h * 3600) < end_s
        ]
        return Decision(orders=tuple(sorted(orders, key=lambda order: order.id)))


DOCTRINE = Scripted()
