"""The word operations against a readable twin: step by step, one collection after the other."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wargame.missions.calm import Calm
from wargame.missions.clouds import clear_words
from wargame.missions.contacts import (
    Looks,
    beginnings,
    blended,
    contact_words,
    ready_words,
    working_words,
)
from wargame.missions.freshness import mean_freshness
from wargame.missions.releases import Audiences, Deliveries, Mixture, Samples, Streams
from wargame.space.visibility import pack_steps, unpack_steps

STEPS = 230  # four words, the last one not full


def packed(table):
    """Truth values (rows, ..., steps) as bits (rows, ..., words)."""
    return np.ascontiguousarray(np.moveaxis(pack_steps(np.moveaxis(table, -1, 0)), 0, -1))


def unpacked(words):
    """The inverse for two axes."""
    return unpack_steps(np.ascontiguousarray(words.T)[:, None, :], STEPS)[:, 0].T


def passes(rng, shape, share):
    """Random truth values in runs of random length; some rows all true, some all false."""
    table = np.zeros((*shape, STEPS), dtype=bool)
    for row in np.ndindex(shape):
        kind = rng.random()
        if kind < 0.1:
            table[row] = True
        elif kind < 0.9:
            step = rng.integers(0, 60)
            while step < STEPS:
                length = rng.integers(1, rng.choice([3, 6, 40]))
                table[row][step : step + length] = rng.random() < share
                step += length + rng.integers(1, rng.choice([6, 30, 120]))
    return table


def looks(access, ready, contact):
    """As the kernels take them."""
    linked = packed(contact)
    return Looks(packed(access), packed(ready), linked, beginnings(linked))


class Case:
    """A random situation for the kernel and for its twin."""

    def __init__(self, seed):
        """Two regions, a few points, payloads in streams, audiences with all kinds of delays."""
        rng = np.random.default_rng(seed)
        self.n_points, n_payloads, n_streams = (
            int(rng.integers(2, 6)),
            int(rng.integers(1, 6)),
            int(rng.integers(1, 4)),
        )
        self.access = passes(rng, (self.n_points, n_payloads), 0.9)
        self.ready = passes(rng, (n_payloads,), 0.9) | (rng.random((n_payloads, 1)) < 0.5)
        self.contact = passes(rng, (n_payloads,), 0.9)
        self.before = self.ready, self.contact
        if seed % 4:  # most cases are worked out as a change of another
            worse = passes(rng, (n_payloads,), 0.3) & (rng.random((n_payloads, 1)) < 0.5)
            self.before = self.ready | worse, self.contact ^ (worse & (rng.random((n_payloads, 1)) < 0.7))
        self.stream_of = rng.integers(0, n_streams, n_payloads)
        split = int(rng.integers(1, self.n_points))
        self.spans = np.array([0, split, self.n_points])
        self.audiences = sorted(
            (int(rng.integers(0, 2)), int(rng.choice([0, 1, 5, 36, 62, 63, 64, 100, 200])), delays)
            for delays in [
                tuple(int(d) for d in rng.choice([-1, 0, 1, 30, 64, 130], n_streams))
                for _ in range(rng.integers(1, 5))
            ]
        )

    def fast(self, samples):
        """By the kernel."""
        n_streams = len(self.audiences[0][2])
        order = np.argsort(self.stream_of, kind="stable")
        streams = Streams(order, np.searchsorted(self.stream_of[order], np.arange(n_streams + 1)))
        delivered = sorted(
            {
                (region, asked, stream, delay)
                for region, asked, delays in self.audiences
                for stream, delay in enumerate(delays)
                if delay >= 0
            }
        )
        table = np.array(delivered, dtype=np.int64).reshape(-1, 4)
        deliveries = Deliveries(
            np.searchsorted(table[:, 0], np.arange(3)),
            *(np.ascontiguousarray(table[:, column]) for column in (2, 3, 1)),
        )
        parts = [
            [delivered.index((region, asked, s, d)) for s, d in enumerate(delays) if d >= 0]
            for region, asked, delays in self.audiences
        ]
        asked = np.array([asked for _, asked, _ in self.audiences])
        ages = np.arange(STEPS + 65)
        audiences = Audiences(
            self.spans,
            np.searchsorted([region for region, *_ in self.audiences], np.arange(3)),
            np.cumsum([0, *map(len, parts)]),
            np.array([part for found in parts for part in found], dtype=np.int64),
            asked,
            np.arange(len(asked)),
            1.0 - np.minimum(1.0, (asked[:, None] + 0.5) / np.maximum(ages, 0.5)),
            np.array(
                [[self.ever(point, *each[2:]) for each in self.audiences] for point in range(self.n_points)]
            ),
        )
        allowed = SimpleNamespace(streams=streams, deliveries=deliveries, audiences=audiences)
        calm = Calm.of(looks(self.access, *self.before), allowed)
        n_words = (samples.first + (samples.number - 1) * samples.stride) // 64 + 1
        everything = np.ones((len(asked), n_words), dtype=np.bool_)
        served = mean_freshness(calm.known, audiences, samples, everything)
        ready, contact = self.ready[:, : 64 * n_words], self.contact[:, : 64 * n_words]
        known, dirty = calm.under(looks(self.access, ready, contact), allowed)
        again = mean_freshness(known, audiences, samples, dirty)
        word_of = (samples.first + np.arange(samples.number) * samples.stride) // 64
        return np.where(dirty[:, word_of], again, served)

    def ever(self, point, delays):
        """Whether anything an audience may receive is ever in reach."""
        return any(
            delays[stream] >= 0 and self.access[point, payload].any()
            for payload, stream in enumerate(self.stream_of)
        )

    def slow(self):
        """By the rule: at every step the newest collection that has landed and been released, half of a rise felt."""
        result = np.zeros((len(self.audiences), STEPS))
        for row, (region, asked, delays) in enumerate(self.audiences):
            points = range(self.spans[region], self.spans[region + 1])
            for point in points:
                known = [self.known(point, payload, delays[s]) for payload, s in enumerate(self.stream_of)]
                before, newest_before = 1.0, 0
                for step in range(STEPS):
                    newest = max([0] + [made for found in known for made, at in found if at <= step])
                    served = min(1.0, (asked + 0.5) / max(step - newest, 0.5))
                    older = min(1.0, (asked + 0.5) / max(step - newest_before, 0.5))
                    felt = (older + served) / 2 if served > before else served
                    result[row, step] += felt / len(points) if self.ever(point, delays) else 0.0
                    before, newest_before = served, newest
        return result

    def known(self, point, payload, delay):
        """Step of collection and of release of everything a payload collects over a point."""
        found = []
        for made in np.flatnonzero(self.access[point, payload] & self.ready[payload]):
            later = np.flatnonzero(self.contact[payload, made:])
            if delay >= 0 and later.size:
                found.append((int(made), int(made + later[0] + delay)))
        return found


@settings(max_examples=150)
@given(st.integers(0, 10**9))
def test_freshness_equals_the_readable_twin(seed):
    case = Case(seed)
    expected = case.slow()
    found = case.fast(Samples(0, 1, STEPS))
    assert found == pytest.approx(expected, abs=1e-12)
    assert case.fast(Samples(5, 13, 17)) == pytest.approx(expected[:, 5:224:13], abs=1e-12)
    assert case.fast(Samples(0, 1, 70)) == pytest.approx(expected[:, :70], abs=1e-12)


@settings(max_examples=60)
@given(st.integers(0, 10**9))
def test_working_contact_and_readiness_equal_the_readable_twin(seed):
    rng = np.random.default_rng(seed)
    n_payloads, n_gateways = int(rng.integers(1, 5)), int(rng.integers(1, 4))
    n_functions = n_payloads + n_gateways
    exists = rng.random(n_functions) < 0.8
    places = rng.integers(0, n_functions, 6)
    lows = rng.integers(0, STEPS, 6)
    spans = np.stack([lows, lows + rng.integers(0, 100, 6)], axis=1)
    view, may_land = passes(rng, (n_payloads, n_gateways), 0.9), rng.random((n_payloads, n_gateways)) < 0.7
    life = rng.choice([0, 1, 20, 62, 63, 64, 150, 10_000], n_payloads)
    working = np.repeat(exists[:, None], STEPS, axis=1)
    for place, (low, high) in zip(places, spans, strict=True):
        working[place, low:high] = False
    contact = (view & may_land[:, :, None] & working[None, n_payloads:]).any(axis=1) & working[:n_payloads]
    ready = np.zeros_like(contact)
    for payload in range(n_payloads):
        last = 0
        for step in range(STEPS):
            last = step if contact[payload, step] else last
            ready[payload, step] = working[payload, step] and step - last <= life[payload]
    found = working_words(exists, places, spans, 4)
    assert np.array_equal(unpacked(found), working)
    linked = contact_words(packed(view), may_land, found)
    assert np.array_equal(unpacked(linked), contact)
    assert np.array_equal(unpacked(ready_words(linked, found, life)), ready)
    begins = contact & ~np.concatenate([np.ones((n_payloads, 1), dtype=bool), contact[:, :-1]], axis=1)
    assert beginnings(linked) >= begins.sum()


def test_mixtures_are_sums_by_shares_and_rounded():
    mixture = Mixture.of([(2, 1, 3.0), (0, 0, 1.0), (2, 0, 1.0)], 4)
    parts = np.array([[0.1, 1.0], [0.3, 1 / 3]])
    found = blended(parts, mixture.starts, mixture.audiences, mixture.shares)
    assert found == pytest.approx(np.array([[0.1, 1.0], [0, 0], [0.25, 0.5], [0, 0]]), abs=1e-9)
    thirds = blended(parts, *(np.array(each) for each in ([0, 1], [1], [1.0])))
    assert thirds[0, 1] == 0.333333333


def test_the_sky_belongs_to_the_weather_seed_the_region_and_the_stretch(collecting, services):
    plain = collecting.world({"us": collecting.high("US", "optical")})
    plain["regions"] = {
        "sea": collecting.region(cloud_cover=0.3),
        "lake": collecting.region(20.0, cloud_cover=0.3),
    }
    plain["clock"]["duration_h"] = 40 * 24
    plain["weather"] = {"seed": 1, "persistence_h": 2.0}

    def sky(region, **changes):
        scenario = services(plain | changes).scenario
        return unpack_steps(clear_words(scenario, region, 11_520)[:, None, None], 11_520)[:, 0, 0]

    clear = sky("sea")
    blocks = clear.reshape(-1, 24)
    assert (blocks.all(axis=1) | ~blocks.any(axis=1)).all()
    assert blocks[:, 0].mean() == pytest.approx(0.7, abs=3 * np.sqrt(0.21 / len(blocks)))
    assert np.array_equal(clear, sky("sea", title="another"))
    assert np.array_equal(clear, sky("sea", regions={"sea": plain["regions"]["sea"]}))
    assert not np.array_equal(clear, sky("lake"))
    assert not np.array_equal(clear, sky("sea", weather={"seed": 2, "persistence_h": 2.0}))
    cloudier = plain["regions"] | {"sea": collecting.region(cloud_cover=0.6)}
    assert (sky("sea", regions=cloudier) <= clear).all()
