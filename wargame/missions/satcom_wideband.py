"""Wideband satellite communication: the share of demand that relays can carry.

What happens:
    Relays carry traffic between terminals in the regions they see and a gateway on the ground: much capacity, little
    protection. A region is in view when at least half of its points see the relay above the mission's mask (the field
    `point_mask_deg`), and in reach when the relay's beams cover it (`regions`).

When it can be tried (Who is served):
    Each nation's users by its own relays; by agreed shares of others' relays; by the spare capacity of the pools it
    belongs to. A relay works when its payload does and its traffic can land: at a gateway that works, stands in view,
    shares a band, and belongs to the payload's owner or is open to it by ground access; with a crosslink, also where
    any working relay of the same network sees such a gateway. Terminals need a band in common with the relay.

What decides success:
    A relay offers its capacity, and what its beams can put into one region, times the lesser of its own factor and that
    of its best gateway. Agreed shares are slices of each relay. Own users come first, then agreed shares, then what
    recipients left goes to own users, then the pool; in each of these, users of priority 1 before 2 and so on. Inside
    one class as much is carried as any routing can carry, shared max-min fair (a maximum flow; see
    `wargame.missions.relay_rights` and `wargame.missions.flow`). Service is what is allocated over what is asked for.

Source and confidence:
    Notional. Capacity as the sum over relays of the lesser of payload and beam share, then demand by priority class, is
    common practice in public studies; maximum flow: Ford and Fulkerson 1956; fairness: Megiddo 1974. The tiers, the
    slices and REGION_IN_VIEW are ours. Capacities come from the scenario: class figures, not measurements.

Leaves out:
    Weather, link budgets of single terminals, limits of the links between satellites and of gateways, time to move
    users from one relay to another, and interruption of calls that a rerouting would mean.
"""

from functools import partial

from wargame.missions.contract import Mission
from wargame.missions.flow import allocations
from wargame.missions.relays import RelayService
from wargame.scenario.base import MissionKey

KEY: MissionKey = "satcom_wideband"
MISSION = Mission(
    key=KEY,
    name="Wideband satellite communication",
    serve=partial(RelayService, KEY),
    compile_apart=allocations,
)
