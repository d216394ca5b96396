"""`python -m wargame` and the command `wargame`: starts the command line, and takes Ctrl-C even while it starts."""

import atexit
import gc
import sys

from wargame.garbage import collect_seldom

INTERRUPTED = 130


def main() -> int:
    """The exit status of this process's command line."""
    collect_seldom()
    # The memory goes with the process: the last search for garbage, at its end, would free nothing sooner.
    atexit.register(gc.freeze)
    try:
        from wargame.cli import main as command_line  # noqa: PLC0415  # a Ctrl-C during this import is one of ours

        return command_line()
    except KeyboardInterrupt:
        sys.stderr.write("interrupted; nothing was left half-written\n")
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
