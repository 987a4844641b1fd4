"""How much a picture looks like a screenshot: a score from 0 to 1 with its reasons, for people and for later readers.

It is never a fact. A parser that turns screenshots into messages can start from `score` and from the parser's claim:
`image` answers POSSIBLE, so whoever recognises more of a picture wins over it.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from parsers._image.exif import Exif
from parsers._image.names import Named

_TOOLS = (
    "screenshot", "screen shot", "screencapture", "spectacle", "flameshot", "greenshot", "sharex", "snagit",
    "snipping", "lightshot",
)  # fmt: skip
_LENS = ((0x829A, "exposure time"), (0x829D, "f-number"), (0x920A, "focal length"), (0x8827, "ISO speed"))
_DOUBT = 0.3


class Shape(NamedTuple):
    """What the pixels say before anything is read in them."""

    width: int
    height: int
    format: str


def score(exif: Exif, notes: Mapping[str, str], named: Named, path: str, shape: Shape) -> tuple[float, tuple[str, ...]]:
    """The reasons put together as independent witnesses: 1 - the chance that all of them are wrong."""
    found = list(_reasons(exif, notes, named, path, shape))
    wrong = 1.0
    for weight, _ in found:
        wrong *= 1 - weight
    total, reasons = 1 - wrong, [reason for _, reason in found]
    if found and (lens := [name for number, name in _LENS if exif.text("EXIF", number)]):
        total *= _DOUBT
        reasons.append(f"Against it: the picture names a camera's {lens[0]}, which screenshots do not have.")
    return round(total, 2), tuple(reasons)


def _reasons(
    exif: Exif, notes: Mapping[str, str], named: Named, path: str, shape: Shape
) -> Iterator[tuple[float, str]]:
    comments = (exif.text("EXIF", 0x9286), exif.text("Image", 0x010E), notes.get("XMP exif:UserComment", ""))
    if any(comment.strip().casefold() in ("screenshot", "screen shot") for comment in comments):
        yield 0.95, "The picture's own notes call it a screenshot."
    if named.screenshot:
        yield 0.85, "Its file name is one that phones and computers give to screenshots."
    if any("screenshot" in folder.casefold() for folder in path.split("/")[:-1]):
        yield 0.6, "It stood in a folder for screenshots."
    software = " ".join(
        (exif.text("Image", 0x0131), notes.get("PNG Software", ""), notes.get("XMP xmp:CreatorTool", ""))
    )
    if any(tool in software.casefold() for tool in _TOOLS):
        yield 0.7, f"It was made by {software.strip()}."
    if _like_a_screen(shape) and not exif.text("Image", 0x010F) and not exif.text("Image", 0x0110):
        weight = 0.5 if shape.format == "PNG" else 0.2
        yield weight, f"It has the shape of a screen ({shape.width} × {shape.height}) and names no camera."


def _like_a_screen(shape: Shape) -> bool:
    """The measures of phones: 640 to 1600 points across, 1.7 to 2.4 times as long."""
    short, long = sorted((shape.width, shape.height))
    return 640 <= short <= 1600 and 1.7 <= long / short <= 2.4
