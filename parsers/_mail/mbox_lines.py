"""Tells the lines that begin a mail in a mailbox file from those that only begin with the word "From".

There is no standard. Known forms: `From sam@example.com Mon Jan  1 10:00:00 2024` (with a zone before or behind the
year, or in RFC 5322 order), Takeout's `From 178@xxx Mon Jan 01 10:00:00 +0000 2024`, Thunderbird's `From - …`, and the
bare `From ` that some programs write. Nearly every reader splits at any "From " and cuts mails in two at sentences
such as "From now on …"; here the line must have one of these forms and a header must follow.
"""

import re
from enum import IntEnum

from parsers._mail.names import is_field, is_known, name_at

LONGEST = 998
"""Bytes of such a line that are looked at: no line of a mail is longer (RFC 5322, 2.1.1)."""

_DAY = rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_MONTH = rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_TIME = rb"\d{1,2}:\d\d(?::\d\d)?"
_ZONE = rb"(?:[ \t]+[A-Za-z0-9+:()-]{1,12}){0,2}"
_DATE = (
    _DAY + rb",?[ \t]+"
    rb"(?:(?:" + _MONTH + rb"[ \t]+\d{1,2}|\d{1,2}[ \t]+" + _MONTH + rb")[ \t]+" + _TIME + _ZONE + rb"[ \t]+\d{4}" + _ZONE
    + rb"|\d{1,2}[ \t]+" + _MONTH + rb"[ \t]+\d{4}[ \t]+" + _TIME + _ZONE
    + rb")(?:[ \t]+remote from [^\s]+)?[ \t]*\r?\Z"
)  # fmt: skip
_FULL = re.compile(rb"From (?:\S+[ \t]+)?" + _DATE)
_NAMED = re.compile(rb"From ([^\r\n]*?)[ \t]\b" + _DATE)
_LOOSE = re.compile(rb"From \S+@\S+[ \t].*\b" + _TIME + rb"\b")
_BARE = re.compile(rb"From -?[ \t]*\r?\Z")
_PATCH = re.compile(rb"From [0-9a-f]{40} ")


class Form(IntEnum):
    """How much a line looks like one that begins a mail."""

    NONE = 0  # a sentence, or the first line of a git patch
    BARE = 1  # "From " and nothing else
    LOOSE = 2  # an address and a time of day
    NAMED = 3  # words, then a whole date
    FULL = 4  # one address or name, then a whole date


def form_of(line: bytes) -> Form:
    """Judge a line by itself. It may end in CR, not in LF."""
    if _BARE.match(line):
        return Form.BARE
    if _PATCH.match(line):
        return Form.NONE
    if _FULL.match(line):
        return Form.FULL
    if found := _NAMED.match(line):
        return Form.FULL if b"@" in found[1] else Form.NAMED
    return Form.LOOSE if _LOOSE.match(line) else Form.NONE


def begins_mail(line: bytes, following: bytes, after_blank: bool, at_end: bool) -> bool:
    """Whether a line, seen with the next one and what stands before it, begins a mail.

    `at_end` says that the file ends within or before `following`.
    """
    form = form_of(line)
    if form is Form.NONE:
        return False
    if at_end and b":" not in following:
        return form is Form.FULL and (after_blank or not following)
    if form is Form.FULL:
        return is_field(following) or following.startswith((b">From ", b"From "))
    known = is_known(name_at(following, 0))
    return known if form is Form.BARE else known and after_blank


def first_line(head: bytes, start: int) -> Form:
    """What kind of line begins a mail at this place of a file's head; NONE if none does."""
    line, _, rest = head[start : start + 2 * LONGEST].partition(b"\n")
    following, more, _ = rest.partition(b"\n")
    return form_of(line) if begins_mail(line, following, True, not more) else Form.NONE


def several_mails(head: bytes) -> bool:
    """Whether at least two lines within a file's head begin mails, with whole dates and a blank line before them."""
    found, at = 0, head.find(b"\nFrom ")
    while at >= 0 and found < 2:
        after_blank = head[max(0, at - 2) : at].endswith((b"\n", b"\n\r"))
        found += after_blank and first_line(head, at + 1) is Form.FULL
        at = head.find(b"\nFrom ", at + 1)
    return found > 1
