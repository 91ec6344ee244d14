"""The situation report as data: everything the page shows, and nothing that it has to look up or decide.

The pipeline fills a :class:`SituationPage`; :func:`tadmur.export.report_page.render_report` turns it into HTML.
Whatever shows a claim carries the claim's id, and the claim's row stands once in ``SituationPage.claims``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from tadmur.export.pseudonyms import PrivateName
from tadmur.terms.assessment import Label
from tadmur.terms.comparison import ComparisonKind
from tadmur.terms.grading import Reliability
from tadmur.terms.profile import Lag, LearnedReliability
from tadmur.terms.report import Segment

GeoJson = Mapping[str, Any]
"""A GeoJSON geometry, or a Feature with a ``name`` among its properties; longitude and latitude, WGS 84."""

Extent = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


@dataclass(frozen=True, slots=True)
class Meta:
    """Head of the page and provenance.

    Attributes:
        summary: one plain paragraph: what the page says.
        as_of: the day the page describes (event time).
        known_by: nothing published after it is used (knowledge time); ``None`` for everything in the ledger.
        boundary_set, boundary_version: of the map and of every total.
    """

    title: str
    summary: str
    as_of: date
    known_by: datetime | None
    boundary_set: str
    boundary_version: str
    code_version: str
    settings_hash: str
    run_id: str
    pack: str
    public: bool = True


@dataclass(frozen=True, slots=True)
class Count:
    """One number of the head, linked to the section (its anchor) that lists what was counted."""

    label: str
    number: int
    section: str


@dataclass(frozen=True, slots=True)
class Party:
    """A party that may hold places. ``colour`` is RGB hex (``#0072b2``) or ``None`` for one of the page's own."""

    actor_id: str
    name: str
    colour: str | None = None


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """What one claim does to a probability, in nats of log-odds; ``note`` says why ("against interest")."""

    claim_id: str
    log_odds: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """Who holds one place. Fields as in :class:`tadmur.terms.assessment.Assessment`."""

    place_id: str
    name: str
    probabilities: tuple[tuple[str, float], ...]
    label: Label
    since_earliest: date | None
    since_latest: date | None
    last_evidence: date | None
    evidence: tuple[EvidenceLine, ...]
    other_names: tuple[str, ...] = ()
    within: str = ""
    """Governorate and country, for the reader: "Gezira, Sudan"."""
    vague: bool = False
    """A place without an outline of its own ("hills south-west of X")."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ContradictionCard:
    """Claims side by side.

    Attributes:
        conceded: (claim_id, sentence) of what a party admits against its interest.
        disputed: what stays open, one sentence, or empty.
        belief: what the model believes and why, one or two sentences.
    """

    comparison_id: str
    kind: ComparisonKind
    state_disputed: bool
    place: str
    summary: str
    claim_ids: tuple[str, ...]
    conceded: tuple[tuple[str, str], ...]
    disputed: str
    belief: str


@dataclass(frozen=True, slots=True)
class FigureReading:
    """One way to read a published figure, what follows from it, and whether that fits (``None``: cannot be said)."""

    name: str
    result: str
    fits: bool | None = None


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A published figure and its readings."""

    claim_id: str
    what: str
    base: str
    """What the figure is a share of, as stated; empty when the report does not say."""
    readings: tuple[FigureReading, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class HarmRow:
    """Harm as stated in one claim. The quantity of the claim's row gives the range; without one it is unknown."""

    claim_id: str
    what: str
    """"deaths", "displacement", "damage to homes"."""
    place: str
    who: str = ""
    """Status of the people harmed, as stated; empty is unknown."""
    cause: str = ""
    grade: str = ""


@dataclass(frozen=True, slots=True)
class ReportView:
    """One report as received. Offsets of ``layout`` and of the claims point into ``text``."""

    report_id: str
    title: str | None
    text: str
    layout: tuple[Segment, ...]
    publisher: str | None
    published_at: datetime | None
    published_precision: str | None
    language: str | None = None
    licence: str | None = None
    url: str | None = None
    caller_id: str | None = None
    duplicate_of: str | None = None


@dataclass(frozen=True, slots=True)
class SourceGrade:
    """The newest grade that an analyst gave a source; ``by`` and ``note`` are empty on a public page."""

    reliability: Reliability
    on: date
    by: str = ""
    note: str = ""
    older: int = 0


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A voice, what it contributed and how it has fared.

    Attributes:
        aligned_with: a party's name, "independent", or ``None``: not known.
        lag: days from event to report; ``None`` for a private person, of whom there is no profile.
        learned: the share of its claims that the model finds true, of all parties, by country.
        grade: an analyst's word, kept apart from what is learned.
    """

    name: str
    role: str
    aligned_with: str | None
    reports: int
    claims: int
    copies: int = 0
    against_interest: int = 0
    contradicted: int = 0
    other_names: tuple[str, ...] = ()
    lag: Lag | None = None
    learned: tuple[LearnedReliability, ...] = ()
    grade: SourceGrade | None = None

    @property
    def is_profiled(self) -> bool:
        """Whether anything is known of how it has fared."""
        return bool(self.learned or self.grade or (self.lag and self.lag.known))


@dataclass(frozen=True, slots=True)
class UnresolvedRow:
    """Something that could not be resolved, and why."""

    words: str
    what: str
    reason: str
    times: int = 1
    claim_ids: tuple[str, ...] = ()
    report_id: str | None = None


@dataclass(frozen=True, slots=True)
class MapPlace:
    """A settlement on the map; ``state`` is an actor_id or "contested". ``rank`` 0 is labelled first."""

    place_id: str
    name: str
    lon: float
    lat: float
    state: str | None
    probability: float | None
    label: Label
    rank: int = 0


@dataclass(frozen=True, slots=True)
class MapArea:
    """A place without an outline of its own: drawn as a dashed area, never as a point."""

    place_id: str
    name: str
    geometry: GeoJson


@dataclass(frozen=True, slots=True)
class MapTown:
    """A town shown for orientation only; nothing is said about who holds it."""

    name: str
    lon: float
    lat: float
    rank: int = 0


@dataclass(frozen=True, slots=True)
class MapView:
    """What the map draws.

    Attributes:
        extent: what must be in view; see :func:`tadmur.export.map_frame.extent_of`.
        layers: basemap layer name to geometries. They should cover :func:`tadmur.export.map_frame.basemap_extent`.
    """

    extent: Extent
    layers: Mapping[str, tuple[GeoJson, ...]]
    places: tuple[MapPlace, ...]
    areas: tuple[MapArea, ...] = ()
    towns: tuple[MapTown, ...] = ()


@dataclass(frozen=True, slots=True)
class LicenceRow:
    """Outside data behind the page."""

    name: str
    version: str
    licence: str
    attribution: str = ""


@dataclass(frozen=True, slots=True)
class SituationPage:
    """A whole situation report.

    Attributes:
        claims: rows as :func:`tadmur.export.claims.claim_row` makes them, in the order shown.
        private_people: names to be replaced by pseudonyms when ``meta.public``.
        protected_names: further words that stay alone although they are part of a private name, since they also name a
            place; names of the page's own places, parties and publishers are protected without being listed.
        pseudonym_key: secret of the operator; see :class:`tadmur.export.pseudonyms.Pseudonyms`.
        limits: sentences about what this page cannot say, besides the one that every page carries.
    """

    meta: Meta
    parties: tuple[Party, ...]
    places: tuple[PlaceRow, ...]
    claims: tuple[Mapping[str, Any], ...]
    reports: tuple[ReportView, ...]
    map: MapView | None = None
    counts: tuple[Count, ...] = ()
    contradictions: tuple[ContradictionCard, ...] = ()
    figures: tuple[FigureRow, ...] = ()
    harm: tuple[HarmRow, ...] = ()
    sources: tuple[SourceRow, ...] = ()
    unresolved: tuple[UnresolvedRow, ...] = ()
    limits: tuple[str, ...] = ()
    licences: tuple[LicenceRow, ...] = ()
    private_people: tuple[PrivateName, ...] = ()
    protected_names: tuple[str, ...] = ()
    pseudonym_key: str = field(default="tadmur", repr=False)
