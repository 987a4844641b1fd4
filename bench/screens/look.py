"""What one message looks like: its words, its hour, its quote and what hangs on it; each skin changes what differs."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from bench.screens import clocks, paint
from bench.screens.model import Device, Place, Said, Talk
from bench.screens.paint import avatar, esc, icon

BOARDS = ("NO PARKING", "To let<br>01632 960 114", "GATE 12", "CLOSED<br>back at 14:30", "LOST CAT<br>Reward £50")
LINK = re.compile(r"((?:https?://|www\.|example\.com/)\S+)")


@dataclass(frozen=True)
class Palette:
    """The colours of a skin in the order that a designer would name them."""

    page: str
    text: str
    dim: str
    theirs: str
    mine: str
    mine_text: str = "#fff"
    head: str = ""
    head_text: str = ""
    line: str = "#8883"
    accent: str = "#0a84ff"
    field: str = ""


class Look:
    """The pieces of a message. Skins set the values below and override the pieces that they draw in their own way."""

    name, platform, os = "", "", "ios"
    dark = False
    palette = Palette("#fff", "#000", "#888", "#eee", "#08f")
    font = '"Inter","Noto Sans","Noto Color Emoji",sans-serif'
    hour_inside = False  # the hour stands in each bubble
    labels = "group"  # who is named: group, always, never
    faces = False  # small pictures beside incoming bubbles
    side_by_name = False  # all messages stand at the left, and only names tell who spoke
    gap: ClassVar[timedelta | None] = timedelta(hours=1)
    order = "dmy"
    hint = "Message"
    unread_text = "Unread messages"
    deleted_text = "This message was deleted"
    forms: ClassVar[tuple[str, ...]] = ()  # devices other than phones
    themes: ClassVar[tuple[str, ...]] = ()  # other colours that an owner may choose for outgoing bubbles
    left_out: ClassVar[tuple[str, ...]] = ()  # kinds of message that this app does not have

    def __init__(self, talk: Talk, device: Device) -> None:
        self.talk, self.device = talk, device
        self.rng = random.Random(f"skin {talk.seed} {self.name}")
        self.wall = ""

    # what is written
    def hour(self, when: datetime) -> str:
        return clocks.hour(when, self.talk.clock)

    def mark_text(self, when: datetime) -> str:
        return clocks.day(when, self.talk.now, self.order)

    def marked(self, before: Said | None, message: Said) -> bool:
        if before is None or before.when.date() != message.when.date():
            return True
        return self.gap is not None and message.when - before.when > self.gap

    def label_text(self, message: Said) -> str:
        return message.sender

    def notices(self) -> tuple[str, ...]:
        """Lines of the system that may stand above a conversation."""
        return ()

    def face(self, name: str, size: int) -> str:
        return avatar(name, size)

    def said(self, message: Said) -> str:
        words = LINK.sub(r"<a>\1</a>", esc(message.text)).replace("\n", "<br>")
        return f'<span class="said" data-said dir="auto">{words}</span>'

    def body(self, message: Said) -> str:
        kind, rng = message.kind, random.Random(f"body {self.talk.seed} {message.id}")
        if kind == "deleted":
            return f'<span class="gone">{icon("ban", 15)} <i data-said>{esc(self.deleted(message))}</i></span>'
        if kind == "missed_call":
            return f'<span class="rang"><span class="ring">{icon("missed", 18)}</span><span><span data-said>Missed {message.text} call</span><small>Tap to call back</small></span></span>'
        if kind in ("photo", "captioned"):
            return self.photo(rng) + (self.said(message) if message.text else "")
        if kind == "voice":
            return f'<span class="voice">{icon("play", 22)}{paint.wave(rng, 26)}<small>{message.text}</small></span>'
        if kind == "sticker":
            return f'<span class="sticker">{message.text}</span>'
        return self.said(message) + self.card(message, rng)

    def photo(self, rng: random.Random) -> str:
        """Now and then there are words in the picture: nobody wrote them as a message."""
        seen = rng.choice(BOARDS) if rng.random() < 0.25 else ""
        board = f'<span class="shown" data-card>{seen}</span>' if seen else ""
        return f'<span class="pic">{paint.photo(rng, 220, rng.choice([140, 165, 240]))}{board}</span>'

    def deleted(self, message: Said) -> str:
        return "You deleted this message" if message.mine else self.deleted_text

    def card(self, message: Said, rng: random.Random) -> str:
        if not message.card:
            return ""
        title, site = message.card
        return (
            f'<span class="card" data-card>{paint.photo(rng, 230, 110)}<b>{esc(title)}</b><small>{site}</small></span>'
        )

    def cited(self, message: Said) -> str:
        quote = message.quote
        if not quote:
            return ""
        who = "You" if quote.mine else quote.sender
        colour = paint.hue(who, 0.6 if self.dark else 0.4)
        return f'<span class="cited" data-cited style="border-color:{colour}"><b style="color:{colour}">{esc(who)}</b><span>{esc(quote.text[:80])}</span></span>'

    def meta(self, message: Said) -> str:
        if not self.hour_inside:
            return ""
        edited = "<span>Edited</span> " if message.edited else ""
        tick = icon("ticks", 15) if message.mine else ""
        return f'<span class="meta">{edited}<span data-at>{self.hour(message.when)}</span>{tick}</span>'

    def outside(self, message: Said) -> str:
        """What stands beside or below the bubble: an edited mark here, hours in some skins."""
        return '<small class="edited">Edited</small>' if message.edited and not self.hour_inside else ""

    def label(self, message: Said, place: Place) -> str:
        wanted = self.labels == "always" or (self.labels == "group" and self.talk.group and not message.mine)
        if not wanted or not place.first:
            return ""
        return f'<div class="who" data-name data-for="{message.id}">{esc(self.label_text(message))}</div>'

    def above(self, message: Said) -> str:
        return '<small class="fwd">↪ Forwarded</small>' if message.forwarded else ""

    def below(self, _message: Said, _place: Place) -> str:
        return ""

    def beside(self, message: Said, place: Place) -> str:
        if not self.faces or message.mine:
            return ""
        return self.face(message.sender, 28) if place.last else '<span style="width:28px;flex:none"></span>'

    def bubble(self, message: Said, _place: Place) -> str:
        inside = f"{self.above(message)}{self.cited(message)}{self.body(message)}{self.meta(message)}"
        reaction = f'<span class="react">{message.reaction}</span>' if message.reaction else ""
        return f'<div class="bubble" data-box>{inside}{reaction}</div>'
