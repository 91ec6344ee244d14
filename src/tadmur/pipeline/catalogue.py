"""The catalogue of a ledger with the words that the public reads instead of private names."""

from __future__ import annotations

import re
from pathlib import Path

from tadmur.export.pseudonyms import PrivateName, Pseudonyms
from tadmur.store.catalogue import CatalogueWords, make_catalogue
from tadmur.terms.source import SpeakerRole

NEVER_MATCHES = r"[^\s\S]"


def build_catalogue(ledger: Path, target: Path) -> None:
    """Makes the catalogue of a copy of a ledger."""
    draft = target.with_name(f"{target.name}.draft")
    make_catalogue(ledger, draft)
    with CatalogueWords(draft) as words:
        people = [PrivateName(report_id, name, SpeakerRole(role)) for report_id, name, role in words.people()]
        if people:
            pseudonyms = Pseudonyms(people, protected=protected_words(words.place_names()))
            quotes, titles = words.words_to_check(_full_names(people))
            words.keep(_redacted(quotes, pseudonyms), _redacted(titles, pseudonyms), _speakers(people, pseudonyms))
    draft.replace(target)


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
