"""The doctrine and the measure that docs/contributing.md shows work as they stand, from a distribution of their own."""

import json
import re
import subprocess
import sys
import tomllib

import pytest

BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
OBJECT = re.compile(r"^(DOCTRINE|MEASURE) = ", re.MULTILINE)


@pytest.fixture(scope="module")
def installed(root, tmp_path_factory):
    """A folder on the path with the page's two files, as a distribution that is installed in it."""
    folder = tmp_path_factory.mktemp("own")
    blocks = BLOCK.findall((root / "docs" / "contributing.md").read_text(encoding="utf-8"))
    (points,) = (tomllib.loads(body)["project"]["entry-points"] for kind, body in blocks if kind == "toml")
    files = {
        OBJECT.search(body)[1]: body for kind, body in blocks if kind == "python" and OBJECT.search(body)
    }
    for attribute, group in (("DOCTRINE", "wargame.doctrines"), ("MEASURE", "wargame.measures")):
        (module,) = points[group].values()
        (folder / f"{module}.py").write_text(files[attribute], encoding="utf-8")
    home = folder / "own_plugins-1.0.dist-info"
    home.mkdir()
    (home / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: own-plugins\nVersion: 1.0\n", encoding="utf-8"
    )
    lines = [
        f"[{group}]\n" + "".join(f"{k} = {v}\n" for k, v in items.items()) for group, items in points.items()
    ]
    (home / "entry_points.txt").write_text("\n".join(lines), encoding="utf-8")
    return folder


PLAYED = """
import json, sys
sys.path.insert(0, sys.argv[1])
import wargame
from wargame.analysis.contribution import plan
from wargame.cli import main
from wargame.studies.versions import versions

scenario = wargame.load("tutorial", set={"actors.RED.adversary.doctrine": "patient"})
free = wargame.run(scenario, arm="free")
orders = [event.t_s for event in free.events if event.kind == "engagement.launched"]
start_s = min(item.at_h for item in scenario.phases if item.phase == "contingency") * 3600
forced = wargame.run(wargame.load("tutorial"), arm="forced", package="blind")
name = "own.governments_answered"
asked = plan(wargame.load("tutorial"), 2, measures=[name])
measure = wargame.contribution(wargame.load("tutorial"), asked).as_dict("")["measures"][name]
sweep = wargame.sweep({
    "title": "t", "question": "q", "scenario": "tutorial", "outcomes": {"answers": {"measure": name}},
    "packages": ["blind"], "design": {"kind": "grid"},
})
assert main(["describe", "doctrine", "patient"]) == 0
assert main(["describe", "measure", name]) == 0
print(json.dumps({
    "early": [t for t in orders if t < start_s],
    "orders": len(orders),
    "forced": wargame.statistics(forced).values[name],
    "answered": len({e.government for e in forced.events if e.kind == "response.decided"}),
    "reason": wargame.statistics(free).reasons[name],
    "all": measure["all"]["value"], "us_only": measure["us_only"]["value"],
    "sum": sum(row["value"] for row in measure["shapley"].values()),
    "swept": sweep.runs[name].tolist(),
    "versions": versions(),
}))
"""


def test_what_the_page_shows_plays_counts_and_is_written_down(installed, tmp_path):
    command = [sys.executable, "-c", PLAYED, str(installed)]
    ended = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert ended.returncode == 0, ended.stderr
    said = json.loads(ended.stdout.splitlines()[-1])
    assert said["early"] == []
    assert said["orders"] > 0
    assert said["forced"] == said["answered"] > 0
    assert said["reason"] == "needs the forced arm"
    assert said["sum"] == pytest.approx(said["all"] - said["us_only"])
    assert said["swept"] == [said["forced"]]
    assert "doctrine patient of own-plugins 1.0" in said["versions"]
    assert "measure answered of own-plugins 1.0" in said["versions"]
    assert "Patient: wait for the contingency" in ended.stdout
    assert "own.governments_answered: Number of governments that answered an attack." in ended.stdout
