"""All rules of the time grammar, compiled once."""

from __future__ import annotations

from functools import lru_cache

from tadmur.extract.clock_rules import clock_rules
from tadmur.extract.date_rules import date_rules
from tadmur.extract.relative_time_rules import relative_time_rules
from tadmur.extract.time_lexicon import time_lexicon
from tadmur.extract.time_pieces import Rule


@lru_cache(maxsize=1)
def time_rules() -> tuple[Rule, ...]:
    """The rules; where two match equally long, the earlier one counts."""
    lexicon = time_lexicon()
    return (*date_rules(lexicon), *relative_time_rules(lexicon), *clock_rules(lexicon))
