"""How apps write the hour and the day."""

from __future__ import annotations

from datetime import datetime


def hour(when: datetime, style: str) -> str:
    """`24` is 21:14; `12` is 9:14 pm; `12n` is 9:14 PM with a narrow no-break space."""
    if style == "24":
        return f"{when:%H:%M}"
    number, half = (when.hour - 1) % 12 + 1, "am" if when.hour < 12 else "pm"
    return f"{number}:{when:%M} {half}" if style == "12" else f"{number}:{when:%M}\u202f{half.upper()}"


def bare(when: datetime, style: str) -> str:
    """The clock of the status bar, which leaves out the half of the day."""
    return f"{when:%H:%M}" if style == "24" else f"{(when.hour - 1) % 12 + 1}:{when:%M}"


def relative(when: datetime, now: datetime) -> str:
    """Today, Yesterday, a weekday inside a week, or nothing."""
    ago = (now.date() - when.date()).days
    return "Today" if ago == 0 else "Yesterday" if ago == 1 else f"{when:%A}" if ago < 7 else ""


def day(when: datetime, now: datetime, order: str) -> str:
    """A day in one of the orders that apps use, relative where it can be."""
    near = relative(when, now)
    if near and order != "iso":
        return near
    return {
        "dmy": f"{when.day} {when:%B %Y}",
        "mdy": f"{when:%B} {when.day}, {when.year}",
        "short": f"{when:%a}, {when.day} {when:%b}",
        "us": f"{when:%a}, {when:%b} {when.day}",
        "slash": f"{when:%d/%m/%Y}",
        "iso": f"{when:%Y-%m-%d}",
    }[order]
