"""Second simulator: people see, hear, forget and spin; what they publish are the claims.

An item of news is (place, kind, party, day). It is born when somebody sees an event, or from nothing. It travels along
the network; each hop may change its place, its party or its tense (a plan becomes a fact, street fighting a capture)
and may lose its day. Whoever hears it believes it or not, by who says it, by what they believed and by what they would
like. Beliefs age: an old one is given up, and then what one knew before the war comes back.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .campaigns import fight
from .minds import Items, RumourSettings, World, join, new_items, take
from .society import BLOGGER, DIGEST, MAPMAKER, OFFICIAL, REPORTER, RESIDENT, ROLES, Society, populate
from .war import CAPTURED, CONTESTED, HOLDS, LOST, NOBODY, Table, War, finish


def see(world: World, day: int) -> Items:
    """What is seen today by those who are near and awake."""
    campaign, society, rng = world.campaign, world.society, world.rng
    state, before = campaign.state[:, day].astype(np.int64), campaign.state[:, day - 1].astype(np.int64)
    eyes = np.flatnonzero(society.awake[:, day] & (society.reach > 0))
    offset = world.spot[eyes][:, None] - campaign.position[None]
    close = np.exp(-np.hypot(offset[..., 0], offset[..., 1]) / society.reach[eyes][:, None])
    changed = np.flatnonzero(state != before)
    who, what = np.nonzero(rng.random((len(eyes), len(changed))) < world.settings.notices * 1.8 * close[:, changed])
    place = changed[what]
    events = new_items(eyes[who], place, np.full(len(place), CAPTURED), state[place], np.full(len(place), day), day)
    fought = events["party"] == world.parties
    events["kind"] = np.where(fought, CONTESTED, np.where(rng.random(len(place)) < 0.15, LOST, CAPTURED))
    lost = events["kind"] == LOST
    former = campaign.holder[place, day - 1]
    lost &= former != state[place]
    events["kind"] = np.where((events["kind"] == LOST) & ~lost, HOLDS, events["kind"])
    events["party"] = np.where(lost, former, events["party"])
    who, place = np.nonzero(rng.random(close.shape) < world.settings.looks * close / close.sum(axis=1, keepdims=True))
    surprise = world.belief[eyes[who], place] != state[place]
    world.belief[eyes[who], place] = state[place]
    world.learned[eyes[who], place] = day
    who, place = eyes[who[surprise]], place[surprise]
    kind = np.where(state[place] == world.parties, CONTESTED, np.where(rng.random(len(place)) < 0.5, HOLDS, CAPTURED))
    return join(events, new_items(who, place, kind, state[place], np.full(len(place), -1), day))


def wild(world: World, day: int) -> Items:
    """Rumours of plans, and gains that partisans and liars invent."""
    campaign, society, rng = world.campaign, world.society, world.rng
    holder = campaign.holder[:, day]
    edge = np.flatnonzero((holder[world.near] != holder[:, None]).any(axis=1))
    rows: list[tuple[int, int, int, int]] = []
    if len(edge):
        for _ in range(rng.poisson(world.settings.plans)):
            target = int(rng.choice(edge))
            rivals = holder[world.near[target]]
            rivals = rivals[rivals != holder[target]]
            person = int(rng.integers(len(society.role)))
            rows.append((person, target, CONTESTED if rng.random() < 0.6 else CAPTURED, int(rng.choice(rivals))))
        for person in np.flatnonzero(rng.random(len(society.role)) < society.invents).tolist():
            side = int(society.loyal[person, day])
            targets = edge[holder[edge] != side]
            if side != NOBODY and len(targets) and society.awake[person, day]:
                rows.append((person, int(rng.choice(targets)), CAPTURED, side))
    table = np.array(rows, dtype=np.int64).reshape(-1, 4)
    who, where, kind, party = table.T
    return new_items(who, where, kind, party, np.where(rng.random(len(table)) < 0.5, day, -1), day)


def travel(world: World, items: Items, audience: NDArray[np.bool_], chance: float, day: int) -> Items:
    """Items as they reach those who listen: column ``person`` is now the listener; each hop may change them.

    Old news is told on less, and so is what happened far from the listener's home.
    """
    rng, settings = world.rng, world.settings
    age = day - items["born"]
    interest = chance * np.exp(-age / settings.news_days) * (age < 4 * settings.news_days)
    offset = world.society.home[:, None] - world.campaign.position[items["place"]]
    near = 0.25 + 0.75 * np.exp(-np.hypot(offset[..., 0], offset[..., 1]) / 60.0)
    reached = audience[:, items["person"]] & (rng.random(near.shape) < interest * near)
    told, listener = np.nonzero(reached.T)
    heard = take(items, told)
    heard["person"] = listener
    count = len(told)
    moved = rng.random(count) < settings.wrong_place
    other = world.near[heard["place"], rng.integers(0, world.near.shape[1], count)]
    swapped = (rng.random(count) < settings.wrong_party) & (heard["kind"] != CONTESTED)
    party = np.where(swapped, rng.integers(0, world.parties, count), heard["party"])
    hard = (heard["kind"] == CONTESTED) & (rng.random(count) < settings.hardens)
    guess = world.belief[listener, heard["place"]]
    attacker = np.where(rng.random(count) < 0.5, guess, rng.integers(0, world.parties, count)) % world.parties
    blur = (heard["kind"] == CAPTURED) & (rng.random(count) < 0.12)
    kind = np.where(hard, CAPTURED, np.where(blur, HOLDS, heard["kind"]))
    vague = rng.random(count) < settings.loses_day
    heard |= {
        "place": np.where(moved, other, heard["place"]),
        "party": np.where(hard, attacker, party),
        "kind": kind,
        "day": np.where(vague, -1, heard["day"]),
        "text": np.where(moved | swapped | hard | blur, 0, heard["text"]),
    }
    return heard


def believe(world: World, items: Items, day: int, *, seen: bool) -> Items:
    """Those items that their holders take up, first of a kind within ten days; beliefs change with them."""
    society, rng = world.society, world.rng
    person, place, symbol = items["person"], items["place"], world.symbol(items)
    fresh = world.heard[person, place, symbol] < day - 10
    if not seen:
        stated, side = world.stated(items), society.loyal[person, day]
        against = (world.belief[person, place] != stated) * world.hold(items, day)
        wish = np.where(stated == side, 1.3, np.where((world.belief[person, place] == side), 0.5, 1.0))
        fresh &= rng.random(len(person)) < np.where(side == NOBODY, 0.7, 0.7 * wish) * (1 - 0.7 * against)
    items = take(items, fresh & society.awake[person, day])
    person, place = items["person"], items["place"]
    first = np.unique(np.stack([person, place, world.symbol(items)]), axis=1, return_index=True)[1]
    items = take(items, np.sort(first))
    person, place = items["person"], items["place"]
    world.heard[person, place, world.symbol(items)] = day
    world.belief[person, place] = world.stated(items)
    world.learned[person, place] = day
    return items


def publish(world: World, items: Items, day: int, cause: str) -> Items:
    """Voices say what they took up, as their interest has it; the return is what their readers see."""
    society, rng, settings = world.society, world.rng, world.settings
    person = items["person"]
    keen = np.select([society.role[person] == OFFICIAL, society.role[person] == DIGEST], [1.6, 0.8], 1.0)
    wanted = society.voice[person] & (rng.random(len(person)) < settings.publishes * keen * society.vigour[person])
    items = take(items, wanted)
    person = items["person"]
    side, count = society.loyal[person, day], len(person)
    stated = world.stated(items)
    former = world.campaign.holder[items["place"], np.maximum(items["born"] - 1, 0)]
    own_loss = (side != NOBODY) & (
        ((items["kind"] == LOST) & (items["party"] == side))
        | ((items["kind"] == CAPTURED) & (items["party"] != side) & (former == side))
    )
    bends = rng.random(count) < society.spin[person]
    denies = own_loss & bends & (rng.random(count) < 0.45)
    silent = (own_loss & bends & ~denies) | ((side != NOBODY) & (stated != side) & bends & (rng.random(count) < 0.4))
    boasts = (items["kind"] == CONTESTED) & (side != NOBODY) & bends & (rng.random(count) < 0.4)
    bent = denies | boasts
    copied = (items["text"] > 0) & ~bent & np.isin(society.role[person], (DIGEST, BLOGGER))
    copied &= rng.random(count) < settings.verbatim
    causes = np.where(denies, "denial", np.where(boasts, "boast", np.where(items["text"] > 0, "retold", cause)))
    items |= {
        "kind": np.where(denies, HOLDS, np.where(boasts, CAPTURED, items["kind"])),
        "party": np.where(bent, side, items["party"]),
        "day": np.where(bent, -1, items["day"]),
    }
    keep = ~silent
    return _print(world, take(items, keep), causes[keep], copied[keep], day)


def _print(world: World, items: Items, causes: NDArray[np.str_], copied: NDArray[np.bool_], day: int) -> Items:
    """Claims out of items, with a delay by role; texts and uids are numbered."""
    rng, count = world.rng, len(items["person"])
    pace = np.array([2.0, 9.0, 1.5, 1.2, 0.6, 2.0, 0.2])[world.society.role[items["person"]]]
    uid = world.next_uid + np.arange(count)
    text = np.where(copied, items["text"], world.next_text + np.arange(count))
    world.next_uid, world.next_text = world.next_uid + count, world.next_text + count
    world.published.append(
        {
            "uid": uid,
            "source": items["person"],
            "place": items["place"],
            "pub_day": day + rng.exponential(pace).astype(np.int64),
            "event_day": items["day"],
            "kind": items["kind"],
            "controller": items["party"],
            "text_sig": text,
            "true_place": items["true_place"],
            "copy_of": items["origin"],
            "cause": causes,
        }
    )
    return items | {"text": text, "origin": uid}


def review(world: World, day: int) -> Items:
    """Who holds what, as voices believe it; an old belief falls back to the map from before the war."""
    society, rng = world.society, world.rng
    rate = world.settings.reviews * society.vigour * society.voice * society.awake[:, day]
    rate = rate * np.isin(society.role, (RESIDENT, REPORTER, OFFICIAL, BLOGGER))
    person = np.repeat(np.arange(len(rate)), rng.poisson(rate))
    if len(person) == 0:
        none = np.empty(0, dtype=np.int64)
        return new_items(none, none, none, none, none, day)
    interest = np.exp(-(day - world.learned[person]) / 20.0) + 0.01 * (world.learned[person] > 0) + 1e-4
    draw = rng.random(len(person)) * interest.sum(axis=1)
    place = np.minimum((np.cumsum(interest, axis=1) < draw[:, None]).sum(axis=1), interest.shape[1] - 1)
    items = new_items(
        person, place, np.full(len(person), HOLDS), np.zeros(len(person), np.int64), np.full(len(person), -1), day
    )
    forgot = rng.random(len(person)) > world.hold(items, day) + 0.6
    state = np.where(forgot, world.campaign.holder[place, 0], world.belief[person, place])
    side = society.loyal[person, day]
    bends = (side != NOBODY) & (state != side) & (rng.random(len(person)) < society.spin[person])
    ours = bends & (rng.random(len(person)) < 0.25)
    state = np.where(ours, side, state)
    items |= {"party": state, "kind": np.where(state == world.parties, CONTESTED, HOLDS)}
    keep = ~bends | ours
    causes = np.where(ours, "inflated", np.where(forgot, "remembered", "believed"))
    return _print(world, take(items, keep), causes[keep], np.zeros(int(keep.sum()), dtype=bool), day)


def draw_maps(world: World, day: int) -> None:
    """Who holds the places at the edge, as it was known to makers of maps some time ago, without a date.

    A maker has a habit of lateness, and each place is as old again as chance has it. A maker that serves a party is
    slower to show what that party lost than what it took.
    """
    campaign, society, rng, settings = world.campaign, world.society, world.rng, world.settings
    parts = [new_items(*(np.empty(0, dtype=np.int64),) * 5, day)]
    holder = campaign.holder
    for person in np.flatnonzero(society.role == MAPMAKER).tolist():
        if (day + 5 * person) % settings.map_days:
            continue
        lately = max(0, day - 2 * settings.map_days)
        edge = (holder[world.near, lately] != holder[:, lately][:, None]).any(axis=1)
        moved = holder[:, day] != holder[:, max(0, day - 45)]
        shown = rng.random(len(edge)) < settings.map_share * np.where(moved, 6.0, edge)
        place = np.flatnonzero(shown)
        late = settings.map_age_days * society.vigour[person] * rng.gamma(2.0, 0.5, len(place))
        side = int(society.loyal[person, day])
        then = np.maximum(day - late, 0).astype(np.int64)
        lost = (side != NOBODY) & (holder[place, then] != side) & (holder[place, np.maximum(then - 40, 0)] == side)
        then = np.where(lost, np.maximum(then - 40, 0), then)
        state = campaign.state[place, then].astype(np.int64)
        kind = np.where(state == world.parties, CONTESTED, HOLDS)
        parts.append(new_items(np.full(len(place), person), place, kind, state, np.full(len(place), -1), day))
    items = join(*parts)
    count = len(items["person"])
    _print(world, items, np.full(count, "map"), np.zeros(count, dtype=bool), day)


def simulate_rumours(settings: RumourSettings, places: int, rng: np.random.Generator) -> War:
    """A war of the second build."""
    campaign = fight(settings.campaign, places, rng)
    society = populate(settings.society, campaign, rng)
    world = World(settings, campaign, society, rng)
    whispers = wild(world, 1)
    public = take(whispers, np.zeros(len(whispers["person"]), dtype=bool))
    for day in range(1, campaign.holder.shape[1]):
        world.move(day)
        seen = believe(world, see(world, day), day, seen=True)
        hearsay = join(
            travel(world, whispers, society.listens, settings.tells, day),
            travel(world, public, society.follows, 0.8, day),
        )
        heard = believe(world, hearsay, day, seen=False)
        made_up = wild(world, day)
        public = join(
            publish(world, seen, day, "seen"),
            publish(world, heard, day, "heard"),
            publish(world, made_up, day, "made up"),
            review(world, day),
        )
        draw_maps(world, day)
        whispers = join(seen, heard, made_up)
    rows = {name: np.concatenate([part[name] for part in world.published]) for name in world.published[0]}
    return finish(
        _renumbered(rows, society),
        sources=_sources(society),
        position=campaign.position,
        population=campaign.population,
        holder=campaign.holder,
        state=campaign.state,
        parties=campaign.parties,
    )


def _renumbered(rows: Table, society: Society) -> Table:
    number = np.cumsum(society.voice) - 1
    return rows | {"source": number[rows["source"]]}


def _sources(society: Society) -> Table:
    voices = np.flatnonzero(society.voice)
    types = np.array([ROLES[role] for role in society.role[voices]], dtype=object)
    return {
        "source": np.arange(len(voices)),
        "name": np.array([f"{kind}_{number}" for number, kind in enumerate(types)], dtype=object),
        "type": types,
        "alignment": society.declared[voices],
    }
