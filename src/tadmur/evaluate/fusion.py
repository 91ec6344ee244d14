"""Simulated claims about a real front: read as arrays, and predictions written for scoring."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tadmur.terms.errors import InputError, OutputError

CAPTURED, HOLDS, LOST, CONTESTED = 0, 1, 2, 3
"""Values of ``kind``."""
NO_SIDE = -1
"""Value of ``alignment``: the source stands with no side."""


@dataclass(frozen=True, slots=True)
class SimulatedClaims:
    """What a system may see of a simulated war; n claims, s sources, p places.

    Attributes:
        source, place, pub_day, event_day, kind, controller, text_sig: (n,) ints; days count from 0, ``text_sig`` is
            equal for verbatim copies, ``controller`` is -1 for contested.
        dated: (n,) bool; where false, ``event_day`` is only the day of publication.
        alignment: (s,) side of each source, or ``NO_SIDE``.
        start_state: (p,) side that holds each place on day 0, by a map that is known.
        lon, lat: (p,) degrees, WGS 84.
    """

    source: NDArray[np.int64]
    place: NDArray[np.int64]
    pub_day: NDArray[np.int64]
    event_day: NDArray[np.int64]
    dated: NDArray[np.bool_]
    kind: NDArray[np.int64]
    controller: NDArray[np.int64]
    text_sig: NDArray[np.int64]
    alignment: NDArray[np.int64]
    start_state: NDArray[np.int64]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]


def read_simulated(prefix: str | Path) -> SimulatedClaims:
    """PREFIX.claims.parquet, PREFIX.sources.parquet and PREFIX.places.parquet; the hidden truth stays closed.

    Raises:
        InputError: a file is missing or lacks a column.
    """
    claims = _columns(prefix, "claims", "claim_id")
    sources = _columns(prefix, "sources", "source")
    places = _columns(prefix, "places", "place")
    try:
        return SimulatedClaims(
            **{
                name: claims[name].astype(np.int64)
                for name in ("source", "place", "pub_day", "event_day", "kind", "controller", "text_sig")
            },
            dated=claims["dated"].astype(np.bool_),
            alignment=sources["alignment"].astype(np.int64),
            start_state=places["start_state"].astype(np.int64),
            lon=places["lon"].astype(np.float64),
            lat=places["lat"].astype(np.float64),
        )
    except KeyError as missing:
        raise InputError(f"there is no column {missing}", where=str(prefix)) from missing


def _columns(prefix: str | Path, table: str, key: str) -> dict[str, NDArray[np.generic]]:
    import duckdb

    file = Path(f"{prefix}.{table}.parquet")
    if not file.is_file():
        raise InputError("no such file", where=str(file), remedy="Give the prefix that the simulator was given")
    with duckdb.connect() as connection:
        query = f'SELECT * FROM read_parquet(?) ORDER BY "{key}"'
        try:
            return dict(connection.execute(query, [str(file)]).fetchnumpy())
        except duckdb.Error as error:
            raise InputError(f"not a table of simulated {table}: {error}", where=str(file)) from error


def write_prediction(
    path: Path,
    probabilities: NDArray[np.floating],
    totals: NDArray[np.int64],
    reliability: NDArray[np.float64],
) -> None:
    """A prediction in a compressed npz that is whole or not there.

    Args:
        probabilities: ``P``, (places, days, states), written as float32.
        totals: (dates, draws) places held by the second party on days 30, 60, 90 ...; a draw is one whole history.
        reliability: (sources,) expected share of each source's claims that are true.

    Raises:
        OutputError: the file cannot be written.
    """
    draft = path.with_name(f".{path.name}.tmp")
    try:
        with draft.open("wb") as file:
            np.savez_compressed(file, P=probabilities.astype(np.float32), totals=totals, reliability=reliability)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise OutputError(
            f"cannot write the file ({error.strerror})", where=str(path), remedy="Choose another folder with --out"
        ) from error
