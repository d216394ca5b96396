"""How often Python looks for garbage in cycles: seldom, as nearly all that this program makes lives to its end."""

import gc

ALLOCATIONS_PER_COLLECTION = 200_000
"""The 700 of Python's default are looked through in vain; a game leaves some ten thousand objects in cycles."""


def collect_seldom() -> None:
    """Sets how many allocations of this process go by before it looks for garbage."""
    gc.set_threshold(ALLOCATIONS_PER_COLLECTION)
