"""Puts a person's correction of a machine's reading into the case: `fullpicture correct`."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec import Struct

from archive import corrections, receipts
from archive.case import Case
from archive.errors import CannotCorrect
from archive.listing import Listing
from archive.records import Time
from importer.self_check import tool
from importer.wording import plain

_DAY, _MINUTE = "%Y-%m-%d", "%Y-%m-%d %H:%M"


class Asked(Struct, frozen=True, kw_only=True):
    """What a person typed. None and "" mean that nothing was said about it."""

    text: str | None = None
    sender: str | None = None
    when: str = ""
    note: str = ""


def correct_record(case: Path, record_id: str, asked: Asked, actor: str) -> Iterator[str]:
    """Add a correction; say in plain lines what stands there now. Raises CannotCorrect or NotFound."""
    with Case.open(case, actor or "owner", tool(), write=True) as opened:
        shown = Listing(opened).show(record_id)
        time = stated(asked.when, opened.declared.zone) if asked.when.strip() else None
        said = corrections.Said(text=asked.text, sender=asked.sender, time=time, note=asked.note)
        head = corrections.correct(opened, shown.corrected, said, datetime.now(UTC).isoformat(timespec="seconds"))
        opened.note_receipt(receipts.write(head))
    yield f"Noted as a correction of {shown.record.id[:16]}. The machine's reading is kept beside it:"
    yield f"  the machine read: {plain(shown.record.text or '')}"
    yield f"  {receipts.write(head)}"


def stated(text: str, zone: str) -> Time:
    """A time as a person states it, in the zone that was declared for the case. Raises CannotCorrect."""
    words = " ".join(text.replace("T", " ").split())
    form = _MINUTE if ":" in words else _DAY
    try:
        found = datetime.strptime(words, form)  # noqa: DTZ007 - a wall clock, the zone is added below
    except ValueError as error:
        raise CannotCorrect(f"“{text}” is no time. Write it like 2024-03-31 21:15, or 2024-03-31.") from error
    local = found.isoformat(timespec="seconds")
    if form == _DAY or not zone:
        return Time(raw=text, local=local, basis="declared", precision="day" if form == _DAY else "min")
    there = found.replace(tzinfo=ZoneInfo(zone))
    try:
        utc = there.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds")
    except OverflowError as error:
        raise CannotCorrect(f"“{text}” lies at the end of the calendar. Write the year in four digits.") from error
    offset = int((there.utcoffset() or timedelta(0)).total_seconds()) // 60
    return Time(raw=text, utc=f"{utc}Z", local=local, offset=offset, zone=zone, basis="declared", precision="min")
