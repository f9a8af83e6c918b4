"""The pages of looking back: plots that say what the tables say, a year, and a letter that is kept and taken back."""

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
import time_machine
from django.test import Client
from lxml import html

from mentorpanel.storage.models import Advice, Favour, User, YearLetter
from mentorpanel.usecases import coverage, goals, panel, people, phases, profiles, touchpoints

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


def fill(owner: User) -> int:
    ana = people.add_person(owner, name="Ana Ruiz").id
    panel.move_stage(owner, person_id=ana, stage="rapport", since=date(2026, 3, 1), is_setting_up=True)
    panel.move_stage(owner, person_id=ana, stage="mentor", since=date(2026, 5, 1), is_setting_up=True)
    ben = people.add_person(owner, name="Ben <b>").id
    panel.move_stage(owner, person_id=ben, stage="formal-mentor", since=date(2026, 6, 1), is_setting_up=True)
    for month, kind in ((4, "call"), (4, "session"), (6, "coffee"), (9, "session")):
        for day in range(1, month):
            on = date(2026, month, day * 2)
            touchpoints.log_touchpoint(owner, person_id=ana if day % 2 else ben, on=on, kind=kind)
    Advice.objects.create(
        owner=owner,
        person_id=ana,
        text="Say it first",
        on=date(2026, 7, 1),
        status="worked",
        outcome="Agreed.",
    )
    for day in (1, 2, 3):
        on = date(2026, 8, day)
        Favour.objects.create(owner=owner, person_id=ana, direction="given", text="x", on=on, told_on=on)
    goal = goals.set_goal(owner, statement="Lead a team", due_on=date(2027, 9, 1), starts_on=date(2026, 9, 1))
    goals.add_milestone(owner, goal_id=goal.id, text="Charter", due_on=date(2027, 1, 1))
    return ana


def table(page: Any, name: str) -> dict[str, dict[str, int]]:
    """The numbers behind a plot: month to line to number, what is not nothing."""
    (found,) = page.xpath(f"//table[@data-series='{name}']")
    lines = [cell.text_content() for cell in found.xpath(".//thead//th")][1:]
    return {
        row.xpath("./th")[0].text_content(): {
            line: int(cell.text_content())
            for line, cell in zip(lines, row.xpath("./td"), strict=True)
            if cell.text_content().strip()
        }
        for row in found.xpath(".//tbody/tr")
    }


def drawings(page: Any, name: str) -> list[Any]:
    """Both drawings of a plot: the wide one and the narrow one."""
    found = page.xpath(f"//figure[@id='plot-{name}']/svg")
    assert [one.get("class") for one in found] == ["for-wide", "for-phone"]
    return list(found)


def month(words: str) -> str:
    """ "Mar 2026: …" as the table has it."""
    return datetime.strptime(words.split(":")[0], "%b %Y").strftime("%B %Y")


@pytest.mark.parametrize("path", ["/look-back/", "/look-back/2026/"])
def test_the_plots_say_what_the_tables_say(client: Client, owner: User, path: str) -> None:
    fill(owner)
    page = html.fromstring(client.get(path).content)
    for name in ("panel", "talks"):
        told = table(page, name)
        samples = page.xpath(f"//figure[@id='plot-{name}']//ul//rect")
        keys = {one.get("class").split()[1]: one.getparent().getparent().text_content() for one in samples}
        assert any(told.values())
        for drawn in drawings(page, name):
            (low, zero), (high, top) = [
                (float(one.get("y")), int(one.text)) for one in drawn.xpath(".//text[@class='number']")
            ][:: len(drawn.xpath(".//text[@class='number']")) - 1]
            unit = (low - high) / (top - zero)
            read = {
                month(bar.xpath("./title")[0].text): {
                    keys[part.get("class").split()[1]]: round(float(part.get("height")) / unit)
                    for part in bar.xpath("./rect[contains(@class, 'part')]")
                }
                for bar in drawn.xpath(".//g[@class='bar']")
            }
            assert read == told
    for name in ("given", "received"):
        told = table(page, name)
        for drawn in drawings(page, name):
            read: dict[str, dict[str, str]] = {one: {} for one in told}
            for row in drawn.xpath(".//g[@class='row']"):
                line = row.xpath("./text")[0].text
                for mark in row.xpath(".//title"):
                    read[month(mark.text)][line] = mark.text.rpartition(", ")[2]
            words = {1: "once", 2: "twice", 3: "three times"}
            assert read == {
                on: {line: words[count] for line, count in row.items()} for on, row in told.items()
            }
    rows = page.xpath("//table[@data-series='weeks']/tbody/tr")
    weeks = {row.xpath("./th")[0].text_content(): len(row.xpath(".//time")) for row in rows}
    for drawn in drawings(page, "weeks"):
        read_weeks = {
            row.xpath("./text")[0].text: len(row.xpath("./rect")) for row in drawn.xpath(".//g[@class='row']")
        }
        assert read_weeks == weeks and sum(weeks.values()) > 5


def test_the_goals_are_drawn_from_their_start_to_their_date(client: Client, owner: User) -> None:
    fill(owner)
    reached = goals.set_goal(
        owner, statement="Speak in public", starts_on=date(2025, 11, 1), due_on=date(2026, 11, 1)
    )
    for text in ("A talk", "A panel"):
        known = goals.add_milestone(owner, goal_id=reached.id, text=text, due_on=date(2026, 7, 1))
    goals.tick_milestone(owner, milestone_id=known.milestones[0].id)
    goals.end_goal(owner, goal_id=reached.id, ending="reached")
    page = html.fromstring(client.get("/look-back/").content)
    told = {
        row.xpath("./th")[0].text_content(): [cell.text_content() for cell in row.xpath("./td")]
        for row in page.xpath("//table[@data-series='goals']/tbody/tr")
    }
    assert len(told) == 2
    for drawn in drawings(page, "goals"):
        lines = {
            one.xpath("./title")[0].text.split(":")[0]: one for one in drawn.xpath(".//g[@class='goal']")
        }
        assert set(lines) == set(told)
        paths = {
            name: {one.get("class"): re.findall(r"[\d.]+", one.get("d")) for one in line.xpath("./path")}
            for name, line in lines.items()
        }
        first = float(paths["Speak in public"]["ahead"][0])
        today = float(drawn.xpath("./path[@class='today']")[0].get("d")[1:].split()[0])
        a_day = (today - first) / (NOW.date() - date(2025, 11, 1)).days

        def day_at(x: str, first: float = first, a_day: float = a_day) -> date:
            return date(2025, 11, 1) + timedelta(days=round((float(x) - first) / a_day))

        for name, (since, until, met, ended) in told.items():
            begins, _, due = paths[name]["ahead"]
            for read, said in ((begins, since), (due, until)):
                assert abs(day_at(read) - date.fromisoformat(said)) <= timedelta(days=2), (name, read, said)
            gone = date.fromisoformat(ended.rpartition(" ")[2]) if ended else NOW.date()
            assert abs(day_at(paths[name]["way"][2]) - gone) <= timedelta(days=2)
            steps = lines[name].xpath("./circle")
            full = [one for one in steps if "met" in one.get("class").split()]
            assert f"{len(full)} of {len(steps)}" == met
            assert any("reached" in one for one in paths[name]) == bool(ended)


def test_the_phases_are_as_long_as_what_they_asked_for(client: Client, owner: User) -> None:
    with time_machine.travel(datetime(2026, 1, 10, 12, tzinfo=UTC), tick=False):
        profiles.begin_phase(owner, phase="progressing")
    ana = fill(owner)
    coverage.set_levels(owner, person_id=ana, levels={"sponsor": 3, "counsel": 2, "strategy": 1})
    phases.change_phase(owner, phase="transition")
    page = html.fromstring(client.get("/look-back/").content)
    told = [
        Counter(cell.text_content() for cell in one.xpath("./tbody/tr/td[1]"))
        for one in page.xpath("//table[@data-phase]")
    ]
    assert len(told) == 2 and any(len(one) > 1 for one in told)
    for drawn in drawings(page, "phases"):
        rows = drawn.xpath(".//g[@class='row']")
        units = set()
        for row, asked in zip(rows, reversed(told), strict=True):
            shares = row.xpath("./rect")
            labels = [int(one.text) for one in row.xpath("./text[contains(@class, 'inside')]")]
            states = [one.get("class").split()[1] for one in shares]
            assert dict(zip(states, labels, strict=True)) == asked
            units |= {
                round((float(one.get("width")) + 2) / label)
                for one, label in zip(shares, labels, strict=True)
            }
        assert len(units) == 1, "every need is as wide as any other"


def test_drawings_are_whole_without_styles_of_their_own(client: Client, owner: User) -> None:
    fill(owner)
    answer = client.get("/look-back/")
    text = answer.content.decode()
    assert "style=" not in text and "<style" not in text
    found = re.findall(r"<svg class=\"for-(?:wide|phone)\".*?</svg>", text, re.DOTALL)
    assert len(found) >= 10
    for one in found:
        drawn = ElementTree.fromstring(one)
        assert drawn.find("title") is not None and drawn.find("desc") is not None
    assert "Ben &lt;b&gt;" in text


def test_empty_pages_teach(client: Client, owner: User) -> None:
    first = client.get("/look-back/").content.decode()
    assert "Here your panel will have a history" in first and "Nothing to look back on yet." in first
    assert "Nothing is kept of 2019." in client.get("/look-back/2019/").content.decode()
    assert "2030 has not begun yet." in client.get("/look-back/2030/").content.decode()
    assert client.get("/look-back/9999/").status_code == 404
    assert client.post("/look-back/1/letter/", {"text": "x"}).status_code == 404


def test_a_year_and_its_letter(client: Client, owner: User) -> None:
    fill(owner)
    page = client.get("/look-back/2026/").content.decode()
    assert "Two people beside you in 2026" in page and "Agreed." in page and "Say it first" in page
    assert "It worked: Agreed." in page and "As it was before" not in page
    for words in ("Dear me, first", "Dear me, <b>second</b>"):
        shown = client.post("/look-back/2026/letter/", {"text": words}, follow=True).content.decode()
    assert "Dear me, &lt;b&gt;second&lt;/b&gt;" in shown and "As it was before" in shown
    undone = client.post("/look-back/2026/letter/undo/", follow=True).content.decode()
    assert "Dear me, first" in undone
    refused = client.post("/look-back/2026/letter/", {"text": "y" * 20_001})
    assert refused.status_code == 422 and b"at most" in refused.content and b"yyyy" in refused.content
    assert YearLetter.objects.get().text == "Dear me, first"
    assert client.post("/look-back/2026/letter/", {}).status_code == 200
    assert YearLetter.objects.get().text == "Dear me, first"
