"""Figures that can be followed back: settlements per party, and the checker of published figures."""
