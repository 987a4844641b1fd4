"""Finds messages whose time does not fit between its neighbours: they may be lines that somebody typed.

Where line ends do not prove where a message begins, a person can type a line that looks like a header, and what
follows looks like a message of somebody else. Two errors are possible. To leave a genuine message inside another's
text hides it under the wrong name; to make a message of a forged line puts words into somebody's mouth. So nothing is
hidden: every such line stays a message of its own, and where its time betrays it, it says `possible-forged-line`.

A line is betrayed when time runs back and later returns. Either the lines between were typed (their times lie before
that of the message they stand in), or the few lines before were (theirs lie after that of the message that follows);
which of the two, nobody can tell, so both say so. Where time runs back and does not return, the first line says
`clock-ran-backwards`. Who types a line with a time that fits is not found: that is why notices and documentation say
that such a file cannot prove where its messages begin.
"""

from collections import deque
from collections.abc import Iterable, Iterator

from archive.records import Problem
from parsers._whatsapp.dates import LONGEST
from parsers._whatsapp.messages import Message

FORGED = "possible-forged-line"
BACKWARDS = "clock-ran-backwards"

_RAISED = 10  # lines before a turn of the clock that may have been typed
_RAISED_ANYWAY = 3
_RUN = 50  # lines behind it


class Doubts:
    """Takes messages in the order of the file and gives them back in that order, a little later."""

    def __init__(self) -> None:
        self._held: deque[Message | Problem] = deque()
        self._top = ""  # the latest time so far
        self._turned: Message | None = None  # where time ran back, until it returns
        self._since: list[Message | Problem] = []  # what followed

    def weigh(self, items: Iterable[Message | Problem]) -> Iterator[Message | Problem]:
        for item in items:
            self._take(item)
            while len(self._held) > _RAISED:
                yield self._held.popleft()
        while self._turned is not None:
            self._give_up(self._turned)
        yield from self._held
        self._held.clear()

    def _take(self, item: Message | Problem) -> None:
        if self._turned is not None:
            self._wait(self._turned, item)
        elif not isinstance(item, Message) or not item.time.local:
            self._held.append(item)
        elif item.time.local >= self._top or item.sure:
            if item.time.local < self._top:
                item.warnings.append(BACKWARDS)
            self._top = item.time.local
            self._held.append(item)
        else:
            self._turned = item

    def _wait(self, turned: Message, item: Message | Problem) -> None:
        """Behind a turn of the clock: does the time return?"""
        local = item.time.local if isinstance(item, Message) else None
        if local and local >= self._top:
            self._returned(turned)
            self._take(item)
            return
        self._since.append(item)
        if len(self._since) >= _RUN or (isinstance(item, Message) and item.end - turned.start > LONGEST):
            self._give_up(turned)

    def _returned(self, turned: Message) -> None:
        """Time came back to where it was: what lies between, and perhaps what lay before, may have been typed."""
        between = [turned, *self._since]
        self._doubt_raised(turned, max(_RAISED_ANYWAY, len(between)))
        for item in between:
            if isinstance(item, Message) and item.time.local:
                _doubt(item)
        self._held.extend(between)
        self._turned, self._since = None, []

    def _give_up(self, turned: Message) -> None:
        """Time did not come back: the clock was turned, or files were joined, or the lines before were typed."""
        self._doubt_raised(turned, _RAISED)
        turned.warnings.append(BACKWARDS)
        self._held.append(turned)
        self._top = turned.time.local or ""
        since, self._turned, self._since = self._since, None, []
        for item in since:
            self._take(item)

    def _doubt_raised(self, turned: Message, most: int) -> None:
        """Doubt the lines before the turn that are later than it, if they are few and one before them is not."""
        raised: list[Message] = []
        for item in reversed(self._held):
            if not isinstance(item, Message) or not item.time.local:
                continue
            if item.time.local <= (turned.time.local or ""):
                for one in raised:
                    _doubt(one)
                return
            raised.append(item)
            if len(raised) > most:
                return


def _doubt(message: Message) -> None:
    if not message.sure and FORGED not in message.warnings:
        message.warnings.append(FORGED)
