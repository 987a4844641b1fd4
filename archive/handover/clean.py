"""Which files and segments hold nothing but what was chosen, so that they can go out whole.

For a part this errs on the side of withholding: a file that nobody could read, or not all of, may hold anybody's words.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from archive import lines
from archive.case import Case
from archive.handover.selection import Selection
from archive.listing import Listing
from archive.names import form
from archive.records import DiaryDetails


class Clean(NamedTuple):
    """Row numbers of contents, and of stored objects, that hold nothing but what was chosen."""

    contents: frozenset[int]
    objects: frozenset[int]


def clean(case: Case, selection: Selection) -> Clean:
    """What can go out whole. Of a whole case that is everything but private notes and what contains them."""
    contents, tainted = _whole(case, selection) if selection.whole else _part(case, selection)
    inside: dict[int, list[int]] = defaultdict(list)
    for stored, content, members in case.db.execute("SELECT object, content, members FROM source"):
        if members != "[]":
            inside[stored].append(content)
    stored = [n for (n,) in case.db.execute("SELECT n FROM content WHERE stored=1")]
    if not selection.whole:
        # Between and behind what was read in a container or database may stand what nobody looked at.
        alone = frozenset(n for n in stored if n in contents and n not in inside and not _hides(case, n))
        return Clean(contents, alone)
    containers = {n for n in stored if n in inside and n not in tainted and all(m in contents for m in inside[n])}
    return Clean(contents, frozenset(containers | {n for n in stored if n not in inside and n in contents}))


def _hides(case: Case, content: int) -> bool:
    """Whether a file is of a kind that keeps what was deleted from it: a database, or an archive of files."""
    (sha256,) = case.db.execute("SELECT sha256 FROM content WHERE n=?", (content,)).fetchone()
    if not case.objects.has(sha256):
        return False
    with case.objects.open(sha256) as stream:
        return stream.read(16).startswith(_HIDING)


def _whole(case: Case, selection: Selection) -> tuple[frozenset[int], set[int]]:
    every = {n for (n,) in case.db.execute("SELECT n FROM content")}
    private = {
        c for c, record in case.db.execute("SELECT content, record FROM sighting") if record in selection.private
    }
    return frozenset(every - private), private


def _part(case: Case, selection: Selection) -> tuple[frozenset[int], set[int]]:
    """Contents all of whose records were chosen; and those with records that were not, or that could not be read to their end.

    An attachment of a chosen record is chosen, whoever else sent the same bytes; unless chats were read in it that were not chosen.
    """
    attached = {c for r, c in case.db.execute(_ATTACHED) if r in selection.rows}
    own: set[int] = set()
    tainted = {n for (n,) in case.db.execute("SELECT content FROM problem WHERE content IS NOT NULL")}
    for content, record, kind in case.db.execute(
        "SELECT content, record, kind FROM sighting JOIN record ON n = record"
    ):
        if record in selection.rows:
            own.add(content)
        elif content not in attached or kind not in ALONE:
            tainted.add(content)
    return frozenset((own | attached) - tainted), tainted


_HIDING = (b"SQLite format 3\0", b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"7z\xbc\xaf", b"Rar!")  # fmt: skip
ALONE = ("photo", "video", "audio", "document")
"""Records that stand for a file itself, not for words of somebody."""
_ATTACHED = "SELECT record, c.n FROM attachment a JOIN content c ON c.sha256 = a.sha256"


def clean_segments(
    case: Case, selection: Selection, found: Clean, *, positions: bool, known: frozenset[str]
) -> Iterator[int]:
    """Log entries whose segments say nothing but what is handed over; without `positions` also not where photos were taken. `known` are the
    forms of all numbers, addresses and names that go out anyhow: a segment that names another one of the owner's stays.
    Those of earlier hand-overs name who received what, and stay here."""
    judge = _Judge(case, selection, found.contents | found.objects, known)
    for (seq,) in case.db.execute("SELECT seq FROM segment ORDER BY seq").fetchall():
        segment = case.segment(seq)
        if not positions and b'"latitude"' in segment:
            continue
        if all(judge.passes(line) for _, line in lines.decode(segment)):
            yield seq


class _Judge:
    """Says of a line of a segment whether it speaks only of what is handed over."""

    def __init__(self, case: Case, selection: Selection, clean: frozenset[int], known: frozenset[str]) -> None:
        self._case, self._selection, self._clean, self._known = case, selection, clean, known
        self._id = msgspec.json.Decoder(_Named).decode

    def passes(self, line: lines.AnyLine) -> bool:
        match line:
            case lines.CaseLine():
                return not line.title and self._told(line.me)
            case lines.ReadingLine() if not self._told(_declared(line.options)):
                return False
            case lines.RecordLine():
                return self._record(self._id(line.record).id)
            case lines.SightingLine() | lines.CorrectionLine():
                return self._record(line.id)
            case lines.ObjectLine():
                return self._content(line.sha256)
            case lines.HandoverLine():
                return False
            case lines.SkippedLine():
                return self._selection.whole
        return self._content(line.content) if line.content else self._selection.whole

    def _record(self, record_id: str) -> bool:
        row = self._case.catalogue.find(record_id)
        return row in self._selection.rows or (self._selection.whole and row not in self._selection.private)

    def _told(self, names: Iterable[str]) -> bool:
        return all(form(name) in self._known for name in names)

    def _content(self, sha256: str) -> bool:
        n = self._case.catalogue.content(sha256)
        return n in self._clean or (self._selection.whole and n is None)


def _declared(options: str) -> list[str]:
    """The names of the owner's with which something was read: what follows zone and region."""
    said = json.loads(options) if options else []
    return [name for name in said[2:] if isinstance(name, str)]


class _Named(msgspec.Struct):
    id: str


def private_notes(case: Case) -> frozenset[int]:
    """Rows of diary entries that were written as private notes."""
    diary = frozenset(n for (n,) in case.db.execute("SELECT n FROM record WHERE kind='diary'"))
    found = Listing(case).in_order(diary) if diary else ()
    return frozenset(n for n, _, shown in found if isinstance(d := shown.record.details, DiaryDetails) and d.private)
