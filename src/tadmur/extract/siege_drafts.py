"""Drafts of places surrounded or cut off."""

from __future__ import annotations

from tadmur.extract.control_drafts import control_draft
from tadmur.extract.drafts import Draft, SentenceContext
from tadmur.extract.syntax import children


def siege_draft(base: Draft, context: SentenceContext) -> Draft | None:
    """A siege; a road that is cut makes one only where it was the last ("cut the last road into X")."""
    needed = base.match.frame.object_modifiers
    if needed and base.match.construction == "light":
        modifiers = {child.lower_ for child in children(base.match.trigger, "amod", "det", "predet", "advmod", "nmod")}
        if not modifiers & needed:
            return None
    return control_draft(base, context)
