"""verify: says what it checked, and a failed check is an answer, not an error of usage."""

import json

import pytest

from wargame.cli import main
from wargame.cli.playing import DIFFERENT
from wargame.loader import load
from wargame.run import run


@pytest.fixture(scope="module")
def record():
    return run(load("tutorial", set={"clock.duration_h": 48}), arm="unattacked")


def test_it_says_what_was_checked_and_what_was_not(record, tmp_path, capsys):
    record.write(tmp_path)
    assert main(["verify", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("identical\n")
    assert "events and manifest" in out
    assert "not checked" in out
    assert main(["verify", str(tmp_path), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["identical"] is True
    assert "service.npz" in document["checked"]


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (lambda text: text.replace('"move":1', '"move":7', 1), "altered"),
        (lambda text: "\n".join(text.splitlines()[:-1]) + "\n", "cut short"),
    ],
)
def test_a_failed_check_prints_one_document_and_is_status_3(harm, words, record, tmp_path, capsys):
    file = record.write(tmp_path)
    text = file.read_text("utf-8")
    assert harm(text) != text
    file.write_text(harm(text), "utf-8")
    assert main(["verify", str(tmp_path), "--json"]) == DIFFERENT
    document = json.loads(capsys.readouterr().out)
    assert words in document["verdict"]
    assert document["identical"] is document["same_events"] is False
    assert main(["verify", str(tmp_path)]) == DIFFERENT
    told = capsys.readouterr().out
    assert words in told
    assert "Checked:" not in told


def test_where_there_is_no_record_there_is_nothing_to_check(tmp_path, capsys):
    assert main(["verify", str(tmp_path / "nothing"), "--json"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "there is no record at" in captured.err
