"""Parts of speech, morphology and lemmas for parsed tokens, at a fraction of the cost of the model's own ruler.

The model's attribute ruler runs a matcher over every token, though almost all of its rules look at one token's word,
tag and label only. Here each such triple is settled once and remembered. Rules over several tokens ("gonna") are
left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc as SpacyDoc

REPLACED = ("attribute_ruler", "lemmatizer")
"""Components of the model whose work is done here."""

Form = tuple[str, str, str]
"""A word as it stands, its part of speech and its morphology: what its lemma goes by."""
_Rule = tuple[int, Mapping[str, Any], Mapping[str, str]]
"""Place in the model's order, pattern of the token, what it is then."""


@dataclass(frozen=True, slots=True)
class Attributes:
    """What a token is: part of speech, morphology in the universal form, lemma where a rule gives one."""

    pos: str = ""
    morph: str = ""
    lemma: str = ""


class CoarseTagger:
    """The single-token rules of a model's attribute ruler, remembered by word, tag and label."""

    def __init__(self, nlp: Language) -> None:
        ruler: Any = nlp.get_pipe("attribute_ruler")
        self._rules: dict[tuple[str, str] | None, list[_Rule]] = {}
        single = [rule for rule in ruler.patterns if len(rule["patterns"][0]) == 1]
        for number, rule in enumerate(single):
            pattern = rule["patterns"][0][0]
            plain = next(
                ((name, pattern[name]) for name in ("LOWER", "TAG") if isinstance(pattern.get(name), str)), None
            )
            self._rules.setdefault(plain, []).append((number, pattern, rule["attrs"]))
        self._known: dict[tuple[str, str, str], Attributes] = {}
        self._vocab, self._lemmatiser = nlp.vocab, nlp.get_pipe("lemmatizer")
        self._names: dict[int, str] = {}
        self.lemmas: dict[Form, str] = {}
        """What the model's lemmatiser has made of a form so far."""

    def tree(self, parsed: SpacyDoc) -> tuple[list[str], list[str], list[int]]:
        """Tags, dependency labels and the indices of the heads of a parsed sentence."""
        tags, labels, distances = parsed.to_array(["TAG", "DEP", "HEAD"]).T
        heads = distances.astype("int64") + range(len(parsed))
        return self._named(tags.tolist()), self._named(labels.tolist()), heads.tolist()

    def _named(self, hashes: list[int]) -> list[str]:
        names = self._names
        for value in hashes:
            if value not in names:
                names[value] = self._vocab.strings[value]
        return [names[value] for value in hashes]

    def lemmatise(self, forms: Sequence[Form]) -> list[str]:
        """Lemmas of forms that are not in :attr:`lemmas` yet."""
        from spacy.tokens import Doc as SpacyDoc

        words, parts, morphs = (list(column) for column in zip(*forms, strict=True))
        doc = self._lemmatiser(SpacyDoc(self._vocab, words=words, pos=parts, morphs=morphs))
        found = [token.lemma_ for token in doc]
        self.lemmas.update(zip(forms, found, strict=True))
        return found

    def attributes(self, lower: str, tag: str, dep: str) -> Attributes:
        """The attributes of a word in lower case with a tag and a dependency label."""
        key = lower, tag, dep
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._settled(*key)
        return found

    def _settled(self, lower: str, tag: str, dep: str) -> Attributes:
        seen: dict[str, str | bool] = {"LOWER": lower, "TAG": tag, "DEP": dep, "IS_SPACE": lower.isspace()}
        settled: dict[str, str] = {}
        keys = (None, ("LOWER", lower), ("TAG", tag))
        candidates = sorted((rule for key in keys for rule in self._rules.get(key, ())), key=lambda rule: rule[0])
        for _, pattern, attributes in candidates:
            if all(name in seen and _fits(wanted, seen[name]) for name, wanted in pattern.items()):
                settled.update(attributes)
        return Attributes(settled.get("POS", ""), settled.get("MORPH", ""), settled.get("LEMMA", ""))


def _fits(wanted: Any, value: str | bool) -> bool:
    if not isinstance(wanted, dict):
        return bool(wanted == value)
    return all(_holds(check, operand, value) for check, operand in wanted.items())


def _holds(check: str, operand: Any, value: str | bool) -> bool:
    match check:
        case "IN":
            return value in operand
        case "NOT_IN":
            return value not in operand
        case "REGEX":
            return re.search(operand, str(value)) is not None
    return False


@cache
def coarse_tagger(nlp: Language) -> CoarseTagger:
    """The tagger for a model, made once."""
    return CoarseTagger(nlp)
