"""What a noun phrase says about who speaks: name, role, and the party it speaks for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tadmur.extract.voice_lexicon import voice_lexicon
from tadmur.extract.voice_tokens import is_personal
from tadmur.extract.voices import VoiceMention
from tadmur.terms.source import INDEPENDENT, SpeakerRole, Voice

if TYPE_CHECKING:
    from tadmur.reference.packs import Pack

_FIGHTERS = re.compile(
    r"\b(?:army|military|forces?|troops|soldiers|units?|command|guards?|air force|navy|fighters)\b", re.IGNORECASE
)
_STATE_ROLES = {SpeakerRole.ARMED_GROUP: SpeakerRole.MILITARY}
_REBEL_ROLES = {SpeakerRole.MILITARY: SpeakerRole.ARMED_GROUP}
_OBEYS = frozenset({SpeakerRole.OFFICIAL, SpeakerRole.MILITARY, SpeakerRole.ARMED_GROUP, SpeakerRole.UNNAMED})
_NEUTRAL = frozenset({SpeakerRole.MONITOR, SpeakerRole.UN, SpeakerRole.AID_GROUP})
_PRIVATE = frozenset({SpeakerRole.ACTIVIST, SpeakerRole.RESIDENT, SpeakerRole.WITNESS, SpeakerRole.MEDIC})
_MEDIA = frozenset({SpeakerRole.NEWS_AGENCY, SpeakerRole.PARTY_MEDIA, SpeakerRole.PUBLISHER})


class VoiceMaker:
    """Makes voices of phrases, for one report and one pack."""

    def __init__(self, pack: Pack, government: str | None) -> None:
        """``government``: the actor_id that "state television" speaks for, where the report leaves only one."""
        self.pack, self.government = pack, government

    def voice_of(self, mention: VoiceMention, offset: int) -> Voice:
        """A voice made from the words of ``mention`` alone."""
        start, end = offset + mention.start, offset + mention.end
        source_id = source_id_of(mention, self.pack)
        if source_id:
            source = self.pack.sources[source_id]
            return Voice(source.name, source.kind, source.aligned_with, source_id, False, start, end)
        if mention.noun and mention.noun.nobody:
            return Voice(None, SpeakerRole.UNNAMED, mention_start=start, mention_end=end)
        party, national = party_of(mention) or self._government_in(mention), _nationality(mention)
        role = self._role(mention, party or national)
        aligned = self._aligned(mention, role, party, national)
        if role is SpeakerRole.NEWS_AGENCY and aligned not in (None, INDEPENDENT):
            role = SpeakerRole.PARTY_MEDIA
        name = mention.name or employer_of(mention) or re.sub(r"^[Tt]he\s+", "", " ".join(mention.words.split()))
        private = bool(mention.name) and not is_body(mention) and (role in _PRIVATE or _is_stranger(mention, role))
        return Voice(name, role, aligned, None, private, start, end)

    def _government_in(self, mention: VoiceMention) -> str | None:
        """The party that rules from the capital that a bare name is ("according to Kyiv")."""
        country = voice_lexicon().capitals.get(mention.name or "") if mention.noun is None else None
        if country is None:
            return None
        return next((actor for actor in self.pack.actors if self.pack.governs(actor, country)), None)

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


def source_id_of(mention: VoiceMention, pack: Pack) -> str | None:
    """The pack's source that it names, if it names one."""
    for token in mention.own_tokens:
        if token.source_id and token not in mention.loyal_to:
            return token.source_id
    if mention.name is None or is_personal(mention.name, voice_lexicon()):
        return None
    source = pack.source_named(mention.name)
    return source.source_id if source else None


def employer_of(mention: VoiceMention) -> str | None:
    """The name of the body that a nameless analyst works for."""
    return " ".join(token.text for token in mention.employer) or None if mention.name is None else None


def party_of(mention: VoiceMention) -> str | None:
    """The party it belongs to, through a word that is not merely a nationality."""
    return next(
        (t.actor_id for t in mention.own_tokens if t.actor_id and not t.nationality and t not in mention.loyal_to), None
    )


def _nationality(mention: VoiceMention) -> str | None:
    return next((t.actor_id for t in mention.own_tokens if t.actor_id and t.nationality), None)


def is_body(mention: VoiceMention) -> bool:
    """Whether it names an organisation rather than a person."""
    if mention.noun and (not mention.noun.person or employer_of(mention)):
        return True
    if mention.noun is None and mention.tokens and mention.tokens[0].low == "the":
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
    """Somebody of whom the text tells a name and no office: private, since a name shown cannot be taken back."""
    return role is SpeakerRole.UNNAMED and mention.noun is None and not (mention.name or "").isupper()
