"""The parts of an article's page: headline, deck, date line, byline, caption, page furniture, body.

Every character that is not white space lies in exactly one segment, and every offset points into the text as
received. A published day states no hour: ``published_at`` is then its first second, with precision "day", and views
that ask what was known by an instant count the report from the end of that day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tadmur.ingest.datelines import StatedDate, find_date, read_date_line, read_headline_date
from tadmur.ingest.lexicon import lexicon
from tadmur.ingest.lines import Line, paragraphs, plain
from tadmur.terms.report import Segment, Zone

LONGEST_HEADLINE = 220
LONGEST_DECK = 420
LONGEST_CAPTION = 420
SHORTEST_REPEATED_BODY = 48
"""Characters from which a body paragraph that stands twice is taken for a pull quote, not for a stock phrase."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What was recognised in one text.

    Attributes:
        segments: in order, disjoint, together covering all that is not white space.
        title: the headline's words, or ``None``.
        published_at: UTC, from the article's own date line; ``None`` when it has none. Never guessed.
        published_precision: "day" or "instant"; ``None`` with ``published_at``.
        publisher: the agency that signs the dateline or a "Source:" line; ``None`` when the text names none.
    """

    segments: tuple[Segment, ...]
    title: str | None
    published_at: datetime | None
    published_precision: str | None
    publisher: str | None


_RULE = re.compile(r"[\W_]*")
_BYLINE = re.compile(r"(?:by|from|words by|reporting by|written by|text by|author:)\s+(?P<names>\S.*)", re.I)
_NAME_WORD = re.compile(
    r"[A-Z][\w'.-]*,?|(?:al|el|ez)-[\w'-]+,?|bin|ben|abu|de|van|von|and|in|our|staff,?|agencies|correspondents?|&"
)
_CREDITS = re.compile(
    r"\(?(?:additional )?(?:reporting|editing|writing|compiled|translated|translation) by\b.{3,160}", re.I
)
_SQUARE_CREDIT = re.compile(r"\s*\[(?P<credit>[^\[\]]{2,60})\]\s*$")
_ROUND_CREDIT = re.compile(r"\s*\((?P<credit>[^()]{2,60})\)\s*$")
_SIGNED = re.compile(r"\s*\(\s*(?P<agency>[A-Z][\w'.& -]{1,40}?)\s*\)")
_CITY = re.compile(
    r"[A-Z][\w'.-]*(?:[ /]+(?:[A-Z][\w'.-]*|de|el|al|ez|of)){0,3}(?:,\s+[A-Z][\w'.-]*(?:\s[A-Z][\w'.-]*)?){0,2}"
)
_DASH = re.compile(r"\s*-{1,2}\s+")
_BEFORE_BAR = re.compile(r"(?P<name>[A-Z][\w'.& -]{2,50}?) (?:\||-{1,2}) ")
_AFTER_DATE = re.compile(r",\s+(?P<name>[A-Z][\w'.&-]*(?: [A-Z][\w'.&-]*){0,4})\s*")
_SOURCE_LINE = re.compile(r"(?:source|published by|publisher)\s*:\s*(?P<name>[A-Z][^:]{1,60})", re.I)


def _is_furniture(line: str) -> bool:
    return len(line) <= 400 and (_RULE.fullmatch(line) is not None or lexicon().boilerplate.fullmatch(line) is not None)


def _is_byline(line: str) -> bool:
    if len(line) > 160:
        return False
    if _CREDITS.fullmatch(line):
        return True
    words = lexicon()
    found = _BYLINE.fullmatch(line)
    if found and len(line) <= 100:
        names = found["names"].split()
        first = names[0].lower().strip(",.")
        if all(_NAME_WORD.fullmatch(name) for name in names):
            return len(names) <= 12 and first not in words.weekdays and first not in words.months
    tail = line.lower()
    return (
        len(line.split()) <= 6
        and not line.endswith((".", ":", "?", "!"))
        and any(tail.endswith(" " + ending) for ending in words.byline_endings)
    )


def masthead(line: str) -> str | None:
    """The outlet's name when it stands alone on the line, perhaps before a bar; ``None`` for other lines."""
    name = re.split(r"\s+[|/]\s+", line, maxsplit=1)[0] if len(line) <= 80 else ""
    words = name.split()
    if not 2 <= len(words) <= 5 or words[-1].lower() not in lexicon().mastheads:
        return None
    return name if all(word[0].isupper() or word in ("of", "the", "and", "&", "al") for word in words) else None


def _is_caption(line: str, *, in_head: bool) -> bool:
    if len(line) > LONGEST_CAPTION:
        return False
    words = lexicon()
    square = _SQUARE_CREDIT.search(line)
    if square and not square["credit"].strip(". ").isdigit() and re.match(r"[A-Z@]", square["credit"]):
        return in_head or not line[: square.start()].endswith(('"', "'"))
    known = _ROUND_CREDIT.search(line)
    if known:
        parts = {part.strip().lower() for part in re.split(r"[/|:,]", known["credit"])}
        if parts & words.photo_credits and (in_head or "/" in known["credit"]):
            return True
    return words.caption.fullmatch(line) is not None


def _dateline_prefix(line: str) -> int:
    """Length of a dateline that opens a paragraph ("BEIRUT, 24 March 2016 (ABC) - "); 0 when there is none."""
    city = _CITY.match(line)
    if city is None or len(city.group()) > 60:
        return 0
    if city.group().split(",")[0].lower() in lexicon().not_a_dateline:
        return 0
    dates = _dates_after_city(city.group())
    at, signed, dated = city.end() - len(dates), False, False
    for _ in range(3):
        agency = _SIGNED.match(line, at)
        if agency:
            at, signed = agency.end(), True
            continue
        rest = re.match(r"[\s,]+", line[at:])
        stated = find_date(line, at, min(len(line), at + 60)) if rest else None
        if rest and stated and stated.start == at + rest.end():
            at, dated = stated.end, True
            continue
        partial = _partial_date(line, at)
        if partial:
            at, dated = partial, True
    dash = _DASH.match(line, at)
    capitals = city.group().split(",")[0].isupper() and len(city.group().split(",")[0]) > 2
    if dash and (signed or dated or capitals):
        return dash.end()
    full_stop = re.match(r"\s*[.:]\s+", line[at:])
    return at + full_stop.end() if dated and full_stop else 0


def _dates_after_city(city: str) -> str:
    """The tail of ``city`` that is a month or weekday after all: ", March"."""
    head, comma, tail = city.rpartition(",")
    words = lexicon()
    first = tail.split()[0].lower().strip(".") if tail.strip() else ""
    return comma + tail if comma and head and (first in words.months or first in words.weekdays) else ""


def _partial_date(line: str, at: int) -> int:
    """End of a day without its year ("March 24") that follows a city; 0 when there is none."""
    words = lexicon()
    found = re.match(r",?\s+(?:([A-Za-z]+)\.?\s+\d{1,2}|\d{1,2}\s+([A-Za-z]+))(?!\w)", line[at:])
    month = (found[1] or found[2]).lower() if found else ""
    return at + found.end() if found and month in words.months else 0


def _headline_like(line: str) -> bool:
    return len(line) <= LONGEST_HEADLINE and not line.endswith((".", ":", ";", ",", '."', ".'"))


def _zones(lines: Sequence[Line], texts: Sequence[str]) -> list[Zone]:
    """A first zone for each line, from its own words."""
    zones: list[Zone] = []
    in_links = False
    for index, (line, text) in enumerate(zip(lines, texts, strict=True)):
        if in_links and (len(text) > LONGEST_HEADLINE or text.endswith(".")):
            in_links = False
        if line.marker or _is_furniture(text):
            zones.append(Zone.BOILERPLATE)
            in_links = in_links or lexicon().link_list_heading.fullmatch(text) is not None
        elif in_links:
            zones.append(Zone.BOILERPLATE)
        elif read_date_line(text):
            zones.append(Zone.DATELINE)
        elif _is_byline(text) or (index < 4 and len(lines) > 2 and masthead(text)):
            zones.append(Zone.BYLINE)
        elif _is_caption(text, in_head=index < 8):
            zones.append(Zone.CAPTION)
        else:
            zones.append(Zone.BODY)
    return zones


def _mark_head(lines: Sequence[Line], texts: Sequence[str], zones: list[Zone], title: str | None) -> None:
    """Turn the first body lines into headline and deck where the page shows that they are."""
    body = [index for index, zone in enumerate(zones) if zone is Zone.BODY]
    if not body:
        return
    first = body[0]
    key = _key(title) if title else _key(texts[first])
    named = title is not None and _key(texts[first]) == key
    unmarked = title is not None or len(body) == 1 or not _headline_like(texts[first])
    if not named and not lines[first].heading and unmarked:
        return
    if not named and _dateline_prefix(texts[first]) and not lines[first].heading:
        return
    zones[first] = Zone.HEADLINE
    rest = [index for index in body[1:] if _key(texts[index]) != key]
    for index in body[1:3]:
        if _key(texts[index]) == key:
            zones[index] = Zone.HEADLINE
    if len(rest) >= 2 and _is_deck(rest[0], rest[1], lines, texts, zones):
        zones[rest[0]] = Zone.DECK


def _is_deck(index: int, following: int, lines: Sequence[Line], texts: Sequence[str], zones: Sequence[Zone]) -> bool:
    if len(texts[index]) > LONGEST_DECK or _dateline_prefix(texts[index]) or lines[index - 1].marker:
        return False
    signs = {Zone.DATELINE, Zone.BYLINE, Zone.CAPTION}
    between = [
        zone
        for position, zone in enumerate(zones[index + 1 : following], start=index + 1)
        if zone in signs or lexicon().head_furniture.fullmatch(texts[position])
    ]
    if between:
        return True
    in_block = lines[index].block == lines[index - 1].block and zones[index - 1] is not Zone.BODY
    return in_block and lines[following].block != lines[index].block


def _key(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _repeats(segments: Sequence[Segment], text: str) -> Iterator[Segment]:
    first_seen: dict[str, int] = {}
    for index, segment in enumerate(segments):
        words = _key(plain(text[segment.start : segment.end]))
        earlier = first_seen.setdefault(words, index)
        counts = segment.zone in (Zone.HEADLINE, Zone.DECK, Zone.CAPTION) or (
            segment.zone is Zone.BODY and segment.end - segment.start >= SHORTEST_REPEATED_BODY
        )
        yield replace(segment, repeats=earlier) if counts and words and earlier != index else segment


def _split_datelines(segments: list[Segment], text: str) -> list[Segment]:
    split: list[Segment] = []
    opened = False
    for segment in segments:
        length = 0
        if segment.zone is Zone.BODY and not opened:
            opened = True
            length = _dateline_prefix(plain(text[segment.start : segment.end]))
        if 0 < length < segment.end - segment.start:
            middle = segment.start + length
            split.append(
                Segment(segment.start, segment.start + len(text[segment.start : middle].rstrip()), Zone.DATELINE)
            )
            split.append(Segment(middle, segment.end, Zone.BODY))
        else:
            split.append(segment)
    return split


def _published(segments: Sequence[Segment], text: str) -> StatedDate | None:
    """The date of the first date line that is not an update; else of an update, else one that closes the headline."""
    changed: StatedDate | None = None
    for segment in segments:
        if segment.zone is not Zone.DATELINE:
            continue
        words = plain(text[segment.start : segment.end])
        line = read_date_line(words)
        if line is None:
            stated = find_date(words)
            if stated:
                return stated
        elif not line.updated:
            return line.stated
        else:
            changed = changed or line.stated
    headlines = (plain(text[s.start : s.end]) for s in segments if s.zone is Zone.HEADLINE)
    return changed or next((stated for line in headlines if (stated := read_headline_date(line))), None)


def _publisher(segments: Sequence[Segment], text: str) -> str | None:
    for segment in segments:
        words = plain(text[segment.start : segment.end])
        if segment.zone is Zone.BYLINE and masthead(words):
            return masthead(words)
        if segment.zone is Zone.DATELINE:
            barred = _BEFORE_BAR.match(words)
            if barred and not find_date(barred["name"]):
                return barred["name"]
            stated = find_date(words)
            trailing = _AFTER_DATE.fullmatch(words, stated.end) if stated else None
            if trailing:
                return trailing["name"]
            signed = _SIGNED.search(words)
            if signed and not find_date(signed["agency"]):
                return signed["agency"].strip()
        elif segment.zone is Zone.BOILERPLATE:
            line = _SOURCE_LINE.fullmatch(words)
            if line:
                return line["name"].strip(" .")
    return None


def recognise_layout(text: str, *, title: str | None = None, front_matter_end: int = 0) -> Layout:
    """Segments, title, date and publisher of one article.

    Args:
        text: as received.
        title: the headline when it came beside the text; then no line is a headline unless it has these words.
        front_matter_end: everything before this offset is metadata, not article.
    """
    lines = list(paragraphs(text, start=front_matter_end))
    texts = [plain(text[line.start : line.end]) for line in lines]
    zones = _zones(lines, texts)
    _mark_head(lines, texts, zones, title)
    segments = [Segment(line.start, line.end, zone) for line, zone in zip(lines, zones, strict=True)]
    if text[:front_matter_end].strip():
        head = text[:front_matter_end]
        first = len(head) - len(head.lstrip())
        segments.insert(0, Segment(first, len(head.rstrip()), Zone.BOILERPLATE))
    segments = list(_repeats(_split_datelines(segments, text), text))
    headline = next((s for s in segments if s.zone is Zone.HEADLINE), None)
    stated = _published(segments, text)
    own_title = " ".join(text[headline.start : headline.end].split()) if headline else None
    return Layout(
        segments=tuple(segments),
        title=title or own_title,
        published_at=stated.instant if stated else None,
        published_precision=stated.precision if stated else None,
        publisher=_publisher(segments, text),
    )
