"""Says in plain sentences what is odd about a chat file as a whole."""

from collections.abc import Iterator

from archive.records import Notice, locate
from parsers._whatsapp.dates import How, Order, Segment
from parsers._whatsapp.messages import Cutter
from parsers._whatsapp.records import Writer
from parsers._whatsapp.survey import Survey

_ORDERS: dict[Order, str] = {"DMY": "day, month, year", "MDY": "month, day, year", "YMD": "year, month, day"}
_HOW: dict[How, str] = {
    "year first": "the year stands first",
    "year seldom changes": "of all three numbers the first changes least, so it is the year",
    "above 12": "some numbers can only be days",
    "forward": "only so do the messages run forward in time",
    "file names": "the names of pictures and voice messages say which day it was",
    "dots": "with dots between the numbers, phones always write them so",
    "same either way": "the other order would give the same days",
    "assumed": "nothing in the file tells, so the British order was used; every such message says date-order-assumed",
}
_CAPS = ((40_000, "without"), (10_000, "with"))
_NEAR = 0.0025


def remarks(found: Survey) -> Iterator[Notice]:
    """What the first reading found out."""
    yield from _orders(found)
    if found.encoding != "utf-8":
        yield Notice(
            "not-utf-8", f"The file is in {found.encoding}. WhatsApp writes UTF-8, so another program saved it."
        )
    if not found.ends.mark_messages:
        yield Notice(
            "message-ends-not-marked",
            "Nothing in this file marks where a message ends. A person can type a line that looks like a message of "
            "somebody else. Lines whose form or time does not fit say possible-forged-line; one that fits cannot be found out.",
        )  # fmt: skip
    if found.ends.converted:
        yield Notice(
            "line-ends-converted",
            "All line ends are those of Windows. Line breaks inside messages were read as plain ones.",
        )


def _orders(found: Survey) -> Iterator[Notice]:
    segments = sorted(
        (segment for segments in found.orders.values() for segment in segments), key=lambda one: one.start
    )
    for segment in segments:
        text = f"Dates were read as {_ORDERS[segment.order]}: {_HOW[segment.how]}."
        yield Notice("date-order", text, _place(segment) if len(segments) > 1 else "")
    if len({segment.order for segment in segments}) > 1 or any(len(one) > 1 for one in found.orders.values()):
        yield Notice(
            "date-order-changes",
            "Dates in this file stand in more than one order. Two exports may have been joined, or somebody typed or "
            "pasted lines that look like messages. Each part was read in its own order.",
        )


def _place(segment: Segment) -> str:
    return locate(("bytes", f"{segment.start}-{segment.start}"))


def remarks_after(cutter: Cutter, writer: Writer) -> Iterator[Notice]:
    """What only the second reading could count."""
    if writer.doubtful:
        yield Notice(
            "possible-forged-lines",
            f"Messages that may be lines which somebody typed into another one: {writer.doubtful}. Compare them with the phone.",
        )
    if writer.holding:
        yield Notice(
            "headers-inside-messages",
            f"Messages with lines in them that look like other messages: {writer.holding}. Those were typed or pasted, and stay inside.",
        )
    if cutter.joined is not None:
        yield Notice(
            "files-joined",
            "Another export seems to be joined on here.",
            locate(("bytes", f"{cutter.joined}-{cutter.joined}")),
        )
    for cap, media in _CAPS:
        if abs(writer.records - cap) <= cap * _NEAR and (media == "with") == (writer.files > 0):
            yield Notice(
                "export-may-be-cut",
                f"The file has {writer.records} messages. WhatsApp exports about {cap} {media} media and leaves out older "
                "ones without a word. Look in the phone whether the chat begins earlier.",
            )  # fmt: skip
