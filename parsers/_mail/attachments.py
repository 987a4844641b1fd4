"""What came with a mail: every part that is not its text, decoded once and handed to the archive."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from archive.records import Attachment, locate, steps
from parsers import Kept, Source
from parsers._mail.body import TEXT_LIMIT, Body
from parsers._mail.mime import Part, disposition, leaves
from parsers._mail.mime_bytes import Buffer, trimmed
from parsers._mail.mime_decode import Reading
from parsers._mail.mime_text import decode
from parsers._mail.mime_uu import files_in
from parsers._sniff import media_type

_BOUNDS = {
    "nested-too-deep": "The parts of this mail are nested deeper than the program goes. This holds the rest of them, "
    "exactly as they stand in the mail.",
    "too-many-parts": "The mail has more parts than the program takes apart. This holds the rest of them, exactly as "
    "they stand in the mail.",
}
_KINDS = {
    "application/ms-tnef": "Outlook packed attachments into this file (winmail.dat). It is kept as it is.",
    "application/vnd.ms-tnef": "Outlook packed attachments into this file (winmail.dat). It is kept as it is.",
    "application/pkcs7-mime": "A sealed mail (S/MIME): it is signed or encrypted as a whole. It is kept as it is.",
    "application/x-pkcs7-mime": "A sealed mail (S/MIME): it is signed or encrypted as a whole. It is kept as it is.",
    "application/pkcs7-signature": "A digital signature over the mail. It was not checked.",
    "application/x-pkcs7-signature": "A digital signature over the mail. It was not checked.",
    "application/pgp-signature": "A digital signature over the mail. It was not checked.",
    "application/pgp-encrypted": "This mail is encrypted (PGP). It is kept as it is.",
    "message/external-body": "The sender left this outside the mail and put only a pointer here. Nothing was fetched.",
    "message/partial": "One piece of a longer mail that was sent in several.",
}
_SEALED = {"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"}
_DAMAGED = "This attachment was damaged inside the mail. What could be decoded is kept; the mail itself is kept whole."
_UNKNOWN = "The mail encodes this in a way that nobody knows. It is kept as it stands in the mail."
_LEFT_OUT = "The mail program kept this attachment apart from the mail, and it was not found."
_TEXT = "This text is too long to be shown with the mail as a whole. All of it is here."


@dataclass(slots=True)
class Enclosed:
    """What came with a mail, what is odd about it, and the parts that are mails themselves."""

    attachments: list[Attachment] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    odd: dict[str, None] = field(default_factory=dict)
    mails: list[Part] = field(default_factory=list)


class Holder(NamedTuple):
    """Where a mail's parts stand: its source, its bytes, its locator, and whether lines may be quoted."""

    source: Source
    buffer: Buffer
    locator: str
    unquote: bool

    def place(self, *more: tuple[str, object]) -> str:
        """A locator below that of the mail."""
        return locate(*steps(self.locator), *more)


def enclosed(holder: Holder, root: Part, body: Body) -> Enclosed:
    """Keep every part that is not text, and the files that stand in the text as uuencode."""
    found = Enclosed()
    for part in leaves(root):
        if id(part) not in body.parts:
            found.attachments.append(_kept(holder, part, found))
            if is_mail(part):
                found.mails.append(part)
        elif part.type == "text/plain":
            found.attachments += _uuencoded(holder, part, found)
    return found


def is_mail(part: Part) -> bool:
    """Whether a part is a mail in itself: forwarded "as attachment"."""
    if part.type in ("message/rfc822", "message/global", "message/news"):
        return True
    return name_of(part).lower().endswith(".eml") and part.type != "message/external-body"


def name_of(part: Part) -> str:
    """The file name as declared."""
    return disposition(part).parameters.get("filename") or part.kind.parameters.get("name", "")


def _kept(holder: Holder, part: Part, found: Enclosed) -> Attachment:
    name, declared = name_of(part), "" if part.whole else part.type
    place = holder.place(("part", part.number))
    if part.headers.has("x-apple-content-length") and trimmed(holder.buffer, part.start, part.end) == part.start:
        return _beside(holder, part, place)
    reading = Reading(holder.buffer, part, holder.unquote)
    kept, first = _keep(holder.source, reading.blocks())
    return Attachment(
        name, declared, media_type(first), kept.size, kept.sha256, locator=place, note=_note(part, reading, found)
    )


def _keep(source: Source, blocks: Iterator[bytes]) -> tuple[Kept, bytes]:
    """Give decoded blocks to the archive. Returns what it says, and the first block."""
    first = next(blocks, b"")
    second = next(blocks, None)
    kept = source.keep(first) if second is None else source.keep(chain((first, second), blocks))
    return kept, first


def _note(part: Part, reading: Reading, found: Enclosed) -> str:
    """Say what is odd about an attachment, in words here and by code for the whole mail."""
    notes = [
        _BOUNDS.get(part.whole, ""),
        _KINDS.get(part.type, ""),
        _TEXT if part.end - part.start > TEXT_LIMIT and part.type.startswith("text/") else "",
    ]
    if part.type in _SEALED:
        found.odd["sealed"] = None
    if reading.damaged:
        found.odd["attachment-damaged"] = None
        notes.append(_DAMAGED)
    if reading.unknown:
        found.odd["encoding-unknown"] = None
        notes.append(_UNKNOWN)
    if reading.rest:
        found.fields[f"behind part {part.number}"] = decode(reading.rest)[0]
    return " ".join(filter(None, notes))


def _beside(holder: Holder, part: Part, place: str) -> Attachment:
    """An attachment that Apple Mail keeps in `Attachments/<number of the mail>/<part>/<name>` beside the mail."""
    number = holder.source.name.rpartition("/")[2].partition(".")[0]
    name = name_of(part)
    member = holder.source.tree.attach(f"Attachments/{number}/{part.number}/{name}") if name else None
    if member is None:
        return Attachment(name, part.type, missing=True, locator=place, note=_LEFT_OUT)
    with member.open() as stream:
        first = stream.read(4096)
    return Attachment(name, part.type, media_type(first), member.size, member.sha256, locator=place)


def _uuencoded(holder: Holder, part: Part, found: Enclosed) -> Iterator[Attachment]:
    """Files that stand in a text as `begin 644 name` … `end`. The text keeps them too."""
    data = Reading(holder.buffer, part, holder.unquote).all() if _may_hold_uu(holder, part) else b""
    for number, (name, payload, damaged) in enumerate(files_in(data), 1):
        if damaged:
            found.odd["attachment-damaged"] = None
        kept = holder.source.keep(payload)
        place = holder.place(("part", part.number), ("uu", number))
        note = _DAMAGED if damaged else ""
        yield Attachment(name, "", media_type(payload), kept.size, kept.sha256, locator=place, note=note)


def _may_hold_uu(holder: Holder, part: Part) -> bool:
    return holder.buffer.find(b"begin ", part.start, part.end) >= 0
