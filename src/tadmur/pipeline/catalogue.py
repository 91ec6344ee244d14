"""The catalogue of a ledger with the words that the public reads instead of private names."""

from __future__ import annotations

import re
from pathlib import Path

from tadmur.export.pseudonyms import PrivateName, Pseudonyms
from tadmur.pipeline.reviewed import ReviewedView
from tadmur.reference.packs import load_pack
from tadmur.store.catalogue import CatalogueWords, Standing, make_catalogue
from tadmur.terms.source import SpeakerRole

NEVER_MATCHES = r"[^\s\S]"


def build_catalogue(ledger: Path, target: Path) -> None:
    """Makes the catalogue of a copy of a ledger."""
    draft = target.with_name(f"{target.name}.draft")
    with ReviewedView(ledger) as view:
        standing, packs = _standing(view), [load_pack(name) for name in view.pack_ids()]
    actors = {actor.actor_id: actor.name for pack in packs for actor in pack.actors.values()}
    make_catalogue(ledger, draft, standing, actors)
    with CatalogueWords(draft) as words:
        people = [PrivateName(report_id, name, SpeakerRole(role)) for report_id, name, role in words.people()]
        if people:
            pseudonyms = Pseudonyms(people, protected=protected_words(words.place_names()))
            quotes, titles = words.words_to_check(_full_names(people))
            words.keep(_redacted(quotes, pseudonyms), _redacted(titles, pseudonyms), _speakers(people, pseudonyms))
    draft.replace(target)


def _standing(view: ReviewedView) -> Standing:
    touched = {item.review.report_id for item in view.reviews()} & view.report_ids()
    names = tuple(sorted(name for name in touched if name is not None))
    found = [view.reviewed(report_id=name) for name in names]
    return Standing(
        names,
        tuple(
            (row, counts) for item in found for rows, counts in ((item.claims, True), (item.out, False)) for row in rows
        ),
    )


def protected_words(places: list[str]) -> set[str]:
    """Single words that name a place: alone they point to no person."""
    return {word for name in places for word in name.replace("-", " ").split()}


def _redacted(rows: list[tuple[str, str, str]], pseudonyms: Pseudonyms) -> list[tuple[str, str]]:
    found = ((key, words, pseudonyms.redact(words, report_id).text) for key, report_id, words in rows)
    return [(key, public) for key, words, public in found if public != words]


def _speakers(people: list[PrivateName], pseudonyms: Pseudonyms) -> list[tuple[str, str, str, str]]:
    return [
        (p.report_id, p.name, p.role.value, pseudonyms.pseudonym(p.report_id, p.name, p.role))
        for p in people
    ]  # fmt: skip


def _full_names(people: list[PrivateName]) -> str:
    """An expression of RE2 that finds every full name, however its words are joined."""
    names = sorted({tuple(re.findall(r"[^\W_]+", person.name)) for person in people} - {()})
    return "|".join(r"[^\pL\pN]{1,3}".join(map(_quoted, words)) for words in names) or NEVER_MATCHES


def _quoted(word: str) -> str:
    return "".join(character if character.isalnum() else f"\\{character}" for character in word)
