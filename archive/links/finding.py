"""Finds the exported records that a message in a picture may be: by its minute, and by its rarest words.

The search index and the index over times answer; nothing is compared with everything. What is said every day ("ok", "call
me") is not looked up by its words: its neighbours say where it stands.
"""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from archive.corrections import plain_words
from archive.links.reading import Reader
from archive.links.seen import Place

_RARE, _WORDS = 300, 4
_MINUTE = 60_000


class Finder:
    """Looks up candidates, and whether a word is one that exported records use."""

    def __init__(self, reader: Reader, zone: str) -> None:
        self._db, self._boxes = reader.db, reader.boxes
        self._zone = ZoneInfo(zone) if zone else None
        self._counts: dict[str, int] = {}
        self._own: dict[str, bool] = {}
        self._db.execute("CREATE VIRTUAL TABLE temp.spoken USING fts5vocab(main, words, row)")

    def close(self) -> None:
        self._db.execute("DROP TABLE temp.spoken")

    def candidates(self, place: Place) -> list[tuple[int, int | None, int, int]]:
        """Rows, times and thread rows of exported records that may be this message, and how much points to each."""
        points = Counter(dict.fromkeys(self._by_minute(place), 1)) + self._by_words(place.best.text)
        wanted = [row for row in points if row not in self._boxes]
        query = f"""SELECT n, sort, thread FROM record WHERE n IN (SELECT value FROM json_each(?))
                    AND kind IN ('message', 'call', 'system') AND {_LIVE} ORDER BY n"""
        found = self._db.execute(query, (json.dumps(wanted),))
        return [(row, sort, thread, points[row]) for row, sort, thread in found]

    def _by_minute(self, place: Place) -> Iterator[int]:
        """Records of the very minute, if the day is known: the wall clock in the case's zone, and as it stands."""
        for minute in place.best.minutes if place.day else ():
            try:
                there = datetime.fromisoformat(f"{place.day}T{minute // 60:02d}:{minute % 60:02d}:00")
                moments = {there.replace(tzinfo=UTC), there.replace(tzinfo=self._zone or UTC)}
                starts = sorted(int(moment.timestamp() * 1000) for moment in moments)
            except (ValueError, OverflowError):
                continue
            for start in starts:
                query = "SELECT n FROM record WHERE sort >= ? AND sort < ? LIMIT ?"
                rows = [n for (n,) in self._db.execute(query, (start, start + _MINUTE, _RARE + 1))]
                yield from rows if len(rows) <= _RARE else ()

    def _by_words(self, text: str) -> Counter[int]:
        """Records that hold the rarest words of a text, with two points for each of them."""
        counted = {word: self._count(word) for word in dict.fromkeys(plain_words(text).split())}
        rare = sorted((count, word) for word, count in counted.items() if 0 < count <= _RARE)[:_WORDS]
        votes: Counter[int] = Counter()
        for _, word in rare:
            votes.update(2 * [n for (n,) in self._db.execute(_HOLDS, (_phrase(word), _RARE))])
        enough = max(votes.values(), default=0) / 2
        return Counter({row: count for row, count in votes.items() if count >= enough})

    def _count(self, word: str) -> int:
        if word not in self._counts:
            row = self._db.execute("SELECT doc FROM temp.spoken WHERE term = ?", (word,)).fetchone()
            self._counts[word] = row[0] if row else 0
        return self._counts[word]

    def own(self, word: str) -> bool:
        """Whether a word is one that people use: it stands in a record that no machine read out of a picture."""
        if word not in self._own:
            query = f"""SELECT n FROM record WHERE kind NOT IN ('photo', 'document', 'video') AND n IN ({_HOLDS})"""
            rows = self._db.execute(query, (_phrase(word), 100 + len(self._boxes))) if word.isalnum() else ()
            self._own[word] = any(n not in self._boxes for (n,) in rows)
        return self._own[word]


def _phrase(word: str) -> str:
    return f'text : "{word}"'


_HOLDS = "SELECT rowid FROM words WHERE words MATCH ? LIMIT ?"
_LIVE = "EXISTS (SELECT 1 FROM sighting WHERE sighting.record = record.n)"
