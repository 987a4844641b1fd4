"""The hand-over as a CASE/UCO graph in JSON-LD: the vocabulary in which forensic programs exchange findings.

Nodes are written as the entries come; what runs through all entries (threads, the list of records) is put aside and written at the
end. A time is given only where its zone is known; otherwise the description says how it was written.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from archive.handover.entry import Entry, Summary
from archive.handover.exchange.case_custody import (
    RECORDS,
    actions,
    people_and_tool,
    provenance,
    records_head,
)
from archive.handover.exchange.case_nodes import CONTEXT, Node, facet, iri, node, ref, refs, related
from archive.handover.exchange.case_record import MESSAGES, everybody, observable, record_name
from archive.handover.exchange.case_things import Accounts, Files, enclosed_name
from archive.handover.exchange.spool import Spool

_json = msgspec.json.encode
_ALL = (RECORDS,)


class CaseUco:
    """Writes `5-other-formats/case-uco.jsonld`. `scratch` is a folder for a passing file: else beside `data`."""

    def __init__(self, data: Path, scratch: Path | None = None) -> None:
        folder = data / "5-other-formats"
        folder.mkdir(parents=True, exist_ok=True)
        self._out = open(folder / "case-uco.jsonld", "wb")
        self._out.write(b'{"@context":%b,\n"@graph":[' % _json(CONTEXT))
        self._between = b"\n"
        self._spool, self._accounts, self._files = Spool(scratch or data.parent), Accounts(), Files()
        self._threads: dict[tuple[str, ...], tuple[str, dict[str, None]]] = {}
        self._log_entries: Counter[int] = Counter()

    def add(self, entry: Entry) -> None:
        """Write the record of an entry, and what it points to."""
        name = record_name(entry)
        self._write(observable(entry, self._accounts))
        self._nodes(self._around(entry, name))
        self._spool.put(_ALL, name.encode())
        self._log_entries[entry.log_entry] += 1
        if entry.record.kind in MESSAGES:
            self._thread(entry, name)

    def finish(self, summary: Summary) -> None:
        """Write what runs through all entries, and close the file."""
        for key in self._threads:
            self._write_thread(key)
        self._nodes(self._accounts.nodes())
        self._nodes(self._files.exhibits(summary.exhibits))
        self._nodes(people_and_tool(summary))
        self._nodes(provenance(summary))
        self._long(
            records_head(summary), {"uco-core:object": (_json(ref(n.decode())) for n in self._spool.lines(_ALL))}
        )
        self._nodes(actions(summary, self._log_entries))
        self._out.write(b"\n]}\n")
        self._out.close()
        self._spool.close()

    def _around(self, entry: Entry, name: str) -> Iterator[Node]:
        """Sources and enclosed files, and how the record stands to them."""
        for seen in entry.seen:
            source = self._files.source(seen.object, seen.exhibit, seen.source)
            yield related(name, source, "Extracted_From", f"Exhibit {seen.exhibit}, {seen.source}: {seen.locator}")
        for place, thing in enumerate(entry.enclosed):
            yield from self._files.enclosed(thing, name, place)
            yield related(enclosed_name(thing, name, place), name, "Attachment_Of", thing.name)
        if entry.screen:
            picture = entry.screen.picture
            yield from self._files.enclosed(picture, name, -1)
            box = ", ".join(map(str, entry.screen.box))
            yield related(name, enclosed_name(picture, name, -1), "Extracted_From", f"Read by a machine at {box}")

    def _thread(self, entry: Entry, name: str) -> None:
        record = entry.shown
        thread = record.conversation.key or record.conversation.title or entry.thread
        key = (record.service, thread)
        _, people = self._threads.setdefault(key, (entry.thread or thread or "no thread is named", {}))
        people.update(dict.fromkeys(everybody(record, self._accounts)))
        self._spool.put(key, name.encode())

    def _write_thread(self, key: tuple[str, ...]) -> None:
        title, people = self._threads[key]
        name, order = iri("message-thread", *key), iri("thread", *key)
        shown = facet("MessageThreadFacet", name, participant=refs(list(people)), messageThread=ref(order))
        called = f"{key[0]}: {title}"
        self._write(node(name, "uco-observable:MessageThread", core_name=called, core_hasFacet=[shown]))
        size = {"@type": "xsd:nonNegativeInteger", "@value": str(self._spool.count(key))}
        elements = (_json(ref(line.decode())) for line in self._spool.lines(key))
        items = (_item(order, place, line.decode()) for place, line in enumerate(self._spool.lines(key), 1))
        head = {"@id": order, "@type": "uco-types:Thread", "co:size": size}
        self._long(head, {"co:element": elements, "co:item": items})

    def _nodes(self, nodes: Iterable[Node]) -> None:
        for one in nodes:
            self._write(one)

    def _write(self, one: Node) -> None:
        self._out.write(self._between + _json(one))
        self._between = b",\n"

    def _long(self, head: Node, lists: dict[str, Iterator[bytes]]) -> None:
        """A node with lists that may be too long to stand in memory."""
        self._out.write(self._between + _json(head)[:-1])
        for field, values in lists.items():
            self._out.write(b",%b:[" % _json(field))
            for place, value in enumerate(values):
                self._out.write((b",\n" if place else b"\n") + value)
            self._out.write(b"]")
        self._out.write(b"}")
        self._between = b",\n"


def _item(thread: str, place: int, name: str) -> bytes:
    index = {"@type": "xsd:positiveInteger", "@value": str(place)}
    item = iri("thread-item", thread, str(place))
    return _json({"@id": item, "@type": "uco-types:ThreadItem", "co:index": index, "co:itemContent": ref(name)})
