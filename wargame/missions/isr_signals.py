"""Signals intelligence: how recent the newest collection over a place is that has reached the user.

What happens:
    Satellites listen to emitters around the points in their reach, carry what they hear to a gateway, and what their
    owner receives is released to others.

When it can be tried (Who is served):
    The owner of a payload when its collection lands, and nations to which it gives its signals by agreement, after
    the delay of that agreement. The payload needs a gateway for signals that works, stands in view, and belongs to
    its owner or is open to it by ground access: to land what it heard, and to be tasked.

What decides success:
    A collection is made in every service step in which the payload works, stands in its band of incidence angles over
    the point and has been in contact with a gateway within its tasking life (the epoch counts as a contact). It lands
    at the first contact from then on; a payload that does not work keeps what it has, one that is lost takes it
    along. Service at a point is min(1, A_req / age), with the age of the newest collection released; a region's
    service is the mean over its points, and a nation's the mean over its groups of users by their weights. At the
    epoch everything that is ever collected counts as just collected and released. A payload with any factor above 0
    works.
    The step in which a newer collection is released is half served by the one before: it comes in mid-step on average.

Source and confidence:
    Freshness: ours. Incidence: Larson and Wertz, section 5.2. Notional numbers.

Leaves out:
    Whether anybody sends, frequencies, location accuracy, formations of listeners, memory on board, crosslinks, and
    the time to task and to exploit.
"""

from wargame.missions.ages import AgeService
from wargame.missions.contract import Mission, Setting
from wargame.missions.releases import Ask
from wargame.scenario.base import MissionKey

KEY: MissionKey = "isr_signals"
KINDS = frozenset({"signals"})


def serve(setting: Setting) -> AgeService:
    """The service of signals intelligence on a setting."""
    needs = [(region, nation, users.needs.isr_signals) for region, nation, users in setting.users]
    asks = [
        Ask(region, nation, KINDS, need.age_h * 3600.0, need.weight)
        for region, nation, need in needs
        if need is not None
    ]
    return AgeService(KEY, setting, asks)


MISSION = Mission(key=KEY, name="Signals intelligence", serve=serve)
