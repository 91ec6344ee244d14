"""The nouns of tadmur: frozen types of the standard library, used in every other room.

One module a noun; import from the module that names it, e.g. ``from tadmur.terms.claim import Claim``.
Nothing here reads or writes a file.
"""
