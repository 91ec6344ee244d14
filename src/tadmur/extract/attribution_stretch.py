"""One stretch of a paragraph while cues are looked for: its phrases, and how they stand to the words around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tadmur.extract.attribution_patterns import GAP, INVERTED, MADE_BY, NAMELESS, NO_SOURCE, TAIL
from tadmur.extract.voice_lexicon import voice_lexicon
from tadmur.extract.voices import VoiceMention

NEARBY = 80
"""Characters before a word in which a conjunction or comma still bears on it."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A stretch ``[start, end)`` of a paragraph and who speaks in it.

    Attributes:
        voices: outermost first; empty for "it was reported", which names nobody.
        anchor, content: where the words of attribution begin and end; what is said lies around them.
        trailing: the attribution follows what is said ("..., X said.").
        verb: the verb of saying as worded, or ``None``.
    """

    start: int
    end: int
    voices: tuple[VoiceMention, ...]
    anchor: int
    content: int
    trailing: bool
    verb: str | None = None
    hearer: VoiceMention | None = None


class Stretch:
    """One sentence, or several that one quotation spans: ``text[start:end]`` of a masked paragraph."""

    def __init__(self, text: str, start: int, end: int, mentions: Sequence[VoiceMention], headline: bool) -> None:
        self.text, self.start, self.end, self.headline = text, start, end, headline
        self.mentions = [m for m in mentions if start <= m.start and m.end <= end]
        self.lexicon = voice_lexicon()
        self.cues: list[Cue] = []

    def before(self, at: int) -> str:
        """The words of the stretch just before ``at``."""
        return self.text[max(self.start, at - NEARBY) : at]

    def mention_at(self, at: int) -> VoiceMention | None:
        return next((m for m in self.mentions if m.start == at), None)

    def mention_before(self, at: int) -> VoiceMention | None:
        """The subject of a verb at ``at``: the last phrase with nothing but adverbs, dates and asides in between."""
        for mention in reversed([m for m in self.mentions if m.end <= at]):
            if GAP.fullmatch(self.text, mention.end, at):
                return self._appointed(mention)
            if at - mention.end > 160:
                return None
        return None

    def _appointed(self, mention: VoiceMention) -> VoiceMention:
        """Of "an official installed by the party" the official."""
        by = MADE_BY.search(self.before(mention.start))
        head = next((m for m in self.mentions if by and m.end == mention.start - len(by.group()) and m.noun), None)
        return head or mention

    def subject_of_clause(self, at: int) -> VoiceMention | None:
        earlier = [cue for cue in self.cues if cue.anchor < at and cue.voices]
        if earlier:
            return earlier[-1].voices[-1]
        return next((m for m in self.mentions if m.end <= at and self.text[m.end : m.end + 1] != ":"), None)

    def inverted_after(self, verb: re.Match[str]) -> bool:
        """Whether the subject follows the verb, and with it the sentence or clause ends (", said an analyst.")."""
        if not INVERTED.search(self.before(verb.start())):
            return False
        follower = self.mention_at(verb.end() + 1)
        return (
            follower is not None and not follower.pronoun and TAIL.match(self.text, follower.end, self.end) is not None
        )

    def together(self, subject: VoiceMention) -> tuple[VoiceMention, int]:
        """Of "residents and a monitor" the one that is known by name, else the first; and where the pair begins."""
        joint = re.search(r",?\s+and\s+$", self.before(subject.start))
        first = next((m for m in self.mentions if joint and m.end == subject.start - len(joint.group())), None)
        if first is None or first.noun is None:
            return subject, subject.start
        known = subject.name or any(token.source_id for token in subject.tokens)
        return (subject if known else first), first.start

    def is_trailing(self, opens: int, content: int) -> bool:
        before = self.before(opens).rstrip()
        return (
            before.endswith((",", '"', "-", "'"))
            and " " in before
            and TAIL.match(self.text, content, self.end) is not None
        )

    def source_after(self, at: int) -> VoiceMention | None:
        """Whoever "according to" names, known or not."""
        words = NAMELESS.match(self.text, at, self.end)
        if words is None or NO_SOURCE.match(self.text, at):
            return next((m for m in self.mentions if at <= m.start <= at + 4), None)
        mention = next((m for m in self.mentions if at <= m.start <= words.end()), None)
        owner = mention is not None and mention.words.endswith(("'", "'s"))
        if mention and not owner and (mention.start <= at + 4 or mention.noun):
            return mention
        return VoiceMention(at, words.end(), re.sub(r"^the\s+", "", words.group()), ())

    def may_open(self, mention: VoiceMention) -> bool:
        """Whether a colon by the phrase makes it a speaker; in running text "Army: ..." heads a list."""
        if any(token.source_id for token in mention.tokens):
            return True
        noun = mention.noun
        if noun is not None and (noun.evidence or (noun.generic and not noun.person)):
            return False
        if self.headline:
            return noun is not None or (mention.name is None and any(token.actor_id for token in mention.tokens))
        return noun is not None and noun.person and not noun.plural
