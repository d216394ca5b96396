"""Doctrines: one file each, an observation in, orders out. None of them ever sees the world."""
