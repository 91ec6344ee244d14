"""What a page says of how far people have checked its claims."""

from __future__ import annotations

from tadmur.export.limits import MACHINE_CODED, REVIEW_WORDS, checked_sentence, coded_words
from tadmur.terms.review import ReviewStatus


def rows(*statuses: ReviewStatus) -> list[dict[str, str]]:
    return [{"review": REVIEW_WORDS[status]} for status in statuses]


def test_without_a_review_the_page_says_that_nobody_checked() -> None:
    for given in ([], rows(ReviewStatus.MACHINE, ReviewStatus.MACHINE)):
        assert coded_words(given) == MACHINE_CODED
        assert checked_sentence(given).startswith("No person has checked")


def test_with_reviews_it_counts_them_and_names_nobody() -> None:
    given = rows(ReviewStatus.MACHINE, ReviewStatus.CORRECTED, ReviewStatus.ADDED, ReviewStatus.ACCEPTED)
    assert coded_words(given) == "machine-coded, 3 of 4 claims reviewed"
    assert "No person" not in checked_sentence(given)


def test_every_status_has_words() -> None:
    assert set(REVIEW_WORDS) == set(ReviewStatus)
