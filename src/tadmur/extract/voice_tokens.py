"""A stretch of text as the tokens that noun phrases for voices are made of."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from tadmur.extract.voice_lexicon import VoiceLexicon, VoiceNoun, voice_lexicon
from tadmur.terms.source import SpeakerRole

if TYPE_CHECKING:
    from tadmur.reference.packs import ActorMention, Pack

SOURCE, ACTOR, NOUN, NAME = "source", "actor", "noun", "name"
DETERMINER, LINK, WORD, PRONOUN, STOP = "determiner", "link", "word", "pronoun", "stop"

_TOKEN = re.compile(r"(?:[A-Z]\.){2,}|\w+(?:['&/.-]\w+)*(?:'(?=\s))?|[^\w\s]")
_ARTICLED = re.compile(r"(?:al|el|an|as|ad|ash|ar|at|az|ez|abu)-\w")
_PRONOUNS = frozenset({"he", "she", "it", "they"})


@dataclass(frozen=True, slots=True)
class Token:
    """One word, or the words of one source, party or noun. Offsets are those of the text searched."""

    text: str
    start: int
    end: int
    label: str
    noun: VoiceNoun | None = None
    source_id: str | None = None
    actor_id: str | None = None
    nationality: bool = False
    """An adjective of a state ("Russian"): where something comes from, not whom it obeys."""

    @property
    def low(self) -> str:
        """The text in lower case, without a possessive ending."""
        return self.text.lower().removesuffix("'s").removesuffix("'")


_OFFICES = frozenset({SpeakerRole.OFFICIAL, SpeakerRole.MILITARY, SpeakerRole.ARMED_GROUP})


def is_personal(name: str, lexicon: VoiceLexicon) -> bool:
    """Whether a name that the pack keeps under an office is a person's own: two capital words, none a body's."""
    words = name.split()
    bodies = any(word.lower() in lexicon.organisation_words or word.lower() in lexicon.nouns for word in words)
    return len(words) == 2 and not bodies and all(word[0].isupper() and not word.isupper() for word in words)


def _is_verb_like(word: str) -> bool:
    return word.endswith(("ed", "ing")) and "-" not in word and len(word) > 4


def _label(word: str, previous: str | None, lexicon: VoiceLexicon) -> str:
    low = word.lower()
    if low in _PRONOUNS:
        return PRONOUN
    if low in lexicon.determiners:
        named = previous == DETERMINER and word[0].isupper() and low not in ("the", "a", "an")
        return NAME if named else DETERMINER
    if low in lexicon.links:
        return LINK
    if low in lexicon.state_words:
        return WORD
    if not word[0].isalnum() or (low in lexicon.stops and not (word == "May" and previous == NAME)):
        return STOP
    if low in lexicon.strong_verbs or low in lexicon.weak_verbs or low in lexicon.participles or low in lexicon.quoting:
        return STOP
    if low in lexicon.never_names:
        return STOP
    if word[0].isupper() or _ARTICLED.match(low):
        return NAME
    if low in lexicon.name_particles:
        return NAME if previous == NAME else WORD
    return STOP if word[0].isdigit() or _is_verb_like(low) else WORD


@lru_cache(maxsize=1)
def _noun_openers() -> frozenset[str]:
    """The first words of the nouns."""
    return frozenset(noun.split(" ")[0] for noun in voice_lexicon().nouns)


def _noun_spans(words: list[tuple[int, int]], text: str, lexicon: VoiceLexicon) -> list[tuple[int, int, VoiceNoun]]:
    """Nouns of the lexicon, the longest at each place."""
    found: list[tuple[int, int, VoiceNoun]] = []
    openers = _noun_openers()
    for at, (start, stop) in enumerate(words):
        opener = text[start:stop].lower()
        if opener not in openers and opener.removesuffix("'").removesuffix("'s") not in openers:
            continue
        for length in range(min(lexicon.longest_noun, len(words) - at), 0, -1):
            end = words[at + length - 1][1]
            words_between = " ".join(text[a:b] for a, b in words[at : at + length]).lower()
            for ending in ("", "'s", "'"):
                noun = lexicon.nouns.get(words_between.removesuffix(ending) if ending else words_between)
                if noun:
                    break
            if noun:
                found.append((start, end, noun))
                break
    return found


def tokens_of(text: str, pack: Pack) -> list[Token]:
    """Tokens of ``text`` in order, without overlaps."""
    lexicon = voice_lexicon()
    words = [found.span() for found in _TOKEN.finditer(text)]
    placed: list[Token] = []

    taken_up = bytearray(len(text))

    def free(start: int, end: int) -> bool:
        return not any(taken_up[start:end])

    def place(token: Token) -> None:
        placed.append(token)
        taken_up[token.start : token.end] = b"\x01" * (token.end - token.start)

    for source in pack.find_sources(text):
        known = pack.sources[source.source_id]
        named = text[source.start : source.end]
        if known.kind in _OFFICES and is_personal(named, lexicon):
            party = known.aligned_with if known.aligned_with in pack.actors else None
            place(Token(named, source.start, source.end, NAME, actor_id=party))
        else:
            place(Token(named, source.start, source.end, SOURCE, source_id=source.source_id))
    actors = [m for m in pack.find_actors(text) if free(m.start, m.end)]
    nouns = [span for span in _noun_spans(words, text, lexicon) if free(span[0], span[1])]
    noun_ending = {end: (start, noun) for start, end, noun in nouns}
    actor_starts = [mention.start for mention in actors]
    candidates: list[tuple[int, int, int, int, ActorMention | None, VoiceNoun | None]] = []
    candidates += [(m.end - m.start, 1, m.start, m.end, m, None) for m in actors]
    candidates += [(end - start, 0, start, end, None, noun) for start, end, noun in nouns]
    for _, _, start, end, mention, noun in sorted(candidates, key=lambda c: (-c[0], -c[1], c[2])):
        if not free(start, end):
            continue
        if mention is not None:
            inside = noun_ending.get(end)
            noun = inside[1] if inside and inside[0] >= start else None
        else:
            at = bisect_left(actor_starts, start)
            mention = actors[at] if at < len(actors) and actors[at].end <= end else None
        place(
            Token(
                text[start:end],
                start,
                end,
                ACTOR if noun is None else NOUN,
                noun=noun,
                actor_id=mention.actor_id if mention else None,
                nationality=bool(mention and mention.adjectival and pack.is_state(mention.actor_id)),
            )
        )
    taken = sorted(placed, key=lambda token: token.start)
    merged: list[Token] = []
    upcoming = iter(taken)
    pending = next(upcoming, None)
    for start, end in words:
        while pending and pending.start < end and pending.start >= (merged[-1].end if merged else 0):
            merged.append(pending)
            pending = next(upcoming, None)
        if merged and start < merged[-1].end:
            continue
        word = text[start:end]
        merged.append(Token(word, start, end, _label(word, merged[-1].label if merged else None, lexicon)))
    around = zip([None, *merged[:-1]][: len(merged)], merged, [*merged[1:], None][: len(merged)], strict=True)
    return [_inside_a_name(before, token, after, pack) for before, token, after in around]


def _inside_a_name(before: Token | None, token: Token, after: Token | None, pack: Pack) -> Token:
    """A source or country that is a word of a longer name ("New Dawn" in "Coast New Dawn") is no more than that."""
    after_name = before is not None and before.label == NAME and before.end + 1 == token.start
    before_name = after is not None and after.label == NAME and after.start == token.end + 1
    country = token.actor_id is not None and pack.is_state(token.actor_id) and not token.nationality
    bare = token.label == ACTOR and not re.search(r"[\s']", token.text)
    if (token.label == SOURCE and after_name) or (country and bare and before_name):
        return Token(token.text, token.start, token.end, NAME)
    return token
