"""The lines of a segment: what one committed batch says, in JSON Lines, each line one of these.

A segment is an object like any other; the log entry of its batch names its hash. Log and segments together are the
truth: the catalogue is built from them and can be built again.
"""

from collections.abc import Iterator

import msgspec
from msgspec import Raw, Struct

from archive.records import Time


class Line(Struct, frozen=True, omit_defaults=True, tag_field="line"):
    """What all lines share: the word that says which kind it is."""


class CaseLine(Line, frozen=True, tag="case"):
    """What a person declared about the case. Later lines add to or replace earlier ones."""

    title: str = ""
    zone: str = ""
    region: str = ""
    initials: str = ""
    me: tuple[str, ...] = ()


class SourceLine(Line, frozen=True, tag="source"):
    """A file of a drop. `content` is the hash of its bytes; `object` that of the stored object which holds them.

    They differ for the member of a zip or tar: there `members` is the chain of names inside the object. `found_as` is
    the path under which the bytes really stood, where `path` is a better one (iPhone backups).
    """

    path: str
    content: str
    size: int
    object: str
    members: tuple[str, ...] = ()
    modified: float | None = None
    stamp: str = ""
    found_as: str = ""


class ObjectLine(Line, frozen=True, tag="object"):
    """Bytes decoded out of a source (an attachment), now an object of their own."""

    sha256: str
    size: int


class RecordLine(Line, frozen=True, tag="record"):
    """A new record: the k-th with this identity inside one content. `record` is the record itself, as JSON."""

    k: int
    record: Raw


class SightingLine(Line, frozen=True, tag="sighting"):
    """One more place where a held record was seen. `differs` holds what is otherwise here, outside its identity."""

    id: str
    content: str
    locator: str
    parser: str
    version: int
    differs: dict[str, Raw] = {}


class ProblemLine(Line, frozen=True, tag="problem"):
    """What could not be read, where, and why in a plain sentence."""

    path: str
    content: str
    locator: str
    code: str
    reason: str
    lost: int = 0


class NoticeLine(Line, frozen=True, tag="notice"):
    """What is odd about a source as a whole, or (`fact`) only worth keeping."""

    path: str
    content: str
    locator: str
    code: str
    text: str
    fact: bool = False


class ReadingLine(Line, frozen=True, tag="reading"):
    """A content was read to its end: by whom, with what declared, and what the rest of the drop had answered.

    `since` is the log entry of the batch in which the reading began: what an earlier reading said about the same
    content, and this one does not, no longer stands. `parser` is "" when nobody read it; `outcome` says why.
    """

    content: str
    outcome: str
    since: int
    parser: str = ""
    version: int = 0
    readers: str = ""  # fingerprint of all parsers that were asked
    options: str = ""
    asked: dict[str, str] = {}
    found: str = ""  # media type by our own rules
    magic: str = ""  # what libmagic says: a second opinion
    tied: tuple[str, ...] = ()
    enclosed: tuple[tuple[str, str], ...] = ()  # hash and name of decoded parts that may be exports themselves


class SkippedLine(Line, frozen=True, tag="skipped"):
    """A file of the drop that is not kept: system litter, a link, out of scope, unreadable."""

    path: str
    code: str
    reason: str


class OutcomeLine(Line, frozen=True, tag="outcome"):
    """What became of a file of the drop, at the end of the import."""

    path: str
    content: str
    outcome: str
    why: str = ""


class CorrectionLine(Line, frozen=True, tag="correction"):
    """What a person says a machine misread in a picture. The reading itself stays as it is.

    `id` is the record as it was named then, `content` and `locator` the place in the picture, so that the correction
    finds its message again after a later reading. Only what was said is there; `was` is what stood there before.
    """

    id: str
    content: str
    locator: str
    by: str
    at: str
    text: str | None = None
    sender: str | None = None
    time: Time | None = None
    note: str = ""
    was: dict[str, str] = {}


class HandoverLine(Line, frozen=True, tag="handover"):
    """A part of the case was handed over: what was asked for, to whom, and the fingerprints of what they received.

    `zips` are name and SHA-256 of each ZIP, `bags` name and SHA-256 of each tagmanifest-sha256.txt, in the same order.
    """

    name: str
    at: str
    recipient: str = ""
    reference: str = ""
    zips: tuple[tuple[str, str], ...] = ()
    bags: tuple[tuple[str, str], ...] = ()
    entries: int = 0
    originals: int = 0
    left_out: int = 0
    chosen: tuple[str, ...] = ()


AnyLine = (
    CaseLine
    | SourceLine
    | ObjectLine
    | RecordLine
    | SightingLine
    | ProblemLine
    | NoticeLine
    | ReadingLine
    | SkippedLine
    | OutcomeLine
    | CorrectionLine
    | HandoverLine
)

_decode = msgspec.json.Decoder(AnyLine).decode
_encode = msgspec.json.Encoder().encode
_RECORD_HEAD = b'{"line":"record","k":%d,"record":'


def encode(line: AnyLine) -> bytes:
    """One line of a segment, with its line end."""
    return _encode(line) + b"\n"


def encode_record(k: int, record: bytes) -> tuple[bytes, int]:
    """A record line around JSON that is encoded already, and where in the line that JSON begins."""
    head = _RECORD_HEAD % k
    return b"%b%b}\n" % (head, record), len(head)


def decode(segment: bytes) -> Iterator[tuple[int, AnyLine]]:
    """Every line of a segment with its byte offset. Raises msgspec.DecodeError on what is no line."""
    start = 0
    while start < len(segment):
        end = segment.index(b"\n", start)
        yield start, _decode(segment[start:end])
        start = end + 1
