"""A verdict on a published figure as ClaimReview JSON-LD (schema.org), for a user who chooses to publish it.

The claim is worded from its structure, not quoted: no name of a private person can stand in it. Nothing is sent
anywhere. The shape that is kept to is :data:`SHAPE`, after https://schema.org/ClaimReview: what readers of the markup
require, with the types that they accept.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from tadmur.terms.errors import InputError, SettingsError

RATINGS = {"agrees": (3, "Agrees with the published areas"), "depends": (2, "Depends on the reading"),
           "disagrees": (1, "Does not agree with the published areas")}  # fmt: skip
BEST_RATING = 3

SHAPE: Mapping[str, Any] = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "datePublished": date,
    "url": "url",
    "claimReviewed": str,
    "author": {"@type": ("Organization", "Person"), "name": str},
    "itemReviewed": {
        "@type": "Claim",
        "datePublished?": date,
        "author?": {"@type": ("Organization", "Person"), "name": str},
        "appearance?": {"@type": "CreativeWork", "url": "url"},
    },
    "reviewRating": {
        "@type": "Rating",
        "ratingValue": int,
        "bestRating": int,
        "worstRating": int,
        "alternateName": str,
    },
    "reviewBody": str,
}
"""Field to its value or the kind of value; a question mark ends a field that may be missing."""


def claim_review(contract: Mapping[str, Any], statement_id: str, *, author: str, url: str, published: date) -> str:
    """The verdict on one statement as JSON-LD.

    ``contract`` is the outcome of a check; ``statement_id`` an id in it, or the beginning of one.

    Raises:
        InputError: no statement, or several, go by that id, or the statement could not be checked.
        SettingsError: ``url`` or ``author`` does not fit the shape.
    """
    statement = _statement(contract, statement_id)
    checks = [c for c in contract["checks"] if statement["statement_id"] in c["statements"] and c["readings"]]
    if not checks:
        raise InputError(
            f"the statement {statement_id!r} could not be checked, so there is no verdict to publish",
            where=statement["report"],
            remedy="Choose a statement that agrees, depends or disagrees",
        )
    report = next(r for r in contract["reports"] if r["report_id"] == statement["report_id"])
    value, words = RATINGS[statement["verdict"]]
    item: dict[str, Any] = {"@type": "Claim"}
    if report["published_at"]:
        item["datePublished"] = report["published_at"][:10]
    if report["publisher"]:
        item["author"] = {"@type": "Organization", "name": report["publisher"]}
    if report["url"]:
        item["appearance"] = {"@type": "CreativeWork", "url": report["url"]}
    document = {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "datePublished": published.isoformat(),
        "url": url,
        "claimReviewed": _claim_words(statement),
        "author": {"@type": "Organization", "name": author},
        "itemReviewed": item,
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": value,
            "bestRating": BEST_RATING,
            "worstRating": 1,
            "alternateName": words,
        },
        "reviewBody": " ".join(dict.fromkeys(check["sentence"] for check in checks)),
    }
    validate_claim_review(document)
    return json.dumps(document, ensure_ascii=False, indent=2)


def validate_claim_review(document: Mapping[str, Any]) -> None:
    """Hold a document against :data:`SHAPE`.

    Raises:
        SettingsError: a field is missing, unknown or of the wrong kind; it is named with its path.
    """
    _hold(document, SHAPE, "")
    rating = document["reviewRating"]
    if not rating["worstRating"] <= rating["ratingValue"] <= rating["bestRating"]:
        raise _misfit("reviewRating.ratingValue", "lies outside worstRating to bestRating")


def _hold(value: Any, shape: Any, path: str) -> None:
    if isinstance(shape, Mapping):
        if not isinstance(value, Mapping):
            raise _misfit(path, "is no object")
        fields = {name.rstrip("?"): (kind, name.endswith("?")) for name, kind in shape.items()}
        for name in value:
            if name not in fields:
                raise _misfit(f"{path}{name}", "is not part of the shape")
        for name, (kind, optional) in fields.items():
            if name in value:
                _hold(value[name], kind, f"{path}{name}.")
            elif not optional:
                raise _misfit(f"{path}{name}", "is missing")
        return
    field = path.rstrip(".")
    if shape is str:
        if not isinstance(value, str) or not value.strip():
            raise _misfit(field, "is no text")
    elif shape is int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise _misfit(field, "is no whole number")
    elif shape is date:
        if not isinstance(value, str) or not _is_day(value):
            raise _misfit(field, "is no day such as 2016-03-20")
    elif shape == "url":
        parts = urlsplit(value) if isinstance(value, str) else None
        if parts is None or parts.scheme not in ("http", "https") or not parts.netloc:
            raise _misfit(field, "is no web address (https://...)")
    elif value != shape and not (isinstance(shape, tuple) and value in shape):
        raise _misfit(field, f"is {value!r}, not {shape!r}")


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _misfit(field: str, what: str) -> SettingsError:
    return SettingsError(f"{field} {what}", where="ClaimReview", remedy="Give --author NAME and --url https://...")


def _statement(contract: Mapping[str, Any], statement_id: str) -> Mapping[str, Any]:
    found: list[Mapping[str, Any]] = [s for s in contract["statements"] if s["statement_id"].startswith(statement_id)]
    if len(found) != 1 or not statement_id:
        known = ", ".join(s["statement_id"][:8] for s in contract["statements"]) or "none"
        raise InputError(
            f"{'no statement' if not found else f'{len(found)} statements'} with id {statement_id!r}",
            remedy=f"Ids of the statements found: {known}",
        )
    return found[0]


def _claim_words(statement: Mapping[str, Any]) -> str:
    """The claim in our own words: "Islamic State: 14 per cent of its territory lost between ..."."""
    name = statement["party_name"] or "A party"
    where = f" in {' and '.join(statement['scope'])}" if statement["scope"] else ""
    return f"{name}{where}: {statement['stated']}"
