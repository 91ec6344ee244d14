"""Who held what in an invented war along roads: places fall when the supply of their garrison does.

Towns are joined by roads with villages strung along them. Each party has depots; what reaches a garrison falls off
with the way from the nearest depot through land of its own. Attacks run along roads, last as long as neither side has
the better of it, and many are beaten off. A garrison that is cut off gives up sooner or later, and when a depot falls
all that hung on it goes within days: there is no front line and no script.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix  # type: ignore[import-untyped]
from scipy.sparse.csgraph import dijkstra, minimum_spanning_tree  # type: ignore[import-untyped]
from scipy.spatial import cKDTree  # type: ignore[import-untyped]

from .war import Floats, Ints

BEATEN_OFF = -1
"""In place of a party in `Event.winner`: the attack failed."""


@dataclass(frozen=True, slots=True)
class RoadSettings:
    """Rates are numbers a day in a country of 500 places."""

    parties: int = 2
    days: int = 600
    attacks: float = 0.8
    """Attacks begun, when will and means are ordinary."""
    vigour: float = 0.35
    """Spread of the parties' slowly changing strength (log)."""
    shocks: int = 2
    """Times when a party loses half of its strength for two months."""
    reach_km: float = 120.0
    """Way from a depot at which supply has fallen to a third."""
    raids: float = 0.02
    """Places seized for a night or three by men who came on foot."""
    truce_days: float = 0.0
    """Mean length of truces between pairs of parties; 0: none."""


@dataclass(frozen=True, slots=True)
class Event:
    """An attack from its first day to its end; ``winner`` holds the place then."""

    place: int
    attacker: int
    defender: int
    start: int
    end: int
    winner: int


@dataclass(slots=True)
class RoadWar:
    """position (p, 2) km, population (p,), district (p,), holder and state (p, t), ``edges`` (e, 2)."""

    position: Floats
    population: Ints
    district: Ints
    edges: Ints
    holder: Ints
    state: NDArray[np.uint8]
    parties: int
    events: list[Event] = field(default_factory=list)


@dataclass(slots=True)
class _Battle:
    place: int
    attacker: int
    start: int
    progress: float = 0.0


def fight_along_roads(settings: RoadSettings, places: int, rng: np.random.Generator) -> RoadWar:
    """Play the war through, a day at a time."""
    position, population, edges, towns = _country(places, rng)
    length = np.hypot(*(position[edges[:, 0]] - position[edges[:, 1]]).T)
    holder, depots = _first_holders(settings, position, towns, rng)
    district = cKDTree(position[towns]).query(position)[1]
    war = RoadWar(
        position,
        population,
        np.asarray(district),
        edges,
        np.empty((places, settings.days), np.int64),
        np.empty((places, settings.days), np.uint8),
        settings.parties,
    )
    will = _will(settings, rng)
    truce = _truces(settings, rng)
    battles: dict[int, _Battle] = {}
    raids: list[tuple[int, int, int, int]] = []
    supply = np.zeros((settings.parties, places))
    stale = True
    for day in range(settings.days):
        if day:
            if stale or day % 10 == 0:
                supply, stale = _supply(settings, holder, depots, edges, length), False
            _begin_attacks(settings, war, holder, supply, will[:, day], truce[day], battles, day, rng)
            stale |= _fight(war, holder, supply, will[:, day], truce[day], battles, day, rng)
            stale |= _raids(settings, war, holder, battles, raids, day, rng)
        war.holder[:, day] = holder
        war.state[:, day] = holder
        war.state[[place for place in battles if day], day] = settings.parties
    war.state[:, 0] = war.holder[:, 0]
    return war


def _supply(settings: RoadSettings, holder: Ints, depots: list[Ints], edges: Ints, length: Floats) -> Floats:
    """(parties, p) what reaches each place over land that the party holds, 0 to 1."""
    supply = np.zeros((settings.parties, len(holder)))
    for party in range(settings.parties):
        own = holder == party
        open_depots = depots[party][own[depots[party]]]
        if len(open_depots) == 0:
            continue
        passable = own[edges[:, 0]] | own[edges[:, 1]]
        first, second = edges[passable].T
        weight = length[passable] + 2000.0 * (~own[edges[passable]]).any(axis=1)
        graph = csr_matrix(coo_matrix((weight, (first, second)), shape=(len(holder),) * 2))
        way = dijkstra(graph, directed=False, indices=open_depots, min_only=True)
        supply[party] = np.where(own, np.exp(-np.where(way < 2000, way, np.inf) / settings.reach_km), 0.0)
    return supply


def _begin_attacks(
    settings: RoadSettings,
    war: RoadWar,
    holder: Ints,
    supply: Floats,
    will: Floats,
    truce: NDArray[np.bool_],
    battles: dict[int, _Battle],
    day: int,
    rng: np.random.Generator,
) -> None:
    """Along roads into land of somebody else, sooner where the garrison is ill supplied."""
    both = np.concatenate([war.edges, war.edges[:, ::-1]])
    base, target = both[holder[both[:, 0]] != holder[both[:, 1]]].T
    if len(base) == 0:
        return
    attacker, defender = holder[base], holder[target]
    strength = will[attacker] * supply[attacker, base]
    hold = will[defender] * supply[defender, target]
    appetite = strength**2 / (0.05 + hold) * ~truce[attacker, defender]
    appetite[np.isin(target, list(battles))] = 0.0
    if appetite.sum() <= 0:
        return
    count = rng.poisson(settings.attacks * len(holder) / 500 * min(3.0, float(appetite.mean()) * 2.5))
    for row in rng.choice(len(base), size=count, p=appetite / appetite.sum()):
        place = int(target[row])
        if place not in battles:
            battles[place] = _Battle(place, int(attacker[row]), day)


def _fight(
    war: RoadWar,
    holder: Ints,
    supply: Floats,
    will: Floats,
    truce: NDArray[np.bool_],
    battles: dict[int, _Battle],
    day: int,
    rng: np.random.Generator,
) -> bool:
    """A day of all battles; whether any place fell."""
    near: dict[int, list[int]] = {}
    for first, second in war.edges.tolist():
        near.setdefault(first, []).append(second)
        near.setdefault(second, []).append(first)
    fell = False
    for place in sorted(battles):
        battle = battles[place]
        defender = int(holder[place])
        bases = [base for base in near.get(place, []) if holder[base] == battle.attacker]
        push = will[battle.attacker] * max((supply[battle.attacker, base] for base in bases), default=0.0)
        hold = will[defender] * supply[defender, place]
        battle.progress += 0.7 * (push - 0.8 * hold) + rng.normal(0, 0.35)
        needed = 0.5 + 0.35 * np.log10(war.population[place])
        over = not bases or truce[battle.attacker, defender]
        if over or battle.progress < -needed or (day - battle.start > 60 and rng.random() < 0.05):
            winner = defender
        elif battle.progress > needed:
            winner = battle.attacker
        else:
            continue
        del battles[place]
        won = winner == battle.attacker
        war.events.append(Event(place, battle.attacker, defender, battle.start, day, winner if won else BEATEN_OFF))
        if won:
            holder[place], fell = winner, True
    cut_off = np.flatnonzero(supply[holder, np.arange(len(holder))] == 0)
    for place in cut_off[rng.random(len(cut_off)) < 0.12].tolist():
        takers = [int(holder[base]) for base in near.get(place, []) if holder[base] != holder[place]]
        if takers and place not in battles:
            loser, winner = int(holder[place]), takers[int(rng.integers(len(takers)))]
            war.events.append(Event(place, winner, loser, day, day, winner))
            holder[place], fell = winner, True
    return fell


def _raids(
    settings: RoadSettings,
    war: RoadWar,
    holder: Ints,
    battles: dict[int, _Battle],
    raids: list[tuple[int, int, int, int]],
    day: int,
    rng: np.random.Generator,
) -> bool:
    """Seize places anywhere, and give up those whose time has come."""
    changed = False
    for raid in [raid for raid in raids if raid[3] <= day]:
        place, raider, owner, _ = raid
        raids.remove(raid)
        if holder[place] == raider:
            holder[place], changed = owner, True
            war.events.append(Event(place, owner, raider, day, day, owner))
    for _ in range(rng.poisson(settings.raids * len(holder) / 500)):
        place = int(rng.integers(len(holder)))
        owner = int(holder[place])
        raider = (owner + int(rng.integers(1, settings.parties))) % settings.parties
        if place not in battles:
            holder[place], changed = raider, True
            war.events.append(Event(place, raider, owner, day, day, raider))
            raids.append((place, raider, owner, day + int(rng.integers(1, 4))))
    return changed


def _country(places: int, rng: np.random.Generator) -> tuple[Floats, Ints, Ints, Ints]:
    """Positions, inhabitants, edges (e, 2) and the numbers of the towns: a long land of roads."""
    width, height = 14.0 * np.sqrt(places), 5.6 * np.sqrt(places)
    count = max(6, places // 18)
    towns = rng.uniform(0, 1, (count, 2)) * (width, height)
    gaps = np.hypot(*(towns[:, None] - towns[None]).transpose(2, 0, 1))
    tree = minimum_spanning_tree(csr_matrix(gaps)).tocoo()
    roads = {tuple(sorted(pair)) for pair in zip(tree.row.tolist(), tree.col.tolist(), strict=True)}
    for town, others in enumerate(np.argsort(gaps, axis=1)[:, 1:4].tolist()):
        roads |= {(min(town, other), max(town, other)) for other in others if rng.random() < 0.45}
    ordered = sorted(roads)
    length = np.array([gaps[a, b] for a, b in ordered])
    on_road = np.sort(rng.choice(len(ordered), size=int(0.7 * (places - count)), p=length / length.sum()))
    position, edges = [*towns], []
    for road, (first, second) in enumerate(ordered):
        steps = np.sort(rng.random(int((on_road == road).sum())))
        chain = [first]
        for step in steps:
            point = towns[first] + step * (towns[second] - towns[first])
            chain.append(len(position))
            position.append(point + rng.normal(0, 1.5, 2))
        edges += list(zip(chain, [*chain[1:], second], strict=True))
    while len(position) < places:
        anchor = int(rng.integers(len(position)))
        edges.append((anchor, len(position)))
        position.append(position[anchor] + rng.normal(0, 7.0, 2))
    population = np.exp(rng.normal(6.2, 1.0, places))
    population[:count] = np.exp(rng.normal(10.3, 1.0, count))
    return np.array(position), population.astype(np.int64) + 15, np.array(edges), np.arange(count)


def _first_holders(
    settings: RoadSettings, position: Floats, towns: Ints, rng: np.random.Generator
) -> tuple[Ints, list[Ints]]:
    """Whoever has the nearest depot; three depots or more a party, neighbours of each other along the country."""
    order = towns[np.argsort(position[towns, 0] + rng.normal(0, 25.0, len(towns)))]
    shares = np.array_split(order, settings.parties)
    depots = [rng.choice(share, size=min(len(share), max(2, len(share) // 7)), replace=False) for share in shares]
    depot_of = cKDTree(position[np.concatenate(depots)]).query(position)[1]
    owner = np.repeat(np.arange(settings.parties), [len(own) for own in depots])
    return np.asarray(owner[depot_of], dtype=np.int64), depots


def _will(settings: RoadSettings, rng: np.random.Generator) -> Floats:
    """(parties, t) strength: a slow walk around one, and shocks that halve it."""
    walk = np.zeros((settings.parties, settings.days))
    for day in range(1, settings.days):
        walk[:, day] = 0.985 * walk[:, day - 1] + rng.normal(0, 0.17 * settings.vigour, settings.parties)
    will = np.exp(walk)
    for _ in range(settings.shocks):
        start = int(rng.uniform(0.15, 0.85) * settings.days)
        will[rng.integers(settings.parties), start : start + 60] *= 0.4
    return will


def _truces(settings: RoadSettings, rng: np.random.Generator) -> NDArray[np.bool_]:
    """(t, parties, parties) whether two do not fight each other."""
    truce = np.zeros((settings.days, settings.parties, settings.parties), dtype=bool)
    if settings.truce_days == 0:
        return truce
    for first in range(settings.parties):
        for second in range(first):
            day = int(rng.exponential(settings.truce_days * 2))
            while day < settings.days:
                end = day + int(rng.exponential(settings.truce_days))
                truce[day:end, [first, second], [second, first]] = True
                day = end + int(rng.exponential(settings.truce_days * 2))
    return truce
