"""Mails to read in tests, and what keeps the decoded bytes that a reader gives away."""

import hashlib
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from archive.records import Item, MailDetails, Notice, Problem, Record
from drops import entries
from importer.tree import DropSource, Forest
from parsers import Kept, email_mbox, email_message

TOP = b"From: Sam <sam@example.com>\nTo: alex@example.org\nDate: Fri, 1 Mar 2024 21:00:00 +0000\n"


class Keeper:
    """A sink that holds what it is given, by hash."""

    def __init__(self, work: Path) -> None:
        self.work = work
        self.held: dict[str, bytes] = {}

    def keep(self, chunks: Iterable[bytes]) -> Kept:
        data = b"".join(chunks)
        name = hashlib.sha256(data).hexdigest()
        self.held[name] = data
        return Kept(name, len(data))

    def alive(self) -> None:
        """Nobody watches."""


class Desk:
    """Reads bytes as a lone file. `held` are the decoded bytes of all that was read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sink = Keeper(folder)

    @property
    def held(self) -> dict[str, bytes]:
        return self._sink.held

    def source(self, data: bytes, name: str = "x") -> DropSource:
        file = self._folder / name
        file.write_bytes(data)
        found = entries(file)
        return DropSource(found[0], Forest(found), self._sink)

    def mail(self, data: bytes) -> Record:
        """The outermost mail of a file that holds one."""
        return self.mails(data)[0]

    def mails(self, data: bytes) -> list[Record]:
        return list(records(email_message.parse(self.source(data))))

    def box(self, data: bytes) -> list[Record]:
        return list(records(email_mbox.parse(self.source(data))))

    def problems(self, data: bytes) -> list[Problem | Notice]:
        return [item for item in email_mbox.parse(self.source(data)) if not isinstance(item, Record)]

    def payloads(self, record: Record) -> list[bytes]:
        return [self.held[part.sha256] for part in record.attachments if part.sha256]


class Broken(io.BytesIO):
    """A file whose disk fails where its bytes end."""

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        if not data:
            raise OSError(5, "Input/output error")
        return data


def html(body: str) -> bytes:
    return TOP + b"Content-Type: text/html; charset=utf-8\n\n" + body.encode()


def records(items: Iterable[Item]) -> Iterator[Record]:
    return (item for item in items if isinstance(item, Record))


def details(record: Record) -> MailDetails:
    assert isinstance(record.details, MailDetails)
    return record.details


def multipart(*parts: bytes, kind: bytes = b"mixed", boundary: bytes = b"x") -> bytes:
    """A multipart body with its Content-Type in front, to be put behind other fields."""
    mark = b"--" + boundary
    inside = b"".join(mark + b"\n" + part + b"\n" for part in parts)
    return b'Content-Type: multipart/%s; boundary="%s"\n\n%s%s--\n' % (kind, boundary, inside, mark)


def part(body: bytes, kind: bytes = b"text/plain; charset=utf-8", *fields: bytes) -> bytes:
    return b"".join(line + b"\n" for line in (b"Content-Type: " + kind, *fields)) + b"\n" + body
