"""Kernels: an inner one has no door for Python, so only kernels of its own file may name it."""

import ast

INNER = {"inner_kernel", "inlined_kernel"}
COMPILED = {"kernel", *INNER}
BITS = {"_count", "_highest", "_lowest", "_through"}
"""Small kernels on the bits of a word that several files need."""
AGES = {"deliveries.py", "freshness.py", "known.py"}
"""The files into which the ages of images and signals are divided."""


def _decorators(function):
    return {node.id for node in function.decorator_list if isinstance(node, ast.Name)}


def _inner_names(tree):
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return {function.name for function in functions if _decorators(function) & INNER}


def _names_outside_kernels(tree):
    """Every name and attribute that is read outside the compiled functions of a file, with its line."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef) and _decorators(node) & COMPILED:
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id, node.lineno
        waiting.extend(ast.iter_child_nodes(node))


def _faults(tree):
    inner = _inner_names(tree)
    for name, line in _names_outside_kernels(tree):
        if name in inner:
            yield line, f"{name} is an inner kernel, and Python names it here: that would end the process"
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from (
                (node.lineno, f"{alias.name} is imported: a kernel calls kernels of its own file only")
                for alias in node.names
                if alias.name.startswith("_") and "kernel" in (node.module or "")
            )


def test_only_kernels_name_an_inner_kernel(sources):
    faults = [
        f"{source.path.as_posix()}:{line}: {what}"
        for source in sources
        for line, what in _faults(source.tree)
    ]
    assert not faults, "\n  ".join(["inner kernels", *faults])


def test_an_inner_kernel_is_private(sources):
    public = [
        f"{source.path.as_posix()}: {name}"
        for source in sources
        for name in _inner_names(source.tree)
        if not name.startswith("_")
    ]
    assert not public, "an inner kernel is a part of its file; give it a name with an underscore"


def test_the_check_finds_a_call_from_python():
    kernels = "@inner_kernel\ndef _add(a):\n    return a\n\n@kernel\ndef good(a):\n    return _add(a)\n"
    code = kernels + "\ndef bad(a):\n    {}\n"
    assert not list(_faults(ast.parse(code.format("return good(a)"))))
    assert [line for line, _ in _faults(ast.parse(code.format("return _add(a)")))] == [10]


def test_copies_of_an_inner_kernel_stay_copies(sources):
    """A kernel calls kernels of its own file only (numba's cache), so the ages have three copies of some: all alike."""
    bodies = {}
    for source in (item for item in sources if item.path.name in AGES):
        for node in ast.walk(source.tree):
            if isinstance(node, ast.FunctionDef) and node.name in BITS and _decorators(node) & INNER:
                bodies.setdefault(node.name, {})[source.path.as_posix()] = ast.dump(node)
    assert set(bodies) == BITS
    apart = {name: sorted(files) for name, files in bodies.items() if len(set(files.values())) > 1}
    assert not apart, f"these copies differ: {apart}"
    assert all(len(files) == len(AGES) for files in bodies.values())
