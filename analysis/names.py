"""What people call things: display names of ids, missions and times."""

from collections.abc import Callable, Iterable, Sequence

from wargame.scenario import Scenario

MISSION_NAMES = {
    "pnt": "navigation",
    "satcom_wideband": "wideband communication",
    "satcom_protected": "protected communication",
    "satcom_narrowband": "narrowband communication",
    "isr_imaging": "imaging",
    "isr_signals": "signals intelligence",
    "sda": "space domain awareness",
    "environment": "environmental monitoring",
    "missile_warning": "missile warning",
}


FAILURE_OF = "outage:"
"""How matters begin of which governments asked who did it and that nobody did: failures."""


class Names:
    """What people call the ids of a scenario."""

    def __init__(self, scenario: Scenario) -> None:
        """Collects the display names."""
        self._names = {key: actor.name for key, actor in scenario.actors.items()}
        self._names |= {key: item.name for key, item in scenario.fleet.items()}
        self._names |= {key: item.name for key, item in scenario.sites.items()}
        self._names |= {key: item.name for key, item in scenario.regions.items()}
        self._names |= {
            key: f"terminals of {self(item.nation)} in {self(item.region)}"
            for key, item in scenario.users.items()
        }
        self._satellites = frozenset(scenario.fleet)
        self._groups = frozenset(scenario.users)
        self.adversaries = scenario.adversaries
        for actor in scenario.actors.values():
            if actor.adversary is not None:
                self._names |= {k: c.name or k for k, c in actor.adversary.capabilities.items()}

    def __call__(self, key: str) -> str:
        """The display name of an id; the id itself where there is none."""
        return self._names.get(key, key)

    def called(self, fits: Callable[[str], bool]) -> set[str]:
        """The ids, in small letters, of missions and of everything in the scenario whose display name fits."""
        known = {**self._names, **MISSION_NAMES}
        return {key.casefold() for key, name in known.items() if fits(name.casefold())}

    def is_many(self, key: str) -> bool:
        """Whether an id means several things (the terminals of a group of users), for the verb."""
        return key in self._groups

    def whereabouts(self, asset: str) -> str:
        """`at` a site, `on` a satellite."""
        return f"{'on' if asset in self._satellites else 'at'} {self(asset)}"

    def several(self, keys: tuple[str, ...]) -> str:
        """Names in a list."""
        return ", ".join(self(key) for key in keys)

    def together(self, keys: Iterable[str]) -> str:
        """Names in alphabetical order, the last after `and`."""
        return together([self(key) for key in self.in_order(keys)])

    def in_order(self, keys: Iterable[str]) -> list[str]:
        """Ids in the alphabetical order of what people call them: nobody is ranked, and nobody's id shows."""
        return sorted(keys, key=lambda key: (self(key).casefold(), key))

    def option(self, option: str) -> str:
        """An option `<capability>:<target>+<target>` in words."""
        capability, _, targets = option.partition(":")
        return f"{self(capability)} on {self.several(tuple(targets.split('+')))}"

    def attack(self, matter: str) -> str:
        """An attack in words, by the id of its order or of its engagement (`<order>><target>`), or the failure it is.

        Whoever strikes a target again with the same weapon does so at another time, so the time is part of the words.
        """
        if matter.startswith(FAILURE_OF):
            return f"a failure that was nobody's doing ({matter.removeprefix(FAILURE_OF)})"
        order, _, target = matter.partition(">")
        _, when, capability, targets = order.split(":", 3)
        at_s, _, inject = when.partition("@")
        struck = together([self(key) for key in (target or targets).split("+")])
        by = f", inject {inject}" if inject else ""
        return f"the attack on {struck} ({self(capability)}, {clock(int(at_s))}{by})"

    def place(self, place: str) -> str:
        """`<region>.<beneficiary>` in words."""
        region, _, nation = place.partition(".")
        return f"users of {self(nation)} in {self(region)}"


def together(names: Sequence[str]) -> str:
    """Names in a row, the last after `and`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def clock(t_s: int) -> str:
    """A time of the scenario as day and hour, `D+2 14:30`."""
    days, rest = divmod(t_s, 86400)
    return f"D+{days} {rest // 3600:02d}:{rest % 3600 // 60:02d}"


def capital(words: str) -> str:
    """The words with a capital letter in front, as a sentence begins."""
    return words[:1].upper() + words[1:]


def mission_name(key: str) -> str:
    """What people call a mission."""
    return MISSION_NAMES.get(key, key)
