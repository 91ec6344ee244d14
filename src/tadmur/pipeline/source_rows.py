"""The voices of a picture as rows of a report: what each contributed, how it has fared, and what analysts say of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from tadmur.export.situation import SourceGrade, SourceRow
from tadmur.pipeline.observations import ClaimRecord, source_key
from tadmur.pipeline.picture import Picture, is_contradiction
from tadmur.pipeline.source_profiles import source_profiles
from tadmur.reconcile.interest import Interest
from tadmur.terms.grading import Grading
from tadmur.terms.profile import SourceProfile


def source_rows(picture: Picture, gradings: Sequence[Grading] = (), *, public: bool = True) -> list[SourceRow]:
    """Every speaker once, under its pack name where it has one; most claims first.

    Profiles are of voices that are no private person. ``public`` rows do not say who gave a grade, and why.
    """
    names = picture.actor_names()
    profiles = {profile.key: profile for profile in source_profiles(picture, gradings)}
    speakers: dict[tuple[str, str], list[ClaimRecord]] = defaultdict(list)
    for item in picture.claims:
        voice = item.claim.speaker
        speakers[voice.source_id or voice.name or "unnamed", voice.role.value].append(item)
    contradicted = Counter(
        claim_id for card in picture.comparisons if is_contradiction(card) for claim_id in set(card.claim_ids)
    )
    rows = []
    for items in speakers.values():
        voice = items[0].claim.speaker
        known = (pack.sources.get(voice.source_id or "") for pack in picture.packs.values())
        own = next((source for source in known if source), None)
        side = voice.aligned_with
        profile = None if voice.private else profiles.get(source_key(voice))
        rows.append(
            SourceRow(
                name=own.name if own else voice.name or f"unnamed ({voice.role.value.replace('_', ' ')})",
                role=voice.role.value,
                aligned_with=names.get(side, side) if side else None,
                reports=len({item.report.report_id for item in items}),
                claims=len(items),
                copies=sum(1 for item in items if item.report.duplicate_of),
                against_interest=sum(
                    1 for item in items if picture.interests.get(item.claim.claim_id) is Interest.AGAINST
                ),
                contradicted=sum(1 for item in items if contradicted[item.claim.claim_id]),
                other_names=own.aliases if own else (),
                lag=profile.lag if profile else None,
                learned=tuple(item for item in profile.reliability if item.party is None) if profile else (),
                grade=_grade(profile, public=public) if profile else None,
            )
        )
    return sorted(rows, key=lambda row: (-row.claims, row.name, row.role))


def _grade(profile: SourceProfile, *, public: bool) -> SourceGrade | None:
    """The newest grade."""
    if not profile.gradings:
        return None
    newest = profile.gradings[-1]
    by, note = ("", "") if public else (newest.graded_by, newest.note)
    return SourceGrade(newest.reliability, newest.graded_at.date(), by, note, older=len(profile.gradings) - 1)
