"""The press of the third simulator: who publishes, who prints whom, and what is lost in print."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from .roads import RoadSettings, RoadWar
from .war import CAPTURED, CONTESTED, HOLDS, LOST, NOBODY


@dataclass(frozen=True, slots=True)
class WireSettings:
    """A war along roads and the press that covers it. Numbers of sources are per country."""

    roads: RoadSettings = field(default_factory=RoadSettings)
    wires: int = 2
    papers: int = 8
    partisan_papers: float = 0.5
    monitors: int = 2
    partisan_monitors: int = 1
    committees: float = 0.35
    """Share of towns whose people publish."""
    access: tuple[float, ...] = (0.75, 0.3, 0.5, 0.2)
    """Chance that a foreign wire learns of an event on each party's land."""
    reprint: float = 0.3
    """Chance that a subscriber prints a piece."""
    namesakes: float = 0.02
    """Chance a print that a place of the same name elsewhere is meant by the desk's map."""
    sharpened: float = 0.15
    """Chance a print that fighting becomes a capture."""
    issue_days: int = 10
    """Days between a monitor's maps."""
    lag_days: float = 9.0
    """Typical age of a monitor's knowledge of a district."""
    premature: float = 0.3
    """Chance that a ministry announces a capture while it is still being fought for."""
    silence_days: float = 25.0
    """Mean length of a ministry's silence about a district where it is losing."""
    late_admission: float = 0.25
    background: float = 0.35
    """Chance that a paper's piece adds who holds a neighbouring place, from its own archive."""
    leaks: int = 2


class Press:
    """Sources, and everything published so far."""

    def __init__(self, settings: WireSettings, war: RoadWar, rng: np.random.Generator):
        self.settings, self.war, self.rng = settings, war, rng
        self.names: list[str] = []
        self.types: list[str] = []
        self.alignment: list[int] = []
        self.rows: list[tuple[int, int, int, int, int, int, int, int, int, str]] = []
        self.texts = 0
        self.subscribers: dict[int, list[int]] = {}
        self.namesake = rng.permutation(len(war.population))
        self.archive: dict[int, dict[int, int]] = {}
        both = np.concatenate([war.edges, war.edges[:, ::-1]])
        self.along: dict[int, list[int]] = {}
        for first, second in both.tolist():
            self.along.setdefault(first, []).append(second)

    def add_source(self, kind: str, side: int) -> int:
        """A new source; its number."""
        self.names.append(f"{kind} {len(self.names)}")
        self.types.append(kind)
        self.alignment.append(side)
        return len(self.names) - 1

    def say(
        self,
        source: int,
        true_place: int,
        day: float,
        kind: int,
        party: int,
        cause: str,
        *,
        event_day: int = -1,
        place: int | None = None,
        copy_of: int = -1,
        text: int | None = None,
    ) -> int:
        """One claim; its uid."""
        self.texts += 1
        said_of = true_place if place is None else place
        number = self.texts if text is None else text
        self.rows.append((source, said_of, int(day), event_day, kind, party, number, true_place, copy_of, cause))
        return len(self.rows) - 1

    def cascade(self, piece: int, depth: int = 0) -> None:
        """Subscribers print a piece, and theirs print them: fewer each time, and less exactly."""
        settings, rng = self.settings, self.rng
        source, place, day, event_day, kind, party, text, true_place, _, _ = self.rows[piece]
        worth = min(1.0, 0.25 + 0.18 * np.log10(self.war.population[true_place]))
        for reader in self.subscribers.get(source, []):
            side = self.alignment[reader]
            taste = 1.0 if side == NOBODY else self._taste(side, kind, party)
            if rng.random() > settings.reprint * worth * taste * 0.6**depth:
                continue
            printed_kind, printed_party, spot, cause = kind, party, place, "reprint"
            verbatim = rng.random() < 0.55
            if rng.random() < settings.namesakes:
                spot, verbatim, cause = int(self.namesake[place]), False, "namesake"
            if kind == CONTESTED and rng.random() < settings.sharpened:
                near = [int(self.war.holder[n, max(0, day - 1)]) for n in self.along.get(true_place, [])]
                guess = side if side != NOBODY else near[int(rng.integers(len(near)))] if near else 0
                printed_kind, printed_party, verbatim, cause = CAPTURED, guess, False, "sharpened"
            elif kind == CAPTURED and rng.random() < 0.25:
                printed_kind, verbatim = HOLDS, False
            kept = event_day if rng.random() < 0.5 and printed_kind != HOLDS else -1
            print_day = day + int(rng.exponential(0.8 + depth))
            copy = self.say(
                reader,
                true_place,
                print_day,
                printed_kind,
                printed_party,
                cause,
                event_day=kept,
                place=spot,
                copy_of=piece,
                text=text if verbatim else None,
            )
            self.remember(reader, spot, printed_kind, printed_party)
            self._add_background(reader, true_place, print_day)
            if depth < 2:
                self.cascade(copy, depth + 1)

    def _taste(self, side: int, kind: int, party: int) -> float:
        if kind == CONTESTED:
            return 0.7
        pleases = (party == side) != (kind == LOST)
        return 1.6 if pleases else 0.3

    def remember(self, source: int, place: int, kind: int, party: int) -> None:
        """What a paper's archive says from now on."""
        if kind in (CAPTURED, HOLDS):
            self.archive.setdefault(source, {})[place] = party

    def _add_background(self, paper: int, place: int, day: int) -> None:
        """'The neighbouring X, which is held by ...': as the paper's archive has it."""
        known = self.archive.get(paper, {})
        near = [other for other in self.along.get(place, []) if other in known]
        if near and self.rng.random() < self.settings.background:
            other = near[int(self.rng.integers(len(near)))]
            self.say(paper, other, day, HOLDS, known[other], "archive")


def found_press(settings: WireSettings, war: RoadWar, rng: np.random.Generator) -> tuple[Press, dict[str, list[int]]]:
    """The press of a country and its sources by kind, ministries and state wires in the order of the parties."""
    press = Press(settings, war, rng)
    staff: dict[str, list[int]] = {
        "wire": [press.add_source("wire", NOBODY) for _ in range(settings.wires)],
        "state wire": [press.add_source("state wire", side) for side in range(war.parties)],
        "ministry": [press.add_source("ministry", side) for side in range(war.parties)],
        "monitor": [press.add_source("monitor", NOBODY) for _ in range(settings.monitors)],
        "partisan monitor": [
            press.add_source("monitor", int(rng.integers(war.parties))) for _ in range(settings.partisan_monitors)
        ],
        "paper": [],
    }
    for _ in range(settings.papers):
        side = int(rng.integers(war.parties)) if rng.random() < settings.partisan_papers else NOBODY
        paper = press.add_source("paper", side)
        foreign = [wire for wire in staff["wire"] if rng.random() < 0.7] or staff["wire"][:1]
        own = [staff["state wire"][side], staff["ministry"][side]] if side != NOBODY else []
        older = [other for other in staff["paper"] if rng.random() < 0.15]
        for feed in [*foreign, *own, *older]:
            press.subscribers.setdefault(feed, []).append(paper)
        staff["paper"].append(paper)
    for side in range(war.parties):
        press.subscribers.setdefault(staff["ministry"][side], []).append(staff["state wire"][side])
        press.subscribers[staff["ministry"][side]] += [wire for wire in staff["wire"] if rng.random() < 0.4]
    return press, staff
