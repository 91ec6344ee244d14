"""What every request says: who asks, of which day, as known by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated

from fastapi import Depends, Query, Request

from tadmur.pipeline.edition import Audience, Edition
from tadmur.pipeline.redaction import Redaction
from tadmur.terms.clock import parse_instant
from tadmur.web.access import Access, Limits, User, caller
from tadmur.web.desk import Desk, Shown
from tadmur.web.problems import Problem

FIRST_YEAR = 1900


@dataclass(frozen=True)
class Asked:
    """One question.

    Attributes:
        shown: the copy of the ledger that answers.
        as_of: event time asked for; ``None`` for the newest day.
        known_by: knowledge time of the edition that answers: of the last thing known by the time asked for.
        known_by_asked: the time as it was asked for.
    """

    request: Request
    user: User
    desk: Desk
    shown: Shown
    as_of: date | None
    known_by: datetime | None
    known_by_asked: datetime | None

    @property
    def audience(self) -> Audience:
        """For whom the answer is."""
        return self.user.audience

    @property
    def is_public(self) -> bool:
        """Whether private names and the like are kept out of the answer."""
        return self.audience is Audience.PUBLIC

    @property
    def redaction(self) -> Redaction:
        """What keeps private names out; nothing for an analyst."""
        return self.shown.redaction if self.is_public else Redaction(None)

    def edition(self) -> Edition:
        """The edition that answers."""
        return self.desk.edition(self.audience, self.known_by, shown=self.shown)

    def main_edition(self) -> Edition:
        """The edition of all that is known, which numbers places and parties."""
        return self.desk.edition(self.audience, None, shown=self.shown)

    def day(self, edition: Edition) -> date:
        """The day asked for, else the newest of the edition."""
        return self.as_of or self.desk.options.as_of or date.fromisoformat(edition.about["newest_day"])

    def limit(self, what: str) -> None:
        """Count a heavy call."""
        limits: Limits = self.request.app.state.limits
        limits.take(what, caller(self.request, self.user, self.desk.options))


def user_of(request: Request) -> User:
    """Who asks."""
    access: Access = request.app.state.access
    found: User = access.user(request)
    return found


def reviewer_of(request: Request) -> User:
    """Who asks for a change, which only a reviewer's own page may."""
    access: Access = request.app.state.access
    found = access.user(request)
    access.check_change(request, found)
    return found


AS_OF = Query(description="Event time: the day shown, YYYY-MM-DD. Default: the newest day.", examples=["2016-03-20"])
KNOWN_BY = Query(
    description="Knowledge time: what was published later is left out. A day (its end is meant) or an ISO 8601 time.",
    examples=["2016-03-20"],
    max_length=40,
)


def asked_of(
    request: Request,
    user: Annotated[User, Depends(user_of)],
    as_of: Annotated[date | None, AS_OF] = None,
    known_by: Annotated[str | None, KNOWN_BY] = None,
) -> Asked:
    """The question that a request asks."""
    desk: Desk = request.app.state.desk
    shown = desk.shown
    wanted = instant("known_by", known_by)
    return Asked(request, user, desk, shown, checked_day("as_of", as_of), snapped(shown, wanted), wanted)


def snapped(shown: Shown, known_by: datetime | None) -> datetime | None:
    """The time of the last thing known by then: between two of them nothing changes."""
    if known_by is None:
        return None
    newest = shown.remembered(("newest", known_by), lambda: shown.lists.newest_knowledge(known_by))
    if newest is None:
        raise Problem(422, "No report was known by then.", "Give a later known_by, or none for all reports")
    found: datetime = newest.replace(tzinfo=UTC)
    return found


def instant(name: str, value: str | None) -> datetime | None:
    """A day, whose end is meant, or a time."""
    if value is None or not value.strip():
        return None
    try:
        found = parse_instant(value, end=True)
    except (ValueError, OverflowError) as error:
        raise Problem(
            422, f"{name}: {value!r} is not a time.", "Write it as 2016-03-20 or 2016-03-20T12:00Z"
        ) from error
    checked_day(name, found.date())
    return found


def checked_day(name: str, day: date | None) -> date | None:
    """A day within the years that a ledger may speak of."""
    if day is not None and not FIRST_YEAR <= day.year < 9000:
        raise Problem(422, f"{name}: the year {day.year} is out of range.", f"Give a day from {FIRST_YEAR} on")
    return day


ReviewerNow = Annotated[User, Depends(reviewer_of)]
AskedNow = Annotated[Asked, Depends(asked_of)]
