"""Services at the samples of a grid, as what-ifs and windows take them."""

from wargame.missions.contract import quantised, weighted_mean
from wargame.missions.status import WHAT_IF


def samples_by_region(model, mission, available, grid=WHAT_IF):
    """Demand-weighted mean over beneficiaries at every sample of the horizon, shape (regions, samples)."""
    service = model.service(mission)
    return quantised(weighted_mean(service.given_each([available], grid)[0], service.weights))
