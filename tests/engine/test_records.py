"""Records: what is altered, cut short or of another kind is refused with a sentence that says where."""

import json

import pytest

from wargame.events import EVENTS
from wargame.record import Record, RecordError
from wargame.run import RunError, run


@pytest.fixture
def written(tutorial, tmp_path):
    """The file of a record, and its lines."""
    file = run(tutorial).write(tmp_path)
    return file, file.read_text(encoding="utf-8").splitlines()


def _refused(file, text):
    """The sentence with which a file is refused."""
    file.write_text("\n".join(text) + "\n" if isinstance(text, list) else text, encoding="utf-8")
    with pytest.raises(RecordError) as refused:
        Record.read(file)
    return str(refused.value)


def _row(lines, n, **changes):
    return json.dumps({**json.loads(lines[n]), **changes}, sort_keys=True)


def test_a_record_with_an_altered_number_is_refused(written):
    """One altered draw, and the digest no longer fits."""
    file, lines = written
    n = next(n for n, line in enumerate(lines) if '"kind":"engagement.resolved"' in line)
    sentence = _refused(file, [*lines[:n], _row(lines, n, draw=0.123), *lines[n + 1 :]])
    assert sentence.startswith(f"{file}: the digest does not match the events; the record was altered")


def test_a_record_with_an_altered_card_is_refused(written):
    """Cards are evidence too."""
    file, lines = written
    n = next(n for n, line in enumerate(lines) if '"kind":"attack.decided"' in line)
    assert "was altered" in _refused(
        file, [*lines[:n], _row(lines, n, card={"rule": "none"}), *lines[n + 1 :]]
    )


def test_a_record_without_one_of_its_events_is_refused(written):
    """A line that was taken out is missed."""
    file, lines = written
    assert "was altered" in _refused(file, [*lines[:20], *lines[21:]])


@pytest.mark.parametrize(
    "change",
    [{"seed": 99}, {"coalition": []}, {"arm": "restraint"}, {"scenario": {"title": "Another"}}],
    ids=["seed", "coalition", "arm", "scenario"],
)
def test_a_record_with_an_altered_manifest_is_refused(written, change):
    """What the run was given is part of the record: no line of it may be altered unseen."""
    file, lines = written
    assert "was altered" in _refused(file, [_row(lines, 0, **change), *lines[1:]])


@pytest.mark.parametrize("left", [1, 2, 40])
def test_a_record_that_was_cut_short_is_refused(written, left):
    """A record without its last line did not end."""
    file, lines = written
    sentence = _refused(file, lines[:left])
    assert sentence.startswith(f"{file}:")
    assert "cut short" in sentence or "not a record of this program" in sentence


def test_a_record_that_ends_in_half_a_line_is_refused_with_the_number_of_the_line(written):
    """As a full disk leaves it."""
    file, lines = written
    half = "\n".join(lines)[: len("\n".join(lines[:30])) + 40]
    assert _refused(file, half).startswith(f"{file}:31: not a line of JSON")


@pytest.mark.parametrize(
    "text", ["", "hello\n", "[]\n[]\n", '{"schema":"other/1"}\n{"kind":"run.ended"}\n', "\ufeff{}\n"]
)
def test_a_file_of_another_kind_is_refused(tmp_path, text):
    """Any text file may be handed in by mistake."""
    file = tmp_path / "record.jsonl"
    assert _refused(file, text).startswith(f"{file}:")


def test_a_missing_or_binary_file_is_refused(tmp_path):
    """So may a file that is not there or no text."""
    with pytest.raises(RecordError, match="there is no record at"):
        Record.read(tmp_path / "nowhere")
    (tmp_path / "record.jsonl").write_bytes(b"\xff\xfe\x00\x80")
    with pytest.raises(RecordError, match="cannot be read as a record"):
        Record.read(tmp_path)


def test_an_event_that_this_version_does_not_know_is_named(written):
    """A record of a later version says what is unknown, and where."""
    file, lines = written
    sentence = _refused(file, [*lines[:5], _row(lines, 5, kind="moon.fell"), *lines[6:]])
    assert sentence == f"{file}:6: 'moon.fell' is not a kind of event that this version knows"


def test_an_event_with_a_missing_field_is_named(written):
    """So does a line that lacks something."""
    file, lines = written
    n = next(n for n, line in enumerate(lines) if '"kind":"order.given"' in line)
    row = json.loads(lines[n])
    del row["actor"]
    sentence = _refused(file, [*lines[:n], json.dumps(row), *lines[n + 1 :]])
    assert sentence.startswith(f"{file}:{n + 1}: not a order.given event")


def test_a_manifest_with_a_missing_field_is_refused(written):
    """The first line lacks the seed."""
    file, lines = written
    row = json.loads(lines[0])
    del row["seed"]
    assert _refused(file, [json.dumps(row), *lines[1:]]).startswith(f"{file}:1:")


def test_numbers_of_a_record_are_finite_and_its_lines_are_canonical(written):
    """Any JSON reader can read it: no NaN, no infinity, sorted keys, LF line ends."""
    file, lines = written
    assert b"\r" not in file.read_bytes()
    for line in lines:
        row = json.loads(line, parse_constant=pytest.fail)
        assert list(row) == sorted(row)


def test_every_kind_of_event_is_past_tense_with_a_dot_and_says_what_it_is_about():
    """The vocabulary keeps its own rules."""
    for kind, event in EVENTS.items():
        assert kind.count(".") == 1
        assert event.kind == kind
        names = set(event.__dataclass_fields__)
        assert {name for name in event.about if name} <= names, kind
        assert (event.__doc__ or "").strip().endswith((".", "."))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"coalition": ["XYZ"]}, "'XYZ' is not a player of this scenario; the players are BOR, COR"),
        ({"coalition": ["ARC"]}, "'ARC' is not a player"),
        ({"arm": "peace"}, "'peace' is not an arm; the arms are unattacked, forced, restraint, free"),
        (
            {"arm": "forced"},
            r"needs a threat package \(--package NAME\); this scenario declares blind, cut_the_strait",
        ),
        (
            {"package": "blind"},
            r"a threat package belongs to the forced arm \(--arm forced\), not to the free arm",
        ),
        (
            {"arm": "forced", "package": "x"},
            "'x' is not a threat package of this scenario; it declares blind, cut_the_strait",
        ),
        ({"orders": {}}, "these are no orders such as a file of orders gives: orders: Field required"),
    ],
)
def test_a_run_that_makes_no_sense_is_refused_with_a_sentence(tutorial, given, sentence):
    """Before anything is played."""
    with pytest.raises(RunError, match=sentence):
        run(tutorial, **given)
