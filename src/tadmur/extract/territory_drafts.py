"""Drafts of figures of territory: areas and shares of land that a party holds, gains or loses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from tadmur.extract.drafts import Draft, SentenceContext
from tadmur.extract.filling import FrameMatch
from tadmur.extract.frames import Frame, load_features
from tadmur.extract.modality import read_stance
from tadmur.extract.parse_tree import Token
from tadmur.extract.parties import Party
from tadmur.extract.place_phrases import PlacePhrase
from tadmur.extract.quantities import PERCENT, QuantitySpan, find_quantities
from tadmur.extract.state_frames import COPULAS
from tadmur.extract.syntax import agents, children, governors, subjects
from tadmur.extract.word_lists import word_list
from tadmur.terms.claim import CONTROL_KINDS, ClaimKind, Quantity
from tadmur.terms.place import FeatureClass

AREA = "km2"
FIGURE = Frame("territory", ClaimKind.TERRITORY_FIGURE, "territory", 0.85)
_COMPARED = frozenset({"against", "from", "to", "than", "down", "up", "with", "versus", "and", "after", "before"})
_ARGUMENTS = frozenset({"pobj", "poss", "nsubj", "dobj", "compound"})
_WHOLES = frozenset({"pobj", "poss", "compound"})
_OWNERS = frozenset({"poss", "compound", "amod"})
_NEXT_FIGURE = re.compile(
    r"\s+to\s+(?:(?:only|just|about|some|nearly|almost|around)\s+)*(\d+(?:\.\d+)?)(?![\d%-]|\s*(?:st|nd|rd|th|\w+ 20))"
)


def territory_drafts(context: SentenceContext) -> list[Draft]:
    """One draft for each area or share in a sentence that is land; a comparison inherits the party and the base."""
    made: list[Draft] = []
    for span in context.quantities:
        token = _head(span, context)
        if token is None or span.quantity.unit not in (PERCENT, AREA) or _counts_something_else(span, token):
            continue
        verb = _verb(token)
        before = made[-1] if made else None
        compared = before is not None and _is_comparison(token)
        if not compared and not _is_land(span, token, verb, context):
            continue
        party = (before.actor if before is not None and compared else None) or _holder(token, verb, context)
        if party is None and span.quantity.unit != AREA:
            continue
        made.append(_draft(span, token, verb, party, before if compared else None, context))
    return made


def without_wholes(drafts: Sequence[Draft], figures: Sequence[Draft], context: SentenceContext) -> list[Draft]:
    """Leaves out control of a place where the sentence gives the party a share of it only."""
    spans = [(s.start, s.end) for s in context.quantities if s.quantity.unit in (PERCENT, AREA)]
    clauses = {figure.match.clause.i for figure in figures}

    def is_share(draft: Draft) -> bool:
        places = draft.named_places
        return draft.match.clause.i in clauses and all(
            any(start <= place.start and place.end <= end for start, end in spans) for place in places
        )

    return [d for d in drafts if d.kind not in CONTROL_KINDS or not d.named_places or not is_share(d)]


def _draft(
    span: QuantitySpan,
    token: Token,
    verb: Token | None,
    party: Party | None,
    before: Draft | None,
    context: SentenceContext,
) -> Draft:
    trigger = verb if verb is not None and before is None else token
    clause = verb if verb is not None else token
    match = FrameMatch(FIGURE, trigger, clause, "figure", {}, FIGURE.event, (trigger, token))
    places = before.named_places if before is not None else _places(span, token, context)
    draft = Draft(match, FIGURE.kind, FIGURE.event, read_stance(clause, clause), FIGURE.probability)
    quantity = _latest(span, context)
    if quantity.base is None and before is not None and before.quantity is not None and quantity.unit == PERCENT:
        quantity = replace(quantity, base=before.quantity.base)
    return replace(draft.finished(party, None, places), quantity=quantity)


def _latest(span: QuantitySpan, context: SentenceContext) -> Quantity:
    """The figure itself; of "from 40 per cent to 31" the one reached."""
    text = context.doc.text
    rises = bool(re.search(r"\bfrom\s+[\"“]?$", text[: span.start]))
    inside = re.search(r"\s+to\s+[\"“]?", text[span.start : span.end]) if rises else None
    behind = _NEXT_FIGURE.match(text, span.end) if rises else None
    if inside is not None:
        later = find_quantities(text[span.start + inside.end() : span.end])
        return replace(later[0].quantity, base=span.quantity.base) if later else span.quantity
    if behind is not None:
        value = float(behind.group(1))
        return replace(span.quantity, low=value, best=value, high=value, vague=False)
    return span.quantity


def _head(span: QuantitySpan, context: SentenceContext) -> Token | None:
    """The token that the words of a figure hang on; of a share the share, not its base."""
    first = context.token_at(span.start)
    inside = [t for t in context.doc if span.start <= t.idx < span.end]
    if first is None or not inside:
        return None
    numbers = {t.i for t in inside}
    return next((t for t in inside if t.head.i not in numbers or t.head == t), first)


def _verb(token: Token) -> Token | None:
    return next((t for t in (token, *governors(token)) if t.pos_ in ("VERB", "AUX")), None)


def _lemmas(tokens: Iterable[Token]) -> set[str]:
    return {token.lemma_.lower() for token in tokens} | {token.lower_ for token in tokens}


def _counts_something_else(span: QuantitySpan, token: Token) -> bool:
    base = re.findall(r"\w+", (span.quantity.base or "").lower())
    counted = [*base[:4], *(word[:-1] for word in base[:4] if word.endswith("s"))]
    return bool(set(counted) & (word_list("civilians") | word_list("no_land"))) and not set(base) & {
        "territory",
        "land",
    }


def _is_comparison(token: Token) -> bool:
    """Whether a figure stands beside another: "against 19 per cent a month ago", "and a peak of 27 per cent"."""
    chain = [token, *_before(token)]
    for governor in governors(token):
        if governor.pos_ in ("VERB", "AUX"):
            break
        chain.append(governor)
    return any(t.lower_ in _COMPARED or t.dep_ in ("conj", "appos") for t in chain)


def _before(token: Token) -> list[Token]:
    first = token.left_edge.i
    return [token.doc[first - 1]] if first else []


def _is_land(span: QuantitySpan, token: Token, verb: Token | None, context: SentenceContext) -> bool:
    """An area, or a share of a place or of ground, that somebody holds, gains or loses."""
    lemma = verb.lemma_.lower() if verb is not None else ""
    heads = subjects(verb) if verb is not None else []
    objects = children(verb, "dobj") if verb is not None else []
    owned = bool(_lemmas([*heads, *(noun for noun in objects if noun != token)]) & word_list("land"))
    changes = lemma in word_list("territorial_verbs") or _has_holding_state(verb) or verb is None
    if span.quantity.unit == AREA:
        return changes or owned or lemma in COPULAS
    if _is_of_a_town(span, token, context):
        return False
    inside = [t for t in context.doc if span.start <= t.idx < span.end and t != token]
    of_land = bool(_lemmas(inside) & word_list("land")) or any(
        p.name or p.feature for t in inside if t.dep_ in ("pobj", "compound") for p in context.places.phrases(t)
    )
    if owned:
        return changes or lemma in COPULAS or lemma in word_list("changing")
    if verb is not None and not of_land:
        of_land = any(t.lemma_.lower() in word_list("land") for t in verb.subtree)
    return of_land and changes


def _is_of_a_town(span: QuantitySpan, token: Token, context: SentenceContext) -> bool:
    """A third of a city is a part of it held, not a figure of the territory of the parties."""
    places = _places(span, token, context)
    towns = load_features().settlement
    inside = {t.lemma_.lower() for t in context.doc if span.start <= t.idx < span.end}
    return bool(inside & towns) or any(p.feature_class is FeatureClass.SETTLEMENT for p in places)


def _has_holding_state(verb: Token | None) -> bool:
    """ "is in the hands of", "remains under X's control"."""
    if verb is None:
        return False
    nouns = {noun.lemma_.lower() for prep in children(verb, "prep") for noun in children(prep, "pobj")}
    nouns |= {noun.lemma_.lower() for noun in children(verb, "dobj")}
    return bool(nouns & word_list("holding"))


def _holder(token: Token, verb: Token | None, context: SentenceContext) -> Party | None:
    """Who holds it: the doer, who owns the share, or the party that the clause names."""
    doers = agents(verb) if verb is not None else []
    party = context.known_party(doer for doer in doers if doer != token)
    if party is not None:
        return party
    owned = [*(subjects(verb) if verb is not None else []), token]
    owners = [child for head in owned for child in children(head, *_OWNERS)]
    party = context.known_party(owners)
    if party is not None:
        return party
    clause = verb if verb is not None else token.root
    named = [
        t
        for t in clause.subtree
        if t.pos_ in ("NOUN", "PROPN") and t.dep_ in ("pobj", "poss", "nsubj", "dobj", "compound")
    ]
    party = context.known_party(t for t in named if t.head != token and not _is_base(t, token))
    return party or context.parties.first(doer for doer in doers if doer != token)


def _is_base(noun: Token, share: Token) -> bool:
    return share.is_ancestor(noun)


def _places(span: QuantitySpan, token: Token, context: SentenceContext) -> list[PlacePhrase]:
    """The place that a share is of, or that an area lies in."""
    inside = [t for t in context.doc if span.start <= t.idx < span.end or token.is_ancestor(t)]
    for noun in inside:
        phrases = (
            [p for p in context.places.phrases(noun) if p.name] if noun.dep_ in ("pobj", "poss", "compound") else []
        )
        if phrases:
            return phrases[:1]
    return []
