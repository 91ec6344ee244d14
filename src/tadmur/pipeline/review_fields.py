"""What a reviewer writes into the fields of a claim, tied to places, parties, times and voices that are known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from tadmur.extract.publisher import publisher_voice
from tadmur.extract.times import TimeReader
from tadmur.geocode.features import distance_km
from tadmur.reference.gazetteer import Gazetteer
from tadmur.reference.packs import Pack
from tadmur.terms.claim import ClaimKind, Modality, Quantity
from tadmur.terms.clock import EventTime, Precision, parse_instant
from tadmur.terms.errors import InputError
from tadmur.terms.place import FeatureClass, Place, PlaceName, PlaceRelation
from tadmur.terms.report import Report, Zone
from tadmur.terms.review import Changes
from tadmur.terms.source import INDEPENDENT, SpeakerRole, Voice
from tadmur.terms.span import TextSpan

FIELDS = (
    "span", "kind", "place", "relation", "actor", "opponent", "time", "attribution", "modality", "polarity", "quantity"
)  # fmt: skip
"""Fields of a claim that a person may give."""
STATES = frozenset(
    {
        ClaimKind.CONTROL_HOLD,
        ClaimKind.CONTESTED,
        ClaimKind.BESIEGED,
        ClaimKind.DISPLACEMENT,
        ClaimKind.TERRITORY_FIGURE,
    }
)
"""Kinds that last, so that "since May" covers all the time from then."""
PRIVATE_UNLESS_SAID = frozenset(
    {SpeakerRole.RESIDENT, SpeakerRole.WITNESS, SpeakerRole.ACTIVIST, SpeakerRole.MEDIC, SpeakerRole.UNNAMED}
)
"""Roles in which somebody named is a private person unless the reviewer says otherwise, as where the machine reads."""
_ISO = re.compile(r"\d{4}-\d\d-\d\d[^/\s]*|\.\.|")
_POINT = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*[,;]\s*(-?\d+(?:\.\d+)?)\s*")
_POLARITIES = {"asserted": True, "affirmed": True, "yes": True, "denied": False, "no": False, "negated": False}
_NEAREST_DEGREES = 2.0
Name = TypeVar("Name", bound=StrEnum)


@dataclass(frozen=True)
class FieldReader:
    """Reads the fields that a person gives of a claim in one report.

    Attributes:
        report: with its publisher tied to the pack's source.
        pack: of the report; ``None`` where no pack fits it, so that no party is known.
    """

    report: Report
    pack: Pack | None
    gazetteer: Gazetteer

    def changes(self, fields: Mapping[str, Any], *, kind: ClaimKind, chain: Sequence[Voice]) -> Changes:
        """Fields by name as :class:`Changes`, every one checked.

        Args:
            kind: of the claim where ``fields`` give none: whether a time is one of a state follows from it.
            chain: the voices of the claim, the publisher first.

        Raises:
            InputError: a field is not known or its value cannot be used; the message names it.
        """
        if not isinstance(fields, Mapping) or not fields:
            raise InputError("no field is given", where="fields", remedy=f"Give one of: {', '.join(FIELDS)}")
        if unknown := sorted(set(fields) - set(FIELDS)):
            raise InputError(f"no such field: {', '.join(unknown)}", remedy=f"The fields are: {', '.join(FIELDS)}")
        if "kind" in fields:
            kind = member(ClaimKind, fields["kind"], "kind")
        span = self.span(fields["span"]) if "span" in fields else None
        return Changes(
            given=tuple(name for name in FIELDS if name in fields),
            span=span,
            zone=self._zone(span) if span else None,
            kind=kind if "kind" in fields else None,
            place=self.place(fields["place"]) if fields.get("place") is not None else None,
            relation=member(PlaceRelation, fields["relation"], "relation") if "relation" in fields else None,
            actor_id=self.party(fields.get("actor"), "actor"),
            opponent_id=self.party(fields.get("opponent"), "opponent"),
            event_time=self.time(fields["time"], lasting=kind in STATES) if "time" in fields else None,
            attribution=self.attribution(fields["attribution"], chain) if "attribution" in fields else (),
            modality=member(Modality, fields["modality"], "modality") if "modality" in fields else None,
            asserted=_polarity(fields["polarity"]) if "polarity" in fields else None,
            quantity=_quantity(fields["quantity"]) if fields.get("quantity") is not None else None,
        )

    def span(self, value: Any) -> TextSpan:
        """``[start, end]`` or ``{"start":, "end":}`` in the raw text, or words that stand in it once."""
        text = self.report.text
        if isinstance(value, str):
            if not value or text.count(value) != 1:
                found = "not once" if value and value in text else "nowhere"
                raise InputError(
                    f"these words stand {found} in the report", where="span", remedy="Give offsets: [start, end]"
                )
            value = [text.index(value), text.index(value) + len(value)]
        pair: Any = [value.get("start"), value.get("end")] if isinstance(value, Mapping) else value
        if not isinstance(pair, Sequence) or len(pair) != 2 or not all(type(end) is int for end in pair):
            raise InputError(f"{value!r} is no span", where="span", remedy="Give two offsets: [start, end]")
        try:
            return TextSpan.of(self.report.report_id, text, pair[0], pair[1])
        except ValueError as error:
            raise InputError(str(error), where="span", remedy="Offsets count characters of the raw text") from error

    def _zone(self, span: TextSpan) -> Zone:
        """The part of the report in which a span begins."""
        return next((s.zone for s in self.report.layout if s.start <= span.start < s.end), Zone.BODY)

    def place(self, value: Any) -> Place:
        """A gazetteer id, a name that means one place only, or coordinates with a name."""
        if isinstance(value, Mapping):
            return self._spot(value.get("lat"), value.get("lon"), value.get("name"))
        if not isinstance(value, str) or not value.strip():
            raise InputError(
                f"{value!r} is no place", where="place", remedy="Give an id of the gazetteer or lat and lon"
            )
        if point := _POINT.fullmatch(value):
            return self._spot(float(point[1]), float(point[2]), None)
        if (place := self.gazetteer.place(value.strip())) is not None:
            return place
        named = self.gazetteer.lookup(value.strip(), self.pack.countries if self.pack else ())
        if len(named) != 1:
            ids = "; ".join(f"{p.place_id} ({p.name}, {p.admin1 or p.country})" for p in named[:6])
            raise InputError(
                f"{len(named) or 'no'} places go by {value!r}",
                where="place",
                remedy=f"Give one by its id: {ids}" if named else "Give another name, or lat and lon",
            )
        return named[0]

    def _spot(self, lat: Any, lon: Any, name: Any) -> Place:
        """A spot of its own by coordinates, named by the nearest settlement unless a name is given."""
        fit = all(isinstance(x, int | float) and not isinstance(x, bool) for x in (lat, lon))
        if not fit or not (-90 <= lat <= 90 and -180 <= lon <= 180):
            raise InputError(
                f"{lat!r}, {lon!r} are no coordinates", where="place", remedy="Give lat and lon in degrees"
            )
        countries = self.pack.countries if self.pack else ()
        spots = [Place("", "", FeatureClass.SITE, float(lon), float(lat), country) for country in countries]
        near = [
            found
            for spot in spots
            if (found := self.gazetteer.nearest_settlement(spot, within_degrees=_NEAREST_DEGREES)) is not None
        ]
        if not near:
            raise InputError(
                f"no settlement of the conflict's countries lies near {lat}, {lon}",
                where="place",
                remedy="Latitude comes first; check the two numbers",
            )
        here = spots[0]
        nearest = min(near, key=lambda place: (distance_km(place, here), place.place_id))
        title = str(name).strip() if name else f"spot near {nearest.name}"
        return Place(
            f"point:{lat:.5f},{lon:.5f}",
            title,
            FeatureClass.SITE,
            round(float(lon), 5),
            round(float(lat), 5),
            nearest.country,
            nearest.admin1,
            nearest.admin2,
            names=(PlaceName(title),),
        )

    def party(self, value: Any, where: str) -> str | None:
        """A party's id or its own name; ``None`` for none."""
        if value is None:
            return None
        if self.pack is None:
            raise InputError("no pack fits this report, so no party is known", where=where, remedy="Leave it out")
        actor = self.pack.actors.get(str(value)) or self.pack.actor_named(str(value))
        if actor is None:
            raise InputError(
                f"no party {value!r} in pack {self.pack.pack_id}", where=where, remedy=_one_of(self.pack.actors)
            )
        return actor.actor_id

    def time(self, value: Any, *, lasting: bool) -> EventTime:
        """An ISO day, instant or interval ("2015-05-03/2015-05-04", ".." open), or words ("since 3 May 2015").

        Words are read as if they stood in the report. An ISO interval of a state is when it was so: its beginning
        counts as stated only in words, or where ``{"earliest":, "latest":, "precision":}`` gives a precision.

        Args:
            lasting: whether the claim is of a state.
        """
        precision = Precision.UNKNOWN if lasting else None
        if isinstance(value, Mapping):
            if value.get("precision") is not None:
                precision = member(Precision, value["precision"], "time")
            value = f"{value.get('earliest') or '..'}/{value.get('latest') or '..'}"
        text = str(value).strip()
        ends = text.split("/")
        if text and len(ends) <= 2 and all(_ISO.fullmatch(end) for end in ends):
            return _iso_time(text, ends, precision)
        reader = TimeReader(self.report.published_at, self.report.published_precision)
        verb = "held" if lasting else "happened"
        found = reader.read(0, f"{verb} {text}")
        time = reader.event_time(0, 0, len(verb), durative=lasting) if found else EventTime.unknown()
        if time.earliest is None and time.latest is None:
            raise InputError(
                f"{text!r} names no time", where="time", remedy='Write "since 3 May 2015" or 2015-05-03/2015-05-04'
            )
        return time

    def attribution(self, value: Any, chain: Sequence[Voice]) -> tuple[Voice, ...]:
        """Who says it: one voice inside the publisher, "publisher" for its own word, or the whole chain as a list."""
        publisher = chain[0] if chain else publisher_voice(self.report, self.pack)
        if isinstance(value, list):
            if not value:
                raise InputError("no voice is given", where="attribution", remedy="Give the publisher at least")
            return tuple(self._voice(entry) for entry in value)
        if value == "publisher":
            return (publisher,)
        return (publisher, self._voice(value))

    def _voice(self, value: Any) -> Voice:
        if isinstance(value, str):
            source = self._source(value)
            if source is None:
                raise InputError(
                    f"no source {value!r} in the pack",
                    where="attribution",
                    remedy='Describe the voice: {"name": ..., "role": ..., "aligned_with": ...}',
                )
            return source
        if not isinstance(value, Mapping) or set(value) - {"name", "role", "aligned_with", "source_id", "private"}:
            raise InputError(
                f"{value!r} is no voice", where="attribution", remedy="Give name, role, aligned_with, private"
            )
        if value.get("source_id") and (known := self._source(str(value["source_id"]))) is not None:
            return known
        side = value.get("aligned_with")
        if side is not None and side != INDEPENDENT:
            side = self.party(side, "attribution")
        name = str(value["name"]).strip() if value.get("name") else None
        role = member(SpeakerRole, value.get("role") or SpeakerRole.UNNAMED.value, "attribution")
        private = value.get("private", name is not None and role in PRIVATE_UNLESS_SAID)
        return Voice(name, role, side, private=bool(private))

    def _source(self, name: str) -> Voice | None:
        if self.pack is None:
            return None
        source = self.pack.sources.get(name) or self.pack.source_named(name)
        return Voice(source.name, source.kind, source.aligned_with, source.source_id) if source else None


def member(names: type[Name], value: Any, where: str) -> Name:
    """The member of an enumeration by its name.

    Raises:
        InputError: there is none.
    """
    try:
        return names(str(value))
    except ValueError as error:
        raise InputError(f"{value!r} is not known", where=where, remedy=_one_of(names)) from error


def _one_of(names: Iterable[str]) -> str:
    return f"Use one of: {', '.join(str(name) for name in names)}"


def _iso_time(text: str, ends: Sequence[str], precision: Precision | None) -> EventTime:
    """An interval as written; to the day, or to the minute where an end has an hour, unless ``precision`` says so."""

    def end_of(value: str, *, end: bool) -> Any:
        return parse_instant(value, end=end) if value not in ("", "..") else None

    try:
        earliest, latest = end_of(ends[0], end=False), end_of(ends[-1], end=True)
        if earliest is None and latest is None:
            raise ValueError("both ends are open")
        precise = all(len(end) in (0, 2, 10) for end in ends)
        return EventTime(earliest, latest, precision or (Precision.DAY if precise else Precision.MINUTE))
    except ValueError as error:
        raise InputError(
            f"{text!r} is no interval of time ({error})", where="time", remedy="Write 2015-05-03/2015-05-04"
        ) from error


def _polarity(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if str(value).lower() not in _POLARITIES:
        raise InputError(f"{value!r} is no polarity", where="polarity", remedy='Write "asserted" or "denied"')
    return _POLARITIES[str(value).lower()]


def _quantity(value: Any) -> Quantity:
    parts = value if isinstance(value, Mapping) else {}
    ends = [parts.get(name) for name in ("low", "best", "high")]
    known = [end for end in ends if isinstance(end, int | float) and not isinstance(end, bool)]
    if len(known) != sum(end is not None for end in ends) or known != sorted(known) or not parts.get("unit"):
        raise InputError(
            f"{value!r} is no quantity",
            where="quantity",
            remedy='Write {"low": 24, "best": null, "high": 60, "unit": "persons"}, each no less than the one before',
        )
    low, best, high = (None if end is None else float(end) for end in ends)
    vague = bool(parts.get("vague", best is None))
    return Quantity(low, best, high, str(parts["unit"]), vague, parts.get("base"))
