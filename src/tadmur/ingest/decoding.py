"""Bytes to text: UTF-8 first, then UTF-16 and UTF-32, then charset-normalizer for older encodings."""

from __future__ import annotations

import codecs
import re

from tadmur.terms.errors import ReportError

OLD_ENCODINGS = ("cp1252", "cp1256", "cp1251", "koi8_r", "mac_roman", "cp1254", "cp1255")
"""Legacy encodings of the languages that reports come in: Latin, Arabic, Cyrillic, Turkish, Hebrew."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_AS_UTF_8 = "Convert it first, e.g. iconv -f ENCODING -t UTF-8"


def _without_mark(data: bytes) -> str | None:
    """UTF-16 without a byte-order mark, known by its zero bytes; ``None`` for anything else."""
    head = data[:4096]
    for encoding, zeros, others in (("utf-16-le", head[1::2], head[0::2]), ("utf-16-be", head[0::2], head[1::2])):
        if len(head) >= 4 and zeros.count(0) > 0.6 * len(zeros) and others.count(0) == 0:
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                return None
    return None


def decode(data: bytes, where: str) -> str:
    """The text in ``data``; a byte-order mark is not part of it.

    Raises:
        ReportError: when ``data`` is empty, is not text, or is in no encoding that can be told.
    """
    if not data.strip():
        raise ReportError("the file is empty", where=where, remedy="Leave it out, or fill it")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError as error:
                raise ReportError(
                    f"the file starts as {encoding} but breaks off at byte {error.start}", where=where, remedy=_AS_UTF_8
                ) from error
            return _checked(text, where)
    try:
        return _checked(data.decode("utf-8"), where)
    except UnicodeDecodeError as error:
        wide = _without_mark(data)
        if wide is not None:
            return _checked(wide, where)
        return _checked(_guessed(data, where, error.start), where)


def _checked(text: str, where: str) -> str:
    if "\x00" in text:
        wide = _without_mark(text.encode("utf-8"))
        if wide is None or "\x00" in wide:
            raise _not_text(where)
        text = wide
    if not text.strip():
        raise ReportError("the file holds only white space", where=where, remedy="Leave it out, or fill it")
    return text


def _guessed(data: bytes, where: str, bad_byte: int) -> str:
    head = data[:65536]
    if b"\x00" in head or len(_CONTROLS.findall(head)) > 0.01 * len(head):
        raise _not_text(where)
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=list(OLD_ENCODINGS)).best()
    if best is None:
        raise ReportError(f"no known text encoding fits (byte {bad_byte} is not UTF-8)", where=where, remedy=_AS_UTF_8)
    return str(best)


def _not_text(where: str) -> ReportError:
    return ReportError(
        "the file is binary, not text",
        where=where,
        remedy="Save the document as plain text in UTF-8, or leave it out",
    )
