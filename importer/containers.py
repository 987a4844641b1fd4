"""Looks inside containers (zip, tar, compressed files): their members become entries that are read where they stand.

Nothing is unpacked under a name of its own. Only what cannot be read in place (a packed container inside another one,
a compressed tar) is copied into the private work folder, under a name of ours and within limits.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from importer import litter
from importer.container_kinds import PEEK, STREAMS, Kind, by_head, extent_of, is_whole_document, kind_of
from importer.members import Found, Refused
from importer.names import Names, contained
from importer.places import Place
from importer.streams import copy, copy_unpacked, declared
from importer.tar_members import tar_listing
from importer.tree import Entry, Skipped
from importer.unpack import Unreadable
from importer.zip_members import zip_members
from importer.zip_salvage import Effort

__all__ = ["Kind", "Limits", "Unreadable", "find", "kind_of", "look_inside", "rescue"]

_BLOCK = 1 << 20
_NAMED_ONE_BY_ONE = 20  # problems of one kind in one container
_FOREIGN = (
    "we cannot look into this kind of container; unpack it with another program and add what comes out. It is kept"
)
_TOO_DEEP = (
    "it is a container inside {depth} others, and is not looked into; unpack it and add what comes out. It is kept"
)
_TOO_MANY = "it holds more than {members} files; those after that were not looked at. Unpack it and add what comes out"
_TOO_LARGE = "it would be larger than {limit} when unpacked; unpack it by yourself and add what comes out"
_BOMB = "it unpacks to so much more than it takes that it may be made to harm; if you trust it, unpack it and add it"
_TOO_MUCH = (
    "what is in there would be more than {limit} in all when unpacked; unpack it by yourself and add what comes out"
)
_DAMAGED = "its bytes are damaged; what could be read of it was read"


@dataclass(frozen=True, slots=True)
class Limits:
    """How far we look into containers that may be made to harm. What stays under `free_bytes` passes any ratio."""

    depth: int = 5
    ratio: int = 200
    free_bytes: int = 256 << 20
    member_bytes: int = 64 << 30
    total_bytes: int = 1 << 40
    members: int = 1_000_000

    def unpacked(self, packed: int) -> int:
        """The most that a file of this size may become when it is unpacked."""
        return min(self.member_bytes, max(self.free_bytes, self.ratio * packed))


def look_inside(entry: Entry, work: Path, limits: Limits = Limits()) -> Iterator[Entry | Skipped]:
    """Every member of a container, and of the containers in it, as an entry or with the reason why not.

    The bytes of some members stand in copies in `work`, which must live as long as the entries are read. A nested
    container comes as an entry itself (`opened` says that its members follow, or that it is one and stays shut). Yields nothing for what is no
    container. Raises OSError when the container cannot be read at all, or `work` not be written.
    """
    kind = kind_of(entry)
    if kind is not None:
        look = _Look(entry, work, limits)
        inner = entry if kind in STREAMS else look.flat(entry)[0]
        yield from look.inside(inner, kind, 1)


def find(entry: Entry, members: tuple[str, ...], work: Path, limits: Limits = Limits()) -> Entry | None:
    """The member that `members` leads to, from a container found again in the archive."""
    found = (item for item in look_inside(entry, work, limits) if isinstance(item, Entry) and item.members == members)
    return next(found, None)


def rescue(entry: Entry, limits: Limits = Limits()) -> Entry:
    """What can be had of an entry whose reading raised Unreadable: all that stands before the damage, maybe nothing.

    The entry it gives reads without raising, and always the same bytes.
    """
    packed = entry.place.packed
    if packed is None:
        return entry
    most = min(limits.unpacked(entry.place.length), packed.size or limits.member_bytes)
    size = _measure(entry.place.leniently(most), most)
    return replace(entry, place=entry.place.leniently(size), size=size, sha256="")


def _measure(place: Place, most: int) -> int:
    """How many bytes there are, counted to one over `most`."""
    size = 0
    with closing(place.open()) as stream:
        while size <= most and (block := stream.read(_BLOCK)):
            size += len(block)
    return size


class _Look:
    """One look into one stored container and everything nested in it: what is left of the limits, and the names."""

    def __init__(self, entry: Entry, work: Path, limits: Limits) -> None:
        self._work, self._limits = work, limits
        self._all_bytes = self._bytes = min(limits.total_bytes, max(8 * limits.free_bytes, limits.ratio * entry.size))
        self._effort = Effort(8 * entry.size, self._bytes)
        self._members = limits.members
        self._names = Names()

    def inside(self, entry: Entry, kind: Kind, depth: int) -> Iterator[Entry | Skipped]:
        """The members of one container that stands in a file as it is (a compressed one: as itself)."""
        if kind is Kind.FOREIGN:
            yield Skipped(entry.name, _FOREIGN, "not-opened", count=0)
            return
        listing = list(islice(self._listing(entry, kind), self._members + 1))
        full, listing = len(listing) > self._members, listing[: self._members]
        self._members -= len(listing)
        yield from self._members_of(entry, listing, depth)
        if full:
            reason = _TOO_MANY.format(members=f"{self._limits.members:,}")
            yield Skipped(entry.name, reason, "too-many", count=0)

    def flat(self, entry: Entry) -> tuple[Entry, bool]:
        """The same entry in a copy, if its bytes stand in its container packed; and whether they are whole."""
        if extent_of(entry) is not None:
            return entry, True
        extent, whole = copy(entry, self._work)
        return replace(entry, place=Place(*extent)), whole

    def _listing(self, entry: Entry, kind: Kind) -> Iterator[Found | Refused]:
        extent = None if kind in STREAMS else extent_of(entry)
        if extent is None:
            return self._stream(entry, kind)
        return zip_members(extent, self._effort) if kind is Kind.ZIP else tar_listing(extent)

    def _stream(self, entry: Entry, kind: Kind) -> Iterator[Found | Refused]:
        """A compressed file holds one file; when that is a tar, its members stand in its place."""
        most = min(self._bytes, self._limits.unpacked(entry.size))
        unpacked = copy_unpacked(entry, kind, self._work, most)
        if unpacked.fault:
            yield Refused("", unpacked.fault, unpacked.code, files=0)
        if unpacked.extent is None:
            return
        place = Place(*unpacked.extent)
        if by_head(_head(place)) is Kind.TAR:
            yield from tar_listing(unpacked.extent)
        else:
            written, modified = declared(entry)
            yield Found(written, place, place.length, place.length, modified)

    def _members_of(self, entry: Entry, listing: list[Found | Refused], depth: int) -> Iterator[Entry | Skipped]:
        paths = [contained(item.written) for item in listing]
        beside, chains, heads, crowd = set(paths), Names(), _Heads(), _Crowd(entry.name)
        with closing(heads):
            for item, path in zip(listing, paths, strict=True):
                name = f"{entry.name}/{path}" if item.written or isinstance(item, Found) else entry.name
                chain = (*entry.members, chains.unique(item.written))
                found = self._kept(item, litter.of_path(path, beside))
                if isinstance(found, Refused):
                    yield from crowd.one_by_one(Skipped(name, found.reason, found.code, found.problem, found.files))
                    continue
                self._bytes -= found.size
                member = _entry(self._names.unique(name), found, entry.object, chain)
                yield from self._opened(member, by_head(heads.of(found.place)), depth)
                if found.remark is not None:
                    yield Skipped(member.name, found.remark.reason, found.remark.code, count=0)
        yield from crowd.together()

    def _kept(self, item: Found | Refused, code: str) -> Found | Refused:
        """The member with its size, or why it does not become an entry."""
        if isinstance(item, Refused):
            return item
        if code:
            return Refused(item.written, litter.REASONS[code], code, problem=False)
        if item.size < 0:
            item = self._measured(item)
        if item.size > self._limits.member_bytes:
            return Refused(item.written, _TOO_LARGE.format(limit=_gib(self._limits.member_bytes)), "too-large")
        if item.size > self._limits.unpacked(item.packed):
            return Refused(item.written, _BOMB, "bomb")
        if item.size > self._bytes:
            return Refused(item.written, _TOO_MUCH.format(limit=_gib(self._all_bytes)), "too-large")
        return item

    def _measured(self, found: Found) -> Found:
        """A member of which only unpacking tells how large it is, or how much of it is there."""
        most = min(self._bytes, self._limits.unpacked(found.packed))
        try:
            size = _measure(found.place, most)
        except Unreadable:
            damaged = Refused(found.written, _DAMAGED, "damaged", files=0)
            found = found._replace(place=found.place.leniently(most), remark=damaged)
            size = _measure(found.place, most)
        packed = found.place.packed
        place = found.place._replace(packed=packed and packed._replace(size=size))
        return found._replace(place=place, size=size)

    def _opened(self, member: Entry, kind: Kind | None, depth: int) -> Iterator[Entry | Skipped]:
        """The member itself, and what is in it when it is a container too."""
        if kind is None:
            yield member
            return
        if kind is Kind.FOREIGN or depth >= self._limits.depth:
            reason = _FOREIGN if kind is Kind.FOREIGN else _TOO_DEEP.format(depth=depth)
            yield replace(member, opened=Kind.FOREIGN.value)
            yield Skipped(member.name, reason, "not-opened", count=0)
            return
        inner, whole = (member, True) if kind in STREAMS else self.flat(member)
        if kind is Kind.ZIP and _is_document(inner):
            if inner is not member:
                Path(inner.place.file).unlink()
            yield member
            return
        yield replace(member, opened=kind.value)
        if not whole:
            yield Skipped(member.name, _DAMAGED, "damaged", count=0)
        yield from self.inside(inner, kind, depth + 1)


class _Crowd:
    """The members of one container that are problems: named one by one at first, and when they are many, together."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._seen: Counter[str] = Counter()
        self._rest: dict[str, Skipped] = {}

    def one_by_one(self, item: Skipped) -> Iterator[Skipped]:
        self._seen[item.code] += 1
        if not item.problem or self._seen[item.code] <= _NAMED_ONE_BY_ONE:
            yield item
        else:
            before = self._rest.get(item.code)
            self._rest[item.code] = replace(item, count=item.count + (before.count if before else 0))

    def together(self) -> Iterator[Skipped]:
        for item in self._rest.values():
            yield replace(item, name=self._name, reason=f"{item.count:,} more of its files: {item.reason}")


class _Heads:
    """The first bytes of members, read through one open file as long as they stand in the same one."""

    def __init__(self) -> None:
        self._file = ""
        self._open = ExitStack()

    def of(self, place: Place) -> bytes:
        """Up to PEEK bytes, fewer when they cannot be read: whoever reads the member will see."""
        if place.file != self._file:
            self.close()
            self._file, self._stream = place.file, self._open.enter_context(open(place.file, "rb", buffering=0))
        return place.peek(self._stream, PEEK)

    def close(self) -> None:
        self._open.close()
        self._file = ""


def _head(place: Place) -> bytes:
    with closing(_Heads()) as heads:
        return heads.of(place)


def _entry(name: str, found: Found, object_: str, chain: tuple[str, ...]) -> Entry:
    return Entry(name, found.place, found.size, found.modified, object=object_, members=chain, stamp=found.stamp)


def _is_document(inner: Entry) -> bool:
    extent = extent_of(inner)
    return extent is not None and is_whole_document(extent)


def _gib(size: int) -> str:
    return f"{size / (1 << 30):,.0f} GiB" if size >= 1 << 30 else f"{size / (1 << 20):,.0f} MiB"
