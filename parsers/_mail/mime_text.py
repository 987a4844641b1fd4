"""Bytes of a mail to text by the character set that the mail declares, read as browsers read it.

Senders call Windows-1252 "iso-8859-1" or "us-ascii" (in 2 % of real mail), so labels mean what the WHATWG Encoding
Standard says they mean. What a mail declares wrongly or not at all is read as UTF-8 where it is valid UTF-8, else as
Windows-1252, and a code says so. No byte is ever dropped.
"""

import codecs
import re
from functools import lru_cache
from typing import NamedTuple

from parsers._mail.mime_bytes import with_lf
from parsers._text import cp1252, scrub

GUESSED, WRONG, HALF = "charset-guessed", "charset-wrong", "half-character"

_LABELS = {
    "cp1252": "us-ascii ascii ansi_x3.4-1968 iso-8859-1 iso8859-1 iso_8859-1 latin1 latin-1 l1 cp819 ibm819 "
    "windows-1252 cp1252 x-cp1252 iso-8859-1-windows-1252",
    "utf-8": "utf-8 utf8 utf_8 unicode-1-1-utf-8 x-unicode20utf8 utf-8-sig utf-8mb4",
    "gb18030": "gb2312 gb_2312 gb_2312-80 gbk x-gbk chinese csgb2312 gb18030",
    "cp932": "shift_jis shift-jis sjis x-sjis ms_kanji windows-31j csshiftjis ms932",
    "cp949": "euc-kr euckr ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 korean windows-949",
    "big5hkscs": "big5 big5-hkscs cn-big5 x-x-big5",
    "cp1254": "iso-8859-9 iso8859-9 latin5 l5",
    "cp874": "tis-620 iso-8859-11 iso8859-11 dos-874 windows-874",
    "iso8859-8": "iso-8859-8-i iso-8859-8-e logical visual",
    "iso8859-6": "iso-8859-6-i iso-8859-6-e",
    "mac-roman": "macintosh mac x-mac-roman",
    "mac-cyrillic": "x-mac-cyrillic x-mac-ukrainian",
    "koi8-u": "koi8-u koi8-ru",
    "utf-16-le": "utf-16 utf-16le unicode ucs-2 iso-10646-ucs-2 csunicode",
    "utf-7": "utf-7 unicode-1-1-utf-7 x-unicode-2-0-utf-7",
}
_BY_LABEL = {label: name for name, labels in _LABELS.items() for label in labels.split()}
_UNDECLARED = {"", "us-ascii", "ascii", "ansi_x3.4-1968", "unknown-8bit", "x-unknown", "unknown"}
_LABEL = re.compile(r"[a-z0-9_.:-]{1,40}")
_TEXT_CODEC = re.compile(
    r"utf-(?:7|8|16|32)(?:-[bl]e)?|cp\d+|iso8859-\d+|iso2022_\w+|koi8-[rtu]|mac-\w+|gb18030|gbk|big5(?:hkscs)?|euc_\w+"
    r"|shift_jis\w*|johab|hz|ptcp154|kz1048"
)
_NOT_OVER_ASCII = re.compile(r"utf-(?:7|16|32)|iso2022|hz|cp(?:037|273|424|500|875|1026|1140)$")


@lru_cache(256)
def codec_of(charset: str) -> str:
    """The name by which Python knows a declared character set, or "" when nobody knows it."""
    label = charset.strip().strip("\"'").lower()
    if label in _BY_LABEL:
        return _BY_LABEL[label]
    if not _LABEL.fullmatch(label):
        return ""
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return ""
    return name if _TEXT_CODEC.fullmatch(name) else ""


class _Plan(NamedTuple):
    """How a declared character set is read. `known` says that it tells what bytes above 127 mean."""

    codec: str
    known: bool
    over_ascii: bool


@lru_cache(256)
def _plan(charset: str) -> _Plan:
    codec = codec_of(charset)
    known = bool(codec) and charset.strip().strip("\"'").lower() not in _UNDECLARED
    return _Plan(codec, known, not _NOT_OVER_ASCII.match(codec))


def text_lines(data: bytes, charset: str = "") -> tuple[str, str]:
    """Like `decode`, with CR LF as LF: mail carries every text with CR LF, mailbox files with either."""
    if _plan(charset).over_ascii:
        return decode(with_lf(data), charset)
    text, odd = decode(data, charset)
    return text.replace("\r\n", "\n"), odd


def decode(data: bytes, charset: str = "") -> tuple[str, str]:
    """Text, and the code of what is odd about it ("" if nothing is)."""
    plan = _plan(charset)
    if plan.over_ascii and data.isascii():
        return data.decode("ascii"), ""
    if not plan.known:
        return guess(data), GUESSED
    if plan.codec == "cp1252":
        return cp1252(data), ""
    if plan.codec == "utf-8":
        return _utf8(data)
    return _by_codec(data, plan.codec)


def guess(data: bytes) -> str:
    """UTF-8 where it is valid, else Windows-1252."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return cp1252(data)


def _utf8(data: bytes) -> tuple[str, str]:
    """UTF-8; single bytes that do not belong there are read as Windows-1252, so that the rest stays right."""
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        return data.decode("utf-8", "mail-stray-byte"), WRONG


def _by_codec(data: bytes, codec: str) -> tuple[str, str]:
    wide = codec.startswith("utf-16") and data[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        text = data.decode("utf-16" if wide else codec)
    except UnicodeDecodeError:
        try:
            return data.decode("utf-8"), WRONG
        except UnicodeDecodeError:
            return scrub(data.decode(codec, "replace"))[0], WRONG
    clean, halves = scrub(text) if codec.startswith("utf-") else (text, False)
    return clean, HALF if halves else ""


def _stray(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return cp1252(error.object[error.start : error.end]), error.end


codecs.register_error("mail-stray-byte", _stray)
