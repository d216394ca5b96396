"""Navigation, one scalar at a time."""

import math

import scalar_base as base


def service(world, step):
    """Navigation."""
    epoch_s, t_s = step * base.STEP_S // 900 * 900, step * base.STEP_S
    signals = [
        (base.position(body.orbit, world.scenario.clock.start_utc, epoch_s), key, payload, owner)
        for key, body, name, payload, owner in world.payloads("navigation")
        if world.factor(key, name, t_s) > 0
    ]
    total, weight = {}, {}
    for region, nation, need in world.users("pnt"):
        served = 0.0
        for key, share in need.classes.items():
            user_class = world.scenario.user_classes[key]
            usable = {
                (satellite, payload.family): spot
                for spot, satellite, payload, owner in signals
                if payload.family in user_class.receivers
                and (payload.open_signal or world.given("pnt", owner, nation))
            }
            grid = base.points(world.scenario.regions[region])
            for ground in grid:
                pdop = dilution(usable, ground, user_class.mask_deg)
                served += (
                    share * (0.0 if pdop is None else min(1.0, user_class.pdop_limit / pdop)) / len(grid)
                )
        total[region, nation] = total.get((region, nation), 0.0) + need.weight * served / sum(
            need.classes.values()
        )
        weight[region, nation] = weight.get((region, nation), 0.0) + need.weight
    return {key: total[key] / weight[key] for key in total}


def dilution(usable, ground, mask_deg):
    """Position dilution of precision from the full normal matrix with a clock for each family; None: no solution."""
    lines, clocks = [], []
    for (_, family), spot in sorted(usable.items()):
        line, _ = base.sight(spot, ground)
        if base.above(spot, ground, mask_deg):
            lines.append((line, family))
            clocks.append(family)
    clocks = sorted(set(clocks))
    size = 3 + len(clocks)
    if len(lines) < size or not clocks:
        return None
    normal = [[0.0] * size for _ in range(size)]
    for line, family in lines:
        row = [-part for part in line] + [1.0 if family == clock else 0.0 for clock in clocks]
        for i in range(size):
            for j in range(size):
                normal[i][j] += row[i] * row[j]
    determinant, inverse = inverted(normal)
    for clock in clocks:  # what is left once the clocks are solved for: no solution below 1e-9
        determinant /= sum(family == clock for _, family in lines)
    return None if determinant < 1e-9 else math.sqrt(inverse[0][0] + inverse[1][1] + inverse[2][2])


def inverted(matrix):
    """Determinant and inverse by Gauss-Jordan with pivots; determinant 0 when singular."""
    size = len(matrix)
    determinant = 1.0
    work = [[*row, *(1.0 if i == j else 0.0 for j in range(size))] for i, row in enumerate(matrix)]
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(work[row][column]))
        if abs(work[pivot][column]) < 1e-14:
            return 0.0, None
        if pivot != column:
            work[column], work[pivot], determinant = work[pivot], work[column], -determinant
        scale = work[column][column]
        determinant *= scale
        work[column] = [value / scale for value in work[column]]
        for row in range(size):
            if row != column:
                factor = work[row][column]
                work[row] = [a - factor * b for a, b in zip(work[row], work[column], strict=True)]
    return determinant, [row[size:] for row in work]
