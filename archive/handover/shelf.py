"""Which originals go into the bag, under which name, and why others do not."""

from collections.abc import Iterator

from msgspec import Struct

from archive.handover.clean import Clean
from archive.handover.entry import Enclosed
from archive.handover.exhibits import Exhibits, Original
from archive.handover.order import Order

FOLDER = "data/2-originals"
_NONE = "Originals are not part of this hand-over."
_MIXED = "It also holds, or may hold, what was not chosen."
_PRIVATE = "It holds a private note."
_CITED = "Only the files inside it that records name are handed over."
_INSIDE = "The same bytes lie inside {}."
_ABSENT = "Its bytes are not kept by themselves."
_PLACE = "It says where it was taken; a copy without that is handed over."
_PLACE_INSIDE = "A photo inside it says where it was taken."


class Spot(Struct, frozen=True):
    """Where an exhibit lies in the bag, or why it does not. `inside` is the exhibit that contains it."""

    exhibit: str
    path: str = ""
    why_not: str = ""
    inside: str = ""
    copy: bool = False  # a copy without its position, not the exact bytes


class Shelf:
    """The originals of one hand-over. `placed` are hashes of pictures that say where they were taken."""

    def __init__(self, exhibits: Exhibits, clean: Clean, order: Order, *, whole: bool) -> None:
        self._exhibits, self._clean, self._order, self._whole = exhibits, clean, order, whole
        self._spots: dict[str, Spot] = {}
        self.placed: frozenset[str] = frozenset()
        self._homes: frozenset[str] = frozenset()
        self.absent: frozenset[str] = frozenset()  # hashes of what is not kept by itself
        self.pictures: dict[str, tuple[str, str]] = {}  # thumbnail's path and media type, by hash

    def keep_places_back(self, placed: frozenset[str], homes: frozenset[str]) -> None:
        """From now on, what says where a picture was taken stays here: `placed` pictures, and `homes`, files that hold one."""
        self.placed, self._homes = placed, homes
        self._spots.clear()

    def hold_back(self, absent: frozenset[str]) -> None:
        """From now on, what is not kept by itself has no place in the bag."""
        self.absent = absent
        self._spots.clear()

    def spot(self, sha256: str) -> Spot:
        """The place of these bytes, which need not be an exhibit at all."""
        if sha256 not in self._spots:
            original = self._exhibits.of(sha256)
            self._spots[sha256] = self._find(original) if original else Spot("", why_not="It is no exhibit.")
        return self._spots[sha256]

    @staticmethod
    def leaves(spot: Spot) -> bool:
        """Whether the exact bytes are in the bag, by themselves or inside a file that is."""
        return bool(spot.path and not spot.copy) or spot.why_not == _INSIDE.format(spot.inside)

    def enclosed(self, sha256: str, name: str, media: str) -> Enclosed:
        """What an entry says of an attachment or picture with this hash."""
        spot, original = self.spot(sha256), self._exhibits.of(sha256)
        thumbnail, found = self.pictures.get(sha256, ("", ""))
        shown = name or (original.names[0] if original and original.names else "")
        return Enclosed(
            exhibit=spot.exhibit, name=shown, media=media or found, size=original.size if original else None, sha256=sha256,
            path=spot.path, why_not=spot.why_not, inside=spot.inside, thumbnail=thumbnail,
        )  # fmt: skip

    def originals(self) -> Iterator[tuple[Original, Spot]]:
        """Every exhibit of the case and its place, in order: each file, then what records name inside it."""
        inside: dict[str, list[Original]] = {}
        for part in self._exhibits.parts.values():
            inside.setdefault(part.home, []).append(part)
        for sha256, original in self._exhibits.files.items():
            yield original, self.spot(sha256)
            yield from ((part, self._inner(part)) for part in inside.get(sha256, ()))

    def _inner(self, part: Original) -> Spot:
        """The place of something inside a file; what is a file of its own too lies in the bag only once."""
        alone = self._exhibits.files.get(part.sha256)
        if alone is None:
            return self.spot(part.sha256)
        home = self._exhibits.files[part.home].exhibit
        return Spot(part.exhibit, why_not=f"The same bytes are {alone.exhibit}.", inside=home)

    def _find(self, original: Original) -> Spot:
        why_not = self._why_not(original)
        home = self._exhibits.files[original.home].exhibit if original.home != original.sha256 else ""
        if why_not and why_not != _PLACE:
            return Spot(original.exhibit, why_not=why_not, inside=home)
        copy = why_not == _PLACE
        extra = "-without-place" if copy else ""
        return Spot(original.exhibit, f"{FOLDER}/{original.file_name(extra)}", why_not, home, copy)

    def _why_not(self, original: Original) -> str:
        """A sentence why the exact bytes of an exhibit are not in the bag; "" when they are."""
        if self._order.originals == "none":
            return _NONE
        if original.sha256 in self.absent:
            return _ABSENT
        if original.sha256 not in self._exhibits.files:
            return self._why_not_part(original)
        if original.row not in self._clean.objects:
            return _PRIVATE if self._whole else _MIXED
        if self._order.originals == "cited" and original.sha256 in self._exhibits.containers:
            return _CITED
        return self._about_place(original)

    def _why_not_part(self, part: Original) -> str:
        home = self._exhibits.files[part.home]
        if part.members and not self._why_not(home):
            return _INSIDE.format(home.exhibit)
        if part.row not in self._clean.contents:
            return _PRIVATE if self._whole else _MIXED
        return self._about_place(part)

    def _about_place(self, original: Original) -> str:
        if original.sha256 in self.placed:
            return _PLACE
        return _PLACE_INSIDE if original.sha256 in self._homes else ""
