"""The record vocabulary: what parsers build and the archive keeps.

The ground floor of the house. Everything here is frozen data that turns into JSON and back; nothing here
reads, writes or decides. The published JSON Schema (docs/record.schema.json) is generated from these types.

Two habits hold everywhere: what the source wrote is kept as written, beside every interpretation of it; and
what a source does not say is left out, never guessed.
"""

from typing import Any, Literal

from msgspec import Struct

Kind = Literal[
    "message", "email", "call", "voicemail", "post", "contact", "account",
    "system", "photo", "video", "audio", "document", "diary",
]  # fmt: skip
Direction = Literal["incoming", "outgoing", "unknown"]
Basis = Literal["stated", "derived", "declared", "unknown"]
Precision = Literal["ms", "s", "min", "day", "none"]


class Time(Struct, frozen=True, omit_defaults=True):
    """A moment, as the source wrote it and as we read it.

    `raw` is exactly what the source wrote. `utc` is `YYYY-MM-DDTHH:MM:SS[.mmm]Z`, or None when no zone is known.
    `local` is the wall-clock time `YYYY-MM-DDTHH:MM:SS[.mmm]`, or None when the source gives only an instant.
    `offset` is minutes east of UTC. `zone` is an IANA name, only if somebody stated or declared one.
    `basis` says who vouches for the zone: the source itself (stated), a second field of the source (derived),
    a person (declared), nobody (unknown). With precision "day" the clock part is 00:00:00 and means nothing.
    """

    raw: str = ""
    utc: str | None = None
    local: str | None = None
    offset: int | None = None
    zone: str | None = None
    basis: Basis = "unknown"
    precision: Precision = "none"


class Party(Struct, frozen=True, omit_defaults=True):
    """One identifier as the source wrote it: a number, address or handle (`id`), and the display name beside it.

    A source that gives only a display name leaves `id` empty. `normal` is for matching only and is filled by the
    importer: a number in E.164, a lower-cased address. `owner` is True when the source itself, or a person,
    says that this is the owner of the export.
    """

    id: str = ""
    name: str = ""
    normal: str = ""
    owner: bool = False


class Conversation(Struct, frozen=True, omit_defaults=True):
    """The thread a record belongs to: a key that stays the same between two exports, and the title people see."""

    key: str = ""
    title: str = ""


class Attachment(Struct, frozen=True, omit_defaults=True):
    """Something that came with a record. Either `sha256` names its bytes, or `missing` says that they are not here.

    `declared` and `found` are media types: as the source says, and as the bytes show. `locator` is where the
    payload stands in the parsed file, if it stands there. `note` says in plain words what is odd about it.
    """

    name: str = ""
    declared: str = ""
    found: str = ""
    size: int | None = None
    sha256: str | None = None
    missing: bool = False
    locator: str = ""
    note: str = ""


class Version(Struct, frozen=True, omit_defaults=True):
    """An earlier text of an edited message, oldest first. The record's own `text` is the latest."""

    text: str | None = None
    time: Time = Time()


class Reaction(Struct, frozen=True, omit_defaults=True):
    """A reaction to a message: what (an emoji or a word), by whom, when, and whether it was taken back."""

    text: str
    actor: Party = Party()
    time: Time = Time()
    removed: bool = False


class MessageDetails(Struct, frozen=True, omit_defaults=True, tag="message"):
    """Message: other clocks of the same message, and what it answers. `reply_to` is the source's own id."""

    id: str = ""
    reply_to: str = ""
    quote: str = ""
    sent: Time | None = None
    received: Time | None = None
    delivered: Time | None = None
    read: Time | None = None
    edited: Time | None = None
    deleted: Time | None = None
    unsent_length: int | None = None  # characters of a text that was taken back, where the source still tells
    expires_s: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    link: str = ""


class MailDetails(Struct, frozen=True, omit_defaults=True, tag="email"):
    """Mail: headers in order as written (name, unfolded value), what they say, and what the bytes say about them."""

    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    reply_to: tuple[Party, ...] = ()
    cc: tuple[Party, ...] = ()
    bcc: tuple[Party, ...] = ()
    labels: tuple[str, ...] = ()
    arrived: Time | None = None  # newest Received line: the clock of the provider that took the mail in
    body: Literal["plain", "html", "none"] = "none"  # which part `text` was taken from
    body_sha256: str = (
        ""  # of all bytes after the headers, line ends as LF, `>From ` unquoted, without blank lines at the end
    )
    body_matches: bool | None = None  # DKIM body hash; the signature itself is not checked
    signed_by: tuple[str, ...] = ()  # DKIM d=/s= pairs, as "domain/selector"
    remote_content: tuple[str, ...] = ()  # addresses that opening the mail would have called; never called by us
    headers: tuple[tuple[str, str], ...] = ()
    nested_in: str = ""  # locator of the mail that carries this one as an attachment


class CallDetails(Struct, frozen=True, omit_defaults=True, tag="call"):
    """Call or voicemail. `outcome` is as the source says; `duration_s` is whole seconds."""

    outcome: Literal["answered", "missed", "rejected", "blocked", "voicemail", "elsewhere", "cancelled", "unknown"] = (
        "unknown"
    )
    duration_s: int | None = None
    video: bool = False
    withheld: bool = False


class PhotoDetails(Struct, frozen=True, omit_defaults=True, tag="photo"):
    """Photo, screenshot or scanned page. `screenshot` is a score from 0 to 1 with its reasons; never a fact.

    `read` is the text a machine read in the picture, by page; `confidence` its mean from 0 to 100.
    """

    width: int = 0
    height: int = 0
    format: str = ""
    pages: int = 1
    animated: bool = False
    make: str = ""
    model: str = ""
    software: str = ""
    latitude: float | None = None
    longitude: float | None = None
    altitude_m: float | None = None
    exif: dict[str, str] = {}
    disagreements: tuple[str, ...] = ()  # where two readers of the same EXIF differ
    name_time: Time | None = None  # what the file name says: a witness, not a clock
    name_app: str = ""
    screenshot: float = 0.0
    screenshot_reasons: tuple[str, ...] = ()
    read: tuple[str, ...] = ()
    confidence: float | None = None
    engine: str = ""


class ScreenDetails(Struct, frozen=True, omit_defaults=True, tag="screen"):
    """A message as a machine read it in a screenshot. The picture stays the evidence.

    `box` is left, top, right, bottom of the message in pixels of the upright picture, `order` its place from the top,
    starting at 1. `side` is where it stands: "out" are the messages of whoever held the phone. `clock` and `stamp` are
    the time and the line above it (a date, "Yesterday"), as read. `day_from` says by which known day a stamp such as
    "Today" became a date; `not_after` is that day. `cut` says that the message goes on beyond the picture's edge.
    `confidence`, 0 to 1, is how likely the words are right (docs/screenshots.md has the table). `quote` is what the
    message answers, `engine` what read it: program, version, language data, settings. `emoji` is about how many emoji
    stand in the message: which ones is not known, and they are no part of `text`. `service_from` says what names the
    service, when the picture itself does not.
    """

    box: tuple[int, int, int, int] = (0, 0, 0, 0)
    order: int = 0
    side: Literal["in", "out", "unknown"] = "unknown"
    clock: str = ""
    stamp: str = ""
    day_from: str = ""
    not_after: str = ""
    quote: str = ""
    quote_sender: str = ""
    cut: tuple[Literal["top", "bottom"], ...] = ()
    confidence: float = 0.0
    engine: str = ""
    emoji: int = 0
    service_from: str = ""


class SystemDetails(Struct, frozen=True, omit_defaults=True, tag="system"):
    """Something the service did or noted: joined, left, renamed, number changed, call ended, encrypted."""

    event: str = ""
    actor: Party | None = None
    target: Party | None = None
    title: str = ""


class AccountDetails(Struct, frozen=True, omit_defaults=True, tag="account"):
    """The owner's account, or something that happened to it: a login, a password change, a block."""

    event: str = ""
    address: str = ""
    device: str = ""
    place: str = ""
    names: tuple[str, ...] = ()


class ContactDetails(Struct, frozen=True, omit_defaults=True, tag="contact"):
    """A contact, or an attempt to become one (a friend or follow request)."""

    event: str = ""
    numbers: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


class DiaryDetails(Struct, frozen=True, omit_defaults=True, tag="diary"):
    """A diary entry. The record's `time` is when it happened; `written` is when it was put down. What is `private` is
    never handed over."""

    place: str = ""
    witnesses: tuple[str, ...] = ()
    written: Time | None = None
    author: str = ""
    private: bool = False


Details = (
    MessageDetails
    | MailDetails
    | CallDetails
    | PhotoDetails
    | ScreenDetails
    | SystemDetails
    | AccountDetails
    | ContactDetails
    | DiaryDetails
)


class Record(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One normalised happening.

    `text` is exactly as the source has it; None means that there is none. `locator` says where in the parsed
    bytes the record stands, and no two records of one source share one. `fields` keeps, as written, what the
    source says and no other field holds. `warnings` are codes (docs/warnings.md). `status` are words such as
    sent, received, draft, failed, queued, deleted, unsent, edited, forwarded, missed, view-once.

    The last five fields say where the record came from. Parsers leave them empty; the importer fills them.
    """

    kind: Kind
    service: str
    locator: str
    conversation: Conversation = Conversation()
    sender: Party | None = None
    recipients: tuple[Party, ...] = ()
    direction: Direction = "unknown"
    time: Time = Time()
    text: str | None = None
    subject: str | None = None
    versions: tuple[Version, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    status: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    details: Details | None = None
    fields: dict[str, str] = {}
    warnings: tuple[str, ...] = ()
    id: str = ""
    object: str = ""
    content: str = ""
    parser: str = ""
    version: int = 0


class Problem(Struct, frozen=True, omit_defaults=True):
    """What could not be read: where, and why in a plain sentence. `lost` is how many happenings it stands for."""

    locator: str
    reason: str
    code: str = ""
    lost: int = 1


class Notice(Struct, frozen=True, omit_defaults=True):
    """What is odd about a source as a whole, though all of it was read: a wrong count, a missing log, an assumed order.

    With `fact` it is nothing odd, only worth keeping (what a backup says of itself): it is not shown after an import.
    With `again` the same bytes may give more another day, because something on this computer was missing.
    """

    code: str
    text: str
    locator: str = ""
    fact: bool = False
    again: bool = False


Item = Record | Problem | Notice


def steps(locator: str) -> list[tuple[str, str]]:
    """Split a locator into its steps, outermost first: `member=a.zip;bytes=5-9` -> [("member", "a.zip"), ("bytes", "5-9")]."""
    pairs = (step.partition("=") for step in locator.split(";") if step)
    return [(name, _unescape(value)) for name, _, value in pairs]


def locate(*pairs: tuple[str, object]) -> str:
    """Build a locator from its steps, outermost first. `%` and `;` in values are escaped as %25 and %3B."""
    return ";".join(f"{name}={_escape(str(value))}" for name, value in pairs)


def _escape(value: str) -> str:
    return value.replace("%", "%25").replace(";", "%3B") if "%" in value or ";" in value else value


def _unescape(value: str) -> str:
    return value.replace("%3B", ";").replace("%25", "%") if "%" in value else value


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of one record line."""
    import msgspec

    found = msgspec.json.schema(Record)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Fullpicture record",
        **found,
    }
