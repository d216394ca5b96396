"""The after-action review of a run: a page for seniors, a page for each cell, objectives, injects, questions.

Everything comes from the records of the run, in the sentences of the report and of `wargame explain`.
"""
