"""Gets the originals ready: which bytes go into the bag from where, small copies of pictures, and what is taken out of containers."""

import json
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO

from archive.case import Case
from archive.disk import blocks, digest_of
from archive.errors import Damaged
from archive.handover.bag import Item
from archive.handover.clean import ALONE, Clean
from archive.handover.exhibits import Exhibits, Original
from archive.handover.pictures import Look, look, tells_place, without_place
from archive.handover.selection import Selection
from archive.handover.shelf import Shelf, Spot

Unpack = Callable[[str, frozenset[tuple[str, ...]]], AbstractContextManager[Iterator[tuple[tuple[str, ...], BinaryIO]]]]
"""Opens the members of a stored container (by its hash) that are wanted, one after the other."""
THUMBNAILS = "data/viewer/pictures"


class Gathering:
    """The originals of one hand-over. `root` is the folder in which the bag is made."""

    def __init__(self, case: Case, selection: Selection, clean: Clean, exhibits: Exhibits, root: Path) -> None:
        self._case, self._root, self._exhibits = case, root, exhibits
        self.cited = _cited(case, selection)
        self._shown = [one for one in self._cited_exhibits() if one.row in clean.contents or one.row in clean.objects]
        self.looks: dict[str, Look] = {}
        self._taken: dict[str, Path] = {}

    def _cited_exhibits(self) -> Iterator[Original]:
        for sha256 in sorted(self.cited):
            if (found := self._exhibits.of(sha256)) is not None:
                yield found

    def look_at_pictures(self, unpack: Unpack) -> None:
        """Take what records name out of containers, and look at every picture among it."""
        inside: dict[str, list[Original]] = defaultdict(list)
        for one in self._shown:
            if one.members:
                inside[one.home].append(one)
            elif self._case.objects.has(one.sha256):
                with self._case.objects.open(one.sha256) as stream:
                    self._look(one, stream)
        for home, wanted in inside.items():
            self._take_out(home, wanted, unpack)

    def _take_out(self, home: str, wanted: list[Original], unpack: Unpack) -> None:
        by_members = {one.members: one for one in wanted}
        folder = self._root / "taken"
        folder.mkdir(exist_ok=True)
        with unpack(home, frozenset(by_members)) as members:
            for names, stream in members:
                one = by_members[names]
                target = folder / one.sha256
                with open(target, "wb") as out:
                    shutil.copyfileobj(stream, out, 1 << 20)
                with open(target, "rb") as copy:
                    if digest_of(blocks(copy))[0] == one.sha256:  # what is damaged is not passed off as what it was
                        self._taken[one.sha256] = target
                if one.sha256 in self._taken:
                    with open(target, "rb") as copy:
                        self._look(one, copy)

    def _look(self, one: Original, stream: BinaryIO) -> None:
        found = look(stream)
        if found.media:
            self.looks[one.sha256] = found

    def draw(self, shelf: Shelf) -> None:
        """Write the small copies, and tell the shelf where they are."""
        folder = self._root / THUMBNAILS
        folder.mkdir(parents=True, exist_ok=True)
        for sha256, found in self.looks.items():
            name = ""
            if found.thumbnail and (original := self._exhibits.of(sha256)):
                name = f"{THUMBNAILS}/{original.exhibit.replace('/', '-')}.jpg"
                (self._root / name).write_bytes(found.thumbnail)
            shelf.pictures[sha256] = (name, found.media)

    @property
    def placed(self) -> frozenset[str]:
        """Hashes of pictures that say where they were taken, of those that records name."""
        return frozenset(sha256 for sha256, found in self.looks.items() if found.placed)

    def all_placed(self, unpack: Unpack) -> tuple[frozenset[str], frozenset[str]]:
        """For a hand-over without positions: hashes of all pictures and films that say, or may say, where they were made, and of the
        files that hold one."""
        placed = set(self.placed)
        media = _media(self._case)
        for sha256 in media - set(self.looks):
            if self._case.objects.has(sha256):
                with self._case.objects.open(sha256) as stream:
                    placed |= {sha256} if tells_place(stream) else set()
        for home in self._exhibits.containers:
            placed |= self._placed_inside(home, media, unpack)
        return frozenset(placed), frozenset(_homes(self._case, placed))

    def _placed_inside(self, home: str, media: set[str], unpack: Unpack) -> set[str]:
        query = """SELECT s.members, c.sha256 FROM source s JOIN content o ON o.n = s.object JOIN content c ON c.n = s.content
                   WHERE o.sha256 = ? AND s.members != '[]'"""
        known = {tuple(json.loads(members)): sha256 for members, sha256 in self._case.db.execute(query, (home,))}
        wanted = frozenset(members for members, sha256 in known.items() if sha256 in media and sha256 not in self.looks)
        found: set[str] = set()
        if wanted:
            with unpack(home, wanted) as members:
                for names, stream in members:
                    found |= {known[names]} if tells_place(stream) else set()
        return found

    def items(self, places: Iterable[tuple[Original, Spot]]) -> Iterator[Item]:
        """Every original that goes into the bag."""
        for original, spot in places:
            if spot.path:
                yield self._copy(original, spot.path) if spot.copy else self._exact(original, spot.path)

    def has(self, original: Original) -> bool:
        """Whether its bytes can be had here. Raises Damaged when the archive should hold them by themselves, and does not."""
        if self._opener(original) is not None:
            return True
        query = "SELECT 1 FROM content WHERE sha256 = ? AND stored = 1"
        if self._case.db.execute(query, (original.sha256,)).fetchone():
            raise Damaged(
                f"The bytes of {original.exhibit} are missing in the archive. Nothing was made. Run: fullpicture verify CASE"
            )
        return False

    def open(self, sha256: str) -> BinaryIO | None:
        """Bytes of an exhibit, for formats that carry attachments inside; None where they cannot be had."""
        original = self._exhibits.of(sha256)
        opener = self._opener(original) if original else None
        return opener() if opener else None

    def _opener(self, original: Original) -> Callable[[], BinaryIO] | None:
        taken = self._taken.get(original.sha256)
        if taken is not None:
            return lambda: open(taken, "rb")
        if not original.members and self._case.objects.has(original.sha256):
            return lambda: self._case.objects.open(original.sha256)
        return None

    def _exact(self, original: Original, path: str) -> Item:
        opener = self._opener(original)
        assert opener is not None
        with opener() as stream:
            size = stream.seek(0, 2)
        return Item(path, size, original.sha256, opener)

    def _copy(self, original: Original, path: str) -> Item:
        """A copy of a photo without its position, made in the bag's folder."""
        opener = self._opener(original)
        assert opener is not None
        with opener() as stream:
            data = without_place(stream)
        target = self._root / "taken" / f"{original.sha256}-copy"
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(data)
        return Item(path, len(data), digest_of([data])[0], lambda: open(target, "rb"))


def _media(case: Case) -> set[str]:
    """Hashes of all pictures and films of a case, by what their bytes look like."""
    rows = case.db.execute(
        "SELECT c.sha256 FROM reading r JOIN content c ON c.n = r.content WHERE found LIKE 'image/%' OR found LIKE 'video/%'"
    )
    attached = case.db.execute("SELECT DISTINCT sha256 FROM attachment WHERE sha256 != ''")
    return {sha for (sha,) in rows} | {sha for (sha,) in attached}


def _homes(case: Case, placed: set[str]) -> set[str]:
    """Hashes of stored files in which one of these contents stands: containers, and mails or backups with it as an attachment."""
    found: set[str] = set()
    for sha256 in placed:
        found |= {sha for (sha,) in case.db.execute(_HOLDERS, (sha256,) * 3)}
    return found - placed


_HOLDERS = """
SELECT o.sha256 FROM source s JOIN content o ON o.n = s.object JOIN content c ON c.n = s.content WHERE c.sha256 = ?
UNION SELECT o.sha256 FROM attachment a JOIN sighting g ON g.record = a.record JOIN source s ON s.content = g.content
JOIN content o ON o.n = s.object WHERE a.sha256 = ?
UNION SELECT c.sha256 FROM attachment a JOIN sighting g ON g.record = a.record JOIN content c ON c.n = g.content WHERE a.sha256 = ?
"""


def _cited(case: Case, selection: Selection) -> frozenset[str]:
    """Hashes of all that chosen records name or were read from in a picture."""
    found = {
        sha for record, sha in case.db.execute("SELECT record, sha256 FROM attachment") if record in selection.rows
    }
    query = f"""SELECT r.n, c.sha256 FROM record r JOIN sighting g ON g.record = r.n JOIN content c ON c.n = g.content
                WHERE r.kind IN {ALONE} OR instr(g.locator, 'box=')
                OR c.n IN (SELECT content FROM source WHERE members != '[]')"""
    found |= {sha for record, sha in case.db.execute(query) if record in selection.rows}
    return frozenset(found - {""})
