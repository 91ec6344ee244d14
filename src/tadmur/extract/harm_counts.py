"""Counts of people and things that no frame took, where the words beside the count say what befell them.

Frames follow the parse; a count is often the subject of a clause cut short ("18 were destroyed"), one of a long list,
or the object of a verb that by itself says nothing ("we hold 240 officers"). Here the words next to the count decide:
right in front of it, or behind it past its own phrase (``data/harm_counts.yaml``). Such claims are less sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tadmur.extract.drafts import Draft, SentenceContext
from tadmur.extract.filling import FrameMatch
from tadmur.extract.frames import FrameLexicon
from tadmur.extract.harm_sayings import PEOPLE, THINGS, UNITS_OF, Saying, auxiliaries, fits, sayings, sort_of
from tadmur.extract.modality import read_stance
from tadmur.extract.parse_tree import Token
from tadmur.extract.people import is_civilian
from tadmur.extract.quantities import COUNT, PERSONS, QuantitySpan
from tadmur.extract.scene import scene_of
from tadmur.extract.syntax import agents, clause_of
from tadmur.terms.claim import ClaimKind, Quantity

LESS_SURE = 0.8
"""Of a frame's probability: its words beside a count, without the parse that the frame asks for."""
_COUNTING = frozenset({ClaimKind.CASUALTIES, ClaimKind.DISPLACEMENT, ClaimKind.DAMAGE, ClaimKind.TERRITORY_FIGURE})
_OF_PLACES = frozenset({"positions", "settlements"})
"""Units of places: "a million people in five states" goes on past them."""
_LONGEST_PHRASE = 9
"""Words of its own phrase between a count and what is said of it."""
_LONGEST_LIST = 5
_LONGEST_TAIL = 25
"""Characters between a number of a list and the comma behind it."""
_JOINED = re.compile(r"(?:,|,?\s+and)\s+(?:also\s+)?$")
_ASIDE = re.compile(r"\s*(?:,[^,;:.]{1,60},|\([^()]{1,60}\))(?=\s)")
_NEXT_IN_LIST = re.compile(r"\s*(?:,|,?\s+and|,?\s+or)\s+")
_WORD = re.compile(r"\s*(,?)\s*([\w'’-]+)")
_STOP_IN_PHRASE = frozenset({"who", "which", "that", "but", "while", "when", "after", "before", "as", "because", "if"})
_BEFORE_A_COUNT = re.compile(
    r"(?:\b(?:the|another|its|their|his|her|our|a further|a total of|some|all|as well as|also)\s+)$", re.I
)
_WHOLE = re.compile(r"(?:^|[;:,]\s*)of\s+$", re.I)
"""In front of the whole of which a part was harmed: "of 80 hospitals, 61 have stopped working"."""
_OF_PRONOUN = re.compile(r"\s+of\s+(?:them|whom|these|those|us)\b", re.I)
_COORDINATE = re.compile(r"\b(?:the|a|an|one|its|their)\s+(?:[\w-]+\s+){1,4}and\s+$", re.I)


@dataclass(frozen=True, slots=True)
class _Said:
    """What is said of one count; offsets of its words in the sentence."""

    saying: Saying
    start: int
    end: int


def counted_harm(made: Sequence[Draft], context: SentenceContext, lexicon: FrameLexicon) -> list[Draft]:
    """Drafts for the counts of people and things that no draft of harm in ``made`` has taken."""
    drafts: list[Draft] = []
    for span in context.quantities:
        if any(_counts_with(draft, span) for draft in made):
            continue
        whole = _WHOLE.search(context.doc.text, 0, span.start) is not None
        sort = None if whole or _counts_something_else(span, context) else sort_of(span)
        said = _said_of(span, sort, context) if sort is not None else None
        draft = _draft(span, said, context, lexicon) if said is not None else None
        if draft is not None:
            drafts.append(draft)
    return drafts


def with_units(made: Sequence[Draft], context: SentenceContext) -> list[Draft]:
    """``made``, where bare numbers of people are persons, and those of things are of the things counted before."""
    return [_unit_given(draft, context) for draft in made]


def _unit_given(draft: Draft, context: SentenceContext) -> Draft:
    if draft.quantity is None or draft.quantity.unit != COUNT or draft.kind not in _COUNTING:
        return draft
    if draft.kind in (ClaimKind.CASUALTIES, ClaimKind.DISPLACEMENT):
        return replace(draft, quantity=replace(draft.quantity, unit=PERSONS))
    span = next((s for s in context.quantities if s.quantity == draft.quantity), None)
    quantity = _of_things(span, context) if span is not None and draft.kind is ClaimKind.DAMAGE else None
    return replace(draft, quantity=quantity) if quantity is not None else draft


def _counts_with(draft: Draft, span: QuantitySpan) -> bool:
    """Whether a draft of harm, or of land, has the number of ``span``."""
    if draft.quantity is None or draft.kind not in _COUNTING:
        return False
    ours, own = draft.quantity, span.quantity
    return (ours.low, ours.best, ours.high) == (own.low, own.best, own.high)


def _counts_something_else(span: QuantitySpan, context: SentenceContext) -> bool:
    """Whether a number without a known noun stands before one after all: "four of the five capitals", "12 icons"."""
    if span.quantity.unit != COUNT or span.noun is not None:
        return False
    if _OF_PRONOUN.match(context.doc.text, span.end):
        return False
    behind = context.token_at(_after(context.doc.text, span.end))
    if behind is None or behind.idx < span.end:
        return False
    return behind.lower_ == "of" or behind.pos_ in ("NOUN", "PROPN", "NUM") or behind.dep_ in ("amod", "compound")


def _after(text: str, position: int) -> int:
    return position + len(text[position:]) - len(text[position:].lstrip())


def _said_of(span: QuantitySpan, sort: str, context: SentenceContext) -> _Said | None:
    """What is said of a count: right in front of it, else behind its phrase."""
    text = context.doc.text
    said = [saying for saying in sayings() if fits(saying, span, sort, text)]
    for front in _fronts(text, span.start, context):
        for saying in said:
            found = saying.before.search(text, max(0, front - 70), front) if saying.before is not None else None
            if found is not None:
                return _Said(saying, found.start(), found.end())
    for position in _rears(text, span.end, context):
        for saying in said:
            found = saying.behind.match(text, position) if saying.behind is not None else None
            if found is not None:
                return _Said(saying, position, found.end())
    return None


def _fronts(text: str, start: int, context: SentenceContext) -> Iterator[int]:
    """Where the words in front of a count end: past its article, the counts listed before it, a thing beside it."""
    for _ in range(_LONGEST_LIST):
        own = _BEFORE_A_COUNT.search(text, 0, start)
        start = own.start() if own is not None else start
        yield start
        before = _listed_before(text, start, context)
        beside = _COORDINATE.search(text, 0, start)
        if before is None and beside is None:
            return
        start = before.start if before is not None else beside.start() if beside is not None else start


def _listed_before(text: str, start: int, context: SentenceContext) -> QuantitySpan | None:
    """The count that stands before this one in a list, with no verb between the two."""
    joined = _JOINED.search(text, 0, start)
    if joined is None:
        return None
    for span in context.quantities:
        between = text[span.end : joined.start()]
        if span.end <= joined.start() and len(between) <= _LONGEST_TAIL and not re.search(r"[,;:]", between):
            return None if _has_verb(span.end, joined.start(), context) else span
    return None


def _rears(text: str, end: int, context: SentenceContext) -> Iterator[int]:
    """Where words behind a count may say something of it: past its own phrase, an aside, the rest of a list."""
    position, said = end, False
    for _ in range(_LONGEST_PHRASE):
        aside = _ASIDE.match(text, position)
        position = aside.end() if aside is not None else position
        listed = _NEXT_IN_LIST.match(text, position)
        following = next((s for s in context.quantities if listed and 0 <= s.start - listed.end() < 2), None)
        if following is not None and not said:
            position = following.end
            continue
        word = _WORD.match(text, position)
        if word is None or (word.group(1) and position != end):
            return
        yield word.start(2)
        if not _leads_on(word, context):
            return
        said = said or word.group(2).lower() in auxiliaries()
        position = word.end(2)


def _leads_on(word: re.Match[str], context: SentenceContext) -> bool:
    """Whether what is said of a count may come behind ``word``: no verb of another matter, no new clause."""
    lower, token = word.group(2).lower(), context.token_at(word.start(2))
    if token is None or lower in _STOP_IN_PHRASE:
        return False
    if lower == "and":
        behind = context.token_at(word.end(2) + 1)
        return behind is not None and behind.pos_ in ("NOUN", "ADJ", "PROPN", "DET")
    if any(s.start <= word.start(2) < s.end and s.quantity.unit not in _OF_PLACES for s in context.quantities):
        return False
    return token.pos_ not in ("VERB", "AUX") or lower in auxiliaries() or token.tag_ in ("VBN", "VBG")


def _has_verb(start: int, end: int, context: SentenceContext) -> bool:
    return any(start <= t.idx < end and t.pos_ in ("VERB", "AUX") for t in context.doc)


def _draft(span: QuantitySpan, said: _Said, context: SentenceContext, lexicon: FrameLexicon) -> Draft | None:
    quantity = _with_unit(span, said, context)
    trigger = _trigger(said, context)
    counted = context.token_at(span.noun_start if span.noun_start is not None else span.start)
    if quantity is None or trigger is None or counted is None:
        return None
    frame = lexicon.named(said.saying.frame)
    words = tuple(token for token in context.doc if said.start <= token.idx < said.end)
    match = FrameMatch(frame, trigger, clause_of(trigger), "beside", {}, frame.event, words)
    base = Draft(match, frame.kind, frame.event, read_stance(match.clause, trigger), frame.probability * LESS_SURE)
    people = frame.kind is ClaimKind.CASUALTIES and not is_civilian(counted, context)
    doer = context.known_party(agents(match.clause)) if said.end <= span.start else None
    excluded = (doer.actor_id,) if doer is not None and doer.actor_id is not None else ()
    actor = context.known_party([counted], excluded=excluded) if people else None
    return replace(
        base.finished(actor, doer if people else None, scene_of(base, context, [counted])),
        quantity=quantity,
        counted=counted.i,
    )


def _trigger(said: _Said, context: SentenceContext) -> Token | None:
    """The verb or adjective of the words; the first of them where there is none."""
    tokens = [token for token in context.doc if said.start <= token.idx < said.end]
    return next((t for t in tokens if t.pos_ in ("VERB", "ADJ")), tokens[0] if tokens else None)


def _with_unit(span: QuantitySpan, said: _Said, context: SentenceContext) -> Quantity | None:
    """The number with a unit: persons, or for a bare number of things that of the things counted before it."""
    quantity = span.quantity
    if quantity.unit != COUNT:
        return quantity
    if said.saying.of in (PEOPLE, "civilians"):
        return replace(quantity, unit=PERSONS)
    return _of_things(span, context)


def _of_things(span: QuantitySpan, context: SentenceContext) -> Quantity | None:
    """A number of things: facilities where it has a noun, else as the things counted before it."""
    if span.noun is not None:
        return replace(span.quantity, unit="facilities")
    units = [s.quantity.unit for s in context.quantities if s.start < span.start]
    known = [unit for unit in units if UNITS_OF.get(unit) == THINGS]
    return replace(span.quantity, unit=known[-1]) if known else None
