"""Profiles of the sources of a picture: counts, contradictions, lags, copies, and what the model has learned."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from tadmur.pipeline.observations import ClaimRecord, holder, source_key
from tadmur.pipeline.picture import Picture
from tadmur.reconcile.interest import Interest
from tadmur.terms.assessment import CONTESTED_STATE
from tadmur.terms.claim import ClaimKind, Modality
from tadmur.terms.clock import Precision
from tadmur.terms.comparison import ComparisonKind, Standing
from tadmur.terms.grading import Grading
from tadmur.terms.profile import Lag, LearnedReliability, SourceProfile, Tally
from tadmur.terms.source import Source, Voice

EVENTS = frozenset(
    {ClaimKind.CONTROL_GAIN, ClaimKind.CONTROL_LOSS, ClaimKind.ADVANCE, ClaimKind.ATTACK, ClaimKind.AIR_STRIKE}
    | {ClaimKind.SHELLING, ClaimKind.CLASH, ClaimKind.DAMAGE, ClaimKind.CASUALTIES, ClaimKind.DISPLACEMENT}
)
"""Kinds that happen on a day; a state that goes on has no lag."""
TO_THE_DAY = frozenset({Precision.MINUTE, Precision.HOUR, Precision.DAY})


@dataclass
class _Tallies:
    """What cards and reports say of each source, by key; parties' names, outlets by report, echoes of each claim."""

    contradicted: dict[str, set[str]]
    against: dict[str, Counter[str]]
    borne_out: dict[str, Counter[str]]
    names: dict[str, str]
    outlets: dict[str, str]
    echoes: dict[str, list[ClaimRecord]]


def source_profiles(picture: Picture, gradings: Sequence[Grading] = ()) -> list[SourceProfile]:
    """A profile of every voice that is no private person, most claims first.

    A private person has none: nobody is to be followed from one report to the next.
    """
    spoken: dict[str, list[ClaimRecord]] = defaultdict(list)
    printed: dict[str, list[ClaimRecord]] = defaultdict(list)
    voices: dict[str, Voice] = {}
    for item in picture.claims:
        for voice, into in ((item.claim.speaker, spoken), (item.claim.publisher, printed)):
            if not voice.private and (voice.source_id or voice.name):
                key = source_key(voice)
                voices.setdefault(key, voice)
                into[key].append(item)
    tallies = _tallies(picture)
    learned = learned_reliability(picture)
    packed = {source.source_id: source for pack in picture.packs.values() for source in pack.sources.values()}
    graded: dict[str, list[Grading]] = defaultdict(list)
    for grading in gradings:
        graded[grading.source].append(grading)
    profiles = [
        _profile(
            key, voice, packed.get(voice.source_id or ""), spoken[key], printed[key], picture, tallies,
            learned.get(key, ()), graded[key],
        )
        for key, voice in voices.items()
    ]  # fmt: skip
    return sorted(profiles, key=lambda profile: (-profile.claims, profile.name, profile.key))


def _profile(
    key: str, voice: Voice, source: Source | None, spoken: Sequence[ClaimRecord], printed: Sequence[ClaimRecord],
    picture: Picture, tallies: _Tallies, learned: Sequence[LearnedReliability], gradings: Sequence[Grading],
) -> SourceProfile:  # fmt: skip
    names = tallies.names
    parties = (_party(item, picture) for item in spoken)
    own = [item for item in spoken if picture.interests.get(item.claim.claim_id) is Interest.AGAINST]
    firsts = picture.first_reports
    copied = [item for item in printed if item.echo and item.echo != item.claim.claim_id]
    printed_ids = {item.claim.claim_id for item in printed}
    echoing = (item for claim_id in sorted(printed_ids) for item in tallies.echoes.get(claim_id, ()))
    repeats = [item for item in echoing if item.claim.claim_id not in printed_ids]
    return SourceProfile(
        key=key,
        name=source.name if source else voice.name or key,
        other_names=source.aliases if source else (),
        role=source.kind if source else voice.role,
        aligned_with=voice.aligned_with,
        reports=len({item.report.report_id for item in spoken}),
        printed=len({item.report.report_id for item in printed}),
        claims=len(spoken),
        by_kind=_tally(item.claim.kind.value for item in spoken),
        by_party=_tally(names.get(party, party) for party in parties if party),
        contradicted=len(tallies.contradicted[key]),
        contradicted_by=_tally(tallies.against[key].elements()),
        borne_out_by=_tally(tallies.borne_out[key].elements()),
        against_interest=tuple(item.claim.claim_id for item in own),
        lag=lag_of(spoken),
        copies=len(copied),
        upstream=_tally(tallies.outlets.get(firsts[item.report.report_id], "not named") for item in copied),
        repeated=len({item.echo for item in repeats}),
        repeated_by=_tally(_outlet(item) for item in repeats),
        reliability=tuple(learned),
        gradings=tuple(gradings),
    )


def _party(item: ClaimRecord, picture: Picture) -> str | None:
    """The party whose control counts for the claim's actor."""
    found = (holder(item.claim.actor_id, pack) for pack in picture.packs.values())
    return next((party for party in found if party), item.claim.actor_id)


def _outlet(item: ClaimRecord) -> str:
    return item.claim.publisher.name or item.report.publisher or "not named"


def shown(voice: Voice) -> str:
    """A voice's name; a private person or unnamed voice by its role alone."""
    return voice.name if voice.name and not voice.private else voice.role.value.replace("_", " ")


def _tallies(picture: Picture) -> _Tallies:
    """Who stands against whom, from the pairs of the cards; each pair of claims counts once."""
    claims = {item.claim.claim_id: item.claim for item in picture.claims}
    outlets = {item.report.report_id: _outlet(item) for item in picture.claims}
    names = picture.actor_names()
    tallies = _Tallies(defaultdict(set), defaultdict(Counter), defaultdict(Counter), names, outlets, defaultdict(list))
    for item in picture.claims:
        if item.echo:
            tallies.echoes[item.echo].append(item)
    pairs = {(pair.first, pair.second): pair for card in picture.comparisons for pair in card.pairs}
    for pair in pairs.values():
        for one, other in ((pair.first, pair.second), (pair.second, pair.first)):
            mine, theirs = claims[one].speaker, claims[other].speaker
            if source_key(mine) == source_key(theirs):
                continue
            if pair.kind is ComparisonKind.DISPUTE:
                tallies.contradicted[source_key(mine)].add(one)
                tallies.against[source_key(mine)][shown(theirs)] += 1
            elif pair.kind is ComparisonKind.CORROBORATION and pair.standing is not Standing.OWN_SIDE:
                tallies.borne_out[source_key(mine)][shown(theirs)] += 1
    return tallies


def lag_of(claims: Iterable[ClaimRecord]) -> Lag:
    """Days from event to publication; background is left out, and what states no day is counted apart."""
    days, unknown = [], 0
    for item in claims:
        claim, known_at = item.claim, item.report.known_at
        if claim.kind not in EVENTS or claim.modality is not Modality.ACTUAL or not claim.asserted:
            continue
        latest = claim.event_time.latest
        if latest is None or known_at is None or claim.event_time.precision not in TO_THE_DAY:
            unknown += 1
        else:
            days.append(max(0, (known_at.date() - latest.date()).days))
    if not days:
        return Lag(0, unknown, None, None, None)
    return Lag(len(days), unknown, float(median(days)), min(days), max(days))


def learned_reliability(picture: Picture) -> dict[str, list[LearnedReliability]]:
    """By key of the source: the share of its claims that the model finds true, all parties first."""
    result: dict[str, list[LearnedReliability]] = defaultdict(list)
    for encoded, posterior in picture.groups:
        sources = posterior.sources
        country = encoded.places[0].country
        states = (*encoded.parties, CONTESTED_STATE)
        columns = (sources.reliability, sources.low, sources.high, sources.claims)
        for index, share, low, high, count in zip(sources.source, *columns, strict=True):
            key = encoded.sources[int(index)]
            result[key].append(LearnedReliability(country, None, float(share), float(low), float(high), int(count)))
        columns = (sources.party_reliability, sources.party_low, sources.party_high, sources.party_claims)
        for index, party, share, low, high, count in zip(sources.party_source, sources.party, *columns, strict=True):
            key = encoded.sources[int(index)]
            row = LearnedReliability(country, states[int(party)], float(share), float(low), float(high), int(count))
            result[key].append(row)
    return result


def _tally(names: Iterable[str]) -> Tally:
    return tuple(sorted(Counter(names).items(), key=lambda item: (-item[1], item[0])))


def matching(profiles: Sequence[SourceProfile], name: str) -> list[SourceProfile]:
    """The profiles that go by ``name``: key or any name, without regard to case; else those whose name begins so."""
    wanted = name.casefold()

    def names(profile: SourceProfile) -> list[str]:
        return [each.casefold() for each in (profile.key, profile.name, *profile.other_names)]

    exact = [profile for profile in profiles if wanted in names(profile)]
    return exact or [profile for profile in profiles if any(each.startswith(wanted) for each in names(profile))]


def is_private(picture: Picture, name: str) -> bool:
    """Whether a private person of the reports goes by ``name``."""
    voices = (voice for item in picture.claims for voice in item.claim.attribution if voice.private)
    return any(voice.name and voice.name.casefold() == name.casefold() for voice in voices)


def names_of(profiles: Sequence[SourceProfile], most: int = 12) -> str:
    """The names of the first profiles, for a message."""
    return ", ".join(profile.name for profile in profiles[:most]) or "none"


def actor_name(names: Mapping[str, str], actor: str | None) -> str:
    """A party's neutral name, "all parties" or "contested"."""
    return "all parties" if actor is None else names.get(actor, actor)
