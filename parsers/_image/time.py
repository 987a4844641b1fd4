"""When a picture was taken, by its own notes: what they say, which zone they say it in, and what is only second best.

DateTimeOriginal is when the shutter opened, DateTimeDigitized when it became a file, DateTime when it was last changed
(EXIF 2.32, CIPA DC-008, section 4.6.5). A zone is taken from the offset tags that EXIF has had since 2.31, else from
the difference to the GPS clock, which runs in UTC; else nobody stated one.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta, timezone
from typing import NamedTuple

from archive.records import Basis, Time
from parsers._clock import from_datetime, unreadable
from parsers._image.clock import Moment, never_set, offset, read_moment, satellite_time, with_fraction, zone_between
from parsers._image.exif import Exif, Tag

_CONTRADICTION = timedelta(minutes=10)
_TAKEN: Tag = ("EXIF", 0x9003)
_DIGITISED: Tag = ("EXIF", 0x9004)
_CHANGED: Tag = ("Image", 0x0132)
_ZONES = {_TAKEN: 0x9011, _DIGITISED: 0x9012, _CHANGED: 0x9010}
_FRACTIONS = {_TAKEN: 0x9291, _DIGITISED: 0x9292, _CHANGED: 0x9290}
_CREATED = ("XMP exif:DateTimeOriginal", "XMP photoshop:DateCreated", "XMP xmp:CreateDate", "PNG Creation Time")
_MODIFIED = ("XMP xmp:ModifyDate", "PNG tIME")


class Taken(NamedTuple):
    """When the picture was taken, and codes for what is uncertain about that."""

    time: Time = Time()
    warnings: tuple[str, ...] = ()


class Zone(NamedTuple):
    """A zone, who says so, how it was written, and codes for what speaks against it."""

    zone: timezone | None
    basis: Basis = "unknown"
    written: str = ""
    warnings: tuple[str, ...] = ()


def taken(exif: Exif, notes: Mapping[str, str]) -> Taken:
    """The best answer there is, and why it is not better. `notes` are the texts of PNG and XMP."""
    failed: dict[str, str] = {}
    for raw, found in _candidates(exif, notes):
        if not raw.strip(" :\0"):
            continue
        if found is not None:
            return Taken(found.time, (*found.warnings, *failed))
        failed.setdefault("time-unreadable" if read_moment(raw) is None and raw.strip(" :0") else "clock-not-set", raw)
    return Taken(unreadable(next(iter(failed.values()), "")), tuple(failed))


def _candidates(exif: Exif, notes: Mapping[str, str]) -> Iterator[tuple[str, Taken | None]]:
    """Every time the picture tells, best first: as written, and as read (None when it says nothing)."""
    yield exif.text(*_TAKEN), _by_camera(exif, _TAKEN, ())
    yield exif.text(*_DIGITISED), _by_camera(exif, _DIGITISED, ("time-is-of-digitising",))
    if satellite := satellite_time(exif):
        raw = f"{exif.text('GPS', 0x001D)} {exif.text('GPS', 0x0007)}"
        yield raw, Taken(from_datetime(raw, satellite), ("time-is-of-gps",))
    for name in _CREATED:
        yield notes.get(name, ""), _by_note(notes.get(name, ""), "time-is-of-file")
    yield exif.text(*_CHANGED), _by_camera(exif, _CHANGED, ("time-is-of-last-change",))
    for name in _MODIFIED:
        yield notes.get(name, ""), _by_note(notes.get(name, ""), "time-is-of-last-change")


def _by_note(raw: str, code: str) -> Taken | None:
    found = read_moment(raw)
    if found is None or never_set(found.at):
        return None
    return Taken(from_datetime(raw, found.at, found.precision), (code,))


def _by_camera(exif: Exif, tag: Tag, codes: tuple[str, ...]) -> Taken | None:
    """A time of EXIF with its fraction of a second and its zone, each from a tag of its own."""
    raw = exif.text(*tag)
    found = read_moment(raw)
    if found is None or never_set(found.at):
        return None
    fraction = exif.text("EXIF", _FRACTIONS[tag]).strip()
    if found.precision == "s" and fraction.isascii() and fraction.isdecimal():
        found, raw = with_fraction(found, fraction), f"{raw}.{fraction}"
    zone = _zone(exif, tag, found)
    time = from_datetime(raw + zone.written, found.at.replace(tzinfo=zone.zone), found.precision, zone.basis)
    return Taken(time, codes + zone.warnings)


def _zone(exif: Exif, tag: Tag, found: Moment) -> Zone:
    """In the time itself, else in its offset tag, else in that of another tag with the very same time, else by GPS."""
    written = exif.text("EXIF", _ZONES[tag])
    if isinstance(found.at.tzinfo, timezone):
        return _checked(exif, found, Zone(found.at.tzinfo, "stated"))
    if zone := offset(written):
        return _checked(exif, found, Zone(zone, "stated", written.strip()))
    if zone := _of_a_twin(exif, tag):
        return _checked(exif, found, Zone(zone, "derived"))
    odd = ("offset-unreadable",) if written.strip(" :\0") else ()
    return _by_satellite(exif, found, odd)


def _by_satellite(exif: Exif, found: Moment, codes: tuple[str, ...]) -> Zone:
    satellite = satellite_time(exif)
    if satellite is None:
        return Zone(None, warnings=codes)
    if zone := zone_between(found.at, satellite):
        return Zone(zone, "derived", warnings=(*codes, "zone-from-gps"))
    return Zone(None, warnings=(*codes, "gps-clock-differs"))


def _of_a_twin(exif: Exif, tag: Tag) -> timezone | None:
    """Phones often write the offset only once, for three tags that tell the same time."""
    same = (other for other in _ZONES if other != tag and exif.text(*other) == exif.text(*tag))
    return next((zone for other in same if (zone := offset(exif.text("EXIF", _ZONES[other])))), None)


def _checked(exif: Exif, found: Moment, zone: Zone) -> Zone:
    """The GPS clock is a second witness: more than ten minutes apart is told."""
    satellite = satellite_time(exif)
    if satellite and abs(found.at.replace(tzinfo=zone.zone) - satellite) > _CONTRADICTION:
        return zone._replace(warnings=("gps-clock-differs",))
    return zone
