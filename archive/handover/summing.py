"""What a hand-over says about itself as a whole: its exhibits, what was chosen and left out, and what to know about it."""

from archive.case import Case
from archive.handover import accounts, custody_part
from archive.handover.bag import Item
from archive.handover.clean import Clean
from archive.handover.entry import Exhibit, Summary
from archive.handover.exhibits import Original
from archive.handover.order import Order
from archive.handover.selection import Selection
from archive.handover.shelf import Shelf, Spot
from archive.handover.survey import Survey
from archive.names import form


class Summing:
    """Sums up one hand-over, when every entry was surveyed. `segments` are the lists behind log entries that go out."""

    def __init__(self, case: Case, order: Order, chosen: tuple[Selection, Clean], shelf: Shelf, survey: Survey) -> None:
        self._case, self._order, self._shelf, self._survey = case, order, shelf, survey
        self._selection, self._clean = chosen
        self.places = self._places()
        self.segments = self._segments()

    def _places(self) -> list[tuple[Original, Spot]]:
        """Exhibits that this hand-over speaks of: all of a whole case, else those that hold something that was chosen."""
        known = self._survey.exhibits
        every = self._shelf.originals()
        private = self._private_contents()
        return [
            (one, spot)
            for one, spot in every
            if (self._selection.whole or spot.path or known[one.exhibit]) and one.row not in private
        ]

    def _private_contents(self) -> frozenset[int]:
        """Contents of private notes: not even their names and sizes are handed over."""
        rows = self._case.db.execute("SELECT content, record FROM sighting")
        return frozenset(content for content, record in rows if record in self._selection.private)

    def _segments(self) -> list[Item]:
        known = frozenset(form(name) for person in self._survey.people() for name in (person.id, *person.names))
        positions = not self._order.strip_place
        return list(
            custody_part.segment_items(self._case, self._selection, self._clean, positions=positions, known=known)
        )

    def summary(self, name: str, initials: str, as_of: str) -> Summary:
        """The summary of the hand-over `name`, of the archive as it was at `as_of`."""
        survey, part, places = self._survey, self._order.part, self.places
        (there,) = self._case.db.execute("SELECT count(*) FROM segment").fetchone()
        earlier = custody_part.earlier(self._case)
        segments = (len(self.segments), there - len(self.segments) - earlier, earlier)
        undated = accounts.undated_others(self._case, self._selection) if part.since or part.until else 0
        contents, whole = self._contents(), self._selection.whole
        declared = self._case.declared
        return Summary(
            name=name, title=self._order.title, reference=self._order.reference, recipient=self._order.recipient,
            initials=initials, actor=self._case.actor, as_of=as_of, head=self._case.log.head, tool=self._case.tool,
            zone=declared.zone or "UTC", entries=survey.entries, undated=survey.undated, first=survey.first, last=survey.last,
            chosen=accounts.chosen(part),
            left_out=tuple(accounts.left_out(self._case, self._selection, places, undated, segments)),
            completeness=accounts.completeness(self._case, contents, self._clean.contents, whole=whole),
            problems=accounts.problems(self._case, contents, whole=whole), people=survey.people(),
            exhibits=tuple(self._exhibit(one, spot) for one, spot in places), tally=survey.tally(),
        )  # fmt: skip

    def _contents(self) -> frozenset[int]:
        """Contents in which chosen records stand."""
        rows = self._case.db.execute("SELECT content, record FROM sighting")
        return frozenset(content for content, record in rows if record in self._selection.rows)

    def _exhibit(self, one: Original, spot: Spot) -> Exhibit:
        query = "SELECT parser, version FROM reading WHERE content=?"
        row = self._case.db.execute(query, (one.row,)).fetchone()
        return Exhibit(
            exhibit=one.exhibit, sha256=one.sha256, size=one.size, path=spot.path, why_not=spot.why_not, sources=one.names,
            read_as=f"{row[0]} {row[1]}" if row and row[0] else self._opened(one), entries=self._survey.exhibits[one.exhibit],
        )  # fmt: skip

    def _opened(self, one: Original) -> str:
        """What is said of a container: itself it is not read."""
        query = (
            "SELECT 1 FROM source s JOIN content o ON o.n = s.object WHERE o.sha256 = ? AND s.members != '[]' LIMIT 1"
        )
        return "opened, and the files in it were read" if self._case.db.execute(query, (one.sha256,)).fetchone() else ""
