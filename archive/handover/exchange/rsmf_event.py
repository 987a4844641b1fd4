"""One entry as an event of an RSMF manifest. What RSMF has no field for becomes a custom pair; nothing is made up to fill a field."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from archive.handover.entry import Entry
from archive.handover.exchange.facts import call_words, facts, not_here
from archive.handover.exchange.rsmf_attached import Attached
from archive.handover.exchange.rsmf_people import People
from archive.handover.exchange.stamps import entry_stamp, stamp
from archive.records import MessageDetails, Party, Record, SystemDetails, Time

KINDS = frozenset(("message", "call", "voicemail", "post", "system"))
_JOINS = frozenset(("joined", "added", "member added"))
_LEAVES = frozenset(("left", "removed", "member removed"))
_GONE = frozenset(("deleted", "unsent"))
_OURS = "The source has no text here; the words of the body are ours"

Event = dict[str, Any]


class Part(NamedTuple):
    """What the events of one file share: who takes part, what is attached, and which message has which id of its source."""

    people: People
    attached: Attached
    ids: dict[str, str]


def event(entry: Entry, part: Part) -> Event:
    """The event of an entry. It belongs to the only conversation of its file, "C1"."""
    record = entry.shown
    custom = list(facts(entry))
    made: Event = {"id": f"entry-{entry.number}", "type": "message", "conversation": "C1"}
    made |= _who(record, part.people)
    made |= _text(record, custom)
    if moment := entry_stamp(entry):
        made["timestamp"] = moment
    if record.direction != "unknown":
        made["direction"] = record.direction
    made |= _answer(record, made["id"], part.ids)
    made |= _attachments(entry, part.attached, custom)
    made |= _later(record, part.people)
    made["custom"] = [{"name": name, "value": words} for name, words in custom]
    return made


def _who(record: Record, people: People) -> Event:
    """Type and participant. Recipients are registered, so that the conversation knows them."""
    sender, kind = record.sender, "message" if record.kind in ("message", "post") else "unknown"
    if isinstance(record.details, SystemDetails):
        kind, sender = _system(record.details, sender)
    made: Event = {"type": kind}
    if sender:
        made["participant"] = people.id(sender)
    for party in record.recipients:
        people.id(party)
    return made


def _system(details: SystemDetails, sender: Party | None) -> tuple[str, Party | None]:
    """Joining and leaving is done by whom it happened to, whoever brought it about: RSMF reads membership from it."""
    concerned = details.target or details.actor
    if details.event in _JOINS and concerned:
        return "join", concerned
    if details.event in _LEAVES and concerned:
        return "leave", concerned
    return "unknown", details.actor or sender


def _text(record: Record, custom: list[tuple[str, str]]) -> Event:
    if record.text is not None:
        return {"body": record.text}
    words = call_words(record)
    if words:
        custom.append(("Body", _OURS))
    return {"body": words} if words else {}


def _answer(record: Record, own: str, ids: dict[str, str]) -> Event:
    """What the message answers, if that stands earlier in the same file. The words of the details have the source's own id of it."""
    if not isinstance(record.details, MessageDetails):
        return {}
    if record.details.id:
        ids.setdefault(record.details.id, own)
    parent = ids.get(record.details.reply_to, own)
    return {"parent": parent} if parent != own else {}


def _attachments(entry: Entry, attached: Attached, custom: list[tuple[str, str]]) -> Event:
    there = []
    for thing in entry.enclosed:
        if (name := attached.name_of(thing)) is None:
            custom.append(("Attachment not included", not_here(thing)))
            continue
        shown: dict[str, Any] = {"id": name, "display": thing.name or name}
        if thing.size is not None:
            shown["size"] = thing.size
        there.append(shown)
        custom.append(("Attachment", f"{name}: {', '.join(p for p in (thing.exhibit, thing.sha256) if p)}"))
    return {"attachments": there} if there else {}


def _later(record: Record, people: People) -> Event:
    """What became of a message after it was written: edits, reactions, receipts, deletion."""
    made: Event = {}
    details = record.details if isinstance(record.details, MessageDetails) else MessageDetails()
    if details.deleted or _GONE.intersection(record.status):
        made["deleted"] = True
    if edits := list(_edits(record, details, people)):
        made["edits"] = edits
    if reactions := list(_reactions(record, people)):
        made["reactions"] = reactions
    if receipts := list(_receipts(record, details, people)):
        made["read_receipts"] = receipts
    return made


def _edits(record: Record, details: MessageDetails, people: People) -> Iterator[Event]:
    """From each text to the next. An edit needs somebody who made it; where nobody is named, the words of the details tell it."""
    if record.sender is None:
        return
    texts = [version.text for version in record.versions] + [record.text]
    times = [version.time for version in record.versions[1:]] + [details.edited or Time()]
    for before, after, time in zip(texts, texts[1:], times, strict=False):
        made: Event = {"participant": people.id(record.sender)}
        made |= {name: text for name, text in (("previous", before), ("new", after)) if text is not None}
        yield made | _at(time)


def _reactions(record: Record, people: People) -> Iterator[Event]:
    """Those that still stand. When each was made, and what was taken back, the words of the details tell."""
    for reaction in record.reactions:
        if reaction.text and not reaction.removed:
            by = [people.id(reaction.actor)] if reaction.actor.id or reaction.actor.name else []
            yield {"value": reaction.text, "count": 1} | ({"participants": by} if by else {})


def _receipts(record: Record, details: MessageDetails, people: People) -> Iterator[Event]:
    """Who read it, where only one can have: the words of the details have the clocks in any case."""
    if len(record.recipients) != 1:
        return
    reader = people.id(record.recipients[0])
    for action, time in (("delivered", details.delivered), ("read", details.read)):
        if time:
            yield {"participant": reader, "action": action} | _at(time)


def _at(time: Time) -> Event:
    moment = stamp(time)
    return {"timestamp": moment} if moment else {}
