"""The frame lexicon: which words make which kind of claim, and where their roles stand (``data/frames*.yaml``)."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from tadmur.terms.claim import ClaimKind

Roles = dict[str, tuple[str, ...]]
"""Role to the positions its filler may stand in, first hit wins."""


@dataclass(frozen=True, slots=True)
class LightVerbs:
    """Verbs that say little by themselves, with the nouns that say it: "take" with "control"."""

    verbs: frozenset[str]
    nouns: frozenset[str]


@dataclass(frozen=True, slots=True)
class States:
    """A preposition with a noun: "in the hands of". ``bare``: the noun has no article or owner ("in control of")."""

    prepositions: frozenset[str]
    nouns: frozenset[str]
    bare: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """One way of making a kind of claim; the fields are those of the data file.

    Attributes:
        event: what happens, in the words of the control-fact schema ("captured", "withdrew", "holds").
        probability: how often the words mean it, other things equal.
        needs_place_object: verbs that count only with a place as their object ("take", "lose").
        needs_from: verbs that count only with a place they move away from.
        needs_object: the lemma that the object must have.
        strikers, strike_verbs, needs_striker: means, and the everyday verbs and nouns that count only with one of them.
        needs_path: verbs that count only with words of where from or where to.
        needs_people: verbs that count only with people as their object.
        object_modifiers: of which one must stand by the noun of a light verb ("the last road").
        subject_nouns, object_nouns: of which one must be the subject, or the object, of the verb ("the flag flies").
        undergone: verbs whose subject suffers what they say ("die", "burn down").
        owner: verbs whose subject is whose people are counted ("lose").
        needs_occurring: nouns that count only as the subject of a verb of going on ("the battle for X continues").
        again: words beside a state by which it was entered anew ("is ours again"); it is then what it ``became``.
        still: words one of which must stand beside a party's adjective for it to say who holds ("is Ukrainian now").
        needs_standing: nouns that count only as the subject of a verb of being and lasting ("their grip is firm").
        needs_known_opponent: verbs that say something only of two parties of the war.
        needs_known_party: everyday words that say something only of a party of the war.
    """

    name: str
    kind: ClaimKind
    event: str
    probability: float
    verbs: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    light: LightVerbs | None = None
    states: States | None = None
    states_adjective: frozenset[str] = frozenset()
    held: frozenset[str] = frozenset()
    party_prepositions: frozenset[str] = frozenset()
    copular: frozenset[str] = frozenset()
    adjectives: frozenset[str] = frozenset()
    roles: Roles = field(default_factory=dict)
    noun_roles: Roles = field(default_factory=dict)
    light_roles: Roles = field(default_factory=dict)
    needs_place_object: frozenset[str] = frozenset()
    needs_from: frozenset[str] = frozenset()
    needs_object: frozenset[str] = frozenset()
    needs_location: frozenset[str] = frozenset()
    needs_with: frozenset[str] = frozenset()
    needs_striker: frozenset[str] = frozenset()
    needs_path: frozenset[str] = frozenset()
    needs_people: frozenset[str] = frozenset()
    object_modifiers: frozenset[str] = frozenset()
    undergone: frozenset[str] = frozenset()
    owner: frozenset[str] = frozenset()
    needs_occurring: frozenset[str] = frozenset()
    needs_standing: frozenset[str] = frozenset()
    again: frozenset[str] = frozenset()
    still: frozenset[str] = frozenset()
    patient_nouns: frozenset[str] = frozenset()
    subject_nouns: frozenset[str] = frozenset()
    object_nouns: frozenset[str] = frozenset()
    strikers: frozenset[str] = frozenset()
    strike_verbs: frozenset[str] = frozenset()
    things: frozenset[str] = frozenset()
    fight_for: frozenset[str] = frozenset()
    agent_must_be_actor: bool = False
    patient_must_be_actor: bool = False
    subject_must_be_place: bool = False
    needs_known_party: bool = False
    needs_known_opponent: bool = False
    became: str | None = None

    def needs(self, name: str, lemma: str) -> bool:
        """Whether ``lemma`` is on the list ``name`` of this frame."""
        return lemma in getattr(self, name)


_ROLE_FIELDS = ("roles", "noun_roles", "light_roles")


def _frame(entry: dict[str, Any]) -> Frame:
    values: dict[str, Any] = {"name": entry["frame"], "kind": ClaimKind(entry["kind"])}
    for key, value in entry.items():
        if key in ("frame", "kind"):
            continue
        if key in _ROLE_FIELDS:
            values[key] = {role: tuple(positions) for role, positions in value.items()}
        elif key == "light":
            values[key] = LightVerbs(frozenset(value["verbs"]), frozenset(value["nouns"]))
        elif key == "states":
            values[key] = States(frozenset(value["prepositions"]), frozenset(value["nouns"]), bool(value["bare"]))
        elif isinstance(value, list):
            values[key] = frozenset(str(item) for item in value)
        else:
            values[key] = value
    if "light" in values and "light_roles" not in values:
        values["light_roles"] = values.get("roles", {})
    return Frame(**values)


@dataclass(frozen=True, slots=True)
class FrameLexicon:
    """All frames, with look-up tables by the lemma of what triggers them."""

    frames: tuple[Frame, ...]
    by_verb: dict[str, tuple[Frame, ...]]
    by_noun: dict[str, tuple[Frame, ...]]
    by_light_noun: dict[str, tuple[Frame, ...]]
    by_state_noun: dict[str, tuple[Frame, ...]]
    by_adjective: dict[str, tuple[Frame, ...]]
    by_participle: dict[str, tuple[Frame, ...]]
    by_preposition: dict[str, tuple[Frame, ...]]
    irregular: dict[str, tuple[str, ...]]
    lemmas: dict[str, str]
    """Irregular form to lemma."""

    def named(self, name: str) -> Frame:
        """The frame called ``name``."""
        return next(frame for frame in self.frames if frame.name == name)


def _table(frames: tuple[Frame, ...], keys: Any) -> dict[str, tuple[Frame, ...]]:
    table: dict[str, list[Frame]] = {}
    for frame in frames:
        for key in sorted(keys(frame)):
            table.setdefault(key, []).append(frame)
    return {key: tuple(found) for key, found in table.items()}


@cache
def load_frames() -> FrameLexicon:
    """The shipped lexicon."""
    folder = files("tadmur.extract").joinpath("data")
    sources = sorted((e for e in folder.iterdir() if e.name.startswith("frames")), key=lambda entry: entry.name)
    frames = tuple(_frame(e) for source in sources for e in yaml.safe_load(source.read_text(encoding="utf-8")))
    forms = yaml.safe_load(files("tadmur.extract").joinpath("data", "irregular.yaml").read_text(encoding="utf-8"))
    irregular = {lemma: tuple(words) for lemma, words in forms.items()}
    return FrameLexicon(
        frames,
        by_verb=_table(frames, lambda f: f.verbs | f.fight_for | f.strike_verbs),
        by_noun=_table(frames, lambda f: f.nouns),
        by_light_noun=_table(frames, lambda f: f.light.nouns if f.light else ()),
        by_state_noun=_table(frames, lambda f: f.states.nouns if f.states else ()),
        by_adjective=_table(frames, lambda f: f.states_adjective | f.adjectives | f.copular),
        by_participle=_table(frames, lambda f: f.held),
        by_preposition=_table(frames, lambda f: f.party_prepositions),
        irregular=irregular,
        lemmas={form: lemma for lemma, forms in irregular.items() for form in forms},
    )


@dataclass(frozen=True, slots=True)
class FeatureWords:
    """Words for kinds of places (``data/features.yaml``), each set in lower-case singular."""

    settlement: frozenset[str]
    area: frozenset[str]
    quarter: frozenset[str]
    site: frozenset[str]
    ground: frozenset[str]
    part: frozenset[str]
    whole: frozenset[str]
    edge: frozenset[str]
    same_kind: tuple[frozenset[str], ...]

    @property
    def of_places(self) -> frozenset[str]:
        """Words that by themselves name a kind of place."""
        return self.settlement | self.area | self.quarter | self.site | self.ground

    @property
    def generic(self) -> frozenset[str]:
        """Words that are no part of a name: "the village of X" is X."""
        return self.settlement | self.area | self.quarter

    def alike(self, first: str, second: str) -> bool:
        """Whether two type words may mean one place."""
        return first == second or any(first in group and second in group for group in self.same_kind)


@cache
def load_features() -> FeatureWords:
    """The shipped feature words."""
    source = files("tadmur.extract").joinpath("data", "features.yaml").read_text(encoding="utf-8")
    lists = yaml.safe_load(source)
    same_kind = tuple(frozenset(group) for group in lists.pop("same_kind"))
    return FeatureWords(**{name: frozenset(words) for name, words in lists.items()}, same_kind=same_kind)
