"""Which files of the bag the viewer may point to: only what lies inside it, and to open only pictures made of pixels."""

from pathlib import PurePosixPath
from urllib.parse import quote

# Media types that a browser draws and never runs. SVG is not among them.
_RASTER = {"image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp"}
_SUFFIXES = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp"}


def beside(path: str) -> str:
    """The address of a file of the bag as seen from `data/viewer/`; "" for whatever is not surely inside the bag."""
    first, *rest = path.split("/")
    if first != "data" or not rest or any(part in ("", ".", "..") or "\\" in part for part in rest):
        return ""
    steps = rest[1:] if rest[0] == "viewer" else ["..", *rest]
    return "/".join(quote(step, safe="") for step in steps)


def opens(path: str, media: str) -> bool:
    """Whether a link may open this file: its bytes are a raster picture, and so does its name say, by which browsers go."""
    return bool(beside(path)) and media in _RASTER and PurePosixPath(path).suffix.lower() in _SUFFIXES
