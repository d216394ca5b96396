"""The handbook: pages of plug-ins and of the blocks of the scenario language, as text."""

import inspect
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from wargame import registry
from wargame.cli.catalogue import headline, measures
from wargame.cli.printing import CommandError
from wargame.loader.excursions import Excursions
from wargame.loader.grammar import arms, discriminator, is_model
from wargame.loader.suggest import listed, meant
from wargame.scenario import Scenario
from wargame.scenario.field_sentences import sentence_of
from wargame.scenario.in_play import RULES, Rule, rule_for

KINDS = ("effect", "mission", "doctrine", "measure", "scenario", "fork")
DISCRIMINATORS = ("kind", "type")
"""Keys that say which block stands there; they have no page of their own."""


def page(kind: str, key: str | None) -> str:
    """The page of one plug-in, measure or block; the list of all of a kind when no key is given.

    Raises:
        CommandError: no such kind or key.
    """
    if kind == "scenario":
        return _block_page(key) if key else _language_page()
    if kind == "measure":
        return _measure_page(key)
    if kind == "fork":
        return _fork_page(key)
    plugin = next((item for item in registry.KINDS if item.name == kind), None)
    if plugin is None:
        return _part_page(kind, key)
    known = registry.modules(plugin)
    if key is None:
        return (
            "\n".join(f"{name:<24}{headline(module)}" for name, module in known.items()) or f"no {kind}s yet"
        )
    if key not in known:
        raise CommandError(f"there is no {kind} '{key}'{meant(key, known)}")
    return _plugin_page(known[key], getattr(known[key], plugin.attribute))


def _part_page(word: str, key: str | None) -> str:
    """The page of a part of the scenario language by its own name, without the word `scenario` before it."""
    if key is None and (found := _parts(word) or _scenario_page(word)):
        return found
    end = meant(word, [*KINDS, *(name for name in _named_parts() if name.islower())])
    hint = end if "did you mean" in end else ""
    raise CommandError(
        f"there is no kind '{word}' to describe; allowed are {listed(KINDS)}, or one name of a part of the scenario "
        f"language, such as adversary, or a scenario by its name or file{hint}"
    )


def _plugin_page(module: Any, plugin: Any) -> str:
    parts = [inspect.cleandoc(module.__doc__ or "(no page yet)")]
    parameters: Any = getattr(plugin, "Parameters", None)
    if is_model(parameters) and parameters.model_fields:
        parts += ["Parameters", "\n".join(_fields(parameters))]
    return "\n\n".join(parts)


def _measure_page(key: str | None) -> str:
    from wargame.analysis.measures import NOT_COMPUTED
    from wargame.analysis.measures import page as measure_page

    known = {str(item["name"]): item for item in measures()}
    if key is None:
        rows = [f"{name:<40}{item.get('title', '')}" for name, item in known.items()]
        left_out = [f"{name}: {why}." for name, why in NOT_COMPUTED.items()]
        return "\n".join([*rows, "", "Not computed", *left_out])
    of_mission = key.rpartition(".")[0]
    name = of_mission if of_mission in known and known[of_mission]["by_mission"] else key
    if name not in known:
        raise CommandError(f"there is no measure '{key}'{meant(key, known)}")
    return measure_page(name)


def _fork_page(path: str | None) -> str:
    """What may change in play and what may not, each with its reason; or the rule for one field."""
    if path is not None:
        rule = rule_for(path)
        if rule is None or path.split(".")[0] not in Scenario.model_fields:
            raise CommandError(
                f"a scenario has no field '{path}'{meant(path.split('.')[0], Scenario.model_fields)}"
            )
        return f"{path}\n    {'May change' if rule.may else 'Cannot change'} in play: {rule.why}."
    head = "What a fork may change\n\n`wargame fork RECORD --at MOVE --set PATH=VALUE` changes fields of these blocks."
    parts = [head]
    for title, may in (("May change in play", True), ("Cannot change in play", False)):
        rows = [f"{rule.pattern}\n    {_capital(_whole(rule))}." for rule in RULES if rule.may is may]
        parts += [title, "\n".join(rows)]
    return "\n\n".join([*parts, "Where two fit a field the longer one decides; * is any one name."])


def _whole(rule: Rule) -> str:
    return rule.why if rule.entries else f"{rule.why}; the block itself can be neither added nor taken out"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _language_page() -> str:
    rows = [*_fields(Scenario), *_loader_fields()]
    head = "A scenario file\n\nPages of blocks: wargame describe scenario BLOCK, such as satellites."
    return head + "\n\n" + "\n".join(rows)


def _loader_fields() -> Iterator[str]:
    yield "extends: text, may be left out"
    yield "    Shipped scenario or relative path that this file builds on."
    yield "    Blocks merge, null deletes a key, lists are replaced."
    yield "excursions: a block by name, may be left out"
    yield "    Named variants of the scenario; see 'wargame describe scenario excursions'."


def _block_page(key: str) -> str:
    """The page of a top-level key with every block below it, or of one block by its name."""
    top = {name: model for model in (Scenario, Excursions) for name in model.model_fields}
    if key in top:
        found = list(_blocks_below(top[key].model_fields[key].annotation))
        if not found:
            return "\n".join(_field(top[key], key))
        return "\n\n".join([f"{key}: {_sentence(top[key], key)}", *(_block(model) for model in found)])
    if found_page := _parts(key) or _scenario_page(key):
        return found_page
    raise CommandError(f"the language has no block '{key}'{meant(key, [*top, *_named_parts()])}")


def _scenario_page(name: str) -> str:
    """The page of a shipped scenario or of a scenario file; empty if there is none."""
    from wargame.cli.scenario_page import scenario_page

    return scenario_page(name) or ""


def _parts(word: str) -> str:
    """The pages of every part of the language that has a name, in small letters or not; empty if none has."""
    named = _named_parts()
    found = named.get(word) or named.get(word.casefold(), [])
    return "\n\n".join(dict.fromkeys(found))


@cache
def _named_parts() -> Mapping[str, list[str]]:
    """Pages of parts by name: of blocks by class, in small letters too, and by kind, and of fields by key."""
    found: dict[str, list[str]] = {}
    blocks = dict.fromkeys(
        block
        for model in (Scenario, Excursions)
        for field in model.model_fields.values()
        for block in _blocks_below(field.annotation)
    )
    for block in blocks:
        for name in dict.fromkeys((block.__name__, block.__name__.casefold())):
            found.setdefault(name, []).append(_block(block))
    for block in blocks:
        tag = discriminator(block)
        if tag is not None and len(tag[1]) == 1:
            found.setdefault(str(tag[1][0]), []).append(_block(block))
    everything: tuple[type[BaseModel], ...] = (Scenario, Excursions, *blocks)
    for block in everything:
        for name, field in block.model_fields.items():
            below = list(dict.fromkeys(_blocks_below(field.annotation)))
            if below:
                sentence = _sentence(block, name)
                if not sentence.startswith("See "):  # it stands in the block that is named there
                    head = f"{name} (of {block.__name__}): {sentence}"
                    found.setdefault(name, []).append("\n\n".join([head, *map(_block, below)]))
            elif name not in DISCRIMINATORS:
                found.setdefault(name, []).append(
                    "\n".join([f"of {block.__name__}", *(f"  {line}" for line in _field(block, name))])
                )
    return found


def _blocks_below(annotation: Any, seen: tuple[type[BaseModel], ...] = ()) -> Iterator[type[BaseModel]]:
    """The blocks that an annotation reaches, each once, nearest first."""
    done = list(seen)
    for arm in arms(annotation):
        if is_model(arm) and arm not in done:
            new = [arm]
            for field in arm.model_fields.values():
                new += list(_blocks_below(field.annotation, (*done, *new)))
            yield from new
            done += new
        elif not is_model(arm) and get_origin(arm) is not Literal:
            for part in get_args(arm):
                new = list(_blocks_below(part, tuple(done)))
                yield from new
                done += new


def _block(model: type[BaseModel]) -> str:
    rows = "\n".join(f"  {line}" for line in _fields(model))
    return f"{model.__name__}: {inspect.cleandoc(model.__doc__ or '')}\n{rows}"


def _fields(model: type[BaseModel]) -> Iterator[str]:
    for name in model.model_fields:
        yield from _field(model, name)


def _field(model: type[BaseModel], name: str) -> Iterator[str]:
    field = model.model_fields[name]
    facts = (_words(field.annotation), _standing(field), _origin(field))
    yield f"{name}: {', '.join(fact for fact in facts if fact)}"
    yield f"    {_sentence(model, name)}"


def _sentence(model: type[BaseModel], name: str) -> str:
    text = " ".join(sentence_of(model, name).split())
    return "Says which kind this is." if text == "Discriminator." else text


def _standing(field: FieldInfo) -> str:
    if field.is_required():
        return "needed"
    default = field.get_default(call_default_factory=True)
    if default is None or default in ({}, ()) or isinstance(default, BaseModel):
        return "may be left out"
    return f"default {_value(default)}"


def _value(default: Any) -> str:
    if isinstance(default, dict):
        return ", ".join(f"{key} {_value(item)}" for key, item in default.items())
    return (
        f"{default:g}"
        if isinstance(default, float)
        else str(default).lower()
        if default is True
        else str(default)
    )


def _origin(field: FieldInfo) -> str:
    """Where the default comes from: its source, or judgement with the range a sweep should cover."""
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    if "low" in extra:
        return f"{extra.get('source')} ({extra['low']:g} to {extra['high']:g})"
    return f"source: {extra['source']}" if "source" in extra else ""


_PLAIN = {float: "number", int: "whole number", str: "text", bool: "true or false"}


def _words(annotation: Any) -> str:
    """What may stand in a field, in words."""
    found: list[str] = []
    for arm in arms(annotation):
        origin, inner = get_origin(arm), get_args(arm)
        if origin is Literal:
            found.append(listed([str(value) for value in inner], "or"))
        elif origin is tuple:
            found.append(f"list of {_words(inner[0])}")
        elif origin is not None:
            found.append(f"{_words(inner[1])} by name")
        elif arm is not type(None):
            found.append(_PLAIN.get(arm) or (arm.__name__ if is_model(arm) else _other(arm)))
    return " or ".join(dict.fromkeys(found))


def _other(arm: Any) -> str:
    return "anything" if arm is Any else "time in UTC" if "atetime" in str(arm) else str(arm)
