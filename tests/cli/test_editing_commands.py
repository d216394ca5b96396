"""new, list, describe, validate, schema, doctor: what they print, where, and with which exit status."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from wargame import cli
from wargame.cli import commands, editing, main
from wargame.loader import load, shipped

BROKEN = Path(__file__).parent.parent / "loader" / "broken"
BASE = Path(__file__).parent.parent / "loader" / "base.yaml"


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def document(capsys, *arguments, status=0):
    """What a command prints with --json, which must be one JSON document."""
    assert main([*arguments, "--json"]) == status
    return json.loads(capsys.readouterr().out)


def test_the_help_of_every_command_ends_with_an_example(capsys):
    for name in [command.name for module in cli.MODULES for command in module.COMMANDS]:
        assert main([name, "--help"]) == 0
        last = capsys.readouterr().out.strip().split("\n\n")[-1].strip()
        assert last.startswith(f"Example: wargame {name}")
    assert main(["--help"]) == 0
    assert "Example: wargame " in capsys.readouterr().out


@pytest.mark.parametrize("name", commands.LATER)
def test_a_command_of_a_later_version_says_so(name, capsys):
    if name in [command.name for module in cli.MODULES for command in module.COMMANDS]:
        pytest.skip(f"'{name}' is here by now")
    assert main([name, "anything"]) == 2
    assert f"'{name}' comes in a later version" in capsys.readouterr().err
    main(["--help"])
    assert f"\n  {name} " not in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["validate"], ["validate", "a", "b"], ["list", "--nonsense"]]
)
def test_wrong_usage_is_status_2_with_a_sentence(arguments, capsys):
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Error: " in captured.err


def test_interruption_is_status_130(monkeypatch, capsys):
    def interrupted(file):
        raise KeyboardInterrupt

    monkeypatch.setattr("wargame.loader.validate", interrupted)
    assert main(["validate", "tutorial"]) == 130
    assert "Traceback" not in capsys.readouterr().err


def test_a_fault_of_the_program_says_so_and_shows_a_traceback_only_when_asked(monkeypatch, capsys):
    def broken(file):
        raise RuntimeError("wheel came off")

    monkeypatch.setattr("wargame.loader.validate", broken)
    monkeypatch.delenv("WARGAME_DEBUG", raising=False)
    assert main(["validate", "tutorial"]) == 1
    said = capsys.readouterr().err
    assert "wheel came off; this is a fault of the program" in said
    assert "Traceback" not in said
    monkeypatch.setenv("WARGAME_DEBUG", "1")
    assert main(["validate", "tutorial"]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_validate_accepts_every_shipped_scenario(capsys):
    for name in shipped():
        assert main(["validate", name]) == 0, capsys.readouterr().err
        assert f"{name}.yaml is valid: " in capsys.readouterr().out


def test_validate_prints_json_for_good_and_bad_files(capsys):
    good = document(capsys, "validate", str(BASE))
    assert (good["valid"], good["faults"], good["excursions"]) == (True, [], ["alone", "hard", "no_relay"])
    assert good["scenario_hash"] == load(BASE).hash
    bad = document(capsys, "validate", str(BROKEN / "unknown_key.yaml"), status=1)
    assert bad["valid"] is False
    assert bad["faults"][0]["line"] == 5
    assert bad["faults"][0]["path"] == "clock.duraton_h"
    assert set(bad) == set(good)


def test_validate_prints_warnings_on_stderr(capsys):
    path = Path("odd.yaml")
    path.write_bytes(BASE.read_bytes() + b"look_for: []\n")
    text = path.read_text("utf-8").replace("magazine: 2", "magazine: 0")
    path.write_text(text, encoding="utf-8")
    assert main(["validate", "odd.yaml"]) == 0
    captured = capsys.readouterr()
    assert (
        "odd.yaml:21:52: warning: actors.RED.adversary.capabilities.intruder.magazine: the magazine"
        in captured.err
    )
    assert "; 1 warning" in captured.out


@pytest.mark.parametrize("name", ["lost.yaml", "nothing_shipped", ".", "folder"])
def test_validate_of_nothing_is_one_sentence(name, capsys):
    Path("folder").mkdir()
    assert main(["validate", name]) == 1
    assert "Traceback" not in capsys.readouterr().err


def test_new_copies_a_shipped_scenario_ready_for_an_editor(capsys):
    assert main(["new", "mine", "--from", "western_pacific", "--schema"]) == 0
    text = Path("mine.yaml").read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=wargame.schema.json\n")
    assert load("mine.yaml").hash == load("western_pacific").hash
    assert json.loads(Path("wargame.schema.json").read_text("utf-8"))["title"]
    assert sorted(item.name for item in Path.cwd().iterdir()) == ["mine.yaml", "wargame.schema.json"]


def test_new_refuses_to_overwrite_and_unknown_origins(capsys):
    Path("mine.yaml").write_text("mine", encoding="utf-8")
    assert main(["new", "mine"]) == 1
    assert "'mine.yaml' exists already" in capsys.readouterr().err
    assert Path("mine.yaml").read_text("utf-8") == "mine"
    assert main(["new", "other", "--from", "tutoral"]) == 1
    assert "did you mean 'tutorial'?" in capsys.readouterr().err
    assert main(["new", "lost/other"]) == 1
    assert "there is no folder 'lost'" in capsys.readouterr().err


def test_list_names_what_there_is(capsys):
    found = document(capsys, "list")
    assert set(found) == {"scenarios", "effects", "missions", "doctrines", "measures"}
    assert [item["name"] for item in found["scenarios"]] == list(shipped())
    assert all(item["title"] and item["question"] for item in found["scenarios"])
    assert {"direct_ascent", "ground_cyber", "uplink_jamming"} <= {item["key"] for item in found["effects"]}
    assert main(["list"]) == 0
    assert "uplink_jamming" in capsys.readouterr().out


def test_describe_prints_the_page_and_the_parameters_of_an_effect(capsys):
    assert main(["describe", "effect", "uplink_jamming"]) == 0
    page = capsys.readouterr().out
    for words in (
        "What happens",
        "Leaves out",
        "Parameters",
        "eirp_dbw: number, default 75, judgement (55 to 90)",
    ):
        assert words in page
    assert main(["describe", "effect"]) == 0
    assert "uplink_jamming" in capsys.readouterr().out


@pytest.mark.parametrize("kind", ["effect", "mission", "doctrine"])
def test_describe_has_a_page_for_every_plug_in(kind, capsys):
    from wargame import registry

    plural = {"effect": registry.EFFECT, "mission": registry.MISSION, "doctrine": registry.DOCTRINE}[kind]
    for key in registry.modules(plural):
        assert main(["describe", kind, key]) == 0
        assert len(capsys.readouterr().out) > 40


def test_describe_explains_every_block_of_the_language(capsys):
    assert main(["describe", "scenario"]) == 0
    page = capsys.readouterr().out
    from wargame.scenario import Scenario

    for key in [*Scenario.model_fields, "extends", "excursions"]:
        assert f"\n{key}: " in page
    for key in [*Scenario.model_fields, "excursions", "WidebandPayload"]:
        assert main(["describe", "scenario", key]) == 0
    assert "default 0.6, judgement (0.4 to 0.8)" in _page(capsys, "scenario", "actors")


@pytest.mark.parametrize(
    ("word", "begins", "holds"),
    [
        ("adversary", "Adversary: What Red wants", "doctrine: text, default rational"),
        ("Adversary", "Adversary: What Red wants", "doctrine: text, default rational"),
        ("response_ladder", "response_ladder (of Government): ", "severity_share: number, default 1"),
        ("step_down", "StepDown", "after_moves: whole number, default 0, judgement (0 to 12)"),
        ("off_ramp", "OffRamp: ", "relief: number, default 0.3, judgement (0.05 to 0.8)"),
        ("cyber_readiness", "of Site", "default 0.5, judgement (0 to 1)"),
        ("capacity_pool", "CapacityPool: ", "members: list of"),
    ],
)
def test_describe_knows_parts_of_the_language_by_their_own_names(word, begins, holds, capsys):
    """By the name of a block, a kind or a field; the same after the word `scenario`."""
    page = _page(capsys, word)
    assert page.startswith(begins)
    assert holds in page
    assert _page(capsys, "scenario", word).startswith(begins)


def _page(capsys, *arguments):
    capsys.readouterr()
    assert main(["describe", *arguments]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["effekt"], "did you mean 'effect'?"),
        (["effect", "uplink_jaming"], "did you mean 'uplink_jamming'?"),
        (["scenario", "satelites"], "did you mean 'satellites'?"),
        (["adversarry"], "did you mean 'adversary'?"),
        (["guardin"], "or one name of a part of the scenario language"),
        (["measure", "nothing_like_it"], "there is no measure"),
    ],
)
def test_describe_of_nothing_says_what_was_meant(arguments, words, capsys):
    assert main(["describe", *arguments]) == 1
    assert words in capsys.readouterr().err


def test_the_schema_knows_the_language_and_what_the_loader_adds(capsys):
    assert main(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    whole, change = schema["$defs"]["Scenario"], schema["$defs"]["ScenarioChange"]
    for block in (whole, change):
        assert {"title", "extends", "excursions", "clock"} <= set(block["properties"])
        assert block["properties"]["engagements"]["deprecated"] is True
    assert "clock" in whole["required"]
    assert "required" not in change
    assert schema["$defs"]["PerPhase"]["anyOf"][0] == {"type": "number"}
    assert "uplink_jamming" in schema["$defs"]["Capability"]["properties"]["effect"]["enum"]
    assert _dangling(schema, set(schema["$defs"])) == []


def _dangling(value, defined):
    """References of the schema that lead nowhere."""
    if isinstance(value, list):
        return [found for item in value for found in _dangling(item, defined)]
    if not isinstance(value, dict):
        return []
    reference = value.get("$ref")
    own = (
        [reference]
        if isinstance(reference, str) and reference.removeprefix("#/$defs/") not in defined
        else []
    )
    return own + [found for item in value.values() for found in _dangling(item, defined)]


def test_doctor_names_versions_and_the_cache(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("WARGAME_CACHE", str(tmp_path))
    found = document(capsys, "doctor")
    assert found["healthy"] is True
    assert found["needed"]["pydantic"]
    assert found["cache"]["folder"].startswith(str(tmp_path))
    assert main(["doctor"]) == 0
    assert "cache" in capsys.readouterr().out


def test_the_version_is_printed(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("wargame 0.")


def test_a_table_of_commands_is_all_it_takes_to_add_some(capsys):
    app = typer.Typer(cls=commands.Commands, rich_markup_mode=None)

    def hello(name: str) -> None:
        """Greet somebody."""
        typer.echo(f"hello {name}")

    commands.register(app, [commands.Command("hello", hello, "wargame hello Ada"), *editing.COMMANDS])
    app(["hello", "Ada"], standalone_mode=False)
    assert capsys.readouterr().out == "hello Ada\n"


HEAVY = {"mesa", "scipy", "pandas", "numba", "networkx"}


@pytest.mark.parametrize(
    "arguments", [["--help"], ["validate", "tutorial"], ["validate", "western_pacific"], ["schema"]]
)
def test_editing_loads_nothing_heavy(arguments):
    program = (
        "import sys\nfrom wargame.cli import main\n"
        f"status = main({arguments!r})\n"
        "print(status, *sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    status, *modules = done.stderr.strip().split("\n")[-1].split()
    assert status == "0"
    assert not HEAVY & set(modules)


def test_the_program_starts_as_a_module():
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [sys.executable, "-m", "wargame", "validate", str(BROKEN / "tab.yaml")],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert done.returncode == 1
    assert "tab.yaml:4:1: the line begins with a tab" in done.stderr
