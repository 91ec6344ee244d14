"""What the people of the second simulator know: items of news, beliefs that age, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .campaigns import Campaign, CampaignSettings
from .society import REPORTER, SOLDIER, Society, SocietySettings
from .war import CONTESTED, LOST, NOBODY, Floats, Ints, Table, neighbours

ITEM = ("person", "place", "kind", "party", "day", "text", "origin", "true_place", "born")
"""Columns of an item: who has it, what it says, ``day`` -1 when lost, ``text`` 0 for hearsay, ``origin`` uid or -1."""
Items = dict[str, Ints]


@dataclass(frozen=True, slots=True)
class RumourSettings:
    """A war, a society, and how news travels in it."""

    campaign: CampaignSettings = field(default_factory=CampaignSettings)
    society: SocietySettings = field(default_factory=SocietySettings)
    notices: float = 0.7
    """Chance to see a change within reach."""
    looks: float = 0.6
    """Places in reach that a person looks at, a day."""
    news_days: float = 3.0
    """Time in which news becomes old: it is told on a third as often."""
    tells: float = 0.5
    """Chance that an item is told on, per listener."""
    wrong_place: float = 0.05
    wrong_party: float = 0.02
    hardens: float = 0.15
    """Chance a hop that fighting or a plan becomes a capture."""
    loses_day: float = 0.2
    plans: float = 0.15
    """Expected rumours a day of attacks that are only planned."""
    publishes: float = 0.6
    """Chance that a voice publishes an item that it believes."""
    reviews: float = 0.4
    """Statements a day and voice about who holds what, from what it believes."""
    verbatim: float = 0.5
    """Chance that a digest or blogger keeps the words of what it read."""
    map_days: int = 14
    """Days between two maps of one maker."""
    map_age_days: float = 20.0
    """Mean age of what a map shows; makers differ, and so do the places on one map."""
    map_share: float = 0.25
    """Share of the places at the edge that a map names; where something moved lately, six times as many."""


class World:
    """State of minds; everything is indexed by (person, place)."""

    def __init__(self, settings: RumourSettings, campaign: Campaign, society: Society, rng: np.random.Generator):
        self.settings, self.campaign, self.society, self.rng = settings, campaign, society, rng
        self.parties = campaign.parties
        people, places = len(society.role), len(campaign.position)
        self.belief = np.repeat(campaign.holder[None, :, 0], people, axis=0)
        self.learned = np.full((people, places), -10_000)
        self.heard = np.full((people, places, 3 * self.parties + 1), -1000, dtype=np.int16)
        self.near = neighbours(campaign.position, min(6, places - 1))
        self.spot = society.home.copy()
        self.next_uid, self.next_text = 0, 1
        self.published: list[Table] = []

    def symbol(self, items: Items) -> Ints:
        """A number for what each item says, whatever the place."""
        code = items["kind"] * self.parties + items["party"]
        return np.where(items["kind"] == CONTESTED, 3 * self.parties, code)

    def stated(self, items: Items) -> Ints:
        """The state that an item leaves in the mind of whoever believes it."""
        before = self.belief[items["person"], items["place"]]
        someone = (items["party"] + 1) % self.parties
        after_loss = np.where((before != items["party"]) & (before < self.parties), before, someone)
        stated = np.where(items["kind"] == LOST, after_loss, items["party"])
        return np.where(items["kind"] == CONTESTED, self.parties, stated)

    def hold(self, items: Items, day: int) -> Floats:
        """How firmly the person believes what it now believes of the place, 0 to 1."""
        age = day - self.learned[items["person"], items["place"]]
        return np.exp(-age / self.society.memory[items["person"]])

    def move(self, day: int) -> None:
        """Soldiers stand at the edge of their land, reporters go where something happened."""
        campaign, society, rng = self.campaign, self.society, self.rng
        holder = campaign.holder[:, day]
        edge = (holder[self.near] != holder[:, None]).any(axis=1)
        for person in np.flatnonzero((society.role == SOLDIER) & (rng.random(len(society.role)) < 0.1)):
            own = np.flatnonzero(edge & (holder == society.declared[person]))
            if len(own):
                self.spot[person] = campaign.position[rng.choice(own)]
        recent = (campaign.holder[:, max(0, day - 15)] != holder) | (rng.random(len(holder)) < 0.01)
        for person in np.flatnonzero((society.role == REPORTER) & (rng.random(len(society.role)) < 0.15)):
            open_to = society.loyal[person, day]
            free = recent & ((holder == open_to) | (open_to == NOBODY) | (rng.random(len(holder)) < 0.2))
            if free.any():
                self.spot[person] = campaign.position[rng.choice(np.flatnonzero(free))]


def new_items(person: Ints, place: Ints, kind: Ints, party: Ints, stated_day: Ints, day: int) -> Items:
    """Items born today; nobody has published them."""
    none = np.full(len(person), -1)
    columns = (person, place, kind, party, stated_day, none + 1, none, place.copy(), np.full_like(none, day))
    return dict(zip(ITEM, columns, strict=True))


def join(*parts: Items) -> Items:
    """All of them, in order."""
    return {name: np.concatenate([part[name] for part in parts]) for name in ITEM}


def take(items: Items, chosen: NDArray[np.bool_] | Ints) -> Items:
    """The chosen rows."""
    return {name: column[chosen] for name, column in items.items()}
