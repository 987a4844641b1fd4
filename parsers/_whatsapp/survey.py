"""The first reading of a chat file: what only the whole file can tell, without keeping its messages.

Which form of header is the file's own, in which order its dates are, who its senders are, and whether its line ends
tell where one message ends and the next begins.
"""

import re
from dataclasses import dataclass, field

from parsers import Source
from parsers._whatsapp.dates import LONGEST, Evidence, Numbers, Segment
from parsers._whatsapp.header import MARK_SIGNS, Form, Header, Headers
from parsers._whatsapp.lines import encoding_of, read_lines
from parsers._whatsapp.people import Names, begins_with_time, is_named
from parsers._whatsapp.system import is_typed_too, system_details, tells_system
from parsers._whatsapp.thread import Thread

_DATED_NAME = re.compile(r"-(20\d\d)-?([01]\d)-?([0-3]\d)-(?:WA\d|\d\d-\d\d-\d\d)")
_OFTEN = 50_000


@dataclass(slots=True)
class LineEnds:
    """How lines end, and what follows. iPhones write CRLF behind a message and a bare LF inside it."""

    crlf: int = 0
    bare: int = 0
    closing: int = 0  # CRLF with a header or the end of the file behind it
    headers_behind_crlf: int = 0
    headers_behind_bare: int = 0

    def note_header(self, above: str) -> None:
        if above.endswith("\r\n"):
            self.closing += 1
            self.headers_behind_crlf += 1
        elif above:
            self.headers_behind_bare += 1

    @property
    def mark_messages(self) -> bool:
        """Whether only a header behind CRLF begins a message. A few CRLF inside the messages of an Android do not count."""
        enough = self.headers_behind_crlf >= 10 or self.closing >= self.headers_behind_bare
        return self.bare > 0 and self.closing > 0 and self.closing * 2 > self.crlf and enough

    @property
    def converted(self) -> bool:
        """Every line end is CRLF, inside messages too: a program changed them all."""
        return self.bare == 0 and self.crlf > self.closing


class Homes:
    """Which form of header is the file's own, from where on: pairs of offset and form.

    That of the first header is. Another form takes its place only where a stretch of it is too long to stand inside
    one message; a shorter one may be text that somebody pasted or forged.
    """

    def __init__(self) -> None:
        self.found: list[tuple[int, Form]] = []
        self._visit: tuple[int, Form] | None = None

    @property
    def form(self) -> Form | None:
        return self.found[-1][1] if self.found else None

    def see(self, form: Form, at: int) -> None:
        if not self.found:
            self.found.append((0, form))
        elif self._visit is None or self._visit[1] != form:
            self.close(at)
            self._visit = None if form == self.form else (at, form)

    def close(self, end: int) -> None:
        if self._visit is not None and end - self._visit[0] > LONGEST:
            self.found.append(self._visit)
        self._visit = None


@dataclass(slots=True)
class Survey:
    """What was found out. Offsets are bytes in the file."""

    encoding: str
    ends: LineEnds = field(default_factory=LineEnds)
    homes: Homes = field(default_factory=Homes)
    names: Names = field(default_factory=Names)
    thread: Thread = field(default_factory=Thread)
    orders: dict[Form, list[Segment]] = field(default_factory=dict)
    marked: bool = False  # WhatsApp's direction marks are there: no program dropped them
    proven: set[str] = field(default_factory=set)  # names at headers that stand behind CRLF
    foreign: int = 0  # lines that are not UTF-8
    wide: int = 0  # lines with more than ASCII that are

    def senders(self) -> list[str]:
        """Everybody who wrote something: no names that only stand above WhatsApp's sentences or inside a message."""
        names, under = self.names, self.thread.under
        wrote = (name for name in names.people() if name not in names.plain or names.plain[name] > under[name])
        if not self.ends.mark_messages:
            return list(wrote)
        return [name for name in wrote if name in self.proven or name.partition(": ")[0] in self.proven]


def belongs(header: Header, line: str, home: Form | None) -> bool:
    """Whether a line that looks like a header can begin a message, by its words alone.

    In the file's own form it can, unless it goes on with a time (`02/03/2024, 10:00 - 11:00 dentist`). In another
    form it must name a sender or be a sentence of WhatsApp; and the old form with a colon counts only where it is
    the file's own, because people write `13/03/2024 10:30: court` themselves.
    """
    at = header.end
    if header.form == home:
        return not (line[at : at + 1].isdigit() and begins_with_time(line[at:]))
    rest = line[at:].rstrip("\r\n")
    if header.form.style == "colon":
        return home is None and is_named(rest)
    return is_named(rest) or system_details(rest) is not None


def survey(source: Source) -> Survey:
    """Read the whole file once; once more as Windows-1252 when most of its letters are no UTF-8."""
    found = _Surveyor(encoding_of(source.head)).read(source)
    if found.encoding == "utf-8" and found.foreign > found.wide:
        found = _Surveyor("windows-1252").read(source)
    return found


class _Surveyor:
    """Goes through the lines once. What seldom changes from line to line is looked up only when it does."""

    def __init__(self, encoding: str) -> None:
        self._found = Survey(encoding)
        self._headers = Headers()
        self._all_evidence: dict[Form, Evidence] = {}
        self._now: tuple[Form, Evidence] | None = None  # of the last header
        self._date: Numbers | None = None

    def read(self, source: Source) -> Survey:
        found, above, end = self._found, "", 0
        ends, read_header = found.ends, self._headers.read
        for number, line in enumerate(read_lines(source, found.encoding)):
            if number % _OFTEN == 0:
                source.alive()
            start, end, text, damage, begins = line
            if begins and (header := read_header(text)) and belongs(header, text, found.homes.form):
                self._header(start, text[header.end :].rstrip("\r\n"), header, above)
            above = text[-2:]
            ends.crlf += above == "\r\n"
            ends.bare += above != "\r\n" and above[-1:] == "\n"
            if not text.isascii():
                found.foreign += damage != ""
                found.wide += damage == ""
        ends.closing += above == "\r\n"
        found.homes.close(end)
        found.names.settle()
        found.orders = {form: evidence.segments(end) for form, evidence in self._all_evidence.items()}
        return found

    def _header(self, start: int, rest: str, header: Header, above: str) -> None:
        found = self._found
        found.ends.note_header(above)
        evidence = self._evidence(header.form, start)
        if header.date != self._date:
            self._date = header.date
            evidence.see(header.date, start)
        if "-20" in rest and (named := _DATED_NAME.search(rest)):
            evidence.witness(header.date, "-".join(named.groups()))
        self._words(header, rest, proven=above in ("", "\r\n"))

    def _evidence(self, form: Form, start: int) -> Evidence:
        if self._now is None or self._now[0] is not form:
            self._found.homes.see(form, start)
            self._now = form, self._all_evidence.setdefault(form, Evidence(form, start))
            self._date = None
        return self._now[1]

    def _words(self, header: Header, rest: str, *, proven: bool) -> None:
        """Learn the sender's name, or what a sentence of WhatsApp tells about the thread."""
        found, end = self._found, rest.find(": ")
        name, plain = rest[: max(end, 0)], found.names.plain
        if name in plain and rest.find(": ", end + 2) < 0:
            plain[name] += 1  # nearly all lines
        elif is_named(rest) and not tells_system(rest):
            found.names.learn(rest)
        else:
            if details := system_details(rest):
                found.thread.note(details, f"{header.raw} {rest}")
            return
        if proven and name not in found.proven:
            found.proven.add(name)
        if rest[end + 2 : end + 3] in MARK_SIGNS or rest.startswith(name, end + 2):
            self._perhaps_noted(header, name, rest[end + 2 :])

    def _perhaps_noted(self, header: Header, name: str, text: str) -> None:
        """Under a name, but with WhatsApp's mark in front, or with the same name again: perhaps its sentence."""
        found, marked = self._found, text[:1] in MARK_SIGNS
        found.marked = found.marked or marked
        details = system_details(text)
        if details and (marked or not is_typed_too(details)):
            found.thread.note(details, f"{header.raw} {text}", under=name)
