"""Patterns around verbs of saying: what may stand between subject and verb, after the verb, and between clauses."""

from __future__ import annotations

import re

ADVERBS = (
    r"(?:(?:has|have|had|also|later|earlier|then|further|first|meanwhile|however|again|still|now|only|nevertheless|"
    r"even|soon|just|in turn|for (?:its|his|her|their) part|[a-z]+ly|both|all|who|which|that),?\s+)*"
)
WHEN = (
    r"(?:(?:(?:late|early|earlier|later)\s+)?(?:on|in|at|over|by|during)\s+"
    r"(?:the\s+)?(?:same\s+|next\s+)?[\w ]{2,24}?,?\s+|"
    r"(?:the (?:next|following|same) day|yesterday|this week|last week|earlier this \w+)\s+)?"
)
ASIDE = (
    r"(?:\s*\([^()]{1,60}\))?"
    r"(?:\s*,\s*(?:who|which|whose|speaking|citing|quoting|reached|contacted|based|himself|herself|itself|also|known|"
    r"on|in|at)\b[^\"]{0,140}?,)?"
    r"(?:\s+(?:reached|contacted|interviewed|speaking|who|[a-z]+ed (?:with|in|at|from|to|near))\b[^,\"]{1,60}?)?"
)
GAP = re.compile(rf"{ASIDE},?\s+{ADVERBS}{WHEN}{ADVERBS}")
GO_ON = re.compile(rf"(?:,|\s)\s*(?:and|but|then)\s+{ADVERBS}$")
TAIL = re.compile(
    r"(?:\s+(?:to|on|in|by|at|via|during|from|through|over|late|early|this|last|earlier|later|yesterday|today|after|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|without|the (?:next|same|following) day)\b"
    r"(?:(?!\bthat\b)[^,;:.\"]){0,70})?\s*(?:[.,;!?]|$|\s-\s|(?=\s*\"))"
)
THAT = re.compile(
    r"[^,;.\"]{0,40}?\bthat\b|\s*:?,?\s*\"|\s*:|\s+the\s[^,.;]{3,60}\sat\s|"
    r"\s+(?:(?:at least|up to|more than|fewer than|less than|about|some|around|nearly|almost|an? \w+)\s+)*"
    r"(?:\d|dozens|hundreds|thousands)"
)
BOUNDARY = re.compile(r"(?:[,;]\s+(?:and|but|while|whereas|although|though|however|yet)\b|;)")
BARE_BOUNDARY = re.compile(r"\s(?:and|but|while|whereas|although|though)\s+(?:\w+\s+){0,2}$")
COMMENT = re.compile(
    r"[,;]\s+(?:and|but|while|although|though|however)?\s*"
    r"(?:this|that|the (?:claim|report)s?|it|which|no)\s+(?:\w+\s+){0,3}?"
    r"(?:not|denied|disputed|confirmed|verified|unconfirmed|unclear|independently)"
    r"|,\s+a (?:claim|report|statement|figure)\b"
)
ACCORDING = re.compile(r"\baccording\s+to\s+", re.IGNORECASE)
AS_SAYING = re.compile(r"\s+as\s+(?:saying|stating|telling|reporting|claiming|confirming)|\s+that\b")
REPORTS_THAT = re.compile(r"\b(?:reports|rumou?rs|claims|allegations)\s+(?:\w+\s+){0,3}?(?:that|of)\b", re.IGNORECASE)
FORCED = re.compile(r"\b(?:prompting|leading|causing|forcing|pushing)\s+$")
WORD = re.compile(r"[A-Za-z]+")
INVERTED = re.compile(r"\w,\s*$")
BEFORE_INVERSION = re.compile(r"[\",]\s*$|^\s*[Ss]o\s+$")
ORDER = re.compile(r"[^,.;:\"]{0,60}?\bto\s+[a-z]+\b")
MADE_BY = re.compile(r"\s+[a-z]+(?:ed|en|un)\s+by\s+(?:the\s+)?$")
NO_SOURCE = re.compile(r"(?:the\s+|a\s+)?(?:plan|schedule|law|rules?|tradition|custom)\b")
NAMELESS = re.compile(r"[^,.;:()\"\n]{2,60}?(?=[,.;:()\"]|\s(?:and|but|who|which|that)\b|$)")
