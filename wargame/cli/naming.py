"""Takes what people call things where a command wants an id: `Borealis` for `BOR`, in any case of letters."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from wargame.cli.printing import CommandError
from wargame.loader.suggest import listed, meant

if TYPE_CHECKING:
    from wargame.scenario import Scenario


def meant_id(word: str, ids: Iterable[str], scenario: "Scenario", asked: str, nothing: str) -> str:
    """The id that a word names: itself, in other letters, or by its display name.

    Args:
        word: what was typed.
        ids: what may be named.
        scenario: knows the display names.
        asked: the option, as in `--without`.
        nothing: what to say where nothing has that name.

    Raises:
        CommandError: nothing, or more than one thing, has that name.
    """
    known = list(ids)
    if word in known:
        return word
    names = _names(scenario)
    folded = word.strip().casefold()
    found = [key for key in known if folded in (key.casefold(), names.get(key, key).casefold())]
    if len(found) == 1:
        return found[0]
    if found:
        raise CommandError(
            f"{asked} {word}: that is the name of {listed(sorted(found))}; say which by its id"
        )
    end = meant(word, [*known, *(names[key] for key in known if key in names)])
    if "did you mean" not in end:
        end = f"; allowed are {listed(sorted(_both(key, names) for key in known))}" if known else ""
    raise CommandError(f"{asked} {word}: {nothing}{end}")


def _names(scenario: "Scenario") -> dict[str, str]:
    """What people call actors and regions."""
    found = {key: actor.name for key, actor in scenario.actors.items()}
    return found | {key: region.name for key, region in scenario.regions.items()}


def _both(key: str, names: dict[str, str]) -> str:
    name = names.get(key, key)
    return key if name == key else f"{key} ({name})"
