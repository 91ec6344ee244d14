"""Figures that can be followed back: what a party holds and how that changed, and the checks of published figures."""
