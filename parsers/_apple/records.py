"""One row of `message`, with what other tables say of it, into one record."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archive.records import Attachment, Conversation, MessageDetails, Record, Time
from parsers._apple.apps import app_words
from parsers._apple.columns import Message, fields_of, message, moment, whole, words
from parsers._apple.database import Row, Value
from parsers._apple.edits import Summary, summary
from parsers._apple.events import event_details
from parsers._apple.files import Files
from parsers._apple.people import Chat, People
from parsers._apple.reactions import Reactions, target
from parsers._apple.status import status_words
from parsers._apple.texts import Said, said
from parsers._apple.typedstream import body_text

_SERVICES = {"iMessage": "imessage", "iMessageLite": "imessage", "SMS": "sms", "RCS": "rcs"}
_NO_TIME = Time()
_NO_CONVERSATION = Conversation()
_NO_SUMMARY = Summary()
_NO_WORDS: dict[str, str] = {}


class Deletion(NamedTuple):
    """What lies in Recently Deleted of a message: all of it, or single parts of it with their archived texts."""

    chat: Value
    date: Value
    whole: bool = True
    parts: tuple[tuple[Value, Value], ...] = ()

    def word(self) -> str:
        """The status of such a message."""
        return "deleted" if self.whole else "partly-deleted"


class Around(NamedTuple):
    """What joining tables say of one row: (message, chat, date) and (message, attachment, …) rows, and its deletion."""

    chats: Sequence[Row] = ()
    files: Sequence[Row] = ()
    deletion: Deletion | None = None


class Records:
    """Makes records of rows, by what the small tables of the same database say."""

    def __init__(self, people: People, reactions: Reactions, files: Files) -> None:
        self._people = people
        self._reactions = reactions
        self._files = files

    def record(self, stored: Row, around: Around, warnings: tuple[str, ...]) -> Record:
        """The record of one row. `warnings` are those of its reading."""
        row = message(stored)
        chats = self._chats(around)
        chat = chats[0] if chats else None
        text = said(row)
        archive = row.message_summary_info
        past = summary(archive, text.text) if isinstance(archive, bytes) else _NO_SUMMARY
        between = self._people.between(row, chat)
        time = moment(row.date) or _NO_TIME
        event = event_details(row, between.sender, self._people) if row.item_type else None
        app = app_words(row.payload_data) if isinstance(row.payload_data, bytes) else _NO_WORDS
        return Record(
            kind="system" if event else "message",
            service=_service(row, chat),
            locator=f"table=message;row={row.rowid}",
            conversation=chat.conversation if chat else _NO_CONVERSATION,
            sender=between.sender,
            recipients=between.recipients,
            direction="outgoing" if row.is_from_me else "unknown" if row.is_from_me is None else "incoming",
            time=time,
            text=text.text,
            subject=words(row.subject) or None,
            versions=past.versions,
            reactions=self._reactions.to(words(row.guid)),
            status=tuple(status_words(row, past, around.deletion.word() if around.deletion else "")),
            attachments=tuple(self._attachments(row, around, text, past)),
            details=event or _details(row, past, around.deletion, app),
            fields=_fields(row, chats, around, text, app),
            warnings=(*warnings, *text.warnings, *between.warnings, *_warnings(time, chat, past)),
        )

    def _chats(self, around: Around) -> list[Chat]:
        numbers = [row[1] for row in around.chats]
        if around.deletion:
            numbers.append(around.deletion.chat)
        return [chat for number in numbers if (chat := self._people.chats.get(whole(number)))]

    def _attachments(self, row: Message, around: Around, text: Said, past: Summary) -> Iterator[Attachment]:
        for join in around.files:
            yield self._files.attachment(join[1])
        if isinstance(row.payload_data, bytes) and row.payload_data:
            yield self._files.keep(row.payload_data, "payload_data", "app data")
        if text.unread:
            yield self._files.keep(text.unread, "attributedBody", "the text as stored, which could not be read")
        if past.damaged and isinstance(row.message_summary_info, bytes):
            yield self._files.keep(row.message_summary_info, "message_summary_info", "what was edited, not readable")


def _service(row: Message, chat: Chat | None) -> str:
    name = words(row.service) or (chat.service if chat else "")
    return _SERVICES.get(name) or name.lower() or "unknown"


def _details(row: Message, past: Summary, deletion: Deletion | None, app: dict[str, str]) -> MessageDetails:
    return MessageDetails(
        id=words(row.guid),
        reply_to=words(row.thread_originator_guid) or target(row.value("associated_message_guid")),
        quote=past.quote,
        delivered=moment(row.date_delivered),
        read=moment(row.date_read),
        edited=moment(row.date_edited),
        deleted=moment(deletion.date if deletion else row.date_retracted),
        unsent_length=past.unsent_length,
        link=app.get("app.URL") or app.get("app.originalURL") or "",
    )


def _warnings(time: Time, chat: Chat | None, past: Summary) -> Iterator[str]:
    if not time.utc:
        yield "time-unreadable" if time.raw else "no-time"
    if not chat:
        yield "no-chat"
    if past.damaged:
        yield "edits-unreadable"


def _fields(row: Message, chats: list[Chat], around: Around, text: Said, app: dict[str, str]) -> dict[str, str]:
    """What the row says and no other field holds, under the names of its columns."""
    fields = fields_of(row)
    fields.update(app)
    if text.other:
        fields["attributedBody"] = text.other
    if chats[1:]:
        fields["other_chats"] = ", ".join(chat.conversation.key for chat in chats[1:])
    if chats and chats[0].filtered:
        fields["chat.is_filtered"] = chats[0].filtered
    if row.item_type:
        fields |= _event_fields(row)
    if row.account and not row.destination_caller_id:
        fields["account"] = words(row.account)
    if around.deletion:
        fields |= {f"deleted_part.{words(part)}": _part_text(archive) for part, archive in around.deletion.parts}
    return fields


def _event_fields(row: Message) -> dict[str, str]:
    """What a message keeps in its details, for the rows that are none."""
    kept = {"guid": row.guid, "item_type": row.item_type, "date_read": row.date_read}
    kept |= {"date_delivered": row.date_delivered, "thread_originator_guid": row.thread_originator_guid}
    return {name: words(value) for name, value in kept.items() if value}


def _part_text(archive: Value) -> str:
    return (body_text(archive).text or "") if isinstance(archive, bytes) else words(archive)
