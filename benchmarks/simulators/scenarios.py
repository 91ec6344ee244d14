"""Named wars: which simulator, and with which settings."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from .campaigns import CampaignSettings
from .rumours import RumourSettings, simulate_rumours
from .society import SocietySettings
from .war import War

Scenario = Callable[[int, np.random.Generator], War]


def _rumours(settings: RumourSettings) -> Scenario:
    return partial(simulate_rumours, settings)


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
}
