"""Says in our words what PyYAML's two parsers (C and Python) say in theirs."""

import re

import yaml

DEPTH_LIMIT = 32
TOO_DEEP = f"blocks are nested more than {DEPTH_LIMIT} deep; a scenario needs about ten"

_WORDS = (
    (
        "mapping values are not allowed",
        "a ':' stands where no key can be; check the indentation, or put the text in quotes",
    ),
    ("could not find expected ':'", "a key without ':' after it; every key needs a ':' and a space"),
    ("expected <block end>", "this line does not fit the indentation above it; align it with its block"),
    ("did not find expected key", "this line does not fit the indentation above it; align it with its block"),
    ("did not find expected '-' indicator", "this line does not fit the list above it; align its '-'"),
    ("found unexpected end of stream", "a quote that was opened is never closed"),
    ("found undefined tag handle", "tags are not allowed; remove the '!'"),
    (
        "unknown escape character",
        "an unknown '\\' escape in double quotes; use single quotes or write '\\\\'",
    ),
    ("duplicate anchor", "the same anchor stands twice"),
    (
        "maximum nesting depth",
        TOO_DEEP,
    ),  # the C parser reads ahead and has a limit of its own since PyYAML 6.0.4
)


_SPACELESS = (
    "mapping values are not allowed",
    "could not find expected ':'",
    "expected <block end>",
    "did not find expected key",
    "found unexpected ':'",
)
"""What the parsers say, in the line or one of the next, when a key has no space after its ':'."""
_KEY_AND_VALUE = re.compile(r"^(\s*(?:- +)*)([A-Za-z]\w*):([^\s:/][^:]*)$")
_IN_BRACES = re.compile(r"([{,]\s*)([A-Za-z]\w*):([{\[])")


def line_without_space(error: yaml.MarkedYAMLError, text: str) -> tuple[int, int, str] | None:
    """Line, column and sentence of the key without a space after its ':' that a syntax error comes from, or None."""
    problem = " ".join(part for part in (error.problem, error.context) if part)
    mark = error.problem_mark
    if mark is None or not any(words in problem for words in _SPACELESS):
        return None
    lines = text.split("\n")
    said = [
        n for n in range(min(mark.line + 1, len(lines))) if lines[n].strip() and lines[n].lstrip()[0] != "#"
    ]
    for number in reversed(said[-2:]):
        found = _KEY_AND_VALUE.match(lines[number]) or _IN_BRACES.search(lines[number])
        if found is not None:
            example = f"{found[2]}: {found[3].strip()}"
            column = found.end(2) + 1
            return number + 1, column, f"a space is missing after ':'; write '{example}'"
    return None


def _opened(error: yaml.MarkedYAMLError) -> str:
    """The line in which a bracket was opened."""
    return f"line {error.context_mark.line + 1}" if error.context_mark else "a line above"


def in_our_words(error: yaml.MarkedYAMLError, text: str) -> str:
    """The sentence for a syntax error."""
    mark = error.problem_mark or error.context_mark
    lines = text.split("\n")
    line = lines[mark.line] if mark and mark.line < len(lines) else ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "the line begins with a tab; YAML indents with spaces, replace the tab by spaces"
    problem = " ".join(part for part in (error.problem, error.context) if part)
    if "expected ',' or" in problem:
        return f"the bracket opened in {_opened(error)} is not closed, or a ',' is missing"
    for words, sentence in _WORDS:
        if words in problem:
            return sentence
    if "cannot start any token" in problem and mark:
        return f"a text cannot begin with {line[mark.column : mark.column + 1]!r}; put it in quotes"
    return f"this is not YAML: {problem}"
