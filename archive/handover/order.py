"""What is asked for when evidence is handed over: which part, in which form, for whom."""

from typing import Literal

from msgspec import Struct

Extra = Literal["rsmf", "case", "timesketch"]
EXTRAS: tuple[Extra, ...] = ("rsmf", "case", "timesketch")


class Part(Struct, frozen=True, kw_only=True):
    """Which records. Within one field any of the values will do; all fields must agree. Nothing said means everything.

    `persons` are numbers, addresses or names; `conversations` titles or keys. `since` and `until` are days (YYYY-MM-DD) on
    the wall of the case's zone, both included. With `diary`, the diary entries of those days come along with chosen people.
    """

    persons: tuple[str, ...] = ()
    conversations: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    diary: bool = False

    @property
    def whole(self) -> bool:
        return self == Part(diary=self.diary)


class Order(Struct, frozen=True, kw_only=True):
    """A hand-over as it is ordered. `split` is the most bytes of one ZIP, 0 for one ZIP whatever its size.

    `originals`: "all" that hold nothing but what was chosen, "cited" for the files inside containers that records name,
    "none". With `strip_place`, photos go out as copies without their GPS position, and the originals are named and withheld.
    """

    part: Part = Part()
    originals: Literal["all", "cited", "none"] = "all"
    by: Literal["week", "month", "quarter", "volume"] = "volume"
    extras: tuple[Extra, ...] = ()
    split: int = 0
    title: str = ""  # what stands on every page; the case's own title is for the owner's eyes
    recipient: str = ""
    reference: str = ""
    strip_place: bool = False
