"""Writes the viewer: fixed pages, and the entries in shards of classic scripts.

Of each shard there are two scripts: what the timeline lists and searches is read when the page opens, what an opened
entry shows only when it is opened. So a hundred thousand entries open quickly and need little memory.
"""

from importlib.resources import files
from pathlib import Path

from archive.handover.entry import Entry, Summary
from archive.handover.plain import Counted
from archive.handover.viewer.detail import sections
from archive.handover.viewer.listed import listed
from archive.handover.viewer.overview import overview
from archive.handover.viewer.shards import Shard, as_json, script

PAGES = ("viewer.css", "text.js", "viewer.js", "pages.js")
_SHARDS_HERE = "<!-- records -->"


class Viewer:
    """Writes `viewer/` in the payload folder. One shard of entries at most is held in memory."""

    def __init__(self, data: Path, entries: int = 5_000, characters: int = 4_000_000) -> None:
        """Write into the payload folder `data`; a shard has at most so many entries, and about so many characters."""
        self._folder = data / "viewer"
        (self._folder / "records").mkdir(parents=True)
        self._entries, self._characters = entries, characters
        self._lines, self._details = Shard(), Shard()
        self._shards = 0
        self._counted = Counted()

    def add(self, entry: Entry) -> None:
        """Take the next entry."""
        self._counted.add(entry)
        self._lines.add(listed(entry))
        self._details.add(sections(entry))
        if len(self._lines) >= self._entries or self._lines.weight + self._details.weight >= self._characters:
            self._flush()

    def _flush(self) -> None:
        if not len(self._lines):
            return
        self._write(f"records/r{self._shards:04}.js", script("take", str(self._shards), self._lines.packed()))
        self._write(f"records/d{self._shards:04}.js", script("keep", str(self._shards), self._details.packed()))
        self._lines, self._details = Shard(), Shard()
        self._shards += 1

    def finish(self, summary: Summary) -> None:
        """Write the last shard, the summary and the pages."""
        self._flush()
        self._write(
            "summary.js",
            script("tell", as_json(overview(self._counted.told(summary), self._shards, self._counted.sentence))),
        )
        for name in PAGES:
            self._write(name, _page(name))
        tags = "\n".join(f'<script defer src="records/r{n:04}.js"></script>' for n in range(self._shards))
        self._write("index.html", _page("index.html").replace(_SHARDS_HERE.encode(), tags.encode()))

    def _write(self, name: str, data: bytes) -> None:
        (self._folder / name).write_bytes(data)


def _page(name: str) -> bytes:
    return files(__package__).joinpath(name).read_bytes()
