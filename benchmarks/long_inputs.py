"""Seconds that hostile and very long input takes, at two sizes: cost must grow with length and no faster.

python benchmarks/long_inputs.py
"""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

from tadmur.export.tables import text_table
from tadmur.extract.attribution import attribute
from tadmur.extract.coding import classify_event
from tadmur.extract.reading import read
from tadmur.ingest.layout import recognise_layout
from tadmur.reference.packs import load_pack
from tadmur.terms.report import Report, Segment, Zone
from tadmur.terms.source import SpeakerRole, Voice

TIMES = 8
"""How much longer the second size is."""


def voices(text: str) -> None:
    """Who says what in one long paragraph."""
    report = Report("r", text, (Segment(0, len(text), Zone.BODY),))
    attribute(read(report), load_pack("syria-iraq"), Voice("Orontes Wire", SpeakerRole.PUBLISHER))


CASES: list[tuple[str, Callable[[str], object], str, int]] = [
    ("voices", voices, '"They left the mill," the ministry said, and Omar Saleh told SANA it was so. ', 200),
    ("kinds of events", classify_event, "the army ", 2_500),
    ("kinds of events, brackets", classify_event, "(", 600),
    ("layout, one line", recognise_layout, "A", 125_000),
    ("layout, bylines", recognise_layout, "By AAAA ", 19_000),
    ("parties", load_pack("syria-iraq").find_actors, "Government forces took a hill from IS near Palmyra. ", 200),
]


def main() -> None:
    """Print the table."""
    rows = []
    for name, call, unit, count in CASES:
        call(unit)
        seconds = []
        for size in (count, TIMES * count):
            begun = process_time()
            call(unit * size)
            seconds.append(process_time() - begun)
        growth = seconds[1] / seconds[0] if seconds[0] > 0 else float("nan")
        rows.append((name, f"{len(unit) * count:,}", f"{seconds[0]:.3f}", f"{seconds[1]:.3f}", f"{growth:.1f}"))
    for line in text_table(("Input", "Characters", "Seconds", f"{TIMES} times longer", "Growth"), rows):
        print(line)


if __name__ == "__main__":
    main()
