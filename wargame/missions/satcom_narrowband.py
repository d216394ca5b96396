"""Narrowband satellite communication: the share of demand that relays for small mobile terminals can carry.

What happens:
    Relays carry voice and messages for terminals that are carried by hand or mounted on vehicles, ships and aircraft,
    usually in UHF (band `uhf`) or L band; constellations in low orbit may be linked between satellites.

When it can be tried (Who is served):
    Users with terminals in a band of the relay: their nation's own relays, agreed shares, pools. Traffic lands at a
    gateway for this mission that works, belongs to the payload's owner or is open to it by ground access, and stands in
    view of the relay or, with a crosslink, of any working relay of the same network.

What decides success:
    The same rule as for wideband (`wargame.missions.satcom_wideband`): own users, agreed shares, own users on what is
    left of these, pool; priority classes inside each; a maximum flow, max-min fair, inside each class. Service is what
    is allocated over what is asked for.

Source and confidence:
    Notional. Public descriptions of MUOS with its four ground stations, of UHF payloads hosted for partners, and of
    Iridium with its crosslinks. Capacities and shares come from the scenario. Allocation as for wideband.

Leaves out:
    Channels and time slots one by one, scintillation, foliage and multipath, and calls between two users of one
    satellite, which a bent pipe could carry without a gateway.
"""

from functools import partial

from wargame.missions.contract import Mission
from wargame.missions.flow import allocations
from wargame.missions.relays import RelayService
from wargame.scenario.base import MissionKey

KEY: MissionKey = "satcom_narrowband"
MISSION = Mission(
    key=KEY,
    name="Narrowband satellite communication",
    serve=partial(RelayService, KEY),
    compile_apart=allocations,
)
