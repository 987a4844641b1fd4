"""The entries for programs: one line of JSON each, every text exact, and a schema that says what stands in a line.

Lines end by a line feed and by nothing else. U+0085, U+2028 and U+2029 may stand in a text as they are.
"""

from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from archive.handover.columns import exhibits
from archive.handover.entry import Enclosed, Entry, Screen, Seen, Summary
from archive.lines import CorrectionLine
from archive.listing import Shown
from archive.records import Attachment, Party, Record, Time

_encode = msgspec.json.Encoder().encode


class Attached(Attachment, frozen=True, kw_only=True, omit_defaults=True):
    """An attachment as its record names it, and where it lies in this hand-over: `path`, or `why_not`."""

    exhibit: str = ""
    path: str = ""
    inside: str = ""
    why_not: str = ""


class Corrected(Struct, frozen=True):
    """What a person corrected in what a machine had read, as it reads now."""

    text: str | None
    sender: Party | None
    time: Time


class JsonLines:
    """Writes `3-records/records.jsonl`, `record.schema.json` and `summary.json`."""

    def __init__(self, data: Path) -> None:
        self._folder = data / "3-records"
        self._folder.mkdir(exist_ok=True)
        self._file = (self._folder / "records.jsonl").open("wb")

    def add(self, entry: Entry) -> None:
        self._file.write(_encode(line(entry)) + b"\n")

    def finish(self, summary: Summary) -> None:
        self._file.close()
        said = {**whole(summary), "head": {"entries": summary.head.seq, "sha256": summary.head.sha256}}
        for name, item in (("record.schema.json", schema()), ("summary.json", said)):
            (self._folder / name).write_bytes(msgspec.json.format(_encode(item), indent=1) + b"\n")


def line(entry: Entry) -> dict[str, Any]:
    """All fields of an entry, also the empty ones, as `fullpicture records --json` gives them, and what the hand-over adds."""
    out = Shown(entry.record, (), entry.corrections).as_json()
    out.setdefault("corrected", None)
    return {
        "number": entry.number,
        "log_entry": entry.log_entry,
        **out,
        "exhibits": exhibits(entry),
        "sightings": [whole(seen) for seen in entry.seen],
        "attachments": _attachments(entry) if entry.record.attachments else (),
        "enclosed": [whole(one) for one in entry.enclosed],
        "screen": whole(entry.screen),
        "notes": entry.notes,
    }


def whole(value: Any) -> Any:
    """A struct as JSON with all its fields, so that a reader need not know the defaults."""
    if isinstance(value, Struct):
        return {name: whole(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, (tuple, list)):
        return [whole(one) for one in value]
    return value


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of one line. A field that it does not name is an error, a field that is missing too."""
    ours: dict[str, Any] = {
        "number": int, "log_entry": int, "exhibits": tuple[str, ...], "sightings": tuple[Seen, ...], "attachments": tuple[Attached, ...],
        "enclosed": tuple[Enclosed, ...], "screen": Screen | None, "notes": tuple[str, ...], "corrections": tuple[CorrectionLine, ...],
        "corrected": Corrected | None,
    }  # fmt: skip
    fields = {field.name: field.type for field in msgspec.structs.fields(Record)} | ours
    doc = "One entry of the chronology: a record as its source gives it, and where to find it in this hand-over."
    kind = msgspec.defstruct("Entry", list(fields.items()), namespace={"__doc__": doc}, kw_only=True)
    found = msgspec.json.schema(kind)
    for one in found["$defs"].values():
        one["additionalProperties"] = False
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Fullpicture hand-over entry", **found}


def _attachments(entry: Entry) -> list[dict[str, Any]]:
    """The attachments of the record, each with its place in the hand-over; where bytes are the same, the place is."""
    places = {one.sha256 or one.name: one for one in entry.enclosed}
    found = []
    for one in entry.record.attachments:
        place = places.get(one.sha256 or one.name, Enclosed(exhibit="", name=""))
        found.append(whole(one) | {name: getattr(place, name) for name in ("exhibit", "path", "inside", "why_not")})
    return found
