"""Missile warning, one scalar at a time."""

import scalar_base as base


def service(world, step):
    """Missile warning."""
    t_s = step * base.STEP_S
    sensors = []
    for key, body, name, _, owner in world.payloads("infrared"):
        spot = base.position(body.orbit, world.scenario.clock.start_utc, t_s + base.STEP_S / 2)
        if (
            world.factor(key, name, t_s) > 0
            and world.best_gateway("missile_warning", owner, None, spot, t_s) > 0
        ):
            sensors.append((spot, owner))
    mask_deg = world.scenario.missions.missile_warning.point_mask_deg
    result = {}
    for region, nation, _ in world.users("missile_warning"):
        grid = base.points(world.scenario.regions[region])
        served = 0.0
        for ground in grid:
            count = 0
            for spot, owner in sensors:
                if world.given("missile_warning", owner, nation) and base.above(spot, ground, mask_deg):
                    count += 1
            served += (0.0, 0.5, 1.0)[min(2, count)] / len(grid)
        result[region, nation] = served
    return result
