"""What tests ask of a replay page that is open in a browser."""


def second(page):
    """The second of the run that the page shows."""
    return page.run("replay.state.t")
