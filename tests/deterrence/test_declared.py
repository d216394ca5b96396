"""What Red expects of a declared package: by the same numbers as of an option of its own table."""

import pytest

from wargame.hindsight import expectations
from wargame.run import run


def package(capability, targets, at_h, scenario=None):
    """One package with one order."""
    action = {"capability": capability, "targets": targets, "at_h": at_h}
    return {"title": "One order", "adversary": "RED", "actions": [action]}


def rows(record, t_s):
    """Red's recorded table at a move, by option."""
    event = next(e for e in record.events if e.kind == "options.weighed" and e.t_s == t_s)
    return {row["option"]: row for row in event.options}


@pytest.mark.parametrize("members", [None, ()])
def test_a_package_of_one_order_is_worth_what_the_option_is_worth(crises, members):
    """Every option of the tutorial's table at hour 24, declared as a package: the same benefit and cost."""
    table = rows(run(crises.tutorial(), arm="restraint", coalition=members), 24 * 3600)
    declared = {
        f"p{n}": package(option.split(":")[0], option.split(":")[1].split("+"), 24.0)
        for n, option in enumerate(table)
    }
    record = run(crises.changed({"threat_packages": declared}), arm="restraint", coalition=members)
    found = expectations(record)
    assert len(found) == len(table) >= 4
    for n, row in enumerate(table.values()):
        assert found[f"p{n}"].benefit == pytest.approx(row["benefit"], abs=2e-9)
        assert found[f"p{n}"].cost == pytest.approx(row["cost"], abs=2e-9)
        assert found[f"p{n}"].response == pytest.approx(row["k_response"], abs=2e-9)


def test_two_orders_are_answered_apart_and_stand_on_the_higher_rung(crises):
    """K = sum of resources and debris + highest rung + norm once + c_max [1 - prod (1 - K_response / c_max)]."""
    table = rows(run(crises.tutorial(), arm="restraint", coalition=()), 24 * 3600)
    first, second = (
        next(row for key, row in table.items() if key.startswith(c)) for c in ("interceptor", "jammer")
    )
    both = package("interceptor", first["targets"], 24.0)
    both["actions"] += package("jammer", second["targets"], 24.0)["actions"]
    scenario = crises.changed({"threat_packages": {"both": both}})
    found = expectations(run(scenario, arm="restraint", coalition=()))["both"]
    cap = scenario.actors["RED"].adversary.costs.response_cap
    spared = (1 - first["k_response"] / cap) * (1 - second["k_response"] / cap)
    own = sum(row["k_resource"] + row["k_debris"] for row in (first, second))
    own += max(first["k_rung"], second["k_rung"]) + max(first["k_norm"], second["k_norm"])
    assert found.response == pytest.approx(cap * (1 - spared), abs=1e-8)
    assert found.cost == pytest.approx(own + cap * (1 - spared), abs=1e-8)
    assert found.benefit > max(first["benefit"], second["benefit"])


def test_draws_of_a_large_package_come_near_to_all_its_outcomes(crises, monkeypatch):
    """32 stratified draws against complete enumeration, the same package."""
    record = run(crises.tutorial(), arm="restraint")
    exact = expectations(record)
    monkeypatch.setattr("wargame.deterrence.declared.MOST_OUTCOMES", 0)
    drawn = expectations(record)
    for key, found in exact.items():
        assert drawn[key].cost == found.cost
        assert drawn[key].benefit == pytest.approx(found.benefit, rel=0.05, abs=1e-4)


def test_what_is_out_of_reach_is_named_and_a_package_wholly_out_of_reach_is_nothing(crises):
    """An interceptor with a ceiling of 300 km reaches nothing in the belt; another order beside it still counts."""
    table = rows(run(crises.tutorial(), arm="restraint"), 24 * 3600)
    jam = next(row for key, row in table.items() if key.startswith("jammer"))
    shot = next(row for key, row in table.items() if key.startswith("interceptor"))
    far = package("interceptor", shot["targets"], 24.0)
    some = package("interceptor", shot["targets"], 24.0)
    some["actions"] += package("jammer", jam["targets"], 24.0)["actions"]
    short = crises.changed(
        {
            f"{crises.RED}.capabilities.interceptor.parameters.ceiling_km": 300.0,
            "threat_packages": {"far": far, "some": some},
        }
    )
    found = expectations(run(short, arm="restraint"))
    assert found["far"] is None
    assert found["some"].out_of_reach == tuple(sorted(shot["targets"]))
    assert found["some"].cost == pytest.approx(jam["cost"], abs=1e-8)
