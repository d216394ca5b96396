"""Says in our words what PyYAML's two parsers (C and Python) say in theirs."""

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
    ("did not find expected ',' or", "a bracket is not closed, or a ',' is missing"),
    ("expected ',' or", "a bracket is not closed, or a ',' is missing"),
    ("duplicate anchor", "the same anchor stands twice"),
    (
        "maximum nesting depth",
        TOO_DEEP,
    ),  # the C parser reads ahead and has a limit of its own since PyYAML 6.0.4
)


def in_our_words(error: yaml.MarkedYAMLError, text: str) -> str:
    """The sentence for a syntax error."""
    mark = error.problem_mark or error.context_mark
    lines = text.split("\n")
    line = lines[mark.line] if mark and mark.line < len(lines) else ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "the line begins with a tab; YAML indents with spaces, replace the tab by spaces"
    problem = " ".join(part for part in (error.problem, error.context) if part)
    for words, sentence in _WORDS:
        if words in problem:
            return sentence
    if "cannot start any token" in problem and mark:
        return f"a text cannot begin with {line[mark.column : mark.column + 1]!r}; put it in quotes"
    return f"this is not YAML: {problem}"
