"""The JSON Schema of a scenario file, for editors: the language, `extends`, `excursions`, reserved names."""

import json
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from wargame import registry
from wargame.loader.excursions import Excursion
from wargame.loader.reserved import reserved_keys
from wargame.scenario import Scenario

_REFERENCE = "#/$defs/"
_CHANGE = "Change"

Schema = dict[str, Any]  # Any: JSON Schema is a tree of everything


def schema_text() -> str:
    """The schema as text, ready to be written beside a scenario."""
    return json.dumps(schema(), indent=1, sort_keys=True) + "\n"


def schema() -> Schema:
    """The schema of a file: complete on its own, or partial where it extends another."""
    whole = Scenario.model_json_schema(mode="validation", ref_template=_REFERENCE + "{model}")
    definitions: Schema = whole.pop("$defs")
    definitions["Scenario"] = whole
    _refuse_other_names(definitions)
    _number_for_all_phases(definitions)
    _parameters_by_effect(definitions)
    changes = {name + _CHANGE: _relaxed(block) for name, block in definitions.items()}
    definitions.update(changes)
    definitions["Excursion"] = _excursion()
    for name in ("Scenario", "Scenario" + _CHANGE):
        _add_loader_keys(definitions[name])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Scenario of the coalition space wargame",
        "type": "object",
        "if": {"required": ["extends"]},
        "then": {"$ref": f"{_REFERENCE}Scenario{_CHANGE}"},
        "else": {"$ref": f"{_REFERENCE}Scenario"},
        "$defs": definitions,
    }


def _refuse_other_names(block: Any) -> None:
    """Refuses names that do not fit the pattern of a block of names (`Any`: any part of a schema)."""
    if isinstance(block, list):
        for item in block:
            _refuse_other_names(item)
    elif isinstance(block, dict):
        if "patternProperties" in block:
            block["additionalProperties"] = False
        for item in block.values():
            _refuse_other_names(item)


def _number_for_all_phases(definitions: Schema) -> None:
    """Lets a bare number stand for the same value in every phase."""
    by_phase = definitions.pop("PerPhase", None)
    if by_phase is not None:
        definitions["PhaseValues"] = by_phase
        definitions["PerPhase"] = {"anyOf": [{"type": "number"}, {"$ref": f"{_REFERENCE}PhaseValues"}]}


def _parameters_by_effect(definitions: Schema) -> None:
    """Completes a capability's parameters by the effect it names."""
    rules: list[Schema] = []
    for key, effect in registry.plugins(registry.EFFECT).items():
        name = f"parameters_{key}"
        block = effect.Parameters.model_json_schema(ref_template=_REFERENCE + "{model}")
        definitions.update(block.pop("$defs", {}))
        definitions[name] = block
        rules.append(
            {
                "if": {"properties": {"effect": {"const": key}}, "required": ["effect"]},
                "then": {"properties": {"parameters": {"$ref": f"{_REFERENCE}{name}"}}},
            }
        )
    definitions["Capability"]["properties"]["effect"]["enum"] = list(registry.plugins(registry.EFFECT))
    definitions["Capability"]["allOf"] = rules


def _relaxed(block: Any) -> Any:
    """The schema of a change to a block: nothing is required, null deletes, references are to changes."""
    if isinstance(block, list):
        return [_relaxed(item) for item in block]
    if not isinstance(block, Mapping):
        return deepcopy(block)
    relaxed = {
        key: _relaxed(item)
        for key, item in block.items()
        if key not in ("required", "minProperties", "discriminator")
    }
    if "if" in block:
        relaxed["if"] = deepcopy(block["if"])
    if isinstance(block.get("$ref"), str):
        relaxed["$ref"] = block["$ref"] + _CHANGE
    if "oneOf" in relaxed:
        relaxed["anyOf"] = relaxed.pop("oneOf")
    for key in ("properties", "patternProperties"):
        if key in relaxed:
            relaxed[key] = {name: _deletable(item) for name, item in relaxed[key].items()}
    return relaxed


def _deletable(schema: Schema) -> Schema:
    """The schema, or null; the words that editors show stay outside."""
    shown = {"description": schema["description"]} if "description" in schema else {}
    return {**shown, "anyOf": [schema, {"type": "null"}]}


def _excursion() -> Schema:
    block = Excursion.model_json_schema()
    block["properties"]["changes"] = {
        "$ref": f"{_REFERENCE}Scenario{_CHANGE}",
        "description": block["properties"]["changes"].get("description", ""),
    }
    return block


def _add_loader_keys(block: Schema) -> None:
    properties = block["properties"]
    properties["extends"] = {
        "type": "string",
        "description": "Shipped scenario or relative path that this file builds on.",
    }
    properties["excursions"] = {
        "type": "object",
        "additionalProperties": {"$ref": f"{_REFERENCE}Excursion"},
        "description": "Named variants of the scenario.",
    }
    for name in reserved_keys(Scenario):
        properties[name] = {
            "not": {},
            "deprecated": True,
            "description": "Reserved for a later version; not yet supported.",
        }
