"""A pack with a monitor's own sources added: a folder of reports may know publishers that the pack does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace

from tadmur.reference.alias_matcher import Phrase
from tadmur.reference.packs import Pack
from tadmur.terms.errors import SettingsError
from tadmur.terms.ids import digest
from tadmur.terms.source import INDEPENDENT, Source


def with_sources(pack: Pack, sources: Sequence[Source]) -> Pack:
    """``pack`` with ``sources`` added; where an id is in both, the monitor's own wins.

    Raises:
        SettingsError: a source is aligned with a party that the pack does not have.
    """
    if not sources:
        return pack
    for source in sources:
        if source.aligned_with not in (None, INDEPENDENT, *pack.actors):
            raise SettingsError(
                f"source {source.source_id!r} stands with {source.aligned_with!r}, which pack {pack.pack_id!r} lacks",
                remedy=f"Use one of: {', '.join([INDEPENDENT, *pack.actors])}",
            )
    own = {source.source_id: source for source in sources}
    phrases = [Phrase(name, s.source_id, False) for s in sources for name in (s.name, *s.aliases)]
    kept = [phrase for phrase in pack.source_phrases if phrase.value not in own]
    return replace(
        pack,
        sources={**pack.sources, **own},
        source_phrases=tuple(phrases + kept),
        digest=digest([pack.digest, [asdict(source) for source in sorted(sources, key=lambda s: s.source_id)]]),
    )
