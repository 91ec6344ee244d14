"""How well pairs of statements are told apart: dispute, sequence, place, scope, copy, corroboration, correction.

    python benchmarks/contradictions.py [--part examples|own|dev|held] [--errors FILE]

Each gold pair is two verbatim quotes and the kind that a careful reader gives it. "End to end" runs the product's own
pipeline over the reports and asks how the claims read at the two quotes stand to each other; a pair of which a side was
not read counts as missed. "Given the gold claims" asks the same of the claims that a person wrote down, where there are
any: that is the comparison alone, without the reading. Of the blind gold, "dev" may be looked at, "held" never.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path
from typing import Any

import yaml

from tadmur.compare.located import LocatedClaim
from tadmur.compare.relation import Relation
from tadmur.compare.relations import relate
from tadmur.evaluate.kinds import KindScore, macro_f1, score_kinds
from tadmur.extract.corrections import correcting_stretches
from tadmur.pipeline.comparing import claims_to_compare
from tadmur.pipeline.monitor import find_monitor
from tadmur.pipeline.picture import picture_of
from tadmur.pipeline.reading import ReportReader
from tadmur.pipeline.run import LEDGER, run
from tadmur.pipeline.settings import RunSettings
from tadmur.reference.packs import Pack, load_pack
from tadmur.store.ledger import View
from tadmur.terms.claim import Claim, ClaimKind, Modality, Quantity
from tadmur.terms.clock import EventTime, Precision, end_of_day, start_of_day
from tadmur.terms.comparison import ComparisonKind
from tadmur.terms.place import PlaceMention, PlaceRelation
from tadmur.terms.report import Report, Zone
from tadmur.terms.source import SpeakerRole, Voice
from tadmur.terms.span import TextSpan

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parent / "examples"
SETS = ("palmyra-2016", "ukraine-2022", "sudan-2023")
OWN = HERE.parent / "tests" / "compare" / "gold_pairs.yaml"
BLIND = HERE / "gold" / "contradictions.jsonl"
SYRIA = "syria-iraq"
"""A pack for reports that fit none: they hold no party, so that any will do."""
UNRELATED = "unrelated"
PRIORITY = (
    ComparisonKind.COPY,
    ComparisonKind.CORRECTION,
    ComparisonKind.DISPUTE,
    ComparisonKind.SEQUENCE,
    ComparisonKind.CORROBORATION,
    ComparisonKind.DIFFERENT_SCOPE,
    ComparisonKind.DIFFERENT_PLACE,
)
"""Where a quote holds several claims: the relation that is reported, first to last."""


@dataclass(frozen=True)
class Answer:
    """A gold pair and what was said of it; ``read`` is whether both quotes hold a claim."""

    name: str
    kind: str
    found: Relation | None
    read: bool
    quotes: tuple[str, str]
    note: str


def main() -> None:
    """Print a table for each part of the gold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", dest="parts", action="append", choices=("examples", "own", "dev", "held"))
    parser.add_argument("--errors", type=Path, help="write wrong and missed pairs to this file (JSONL); never of held")
    arguments = parser.parse_args()
    wrong: list[Answer] = []
    for part in arguments.parts or ("examples", "own", "dev", "held"):
        for title, answers in answers_of(part):
            show(title, answers)
            if part != "held":
                wrong += [
                    answer
                    for answer in answers
                    if (answer.found.kind.value if answer.found else UNRELATED) != answer.kind
                ]
    if arguments.errors:
        arguments.errors.write_text("".join(line_of(answer) for answer in wrong), encoding="utf-8")


def answers_of(part: str) -> Iterator[tuple[str, list[Answer]]]:
    """Titles and answers of one part of the gold."""
    if part == "examples":
        results = [examples(name) for name in SETS]
        yield "examples, end to end", [answer for pair in results for answer in pair[0]]
        yield "examples, given the gold claims", [answer for pair in results for answer in pair[1]]
        return
    if part == "own":
        yield "own, end to end", [short_pair(row) for row in own_rows()]
        return
    if not BLIND.is_file():
        print(f"\nblind, {part}: {BLIND.name} is not there")
        return
    rows = [json.loads(line) for line in BLIND.read_text(encoding="utf-8").split("\n") if line.strip()]
    yield f"blind, {part}, end to end", [short_pair(row) for row in rows if row["split"] == part]


def own_rows() -> Iterator[dict[str, Any]]:
    """The pairs of our own in the form of the blind ones: the first report has ``a``, the last ``b``."""
    for row in yaml.safe_load(OWN.read_text(encoding="utf-8")):
        parts = [[part.strip() for part in line.split("|", 2)] for line in row["reports"]]
        reports = [
            {"id": f"r{number}", "published_at": day, "publisher": publisher, "text": text}
            for number, (day, publisher, text) in enumerate(parts)
        ]
        a, b = ({"report": r["id"], "quote": row[side]} for side, r in (("a", reports[0]), ("b", reports[-1])))
        yield {**row, "reports": reports, "a": a, "b": b}


# ---------------------------------------------------------------------------------------------------- asking pairs
def ask(
    name: str, kind: str, sides: Sequence[Sequence[LocatedClaim]], pack: Pack, quotes: tuple[str, str], note: str = ""
) -> Answer:
    """The foremost relation between any claim of the one quote and any of the other."""
    found = [relation for a, b in product(*sides) if (relation := relate(a, b, pack.allied)) is not None]
    best = min(found, key=lambda relation: PRIORITY.index(relation.kind), default=None)
    return Answer(name, kind, best, all(sides), quotes, note)


def at_quote(claims: Iterable[LocatedClaim], report: Report, quote: str) -> list[LocatedClaim]:
    """The claims read at a quote, any of its occurrences; those that share at least half of the shorter text first."""
    spans = list(occurrences(report.text, quote))
    if not spans:
        raise SystemExit(f"the quote {quote!r} is not in {report.caller_id}")
    mine = [item for item in claims if item.claim.report_id == report.report_id]
    return [i for i in mine if any(i.claim.span.start < end and start < i.claim.span.end for start, end in spans)]


def occurrences(text: str, quote: str) -> Iterator[tuple[int, int]]:
    """Where ``quote`` stands in ``text``."""
    start = text.find(quote)
    while start >= 0:
        yield start, start + len(quote)
        start = text.find(quote, start + 1)


def read_claims(folder: Path, pack: str, scratch: Path) -> tuple[list[LocatedClaim], dict[str | None, Report], Pack]:
    """Claims of the reports in ``folder``, as the product reads and places them; reports by the caller's id."""
    run([folder], scratch, settings=RunSettings(pack=pack), now=datetime.now(UTC))
    reader = ReportReader(RunSettings(pack=pack), find_monitor([folder]))
    with View(scratch / LEDGER) as view:
        picture = picture_of(view, reader.pack, settings=RunSettings(pack=pack))
    packs = picture.packs
    if not packs:
        return [], {item.report.caller_id: item.report for item in picture.reports}, load_pack(SYRIA)
    chosen = next(iter(packs.values()))
    claims = claims_to_compare(picture.claims, chosen)
    return claims, {item.report.caller_id: item.report for item in picture.reports}, chosen


# -------------------------------------------------------------------------------------------------- own and blind gold
def short_pair(row: Mapping[str, Any]) -> Answer:
    """A pair of short reports, read from scratch."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "reports"
        folder.mkdir()
        lines = [json.dumps(report, ensure_ascii=False) + "\n" for report in row["reports"]]
        (folder / "reports.jsonl").write_text("".join(lines), encoding="utf-8")
        claims, reports, pack = read_claims(folder, row.get("pack") or "auto", Path(scratch) / "out")
    sides = [at_quote(claims, reports[row[side]["report"]], row[side]["quote"]) for side in ("a", "b")]
    return ask(row["id"], row["kind"], sides, pack, (row["a"]["quote"], row["b"]["quote"]), row.get("note", ""))


# ------------------------------------------------------------------------------------------------------ the examples
def examples(name: str) -> tuple[list[Answer], list[Answer]]:
    """Answers end to end, and given the gold claims."""
    folder = EXAMPLES / name
    with tempfile.TemporaryDirectory() as scratch:
        claims, reports, pack = read_claims(folder, "auto", Path(scratch))
    gold = [
        gold_located(json.loads(line), reports, pack)
        for line in (folder / "truth" / "claims.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    pairs = yaml.safe_load((folder / "truth" / "contradictions.yaml").read_text(encoding="utf-8"))
    answers: tuple[list[Answer], list[Answer]] = ([], [])
    for number, pair in enumerate(pairs):
        quotes = (pair["a"]["quote"], pair["b"]["quote"])
        for given, into in zip((claims, gold), answers, strict=True):
            sides = [at_quote(given, reports[pair[side]["report"]], pair[side]["quote"]) for side in ("a", "b")]
            into.append(ask(f"{name} {number}", pair["kind"], sides, pack, quotes, pair["reason"]))
    return answers


def gold_located(row: Mapping[str, Any], reports: Mapping[str | None, Report], pack: Pack) -> LocatedClaim:
    """A gold line as a claim, its place known by the words that the annotator chose."""
    report = reports[row["report"]]
    start = report.text.rfind(row["quote"])
    span = TextSpan.of(report.report_id, report.text, start, start + len(row["quote"]))
    kind = ClaimKind(row["of"] or row["kind"])
    relation = PlaceRelation(row["place_relation"] or "at")
    part = relation is PlaceRelation.PART
    key = row["anchor"] if part and row["place"] and row["anchor"] in row["place"] else row["place"]
    source = next((s for s in pack.sources.values() if row["speaker"] in (s.name, *s.aliases)), None)
    quantity = Quantity(**row["quantity"]) if row["quantity"] else None
    voice = Voice(row["speaker"], SpeakerRole.UNNAMED, source.aligned_with if source else None)
    claim = Claim(
        claim_id=f"{row['report']} {start} {row['kind']} {row['place']} {row['quantity']}",
        report_id=report.report_id, span=span, zone=Zone(row["zone"]), kind=kind,
        attribution=(Voice(row["publisher"], SpeakerRole.PUBLISHER), voice),
        event_time=EventTime(
            start_of_day(date.fromisoformat(row["time_earliest"])) if row["time_earliest"] else None,
            end_of_day(date.fromisoformat(row["time_latest"])) if row["time_latest"] else None,
            Precision(row["time_precision"]),
        ),
        asserted=row["asserted"], modality=Modality(row["modality"]), probability=1.0, trigger="", extractor="gold",
        place=PlaceMention(span, row["anchor"], relation=relation) if row["place"] else None,
        actor_id=row["actor"], opponent_id=row["opponent"], quantity=quantity,
    )  # fmt: skip
    side = voice.aligned_with
    return LocatedClaim(
        claim=claim, place_key=key, place_name=key, published_at=report.known_at,
        holder_actor=party(row["actor"], pack), opponent_actor=party(row["opponent"], pack),
        speaker_actor=pack.holder_of(side) if side and side in pack.actors else side,
        original_report=report.duplicate_of or report.report_id,
        within=(row["anchor"],) if row["anchor"] and row["anchor"] != key else (),
        corrects=any(first <= start < last for first, last in correcting_stretches(report)),
    )  # fmt: skip


def party(actor: str | None, pack: Pack) -> str | None:
    """The party whose control counts for an actor."""
    return pack.holder_of(actor) if actor and actor in pack.actors else None


# ------------------------------------------------------------------------------------------------------------ printing
def show(title: str, answers: Sequence[Answer]) -> None:
    """A table of one part."""
    scores = kind_scores(answers)
    read = sum(answer.read for answer in answers)
    print(f"\n{title}: {len(answers)} pairs, {read} with both sides read")
    print(f"{'kind':18} {'gold':>5} {'found':>6} {'right':>6} {'P':>6} {'R':>6} {'F1':>6}")
    for score in scores:
        cells = " ".join(number(value) for value in (score.precision, score.recall, score.f1))
        print(f"{score.kind:18} {score.gold:5d} {score.found:6d} {score.right:6d} {cells}")
    print(f"macro F1 {number(macro_f1(scores))}   precision of dispute {number(dispute_precision(scores))}")
    both = [answer for answer in answers if answer.read]
    if len(both) < len(answers):
        print(f"where both sides were read: macro F1 {number(macro_f1(kind_scores(both)))}")


def kind_scores(answers: Iterable[Answer]) -> list[KindScore]:
    """Scores over the kinds; a pair of unrelated statements is no kind, but an answer to it is a false alarm."""
    pairs = [(a.kind, a.found.kind.value if a.found else None) for a in answers]
    return [score for score in score_kinds(pairs) if score.kind != UNRELATED]


def dispute_precision(scores: Iterable[KindScore]) -> float | None:
    """Precision of the kind that costs an analyst an hour when it is wrong."""
    return next((score.precision for score in scores if score.kind == ComparisonKind.DISPUTE), None)


def number(value: float | None) -> str:
    """Three decimals, or a dash."""
    return "     -" if value is None else f"{value:6.3f}"


def line_of(answer: Answer) -> str:
    """One wrong or missed pair as JSON."""
    found = answer.found
    row = {
        "pair": answer.name, "kind": answer.kind, "found": found.kind.value if found else None,
        "why": found.reason if found else None, "read": answer.read, "quotes": answer.quotes, "note": answer.note,
    }  # fmt: skip
    return json.dumps(row, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    main()
