"""Builds databases as Messages of iPhone and Mac writes them, for tests: the tables, archives and clocks of the real ones."""

import plistlib
import sqlite3
from collections.abc import Mapping
from pathlib import Path

NANO = 1_000_000_000
START = 733_539_540  # 2024-03-31T00:59:00Z, in seconds since 2001: half an hour before the clocks change in Britain

_MESSAGE = (
    "guid TEXT UNIQUE NOT NULL", "text TEXT", "replace INTEGER DEFAULT 0", "service_center TEXT",
    "handle_id INTEGER DEFAULT 0", "subject TEXT", "country TEXT", "attributedBody BLOB", "version INTEGER DEFAULT 0",
    "type INTEGER DEFAULT 0", "service TEXT", "account TEXT", "account_guid TEXT", "error INTEGER DEFAULT 0",
    "date INTEGER", "date_read INTEGER", "date_delivered INTEGER", "is_delivered INTEGER DEFAULT 0",
    "is_finished INTEGER DEFAULT 0", "is_emote INTEGER DEFAULT 0", "is_from_me INTEGER DEFAULT 0",
    "is_empty INTEGER DEFAULT 0", "is_delayed INTEGER DEFAULT 0", "is_auto_reply INTEGER DEFAULT 0",
    "is_prepared INTEGER DEFAULT 0", "is_read INTEGER DEFAULT 0", "is_system_message INTEGER DEFAULT 0",
    "is_sent INTEGER DEFAULT 0", "has_dd_results INTEGER DEFAULT 0", "is_service_message INTEGER DEFAULT 0",
    "is_forward INTEGER DEFAULT 0", "was_downgraded INTEGER DEFAULT 0", "is_archive INTEGER DEFAULT 0",
    "cache_has_attachments INTEGER DEFAULT 0", "cache_roomnames TEXT", "was_data_detected INTEGER DEFAULT 0",
    "was_deduplicated INTEGER DEFAULT 0", "is_audio_message INTEGER DEFAULT 0", "is_played INTEGER DEFAULT 0",
    "date_played INTEGER", "item_type INTEGER DEFAULT 0", "other_handle INTEGER DEFAULT 0", "group_title TEXT",
    "group_action_type INTEGER DEFAULT 0", "share_status INTEGER DEFAULT 0", "share_direction INTEGER DEFAULT 0",
    "is_expirable INTEGER DEFAULT 0", "expire_state INTEGER DEFAULT 0", "message_action_type INTEGER DEFAULT 0",
    "message_source INTEGER DEFAULT 0",
)  # fmt: skip
_MESSAGE_SINCE_IOS_18 = (
    "associated_message_guid TEXT", "associated_message_type INTEGER DEFAULT 0", "balloon_bundle_id TEXT",
    "payload_data BLOB", "expressive_send_style_id TEXT", "associated_message_range_location INTEGER DEFAULT 0",
    "associated_message_range_length INTEGER DEFAULT 0", "time_expressive_send_played INTEGER",
    "message_summary_info BLOB", "ck_sync_state INTEGER DEFAULT 0", "ck_record_id TEXT", "ck_record_change_tag TEXT",
    "destination_caller_id TEXT", "is_corrupt INTEGER DEFAULT 0", "reply_to_guid TEXT", "sort_id INTEGER",
    "is_spam INTEGER DEFAULT 0", "has_unseen_mention INTEGER DEFAULT 0", "thread_originator_guid TEXT",
    "thread_originator_part TEXT", "was_delivered_quietly INTEGER DEFAULT 0",
    "did_notify_recipient INTEGER DEFAULT 0", "date_retracted INTEGER DEFAULT 0", "date_edited INTEGER DEFAULT 0",
    "was_detonated INTEGER DEFAULT 0", "part_count INTEGER", "is_stewie INTEGER DEFAULT 0",
    "is_sos INTEGER DEFAULT 0", "is_critical INTEGER DEFAULT 0", "associated_message_emoji TEXT DEFAULT NULL",
    "is_pending_satellite_send INTEGER DEFAULT 0", "schedule_type INTEGER DEFAULT 0",
    "schedule_state INTEGER DEFAULT 0", "sent_or_received_off_grid INTEGER DEFAULT 0",
    "date_recovered INTEGER DEFAULT 0",
)  # fmt: skip
_NUMBER = "ROWID INTEGER PRIMARY KEY AUTOINCREMENT UNIQUE"
_HANDLE = (_NUMBER, "id TEXT NOT NULL", "country TEXT", "service TEXT NOT NULL", "uncanonicalized_id TEXT")
_OLD_TABLES = {
    "deleted_messages": (_NUMBER, "guid TEXT NOT NULL"),
    "handle": _HANDLE,
    "chat": (
        _NUMBER, "guid TEXT UNIQUE NOT NULL", "style INTEGER", "state INTEGER", "properties BLOB",
        "chat_identifier TEXT", "service_name TEXT", "room_name TEXT", "account_login TEXT", "display_name TEXT",
        "group_id TEXT", "is_filtered INTEGER DEFAULT 0",
    ),
    "chat_message_join": (
        "chat_id INTEGER REFERENCES chat (ROWID)", "message_id INTEGER REFERENCES message (ROWID)",
        "message_date INTEGER DEFAULT 0", "PRIMARY KEY (chat_id, message_id)",
    ),
    "attachment": (
        _NUMBER, "guid TEXT UNIQUE NOT NULL", "created_date INTEGER DEFAULT 0", "filename TEXT", "uti TEXT",
        "mime_type TEXT", "transfer_state INTEGER DEFAULT 0", "is_outgoing INTEGER DEFAULT 0", "transfer_name TEXT",
        "total_bytes INTEGER DEFAULT 0", "is_sticker INTEGER DEFAULT 0", "hide_attachment INTEGER DEFAULT 0",
    ),
    "message_attachment_join": (
        "message_id INTEGER REFERENCES message (ROWID)", "attachment_id INTEGER REFERENCES attachment (ROWID)",
        "UNIQUE (message_id, attachment_id)",
    ),
    "message": ("ROWID INTEGER PRIMARY KEY AUTOINCREMENT", *_MESSAGE),
}  # fmt: skip
_TABLES = _OLD_TABLES | {
    "handle": (*_HANDLE, "person_centric_id TEXT"),
    "chat_handle_join": (
        "chat_id INTEGER REFERENCES chat (ROWID)", "handle_id INTEGER REFERENCES handle (ROWID)",
        "UNIQUE (chat_id, handle_id)",
    ),
    "sync_deleted_messages": (_NUMBER, "guid TEXT NOT NULL", "recordID TEXT"),
    "chat_recoverable_message_join": (
        "chat_id INTEGER REFERENCES chat (ROWID)", "message_id INTEGER REFERENCES message (ROWID)",
        "delete_date INTEGER", "ck_sync_state INTEGER DEFAULT 0", "PRIMARY KEY (chat_id, message_id)",
    ),
    "recoverable_message_part": (
        "chat_id INTEGER", "message_id INTEGER", "part_index INTEGER", "delete_date INTEGER",
        "part_text BLOB NOT NULL", "PRIMARY KEY (chat_id, message_id, part_index)",
    ),
    "message": (*_OLD_TABLES["message"], *_MESSAGE_SINCE_IOS_18),
}  # fmt: skip

Cell = str | int | float | bytes | None


class Phone:
    """A Messages database in the making. `old`: as of macOS 10.11, whose clock counts seconds."""

    def __init__(self, path: Path, *, old: bool = False, page: int = 1024, journal: str = "WAL") -> None:
        self.path = path
        self.tick = 1 if old else NANO
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.execute(f"PRAGMA page_size = {page}")
        self.db.execute(f"PRAGMA journal_mode = {journal}")
        self.db.execute("PRAGMA wal_autocheckpoint = 0")
        self.db.execute("PRAGMA synchronous = OFF")
        self.db.execute("BEGIN")
        for name, columns in (_OLD_TABLES if old else _TABLES).items():
            self.db.execute(f"CREATE TABLE {name} ({', '.join(columns)})")
        self.db.execute("COMMIT")

    def at(self, seconds: int) -> int:
        """A value of Apple's clock, so many seconds after START."""
        return (START + seconds) * self.tick

    def add(self, table: str, **values: Cell) -> int:
        """One row; returns its number."""
        names = ", ".join(values)
        marks = ", ".join("?" * len(values))
        return self.db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(values.values())).lastrowid or 0

    def message(self, number: int, chat: int | None = 1, **values: Cell) -> int:
        """A message with this row number, a minute after the one before, in a chat."""
        date = self.at(60 * number)
        values = {"guid": f"G{number}", "service": "iMessage", "handle_id": 1, "date": date, "is_finished": 1} | values
        self.add("message", ROWID=number, **values)
        if chat is not None:
            self.add("chat_message_join", chat_id=chat, message_id=number, message_date=values["date"])
        return number

    def finish(self) -> None:
        """Close the database, so that the file holds everything and no companion is left."""
        self.db.close()

    def leave_running(self, folder: Path) -> None:
        """Copy the file and its companion as they are on a running phone."""
        for ending in ("", "-wal"):
            data = Path(f"{self.path}{ending}").read_bytes()
            (folder / f"{self.path.name}{ending}").write_bytes(data)
        self.db.close()

    def checkpoint(self) -> None:
        """Move what is in the companion file into the database."""
        self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def archived(text: str | bytes, *, mutable: bool = False) -> bytes:
    """An attributed string as Messages archives it, with one range of attributes over all of the text."""
    raw = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    units = len(text.encode("utf-16-le", "surrogatepass")) // 2 if isinstance(text, str) else len(raw)
    head = b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@"
    if mutable:
        head += b"\x84\x84\x84\x19NSMutableAttributedString\x00\x84\x84\x12NSAttributedString\x00\x84\x84\x08NSObject\x00\x85"
        head += b"\x92\x84\x84\x84\x0fNSMutableString\x01\x84\x84\x08NSString\x01\x95\x84\x01+"
    else:
        head += b"\x84\x84\x84\x12NSAttributedString\x00\x84\x84\x08NSObject\x00\x85"
        head += b"\x92\x84\x84\x84\x08NSString\x01\x94\x84\x01+"
    ranges = b"\x86\x84\x02iI\x01" + number(units) + b"\x92\x84\x84\x84\x0cNSDictionary\x00\x94\x84\x01i\x01"
    ranges += b"\x92\x84\x96\x96\x1d__kIMMessagePartAttributeName\x86\x92\x84\x84\x84\x08NSNumber\x00"
    return (
        head
        + number(len(raw))
        + raw
        + ranges
        + b"\x84\x84\x07NSValue\x00\x94\x84\x01*\x84\x84\x01i\x99\x00\x86\x86\x86"
    )


def number(value: int) -> bytes:
    """A length as a typedstream writes it: one byte, else a mark and two or four, little endian."""
    if value < 0x80:
        return bytes((value,))
    return b"\x81" + value.to_bytes(2, "little") if value < 0x8000 else b"\x82" + value.to_bytes(4, "little")


def edits(history: Mapping[str, list[tuple[int, str]]], gone: Mapping[int, int] | None = None) -> bytes:
    """`message_summary_info`: (seconds after START, text) of every part, and parts taken back with their lengths."""
    gone = gone or {}
    summary: dict[str, object] = {"amc": 0, "ust": True}
    if history:
        summary["ec"] = {
            part: [{"d": float(START + second), "t": archived(text)} for second, text in texts]
            for part, texts in history.items()
        }
        summary["ep"] = [int(part) for part in history]
    if gone:
        summary["rp"] = list(gone)
        summary["otr"] = {str(part): {"lo": 0, "le": length} for part, length in gone.items()}
    return plistlib.dumps(summary, fmt=plistlib.FMT_BINARY)


def keyed(values: Mapping[str, object]) -> bytes:
    """A keyed archive of a dictionary of texts, addresses (`bytes`) and further dictionaries."""
    objects: list[object] = ["$null"]

    def put(value: object) -> plistlib.UID:
        if isinstance(value, Mapping):
            keys = [put(key) for key in value]
            value = {"NS.keys": keys, "NS.objects": [put(inner) for inner in value.values()]}
        elif isinstance(value, bytes):
            value = {"NS.base": plistlib.UID(0), "NS.relative": put(value.decode())}
        objects.append(value)
        return plistlib.UID(len(objects) - 1)

    root = put(values)
    archive = {"$version": 100000, "$archiver": "NSKeyedArchiver", "$top": {"root": root}, "$objects": objects}
    return plistlib.dumps(archive, fmt=plistlib.FMT_BINARY)
