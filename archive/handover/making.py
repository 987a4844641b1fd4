"""Makes a hand-over: choose, look, ask, write, pack, publish, note it in the log, and give a receipt.

Everything is made in a folder beside the ZIP, on the same disk, and removed at the end. The ZIP gets its name when it is whole and
synced; then the log notes it; then the receipt is written. Killed before that, there is no ZIP of that name.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from archive import lines
from archive.case import Case
from archive.custody import now
from archive.disk import blocks, digest_of
from archive.errors import CannotWrite, FullpictureError
from archive.handover import accounts, bag, custody_part, locked_zip, sources, stored_zip
from archive.handover.bag import Bag, Item
from archive.handover.clean import Clean, clean, private_notes
from archive.handover.disclosure import Disclosure, Finding
from archive.handover.entries import Telling, judged
from archive.handover.entry import Entry, Summary
from archive.handover.exhibits import Exhibits
from archive.handover.gathering import Gathering, Unpack
from archive.handover.order import Order
from archive.handover.read_me import read_me
from archive.handover.receipt import Receipt, Sent, why_not
from archive.handover.selection import seen_under, select
from archive.handover.shelf import FOLDER, Shelf
from archive.handover.splitting import file_names, split
from archive.handover.summing import Summing
from archive.handover.survey import Survey
from archive.handover.writers import writers
from archive.links import links
from archive.names import form


class NotMade(FullpictureError):
    """The person said no, or the place for the ZIP is taken."""


class Hands(Struct, frozen=True, kw_only=True):
    """What the making needs from outside: the matching form of a number, the members of containers, a person's yes, and an ear."""

    normal: Callable[[str], str]
    unpack: Unpack
    ask: Callable[[tuple[Finding, ...]], bool]
    say: Callable[[str], None]
    password: Callable[[], str] | None = None  # asked for when nothing else stands in the way


def hand_over(case: Case, order: Order, out: Path, hands: Hands) -> Receipt:
    """Make the hand-over `out` of a case that is open for writing. Returns the receipt, which also lies beside it.

    Raises WhoIsMeant, NothingChosen, CannotSplit, NotMade, InUse, CannotLock, Damaged, CannotWrite; OSError of the disk.
    """
    if wrong := why_not(out.name):
        raise NotMade(f"{wrong} Nothing was made.")
    if not out.parent.is_dir():
        raise CannotWrite(f"The folder {out.parent} is not there. Nothing was made.")
    place = out.parent.resolve()
    if any(folder.samefile(case.root) for folder in (place, *place.parents)):
        raise NotMade(f"The hand-over would lie inside the case {case.root}. Choose another folder. Nothing was made.")
    parts = out.parent.glob(f"{out.stem}-part-*-of-*{out.suffix}") if order.split else ()
    for taken in (out, receipt_path(out), *parts):
        if taken.exists():
            raise NotMade(f"{taken} is there already. Choose another name. Nothing was made.")
    password = locked_zip.usable(hands.password()) if hands.password else ""
    with stored_zip.workshop(out) as root:
        return _Making(case, order, out, hands, root).run(password)


def receipt_path(out: Path) -> Path:
    """Where the receipt of a hand-over lies: beside its ZIP."""
    return out.with_name(f"{out.stem}.receipt.txt")


class _Making:
    """One hand-over on its way."""

    def __init__(self, case: Case, order: Order, out: Path, hands: Hands, root: Path) -> None:
        self._case, self._order, self._out, self._hands, self._root = case, order, out, hands, root
        self._data = root / "data"
        self._data.mkdir()
        self._selection = select(case, order.part, hands.normal, private_notes(case))
        self._clean: Clean = clean(case, self._selection)
        exhibits = Exhibits(case, None if self._selection.whole else seen_under(case, self._selection))
        self._exhibits = exhibits
        self._shelf = Shelf(exhibits, self._clean, order, whole=self._selection.whole)
        self._gathering = Gathering(case, self._selection, self._clean, exhibits, root)
        self._survey, self._initials = Survey(), exhibits.letters
        self._at = custody_part.last_time(case)
        self._name = f"{bag.plain_name(self._initials)}_handover-{custody_part.earlier(case) + 1:02d}"

    def run(self, password: str) -> Receipt:
        """Make it; with a `password` its ZIPs are locked."""
        telling = self._prepare()
        summary = self._write(telling)
        files, sent = self._pack(summary, password)
        stored_zip.publish(files)
        return self._note(summary, sent)

    def _prepare(self) -> Telling:
        """Look at everything once, and ask before anything is written."""
        self._hands.say("Looking at pictures")
        self._gathering.look_at_pictures(self._hands.unpack)
        if self._order.strip_place:
            self._shelf.keep_places_back(*self._gathering.all_placed(self._hands.unpack))
        self._shelf.hold_back(frozenset(
            one.sha256 for one, spot in self._shelf.originals() if spot.path and not self._gathering.has(one)
        ))  # fmt: skip
        self._gathering.draw(self._shelf)
        screens = self._case.db.execute("SELECT 1 FROM sighting WHERE instr(locator, 'box=') LIMIT 1").fetchone()
        found = judged(links(self._case)) if screens else {}
        telling = Telling(self._case, self._selection, self._shelf, found)
        telling.without_place = self._order.strip_place
        telling.people = self._people()
        disclosure = Disclosure()
        self._hands.say("Counting")
        telling.count(_both(self._survey.add, disclosure.add))
        placed = tuple(sorted(self._shelf.spot(sha256).exhibit for sha256 in self._gathering.placed))
        if self._order.strip_place:
            placed = ()
        names = frozenset(self._wanted_names())
        findings = disclosure.findings(len(self._selection.private), placed, names)
        if findings and not self._hands.ask(findings):
            raise NotMade("Nothing was made.")
        return telling

    def _people(self) -> frozenset[str]:
        """Forms of those who were chosen and of the owner; empty when nobody in particular was."""
        if not self._selection.wanted:
            return frozenset()
        known = self._selection.wanted | self._selection.owners
        rows = self._case.db.execute("SELECT n, normal, id, name FROM party")
        return frozenset(form(text) for n, *texts in rows if n in known for text in texts if text)

    def _wanted_names(self) -> Iterator[str]:
        for n, ident, name in self._case.db.execute("SELECT n, id, name FROM party"):
            if n in self._selection.wanted:
                yield from (part for part in (ident, name) if part)

    def _write(self, telling: Telling) -> Summary:
        self._hands.say("Writing")
        every = writers(self._data, self._order, self._leaving)
        for entry in telling.entries():
            for writer in every:
                writer.add(entry)
        chosen = (self._selection, self._clean)
        self._summing = Summing(self._case, self._order, chosen, self._shelf, self._survey)
        summary = self._summing.summary(self._name, self._initials, self._at)
        for writer in every:
            writer.finish(summary)
        return summary

    def _leaving(self, sha256: str) -> BinaryIO | None:
        """Bytes that other formats may carry inside: what leaves anyhow, exactly as it is."""
        spot = self._shelf.spot(sha256)
        return self._gathering.open(sha256) if self._shelf.leaves(spot) else None

    def _payload(self) -> Iterator[Item]:
        places = self._summing.places
        named = sources.sources_csv(
            self._case, places, accounts.not_kept(self._case) if self._selection.whole else (), self._exhibits.told
        )
        yield bag.held(named, f"{FOLDER}/sources.csv")
        yield from self._gathering.items(places)
        yield custody_part.log_item(self._case)
        yield from self._summing.segments
        yield from custody_part.timestamp_items(self._case)
        yield from bag.made(self._root, "data")

    def _pack(self, summary: Summary, password: str) -> tuple[list[tuple[Path, Path]], list[Sent]]:
        self._hands.say("Packing")
        parts = split(self._payload(), summary.name, self._order.split)
        files, sent = [], []
        for n, (name, items) in enumerate(zip(file_names(self._out.name, len(parts)), parts, strict=True), 1):
            made = self._bag(summary, items, name, (n, len(parts)))
            plain = self._root / f"{made.name}.zip"
            inner = stored_zip.write(made, plain, self._at)
            ready, sha256 = self._locked(plain, password) if password else (plain, inner)
            files.append((ready, self._out.with_name(name)))
            sent.append(Sent(name, made.name, sha256, made.fingerprint, inner if password else ""))
        return files, sent

    def _locked(self, plain: Path, password: str) -> tuple[Path, str]:
        target = plain.with_name(f"locked-{plain.name}")
        locked_zip.lock(plain, target, password)
        plain.unlink()
        with open(target, "rb") as stream:
            return target, digest_of(blocks(stream))[0]

    def _bag(self, summary: Summary, items: Iterable[Item], file: str, place: tuple[int, int]) -> Bag:
        n, count = place
        name = summary.name if count == 1 else f"{summary.name}-part-{n}"
        held = list(items)
        shown = f"{name}.zip" if self._hands.password else file
        words = read_me(summary, (name, shown), place, self._order.extras, {item.path for item in held})
        info = [
            ("External-Identifier", summary.reference or summary.name), ("External-Description", summary.title),
            ("Contact-Name", summary.actor), ("Bag-Software-Agent", summary.tool),
            *([("Bag-Group-Identifier", summary.name), ("Bag-Count", f"{n} of {count}")] if count > 1 else []),
            ("Custody-Log-Entries", str(summary.head.seq)), ("Custody-Log-SHA256", summary.head.sha256), ("Custody-Log-As-Of", summary.as_of),
        ]  # fmt: skip
        return bag.bag(name, held, words, info)

    def _note(self, summary: Summary, sent: list[Sent]) -> Receipt:
        """Log the hand-over, and write its receipt."""
        at = now()
        here = sum(1 for exhibit in summary.exhibits if exhibit.path)
        line = lines.HandoverLine(
            summary.name, at, self._order.recipient, self._order.reference,
            tuple((one.file, one.zip_sha256) for one in sent), tuple((one.bag, one.bag_sha256) for one in sent),
            summary.entries, here, self._selection.others, summary.chosen,
        )  # fmt: skip
        with self._case.batch() as batch:
            batch.add(line)
            marks = {"zip": [one.zip_sha256 for one in sent], "bag": [one.bag_sha256 for one in sent]}
            head = batch.commit("handed-over", {**marks, "records": summary.entries, "originals": here})
        receipt = Receipt(sent=tuple(sent), inside=summary.head, head=head, at=at, actor=self._case.actor, recipient=self._order.recipient,
                          reference=self._order.reference, entries=summary.entries)  # fmt: skip
        self._case.note_receipt(receipt.text())
        receipt_path(self._out).write_bytes(receipt.text().replace("\n", "\r\n").encode())
        return receipt


def _both(one: Callable[[Entry], None], other: Callable[[Entry], None]) -> Callable[[Entry], None]:
    def both(entry: Entry) -> None:
        one(entry)
        other(entry)

    return both
