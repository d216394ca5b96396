"""README, how-to and method say what is so: the commands work, the numbers are the program's, the cases are tested."""

import re
import shlex

import pytest

from wargame.analysis.contribution import MOST_PLAYERS
from wargame.analysis.resilience import RESTORED, RESTORED_FOR_H
from wargame.cli import main
from wargame.deterrence.options import SHORT_LIST, SIZES
from wargame.game.effect import ORDER_LIFE_S, RUNG_WARNING
from wargame.missions.status import WHAT_IF_STEP_S
from wargame.scenario.politics import Adversary, Belief

MOST_PICTURE_BYTES = 300_000
ONE_SCREEN_LINES = 80
BLOCK = re.compile(r"```(\w*)\n(.*?)```", re.DOTALL)
CASE = re.compile(r"published\(\"(O\d\d)\"\)")


def _read(root, name):
    return (root / name).read_text(encoding="utf-8")


def _constant(text, name):
    found = re.search(rf"^{name}='(.*)'$", text, re.MULTILINE)
    assert found, f"the gate has no {name}"
    return found[1]


def test_the_gate_runs_the_two_commands_of_the_readme(root):
    gate = root / ".ci" / "run"
    if not gate.is_file():
        pytest.skip("a source distribution has no gate")
    lines = _read(root, "README.md").splitlines()
    text = gate.read_text(encoding="utf-8")
    for name in ("FIRST_COMMAND", "TEST_COMMAND"):
        assert _constant(text, name) in lines


def test_the_readme_fits_a_screen_and_shows_a_picture(root):
    text = _read(root, "README.md")
    assert len(text.splitlines()) <= ONE_SCREEN_LINES
    picture = re.search(r"!\[[^\]]+\]\(([^)]+)\)", text)
    assert picture
    assert 0 < (root / picture[1]).stat().st_size < MOST_PICTURE_BYTES


def test_the_readme_has_a_line_for_powershell_for_both_commands(root):
    windows = [line for line in _read(root, "README.md").splitlines() if ".venv\\Scripts\\" in line]
    assert any("wargame run western_pacific" in line for line in windows)
    assert any(line.endswith("-m pytest") for line in windows)


def _yaml_into(path, body):
    """Puts a row of the how-to under the block that it belongs to."""
    block = "\ndisclosure:" if "giver" in body else "\nsatellites:" if "orbit" in body else "\ninjects:"
    text = path.read_text(encoding="utf-8")
    place = text.index("\n", text.index(block) + 1) + 1
    path.write_text(text[:place] + body + text[place:], encoding="utf-8")


def test_everything_in_the_how_to_works_in_order(root, elsewhere, capsys):
    for kind, body in BLOCK.findall(_read(root, "docs/howto.md")):
        if kind == "python":
            exec(compile(body, "docs/howto.md", "exec"), {})  # noqa: S102  # the project's own page
        elif kind == "yaml":
            _yaml_into(elsewhere / "my_crisis.yaml", body)
        else:
            for line in body.splitlines():
                words = [word for word in shlex.split(line) if word != "--open"]
                assert words[0] != "wargame" or main(words[1:]) == 0, line
    assert "identical\nTrue" in capsys.readouterr().out


def test_the_method_states_the_numbers_of_the_program(root):
    text = " ".join(_read(root, "docs/method.md").split())
    adversary, belief = Adversary.model_fields, Belief.model_fields
    for words in (
        f"An order lapses after {ORDER_LIFE_S // 3600} hours",
        f"Rung {RUNG_WARNING} for the missile-warning chain",
        f"{belief['draws'].default} draws per government",
        f"Greedy target sets** of {SIZES[0]}, {SIZES[1]} and {SIZES[2]} with a short list of {SHORT_LIST}",
        f"only the {SHORT_LIST} that hurt most",
        f"At most {adversary['option_limit'].default} options",
        f"every {WHAT_IF_STEP_S // 3600} hours",
        f"| `least_gain` | {adversary['least_gain'].default:g} |",
        f"up to {MOST_PLAYERS} players",
        f"the first {RESTORED_FOR_H:g} h with `Qr >= {RESTORED:g} Qr0`",
    ):
        assert words in text


def test_the_method_lists_every_published_case_that_is_tested(root):
    listed = set(re.findall(r"^\| (O\d\d) \|", _read(root, "docs/method.md"), re.MULTILINE))
    tested = {
        case
        for path in (root / "tests").rglob("test_*.py")
        if "architecture" not in path.parts
        for case in CASE.findall(path.read_text(encoding="utf-8"))
    }
    assert listed == tested
