"""Tables of the ledger. Columns that are asked for stand alone; the whole noun is kept as JSON in ``body``."""

from __future__ import annotations

SCHEMA_VERSION = "1"

TABLES = """
CREATE TABLE IF NOT EXISTS ledger (key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL);
CREATE TABLE IF NOT EXISTS reports (
    report_id VARCHAR PRIMARY KEY,
    caller_id VARCHAR,
    title VARCHAR,
    publisher VARCHAR,
    source_id VARCHAR,
    url VARCHAR,
    published_at TIMESTAMP,
    known_at TIMESTAMP,
    language VARCHAR,
    duplicate_of VARCHAR,
    similarity DOUBLE,
    pack_id VARCHAR,
    extraction VARCHAR,
    text VARCHAR NOT NULL,
    body VARCHAR NOT NULL
);
CREATE TABLE IF NOT EXISTS claims (
    claim_id VARCHAR PRIMARY KEY,
    report_id VARCHAR NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    quote VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    actor_id VARCHAR,
    opponent_id VARCHAR,
    speaker VARCHAR,
    asserted BOOLEAN NOT NULL,
    modality VARCHAR NOT NULL,
    time_earliest TIMESTAMP,
    time_latest TIMESTAMP,
    probability DOUBLE NOT NULL,
    place_id VARCHAR,
    body VARCHAR NOT NULL,
    geocoding VARCHAR
);
CREATE TABLE IF NOT EXISTS shapes (sha256 VARCHAR PRIMARY KEY, wkb BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS echoes (
    report_id VARCHAR PRIMARY KEY,
    original_id VARCHAR NOT NULL,
    probability DOUBLE NOT NULL
);
CREATE TABLE IF NOT EXISTS gradings (
    source VARCHAR NOT NULL,
    reliability VARCHAR NOT NULL,
    graded_by VARCHAR NOT NULL,
    graded_at TIMESTAMP NOT NULL,
    note VARCHAR NOT NULL
);
CREATE TABLE IF NOT EXISTS reviews (
    revision INTEGER PRIMARY KEY,
    act_id VARCHAR NOT NULL UNIQUE,
    noted_at TIMESTAMP NOT NULL,
    who VARCHAR NOT NULL,
    act VARCHAR NOT NULL,
    report_id VARCHAR,
    claim_id VARCHAR,
    source VARCHAR,
    undoes VARCHAR,
    body VARCHAR NOT NULL,
    reading VARCHAR
);
CREATE TABLE IF NOT EXISTS tombstones (
    report_id VARCHAR PRIMARY KEY,
    reason VARCHAR NOT NULL,
    removed_by VARCHAR NOT NULL,
    removed_at TIMESTAMP NOT NULL
);
CREATE TABLE IF NOT EXISTS audit (noted_at TIMESTAMP NOT NULL, who VARCHAR NOT NULL, act VARCHAR NOT NULL);
CREATE TABLE IF NOT EXISTS runs (run_id VARCHAR PRIMARY KEY, body VARCHAR NOT NULL);
"""
"""``reports.extraction`` names the settings that the report was read with; it is null until it has been read, so a
report in which nothing was found is not read again. ``known_at`` is knowledge time (the end of the day for a report
dated to the day), the claims' times are event time, all UTC. ``ledger`` holds the schema's version and, as JSON, the
monitor's own sources and publication delays. ``shapes`` holds the polygons of imported maps as well-known binary, each
once under its digest, which stands in the map's text. ``reviews`` is only ever added to: ``body`` is the act,
``reading`` the claim as the machine had read it, and both lose their words when the report is removed. ``tombstones``
name reports that were removed and are not taken in again. ``audit`` is only ever added to, and no result depends on
it."""
