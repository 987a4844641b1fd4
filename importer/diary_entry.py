"""A diary entry written with `fullpicture diary CASE add`: the words as given become an object, and a record of it."""

import json
import re
from datetime import datetime

from msgspec import Struct

from archive import lines
from archive.case import Case
from archive.custody import Head
from archive.records import DiaryDetails, Record, Time, locate
from importer.normalise import Declared, Origin, normalise
from parsers import _clock

READER = ("diary_entry", 1)
_FORMS = ("iso", "%d/%m/%Y %H:%M", "%d/%m/%Y", "%d %B %Y %H:%M", "%d %B %Y", "%d %b %Y %H:%M", "%d %b %Y")


class Entry(Struct, frozen=True, kw_only=True):
    """What a person wrote. Times are kept as written; `written` is when it was put down, by this computer's clock
    unless the person says otherwise (an entry copied from paper)."""

    what: str
    when: str = ""
    where: str = ""
    witnesses: tuple[str, ...] = ()
    written: str = ""
    author: str = ""
    private: bool = False


def add(case: Case, entry: Entry, now: datetime) -> tuple[Head, str]:
    """Put an entry into a case. `now` is aware, and stands for when it was written if the entry does not say.
    Returns the log's head and the record's id."""
    said = {name: getattr(entry, name) for name in entry.__struct_fields__ if getattr(entry, name)}
    said["entered"] = now.isoformat(timespec="seconds")
    data = json.dumps(said, ensure_ascii=False, indent=1).encode() + b"\n"
    with case.batch() as batch:
        copy = case.objects.stage([data])
        batch.hold(copy)
        path = f"diary/{now.strftime('%Y-%m-%dT%H%M%SZ')}"
        batch.add(lines.SourceLine(path, copy.sha256, copy.size, copy.sha256))
        found = normalise(_record(entry, now), _declared(case), Origin(copy.sha256, *READER))
        batch.take(found, copy.sha256, READER, fresh=True)
        batch.add(lines.ReadingLine(copy.sha256, "read", batch.seq, READER[0], READER[1], found="application/json"))
        batch.add(lines.OutcomeLine(path, copy.sha256, "read"))
        head = batch.commit("diary", {"records": 1})
    return head, found.key.hex()


def _record(entry: Entry, now: datetime) -> Record:
    written = moment(entry.written) if entry.written else _clock.from_datetime(now.isoformat(timespec="seconds"), now)
    details = DiaryDetails(
        place=entry.where, witnesses=entry.witnesses, written=written, author=entry.author, private=entry.private
    )
    time = moment(entry.when) if entry.when else Time()
    warnings = ("time-unclear",) if entry.when and time.local is None and time.utc is None else ()
    place = locate(("pointer", ""))
    return Record(
        kind="diary", service="diary", locator=place, time=time, text=entry.what, details=details, warnings=warnings
    )  # fmt: skip


def moment(text: str) -> Time:
    """A time as a person writes it: ISO, day/month/year, or `3 March 2024 21:15`. What cannot be read stays raw."""
    clean = re.sub(r"\s+", " ", text.strip())
    for form in _FORMS:
        try:
            found = datetime.fromisoformat(clean) if form == "iso" else datetime.strptime(clean, form)  # noqa: DTZ007
        except ValueError:
            continue
        return _clock.from_datetime(text, found, "min" if ":" in clean else "day")
    return Time(raw=text)


def _declared(case: Case) -> Declared:
    held = case.declared
    return Declared(zone=held.zone, region=held.region or "GB", me=held.me)
