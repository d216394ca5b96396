"""Images: how recent the newest usable image of a place is that has reached the user.

What happens:
    Optical and radar satellites take images of the points in their reach, carry them to a gateway, and what their
    owner receives is released to others.

When it can be tried (Who is served):
    The owner of a payload when the image lands, and nations to which it gives its images by agreement, after the
    delay of that agreement. Each group of users names the kinds of image that will do. The payload needs a gateway
    for images that works, stands in view, and belongs to its owner or is open to it by ground access: to land
    images, and to be tasked.

What decides success:
    An image is taken in every service step in which the payload works, stands in its band of incidence angles over
    the point, has been in contact with a gateway within its tasking life (the epoch counts as a contact) and, for
    optical payloads, the Sun is high enough and the region is not clouded. It lands at the first contact from then
    on; a payload that does not work keeps what it has, one that is lost takes it along. Service at a point is
    min(1, A_req / age), with the age of the newest image released; a region's service is the mean over its points,
    and a nation's the mean over its groups of users by their weights. At the epoch everything that is ever collected
    counts as just collected and released. A payload with any factor above 0 works.
    The step in which a newer image is released is half served by the one before: it comes in mid-step on average.

Source and confidence:
    Freshness: ours. Incidence: Larson and Wertz, section 5.2. Notional numbers. Clouds are one
    realisation for a scenario: a region as a whole is clear or clouded, redrawn after a fixed time.

Leaves out:
    What a payload can do in a pass (every point in reach is imaged), quality and resolution, memory on board,
    crosslinks, the time to task and to exploit, and clouds smaller than a region.
"""

from wargame.missions.ages import AgeService
from wargame.missions.contract import Mission, Setting
from wargame.missions.releases import Ask
from wargame.scenario.base import MissionKey

KEY: MissionKey = "isr_imaging"


def serve(setting: Setting) -> AgeService:
    """The service of images on a setting."""
    needs = [(region, nation, users.needs.isr_imaging) for region, nation, users in setting.users]
    asks = [
        Ask(region, nation, frozenset(need.sensors), need.age_h * 3600.0, need.weight)
        for region, nation, need in needs
        if need is not None
    ]
    return AgeService(KEY, setting, asks)


MISSION = Mission(key=KEY, name="Images", serve=serve)
