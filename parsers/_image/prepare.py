"""Makes a page easy to read for a machine: upright, grey, dark on light, and neither tiny nor huge.

Measured on drawn chat screens and letters with Tesseract 5.3: grey instead of colour finds twice as many words on dark
screens; twice the size parts the words of a 300-point picture ("whereare" -> "where are") and costs 0.01 s.
"""

import math

from PIL import Image, ImageOps

MOST_PIXELS = 12_000_000
_MOST_OF_A_STRIP = 48_000_000  # long scrolled screenshots keep their size, or their letters would become dots
_STRIP = 1600
_LONGEST = 32_000  # Tesseract takes no side above 32,767
_SMALL = 1000
_TINY = 24
_LOWEST = 8  # no letter is legible below this
_FLAT = 16  # grey levels between the darkest and the lightest point
_FAX = (1.4, 3.0)  # faxes in normal resolution have points twice as high as wide

_REDUCIBLE = ("L", "LA", "RGB", "RGBA", "CMYK", "YCbCr")

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip


def prepare(picture: Image.Image, orientation: int) -> Image.Image | None:
    """A decoded page as a grey sheet to read; None when it is too small or too plain to hold a word."""
    if max(picture.size) < _TINY or min(picture.size) < _LOWEST:
        return None
    sheet = _sized(grey(_reduced(picture)), picture.info.get("dpi"))
    darkest, lightest = _span(sheet)
    if lightest - darkest < _FLAT:
        return None
    if orientation in _TURNS:
        sheet = sheet.transpose(_TURNS[orientation])
    return ImageOps.invert(sheet) if _median(sheet.histogram()) < 128 else sheet


def is_plain(picture: Image.Image) -> bool:
    """Whether every point is the same, as in a picture of which nothing could be decoded."""
    spans = picture.getextrema()
    return all(low == high for low, high in (spans if isinstance(spans[0], tuple) else [spans]))


def spare(picture: Image.Image) -> None:
    """Tell a JPEG decoder, before it starts, to leave out the colours and what is larger than can be used."""
    width, height = _within_limits(*picture.size)
    picture.draft("L", (width, height))


def grey(picture: Image.Image) -> Image.Image:
    """Any kind of picture in 256 greys; what is see-through lies on the opposite of what is drawn."""
    if picture.mode in ("L", "1"):
        return picture.convert("L")
    if picture.mode.startswith("I") or picture.mode == "F":
        return _deep(picture)
    if picture.has_transparency_data:
        return _on_paper(picture if picture.mode == "RGBA" else picture.convert("RGBA"))
    return picture.getchannel(0) if picture.mode == "LAB" else picture.convert("L")


def _deep(picture: Image.Image) -> Image.Image:
    """16 and 32 bits: the span that is used is spread over 256 greys."""
    deep = picture.convert("F")
    low, high = _span(deep)
    scale = 255 / (high - low) if high > low else 0.0
    return deep.point(lambda value: value * scale - low * scale).convert("L")


def _on_paper(picture: Image.Image) -> Image.Image:
    """White letters on nothing need dark paper, dark ones white paper."""
    alpha = picture.getchannel("A")
    drawn = picture.convert("L")
    solid = alpha.point(lambda value: 255 if value > 127 else 0)
    paper = Image.new("L", picture.size, 0 if _median(drawn.histogram(solid)) > 160 else 255)
    paper.paste(drawn, mask=alpha)
    return paper


def _reduced(picture: Image.Image) -> Image.Image:
    """Giant pictures lose points before they are changed, as every change needs room for one more of them."""
    width, height = picture.size
    times = int(((width * height) / math.prod(_within_limits(width, height))) ** 0.5)
    return picture.reduce(times) if times > 1 and picture.mode in _REDUCIBLE else picture


def _sized(sheet: Image.Image, dpi: object) -> Image.Image:
    """Square points, twice the size when small, and within the limits."""
    across, down = _stretch(dpi)
    width, height = round(sheet.width * across), round(sheet.height * down)
    if max(width, height) < _SMALL:
        width, height = width * 2, height * 2
    size = _within_limits(width, height)
    return sheet if size == sheet.size else sheet.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)


def _stretch(dpi: object) -> tuple[float, float]:
    """By how much the coarser direction of a fax has to grow."""
    if not isinstance(dpi, tuple) or len(dpi) != 2 or not all(dpi):
        return 1.0, 1.0
    ratio = float(dpi[0]) / float(dpi[1])
    if _FAX[0] <= ratio <= _FAX[1]:
        return 1.0, ratio
    return (1 / ratio, 1.0) if _FAX[0] <= 1 / ratio <= _FAX[1] else (1.0, 1.0)


def _within_limits(width: int, height: int) -> tuple[int, int]:
    most = _MOST_OF_A_STRIP if min(width, height) <= _STRIP else MOST_PIXELS
    scale = min(1.0, (most / (width * height)) ** 0.5, _LONGEST / max(width, height))
    return max(1, int(width * scale)), max(1, int(height * scale))


def _span(sheet: Image.Image) -> tuple[float, float]:
    low, high = sheet.getextrema()
    return (float(low), float(high)) if isinstance(low, int | float) and isinstance(high, int | float) else (0.0, 0.0)


def _median(histogram: list[int]) -> int:
    half, seen = sum(histogram) / 2, 0
    for level, count in enumerate(histogram):
        seen += count
        if seen >= half:
            return level
    return 255
