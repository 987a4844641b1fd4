"""Reads what WhatsApp writes in front of every message: date, time, and the signs around them.

Forms seen in exports of many phones and languages: `[02/03/2024, 21:14:09] ` (iPhone), `02/03/2024, 21:14 - `
(Android), `3/2/24, 9:14 PM - `, `2. 3. 2024 ...`, `[12.3.2022 klo 14.08.18] `, `2018/1/2 下午3:44 - `,
`[21:14, 02/03/2024] ` (copied out of WhatsApp Web) and, until about 2016 on iPhones, `02/03/14 21:14:09: `.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from operator import itemgetter
from typing import Literal, NamedTuple

MARKS = "\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
"""Characters that only direct the writing, as the inside of a regular expression's brackets."""

MARK_SIGNS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
"""The same, one by one."""

_SPACE = "[ \u00a0\u202f\u2009]"

_MORNING = (
    "vorm.", "morgens", "vm.", "fm", "de.", "пр.об.", "дп", "dop.", "ap.", "öö", "sa", "pg", "π.μ.", "p.d.", "ص", "ق.ظ.",
    "לפנה״צ", "पूर्वाह्न", "上午", "凌晨", "清晨", "早上", "午前", "오전",
)  # fmt: skip
_AFTERNOON = (
    "nachm.", "abends", "mittags", "nm.", "em", "du.", "сл.об.", "пп", "odp.", "ip.", "ös", "ch", "ptg", "μ.μ.", "m.d.",
    "م", "ب.ظ.", "אחה״צ", "अपराह्न", "下午", "中午", "晚上", "午後", "오후",
)  # fmt: skip
_WORDS = sorted((*_MORNING, *_AFTERNOON), key=len, reverse=True)
_HALF = rf"(?:[ap]\.?{_SPACE}?m\.?(?![^\W\d_])|(?:{'|'.join(map(re.escape, _WORDS))})(?![a-zà-ÿ]))"
_JOIN = rf"[{MARKS}]*(?:[./-]|\.{_SPACE})[{MARKS}]*"
_DATE = rf"(?P<a>\d{{4}}|\d{{1,2}}){_JOIN}(?P<b>\d{{1,2}}){_JOIN}(?P<c>\d{{4}}|\d{{1,2}})(?!\d)\.?(?: BE)?"
_TIME = (
    rf"(?:(?P<before>{_HALF}){_SPACE}?)?(?P<h>\d{{1,2}})(?:[:.]|{_SPACE}h{_SPACE})(?P<m>\d{{2}})"
    rf"(?:[:.](?P<s>\d{{2}}))?(?!\d)(?:{_SPACE}?(?P<after>{_HALF}))?"
)
_BETWEEN = rf"[{MARKS}]*(?:[,،]{_SPACE}?|{_SPACE})(?:(?:klo|kl\.|à|às|um|at|alle|a las){_SPACE})?[{MARKS}]*"
_ENDS = rf"[{MARKS}]*(?:(?P<bracket>\]){_SPACE}?|{_SPACE}(?P<dash>[-–—])(?:{_SPACE}|(?=\r?\n|$))|:{_SPACE})"
_BEHIND = {"bracket": rf"{_SPACE}?", "dash": rf"(?:{_SPACE}|(?=\r?\n|$))", "colon": _SPACE}
_PARTS = {
    "a": "",
    "b": r"\d{1,2}",
    "c": "",
    "h": r"\d{1,2}",
    "m": r"\d{2}(?!\d)",
    "s": r"\d{2}(?!\d)",
    "before": "",
    "after": "",
}
_OTHER_WORDS = f"(?i:{'|'.join(map(re.escape, _WORDS))})"
_DATE_FIRST = re.compile(rf"[{MARKS}]*(?P<open>\[)?(?P<raw>{_DATE}{_BETWEEN}{_TIME}){_ENDS}", re.IGNORECASE)
_TIME_FIRST = re.compile(rf"[{MARKS}]*(?P<open>\[)(?P<raw>{_TIME},{_SPACE}{_DATE}){_ENDS}", re.IGNORECASE)
_HALF_DAY = re.compile(_HALF, re.IGNORECASE)
_LETTERS_OF_HALF = str.maketrans("apAP", "xxXX")
_DIGITS = "0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९"
_NO_DIGITS = dict.fromkeys(map(ord, _DIGITS))
_BEGINS = re.compile(rf"[\d\[{MARKS}]")

Style = Literal["bracket", "dash", "colon"]


class Form(NamedTuple):
    """How a header is written, without its numbers: all headers of one export have the same form."""

    style: Style
    signs: str
    year: Literal["first", "last", "short"]
    seconds: bool
    time_first: bool


class _Usual(NamedTuple):
    """A pattern for headers of one form, and which of its groups are the date and the clock."""

    pattern: re.Pattern[str]
    form: Form
    date: Callable[[re.Match[str]], tuple[str, str, str]]
    clock: Callable[[re.Match[str]], tuple[str, ...]]


class Header(NamedTuple):
    """A line's beginning that says when: its form, the date's numbers as written, and where it ends."""

    form: Form
    date: tuple[str, str, str]
    end: int
    found: re.Match[str]
    usual: _Usual

    @property
    def raw(self) -> str:
        """Date and time as written."""
        return self.found[1]

    @property
    def clock(self) -> str:
        """`HH:MM:SS`, or "" when the numbers are no time of day."""
        return _clock(self.usual.clock(self.found), self.form.seconds)


class Headers:
    """Reads the headers of one file. Nearly all have the same form, so the form of the last one is tried first."""

    def __init__(self) -> None:
        self._usual: _Usual | None = None

    def read(self, line: str) -> Header | None:
        """The header that a line begins with, or None."""
        usual = self._usual
        if usual is None or (found := usual.pattern.match(line)) is None:
            other = _find(line)
            if other is None:
                return None
            usual = self._usual = _usual_like(other, _form_of(other))
            found = usual.pattern.match(line)
            if found is None:
                return None
        return Header(usual.form, usual.date(found), found.end(), found, usual)


def _find(line: str) -> re.Match[str] | None:
    if not _BEGINS.match(line):
        return None
    found = _DATE_FIRST.match(line) or (_TIME_FIRST.match(line) if "[" in line[:4] else None)
    return found if found and (found["open"] is None) == (found["bracket"] is None) else None


def _form_of(found: re.Match[str]) -> Form:
    style: Style = "bracket" if found["bracket"] else "dash" if found["dash"] else "colon"
    written = found.string[found.start("raw") : found.end()].translate(_NO_DIGITS)
    clock = (found["s"] is not None, found.start("h") < found.start("a"))
    return _form(style, written, len(found["a"]), len(found["c"]), clock)


def _usual_like(found: re.Match[str], form: Form) -> _Usual:
    """A pattern for headers written like one that was found: its signs stand for themselves."""
    text, (at, end) = found.string, found.span("raw")
    names = sorted((name for name in _PARTS if found[name] is not None), key=found.start)
    inside = ""
    for name in names:
        inside += f"{re.escape(text[at : found.start(name)])}({_like(name, found[name])})"
        at = found.end(name)
    inside += re.escape(text[at:end])
    sign = {"bracket": "]", "dash": found["dash"], "colon": ":"}[form.style]
    ending = re.escape(text[end : text.rindex(sign, end, found.end()) + 1]) + _BEHIND[form.style]
    pattern = re.compile(rf"[{MARKS}]*{re.escape(found['open'] or '')}({inside}){ending}")
    group = {name: number for number, name in enumerate(names, 2)}  # the first is the whole of date and time
    clock = [group[name] for name in ("h", "m", "s", "before", "after") if name in group]
    return _Usual(pattern, form, itemgetter(group["a"], group["b"], group["c"]), itemgetter(*clock))


def _like(name: str, written: str) -> str:
    if name in ("before", "after"):
        return (
            _OTHER_WORDS
            if written.casefold() in _WORDS
            else re.sub("[aApP]", _either_half, re.escape(written), count=1)
        )
    return _PARTS.get(name) or (r"\d{4}" if len(written) == 4 else r"\d{1,2}")


def _either_half(letter: re.Match[str]) -> str:
    return "[ap]" if letter[0].islower() else "[AP]"


@lru_cache(512)
def _form(style: Style, written: str, first: int, last: int, clock: tuple[bool, bool]) -> Form:
    signs = _HALF_DAY.sub(lambda half: _shape(half[0]), written).rstrip()
    return Form(style, signs, "first" if first == 4 else "last" if last == 4 else "short", *clock)


def _shape(half: str) -> str:
    """`a. m.` and `p. m.` are one form, `AM` another; all words for parts of the day are one."""
    return "half-day" if half.casefold() in _WORDS else half.translate(_LETTERS_OF_HALF)


def _clock(parts: tuple[str, ...], has_seconds: bool) -> str:
    """`HH:MM:SS` on a clock of 24 hours, or "" when the numbers are no time of day."""
    minute, second = parts[1], parts[2] if has_seconds else "00"
    hour = _hour(parts[0], parts[-1] if len(parts) > 2 + has_seconds else "")
    if not (minute.isascii() and second.isascii()):
        minute, second = f"{int(minute):02}", f"{int(second):02}"
    return f"{hour}:{minute}:{second}" if hour and minute < "60" and second < "60" else ""


@lru_cache(512)
def _hour(written: str, half: str) -> str:
    """The hour from 00 to 23, or "". `00:08 a. m.` and `13:00 pm` occur and mean what they say."""
    hour = int(written)
    if half and hour <= 12:
        hour = hour % 12 + (12 if _is_afternoon(half) else 0)
    return f"{hour:02}" if hour < 24 else ""


def _is_afternoon(half: str) -> bool:
    word = half.casefold()
    return word in _AFTERNOON or (word not in _MORNING and word.startswith("p"))
