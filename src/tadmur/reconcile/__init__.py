"""Who holds what, how sure, and whom to believe: arrays in, posteriors out."""
