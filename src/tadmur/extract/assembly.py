"""Goes through the sentences of one report in order and builds its claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import tadmur
from tadmur.extract.anaphora import Discourse, NamedParty
from tadmur.extract.attribution import attribute
from tadmur.extract.clause_spans import claim_span, clause_head
from tadmur.extract.draft_maker import sentence_drafts
from tadmur.extract.drafts import Draft, SentenceContext
from tadmur.extract.frames import load_frames
from tadmur.extract.holder_rows import RowHold, row_drafts
from tadmur.extract.parse_tree import Doc
from tadmur.extract.parties import FIRST_PERSON, Party, PartyFinder
from tadmur.extract.place_mentions import TiedPlace, note_names, tie_place
from tadmur.extract.place_phrases import PlaceFinder
from tadmur.extract.publisher import publisher_voice
from tadmur.extract.quantities import find_quantities
from tadmur.extract.reading import Reading, Sentence
from tadmur.extract.sides import Sides, enemies, plain_enemies
from tadmur.extract.times import Style, TimeReader, infer_style
from tadmur.reference.coding import code_claim
from tadmur.terms.claim import Claim, ClaimKind, Modality
from tadmur.terms.ids import digest
from tadmur.terms.place import FeatureClass, NameSpan
from tadmur.terms.source import INDEPENDENT, Voice
from tadmur.terms.span import TextSpan

if TYPE_CHECKING:
    from tadmur.reference.packs import ActorMention, Pack

LASTING = frozenset({ClaimKind.CONTROL_HOLD, ClaimKind.BESIEGED, ClaimKind.CONTESTED, ClaimKind.TERRITORY_FIGURE})
"""Kinds that say what lasted through their time, not what happened in it."""
_SAID_SEVERALLY = frozenset({ClaimKind.ASSESSMENT, ClaimKind.FORECAST})
"""Kinds of which one sentence may say several things about one party."""
_ONSETS = frozenset({ClaimKind.ATTACK, ClaimKind.ADVANCE})
_OPPOSED = frozenset(
    {
        ClaimKind.ADVANCE,
        ClaimKind.AIR_STRIKE,
        ClaimKind.ATTACK,
        ClaimKind.BESIEGED,
        ClaimKind.CLASH,
        ClaimKind.CONTESTED,
        ClaimKind.CONTROL_GAIN,
        ClaimKind.CONTROL_LOSS,
        ClaimKind.SHELLING,
    }
)
"""Kinds of what is done against somebody, also where the words do not say whom."""
_UNDONE = frozenset({Modality.PLANNED, Modality.ATTEMPTED})
TOPIC_WEIGHT = {Style.NARRATIVE: 0.9, Style.NEWS: 0.2}
"""Weight of the place in the title for "the city": a headline names the famous place, not always the one meant."""
_DOUBTFUL = 0.5
"""Certainty under which a generic word ("the group") names no party by itself."""
_ASIDES = frozenset({"relcl", "acl"})
"""Clauses inside a phrase: whoever is their subject is not what the sentence is about."""
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "agent"})


@dataclass(frozen=True, slots=True)
class SeenSentence:
    """A sentence with the parties and the place names in it; offsets into its text."""

    sentence: Sentence
    mentions: Sequence[ActorMention]
    names: Sequence[NameSpan]
    sources: Sequence[tuple[int, int]] = ()
    """Where outlets and other sources of the pack are named: no place is."""

    @property
    def taken(self) -> list[tuple[int, int]]:
        """Spans of the parties and the sources."""
        return sorted([*((mention.start, mention.end) for mention in self.mentions), *self.sources])


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a claim was read.

    Attributes:
        sentence: the sentence it stands in.
        frame: name of the frame in the lexicon; ``construction`` is how it stood there ("verb", "noun", "light" ...).
        frame_probability: how often the frame's words mean it, parties and stance taken in.
        place_certainty: that the words of place are tied to the right name; 1 where there are none.
        actor_probability: that the actor's words mean that party; ``None`` without an actor.
        time_words: what in the sentence the time goes by; ``None`` where it was carried over or is the report's own.
    """

    sentence: str
    frame: str
    construction: str
    frame_probability: float
    place_certainty: float
    actor_probability: float | None
    time_words: str | None


@dataclass(frozen=True, slots=True)
class DraftedClaim:
    """A claim with what only the reading of battle pages and explanations need beside it.

    Attributes:
        event: the frame's word for what happened ("withdrew").
        sentence: its index in the reading.
        description: what an unnamed site may be called.
        feature_class: of the place, where the recogniser knows it.
    """

    claim: Claim
    event: str
    sentence: int
    derivation: Derivation
    description: str | None = None
    feature_class: FeatureClass | None = None


class ReportAssembly:
    """The claims of one report.

    Args:
        reading: its sentences, parsed where the gate let them through.
        seen: the same sentences with what was found in them.
        title: of the report; its dates and names guide those of the text.
        topics: place names in the title.
        rows: what its tables and lists say, by the index of the sentence.
    """

    def __init__(
        self,
        reading: Reading,
        seen: Sequence[SeenSentence],
        pack: Pack | None,
        title: str | None,
        topics: Sequence[str],
        rows: Mapping[int, Sequence[RowHold]],
    ) -> None:
        self._reading, self._seen, self._pack = reading, seen, pack
        report = reading.report
        self._publisher = publisher_voice(report, pack)
        self._voices = attribute(reading, pack, self._publisher) if pack is not None else None
        style = infer_style([sentence.text for sentence in reading.sentences], report.published_at)
        self._discourse = Discourse(topics=tuple(topics), topic_weight=TOPIC_WEIGHT[style])
        self._times = TimeReader(report.published_at, report.published_precision, style=style)
        if title:
            self._times.heading(title)
        published = report.published_at.date() if report.published_at is not None else None
        self._rows = rows
        mentions = [mention for found in seen for mention in found.mentions]
        self._enemies = enemies(pack, mentions, published)
        self._plain_enemy = plain_enemies(pack, mentions, published)

    def claims(self) -> list[DraftedClaim]:
        """All claims in the order of their spans, none twice."""
        built: list[DraftedClaim] = []
        segment: int | None = None
        for seen in self._seen:
            sentence = seen.sentence
            if sentence.segment != segment:
                self._times.paragraph()
                self._discourse.paragraph = sentence.index
                segment = sentence.segment
            self._times.read(sentence.index, sentence.text)
            doc = self._reading.parses.get(sentence.index)
            self._note_parties(seen, doc)
            note_names(self._discourse, sentence, seen.names, doc, seen.taken)
            if sentence.index in self._rows:
                built.extend(self._of_rows(sentence))
            elif doc is not None:
                built.extend(self._of_sentence(seen, doc))
        return _unique(built)

    def _note_parties(self, seen: SeenSentence, doc: Doc | None) -> None:
        for mention in seen.mentions:
            if mention.generic and mention.certainty < _DOUBTFUL:
                continue
            tokens = [t for t in doc if mention.start <= t.idx < mention.end] if doc is not None else []
            subject = any(
                (t.dep_ in _SUBJECTS and t.head.dep_ not in _ASIDES) or (t.dep_ == "pobj" and t.head.dep_ == "agent")
                for t in tokens
            )
            if doc is None:
                subject = mention.start == 0
            state = self._pack is not None and self._pack.is_state(mention.actor_id)
            self._discourse.parties.append(
                NamedParty(
                    seen.sentence.index, mention.start, mention.actor_id, subject and not mention.adjectival, state
                )
            )

    def _of_sentence(self, seen: SeenSentence, doc: Doc) -> list[DraftedClaim]:
        sentence = seen.sentence
        context = SentenceContext(
            doc,
            PlaceFinder(doc, seen.names, seen.taken),
            PartyFinder(seen.mentions, self._discourse, sentence.index, self._sides(sentence)),
            find_quantities(sentence.text),
            self._discourse,
            sentence.index,
        )
        drafts = sentence_drafts(context, load_frames())
        built: list[DraftedClaim] = []
        for draft in drafts:
            start, end = _span(draft, drafts)
            for phrase in draft.places:
                place = tie_place(phrase, sentence, self._reading.report, self._discourse) if phrase else None
                if phrase is None or place is not None:
                    claim = self._claim(sentence, draft, place, start, end)
                    description = place.description if place is not None else None
                    feature_class = phrase.feature_class if phrase is not None else None
                    derivation = self._derivation(sentence, draft, place)
                    built.append(
                        DraftedClaim(claim, draft.event, sentence.index, derivation, description, feature_class)
                    )
                    if claim.kind in _ONSETS and claim.actor_id is not None:
                        self._discourse.attacked[claim.actor_id] = sentence.index
        return built

    def _of_rows(self, sentence: Sentence) -> list[DraftedClaim]:
        """The holds of a table's row or a list."""
        built: list[DraftedClaim] = []
        for draft, start, end in row_drafts(sentence.text, self._rows[sentence.index]):
            for phrase in draft.named_places:
                place = tie_place(phrase, sentence, self._reading.report, self._discourse)
                if place is None:
                    continue
                claim = self._claim(sentence, draft, place, start, end)
                derivation = self._derivation(sentence, draft, place)
                built.append(DraftedClaim(claim, draft.event, sentence.index, derivation, None, phrase.feature_class))
        return built

    def _claim(self, sentence: Sentence, draft: Draft, place: TiedPlace | None, start: int, end: int) -> Claim:
        report, stance, trigger = self._reading.report, draft.stance, draft.match.trigger
        first, last = sentence.start + start, sentence.start + end
        chain = self._chain(sentence, first, last)
        actor_id = _own_side(draft.actor, chain[-1]) or _announcer(draft, chain)
        mention = place.mention if place is not None else None
        opponent_id = _own_side(draft.opponent, chain[-1])
        understood = opponent_id
        if draft.match.construction == "repelled" and draft.actor is None and opponent_id is not None:
            actor_id = self._plain_enemy(opponent_id)
        if draft.opponent is None and actor_id is not None and draft.kind in _OPPOSED:
            understood = self._plain_enemy(actor_id)
        codes = code_claim(
            draft.kind, pack=self._pack, actor_id=actor_id, opponent_id=opponent_id, asserted=stance.asserted
        )
        where = (mention.span.start, mention.name) if mention is not None else None
        key = [report.report_id, first, last, draft.kind, actor_id, where, stance.asserted, trigger.idx]
        if draft.counted is not None:
            key.append(draft.counted)
        certainty = place.certainty if place is not None else 1.0
        return Claim(
            claim_id=digest(key),
            report_id=report.report_id,
            span=TextSpan.of(report.report_id, report.text, first, last),
            zone=sentence.zone,
            kind=draft.kind,
            attribution=chain,
            event_time=self._times.event_time(
                sentence.index, trigger.idx, trigger.idx + len(trigger.text), durative=draft.kind in LASTING
            ),
            asserted=stance.asserted,
            modality=stance.modality,
            probability=round(min(0.99, max(0.05, draft.probability * certainty)), 3),
            trigger=" ".join(sentence.text[t.idx : t.idx + len(t.text)] for t in draft.match.words),
            extractor=f"frames-{tadmur.__version__}",
            place=mention,
            actor_id=actor_id,
            actor_mention=_wording(draft.actor),
            opponent_id=understood,
            opponent_mention=_wording(draft.opponent),
            supporter_ids=draft.supporters,
            counted_mention=self._counted(sentence, draft),
            hedge=self._hedge(sentence, draft, first, last),
            quantity=draft.quantity,
            acled_sub_event_type=codes.acled_sub_event_type,
            plover_category=codes.plover_category,
        )

    def _counted(self, sentence: Sentence, draft: Draft) -> str | None:
        """The words of what is counted: its noun with what stands before it, and the "of" behind it."""
        if draft.counted is None:
            return None
        noun = draft.match.trigger.doc[draft.counted]
        tails = [child.right_edge for child in noun.rights if child.dep_ == "prep" and child.lower_ == "of"]
        last = tails[0] if tails else noun
        start = sentence.start + noun.left_edge.idx
        return self._reading.report.text[start : sentence.start + last.idx + len(last.text)] or None

    def _derivation(self, sentence: Sentence, draft: Draft, place: TiedPlace | None) -> Derivation:
        trigger = draft.match.trigger
        words = self._times.governing_words(
            sentence.index, trigger.idx, trigger.idx + len(trigger.text), durative=draft.kind in LASTING
        )
        return Derivation(
            sentence=sentence.text,
            frame=draft.match.frame.name,
            construction=draft.match.construction,
            frame_probability=draft.probability,
            place_certainty=place.certainty if place is not None else 1.0,
            actor_probability=draft.actor.probability if draft.actor is not None else None,
            time_words=sentence.text[slice(*words)] if words is not None else None,
        )

    def _hedge(self, sentence: Sentence, draft: Draft, first: int, last: int) -> str | None:
        if draft.stance.hedge is not None:
            start, end = draft.stance.hedge
            return self._reading.report.text[sentence.start + start : sentence.start + end]
        return self._voices.hedge_for(sentence.index, first, last) if self._voices is not None else None

    def _sides(self, sentence: Sentence) -> Sides:
        def chain_at(position: int) -> tuple[Voice, ...]:
            start = sentence.start + position
            return self._chain(sentence, start, start + 1)

        return Sides(chain_at, self._enemies)

    def _chain(self, sentence: Sentence, first: int, last: int) -> tuple[Voice, ...]:
        if self._voices is None:
            return (self._publisher,)
        return self._voices.chain_for(sentence.index, first, last)


def _span(draft: Draft, drafts: Sequence[Draft]) -> tuple[int, int]:
    """The words of a draft; an aim inside the clause of another claim ("the offensive to take X") stays with it."""
    match = draft.match
    apart = [d for d in drafts if d.stance.modality not in _UNDONE or d.kind is draft.kind]
    others = {d.match.trigger.i for d in apart} - {match.trigger.i}
    others |= {clause_head(d.match.clause).i for d in apart} - {clause_head(match.clause).i}
    needed = {token.i for token in match.words if token.lemma_ != "be"} or {match.trigger.i}
    start, end = claim_span(match.clause, match.trigger, needed, others)
    if draft.counted is None:
        return start, end
    counted = match.trigger.doc[draft.counted]
    return min(start, counted.left_edge.idx if counted.i < match.trigger.i else start), max(
        end, counted.idx + len(counted)
    )


def _own_side(party: Party | None, speaker: Voice) -> str | None:
    """The party's id; "we" is the side that the speaker speaks for."""
    if party is None:
        return None
    if party.actor_id is None and party.mention.lower() in FIRST_PERSON:
        return speaker.aligned_with if speaker.aligned_with != INDEPENDENT else None
    return party.actor_id


def _announcer(draft: Draft, chain: Sequence[Voice]) -> str | None:
    """Who gained, where only the speech says: a ministry's "X was liberated" speaks of its own side."""
    own = draft.kind is ClaimKind.CONTROL_GAIN or draft.match.frame.name == "under_control"
    unsaid = own and draft.actor is None and draft.stance.asserted
    side = chain[-1].aligned_with if unsaid and len(chain) > 1 else None
    return side if side != INDEPENDENT else None


def _wording(party: Party | None) -> str | None:
    return (party.mention or None) if party is not None else None


def _unique(built: Sequence[DraftedClaim]) -> list[DraftedClaim]:
    """In order of their spans, without the same reading twice in one sentence."""
    seen: set[tuple[object, ...]] = set()
    kept: list[DraftedClaim] = []
    for drafted in sorted(built, key=lambda d: (d.claim.span.start, d.claim.span.end, d.claim.kind, d.claim.claim_id)):
        claim, place = drafted.claim, drafted.claim.place
        unnamed_at = place.span.start if place is not None and place.unnamed else None
        key = (
            drafted.sentence,
            claim.kind,
            claim.actor_id,
            place.name if place is not None else None,
            unnamed_at,
            claim.asserted,
            claim.quantity,
            claim.trigger if claim.kind in _SAID_SEVERALLY else None,
        )
        if key not in seen:
            seen.add(key)
            kept.append(drafted)
    return kept
