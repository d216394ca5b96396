"""Missions: how well each nation's users are served in each region, as a pure function of what is available.

A plug-in is one file with a `MISSION` (`wargame.missions.contract`); everybody else asks `wargame.missions.service`.
"""
