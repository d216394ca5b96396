"""A presentation as bytes that the same run always gives: without the time of the clock, in it or in its sheets."""

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import Any

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""Written into the file in place of the clock, so that the same run gives the same slides."""
_STAMP = re.compile(rb"(?<=W3CDTF\">)[^<]+")


def without_clock(deck: Any) -> bytes:
    """The presentation as the bytes of its file (`Any`: python-pptx has no types)."""
    stream = io.BytesIO()
    deck.save(stream)
    return _without_times(stream.getvalue())


def _without_times(packed: bytes) -> bytes:
    """The same file with a fixed time in place of the clock's, in it and in the sheets of its charts."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            content = old.read(item)
            if item.filename.endswith(".xlsx"):
                content = _without_times(content)
            elif item.filename == "docProps/core.xml":
                content = _STAMP.sub(EPOCH.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), content)
            new.writestr(zipfile.ZipInfo(item.filename, EPOCH.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()
