"""A source's profile as JSON and as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from tadmur.export.limits import LIMITS, MACHINE_CODED
from tadmur.export.page_text import percent
from tadmur.export.tables import text_table
from tadmur.terms.clock import isoformat
from tadmur.terms.grading import RELIABILITY_WORDS
from tadmur.terms.profile import SourceProfile, Tally
from tadmur.terms.source import INDEPENDENT

SOURCE_COLUMNS = ("Source", "Role", "Speaks for", "Claims", "Contradicted", "Against interest", "Copies", "Grade")


def profile_row(profile: SourceProfile, actor_names: Mapping[str, str]) -> dict[str, Any]:
    """The profile with the fields of :class:`SourceProfile`; tallies as objects, parties by id and by name."""
    row = asdict(profile)
    for name in ("by_kind", "by_party", "contradicted_by", "borne_out_by", "upstream", "repeated_by"):
        row[name] = dict(row[name])
    row["speaks_for"] = speaks_for(profile, actor_names)
    row["gradings"] = [
        {
            "reliability": grading.reliability.value,
            "words": RELIABILITY_WORDS[grading.reliability],
            "graded_by": grading.graded_by,
            "graded_at": isoformat(grading.graded_at),
            "note": grading.note,
        }
        for grading in profile.gradings
    ]
    for item in row["reliability"]:
        item["party_name"] = None if item["party"] is None else actor_names.get(item["party"], item["party"])
    return row


def speaks_for(profile: SourceProfile, actor_names: Mapping[str, str]) -> str:
    """A party's name, "independent", or that it is not known."""
    side = profile.aligned_with
    return "not known" if side is None else side if side == INDEPENDENT else actor_names.get(side, side)


def source_table(profiles: list[SourceProfile], actor_names: Mapping[str, str]) -> Iterator[str]:
    """One line a source."""
    rows = [
        (
            profile.name,
            profile.role.value.replace("_", " "),
            speaks_for(profile, actor_names),
            str(profile.claims),
            str(profile.contradicted),
            str(len(profile.against_interest)),
            str(profile.copies),
            profile.gradings[-1].reliability.value if profile.gradings else "",
        )
        for profile in profiles
    ]
    return text_table(SOURCE_COLUMNS, rows)


def profile_text(
    profile: SourceProfile, actor_names: Mapping[str, str], *, coded: str = MACHINE_CODED
) -> Iterator[str]:
    """The profile as lines of text: what was counted, what was learned, and what analysts say, each apart."""
    yield profile.name + (f" (also {', '.join(profile.other_names)})" if profile.other_names else "")
    role = profile.role.value.replace("_", " ")
    yield f"Role              {role}; speaks for: {speaks_for(profile, actor_names)}; key {profile.key}"
    yield f"Reports           speaks in {profile.reports}, published {profile.printed}"
    yield f"Claims            {profile.claims}{_listed(profile.by_kind)}"
    yield f"Parties           {_listed(profile.by_party, brackets=False) or 'none named'}"
    yield f"Contradicted      {profile.contradicted} of {profile.claims} claims{_by(profile.contradicted_by)}"
    yield f"Borne out         by {_listed(profile.borne_out_by, brackets=False) or 'nobody so far'}"
    admissions = ", ".join(profile.against_interest)
    yield f"Against interest  {len(profile.against_interest)} claims{f': {admissions}' if admissions else ''}"
    yield f"Lag               {_lag(profile)}"
    yield f"Copies            {profile.copies} printed claims repeat an earlier report{_from(profile.upstream)}"
    yield f"Repeated          {profile.repeated} claims of its reports stand in others{_by(profile.repeated_by)}"
    yield "Learned           share of its claims that the evidence bears out, with 90% intervals:"
    rows = [
        (
            f"  {'all parties' if item.party is None else actor_names.get(item.party, item.party)} ({item.country})",
            percent(item.share),
            f"{percent(item.low)} to {percent(item.high)}",
            f"{item.claims} claim{'' if item.claims == 1 else 's'}",
        )
        for item in profile.reliability
    ]
    yield from (
        text_table(("  about", "share", "interval", "from"), rows)
        if rows
        else iter(["  nothing: no claim of its own on who holds a place"])
    )
    yield "Analyst's grade   " + (_grade(profile) if profile.gradings else "none (add one with --grade)")
    yield f"Claims are {coded}. {LIMITS}"


def _listed(tally: Tally, *, brackets: bool = True) -> str:
    text = ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in tally)
    return f" ({text})" if text and brackets else text


def _by(tally: Tally) -> str:
    return f", by {_listed(tally, brackets=False)}" if tally else ""


def _from(tally: Tally) -> str:
    return f", from {_listed(tally, brackets=False)}" if tally else ""


def _lag(profile: SourceProfile) -> str:
    lag = profile.lag
    apart = f"; {lag.unknown} claims of events without a stated day are left out" if lag.unknown else ""
    if lag.median_days is None:
        return f"not known{apart}"
    span = f"{lag.shortest_days} to {lag.longest_days}"
    return f"median {lag.median_days:g} (range {span}) days over {lag.known} claims{apart}"


def _grade(profile: SourceProfile) -> str:
    newest = profile.gradings[-1]
    words = RELIABILITY_WORDS[newest.reliability]
    older = f"; {len(profile.gradings) - 1} older" if len(profile.gradings) > 1 else ""
    note = f": {newest.note}" if newest.note else ""
    day = newest.graded_at.date().isoformat()
    return f"{newest.reliability.value}, {words} ({newest.graded_by}, {day}{older}){note}"
