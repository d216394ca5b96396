"""All chance in the program: draws keyed by the decision they stand for.

A draw is a pure function of (seed, replicate, key), so adding or removing anything elsewhere in the world changes no
other draw. That is what makes "the same crisis without this partner" a paired comparison.
Source: Klein et al., "Noise-free comparison of stochastic agent-based simulations using common random numbers",
arXiv 2409.02086, 2024; BLAKE2: RFC 7693.
"""

import math
from collections.abc import Iterable
from hashlib import blake2b

_SEPARATOR = "\x1f"
_SCALE = 2.0**-53


STANDING = frozenset(
    {
        "resolve",
        "logit.option",
        "logit.restraint",
        "government.acts",
        "government.errs",
        "assessment.sees",
        "consequence.happens",
    }
)
"""Draws that stand for something lasting and are looked at more than once on purpose: an adversary's resolve in a
replicate and its taste for an option, a government's commitment to answer an order and whether anything comes of it,
what a look at an asset has shown, the fate of an asset that recovers in several stages."""


class DuplicateKeyError(Exception):
    """Two decisions asked for the same draw (found only when the audit is on)."""


class Draws:
    """The draws of one replicate of one seed.

    Args:
        seed: the run's seed, any non-negative integer.
        replicate: which replicate; replicates are independent of each other.
        audit: remember every key and refuse a second use, to find rules that share a draw by mistake.
    """

    __slots__ = ("_audit", "_key", "_seen", "kinds")

    def __init__(self, seed: int, replicate: int, audit: bool = False) -> None:
        """See the class."""
        self._key = blake2b(f"{seed}:{replicate}".encode(), digest_size=32).digest()
        self._audit = audit
        self._seen: set[str] = set()
        self.kinds: set[str] = set()
        """The kinds of draws made so far: the first part of their keys."""

    def uniform(self, *key: object) -> float:
        """A number in the open interval (0, 1) that belongs to `key` alone.

        Args:
            key: what is decided, by whom, on what, on which occasion; never a running counter or a roster index.
        """
        self.kinds.add(str(key[0]))
        text = _SEPARATOR.join(map(str, key))
        if self._audit and key[0] not in STANDING:
            if text in self._seen:
                raise DuplicateKeyError(f"the draw {key!r} was asked for twice")
            self._seen.add(text)
        word = int.from_bytes(blake2b(text.encode(), digest_size=8, key=self._key).digest(), "big")
        return ((word >> 11) + 0.5) * _SCALE

    def chance(self, p: float, *key: object) -> bool:
        """True with probability `p`."""
        return self.uniform(*key) < p

    def logistic(self, rate: float, *key: object) -> float:
        """A draw from Logistic(0, 1/rate): the noise of a logit choice between two."""
        u = self.uniform(*key)
        return math.log(u / (1.0 - u)) / rate

    def gumbel(self, *key: object) -> float:
        """A draw from the standard Gumbel distribution: the noise of a logit choice among many."""
        return -math.log(-math.log(self.uniform(*key)))

    def first(self, names: Iterable[str], *key: object) -> list[str]:
        """The names in a random order that does not depend on the order given or on who else is in it."""
        return sorted(names, key=lambda name: (self.uniform(*key, name), name))
