"""Invariants across games: the same crisis played again, lean, backwards, with a newcomer, or with another secret."""

import math
import tempfile
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

import swarm_worlds
from alike import shuffled
from swarm_plays import forget, loaded

from wargame.analysis.statistics import statistics
from wargame.events import UNDIGESTED
from wargame.record import Record, RecordError
from wargame.record.record import event_line
from wargame.scenario import Scenario
from wargame.verify import compare, verify

RED_S = ("options.weighed", "attack.decided", "restraint.chosen", "order.given")
"""What an adversary does."""
NEWCOMER = "zzz"


def lean_equals_full(about):
    """A lean run has the digest of the full one and carries no cards, tables or observations."""
    for given in about.attacked():
        full, lean = about.play(**given).record, about.play(**given, keep="lean").record
        if full.digest != lean.digest:
            yield f"{given}: {_difference(full, lean)}"
        for event in lean.events:
            if any(getattr(event, name, None) is not None for name in ("card", "options", "observation")):
                yield f"{given}: {event.id} of a lean run carries an explanation"


def again_is_the_same(about):
    """The same arguments give the same record, with nothing remembered from before; so does the file's own manifest."""
    records = [(given, about.play(**given).record) for given in about.attacked()]
    forget()
    for given, record in records:
        with tempfile.TemporaryDirectory() as folder:
            record.write(Path(folder))
            try:
                read = Record.read(Path(folder))
            except RecordError as error:
                yield f"{given}: the record that was just written is refused: {error}"
                continue
        if read.events != record.events or read.full_digest != record.full_digest:
            yield f"{given}: the record is read back as another"
        verdict = verify(read)
        if not verdict.identical:
            yield f"{given}: {verdict.sentence}"


def order_in_the_file_does_not_matter(about):
    """Blocks in another order are the same scenario and give the same records."""
    turned = loaded(shuffled(about.values, swarm_worlds.part(about.seed, "order")))
    if turned.hash != about.scenario.hash:
        yield "another hash"
    records = [(given, about.play(**given).record) for given in about.attacked()]
    forget()
    for given, record in records:
        again = about.again(turned, **given).record
        if again.full_digest != record.full_digest:
            yield f"{given}: {_difference(record, again)}"


def a_newcomer_with_nothing_changes_nothing(about):
    """A partner without assets, users or agreements: apart from what it is told every event is the same."""
    values = about.plain
    values["actors"][NEWCOMER] = {"name": "Newcomer", "kind": "partner"}
    wider = Scenario.model_validate(values)
    for given in about.attacked():
        before, after = about.play(**given).record, about.play(scenario=wider, **given).record
        told = [event for event in after.events if _is_about(event, NEWCOMER)]
        leaks = [event.t_s for event in told if event.kind == "leak.occurred"]
        if leaks:  # what it is told may leak, and then Red decides otherwise
            before, after = _until(before, min(leaks)), _until(after, min(leaks))
            told = [event for event in told if event.t_s < min(leaks)]
        odd = [event.id for event in told if event.kind != "signal.released"]
        if odd:
            yield f"{given}: the newcomer has {odd[0]}"
        rest = [replace(e, seq=0) for e in after.events if not _is_about(e, NEWCOMER)]
        was = [replace(e, seq=0) for e in before.events]
        left, right = (_bare(events, each) for events, each in ((was, before), (rest, after)))
        if not compare(left, right).same_events:
            yield f"{given}: {compare(left, right).sentence}"


def _until(record, t_s):
    """What was written down before a second; the score, which knows the end, left out."""
    kept = [event for event in record.events if event.t_s < t_s and event.kind != "service.crossed"]
    return Record(record.manifest, tuple(kept))


def _is_about(event, name):
    return name in (getattr(event, field, None) for field in ("actor", "government", "recipient", "owner"))


def _bare(events, record):
    """A record of these events without what lean runs leave out."""
    plain = [replace(e, **{n: None for n in UNDIGESTED if n != "seq" and hasattr(e, n)}) for e in events]
    return Record(record.manifest, tuple(plain))


def secrets_do_not_reach_red(about):
    """With another property of a hidden asset Red sees, weighs and orders the same, until somebody touches it."""
    every = list(secrets(about))
    rng = swarm_worlds.part(about.seed, "secrets")
    for hidden, what, changed in rng.sample(every, min(2, len(every))):
        other = Scenario.model_validate(changed)
        for given in ({"arm": "restraint"}, {"arm": "free", "replicate": 0}):
            one, two = about.play(**given), about.play(scenario=other, **given)
            seconds = [first_touch(played, hidden) for played in (one, two)]
            left, right = (_decisions(played, min(seconds)) for played in (one, two))
            if left != right:
                n = next(n for n, (a, b) in enumerate(zip_longest(left, right)) if a != b)
                shown = (left[n:] or right[n:])[0][:120]
                yield f"{given}: the {what} of {hidden} shows in {shown}"


def secrets(about):
    """Every hidden asset, with the plain values of crises in which one thing of it is different, and what that is."""
    for block in ("satellites", "sites"):
        for key, asset in sorted(about.values[block].items()):
            if asset.get("shown", True):
                continue
            for what, alter in ALTERATIONS.items():
                values = about.plain
                alter(values[block][key], _named_jobs(values, key))
                if values != about.plain:
                    yield key, what, values


def _named_jobs(values, asset):
    """Payloads and functions of an asset that an inject names, and so cannot be taken away."""
    return {inject.get("function") for inject in values["injects"].values() if inject.get("asset") == asset}


def _other_numbers(asset, named):
    if "orbit" in asset:
        asset["dry_mass_kg"] = 77.0
    else:
        asset["cyber_readiness"] = 1.0 - asset.get("cyber_readiness", 0.5)
    for job in asset.get("payloads", asset.get("functions", {})).values():
        if job["kind"] in ("wideband", "protected", "narrowband"):
            job["capacity_mbps"] = 9999.0
        if job["kind"] in ("sensor", "infrared"):
            job |= {"p_detect": 0.97, "p_identify": 0.93, "p_false_alarm": 0.01}
        if job["kind"] in ("optical", "radar", "signals", "weather"):
            job["tasking_life_h"] = 100.0


def _empty(asset, named):
    jobs = asset.get("payloads", asset.get("functions", {}))
    for name in [name for name in jobs if name not in named]:
        del jobs[name]


def _elsewhere(asset, named):
    if "orbit" not in asset:
        asset["latitude_deg"] = -asset["latitude_deg"]
    elif "argument_of_latitude_deg" in asset["orbit"]:
        asset["orbit"]["argument_of_latitude_deg"] = (
            asset["orbit"]["argument_of_latitude_deg"] + 100.0
        ) % 360.0


ALTERATIONS = {"numbers": _other_numbers, "load": _empty, "place": _elsewhere}
"""What may be different about a hidden asset: how good it is, what it does at all, and where it is."""


def first_touch(played, asset):
    """The second at which an event first names an asset; far in the future if none does."""
    touched = [event.t_s for event in played.events if asset in event_line(event, UNDIGESTED)]
    return min(touched, default=10**12)


def _decisions(played, before_s):
    """An adversary's tables, observations and orders before a second, as lines."""
    events = [event for event in played.of(*RED_S) if event.t_s < before_s]
    return [event_line(event, frozenset({"seq"})) for event in events]


def statistics_are_defined(about):
    """Every statistic of every arm is a finite number, or nothing with a reason."""
    calm = about.play(arm="unattacked").record
    for given in ({"arm": "unattacked"}, *about.attacked()):
        for other in (calm, None):
            found = statistics(about.play(**given).record, other)
            for name, value in found.values.items():
                if value is None and not found.reasons.get(name):
                    yield f"{given}: {name} is missing without a reason"
                if value is not None and not math.isfinite(value):
                    yield f"{given}: {name} is {value}"


def _difference(left, right):
    for a, b in zip(left.events, right.events, strict=False):
        if event_line(a, UNDIGESTED) != event_line(b, UNDIGESTED):
            return f"{a.id} and {b.id} differ"
    return "one ends before the other, or they differ in what explains them"


CHECKS = (
    lean_equals_full,
    again_is_the_same,
    order_in_the_file_does_not_matter,
    a_newcomer_with_nothing_changes_nothing,
    secrets_do_not_reach_red,
    statistics_are_defined,
)
