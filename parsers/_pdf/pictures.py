"""The pictures to read on a page: those in it with their own points, or the page as it is drawn where it has no words."""

import math
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image, ImageStat

from parsers._image.open import DECODING
from parsers._pdf.objects import Standing

DPI = 200
MOST_DRAWN = 12_000_000
"""Points of a page that is drawn: A4 at 200 dpi has 4 million. Larger pages are drawn coarser."""
MOST_POINTS = 48_000_000
LEAST = 160
_LONGEST = 32_000
_PART = 0.02  # of the page, below which a picture among words is a logo
_MUCH = 0.2  # of the page: small pictures that cover more are what people see of it
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


class Damaged(NamedTuple):
    """A picture that could not be decoded, and what was said of it."""

    number: int
    error: Exception


class Plan(NamedTuple):
    """What is to be read on a page: the page as it is drawn, pictures by their numbers; how many small ones are not."""

    whole: bool
    own: list[tuple[int, pdfium.PdfImage]]
    small: int = 0


def plan(page: pdfium.PdfPage, found: Standing, *, wordless: bool) -> Plan:
    """Look at how pictures lie on the page. Raises PdfiumError."""
    numbered = list(enumerate(found.images, 1))
    worth = [(n, one) for n, one in numbered if _worth_reading(page, one)]
    if not wordless:
        parts = _parts_of_one(page, found.images, {n for n, _ in worth})
        if parts:
            return Plan(True, [(n, one) for n, one in worth if n not in parts])
        return Plan(False, worth, len(numbered) - len(worth))
    apart = found.drawn <= _FEW_LINES and not found.words and _are_apart(page, found.images)
    anything = found.images or found.drawn or found.words or raw.FPDFPage_GetAnnotCount(page) > 0
    return Plan(bool(anything) and not apart, worth if apart or found.words else [])


def sights(page: pdfium.PdfPage, planned: Plan) -> Iterator[Callable[[], Sight | TooBig | Damaged]]:
    """Decoders of what is to be read on a page. A picture that cannot be decoded costs that picture only."""
    if planned.whole:
        yield partial(_tried, 0, lambda: Sight(0, drawn(page)))
    for number, image in planned.own:
        yield partial(_tried, number, partial(_own, page, image, number))


def _tried(number: int, decode: Callable[[], Sight | TooBig]) -> Sight | TooBig | Damaged:
    try:
        return decode()
    except MemoryError:
        return TooBig(number)
    except pdfium.PdfiumError:  # its words name a place in memory, which is another one each time
        return Damaged(number, ValueError("PDFium cannot decode it"))
    except DECODING as error:
        return Damaged(number, error)


def _parts_of_one(page: pdfium.PdfPage, images: list[pdfium.PdfImage], worth: set[int]) -> set[int]:
    """The numbers of pictures among words that are read together, as the page is drawn: a scan in strips, with a stamp.

    They are too small to be read by themselves, or wide with no gap to the next; and there is too much of them for logos.
    """
    boxes = {n: _box(one) for n, one in enumerate(images, 1)}
    small = boxes.keys() - worth
    strips: set[int] = set()
    for n in range(1, len(images)):  # programs that cut a scan write the strips one after the other
        flat = _is_flat(boxes[n]) and _is_flat(boxes[n + 1])
        if abs(_gap(boxes[n], boxes[n + 1])) < 2 and (flat or {n, n + 1} <= small):
            strips |= {n, n + 1}
    width, height = page.get_size()
    if sum(_area(boxes[n]) for n in strips) < _PART * width * height:
        strips = set()
    much = sum(_area(boxes[n]) for n in small) > _MUCH * width * height
    return strips | small if strips or much else set()


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
    tall = not _is_flat(a) and not _is_flat(b)
    return _gap(a, b) < (-2 if tall else 2)


def _gap(a: _Box, b: _Box) -> float:
    """Between two pictures, in points; less than nothing where they lie over each other."""
    return max(max(a[0], b[0]) - min(a[2], b[2]), max(a[1], b[1]) - min(a[3], b[3]))


def _is_flat(box: _Box) -> bool:
    return box[3] - box[1] <= _TALL * (box[2] - box[0])


def _area(box: _Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _worth_reading(page: pdfium.PdfPage, image: pdfium.PdfImage) -> bool:
    width, height = page.get_size()
    large = _area(_box(image)) >= _PART * width * height
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
    picture = _points(image)
    quarters, mirrored = _turn(image) or (0, False)
    if mirrored:
        picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    quarters = (quarters - page.get_rotation() // 90) % 4
    turns = (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)
    return Sight(number, picture.transpose(turns[quarters - 1]) if quarters else picture)


def _points(image: pdfium.PdfImage) -> Image.Image:
    """The points of a picture. What its mask lets through is laid on paper, or on black where it is light.

    That may be the words alone.
    """
    seen = _through_mask(image)
    least, most = seen.getchannel("A").getextrema() if seen else (255, 255)
    if seen is None or least == most:  # no mask, or all of the picture is as faint as the rest
        plain: Image.Image = image.get_bitmap().to_pil().convert("RGB")
        return plain
    alpha = seen.getchannel("A")
    shown = ImageStat.Stat(seen.convert("L"), alpha.point(lambda value: 255 if value > 127 else 0))
    light = ImageStat.Stat(alpha).mean[0] < 128 and shown.count[0] > 0 and shown.mean[0] > 128
    ground = Image.new("RGBA", seen.size, (0, 0, 0, 255) if light else (255, 255, 255, 255))
    return Image.alpha_composite(ground, seen).convert("RGB")


def _through_mask(image: pdfium.PdfImage) -> Image.Image | None:
    """A picture in its own size with what its mask leaves of it; None where PDFium cannot show it so."""
    width, height = image.get_px_size()
    matrix = image.get_matrix()
    image.set_matrix(pdfium.PdfMatrix(width, 0, 0, height, 0, 0))
    try:
        bitmap = raw.FPDFImageObj_GetRenderedBitmap(image.pdf, image.page, image)
    finally:
        image.set_matrix(matrix)
    if not bitmap:
        return None
    seen: Image.Image = pdfium.PdfBitmap.from_raw(bitmap).to_pil()
    return seen if seen.mode == "RGBA" else None
