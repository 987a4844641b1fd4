"""Finds the heads of what people wrote in chats without bubbles: a name, mostly with a time beside it.

Where no times stand beside names, a head is known by its type: bolder or in more colour than what is written, and a
name that is the title of the chat or comes again.
"""

import re
from collections import Counter
from difflib import SequenceMatcher
from itertools import pairwise
from statistics import median

from parsers._screen.geometry import U
from parsers._screen.lines import Line
from parsers._screen.order import tidy
from parsers._screen.phrases import CLOCK, DATE, FORWARDED, STATUS, is_clock, letters

_LABEL_END = re.compile(r"[\W_]*(?:\b(?:today|yesterday|edited)\b.*|\bat\b\W*)?$", re.IGNORECASE)
_ALIKE = 0.85
_LONG = 8  # of fewer letters, two names that differ in one may be those of two people
_HALF_MISREAD = re.compile(r"([:.]\d\d) ?4m\b", re.IGNORECASE)
_BYLINE = re.compile(r"^\W*(?:by|von|par|de|updated|published|posted|last)\b", re.IGNORECASE)
_WHOM = re.compile(r"\s+(?:to ?(?=[A-Z\d+])\S.*|(?:Me|Everyone))$")
"""To whom somebody wrote, as in the chats of meetings: `Petra to Everyone`, of which an engine may lose the coloured `to`."""
_INK = 140
_BOLDER, _BRIGHTER = 1.22, 30


def label(row: list[Line], edge: int) -> tuple[str, str] | None:
    """Name and time when a row is the head of what somebody wrote."""
    first = row[0]
    if abs(first.box.left - edge) > 18 * U:
        return None
    core = re.sub(r"[^\w+ '’.&-]", "", first.text).strip()
    capitals = (
        core
        and core == core.upper()
        and (re.search(r"[^\W\d]{2}", core) or re.fullmatch(r"\+?\d[\d -]{8,}\d", core))
        and first.colourful > 30
        and first.box.height < 15 * U
    )
    if capitals and (len(row) == 1 or is_clock(row[-1].text)):
        return tidy(first.text), row[-1].text if len(row) > 1 else ""
    if any(b.box.left - a.box.right > 40 * U for a, b in pairwise(row)):
        return None  # in the overview of all chats the time stands at the other side
    text = _HALF_MISREAD.sub(r"\1 am", " ".join(line.text for line in row))
    times = list(CLOCK.finditer(text))
    stamped = times[-1] if times else None
    tail = text[stamped.end() :] if stamped else ""
    if stamped is not None and letters(tail) <= 3 and len(text) < 70:
        name = _LABEL_END.sub("", text[: stamped.start()])
        name = re.sub(r"\W*\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\W*$", "", name).strip(" ,•·-—|")
        if (
            not DATE.match(name)
            and 0 < letters(name) <= 40
            and len(name.split()) <= 4
            and not name[:1].islower()
            and not _BYLINE.match(name)
            and (len(row) > 1 or first.colourful > 40 or _small_tail(first, stamped.group(0)))
        ):
            return _WHOM.sub("", _name(name)), stamped.group(0).strip()
    dated = next((line for line in row[1:] if DATE.match(line.text)), None)
    return (tidy(first.text), "") if dated is not None and letters(first.text) <= 40 else None


def _name(text: str) -> str:
    """A name without what was read in the picture of a person before it."""
    first, _, rest = tidy(text).partition(" ")
    return rest if rest and len(first) == 1 and not first.isupper() else tidy(text)


def _small_tail(line: Line, time: str) -> bool:
    """Whether a name and its time were found as one line: they are not part of a sentence then, for it has few words."""
    return len(line.words) <= 6 and line.text.strip().endswith(time.rsplit(maxsplit=1)[-1])


def alike(name: str, known: str) -> bool:
    """Whether two names are one, of which an engine misread a letter: never short ones (Ann, Anna), never numbers."""
    if min(len(name), len(known)) < _LONG or any(map(str.isdigit, name + known)):
        return name == known
    return SequenceMatcher(None, name, known).ratio() > _ALIKE


def begun(row: list[Line], names: set[str]) -> tuple[str, str] | None:
    """Name and time of a row that begins with a name that heads have (folded) and goes on with a date: its time was misread."""
    text = tidy(" ".join(line.text for line in row))
    known = next((name for name in names if text.casefold().startswith(f"{name} ")), "")
    rest = text[len(known) :].strip(" ,•·-—|")
    if not known or not DATE.match(rest) or sum(map(str.isalpha, rest)) > 12:
        return None
    return text[: len(known)], ""


def named_rows(rows: list[list[Line]], edge: int, title: str) -> list[int]:
    """The rows that are names without a time: bolder or more coloured than the rest, one of them the title or there twice."""
    usual = [row[0] for row in rows if abs(row[0].box.left - edge) < 8 * U and len(row[0].words) > 3]
    if len(usual) < 2:
        return []
    stroke, colour = median(map(_stroke, usual)), median(line.colourful for line in usual)
    said = {n: tidy(row[0].text).casefold() for n, row in enumerate(rows[:-1]) if _could_be_name(row, edge)}
    times = Counter(said.values())
    bold = {n for n in said if _stroke(rows[n][0]) > _BOLDER * stroke}
    bright = {n for n in said if rows[n][0].colourful > colour + _BRIGHTER}
    known = [n for n, name in said.items() if times[name] > 1 or alike(name, title.casefold())]
    ways = [way for way in (bright, bold) if any(n in way for n in known)]
    if not ways:
        return []
    heads = [n for n in said if n in ways[0]]
    return [n for n in heads if n + 1 not in heads]  # a name is followed by words


def _could_be_name(row: list[Line], edge: int) -> bool:
    text = tidy(row[0].text)
    short = len(text.split()) <= 4 and 1 < letters(text) <= 32 and text[-1:] not in ".?!,:;"
    return (
        len(row) == 1
        and abs(row[0].box.left - edge) < 6 * U
        and short
        and not text[:1].islower()
        and not (is_clock(text) or FORWARDED.match(text) or STATUS.match(text))
        and not DATE.match(text)
    )


def _stroke(line: Line) -> float:
    """How thick strokes are, in pixels."""
    ink = line.ready < _INK
    begins = int((ink[:, 1:] & ~ink[:, :-1]).sum())
    return float(ink.sum()) / max(1, begins)
