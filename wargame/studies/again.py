"""One run of a study alone: played again in full from its row, and compared with what the row says."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from wargame.record import Record
from wargame.record.folder import write_run
from wargame.scenario import Scenario
from wargame.studies.games import Outcome, StudyError, Value
from wargame.studies.study_file import StudyFile
from wargame.studies.tables import COURTESY
from wargame.studies.versions import versions
from wargame.studies.worker import RecordStatistics, play_key


@dataclass(frozen=True)
class Again:
    """A run that was played again.

    Attributes:
        number: its number in the study.
        row: what the study's file says of it.
        scenario: the scenario that was played.
        records: the full record, and that of the unattacked arm, by sub-folder.
        values: the statistics of the full record.
        differences: by statistic, what the row says and what came out now.
        other_versions: the versions behind the row, when they are not those of this program.
    """

    number: int
    row: Outcome
    scenario: Scenario
    records: Mapping[str, Record]
    values: Mapping[str, Value]
    differences: Mapping[str, tuple[Value, Value]]
    other_versions: str = ""

    def write(self, folder: Path) -> None:
        """Writes the records and the statistics as `wargame run` does."""
        write_run(folder, self.as_dict(), self.records)

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON (`Any`)."""
        key = self.row.key
        return {
            "run": self.number,
            "scenario": self.scenario.title,
            "scenario_hash": self.scenario.hash,
            "seed": key.seed,
            "replicate": key.replicate,
            "point": key.point,
            "coalition": list(key.coalition),
            "leaving": key.leaving,
            "arm": key.arm,
            "package": key.package,
            "statistics": dict(self.values),
            "identical": not self.differences,
            "differences": {name: list(both) for name, both in self.differences.items()},
            "other_versions": self.other_versions or None,
            "note": COURTESY,
        }

    def as_text(self, out: Path | None) -> str:
        """What was played, and whether it is what the row says."""
        key = self.row.key
        package = f" {key.package}" if key.package else ""
        lines = [
            f"Run {self.number}: {self.scenario.title}, point {key.point}, {key.members or 'the lead alone'}, "
            f"{key.arm}{package}, seed {key.seed}, replicate {key.replicate}",
            COURTESY,
        ]
        if self.other_versions:
            lines.append(
                f"The row was played by another program: {self.other_versions}; this is {versions()}."
            )
        if self.differences:
            lines.append("Different from its row:")
            lines += [
                f"  {name}: {was} in the row, {now} now" for name, (was, now) in self.differences.items()
            ]
        else:
            lines.append(f"Identical to its row in all {len(self.row.values)} statistics.")
        if out is not None:
            lines.append(f"The full record is in {out}; 'wargame explain {out} EVENT' says why.")
        return "\n".join(lines)


def play_again(file: StudyFile, number: int) -> Again:
    """Plays a run of a study in full, from its row and the scenario that the file holds.

    Raises:
        StudyError: the file has no such row, or it holds another kind of study.
        Exception: what made the run fail, when its row says that it failed.
    """
    row = file.run(number)
    document = file.document
    if document.get("kind") != "sweep":
        raise StudyError(
            f"{file.path}: this is the file of a {document.get('kind')}; only runs of sweeps are played again"
        )
    key = row.key
    scenario = file.card(key.point).scenario()
    records = {"": play_key(scenario, key, "full")}
    if key.arm != "unattacked":
        calm = replace(key, arm="unattacked", package=None)
        records["unattacked"] = play_key(scenario, calm, "full")

    def play(arm: str, package: str | None = None) -> Record:
        return records["unattacked"] if arm == "unattacked" and key.arm != "unattacked" else records[""]

    values = RecordStatistics(**document["score"])(key, scenario, play).values
    differences = {
        name: (row.values[name], values.get(name))
        for name in sorted(row.values)
        if row.values[name] != values.get(name)
    }
    other = "" if file.versions == versions() else file.versions
    return Again(number, row, scenario, records, values, differences, other)
