"""Who sees, who talks to whom, and who publishes: the people of the second simulator.

Most of them never publish. Residents and soldiers see what is near them and talk; reporters travel; officials hear
their own soldiers; bloggers and digests only listen.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .campaigns import Campaign
from .war import NOBODY, Floats, Ints

RESIDENT, SOLDIER, REPORTER, OFFICIAL, BLOGGER, DIGEST, MAPMAKER = range(7)
ROLES = ("resident", "soldier", "reporter", "official", "blogger", "digest", "mapmaker")


@dataclass(frozen=True, slots=True)
class SocietySettings:
    """Numbers of people in a country of 500 places, and what they are like; a larger one has the root as many more."""

    residents: int = 90
    resident_voices: float = 0.2
    """Share of residents who publish."""
    soldiers: int = 14
    """Per party."""
    reporters: int = 8
    partisan_reporters: float = 0.4
    officials: int = 2
    """Per party."""
    bloggers: int = 10
    digests: int = 3
    mapmakers: int = 0
    """They hear nobody; see `rumours.draw_maps`."""
    turncoats: int = 2
    """Voices that change sides; what is known of them stays as it was at first."""
    late_liars: int = 1
    """Voices of no side that are honest for a year and then serve a party."""
    sleepers: float = 0.3
    """Share of voices that fall silent for months, or begin late."""
    talk: float = 5.0
    """People whom a person talks to."""
    memory_days: float = 60.0
    """Time in which a belief loses two thirds of its hold."""
    honesty: float = 1.0
    """Divides every inclination to spin."""


@dataclass(frozen=True, slots=True)
class Society:
    """a people, t days. ``loyal`` (a, t) is the party that each serves on each day, ``declared`` (a,) what is known.

    ``listens`` (a, a) bool: the row's person hears what the column's says in private; ``follows``: reads what it
    publishes.
    """

    role: Ints
    home: Floats
    reach: Floats
    loyal: Ints
    declared: Ints
    awake: NDArray[np.bool_]
    voice: NDArray[np.bool_]
    spin: Floats
    invents: Floats
    """Chance a day of a gain of one's own side that nobody saw."""
    vigour: Floats
    """Multiplies how much is published."""
    memory: Floats
    listens: NDArray[np.bool_]
    follows: NDArray[np.bool_]


def populate(settings: SocietySettings, campaign: Campaign, rng: np.random.Generator) -> Society:
    """Draw the people of a war."""
    parties, days = campaign.parties, campaign.holder.shape[1]
    size = np.sqrt(len(campaign.position) / 500)
    residents, soldiers, reporters = (
        max(1, round(size * count)) for count in (settings.residents, settings.soldiers, settings.reporters)
    )
    groups = [(RESIDENT, NOBODY, residents), (BLOGGER, NOBODY, settings.bloggers)]
    groups += [(REPORTER, NOBODY, reporters), (DIGEST, NOBODY, settings.digests)]
    groups += [(MAPMAKER, number % (parties + 1) - 1, 1) for number in range(settings.mapmakers)]
    for party in range(parties):
        groups += [(SOLDIER, party, soldiers), (OFFICIAL, party, settings.officials)]
    role = np.repeat([g[0] for g in groups], [g[2] for g in groups])
    declared = np.repeat([g[1] for g in groups], [g[2] for g in groups])
    people = len(role)
    taking_sides = {RESIDENT: 0.5, BLOGGER: 0.65, REPORTER: settings.partisan_reporters, DIGEST: 0.35}
    for kind, share in taking_sides.items():
        some = (role == kind) & (rng.random(people) < share)
        declared[some] = rng.integers(0, parties, some.sum())

    weight = np.sqrt(campaign.population) * np.where(place_moves(campaign), 3.0, 1.0)
    home = campaign.position[rng.choice(len(weight), people, p=weight / weight.sum())]
    reach = np.select([role == RESIDENT, role == SOLDIER, role == REPORTER], [7.0, 14.0, 24.0], 0.0)
    voice = np.isin(role, (REPORTER, OFFICIAL, BLOGGER, DIGEST, MAPMAKER))
    voice |= (role == RESIDENT) & (rng.random(people) < settings.resident_voices)

    loyal = np.repeat(declared[:, None], days, axis=1)
    sided = np.flatnonzero(voice & (declared != NOBODY) & ~np.isin(role, (OFFICIAL, MAPMAKER)))
    for person in rng.permutation(sided)[: settings.turncoats]:
        turn = int(rng.uniform(0.25, 0.75) * days)
        loyal[person, turn:] = (declared[person] + rng.integers(1, parties)) % parties
    neutral = np.flatnonzero(voice & (declared == NOBODY) & ~np.isin(role, (DIGEST, MAPMAKER)))
    invents = np.where(voice & (declared != NOBODY), rng.exponential(0.03, people), 0.0) / settings.honesty
    invents[role == OFFICIAL] += 0.06 / settings.honesty
    for person in rng.permutation(neutral)[: settings.late_liars]:
        loyal[person, min(365, int(0.6 * days)) :] = rng.integers(0, parties)
        invents[person] = 0.25

    awake = np.ones((people, days), dtype=bool)
    for person in np.flatnonzero(rng.random(people) < settings.sleepers):
        start = int(rng.uniform(-0.2, 0.9) * days)
        awake[person, max(0, start) : max(0, start + int(rng.exponential(0.25 * days)))] = False
    spin = rng.beta(2.0, 2.5, people) / settings.honesty
    spin[role == OFFICIAL] = np.minimum(1.0, spin[role == OFFICIAL] + 0.35 / settings.honesty)
    memory = settings.memory_days * np.exp(rng.normal(0, 0.5, people))
    listens, follows = _network(settings, role, declared, home, voice, rng)
    return Society(
        role=role,
        home=home,
        reach=reach * np.exp(rng.normal(0, 0.2, people)),
        loyal=loyal,
        declared=declared,
        awake=awake,
        voice=voice,
        spin=np.minimum(spin, 1.0),
        invents=invents,
        vigour=np.exp(rng.normal(0, 0.5, people)),
        memory=memory,
        listens=listens,
        follows=follows,
    )


def place_moves(campaign: Campaign) -> NDArray[np.bool_]:
    """(p,) whether the place ever changes hands."""
    return np.asarray((campaign.holder != campaign.holder[:, :1]).any(axis=1))


def _network(
    settings: SocietySettings,
    role: Ints,
    declared: Ints,
    home: Floats,
    voice: NDArray[np.bool_],
    rng: np.random.Generator,
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Talk runs between neighbours and comrades; reading runs towards the well known, seldom across the lines."""
    people = len(role)
    distance = np.hypot(*(home[:, None] - home[None]).transpose(2, 0, 1))
    same = (declared[:, None] == declared[None]) & (declared[:, None] != NOBODY)
    apart = (declared[:, None] != declared[None]) & (declared[:, None] != NOBODY) & (declared[None] != NOBODY)
    tie = np.exp(-distance / 40.0) + np.where(same, 0.5, 0.0) + 0.02
    tie = tie * np.where(apart, 0.08, 1.0)
    tie *= np.where((role[:, None] == OFFICIAL) & (role[None] == SOLDIER) & same, 12.0, 1.0)
    tie *= np.where((role[:, None] == REPORTER) & (role[None] == RESIDENT), 3.0, 1.0)
    np.fill_diagonal(tie, 0.0)
    listens = rng.random((people, people)) < np.minimum(0.9, settings.talk * tie / tie.sum(axis=1, keepdims=True))
    fame = np.where(voice, np.exp(rng.normal(0, 1.0, people)) * np.where(role == OFFICIAL, 4.0, 1.0), 0.0)
    pull = fame[None] * np.where(same, 3.0, np.where(apart, 0.25, 1.0))
    np.fill_diagonal(pull, 0.0)
    readers = np.select([role == DIGEST, role == BLOGGER, role == REPORTER], [12.0, 6.0, 3.0], 1.0)
    follows = rng.random((people, people)) < np.minimum(
        0.9, readers[:, None] * pull / np.maximum(pull.sum(axis=1, keepdims=True), 1e-9)
    )
    return listens, follows & voice[None]
