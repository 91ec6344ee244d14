"""Sentences through the parser, with names and verbs that it does not know put to it as ones that it does.

A tagger trained on news makes verbs and adverbs of "Mahin" and "SDF", and a name of "retook"; a wrong tag spoils the
tree. So each place name, and each party's abbreviation, is parsed as one familiar proper noun, and verbs of war as
everyday ones in the same form (``data/familiar_verbs.yaml``); the tree is then given back the words as they stand.
Token offsets are those of the sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

from tadmur.extract.coarse_tags import REPLACED, Form, coarse_tagger
from tadmur.extract.frames import load_features, load_frames
from tadmur.extract.parse_tree import Doc, Token
from tadmur.extract.syntax import children
from tadmur.terms.place import NameSpan

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc as SpacyDoc

PARSED_TOGETHER = 64
"""Sentences in one batch of the parser."""
STAND_IN_PLACE = "London"
STAND_IN_PARTY = "NATO"
_ONE_WORD = re.compile(
    r"\b(?:(?:\w+-)?(?:al|el|ad|ar|as|ash|at|az|an|ed|es|ez|er|et|ul|ol)-['`]?\w+(?:['`](?!s\b)\w+)*"
    r"|(?:counter|cease|air|re|pull)-[a-z]+|(?:one|two|three|four|five|nine)-(?:third|quarter|fifth|tenth)s?"
    r"|[A-Z]-\d+|(?:north|south)[- ]?(?:east|west)(?:ern|wards?)?)\b",
    re.I,
)
_FRACTION = re.compile(r"[a-z]+-(?:third|quarter|fifth|tenth)s?", re.I)
_COMPASS = re.compile(r"(?:north|south)[- ]?(?:east|west)(?P<ending>ern|wards?)?", re.I)
_ARTICLE_NAME = re.compile(r"(?:al|el|ad|ar|as|ash|at|az|an|ed|es|ez|er|et)-['`]?[A-Z]", re.I)
_ABBREVIATION = re.compile(r"[A-Z]{2,6}[a-z]?")
_SAYING = frozenset(
    {"said", "says", "say", "told", "tells", "reported", "reports", "wrote", "writes", "added", "claimed", "confirmed"}
)


@dataclass(frozen=True, slots=True)
class ParserInput:
    """A sentence to parse: where its names stand, and where its parties do; offsets into ``text``."""

    text: str
    names: Sequence[NameSpan]
    parties: Sequence[tuple[int, int]]


@cache
def familiar_verbs() -> dict[str, str]:
    """Form of a verb, in lower case, to the familiar form that is parsed in its place."""
    source = files("tadmur.extract").joinpath("data", "familiar_verbs.yaml").read_text(encoding="utf-8")
    forms: dict[str, str] = yaml.safe_load(source)
    return forms


def is_article_name(text: str) -> bool:
    """Whether a token is a name with an Arabic article ("al-Kesh")."""
    return _ARTICLE_NAME.match(text) is not None


def parse(nlp: Language, sentences: Iterable[ParserInput]) -> Iterator[Doc]:
    """Parses in the order of ``sentences``.

    Args:
        nlp: a pipeline with spaCy's tagger, parser, attribute ruler and lemmatiser; the last two are not run on the
            stand-ins, their work is done on the words themselves.
    """
    joined = [_joined(nlp, sentence) for sentence in sentences]
    stand_ins: Iterable[SpacyDoc] = (_put_to_parser(nlp, one) for one in joined)
    for name in nlp.pipe_names:
        if name not in REPLACED:
            component: Any = nlp.get_pipe(name)
            stand_ins = component.pipe(stand_ins, batch_size=PARSED_TOGETHER)
    for one, parsed in zip(joined, stand_ins, strict=True):
        yield _restored(nlp, one, parsed)


@dataclass(frozen=True, slots=True)
class _Joined:
    """The words of a sentence, each name one of them, whether a space stands behind each, and stand-ins by index."""

    words: list[str]
    spaces: list[bool]
    stand_ins: dict[int, str]

    @property
    def put(self) -> list[str]:
        """The words that the parser is given."""
        return [self.stand_ins.get(number, word) for number, word in enumerate(self.words)]


def _joined(nlp: Language, sentence: ParserInput) -> _Joined:
    """The sentence with each name as one token, and the stand-ins by token."""
    text = sentence.text
    words = _Words(nlp, text)
    names = [span for name in sentence.names if (span := _name_span(words, name, sentence.parties)) is not None]
    compounds = [words.between(m.start(), m.end()) for m in _ONE_WORD.finditer(text)]
    starts = {words.starts[first] for first, _ in names}
    words.merge(_without_overlaps([*names, *(span for span in compounds if span is not None)]))
    parties = dict(sentence.parties)
    has_article = _ARTICLE_NAME.search(text) is not None
    has_compass = _COMPASS.search(text) is not None
    headline = not text.rstrip().endswith((".", "!", "?", '"', ":"))
    stand_ins: dict[int, str] = {}
    for i, (word, start) in enumerate(zip(words.texts, words.starts, strict=True)):
        if start in starts or (has_article and is_article_name(word)):
            stand_ins[i] = STAND_IN_PLACE
        elif parties.get(start, 0) == start + len(word) and (_ABBREVIATION.fullmatch(word) or (i == 0 and headline)):
            stand_ins[i] = STAND_IN_PARTY
        elif has_compass and (compass := _COMPASS.fullmatch(word)):
            stand_ins[i] = "south" + (compass["ending"] or "")
        elif "-" in word and _FRACTION.fullmatch(word):
            stand_ins[i] = "half" if i else "Half"
        elif (familiar := familiar_verbs().get(word.lower())) is not None:
            stand_ins[i] = familiar.capitalize() if word.istitle() else familiar
    return _Joined(words.texts, words.spaces, stand_ins)


class _Words:
    """The tokens of a sentence before the parse: their texts, offsets, and whether a space stands behind each."""

    def __init__(self, nlp: Language, text: str) -> None:
        self.texts: list[str] = []
        self.spaces: list[bool] = []
        self.starts: list[int] = []
        position = 0
        for token in nlp.make_doc(text):
            word, space = token.text, bool(token.whitespace_)
            self.texts.append(word)
            self.spaces.append(space)
            self.starts.append(position)
            position += len(word) + space

    def between(self, start: int, end: int) -> tuple[int, int] | None:
        """Indices of the first token and behind the last of ``[start, end)``, where it begins and ends with tokens."""
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end) - 1
        if first > last or self.starts[first] != start or self.starts[last] + len(self.texts[last]) != end:
            return None
        return first, last + 1

    def merge(self, spans: Sequence[tuple[int, int]]) -> None:
        """Makes one token of each of ``spans``, which are in order and apart."""
        for first, end in reversed(spans):
            if end - first > 1:
                pieces = zip(self.texts[first : end - 1], self.spaces[first : end - 1], strict=True)
                self.texts[first:end] = ["".join(word + " " * space for word, space in pieces) + self.texts[end - 1]]
                self.spaces[first:end] = [self.spaces[end - 1]]
                del self.starts[first + 1 : end]


def _name_span(words: _Words, name: NameSpan, parties: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The tokens of a place name, without a type word at its end: that one is for the parser to see."""
    if any(start < name.end and name.start < end for start, end in parties):
        return None
    span = words.between(name.start, name.end)
    if span is None:
        return None
    first, end = span
    if end - first > 1 and words.texts[end - 1].lower() in load_features().of_places:
        end -= 1
    return first, end


def _without_overlaps(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda s: (s[0], -s[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _put_to_parser(nlp: Language, joined: _Joined) -> SpacyDoc:
    from spacy.tokens import Doc as SpacyDoc

    return SpacyDoc(nlp.vocab, words=joined.put, spaces=joined.spaces)


def _restored(nlp: Language, joined: _Joined, parsed: SpacyDoc) -> Doc:
    """The tree of ``parsed`` over the words of the sentence, with parts of speech and lemmas."""
    coarse = coarse_tagger(nlp)
    doc = Doc(joined.words, joined.spaces)
    tags, labels, heads = coarse.tree(parsed)
    for token, tag, label in zip(doc, tags, labels, strict=True):
        token.tag_, token.dep_ = tag, label
    doc.hang(heads)
    asked: list[tuple[Token, Form]] = []
    irregular = load_frames().lemmas
    for token, tag, put in zip(doc, tags, joined.put, strict=True):
        lower = put.lower()
        attributes = coarse.attributes(lower, tag, token.dep_)
        verb = _mistaken_verb(token, tag, lower)
        token.pos_ = attributes.pos if verb is None else "VERB"
        known = irregular.get(token.lower_) if tag.startswith("VB") else None
        if verb is not None:
            known, token.tag_ = verb
        form = (token.text, token.pos_, attributes.morph)
        named = put != token.text and token.lower_ not in familiar_verbs()
        given = known or (token.text if named else attributes.lemma) or coarse.lemmas.get(form)
        if given is None:
            asked.append((token, form))
        else:
            token.lemma_ = given
    if asked:
        lemmas = coarse.lemmatise([form for _, form in asked])
        for (token, _), lemma in zip(asked, lemmas, strict=True):
            token.lemma_ = lemma
    for token in doc:
        if token.dep_ == "npadvmod" and joined.stand_ins.get(token.i) == STAND_IN_PLACE and _is_object(token):
            token.dep_ = "dobj"
        if (robbed := _verb_robbed_of(token)) is not None:
            _give_back(token, robbed)
    return doc


def _is_object(name: Token) -> bool:
    """Whether a place name that the parser took for a measure stands right behind a verb without an object."""
    verb = name.head
    return name.i == verb.i + 1 and verb.tag_.startswith("VB") and not children(verb, "dobj", "attr", "nsubjpass")


def _verb_robbed_of(name: Token) -> Token | None:
    """The verb before ``name`` that it is the object of, where the parser made it subject of what somebody says of it.

    "The army holds Kesh, an officer told us": Kesh is no officer, and tells nothing.
    """
    if name.dep_ != "nsubj" or name.tag_ != "NNP" or name.head.i < name.i or name.head.lower_ not in _SAYING:
        return None
    first = name.left_edge.i
    verb = name.doc[first - 1] if first else None
    if verb is None or not verb.tag_.startswith("VB") or children(verb, "dobj", "attr", "acomp"):
        return None
    comma = name.i + 1
    speaks = comma < len(name.doc) and name.doc[comma].text == ","
    return verb if speaks and any(child.dep_ == "appos" for child in name.children) else None


def _give_back(name: Token, verb: Token) -> None:
    """Hangs ``name`` on ``verb`` as its object, and who the parser took for it on the verb of saying."""
    saying = name.head
    speaker = next(child for child in name.children if child.dep_ == "appos")
    name.doc.move(speaker, saying, "nsubj")
    name.doc.move(name, verb, "dobj")


def _mistaken_verb(token: Token, tag: str, lower: str) -> tuple[str, str] | None:
    """Lemma and tag of a verb that the tagger took for an adjective or noun, though it has a subject and no copula."""
    if tag not in ("JJ", "VBN", "NN") or token.dep_ not in ("ROOT", "conj", "ccomp", "relcl"):
        return None
    labels = {child.dep_ for child in token.children}
    if "nsubj" not in labels or labels & {"cop", "aux", "auxpass", "det", "poss"}:
        return None
    known = load_frames().by_verb
    if tag == "NN":
        return (lower, "VBP") if lower in known and "dobj" in labels else None
    stems = (lower[:-1], lower[:-2]) if lower.endswith("ed") else ()
    return next(((stem, "VBD") for stem in stems if stem in known), None)
