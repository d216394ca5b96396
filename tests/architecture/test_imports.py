"""What may import what, beyond the layers that import-linter holds, and what an import must not drag in."""

import ast
import importlib.util
import json
import subprocess
import sys

import pytest


def _loaded_by(statement, cwd):
    """The top-level modules in memory after a statement in a new process."""
    program = f"{statement}\nimport sys, json\nprint(json.dumps(sorted({{m.partition('.')[0] for m in sys.modules}})))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout))


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("wargame", {"mesa", "scipy", "pandas", "numba", "numpy", "pydantic"}),
        ("wargame.events", {"mesa", "scipy", "pandas", "numba"}),
        ("wargame.scenario", {"mesa", "scipy", "pandas", "numba", "numpy"}),
        ("wargame.loader", {"mesa", "scipy", "pandas", "numba"}),
        ("wargame.cli", {"mesa", "scipy", "pandas", "numba", "numpy", "pydantic", "rich"}),
    ],
)
def test_what_validate_and_help_need_is_light(module, heavy, root):
    if importlib.util.find_spec(module) is None:
        pytest.skip(f"{module} does not exist yet")
    assert not _loaded_by(f"import {module}", root) & heavy


@pytest.mark.parametrize("folder", ["agents", "analysis"])
def test_the_bare_folder_name_refuses_to_be_imported(folder, root):
    done = subprocess.run(
        [sys.executable, "-c", f"import {folder}"], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert f"import this package as 'wargame.{folder}'" in done.stderr


def test_the_scenario_language_imports_only_pydantic_and_the_standard_library(sources):
    allowed = set(sys.stdlib_module_names) | {
        "pydantic",
        "pydantic_core",
        "annotated_types",
        "typing_extensions",
    }
    faults = [
        f"{source.at(node)}: {name}"
        for source in sources
        if source.name.startswith("wargame.scenario.") or source.name == "wargame.scenario"
        for node in ast.walk(source.tree)
        for name in _modules_named_by(node)
        if name.partition(".")[0] not in allowed and name.partition(".")[2].partition(".")[0] != "scenario"
    ]
    assert not faults, "specification only:\n  " + "\n  ".join(faults)


def _modules_named_by(node):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def test_effects_and_missions_are_found_and_never_named(sources):
    """Only plug-ins of the same folder may import each other: everybody else asks the registry."""
    faults = []
    for source in sources:
        for node in ast.walk(source.tree):
            for name in _modules_named_by(node):
                package = ".".join(name.split(".")[:2])
                plugin = package in {"wargame.effects", "wargame.missions"} and name != package
                if plugin and not source.name.startswith(package) and _is_plugin(name, sources):
                    faults.append(f"{source.at(node)}: {name}")
    assert not faults, "ask wargame.registry:\n  " + "\n  ".join(faults)


def _is_plugin(name, sources):
    """Whether a module registers itself, that is, assigns EFFECT or MISSION at its top level."""
    return any(
        source.name == name and isinstance(node, ast.Assign | ast.AnnAssign) and _assigns_key(node)
        for source in sources
        for node in source.tree.body
    )


def _assigns_key(node):
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return any(isinstance(target, ast.Name) and target.id in {"EFFECT", "MISSION"} for target in targets)
