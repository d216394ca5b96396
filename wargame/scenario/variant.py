"""Which variant of a scenario's file was loaded: said beside results, and no part of the scenario or its hash."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Variant:
    """How a scenario differs from its file.

    Attributes:
        excursion: the key of the excursion, None for the scenario as it stands.
        title: what people call the excursion.
        settings: values by dotted path that the excursion or `--set` changed; None where a key was taken out.
        without: players that the excursion takes out of the coalition.
    """

    excursion: str | None = None
    title: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    without: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """True when anything differs from the file."""
        return self.excursion is not None or bool(self.settings)

    def as_dict(self) -> dict[str, Any] | None:
        """Plain values for JSON (`Any`); None for the scenario as it stands."""
        if not self:
            return None
        return {
            "excursion": self.excursion,
            "title": self.title or None,
            "set": {path: _plain(value) for path, value in self.settings.items()},
            "without": list(self.without),
        }


AS_IT_STANDS = Variant()
"""The scenario of the file, unchanged."""


def flat(changes: Mapping[str, Any], above: str = "") -> dict[str, Any]:
    """Nested changes as values by dotted path (`Any`: values of a scenario)."""
    found: dict[str, Any] = {}
    for key, value in changes.items():
        path = f"{above}.{key}" if above else str(key)
        if isinstance(value, Mapping) and value:
            found |= flat(value, path)
        else:
            found[path] = value
    return found


def _plain(value: Any) -> Any:
    """A value as JSON can hold it (`Any`: whatever a script or a file gave)."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return str(value)
