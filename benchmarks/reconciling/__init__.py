"""Parts of `benchmarks/reconcile.py`: wars, scores, baselines, peers, and the table."""
