"""Reports that rest on earlier ones: own gold, and what no link may depend on."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from tadmur.compare.echoes import THRESHOLD, find_echoes, likeness, probability
from tadmur.compare.stories import Story, story_of
from tadmur.pipeline.echoing import numbers_in

GOLD = yaml.safe_load((Path(__file__).parent / "gold_echoes.yaml").read_text(encoding="utf-8"))
LEAST_F1 = 0.9


def story(name: str, line: str) -> Story:
    day, publisher, text = (part.strip() for part in line.split("|", 2))
    return story_of(name, datetime.fromisoformat(day).replace(tzinfo=UTC), [publisher], text, numbers_in)


def pairs() -> list[tuple[str, bool, Story, Story]]:
    found = []
    for number, item in enumerate(GOLD):
        earlier = story(f"{number} earlier", item["earlier"])
        for place, (how, echo, line) in enumerate(item["later"]):
            found.append((how, echo, story(f"{number} later {place}", line), earlier))
    return found


def test_echoes_of_our_own_gold() -> None:
    answers = [(echo, probability(later, earlier) >= THRESHOLD) for _, echo, later, earlier in pairs()]
    right = sum(echo and found for echo, found in answers)
    f1 = 2 * right / (sum(echo for echo, _ in answers) + sum(found for _, found in answers))
    assert f1 >= LEAST_F1


def test_links_do_not_depend_on_order_or_on_what_comes_later() -> None:
    stories = [s for _, _, later, earlier in pairs() for s in (later, earlier)]
    unique = list({s.report_id: s for s in stories}.values())
    links = find_echoes(unique)
    assert links
    random.Random(3).shuffle(unique)
    assert find_echoes(unique) == links
    last = max(s.published_at for s in unique if s.published_at)
    early = [s for s in unique if s.published_at and s.published_at < last]
    known = {s.report_id for s in early}
    assert find_echoes(early) == {name: link for name, link in links.items() if name in known}


def test_an_echo_of_an_echo_leads_to_the_first() -> None:
    line = GOLD[0]["earlier"]
    text = line.split("|", 2)[2]
    chain = [story(f"r{day}", f"2022-11-{day} | Outlet {day} | {text}") for day in (11, 12, 13)]
    assert {link.original_id for link in find_echoes(chain).values()} == {"r11"}


def test_a_credit_is_seen_and_an_outlet_does_not_echo_itself_by_its_form() -> None:
    kinds: dict[str, Any] = {how: likeness(later, earlier) for how, _, later, earlier in pairs()}
    assert kinds["credit only"].credit == 1.0
    assert kinds["stock form"].one_outlet == 1.0
    assert kinds["other side"].credit == 0.0


def test_nothing_is_an_echo_of_next_month() -> None:
    text = GOLD[0]["earlier"].split("|", 2)[2]
    assert find_echoes([story("a", f"2022-11-11 | A | {text}"), story("b", f"2022-12-24 | B | {text}")]) == {}
