"""Battle pages as control facts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tadmur.extract.extractor import Extractor
from tadmur.extract.facts import page_predictions

SENTENCES = [
    "On 4 May 2015, Islamic State captured the village of Mahin.",
    "The next day, the Syrian army tried to retake the village but failed.",
    "According to SOHR, government forces withdrew from Sadad.",
]


def page(sentences: list[str]) -> dict[str, Any]:
    return {
        "page": "p",
        "title": "Mahin offensive (2015)",
        "paragraphs": [{"section": "", "text": " ".join(sentences)}],
        "sentences": [{"sid": number + 7, "paragraph": 0, "text": text} for number, text in enumerate(sentences)],
    }


def test_lines_carry_sentence_date_and_source(extractor_for: Callable[[str], Extractor]) -> None:
    lines = page_predictions(page(SENTENCES), extractor_for("syria-iraq"))
    by_sid = {line["sid"]: line for line in lines}
    assert by_sid[7]["place"] == "Mahin"
    assert (by_sid[7]["actor"], by_sid[7]["event"], by_sid[7]["date"]) == ("Islamic State", "captured", "2015-05-04")
    assert by_sid[7]["attributed_to"] is None
    assert by_sid[8]["asserted"] is False
    assert (by_sid[9]["event"], by_sid[9]["place"]) == ("withdrew", "Sadad")
    assert by_sid[9]["attributed_to"] is not None
    assert all(line["sentence"] == SENTENCES[line["sid"] - 7] for line in lines)


def test_unnamed_ground_gives_no_fact(extractor_for: Callable[[str], Extractor]) -> None:
    lines = page_predictions(page(["On 4 May 2015, Islamic State captured several hills near Mahin."]),
                             extractor_for("syria-iraq"))  # fmt: skip
    assert lines == []
