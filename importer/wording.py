"""Puts records, ledgers and verdicts into plain sentences for a terminal. Nothing from evidence can move the cursor."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from archive.counting import counted
from archive.listing import Shown
from archive.records import CallDetails, DiaryDetails, Party, Record, Time
from archive.verify import Verdict
from importer.ledger import Ledger

MOST = 12
_USUAL = {"received", "sent", "read", "delivered"}
ARROWS = {"incoming": "from", "outgoing": "to", "unknown": "—"}


def plain(text: str, most: int = 0) -> str:
    """One line of text, safe for a terminal: control and direction characters are shown as what they are."""
    shown = "".join(char if char.isprintable() else _visible(char) for char in text.replace("\r\n", " / "))
    return shown if not most or len(shown) <= most else f"{shown[: most - 1]}…"


def _visible(char: str) -> str:
    return " / " if char == "\n" else " " if char == "\t" else f"<U+{ord(char):04X}>"


def moment(time: Time, zone: str) -> str:
    """A time for people: the wall clock and where its zone comes from; `?` where nobody knows the zone."""
    if time.precision == "day" and time.local:
        return f"{time.local[:10]} (day)"
    if time.utc and zone:
        utc = datetime.fromisoformat(time.utc.removesuffix("Z")).replace(tzinfo=UTC)
        there = utc.astimezone(ZoneInfo(zone))
        return f"{there:%Y-%m-%d %H:%M:%S} {there.tzname()}"
    if time.utc:
        return f"{time.utc[:19].replace('T', ' ')} UTC"
    return f"{time.local[:19].replace('T', ' ')} ?" if time.local else plain(time.raw, 24) or "no time"


def record_line(shown: Shown, zone: str) -> str:
    """One record in one line: id, time, service, who, words."""
    record = shown.corrected
    times = f" (seen {len(shown.sightings)} times)" if len(shown.sightings) > 1 else ""
    who = f"{_who(record):30.30}"
    words = f"{_words(record)}{_said_otherwise(shown)}{times}"
    return f"{record.id[:16]}  {moment(record.time, zone):24}  {record.service:10.10} {who}  {words}"


def _said_otherwise(shown: Shown) -> str:
    """Who corrected a record, when, and what the machine had read."""
    if not shown.corrections:
        return ""
    last = shown.corrections[-1]
    return f" [corrected by {plain(last.by)} on {last.at[:10]}; the machine read: {_reading(shown.record)}]"


def _reading(record: Record) -> str:
    who = f"{_name(record.sender)}, " if record.sender else ""
    return f"{who}{plain(record.time.raw, 24) or 'no time'}, “{plain(record.text or '', 120)}”"


def _who(record: Record) -> str:
    arrow = ARROWS[record.direction]
    if record.direction == "outgoing":
        others = ", ".join(_name(party) for party in record.recipients if not party.owner)
        return f"{arrow} {others or record.conversation.title}"
    return f"{arrow} {_name(record.sender)}" if record.sender else plain(record.conversation.title)


def _name(party: Party) -> str:
    return plain(party.name or party.id or "unknown")


def _words(record: Record) -> str:
    odd = [word for word in record.status if word not in _USUAL]
    parts = [f"[{', '.join(odd)}]"] if odd else []
    match record.details:
        case CallDetails(outcome=outcome, duration_s=seconds):
            parts.append(f"call {outcome}" + (f", {seconds} s" if seconds else ""))
        case DiaryDetails(place=place):
            parts.append(f"diary{f' ({place})' if place else ''}:")
    said = [plain(text, 120) for text in (record.subject, record.text) if text]
    parts += [" — ".join(said)] if said else []
    parts += [f"[{plain(part.name or part.found or 'attachment')}{' MISSING' if part.missing else ''}]"
              for part in record.attachments]  # fmt: skip
    return " ".join(parts) or f"[{record.kind} without words]"


def ledger(found: Ledger) -> Iterator[str]:
    """The account of an import."""
    files, records = found.files, found.records
    left = f"{files.kept_unread:,} kept unread + {files.already_held:,} already held + {files.not_kept:,} not kept"
    yield f"Files    {files.seen:>7,} seen = {files.read:,} read + {files.attachment:,} attachments + {left}"
    yield f"Records  {records.seen:>7,} seen = {records.new:,} new + {records.sightings:,} seen before"
    for name, count in sorted(found.kinds.items(), key=lambda pair: -pair[1]):
        yield f"         {count:>7,} {name.replace('_', ' ')}"
    for reason, count in found.not_kept.items():
        yield f"Left out {count:>7,} {reason}"
    if found.problems:
        yield ""
        yield f"{counted(len(found.problems), 'thing')} could not be read. Nothing is lost: the files themselves are kept."
        pairs = [
            (item.reason, f"{item.path} ({item.locator})" if item.locator else item.path) for item in found.problems
        ]
        yield from _grouped(pairs, "problems CASE")
    if found.warnings:
        yield ""
        yield "Worth knowing:"
        yield from _grouped([(item.text, item.path) for item in found.warnings], "sources CASE --json")
    yield ""
    yield "Receipt. Keep it somewhere else too (on paper, with an advocate); it shows later that the archive is still this one:"
    yield f"  {found.receipt}"


def _grouped(pairs: Sequence[tuple[str, str]], command: str) -> Iterator[str]:
    """What the same is said of in one line, the rarest first, no more than fit a screen."""
    groups = _by_text(pairs)
    for text, paths in groups[:MOST]:
        yield f"  {plain(_shortened(paths))}: {plain(text)}"
    if len(groups) > MOST:
        yield f"  … and {len(groups) - MOST} more. See all with: fullpicture {command}"


def _by_text(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    groups: dict[str, list[str]] = {}
    for text, path in pairs:
        groups.setdefault(text, []).append(path)
    return sorted(groups.items(), key=lambda group: len(group[1]))


def _shortened(paths: list[str]) -> str:
    names = list(dict.fromkeys(paths))
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"


def verdict(found: Verdict) -> Iterator[str]:
    """What a check found."""
    counts = found.checked
    entries = counted(counts["entries"], "log entry", "log entries")
    looked = f"{entries}, {counted(counts['objects'], 'object')}, {counted(counts['records'], 'record')}"
    if not found.damage:
        yield f"Intact. {looked} were checked: all of the evidence is as it was."
        yield f"  {found.receipt}"
        yield "Compare this with a receipt that was kept elsewhere: only that shows that nothing was replaced as a whole."
    else:
        are = "thing is not as it was" if len(found.damage) == 1 else "things are not as they were"
        yield f"DAMAGED. {len(found.damage)} {are}:"
        yield from (f"  {item.what}: {item.why}" for item in found.damage)
        yield "Do not add anything to this case. Compare with another copy of it, or with the phone."
    yield from (f"Note: {note}" for note in found.notes)


def who_is_you(names: Counter[str]) -> Iterator[str]:
    """The question that a person is asked when the sources do not say which name is theirs."""
    if names:
        yield ""
        yield "Which of these is you? The files do not say, so it is not known who wrote to whom:"
        yield from (f"  {plain(name)} ({count:,})" for name, count in names.most_common(8))
        first = plain(names.most_common(1)[0][0])
        yield f'Add the same files again with --me and the name, for example: --me "{first}"'
