"""Exhibit numbers: `JS/3` for the third file that was handed in, `JS/3/2` for the second thing inside it that a record names.

The numbers follow the custody log, so that they are the same in every hand-over of a case, also in one of a part.
"""

import json
import re
import unicodedata
from pathlib import PurePosixPath
from typing import NamedTuple

from archive.case import Case

NO_INITIALS = "EX"
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


class Original(NamedTuple):
    """A stored file, or (`members` not empty) something inside one, with its number and every path it was handed in under."""

    exhibit: str
    row: int  # of its content
    sha256: str
    size: int
    home: str  # hash of the stored object that holds it; its own for a stored file
    members: tuple[str, ...]
    names: tuple[str, ...]  # paths in drops, first seen first; for parts the names that records give them

    def file_name(self, extra: str = "") -> str:
        """A safe name for it in a bag: exhibit number, then what is left of its own name when all but ASCII is gone."""
        name = PurePosixPath(self.names[0].replace("\\", "/")).name if self.names else "file"
        return f"{self.exhibit.replace('/', '-')}{extra}_{safe(name)}"


def safe(name: str) -> str:
    """A file name of letters, digits, `.`, `_` and `-` that no system stumbles over, at most 80 characters, ending kept."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    stem, dot, ending = _UNSAFE.sub("_", plain).rpartition(".")
    stem = stem.strip("._-") or ("file" if dot else "")
    short = (stem[: 79 - min(len(ending), 12)] + dot + ending[:12]) if dot else ending[:80]
    return short.strip("._-") or "file"


class Exhibits:
    """The numbers of one case. With `seen`, paths under which chosen records were seen, names from elsewhere are not told."""

    def __init__(self, case: Case, seen: frozenset[str] | None = None) -> None:
        self._db = case.db
        self._seen = None if seen is None else frozenset(_folder(path) for path in seen) | seen
        self.letters = case.declared.initials or NO_INITIALS
        self.files = self._files()
        self.parts = self._parts()
        self.containers = frozenset(sha for (sha,) in self._db.execute(_CONTAINERS))
        """Hashes of stored files that hold others."""

    def of(self, sha256: str) -> Original | None:
        """The exhibit that these bytes are: a file of its own, else a part of one."""
        return self.files.get(sha256) or self.parts.get(sha256)

    def told(self, path: str) -> bool:
        """Whether this path may be named."""
        return self._seen is None or path in self._seen or _folder(path) in self._seen

    def _files(self) -> dict[str, Original]:
        query = """SELECT o.n, o.sha256, o.size, s.path, s.members FROM source s JOIN content o ON o.n = s.object ORDER BY s.n"""
        found: dict[str, Original] = {}
        for row, sha256, size, path, members in self._db.execute(query):
            held = found.get(sha256)
            name = (path,) if members == "[]" and self.told(path) else ()
            if held is None:
                found[sha256] = Original(f"{self.letters}/{len(found) + 1}", row, sha256, size, sha256, (), name)
            elif name and path not in held.names:
                found[sha256] = held._replace(names=(*held.names, path))
        return found

    def _parts(self) -> dict[str, Original]:
        """What is inside a file and has records, or is named by one: chats and pictures in containers, attachments. What is a file of
        its own too keeps the number it had inside, so that no other part ever gets it."""
        found: dict[str, Original] = {}
        counts: dict[str, int] = {}
        inside = self._members()
        for sha256, row, size, name, home in self._db.execute(_PARTS):
            if sha256 in found or home not in self.files or sha256 == home:
                continue
            lies, members = inside.get(row, (home, ()))
            counts[lies] = counts.get(lies, 0) + 1
            exhibit = f"{self.files[lies].exhibit}/{counts[lies]}"
            names = (members[-1] if members else name,)
            found[sha256] = Original(exhibit, row, sha256, size, lies, members, names)
        return found

    def _members(self) -> dict[int, tuple[str, tuple[str, ...]]]:
        """For each content that is a member of a container: the file that held it first, and its names inside."""
        query = """SELECT s.content, o.sha256, s.members FROM source s JOIN content o ON o.n = s.object
                   WHERE s.members != '[]' ORDER BY s.n DESC"""
        return {row: (sha256, tuple(json.loads(members))) for row, sha256, members in self._db.execute(query)}


def _folder(path: str) -> str:
    return path.rpartition("/")[0] or path


_CONTAINERS = "SELECT DISTINCT o.sha256 FROM source s JOIN content o ON o.n = s.object WHERE s.members != '[]'"
_PARTS = """
SELECT sha256, n, size, name, home FROM (
  SELECT c.sha256 AS sha256, c.n AS n, c.size AS size, a.name AS name, o.sha256 AS home, a.record AS record, a.i AS i, s.n AS source
  FROM attachment a JOIN content c ON c.sha256 = a.sha256
  JOIN sighting g ON g.record = a.record JOIN source s ON s.content = g.content JOIN content o ON o.n = s.object
  UNION ALL
  SELECT c.sha256, c.n, c.size, '', o.sha256, min(r.n), -1, s.n
  FROM record r JOIN sighting g ON g.record = r.n JOIN content c ON c.n = g.content
  JOIN source s ON s.content = c.n JOIN content o ON o.n = s.object
  WHERE s.members != '[]' GROUP BY c.n
) ORDER BY record, i, source
"""
