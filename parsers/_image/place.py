"""Where a picture was taken, by its GPS notes: decimal degrees, north and east positive, and metres above the sea.

GPS in a picture can show where the person who took it lives. It is kept as evidence; leaving it out is for hand-overs.
"""

from typing import NamedTuple

from parsers._image.exif import Exif
from parsers._image.values import number


class Place(NamedTuple):
    latitude: float | None = None
    longitude: float | None = None
    altitude_m: float | None = None
    warnings: tuple[str, ...] = ()


def place(exif: Exif) -> Place:
    """The position; none, with a warning, where a phone wrote zeros for "not known" or left out the hemisphere."""
    north, east = _degrees(exif, 0x0002, "NS", 90), _degrees(exif, 0x0004, "EW", 180)
    altitude = _altitude(exif)
    if north is None or east is None:
        written = exif.text("GPS", 0x0002) or exif.text("GPS", 0x0004)
        return Place(altitude_m=altitude, warnings=("gps-unreadable",) if written else ())
    if not north and not east:
        return Place(altitude_m=altitude, warnings=("gps-not-set",))
    return Place(north, east, altitude)


def _degrees(exif: Exif, tag: int, hemispheres: str, most: int) -> float | None:
    """Degrees, minutes and seconds; the tag before them says which hemisphere, and without it they say nothing."""
    side = exif.text("GPS", tag - 1).strip().upper()[:1]
    parts = [part for part in map(number, exif.text("GPS", tag).split(", ")) if part is not None and part >= 0]
    if not side or side not in hemispheres or len(parts) != exif.text("GPS", tag).count(", ") + 1 or len(parts) > 3:
        return None
    degrees = sum(float(part) / (1, 60, 3600)[power] for power, part in enumerate(parts))
    if degrees > most:
        return None
    return round(-degrees if side in "SW" else degrees, 7)


def _altitude(exif: Exif) -> float | None:
    metres = number(exif.text("GPS", 0x0006))
    below = exif.text("GPS", 0x0005) in ("1", "01")
    return None if metres is None else round(float(-metres if below else metres), 2)
