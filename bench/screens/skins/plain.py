"""Element, Wire, Zoom and Reddit: lists of names and words, in which hours stand at other places than in Discord."""

from __future__ import annotations

from datetime import datetime

from bench.screens import clocks, paint
from bench.screens.model import Place, Said
from bench.screens.paint import esc, given, icon, icons
from bench.screens.skin import Palette, Skin
from bench.screens.skins.listed import Listed

SANS = '"Open Sans","Noto Sans","Noto Color Emoji",sans-serif'


class Element(Listed):
    """A room: the name in colour, the hour at the right end of every message's first line."""

    name, platform, os = "element_light", "element", "ios"
    palette = Palette("#fff", "#17191c", "#737d8c", "#fff", "#fff", "#17191c", field="#f4f6fa", accent="#0dbd8b")
    hint, left_out = "Send a message…", ("missed_call",)

    def line(self, message: Said) -> str:
        colour = paint.hue(message.sender, 0.4, 0.6)
        return f'<div class="line"><b data-name style="color:{colour}">{esc(message.sender)}</b></div>'

    def row(self, message: Said, place: Place) -> str:
        hour = f'<small class="right" data-at>{self.hour(message.when)}</small></div>'
        return super().row(message, place).removesuffix("</div>") + hour

    def notices(self) -> tuple[str, ...]:
        return (f"{self.talk.people[0]} joined the room", "Messages in this room are end-to-end encrypted.")

    def css(self) -> str:
        return super().css() + ".right{color:var(--dim);font-size:11.5px;align-self:flex-end;padding-bottom:3px}"


class Wire(Listed):
    """A name with a small face, the words below at the page's edge, the hour of a run below its last words."""

    name, platform, os, dark = "wire_dark", "wire", "droid", True
    font = '"Roboto","Noto Sans","Noto Color Emoji",sans-serif'
    palette = Palette(
        "#17181a", "#fff", "#9fa1a7", "#17181a", "#17181a", "#fff", head="#26272c", field="#26272c", line="#34373d"
    )
    hint, left_out = "Type a message", ("missed_call",)

    def row(self, message: Said, place: Place) -> str:
        said = super().row(message, place)
        hour = f'<div class="late" data-at data-for="{message.id}">{self.hour(message.when)} • Delivered</div>'
        return said + (hour if place.last else "")

    def line(self, message: Said) -> str:
        return f'<div class="line"><b data-name>{esc(message.sender)}</b></div>'

    def css(self) -> str:
        return (
            super().css() + ".late{font-size:11.5px;color:var(--dim);padding:2px 14px 4px 68px} .line b{font-size:15px}"
        )


class Zoom(Listed):
    """The chat of a meeting: `Petra to Everyone 21:14`, and the owner is Me."""

    name, platform, os = "zoom_light", "zoom", "desk"
    font, forms = SANS, ("onex",)
    side_by_name = False  # Me is the owner, in groups too
    palette = Palette("#fff", "#131619", "#6e7680", "#fff", "#fff", "#131619", field="#f5f5f7", accent="#0e71eb")
    left_out = ("missed_call", "deleted", "sticker", "voice")
    hint = "Type message here..."

    def line(self, message: Said) -> str:
        who, to = ("Me", given(self.talk.title)) if message.mine else (message.sender, "Me")
        whom = "Everyone" if self.talk.group else to
        named = f'<b data-name>{esc(who)}</b><small>to <span class="to">{esc(whom)}</span></small>'
        return f'<div class="line">{named}<small data-at>{self.hour(message.when)}</small></div>'

    def header(self) -> str:
        return '<div class="head"><span class="names"><b data-heading>Meeting Chat</b></span></div>'

    def css(self) -> str:
        return f"{super().css()}body{{font-size:14px}} .line b{{font-size:13px}} .to{{color:#0e71eb}} .status{{display:none}}"


class Reddit(Listed):
    """Direct messages: small square-ish faces, `name · 3d ago` has given way to hours in small type."""

    name, platform, os, dark = "reddit_dark", "reddit", "ios", True
    palette = Palette("#0e1113", "#dbe4e9", "#8ba2ad", "#0e1113", "#0e1113", "#dbe4e9", field="#2a3236", line="#2a3236")
    left_out = ("missed_call", "voice", "sticker")

    def mark_text(self, when: datetime) -> str:
        return clocks.relative(when, self.talk.now) or f"{when:%b} {when.day}"

    def label_text(self, message: Said) -> str:
        return message.sender.replace(" ", "_")

    def line(self, message: Said) -> str:
        said = f"<b data-name>{esc(self.label_text(message))}</b><small data-at>{self.hour(message.when)}</small>"
        return f'<div class="line">{said}</div>'

    def header(self) -> str:
        names = f'<span class="names"><b data-heading>{esc(self.talk.title.replace(" ", "_"))}</b></span>'
        return f'<div class="head">{icon("back", 24)}{self.face(self.talk.title, 30)}{names}<span class="acts">{icons("more")}</span></div>'

    def css(self) -> str:
        return super().css() + ".line b{font-size:13.5px} .what{font-size:15px} .rule{font-size:11px}"


class Huge(Skin):
    """Messages with the largest letters that a phone can be set to."""

    name, platform, os = "huge_light", "imessage", "ios"
    palette = Palette("#fff", "#000", "#8e8e93", "#e9e9eb", "#0a84ff", field="#fff", head="#f6f6f6")
    hint, left_out = "iMessage", ("missed_call",)

    def size(self) -> str:
        return "#thread{zoom:1.75}"

    def mark_text(self, when: datetime) -> str:
        return f"{super().mark_text(when)} {self.hour(when)}"
