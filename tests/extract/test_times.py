"""Times: the gold set, the narrative, and what no sentence may do."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tadmur.extract.times import Style, TimeKind, TimeReader, find_times, infer_style
from tadmur.terms.clock import EventTime, Precision, parse_instant

GOLD = Path(__file__).with_name("gold_times.jsonl")
PUBLISHED = datetime(2022, 9, 12, tzinfo=UTC)
WORDS = (
    "on by since until from to between and the next day 13 May 2015 31 30 February 5 Monday week last two "
    "three months later ago before after in past few hours at dawn night 06:30 4 a.m. , ; which had early mid- "
    "March Ramadan spring the end of of – - 21st this year yesterday overnight then 99 o'clock 2016 29 "
    "captured every"
)
WORD = st.sampled_from(WORDS.split())


def read_one(line: dict[str, Any]) -> EventTime | None:
    """The time of a gold line; ``None`` where no time is found."""
    at = parse_instant(line["published_at"]) if line["published_at"] else None
    precision = "day" if len(line["published_at"] or "") == 10 else "instant"
    reader = TimeReader(at, precision, style=Style(line["style"]))
    for number, sentence in enumerate(line["previous"]):
        if sentence.startswith("# "):
            reader.heading(sentence[2:])
        else:
            reader.read(number, sentence)
    last = len(line["previous"])
    found = reader.read(last, line["text"])
    if line["trigger"]:
        start = line["text"].index(line["trigger"])
        return reader.event_time(last, start, start + len(line["trigger"]), durative=line["durative"])
    if line["expression"] is None:
        return found[0].time if found else None
    start = line["text"].index(line["expression"])
    touching = [item.time for item in found if item.start < start + len(line["expression"]) and item.end > start]
    return touching[0] if touching else None


def wanted(line: dict[str, Any]) -> EventTime | None:
    if line["precision"] == "none":
        return None
    return EventTime(
        parse_instant(line["earliest"]) if line["earliest"] else None,
        parse_instant(line["latest"], end=True) if line["latest"] else None,
        Precision(line["precision"]),
    )


def test_gold_set_is_read() -> None:
    lines = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    assert len(lines) >= 240
    assert sum(read_one(line) == wanted(line) for line in lines) / len(lines) >= 0.95


def test_a_date_holds_until_the_next_one() -> None:
    reader = TimeReader(datetime(2023, 9, 3, tzinfo=UTC), "day", style=Style.NARRATIVE)
    reader.heading("Battle of the Mills (2014)")
    reader.read(0, "On 30 July, the besiegers shelled the gate.")
    reader.read(1, "A convoy reached the garrison.")
    reader.read(2, "Two days later, the gate fell.")
    assert reader.event_time(1, 9, 16, durative=False) == EventTime.of_days(
        date(2014, 7, 30), date(2014, 7, 30), Precision.DAY
    )
    assert reader.event_time(2, 25, 29, durative=False) == EventTime.of_days(
        date(2014, 8, 1), date(2014, 8, 1), Precision.DAY
    )


def test_news_without_a_time_is_of_its_own_day() -> None:
    reader = TimeReader(PUBLISHED, "day")
    reader.read(0, "The village was annexed in 2014.")
    reader.read(1, "Soldiers have entered the school.")
    time = reader.event_time(1, 14, 21, durative=False)
    assert time == EventTime.of_days(date(2022, 9, 12), date(2022, 9, 12), Precision.PUBLISHED)


def test_a_text_without_a_date_of_its_own_leaves_times_unknown() -> None:
    reader = TimeReader(None, None)
    reader.read(0, "Yesterday the rebels took the mill.")
    assert reader.event_time(0, 21, 25, durative=False) == EventTime.unknown()


def test_kinds_are_told_apart() -> None:
    reader = TimeReader(PUBLISHED, "day")
    text = "Since Friday, for three days, until 11 September, before dawn, every night, from 3 to 5 September."
    kinds = [item.kind for item in reader.read(0, text)]
    assert kinds == [
        TimeKind.SINCE,
        TimeKind.DURATION,
        TimeKind.UNTIL,
        TimeKind.BEFORE,
        TimeKind.FREQUENCY,
        TimeKind.PERIOD,
    ]


@pytest.mark.parametrize(
    ("sentences", "style"),
    [
        (["On 3 May 2015 the post fell.", "On 5 May, the mill fell.", "By 9 May all was lost."], Style.NARRATIVE),
        (["The army took the mill on Friday.", "The town was lost in 2014."], Style.NEWS),
        (["On 9 September the army came.", "On 10 September it left.", "On 11 September it returned."], Style.NEWS),
    ],
)
def test_style_follows_from_the_dates(sentences: list[str], style: Style) -> None:
    assert infer_style(sentences, PUBLISHED) is style


SENTENCE = st.lists(WORD, max_size=16).map(" ".join) | st.text(max_size=60)


@given(SENTENCE)
def test_expressions_are_in_order_inside_the_sentence(text: str) -> None:
    end = 0
    for expression in find_times(text):
        assert end <= expression.start < expression.end <= len(text)
        assert expression.relation_start <= expression.start
        end = expression.end


@given(st.lists(SENTENCE, max_size=4), st.sampled_from(Style), st.booleans(), st.booleans())
def test_any_text_gives_an_interval(sentences: list[str], style: Style, durative: bool, dated: bool) -> None:
    def times() -> list[EventTime]:
        reader = TimeReader(PUBLISHED if dated else None, "day", style=style)
        found: list[EventTime] = []
        for index, text in enumerate(sentences):
            found.extend(item.time for item in reader.read(index, text))
            found.append(reader.event_time(index, 0, min(1, len(text)), durative=durative))
        return found

    first = times()
    assert first == times()
    for time in first:
        assert time.earliest is None or time.latest is None or time.earliest <= time.latest
