"""Scenario files that ship with the program, read as package data."""
