"""The ledger: reports, claims and what their places mean, in one DuckDB file.

A :class:`~tadmur.store.ledger.Writer` changes it, a :class:`~tadmur.store.ledger.View` reads it; nothing is decided
here.
"""
