"""A catalogue of a ledger: its reports and claims as narrow tables for lists that are filtered, sorted and paged.

The ledger keeps whole nouns as JSON. The catalogue lays the columns out that lists show, once for a copy of the
ledger, in the order in which lists begin, so that a page of a million claims is a matter of milliseconds.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tadmur.store.queries import insert_rows
from tadmur.store.rows import LedgerClaim, claim_row, encode

FORMAT = 4
"""Changed whenever the tables are."""

MEMORY = "2GB"
"""For making one; what needs more goes to the disk for a while."""

_STANDING = """
CREATE TABLE touched (report_id VARCHAR PRIMARY KEY);
CREATE TABLE standing AS SELECT *, CAST(NULL AS VARCHAR) AS review, TRUE AS counts FROM ledger.claims LIMIT 0;
CREATE TEMP VIEW every_claim AS
SELECT *, CAST(NULL AS VARCHAR) AS review, TRUE AS counts FROM ledger.claims
WHERE report_id NOT IN (SELECT report_id FROM touched)
UNION ALL SELECT * FROM standing;
"""
_TABLES = """
CREATE TABLE reports AS
SELECT row_number() OVER (ORDER BY published_at NULLS LAST, report_id) AS n, report_id, caller_id, title,
       CAST(NULL AS VARCHAR) AS title_public, publisher, source_id, url, published_at, known_at,
       body->>'$.published_precision' AS published_precision, language, duplicate_of, similarity, pack_id,
       length(text) AS characters, coalesce(counts.claims, 0) AS claims
FROM ledger.reports LEFT JOIN (SELECT report_id, count(*) AS claims FROM every_claim WHERE counts GROUP BY 1) counts
    USING (report_id)
ORDER BY n;
CREATE TEMP TABLE numbered AS
SELECT c.claim_id, row_number() OVER (
           ORDER BY r.published_at NULLS LAST, c.report_id, c.span_start, c.span_end, c.claim_id
       ) AS n
FROM every_claim c JOIN ledger.reports r USING (report_id);
CREATE TABLE claims AS
SELECT numbered.n, c.claim_id, c.report_id, r.published_at, r.known_at, r.publisher, c.kind, c.body->>'$.zone' AS zone,
       c.asserted, c.modality, c.body->>'$.hedge' AS hedge, c.actor_id, c.body->>'$.actor_mention' AS actor_mention,
       c.opponent_id, c.body->>'$.opponent_mention' AS opponent_mention, c.place_id,
       CASE WHEN c.place_id IS NOT NULL THEN c.geocoding->>'$.candidates[0].place.name' END AS place_name,
       CASE WHEN c.place_id IS NOT NULL THEN c.geocoding->>'$.candidates[0].place.country' END AS country,
       c.body->>'$.place.span.exact' AS place_mention, c.geocoding->>'$.none_reason' AS place_none_reason,
       c.speaker, CAST(NULL AS VARCHAR) AS speaker_public, c.body->>'$.attribution[#-1].role' AS speaker_role,
       coalesce(c.body->>'$.attribution[#-1].source_id',
                concat(c.body->>'$.attribution[#-1].role', ':', coalesce(c.speaker, ''))) AS source_key,
       (c.body->>'$.attribution[#-1].private') = 'true' AS speaker_private,
       c.quote, CAST(NULL AS VARCHAR) AS quote_public, c.span_start, c.span_end, c.time_earliest, c.time_latest,
       c.body->>'$.event_time.precision' AS time_precision, c.probability,
       coalesce(c.review->>'$.status', 'machine') AS review, c.review->>'$.by' AS reviewed_by, c.counts
FROM every_claim c JOIN numbered USING (claim_id) JOIN ledger.reports r USING (report_id)
ORDER BY numbered.n;
CREATE TABLE people AS
SELECT DISTINCT report_id, voice->>'$.name' AS name, voice->>'$.role' AS role FROM (
    SELECT report_id, unnest(CAST(body->'$.attribution' AS JSON[])) AS voice FROM every_claim
    WHERE contains(body, '"private":true')
) WHERE voice->>'$.private' = 'true' AND voice->>'$.name' IS NOT NULL ORDER BY ALL;
CREATE TABLE knowledge AS
SELECT DISTINCT known_at FROM ledger.reports WHERE known_at IS NOT NULL
ORDER BY known_at;
CREATE UNIQUE INDEX claim_by_id ON claims (claim_id);
CREATE UNIQUE INDEX report_by_id ON reports (report_id);
"""
"""``n`` is the order of publication. ``title_public``, ``speaker_public`` and ``quote_public`` are what stands instead
where the words name a private person, else null. ``people`` are the private persons who are named as speaking,
``knowledge`` the instants at which something came to be known. ``standing`` are the claims of the reports in
``touched`` as they stand after review; those that do not count any more are in it, too."""

VIEWS = """
CREATE VIEW claims_analyst AS SELECT * EXCLUDE (speaker_public, quote_public) FROM catalogue.claims;
CREATE VIEW claims_public AS SELECT * EXCLUDE (speaker_public, quote_public)
    REPLACE (coalesce(speaker_public, speaker) AS speaker, coalesce(quote_public, quote) AS quote,
             CASE WHEN NOT speaker_private THEN source_key END AS source_key)
    FROM catalogue.claims;
CREATE VIEW reports_analyst AS SELECT * EXCLUDE (title_public) FROM catalogue.reports;
CREATE VIEW reports_public AS SELECT * EXCLUDE (title_public)
    REPLACE (coalesce(title_public, title) AS title, CASE WHEN title_public IS NULL THEN url END AS url)
    FROM catalogue.reports;
"""
"""What each audience reads, over a catalogue that is attached under that name."""
ROWS = {
    "claims": (
        *("claim_id", "report_id", "published_at", "publisher", "kind", "actor_id", "actor_mention", "opponent_id"),
        *("opponent_mention", "place_id", "place_name", "country", "place_mention", "place_none_reason", "speaker"),
        *("speaker_role", "source_key", "quote", "zone", "asserted", "modality", "hedge", "time_earliest"),
        *("time_latest", "time_precision", "probability", "span_start", "span_end", "review"),
    ),
    "reports": (
        *("report_id", "caller_id", "title", "publisher", "source_id", "url", "published_at", "published_precision"),
        *("known_at", "language", "duplicate_of", "similarity", "pack_id", "characters", "claims"),
    ),
}
"""Columns of the rows of lists, by table."""
_ACTORS = "CREATE TABLE actors (actor_id VARCHAR, name VARCHAR)"
_ALSO_KNOWN = (("gradings", "graded_at"), ("reviews", "noted_at"))


@dataclass(frozen=True, slots=True)
class Standing:
    """The claims of reports that people reviewed, as they stand.

    Attributes:
        report_ids: of all such reports.
        claims: each with whether it counts.
    """

    report_ids: tuple[str, ...] = ()
    claims: tuple[tuple[LedgerClaim, bool], ...] = ()


def make_catalogue(ledger: Path, target: Path, standing: Standing, actors: Mapping[str, str]) -> None:
    """Writes the catalogue of a ledger that nobody writes to; the file is whole or not there.

    ``actors`` are the neutral names of parties by actor_id.
    """
    import duckdb

    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with duckdb.connect(str(draft), config={"threads": 2, "memory_limit": MEMORY}) as connection:
            quoted = str(ledger).replace("'", "''")
            connection.execute(f"ATTACH '{quoted}' AS ledger (READ_ONLY)")
            for statement in filter(str.strip, _STANDING.split(";")):
                connection.execute(statement)
            connection.execute(_ACTORS)
            insert_rows(connection, "actors", [list(item) for item in sorted(actors.items())])
            insert_rows(connection, "touched", [[name] for name in standing.report_ids])
            insert_rows(connection, "standing", [_standing_row(row, counts) for row, counts in standing.claims])
            for statement in filter(str.strip, _TABLES.split(";")):
                connection.execute(statement)
            found = connection.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = 'ledger'")
            tables = {name for (name,) in found.fetchall()}
            for table, column in _ALSO_KNOWN:
                if table in tables:
                    connection.execute(f"INSERT INTO knowledge SELECT DISTINCT {column} FROM ledger.{table}")
        os.replace(draft, target)
    finally:
        draft.unlink(missing_ok=True)
        draft.with_name(f"{draft.name}.wal").unlink(missing_ok=True)


def _standing_row(row: LedgerClaim, counts: bool) -> list[Any]:
    return [*claim_row(row), encode(row.review) if row.review else None, counts]


class CatalogueWords:
    """What the public reads instead of words that name private persons, worked into a catalogue."""

    def __init__(self, catalogue: Path) -> None:
        import duckdb

        self._connection = duckdb.connect(str(catalogue), config={"threads": 2, "memory_limit": MEMORY})

    def __enter__(self) -> CatalogueWords:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def people(self) -> list[tuple[str, str, str]]:
        """(report_id, name, role) of the private persons who are named as speaking."""
        return self._connection.execute("SELECT report_id, name, role FROM people ORDER BY ALL").fetchall()

    def place_names(self) -> list[str]:
        """Names of the places that claims name."""
        rows = self._connection.execute(
            "SELECT DISTINCT place_name FROM claims WHERE place_name IS NOT NULL ORDER BY 1"
        )
        return [name for (name,) in rows.fetchall()]

    def words_to_check(self, pattern: str) -> tuple[list[tuple[str, str, str]], list[tuple[str, str, str]]]:
        """(claim_id, report_id, quote) and (report_id, report_id, title) that may name one of the people.

        They stand in a report in which a private person speaks, or match ``pattern``, an expression of RE2.
        """
        found = []
        for table, key, words in (("claims", "claim_id", "quote"), ("reports", "report_id", "title")):
            rows = self._connection.execute(
                f"SELECT {key}, report_id, {words} FROM {table} WHERE {words} IS NOT NULL AND "
                f"(report_id IN (SELECT report_id FROM people) OR regexp_matches({words}, ?, 'i')) ORDER BY n",
                [pattern],
            ).fetchall()
            found.append(rows)
        return found[0], found[1]

    def keep(
        self,
        quotes: Sequence[tuple[str, str]],
        titles: Sequence[tuple[str, str]],
        speakers: Iterable[tuple[str, str, str, str]],
    ) -> None:
        """Keeps public quotes by claim_id, titles by report_id, and (report_id, name, role, pseudonym) of speakers."""
        for table, key, column, rows in (
            ("claims", "claim_id", "quote_public", quotes),
            ("reports", "report_id", "title_public", titles),
        ):
            self._connection.execute("CREATE OR REPLACE TEMP TABLE words (key VARCHAR, public VARCHAR)")
            insert_rows(self._connection, "words", list(rows))
            self._connection.execute(
                f"UPDATE {table} SET {column} = words.public FROM words WHERE {table}.{key} = words.key"
            )
        self._connection.execute(
            "CREATE OR REPLACE TEMP TABLE voices (r VARCHAR, name VARCHAR, role VARCHAR, p VARCHAR)"
        )
        insert_rows(self._connection, "voices", list(speakers))
        self._connection.execute(
            "UPDATE claims SET speaker_public = voices.p FROM voices WHERE claims.report_id = voices.r "
            "AND claims.speaker = voices.name AND claims.speaker_role = voices.role AND claims.speaker_private"
        )
