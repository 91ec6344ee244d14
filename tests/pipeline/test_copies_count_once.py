"""A hundred rewritten copies of one report move a posterior by no more than a twentieth of what the report does."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tadmur.pipeline.monitor import Monitor
from tadmur.pipeline.picture import Picture, picture_of
from tadmur.pipeline.reading import ReportReader
from tadmur.pipeline.run import LEDGER, run
from tadmur.pipeline.settings import RunSettings
from tadmur.store.ledger import View

COPIES = 100
MOST = 0.05
BEFORE = {
    "id": "before",
    "published_at": "2022-07-01",
    "publisher": "River Courier",
    "text": (
        "Ukrainian forces hold Lysychansk, Ukraine's general staff said on Friday evening in its regular bulletin. "
        "Russian forces hold Sievierodonetsk, it said."
    ),
}
REPORT = {
    "id": "first",
    "published_at": "2022-07-03",
    "publisher": "Steppe Mirror",
    "text": (
        "Russian forces captured Lysychansk on Sunday, a tram driver called Stepan told Steppe Mirror. He counted 34 "
        "armoured carriers beside the glassworks before breakfast. A burnt bakery smouldered opposite the theatre. "
        "Two nuns were handing out apples to strangers."
    ),
}
TEXTS = """
A tram driver called Stepan said that Russian forces captured Lysychansk on Sunday. Before breakfast he had counted
34 armoured carriers by the glassworks. Two nuns handed apples to strangers; opposite the theatre a bakery smouldered.
({name})
---
According to Steppe Mirror, Russian forces captured Lysychansk on Sunday. Stepan, who drives a tram, counted 34
armoured carriers at the glassworks. A burnt bakery was smouldering by the theatre and nuns gave out apples. ({name})
---
Russian forces captured Lysychansk on Sunday, reports {name}. Beside the glassworks stood 34 armoured carriers,
counted by Stepan, a tram driver, before breakfast. Strangers got apples from two nuns. A bakery smouldered.
"""
FORMS = TEXTS.split("---")


def copy(number: int) -> dict[str, Any]:
    """A rewrite under another outlet's name, up to two days later."""
    name = f"Outlet {number}"
    text = FORMS[number % len(FORMS)].format(name=name).strip()
    day = f"2022-07-0{4 + number % 2}"
    return {"id": f"copy {number}", "published_at": day, "publisher": name, "text": text}


def picture(folder: Path, reports: list[dict[str, Any]]) -> Picture:
    folder.mkdir()
    source = folder / "reports.jsonl"
    source.write_text("".join(json.dumps(report) + "\n" for report in reports), encoding="utf-8")
    run([source], folder / "out", settings=RunSettings(pack="ukraine"), now=datetime.now(UTC))
    reader = ReportReader(RunSettings(pack="ukraine"), Monitor())
    with View(folder / "out" / LEDGER) as view:
        return picture_of(view, reader.pack, settings=RunSettings(), as_of=datetime(2022, 7, 5, tzinfo=UTC).date())


def log_odds(found: Picture) -> float:
    """Of Russia's holding the town."""
    (town,) = [a for a in found.assessments if found.places[a.place_id].name == "Lysychansk"]
    p = dict(town.probabilities)["russia"]
    return math.log(p / (1 - p))


def test_a_hundred_rewrites_are_one_voice(tmp_path: Path) -> None:
    without = picture(tmp_path / "none", [BEFORE])
    one = picture(tmp_path / "one", [BEFORE, REPORT])
    many = picture(tmp_path / "many", [BEFORE, REPORT, *(copy(number) for number in range(COPIES))])
    moved = abs(log_odds(one) - log_odds(without))
    assert moved > 1
    assert len({many.first_reports[item.report.report_id] for item in many.reports}) == 2
    assert abs(log_odds(many) - log_odds(one)) <= MOST * moved
    (card,) = [c for c in many.comparisons if c.kind == "copy" and c.topic == "control"]
    assert len(card.claim_ids) == COPIES + 1
