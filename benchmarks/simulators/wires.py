"""Third simulator: newswire cascades, monitors with lags, ministries that choose what to say, committees, leaks.

Nobody here has a rate of error. Wires report what they have access to and desks spoil it on the way; monitors redraw
whole districts from what reached them weeks ago; ministries announce early, keep silent or admit months later, each
for a reason that lies in the war; townspeople tell the truth until the line is cut; archives leak in one block.
"""

from __future__ import annotations

import numpy as np

from .press import Press, WireSettings, found_press
from .roads import BEATEN_OFF, Event, fight_along_roads
from .war import CAPTURED, CONTESTED, HOLDS, LOST, NOBODY, Table, War, finish


def _cover(press: Press, staff: dict[str, list[int]], event: Event) -> None:
    """What wires make of an attack: word of fighting, then of how it ended, where they have access."""
    rng, settings = press.rng, press.settings
    open_land = settings.access[event.defender % len(settings.access)]
    known = 0.4 + 0.15 * np.log10(press.war.population[event.place])
    for wire in staff["wire"] + staff["state wire"]:
        side = press.alignment[wire]
        reach = open_land if side == NOBODY else 0.8 if side in (event.attacker, event.defender) else 0.1
        if rng.random() > reach * known:
            continue
        if event.end > event.start and rng.random() < 0.6:
            told = event.start + rng.exponential(1.0)
            press.cascade(press.say(wire, event.place, told, CONTESTED, NOBODY, "fighting", event_day=event.start))
        if event.winner == BEATEN_OFF:
            if rng.random() < 0.3 and side != event.attacker:
                told = event.end + rng.exponential(2.0)
                press.cascade(press.say(wire, event.place, told, HOLDS, event.defender, "beaten off"))
            continue
        if side == event.defender and rng.random() < 0.75:
            continue
        day = event.end + rng.gamma(0.9, 1.6)
        dated = event.end if rng.random() < 0.6 else -1
        if rng.random() < 0.2:
            piece = press.say(wire, event.place, day, LOST, event.defender, "change", event_day=dated)
        else:
            piece = press.say(wire, event.place, day, CAPTURED, event.winner, "change", event_day=dated)
        press.cascade(piece)


def _brief(press: Press, staff: dict[str, list[int]], event: Event, silent: dict[tuple[int, int], float]) -> None:
    """What the two ministries say: gains early or on time, losses not at all, or months later with the date."""
    rng, settings = press.rng, press.settings
    ours, theirs = staff["ministry"][event.attacker], staff["ministry"][event.defender]
    district = int(press.war.district[event.place])
    won = event.winner != BEATEN_OFF
    if silent.get((event.attacker, district), -1.0) < event.start:
        if event.end - event.start > 2 and rng.random() < settings.premature:
            early = event.start + rng.uniform(0.3, 0.9) * (event.end - event.start)
            press.cascade(press.say(ours, event.place, early, CAPTURED, event.attacker, "premature"))
        elif won and rng.random() < 0.8:
            dated = event.end if rng.random() < 0.4 else -1
            piece = press.say(
                ours,
                event.place,
                event.end + rng.exponential(1.5),
                CAPTURED,
                event.attacker,
                "victory",
                event_day=dated,
            )
            press.cascade(piece)
    if not won:
        if rng.random() < 0.7:
            press.cascade(
                press.say(theirs, event.place, event.end + rng.exponential(1.0), HOLDS, event.defender, "repelled")
            )
        return
    if rng.random() < 0.3:
        for _ in range(1 + rng.poisson(1.0)):
            press.cascade(
                press.say(theirs, event.place, event.end + rng.exponential(6.0), HOLDS, event.defender, "denial")
            )
    silent[event.defender, district] = event.end + rng.exponential(settings.silence_days)
    if rng.random() < settings.late_admission:
        late = event.end + 20 + rng.exponential(50.0)
        press.say(theirs, event.place, late, LOST, event.defender, "late admission", event_day=event.end)


def _draw_maps(press: Press, staff: dict[str, list[int]]) -> None:
    """Monitors' maps: places near whatever moved lately, district by district, each as of its own past day."""
    rng, war, settings = press.rng, press.war, press.settings
    days = war.holder.shape[1]
    border = np.zeros(len(war.population), dtype=bool)
    for monitor in staff["monitor"] + staff["partisan monitor"]:
        side = press.alignment[monitor]
        habit = rng.exponential(settings.lag_days, war.district.max() + 1)
        block_text: dict[tuple[int, int, int], int] = {}
        for issue in range(int(rng.integers(3, settings.issue_days + 3)), days, settings.issue_days):
            border[:] = False
            today = war.holder[:, max(0, issue - settings.issue_days)]
            crossing = today[war.edges[:, 0]] != today[war.edges[:, 1]]
            border[war.edges[crossing].ravel()] = True
            moved = (war.holder[:, issue] != war.holder[:, max(0, issue - 40)]) & (rng.random(len(border)) < 0.7)
            shown = np.flatnonzero((border & (rng.random(len(border)) < 0.35)) | moved)
            for place in shown.tolist():
                district = int(war.district[place])
                seen = max(0, issue - int(habit[district] * rng.uniform(0.5, 1.5)))
                state = int(war.state[place, seen])
                cause = "map"
                if side != NOBODY and state != side and border[place] and rng.random() < 0.3:
                    state, cause = (side if rng.random() < 0.6 else war.parties), "painted"
                key = (district, place, state)
                text = block_text.setdefault(key, press.texts + 1) if rng.random() < 0.3 else None
                kind = CONTESTED if state == war.parties else HOLDS
                press.say(monitor, place, issue, kind, state, cause, text=text)


def _write_home(press: Press) -> None:
    """Townspeople: their own town and the villages next to it, while the line holds; cut off under some holders."""
    rng, war, settings = press.rng, press.war, press.settings
    towns = np.flatnonzero(war.population > np.quantile(war.population, 0.9))
    days = war.holder.shape[1]
    for town in towns[rng.random(len(towns)) < settings.committees].tolist():
        home = press.add_source("committee", int(war.holder[town, 0]) if rng.random() < 0.5 else NOBODY)
        rate, cut_until, before = rng.uniform(0.01, 0.05), 0, int(war.holder[town, 0])
        for day in range(1, days):
            holder = int(war.holder[town, day])
            if holder != before:
                if settings.access[holder % len(settings.access)] < 0.4 and rng.random() < 0.7:
                    cut_until = day + int(rng.exponential(60.0))
                before = holder
            changed = war.state[town, day] != war.state[town, day - 1]
            if day < cut_until or rng.random() > (0.7 if changed else rate):
                continue
            near = press.along.get(town, [])
            place = town if changed or not near or rng.random() < 0.6 else near[int(rng.integers(len(near)))]
            state = int(war.state[place, day])
            kind = CONTESTED if state == war.parties else CAPTURED if changed else HOLDS
            press.say(
                home, place, day + rng.exponential(0.7), kind, state, "townspeople", event_day=day if changed else -1
            )


def _leak(press: Press) -> None:
    """Archives of one side, made public in a block by the other: nearly all true and all late; one is forged."""
    rng, war = press.rng, press.war
    days = war.holder.shape[1]
    for number in range(press.settings.leaks):
        about = int(rng.integers(war.parties))
        forged = number % 2 == 1
        leaker = press.add_source("leak", (about + 1) % war.parties if rng.random() < 0.5 else NOBODY)
        until = int(rng.uniform(0.3, 0.9) * days)
        past = [e for e in war.events if e.winner != BEATEN_OFF and until - 150 < e.end < until]
        for event in past:
            if about not in (event.attacker, event.defender) or rng.random() > 0.5:
                continue
            shift = int(rng.integers(-40, 40)) if forged else 0
            winner = event.defender if forged and rng.random() < 0.3 else event.winner
            told = max(0, event.end + shift)
            press.say(leaker, event.place, until, CAPTURED, winner, "forged" if forged else "leak", event_day=told)


def simulate_wires(settings: WireSettings, places: int, rng: np.random.Generator) -> War:
    """A war of the third build."""
    war = fight_along_roads(settings.roads, places, rng)
    press, staff = found_press(settings, war, rng)
    silent: dict[tuple[int, int], float] = {}
    for event in sorted(war.events, key=lambda e: (e.start, e.end, e.place)):
        _cover(press, staff, event)
        _brief(press, staff, event, silent)
    _draw_maps(press, staff)
    _write_home(press)
    _leak(press)
    names = ("source", "place", "pub_day", "event_day", "kind", "controller", "text_sig", "true_place", "copy_of")
    columns = list(zip(*press.rows, strict=True))
    rows: Table = {name: np.array(column) for name, column in zip(names, columns, strict=False)}
    rows |= {"cause": np.array(columns[-1], dtype=object), "uid": np.arange(len(press.rows))}
    return finish(
        rows,
        sources={
            "source": np.arange(len(press.names)),
            "name": np.array(press.names, dtype=object),
            "type": np.array(press.types, dtype=object),
            "alignment": np.array(press.alignment),
        },
        position=war.position,
        population=war.population,
        holder=war.holder,
        state=war.state,
        parties=war.parties,
    )
