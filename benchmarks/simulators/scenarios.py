"""Named wars: which simulator, and with which settings."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from .campaigns import CampaignSettings
from .matched import simulate_matched
from .minds import RumourSettings
from .press import WireSettings
from .roads import RoadSettings
from .rumours import simulate_rumours
from .society import SocietySettings
from .war import War
from .wires import simulate_wires

Scenario = Callable[[int, np.random.Generator], War]


def _rumours(settings: RumourSettings) -> Scenario:
    return partial(simulate_rumours, settings)


def _wires(settings: WireSettings) -> Scenario:
    return partial(simulate_wires, settings)


SCENARIOS: dict[str, Scenario] = {
    "rumours-calm": _rumours(
        RumourSettings(
            campaign=CampaignSettings(nibbles=0.1, offensives=0.003, raids=0.006, seesaws=0.006),
            society=SocietySettings(honesty=1.8, turncoats=0, late_liars=0),
            publishes=0.35,
            reviews=0.12,
        )
    ),
    "rumours-fluid": _rumours(
        RumourSettings(campaign=CampaignSettings(offensives=0.014, raids=0.03, seesaws=0.03), reviews=0.35)
    ),
    "rumours-collapse": _rumours(
        RumourSettings(
            campaign=CampaignSettings(nibbles=0.05, offensives=0.001, quiet=(0.1, 0.6), collapses=(0.62, 0.66)),
            publishes=0.4,
            reviews=0.15,
        )
    ),
    "rumours-hard": _rumours(
        RumourSettings(
            campaign=CampaignSettings(parties=3, offensives=0.012, raids=0.03, seesaws=0.03, deals=0.004),
            society=SocietySettings(
                bloggers=18, digests=5, turncoats=5, late_liars=3, partisan_reporters=0.6, memory_days=35.0, honesty=0.8
            ),
            wrong_place=0.1,
            wrong_party=0.05,
            hardens=0.3,
            plans=0.3,
            notices=0.5,
        )
    ),
    "rumours-four": _rumours(
        RumourSettings(
            campaign=CampaignSettings(parties=4, offensives=0.01, deals=0.006, collapses=(0.7,), pockets=6),
            society=SocietySettings(turncoats=3),
            reviews=0.3,
        )
    ),
    "rumours-maps": _rumours(
        RumourSettings(
            campaign=CampaignSettings(parties=3, offensives=0.02, raids=0.03, seesaws=0.01, deals=0.004),
            society=SocietySettings(
                residents=40,
                resident_voices=0.1,
                reporters=4,
                bloggers=10,
                partisan_reporters=0.8,
                mapmakers=5,
                turncoats=0,
                late_liars=0,
                honesty=0.6,
            ),
            publishes=0.35,
            reviews=0.1,
            hardens=0.35,
            loses_day=0.35,
            map_age_days=40.0,
            map_share=0.08,
        )
    ),
    "roads-calm": _wires(
        WireSettings(
            roads=RoadSettings(attacks=0.6, vigour=0.3, shocks=1),
            partisan_papers=0.3,
            lag_days=5.0,
            premature=0.1,
            silence_days=8.0,
            late_admission=0.5,
        )
    ),
    "roads-fluid": _wires(WireSettings(roads=RoadSettings(attacks=1.6, vigour=0.5, shocks=4, raids=0.06))),
    "roads-hard": _wires(
        WireSettings(
            roads=RoadSettings(parties=3, attacks=1.2, vigour=0.45, shocks=4, raids=0.06, truce_days=60.0),
            wires=1,
            papers=14,
            partisan_papers=0.75,
            monitors=1,
            partisan_monitors=2,
            committees=0.2,
            access=(0.5, 0.1, 0.2),
            reprint=0.45,
            namesakes=0.05,
            sharpened=0.35,
            lag_days=18.0,
            premature=0.5,
            silence_days=60.0,
            late_admission=0.1,
            leaks=3,
        )
    ),
    "roads-four": _wires(
        WireSettings(roads=RoadSettings(parties=4, attacks=1.0, shocks=3, truce_days=90.0), papers=10)
    ),
}

MATCHED: dict[str, Scenario] = {
    "matched-two": partial(simulate_matched, 2, 8.0, 300),
    "matched-three": partial(simulate_matched, 3, 12.0, 300),
}
"""Drawn from the model's own assumptions: for calibration only, never beside baselines."""
