"""The report of a run: whole in one file, safe with any text, the same every time."""

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest

from wargame.analysis.report import report_html
from wargame.analysis.summary import Summary
from wargame.analysis.typography import share, with_minus
from wargame.hindsight import Outlook, packages_against
from wargame.loader import load

SECTIONS = (
    "answer",
    "weighed",
    "time",
    "service",
    "story",
    "map",
    "governments",
    "numbers",
    "assumptions",
    "method",
)
MOST_BYTES = 1_500_000
VOID = {"meta", "br", "link", "img", "hr", "input"}
HOSTILE = "</script></title><img src=x onerror=alert(1)>"


class Page(HTMLParser):
    """Collects tags, attributes and text, and checks that every element is closed in order."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.tags, self.attributes, self.words, self.faults = [], [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append((tag, self.getpos()))

    def handle_data(self, data):
        self.words.append(data)


@pytest.fixture(scope="module")
def parsed(page):
    return Page(page)


def test_every_section_is_there(parsed):
    ids = [value for _, name, value in parsed.attributes if name == "id"]
    assert [name for name in SECTIONS if name not in ids] == []
    assert len(ids) == len(set(ids))


def test_every_element_is_closed(parsed):
    assert parsed.faults == []
    assert parsed.open == []


def test_no_request_leaves_the_page(page, parsed):
    assert not re.search(r"https?://|//[a-z0-9-]+\.[a-z]|@import|url\((?!#)", page)
    assert not {"script", "iframe", "object", "embed", "link", "img", "form"} & set(parsed.tags)
    assert not [a for a in parsed.attributes if a[1] in {"src", "srcset", "action"} or a[1].startswith("on")]
    assert all(value.startswith("#") for _, name, value in parsed.attributes if name == "href")
    assert "default-src 'none'" in page


def test_the_page_is_the_same_every_time(summary, page):
    assert report_html(summary) == page


def test_the_page_is_small(page):
    assert len(page.encode("utf-8")) < MOST_BYTES


def test_the_answer_comes_first_with_its_caveats(page):
    top = page[: page.index('id="weighed"')]
    for words in (
        "nclassified, illustrative, not a forecast, not an assessment of any nation",
        "Does a partner&#39;s relay make good the loss of the lead&#39;s own?",
        "One run is one draw of chance",
        "Chance that Red attacks",
        "Margin of deterrence",
    ):
        assert words in top


def test_the_numbers_are_those_of_the_summary(summary, page):
    document = summary.as_dict()
    for side in ("coalition", "us_only"):
        assert f">{document[side]['deterrence.p_attack']:.3f}</span>" in page
        for name, value in document[side].items():
            assert f"<code>{name}" in page or name == "reasons"
            assert value is None or isinstance(value, dict) or with_minus(share(value, 3)) in unescape(page)


def test_every_reason_for_a_missing_number_is_given(summary, page):
    for reason in set(summary.coalition.statistics.reasons.values()):
        assert f"<strong>{reason}</strong>" in page


def test_every_judgement_is_listed_and_those_behind_the_choices_come_first(summary, page):
    paths = [item["path"] for item in summary.as_dict()["assumptions"]]
    places = [page.index(f"<code>{path}</code>") for path in paths]
    assert places == sorted(places)


def test_the_page_says_that_it_cannot_tell_which_partner_mattered_and_what_can(summary, page):
    top = page[: page.index('id="weighed"')]
    for words in (
        "Which partner mattered?",
        "cannot say",
        "wargame contribution SCENARIO",
        "--without PARTNER",
    ):
        assert words in top
    alone = report_html(Summary(summary.scenario, summary.us_only, summary.us_only))
    assert "Which partner mattered?" not in alone


def test_an_event_can_be_followed_to_its_cause(parsed):
    words = " ".join(parsed.words)
    assert "Red attacks when the gap of its best option plus its resolve is above zero" in words
    assert "because" in words


def test_text_of_a_scenario_shows_as_text(play):
    scenario = load(
        "tutorial",
        set={
            "satellites.arc_relay_east.name": HOSTILE,
            "satellites.bor_relay.name": HOSTILE,
            "sites.arc_gateway.name": HOSTILE,
            "regions.strait.name": HOSTILE,
            "actors.BOR.name": HOSTILE,
            "title": HOSTILE,
            "question": HOSTILE,
            "injects.exercise.note": HOSTILE,
        },
    )
    parsed = Page(report_html(play(scenario)))
    assert "img" not in parsed.tags
    assert "script" not in parsed.tags
    assert parsed.faults == []
    assert "onerror" not in {name for _, name, _ in parsed.attributes}
    assert HOSTILE in "".join(parsed.words)


@pytest.mark.parametrize(
    ("arm", "package"), [("forced", "cut_the_strait"), ("restraint", None), ("unattacked", None)]
)
def test_every_arm_has_a_page(arm, package, play):
    parsed = Page(report_html(play(load("tutorial"), arm, package)))
    assert parsed.faults == []
    assert arm in " ".join(parsed.words)


def test_a_lead_without_partners_has_a_page(summary):
    assert "without any partner" in report_html(Summary(summary.scenario, summary.us_only, summary.us_only))


def test_the_chance_that_red_has_not_attacked_is_drawn_for_both_sides(summary, page):
    """With the mean time that is the area under each line, and the tipping pressure beside it."""
    assert "The chance that Red has not attacked yet" in page
    for side in (summary.coalition, summary.us_only):
        assert f"{side.statistics.values['deterrence.mean_time_to_attack_h']:.0f} h" in page
        assert f"{abs(side.study.tipping.delta):.2f}</strong>" in page


def test_the_declared_attacks_have_a_section_where_they_were_played(summary, page):
    """A row for each mission that they hurt, the numbers those of the study; without them no section."""
    assert 'id="declared"' not in page
    played = Summary(
        summary.scenario, *(_with_packages(side) for side in (summary.coalition, summary.us_only))
    )
    text = report_html(played)
    assert Page(text).faults == []
    section = text[text.index('id="declared"') : text.index('id="story"')]
    for package in summary.scenario.threat_packages.values():
        assert package.title in section
    hours, _ = played.us_only.study.weighted("resilience.attributable_hours.satcom_wideband")
    assert hours > 1.0
    assert f">{hours:.1f}</td>" in section


def _with_packages(side):
    """The same side with every threat package played."""
    return replace(side, forced=packages_against(side.unattacked), outlook=Outlook())


def test_a_side_with_little_left_to_deny_is_flagged(summary):
    """Where Red has more than 0.8 of its stake without attacking, on the page and in the summary."""
    assert not summary.coalition.little_left
    assert "Little left to deny" not in report_html(summary)
    poor = replace(summary.coalition)
    values = {**poor.statistics.values, "deterrence.reached_unattacked": 0.81}
    object.__setattr__(poor, "statistics", replace(poor.statistics, values=values))
    flagged = Summary(summary.scenario, poor, summary.us_only)
    assert "Little left to deny" in report_html(flagged)
    assert "Little left to deny" in flagged.as_text()
    assert flagged.as_dict()["study"]["coalition"]["flags"]["little_left_to_deny"] is True
