"""Protected satellite communication: the share of demand that spread and nulled relays can carry.

What happens:
    Relays with spread signals and antennas that null a jammer carry orders and reports that must get through: little
    capacity, much protection, usually in extremely high frequency (band `ehf`) and linked between satellites.

When it can be tried (Who is served):
    Users with terminals in a band of the relay: their nation's own relays, agreed shares, pools. A user with EHF
    terminals gets nothing from a relay in X band. Traffic lands at a gateway of this mission that works, belongs to the
    payload's owner or is open to it by ground access, and stands in view of the relay or, with a crosslink, of any
    working relay of the same network. So one gateway on the owner's soil can serve a whole ring of satellites.

What decides success:
    The same rule as for wideband (`wargame.missions.satcom_wideband`): own users, agreed shares, own users on what is
    left of these, pool; priority classes inside each; a maximum flow, max-min fair, inside each class. Service is what
    is allocated over what is asked for.

Source and confidence:
    Notional. Public descriptions of AEHF and its partners (own terminals, a share for those who paid); EHF payloads
    hosted on partners' polar satellites. Capacities and shares come from the scenario. Allocation as for wideband.

Leaves out:
    Data rates that fall under jamming step by step (the payload's `anti_jam_db` enters as one factor), rain at EHF,
    planning of beams and of cryptographic keys, and traffic between users of one satellite, which needs no gateway.
"""

from functools import partial

from wargame.missions.contract import Mission
from wargame.missions.flow import allocations
from wargame.missions.relays import RelayService
from wargame.scenario.base import MissionKey

KEY: MissionKey = "satcom_protected"
MISSION = Mission(
    key=KEY,
    name="Protected satellite communication",
    serve=partial(RelayService, KEY),
    compile_apart=allocations,
)
