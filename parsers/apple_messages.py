"""Messages of iPhone and Mac (sms.db, chat.db).

SMS, MMS, iMessage and RCS messages with their edits, reactions and deletion traces, out of the database that the
phone (`Library/SMS/sms.db`, also inside a backup) or the Mac (`Library/Messages/chat.db`) keeps. The newest messages
stand in a companion file, `-wal`, which is read with it.
"""

import re
from collections.abc import Iterator
from contextlib import ExitStack, closing

from archive.records import Item, Notice, Problem
from parsers import Confidence, Source
from parsers._apple.database import FAILURES, Database, even_out, keeps_a_log
from parsers._apple.reading import TABLES, Reading
from parsers._apple.wal import log_remarks

VERSION = 1

_MARK = b"SQLite format 3\0"
_MADE = rb"CREATE (?:TABLE|(?:UNIQUE )?INDEX|TRIGGER)[^\0]{1,200}?"
_JOINING = re.compile(_MADE + rb"\b(?:chat_message_join|chat_handle_join|message_attachment_join)\b")
_MESSAGES = re.compile(rb"CREATE TABLE \"?message\"? ?\([^\0]{0,4000}?\bhandle_id\b")
_COUNTED = [re.compile(b"\x03" + bytes((13 + 2 * len(name),)) + rb"[\x01-\x06\x08\x09]" + name)
            for name in (b"message", b"handle", b"chat")]  # fmt: skip
"""Rows of `sqlite_sequence`, as SQLite stores them: the numbers given out so far in these three tables."""
_USUAL_NAMES = ("sms.db", "chat.db")
_INTERIOR_PAGE = 5


def identify(source: Source) -> Confidence:
    """By the tables that only Messages has. In a large database their definitions may stand beyond the first bytes,
    but the counters of three of them do not; where even these are not to be seen, the usual name gives a hint."""
    head = source.head
    if not head.startswith(_MARK) or head[68:72] != bytes(4):  # Apple sets no application id; our own catalogue does
        return Confidence.NO
    joining, messages = _JOINING.search(head), _MESSAGES.search(head)
    if joining and messages:
        return Confidence.CERTAIN
    if joining or messages or all(counter.search(head) for counter in _COUNTED):
        return Confidence.PROBABLE
    name = source.name.rpartition("/")[2].lower()
    hidden = head[100:101] == bytes((_INTERIOR_PAGE,)) or source.tree.sibling(f"{name}-wal") is not None
    return Confidence.POSSIBLE if name in _USUAL_NAMES and hidden else Confidence.NO


def parse(source: Source) -> Iterator[Item]:
    """Every row of the message table as a record or a problem; what is odd about the file as notices."""
    log = source.name.rpartition("/")[2] + "-wal"
    logged = source.tree.sibling(log) is not None  # never the log of another database elsewhere in the drop
    with ExitStack() as open_things:
        try:
            path = open_things.enter_context(source.copy("-wal") if logged else source.copy())
            missing = even_out(path)
        except OSError as error:
            yield Problem("", f"The database could not be copied for reading ({error}). It is kept.", "not-copied")
            return
        try:
            database = open_things.enter_context(closing(Database(path, TABLES)))
            yield from _remarks(source, logged, missing)
            if not (database.sound or missing):
                yield _CONTENTS_DAMAGED
            yield from log_remarks(database)
            yield from Reading(database, source).items()
        except FAILURES as error:
            yield Problem(
                "",
                f"The database is damaged and could not be read further ({error}). The file is kept as it is. If the "
                "phone or computer still has its messages, make a new copy or backup.",
                "database-unreadable",
            )


_CONTENTS_DAMAGED = Notice(
    "contents-damaged",
    "The file's own table of contents is damaged. What could still be found through it has been read; senders, "
    "conversations or attachments may be missing. If the original still exists, copy it again.",
)


def _remarks(source: Source, logged: bool, missing: int) -> Iterator[Notice]:
    if not logged and keeps_a_log(source.head):
        yield Notice(
            "no-wal",
            "The newest messages may be in a companion file that is not here: its name is the database's with -wal at "
            "the end. If you can still reach the phone or computer, add both files together.",
        )
    if missing and not logged:
        yield Notice(
            "cut-short",
            f"The file is cut short: {missing} pages that it says it has are not there. What is there has been read; "
            "if the original still exists, copy it again.",
        )
