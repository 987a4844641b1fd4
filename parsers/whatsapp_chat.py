"""WhatsApp chat ("Export chat").

The text file that WhatsApp makes of one chat: `_chat.txt` (iPhone) or `WhatsApp Chat with Sam.txt` (Android), with
the files of the chat beside it. WhatsApp publishes no description; the forms are those found in exports and in the
trackers of programs that read them.
"""

from collections.abc import Iterator

from archive.records import Item, Problem, locate
from parsers import Confidence, Source
from parsers._whatsapp.doubts import Doubts
from parsers._whatsapp.lines import read_lines
from parsers._whatsapp.look import look
from parsers._whatsapp.messages import Cutter
from parsers._whatsapp.moments import Moments
from parsers._whatsapp.records import Writer
from parsers._whatsapp.remarks import remarks, remarks_after
from parsers._whatsapp.survey import survey

VERSION = 1

_NOTHING = "No WhatsApp message was found in this file. The file is kept whole, so nothing of it is lost."


def identify(source: Source) -> Confidence:
    """CERTAIN for lines with date, time and name and a sentence that only WhatsApp writes; less for the lines alone."""
    return look(source.head)


def parse(source: Source) -> Iterator[Item]:
    """Every message, call and event as a record. The file is read twice, so that the whole of it decides what a line means."""
    found = survey(source)
    if not found.homes.found:
        if source.head.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
            yield Problem(locate(("bytes", f"0-{source.size}")), _NOTHING, "no-message")
        return
    yield from remarks(found)
    cutter, writer = Cutter(found), Writer(source, found)
    messages = Doubts().weigh(Moments(found.orders).read(cutter.cut(read_lines(source, found.encoding))))
    for message in messages:
        yield message if isinstance(message, Problem) else writer.record(message)
    yield from remarks_after(cutter, writer)
