"""Orbits, access, navigation geometry, links and debris counts: physics without any decision in it."""
