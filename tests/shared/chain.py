"""Watching and cutting the links of Red's decision function, for tests that hold one link at another game's values."""

from dataclasses import replace

import numpy as np

from wargame.deterrence.links import FEEDS, Links
from wargame.run import run


class RecordingLinks(Links):
    """Lets every value pass and remembers it."""

    transparent = False

    def __init__(self):
        self.seen = {link: {} for link in FEEDS}

    def hold(self, link, key, value):
        passed = self.pass_on(link, key, value)
        self.seen[link][key] = passed
        return passed

    def pass_on(self, link, key, value):
        """What goes on down the chain."""
        return value


class FrozenLinks(RecordingLinks):
    """Holds one link at the values of another game; all others pass, and so does what the other game did not ask."""

    def __init__(self, link, held):
        super().__init__()
        self._link, self._held = link, held
        self.cut = 0
        """How often a held value took the place of another one."""

    def pass_on(self, link, key, value):
        if link != self._link or key not in self._held:
            return value
        self.cut += shown(link, self._held[key]) != shown(link, value)
        return self._held[key]


def play(scenario, links):
    """What passed every link in the restraint arm, and the record."""
    record = run(scenario, arm="restraint", links=links)
    return links.seen, record


def shown(link, value):
    """A link's value as something that can be compared.

    A response is compared without the posterior that it is shown beside, which is a link of its own.
    """
    if link == "response":
        return replace(value, posterior=0.0)
    if link == "access":
        return tuple(post.id for post in value)
    return value.tobytes() if isinstance(value, np.ndarray) else value


def differing(one, other):
    """The links through which two games let different values pass, of what both asked or only one did."""
    return {
        link
        for link in FEEDS
        if {key: shown(link, value) for key, value in one[link].items()}
        != {key: shown(link, value) for key, value in other[link].items()}
    }


def reached(entries, without=None):
    """Every link that a change of these links can reach, themselves included, on ways that avoid one link."""
    found, edge = set(), [link for link in entries if link != without]
    while edge:
        link = edge.pop()
        if link not in found:
            found.add(link)
            edge += [after for after in FEEDS[link] if after != without]
    return found
