"""The crisis in which effects are tried one by one (tests/effects/proving_ground.yaml), and a shot in it."""

from pathlib import Path

import crises

from wargame.loader.load import load
from wargame.run import run

GROUND = Path(__file__).parent.parent / "effects" / "proving_ground.yaml"
HOUR_S = 3600
DAY_S = 86_400
AT_H = 12


def ground(capability, targets, changes=None):
    """The proving ground with one package: a capability against targets at hour 12."""
    package = {
        "title": "one",
        "adversary": "RED",
        "actions": [{"capability": capability, "targets": targets, "at_h": AT_H}],
    }
    return crises.changed({"threat_packages": {"one": package}, **(changes or {})}, load(GROUND))


def played(scenario, replicate=0):
    """The record of its package."""
    return run(scenario, arm="forced", package="one", replicate=replicate)
