"""The links of Red's decision function by name, so that a test can cut any one of them.

Evidence: access, detect, identify and disclosure make the sources; these make posteriors, these P(posterior >= x*),
and that makes, with commitment, belief, severity and delay, the responses, their cost, K, the gap and P(attack).
Denial: leaks and defences make odds, odds and repair the ends of a strike, these the service that Red believes in, that
Psi and B, and B the gap. Every value passes through `Links.hold`; the program's own links let it pass unchanged.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from wargame.knowing.posterior import Source

T = TypeVar("T")

FEEDS: Mapping[str, tuple[str, ...]] = {
    "access": ("detect", "identify", "disclosure", "sources"),
    "detect": ("sources",),
    "identify": ("sources",),
    "disclosure": ("sources",),
    "sources": ("posterior",),
    "posterior": ("attribution", "severity"),
    "attribution": ("response",),
    "commitment": ("response",),
    "severity": ("response",),
    "delay": ("response",),
    "standing": ("access", "commitment", "severity", "delay", "response"),
    "belief": ("response", "service", "benefit"),
    "response": ("response_cost",),
    "response_cost": ("cost",),
    "leak": ("odds", "ends"),
    "odds": ("ends", "cost"),
    "ends": ("service", "benefit"),
    "service": ("psi",),
    "psi": ("benefit",),
    "benefit": ("gap",),
    "cost": ("gap",),
    "gap": ("p_attack",),
    "p_attack": (),
}
"""Every link, and the links that it feeds directly."""


class Links:
    """Lets every value pass."""

    transparent = True
    """True when values pass unchanged, so results may be shared between games."""

    def hold(self, link: str, key: tuple[object, ...], value: T) -> T:
        """The value that goes on down the chain.

        Args:
            link: one of FEEDS.
            key: what the value is about: time, option, target, government.
            value: what was computed.
        """
        return value

    def reporting(self, t_s: int, sources: tuple[Source, ...]) -> tuple[Source, ...]:
        """Sources of evidence, with P(detect) and P(identify | detect) of each passed on as links of their own."""
        if self.transparent:
            return sources
        return tuple(
            replace(
                item,
                p_detect=self.hold("detect", (t_s, item.sensor), item.p_detect),
                p_identify=self.hold("identify", (t_s, item.sensor), item.p_identify),
            )
            for item in sources
        )
