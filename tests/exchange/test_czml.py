"""CZML: read by czml3, whose models refuse what the CZML Guide does not know; positions within 10 km of the game's."""

import json
import re
from datetime import datetime

import numpy as np
import pytest
from czml3 import Document

from wargame.analysis.exchange.czml import COLOURS, czml_text
from wargame.analysis.exchange.ephemeris import interpolated, orbits_of
from wargame.run import run
from wargame.space.architecture import epoch_of
from wargame.space.orbits import states_ecef

PROMISED_M = 10_000.0


@pytest.fixture(scope="module", params=["classroom", "moving"])
def document(request):
    """A record and the packets of its CZML."""
    record = request.getfixturevalue(request.param)
    return record, json.loads(czml_text(record))


def test_czml3_reads_every_packet(document):
    """The library's models forbid unknown keys and check types, times and intervals."""
    _, packets = document
    assert len(Document.model_validate(packets).packets) == len(packets)
    assert packets[0]["id"] == "document"
    assert packets[0]["version"] == "1.0"
    assert len({packet["id"] for packet in packets}) == len(packets)


def test_czml3_refuses_what_czml_does_not_know(document):
    """So that the test above can fail."""
    _, packets = document
    broken = [packets[0], {**packets[1], "colour": "red"}]
    with pytest.raises(ValueError, match="colour"):
        Document.model_validate(broken)


def _seconds(record, text):
    start = record.scenario.clock.start_utc
    return (datetime.fromisoformat(text) - start).total_seconds()


def _properties(record, packet):
    """Every sampled position of a packet with the span for which it holds."""
    rows = packet["position"] if isinstance(packet["position"], list) else [packet["position"]]
    for row in rows:
        span = row.get("interval", f"{row['epoch']}/{row['epoch']}")
        begin_s, end_s = (_seconds(record, text) for text in span.split("/"))
        if "interval" not in row:
            begin_s, end_s = 0.0, float(record.scenario.clock.duration_s)
        yield row, begin_s, end_s


def test_interpolated_positions_are_within_ten_kilometres_of_the_engine_s(document):
    """As a reader interpolates: Lagrange of the degree that the file names, through the samples that it gives."""
    record, packets = document
    epoch_utc, orbits = epoch_of(record.scenario.clock), orbits_of(record.scenario)
    seen = 0
    for packet in packets:
        if packet["id"] not in orbits:
            continue
        for row, begin_s, end_s in _properties(record, packet):
            assert (row["referenceFrame"], row["interpolationAlgorithm"], row["interpolationDegree"]) == (
                "FIXED",
                "LAGRANGE",
                7,
            )
            samples = np.array(row["cartesian"]).reshape(-1, 4)
            wanted_s = np.linspace(begin_s, end_s - 1.0, 997)
            found_m = interpolated(samples[:, 0], samples[:, 1:], wanted_s)
            true_km = states_ecef([orbits[packet["id"]]], epoch_utc, wanted_s)[0][0]
            off_m = np.sqrt(((found_m - 1000.0 * true_km) ** 2).sum(axis=1))
            assert off_m.max() < PROMISED_M, packet["id"]
            seen += 1
    assert seen >= len(orbits)


def test_interpolation_is_lagrange_s_polynomial():
    """Degree 7 is exact on polynomials of degree 7, at the ends of the samples as well."""
    times_s = np.arange(0.0, 1200.0, 100.0)
    cubic = np.stack([times_s**3, times_s**7 / 1e12, np.ones_like(times_s)], axis=1)
    wanted_s = np.array([0.0, 5.0, 333.0, 1099.0])
    expected = np.stack([wanted_s**3, wanted_s**7 / 1e12, np.ones_like(wanted_s)], axis=1)
    assert np.allclose(interpolated(times_s, cubic, wanted_s), expected, rtol=1e-9, atol=1e-6)


def test_a_satellite_is_there_from_its_launch_until_it_is_lost(moving):
    """Availability follows the record."""
    packets = {packet["id"]: packet for packet in json.loads(czml_text(moving))}
    end_s = moving.scenario.clock.duration_s
    lost = moving.of_kind("asset.lost")[0]
    begin_s, until_s = (_seconds(moving, text) for text in packets[lost.asset]["availability"].split("/"))
    assert (begin_s, until_s) == (0.0, lost.t_s)
    begin_s, until_s = (_seconds(moving, text) for text in packets["spare"]["availability"].split("/"))
    assert (begin_s, until_s) == (6 * 3600.0, end_s)
    assert len(packets["spare"]["position"]) == 3, "before, during and after the drift"


def test_what_does_not_work_is_dim_while_it_does_not(classroom):
    """And no longer; colours are those of the actor's kind, the same as on every page."""
    packets = {packet["id"]: packet for packet in json.loads(czml_text(classroom))}
    degraded = next(
        event
        for event in classroom.of_kind("asset.degraded")
        if event.asset in packets and event.until_s and event.until_s < classroom.scenario.clock.duration_s
    )
    rows = packets[degraded.asset]["point"]["color"]
    begins_s = degraded.from_s or degraded.t_s
    held = {_seconds(classroom, row["interval"].split("/")[0]): row["rgba"][3] for row in rows}
    assert held[begins_s] < 255
    assert held[0.0] == 255


def test_colours_are_those_of_the_pages(root):
    """One colour for each kind of actor everywhere."""
    css = (root / "analysis/templates/report.css").read_text(encoding="utf-8")
    light = css[: css.index("@media")]
    for kind, rgb in COLOURS.items():
        name = "red" if kind == "adversary" else kind
        assert re.search(rf"--{name}: #{bytes(rgb).hex()}\b", light), kind


def test_events_stand_where_they_happen_with_their_causes(classroom):
    """At a satellite or site by reference; every reference leads to a packet."""
    packets = json.loads(czml_text(classroom))
    known = {packet["id"] for packet in packets}
    events = [packet for packet in packets if packet["id"].startswith("event/")]
    assert len(events) > 20
    references = [
        packet["position"]["reference"] for packet in events if "reference" in packet.get("position", {})
    ]
    assert references
    assert {reference.removesuffix("#position") for reference in references} <= known
    attacks = [packet for packet in events if packet["properties"]["kind"] == "engagement.resolved"]
    assert all("because" in packet["description"] for packet in attacks)


def test_text_of_a_scenario_is_escaped_in_descriptions(moving):
    """A description is HTML; a satellite's name is not."""
    packets = json.loads(czml_text(moving))
    assert all("<img" not in packet.get("description", "") for packet in packets)
    assert any("<img" in packet["name"] for packet in packets), "a name is text"


def test_the_same_record_gives_the_same_text(classroom):
    """No clock, no chance."""
    assert czml_text(classroom) == czml_text(run(classroom.scenario, seed=0))


def test_what_never_was_there_is_not_drawn(tutorial):
    """Players that are out and absent have nothing on the globe."""
    record = run(tutorial, coalition=[], leaving="absent", arm="unattacked")
    known = {packet["id"] for packet in json.loads(czml_text(record))}
    assert "arc_gateway" in known
    assert not {"bor_relay", "bor_gateway", "cor_radar"} & known
