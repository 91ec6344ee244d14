"""Text to claims: reads a report, parses what the gate lets through, finds frames, and ties each claim to its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import tadmur
from tadmur.extract.anaphora import Antecedent, Discourse, NamedParty, NamedPlace
from tadmur.extract.attribution import attribute
from tadmur.extract.clause_spans import claim_span, clause_head
from tadmur.extract.drafts import FORECAST_STANCE, Draft, DraftMaker, general_forecast
from tadmur.extract.frames import load_features, load_frames
from tadmur.extract.gate import load_gate
from tadmur.extract.language_model import installed_model, load_language_model
from tadmur.extract.matching import FrameMatch, find_frames
from tadmur.extract.names import distance_km, feature_words_around, joined_names, locates_a_speaker
from tadmur.extract.parties import PartyFinder
from tadmur.extract.place_phrases import PlaceFinder, PlacePhrase
from tadmur.extract.quantities import find_quantities
from tadmur.extract.reading import Reading, Sentence, normalise, read
from tadmur.extract.times import Style, TimeReader, infer_style
from tadmur.reference.coding import code_claim
from tadmur.terms.claim import Claim, ClaimKind, Modality
from tadmur.terms.clock import EventTime
from tadmur.terms.ids import digest
from tadmur.terms.place import FeatureClass, NameSpan, PlaceMention, PlaceRecogniser, PlaceRelation
from tadmur.terms.report import Report
from tadmur.terms.source import SpeakerRole, Voice
from tadmur.terms.span import TextSpan

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from tadmur.reference.packs import ActorMention, Pack

_LASTING = frozenset({ClaimKind.CONTROL_HOLD, ClaimKind.BESIEGED, ClaimKind.CONTESTED, ClaimKind.TERRITORY_FIGURE})
_ANCHOR_DISCOUNT = 0.8
"""Of the probability that an unnamed feature without words of where lies by the place last spoken of."""
_HEADING = 2.5
"""Weight of a name that makes up most of its sentence: the heading of a paragraph or list item."""
_BACKGROUND = 0.3
"""Weight of a name that says where a speaker sits ("officials in X")."""
TOPIC_WEIGHT = {Style.NARRATIVE: 0.9, Style.NEWS: 0.2}
"""Weight of the place in the title for "the city": a headline names the famous place, not always the one meant."""
_CARRIED = 0.9
"""Probability of an antecedent in the same sentence, itself the place of a claim."""


@dataclass(slots=True)
class _Seen:
    """What is known of one sentence before its frames are read."""

    sentence: Sentence
    mentions: list[ActorMention]
    names: list[NameSpan]


@dataclass(frozen=True, slots=True)
class DraftedClaim:
    """A claim with what only the reading of battle pages needs beside it: the frame's event and its sentence."""

    claim: Claim
    event: str
    sentence: int
    description: str | None = None
    feature_class: FeatureClass | None = None


class Extractor:
    """Reads reports of one conflict.

    Args:
        pack: who is who; without one parties stay unresolved.
        recogniser: finds place names.
        nlp: a loaded spaCy pipeline with tagger, parser and lemmatiser; the shipped one when ``None``.
    """

    def __init__(self, pack: Pack | None, recogniser: PlaceRecogniser, nlp: Language | None = None) -> None:
        self.pack, self._recogniser, self._nlp = pack, recogniser, nlp
        self._countries: tuple[str, ...] = pack.countries if pack is not None else ()

    @property
    def nlp(self) -> Language:
        """The language model, loaded when first needed."""
        if self._nlp is None:
            self._nlp = load_language_model()
        return self._nlp

    @cached_property
    def fingerprint(self) -> str:
        """Digest of everything that decides what is read from a text: code, lexicons, pack and model."""
        room = files("tadmur.extract")
        entries = [entry for folder in (room, room.joinpath("data")) for entry in folder.iterdir() if entry.is_file()]
        sources = {entry.name: entry.read_text(encoding="utf-8") for entry in entries}
        return digest([tadmur.__version__, sources, self.pack.digest if self.pack else None, installed_model()])

    def extract(self, report: Report) -> list[Claim]:
        """Claims of ``report`` in the order of their spans. Each quote is exactly the report's own characters."""
        return [drafted.claim for drafted in self.extract_drafted(report)]

    def extract_drafted(self, report: Report, *, title: str | None = None) -> list[DraftedClaim]:
        """Like :meth:`extract`, with each claim's frame event and sentence."""
        reading = read(report)
        gate = load_gate()
        opened = [s for s in reading.sentences if gate.opens(s.text)]
        if not opened:
            return []
        seen = self._seen(reading)
        self._parse(reading, opened, seen)
        return _Assembly(self, reading, seen, title).claims()

    def recognise(self, text: str) -> list[NameSpan]:
        """Place names in ``text``, those of the pack's countries favoured."""
        return self._recogniser.recognise(text, countries=self._countries)

    def _seen(self, reading: Reading) -> list[_Seen]:
        """Parties and place names of every sentence; shared words go to the parties named most in the report."""
        salient: list[str] = []
        if self.pack is not None:
            counts = Counter(m.actor_id for m in self.pack.find_actors(reading.report.text) if not m.generic)
            salient = sorted(counts, key=lambda actor: (-counts[actor], actor))
        seen = []
        for sentence in reading.sentences:
            mentions = self.pack.find_actors(sentence.text, salient=salient) if self.pack is not None else []
            names = self.recognise(sentence.text)
            seen.append(_Seen(sentence, mentions, names))
        return seen

    def _parse(self, reading: Reading, opened: Sequence[Sentence], seen: Sequence[_Seen]) -> None:
        nlp = self.nlp
        docs = (joined_names(nlp.make_doc(s.text), seen[s.index].names) for s in opened)
        for sentence, doc in zip(opened, nlp.pipe(docs, batch_size=64), strict=True):
            reading.parses[sentence.index] = doc


class _Assembly:
    """Goes through one report's sentences in order and builds its claims."""

    def __init__(self, extractor: Extractor, reading: Reading, seen: Sequence[_Seen], title: str | None) -> None:
        self._extractor, self._reading, self._seen = extractor, reading, seen
        self._pack = extractor.pack
        report = reading.report
        self._publisher = _publisher(report, extractor.pack)
        self._voices = attribute(reading, extractor.pack, self._publisher) if extractor.pack is not None else None
        style = infer_style([s.text for s in reading.sentences], report.published_at)
        self._discourse = Discourse(topic_weight=TOPIC_WEIGHT[style])
        self._times = TimeReader(report.published_at, report.published_precision, style=style)
        heading = title or report.title
        if heading:
            self._times.heading(heading)
            plain = normalise(heading)
            found = extractor.recognise(plain)
            self._discourse.topics = tuple(plain[n.start : n.end] for n in found)
        self._version = f"frames-{tadmur.__version__}"

    def claims(self) -> list[DraftedClaim]:
        built: list[DraftedClaim] = []
        paragraph: int | None = None
        for seen in self._seen:
            sentence = seen.sentence
            if sentence.segment != paragraph:
                self._times.paragraph()
                paragraph = sentence.segment
            self._times.read(sentence.index, sentence.text)
            doc = self._reading.parses.get(sentence.index)
            self._note_parties(seen, doc)
            self._note_places(seen, doc)
            if doc is not None:
                built.extend(self._of_sentence(seen, doc))
        return _unique(built)

    def _note_parties(self, seen: _Seen, doc: Doc | None) -> None:
        for mention in seen.mentions:
            if mention.generic and mention.certainty < 0.5:
                continue
            subject, plural = mention.start < 12, True
            if doc is not None:
                tokens = [t for t in doc if mention.start <= t.idx < mention.end]
                if tokens:
                    subject = any(
                        t.dep_ in ("nsubj", "nsubjpass", "agent") or (t.dep_ == "pobj" and t.head.dep_ == "agent")
                        for t in tokens
                    )
                    plural = tokens[-1].tag_ in ("NNS", "NNPS")
            state = self._pack is not None and self._pack.is_state(mention.actor_id)
            self._discourse.parties.append(
                NamedParty(
                    seen.sentence.index,
                    mention.start,
                    mention.actor_id,
                    subject and not mention.adjectival,
                    plural,
                    state,
                )
            )

    def _note_places(self, seen: _Seen, doc: Doc | None) -> None:
        """Names of the sentence, less prominent where they only say where a speaker sits, more where they head a list."""
        text = seen.sentence.text
        letters = sum(character.isalpha() for character in text)
        for name in seen.names:
            if any(m.start < name.end and name.start < m.end for m in seen.mentions):
                continue
            feature = feature_words_around(text, name.start, name.end)
            weight = _HEADING if 2 * (name.end - name.start) > letters else 1.0
            if doc is not None and locates_a_speaker(doc, name.start):
                weight = _BACKGROUND
            words = text[name.start : name.end]
            self._discourse.places.append(
                NamedPlace(seen.sentence.index, name.start, words, feature, name.feature_class, weight)
            )
        self._discourse.places.sort(key=lambda p: (p.sentence, p.position))

    def _of_sentence(self, seen: _Seen, doc: Doc) -> list[DraftedClaim]:
        sentence = seen.sentence
        taken = [(m.start, m.end) for m in seen.mentions]
        places = PlaceFinder(doc, seen.names, taken)
        parties = PartyFinder(seen.mentions, self._pack, self._discourse, sentence.index)
        matches = find_frames(doc, load_frames())
        maker = DraftMaker(doc, places, parties, find_quantities(sentence.text), self._discourse, sentence.index)
        drafts = maker.drafts(matches)
        triggers = {t.i for d in drafts for t in (*d.match.words, d.match.trigger)}
        for verb, party in general_forecast(doc, parties, triggers):
            frame = load_frames().named("expectation")
            match = FrameMatch(frame, verb, verb, "verb", {}, frame.event, (verb,))
            drafts.append(
                Draft(
                    match,
                    ClaimKind.FORECAST,
                    frame.event,
                    FORECAST_STANCE,
                    frame.probability * party.probability,
                    party,
                )
            )
        drafts.sort(key=lambda d: d.match.trigger.i)
        built: list[DraftedClaim] = []
        for draft in drafts:
            apart = [
                d
                for d in drafts
                if d.stance.modality not in (Modality.PLANNED, Modality.ATTEMPTED) or d.kind is draft.kind
            ]
            others = {d.match.trigger.i for d in apart if d.match.trigger.i != draft.match.trigger.i}
            others |= {clause_head(d.match.clause).i for d in apart} - {clause_head(draft.match.clause).i}
            inside = {t.i for t in draft.match.words if t.lemma_ != "be"} or {draft.match.trigger.i}
            start, end = claim_span(draft.match.clause, draft.match.trigger, inside, others)
            for phrase in draft.places:
                claim = self._claim(sentence, draft, phrase, start, end)
                if claim is not None:
                    built.append(
                        DraftedClaim(
                            claim,
                            draft.event,
                            sentence.index,
                            self._description(sentence, claim, phrase),
                            phrase.feature_class if phrase else None,
                        )
                    )
        return built

    def _claim(
        self, sentence: Sentence, draft: Draft, phrase: PlacePhrase | None, start: int, end: int
    ) -> Claim | None:
        report = self._reading.report
        place, place_probability = self._place(sentence, draft, phrase)
        if phrase is not None and place is None:
            return None
        first, last = sentence.start + start, sentence.start + end
        span = TextSpan.of(report.report_id, report.text, first, last)
        trigger = draft.match.trigger
        trigger_start, trigger_end = trigger.idx, trigger.idx + len(trigger.text)
        actor = draft.actor.actor_id if draft.actor else None
        time = self._time(sentence, draft, trigger_start, trigger_end)
        hedge = None
        if draft.stance.hedge is not None:
            hedge_start, hedge_end = draft.stance.hedge
            hedge = report.text[sentence.start + hedge_start : sentence.start + hedge_end]
        elif self._voices is not None:
            hedge = self._voices.hedge_for(sentence.index, first, last)
        probability = round(min(0.99, max(0.05, draft.probability * place_probability)), 3)
        codes = code_claim(
            draft.kind,
            pack=self._pack,
            actor_id=actor,
            opponent_id=draft.opponent.actor_id if draft.opponent else None,
            asserted=draft.stance.asserted,
        )
        mention_start = place.span.start if place else None
        key = [report.report_id, first, last, draft.kind, actor, mention_start, draft.stance.asserted]
        return Claim(
            claim_id=digest(key),
            report_id=report.report_id,
            span=span,
            zone=sentence.zone,
            kind=draft.kind,
            attribution=self._chain(sentence, first, last),
            event_time=time,
            asserted=draft.stance.asserted,
            modality=draft.stance.modality,
            probability=probability,
            trigger=" ".join(
                report.text[sentence.start + t.idx : sentence.start + t.idx + len(t.text)] for t in draft.match.words
            ),
            extractor=self._version,
            place=place,
            actor_id=actor,
            actor_mention=self._wording(draft.actor),
            opponent_id=draft.opponent.actor_id if draft.opponent else None,
            opponent_mention=self._wording(draft.opponent),
            supporter_ids=draft.supporters,
            hedge=hedge,
            quantity=draft.quantity,
            acled_sub_event_type=codes.acled_sub_event_type,
            plover_category=codes.plover_category,
        )

    def _description(self, sentence: Sentence, claim: Claim, phrase: PlacePhrase | None) -> str | None:
        """What a site without a name of its own may be called: a bare type word takes the name of the town it is in."""
        if (
            phrase is None
            or phrase.description is None
            or (claim.place is not None and claim.place.name and not claim.place.unnamed)
        ):
            return None
        if " " in phrase.description:
            return phrase.description
        town = self._discourse.place_for("city", sentence.index, phrase.start)
        return f"{town.name} {phrase.description}" if town is not None else phrase.description

    def _chain(self, sentence: Sentence, start: int, end: int) -> tuple[Voice, ...]:
        if self._voices is None:
            return (self._publisher,)
        return self._voices.chain_for(sentence.index, start, end)

    @staticmethod
    def _wording(party: Any) -> str | None:
        return party.mention or None if party is not None else None

    def _time(self, sentence: Sentence, draft: Draft, start: int, end: int) -> EventTime:
        return self._times.event_time(sentence.index, start, end, durative=draft.kind in _LASTING)

    def _place(self, sentence: Sentence, draft: Draft, phrase: PlacePhrase | None) -> tuple[PlaceMention | None, float]:
        """The mention of a place phrase, through the discourse where it names nothing itself."""
        if phrase is None:
            return None, 1.0
        report = self._reading.report
        span = TextSpan.of(report.report_id, report.text, sentence.start + phrase.start, sentence.start + phrase.end)
        name, probability, alternatives, relation = phrase.name, 1.0, (), phrase.relation
        if name is None:
            found = self._antecedent(sentence, phrase)
            if phrase.anaphor and found is None and phrase.feature is None:
                return None, 0.0
            if found is None and phrase.anaphor and phrase.feature in load_features().site:
                town = self._discourse.place_for("city", sentence.index, phrase.start)
                if town is not None:
                    found, phrase, relation = town, replace(phrase, unnamed=True), PlaceRelation.PART
            if found is not None:
                discount = _ANCHOR_DISCOUNT if phrase.unnamed else 1.0
                name, probability, alternatives = found.name, round(found.probability * discount, 2), found.alternatives
                if phrase.unnamed and relation is PlaceRelation.AT:
                    relation = PlaceRelation.NEAR
        elif phrase.anaphor:
            probability = _CARRIED
        elif not phrase.unnamed:
            self._remember(sentence, phrase)
        words = sentence.text[phrase.start : phrase.end]
        mention = PlaceMention(
            span,
            name,
            feature=phrase.feature,
            relation=relation,
            unnamed=phrase.unnamed,
            direction=phrase.direction,
            distance_km=distance_km(words),
            anaphora_probability=probability,
            alternatives=alternatives,
        )
        certainty = (0.5 + 0.5 * probability) * (1.0 if phrase.known or name is None or phrase.anaphor else 0.93)
        return mention, certainty

    def _antecedent(self, sentence: Sentence, phrase: PlacePhrase) -> Antecedent | None:
        feature = None if phrase.unnamed else phrase.feature
        return self._discourse.place_for(feature, sentence.index, phrase.start)

    def _remember(self, sentence: Sentence, phrase: PlacePhrase) -> None:
        """A place that a claim is about is more prominent than one named in passing."""
        assert phrase.name is not None
        self._discourse.places.append(
            NamedPlace(sentence.index, phrase.start, phrase.name, phrase.feature, phrase.feature_class, weight=1.3)
        )


def _publisher(report: Report, pack: Pack | None) -> Voice:
    """The outlet's own voice, with the role and alignment that the pack gives it."""
    source = pack.sources.get(report.source_id) if pack is not None and report.source_id is not None else None
    if source is None:
        return Voice(report.publisher, SpeakerRole.PUBLISHER, source_id=report.source_id)
    return Voice(report.publisher or source.name, source.kind, source.aligned_with, source.source_id)


def _unique(built: list[DraftedClaim]) -> list[DraftedClaim]:
    """In order of their spans, without the same reading twice."""
    seen: set[tuple[Any, ...]] = set()
    kept: list[DraftedClaim] = []
    order = sorted(built, key=lambda d: (d.claim.span.start, d.claim.span.end, d.claim.kind, d.claim.claim_id))
    for drafted in order:
        claim = drafted.claim
        key = (
            drafted.sentence, claim.kind, claim.actor_id, claim.place.name if claim.place else None,
            claim.place.span.start if claim.place and claim.place.unnamed else None, claim.asserted,
            repr(claim.quantity),
        )  # fmt: skip
        if key in seen:
            continue
        seen.add(key)
        kept.append(drafted)
    return kept
