"""Who speaks: publishers, agencies, offices, activists, monitors, private persons."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class SpeakerRole(StrEnum):
    """In what capacity somebody speaks."""

    PUBLISHER = "publisher"
    """The outlet's own voice."""
    NEWS_AGENCY = "news_agency"
    PARTY_MEDIA = "party_media"
    """An agency, channel or paper that speaks for a party."""
    OFFICIAL = "official"
    MILITARY = "military"
    ARMED_GROUP = "armed_group"
    MONITOR = "monitor"
    ANALYST = "analyst"
    UN = "un"
    AID_GROUP = "aid_group"
    MEDIC = "medic"
    ACTIVIST = "activist"
    RESIDENT = "resident"
    WITNESS = "witness"
    JOURNALIST = "journalist"
    UNNAMED = "unnamed"
    """"Sources", "reports": nobody in particular."""


INDEPENDENT = "independent"
"""The alignment of a voice that speaks for no party; ``None`` is an alignment that is not known."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One link of an attribution chain.

    Attributes:
        name: as it stands in the text or in the pack ("Jane's"); ``None`` for an unnamed voice with only a role.
        role: in what capacity.
        aligned_with: actor_id, ``INDEPENDENT``, or ``None`` where it is not known.
        source_id: the pack's source that this voice is, under whichever of its names.
        private: a private person, shown as a pseudonym in anything public.
        mention_start, mention_end: where the words that name the voice stand in the raw text, if they do.
    """

    name: str | None
    role: SpeakerRole
    aligned_with: str | None = None
    source_id: str | None = None
    private: bool = False
    mention_start: int | None = None
    mention_end: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A voice known beforehand, from a conflict pack.

    Attributes:
        kind: its usual role.
        aligned_with: actor_id, ``INDEPENDENT`` or ``None``.
        aliases: other names of the same source ("IHS Jane's", "Jane's 360").
        republishes: source_ids whose text it carries.
    """

    source_id: str
    name: str
    kind: SpeakerRole
    aligned_with: str | None = None
    aliases: tuple[str, ...] = ()
    republishes: tuple[str, ...] = ()
