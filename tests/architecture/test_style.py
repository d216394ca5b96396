"""The house style, where a machine can check it. Each failure lists every offender as file:line."""

import ast
import re
from collections.abc import Iterable, Iterator

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

MODULE_LINES_MAX = 400
BODY_LINES_MAX = 60
CATCH_ALL_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "tools"}
NAMES_WITHOUT_UNIT = {"altitude", "duration", "time", "range", "delay", "power", "latency", "window"}
EFFECT_HEADINGS = (
    "What happens",
    "When it can be tried",
    "What decides success",
    "Source and confidence",
    "Leaves out",
)
READERS = {"read_text", "write_text"}
BINARY_BY_DEFAULT = {"gzip", "bz2", "lzma", "zipfile", "tarfile"}
OPENS_NO_FILE = {"webbrowser", "os", "urllib"}


def _refuse(faults: Iterable[str], rule: str) -> None:
    listed = list(faults)
    assert not listed, f"{rule}:\n  " + "\n  ".join(listed)


def _body_lines(function):
    """Lines of a function body, its docstring left out."""
    body = function.body[1:] if ast.get_docstring(function, clean=False) is not None else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def test_a_module_fits_in_400_lines(sources):
    lengths = {source.path.as_posix(): len(source.text.splitlines()) for source in sources}
    _refuse((f"{path} has {n}" for path, n in lengths.items() if n > MODULE_LINES_MAX), "split these modules")


def test_a_function_body_fits_in_60_lines(sources):
    _refuse(
        (
            f"{source.at(function)}: {function.name} has {_body_lines(function)}"
            for source in sources
            for function in source.functions
            if _body_lines(function) > BODY_LINES_MAX
        ),
        "split these functions",
    )


def test_no_module_has_a_catch_all_name(sources):
    _refuse((s.path.as_posix() for s in sources if s.path.stem in CATCH_ALL_NAMES), "name what they hold")


def test_all_imports_are_absolute_and_without_stars(sources):
    _refuse(
        (
            source.at(node)
            for source in sources
            for node in ast.walk(source.tree)
            if isinstance(node, ast.ImportFrom) and (node.level or any(a.name == "*" for a in node.names))
        ),
        "import by full name",
    )


def _receiver(call):
    """The name on which a method is called, if it is a plain name."""
    value = call.func.value if isinstance(call.func, ast.Attribute) else None
    return value.id if isinstance(value, ast.Name) else ""


def _mode(call):
    """The literal mode of a call to open, or an empty text."""
    named = [keyword.value for keyword in call.keywords if keyword.arg == "mode"]
    place = (
        0 if isinstance(call.func, ast.Attribute) and _receiver(call) not in {"io", *BINARY_BY_DEFAULT} else 1
    )
    given = named or call.args[place : place + 1]
    return (
        given[0].value
        if given and isinstance(given[0], ast.Constant) and isinstance(given[0].value, str)
        else ""
    )


def _opens_text_without_encoding(call):
    called = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    if any(keyword.arg in {"encoding", None} for keyword in call.keywords):
        return False
    if called == "read_text":
        return not call.args
    if called == "write_text":
        return len(call.args) < 2
    if called != "open" or _receiver(call) in OPENS_NO_FILE:
        return False
    return "b" not in _mode(call) and not (_receiver(call) in BINARY_BY_DEFAULT and "t" not in _mode(call))


def test_text_files_are_opened_with_an_encoding(sources):
    _refuse(
        (
            source.at(node)
            for source in sources
            for node in ast.walk(source.tree)
            if isinstance(node, ast.Call) and _opens_text_without_encoding(node)
        ),
        'say encoding="utf-8"',
    )


def _fields(source) -> Iterator[tuple[ast.AnnAssign, str]]:
    for made in source.classes:
        for node in made.body:
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                yield node, node.target.id


def test_a_field_that_holds_a_quantity_names_its_unit(sources):
    _refuse(
        (
            f"{source.at(node)}: {name}"
            for source in sources
            for node, name in _fields(source)
            if name in NAMES_WITHOUT_UNIT
        ),
        "end these names in their unit (altitude_km, delay_s)",
    )


def _keys(node: Node) -> Iterator[ScalarNode]:
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if isinstance(key, ScalarNode):
                yield key
            yield from _keys(value)
    elif isinstance(node, SequenceNode):
        for value in node.value:
            yield from _keys(value)


def test_a_scenario_key_that_holds_a_quantity_names_its_unit(root):
    faults = []
    for path in sorted((root / "scenarios").glob("**/*.y*ml")):
        document = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
        faults += [
            f"{path.relative_to(root).as_posix()}:{key.start_mark.line + 1}: {key.value}"
            for key in _keys(document)
            if key.value in NAMES_WITHOUT_UNIT
        ]
    _refuse(faults, "end these keys in their unit (altitude_km, delay_s)")


def _public_definitions(node: ast.Module | ast.ClassDef) -> Iterator[ast.AST]:
    for child in node.body:
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and child.name[0] != "_":
            yield child
            if isinstance(child, ast.ClassDef):
                yield from _public_definitions(child)


def _needs_docstring(node):
    decorators = {ast.unparse(decorator) for decorator in getattr(node, "decorator_list", [])}
    return not decorators & {"overload", "typing.overload", "override"}


def test_every_public_name_says_what_it_is(sources):
    _refuse(
        (
            f"{source.at(node)}: {getattr(node, 'name', source.name)}"
            for source in sources
            for node in (source.tree, *_public_definitions(source.tree))
            if _needs_docstring(node) and len((ast.get_docstring(node) or "TODO").removeprefix("TODO")) < 5
        ),
        "write a docstring",
    )


def test_every_effect_page_has_the_five_headings_in_order(sources):
    faults = []
    for source in sources:
        defines = {t.id for n in source.tree.body for t in _targets(n) if isinstance(t, ast.Name)}
        if not source.name.startswith("wargame.effects.") or "EFFECT" not in defines:
            continue
        page = ast.get_docstring(source.tree) or ""
        found = [re.search(rf"^[\s#*]*{heading}\b", page, re.MULTILINE) for heading in EFFECT_HEADINGS]
        places = [match.start() if match else -1 for match in found]
        if -1 in places or places != sorted(places):
            missing = [h for h, place in zip(EFFECT_HEADINGS, places, strict=True) if place < 0]
            faults.append(
                f"{source.path.as_posix()}: {'missing ' + ', '.join(missing) if missing else 'not in order'}"
            )
    _refuse(faults, f"an effect's page has the headings {' · '.join(EFFECT_HEADINGS)}")


def _targets(node):
    if isinstance(node, ast.Assign):
        return node.targets
    return [node.target] if isinstance(node, ast.AnnAssign) else []
