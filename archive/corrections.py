"""Corrections by a person: what a machine misread in a picture, said by whom and when. The reading itself stays.

A correction is a line of its own in a segment, with an entry in the log. It belongs to a place in a picture, not only
to a record: when a later version reads the picture again and draws the box a little otherwise, the correction goes to
the message whose box covers the same place. All corrections are kept, in order; of each field the newest counts.
Only what was read by a machine can be corrected. An exported record is evidence as it is.
"""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache

import msgspec
from msgspec import Struct

from archive.case import Case
from archive.custody import Head
from archive.errors import CannotCorrect
from archive.lines import CorrectionLine
from archive.names import same_number
from archive.records import Party, Record, ScreenDetails, Time, steps

_ENOUGH = 0.5  # of two boxes' common area, from which they are the same message
_decode = msgspec.json.Decoder(CorrectionLine).decode


class Said(Struct, frozen=True, kw_only=True):
    """What a person says about a message. None means that nothing is said about it."""

    text: str | None = None
    sender: str | None = None
    time: Time | None = None
    note: str = ""


def correct(case: Case, record: Record, said: Said, at: str) -> Head:
    """Add a correction of `record`, as it is shown now. Returns the log's head. Raises CannotCorrect."""
    _refuse(record, said)
    was = {name: value for name, value in readings(record).items() if getattr(said, name) is not None}
    line = CorrectionLine(
        record.id, record.content, _inside(case, record), case.actor, at,
        said.text, said.sender, said.time, said.note, was,
    )  # fmt: skip
    with case.batch() as batch:
        batch.add(line)
        return batch.commit("correction", {"corrections": 1})


def _inside(case: Case, record: Record) -> str:
    """Where the record stands in the picture itself, without the zip that the picture may lie in."""
    query = """SELECT s.locator FROM sighting s JOIN content c ON c.n = s.content
               WHERE s.record = ? AND c.sha256 = ? ORDER BY 1"""
    (locator,) = case.db.execute(query, (case.catalogue.find(record.id), record.content)).fetchone()
    return str(locator)


def _refuse(record: Record, said: Said) -> None:
    if not isinstance(record.details, ScreenDetails):
        raise CannotCorrect(
            "This record was not read out of a picture of a chat, so there is nothing that a machine could have misread. "
            "Evidence is not corrected. If it says something wrong, write that down: fullpicture diary CASE add --what …"
        )
    fields = {"text": said.text, "sender": said.sender}
    if any(value is not None and not value.strip() for value in fields.values()):
        raise CannotCorrect(
            "A correction needs words. If there are none in the picture, say so with --note. Nothing was changed."
        )
    if said.time is None and not said.note.strip() and all(value is None for value in fields.values()):
        raise CannotCorrect(
            "Nothing was said. Say what is wrong with --text, --sender, --time or --note. Nothing was changed."
        )
    held = readings(record)
    same = all(value in (None, held[name]) for name, value in fields.items())
    if same and not said.note and (said.time is None or _moment(said.time) == _moment(record.time)):
        raise CannotCorrect("This is what stands there already. Nothing was changed.")


def _moment(time: Time) -> tuple[str, str]:
    """What a person means by a time, however it was typed."""
    return time.local or time.raw, time.precision


def recorded(said: Said, before: Sequence[CorrectionLine]) -> CorrectionLine | None:
    """The correction that says all of this already, and that no later one has taken back; None when there is none."""
    newest: dict[str, CorrectionLine] = {}
    for line in before:
        newest |= {name: line for name in ("text", "sender", "time") if getattr(line, name) is not None}
    lines = [newest.get(name) for name in ("text", "sender", "time") if getattr(said, name) is not None]
    if said.note.strip():
        lines.append(next((line for line in before if line.note == said.note), None))
    found = [line for line in lines if line is not None]
    return found[-1] if len(found) == len(lines) > 0 and all(_repeats(said, line) for line in found) else None


def _repeats(said: Said, line: CorrectionLine) -> bool:
    """Whether a correction says nothing else of the fields that both speak of."""
    times = (said.time and _moment(said.time), line.time and _moment(line.time))
    pairs = ((said.text, line.text), (said.sender, line.sender), times)
    return all(one is None or other is None or one == other for one, other in pairs)


def readings(record: Record) -> dict[str, str]:
    """The values that a correction can replace, as they are shown now."""
    name = (record.sender.name or record.sender.id) if record.sender else ""
    return {"text": record.text or "", "sender": name, "time": record.time.local or record.time.raw}


class Corrections:
    """All corrections of a case, looked up by the record as it is read now."""

    def __init__(self, case: Case, segment: Callable[[int], bytes]) -> None:
        self._db, self._segment = case.db, segment
        self._by_content = lru_cache(1000)(self._look_up)
        self._any = bool(self._db.execute("SELECT 1 FROM correction LIMIT 1").fetchone())

    def of(self, record: Record) -> tuple[CorrectionLine, ...]:
        """The corrections of a record, oldest first."""
        if not self._any or not isinstance(record.details, ScreenDetails):
            return ()
        return self._by_content(record.content).get(record.id, ())

    @cached_property
    def rows(self) -> dict[int, tuple[CorrectionLine, ...]]:
        """All corrections, by the row number of the record."""
        contents = self._db.execute("SELECT DISTINCT content FROM correction").fetchall() if self._any else ()
        query = "SELECT sha256 FROM content WHERE n=?"
        names = [self._by_content(self._db.execute(query, content).fetchone()[0]) for content in contents]
        return {self._row(name): lines for found in names for name, lines in found.items()}

    def times(self) -> dict[int, Time]:
        """The times that persons stated, by row number."""
        return {n: line.time for n, lines in self.rows.items() for line in lines if line.time}

    def written_by(self, person: str, normal: str) -> list[int]:
        """Row numbers of the records that a person says were written by somebody of this name or number."""
        named = {n: line.sender for n, lines in self.rows.items() for line in lines if line.sender}
        return [n for n, name in named.items() if person.casefold() in name.casefold() or same_number(name, normal)]

    def saying(self, word: str) -> Iterator[int]:
        """Row numbers of the records in whose corrections a word stands."""
        for n, found in self.rows.items():
            said = " ".join(plain_words(f"{one.text or ''} {one.sender or ''}") for one in found)
            if f" {plain_words(word)} " in f" {said} ":
                yield n

    def _row(self, name: str) -> int:
        key, _, k = name.partition(".")
        query = "SELECT n FROM record WHERE key=? AND k=?"
        (n,) = self._db.execute(query, (bytes.fromhex(key), int(k or 1))).fetchone()
        return int(n)

    def _look_up(self, sha256: str) -> dict[str, tuple[CorrectionLine, ...]]:
        """The corrections made in one picture, by the record that now stands at their place."""
        query = """SELECT seq, start FROM correction WHERE content = (SELECT n FROM content WHERE sha256=?)
                   ORDER BY n"""
        said = [self._line(seq, start) for seq, start in self._db.execute(query, (sha256,))]
        live = self._live(sha256) if said else {}
        found: dict[str, list[CorrectionLine]] = {}
        for line in said:
            name = line.id if line.id in live else nearest(line.locator, live)
            if name:
                found.setdefault(name, []).append(line)
        return {name: tuple(lines) for name, lines in found.items()}

    def _line(self, seq: int, start: int) -> CorrectionLine:
        segment = self._segment(seq)
        return _decode(segment[start : segment.index(b"\n", start)])

    def _live(self, sha256: str) -> dict[str, str]:
        """Records that stand in a picture by its newest reading, with their locators."""
        query = """SELECT r.key, r.k, s.locator FROM sighting s JOIN record r ON r.n = s.record
                   WHERE s.content = (SELECT n FROM content WHERE sha256=?) AND instr(s.locator, 'box=') ORDER BY 3"""
        rows = self._db.execute(query, (sha256,))
        return {key.hex() if k == 1 else f"{key.hex()}.{k}": locator for key, k, locator in rows}


def nearest(locator: str, live: dict[str, str]) -> str:
    """The record whose box covers the place of `locator` best; "" when none covers half of it."""
    shared = [(_overlap(locator, other), name) for name, other in sorted(live.items())]
    best, name = max(shared, key=lambda pair: pair[0], default=(0.0, ""))
    return name if best >= _ENOUGH else ""


def _overlap(one: str, other: str) -> float:
    """Common area of two boxes by the area of both together; 0 when they stand on different pages or are no boxes."""
    (page, a), (other_page, b) = _box(one), _box(other)
    if page != other_page or not a or not b:
        return 0.0
    wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    if wide <= 0 or high <= 0:
        return 0.0
    both = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - wide * high
    return wide * high / both


def _box(locator: str) -> tuple[list[tuple[str, str]], list[int]]:
    """The steps before the box, and the box. Empty when the locator has none."""
    found = steps(locator)
    values = next((value.split(",") for name, value in found if name == "box"), [])
    numbers = [int(value) for value in values if value.lstrip("-").isdigit()]
    return [step for step in found if step[0] != "box"], numbers if len(numbers) == 4 else []


def corrected(record: Record, said: Sequence[CorrectionLine]) -> Record:
    """The record as a person says it should read: of each field the newest correction."""
    for line in said:
        sender = record.sender if line.sender is None else Party(name=line.sender)
        record = msgspec.structs.replace(
            record, sender=sender, time=line.time or record.time, text=record.text if line.text is None else line.text
        )
    return record


def plain_words(text: str) -> str:
    """Words as a search sees them: no case, no accents, one space between."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in bare).split())
