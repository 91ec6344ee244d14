"""Who has been heard in a report so far: short names, pronouns and "the agency" lead back to a voice."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tadmur.extract.voice_identity import VoiceMaker, employer_of, is_body, party_of, source_id_of
from tadmur.extract.voice_lexicon import voice_lexicon
from tadmur.extract.voices import VoiceMention
from tadmur.terms.source import SpeakerRole, Voice

if TYPE_CHECKING:
    from tadmur.reference.packs import Pack

FARTHEST_PARAGRAPHS = 8
"""How far back "the agency" or "she" may lead."""

_MEDIA = frozenset({SpeakerRole.NEWS_AGENCY, SpeakerRole.PARTY_MEDIA, SpeakerRole.PUBLISHER})
_NEUTRAL = frozenset({SpeakerRole.MONITOR, SpeakerRole.UN, SpeakerRole.AID_GROUP})
_LEARNED = frozenset({SpeakerRole.ANALYST, SpeakerRole.MONITOR})
_BODIES = frozenset(
    {
        SpeakerRole.MONITOR,
        SpeakerRole.ANALYST,
        SpeakerRole.AID_GROUP,
        SpeakerRole.UN,
        SpeakerRole.ACTIVIST,
        SpeakerRole.ARMED_GROUP,
    }
)
_ON_SITES = frozenset(
    {"website", "site", "publication", "portal", "intelligence website", "news website", "journal", "magazine"}
)


@dataclass(slots=True)
class _Heard:
    voice: Voice
    person: bool | None
    """``None`` for a bare name, which may be a person's or a body's."""
    plural: bool
    nouns: set[str]
    paragraph: int
    names: list[str]
    party_only: bool


class VoiceRegister:
    """The voices of one report, in the order in which they were last mentioned."""

    def __init__(self, pack: Pack, publisher: Voice, government: str | None) -> None:
        """``government``: the actor_id that "state television" speaks for, where the report leaves only one."""
        self.pack, self.publisher = pack, publisher
        self.maker = VoiceMaker(pack, government)
        self._heard: list[_Heard] = []

    def resolve(self, mention: VoiceMention, paragraph: int, offset: int) -> Voice | None:
        """The voice that ``mention`` means; ``None`` for a pronoun that leads nowhere.

        ``offset`` is where the text that was searched begins in the raw text.
        """
        if mention.pronoun:
            heard = self._by_pronoun(mention.pronoun, paragraph)
            return self._again(heard, paragraph) if heard else None
        if self._is_publisher(mention.name):
            return self.publisher
        heard = self._same(mention, paragraph)
        if heard:
            if mention.noun:
                heard.nouns.add(mention.noun.singular)
            name = mention.name or employer_of(mention)
            if name:
                heard.names.append(name)
            return self._again(heard, paragraph)
        voice = self.maker.voice_of(mention, offset)
        if voice.name is None:
            return voice
        noun = mention.noun
        name = mention.name or employer_of(mention)
        self._heard.append(
            _Heard(
                voice,
                person=_is_person(mention, voice),
                plural=noun.plural if noun else _is_many(mention),
                nouns={noun.singular} if noun else set(),
                paragraph=paragraph,
                names=[name] if name else [],
                party_only=noun is None and mention.name is None and voice.source_id is None,
            )
        )
        return voice

    def _is_publisher(self, name: str | None) -> bool:
        own, words = _folded(self.publisher.name or ""), _folded(name or "")
        return bool(own) and (words == own or (len(words) > 1 and own[-len(words) :] == words))

    def _again(self, heard: _Heard, paragraph: int) -> Voice:
        heard.paragraph = paragraph
        self._heard.remove(heard)
        self._heard.append(heard)
        return heard.voice

    def _recent(self, paragraph: int) -> list[_Heard]:
        return [heard for heard in reversed(self._heard) if paragraph - heard.paragraph <= FARTHEST_PARAGRAPHS]

    def _by_pronoun(self, pronoun: str, paragraph: int) -> _Heard | None:
        recent = self._recent(paragraph)
        if pronoun in ("he", "she"):
            fitting = [heard for heard in recent if heard.person is not False and not heard.plural]
        elif pronoun == "it":
            fitting = [heard for heard in recent if not heard.person and not heard.plural]
        else:
            fitting = [heard for heard in recent if heard.plural] or recent
        near = [heard for heard in fitting if paragraph - heard.paragraph <= 1 and not heard.party_only]
        return next(iter(near or fitting), None)

    def _same(self, mention: VoiceMention, paragraph: int) -> _Heard | None:
        source = source_id_of(mention, self.pack)
        if source:
            return next((heard for heard in self._heard if heard.voice.source_id == source), None)
        name = mention.name or employer_of(mention)
        if name:
            return self._by_name(name)
        noun = mention.noun
        if noun is None or not mention.definite or noun.plural or party_of(mention):
            return None
        return next(
            (heard for heard in self._recent(paragraph) if _answers(heard, noun.singular, noun.role, noun.person)), None
        )

    def _by_name(self, name: str) -> _Heard | None:
        words = _folded(name)
        for heard in reversed(self._heard):
            for known in map(_folded, heard.names):
                if words and known and (known[-len(words) :] == words or known[: len(words)] == words):
                    return heard
            if any(_is_abbreviation(name, known) or _is_abbreviation(known, name) for known in heard.names):
                return heard
        return None


def _folded(name: str) -> list[str]:
    return [re.sub(r"^(?:al|el|as|ash|an|ad|at|az)-", "", word.casefold()) for word in name.replace("'s", "").split()]


def _is_abbreviation(short: str, name: str) -> bool:
    """Whether ``short`` is made of the initials of ``name``, with or without those of its small words."""
    words = name.replace("-", " ").split()
    initials = {"".join(w[0] for w in words).upper(), "".join(w[0] for w in words if w[0].isupper())}
    return len(words) >= 2 and len(short) >= 2 and short.isupper() and short.replace(".", "") in initials


def _is_person(mention: VoiceMention, voice: Voice) -> bool | None:
    if voice.source_id is not None:
        return False
    if mention.noun is not None:
        return mention.noun.person and employer_of(mention) is None
    if mention.name is None or is_body(mention):
        return False
    words = mention.name.split()
    return True if len(words) >= 2 or words[0].lower() in voice_lexicon().kunyas else None


def _is_many(mention: VoiceMention) -> bool:
    last = mention.words.split()[-1]
    return mention.name is None and last.endswith("s") and not last.endswith("'s") and not last.isupper()


def _answers(heard: _Heard, noun: str, role: SpeakerRole, person: bool) -> bool:
    """Whether "the <noun>" may mean a voice heard before."""
    head = noun.split()[-1]
    if any(head == earlier.split()[-1] for earlier in heard.nouns):
        return True
    known = heard.voice.role
    if person:
        return bool(heard.person) and not heard.plural and known is role and role is not SpeakerRole.UNNAMED
    if heard.person or heard.plural:
        return False
    if known is SpeakerRole.UNNAMED and not heard.nouns and heard.person is None:
        return role in _MEDIA or role in _NEUTRAL
    if noun in _ON_SITES:
        return known in _MEDIA or known in _LEARNED
    if noun in ("group", "organisation", "organization"):
        return known in _BODIES
    if role is SpeakerRole.NEWS_AGENCY:
        return known in _MEDIA
    return known is role and role not in (SpeakerRole.OFFICIAL, SpeakerRole.MILITARY, SpeakerRole.UNNAMED)
