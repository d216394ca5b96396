"""Orbits, access, navigation geometry, links and debris: physics without any decision in it."""
