"""Files to reports: decoding, dates, layout; duplicates."""
