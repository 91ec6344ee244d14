"""Areas that more than one state claims, and who counts them as its own under which viewpoint.

A viewpoint is "un" (resolutions of the United Nations), "administered" (who runs the place, as the boundary set sees
it) or the ISO code of a state, which sees all that it claims as its own and the rest as administered.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tadmur.terms.errors import SettingsError

TABLE = Path(__file__).parent / "data" / "disputed_areas.csv"
UNITED_NATIONS, ADMINISTERED = "un", "administered"
NOBODY = "none"
"""Owner of an area that a viewpoint counts to no state."""


@dataclass(frozen=True, slots=True)
class DisputedArea:
    """One area in dispute. Countries are ISO alpha-2.

    Attributes:
        administered_by: who ran it when the boundary sets were drawn.
        claimed_by: all states that claim it, in alphabetical order.
        united_nations: whose it is in resolutions of the United Nations: a country, "none" where its status is open, or
            ``None`` where they take no position.
        polygon: how the build finds its outline.
        note: the dispute in one clause.
    """

    area_id: str
    name: str
    administered_by: str
    claimed_by: tuple[str, ...]
    united_nations: str | None
    polygon: str
    note: str

    def owner(self, viewpoint: str) -> str:
        """The country that counts it as its own under a viewpoint, or "none"."""
        if viewpoint == UNITED_NATIONS:
            return self.united_nations or self.administered_by
        return viewpoint if viewpoint in self.claimed_by else self.administered_by


@cache
def disputed_areas() -> tuple[DisputedArea, ...]:
    """Rows of ``data/disputed_areas.csv`` in their order."""
    with TABLE.open(encoding="utf-8", newline="") as stream:
        return tuple(
            DisputedArea(
                row["area_id"],
                row["name"],
                row["administered_by"],
                tuple(row["claimed_by"].split("|")),
                row["un"] or None,
                row["polygon"],
                row["note"],
            )
            for row in csv.DictReader(stream)
        )


def check_viewpoint(viewpoint: str) -> str:
    """The viewpoint as the table spells it: "UN" is "un" and "ua" is "UA".

    Raises:
        SettingsError: it is neither of the two general ones nor a state that claims one of the areas.
    """
    if viewpoint.lower() in (UNITED_NATIONS, ADMINISTERED):
        return viewpoint.lower()
    claimants = sorted({country for area in disputed_areas() for country in area.claimed_by})
    if viewpoint.upper() in claimants:
        return viewpoint.upper()
    known = ", ".join((UNITED_NATIONS, ADMINISTERED, *claimants))
    raise SettingsError(f"there is no viewpoint {viewpoint!r}", where="--boundaries", remedy=f"Use one of: {known}")


def describe_viewpoint(viewpoint: str) -> str:
    """The viewpoint in words, as outputs print it."""
    if viewpoint == UNITED_NATIONS:
        return "as resolutions of the United Nations see it"
    return "by who administers" if viewpoint == ADMINISTERED else f"as {viewpoint} claims it"
