"""What the command shows of sources, and the gradings that it takes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from tadmur.export.source_profile import profile_row, profile_text, source_table
from tadmur.pipeline.listing import ledger_picture
from tadmur.pipeline.picture import Picture
from tadmur.pipeline.reviewed import ReviewedView
from tadmur.pipeline.source_profiles import is_private, matching, names_of, source_profiles
from tadmur.store.ledger import Writer
from tadmur.terms.errors import InputError
from tadmur.terms.grading import Grading, Reliability
from tadmur.terms.profile import SourceProfile


def source_listing(ledger: Path, name: str | None, form: str, *, known_by: datetime | None) -> Iterator[str]:
    """Lines of one source's profile, or without a name of the table of all; "table" or "json".

    Raises:
        InputError: no source, or more than one, goes by ``name``, or a private person does.
    """
    picture, profiles = _profiles(ledger, known_by)
    names = picture.actor_names()
    if name is None:
        if form == "json":
            return iter([json.dumps([profile_row(p, names) for p in profiles], ensure_ascii=False, indent=2)])
        return source_table(profiles, names)
    profile = _one(picture, profiles, name)
    if form == "json":
        return iter([json.dumps(profile_row(profile, names), ensure_ascii=False, indent=2)])
    return profile_text(profile, names, coded=picture.coded())


def grade_source(ledger: Path, name: str, grade: str, *, by: str, at: datetime, note: str) -> SourceProfile:
    """Add an analyst's grade for a source; returns the profile that it was given to.

    Raises:
        InputError: as for :func:`source_listing`.
    """
    picture, profiles = _profiles(ledger, None)
    profile = _one(picture, profiles, name)
    with Writer(ledger) as writer:
        writer.add_grading(Grading(profile.key, Reliability(grade), by, at, note))
    return profile


def _profiles(ledger: Path, known_by: datetime | None) -> tuple[Picture, list[SourceProfile]]:
    picture, _ = ledger_picture(ledger, None, known_by)
    with ReviewedView(ledger) as view:
        gradings = view.gradings(known_by=known_by)
    return picture, source_profiles(picture, gradings)


def _one(picture: Picture, profiles: list[SourceProfile], name: str) -> SourceProfile:
    found = matching(profiles, name)
    if len(found) == 1:
        return found[0]
    if found:
        keys = ", ".join(profile.key for profile in found[:6])
        raise InputError(f"{len(found)} sources go by {name!r}", remedy=f"Name one by its key: {keys}")
    if is_private(picture, name):
        raise InputError(
            "a private person has no profile: nobody is followed from one report to the next",
            where=name,
            remedy="Name an outlet, an office or an organisation",
        )
    raise InputError(f"no source goes by {name!r}", remedy=f"Sources with most claims: {names_of(profiles)}")
