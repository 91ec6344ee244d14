"""The explanation of a claim as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def explanation_lines(explanation: Mapping[str, Any]) -> Iterator[str]:
    """One line a fact, in the order in which a reader asks: what, who says it, who, where, when, how sure."""
    yield f"Claim {explanation['claim_id']} ({explanation['review']}), {explanation['zone']} of {explanation['report']}"
    yield f"  “{' '.join(explanation['quote'].split())}”"
    yield f"  characters {explanation['start']} to {explanation['end']}, read by {explanation['extractor']}"
    if explanation["sentence"]:
        yield f"  in: {explanation['sentence']}"
    yield ""
    kind, stance = explanation["kind"], explanation["stance"]
    frame = (
        f" is the frame “{kind['frame']}” ({kind['construction']}), event “{kind['event']}”" if kind["frame"] else ""
    )
    yield f"What    {kind['kind'].replace('_', ' ')}: “{kind['trigger']}”{frame}"
    hedge = f", hedged by “{stance['hedge']}”" if stance["hedge"] else ""
    yield f"        {'asserted' if stance['asserted'] else 'not asserted'}, {stance['modality']}{hedge}"
    yield f"Said    {' ← '.join(_voice(voice) for voice in reversed(explanation['attribution']))}"
    for head, role in (("Who", "actor"), ("Against", "opponent")):
        if explanation[role] is not None:
            yield f"{head:<8}{_party(explanation[role])}"
    yield from _place(explanation["place"])
    yield f"When    {_time(explanation['time'])}"
    yield f"Sure    {_sure(explanation['probability'])}; it does not say that it happened"


def _sure(probability: Mapping[str, Any]) -> str:
    parts = " × ".join(
        f"{words} {probability[part]:.2f}"
        for part, words in (("frame", "frame and parties"), ("place", "words of place"))
        if probability[part] is not None
    )
    return f"{probability['claim']:.2f} that the text says this{f': {parts}' if parts else ''}"


def _voice(voice: Mapping[str, Any]) -> str:
    role = voice["role"].replace("_", " ")
    side = voice["aligned_with"] or "alignment not known"
    words = f" “{voice['words']}”" if voice["words"] and voice["words"] != voice["name"] else ""
    private = ", private person" if voice["private"] else ""
    return f"{voice['name'] or 'without a name'}{words} ({role}, {side}{private})"


def _party(party: Mapping[str, Any]) -> str:
    meant = party["name"] or party["actor_id"] or "a party that the pack does not know"
    words = f"“{party['words']}” is " if party["words"] else "not worded; taken as "
    return f"{words}{meant}"


def _place(place: Mapping[str, Any] | None) -> Iterator[str]:
    if place is None:
        yield "Where   no words of place"
        return
    carried = "" if place["anaphora_probability"] == 1 else f", carried over ({place['anaphora_probability']:.2f})"
    name = place["name"] or "no name"
    yield f"Where   “{place['words']}”: {place['relation']} {name}{carried}"
    if place["none_reason"]:
        yield f"        no place is used: {place['none_reason'].replace('_', ' ')}"
    for item in place["candidates"]:
        where = ", ".join(part for part in (item["admin1"], item["country"]) if part)
        yield f"        {item['probability']:.2f}  {item['name']} ({item['class']}, {where}): {item['reason']}"


def _time(time: Mapping[str, Any]) -> str:
    interval = f"{time['earliest'] or 'open'} to {time['latest'] or 'open'}"
    if time["words"]:
        return f"“{time['words']}”: {interval} (to the {time['precision']})"
    if time["precision"] == "published":
        return f"no words of time; by the report's own date: {interval}"
    return f"carried over from what was told before: {interval} ({time['precision']})"
