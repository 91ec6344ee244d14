"""The page: every link leads somewhere, nothing hostile comes alive, no private name is printed, same bytes."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest

from tadmur.export.limits import LIMITS, MACHINE_CODED
from tadmur.export.page_limits import fitted
from tadmur.export.report_page import render_report
from tadmur.export.situation import EvidenceLine, MapTown, Party, PlaceRow, SituationPage
from tadmur.terms.assessment import Label

HOSTILE = "</title></style></script><script>alert('x')</script><img src=x onerror=alert(1)>\"'&{{ 7*7 }}"


class Anatomy(HTMLParser):
    """Ids, links, tags and texts of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.links: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: set[str] = set()
        self.text: list[str] = []
        self._within: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self._within.append(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name == "id":
                self.ids[value or ""] += 1
            if name in ("href", "src", "action"):
                self.links.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._within:
            while self._within.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not {"script", "style"} & set(self._within):
            self.text.append(data)


@pytest.fixture(scope="module")
def anatomy(html: str) -> Anatomy:
    return Anatomy(html)


def test_every_link_within_the_page_has_its_target(anatomy: Anatomy) -> None:
    targets = [link[1:] for link in anatomy.links if link.startswith("#")]
    assert len(targets) > 80
    assert set(targets) <= set(anatomy.ids)


def test_ids_are_unique(anatomy: Anatomy) -> None:
    assert [name for name, times in anatomy.ids.items() if times > 1] == []


def test_every_evidence_line_leads_to_its_sentence(page: SituationPage, html: str) -> None:
    quotes = {row["claim_id"]: row["quote"] for row in page.claims}
    for row in page.places:
        for line in row.evidence:
            assert f'href="#s-{line.claim_id}"' in html
            marked = "".join(
                re.findall(rf'<mark data-claims="[^"]*\b{line.claim_id}\b[^"]*">(.*?)</mark>', html, re.DOTALL)
            )
            words = re.sub("<[^>]+>", "", marked)
            if "Karrar" not in quotes[line.claim_id]:
                assert words == quotes[line.claim_id]


def test_the_page_asks_the_network_for_nothing(html: str, anatomy: Anatomy) -> None:
    loading = {"link", "img", "iframe", "object", "embed", "video", "audio", "source", "base"} & set(anatomy.tags)
    assert loading == set()
    assert "@import" not in html
    assert re.findall(r"url\((?!#)", html) == []
    assert "default-src &#39;none&#39;" in html


def test_report_text_never_becomes_markup(anatomy: Anatomy, html: str) -> None:
    assert anatomy.tags["script"] == 1
    assert "&lt;script&gt;alert(&#39;rufaa&#39;)&lt;/script&gt;" in html
    assert "javascript:" not in html
    assert not {name for name in anatomy.attributes if name.startswith("on")}
    assert "style" not in anatomy.attributes


def _hostile(value: Any) -> Any:
    return f"{value}{HOSTILE}" if isinstance(value, str) else value


def test_hostile_words_stay_words_in_every_field(page: SituationPage) -> None:
    assert page.map is not None
    claims = tuple(
        {
            **row,
            **{name: _hostile(row[name]) for name in ("quote", "place_name", "speaker", "publisher", "hedge", "kind")},
        }
        for row in page.claims
    )
    hostile = replace(
        page,
        meta=replace(page.meta, **dict.fromkeys(("title", "summary", "pack", "boundary_set", "run_id"), HOSTILE)),
        parties=(Party("a\" onload='x", HOSTILE, "red;} body{display:none"), *page.parties),
        places=tuple(replace(row, place_id=_hostile(row.place_id), name=HOSTILE) for row in page.places),
        reports=tuple(
            replace(report, title=HOSTILE, publisher=HOSTILE, language='en" onx="', url=HOSTILE)
            for report in page.reports
        ),
        map=replace(
            page.map,
            places=tuple(replace(p, place_id=_hostile(p.place_id), name=HOSTILE) for p in page.map.places),
            areas=tuple(replace(a, place_id=_hostile(a.place_id), name=HOSTILE) for a in page.map.areas),
            towns=(MapTown(HOSTILE, 33.0, 14.0),),
        ),
        claims=claims,
        limits=(HOSTILE,),
        private_people=(),
    )
    html = render_report(hostile)
    anatomy = Anatomy(html)
    assert anatomy.tags["script"] == 1
    assert anatomy.tags["img"] == 0
    assert not {name for name in anatomy.attributes if name.startswith("on")}
    assert "body{display:none" not in html.split("</style>")[0].split("<style>")[1]
    assert {link[1:] for link in anatomy.links if link.startswith("#")} <= set(anatomy.ids)


def test_no_private_name_on_a_public_page(html: str) -> None:
    assert "Karrar" not in html
    assert "Hiba" not in html
    assert "R-" in html


def test_an_internal_page_keeps_names_and_says_what_it_is(page: SituationPage) -> None:
    html = render_report(replace(page, meta=replace(page.meta, public=False)))
    assert "Hiba Karrar" in html
    assert "internal: not for publication" in html


def test_same_page_same_bytes(page: SituationPage, html: str) -> None:
    assert render_report(page) == html


def test_unknown_harm_is_unknown_and_no_zero(html: str) -> None:
    harm = html.split('id="harm"')[1].split('id="claims"')[0]
    deaths = harm.split(">Deaths<")[1].split("</tr>")[0]
    assert "<td>unknown</td>" in deaths
    assert not re.search(r">\s*0\b", deaths)
    assert "24 or more households (vague)" in harm
    assert "250\u202f000–300\u202f000 persons" in harm


def test_limits_boundaries_and_label_stand_on_page_and_map(html: str, anatomy: Anatomy) -> None:
    text = " ".join(anatomy.text)
    assert LIMITS in text
    for name in ("wide", "narrow"):
        svg = html.split(f'class="map map-{name}"')[1].split("</svg>")[0]
        assert "Natural Earth 1:10m" in svg
        assert "Not for targeting" in svg
        assert " km</text>" in svg
    for section in ("contradictions", "figures", "harm", "claims", "places"):
        body = html.split(f'<section id="{section}"')[1].split("</section>")[0]
        assert MACHINE_CODED in body


def test_a_vague_place_is_an_area_and_no_symbol(html: str) -> None:
    svg = html.split('class="map map-wide"')[1].split("</svg>")[0]
    link = re.search(r'<a href="#p-vague-canals".*?</a>', svg, re.DOTALL)
    assert link is not None
    assert 'class="vague"' in link.group()
    assert "sym" not in link.group()


def test_a_probability_is_never_shown_as_certain(page: SituationPage) -> None:
    rows = (replace(page.places[0], probabilities=(("rapid-support-forces", 1.0), ("contested", 0.0))),)
    html = render_report(replace(page, places=rows))
    assert "&gt; 99%" in html
    assert "100%" not in html.split("<body>")[1].split('id="method"')[0]


def test_a_place_without_a_clear_holder_is_given_to_nobody(page: SituationPage) -> None:
    split = replace(page.places[0], probabilities=(("rapid-support-forces", 0.4),), label=Label.CONTESTED)
    html = render_report(replace(page, places=(split,)))
    cell = html.split('data-label="Held by"')[1].split("</td>")[0]
    assert "Contested" in cell.split("most probable")[0]
    assert "Rapid Support Forces" not in cell.split("most probable")[0]


def test_an_uncited_claim_id_is_an_error(page: SituationPage) -> None:
    rows = (replace(page.places[0], evidence=(EvidenceLine("nowhere", 1.0),)),)
    with pytest.raises(ValueError, match="nowhere"):
        render_report(replace(page, places=rows))


def test_an_empty_page_says_so(page: SituationPage) -> None:
    empty = SituationPage(page.meta, (), (), (), ())
    html = render_report(empty)
    anatomy = Anatomy(html)
    assert "No claim in these reports bears on who holds a place." in html
    assert {link[1:] for link in anatomy.links if link.startswith("#")} <= set(anatomy.ids)


def test_a_page_too_large_is_cut_around_what_is_cited_and_says_so(page: SituationPage) -> None:
    small, note = fitted(page, max_reports=3, max_claims=14)
    assert len(small.reports) == 3
    assert len(small.claims) == 15, "every cited claim stays"
    assert "leaves out 3 reports without their text and 4 claims" in note
    assert Anatomy(render_report(small)).tags["article"] > 0
    links = Anatomy(render_report(small))
    assert {link[1:] for link in links.links if link.startswith("#")} <= set(links.ids)
    assert fitted(page) == (page, "")


def test_party_without_colour_gets_one_of_the_page(page: SituationPage) -> None:
    row = PlaceRow("g:1", "Somewhere", (("third", 0.6), ("contested", 0.4)), Label.ASSESSED, None, None, None, ())
    html = render_report(replace(page, parties=(*page.parties, Party("third", "Third")), places=(row,)))
    assert re.search(r"\.party-2\{--party:#[0-9a-f]{6}\}", html)
