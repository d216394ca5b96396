"""What an attack may harm besides its target is the business of those whose it is; their own telemetry is evidence."""

import pytest

from wargame.loader import load
from wargame.run import run

RED = "actors.RED.adversary.capabilities"
GROUND = "tests/effects/proving_ground.yaml"


@pytest.fixture(scope="module")
def burst(crises, root):
    """A burst over the strait at hour 6; Corona has no users there, and a satellite in low orbit near it or far up."""
    inject = {"kind": "attack", "at_h": 6, "adversary": "RED", "capability": "burst", "targets": ["strait"]}

    def played(altitude_km, radius_km):
        orbit = {"type": "circular", "altitude_km": altitude_km, "inclination_deg": 10.0}
        orbit |= {"raan_deg": 0.0, "argument_of_latitude_deg": 0.0}
        changes = {
            "injects": {"burst": inject},
            f"{RED}.burst.parameters.p_works": 1.0,
            f"{RED}.burst.parameters.prompt_radius_km": radius_km,
            "satellites.cor_eye": {"name": "Corona Eye", "owner": "COR", "orbit": orbit},
        }
        record = run(crises.changed(changes, load(root / GROUND)), arm="forced", package="try_beams")
        (launched,) = [e for e in crises.kinds(record, "engagement.launched") if e.effect == "nuclear_burst"]
        return record, launched.engagement

    return played


@pytest.mark.parametrize(("altitude_km", "asks"), [(700.0, True), (20_000.0, False)])
def test_whoever_owns_what_flies_in_the_belt_of_a_burst_asks_who_did_it(crises, burst, altitude_km, asks):
    record, engagement = burst(altitude_km, 1500.0)
    opened = {
        event.government: event.standing
        for event in crises.kinds(record, "inquiry.opened")
        if event.engagement == engagement
    }
    assert ("COR" in opened) == asks
    if asks:
        assert opened["COR"] == "owner of what it may harm besides"
    assert opened["BOR"] == "dependent users", "who is struck itself keeps its own reason"


@pytest.mark.parametrize(("radius_km", "reports"), [(50_000.0, True), (300.0, False)])
def test_telemetry_of_what_sees_a_burst_from_close_by_reports_to_its_owner(crises, burst, radius_km, reports):
    """Arcadia East stands straight above; only within the prompt radius does it see more than everybody."""
    record, engagement = burst(20_000.0, radius_km)
    seen = {
        event.sensor for event in crises.kinds(record, "signal.observed") if event.engagement == engagement
    }
    assert ("arc_control.health" in seen) == reports


def test_red_and_the_record_agree_on_whose_business_a_spreading_intrusion_is(crises, root):
    """What Red expects of governments when it breaks into Arcadia's terminals, and who asks when it does."""
    quiet = {"wiper": load(root / GROUND).as_plain["actors"]["RED"]["adversary"]["capabilities"]["wiper"]}
    for spread, wanted in ((0.0, {"ARC"}), (0.5, {"ARC", "BOR"})):
        changes = {RED: quiet, f"{RED}.wiper.parameters": {"spread": spread, "mission": "satcom_wideband"}}
        action = {"capability": "wiper", "targets": ["arc"], "at_h": 0}
        changes["threat_packages"] = {"p": {"title": "p", "adversary": "RED", "actions": [action]}}
        scenario = crises.changed({**changes, "injects": {}}, load(root / GROUND))
        record = run(scenario, arm="forced", package="p")
        assert {event.government for event in crises.kinds(record, "inquiry.opened")} == wanted
        (first, *_) = crises.kinds(run(scenario, arm="restraint"), "options.weighed")
        (row,) = [row for row in first.options if row["targets"] == ["arc"]]
        assert {answer["government"] for answer in row["answers"]} == wanted
