"""Write a simulated war in the files that `tadmur eval reconcile` reads.

python benchmarks/simulate.py --list
python benchmarks/simulate.py rumours-hard --seed 0 --places 3000 --out out/wars/rumours-hard_0
tadmur eval reconcile out/wars/rumours-hard_0 --mode online --out pred.npz
"""

from __future__ import annotations

import argparse
from pathlib import Path

from simulators import SCENARIOS, simulate, write_war


def main() -> None:
    """Write one war, or list the scenarios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenario", nargs="?", choices=SCENARIOS)
    parser.add_argument("--list", action="store_true", help="print the scenarios")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--places", type=int, default=500)
    parser.add_argument("--out", type=Path, help="prefix of the files")
    arguments = parser.parse_args()
    if arguments.list:
        print("\n".join(SCENARIOS))
        return
    if arguments.scenario is None or arguments.out is None:
        parser.error("a scenario and --out are needed; --list prints the scenarios")
    war = simulate(arguments.scenario, arguments.seed, arguments.places)
    write_war(war, arguments.out)
    count, (places, days) = len(war.claims["claim_id"]), war.state.shape
    print(f"{count} claims of {len(war.sources['source'])} sources on {places} places, {days} days: {arguments.out}.*")


if __name__ == "__main__":
    main()
