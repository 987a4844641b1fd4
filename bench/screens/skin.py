"""What every app's look shares: a header, a thread of rows, an input box; each skin changes the parts that differ.

Truth is carried by attributes which the camera reads back: data-m a message, data-box its bubble, data-said its
words, data-at its hour, data-name the sender's label, data-cited a quote, data-card a link preview, data-mark a
separator (data-notice: a system line), data-heading the title, data-under the line below it, data-over what covers.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from bench.screens import clocks, paint
from bench.screens.model import Device, Place, Said, Talk
from bench.screens.paint import avatar, esc, icon, icons
from bench.screens.style import BASE, furniture

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


class Skin:
    """An app's look. Subclasses set the values below and override the pieces that they draw in their own way."""

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

    # furniture
    def face(self, name: str, size: int) -> str:
        return avatar(name, size)

    def under(self) -> str:
        if self.talk.group:
            return f"{len(self.talk.people) + 1} members"
        return self.rng.choice(["Active now", "online", "last seen recently", "Active 8m ago"])

    def header(self) -> str:
        talk = self.talk
        back = icon("back" if self.os == "ios" else "arrow", 24)
        names = f'<span class="names"><b data-heading>{esc(talk.title)}</b><small data-under>{esc(self.under())}</small></span>'
        return f'<div class="head">{back}{self.face(talk.title, 36)}{names}<span class="acts">{icons("call video")}</span></div>'

    def field(self) -> str:
        """The inside of the input box: its hint, or a draft which nobody has sent."""
        draft = self.talk.extras.draft
        return (
            f'<span class="draft" data-aside="draft">{esc(draft)}</span>'
            if draft
            else f'<span class="hint">{esc(self.hint)}</span>'
        )

    def foot(self) -> str:
        return f'<div class="foot">{icon("plus")}<span class="field">{self.field()}{icon("smile", 20)}</span>{icon("camera")}{icon("mic")}</div>'

    # messages
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
            return paint.photo(rng, 220, rng.choice([140, 165, 240])) + (self.said(message) if message.text else "")
        if kind == "voice":
            return f'<span class="voice">{icon("play", 22)}{paint.wave(rng, 26)}<small>{message.text}</small></span>'
        if kind == "sticker":
            return f'<span class="sticker">{message.text}</span>'
        return self.said(message) + self.card(message, rng)

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

    def row(self, message: Said, place: Place) -> str:
        shape = " ".join(
            ["mine" if message.mine else "theirs", "first" * place.first, "last" * place.last, f"k-{message.kind}"]
        )
        if message.reaction:
            shape += " reacted"
        inner = f"{self.beside(message, place)}{self.bubble(message, place)}{self.outside(message)}"
        return f'{self.label(message, place)}<div class="row {shape}" data-m="{message.id}">{inner}</div>'

    def mark(self, message: Said) -> str:
        return f'<div class="mark"><span data-mark>{esc(self.mark_text(message.when))}</span></div>'

    def notice(self, text: str) -> str:
        return f'<div class="mark note"><span data-mark data-notice>{esc(text)}</span></div>'

    def unread(self) -> str:
        return f'<div class="mark unread"><span data-mark data-notice>{self.unread_text}</span></div>'

    def thread(self) -> str:
        said = [m for m in self.talk.said if m.kind not in self.left_out]
        notices = self.notices()
        drawn = [self.notice(self.rng.choice(notices))] if notices and self.rng.random() < 0.4 else []
        for number, message in enumerate(said):
            before = said[number - 1] if number else None
            after = said[number + 1] if number + 1 < len(said) else None
            fresh = self.fresh(before, message)
            drawn += [self.mark(message)] if self.marked(before, message) else []
            drawn += [self.notice(message.notice)] if message.notice else []
            drawn += [self.unread()] if message.id == self.talk.extras.unread else []
            place = Place(fresh, after is None or self.fresh(message, after), after is None)
            drawn += [self.row(message, place), self.below(message, place)]
        drawn += [self.typing()] if self.talk.extras.typing else []
        return "".join(drawn)

    def fresh(self, before: Said | None, message: Said) -> bool:
        """Whether a message opens a run: another sender, or something stands in between."""
        parted = self.marked(before, message) or bool(message.notice) or message.id == self.talk.extras.unread
        return before is None or parted or before.sender != message.sender

    def typing(self) -> str:
        return '<div class="row theirs dots"><div class="bubble"><i></i><i></i><i></i></div></div>'

    # the page
    def css(self) -> str:
        return ""

    def pane(self) -> str:
        jump = f'<span class="jump" data-over>{icon("down", 20)}</span>' if self.talk.extras.jump else ""
        return f'<div class="wrap"><div id="pane"><div id="thread">{self.thread()}</div></div>{jump}</div>'

    def screen(self) -> str:
        top, bottom = furniture(self)
        return f"{top}{self.header()}{self.pinned()}{self.pane()}{self.replying()}{self.foot()}{bottom}"

    def pinned(self) -> str:
        text = self.talk.extras.pinned
        return (
            f'<div class="pinned" data-aside="pinned">{icon("pin", 18)}<span><b>Pinned message</b><br>{esc(text[:46])}</span></div>'
            if text
            else ""
        )

    def replying(self) -> str:
        quote = self.talk.extras.replying
        if not quote:
            return ""
        who = "yourself" if quote.mine else quote.sender
        return f'<div class="replying" data-aside="replying"><span><b>Replying to {esc(who)}</b><br>{esc(quote.text[:44])}</span>{icon("cross", 18)}</div>'

    def html(self) -> str:
        p = self.palette
        values = {
            "page": p.page,
            "text": p.text,
            "dim": p.dim,
            "theirs": p.theirs,
            "mine": p.mine,
            "minetext": p.mine_text,
            "line": p.line,
            "accent": p.accent,
        }
        values |= {"head": p.head or p.page, "headtext": p.head_text or p.text, "field": p.field or p.theirs}
        variables = ";".join(f"--{key}:{value}" for key, value in values.items())
        wall = f"#pane{{background:{self.wall}!important}}" if self.wall else ""
        style = f"<style>:root{{{variables}}}{BASE}body{{font-family:{self.font}}}{self.css()}{wall}</style>"
        return f'<!doctype html><meta charset="utf-8">{style}<body class="{self.os}">{self.screen()}</body>'
