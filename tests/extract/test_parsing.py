"""Parsing with stand-ins: the words, their offsets and their parts of speech come back as they are."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tadmur.extract.coarse_tags import coarse_tagger
from tadmur.extract.language_model import load_language_model
from tadmur.extract.parsing import ParserInput, parse
from tadmur.terms.place import NameSpan

TEXT = "SDF units took Khan Touman and al-Kesh from ISIL, and a counter-attack failed."


def parsed(text: str, names: list[NameSpan], parties: list[tuple[int, int]]) -> list[tuple[int, str, str, str]]:
    (doc,) = parse(load_language_model(), [ParserInput(text, names, parties)])
    return [(token.idx, token.text, token.tag_, token.dep_) for token in doc]


def test_names_are_single_tokens_with_their_own_words() -> None:
    start = TEXT.index("Khan")
    tokens = parsed(TEXT, [NameSpan(start, start + len("Khan Touman"), 0.9)], [(0, 3), (44, 48)])
    words = {text: (idx, tag, dep) for idx, text, tag, dep in tokens}
    assert words["Khan Touman"] == (start, "NNP", "dobj")
    assert words["al-Kesh"][1:] == ("NNP", "conj")
    assert "counter-attack" in words
    assert all(TEXT[idx : idx + len(text)] == text for idx, text, _, _ in tokens)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.sampled_from("aB .,'\"-–éا😀1(al-K"), min_size=1, max_size=60))
def test_offsets_hold_on_any_text(text: str) -> None:
    for idx, word, _, _ in parsed(text, [], []):
        assert text[idx : idx + len(word)] == word


def test_the_quick_tagger_agrees_with_the_models_own() -> None:
    nlp = load_language_model()
    doc = nlp("Rebels who had been driven out of the town have retaken it, officials said, but it isn't clear how.")
    found = [coarse_tagger(nlp).attributes(token.lower_, token.tag_, token.dep_).pos for token in doc]
    assert found == [token.pos_ for token in doc]
