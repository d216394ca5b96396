"""Doctrines."""
