"""Conversations as RSMF 2.0, the format in which reviewing programs of lawyers and police read short messages.

One file a conversation, cut at 10,000 events, as Relativity asks. A time without a known zone gets no timestamp: RSMF would read a
bare time in a zone of its own choice. What was written stands beside it. Mails, diary entries and pictures are no short messages
and have no place in this format; `contents.json` says how many there are.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from archive.handover.entry import Entry, Summary
from archive.handover.exchange.rsmf_attached import OpenObject
from archive.handover.exchange.rsmf_event import KINDS
from archive.handover.exchange.rsmf_file import Figures, Heading, write
from archive.handover.exchange.spool import Spool

MOST = 10_000
_decode = msgspec.json.Decoder(Entry).decode


class Rsmf:
    """Writes `5-other-formats/rsmf/conversation-0001.rsmf` … and `contents.json` beside them, which says what is in which.

    `open_object` gives the bytes of attachments by SHA-256, or None; only those are asked for that are in the hand-over anyhow. Without
    it all attachments are only named.
    `scratch` is a folder for passing files, which hold evidence: else beside `data`, never elsewhere on the computer. `most` is the number of events in one file.
    """

    def __init__(self, data: Path, open_object: OpenObject | None = None, scratch: Path | None = None, most: int = MOST) -> None:  # fmt: skip
        self._folder = data / "5-other-formats" / "rsmf"
        self._open, self._scratch, self._most = open_object, scratch or data.parent, most
        self._spool = Spool(self._scratch)
        self._titles: dict[tuple[str, ...], str] = {}
        self._elsewhere: Counter[str] = Counter()

    def add(self, entry: Entry) -> None:
        """Put an entry to its conversation."""
        record = entry.record
        if record.kind not in KINDS:
            self._elsewhere[record.kind] += 1
            return
        thread = record.conversation.key or record.conversation.title or entry.thread
        key = (record.service, thread)
        self._titles.setdefault(key, entry.thread or thread or "no thread is named")
        self._spool.put(key, msgspec.json.encode(entry))

    def finish(self, summary: Summary) -> None:
        """Write all conversations, in the order in which they began."""
        self._folder.mkdir(parents=True, exist_ok=True)
        files = [
            line
            for number, key in enumerate(self._spool.keys(), 1)
            for line in self._conversation(number, key, summary)
        ]
        self._spool.close()
        contents = {
            "files": files,
            "not_in_this_format": dict(sorted(self._elsewhere.items())),
            "why": "RSMF holds short messages and calls. The other kinds stand in the chronology and in the records.",
        }
        (self._folder / "contents.json").write_bytes(
            msgspec.json.format(msgspec.json.encode(contents), indent=1) + b"\n"
        )

    def _conversation(self, number: int, key: tuple[str, ...], summary: Summary) -> Iterator[dict[str, Any]]:
        parts = -(-self._spool.count(key) // self._most)
        entries = (_decode(line) for line in self._spool.lines(key))
        title = self._titles[key]
        for part in range(1, parts + 1):
            name, of = f"conversation-{number:04d}", f" (part {part} of {parts})" if parts > 1 else ""
            heading = Heading(
                service=key[0],
                title=title,
                subject=f"{key[0]}: {title}{of}",
                date=summary.as_of,
                tool=summary.tool,
                collection=f"{summary.name} {name}",
                exhibits=summary.exhibits,
            )
            file = f"{name}-part-{part:02d}.rsmf" if parts > 1 else f"{name}.rsmf"
            figures = write(self._folder / file, islice(entries, self._most), heading, self._open, self._scratch)
            yield _line(file, heading, figures)


def _line(file: str, heading: Heading, figures: Figures) -> dict[str, Any]:
    said: dict[str, Any] = msgspec.to_builtins(figures)
    return {"file": file, "service": heading.service, "thread": heading.title} | said
