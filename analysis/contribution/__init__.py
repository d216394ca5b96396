"""What each partner adds: values of coalitions, their intervals, and the report of a study.

`plan` says what is played, `kept` what of each game, `tables` holds it, `values` and `judging` make numbers of it,
`result` the document. Games are played by `wargame.studies.contributing`.
"""

from wargame.analysis.contribution.plan import PRIMARY, ContributionError, Plan, plan
from wargame.analysis.contribution.result import Contribution

__all__ = ["PRIMARY", "Contribution", "ContributionError", "Plan", "plan"]
