"""Sentences through the parser, with names that it does not know put to it as ones that it does.

A tagger trained on news makes verbs and adverbs of "Mahin" and "SDF", and a wrong tag spoils the tree. So each place
name, and each party's abbreviation, is parsed as one familiar proper noun; the tree is then given back the words as
they stand. Token offsets are those of the sentence.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tadmur.extract.coarse_tags import REPLACED, coarse_tagger
from tadmur.extract.frames import load_features, load_frames
from tadmur.terms.place import NameSpan

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span, Token

PARSED_TOGETHER = 64
"""Sentences in one batch of the parser."""
STAND_IN_PLACE = "London"
STAND_IN_PARTY = "NATO"
_ONE_WORD = re.compile(
    r"\b(?:(?:\w+-)?(?:al|el|ad|ar|as|ash|at|az|an|ed|es|ez|er|et|ul|ol)-['`]?\w+(?:['`](?!s\b)\w+)*"
    r"|(?:counter|cease|air|re)-[a-z]+|[A-Z]-\d+|(?:north|south)[- ]?(?:east|west)(?:ern|wards?)?)\b",
    re.I,
)
_COMPASS = re.compile(r"(?:north|south)[- ]?(?:east|west)(?P<ending>ern|wards?)?", re.I)
_ARTICLE_NAME = re.compile(r"(?:al|el|ad|ar|as|ash|at|az|an|ed|es|ez|er|et)-['`]?[A-Z]", re.I)
_ABBREVIATION = re.compile(r"[A-Z]{2,6}s?")


@dataclass(frozen=True, slots=True)
class ParserInput:
    """A sentence to parse: where its names stand, and where its parties do; offsets into ``text``."""

    text: str
    names: Sequence[NameSpan]
    parties: Sequence[tuple[int, int]]


def is_article_name(text: str) -> bool:
    """Whether a token is a name with an Arabic article ("al-Kesh")."""
    return _ARTICLE_NAME.match(text) is not None


def parse(nlp: Language, sentences: Iterable[ParserInput]) -> Iterator[Doc]:
    """Parses in the order of ``sentences``.

    Args:
        nlp: a pipeline with spaCy's tagger, parser, attribute ruler and lemmatiser; the last two are not run on the
            stand-ins, their work is done on the words themselves.
    """
    joined: deque[Doc] = deque()

    def stand_ins() -> Iterator[Doc]:
        for sentence in sentences:
            doc, replaced = _joined(nlp, sentence)
            joined.append(doc)
            yield _with_words(doc, [replaced.get(number, token.text) for number, token in enumerate(doc)])

    for parsed in nlp.pipe(stand_ins(), batch_size=PARSED_TOGETHER, disable=REPLACED):
        yield _restored(nlp, joined.popleft(), parsed)


def _joined(nlp: Language, sentence: ParserInput) -> tuple[Doc, dict[int, str]]:
    """The sentence with each name as one token, and the stand-ins by token."""
    doc = nlp.make_doc(sentence.text)
    names = [span for name in sentence.names if (span := _name_span(doc, name, sentence.parties)) is not None]
    words = [doc.char_span(m.start(), m.end()) for m in _ONE_WORD.finditer(sentence.text)]
    spans = _without_overlaps([*names, *(span for span in words if span is not None)])
    starts = {span.start_char for span in names}
    several = [span for span in spans if len(span) > 1]
    if several:
        with doc.retokenize() as retokenizer:
            for span in several:
                retokenizer.merge(span)
    parties = dict(sentence.parties)
    has_article = _ARTICLE_NAME.search(sentence.text) is not None
    has_compass = _COMPASS.search(sentence.text) is not None
    headline = not sentence.text.rstrip().endswith((".", "!", "?", '"', ":"))
    stand_ins: dict[int, str] = {}
    for token in doc:
        if token.idx in starts or (has_article and is_article_name(token.text)):
            stand_ins[token.i] = STAND_IN_PLACE
        elif parties.get(token.idx, 0) == token.idx + len(token) and (
            _ABBREVIATION.fullmatch(token.text) or (token.i == 0 and headline)
        ):
            stand_ins[token.i] = STAND_IN_PARTY
        elif has_compass and (compass := _COMPASS.fullmatch(token.text)):
            stand_ins[token.i] = "south" + (compass["ending"] or "")
    return doc, stand_ins


def _name_span(doc: Doc, name: NameSpan, parties: Sequence[tuple[int, int]]) -> Span | None:
    """The tokens of a place name, without a type word at its end: that one is for the parser to see."""
    if any(start < name.end and name.start < end for start, end in parties):
        return None
    span = doc.char_span(name.start, name.end)
    if span is None:
        return None
    if len(span) > 1 and span[-1].lower_ in load_features().of_places:
        span = span[:-1]
    return span


def _without_overlaps(spans: Sequence[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _with_words(doc: Doc, words: list[str]) -> Doc:
    from spacy.tokens import Doc as SpacyDoc

    return SpacyDoc(doc.vocab, words=words, spaces=[bool(token.whitespace_) for token in doc])


def _restored(nlp: Language, doc: Doc, parsed: Doc) -> Doc:
    """The tree of ``parsed`` over the words of ``doc``, with parts of speech and lemmas."""
    from spacy.tokens import Doc as SpacyDoc

    coarse = coarse_tagger(nlp)
    stood_in, own = list(parsed), list(doc)
    found = [coarse.attributes(token) for token in stood_in]
    words = [token.text for token in own]
    replaced = [word != token.text for word, token in zip(words, stood_in, strict=True)]
    verbs = {token.i: lemma for token in stood_in if (lemma := _mistaken_verb(token)) is not None}
    parts = ["VERB" if i in verbs else attributes.pos for i, attributes in enumerate(found)]
    forms = [(word, part, attributes.morph) for word, part, attributes in zip(words, parts, found, strict=True)]
    given = [verbs.get(i, words[i] if replaced[i] else attributes.lemma) for i, attributes in enumerate(found)]
    lemmas = [lemma or coarse.lemmas.get(form, "") for lemma, form in zip(given, forms, strict=True)]
    restored = SpacyDoc(
        doc.vocab,
        words=words,
        spaces=[bool(token.whitespace_) for token in own],
        tags=["VBD" if token.i in verbs else token.tag_ for token in stood_in],
        pos=parts,
        morphs=[attributes.morph for attributes in found],
        deps=[token.dep_ for token in stood_in],
        heads=[token.head.i for token in stood_in],
        lemmas=lemmas,
    )
    if not all(lemmas):
        lemmatiser: Callable[[Doc], Doc] = nlp.get_pipe("lemmatizer")
        lemmatiser(restored)
        asked = (i for i, lemma in enumerate(lemmas) if not lemma)
        coarse.lemmas.update((forms[i], restored[i].lemma_) for i in asked)
    return restored


def _mistaken_verb(token: Token) -> str | None:
    """The lemma of a past tense that the tagger took for an adjective, though it has a subject and no copula."""
    if (
        token.tag_ not in ("JJ", "VBN")
        or token.dep_ not in ("ROOT", "conj", "ccomp")
        or not token.lower_.endswith("ed")
    ):
        return None
    labels = {child.dep_ for child in token.children}
    if "nsubj" not in labels or labels & {"cop", "aux", "auxpass"}:
        return None
    stems = (token.lower_[:-1], token.lower_[:-2])
    return next((stem for stem in stems if stem in load_frames().by_verb), None)
