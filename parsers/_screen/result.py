"""What was read out of one screenshot."""

from dataclasses import dataclass, field
from typing import Literal

from parsers._screen.geometry import Box

Side = Literal["in", "out", "unknown"]
MessageKind = Literal["text", "emoji", "deleted", "call", "voice", "picture"]
Cut = tuple[Literal["top", "bottom"], ...]


@dataclass
class Message:
    """One message. `box` is in work pixels until the end, then in those of the upright picture; `sure` is 0 to 1."""

    box: Box
    side: Side = "unknown"
    text: str = ""
    sender: str = ""
    time: str = ""
    stamp: str = ""
    quote: str = ""
    quote_sender: str = ""
    kind: MessageKind = "text"
    sure: float = 0.0
    cut: Cut = ()
    status: tuple[str, ...] = ()
    emoji: int = 0  # about how many were set aside: which ones, nobody can say
    half: str = ""  # what was read in a line that the edge cuts through: often words that are not there


@dataclass
class Stamp:
    """A line between messages: a date or time, or (`system`) something that the app says."""

    box: Box
    text: str
    system: bool = False


@dataclass
class Chat:
    """A whole screenshot. `clock` is the time in the phone's status bar; `likely` says how much it is a chat, 0 to 1."""

    messages: list[Message] = field(default_factory=list)
    stamps: list[Stamp] = field(default_factory=list)
    title: str = ""
    subtitle: str = ""
    clock: str = ""
    service: str = ""
    service_from: str = ""  # what names the app, when that is not the picture itself
    group: bool = False
    engine: str = ""
    notes: list[str] = field(default_factory=list)
    likely: float = 0.0
    failed: str = ""  # what went wrong in this reader: then nothing else is told
    elsewhere: list[str] = field(default_factory=list)  # lines that were read and stand in none of these
