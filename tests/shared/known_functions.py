"""Functions whose sensitivity is known in closed form."""

import numpy as np


def ishigami(x, a=7.0, b=0.1):
    """Ishigami and Homma 1990, on shares of [-pi, pi]."""
    x = (2.0 * x - 1.0) * np.pi
    return np.sin(x[:, 0]) + a * np.sin(x[:, 1]) ** 2 + b * x[:, 2] ** 4 * np.sin(x[:, 0])


def ishigami_indices(a=7.0, b=0.1):
    """First-order and total indices in closed form (Saltelli et al., Global Sensitivity Analysis, 2008, 4.6)."""
    v1 = 0.5 * (1.0 + b * np.pi**4 / 5.0) ** 2
    v2 = a**2 / 8.0
    v13 = 8.0 * b**2 * np.pi**8 / 225.0
    total = v1 + v2 + v13
    return np.array([v1, v2, 0.0]) / total, np.array([v1 + v13, v2, v13]) / total


def g_function(x, weights):
    """Sobol's G on [0, 1] (Saltelli and Sobol 1995)."""
    weights = np.asarray(weights)
    return np.prod((np.abs(4.0 * x - 2.0) + weights) / (1.0 + weights), axis=1)


def g_indices(weights):
    """First-order and total indices of G in closed form."""
    parts = 1.0 / (3.0 * (1.0 + np.asarray(weights)) ** 2)
    variance = np.prod(1.0 + parts) - 1.0
    total = parts * np.prod(1.0 + parts) / (1.0 + parts)
    return parts / variance, total / variance
