"""What a sweep came to, in lines for people."""

from wargame.space.arrays import FloatArray
from wargame.studies.answers import Answers, spread
from wargame.studies.tables import COURTESY

MOST_ERRORS = 5
"""So many kinds of errors are told; the file holds all."""


def as_text(answers: Answers) -> str:
    """What was played, every outcome by coalition, and what failed."""
    plan = answers.plan
    lines = [plan.title, plan.question, COURTESY, ""]
    width = max([len(name) for name in plan.coalitions] + [10])
    for outcome in plan.outcomes:
        lines.append(f"{outcome}: {answers.title(outcome)} ({plan.outcomes[outcome].measure})")
        for answer in answers.answers:
            if answer.outcome == outcome:
                where = f"{answer.excursion}: " if plan.excursions else ""
                lines.append(
                    f"  {where}{answer.coalition:<{width}}  {_range(answers, answer.means, outcome)}"
                )
    lines += ["", f"{answers.done:,} of {answers.planned:,} runs done, {answers.failed:,} failed."]
    for error, count in list(answers.errors.items())[:MOST_ERRORS]:
        lines.append(f"  {count:,} x {error}")
    if len(answers.errors) > MOST_ERRORS:
        lines.append(
            f"  and {len(answers.errors) - MOST_ERRORS} more kinds of errors (column 'error' of the file)"
        )
    return "\n".join(lines)


def _range(answers: Answers, means: FloatArray, outcome: str) -> str:
    found = spread(means)
    if found["mean"] is None:
        return f"no number: {answers.reasons.get(outcome, 'no run was played')}"
    ends = f"from {found['least']:+.4f} to {found['most']:+.4f}"
    return f"mean {found['mean']:+.4f}   {ends} over {found['points']:,} points"
