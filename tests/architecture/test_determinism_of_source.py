"""A run is a pure function of its inputs: the rules may not ask a clock, the machine or a hidden generator."""

import ast

import pytest

FORBIDDEN = {
    "random": "a hidden generator; use wargame.draws",
    "secrets": "a hidden generator; use wargame.draws",
    "uuid": "differs from run to run; derive the id from what it names",
    "os.urandom": "a hidden generator; use wargame.draws",
    "numpy.random": "a hidden generator; use wargame.draws",
    "time.time": "the wall clock; use scenario time",
    "time.time_ns": "the wall clock; use scenario time",
    "time.monotonic": "the wall clock; use scenario time",
    "time.perf_counter": "the wall clock; use scenario time",
    "time.localtime": "the wall clock; use scenario time",
    "time.gmtime": "the wall clock; use scenario time",
    "datetime.datetime.now": "the wall clock; use scenario time",
    "datetime.datetime.utcnow": "the wall clock; use scenario time",
    "datetime.datetime.today": "the wall clock; use scenario time",
    "datetime.date.today": "the wall clock; use scenario time",
}
CLOCKS = {"time.monotonic", "time.perf_counter"}
SPEAKING_TO_PEOPLE = ("wargame.cli", "wargame.record", "wargame.space.cache", "wargame.__main__")
ANALYSIS = ("wargame.analysis", "wargame.studies")
SEEDED = {
    f"numpy.random.{name}"
    for name in ("default_rng", "SeedSequence", "PCG64", "Philox", "Generator", "BitGenerator", "RandomState")
}


def _inside(name, *packages):
    return any(name == package or name.startswith(package + ".") for package in packages)


def _imported(tree):
    """What each local name stands for, by full dotted name."""
    names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                names[alias.asname or alias.name.partition(".")[0]] = (
                    alias.name if alias.asname else alias.name.partition(".")[0]
                )
        elif isinstance(node, ast.ImportFrom) and not node.level:
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return names


def _full_name(node, names):
    """The full dotted name that an expression spells, or an empty text."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name) or node.id not in names:
        return ""
    return ".".join([names[node.id], *reversed(parts)])


def _uses(tree):
    """Every use of an imported name: the node, its full name, and the call it is the function of, if any."""
    names = _imported(tree)
    calls = {id(node.func): node for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Name):
            yield node, _full_name(node, names), calls.get(id(node))


def _allowed_in_analysis(full, call):
    """Analysis and studies may time themselves and may draw from a generator of numpy's that was given a seed."""
    if full in CLOCKS or full == "numpy.random":
        return True
    if full in SEEDED:
        return call is None or bool(call.args or call.keywords)
    return False


def _faults(tree, *, analysis):
    for node, full, call in _uses(tree):
        reason = next((why for name, why in FORBIDDEN.items() if _inside(full, name)), "")
        if reason and not (analysis and _allowed_in_analysis(full, call)):
            yield node.lineno, f"{full} is {reason}"
    yield from _built_in_hashes(tree)


def _built_in_hashes(tree):
    own = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name == "__hash__"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        hashes = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "hash"
        if hashes and id(node) not in own:
            yield node.lineno, "hash() of a text differs from process to process; use hashlib"


def test_the_rules_ask_no_clock_and_no_hidden_generator(sources):
    faults = [
        f"{source.path.as_posix()}:{line}: {what}"
        for source in sources
        if not _inside(source.name, *SPEAKING_TO_PEOPLE)
        for line, what in sorted(set(_faults(source.tree, analysis=_inside(source.name, *ANALYSIS))))
    ]
    assert not faults, "not reproducible:\n  " + "\n  ".join(faults)


@pytest.mark.parametrize(
    "line",
    [
        "import random\nx = random.random()",
        "import numpy as np\nx = np.random.default_rng(1)",
        "from numpy import random\nx = random.default_rng(1)",
        "from datetime import datetime as d\nx = d.now()",
        "import datetime\nx = datetime.datetime.now()",
        "import time\nx = time.time()",
        "from uuid import uuid4\nx = uuid4()",
        "x = hash('a')",
    ],
)
def test_the_check_sees_through_aliases(line):
    assert list(_faults(ast.parse(line), analysis=False))


@pytest.mark.parametrize(
    ("line", "refused"),
    [
        ("import numpy as np\nx = np.random.default_rng()", True),
        ("import numpy as np\nx = np.random.uniform(0, 1)", True),
        ("import numpy as np\nx = np.random.default_rng(7)", False),
        ("from numpy.random import default_rng\nx = default_rng(seed=7)", False),
        ("import time\nx = time.perf_counter()", False),
        ("import time\nx = time.time()", True),
        ("class A:\n    def __hash__(self):\n        return hash(self.key)", False),
    ],
)
def test_analysis_may_draw_from_a_generator_with_a_seed(line, refused):
    assert bool(list(_faults(ast.parse(line), analysis=True))) is refused
