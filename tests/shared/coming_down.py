"""A small crisis that comes down, for the tests of its course."""

JAM = {"capability": "jammer", "targets": ["arc_relay_east"], "at_h": 24}
COMES_DOWN = {
    "actors.RED.adversary.doctrine": "scripted",
    "actors.RED.adversary.script": [JAM],
    "actors.RED.adversary.step_down": {"after_moves": 2, "ends_after_h": 12},
    "satellites.bor_relay.payloads.relay.capacity_mbps": 200.0,
}
"""Red jams at hour 24 for 36 hours, then does nothing: moves of 6 h, so it is quiet in the moves of hours 30 and 36."""


def of(record, *kinds):
    """The events of these kinds."""
    return [event for event in record.events if event.kind in kinds]
