"""Random choices that all builders of worlds share."""


def some(rng, items, least=1):
    """A random sub-list of at least `least` items, in random order."""
    items = list(items)
    return rng.sample(items, rng.randint(least, len(items)))
