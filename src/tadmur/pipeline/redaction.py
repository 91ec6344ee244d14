"""How an edition keeps private names, sites and what is withheld from the public."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tadmur.export.pseudonyms import PrivateName, Pseudonyms
from tadmur.export.redaction import redacted_row
from tadmur.pipeline.catalogue import protected_words
from tadmur.store.lists import Lists
from tadmur.terms.source import SpeakerRole


@dataclass(frozen=True)
class Redaction:
    """The pseudonyms of one ledger's private persons; ``None`` where it has none."""

    pseudonyms: Pseudonyms | None

    @classmethod
    def of(cls, lists: Lists) -> Redaction:
        """Of the persons that a catalogue lists."""
        people = [PrivateName(report_id, name, SpeakerRole(role)) for report_id, name, role in lists.people()]
        if not people:
            return cls(None)
        return cls(Pseudonyms(people, protected=protected_words(lists.place_names())))

    def row(self, row: dict[str, Any], report_id: str | None = None) -> dict[str, Any]:
        """A row of JSON without private names."""
        return row if self.pseudonyms is None else redacted_row(row, self.pseudonyms, report_id)
