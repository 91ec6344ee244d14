"""Who has been heard in a report so far: short names, pronouns and "the agency" lead back to a voice."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tadmur.extract.voice_lexicon import voice_lexicon
from tadmur.extract.voices import VoiceMention
from tadmur.terms.source import INDEPENDENT, SpeakerRole, Voice

if TYPE_CHECKING:
    from tadmur.reference.packs import Pack

FARTHEST_PARAGRAPHS = 8
"""How far back "the agency" or "she" may lead."""

_FIGHTERS = re.compile(
    r"\b(?:army|military|forces?|troops|soldiers|units?|command|guards?|air force|navy|fighters)\b", re.IGNORECASE
)
_STATE_ROLES = {SpeakerRole.ARMED_GROUP: SpeakerRole.MILITARY}
_REBEL_ROLES = {SpeakerRole.MILITARY: SpeakerRole.ARMED_GROUP}
_OBEYS = frozenset({SpeakerRole.OFFICIAL, SpeakerRole.MILITARY, SpeakerRole.ARMED_GROUP, SpeakerRole.UNNAMED})
_NEUTRAL = frozenset({SpeakerRole.MONITOR, SpeakerRole.UN, SpeakerRole.AID_GROUP})
_PRIVATE = frozenset({SpeakerRole.ACTIVIST, SpeakerRole.RESIDENT, SpeakerRole.WITNESS, SpeakerRole.MEDIC})
_MEDIA = frozenset({SpeakerRole.NEWS_AGENCY, SpeakerRole.PARTY_MEDIA, SpeakerRole.PUBLISHER})
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
    person: bool
    plural: bool
    nouns: set[str]
    paragraph: int


class VoiceRegister:
    """The voices of one report, in the order in which they were last mentioned."""

    def __init__(self, pack: Pack, publisher: Voice, government: str | None) -> None:
        """``government``: the actor_id that "state television" speaks for, where the report leaves only one."""
        self.pack, self.publisher, self.government = pack, publisher, government
        self._heard: list[_Heard] = []

    def resolve(self, mention: VoiceMention, paragraph: int, offset: int) -> Voice | None:
        """The voice that ``mention`` means; ``None`` for a pronoun that leads nowhere.

        ``offset`` is where the text that was searched begins in the raw text.
        """
        if mention.pronoun:
            heard = self._by_pronoun(mention.pronoun, paragraph)
            return self._again(heard, paragraph) if heard else None
        heard = self._same(mention, paragraph)
        if heard:
            if mention.noun:
                heard.nouns.add(mention.noun.singular)
            return self._again(heard, paragraph)
        voice = self.voice_of(mention, offset)
        if voice.name is None:
            return voice
        noun = mention.noun
        named_person = mention.name is not None and voice.source_id is None and not _is_body(mention)
        self._heard.append(
            _Heard(
                voice,
                person=(noun.person if noun else named_person) and voice.source_id is None,
                plural=noun.plural if noun else False,
                nouns={noun.singular} if noun else set(),
                paragraph=paragraph,
            )
        )
        return voice

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
            return next((heard for heard in recent if heard.person and not heard.plural), None)
        if pronoun == "it":
            return next((heard for heard in recent if not heard.person and not heard.plural), None)
        return next((heard for heard in recent if heard.plural), None) or next(iter(recent), None)

    def _same(self, mention: VoiceMention, paragraph: int) -> _Heard | None:
        source = _source_id(mention, self.pack)
        if source:
            return next((heard for heard in self._heard if heard.voice.source_id == source), None)
        if mention.name:
            return self._by_name(mention.name)
        noun = mention.noun
        if noun is None or not mention.definite or noun.plural or _party(mention):
            return None
        return next(
            (heard for heard in self._recent(paragraph) if _answers(heard, noun.singular, noun.role, noun.person)), None
        )

    def _by_name(self, name: str) -> _Heard | None:
        words = _folded(name)
        for heard in reversed(self._heard):
            known = _folded(heard.voice.name or "")
            if heard.voice.source_id or not known or not words:
                continue
            if known == words or known[-len(words) :] == words or known[: len(words)] == words:
                return heard
        return None

    def voice_of(self, mention: VoiceMention, offset: int) -> Voice:
        """A voice made from the words of ``mention`` alone."""
        start, end = offset + mention.start, offset + mention.end
        source_id = _source_id(mention, self.pack)
        if source_id:
            source = self.pack.sources[source_id]
            return Voice(source.name, source.kind, source.aligned_with, source_id, False, start, end)
        if mention.noun and mention.noun.nobody:
            return Voice(None, SpeakerRole.UNNAMED, mention_start=start, mention_end=end)
        party, national = _party(mention), _nationality(mention)
        role = self._role(mention, party or national)
        aligned = self._aligned(mention, role, party, national)
        if role is SpeakerRole.NEWS_AGENCY and aligned not in (None, INDEPENDENT):
            role = SpeakerRole.PARTY_MEDIA
        name = mention.name or " ".join(mention.words.split())
        private = bool(mention.name) and not _is_body(mention) and (role in _PRIVATE or _is_stranger(mention, role))
        return Voice(name, role, aligned, None, private, start, end)

    def _role(self, mention: VoiceMention, party: str | None) -> SpeakerRole:
        noun = mention.noun
        if noun is None and party is None:
            return _role_of_name(mention)
        if noun is None:
            return self._party_role(mention.words, str(party))
        role = noun.role
        if noun.generic:
            role = self._inherited(mention, party) or role
        if party and role in (SpeakerRole.MILITARY, SpeakerRole.ARMED_GROUP):
            table = _STATE_ROLES if self._fields_an_army(party) else _REBEL_ROLES
            role = table.get(role, role)
        return role

    def _fields_an_army(self, party: str) -> bool:
        return self.pack.kinds.get(party) in ("state", "coalition")

    def _party_role(self, words: str, party: str) -> SpeakerRole:
        if not self._fields_an_army(party):
            return SpeakerRole.ARMED_GROUP
        return SpeakerRole.MILITARY if _FIGHTERS.search(words) else SpeakerRole.OFFICIAL

    def _inherited(self, mention: VoiceMention, party: str | None) -> SpeakerRole | None:
        lexicon = voice_lexicon()
        before = [token.low for token in mention.own_tokens]
        if any(lexicon.aligned_prefix.match(word) or lexicon.aligned_suffix.search(word) for word in before):
            return None
        others = [token.noun for token in mention.own_tokens if token.noun and not token.noun.generic]
        if others:
            return others[0].role
        for word in reversed(before):
            if word in lexicon.modifiers:
                return lexicon.modifiers[word]
        source = mention.noun is not None and mention.noun.singular == "source"
        return self._party_role(mention.words, party) if party and not source else None

    def _aligned(self, mention: VoiceMention, role: SpeakerRole, party: str | None, national: str | None) -> str | None:
        stance = self._stance(mention)
        if stance:
            return stance
        words = {token.low for token in mention.own_tokens}
        if role in _MEDIA and (words & voice_lexicon().state_words or " state " in f" {mention.words.lower()} "):
            return national or party or self.government
        if role in _OBEYS:
            return party or national
        if role in _NEUTRAL:
            return party or INDEPENDENT
        return party if role is not SpeakerRole.ANALYST else None

    def _stance(self, mention: VoiceMention) -> str | None:
        """Whom "pro-government", "government-linked" or "loyal to the government" means."""
        for token in mention.loyal_to:
            if token.actor_id:
                return token.actor_id
        lexicon = voice_lexicon()
        for word in mention.words.split():
            bare = lexicon.aligned_suffix.sub("", lexicon.aligned_prefix.sub("", word))
            if bare == word or word.lower().startswith("anti-"):
                continue
            if bare.lower() in ("government", "regime", "state") and self.government:
                return self.government
            found = self.pack.find_actors(bare)
            if found:
                return found[0].actor_id
        return None


def _folded(name: str) -> list[str]:
    return [re.sub(r"^(?:al|el|as|ash|an|ad|at|az)-", "", word.casefold()) for word in name.replace("'s", "").split()]


def _source_id(mention: VoiceMention, pack: Pack) -> str | None:
    for token in mention.own_tokens:
        if token.source_id and token not in mention.loyal_to:
            return token.source_id
    source = pack.source_named(mention.name) if mention.name else None
    return source.source_id if source else None


def _party(mention: VoiceMention) -> str | None:
    """The party it belongs to, through a word that is not merely a nationality."""
    return next(
        (t.actor_id for t in mention.own_tokens if t.actor_id and not t.nationality and t not in mention.loyal_to), None
    )


def _nationality(mention: VoiceMention) -> str | None:
    return next((t.actor_id for t in mention.own_tokens if t.actor_id and t.nationality), None)


def _is_body(mention: VoiceMention) -> bool:
    if mention.noun and not mention.noun.person:
        return True
    return any(word.lower() in voice_lexicon().organisation_words for word in (mention.name or "").split())


def _role_of_name(mention: VoiceMention) -> SpeakerRole:
    words = {word.lower() for word in (mention.name or "").split()}
    if words & {
        "agency",
        "news",
        "tv",
        "television",
        "radio",
        "channel",
        "press",
        "times",
        "post",
        "daily",
        "wire",
        "gazette",
        "herald",
    }:
        return SpeakerRole.NEWS_AGENCY
    if words & {"observatory", "watch", "monitor", "map", "tracker"}:
        return SpeakerRole.MONITOR
    return SpeakerRole.UNNAMED


def _is_stranger(mention: VoiceMention, role: SpeakerRole) -> bool:
    """A person of whom the text tells a full name and no office: private until shown otherwise."""
    if role is not SpeakerRole.UNNAMED or mention.noun is not None:
        return False
    words = (mention.name or "").split()
    return len(words) >= 2 or words[0].lower() in voice_lexicon().kunyas


def _answers(heard: _Heard, noun: str, role: SpeakerRole, person: bool) -> bool:
    """Whether "the <noun>" may mean a voice heard before."""
    if noun in heard.nouns:
        return True
    known = heard.voice.role
    if person:
        return (
            heard.person
            and not heard.plural
            and (known is role or (noun in ("source",) and known is not SpeakerRole.UNNAMED))
        )
    if heard.person or heard.plural:
        return False
    if noun in _ON_SITES:
        return known in _MEDIA or known in _LEARNED
    if noun in ("group", "organisation", "organization"):
        return known in _BODIES
    if role is SpeakerRole.NEWS_AGENCY:
        return known in _MEDIA
    return known is role and role not in (SpeakerRole.OFFICIAL, SpeakerRole.MILITARY, SpeakerRole.UNNAMED)
