"""Makes records of messages."""

from archive.records import Attachment, Record, SystemDetails
from parsers import Source
from parsers._whatsapp.body import Body, read_body
from parsers._whatsapp.calls import read_call
from parsers._whatsapp.header import MARK_SIGNS
from parsers._whatsapp.media import Media, name_disagrees
from parsers._whatsapp.messages import Message
from parsers._whatsapp.people import Split, is_self_chosen, party_of
from parsers._whatsapp.survey import Survey
from parsers._whatsapp.system import is_typed_too, system_details, tells_system

_LONGEST_CALL = 80
_TOP = 3  # messages among which the notice of encryption stands


class Writer:
    """Makes the records of one file, and counts them."""

    def __init__(self, source: Source, found: Survey) -> None:
        self._found = found
        self._media = Media(source)
        self._converted = found.ends.converted
        self._conversation = found.thread.conversation(found.names.people(), found.senders(), source.name)
        self.records = 0
        self.files = 0
        self.doubtful = 0
        self.holding = 0

    def record(self, message: Message) -> Record:
        """The record of one message. `fields["header"]` and its text are together what stands in the file."""
        head, rest = message.text[: message.header.end], message.text[message.header.end :]
        if self._converted:
            rest = rest.replace("\r\n", "\n")
        split = self._split(rest)
        if split is None:
            return self._record(message, None, head, rest, _noted(rest))
        text, bracket = rest[split.at :], message.header.form.style != "dash"
        body = read_body(text, bracket=bracket, marked=self._found.marked)
        if not bracket and (self.records < _TOP or text.startswith(split.name)):
            body = _noted_under(split.name, text) or body
        return self._record(message, split, head + rest[: split.at], text, body)

    def _record(self, message: Message, split: Split | None, header: str, text: str, body: Body) -> Record:
        first, last = message.line, message.last
        fields = {"header": header, "lines": f"{first}-{last}" if last > first else str(first)}
        if body.fields:
            fields |= body.fields
        sender = party_of(split.name) if split else None
        if split and body.kind == "system":
            fields["under"], sender = split.name, None
        record = Record(
            kind=body.kind,
            service="whatsapp",
            locator=f"bytes={message.start}-{message.end}",
            conversation=self._conversation,
            sender=sender,
            direction=body.direction,
            time=message.time,
            text=text,
            status=tuple(body.status),
            attachments=self._attachments(body) if body.files or body.absent else (),
            details=body.details,
            fields=fields,
            warnings=self._warnings(message, split, body),
        )
        self._count(record)
        return record

    def _split(self, rest: str) -> Split | None:
        line = rest.partition("\n")[0]
        split = self._found.names.split(line)
        if split and split.name not in self._found.names.plain and tells_system(line):
            return None
        return split

    def _attachments(self, body: Body) -> tuple[Attachment, ...]:
        absent = (Attachment(name=name, missing=True, note=note) for name, note in body.absent)
        return (*(self._media.find(name) for name in body.files), *absent)

    def _warnings(self, message: Message, split: Split | None, body: Body) -> tuple[str, ...]:
        warnings = message.warnings + body.warnings
        if message.inside:
            warnings.append("header-inside-message")
        if split and split.doubtful:
            warnings.append("sender-ambiguous")
        if split and "~" in split.name and is_self_chosen(split.name) and body.kind != "system":
            warnings.append("self-chosen-name")
        if body.files and any(name_disagrees(name, message.time.local) for name in body.files):
            warnings.append("media-name-time-disagrees")
        return tuple(dict.fromkeys(warnings)) if warnings else ()

    def _count(self, record: Record) -> None:
        self.records += 1
        if record.attachments:
            self.files += any(attachment.name for attachment in record.attachments)
        if record.warnings:
            self.doubtful += "possible-forged-line" in record.warnings
            self.holding += "header-inside-message" in record.warnings


def _noted_under(name: str, text: str) -> Body | None:
    """A sentence of WhatsApp under the name of whom it is about, as newer Androids write it, or None.

    Only where it names the same person again, and is none that people type, is it believed without a mark.
    """
    details = system_details(text)
    if details is None or is_typed_too(details):
        return None
    about = [party.name or party.id for party in (details.actor, details.target) if party]
    return Body(kind="system", details=details) if name in about or details.event == "encrypted" else None


def _noted(text: str) -> Body:
    """A line without a name: WhatsApp itself wrote it."""
    line = "".join(sign for sign in text[:_LONGEST_CALL] if sign not in MARK_SIGNS).strip()
    call = read_call(line, certain=True) if len(text) < _LONGEST_CALL else None
    if call is not None:
        return Body(kind="call", details=call, status=["missed"] if call.outcome == "missed" else [])
    return Body(kind="system", details=system_details(text) or SystemDetails())
