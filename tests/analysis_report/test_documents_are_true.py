"""README, how-to and method say what is so: the commands work, the numbers are the program's, the cases are tested."""

import re
import shlex

import pytest

from wargame import load
from wargame.analysis.assumptions import judgements
from wargame.analysis.contribution.plan import MOST_PLAYERS
from wargame.analysis.resilience import RESTORED, RESTORED_FOR_H
from wargame.cli import main
from wargame.deterrence.options import SHORT_LIST, SIZES
from wargame.effects import ground_cyber
from wargame.effects.ground_cyber import Parameters as Intrusion
from wargame.game.effect import ORDER_LIFE_S, RUNG_WARNING
from wargame.missions.status import WHAT_IF_STEP_S
from wargame.scenario.base import MISSION_KEYS
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
    """Puts a row of the how-to under the block that it belongs to; orders, injects, studies, extensions are files."""
    name = body.partition(":")[0]
    if name in ("orders", "injects", "title", "extends"):
        file = {"title": "study", "extends": "wider"}.get(name, name)
        path.with_name(f"{file}.yaml").write_text(body, encoding="utf-8")
        return
    if name == "objectives":
        path.write_text(path.read_text(encoding="utf-8") + body, encoding="utf-8")
        return
    if body.startswith("politics:"):
        path.write_text(f"{path.read_text(encoding='utf-8')}\n{body}", encoding="utf-8")
        return
    signs = {"giver": "disclosure", "orbit": "satellites", "members": "agreements"}
    block = f"\n{next((name for sign, name in signs.items() if sign in body), 'injects')}:"
    text = path.read_text(encoding="utf-8")
    place = text.index("\n", text.index(block) + 1) + 1
    path.write_text(text[:place] + body + text[place:], encoding="utf-8")


@pytest.mark.slow
def test_everything_in_the_how_to_works_in_order(root, elsewhere, capsys):
    for kind, body in BLOCK.findall(_read(root, "docs/howto.md")):
        if kind == "python":
            exec(compile(body, "docs/howto.md", "exec"), {})  # noqa: S102  # the project's own page
        elif kind == "yaml":
            _yaml_into(elsewhere / "my_crisis.yaml", body)
        else:
            for line in body.splitlines():
                words = [word for word in shlex.split(line) if word != "--open"]
                assert words[:1] != ["wargame"] or main(words[1:]) == 0, line
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


def test_nothing_that_ships_cites_a_document_that_does_not(root):
    """The plans of the project are no source for a reader who has only the program."""
    folders = ("wargame", "agents", "analysis", "scenarios", "docs")
    files = [
        path
        for name in folders
        for path in (root / name).rglob("*")
        if path.suffix in (".py", ".md", ".yaml")
    ]
    assert len(files) > 100
    for path in [*files, root / "README.md", root / "CHANGELOG.md"]:
        assert not re.search(r"\b(model|domain)\.md\b", path.read_text(encoding="utf-8")), path


def test_the_range_of_an_intrusion_is_the_same_everywhere(root):
    """The declared range, the page, the method and the order of battle."""
    origin = Intrusion.model_fields["p_success"].json_schema_extra
    words = f"{origin['low']}-{origin['high']}"
    assert words in ground_cyber.__doc__
    assert f"`p_success` 0.15 ({words})" in _read(root, "docs/method.md")
    assert f"p_success 0.2, restored after 96 h | {words} [J]" in _read(root, "docs/order_of_battle.md")


def test_the_number_of_judgements_in_the_readme_is_not_too_small(root):
    count = len(judgements(load("western_pacific")))
    assert count > 100
    assert "over a\n  hundred numbers are judgements" in _read(root, "README.md")


def test_the_readme_counts_missions_and_services_as_the_program_does(root):
    assert len(MISSION_KEYS) == 9
    assert "Six missions, nine services: navigation;" in _read(root, "README.md")
