"""How the comparison of claims grows: 10,000 to 100,000 claims blocked by place and time, beside all pairs.

    python benchmarks/contradictions_speed.py [--sizes 10000 30000 100000] [--all-pairs 500 1000 2000]

Invented claims of one war over three years: places by a Zipf law (the busiest has a fiftieth of all), a tenth of the
claims about quarters of their towns, a fifth figures of casualties, one in twenty a denial, one in ten a copy. One
process; the clock runs over the comparison alone, from located claims to cards.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from random import Random

from tadmur.compare.cards import compare_claims
from tadmur.compare.located import LocatedClaim
from tadmur.compare.relations import relate
from tadmur.terms.claim import Claim, ClaimKind, Modality, Quantity
from tadmur.terms.clock import EventTime, Precision, end_of_day, start_of_day
from tadmur.terms.place import PlaceMention, PlaceRelation
from tadmur.terms.report import Zone
from tadmur.terms.source import INDEPENDENT, SpeakerRole, Voice
from tadmur.terms.span import TextSpan

DAYS = 3 * 365
PARTIES = ("north", "south", "east")
KINDS = (ClaimKind.CONTROL_GAIN, ClaimKind.CONTROL_LOSS, ClaimKind.CONTROL_HOLD, ClaimKind.ADVANCE, ClaimKind.ATTACK)
WORDS = ("before dawn", "at noon", "after dark", "on the river", "by the mill", "from the hills", "without a fight")


def main() -> None:
    """Print one line a size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="+", type=int, default=[10_000, 30_000, 100_000])
    parser.add_argument("--all-pairs", nargs="*", type=int, default=[500, 1000, 2000])
    arguments = parser.parse_args()
    print(
        f"{datetime.now(UTC).date().isoformat()}  {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}"
    )
    print(f"{'claims':>10} {'route':12} {'seconds':>9} {'us a claim':>11} {'pairs':>9} {'cards':>8}  {'peak MB':>8}")
    for size in arguments.all_pairs:
        claims = invented(size)
        report("all pairs", size, *all_pairs(claims))
        report("blocked", size, *blocked(claims))
    for size in arguments.sizes:
        report("blocked", size, *blocked(invented(size)))


def blocked(claims: Sequence[LocatedClaim]) -> tuple[float, int, int]:
    """Seconds, related pairs on cards, and cards of the product's route."""
    start = time.perf_counter()
    cards = compare_claims(claims, allied=allied)
    return time.perf_counter() - start, sum(len(card.pairs) for card in cards), len(cards)


def all_pairs(claims: Sequence[LocatedClaim]) -> tuple[float, int, int]:
    """Seconds and related pairs when every claim is held against every other."""
    start = time.perf_counter()
    related = sum(relate(a, b, allied) is not None for a, b in combinations(claims, 2))
    return time.perf_counter() - start, related, 0


def report(route: str, size: int, seconds: float, pairs: int, cards: int) -> None:
    """One line of the table."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    each = seconds / size * 1e6
    print(f"{size:10d} {route:12} {seconds:9.2f} {each:11.1f} {pairs:9d} {cards or '-':>8}  {peak:8.0f}", flush=True)


def allied(a: str, b: str, on: date) -> bool:
    """South and east stand together."""
    return {a, b} == {"south", "east"}


def invented(size: int, seed: int = 1) -> list[LocatedClaim]:
    """``size`` claims, the same for the same seed."""
    random = Random(seed)
    places = max(20, size // 60)
    weights = [1.0 / (rank + 10) for rank in range(places)]
    drawn = random.choices(range(places), weights, k=size)
    claims: list[LocatedClaim] = []
    for number, place in enumerate(drawn):
        if claims and random.random() < 0.1:
            claims.append(copy_of(random.choice(claims[-200:]), number))
        else:
            claims.append(one_claim(random, number, place))
    return claims


def one_claim(random: Random, number: int, place: int) -> LocatedClaim:
    """A claim on one place."""
    day = date(2020, 1, 1) + timedelta(days=random.randrange(DAYS))
    casualties = random.random() < 0.2
    denial = not casualties and random.random() < 0.05
    kind = ClaimKind.CASUALTIES if casualties else random.choice(KINDS)
    actor, other = random.sample(PARTIES, 2)
    side = random.choice([*PARTIES, INDEPENDENT, INDEPENDENT, None])
    speaker = Voice(f"voice {random.randrange(60)}", SpeakerRole.NEWS_AGENCY, side)
    quarter = random.random() < 0.1
    key = f"town:{place}"
    count = float(random.randrange(1, 60))
    words = f"{random.choice(WORDS)} {random.choice(WORDS)} {number} {random.choice(WORDS)}"
    return located(
        number, kind, day, speaker, words, actor, other,
        key=f"vague:{key}:quarter" if quarter else key,
        within=(key, f"province:{place % 14}") if quarter else (f"province:{place % 14}",),
        part_of=key if quarter else None,
        asserted=not denial,
        quantity=Quantity(count, count, count, "persons") if casualties else None,
        published=end_of_day(day + timedelta(days=random.randrange(3))),
        report=f"report {number // 8}",
    )  # fmt: skip


def located(
    number: int, kind: ClaimKind, day: date, speaker: Voice, words: str, actor: str, other: str, *,
    key: str, within: tuple[str, ...], part_of: str | None, asserted: bool, quantity: Quantity | None,
    published: datetime, report: str,
) -> LocatedClaim:  # fmt: skip
    """The claim with its place."""
    start = number % 8 * 200
    span = TextSpan(report, start, start + len(words), words)
    claim = Claim(
        claim_id=f"c{number:07d}", report_id=report, span=span, zone=Zone.BODY, kind=kind,
        attribution=(Voice(f"outlet {len(report) % 7}", SpeakerRole.PUBLISHER), speaker),
        event_time=EventTime(start_of_day(day), end_of_day(day), Precision.DAY), asserted=asserted,
        modality=Modality.ACTUAL, probability=1.0, trigger="killed" if quantity else "took", extractor="invented",
        place=PlaceMention(span, key, relation=PlaceRelation.AT), actor_id=actor, opponent_id=other, quantity=quantity,
    )  # fmt: skip
    return LocatedClaim(
        claim, key, key, published, actor, other, speaker.aligned_with, report, within=within, part_of=part_of
    )


def copy_of(original: LocatedClaim, number: int) -> LocatedClaim:
    """The same words in another report, a day later."""
    claim = original.claim
    published = (original.published_at or datetime(2020, 1, 1, tzinfo=UTC)) + timedelta(days=1)
    made = located(
        number, claim.kind, (claim.event_time.latest or published).date(), claim.speaker, claim.span.exact,
        original.holder_actor or "north", original.opponent_actor or "south", key=original.place_key or "",
        within=original.within, part_of=original.part_of, asserted=claim.asserted, quantity=claim.quantity,
        published=published, report=f"copy {number}",
    )  # fmt: skip
    return LocatedClaim(
        made.claim, made.place_key, made.place_name, published, made.holder_actor, made.opponent_actor,
        made.speaker_actor, original.original_report, within=made.within, part_of=made.part_of,
        echo=original.echo or claim.claim_id,
    )  # fmt: skip


if __name__ == "__main__":
    main()
