"""Acts of review as reviewers hand them in: checked against the ledger, then added to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tadmur.extract.publisher import publisher_voice
from tadmur.pipeline.monitor import Monitor
from tadmur.pipeline.observations import source_key
from tadmur.pipeline.reading import ReportReader
from tadmur.pipeline.review_fields import FieldReader, member
from tadmur.pipeline.review_overlay import Reviewed
from tadmur.pipeline.reviewed import ReviewedView
from tadmur.pipeline.settings import RunSettings
from tadmur.reference.packs import Pack
from tadmur.store.ledger import Writer
from tadmur.store.reviews import StoredReview
from tadmur.store.rows import LedgerClaim
from tadmur.terms.claim import ClaimKind
from tadmur.terms.clock import EventTime, Precision, isoformat
from tadmur.terms.errors import InputError
from tadmur.terms.grading import Reliability
from tadmur.terms.ids import digest
from tadmur.terms.report import Report
from tadmur.terms.review import IN_RECORD, Act, Anchor, Changes, Credibility, Review, in_force

KEYS = frozenset(
    {"act", "claim_id", "report_id", "source", "fields", "parts", "into", "reliability", "credibility", "act_id"}
    | {"comment", "payload"}
)
LONGEST_NAME = 80
LONGEST_COMMENT = 4_000


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of acts that were handed in.

    Attributes:
        revision: of the ledger's reviews after them; before them for a dry run.
        before, after: for each act the claims it concerns, as they stood and as they stand; empty where it concerns
            none.
    """

    reviews: tuple[Review, ...]
    revision: int
    before: tuple[tuple[LedgerClaim, ...], ...]
    after: tuple[tuple[LedgerClaim, ...], ...]


def reviewer_name(name: str | None) -> str:
    """The name under which acts are written.

    Raises:
        InputError: it is empty, longer than ``LONGEST_NAME``, or holds more than one line.
    """
    cleaned = (name or "").strip()
    if not cleaned or len(cleaned) > LONGEST_NAME or not cleaned.isprintable():
        what = "nobody is named as reviewer" if not cleaned else "this is no name for the log"
        raise InputError(what, where="reviewer", remedy="Give one with --as NAME, or set TADMUR_REVIEWER")
    return cleaned


def record(
    ledger: Path,
    requests: Sequence[Mapping[str, Any]],
    *,
    by: str,
    at: datetime,
    expected_revision: int | None = None,
    dry_run: bool = False,
    reader: ReportReader | None = None,
) -> Recorded:
    """Check acts and add them to the ledger, all or nothing.

    A request has ``act`` and, by what it is: ``claim_id`` (accept, correct, reject, merge, split, grade, comment),
    ``report_id`` (add, comment), ``source`` with ``reliability``, ``credibility``, ``fields`` (correct, add),
    ``parts`` (split), ``into`` (merge), ``act_id`` (undo), ``comment``; these may also stand in ``payload``.
    docs/guides/reviewing.md describes each. No act is earlier than the one before it, whatever the clock says.

    Args:
        expected_revision: what the reviewer last saw; ``None`` does not ask.
        reader: one that is open already, for packs and gazetteer.

    Raises:
        InputError: an act cannot be carried out; the message names its number where there are several.
        ConflictError: somebody acted on the same claim or source after ``expected_revision``.
    """
    by = reviewer_name(by)
    with ReviewedView(ledger) as view:
        reader = reader or ReportReader(RunSettings(), Monitor(sources=view.sources()))
        writing = _Writing(view, reader, by)
        made: list[tuple[Review, LedgerClaim | None]] = []
        for number, request in enumerate(requests, start=1):
            try:
                made.append(writing.review(request, at))
            except InputError as error:
                if len(requests) == 1:
                    raise
                where = f"act {number}" + (f", {error.where}" if error.where else "")
                raise InputError(error.what, where=where, remedy=error.remedy) from error
        reviews = [review for review, _ in made]
        steps = [(act, reviews[:done], reviews[: done + 1]) for done, act in enumerate(reviews)]
        before = tuple(tuple(concerned(view.reviewed_with(act.report_id, then), act)) for act, then, _ in steps)
        after = tuple(tuple(concerned(view.reviewed_with(act.report_id, now), act)) for act, _, now in steps)
        revision = view.review_revision()
    if made and not dry_run:
        with Writer(ledger) as writer:
            revision = writer.add_reviews(made, expected_revision=expected_revision)
    return Recorded(tuple(reviews), revision, before, after)


def concerned(reviewed: Reviewed, review: Review) -> Iterator[LedgerClaim]:
    """The claims, counting or not, that an act is about or has made."""
    target = review.anchor.claim_id if review.anchor else None
    for row in (*reviewed.claims, *reviewed.out):
        made = row.review is not None and review.act_id in row.review.act_ids
        if made or row.claim.claim_id == target:
            yield row


class _Writing:
    """Turns requests into acts, one after the other."""

    def __init__(self, view: ReviewedView, reader: ReportReader, by: str) -> None:
        self._view, self._reader, self._by = view, reader, by
        self._acts: list[StoredReview] = view.reviews()
        self._latest = max((item.review.at for item in self._acts), default=datetime.min.replace(tzinfo=UTC))

    def review(self, request: Mapping[str, Any], at: datetime) -> tuple[Review, LedgerClaim | None]:
        if not isinstance(request, Mapping):
            raise InputError("an act is a JSON object", remedy='Write {"act": "accept", "claim_id": "..."}')
        payload = request.get("payload") or {}
        if not isinstance(payload, Mapping):
            raise InputError("the payload is no object", where="payload")
        given = {**payload, **{name: value for name, value in request.items() if name != "payload"}}
        if unknown := sorted(set(given) - KEYS):
            raise InputError(f"no such key: {', '.join(unknown)}", remedy=f"The keys are: {', '.join(sorted(KEYS))}")
        act = member(Act, given.get("act"), "act")
        comment = given.get("comment") or ""
        if not isinstance(comment, str) or len(comment) > LONGEST_COMMENT:
            raise InputError("a comment is text", where="comment", remedy=f"At most {LONGEST_COMMENT} characters")
        self._latest = max(at.astimezone(UTC), self._latest + timedelta(microseconds=1))
        key = [self._by, self._latest.isoformat(), {name: str(value) for name, value in given.items()}]
        blank = Review(digest(key), act, self._by, self._latest, comment=comment.strip())
        match act:
            case Act.UNDO:
                return self._undo(blank, given), None
            case Act.ADD:
                return self._add(blank, given), None
            case Act.GRADE if "source" in given:
                return self._grade_source(blank, given), None
            case Act.COMMENT if "report_id" in given:
                self._need_comment(comment)
                return replace(blank, report_id=self._report(given).report_id), None
        row = self._claim(given, "claim_id")
        anchor = row.review.anchor if row.review else Anchor.of(row.claim)
        on_claim = replace(blank, report_id=row.claim.report_id, anchor=anchor)
        return self._on_claim(on_claim, row, given), self._view.machine_claim(row.claim.claim_id)

    def _on_claim(self, review: Review, row: LedgerClaim, given: Mapping[str, Any]) -> Review:
        match review.act:
            case Act.CORRECT:
                return replace(review, changes=self._changes(row, given.get("fields")))
            case Act.SPLIT:
                parts = given.get("parts")
                if not isinstance(parts, list) or len(parts) < 2:
                    raise InputError("a split has two parts or more", where="parts", remedy="Give a list of fields")
                return replace(review, parts=tuple(self._changes(row, part) for part in parts))
            case Act.MERGE:
                return replace(review, into=self._merged_into(row, given))
            case Act.GRADE:
                return replace(review, credibility=_credibility(given.get("credibility")))
            case Act.COMMENT:
                self._need_comment(review.comment)
        return review

    def _changes(self, row: LedgerClaim, fields: Any) -> Changes:
        claim = row.claim
        return self._fields(claim.report_id).changes(fields or {}, kind=claim.kind, chain=claim.attribution)

    def _fields(self, report_id: str) -> FieldReader:
        stored = self._view.report(report_id)
        report = self._reader.with_source(stored.report, stored.pack_id)
        return FieldReader(report, self._reader.pack(stored.pack_id), self._reader.gazetteer)

    def _merged_into(self, row: LedgerClaim, given: Mapping[str, Any]) -> Anchor:
        other = self._claim(given, "into")
        if other.claim.claim_id == row.claim.claim_id:
            raise InputError("a claim cannot be merged into itself", where="into")
        if other.claim.report_id != row.claim.report_id:
            raise InputError(
                "the two claims stand in different reports",
                where="into",
                remedy="Each report is a voice of its own: copies and rewrites are counted once without a merge",
            )
        if other.review is not None and other.review.status not in IN_RECORD:
            raise InputError(
                f"claim {other.claim.claim_id} was {other.review.status.value} itself",
                where="into",
                remedy="Merge into a claim that counts",
            )
        return other.review.anchor if other.review else Anchor.of(other.claim)

    def _add(self, review: Review, given: Mapping[str, Any]) -> Review:
        report = self._report(given)
        fields = given.get("fields")
        if not isinstance(fields, Mapping) or not {"span", "kind"} <= set(fields):
            raise InputError("an added claim needs its span and its kind", where="fields")
        reader = self._fields(report.report_id)
        kind = member(ClaimKind, fields["kind"], "kind")
        found = reader.changes(fields, kind=kind, chain=())
        if found.event_time is None:
            time = EventTime(None, report.known_at, Precision.PUBLISHED) if report.known_at else EventTime.unknown()
            found = replace(found, event_time=time, given=(*found.given, "time"))
        if not found.attribution:
            voice = publisher_voice(reader.report, reader.pack)
            found = replace(found, attribution=(voice,), given=(*found.given, "attribution"))
        return replace(review, report_id=report.report_id, parts=(found,))

    def _grade_source(self, review: Review, given: Mapping[str, Any]) -> Review:
        name = str(given["source"])
        if not any(name in pack.sources for pack in self._packs()):
            known = _speakers(self._view.claims())
            if name not in known:
                keys = ", ".join(known[:8])
                raise InputError(f"no source has the key {name!r}", where="source", remedy=f"Keys are: {keys}, ...")
        grade = member(Reliability, str(given.get("reliability", "")).upper(), "reliability")
        return replace(review, source=name, reliability=grade)

    def _packs(self) -> Iterator[Pack]:
        for pack_id in self._view.pack_ids():
            if (pack := self._reader.pack(pack_id)) is not None:
                yield pack

    def _undo(self, review: Review, given: Mapping[str, Any]) -> Review:
        name = str(given.get("act_id") or "")
        acts = [item.review for item in self._acts]
        found = [act for act in acts if name and act.act_id.startswith(name)]
        if len(found) != 1:
            raise InputError(
                f"{'no act has' if not found else 'several acts have'} the id {name!r}",
                where="act_id",
                remedy="List them with: tadmur review log",
            )
        target = found[0]
        if target.act_id not in {act.act_id for act in in_force(acts)}:
            raise InputError(f"act {target.act_id} is undone already", where="act_id", remedy="Undo its undo instead")
        return replace(review, undoes=target.act_id, report_id=target.report_id, anchor=target.anchor)

    def _claim(self, given: Mapping[str, Any], key: str) -> LedgerClaim:
        name = given.get(key)
        if not isinstance(name, str) or not name:
            raise InputError("no claim is named", where=key, remedy="Give its claim_id")
        return self._view.claim(name)

    def _report(self, given: Mapping[str, Any]) -> Report:
        name = given.get("report_id")
        if not isinstance(name, str) or not name:
            raise InputError("no report is named", where="report_id", remedy="Give its report_id")
        return self._view.report(name).report

    def _need_comment(self, comment: str) -> None:
        if not comment.strip():
            raise InputError("the comment is empty", where="comment")


def _speakers(rows: Iterable[LedgerClaim]) -> list[str]:
    """Keys of the voices that are no private persons, in order: nobody private is graded."""
    voices = (voice for row in rows for voice in row.claim.attribution)
    return sorted({source_key(voice) for voice in voices if not voice.private and (voice.source_id or voice.name)})


def _credibility(value: Any) -> Credibility:
    try:
        return Credibility(int(value))
    except (TypeError, ValueError) as error:
        raise InputError(
            f"{value!r} is no credibility", where="credibility", remedy="Use 1 (confirmed) to 5 (improbable), or 6"
        ) from error


def act_words(review: Review) -> str:
    """An act in a few words: "correct place, time of claim 1f2e"."""
    if review.undoes is not None:
        return f"undo of {review.undoes}"
    matter = f"claim {review.anchor.claim_id}" if review.anchor else f"report {review.report_id}"
    if review.source is not None and review.reliability is not None:
        return f"grade {review.reliability.value} for {review.source}"
    if review.credibility is not None:
        return f"credibility {int(review.credibility)} for {matter}"
    fields = f" {', '.join(review.changes.given)} of" if review.changes else ""
    return f"{review.act.value}{fields} {matter}"


def when(review: Review) -> str:
    """ISO 8601 to the second."""
    return isoformat(review.at) or ""
