"""The pictures to read on a page: those in it with their own points, or the page as it is drawn where it has no words."""

import math
from collections.abc import Iterator
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

from parsers._pdf.objects import Standing

DPI = 200
MOST_DRAWN = 12_000_000
"""Points of a page that is drawn: A4 at 200 dpi has 4 million. Larger pages are drawn coarser."""
MOST_POINTS = 48_000_000
LEAST = 160
_LONGEST = 32_000
_PART = 0.02  # of the page, below which a picture among words is a logo
_MOST_APART = 12
_TALL = 1.2
_FEW_LINES = 20  # frames and rules around a picture; letters drawn as outlines are hundreds

_Box = tuple[float, float, float, float]


class Sight(NamedTuple):
    """A picture to read: which of the page's pictures it is (0 is the whole page as drawn), and its points, upright."""

    number: int
    picture: Image.Image


class TooBig(NamedTuple):
    """A picture of the page that has more points than is safe to unpack."""

    number: int


def sights(page: pdfium.PdfPage, found: Standing, *, wordless: bool) -> Iterator[Sight | TooBig]:
    """What is to be read on a page. Raises PdfiumError, MemoryError and what Pillow does."""
    apart = found.drawn <= _FEW_LINES and not found.words and _are_apart(page, found.images)
    anything = found.images or found.drawn or found.words or raw.FPDFPage_GetAnnotCount(page) > 0
    if wordless and anything and not apart:
        yield Sight(0, drawn(page))
    if apart or found.words:
        yield from (_own(page, one, n) for n, one in enumerate(found.images, 1) if _worth_reading(page, one))


def unread(page: pdfium.PdfPage, found: Standing, *, wordless: bool) -> int:
    """How many small pictures among words are not looked at."""
    return 0 if wordless else sum(not _worth_reading(page, one) for one in found.images)


def drawn(page: pdfium.PdfPage) -> Image.Image:
    """The page as people see it, at 200 dpi, or coarser where that would be too many points."""
    width, height = (min(max(side, 1.0), 1e6) if math.isfinite(side) else 1.0 for side in page.get_size())
    scale = min(DPI / 72, (MOST_DRAWN / (width * height)) ** 0.5, _LONGEST / max(width, height))
    seen: Image.Image = page.render(scale=scale, may_draw_forms=False, limit_image_cache=True).to_pil().convert("RGB")
    return seen


def _are_apart(page: pdfium.PdfPage, images: list[pdfium.PdfImage]) -> bool:
    """Whether the pictures of a page are pictures of their own. Scanners also cut one page into strips."""
    if not 0 < len(images) <= _MOST_APART or not all(_worth_reading(page, one) and _upright(one) for one in images):
        return False
    boxes = [_box(one) for one in images]
    return not any(_belong(a, b) for n, a in enumerate(boxes) for b in boxes[n + 1 :])


def _belong(a: _Box, b: _Box) -> bool:
    """Whether two pictures lie over each other, or side by side without a gap where they are not both upright as phones are."""
    gap = max(max(a[0], b[0]) - min(a[2], b[2]), max(a[1], b[1]) - min(a[3], b[3]))
    tall = all(box[3] - box[1] > _TALL * (box[2] - box[0]) for box in (a, b))
    return gap < -2 if tall else gap < 2


def _worth_reading(page: pdfium.PdfPage, image: pdfium.PdfImage) -> bool:
    left, bottom, right, top = _box(image)
    width, height = page.get_size()
    large = (right - left) * (top - bottom) >= _PART * width * height
    return bool(large and min(image.get_px_size()) >= LEAST)


def _box(image: pdfium.PdfImage) -> _Box:
    """Where a picture lies on the page, through the groups that it stands in."""
    corners = [_matrix(image).on_point(x, y) for x in (0, 1) for y in (0, 1)]
    across, up = zip(*corners, strict=True)
    return min(across), min(up), max(across), max(up)


def _matrix(image: pdfium.PdfObject) -> pdfium.PdfMatrix:
    matrix, group = image.get_matrix(), image.container
    while group is not None:
        matrix, group = matrix.multiply(group.get_matrix()), group.container
    return matrix


def _turn(image: pdfium.PdfImage) -> tuple[int, bool] | None:
    """By how many quarters to the left a picture is laid on the page, and whether it is mirrored; None when askew."""
    a, b, c, d, _, _ = _matrix(image).get()
    large = max(map(abs, (a, b, c, d)))
    return {
        (1, 0, 0, 1): (0, False), (0, 1, -1, 0): (1, False), (-1, 0, 0, -1): (2, False), (0, -1, 1, 0): (3, False),
        (-1, 0, 0, 1): (0, True), (0, -1, -1, 0): (1, True), (1, 0, 0, -1): (2, True), (0, 1, 1, 0): (3, True),
    }.get((_sign(a, large), _sign(b, large), _sign(c, large), _sign(d, large)))  # fmt: skip


def _sign(value: float, large: float) -> int:
    return 0 if abs(value) < 0.01 * large else 1 if value > 0 else -1


def _upright(image: pdfium.PdfImage) -> bool:
    return _turn(image) is not None


def _own(page: pdfium.PdfPage, image: pdfium.PdfImage, number: int) -> Sight | TooBig:
    """A picture with its own points, turned as the page shows it. What the page cuts off or hides of it is there, too."""
    width, height = image.get_px_size()
    if width * height > MOST_POINTS or max(width, height) > _LONGEST:
        return TooBig(number)
    picture = image.get_bitmap().to_pil().convert("RGB")
    quarters, mirrored = _turn(image) or (0, False)
    if mirrored:
        picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    quarters = (quarters - page.get_rotation() // 90) % 4
    turns = (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)
    return Sight(number, picture.transpose(turns[quarters - 1]) if quarters else picture)
