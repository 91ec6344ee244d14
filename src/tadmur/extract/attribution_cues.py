"""Where a paragraph says who is speaking: "X said", "according to X", "quoted X as saying", "it was reported that".

A cue names voices, from the outer to the inner one, and the stretch of the paragraph that is theirs. It works on text
in which the words of quotations are blotted out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tadmur.extract.attribution_patterns import (
    ACCORDING,
    AS_SAYING,
    BARE_BOUNDARY,
    BEFORE_INVERSION,
    BOUNDARY,
    COMMENT,
    FORCED,
    GO_ON,
    ORDER,
    REPORTS_THAT,
    TAIL,
    THAT,
    WORD,
)
from tadmur.extract.attribution_stretch import Cue, Stretch
from tadmur.extract.voices import VoiceMention


class _CueReader(Stretch):
    """Finds the cues of one stretch."""

    def read(self) -> list[Cue]:
        for word in WORD.finditer(self.text, self.start, self.end):
            low = word.group().lower()
            if low in self.lexicon.quoting:
                self._quoting(word)
            elif low in self.lexicon.strong_verbs or low in self.lexicon.weak_verbs:
                self._saying(word, low)
            elif low in self.lexicon.participles:
                self._participle(word)
            elif low in self.lexicon.infinitives:
                self._infinitive(word)
        self._according()
        self._passive()
        self._reports()
        self._colon()
        bounds = self._bounds()
        return [self._scoped(cue, bounds) for cue in sorted(self.cues, key=lambda cue: (cue.anchor, cue.content))]

    def _saying(self, word: re.Match[str], low: str) -> None:
        inverted = self.inverted_after(word)
        subject = None if inverted else self.mention_before(word.start())
        content = word.end()
        if subject is None and BEFORE_INVERSION.search(self.before(word.start())):
            follower = re.compile(r"\s+").match(self.text, word.end())
            subject = self.mention_at(follower.end()) if follower else None
            if subject:
                self._add(subject, word.start(), subject.end, word.group(), trailing=True)
                return
        if subject is None and GO_ON.search(self.before(word.start())):
            subject = self.subject_of_clause(word.start())
            if subject and low not in self.lexicon.weak_verbs and TAIL.match(self.text, content) is None:
                self._add(subject, word.start(), content, word.group(), trailing=False)
            return
        if subject is None or (subject.start > word.start()):
            return
        subject, opens = self.together(subject)
        hearer = None
        if low in ("told", "tells"):
            follower = re.compile(r"\s+").match(self.text, word.end())
            hearer = next(
                (m for m in self.mentions if follower and follower.end() <= m.start <= follower.end() + 5), None
            )
            content = hearer.end if hearer else content
            if ORDER.match(self.text, content) and not THAT.match(self.text, content):
                return
        trailing = self.is_trailing(opens, content)
        if low in self.lexicon.weak_verbs and not trailing and not THAT.match(self.text, content):
            return
        if (
            low in self.lexicon.weak_verbs
            and trailing
            and subject.noun is None
            and subject.pronoun is None
            and not subject.name
        ):
            return
        self._add(subject, opens, content, word.group(), trailing=trailing, hearer=hearer)

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
        before = self.before(word.start()).rstrip()
        subject = self.subject_of_clause(word.start())
        if subject and before.endswith((",", '"')) and not self.mention_before(word.start()):
            self._add(subject, word.start(), word.end(), word.group(), trailing=False)

    def _infinitive(self, word: re.Match[str]) -> None:
        for mention in reversed([m for m in self.mentions if m.end <= word.start()]):
            between = self.text[mention.end : word.start()]
            if re.fullmatch(r"\s+to\s+(?:\w+ly\s+)?", between):
                if FORCED.search(self.before(mention.start).removesuffix("the ")):
                    self._add(mention, mention.start, word.end(), word.group(), trailing=False)
                return

    def _quoting(self, word: re.Match[str]) -> None:
        follower = re.compile(r"\s+").match(self.text, word.end())
        quoted = next((m for m in self.mentions if follower and follower.end() <= m.start <= follower.end() + 5), None)
        outer = self.mention_before(word.start())
        low = word.group().lower()
        if quoted is None:
            passive = re.search(r"\b(?:was|were|is|are|been)\s+$", self.before(word.start()))
            if passive and low in ("quoted", "cited"):
                speaker = next(
                    (m for m in reversed(self.mentions) if m.end <= word.start() - len(passive.group())), None
                )
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
        closing = AS_SAYING.match(self.text, quoted.end)
        content = closing.end() if closing else quoted.end
        self.cues.append(Cue(self.start, self.end, (outer, quoted), outer.start, content, False, word.group()))

    def _according(self) -> None:
        for found in ACCORDING.finditer(self.text, self.start, self.end):
            speaker = self.source_after(found.end())
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
        for found in REPORTS_THAT.finditer(self.text, self.start, self.end):
            if not any(cue.anchor <= found.start() <= cue.content for cue in self.cues) and found.group().endswith(
                "that"
            ):
                self.cues.append(Cue(self.start, self.end, (), found.start(), found.end(), False, None))

    def _colon(self) -> None:
        """ "Army: town secured" and "Town secured: army"."""
        for mention in self.mentions:
            if not self.may_open(mention):
                continue
            opens = mention.start <= self.start + 4 and self.text[mention.end : mention.end + 1] == ":"
            closes = mention.end >= self.end - 1 and re.search(
                r"(?::|\s-)\s*$", self.before(mention.start).removesuffix("the ")
            )
            if opens or closes:
                self.cues.append(Cue(self.start, self.end, (mention,), mention.start, mention.end, bool(closes), None))

    def _bounds(self) -> list[int]:
        """Where a clause may end, in order: "; ", ", but", and "and" before another voice."""
        bounds = [found.start() for found in BOUNDARY.finditer(self.text, self.start, self.end)]
        bounds += [
            cue.anchor for cue in self.cues if not cue.trailing and BARE_BOUNDARY.search(self.before(cue.anchor))
        ]
        return sorted(bounds)

    def _scoped(self, cue: Cue, bounds: list[int]) -> Cue:
        others = [other for other in self.cues if other is not cue]
        start = self.start if cue.trailing else cue.anchor
        if cue.trailing:
            for bound in bounds:
                if bound <= cue.anchor and any(other.anchor < bound for other in others):
                    start = bound
        end = self.end
        for bound in reversed(bounds):
            if bound >= cue.content and any(bound <= other.anchor and other.voices != () for other in others):
                end = bound
        comment = COMMENT.search(self.text, cue.content, end)
        return replace(cue, start=start, end=comment.start() if comment else end)


def find_cues(
    text: str, bounds: Sequence[tuple[int, int]], mentions: Sequence[VoiceMention], *, headline: bool = False
) -> Iterator[Cue]:
    """Cues of one masked paragraph, in order of their stretch and place. ``bounds``: its stretches."""
    for start, end in bounds:
        yield from _CueReader(text, start, end, mentions, headline).read()
