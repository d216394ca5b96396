"""Studies: many games by a design, played in parallel, kept in one file, resumed after anything.

`deck` and `games` say what to play, `worker` plays it, `pool` spreads it over processes or a cluster, `store` keeps
what came of it. This package composes `run` with the analysis; the analysis itself never plays a game.
"""
