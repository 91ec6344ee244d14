"""Private names leave public text; everything else stays where it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tadmur.export.pseudonyms import PrivateName, Pseudonyms
from tadmur.terms.source import SpeakerRole

PERSON = PrivateName("r1", "Idris al-Mubarak", SpeakerRole.ACTIVIST)
OTHER = PrivateName("r2", "May Osman", SpeakerRole.RESIDENT)


@pytest.fixture
def pseudonyms() -> Pseudonyms:
    return Pseudonyms([PERSON, OTHER])


@pytest.mark.parametrize(
    "text",
    [
        "activist Idris al-Mubarak told us",
        "IDRIS AL-MUBARAK told us",
        "Idris  al\u2011Mubarak told us",
        "Mubarak said; al-Mubarak's street; MUBARAK",
        "see example.org/2023/idris-al-mubarak-speaks",
        "Idris\nal-Mubarak",
    ],
)
def test_every_form_of_the_name_goes(pseudonyms: Pseudonyms, text: str) -> None:
    public = pseudonyms.redact(text, "r1").text
    assert "mubarak" not in public.casefold()
    assert "idris" not in public.casefold()
    assert pseudonyms.tag("r1", PERSON.name, PERSON.role) in public


def test_a_name_that_is_a_word_stays_a_word_in_lower_case(pseudonyms: Pseudonyms) -> None:
    public = pseudonyms.redact("May said they may leave in dismay", "r2").text
    assert public.endswith(" said they may leave in dismay")
    assert not public.startswith("May")


def test_parts_stay_in_reports_where_somebody_else_speaks(pseudonyms: Pseudonyms) -> None:
    assert pseudonyms.redact("General Osman spoke", "r1").text == "General Osman spoke"
    assert "Osman" not in pseudonyms.redact("May Osman spoke", "r1").text


def test_text_of_no_report_loses_all_names(pseudonyms: Pseudonyms) -> None:
    public = pseudonyms.redact("Mubarak and Osman disagree").text
    assert "Mubarak" not in public
    assert "Osman" not in public


def test_protected_words_stay_alone_but_go_in_the_full_name() -> None:
    pseudonyms = Pseudonyms([PrivateName("r", "Adam Kutum", SpeakerRole.RESIDENT)], protected=["Kutum"])
    assert "Kutum is quiet" in pseudonyms.redact("Kutum is quiet", "r").text
    assert "Kutum" not in pseudonyms.redact("said Adam Kutum", "r").text


def test_pseudonyms_are_stable_within_and_apart_between_reports(pseudonyms: Pseudonyms) -> None:
    again = Pseudonyms([OTHER, PERSON])
    first = pseudonyms.pseudonym("r1", "Idris al-Mubarak", SpeakerRole.ACTIVIST)
    assert first == again.pseudonym("r1", "IDRIS AL MUBARAK", SpeakerRole.ACTIVIST)
    assert first != pseudonyms.pseudonym("r2", "Idris al-Mubarak", SpeakerRole.ACTIVIST)
    assert first != Pseudonyms([PERSON], key="own").pseudonym("r1", PERSON.name, PERSON.role)


def test_no_private_person_changes_nothing() -> None:
    assert Pseudonyms([]).redact("Idris al-Mubarak", "r1").text == "Idris al-Mubarak"


@given(st.lists(st.sampled_from(["Mubarak", "Idris al-Mubarak", " fled ", ", then ", "İdlib ", "🙂"]), max_size=8))
def test_offsets_follow_the_words_that_stay(pieces: list[str]) -> None:
    text = "".join(pieces)
    redacted = Pseudonyms([PERSON]).redact(text, "r1")
    inside = {i for start, end, _ in redacted.replaced for i in range(start, end)}
    for index, character in enumerate(text):
        if index not in inside:
            assert redacted.text[redacted.offset(index)] == character
    assert redacted.offset(len(text)) == len(redacted.text)
    offsets = [redacted.offset(i) for i in range(len(text) + 1)]
    assert offsets == sorted(offsets)
