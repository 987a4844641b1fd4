"""What the name of a picture says: when, by which app, and whether it calls itself a screenshot.

A name is a witness: anyone can change it, and messengers write the day a picture came, not the day it was taken.
The patterns are those that phones, messengers and computers give by themselves, collected from public code and issues.
"""

import re
from datetime import UTC, datetime
from typing import NamedTuple

from archive.records import Precision, Time
from parsers._clock import from_datetime, from_epoch_ms
from parsers._text import scrub

_DAY = r"(?P<year>(?:19|20)\d\d)[-_.]?(?P<month>\d\d)[-_.]?(?P<day>\d\d)"
_SECOND = r"(?P<hour>\d{1,2})[-_.:h]?(?P<minute>\d\d)[-_.:m]?(?P<second>\d\d)"
_CLOCK = rf"{_SECOND}(?:[-_.]?(?P<milli>\d{{3}})(?!\d))?"
_HALF = r"(?:[ \u202f]?(?P<half>[AP])M)?"
_WORDS = (
    r"screen[ _-]?shots?|screen[ _-]?captures?|bildschirmfoto|capture d[’']écran|captura de (?:pantalla|tela|ecrã)|"
    r"schermata|istantanea schermo|schermafbeelding|schermopname|zrzut ekranu|skärmavbild|skärmbild|skjermbilde|"
    r"skærmbillede|näyttökuva|ekran görüntüsü|ekran resmi|captură de ecran|снимок экрана|знімок екрана|"
    r"スクリーンショット|스크린샷|截屏|截图|螢幕截圖|屏幕截图"
)
_JOIN = r"[\s_-]*(?:from|at|vom|um|du|de|do|à|alle|om|op|kl\.|klo|o|a las|a les|às|в|от|,)?\s*"
_APP = r"(?:[_ -](?P<app>[^\W\d_][\w.&' -]*))?"
_COPY = re.compile(r"(?:\s*\(\d+\)|~\d+|\s*-\s*copy|[-_](?:edited|collage))+\Z", re.IGNORECASE)

_SCREENSHOT = re.compile(rf"(?:{_WORDS})(?:{_JOIN}{_DAY}(?:{_JOIN}{_CLOCK}{_HALF})?)?{_APP}.*", re.IGNORECASE)
_PATTERNS = tuple(
    (re.compile(pattern, re.IGNORECASE), app)
    for pattern, app in (
        (rf"(?:IMG|STK)-{_DAY}-WA\d+.*", "WhatsApp"),
        (rf"WhatsApp Image {_DAY} (?:at )?{_CLOCK}{_HALF}.*", "WhatsApp"),
        (rf"(?:\d{{8}}-)?(?:PHOTO|STICKER|GIF)-{_DAY}-{_CLOCK}.*", "WhatsApp"),  # exported by WhatsApp on iPhones
        (rf"signal-(?:attachment-)?{_DAY}-{_SECOND}(?:-(?P<milli>\d{{3}})(?!\d))?.*", "Signal"),  # _002 is a counter
        (rf"threema-{_DAY}-{_CLOCK}.*", "Threema"),
        (rf"photo_{_DAY}_{_CLOCK}.*", "Telegram"),
        (r"photo_\d+@(?P<day>\d\d)-(?P<month>\d\d)-(?P<year>\d{4})_(?P<hour>\d\d)-(?P<minute>\d\d)-(?P<second>\d\d).*", "Telegram"),
        (rf"viber_image_{_DAY}_{_CLOCK}.*", "Viber"),
        (r"FB_IMG_(?P<epoch>\d{13})", "Facebook"),
        (r"received_\d{10,}", "Messenger"),
        (r"messenger_creation_.*", "Messenger"),
        (r"\d+_\d{10,}_\d{10,}_[no]", "Facebook"),
        (r"Snapchat-\d+", "Snapchat"),
        (rf"PXL_{_DAY}_{_CLOCK}.*", "Pixel Camera"),
        (rf"(?:[A-Z]{{1,10}}[-_ ]?)?{_DAY}[-_ T]?{_CLOCK}(?!\d).*", ""),  # cameras: IMG_20240302_211744, 20240302_211744
        (rf"(?:IMG|image|photo|scan|scanned)[-_ ]{_DAY}(?!\d).*", ""),
    )
)  # fmt: skip
_LONGEST = 300
_IN_UTC = "Pixel Camera"  # its names are in UTC while its EXIF is local, as users of it found


class Named(NamedTuple):
    """What a name says. `time` is None where it tells none; with precision "day" where it tells only the day."""

    time: Time | None = None
    app: str = ""
    screenshot: bool = False


def read_name(path: str) -> Named:
    """What the last part of a path says about the picture."""
    name = scrub(path)[0].rpartition("/")[2]
    stem = _COPY.sub("", (name.rpartition(".")[0] or name)[:_LONGEST])
    if found := _SCREENSHOT.fullmatch(stem):
        return Named(_time(name, found), (found["app"] or "").strip(" ._-"), screenshot=True)
    for pattern, app in _PATTERNS:
        if found := pattern.fullmatch(stem):
            return Named(_time(name, found, in_utc=app == _IN_UTC), app)
    return Named()


def _time(name: str, found: re.Match[str], *, in_utc: bool = False) -> Time | None:
    said = found.groupdict()
    if said.get("epoch"):
        return from_epoch_ms(name, int(said["epoch"]))
    if not said.get("year"):
        return None
    date = [int(said[part]) for part in ("year", "month", "day")]
    clock = [int(said[part]) for part in ("hour", "minute", "second")] if said.get("hour") else [0, 0, 0]
    if said.get("half"):
        clock[0] = clock[0] % 12 + (12 if said["half"] in "pP" else 0)
    micro = int(said.get("milli") or 0) * 1000
    try:
        at = datetime(*date, *clock, micro, tzinfo=UTC if in_utc else None)  # type: ignore[misc, arg-type]
    except ValueError:
        return None
    precision: Precision = "ms" if said.get("milli") else "s" if said.get("hour") else "day"
    return from_datetime(name, at, precision, "derived")
