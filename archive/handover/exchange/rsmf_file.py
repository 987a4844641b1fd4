"""One .rsmf file: a mail with one attachment, rsmf.zip, which holds rsmf_manifest.json and the attachments flat beside it.

Events, words and ZIP go to nameless files as they come, so that a long conversation does not stand in memory.
"""

import base64
import shutil
import tempfile
from collections.abc import Iterable
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

import msgspec
from msgspec import Struct

from archive.handover.entry import Entry, Exhibit
from archive.handover.exchange.facts import shown_time
from archive.handover.exchange.rsmf_attached import Attached, OpenObject, zip_entry
from archive.handover.exchange.rsmf_event import Event, Part, event
from archive.handover.exchange.rsmf_people import People

VERSION = "2.0.0"
_BOUNDARY = "--=_rsmf_=--"  # holds what base64 cannot
_BLOCK = 57 * 4096  # 57 bytes make one line of base64
_LONGEST = 900  # of a header, in characters: it is a hint for people; the manifest has it whole


class Heading(Struct, frozen=True, kw_only=True):
    """What a file says of itself. `date` is a UTC time, `collection` keeps the parts of one conversation together.

    `exhibits` are those of the hand-over: what is held back there is not attached here.
    """

    service: str
    title: str
    subject: str
    date: str
    tool: str
    collection: str
    exhibits: tuple[Exhibit, ...]


class Figures(Struct):
    """What was counted while the events went by. `dated` counts those with a timestamp."""

    events: int = 0
    dated: int = 0
    attachments: int = 0
    begin: str = ""
    end: str = ""

    def take(self, made: Event) -> None:
        """Count one event."""
        self.events += 1
        self.attachments += len(made.get("attachments", ()))
        if moment := made.get("timestamp", ""):
            self.dated += 1
            self.begin = min(self.begin or moment, moment, key=datetime.fromisoformat)
            self.end = max(self.end or moment, moment, key=datetime.fromisoformat)


def write(path: Path, entries: Iterable[Entry], heading: Heading, open_object: OpenObject | None, scratch: Path) -> Figures:  # fmt: skip
    """Write one file with these entries, and return what was counted."""
    people, figures = People(), Figures()
    with tempfile.TemporaryFile(dir=scratch) as packed, tempfile.TemporaryFile(dir=scratch) as words:
        with ZipFile(packed, "w") as archive, tempfile.TemporaryFile(dir=scratch) as manifest:
            part = Part(people, Attached(archive, heading.exhibits, open_object), {})
            manifest.write(b'{"version":"%b","events":[' % VERSION.encode())
            for entry in entries:
                made = event(entry, part)
                manifest.write((b",\n" if figures.events else b"\n") + msgspec.json.encode(made))
                words.write(_line(entry, made))
                figures.take(made)
            manifest.write(b"\n]," + msgspec.json.encode(_rest(people, heading))[1:])
            _pack(archive, manifest)
        with open(path, "wb") as out:
            _mail(out, _headers(heading, figures, people), words, packed)
    return figures


def _rest(people: People, heading: Heading) -> dict[str, object]:
    """The manifest behind its events: only then it is known who took part."""
    conversation: dict[str, object] = {
        "id": "C1",
        "display": heading.title,
        "platform": heading.service,
        "type": "direct" if len(people.ids()) <= 2 else "channel",  # in a channel people may come and go
        "participants": people.ids(),
    }
    if people.custodian:
        conversation["custodian"] = people.custodian
    return {
        "participants": people.manifest(),
        "conversations": [conversation],
        "eventcollectionid": heading.collection,
    }


def _line(entry: Entry, made: Event) -> bytes:
    """An event in words, for searching in the mail itself."""
    at = made.get("timestamp") or shown_time(entry) or "time not known"
    return f"{at} {entry.sender or '?'}: {made.get('body', '')}\r\n".encode()


def _pack(archive: ZipFile, manifest: BinaryIO) -> None:
    info = zip_entry("rsmf_manifest.json")
    info.compress_type = ZIP_DEFLATED
    info.file_size = manifest.tell()
    manifest.seek(0)
    with archive.open(info, "w") as target:
        shutil.copyfileobj(manifest, target)


def _headers(heading: Heading, figures: Figures, people: People) -> EmailMessage:
    headers = EmailMessage(policy=SMTP)
    span = {"X-RSMF-BeginDate": figures.begin, "X-RSMF-EndDate": figures.end} if figures.begin else {}
    for name, value in {
        "From": "fullpicture@localhost",
        "To": "undisclosed-recipients:;",
        "Date": datetime.fromisoformat(heading.date),
        "Subject": _plain(heading.subject),
        "X-RSMF-Version": VERSION,
        "X-RSMF-Generator": _plain(heading.tool),
        "X-RSMF-Application": _plain(heading.service),
        "X-RSMF-EventCount": str(figures.events),
        **span,
        "X-RSMF-AttachmentCount": str(figures.attachments),
        "X-RSMF-Participants": _plain(", ".join(people.display())),
        "X-RSMF-EventCollectionID": heading.collection,
        "MIME-Version": "1.0",
        "Content-Type": f'multipart/mixed; boundary="{_BOUNDARY}"',
    }.items():
        headers[name] = value
    return headers


def _plain(text: str) -> str:
    """A text that can stand in one header: without controls or anything else that does not print."""
    return "".join(c if c.isprintable() else " " for c in text)[:_LONGEST]


def _mail(out: BinaryIO, headers: EmailMessage, words: BinaryIO, packed: BinaryIO) -> None:
    """The mail. The email package would hold all of it at once, so the parts are written here."""
    for name, value in headers.items():
        out.write(SMTP.fold_binary(name, value))
    start = b"\r\n--%b\r\n" % _BOUNDARY.encode()
    out.write(start + b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n")
    _base64(out, words)
    out.write(start + b"Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n")
    out.write(b'Content-Disposition: attachment; filename="rsmf.zip"\r\n\r\n')
    _base64(out, packed)
    out.write(b"\r\n--%b--\r\n" % _BOUNDARY.encode())


def _base64(out: BinaryIO, source: BinaryIO) -> None:
    source.seek(0)
    while block := source.read(_BLOCK):
        out.write(base64.encodebytes(block).replace(b"\n", b"\r\n"))
