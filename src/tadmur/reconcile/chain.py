"""All possible histories of every place at once: a semi-Markov chain over (holder, start of the present run).

Compiled, one place to a thread; what comes out does not depend on how many threads there are. A run with index 0
began before the grid, one with index s in cell s - 1. The arrays "by cell and run" are triangular: cell k has the runs
0 .. k + 1, from row k (k + 3) / 2 on.
"""

from __future__ import annotations

import numpy as np
from numba import njit, prange

FIRST_STEPS = (4, 16)
"""Lengths of the cells that follow the last day a claim speaks of; the rest have the longest step."""
RESCALE_AFTER = 12
"""Factors in one cell after which they are scaled back, against underflow."""


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
def factors_of(rows, claims, spoken, starts, cell_at, change, wrong_start, stale_days):  # type: ignore[no-untyped-def]
    """(gain by cell and run, whether a cell has any, log-scale of each cell, gain before the grid) of one place."""
    (first, early, last, latest_start, dated, event, clipped, share, opens, eve_fit, eve_share, _h, _l, _t) = claims
    states = spoken.shape[1]
    cells = len(starts) - 1
    gain = np.ones((cells * (cells + 3) // 2, states))
    counts = np.zeros(cells, dtype=np.int64)
    scales = np.zeros(cells)
    before = np.ones(states)
    right, wrong, values = np.empty(states), np.empty(states), np.empty(states)
    for row in rows:
        if share[row] <= 0:
            continue
        least = _mixed(spoken[row], share[row], 1.0, right)
        _mixed(spoken[row], share[row], wrong_start, wrong)
        first_cell, last_cell = cell_at[first[row]], cell_at[last[row]]
        scales[last_cell] += np.log(least)
        if not dated[row]:
            _multiply(gain, counts, scales, last_cell, 0, last_cell + 2, right)
            if stale_days > 0:
                # what was known may be older than the run: young runs are spoken of less surely
                base = last_cell * (last_cell + 3) // 2
                for run in range(last_cell + 1, 0, -1):
                    age = starts[last_cell + 1] - 0.5 * (starts[run - 1] + starts[run] + 1)
                    fresh = 1 - np.exp(-(age + 0.5) / stale_days)
                    if fresh > 0.99:
                        break
                    for state in range(states):
                        other = 0.0
                        for former in range(states):
                            other += change[former, state] * right[former]
                        weight = 0.0
                        for former in range(states):
                            weight += change[former, state]
                        former_mean = other / weight if weight > 0 else right[state]
                        mixed = fresh * right[state] + (1 - fresh) * former_mean
                        gain[base + run, state] *= mixed / right[state]
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
    return gain, counts > 0, scales, before


@njit(cache=True)
def jumps_of(rows, claims, starts, cell_at, states):  # type: ignore[no-untyped-def]
    """P(from i to j by a reported change) in each cell, shape (cells, states, states), and which cells have any.

    A report's chance is spread over its days as a constant hazard; where several meet, none of them happens with the
    product of their chances of not happening, and the rest is shared in proportion.
    """
    (first, _e, _l, latest_start, dated, _v, _c, share, opens, _f, _s, chance, leaves, target) = claims
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
def forward(starts, gain, has_gain, scales, before, jumps, jumpy, start, change, lasting, first_age):  # type: ignore[no-untyped-def]
    """(filtered by cell and run, scale of each cell, P(state before the grid), log-likelihood).

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
                begun_now += lost[old] * change[old, new]
                if jumpy[cell]:
                    begun_now += kept[old] * jumps[cell, old, new]
            filtered[base + cell + 1, new] = begun_now
        if jumpy[cell]:
            for state in range(states):
                stays = 1 - jumps[cell, state].sum()
                for run in range(cell + 1):
                    filtered[base + run, state] *= stays
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
    return filtered, norm, first, log_likelihood


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
    """(starts, cell of each day, marginals, posterior by cell and run, log-likelihood) of one place."""
    start, change, lasting, first_age, longest_step, wrong_start, stale_days, stated_start = law
    first, early, last, latest_start = claims[0], claims[1], claims[2], claims[3]
    starts, cell_at = grid_of(rows, first, early, last, latest_start, stated_start, days, longest_step)
    gain, has_gain, scales, before = factors_of(rows, claims, spoken, starts, cell_at, change, wrong_start, stale_days)
    jumps, jumpy = jumps_of(rows, claims, starts, cell_at, len(start))
    filtered, norm, initial, log_likelihood = forward(
        starts, gain, has_gain, scales, before, jumps, jumpy, start, change, lasting, first_age
    )
    down_to = cell_at[down_to_day]
    marginal = backward(starts, filtered, norm, gain, initial, jumps, jumpy, change, lasting, first_age, down_to)
    return starts, cell_at, marginal, filtered, log_likelihood


@njit(cache=True)
def _at(day, starts, cell_at, marginal, out):  # type: ignore[no-untyped-def]
    """P(state at the end of a day): inside a cell the one change of hands is equally likely on each day."""
    cell = cell_at[day]
    part = (day - starts[cell] + 1) / (starts[cell + 1] - starts[cell])
    for state in range(len(out)):
        out[state] = (1 - part) * marginal[cell, state] + part * marginal[cell + 1, state]


@njit(parallel=True, cache=True)
def beliefs_at(bounds, claims, spoken, days, law, query_bounds, query_day):  # type: ignore[no-untyped-def]
    """P(state) at the end of each asked day, shape (queries, states), and log-likelihood of each place.

    Places' rows are bounds[p] .. bounds[p + 1] - 1, their questions likewise.
    """
    places, states = len(bounds) - 1, spoken.shape[1]
    result = np.empty((len(query_day), states))
    log_likelihood = np.zeros(places)
    for place in prange(places):
        low, high = query_bounds[place], query_bounds[place + 1]
        if bounds[place] == bounds[place + 1]:
            for query in range(low, high):
                result[query] = law[0]
            continue
        rows = np.arange(bounds[place], bounds[place + 1])
        starts, cell_at, marginal, _, fit = _solve(rows, claims, spoken, days, law, 0)
        log_likelihood[place] = fit
        for query in range(low, high):
            _at(query_day[query], starts, cell_at, marginal, result[query])
    return result, log_likelihood


@njit(parallel=True, cache=True)
def daily_beliefs(bounds, claims, spoken, days, law):  # type: ignore[no-untyped-def]
    """P(state) of each place at the end of each day, shape (places, days, states), float32."""
    places, states = len(bounds) - 1, spoken.shape[1]
    result = np.empty((places, days, states), dtype=np.float32)
    for place in prange(places):
        if bounds[place] == bounds[place + 1]:
            result[place, :] = law[0].astype(np.float32)
            continue
        rows = np.arange(bounds[place], bounds[place + 1])
        starts, cell_at, marginal, _, _ = _solve(rows, claims, spoken, days, law, 0)
        out = np.empty(states)
        for day in range(days):
            _at(day, starts, cell_at, marginal, out)
            result[place, day] = out
    return result


@njit(parallel=True, cache=True)
def beliefs_as_known(bounds, claims, spoken, seen_from, days, law, from_day, to_day, result):  # type: ignore[no-untyped-def]
    """Fill ``result[place, day]`` for from_day <= day < to_day with the belief by the rows seen by then.

    ``seen_from``: first day on which each row is known, rising within a place. A place is solved once for each day on
    which something about it becomes known.
    """
    places, states = len(bounds) - 1, spoken.shape[1]
    for place in prange(places):
        out = np.empty(states)
        low, high = bounds[place], bounds[place + 1]
        day = from_day
        known = low
        while day < to_day:
            while known < high and seen_from[known] <= day:
                known += 1
            until = to_day if known == high else min(to_day, seen_from[known])
            if known == low:
                for when in range(day, until):
                    result[place, when] = law[0].astype(np.float32)
            else:
                rows = np.arange(low, known)
                starts, cell_at, marginal, _, _ = _solve(rows, claims, spoken, days, law, day)
                for when in range(day, until):
                    _at(when, starts, cell_at, marginal, out)
                    result[place, when] = out
            day = until


@njit(cache=True)
def solve_place(low, high, claims, spoken, days, law):  # type: ignore[no-untyped-def]
    """(starts, marginals, P(state, run) by cell and run, log-likelihood) of one place."""
    starts, _, marginal, runs, fit = _solve(np.arange(low, high), claims, spoken, days, law, 0)
    return starts, marginal, runs, fit
