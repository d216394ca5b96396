"""Plants faults in the program on purpose, to see that the swarm's checkers find them.

Each fault is a function of a module faults_of_*.py with a sentence that says what is wrong: a context
manager that changes the real program while it is open. `FAULTS` says which checker has to find it.
"""

from contextlib import contextmanager
from types import SimpleNamespace

from wargame.game.journal import Journal

FAULTS = {}
"""Every planted fault by name: how to plant it, and the checker that has to find it."""


def found_by(checker):
    """Lists a fault with the checker that has to find it."""

    def listed(plant):
        FAULTS[plant.__name__] = SimpleNamespace(
            plant=contextmanager(plant), checker=checker, says=plant.__doc__
        )
        return plant

    return listed


@contextmanager
def instead(holder, name, value):
    """Puts something else in the place of an attribute, and the old thing back."""
    kept = holder.__dict__[name]
    setattr(holder, name, value)
    try:
        yield
    finally:
        setattr(holder, name, kept)


@contextmanager
def rewritten(kind, change):
    """Every event of a kind is changed before it is written down; `change` gets the journal and the event."""
    sound = Journal.emit

    def emit(self, event):
        return sound(self, change(self, event) if event.kind == kind else event)

    with instead(Journal, "emit", emit):
        yield


@contextmanager
def drawn_otherwise(holder, change):
    """The draws that a part of the game holds ask for other keys."""
    sound = holder.__init__

    def init(self, *args, **kwargs):
        sound(self, *args, **kwargs)
        kept = self._draws

        def uniform(*key):
            return kept.uniform(*change(self, key))

        self._draws = SimpleNamespace(
            uniform=uniform,
            first=kept.first,
            chance=lambda p, *key: uniform(*key) < p,
        )

    with instead(holder, "__init__", init):
        yield
