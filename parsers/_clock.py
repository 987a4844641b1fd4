"""Turns the clocks that sources use into Time: the raw value kept, the zone never invented."""

from datetime import UTC, datetime, timedelta

from archive.records import Basis, Precision, Time

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - arithmetic in UTC without carrying a zone along
_APPLE_EPOCH_S = 978_307_200  # 2001-01-01T00:00:00Z, in seconds since 1970


def from_epoch_ms(raw: str, ms: int, offset: int | None = None, basis: Basis = "stated") -> Time:
    """An instant in milliseconds since 1970 UTC. `offset` is minutes east, if a second field of the source tells it."""
    return _instant(raw, ms, offset, basis, "ms")


def from_epoch_s(raw: str, seconds: int, offset: int | None = None) -> Time:
    """An instant in whole seconds since 1970 UTC."""
    return _instant(raw, seconds * 1000, offset, "stated", "s")


def from_apple(raw: str, value: float) -> Time:
    """Apple time: seconds since 2001 UTC, or nanoseconds (iOS 11 and later), told apart by size."""
    if abs(value) > 1e12:
        return _instant(raw, int(value) // 1_000_000 + _APPLE_EPOCH_S * 1000, None, "stated", "ms")
    precision: Precision = "s" if float(value).is_integer() else "ms"
    return _instant(raw, round(value * 1000) + _APPLE_EPOCH_S * 1000, None, "stated", precision)


def from_datetime(raw: str, moment: datetime, precision: Precision = "s", basis: Basis = "stated") -> Time:
    """A datetime. Aware: an instant with its offset. Naive: a wall clock whose zone nobody stated (basis unknown)."""
    if moment.tzinfo is None:
        return Time(raw=raw, local=_text(moment, precision), precision=precision)
    shift = moment.utcoffset() or timedelta(0)
    try:
        utc = _text(moment.astimezone(UTC).replace(tzinfo=None), precision) + "Z"
    except OverflowError:
        utc = None
    local = _text(moment.replace(tzinfo=None), precision)
    return Time(
        raw=raw, utc=utc, local=local, offset=int(shift.total_seconds()) // 60, basis=basis, precision=precision
    )


def unreadable(raw: str) -> Time:
    """A time that is there but says nothing we can read. The raw value stands for itself."""
    return Time(raw=raw)


def _instant(raw: str, ms: int, offset: int | None, basis: Basis, precision: Precision) -> Time:
    try:
        moment = _EPOCH + timedelta(milliseconds=ms)
        local = _text(moment + timedelta(minutes=offset), precision) if offset is not None else None
    except OverflowError:
        return unreadable(raw)
    return Time(
        raw=raw, utc=_text(moment, precision) + "Z", local=local, offset=offset, basis=basis, precision=precision
    )


def _text(moment: datetime, precision: Precision) -> str:
    return moment.isoformat(timespec="milliseconds" if precision == "ms" else "seconds")
