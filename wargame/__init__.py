"""A coalition space wargame."""
