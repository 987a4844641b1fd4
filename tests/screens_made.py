"""Screenshots made by hand: messages as a reader of pictures gives them, put into a case without any picture."""

from collections.abc import Sequence

import msgspec
from msgspec import Struct

from archive.case import Case
from archive.records import Conversation, Party, Record, ScreenDetails, Time, locate
from cases import take

WIDE = 1000


class Line(Struct, frozen=True, kw_only=True):
    """One message of a conversation as it shows on a screen. `high` is how many pixels it takes."""

    text: str
    side: str = "in"
    clock: str = ""
    day: str = ""
    sender: str = ""
    kind: str = "message"
    cut: tuple[str, ...] = ()
    high: int = 0
    confidence: float = 0.97
    warnings: tuple[str, ...] = ()
    stamp: str = ""


def screen(
    said: Sequence[Line], title: str = "Sam", service: str = "whatsapp", scale: float = 1.0, top: int = 200
) -> list[Record]:
    """The records that a reader gives for one picture."""
    found, y = [], float(top)
    for order, line in enumerate(said, 1):
        high = line.high or 60 + 40 * (len(line.text) // 28)
        width = min(700, 60 + 22 * len(line.text))
        left = 40 if line.side != "out" else WIDE - 40 - width
        box = tuple(round(value * scale) for value in (left, y, left + width, y + high))
        found.append(_record(line, order, (box[0], box[1], box[2], box[3]), (title, service)))
        y += high + 20
    return found


def _record(line: Line, order: int, box: tuple[int, int, int, int], thread: tuple[str, str]) -> Record:
    title, service = thread
    directions = {"in": "incoming", "out": "outgoing"}
    details = ScreenDetails(
        box=box, order=order, side=line.side, clock=line.clock, stamp=line.stamp, cut=line.cut,
        confidence=line.confidence, engine="by hand 1",
    )  # fmt: skip
    who = Party(name=line.sender or title) if line.side == "in" and (line.sender or title) else None
    return Record(
        kind=line.kind, service=service, locator=locate(("box", ",".join(map(str, box)))), sender=who,
        conversation=Conversation(key=title.casefold(), title=title), time=_time(line), text=line.text, details=details,
        direction=directions.get(line.side, "unknown"), warnings=("read-by-ocr", *line.warnings),
    )  # fmt: skip


def _time(line: Line) -> Time:
    if line.day and ":" in line.clock:
        local = f"{line.day}T{line.clock[:5]}:00"
        return Time(raw=line.clock, local=local, basis="derived", precision="min")
    if line.day:
        return Time(raw=line.clock, local=f"{line.day}T00:00:00", basis="derived", precision="day")
    return Time(raw=line.clock)


def put(case: Case, name: str, records: Sequence[Record]) -> list[str]:
    """Take a picture's records into a case. Returns their ids in order."""
    take(case, name, records)
    query = """SELECT r.key, r.k, s.locator FROM record r JOIN sighting s ON s.record = r.n
               JOIN content c ON c.n = s.content JOIN source o ON o.content = c.n WHERE o.path = ?"""
    held = {locator: key.hex() if k == 1 else f"{key.hex()}.{k}" for key, k, locator in case.db.execute(query, (name,))}
    return [held[record.locator] for record in records]


def moved(record: Record, *by: int) -> Record:
    """The same message with its box drawn a little otherwise, as another version of a reader might."""
    assert isinstance(record.details, ScreenDetails)
    box = tuple(value + shift for value, shift in zip(record.details.box, by, strict=True))
    details = msgspec.structs.replace(record.details, box=box)
    return msgspec.structs.replace(record, details=details, locator=locate(("box", ",".join(map(str, box)))))


def exported(talk: Sequence[tuple[str, str, str]], title: str = "Sam Example", day: str = "2024-05-01") -> list[Record]:
    """The same conversation as an export has it: (side or a member's name, text, clock)."""
    found = []
    for n, (side, text, clock) in enumerate(talk, 1):
        who = {"in": title, "out": "Alex"}.get(side, side)
        found.append(Record(
            kind="message", service="whatsapp", locator=f"lines={n}", sender=Party(name=who),
            direction="outgoing" if side == "out" else "incoming", conversation=Conversation(key=title.casefold(), title=title),
            time=Time(raw=clock, local=f"{day}T{clock}:00", precision="min"), text=text,
        ))  # fmt: skip
    return found


def lines_of(talk: Sequence[tuple[str, str, str]]) -> list[Line]:
    """The same as it shows on a screen."""
    return [
        Line(
            side="out" if side == "out" else "in", sender="" if side in ("in", "out") else side, text=text, clock=clock
        )
        for side, text, clock in talk
    ]
