"""A run against the coalition and the same against the lead alone, as `wargame run` plays them for its report."""

from wargame.analysis.summary import Side, Summary
from wargame.run import run


def both_sides(scenario, arm="free", package=None, members=None, orders=None):
    """The summary of an arm, with the unattacked and the restraint arm beside it on either side."""

    def side(who):
        one = {name: run(scenario, coalition=who, arm=name) for name in ("unattacked", "restraint")}
        return Side(run(scenario, coalition=who, arm=arm, package=package, orders=orders), **one)

    return Summary(scenario, side(members), side(()))
