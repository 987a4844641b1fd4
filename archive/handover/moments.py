"""When a record happened, in words: the clock that is shown, whose zone it is, and how exact it is."""

from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from archive.handover.entry import When
from archive.records import Basis, Precision, Time

_BASIS: dict[Basis, str] = {
    "stated": "The source itself states the zone.",
    "derived": "The zone or the day was worked out; the source does not say it in so many words.",
    "declared": "The source states no zone: it is the one that was set for the case.",
    "unknown": "Nobody states the zone: the clock is as the source wrote it.",
}
_PRECISION: dict[Precision, str] = {
    "ms": "to the thousandth of a second", "s": "to the second", "min": "to the minute", "day": "the day only", "none": "",
}  # fmt: skip


def when(time: Time, zone: str, day_from: str = "") -> When:
    """What is shown of a time: on the wall of `zone` (UTC if "") where the moment is known, else as the source wrote it. `day_from`
    is what a day such as "Today" was counted from."""
    return replace(_shown(time, zone), counted_from=_counted(day_from)) if day_from else _shown(time, zone)


def _counted(day_from: str) -> str:
    copying = ", which copying a file changes" if "file" in day_from and "name" not in day_from else ""
    return f"The picture does not say the day: it was counted from {day_from}{copying}."


def _shown(time: Time, zone: str) -> When:
    if time.precision == "day" and time.local:
        return When(
            day=time.local[:10], basis=_BASIS[time.basis], precision=_PRECISION["day"], raw=time.raw, local=time.local
        )
    found = When(raw=time.raw, basis=_BASIS[time.basis], precision=_PRECISION[time.precision], local=time.local or "")
    if time.utc:
        day, clock, name, offset = _on_the_wall(time.utc[:19], zone)
        return replace(found, day=day, clock=_cut(clock, time.precision), zone=name, utc=time.utc, offset=offset)
    if time.local:
        return replace(found, day=time.local[:10], clock=_cut(time.local[11:19], time.precision), zone="zone unknown")
    return When(raw=time.raw)


def _cut(clock: str, precision: Precision) -> str:
    return clock[:5] if precision == "min" else clock


@lru_cache(64)
def _on_the_wall(utc: str, zone: str) -> tuple[str, str, str, int]:
    there = datetime.fromisoformat(utc).replace(tzinfo=UTC).astimezone(ZoneInfo(zone) if zone else UTC)
    shift = there.utcoffset()
    assert shift is not None
    return f"{there:%Y-%m-%d}", f"{there:%H:%M:%S}", there.tzname() or "UTC", int(shift.total_seconds() // 60)
