"""The chart of a review's first page: what was served of every mission, with the coalition and to the lead alone."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from wargame.analysis.svg import Frame, box, drawing, line, text, ticks
from wargame.analysis.typography import share

WIDTH = 1000.0
ROW = 46.0
LABEL = 250.0


def service_bars(rows: Sequence[tuple[str, Mapping[str, float]]], label: str) -> Markup:
    """For each mission a bar for either side's run, and a mark where it would be without attacks.

    Args:
        rows: the name of a mission and its means `with_calm`, `with_run`, `alone_calm`, `alone_run`.
        label: for those who cannot see it.
    """
    frame = Frame(LABEL, 8, WIDTH - LABEL - 150, ROW * len(rows), (0.0, 1.0), (0.0, 1.0))
    parts = []
    for value in ticks(0.0, 1.0):
        x = frame.x(value)
        parts.append(line(x, frame.top, x, frame.bottom, "grid"))
        parts.append(text(x, frame.bottom + 18, f"{value:g}", "small soft", "middle"))
    for row, (name, means) in enumerate(rows):
        top = frame.top + ROW * row
        parts.append(text(LABEL - 12, top + 27, name.capitalize(), "option", "end"))
        for n, style in enumerate(("with", "alone")):
            run, calm = means[f"{style}_run"], means[f"{style}_calm"]
            y = top + 6 + 17 * n
            parts.append(
                box(
                    LABEL,
                    y,
                    frame.x(run) - LABEL,
                    14,
                    f"served {style}",
                    f"{share(run, 3)} of what is needed",
                )
            )
            x = frame.x(calm)
            parts.append(line(x, y - 2, x, y + 16, f"calm {style}"))
            parts.append(
                text(frame.right + 14, y + 12, f"{share(run)} of {share(calm)}", f"small {style}-ink")
            )
    return drawing(WIDTH, frame.bottom + 28, label, *parts)
