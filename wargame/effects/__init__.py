"""Counterspace effects: one file each, at the level of public literature; no weapon design anywhere."""
