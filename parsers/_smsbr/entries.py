"""Puts messages and calls together from the tags that go by. At most one of them is open at a time."""

from collections.abc import Iterator

from msgspec.structs import replace

from archive.records import Item, Problem, Record
from parsers._smsbr import reports
from parsers._smsbr.fields import values_of
from parsers._smsbr.leaves import call, sms
from parsers._smsbr.markup import Junk, Tag
from parsers._smsbr.mms import Mms, Part, mms
from parsers._smsbr.payload import Payloads
from parsers._smsbr.units import Encoding

_SHORT = 2000
LEAVES = {"sms": sms, "call": call}


class Entries:
    """Messages and calls of one file. `read` counts its records; `cut` once the file is known to end inside one."""

    def __init__(self, encoding: Encoding, payloads: Payloads) -> None:
        self.read = 0
        self.cut = False
        self._encoding, self._payloads = encoding, payloads
        self._leaf: Tag | None = None  # <sms …> or <call …> that goes on behind its tag
        self._mms: Mms | None = None
        self._lost: Junk | None = None  # an MMS whose opening tag is damaged
        self._end = 0  # where the last token of the open entry ends

    def leaf(self, tag: Tag) -> Record | None:
        """The quick way: a message or call that is one tag, where nothing is open. None: take the tag the long way."""
        read = LEAVES.get(tag.shape.name)
        if read is None or not tag.shape.empty or self._leaf or self._mms or self._lost:
            return None
        return self._counted(read(tag, tag.end, self._encoding))

    def opening(self, tag: Tag) -> Iterator[Item]:
        """An opening tag that is no root's."""
        name = tag.shape.name
        if name in LEAVES or name == "mms":
            yield from self.close("not-closed")
            yield from self._begin(tag)
        elif not self._inside(tag):
            yield reports.unknown_element(tag, self._encoding)
        self._end = tag.end

    def closing(self, tag: Tag) -> Iterator[Item]:
        """A closing tag that is no root's. One that closes nothing says nothing."""
        self._end = tag.end
        name = tag.shape.name
        if name == "mms" or (self._leaf and name == self._leaf.shape.name):
            yield from self.close()

    def junk(self, junk: Junk) -> Iterator[Item]:
        """Something that is no markup. Where it was an entry, that entry is lost; inside an MMS, only that piece."""
        self.cut = self.cut or junk.cut
        if junk.happenings:
            yield from self.close("not-closed")
            if junk.raw.startswith("<mms") and not junk.cut:
                self._lost = junk
            else:
                yield self._told(junk)
        elif self._mms and junk.cut:
            self._mms.raw += f" {junk.raw}"
        elif self._mms:
            self._mms.warnings.append("broken-part")
            yield reports.broken_part(junk, self._encoding)
        elif not self._lost:
            yield self._told(junk)
        self._end = junk.end

    def _told(self, junk: Junk) -> Problem:
        if junk.cut:
            return reports.cut_short(junk.start, junk.end, junk.raw, junk.happenings, self._encoding)
        return reports.broken(junk, self._encoding)

    def close(self, *odd: str) -> Iterator[Item]:
        """Complete the open entry, if there is one."""
        leaf, found, lost = self._leaf, self._mms, self._lost
        self._leaf = self._mms = self._lost = None
        if leaf:
            record = LEAVES[leaf.shape.name](leaf, self._end, self._encoding)
            yield self._counted(replace(record, warnings=(*record.warnings, *odd)))
        if found:
            found.warnings += odd
            yield self._counted(mms(found, self._end, self._payloads))
        if lost:
            yield reports.broken(lost, self._encoding, self._end)

    def end(self, size: int) -> Iterator[Item]:
        """The end of the file. An MMS that it cuts in two is lost: nobody can say what was still to come."""
        self.cut = self.cut or bool(self._mms or self._leaf or self._lost)
        if found := self._mms:
            self._mms = None
            yield reports.cut_short(found.start, size, found.raw, 1, self._encoding)
        yield from self.close("not-closed")

    def _begin(self, tag: Tag) -> Iterator[Item]:
        if tag.shape.name == "mms":
            self._mms = Mms(values_of(tag, self._encoding), tag.start, f"<{tag.raw}")
        elif tag.shape.empty:
            yield self._counted(LEAVES[tag.shape.name](tag, tag.end, self._encoding))
        else:
            self._leaf = tag
        if self._mms and tag.shape.empty:
            self._end = tag.end
            yield from self.close()

    def _inside(self, tag: Tag) -> bool:
        """Take an element into the open MMS. False where it belongs to none, or may be a message of its own."""
        name, found = tag.shape.name, self._mms
        if self._lost:
            self._lost = self._lost._replace(raw=_with_text(self._lost.raw, tag))
        elif found is None:
            return False
        elif name == "part" or "data" in tag.values:  # a payload is kept whatever its element is called
            payload = self._payloads.of(tag, found.held)
            found.held += len(payload.data) if payload and payload.data else 0
            found.parts.append(Part(values_of(tag, self._encoding), payload))
            found.raw = _with_text(found.raw, tag)
        elif name == "addr":
            found.addrs.append(values_of(tag, self._encoding))
        elif name not in ("parts", "addrs"):
            found.others.append((name, values_of(tag, self._encoding)))
        return "date" not in tag.values

    def _counted(self, record: Record) -> Record:
        self.read += 1
        return record


def _with_text(raw: str, tag: Tag) -> str:
    """What a message can be recognised by, with the first text in it added."""
    wanted = "text" in tag.values and " text=" not in raw and "smil" not in tag.raw and len(tag.raw) < _SHORT
    return f"{raw} {tag.raw}" if wanted else raw
