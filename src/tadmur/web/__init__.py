"""The monitor in the browser: an HTTP API and pages over what the pipeline computes. No domain logic."""
