"""Boxes: left, top, right, bottom, in pixels; right and bottom are just outside."""

from collections.abc import Iterable
from typing import NamedTuple

U = 2.0  # work pixels of one of the units that apps are drawn in: type of 16 is 32 high


class Box(NamedTuple):
    """A rectangle in the work picture."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def middle_x(self) -> float:
        return (self.left + self.right) / 2

    @property
    def middle_y(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def size(self) -> int:
        return self.width * self.height

    def holds(self, other: "Box", slack: float = 0) -> bool:
        return (
            other.left >= self.left - slack and other.top >= self.top - slack
            and other.right <= self.right + slack and other.bottom <= self.bottom + slack
        )  # fmt: skip

    def shared_height(self, other: "Box") -> int:
        """How many rows both have; negative is the gap between them."""
        return min(self.bottom, other.bottom) - max(self.top, other.top)

    def shared_width(self, other: "Box") -> int:
        """How many columns both have; negative is the gap between them."""
        return min(self.right, other.right) - max(self.left, other.left)

    def aside(self, screen: "Box") -> bool:
        """Whether a box stands clearly at one side of a screen, as bubbles do, and bars and fields to write in don't."""
        return abs((self.left - screen.left) - (screen.right - self.right)) > 0.12 * screen.width

    def same_row(self, other: "Box") -> bool:
        return self.shared_height(other) >= 0.5 * min(self.height, other.height)


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds all of some boxes (at least one)."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))
