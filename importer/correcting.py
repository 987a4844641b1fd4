"""Puts a person's correction of a machine's reading into the case: `fullpicture correct`."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec import Struct

from archive import corrections, receipts
from archive.case import Case
from archive.errors import CannotCorrect
from archive.listing import Listing, Shown
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
    now = datetime.now(UTC)
    with Case.open(case, actor or "owner", tool(), write=True) as opened:
        shown = Listing(opened).show(record_id)
        time = stated(asked.when, opened.declared.zone, now) if asked.when.strip() else None
        said = corrections.Said(text=asked.text, sender=asked.sender, time=time, note=asked.note)
        if known := corrections.recorded(said, shown.corrections):
            day = f"{known.at[:10]} by {plain(known.by)}"
            yield f"This is recorded already for {shown.record.id[:16]}, on {day}. It was not recorded again."
            return
        head = corrections.correct(opened, shown.corrected, said, now.isoformat(timespec="seconds"))
        opened.note_receipt(receipts.write(head))
    yield f"Noted as a correction of {shown.record.id[:16]}. The machine's reading is kept beside it."
    yield from _changes(shown, said)
    yield f"  {receipts.write(head)}"


def _changes(shown: Shown, said: corrections.Said) -> Iterator[str]:
    """Old and new of each value; what the machine read, where an earlier correction stood between."""
    read, before = corrections.readings(shown.record), corrections.readings(shown.corrected)
    time = (said.time.local or said.time.raw) if said.time else None
    for name, value in {"text": said.text, "sender": said.sender, "time": time}.items():
        if value is not None:
            machine = f" (the machine read “{plain(read[name])}”)" if read[name] != before[name] else ""
            yield f"  {name}: was “{plain(before[name])}”{machine}, is now “{plain(value)}”"
    if said.note.strip():
        yield f"  note: {plain(said.note)}"


def stated(text: str, zone: str, now: datetime) -> Time:
    """A time as a person states it, in the zone that was declared for the case. Raises CannotCorrect; also for one
    that is still to come."""
    words = " ".join(text.replace("T", " ").split())
    form = _MINUTE if ":" in words else _DAY
    try:
        found = datetime.strptime(words, form)  # noqa: DTZ007 - a wall clock, the zone is added below
    except ValueError as error:
        raise CannotCorrect(f"“{text}” {_wrong(words)} Nothing was changed.") from error
    there = ZoneInfo(zone) if zone else timezone(timedelta(hours=14))  # the zone where it is latest
    if found > now.astimezone(there).replace(tzinfo=None):
        raise CannotCorrect(f"“{text}” is still to come. A message cannot be from then. Nothing was changed.")
    local = found.isoformat(timespec="seconds")
    if form == _DAY or not zone:
        return Time(raw=text, local=local, basis="declared", precision="day" if form == _DAY else "min")
    moment = found.replace(tzinfo=there)
    try:
        utc = moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds")
        again = moment.astimezone(UTC).astimezone(there).replace(tzinfo=None)
    except OverflowError as error:
        raise CannotCorrect(f"“{text}” lies at the end of the calendar. Write the year in four digits.") from error
    if again != found:
        raise CannotCorrect(f"“{text}” never was in {zone}: the clocks were put forward over it. Nothing was changed.")
    offset = int((moment.utcoffset() or timedelta(0)).total_seconds()) // 60
    return Time(raw=text, utc=f"{utc}Z", local=local, offset=offset, zone=zone, basis="declared", precision="min")


def _wrong(words: str) -> str:
    if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}(?: \d{1,2}:\d{2})?", words):
        return "is not in the calendar: there is no such day or time of day."
    return "is no time. Write it like 2024-03-31 21:15, or 2024-03-31."
