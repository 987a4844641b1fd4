"""British clock times of spring 2024 as the numbers that phones and programs store."""

from datetime import UTC, datetime, timedelta

SUMMER_BEGINS = datetime(2024, 3, 31, 1)  # noqa: DTZ001 - a British wall clock: at 01:00 it became 02:00
APPLE_EPOCH = 978_307_200


def wall(text: str) -> datetime:
    """`2024-03-31 02:03:10` as the wall clock showed it."""
    return datetime.fromisoformat(text)


def offset(text: str) -> int:
    """Hours ahead of UTC at that moment."""
    return 1 if wall(text) > SUMMER_BEGINS else 0


def seconds(text: str) -> int:
    """Seconds since 1970 UTC."""
    return int((wall(text) - timedelta(hours=offset(text))).replace(tzinfo=UTC).timestamp())


def millis(text: str) -> int:
    """Milliseconds since 1970 UTC, with a part below the second that depends on the time alone."""
    at = seconds(text)
    return at * 1000 + at * 37 % 1000


def apple(text: str) -> int:
    """Nanoseconds since 2001 UTC, as iPhones count."""
    return (seconds(text) - APPLE_EPOCH) * 1_000_000_000


def mailed(text: str) -> str:
    """A Date header: `Sun, 03 Mar 2024 18:20:00 +0000`."""
    return wall(text).strftime("%a, %d %b %Y %H:%M:%S ") + f"+0{offset(text)}00"
