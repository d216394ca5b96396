"""Joins the page's own files, what it is told and the vendored libraries into one HTML file.

The scripts in `assets` are ES modules, so that each can be read and tested alone. A page opened from a disk may not
load modules, so it holds them as one script: each a function of its own, after those it imports. The page's policy
allows that script and that style by their digests and nothing else: no request, no other script, whatever a scenario's
text holds.
"""

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from wargame.analysis.page import environment

VENDORED = ("d3-array.min.js", "d3-geo.min.js", "topojson-client.min.js")
LAND = "land-110m.json"
FIRST = "main"

_IMPORT = re.compile(r'^import (\{[^}]*\}) from "\./([\w-]+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:function|const|class) (\w+))", re.MULTILINE)
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def page_html(told: Mapping[str, Any]) -> str:
    """The page as HTML (`Any`: the plain JSON values of `document`)."""
    script, style = _script(), _text("replay.css")
    pages = environment("wargame.analysis.replay", "assets")
    return pages.get_template("replay.html.j2").render(
        title=told["title"],
        courtesy=told["courtesy"],
        policy=_policy(script, style),
        script=script,
        style=style,
        notices=_text("vendor/NOTICES.txt"),
        land=_escaped(json.loads(_text(f"vendor/{LAND}"))),
        told=_escaped(told),
    )


def _policy(script: str, style: str) -> str:
    """The content security policy: nothing is fetched, and only this script and this style run."""
    return (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _escaped(values: Any) -> str:
    """JSON that can stand in a script element: no text in it can end the element or begin a comment."""
    text = json.dumps(values, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return "".join(_UNSAFE.get(sign, sign) for sign in text) if _UNSAFE.keys() & set(text) else text


@cache
def _script() -> str:
    """The libraries and the page's modules as one script."""
    vendored = [_text(f"vendor/{name}").strip() for name in VENDORED]
    return "\n".join([*vendored, '(() => {\n"use strict";', *_modules(FIRST), "})();"])


def _modules(first: str) -> list[str]:
    """The modules that a module needs, each as a function after those it imports, and the module itself at the end."""
    done: dict[str, str] = {}

    def add(name: str, above: tuple[str, ...]) -> None:
        assert name not in above, f"modules import each other in a circle: {above}"
        if name in done:
            return
        text = _text(f"{name}.js")
        for _, needed in _IMPORT.findall(text):
            add(needed, (*above, name))
        done[name] = _as_function(name, text)

    add(first, ())
    return list(done.values())


def _as_function(name: str, text: str) -> str:
    """A module as a function that runs at once and gives what the module exports."""
    given = ", ".join(_EXPORT.findall(text))
    body = _EXPORT.sub("", _IMPORT.sub(r"const \1 = module_\2;\n", text))
    return f"const module_{name} = (() => {{\n{body}return {{ {given} }};\n}})();"


@cache
def _text(name: str) -> str:
    """A file of the page, by its place in the folder of assets."""
    return files("wargame.analysis.replay").joinpath("assets", *name.split("/")).read_text(encoding="utf-8")
