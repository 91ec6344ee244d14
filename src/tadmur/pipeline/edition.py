"""An edition: all that the monitor shows of one copy of a ledger, known by one time, for one audience.

It lies in a folder named by what it follows from, so that it is made once, may be deleted at any time, and is whole or
not there.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec

from tadmur import __version__
from tadmur.export.comparisons import card_row
from tadmur.export.pseudonyms import Pseudonyms, private_names
from tadmur.export.public_places import FINER_THAN_SETTLEMENT, public_point
from tadmur.export.redaction import redacted_row
from tadmur.export.source_profile import profile_row
from tadmur.pipeline import catalogue, chronicle_files
from tadmur.pipeline.card_index import Cards
from tadmur.pipeline.cards import ORDER, chosen_cards
from tadmur.pipeline.catalogue import protected_words
from tadmur.pipeline.chronicle import Chronicle, chronicle_of
from tadmur.pipeline.contradictions import card_context
from tadmur.pipeline.finder import PlaceFinder
from tadmur.pipeline.map_cells import cell_triangles
from tadmur.pipeline.monitor import Monitor
from tadmur.pipeline.picture import Picture, picture_of
from tadmur.pipeline.publication import PublicView
from tadmur.pipeline.reading import ReportReader
from tadmur.pipeline.reviewed import ReviewedView
from tadmur.pipeline.settings import RunSettings
from tadmur.pipeline.situation import public_settlements
from tadmur.pipeline.source_profiles import source_profiles
from tadmur.reference.gazetteer import Gazetteer
from tadmur.store import catalogue as catalogue_tables
from tadmur.store.ledger import View
from tadmur.store.lists import Lists
from tadmur.store.row_index import make_row_index
from tadmur.terms.clock import isoformat
from tadmur.terms.ids import digest
from tadmur.terms.place import Place

FORMAT = 3
"""Changed whenever the files are."""


CELLS = "cells.bin"
FILES: dict[str, Any] = {
    "about": dict[str, Any],
    "points": list[tuple[float, float] | None],
    "cards": list[msgspec.Raw],
    "sources": list[dict[str, Any]],
    "finder": PlaceFinder,
}
"""What lies beside the chronicle."""


class Audience(StrEnum):
    """For whom: the public reads no private names, no sites and nothing that is withheld; an analyst reads all."""

    PUBLIC = "public"
    ANALYST = "analyst"


@dataclass(frozen=True, slots=True)
class EditionKey:
    """What an edition follows from, beside settings and code."""

    ledger: Path
    """A copy of a ledger, in a folder of its own that holds all that is made from it."""
    audience: Audience
    known_by: datetime | None = None

    def folder(self, settings: RunSettings) -> Path:
        """Where the edition lies."""
        known = isoformat(self.known_by) or "all"
        name = digest([__version__, FORMAT, chronicle_files.FORMAT, settings.digest(), self.audience.value, known])
        return self.ledger.parent / f"edition-{name}"


@dataclass(frozen=True)
class Edition:
    """An edition as it is shown.

    Attributes:
        points: longitude and latitude to show for each place of the chronicle, ``None`` where it has none in public.
        about: days, parties, boundary set and the like, for the head of every page.
        cards: contradictions and other comparisons, in their order.
        sources: profiles as rows, most claims first.
    """

    key: EditionKey
    name: str
    about: dict[str, Any]
    chronicle: Chronicle
    points: list[tuple[float, float] | None]
    cards: Cards
    finder: PlaceFinder
    sources: list[dict[str, Any]]


def catalogue_of(ledger: Path) -> Path:
    """Where the catalogue of a copy of a ledger lies; it serves every edition of it."""
    return ledger.parent / f"catalogue-{catalogue_tables.FORMAT}.duckdb"


def rows_of(ledger: Path) -> Path:
    """Where its rows and words lie."""
    return ledger.parent / f"rows-{catalogue_tables.FORMAT}.sqlite"


def has_catalogue(ledger: Path) -> bool:
    """Whether a copy of a ledger has both."""
    return catalogue_of(ledger).is_file() and rows_of(ledger).is_file()


def ensure_catalogue(ledger: Path) -> Path:
    """The catalogue of a copy of a ledger, made with its rows and words when it is not there."""
    target = catalogue_of(ledger)
    if not target.is_file():
        catalogue.build_catalogue(ledger, target)
    if not rows_of(ledger).is_file():
        make_row_index(target, rows_of(ledger))
    return target


def open_lists(ledger: Path) -> Lists:
    """The lists of a copy of a ledger that has its catalogue."""
    return Lists(ledger, catalogue_of(ledger), rows_of(ledger))


def open_edition(key: EditionKey, settings: RunSettings) -> Edition | None:
    """The edition, or ``None`` when it has to be made first."""
    folder = key.folder(settings)
    found = chronicle_files.load_chronicle(folder / "chronicle")
    if found is None:
        return None
    try:
        about, points, cards, sources, finder = (
            msgspec.json.decode((folder / f"{name}.json").read_bytes(), type=kind) for name, kind in FILES.items()
        )
    except (OSError, msgspec.DecodeError, msgspec.ValidationError):
        return None
    return Edition(key, folder.name.removeprefix("edition-"), about, found, points, Cards.of(cards), finder, sources)


def edition_picture(key: EditionKey, settings: RunSettings) -> Picture:
    """The picture that an edition shows, of the newest day."""
    with ReviewedView(key.ledger) as view:
        reader = ReportReader(settings, Monitor(sources=view.sources()))
        readable = PublicView(view) if key.audience is Audience.PUBLIC else view
        return picture_of(readable, reader.pack, settings=settings, known_by=key.known_by)


def what_it_shows(key: EditionKey) -> EditionKey:
    """The key itself, or that of analysts where nothing is withheld from the public: the picture is the same."""
    if key.audience is Audience.ANALYST:
        return key
    with View(key.ledger) as view:
        return key if view.delays() else replace(key, audience=Audience.ANALYST)


def make_edition(key: EditionKey, settings: RunSettings, picture: Picture | None = None) -> None:
    """Makes an edition; ``picture`` is :func:`edition_picture` where it is at hand."""
    picture = picture or edition_picture(key, settings)
    names = picture.actor_names()
    context = card_context(picture)
    cards = [card_row(card, context) for card in chosen_cards(picture, kinds=ORDER)]
    with ReviewedView(key.ledger) as view:
        gradings = view.gradings(known_by=key.known_by)
    sources = [profile_row(profile, names) for profile in source_profiles(picture, gradings)]
    if key.audience is Audience.PUBLIC:
        people = private_names(item.claim for item in picture.claims)
        places = [place.name for place in picture.places.values()]
        pseudonyms = Pseudonyms(people, protected=protected_words(places))
        cards = [redacted_row(card, pseudonyms) for card in cards]
    write_edition(key, settings, chronicle_of(picture), about_of(picture), cards, sources)


def write_edition(
    key: EditionKey,
    settings: RunSettings,
    chronicle: Chronicle,
    about: dict[str, Any],
    cards: Sequence[dict[str, Any]],
    sources: Sequence[dict[str, Any]],
) -> None:
    """Writes the files of an edition, the chronicle last: with it the edition is whole."""
    folder = key.folder(settings)
    folder.mkdir(parents=True, exist_ok=True)
    points = _points(chronicle.places, key.audience)
    finder = PlaceFinder.of(chronicle.places, chronicle.claim_counts.tolist())
    for name, body in zip(FILES, (about, points, cards, sources, finder), strict=True):
        (folder / f"{name}.json").write_bytes(msgspec.json.encode(body))
    chronicle_files.save_chronicle(chronicle, folder / "chronicle")


def _points(places: Sequence[Place], audience: Audience) -> list[tuple[float, float] | None]:
    if audience is Audience.ANALYST:
        return [(round(place.lon, 5), round(place.lat, 5)) for place in places]
    by_id = {place.place_id: place for place in places}
    fine = any(place.feature_class in FINER_THAN_SETTLEMENT for place in places)
    settlements = public_settlements(by_id, Gazetteer.open()) if fine else {}
    return [public_point(place, settlements) for place in places]


def has_cells(key: EditionKey, settings: RunSettings) -> bool:
    """Whether the cells of an edition are drawn."""
    return (key.folder(settings) / CELLS).is_file()


def edition_cells(key: EditionKey, settings: RunSettings) -> bytes:
    """The cells of an edition's settlements, drawn once; see :func:`tadmur.pipeline.map_cells.cell_triangles`."""
    file = key.folder(settings) / CELLS
    if file.is_file():
        return file.read_bytes()
    edition = open_edition(key, settings)
    if edition is None:
        return cell_triangles((), settings.boundaries)
    body = cell_triangles(edition.chronicle.places, settings.boundaries)
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    draft.write_bytes(body)
    draft.replace(file)
    return body


def about_of(picture: Picture) -> dict[str, Any]:
    """What the head of every page says of a picture."""
    boundary_set, boundary_version = picture.boundaries.describe()
    counts = picture.counts()
    return {
        "newest_day": picture.as_of.isoformat(),
        "known_by": isoformat(picture.known_by),
        "boundary_set": boundary_set,
        "boundary_version": boundary_version,
        "counts": msgspec.to_builtins(counts),
        "packs": {name: {"name": pack.name, "sha256": pack.digest} for name, pack in sorted(picture.packs.items())},
        "parties": [
            {
                "actor_id": actor.actor_id,
                "name": actor.name,
                "colour": actor.colour,
                "pack": pack.pack_id,
                "parent": actor.parent,
                "holds_territory": actor.holds_territory,
            }
            for pack in picture.packs.values()
            for actor in pack.actors.values()
        ],
    }


def forget(ledger: Path) -> None:
    """Deletes a copy of a ledger with everything made from it."""
    shutil.rmtree(ledger.parent, ignore_errors=True)
