"""Private persons in public files: stable pseudonyms instead of names.

A private person who speaks to a reporter is a source with a role. In anything public the name becomes a pseudonym
such as ``activist A-3f2c9a``: the same in every file of one report, different from report to report, so that nobody
can follow a person from one article to the next. It comes from an HMAC-SHA256 over report and name; with a key of
the operator's own it cannot be reversed by trying names.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tadmur.terms.claim import Claim
from tadmur.terms.source import SpeakerRole

_HEX_DIGITS = 6
_PARTICLES = frozenset(
    [
        "al",
        "el",
        "as",
        "at",
        "ad",
        "an",
        "ar",
        "ash",
        "az",
        "abu",
        "abd",
        "bin",
        "ibn",
        "bint",
        "umm",
        "um",
        "van",
        "von",
        "der",
        "de",
        "la",
        "le",
        "di",
        "da",
        "dos",
        "del",
        "den",
        "ter",
        "mc",
        "mac",
        "st",
    ]
)
_ARTICLE = r"(?i:al|el)[-\u2010\u2011 ]|(?i:as|at|ad|an|ar|ash|az)[-\u2010\u2011]"
"""An Arabic article before a surname goes with it: "al-Sharif" does not become "al-activist"."""
_TITLES = frozenset(["mr", "mrs", "ms", "dr", "sheikh", "shaykh", "haji", "hajj", "ustaz", "prof", "sir"])


@dataclass(frozen=True, slots=True)
class PrivateName:
    """The name of a private person who speaks in a report."""

    report_id: str
    name: str
    role: SpeakerRole


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text with its private names replaced, and the way from old offsets to new ones."""

    text: str
    replaced: tuple[tuple[int, int, int], ...]
    """(old start, old end, length of the pseudonym), in order."""

    def offset(self, old: int) -> int:
        """Where a span that began at ``old`` begins now; from inside a replaced name, where its pseudonym starts."""
        return self._moved(old, inside_goes_to_end=False)

    def end_offset(self, old: int) -> int:
        """Where a span that ended at ``old`` ends now; from inside a replaced name, where its pseudonym ends."""
        return self._moved(old, inside_goes_to_end=True)

    def _moved(self, old: int, *, inside_goes_to_end: bool) -> int:
        shift = 0
        for start, end, length in self.replaced:
            if old <= start:
                break
            if old < end:
                return start + shift + (length if inside_goes_to_end else 0)
            shift += length - (end - start)
        return old + shift


def private_names(claims: Iterable[Claim]) -> tuple[PrivateName, ...]:
    """The private persons named in the attributions of ``claims``, sorted, each once per report."""
    found = {
        (claim.report_id, voice.name, voice.role)
        for claim in claims
        for voice in claim.attribution
        if voice.private and voice.name
    }
    return tuple(PrivateName(*person) for person in sorted(found))


class Pseudonyms:
    """Replaces the names of private persons.

    Args:
        people: who is private, and in which report they speak.
        key: secret of the operator. The default is public: it keeps pseudonyms stable, but somebody who guesses
            a name can check the guess.
        protected: words that stay when they stand alone, because they also name a place or a party.
    """

    def __init__(self, people: Iterable[PrivateName], *, key: str = "tadmur", protected: Iterable[str] = ()) -> None:
        self._key = key.encode("utf-8")
        self._people = tuple(sorted(set(people), key=lambda p: (p.report_id, p.name, p.role)))
        self._protected = frozenset(word.casefold() for word in protected)
        self._patterns: dict[str | None, tuple[re.Pattern[str], Mapping[str, PrivateName]] | None] = {}

    def pseudonym(self, report_id: str | None, name: str, role: SpeakerRole) -> str:
        """The pseudonym of a person in one report with the role, e.g. ``activist A-3f2c9a``."""
        return f"{role.value.replace('_', ' ')} {self.tag(report_id, name, role)}"

    def tag(self, report_id: str | None, name: str, role: SpeakerRole) -> str:
        """What stands in running text instead of the name, e.g. ``A-3f2c9a``."""
        message = f"{report_id or ''}\x1f{_fold(name)}".encode()
        digits = hmac.new(self._key, message, hashlib.sha256).hexdigest()[:_HEX_DIGITS]
        return f"{role.value[0].upper()}-{digits}"

    def redact(self, text: str, report_id: str | None = None) -> Redacted:
        """``text`` with private names replaced.

        A full name goes wherever it stands, in any report. The parts of a name ("Sharq said") go in the report in
        which the person speaks; without a ``report_id`` (text that belongs to no single report) the parts of all
        names go.
        """
        found = self._pattern(report_id)
        if found is None:
            return Redacted(text, ())
        pattern, groups = found
        pieces: list[str] = []
        replaced: list[tuple[int, int, int]] = []
        cursor = 0
        for match in pattern.finditer(text):
            person = groups[match.lastgroup or ""]
            substitute = self.tag(report_id or person.report_id, person.name, person.role)
            pieces += [text[cursor : match.start()], substitute]
            replaced.append((match.start(), match.end(), len(substitute)))
            cursor = match.end()
        return Redacted("".join([*pieces, text[cursor:]]), tuple(replaced))

    def _pattern(self, report_id: str | None) -> tuple[re.Pattern[str], Mapping[str, PrivateName]] | None:
        if report_id not in self._patterns:
            self._patterns[report_id] = self._build(report_id)
        return self._patterns[report_id]

    def _build(self, report_id: str | None) -> tuple[re.Pattern[str], Mapping[str, PrivateName]] | None:
        """One pattern for all names: longer names first, whole names before parts of them."""
        speaking_here = [p for p in self._people if report_id is None or p.report_id == report_id]
        elsewhere = [p for p in self._people if report_id is not None and p.report_id != report_id]
        whole = sorted([*speaking_here, *elsewhere], key=lambda p: -len(p.name))
        groups: dict[str, PrivateName] = {}
        alternatives: list[str] = []
        seen: set[str] = set()

        def add(pattern: str, person: PrivateName) -> None:
            if pattern not in seen:
                seen.add(pattern)
                groups[f"p{len(groups)}"] = person
                alternatives.append(f"(?P<p{len(groups) - 1}>{pattern})")

        for person in whole:
            words = _words(person.name)
            if len(words) > 1:
                add(r"[\W_]{1,3}".join(f"(?i:{re.escape(word)})" for word in words), person)
            elif words:
                add(_alone(words[0]), person)
        for person in sorted(speaking_here, key=lambda p: -len(p.name)):
            for part in sorted(self._parts(person.name), key=len, reverse=True):
                add(rf"(?:{_ARTICLE})?(?:{_alone(part)})", person)
        if not alternatives:
            return None
        return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(alternatives)})(?![^\W\d_])"), groups

    def _parts(self, name: str) -> list[str]:
        """The words of a name that point to the person when they stand alone."""
        return [
            word
            for word in _words(name)
            if len(word) > 2 and word.casefold() not in _PARTICLES | _TITLES and word.casefold() not in self._protected
        ]


def _words(name: str) -> list[str]:
    return [word for word in re.split(r"[\W_]+", name) if word]


def _fold(name: str) -> str:
    return " ".join(_words(name)).casefold()


def _alone(word: str) -> str:
    """A single word of a name as it stands, with a capital, or all in capitals: "May" is not "may"."""
    spellings = sorted({word, word[0].upper() + word[1:], word.upper()})
    return "|".join(re.escape(spelling) for spelling in spellings)
