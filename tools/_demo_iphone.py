"""The message database of the old iPhone in the demo story, with the newest messages still in its log."""

import plistlib
import sqlite3
import struct
import tempfile
from pathlib import Path

from _demo_clock import APPLE_EPOCH, apple, seconds

SAM_MAIL, SAM_NUMBER, ALEX_MAIL = "sam@example.com", "+447700900123", "alex@example.org"
PAGE = 4096
_SALTS = b"demodata"
_LIBRARY = 3_040_001
"""The version that the file names as its last writer; the real one differs from machine to machine."""

_TABLES = """
CREATE TABLE handle (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT, country TEXT, service TEXT,
  uncanonicalized_id TEXT, person_centric_id TEXT);
CREATE TABLE chat (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT UNIQUE, style INTEGER, chat_identifier TEXT,
  service_name TEXT, display_name TEXT, room_name TEXT, account_login TEXT);
CREATE TABLE message (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT UNIQUE NOT NULL, text TEXT,
  handle_id INTEGER DEFAULT 0, subject TEXT, attributedBody BLOB, service TEXT, account TEXT, date INTEGER,
  date_read INTEGER DEFAULT 0, date_delivered INTEGER DEFAULT 0, is_delivered INTEGER DEFAULT 0,
  is_from_me INTEGER DEFAULT 0, is_read INTEGER DEFAULT 0, is_sent INTEGER DEFAULT 0, item_type INTEGER DEFAULT 0,
  group_title TEXT, group_action_type INTEGER DEFAULT 0, associated_message_guid TEXT,
  associated_message_type INTEGER DEFAULT 0, cache_has_attachments INTEGER DEFAULT 0, balloon_bundle_id TEXT,
  message_summary_info BLOB, date_edited INTEGER DEFAULT 0, date_retracted INTEGER DEFAULT 0,
  thread_originator_guid TEXT, destination_caller_id TEXT);
CREATE TABLE attachment (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT UNIQUE, created_date INTEGER,
  filename TEXT, uti TEXT, mime_type TEXT, transfer_name TEXT, total_bytes INTEGER, is_outgoing INTEGER);
CREATE TABLE chat_message_join (chat_id INTEGER, message_id INTEGER, message_date INTEGER DEFAULT 0,
  PRIMARY KEY (chat_id, message_id));
CREATE TABLE chat_handle_join (chat_id INTEGER, handle_id INTEGER, UNIQUE (chat_id, handle_id));
CREATE TABLE message_attachment_join (message_id INTEGER, attachment_id INTEGER, UNIQUE (message_id, attachment_id));
CREATE TABLE deleted_messages (ROWID INTEGER PRIMARY KEY AUTOINCREMENT UNIQUE, guid TEXT NOT NULL);
"""
Values = dict[str, object]


def databases() -> tuple[bytes, bytes]:
    """`sms.db` and `sms.db-wal`: nine messages in the file, two more in the log only."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sms.db"
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            connection.executescript(f"PRAGMA page_size={PAGE}; PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0;")
            connection.executescript(_TABLES)
            connection.execute("BEGIN")
            _people(connection)
            _insert(connection, _older())
            connection.execute("DELETE FROM message WHERE guid = 'demo-0007'")
            connection.execute("COMMIT")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            connection.execute("BEGIN")
            _insert(connection, _newest())
            connection.execute("COMMIT")
            main, log = path.read_bytes(), Path(f"{path}-wal").read_bytes()
        finally:
            connection.close()
    return _signed(main), _resalted(log)


def _people(connection: sqlite3.Connection) -> None:
    connection.executemany(
        "INSERT INTO handle (id, country, service, person_centric_id) VALUES (?, 'gb', 'iMessage', 'P1')",
        [(SAM_MAIL,), (SAM_NUMBER,)],
    )
    connection.execute(
        "INSERT INTO chat (guid, style, chat_identifier, service_name, account_login) VALUES (?, 45, ?, 'iMessage', ?)",
        (f"iMessage;-;{SAM_MAIL}", SAM_MAIL, f"E:{ALEX_MAIL}"),
    )
    connection.execute("INSERT INTO chat_handle_join VALUES (1, 1)")
    connection.execute(
        "INSERT INTO attachment (guid, created_date, filename, uti, mime_type, transfer_name, total_bytes, is_outgoing)"
        " VALUES ('demo-att-1', ?, ?, 'public.heic', 'image/heic', 'IMG_0042.HEIC', 1843201, 0)",
        (seconds("2024-03-31 00:47:12") - APPLE_EPOCH, "~/Library/SMS/Attachments/2a/10/demo-att-1/IMG_0042.HEIC"),
    )
    connection.execute("INSERT INTO message_attachment_join VALUES (8, 1)")
    connection.execute("INSERT INTO deleted_messages (guid) VALUES ('demo-0007')")


def _older() -> list[Values]:
    edited = {"date_edited": apple("2024-03-29 20:22:40"), "message_summary_info": _edits()}
    unsent = {"date_edited": apple("2024-03-29 20:33:05"), "message_summary_info": _taken_back(21)}
    liked = {"associated_message_guid": "p:0/demo-0004", "associated_message_type": 2002}
    return [
        _message(1, "2024-02-20 18:30:11", "train is late, start without me", handle_id=2),
        _message(2, "2024-02-20 18:31:50", "No problem.", mine=True),
        _message(3, "2024-03-29 20:11:03", None, attributedBody=_body("I found your other address 🙂")),
        _message(4, "2024-03-29 20:14:25", "Do not write to me here either.", mine=True),
        _message(5, "2024-03-29 20:20:19", None, attributedBody=_body("You will miss me."), **edited),
        _message(6, "2024-03-29 20:31:44", None, **unsent),
        _message(7, "2024-03-30 09:00:00", "a message that was deleted on the phone"),
        _message(8, "2024-03-31 00:47:12", "\ufffc", cache_has_attachments=1),
        _message(9, "2024-03-31 00:49:30", "Disliked “Do not write to me here either.”", **liked),
        _message(10, "2024-03-31 00:51:02", "your curtains are open"),
    ]


def _newest() -> list[Values]:
    return [
        _message(11, "2024-03-31 02:07:45", "the clocks change but I do not"),
        _message(12, "2024-04-01 06:30:00", "still here"),
    ]


def _message(number: int, at: str, text: str | None, *, mine: bool = False, **more: object) -> Values:
    common: Values = {"guid": f"demo-{number:04}", "text": text, "handle_id": 1, "service": "iMessage"}
    common |= {"account": f"E:{ALEX_MAIL}", "date": apple(at), "is_read": 1, "destination_caller_id": ALEX_MAIL}
    if mine:
        common |= {"is_from_me": 1, "is_sent": 1, "is_delivered": 1, "handle_id": 0}
    return common | more


def _insert(connection: sqlite3.Connection, messages: list[Values]) -> None:
    for values in messages:
        names, marks = ", ".join(values), ", ".join("?" * len(values))
        made = connection.execute(f"INSERT INTO message ({names}) VALUES ({marks})", tuple(values.values()))
        connection.execute("INSERT INTO chat_message_join VALUES (1, ?, ?)", (made.lastrowid, values["date"]))


def _body(text: str) -> bytes:
    """An attributed string as iPhones archive it: the text as a counted string, and one run of attributes."""
    data = text.encode()
    units = len(text.encode("utf-16-le")) // 2
    return (
        b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@\x84\x84\x84\x12NSAttributedString\x00\x84\x84\x08NSObject\x00"
        b"\x85\x92\x84\x84\x84\x08NSString\x01\x94\x84\x01+" + bytes([len(data)]) + data + b"\x86\x84\x02iI\x01"
        + bytes([units]) + b"\x92\x84\x84\x84\x0cNSDictionary\x00\x94\x84\x01i\x01\x92\x84\x96\x96"
        b"\x1d__kIMMessagePartAttributeName\x86\x92\x84\x84\x84\x08NSNumber\x00\x84\x84\x07NSValue\x00\x94\x84\x01*"
        b"\x84\x84\x01i\x99\x00\x86\x86\x86"
    )  # fmt: skip


def _edits() -> bytes:
    """The two versions of the edited message, with the seconds since 2001 at which each was written."""
    versions = (("2024-03-29 20:20:19", "You will be sorry for this."), ("2024-03-29 20:22:40", "You will miss me."))
    told = [{"d": float(seconds(at) - APPLE_EPOCH), "t": _body(text)} for at, text in versions]
    summary = {"amc": 0, "ec": {"0": told}, "ep": [0], "otr": {"0": {"le": 27, "lo": 0}}, "ust": True}
    return plistlib.dumps(summary, fmt=plistlib.FMT_BINARY)


def _taken_back(length: int) -> bytes:
    summary = {"amc": 0, "otr": {"0": {"le": length, "lo": 0}}, "rp": [0], "ust": True}
    return plistlib.dumps(summary, fmt=plistlib.FMT_BINARY)


def _signed(first_page_on: bytes) -> bytes:
    """A database (or its first page) that names one fixed library version as its last writer."""
    return first_page_on[:96] + struct.pack(">I", _LIBRARY) + first_page_on[100:]


def _resalted(log: bytes) -> bytes:
    """The log with fixed salts instead of random ones, and its checksums made anew.

    Layout and checksum: sqlite.org/fileformat2.html, "The Write-Ahead Log".
    """
    order = ">" if log[3] & 1 else "<"
    head = log[:16] + _SALTS
    state = _checksum(head, (0, 0), order)
    out = [head, struct.pack(">II", *state)]
    for at in range(32, len(log), 24 + PAGE):
        frame, page = log[at : at + 8], log[at + 24 : at + 24 + PAGE]
        page = _signed(page) if struct.unpack(">I", frame[:4]) == (1,) else page
        state = _checksum(page, _checksum(frame, state, order), order)
        out += [frame, _SALTS, struct.pack(">II", *state), page]
    return b"".join(out)


def _checksum(data: bytes, state: tuple[int, int], order: str) -> tuple[int, int]:
    first, second = state
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for one, two in zip(words[::2], words[1::2], strict=True):
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + two + first) & 0xFFFFFFFF
    return first, second
