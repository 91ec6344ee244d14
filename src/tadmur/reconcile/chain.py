"""All possible histories of every place at once: a semi-Markov chain over (holder, start of the present run).

Compiled; a kernel fills in the places from ``from_place`` up to ``to_place``, so what comes out does not depend on
how they are shared out to threads. A run with index 0 began before the grid, one with index s in cell s - 1. The arrays
"by cell and run" are triangular: cell k has the runs 0 .. k + 1, from row k (k + 3) / 2 on. All that calls each other
stands in this one file: the cache of compiled code does not notice when another file changes.

Claims whose knowledge may be old ("late") are read inside the forward pass, for what they say of a young run depends on
who was there before it, and that is what the pass has just found.
"""

from __future__ import annotations

import numpy as np
from numba import njit

NAMELESS = 1.0
"""Weight of all parties together that no claim on the place names; each one named has weight 1."""
FIRST_STEPS = (4, 16)
"""Lengths of the cells that follow the last day a claim speaks of; the rest have the longest step."""
RESCALE_AFTER = 12
"""Factors in one cell after which they are scaled back, against underflow."""
SURELY_NEW = 0.99
"""Chance that knowledge dates from within a run from which on it is taken for sure."""
NO_MASS = 1e-9
"""Probability of a run below which it is passed over."""


@njit(cache=True)
def cut(marked, longest_step):  # type: ignore[no-untyped-def]
    """First days of the cells, and one past the last, from the days that must begin one, shape (cells + 1,).

    Stretches between marked days are cut further, from their beginning, into steps of 4, 16 and then ``longest_step``
    days, so that the cells after the last marked day do not depend on how many days there are.
    """
    days = len(marked)
    starts = np.empty(days + 1, dtype=np.int64)
    cells = 0
    low = 0
    while low < days:
        high = low + 1
        while high < days and not marked[high]:
            high += 1
        at, step = low, 0
        while at < high:
            starts[cells] = at
            cells += 1
            at += FIRST_STEPS[step] if step < len(FIRST_STEPS) else longest_step
            step += 1
        low = high
    starts[cells] = days
    return starts[: cells + 1].copy()


@njit(cache=True)
def grid_of(rows, first, early, last, latest_start, stated_start, days, longest_step):  # type: ignore[no-untyped-def]
    """(starts, cell of each day) of one place: a cell begins where a claim's interval does, or has just ended."""
    marked = np.zeros(days, dtype=np.bool_)
    marked[0] = True
    for row in rows:
        marked[first[row]] = True
        marked[early[row]] = True
        if last[row] + 1 < days:
            marked[last[row] + 1] = True
        if stated_start[row] and latest_start[row] + 1 < days:
            marked[latest_start[row] + 1] = True
    starts = cut(marked, longest_step)
    cell_at = np.empty(days, dtype=np.int64)
    for cell in range(len(starts) - 1):
        cell_at[starts[cell] : starts[cell + 1]] = cell
    return starts, cell_at


@njit(cache=True)
def parties_at(rows, speaks_of, and_of, parties):  # type: ignore[no-untyped-def]
    """Weight of each party at a place before its claims are judged: 1 for those named there, the rest share one.

    So what is said of another place, and of parties that nobody names here, changes nothing here.
    """
    weight = np.zeros(parties)
    for row in rows:
        if speaks_of[row] >= 0:
            weight[speaks_of[row]] = 1.0
        if and_of[row] >= 0:
            weight[and_of[row]] = 1.0
    nameless = parties - weight.sum()
    for party in range(parties):
        if weight[party] == 0:
            weight[party] = NAMELESS / nameless
    return weight


@njit(cache=True)
def start_of(weight, contested_prior):  # type: ignore[no-untyped-def]
    """P(state) where nothing is known, shape (states,)."""
    result = np.empty(len(weight) + 1)
    result[:-1] = (1 - contested_prior) * weight / weight.sum()
    result[-1] = contested_prior
    return result


@njit(cache=True)
def change_of(weight, contested_share):  # type: ignore[no-untyped-def]
    """P(next state j | state i ends), shape (states, states); rows sum to one, the diagonal is zero."""
    parties = len(weight)
    result = np.zeros((parties + 1, parties + 1))
    for old in range(parties):
        others = weight.sum() - weight[old]
        result[old, parties] = contested_share if parties > 1 else 1.0
        for new in range(parties):
            if new != old:
                result[old, new] = (1 - contested_share) * weight[new] / others
    result[parties, :parties] = weight / weight.sum()
    return result


@njit(cache=True)
def _multiply(gain, counts, scales, cell, begin, stop, values):  # type: ignore[no-untyped-def]
    """Multiply ``values`` into the runs begin .. stop - 1 of a cell."""
    base = cell * (cell + 3) // 2
    for run in range(begin, min(stop, cell + 2)):
        for state in range(len(values)):
            gain[base + run, state] *= values[state]
    counts[cell] += 1
    if counts[cell] % RESCALE_AFTER == 0:
        top = gain[base : base + cell + 2].max()
        gain[base : base + cell + 2] /= top
        scales[cell] += np.log(top)


@njit(cache=True)
def _mixed(spoken, share, keep, out):  # type: ignore[no-untyped-def]
    """Fill ``out`` with P(claim | state) over its least, with the chance ``share`` that it bears on the place at all.

    ``keep`` is what is left of its contrast. The least is given back. Over the least, a history that is judged twice,
    for it has two runs within one interval, does not pay twice.
    """
    low, high = spoken.min(), spoken.max()
    least = (1 - share) * (low + high) / 2 + share * low
    for state in range(len(spoken)):
        out[state] = 1 + share * (spoken[state] - low) * keep / least
    return least


@njit(cache=True)
def factors_of(rows, claims, spoken, starts, cell_at, wrong_start):  # type: ignore[no-untyped-def]
    """(gain by cell and run, whether a cell has any, log-scale of each cell, gain before the grid, late) of one place.

    ``late`` are the claims left to the forward pass: (first of each cell, next of each, row, factor by state), -1 for
    none.
    """
    (first, early, last, latest_start, dated, event, clipped, share, opens, eve_fit, eve_share) = claims[:11]
    lateness = claims[14]
    states = spoken.shape[1]
    cells = len(starts) - 1
    gain = np.ones((cells * (cells + 3) // 2, states))
    counts = np.zeros(cells, dtype=np.int64)
    scales = np.zeros(cells)
    before = np.ones(states)
    right, wrong, values = np.empty(states), np.empty(states), np.empty(states)
    late_head = np.full(cells, -1, dtype=np.int64)
    late_next, late_row = np.empty(len(rows), dtype=np.int64), np.empty(len(rows), dtype=np.int64)
    late_values = np.empty((len(rows), states))
    late = 0
    for row in rows:
        if share[row] <= 0:
            continue
        least = _mixed(spoken[row], share[row], 1.0, right)
        _mixed(spoken[row], share[row], wrong_start, wrong)
        first_cell, last_cell = cell_at[first[row]], cell_at[last[row]]
        scales[last_cell] += np.log(least)
        if not dated[row]:
            if lateness[row] > 0:
                late_values[late] = right
                late_row[late] = row
                late_next[late] = late_head[last_cell]
                late_head[last_cell] = late
                late += 1
            else:
                _multiply(gain, counts, scales, last_cell, 0, last_cell + 2, right)
            continue
        first_run = 0 if clipped[row] else cell_at[early[row]] + 1
        if event[row] and last_cell - first_cell <= 1:
            for cell in range(first_cell, last_cell + 1):
                _multiply(gain, counts, scales, cell, cell + 1, cell + 2, right)
            _multiply(gain, counts, scales, last_cell, 0, first_run, wrong)
            _multiply(gain, counts, scales, last_cell, first_run, first_cell + 1, right)
        else:
            end_run = cell_at[latest_start[row]] + 2
            _multiply(gain, counts, scales, last_cell, 0, first_run, wrong)
            _multiply(gain, counts, scales, last_cell, first_run, end_run, right)
            _multiply(gain, counts, scales, last_cell, end_run, last_cell + 2, wrong)
        if opens[row] and not clipped[row]:
            low, high = spoken[row].min(), spoken[row].max()
            for state in range(states):
                values[state] = low + (high - low) * eve_fit[row, state]
            _mixed(values, eve_share[row], 1.0, right)
            eve = cell_at[early[row]] - 1
            if eve < 0:
                before *= right
            else:
                _multiply(gain, counts, scales, eve, 0, eve + 2, right)
    return gain, counts > 0, scales, before, (late_head, late_next, late_row, late_values[:late])


@njit(cache=True)
def jumps_of(rows, claims, starts, cell_at, states):  # type: ignore[no-untyped-def]
    """P(from i to j by a reported change) in each cell, shape (cells, states, states), and which cells have any.

    A report's chance is spread over its days as a constant hazard; where several meet, none of them happens with the
    product of their chances of not happening, and the rest is shared in proportion.
    """
    (first, _e, _l, latest_start, dated, _v, _c, share, opens, _f, _s, chance, leaves, target) = claims[:14]
    cells = len(starts) - 1
    going = np.zeros((cells, states, states))
    staying = np.ones((cells, states))
    some = np.zeros(cells, dtype=np.bool_)
    for row in rows:
        if share[row] <= 0 or not dated[row] or not opens[row]:
            continue
        low, high = cell_at[first[row]], cell_at[latest_start[row]]
        length = starts[high + 1] - starts[low]
        for cell in range(low, high + 1):
            some[cell] = True
            part = (starts[cell + 1] - starts[cell]) / length
            for old in range(states):
                if leaves[row] >= 0 and leaves[row] != old:
                    continue
                total = 0.0
                for new in range(states):
                    if new != old:
                        total += chance[row] * target[row, new]
                if total <= 0:
                    continue
                stays = (1 - total) ** part
                staying[cell, old] *= stays
                for new in range(states):
                    if new != old:
                        going[cell, old, new] += chance[row] * target[row, new] * (1 - stays) / total
    for cell in range(cells):
        if some[cell]:
            for old in range(states):
                total = going[cell, old].sum()
                if total > 0:
                    going[cell, old] *= (1 - staying[cell, old]) / total
    return going, some


@njit(cache=True)
def still_new(starts, cell, run, lateness):  # type: ignore[no-untyped-def]
    """P(what is known at the end of a cell dates from within a run), for knowledge of exponential age."""
    age = starts[cell + 1] - 0.5 * (starts[run - 1] + starts[run])
    return 1 - np.exp(-age / lateness)


@njit(cache=True)
def _read_late(cell, starts, filtered, gain, scales, late, lateness, former):  # type: ignore[no-untyped-def]
    """Multiply into a cell's runs what late claims say, and learn from them who was there before each run.

    ``former[run, z, y]``: P(y was before | the run is of state z), by what was told so far.
    """
    head, following, late_row, values = late
    states = values.shape[1]
    base = cell * (cell + 3) // 2
    told = np.empty(states)
    read = 0
    entry = head[cell]
    while entry >= 0:
        young = cell + 1
        while young > 0:
            fresh = still_new(starts, cell, young, lateness[late_row[entry]])
            if fresh > SURELY_NEW:
                break
            for state in range(states):
                if filtered[base + young, state] < NO_MASS:
                    gain[base + young, state] *= values[entry, state]
                    continue
                total = 0.0
                for old in range(states):
                    told[old] = former[young, state, old] * (
                        fresh * values[entry, state] + (1 - fresh) * values[entry, old]
                    )
                    total += told[old]
                gain[base + young, state] *= total
                for old in range(states):
                    former[young, state, old] = told[old] / total
            young -= 1
        for run in range(young + 1):
            for state in range(states):
                gain[base + run, state] *= values[entry, state]
        read += 1
        if read % RESCALE_AFTER == 0:
            top = gain[base : base + cell + 2].max()
            gain[base : base + cell + 2] /= top
            scales[cell] += np.log(top)
        entry = following[entry]


@njit(cache=True)
def forward(starts, gain, has_gain, scales, before, late, lateness, jumps, jumpy, start, change, lasting, first_age):  # type: ignore[no-untyped-def]
    """(filtered by cell and run, scale of each cell, P(state before the grid), log-likelihood, former).

    ``former[run, z, y]``: P(y was before | the run is of state z), by claims up to then and late ones after.

    ``lasting[z, n]`` is S(n / 2 days) of a run of state z. Rabiner (1989), doi:10.1109/5.18626, with the state widened
    by the start of its run (Yu 2010, "Hidden semi-Markov models", doi:10.1016/j.artint.2009.11.011).
    """
    cells, states = len(starts) - 1, len(start)
    filtered = np.empty_like(gain)
    norm = np.empty(cells)
    first = start * before
    log_likelihood = np.log(first.sum())
    first = first / first.sum()
    lost, kept = np.empty(states), np.empty(states)
    former = np.full((cells + 2, states, states), 1 / states)
    for cell in range(cells):
        base, earlier = cell * (cell + 3) // 2, (cell - 1) * (cell + 2) // 2
        lost[:] = 0.0
        kept[:] = 0.0
        for run in range(cell + 1):
            begun = 2 * (starts[0] - first_age) if run == 0 else starts[run - 1] + starts[run] - 1
            then, now = 2 * starts[cell] - begun, 2 * starts[cell + 1] - begun
            for state in range(states):
                mass = first[state] if cell == 0 else filtered[earlier + run, state]
                on = mass * lasting[state, now] / lasting[state, then]
                kept[state] += on
                lost[state] += mass - on
                filtered[base + run, state] = on
        for new in range(states):
            begun_now = 0.0
            for old in range(states):
                came = lost[old] * change[old, new]
                if jumpy[cell]:
                    came += kept[old] * jumps[cell, old, new]
                former[cell + 1, new, old] = came
                begun_now += came
            filtered[base + cell + 1, new] = begun_now
            if begun_now > 0:
                former[cell + 1, new] /= begun_now
            else:
                former[cell + 1, new] = 1 / states
        if jumpy[cell]:
            for state in range(states):
                stays = 1 - jumps[cell, state].sum()
                for run in range(cell + 1):
                    filtered[base + run, state] *= stays
        if late[0][cell] >= 0:
            has_gain[cell] = True
            _read_late(cell, starts, filtered, gain, scales, late, lateness, former)
        total = 0.0
        for run in range(cell + 2):
            for state in range(states):
                if has_gain[cell]:
                    filtered[base + run, state] *= gain[base + run, state]
                total += filtered[base + run, state]
        norm[cell] = total
        log_likelihood += np.log(total) + scales[cell]
        for run in range(cell + 2):
            for state in range(states):
                filtered[base + run, state] /= total
    return filtered, norm, first, log_likelihood, former


@njit(cache=True)
def backward(starts, filtered, norm, gain, first, jumps, jumpy, change, lasting, first_age, down_to):  # type: ignore[no-untyped-def]
    """P(state) at the end of each cell from ``down_to`` - 1 on, shape (cells + 1, states); row 0 is before the grid.

    ``filtered`` becomes P(state, run) given everything, in the cells from ``down_to`` on.
    """
    cells, states = len(starts) - 1, filtered.shape[1]
    marginal = np.empty((cells + 1, states))
    ahead = np.ones((cells + 1, states))
    fresh = np.empty(states)
    for cell in range(cells - 1, down_to - 1, -1):
        base = cell * (cell + 3) // 2
        total = 0.0
        for state in range(states):
            mass = 0.0
            for run in range(cell + 2):
                value = filtered[base + run, state] * ahead[run, state]
                filtered[base + run, state] = value
                mass += value
            marginal[cell + 1, state] = mass
            total += mass
        marginal[cell + 1] /= total
        for run in range(cell + 2):
            for state in range(states):
                filtered[base + run, state] /= total
                ahead[run, state] *= gain[base + run, state] / norm[cell]
        for state in range(states):
            fresh[state] = 0.0
            for new in range(states):
                fresh[state] += change[state, new] * ahead[cell + 1, new]
        for state in range(states):
            jumped, stays = 0.0, 1.0
            if jumpy[cell]:
                for new in range(states):
                    jumped += jumps[cell, state, new] * ahead[cell + 1, new]
                    stays -= jumps[cell, state, new]
            for run in range(cell + 1):
                begun = 2 * (starts[0] - first_age) if run == 0 else starts[run - 1] + starts[run] - 1
                on = lasting[state, 2 * starts[cell + 1] - begun] / lasting[state, 2 * starts[cell] - begun]
                ahead[run, state] = on * (ahead[run, state] * stays + jumped) + (1 - on) * fresh[state]
    if down_to == 0:
        marginal[0] = first * ahead[0]
        marginal[0] /= marginal[0].sum()
    else:
        base = (down_to - 1) * (down_to + 2) // 2
        for state in range(states):
            mass = 0.0
            for run in range(down_to + 1):
                mass += filtered[base + run, state] * ahead[run, state]
            marginal[down_to, state] = mass
        marginal[down_to] /= marginal[down_to].sum()
    return marginal


@njit(cache=True)
def _solve(rows, claims, spoken, days, law, down_to_day):  # type: ignore[no-untyped-def]
    """(starts, cell of each day, marginals, posterior by cell and run, log-likelihood, former, late) of one place."""
    contested_prior, contested_share, lasting, first_age, longest_step, wrong_start, stated_start = law
    weight = parties_at(rows, claims[15], claims[16], spoken.shape[1] - 1)
    start, change = start_of(weight, contested_prior), change_of(weight, contested_share)
    first, early, last, latest_start, lateness = claims[0], claims[1], claims[2], claims[3], claims[14]
    starts, cell_at = grid_of(rows, first, early, last, latest_start, stated_start, days, longest_step)
    gain, has_gain, scales, before, late = factors_of(rows, claims, spoken, starts, cell_at, wrong_start)
    jumps, jumpy = jumps_of(rows, claims, starts, cell_at, len(start))
    filtered, norm, initial, log_likelihood, former = forward(
        starts, gain, has_gain, scales, before, late, lateness, jumps, jumpy, start, change, lasting, first_age
    )
    down_to = cell_at[down_to_day]
    marginal = backward(starts, filtered, norm, gain, initial, jumps, jumpy, change, lasting, first_age, down_to)
    return starts, cell_at, marginal, filtered, log_likelihood, former, late


@njit(cache=True)
def _at(day, starts, cell_at, marginal, out):  # type: ignore[no-untyped-def]
    """P(state at the end of a day): inside a cell the one change of hands is equally likely on each day."""
    cell = cell_at[day]
    part = (day - starts[cell] + 1) / (starts[cell + 1] - starts[cell])
    for state in range(len(out)):
        out[state] = (1 - part) * marginal[cell, state] + part * marginal[cell + 1, state]


@njit(cache=True, nogil=True)
def beliefs_at(from_place, to_place, bounds, claims, spoken, days, law, query_bounds, query_day, result):  # type: ignore[no-untyped-def]
    """Fill ``result`` (queries, states) with P(state) at the end of each asked day.

    Places' rows are bounds[p] .. bounds[p + 1] - 1, their questions likewise.
    """
    for place in range(from_place, to_place):
        low, high = query_bounds[place], query_bounds[place + 1]
        if low == high:
            continue
        if bounds[place] == bounds[place + 1]:
            for query in range(low, high):
                result[query] = start_of(np.ones(spoken.shape[1] - 1), law[0])
            continue
        rows = np.arange(bounds[place], bounds[place + 1])
        starts, cell_at, marginal, _, _, _, _ = _solve(rows, claims, spoken, days, law, 0)
        for query in range(low, high):
            _at(query_day[query], starts, cell_at, marginal, result[query])


@njit(cache=True)
def _judge_late(starts, posterior, former, late, lateness, tried, known, better):  # type: ignore[no-untyped-def]
    """Fill ``known`` with P(state that a late claim knew of), ``better`` with its likelihood under each lateness tried.

    The likelihoods are those of the claim given all others, over the one under the lateness in use: the mean of the
    ratio under the posterior (importance sampling with the posterior for its proposal).
    """
    head, following, late_row, values = late
    states = values.shape[1]
    for cell in range(len(starts) - 1):
        base = cell * (cell + 3) // 2
        entry = head[cell]
        while entry >= 0:
            row = late_row[entry]
            known[row] = 0.0
            better[row] = 0.0
            for run in range(cell + 2):
                fresh = 1.0 if run == 0 else still_new(starts, cell, run, lateness[row])
                if fresh > SURELY_NEW:
                    fresh = 1.0
                for state in range(states):
                    mass = posterior[base + run, state]
                    if mass < NO_MASS:
                        continue
                    now = values[entry, state]
                    for old in range(states):
                        part = mass * former[run, state, old]
                        then = values[entry, old]
                        told = fresh * now + (1 - fresh) * then
                        known[row, state] += part * fresh * now / told
                        known[row, old] += part * (1 - fresh) * then / told
                        for number in range(len(tried)):
                            other = 1.0 if run == 0 else still_new(starts, cell, run, tried[number])
                            better[row, number] += part * (other * now + (1 - other) * then) / told
            entry = following[entry]


@njit(cache=True, nogil=True)
def judged(from_place, to_place, bounds, claims, spoken, days, law, tried, known, better, log_likelihood):  # type: ignore[no-untyped-def]
    """Fill in P(state that each row speaks of) given all, shape (rows, states), and likelihood of each place.

    ``better`` (rows, tried) becomes the likelihood of each late row under each lateness tried, over that under its own.
    """
    last, lateness = claims[2], claims[14]
    for place in range(from_place, to_place):
        if bounds[place] == bounds[place + 1]:
            continue
        rows = np.arange(bounds[place], bounds[place + 1])
        starts, cell_at, marginal, posterior, fit, former, late = _solve(rows, claims, spoken, days, law, 0)
        log_likelihood[place] = fit
        for row in rows:
            _at(last[row], starts, cell_at, marginal, known[row])
        _judge_late(starts, posterior, former, late, lateness, tried, known, better)


@njit(cache=True, nogil=True)
def daily_beliefs(from_place, to_place, bounds, claims, spoken, days, law, result):  # type: ignore[no-untyped-def]
    """Fill ``result`` (places, days, states) with P(state) of each place at the end of each day."""
    out = np.empty(spoken.shape[1])
    for place in range(from_place, to_place):
        if bounds[place] == bounds[place + 1]:
            result[place, :] = start_of(np.ones(spoken.shape[1] - 1), law[0]).astype(np.float32)
            continue
        rows = np.arange(bounds[place], bounds[place + 1])
        starts, cell_at, marginal, _, _, _, _ = _solve(rows, claims, spoken, days, law, 0)
        for day in range(days):
            _at(day, starts, cell_at, marginal, out)
            result[place, day] = out


@njit(cache=True, nogil=True)
def beliefs_as_known(from_place, to_place, bounds, claims, spoken, seen_from, days, law, from_day, to_day, result):  # type: ignore[no-untyped-def]
    """Fill ``result[place, day]`` for from_day <= day < to_day with the belief by the rows seen by then.

    ``seen_from``: first day on which each row is known, rising within a place. A place is solved once for each day on
    which something about it becomes known.
    """
    out = np.empty(spoken.shape[1])
    nothing = start_of(np.ones(spoken.shape[1] - 1), law[0]).astype(np.float32)
    for place in range(from_place, to_place):
        low, high = bounds[place], bounds[place + 1]
        day = from_day
        known = low
        while day < to_day:
            while known < high and seen_from[known] <= day:
                known += 1
            until = to_day if known == high else min(to_day, seen_from[known])
            if known == low:
                for when in range(day, until):
                    result[place, when] = nothing
            else:
                rows = np.arange(low, known)
                starts, cell_at, marginal, _, _, _, _ = _solve(rows, claims, spoken, days, law, day)
                for when in range(day, until):
                    _at(when, starts, cell_at, marginal, out)
                    result[place, when] = out
            day = until


@njit(cache=True)
def solve_place(low, high, claims, spoken, days, law):  # type: ignore[no-untyped-def]
    """(starts, marginals, P(state, run) by cell and run, log-likelihood) of one place."""
    starts, _, marginal, runs, fit, _, _ = _solve(np.arange(low, high), claims, spoken, days, law, 0)
    return starts, marginal, runs, fit
