"""A new conflict pack to fill in: valid from the start, with comments that say what to add where."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from tadmur.terms.errors import SettingsError

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8c564b", "#4b4b8f")
"""Apart for usual and for colour-blind sight (after Okabe and Ito 2008), two added."""


def new_pack(pack_id: str, *, countries: Sequence[str], parties: Sequence[str], since: date) -> str:
    """The YAML text of a pack with the given parties and no sources of its own.

    Raises:
        SettingsError: fewer than two parties, more than there are colours, two with one id, a country that is no code.
    """
    if not 2 <= len(parties) <= len(COLOURS):
        raise SettingsError(
            f"{len(parties)} parties were named", remedy=f"Name 2 to {len(COLOURS)} with --party; add more in the file"
        )
    for country in countries:
        if not re.fullmatch("[A-Z]{2}", country):
            raise SettingsError(f"{country!r} is not a country code", remedy="Use ISO 3166-1 alpha-2, e.g. SD")
    ids = [identifier(name) for name in parties]
    if len(set(ids)) < len(ids):
        raise SettingsError(f"two parties have the same id: {', '.join(ids)}", remedy="Give them different names")
    return "\n".join(
        [
            "# A conflict pack. `tadmur pack check FILE` names what is wrong; the shipped packs show every field.",
            f"id: {pack_id}",
            f"name: {pack_id}  # of the war, as shown",
            f"countries: [{', '.join(countries)}]",
            f"period: {{since: {since}}}",
            "",
            "# Words that speak for this war when a pack is chosen by itself: country, cities, regions, people.",
            "cues:",
            *(f"  {country}: []" for country in countries),
            "",
            "# Neutral names only; the loaded words of reports belong under the aliases, so that they are understood.",
            "actors:",
            *(line for party in zip(ids, parties, COLOURS, strict=False) for line in _actor(*party)),
            "# Who stood with whom, and when: - {between: [one, other], since: 2024-01-01, until: 2024-06-30}",
            "alliances: []",
            "",
            "common_sources: true  # news agencies, UN offices and monitors that report on every war",
            "",
            "# Who reports, and for whom:",
            "#   - {id: north-radio, name: North Radio, kind: party_media, aligned_with: northern-army, aliases: [NR]}",
            "sources: []",
            "",
        ]
    )


def _actor(actor_id: str, name: str, colour: str) -> list[str]:
    return [
        f"  - id: {actor_id}",
        f'    name: "{name}"',
        "    kind: rebel  # state, rebel, political_militia, identity_militia or coalition",
        f'    colour: "{colour}"',
        "    aliases: []  # other names of its own",
        "    adjectives: []  # as in X-held",
        "    generic_aliases: []  # words that it shares with others: the army, the rebels",
        "    backers: []  # - {actor: another-party, since: 2024-01-01}",
    ]


def identifier(name: str) -> str:
    """A name as an id: lower-case letters, digits and hyphens.

    Raises:
        SettingsError: nothing of it can be written in Latin letters or digits.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    found = "-".join(re.findall("[a-z0-9]+", plain))
    if not found:
        raise SettingsError(
            f"no id can be made of {name!r}", remedy="Name it in Latin letters; aliases may use any script"
        )
    return found
