"""Turns the bytes of a file into text, or says which character does not belong there."""

import codecs
import re

from wargame.loader.faults import Place, refuse

SIZE_LIMIT_BYTES = 4_000_000

_UNWANTED = re.compile(
    "[^\\t\\n\\x20-\\x7e\\xa0-\\u2027\\u202a-\\ud7ff\\ue000-\\ufefe\\uff00-\\ufffd\\U00010000-\\U0010ffff]"
)


def decode(data: bytes, file: str) -> str:
    """The text of a file with LF line ends and without a byte order mark.

    Raises:
        ScenarioError: too large, not UTF-8, or a control character in it.
    """
    if len(data) > SIZE_LIMIT_BYTES:
        raise refuse(
            Place(file, 1, 1),
            f"the file has {len(data):,} bytes; a scenario has at most {SIZE_LIMIT_BYTES:,}: "
            "split it with 'extends' or check that it is the file you meant",
        )
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise refuse(Place(file, 1, 1), "the file is UTF-16; save it as UTF-8")
    text = _utf8(data.removeprefix(codecs.BOM_UTF8), file).replace("\r\n", "\n").replace("\r", "\n")
    _refuse_unwanted(text, file)
    return text


def _utf8(data: bytes, file: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
        raise refuse(
            _place(file, before),
            f"the byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8 "
            "(in an editor: 'Save as', encoding UTF-8)",
        ) from None


def _refuse_unwanted(text: str, file: str) -> None:
    found = _UNWANTED.search(text)
    if found is None:
        return
    name = "a NUL byte" if found.group() == "\0" else f"the control character U+{ord(found.group()):04X}"
    raise refuse(_place(file, text[: found.start()]), f"{name} does not belong in a scenario; delete it")


def _place(file: str, before: str) -> Place:
    return Place(file, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
