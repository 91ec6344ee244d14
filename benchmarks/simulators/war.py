"""A simulated war as arrays, and its files: what may be seen, and what is kept from whoever reconciles it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree  # type: ignore[import-untyped]

CAPTURED, HOLDS, LOST, CONTESTED = 0, 1, 2, 3
"""Values of ``kind``."""
NOBODY = -1
"""Value of ``alignment`` and, for contested, of ``controller``."""
KM_PER_DEGREE = 111.32
LATITUDE = 34.0
"""Centre of the invented country, degrees north; its longitude is 38 degrees east."""
FAR_KM = 200.0
"""Distance to the front where there is none."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Table = dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class War:
    """p places, t days, n claims, s sources, K parties.

    Attributes:
        claims: (n,) columns claim_id, source, place, pub_day, event_day, dated, kind, controller, text_sig.
        sources: (s,) columns source, name, type, alignment; what a reader knows of a source, not what it is.
        places: (p,) columns place, lat, lon, x_km, y_km, pop, start_state, ever_contested.
        hidden: (n,) columns claim_id, true_place, copy_of (-1: none), cause.
        state: (p, t) truth: 0 to K - 1 the holder, K contested.
        front_km: (p, t) distance to the nearest place that somebody else holds.
    """

    claims: Table
    sources: Table
    places: Table
    hidden: Table
    state: NDArray[np.uint8]
    front_km: NDArray[np.float16]
    parties: int


def write_war(war: War, prefix: Path) -> None:
    """PREFIX.claims, .sources, .places (visible) and .hidden.parquet, .truth.npz (hidden)."""
    prefix.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        for name in ("claims", "sources", "places", "hidden"):
            connection.register(name, getattr(war, name))
            connection.execute(f"COPY (SELECT * FROM {name}) TO '{prefix}.{name}.parquet' (FORMAT parquet)")
    np.savez_compressed(f"{prefix}.truth.npz", Z=war.state, front_km=war.front_km, K=war.parties)


def read_war(prefix: Path | str) -> War:
    """A war as written by `write_war`, or by any program that keeps to its format."""
    tables: dict[str, Table] = {}
    with duckdb.connect() as connection:
        for name, key in (("claims", "claim_id"), ("sources", "source"), ("places", "place"), ("hidden", "claim_id")):
            query = f'SELECT * FROM read_parquet(?) ORDER BY "{key}"'
            tables[name] = dict(connection.execute(query, [f"{prefix}.{name}.parquet"]).fetchnumpy())
    with np.load(f"{prefix}.truth.npz") as truth:
        return War(**tables, state=truth["Z"], front_km=truth["front_km"], parties=int(truth["K"]))


def place_table(position: Floats, population: Ints, holder: Ints) -> Table:
    """The visible table of places; ``position`` (p, 2) in km, ``holder`` (p, t)."""
    latitude = LATITUDE + position[:, 1] / KM_PER_DEGREE
    longitude = 38.0 + position[:, 0] / (KM_PER_DEGREE * np.cos(np.radians(LATITUDE)))
    return {
        "place": np.arange(len(position)),
        "lat": latitude,
        "lon": longitude,
        "x_km": position[:, 0],
        "y_km": position[:, 1],
        "pop": population,
        "start_state": holder[:, 0].copy(),
        "ever_contested": (holder != holder[:, :1]).any(axis=1),
    }


def front_distance(position: Floats, holder: Ints) -> NDArray[np.float16]:
    """(p, t) km to the nearest place of another holder, `FAR_KM` where all are of one."""
    distance = np.full(holder.shape, FAR_KM, np.float16)
    for day in range(holder.shape[1]):
        today = holder[:, day]
        if day and (today == holder[:, day - 1]).all():
            distance[:, day] = distance[:, day - 1]
            continue
        for party in np.unique(today):
            own = today == party
            if not own.all():
                distance[own, day] = cKDTree(position[~own]).query(position[own])[0]
    return distance


def neighbours(position: Floats, count: int) -> Ints:
    """(p, count) the nearest other places, nearest first."""
    return np.asarray(cKDTree(position).query(position, k=count + 1)[1][:, 1:], dtype=np.int64)


def finish(
    rows: Table,
    *,
    sources: Table,
    position: Floats,
    population: Ints,
    holder: Ints,
    state: NDArray[np.uint8],
    parties: int,
) -> War:
    """Sort claims by publication, number them and drop those that nobody could have read in time.

    ``rows`` has the columns of claims and hidden, with ``uid`` for claim_id; ``copy_of`` points to a uid.
    ``event_day`` below 0 means undated.
    """
    days = holder.shape[1]
    published = np.maximum(rows["pub_day"], 1)
    keep = np.flatnonzero(published < days)
    keep = keep[np.lexsort((rows["uid"][keep], published[keep]))]
    new_id = np.full(int(rows["uid"].max()) + 2 if len(keep) else 1, NOBODY)
    new_id[rows["uid"][keep]] = np.arange(len(keep))
    dated = rows["event_day"][keep] >= 0
    pub_day = published[keep]
    claims = {
        "claim_id": np.arange(len(keep)),
        "source": rows["source"][keep],
        "place": rows["place"][keep],
        "pub_day": pub_day,
        "event_day": np.where(dated, np.minimum(rows["event_day"][keep], pub_day), pub_day),
        "dated": dated,
        "kind": rows["kind"][keep],
        "controller": np.where(rows["kind"][keep] == CONTESTED, NOBODY, rows["controller"][keep]),
        "text_sig": np.unique(rows["text_sig"][keep], return_inverse=True)[1].reshape(-1),
    }
    hidden = {
        "claim_id": np.arange(len(keep)),
        "true_place": rows["true_place"][keep],
        "copy_of": new_id[rows["copy_of"][keep]],
        "cause": rows["cause"][keep].astype(object),
    }
    return War(
        claims=claims,
        sources=sources,
        places=place_table(position, population, holder),
        hidden=hidden,
        state=state,
        front_km=front_distance(position, holder),
        parties=parties,
    )
