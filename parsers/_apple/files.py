"""The files that came with messages: the table `attachment`, and the files of the drop that it names."""

from collections.abc import Iterator

from archive.records import Attachment
from parsers import Member, Source, Tree
from parsers._apple.columns import whole, words
from parsers._apple.database import Database, Row, Value
from parsers._sniff import media_type

_ID_LENGTH = 8  # a folder name shorter than this is no id
_COLUMNS = ("filename", "transfer_name", "mime_type", "uti", "total_bytes", "is_sticker", "hide_attachment")


class Files:
    """Rows of `attachment`, asked for one by one, and what the drop holds of them."""

    def __init__(self, database: Database, source: Source) -> None:
        self._database = database
        self._source = source
        there = database.tables.get("attachment", frozenset())
        wanted = ", ".join(f'"{column}"' if column in there else "NULL" for column in _COLUMNS)
        self._sql = f"SELECT {wanted} FROM attachment WHERE rowid = ?"

    def attachment(self, number: Value) -> Attachment:
        """The attachment with this row number. One whose row is gone is missing, and says so."""
        row = self._database.one(self._sql, number)
        if not row:
            return Attachment(missing=True, note="its entry in the database is gone")
        path, name, kind, uti, size, sticker, hidden = row
        place = words(path)
        member = _find(self._source.tree, place)
        return Attachment(
            name=words(name) or place.rpartition("/")[2],
            declared=words(kind) or words(uti),
            found=_look(member) if member else "",
            size=member.size if member else whole(size) or None,
            sha256=member.sha256 if member else None,
            missing=member is None,
            locator=f"table=attachment;row={whole(number)}",
            note=", ".join(_notes(place, sticker, hidden)),
        )

    def keep(self, data: bytes, name: str, note: str) -> Attachment:
        """A value of the database, kept as an object of its own."""
        kept = self._source.keep(data)
        return Attachment(
            name=name,
            found=media_type(data[:4096]),
            size=kept.size,
            sha256=kept.sha256,
            locator=f"column={name}",
            note=note,
        )


def _notes(place: str, sticker: Value, hidden: Value) -> Iterator[str]:
    if sticker:
        yield "sticker"
    if hidden:
        yield "hidden in the conversation"
    if not place:
        yield "the database names no file for it"


def _find(tree: Tree, path: str) -> Member | None:
    """The file of the drop that a stored path means: by the path below `Library`, else by its last two names.

    The last two are `<id>/<name>`. They only count where a single file fits, and the name alone never does:
    IMG_0001.jpg exists many times.
    """
    _, library, inside = path.partition("Library/")
    if library and (found := tree.attach(f"Library/{inside}")):
        return found
    short = "/".join(path.split("/")[-2:])
    folder = short.partition("/")[0]
    if len(folder) < _ID_LENGTH or len({member.sha256 or member.name for member in tree.all(short)}) != 1:
        return None
    return tree.attach(short)


def _look(member: Member) -> str:
    try:
        with member.open() as stream:
            return media_type(stream.read(4096))
    except OSError:
        return ""  # the file is listed with its own problem where it is read as a source


def unowned(database: Database) -> Row:
    """How many attachments belong to no message any more, and the names of the first of them."""
    if not {"attachment", "message_attachment_join"} <= database.tables.keys():
        return ()
    return database.one(
        "SELECT count(*), (SELECT group_concat(coalesce(transfer_name, filename, guid, 'no name'), ', ') FROM "
        f"(SELECT * {_UNOWNED} LIMIT 20)) {_UNOWNED}"
    )


_UNOWNED = "FROM attachment WHERE rowid NOT IN (SELECT attachment_id FROM message_attachment_join WHERE attachment_id NOT NULL)"
