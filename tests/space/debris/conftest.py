"""What the tests of debris share: the published distributions, written down a second time, branch by branch as printed.

Source: Johnson, Krisko, Liou, Anz-Meador 2001 (Adv. Space Res. 28, 1377), the equations for A/M of spacecraft, rocket
bodies and pieces below 8 cm. The kernels are written differently; the two must agree.
"""

import math
from types import SimpleNamespace

import numpy as np
import pytest
from scipy.stats import norm


def parts(size_m, kind):
    """The normals of log10(A/M) at one size: (weight, mean, deviation) each; weights sum to one."""
    decade = math.log10(size_m)
    bridge = np.interp(decade, [math.log10(0.08), math.log10(0.11)], [0.0, 1.0])
    small = (1.0 - bridge, *small_normal(decade))
    share, *normals = (rocket_body if kind == "rocket_body" else spacecraft)(decade)
    return [small, (bridge * share, *normals[:2]), (bridge * (1.0 - share), *normals[2:])]


def small_normal(x):
    mean = -0.3 if x <= -1.75 else -0.3 - 1.4 * (x + 1.75) if x < -1.25 else -1.0
    return mean, 0.2 if x <= -3.5 else 0.2 + 0.1333 * (x + 3.5)


def spacecraft(x):
    share = 0.0 if x <= -1.95 else 0.3 + 0.4 * (x + 1.2) if x < 0.55 else 1.0
    mean_1 = -0.6 if x <= -1.1 else -0.6 - 0.318 * (x + 1.1) if x < 0 else -0.95
    deviation_1 = 0.1 if x <= -1.3 else 0.1 + 0.2 * (x + 1.3) if x < -0.3 else 0.3
    mean_2 = -1.2 if x <= -0.7 else -1.2 - 1.333 * (x + 0.7) if x < -0.1 else -2.0
    deviation_2 = 0.5 if x <= -0.5 else 0.5 - (x + 0.5) if x < -0.3 else 0.3
    return share, mean_1, deviation_1, mean_2, deviation_2


def rocket_body(x):
    share = 1.0 if x <= -1.4 else 1.0 - 0.3571 * (x + 1.4) if x < 0 else 0.5
    mean_1 = -0.45 if x <= -0.5 else -0.45 - 0.9 * (x + 0.5) if x < 0 else -0.9
    deviation_2 = 0.28 if x <= -1.0 else 0.28 - 0.1636 * (x + 1.0) if x < 0.1 else 0.1
    return share, mean_1, 0.55, -0.9, deviation_2


def density(chi, size_m, kind):
    """The probability density of log10(A/M)."""
    return sum(weight * norm.pdf(chi, mean, deviation) for weight, mean, deviation in parts(size_m, kind))


def cumulative(chi, size_m, kind):
    """The cumulative distribution of log10(A/M)."""
    return sum(weight * norm.cdf(chi, mean, deviation) for weight, mean, deviation in parts(size_m, kind))


def area_m2(size_m):
    """Mean cross-section."""
    return 0.540424 * size_m**2 if size_m < 0.00167 else 0.556945 * size_m**2.0047077


@pytest.fixture(scope="session")
def model():
    """The published model: `parts`, `density`, `cumulative` of log10(A/M) at a size, and `area_m2`."""
    return SimpleNamespace(parts=parts, density=density, cumulative=cumulative, area_m2=area_m2)
