"""Environmental monitoring: how recent the newest observation of weather and sea is that has reached the user.

What happens:
    Weather satellites observe the points in their reach, in low orbit in passes and from geostationary orbit all the
    time, bring what they observe to a gateway, and what their owner receives is released to others.

When it can be tried (Who is served):
    The owner of a payload when its observation lands, everybody else at the same time where its data are open, and
    otherwise nations to which it gives them by agreement, after the delay of that agreement. The payload needs a
    gateway for environmental data that works, stands in view, and belongs to its owner or is open to it by ground
    access: to land what it observed, and to be commanded.

What decides success:
    An observation is made in every service step in which the payload works, stands in its band of incidence angles
    over the point, by day and night, and has been in contact with a gateway within its tasking life (the epoch counts
    as a contact). It lands at the first contact from then on; a payload that does not work keeps what it has, one
    that is lost takes it along. Service at a point is min(1, A_req / age), with the age of the newest observation
    released; a region's service is the mean over its points, and a nation's the mean over its groups of users by
    their weights. At the epoch everything that is ever collected counts as just collected and released. A payload
    with any factor above 0 works.
    The step in which a newer observation is released is half served by the one before: it comes in mid-step on average.

Source and confidence:
    Freshness: ours. Open data: WMO Resolution 1 (Cg-Ext(2021)). Incidence: Larson and Wertz,
    section 5.2. Notional numbers.

Leaves out:
    Forecast models and what they lose with older data, what kind of instrument observes, data from the ground, from
    ships and from aircraft, memory on board, crosslinks, and the time to process.
"""

from wargame.missions.ages import AgeService
from wargame.missions.contract import Mission, Setting
from wargame.missions.releases import Ask
from wargame.scenario.base import MissionKey

KEY: MissionKey = "environment"
KINDS = frozenset({"weather"})


def serve(setting: Setting) -> AgeService:
    """The service of environmental monitoring on a setting."""
    needs = [(region, nation, users.needs.environment) for region, nation, users in setting.users]
    asks = [
        Ask(region, nation, KINDS, need.age_h * 3600.0, need.weight)
        for region, nation, need in needs
        if need is not None
    ]
    return AgeService(KEY, setting, asks)


MISSION = Mission(key=KEY, name="Environmental monitoring", serve=serve)
