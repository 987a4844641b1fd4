"""Turns an entry into the row that is printed: a number, a direction, and paragraphs. All words are made here, none in typst."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from archive.handover.chronology.details import Line, details
from archive.handover.chronology.ink import Ink, Piece, right_to_left
from archive.handover.chronology.legend import Legend
from archive.handover.chronology.screens import corrections, screen
from archive.handover.entry import Enclosed, Entry
from archive.records import Record

Row = list[
    Any
]  # ["e", number, way, paragraphs, whether it may go over a page], or ["d", pieces] for the heading of a day
Paragraph = list[
    Any
]  # [style, 1 if right to left, pieces], or ["i", 1 if wide, file, words for those who do not see it]
_WAYS = {"incoming": 1, "outgoing": 2, "unknown": 0}
_SENT = {"incoming": "← received", "outgoing": "→ sent", "unknown": "? direction unknown,"}
_BETWEEN_PEOPLE = ("message", "email", "call", "voicemail", "post")
_SERVICES = {
    "sms": "SMS",
    "mms": "MMS",
    "imessage": "iMessage",
    "whatsapp": "WhatsApp",
    "facebook": "Facebook",
    "instagram": "Instagram",
}
_SHORT = 1_000  # letters of an entry that is kept together on one page
_USUAL = frozenset(("received", "sent", "read", "delivered"))


class Drawn(NamedTuple):
    """A picture to print: its file, and whether it is wider than high."""

    file: str
    wide: bool


class Rows:
    """Makes the rows of one volume. `picture` takes the path of a thumbnail in the bag and gives what to print."""

    def __init__(self, ink: Ink, legend: Legend, picture: Callable[[str], Drawn | None]) -> None:
        self._ink, self._legend, self._picture = ink, legend, picture
        self._shown: set[str] = set()

    def row(self, entry: Entry) -> Row:
        """The row of an entry."""
        lines = list(self._lines(entry))
        paragraphs = [self._paragraph(line) for line in lines]
        long = sum(len(part) for _, parts in lines for part in parts) > _SHORT or len(lines) > 20
        return [
            "e",
            f"{entry.number:,}",
            _WAYS[entry.shown.direction],
            [*paragraphs[:-1], *self._pictures(entry), paragraphs[-1]],
            long,
        ]

    def _lines(self, entry: Entry) -> Iterator[Line]:
        shown = entry.shown
        yield "h", self._head(entry)
        if who := self._who(entry):
            yield "w", who
        if shown.subject is not None:
            yield "s", ("Subject: ", shown.subject)
        yield from _words(shown)
        yield from details(shown)
        yield from corrections(entry)
        yield from screen(entry.screen)
        yield from (_enclosed(item) for item in entry.enclosed)
        yield from (("s", ("Note: " + note,)) for note in entry.notes or _codes(shown))
        yield "s", (" · ".join(_origin(entry)),)

    def _head(self, entry: Entry) -> tuple[str, ...]:
        when, shown = entry.when, entry.shown
        clock = f"{when.clock} {when.zone}".strip() if when.clock else "no time of day" if when.day else "no time known"
        time = " · ".join(("", *self._legend.words(when, shown.time)))
        raw = f" · as written: {when.raw}" if when.raw and not when.clock else ""
        status = "".join(f" · {word}" for word in shown.status if word not in _USUAL)
        return ("", clock, f"{time}{raw} · {_named(shown)}{status}")

    def _who(self, entry: Entry) -> tuple[str, ...]:
        if entry.shown.kind not in _BETWEEN_PEOPLE:
            return ("by ", entry.sender) if entry.sender else ()
        way = _SENT[entry.shown.direction]
        to = f" to {entry.recipients}" if entry.recipients else ""
        return (f"{way} from " if entry.sender else way.rstrip(","), entry.sender, to)

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
        shown = [entry.screen.picture] if entry.screen else []
        for item in (*shown, *entry.enclosed):
            if item.thumbnail and item.thumbnail not in self._shown:
                self._shown.add(item.thumbnail)
                yield self._drawn(item)

    def _drawn(self, item: Enclosed) -> Paragraph:
        name = f"exhibit {item.exhibit}" if item.exhibit else item.name
        if drawn := self._picture(item.thumbnail):
            return ["i", int(drawn.wide), drawn.file, f"Small copy of the picture {name}"]
        return self._paragraph(("s", (f"The small copy of the picture {name} cannot be printed.",)))


def _words(record: Record) -> Iterator[Line]:
    """The text, exact; and that there is none, where one would look for it."""
    if record.text:
        yield "t", (record.text,)
    elif record.text is not None or (record.kind in ("message", "email") and not record.attachments):
        yield "s", ("The text is empty." if record.text is not None else "There is no text.",)


def _named(record: Record) -> str:
    """Service and kind: "WhatsApp message"."""
    service = _SERVICES.get(record.service, record.service)
    return record.kind if record.service in (record.kind, "") else f"{service} {record.kind}"


def _origin(entry: Entry) -> Iterator[str]:
    """Where an entry is from: thread, exhibit and place, how often seen."""
    if entry.thread:
        yield f"thread {entry.thread}"
    yield from _seen(entry)
    if entry.log_entry:
        yield f"log entry {entry.log_entry}"


def _seen(entry: Entry) -> Iterator[str]:
    if entry.seen:
        first = entry.seen[0]
        yield f"{first.exhibit or first.source}, {first.locator}" if first.locator else first.exhibit or first.source
    if len(entry.seen) > 1:
        yield f"seen {len(entry.seen)} times"


def _codes(record: Record) -> Sequence[str]:
    """The warnings of a record, where nobody put them into sentences."""
    return [code.replace("-", " ") for code in record.warnings]


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
