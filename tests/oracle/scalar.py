"""The services again, one scalar at a time, from the scenario alone: slow, plain, and sharing no code with the program.

One file for each family of missions (scalar_*.py), each with a function `service(world, step)` that returns the service
by (region, nation); what they share stands in scalar_base.py.
"""

import scalar_base
import scalar_pnt
import scalar_satcom
import scalar_warning

Grazing = scalar_base.Grazing

SERVICES = {
    "missile_warning": scalar_warning.service,
    "pnt": scalar_pnt.service,
    **scalar_satcom.services(),
}
"""The slow service of every mission, by key."""


class World(scalar_base.World):
    """A scenario with a coalition and outages, asked for one mission at one step."""

    def service(self, mission, step):
        """Service by (region, nation)."""
        return SERVICES[mission](self, step)
