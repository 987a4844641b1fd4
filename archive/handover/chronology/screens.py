"""The words on an entry that a machine read in a screenshot: how surely, what exports say, and what a person corrected."""

from collections.abc import Iterator

from archive.handover.chronology.details import Line
from archive.handover.entry import Entry, Screen, When
from archive.handover.plain import LINKS, moment, read_in_picture
from archive.lines import CorrectionLine


def screen(found: Screen | None, text: str) -> Iterator[Line]:
    """Which picture an entry was read from, where in it, how surely its `text`, and what exports say about it."""
    if found is None:
        return
    left, top, right, bottom = found.box
    named = f"exhibit {found.picture.exhibit}" if found.picture.exhibit else found.picture.name
    where = f" ({found.picture.name}), pixels {left}, {top} to {right}, {bottom}"
    sure = f", {found.confidence:.0%} sure: {_sure(found.confidence)}." if text else "; no words in it."
    why = f" {found.picture.why_not}" if found.picture.why_not else ""
    yield (
        "s",
        (
            "Read by a machine in the screenshot ",
            named,
            f"{where}{sure}{f' Reader: {found.engine}.' if found.engine else ''}{why}",
        ),
    )
    if found.link:
        other = f" See entry {found.other:,}." if found.other else ""
        yield "s", ("", f"{LINKS.get(found.link, found.link)}.", f" {found.reason}{other}")


def _sure(confidence: float) -> str:
    if confidence >= 0.9:
        return "the words are very likely right"
    return "the words are probably right" if confidence >= 0.7 else "some words may be wrong: look at the picture"


def corrections(entry: Entry) -> Iterator[Line]:
    """What a person said a machine misread, by whom and when; and what the machine had read."""
    for item in entry.corrections:
        note = f" {item.note}" if item.note else ""
        yield (
            "s",
            (f"Corrected by {item.by} on {item.at}: {', '.join(_changes(item, entry.when)) or 'a remark'}.{note}",),
        )
    read = entry.record
    # What a machine read in a photo is printed as that already.
    if entry.corrections and read.text != entry.shown.text and not read_in_picture(read):
        yield "s", ("What the machine read:",)
        yield "q", (read.text or "(nothing)",)


def _changes(item: CorrectionLine, when: When) -> Iterator[str]:
    for name, now in (("sender", item.sender), ("time", moment(item.time, when) if item.time else None)):
        if now is not None:
            was = f" (before: {item.was[name]})" if item.was.get(name) else ""
            yield f"the {name} is {now}{was}"
    if item.text is not None:
        yield "the text is as above"
