"""A frame found in a sentence, and which tokens stand at the positions of its roles."""

from __future__ import annotations

from dataclasses import dataclass, field

from tadmur.extract.frames import Frame
from tadmur.extract.parse_tree import Token
from tadmur.extract.syntax import agents, children, conjuncts, governors, patients, prepositional_objects, subjects

LOCATIONS = (
    "in", "at", "near", "around", "inside", "outside", "on", "across", "throughout", "north of", "south of", "east of",
    "west of", "along", "over", "between", "within", "into", "through", "of",
)  # fmt: skip
_NOMINAL = ("NOUN", "PROPN", "PRON", "ADJ", "NUM", "X")
_PARTICLES = frozenset(
    {"over", "out", "back", "off", "away", "up", "onto", "in", "into", "towards", "toward", "through", "down"}
)


@dataclass(frozen=True, slots=True)
class FrameMatch:
    """A frame found in a sentence.

    Attributes:
        trigger: the word that made the match, and the one whose clause the claim is.
        clause: the verb (or noun, for a nominalisation) that heads the statement: modality is read from here upwards.
        construction: "verb", "noun", "light", "state", "held", "adjective", "theirs", "there".
        fillers: role to the tokens that may fill it, in the frame's order of preference, with where they stood.
        event: the frame's event, or what it became ("came under the control of").
    """

    frame: Frame
    trigger: Token
    clause: Token
    construction: str
    fillers: dict[str, list[tuple[str, Token]]] = field(default_factory=dict)
    event: str = ""
    words: tuple[Token, ...] = ()

    def tokens(self, role: str) -> list[Token]:
        """Tokens that may fill ``role``, best first."""
        return [token for _, token in self.fillers.get(role, [])]


def particle(verb: Token) -> str | None:
    """The particle of a phrasal verb ("over" of "take over"), also where the parser calls it adverb or preposition."""
    for child in children(verb, "prt", "advmod", "prep"):
        if child.i > verb.i and child.lower_ in _PARTICLES:
            return child.lower_
    return None


def with_modifier(noun: Token) -> str:
    before = [child for child in noun.children if child.i == noun.i - 1 and child.dep_ in ("compound", "amod")]
    return f"{before[0].lower_} {noun.lemma_.lower()}" if before else noun.lemma_.lower()


def filled(
    frame: Frame,
    trigger: Token,
    clause: Token,
    construction: str,
    roles: dict[str, tuple[str, ...]],
    *sites: Token,
    words: tuple[Token, ...],
) -> FrameMatch:
    match = FrameMatch(frame, trigger, clause, construction, {}, frame.event, words)
    for role, positions in roles.items():
        fillers: list[tuple[str, Token]] = []
        for position in positions:
            for site in sites:
                for token in _at_position(position, site):
                    if all(token.i != other.i for _, other in fillers) and token.pos_ in (
                        *_NOMINAL,
                        "DET",
                        "VERB",
                        "ADV",
                    ):
                        fillers.append((position, token))
        match.fillers[role] = fillers
    return match


def _at_position(position: str, site: Token) -> list[Token]:
    """Tokens that stand at ``position`` of a verb or noun."""
    verbal = site.pos_ in ("VERB", "AUX") or site.tag_.startswith("VB")
    if position == "agent":
        return agents(site) if verbal else []
    if position == "patient":
        return patients(site) if verbal else []
    if position == "object":
        return children(site, "dobj") if verbal else []
    if position == "subject":
        return subjects(site) if verbal else []
    if position in ("poss", "compound", "amod"):
        return list(children(site, position, "nmod" if position == "compound" else position))
    if position == "location":
        return location_tokens(site)
    if position == "party":
        return [*(subjects(site) if verbal else []), *(patients(site) if verbal else [])]
    if position.startswith("subject "):
        around = position.split()[1]
        return [noun for thing in subjects(site) for noun in prepositional_objects(thing).get(around, [])]
    if " " in position:
        return _by_path(site, position.split())
    found = prepositional_objects(site).get(position, [])
    if not found and verbal and position in ("from", "to", "towards", "toward", "into"):
        found = [noun for thing in children(site, "dobj") for noun in prepositional_objects(thing).get(position, [])]
    return found


def _by_path(site: Token, path: list[str]) -> list[Token]:
    """ "into hands": owners of the noun; "out of", "for control of": objects along the path."""
    reached = prepositional_objects(site)
    if " ".join(path) in reached:
        return reached[" ".join(path)]
    if path[:2] == ["out", "of"]:
        path = ["out of", *path[2:]]
    first = reached.get(path[0], [])
    nouns = [noun for noun in first if noun.lemma_.lower().rstrip("s") == path[1].rstrip("s")]
    found: list[Token] = []
    for noun in nouns:
        found += prepositional_objects(noun).get(path[2] if len(path) > 2 else "of", [])
        found += children(noun, "poss", "compound", "amod")
    return found


def location_tokens(site: Token) -> list[Token]:
    """Objects of prepositions of place on ``site``, then on its objects, then on the verbs above it in its clause."""
    found: list[Token] = []
    near: list[Token] = [site, *children(site, "dobj", "nsubjpass", "attr")]
    for governor in governors(site):
        if governor.pos_ not in ("VERB", "AUX", "NOUN"):
            continue
        near.append(governor)
        if governor.pos_ in ("VERB", "AUX"):
            break
    near += [noun for nouns in prepositional_objects(site).values() for first in nouns for noun in conjuncts(first)]
    for token in near:
        objects = prepositional_objects(token)
        for preposition in LOCATIONS:
            if preposition == "of" and token.pos_ not in ("NOUN",):
                continue
            found.extend(noun for noun in objects.get(preposition, []) if noun not in found)
    return found
