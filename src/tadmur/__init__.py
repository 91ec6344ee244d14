"""tadmur: from contradictory war reports to who holds what, since when, according to whom, and how sure.

Importing this package does nothing: no file is opened, no model is loaded.
"""

__version__ = "0.1.0"
