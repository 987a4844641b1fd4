"""A picture file as upright, opaque RGB pixels, or nothing when it cannot show a chat."""

import numpy as np
from PIL import Image

from parsers._image.open import coloured
from parsers._image.prepare import grey, is_plain
from parsers._screen.canvas import Pixels

LEAST = 160  # no side of a readable screenshot is shorter
_MOST = 48_000_000
_LONGEST = 16  # times as long as wide: the longest scrolled captures
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip


def upright_pixels(data: bytes) -> Pixels | None:
    """The pixels of a picture as people see it; None when it is too small, too plain or too long for a chat.

    Raises one of `parsers._image.open.DECODING` when it cannot be decoded.
    """
    picture = coloured(data)
    if min(picture.size) < LEAST or max(picture.size) > _LONGEST * min(picture.size) or is_plain(picture):
        return None
    times = (picture.width * picture.height / _MOST) ** 0.5
    if times > 1:
        picture = picture.resize((round(picture.width / times), round(picture.height / times)), Image.Resampling.BOX)
    turn = picture.getexif().get(0x0112, 1) if picture.format != "HEIF" else 1
    flat = _opaque(picture)
    if turn in _TURNS:
        flat = flat.transpose(_TURNS[turn])
    return np.ascontiguousarray(np.asarray(flat), np.uint8)


def _opaque(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I") or picture.mode in ("F", "1", "LA", "La"):
        return grey(picture).convert("RGB")
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    drawn = picture.convert("RGBA")
    paper = Image.new("RGB", drawn.size, "white")
    paper.paste(drawn, mask=drawn.getchannel("A"))
    return paper
