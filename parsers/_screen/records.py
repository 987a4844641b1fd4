"""Makes records of a chat that was read: one for each message, each with its place in the picture."""

from collections.abc import Iterator

from archive.records import Basis, Conversation, Direction, Kind, Party, Record, ScreenDetails, Time, locate
from parsers._screen.days import Known, Told, day_of
from parsers._screen.result import Chat, Message, Stamp
from parsers._screen.witnesses import Shown, is_later, minutes_of, shown_clock

UNCERTAIN = 0.75
"""Below this, a record says `uncertain`: docs/screenshots.md has the share that is right at each level."""

_DIRECTIONS: dict[str, Direction] = {"in": "incoming", "out": "outgoing", "unknown": "unknown"}
_Within = tuple[Chat, Conversation, Known | None, Shown | None]


def chat_records(chat: Chat, known: Known | None) -> Iterator[Record]:
    """The messages from the top, then what the app itself says."""
    title = chat.title
    thread = Conversation(key=title.casefold(), title=title)
    shown = shown_clock(chat)
    for order, message in enumerate(chat.messages, 1):
        yield _message(message, order, (chat, thread, known, shown))
    for stamp in chat.stamps:
        if stamp.system:
            yield _system(stamp, chat, thread)


def _message(message: Message, order: int, within: _Within) -> Record:
    chat, thread, known, shown = within
    told = day_of(message.stamp, known)
    time = _time(message, told)
    return Record(
        kind=_kind(message), service=chat.service or "unknown-chat", locator=_place(message), conversation=thread,
        sender=Party(name=message.sender) if message.sender else None, direction=_DIRECTIONS[message.side],
        time=time, text=message.text or None,
        status=(*message.status, *(("voice",) if message.kind == "voice" else ())),
        details=_details(message, order, (chat, told, known)),
        fields=dict(_fields(message)), warnings=tuple(_warnings(message, told, later=is_later(time, known, shown))),
    )  # fmt: skip


def _kind(message: Message) -> Kind:
    return "call" if message.kind == "call" else "message"


def _place(thing: Message | Stamp) -> str:
    return locate(("box", ",".join(str(side) for side in thing.box)))


def _details(message: Message, order: int, within: tuple[Chat, Told | None, Known | None]) -> ScreenDetails:
    chat, told, known = within
    return ScreenDetails(
        box=(*message.box,), order=order, side=message.side, clock=message.time, stamp=message.stamp,
        day_from=known.by if known and told and told.derived else "", not_after=known.day.isoformat() if known else "",
        quote=message.quote, quote_sender=message.quote_sender, cut=message.cut, confidence=message.sure, engine=chat.engine,
        emoji=message.emoji, service_from=chat.service_from,
    )  # fmt: skip


def _time(message: Message, told: Told | None) -> Time:
    """The day by the stamp above, the minute by the message itself. Without a day there is no moment, only what is written."""
    raw = " ".join(part for part in (message.stamp, message.time) if part)
    if told is None:
        return Time(raw=raw)
    basis: Basis = "derived" if told.derived else "unknown"
    minutes = minutes_of(message.time)
    if minutes is None:
        return Time(raw=raw, local=f"{told.day.isoformat()}T00:00:00", basis=basis, precision="day")
    hour, minute = divmod(minutes, 60)
    return Time(raw=raw, local=f"{told.day.isoformat()}T{hour:02d}:{minute:02d}:00", basis=basis, precision="min")


def _fields(message: Message) -> Iterator[tuple[str, str]]:
    if message.kind not in ("text", "call", "deleted"):
        yield "shows", {"emoji": "emoji", "voice": "a voice message", "picture": "a picture"}[message.kind]
    if message.half:
        yield "cut_line", message.half


def _warnings(message: Message, told: Told | None, *, later: bool) -> Iterator[str]:
    yield "read-by-ocr"
    if message.emoji:
        yield "emoji-not-read"
    if later:
        yield "later-than-its-picture"
    if message.sure < UNCERTAIN and message.text:
        yield "uncertain"
    if message.cut:
        yield "cut"
    if told and told.order_assumed:
        yield "date-order-assumed"


def _system(stamp: Stamp, chat: Chat, thread: Conversation) -> Record:
    details = ScreenDetails(box=(*stamp.box,), engine=chat.engine, service_from=chat.service_from)
    return Record(
        kind="system", service=chat.service or "unknown-chat", locator=_place(stamp), conversation=thread,
        text=stamp.text, details=details, warnings=("read-by-ocr",),
    )  # fmt: skip
