"""Turns an entry into the row that is printed: a number, a direction, and paragraphs. All words are made here, none in typst."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from archive.handover import codes
from archive.handover.chronology.details import Line, details, read_by_machine
from archive.handover.chronology.ink import Ink, Piece, right_to_left
from archive.handover.chronology.legend import Legend
from archive.handover.chronology.screens import corrections, screen
from archive.handover.entry import Enclosed, Entry, Seen
from archive.handover.plain import clock, happening, is_unsent, read_in_picture, way
from archive.records import PhotoDetails

Row = list[
    Any
]  # ["e", number, way, paragraphs, whether it may go over a page], or ["d", pieces] for the heading of a day
Paragraph = list[
    Any
]  # [style, 1 if right to left, pieces], or ["i", millimetres wide, file, words for those who do not see it]
_WAYS = {"received": 1, "sent": 2}
_ARROWS = {"received": "← received from ", "sent": "→ sent from "}
_BETWEEN_PEOPLE = ("message", "email", "call", "voicemail", "post")
_PLACES = 3  # where an entry was seen; more are only counted
_SHORT = 1_000  # letters of an entry that is kept together on one page
_HIGH = 125  # millimetres of pictures in one
_USUAL = frozenset(("received", "sent", "read", "delivered"))


class Drawn(NamedTuple):
    """A picture to print: its file, and how wide and high it becomes, in millimetres."""

    file: str
    wide: int
    high: int


class Rows:
    """Makes the rows of one volume. `picture` takes the path of a thumbnail in the bag and gives what to print."""

    def __init__(self, ink: Ink, legend: Legend, picture: Callable[[str], Drawn | None]) -> None:
        self._ink, self._legend, self._picture = ink, legend, picture
        self._shown: dict[str, int] = {}  # pictures that were printed, and at which entry
        self._high = 0  # millimetres of pictures in this row

    def row(self, entry: Entry) -> Row:
        """The row of an entry."""
        lines, self._high = list(self._lines(entry)), 0
        paragraphs = [self._paragraph(line) for line in lines]
        pictures = list(self._pictures(entry))
        long = sum(len(part) for _, parts in lines for part in parts) > _SHORT or len(lines) > 20 or self._high > _HIGH
        way_is = _WAYS.get(way(entry.shown), 0)
        return ["e", f"{entry.number:,}", way_is, [*paragraphs[:-1], *pictures, paragraphs[-1]], long]

    def _lines(self, entry: Entry) -> Iterator[Line]:
        shown = entry.shown
        yield "h", self._head(entry)
        if entry.when.counted_from:
            yield "s", (entry.when.counted_from,)
        if who := self._who(entry):
            yield "w", who
        if shown.subject is not None:
            yield "s", ("Subject: ", shown.subject)
        yield from _words(entry)
        yield from details(entry)
        yield from corrections(entry)
        yield from screen(entry.screen, entry.shown.text or "")
        yield from (_enclosed(item) for item in entry.enclosed)
        yield from (("s", ("Note: " + note,)) for note in _notes(entry))
        yield "s", (" · ".join(_origin(entry)),)

    def _head(self, entry: Entry) -> tuple[str, ...]:
        when, shown = entry.when, entry.shown
        at = (
            f"{clock(when, shown.time)} {when.zone}".strip()
            if when.clock
            else "no time of day"
            if when.day
            else "no time known"
        )
        time = " · ".join(("", *self._legend.words(when, shown.time)))
        raw = f" · as written: {when.raw}" if when.raw and not when.clock else ""
        status = "".join(f" · {word}" for word in shown.status if word not in _USUAL)
        return ("", at, f"{time}{raw} · {happening(shown)}{status}")

    def _who(self, entry: Entry) -> tuple[str, ...]:
        if entry.shown.kind not in _BETWEEN_PEOPLE:
            return ("by ", entry.sender) if entry.sender else ()
        went = way(entry.shown)
        # What was never sent did not go to anybody.
        to = f" {'→' if is_unsent(went) else 'to'} {entry.recipients}" if entry.recipients else ""
        if not entry.sender:
            return (_ARROWS[went].removesuffix(" from ") if went in _ARROWS else went, "", to)
        return (_ARROWS.get(went, f"{went}: from "), entry.sender, to)

    def _paragraph(self, line: Line) -> Paragraph:
        style, parts = line
        own = style in "tq"  # texts of the evidence have their own direction of writing; our words have ours
        pieces: list[Piece] = []
        for at, part in enumerate(parts):
            inked = self._ink.pieces(part) if own else self._ink.words(part)
            pieces += [["b", inked]] if at % 2 and inked else inked
        # A text that no font has the letters of is a row of codes, and those run from left to right.
        printed = "".join(piece for piece in pieces if isinstance(piece, str))
        backwards = own and right_to_left("".join(parts)) and right_to_left(printed)
        return [style, int(backwards), pieces]

    def _pictures(self, entry: Entry) -> Iterator[Paragraph]:
        first = (entry.screen.picture,) if entry.screen else ()
        named = {item.thumbnail: item for item in reversed((*first, *entry.enclosed)) if item.thumbnail}
        for thumbnail, item in reversed(named.items()):
            if thumbnail in self._shown:
                yield self._paragraph(
                    ("s", (f"The picture {_called(item)} is shown at entry {self._shown[thumbnail]:,}.",))
                )
            else:
                yield self._drawn(item, entry.number)

    def _drawn(self, item: Enclosed, number: int) -> Paragraph:
        if drawn := self._picture(item.thumbnail):
            self._shown[item.thumbnail] = number
            self._high += drawn.high
            return ["i", drawn.wide, drawn.file, f"Small copy of the picture {_called(item)}"]
        return self._paragraph(("s", (f"The small copy of the picture {_called(item)} cannot be printed.",)))


def _called(item: Enclosed) -> str:
    return f"exhibit {item.exhibit}" if item.exhibit else item.name


def _words(entry: Entry) -> Iterator[Line]:
    """The text, exact; and that there is none, where one would look for it. What a machine read in a photo is marked as that."""
    record, read = entry.shown, entry.record
    if isinstance(read.details, PhotoDetails) and read_in_picture(read):
        yield "s", (read_by_machine(read.details),)
        yield "q", (read.text or "",)
        if "(right): " in (read.text or ""):
            yield "s", ("(right) and (left) say at which side of the picture a message stands.",)
        if record.text == read.text:
            return
        yield "s", ("The same, as a person corrected it:",)
    if record.text:
        yield "t", (record.text,)
    elif record.text is not None or (record.kind in ("message", "email") and not record.attachments):
        yield "s", ("The text is empty." if record.text is not None else "There is no text.",)


def _origin(entry: Entry) -> Iterator[str]:
    """Where an entry is from: thread, exhibit and place, how often seen."""
    if entry.thread:
        yield f"thread {entry.thread}"
    yield from _seen(entry)
    if entry.log_entry:
        yield f"log entry {entry.log_entry}"


def _seen(entry: Entry) -> Iterator[str]:
    times = len(entry.seen)
    places = "; ".join(map(_spot, entry.seen[:_PLACES]))
    more = f"; and in {times - _PLACES:,} more, which the spreadsheet names" if times > _PLACES else ""
    if places:
        yield f"seen {times:,} times: {places}{more}" if times > 1 else places


def _spot(place: Seen) -> str:
    name = f"exhibit {place.exhibit}" if place.exhibit else place.source
    whole = " (the whole file)" if place.locator == "pointer=" else ""
    return f"{name}, place in the file: {place.locator}{whole}" if place.locator else name


def _notes(entry: Entry) -> Iterator[str]:
    """What is odd about an entry. That a machine read it stands above already, with how surely."""
    said = codes.said("read-by-ocr") if entry.screen or read_in_picture(entry.record) else ""
    notes = entry.notes or [codes.said(code) for code in entry.shown.warnings]
    return (note for note in notes if note != said)


def _enclosed(item: Enclosed) -> Line:
    size = f"{item.size:,} bytes" if item.size is not None else ""
    facts = (
        f"exhibit {item.exhibit}" if item.exhibit else "",
        item.media,
        size,
        f"inside {item.inside}" if item.inside else "",
    )
    said = ", ".join((*filter(None, facts), *([f"SHA-256 {item.sha256}"] if item.sha256 else [])))
    why = f" {item.why_not}" if item.why_not else ""
    return "s", ("Attached: ", item.name or "without a name", f" — {said}.{why}" if said else f" —{why}")
