"""Two sources of maps side by side: as text, JSON and tables."""

from __future__ import annotations

import csv
import io
import json
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from tadmur.export.limits import LIMITS
from tadmur.export.tables import text_table

WIDTH = 100
MOST_DISTRICTS = 15
MOST_DAYS = 12


def comparison_json(contract: Mapping[str, Any]) -> str:
    """The whole comparison as JSON."""
    return json.dumps(contract, ensure_ascii=False, indent=2)


def districts_csv(contract: Mapping[str, Any]) -> str:
    """One row for each district in which the maps differ; its boundary set stands in every row."""
    one, other = contract["sources"]
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(
        [
            "unit_id",
            "unit",
            "area_km2",
            f"held_km2 {one}",
            f"held_km2 {other}",
            "differ_km2",
            "since",
            "as_of",
            "boundaries",
        ]
    )
    for row in contract["districts"]:
        writer.writerow(
            [
                row["unit_id"],
                row["name"],
                f"{row['area_km2']:.1f}",
                f"{row['held_km2'][0]:.1f}",
                f"{row['held_km2'][1]:.1f}",
                f"{row['differ_km2']:.1f}",
                row["since"],
                contract["to"],
                contract["units"],
            ]
        )
    return file.getvalue()


def agreement_csv(contract: Mapping[str, Any]) -> str:
    """One row a day: areas by party and source, agreement by land and by settlement."""
    one, other = contract["sources"]
    parties = sorted({party for row in contract["days"] for party in row["held_km2"]})
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    heads = [f"{party} km2 {source}" for party in parties for source in (one, other)]
    writer.writerow(["day", *heads, "agreement_land", "agreement_settlements", "settlements_both", "scope"])
    for row in contract["days"]:
        areas = [row["held_km2"].get(party, [0.0, 0.0, 0.0])[n] for party in parties for n in (0, 1)]
        shares = [
            "" if row[name] is None else f"{row[name]:.4f}" for name in ("agreement_land", "agreement_settlements")
        ]
        writer.writerow([row["day"], *(f"{a:.1f}" for a in areas), *shares, row["settlements_both"], contract["scope"]])
    return file.getvalue()


def comparison_text(contract: Mapping[str, Any]) -> Iterator[str]:
    """The comparison in words and small tables."""
    one, other = contract["sources"]
    last = contract["days"][-1]
    yield f"{one} and {other}, {contract['from']} to {contract['to']}"
    yield from _wrapped(f"{contract['scope']} {contract['units']} Areas are geodesic, in km2.")
    yield from _wrapped(f"Maps used: {contract['maps'][0]} by {one}, {contract['maps'][1]} by {other}.")
    yield ""
    if contract["drawn"]:
        yield f"Land drawn as held on {contract['to']}"
        rows = [
            (
                contract["parties"].get(party, party),
                *(f"{value:,.0f}" for value in values),
                f"{values[1] - values[0]:+,.0f}",
            )
            for party, values in last["held_km2"].items()
        ]
        yield from (f"  {line}" for line in text_table(("Party", one, other, "both", "difference"), rows))
        yield from _wrapped(_land_sentence(last, one, other))
    yield from _wrapped(_settlement_sentence(last, one, other))
    yield ""
    yield "Scope"
    if contract["scope_differences"]:
        for sentence in contract["scope_differences"]:
            yield from _wrapped(f"- {sentence}", indent="  ", hanging=4)
    else:
        yield "  No difference of scope was found: neither counts land that the other never counts."
    yield ""
    yield "Agreement over time"
    yield from (f"  {line}" for line in _over_time(contract))
    yield ""
    yield from _wrapped(_first_sentence(contract["first_to_change"], one, other))
    if contract["districts"]:
        yield ""
        yield f"Where they differ on {contract['to']}"
        rows = [
            (
                row["name"],
                f"{row['held_km2'][0]:,.0f}",
                f"{row['held_km2'][1]:,.0f}",
                f"{row['differ_km2']:,.0f}",
                f"since {row['since']}" if not row["whole_period"] else "all the time",
            )
            for row in contract["districts"][:MOST_DISTRICTS]
        ]
        yield from (f"  {line}" for line in text_table(("District", one, other, "differ", "since when"), rows))
        if len(contract["districts"]) > MOST_DISTRICTS:
            yield f"  and {len(contract['districts']) - MOST_DISTRICTS} more; --out writes them all"
    yield ""
    yield from _wrapped(f"Both maps are what their sources say, not what is so. {LIMITS}")


def _land_sentence(row: Mapping[str, Any], one: str, other: str) -> str:
    if row["agreement_land"] is None:
        return "Neither draws any land as held."
    total = row["same_km2"] + row["different_km2"] + sum(row["only_km2"])
    return (
        f"Of the {total:,.0f} km2 that either gives to a party, both give {100 * row['same_km2'] / total:.0f} per cent "
        f"to the same one and {100 * row['different_km2'] / total:.0f} per cent to different ones; "
        f"{100 * row['only_km2'][0] / total:.0f} per cent only {one} gives to anybody, "
        f"{100 * row['only_km2'][1] / total:.0f} per cent only {other}."
    )


def _settlement_sentence(row: Mapping[str, Any], one: str, other: str) -> str:
    if row["agreement_settlements"] is None:
        return "There is no settlement that both give to a party."
    only = row["settlements_only"]
    return (
        f"Of {row['settlements_both']:,} settlements that both give to a party, "
        f"{100 * row['agreement_settlements']:.1f} per cent have the same one; {only[0]:,} more are given only by "
        f"{one}, {only[1]:,} only by {other}."
    )


def _over_time(contract: Mapping[str, Any]) -> Iterator[str]:
    rows = contract["days"]
    if len(rows) > MOST_DAYS:
        step = len(rows) / MOST_DAYS
        rows = [rows[int(step * n)] for n in range(MOST_DAYS)] + [rows[-1]]
    cells = [
        (
            row["day"],
            "" if row["agreement_land"] is None else f"{100 * row['agreement_land']:.0f} %",
            "" if row["agreement_settlements"] is None else f"{100 * row['agreement_settlements']:.1f} %",
            f"{row['settlements_both']:,}",
        )
        for row in rows
    ]
    yield from text_table(("Day", "same by land", "same by settlement", "settlements of both"), cells)


def _first_sentence(first: Mapping[str, Any], one: str, other: str) -> str:
    both = first["first"] + first["second"] + first["same_day"]
    if not both:
        head = "No settlement came to a new party on both maps in the period."
    else:
        head = (
            f"Of {both:,} settlements that came to a new party on both maps, {first['first']:,} changed first on that "
            f"of {one}, {first['second']:,} on that of {other}, {first['same_day']:,} on the same day"
        )
        lead = first["lead_days"]
        leader = one if lead is not None and lead > 0 else other
        head += f"; where one led, {leader} did so by {abs(lead):.0f} days in the middle." if lead else "."
    pending = [
        f"{count:,} changes of {mine} are not on the last map of {theirs}"
        for count, mine, theirs in ((first["pending"][0], one, other), (first["pending"][1], other, one))
        if count
    ]
    return head + (f" {'; '.join(pending)}." if pending else "")


def _wrapped(text: str, indent: str = "", hanging: int = 0) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=" " * hanging, break_on_hyphens=False)
