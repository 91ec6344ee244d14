"""Where the rooms meet: the order of the stages, incremental runs, and the views that are built from a ledger."""
