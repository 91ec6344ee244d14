"""What a situation report says: from the page of its last day, the page of its first, and the harm between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tadmur.export.bulletin import (
    Block,
    Bulletin,
    Bullets,
    Card,
    MapFigure,
    Paragraph,
    Quote,
    Section,
    Sentence,
    Table,
    TableRow,
    cited_claims,
)
from tadmur.export.bulletin_lead import (
    BulletinInput,
    PlaceChange,
    counted,
    evidence_ids,
    facts_of,
    holding,
    lead_sentences,
    place_changes,
    placed,
)
from tadmur.export.harm import number
from tadmur.export.limits import LIMITS, checked_sentence
from tadmur.export.page_text import (
    COMPARISON_WORDS,
    LABEL_WORDS,
    day,
    day_range,
    quantity,
    sentence_case,
    short_day,
    words,
)
from tadmur.export.situation import SituationPage
from tadmur.export.source_words import PROFILE_COLUMNS, PROFILE_TITLE, grade_words, lag_words, learned_words
from tadmur.terms.assessment import Label
from tadmur.terms.comparison import ComparisonKind
from tadmur.terms.confidence import CONFIDENCE_WORDS

_AGREEING = frozenset({ComparisonKind.COPY, ComparisonKind.CORROBORATION})
"""Comparisons that contradict nothing."""
_LEFT_OUT = "Contradictions whose claims all speak of days before the period are left out here."


def write_bulletin(given: BulletinInput) -> Bulletin:
    """The document; every claim that it cites is in it with its quote."""
    page = given.after
    names = {party.actor_id: party.name for party in (*given.before.parties, *page.parties)}
    changes = place_changes(given.before.places, page.places)
    sections = tuple(
        section
        for section in (
            _changes(given, changes, names),
            _holders(page, names),
            _contradictions(given),
            _figures(page),
            _harm(given),
            _unknown(given),
            _sources(page),
            _method(given),
        )
        if section.blocks
    )
    lead = tuple(lead_sentences(given, changes, names))
    rows = {row["claim_id"]: row for row in page.claims}
    cited = cited_claims(lead, sections)
    return Bulletin(
        title=page.meta.title,
        lead=lead,
        facts=tuple(facts_of(given)),
        sections=sections,
        claims={claim_id: rows[claim_id] for claim_id in cited},
        parties=page.parties,
        public=page.meta.public,
        limits=LIMITS,
        numbers={claim_id: index for index, claim_id in enumerate(cited, start=1)},
    )


def _changes(given: BulletinInput, changes: Sequence[PlaceChange], names: Mapping[str, str]) -> Section:
    blocks: list[Block] = []
    for page, when in ((given.before, given.first), (given.after, given.last)):
        if page.map is not None:
            blocks.append(MapFigure(f"Who holds what on {day(when)}", page.map, page.meta))
    if changes:
        rows = tuple(
            TableRow(
                (
                    placed(change.after),
                    holding(change.before, names),
                    holding(change.after, names),
                    day_range(change.after.since_earliest, change.after.since_latest),
                ),
                change.claim_ids,
            )
            for change in changes
        )
        columns = ("Place", short_day(given.first), short_day(given.last), "Since")
        blocks.append(Table("Places whose holder or standing changed", columns, rows))
    else:
        blocks.append(Paragraph((Sentence("Nothing that the reports speak of changed between the two days."),)))
    return Section("changes", "What changed", tuple(blocks))


def _holders(page: SituationPage, names: Mapping[str, str]) -> Section:
    rows = tuple(
        TableRow(
            (
                placed(row),
                holding(row, names, standing=False),
                LABEL_WORDS[row.label],
                day_range(row.since_earliest, row.since_latest),
                short_day(row.last_evidence),
            ),
            evidence_ids(row),
            row.place_id,
        )
        for row in page.places
        if row.label is not Label.UNKNOWN
    )
    if not rows:
        return Section("holders", "Who holds what", ())
    columns = ("Place", "Held by", "Standing", "Since", "Last evidence")
    return Section("holders", "Who holds what", (Table(f"On {day(page.meta.as_of)}", columns, rows),))


def _contradictions(given: BulletinInput) -> Section:
    cards: list[Block] = []
    for card in sorted(given.after.contradictions, key=lambda card: not card.disputed):
        if card.kind in _AGREEING:
            continue
        remarks = [("Conceded", Sentence(sentence, (claim_id,))) for claim_id, sentence in card.conceded]
        if card.disputed:
            remarks.append(("Still open", Sentence(card.disputed, card.claim_ids)))
        if card.belief:
            remarks.append(("Our reading", Sentence(card.belief, card.claim_ids)))
        kind = COMPARISON_WORDS[card.kind] + (f", {card.place}" if card.place else "")
        cards.append(Card(card.summary, kind, tuple(Quote(claim_id) for claim_id in card.claim_ids), tuple(remarks)))
    if given.earlier_contradictions:
        cards.append(Paragraph((Sentence(_LEFT_OUT),)))
    return Section("contradictions", "Contradictions", tuple(cards))


def _figures(page: SituationPage) -> Section:
    stated = {row["claim_id"]: row["quantity"] for row in page.claims}
    rows = tuple(
        TableRow(
            (
                row.what,
                quantity(stated[row.claim_id]) + (f" of {row.base}" if row.base else ""),
                "; ".join(f"{reading.name}: {reading.result}" for reading in row.readings)
                or "nothing published to hold it against",
                row.note,
            ),
            (row.claim_id,),
        )
        for row in page.figures
    )
    if not rows:
        return Section("figures", "Published figures", ())
    columns = ("Of", "As stated", "Readings", "Note")
    return Section("figures", "Published figures", (Table("Figures of territory in the reports", columns, rows),))


def _harm(given: BulletinInput) -> Section:
    if not given.events:
        return Section("harm", "Harm", ())
    totals = tuple(
        TableRow(
            (
                words(total.key),
                total.status.value if total.status and total.unit == "persons" else "",
                number(total.low),
                number(total.best),
                number(total.high),
                total.unit,
                f"{total.events} ({total.without_figure} without a figure)",
                ", ".join(f"{count} {grade.value}" for grade, count in total.grades),
            ),
            total.claim_ids,
        )
        for total in given.totals
    )
    note = Sentence(
        "Ranges never count the same people twice; what places, days and people do not tell apart was not added. "
        "Unknown is not zero."
    )
    columns = ("Harm", "Status", "At least", "Best", "At most", "Unit", "Events", "Evidence")
    return Section("harm", "Harm", (Paragraph((note,)), Table("Harm in the period", columns, totals)))


def _unknown(given: BulletinInput) -> Section:
    page = given.after
    items: list[Sentence] = []
    for label, text in (
        (Label.UNKNOWN, "Nothing can be said of who holds"),
        (Label.STALE, "Known only from old reports"),
    ):
        rows = [row for row in page.places if row.label is label]
        if rows:
            claims = tuple(dict.fromkeys(claim_id for row in rows for claim_id in evidence_ids(row)))
            listed = ", ".join(row.name for row in rows)
            items.append(Sentence(f"{text}: {listed}.", claims))
    groups: dict[tuple[str, str], list[tuple[str, tuple[str, ...]]]] = {}
    for item in page.unresolved:
        groups.setdefault((item.what, item.reason), []).append((item.words, item.claim_ids))
    for (what, reason), entries in groups.items():
        listed = ", ".join(f"“{text}”" for text, _ in entries[:6])
        more = f" and {len(entries) - 6} more" if len(entries) > 6 else ""
        claims = tuple(dict.fromkeys(claim_id for _, ids in entries for claim_id in ids))
        items.append(Sentence(f"{sentence_case(what)}, {words(reason)}: {listed}{more}.", claims))
    if given.withheld:
        items.append(
            Sentence(
                f"Withheld: {counted(given.withheld, 'claim')} younger than the publication delay of up to "
                f"{given.delay_hours:g} hours."
            )
        )
    items.append(Sentence("Places that no report speaks of are not in this report; absence of a report is no event."))
    return Section("unknown", "What we do not know", (Bullets(tuple(items)),))


def _sources(page: SituationPage) -> Section:
    rows = tuple(
        TableRow(
            (
                row.name,
                words(row.role),
                row.aligned_with or "not known",
                str(row.reports),
                str(row.claims),
                str(row.against_interest),
                str(row.contradicted),
                str(row.copies),
            )
        )
        for row in page.sources
    )
    columns = (
        "Source", "Role", "Stands with", "Reports", "Claims", "Against own interest", "In a contradiction", "In copies",
    )  # fmt: skip
    if not rows:
        return Section("sources", "Sources", ())
    tables = [Table("Who spoke, for whom, and how it fared", columns, rows, cited=False)]
    fared = tuple(
        TableRow((row.name, learned_words(row), lag_words(row.lag), grade_words(row.grade)))
        for row in page.sources
        if row.is_profiled
    )
    if fared:
        tables.append(Table(PROFILE_TITLE, PROFILE_COLUMNS, fared, cited=False))
    return Section("sources", "Sources", tuple(tables))


def _method(given: BulletinInput) -> Section:
    page = given.after
    prose = Paragraph(
        (
            Sentence("Software took down who says what happened, where and when. " + checked_sentence(page.claims)),
            Sentence(
                "For each place the claims were weighed together over time; a claim in its speaker’s favour counts "
                "for less, an admission for more, and copies count once."
            ),
            Sentence("Words for probabilities are those of the table below, the same everywhere."),
        )
    )
    bounds = [1.0, *(least for least, _ in CONFIDENCE_WORDS)]
    scale = Table(
        "Words for probabilities",
        ("Words", "Probability"),
        tuple(
            TableRow((text, f"{least:.0%} to {above:.0%}"))
            for (least, text), above in zip(CONFIDENCE_WORDS, bounds, strict=False)
        ),
        cited=False,
    )
    limits = Bullets(tuple(Sentence(text) for text in (LIMITS, *page.limits)))
    meta = page.meta
    data = Table(
        "Data and versions",
        ("Data", "Version", "Licence"),
        (
            TableRow(("tadmur", meta.code_version, "Apache-2.0")),
            TableRow(("Settings", meta.settings_hash, "")),
            TableRow(("Ledger’s run", meta.run_id, "")),
            TableRow((f"Boundaries: {meta.boundary_set}", meta.boundary_version, "")),
            *(TableRow((row.name, row.version, row.licence)) for row in page.licences),
        ),
        cited=False,
    )
    return Section("method", "Method, limits, data", (prose, scale, limits, data))
