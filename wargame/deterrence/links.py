"""The links of the causal chain from evidence to attack, by name, so that a test can cut any one of them.

sources -> posterior -> response -> cost -> gap -> p_attack. Every value on the chain passes through `Links.hold`; the
program's own links let it pass unchanged.
"""

from typing import TypeVar

T = TypeVar("T")

CHAIN = ("sources", "posterior", "response", "cost", "gap", "p_attack")
"""The links in causal order."""


class Links:
    """Lets every value pass."""

    transparent = True
    """True when values pass unchanged, so results may be shared between games."""

    def hold(self, link: str, key: tuple[object, ...], value: T) -> T:
        """The value that goes on down the chain.

        Args:
            link: one of CHAIN.
            key: what the value is about: time, option, target, government.
            value: what was computed.
        """
        return value
