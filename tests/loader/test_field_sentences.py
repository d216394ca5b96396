"""The sentence below a field: where it is found, what inherits it, and who shows it."""

import sys
import types

import pytest
from pydantic import Field

from wargame.scenario import Scenario
from wargame.scenario.base import Model, PerPhase
from wargame.scenario.field_sentences import sentence_of, sentences


class Base(Model):
    """A block."""

    kept: int = 0
    """What is kept
    in two lines."""
    silent: int = 0
    inner: PerPhase | None = None
    """A block in the block."""
    said: int = Field(0, description="The field's own words.")
    """Words below that lose."""


class Derived(Base):
    """A block that declares one field anew, without a sentence."""

    kept: float = 0.0
    added: int = 0
    """What is added."""

    class Inside(Model):
        """A block of the same name as one below."""

        field: int = 0
        """Inside Derived."""


class Inside(Model):
    """A block of the same name as one above."""

    field: int = 0
    """On its own."""


def test_a_sentence_stands_below_its_field():
    assert sentence_of(Base, "kept") == "What is kept\nin two lines."
    assert sentence_of(Base, "silent") == ""
    assert sentence_of(Base, "said") == "The field's own words."


def test_a_field_that_is_not_declared_anew_keeps_its_sentence():
    assert sentence_of(Derived, "inner") == "A block in the block."
    assert sentence_of(Derived, "added") == "What is added."
    assert sentence_of(Derived, "kept") == ""


def test_blocks_of_one_name_keep_their_sentences_apart():
    class Inside(Model):
        """A third one."""

        field: int = 0
        """In a function."""

    found = [sentence_of(block, "field") for block in (Derived.Inside, globals()["Inside"], Inside)]
    assert found == ["Inside Derived.", "On its own.", "In a function."]


def test_a_block_whose_source_nobody_has_has_no_sentences(monkeypatch):
    module = types.ModuleType("made_at_run_time")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    exec(  # noqa: S102  # a notebook or a plug-in may make blocks so
        "from wargame.scenario.base import Model\nclass Made(Model):\n    field: int = 0\n    '''Lost.'''\n",
        module.__dict__,
    )
    assert sentences(module.Made) == {}
    assert module.Made.model_json_schema()["properties"]["field"]["type"] == "integer"


@pytest.mark.parametrize("mode", ["validation", "serialization"])
def test_the_schema_of_a_block_shows_the_sentences(mode):
    shown = Derived.model_json_schema(mode=mode)["properties"]
    found = {name: field.get("description") for name, field in shown.items()}
    assert found == {
        "kept": None,
        "silent": None,
        "inner": "A block in the block.",
        "said": "The field's own words.",
        "added": "What is added.",
    }


def test_every_field_of_the_language_has_a_sentence():
    blocks = [Scenario, *_below(Model)]
    assert len(blocks) > 40
    own = [block for block in blocks if block.__module__.startswith("wargame.scenario")]
    fields = [(block, name) for block in own for name in block.model_fields]
    assert not [f"{block.__name__}.{name}" for block, name in fields if not sentence_of(block, name)]


def _below(block):
    for child in block.__subclasses__():
        yield child
        yield from _below(child)
