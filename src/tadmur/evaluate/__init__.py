"""Scores against gold: claims, the record of control, simulated wars. Nothing here reads a report or trains."""
