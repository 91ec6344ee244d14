"""Where a paragraph says who is speaking: "X said", "according to X", "quoted X as saying", "it was reported that".

A cue names voices, from the outer to the inner one, and the stretch of the paragraph that is theirs. It works on text
in which the words of quotations are blotted out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tadmur.extract.voice_lexicon import voice_lexicon
from tadmur.extract.voices import VoiceMention

_ADVERBS = (
    r"(?:(?:has|have|had|also|later|earlier|then|further|first|meanwhile|however|again|still|now|only|nevertheless|"
    r"even|soon|just|in turn|for (?:its|his|her|their) part|[a-z]+ly|both|all|who|which|that),?\s+)*"
)
_WHEN = (
    r"(?:(?:(?:late|early|earlier|later)\s+)?(?:on|in|at|over|by|during)\s+(?:the\s+)?(?:same\s+|next\s+)?[\w ]{2,24}?,?\s+|"
    r"(?:the (?:next|following|same) day|yesterday|this week|last week|earlier this \w+)\s+)?"
)
_ASIDE = (
    r"(?:\s*\([^()]{1,60}\))?"
    r"(?:\s*,\s*(?:who|which|whose|speaking|citing|quoting|reached|contacted|based|himself|herself|itself|also|known|"
    r"on|in|at)\b[^\"]{0,140}?,)?"
    r"(?:\s+(?:reached|contacted|interviewed|speaking|who)\b[^,\"]{1,60}?)?"
)
_GAP = re.compile(rf"{_ASIDE},?\s+{_ADVERBS}{_WHEN}{_ADVERBS}")
_GO_ON = re.compile(rf"(?:,|\s)\s*(?:and|but|then)\s+{_ADVERBS}$")
_TAIL = re.compile(
    r"(?:\s+(?:to|on|in|by|at|via|during|from|through|over|late|early|this|last|earlier|later|yesterday|today|after|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|without|the (?:next|same|following) day|\w+ reporters)\b[^,;:.\"]{0,70})?\s*(?:[.,;!?]|$|\s-\s|(?=\s*\"))"
)
_THAT = re.compile(r"[^,;.\"]{0,40}?\bthat\b|\s*:?,?\s*\"|\s*:")
_BOUNDARY = re.compile(r"(?:[,;]\s+(?:and|but|while|whereas|although|though|however|yet)\b|;)")
_BARE_BOUNDARY = re.compile(r"\s(?:and|but|while|whereas|although|though)\s+(?:\w+\s+){0,2}$")
_COMMENT = re.compile(
    r"[,;]\s+(?:and|but|while|although|though|however)?\s*(?:this|that|the (?:claim|report)s?|it|which|no)\s+(?:\w+\s+){0,3}?"
    r"(?:not|denied|disputed|confirmed|verified|unconfirmed|unclear|independently)"
    r"|,\s+a (?:claim|report|statement|figure)\b"
)
_ACCORDING = re.compile(r"\baccording\s+to\s+", re.IGNORECASE)
_AS_SAYING = re.compile(r"\s+as\s+(?:saying|stating|telling|reporting|claiming|confirming)|\s+that\b")
_REPORTS_THAT = re.compile(r"\b(?:reports|rumou?rs|claims|allegations)\s+(?:\w+\s+){0,3}?(?:that|of)\b", re.IGNORECASE)
_FORCED = re.compile(r"\b(?:prompting|leading|causing|forcing|pushing)\s+$")
_WORD = re.compile(r"[A-Za-z]+")
_BEFORE_INVERSION = re.compile(r"[\",]\s*$")


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


class _Stretch:
    """One sentence, or several that one quotation spans: ``text[start:end]`` of a masked paragraph."""

    def __init__(self, text: str, start: int, end: int, mentions: Sequence[VoiceMention]) -> None:
        self.text, self.start, self.end = text, start, end
        self.mentions = [m for m in mentions if start <= m.start and m.end <= end]
        self.lexicon = voice_lexicon()
        self.cues: list[Cue] = []

    def mention_at(self, at: int) -> VoiceMention | None:
        return next((m for m in self.mentions if m.start == at), None)

    def mention_before(self, at: int) -> VoiceMention | None:
        """The subject of a verb at ``at``: the last phrase with nothing but adverbs, dates and asides in between."""
        for mention in reversed([m for m in self.mentions if m.end <= at]):
            if _GAP.fullmatch(self.text, mention.end, at):
                return mention
            if at - mention.end > 160:
                return None
        return None

    def subject_of_clause(self, at: int) -> VoiceMention | None:
        earlier = [cue for cue in self.cues if cue.anchor < at and cue.voices]
        if earlier:
            return earlier[-1].voices[-1]
        return next((m for m in self.mentions if m.end <= at and self.text[m.end : m.end + 1] != ":"), None)

    def read(self) -> list[Cue]:
        for word in _WORD.finditer(self.text, self.start, self.end):
            low = word.group().lower()
            if low in self.lexicon.quoting:
                self._quoting(word)
            elif low in self.lexicon.strong_verbs or low in self.lexicon.weak_verbs:
                self._saying(word, low)
            elif low in self.lexicon.participles:
                self._participle(word)
            elif low in self.lexicon.infinitives and self.text[: word.start()].endswith(" to "):
                self._infinitive(word)
        self._according()
        self._passive()
        self._reports()
        self._colon()
        return [self._scoped(cue) for cue in sorted(self.cues, key=lambda cue: (cue.anchor, cue.content))]

    def _saying(self, word: re.Match[str], low: str) -> None:
        subject = self.mention_before(word.start())
        content = word.end()
        if subject is None and _BEFORE_INVERSION.search(self.text, self.start, word.start()):
            follower = re.compile(r"\s+").match(self.text, word.end())
            subject = self.mention_at(follower.end()) if follower else None
            if subject:
                self._add(subject, word.start(), subject.end, word.group(), trailing=True)
                return
        if subject is None and _GO_ON.search(self.text[self.start : word.start()]):
            subject = self.subject_of_clause(word.start())
            if subject and low not in self.lexicon.weak_verbs and _TAIL.match(self.text, content) is None:
                self._add(subject, word.start(), content, word.group(), trailing=False)
            return
        if subject is None or (subject.start > word.start()):
            return
        hearer = None
        if low in ("told", "tells"):
            follower = re.compile(r"\s+").match(self.text, word.end())
            hearer = next(
                (m for m in self.mentions if follower and follower.end() <= m.start <= follower.end() + 5), None
            )
            content = hearer.end if hearer else content
        trailing = self._is_trailing(subject, content)
        if low in self.lexicon.weak_verbs and not trailing and not _THAT.match(self.text, content):
            return
        if (
            low in self.lexicon.weak_verbs
            and trailing
            and subject.noun is None
            and subject.pronoun is None
            and not subject.name
        ):
            return
        self._add(subject, subject.start, content, word.group(), trailing=trailing, hearer=hearer)

    def _is_trailing(self, subject: VoiceMention, content: int) -> bool:
        before = self.text[self.start : subject.start].rstrip()
        return (
            before.endswith((",", '"', "-", "'"))
            and " " in before
            and _TAIL.match(self.text, content, self.end) is not None
        )

    def _add(
        self,
        subject: VoiceMention,
        anchor: int,
        content: int,
        verb: str,
        *,
        trailing: bool,
        hearer: VoiceMention | None = None,
    ) -> None:
        self.cues.append(Cue(self.start, self.end, (subject,), anchor, content, trailing, verb, hearer))

    def _participle(self, word: re.Match[str]) -> None:
        before = self.text[self.start : word.start()].rstrip()
        subject = self.subject_of_clause(word.start())
        if subject and before.endswith((",", '"')) and not self.mention_before(word.start()):
            self._add(subject, word.start(), word.end(), word.group(), trailing=False)

    def _infinitive(self, word: re.Match[str]) -> None:
        for mention in reversed([m for m in self.mentions if m.end <= word.start()]):
            between = self.text[mention.end : word.start()]
            if re.fullmatch(r"\s+to\s+(?:\w+ly\s+)?", between) or re.fullmatch(r"\s+to\s+", between):
                if _FORCED.search(self.text[: mention.start].removesuffix("the ")):
                    self._add(mention, mention.start, word.end(), word.group(), trailing=False)
                return

    def _quoting(self, word: re.Match[str]) -> None:
        follower = re.compile(r"\s+").match(self.text, word.end())
        quoted = next((m for m in self.mentions if follower and follower.end() <= m.start <= follower.end() + 5), None)
        outer = self.mention_before(word.start())
        low = word.group().lower()
        if quoted is None:
            passive = re.search(r"\b(?:was|were|is|are|been)\s+$", self.text[self.start : word.start()])
            if passive and low in ("quoted", "cited"):
                speaker = next((m for m in reversed(self.mentions) if m.end <= self.start + passive.start() + 1), None)
                agent = re.compile(r"[^\"]{0,30}?\bby\s+").match(self.text, word.end())
                by = self.mention_at(agent.end()) if agent else None
                if speaker:
                    voices = (by, speaker) if by else (speaker,)
                    end = by.end if by else word.end()
                    self.cues.append(Cue(self.start, self.end, voices, speaker.start, end, False, word.group()))
            return
        if low.endswith("ing") or outer is None:
            outer = self.subject_of_clause(word.start())
            previous = [cue for cue in self.cues if cue.voices]
            if previous:
                last = self.cues.index(previous[-1])
                self.cues[last] = replace(self.cues[last], voices=(*previous[-1].voices, quoted))
            else:
                self.cues.append(
                    Cue(
                        self.start,
                        self.end,
                        (outer, quoted) if outer else (quoted,),
                        word.start(),
                        quoted.end,
                        True,
                        None,
                    )
                )
            return
        closing = _AS_SAYING.match(self.text, quoted.end)
        content = closing.end() if closing else quoted.end
        self.cues.append(Cue(self.start, self.end, (outer, quoted), outer.start, content, False, word.group()))

    def _according(self) -> None:
        for found in _ACCORDING.finditer(self.text, self.start, self.end):
            speaker = next((m for m in self.mentions if found.end() <= m.start <= found.end() + 4), None)
            if speaker:
                self.cues.append(Cue(self.start, self.end, (speaker,), found.start(), speaker.end, True, None))

    def _passive(self) -> None:
        for found in self.lexicon.passive.finditer(self.text, self.start, self.end):
            if any(cue.anchor <= found.start("verb") < cue.content for cue in self.cues):
                continue
            voices: tuple[VoiceMention, ...] = ()
            if found["link"] == "by":
                agent = next((m for m in self.mentions if found.end() < m.start <= found.end() + 6), None)
                if agent is None:
                    continue
                voices = (agent,)
            elif found["link"] in ("in", "on"):
                continue
            trailing = found["link"] != "that"
            content = voices[0].end if voices else found.end()
            self.cues.append(Cue(self.start, self.end, voices, found.start(), content, trailing, found["verb"]))

    def _reports(self) -> None:
        for found in _REPORTS_THAT.finditer(self.text, self.start, self.end):
            if not any(cue.anchor <= found.start() <= cue.content for cue in self.cues) and found.group().endswith(
                "that"
            ):
                self.cues.append(Cue(self.start, self.end, (), found.start(), found.end(), False, None))
        for found in re.finditer(r"\b\w+ly\b", self.text[self.start : self.end]):
            if found.group().lower() in self.lexicon.second_hand:
                at = self.start + found.start()
                self.cues.append(Cue(self.start, self.end, (), at, at, True, None))

    def _colon(self) -> None:
        """ "Army: town secured" and "Town secured: army"."""
        for mention in self.mentions:
            if mention.pronoun or (mention.noun is None and not any(t.source_id or t.actor_id for t in mention.tokens)):
                continue
            opens = mention.start <= self.start + 4 and self.text[mention.end : mention.end + 1] == ":"
            closes = mention.end >= self.end - 1 and re.search(
                r"(?::|\s-)\s*$", self.text[self.start : mention.start].removesuffix("the ")
            )
            if opens or closes:
                self.cues.append(Cue(self.start, self.end, (mention,), mention.start, mention.end, bool(closes), None))

    def _scoped(self, cue: Cue) -> Cue:
        others = [other for other in self.cues if other is not cue]
        bounds = [found.start() for found in _BOUNDARY.finditer(self.text, self.start, self.end)]
        for other in self.cues:
            if not other.trailing and _BARE_BOUNDARY.search(self.text[self.start : other.anchor]):
                bounds.append(other.anchor)
        start = self.start if cue.trailing else cue.anchor
        if cue.trailing:
            for bound in sorted(bounds):
                if bound <= cue.anchor and any(other.anchor < bound for other in others):
                    start = bound
        end = self.end
        for bound in sorted(bounds, reverse=True):
            if bound >= cue.content and any(bound <= other.anchor and other.voices != () for other in others):
                end = bound
        comment = _COMMENT.search(self.text, cue.content, end)
        return replace(cue, start=start, end=comment.start() if comment else end)


def find_cues(text: str, bounds: Sequence[tuple[int, int]], mentions: Sequence[VoiceMention]) -> Iterator[Cue]:
    """Cues of one masked paragraph, in order of their stretch and place. ``bounds``: its stretches."""
    for start, end in bounds:
        yield from _Stretch(text, start, end, mentions).read()
