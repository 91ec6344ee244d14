"""``tadmur place``: what a name means, and why."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from tadmur.cli.options import table_format

EPILOG = """\
Examples:

\b
  tadmur place Tadmor --country SY --near Homs
  tadmur place Hit --pack syria-iraq --sentence "Iraqi forces entered Hit on Monday."
  tadmur place Palmyra --country SY --sentence "Hills 10 km south-west of Palmyra were shelled."
  tadmur place Kherson --country UA --feature region
  tadmur place Tripoli --format json
  tadmur place add "Hill 5" --lon 37.62 --lat 34.53 --country SY --class site --name "تل 5@ar"
"""
EXPLAIN = "explain"
_ARTICLES = ("a", "an")
_CLASS_WORDS = {"admin1": "first-level unit", "admin2": "district"}


class NameOrCommand(click.Group):
    """A group whose first word is a name to look up unless it is one of its commands."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = [EXPLAIN, *args]
        return super().parse_args(ctx, args)


@click.group(cls=NameOrCommand, epilog=EPILOG, subcommand_metavar="NAME | COMMAND ...")
def command() -> None:
    """What a place name means, and why: tadmur place NAME."""


@command.command(EXPLAIN, epilog=EPILOG)
@click.argument("name")
@click.option("--country", "countries", multiple=True, metavar="CODE", help="ISO code of where the report is set.")
@click.option("--near", multiple=True, metavar="NAME", help="Another place of the same report; may be repeated.")
@click.option("--pack", help="Conflict pack whose countries count, such as syria-iraq.")
@click.option("--feature", metavar="WORD", help="Type word that goes with the name: province, dam, village.")
@click.option("--sentence", default="", help="The sentence that holds the name: its other names and words count.")
@click.option("--top", type=click.IntRange(min=1), default=5, show_default=True, help="Candidates to show.")
@click.option(
    "--places",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Your own file of places. Default: places.csv or places.yaml here, if there is one.",
)
@table_format("table", "json")
def explain(
    name: str,
    countries: tuple[str, ...],
    near: tuple[str, ...],
    pack: str | None,
    feature: str | None,
    sentence: str,
    top: int,
    places: Path | None,
    format_: str,
) -> None:
    """Rank what NAME may mean (the default: `tadmur place NAME`)."""
    from tadmur.pipeline.place_lookup import answer_row, look_up_place
    from tadmur.reference.layers import open_gazetteer
    from tadmur.reference.own_places import find_places, load_places

    own = load_places(places) if places else find_places([Path()])
    answer = look_up_place(
        name,
        countries=countries,
        near=near,
        pack=pack,
        feature=feature,
        sentence=sentence,
        gazetteer=open_gazetteer(own),
    )
    row = answer_row(answer, shown=top)
    if format_ == "json":
        click.echo(json.dumps(row, ensure_ascii=False, indent=2))
        return
    for line in _lines(row):
        click.echo(line)


@command.command("add")
@click.argument("name")
@click.option("--lon", required=True, help="Longitude in decimal degrees, WGS 84, east positive.")
@click.option("--lat", required=True, help="Latitude in decimal degrees, WGS 84, north positive.")
@click.option("--country", required=True, metavar="CODE", help="ISO code of two letters, such as SY.")
@click.option("--class", "class_", default="site", show_default=True, help="settlement, quarter, site, region ...")
@click.option("--name", "names", multiple=True, metavar="TEXT[@LANG[:AUDIENCE]]", help="Another name; may be repeated.")
@click.option("--admin1", default="", help="Governorate, as the gazetteer calls it.")
@click.option("--note", default="", help="For yourself: why it is there, where the point is from.")
@click.option(
    "--file",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("places.csv"),
    show_default=True,
    help="Your file of places, beside the reports of the monitor.",
)
def add(
    name: str,
    lon: str,
    lat: str,
    country: str,
    class_: str,
    names: tuple[str, ...],
    admin1: str,
    note: str,
    file: Path,
) -> None:
    """Add NAME to your own file of places. Its places win over the gazetteer (docs/places.md)."""
    from tadmur.reference.own_places import add_place

    row = {"name": name, "lon": lon, "lat": lat, "country": country, "class": class_}
    place = add_place(file, {**row, "names": "|".join(names), "admin1": admin1, "note": note})
    click.echo(f"{place.name} ({place.feature_class.value}; {place.country}) is {place.place_id} in {file}")


def _lines(row: dict[str, Any]) -> Iterator[str]:
    from tadmur.export.tables import text_table
    from tadmur.geocode.features import FEATURES

    candidates = row["candidates"]
    yield _headline(row)
    if row["ground"] and row["ground"]["shape"] != "point":
        yield _ground(row["ground"])
    if not candidates:
        return
    yield ""
    columns = ("#", "Place", "Kind", "In", "Lat", "Lon", "Probability", "Why", "Id")
    yield from text_table(columns, [_cells(number, item) for number, item in enumerate(candidates, start=1)])
    yield f"   none of the entries: {_percent(row['none_probability'])}"
    yield ""
    names = [name for name in FEATURES if any(name in item["features"] for item in candidates)]
    numbers = [str(number) for number in range(1, len(candidates) + 1)]
    rows = [(FEATURES[n], *(_nats(item["features"].get(n)) for item in candidates)) for n in names]
    totals = ("sum, in nats", *(f"{sum(item['features'].values()):+.1f}" for item in candidates))
    yield from text_table(("What speaks for and against", *numbers), [*rows, totals])


def _headline(row: dict[str, Any]) -> str:
    """The answer in one sentence."""
    from tadmur.pipeline.place_lookup import REASONS
    from tadmur.terms.place import NoPlace

    if row["place_id"] is None:
        return f"{row['name']}: no place is used, since {REASONS[NoPlace(row['none_reason'])]}."
    best = next(item for item in row["candidates"] if item["place_id"] == row["place_id"])
    where = ", ".join(part for part in (best["admin2"], best["admin1"], best["country"]) if part)
    return (
        f"{row['name']}: {best['name']} ({_kind(best)}; {where}), probability {_percent(row['probability'])}, "
        f"where_prec {row['where_prec']}."
    )


def _ground(ground: dict[str, Any]) -> str:
    """The ground of a vague place in one sentence."""
    said = [
        f"at a bearing of {ground['bearing_deg']:.0f} degrees" if ground["bearing_deg"] is not None else "",
        f"of {ground['distance_km']:g} km" if ground["distance_km"] is not None else "",
        f"to {ground['to']}" if ground["to"] else "",
    ]
    words = " ".join([f"{_ARTICLES[ground['shape'][0] in 'aeiou']} {ground['shape']}", *filter(None, said)])
    point = f"{ground['lat']:.4f} {ground['lon']:.4f}"
    return f"The words speak of {words} around {point}, uncertain by {ground['uncertainty_km']:g} km."


def _cells(number: int, item: dict[str, Any]) -> tuple[str, ...]:
    where = ", ".join(part for part in (item["admin1"], item["country"]) if part)
    position = (f"{item['lat']:.4f}", f"{item['lon']:.4f}")
    return (
        *(str(number), item["name"], _kind(item), where),
        *position,
        *(_percent(item["probability"]), item["reason"], item["place_id"]),
    )


def _kind(item: dict[str, Any]) -> str:
    return _CLASS_WORDS.get(item["class"], str(item["class"]))


def _nats(value: float | None) -> str:
    return "" if value is None else f"{value:+.1f}"


def _percent(share: float) -> str:
    return "under 1%" if 0.0 < share < 0.005 else f"{100 * share:.0f}%"
