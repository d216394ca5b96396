"""The sentence below a field of a block, read from the source when somebody asks for it.

Only the handbook, the JSON Schema, the assumptions of a report and an error about a missing key want these sentences.
pydantic's `use_attribute_docstrings` reads them while every block is defined, at each start of the program, which costs
more than all else that defining the language costs.
"""

import ast
import inspect
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise

from pydantic import BaseModel


def sentence_of(block: type[BaseModel], name: str) -> str:
    """What a field means, in the words below it; empty where there are none."""
    return sentences(block).get(name, "")


@cache
def sentences(block: type[BaseModel]) -> Mapping[str, str]:
    """The sentence of every field that has one, by name; a field that is not declared anew keeps its sentence."""
    found: dict[str, str] = {}
    for parent in reversed(block.__mro__[: block.__mro__.index(BaseModel)]):
        found |= _by_class(parent.__module__).get(parent.__qualname__, {})
    said = {name: field.description or found.get(name) for name, field in block.model_fields.items()}
    return {name: words for name, words in said.items() if words}


@cache
def _by_class(module: str) -> Mapping[str, Mapping[str, str]]:
    """The sentence (or nothing) below every annotated name of every class of a module; empty without a source."""
    try:
        source = inspect.getsource(sys.modules[module])
    except (OSError, TypeError):  # made at run time, or installed without sources
        return {}
    return {name: _below(node) for name, node in _classes(ast.parse(source), "")}


def _classes(inside: ast.AST, prefix: str) -> Iterator[tuple[str, ast.ClassDef]]:
    """The classes that a tree defines, by qualified name."""
    for node in ast.iter_child_nodes(inside):
        if isinstance(node, ast.ClassDef):
            yield prefix + node.name, node
            yield from _classes(node, f"{prefix}{node.name}.")
        elif isinstance(node, ast.FunctionDef):
            yield from _classes(node, f"{prefix}{node.name}.<locals>.")


def _below(node: ast.ClassDef) -> dict[str, str]:
    found = {}
    for declared, below in pairwise([*node.body, ast.Pass()]):
        match declared, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(words))):
                found[name] = inspect.cleandoc(words)
            case ast.AnnAssign(target=ast.Name(id=name)), _:
                found[name] = ""
    return found
