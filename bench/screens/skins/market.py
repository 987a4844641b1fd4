"""Vinted, Skype and Telegram's wide window: bubbles without a filling, with heads, and all at one side."""

from __future__ import annotations

from datetime import datetime, timedelta

from bench.screens import clocks, paint
from bench.screens.model import Place, Said
from bench.screens.paint import esc, given, icon, icons
from bench.screens.skin import Palette, Skin
from bench.screens.skins.desk import DESKS


class Vinted(Skin):
    """Bubbles that are lines around words, a thing for sale above them, the hour below each run."""

    name, platform, os = "vinted_light", "vinted", "droid"
    font = '"Roboto","Noto Sans","Noto Color Emoji",sans-serif'
    palette = Palette("#fff", "#171717", "#757575", "#fff", "#ebedee", "#171717", accent="#007782", field="#f5f6f7")
    hint, gap, left_out = "Write a message here", timedelta(hours=2), ("missed_call", "voice", "sticker", "deleted")
    faces = True

    def header(self) -> str:
        thing = self.rng.choice(("Wool coat, size 12", "Baby bouncer", "Walking boots 39", "Denim jacket"))
        price = f"£{self.rng.randrange(4, 60)}.00"
        offer = f'{paint.photo(self.rng, 44, 44)}<span><b>{thing}</b><br>{price}</span><b class="buy">Buy now</b>'
        return super().header() + f'<div class="offer" data-aside="listing">{offer}</div>'

    def below(self, message: Said, place: Place) -> str:
        if not place.last:
            return ""
        side = "mine" if message.mine else ""
        return f'<div class="at {side}"><span data-at data-for="{message.id}">{self.hour(message.when)}</span></div>'

    def css(self) -> str:
        return """.bubble{border-radius:8px;border:1px solid #d5d9db} .mine .bubble{border-color:#ebedee} .offer{display:flex;gap:10px;align-items:center;padding:8px 14px;font-size:13.5px;border-bottom:1px solid var(--line);line-height:1.4} .buy{margin-left:auto;background:#007782;color:#fff;border-radius:5px;padding:7px 12px}
        .at{font-size:11.5px;color:var(--dim);padding:0 52px 8px} .at.mine{text-align:right;padding:0 14px 8px} .row.last{padding-bottom:2px}"""


class Skype(Skin):
    """Above each run of theirs `Petra, 21:14`, above ours the hour alone; pale bubbles."""

    name, platform, os = "skype_light", "skype", "ios"
    palette = Palette("#fff", "#242424", "#8a8d91", "#f2f6f9", "#dbf1ff", "#242424", accent="#0078d4", field="#f2f6f9")
    hint, gap, faces = "Type a message", None, True

    def label(self, message: Said, place: Place) -> str:
        if not place.first:
            return ""
        hour = f'<span data-at data-for="{message.id}">{self.hour(message.when)}</span>'
        who = f'<span data-name data-for="{message.id}">{esc(given(message.sender))}</span>, '
        return f'<div class="who {"mine" if message.mine else ""}">{"" if message.mine else who}{hour}</div>'

    def mark_text(self, when: datetime) -> str:
        return clocks.relative(when, self.talk.now) or f"{when:%A}, {when.day} {when:%B} {when.year}"

    def css(self) -> str:
        return ".who{padding-left:50px} .who.mine{text-align:right;padding-right:16px} .bubble{border-radius:12px;font-size:15px}"


class TelegramWide(Skin):
    """Telegram in a wide window on a computer: every bubble at the left, ours with ticks and another colour."""

    name, platform, os, forms = "telegram_wide", "telegram", "desk", DESKS
    palette = Palette(
        "#dfe9d2", "#000", "#708499", "#fff", "#effdde", "#000", head="#fff", field="#fff", accent="#40a7e3"
    )
    hour_inside, gap, faces, hint = True, None, True, "Write a message..."

    def beside(self, message: Said, place: Place) -> str:
        return self.face(message.sender, 33) if place.last else '<span style="width:33px;flex:none"></span>'

    def label(self, _message: Said, _place: Place) -> str:
        return ""

    def bubble(self, message: Said, place: Place) -> str:
        shown = self.talk.group and not message.mine and place.first
        name = f'<div class="nm" data-name style="color:{paint.hue(message.sender, 0.4)}">{esc(message.sender)}</div>'
        return super().bubble(message, place).replace("data-box>", f"data-box>{name if shown else ''}", 1)

    def header(self) -> str:
        names = f'<span class="names"><b data-heading>{esc(self.talk.title)}</b><small data-under>{esc(self.under())}</small></span>'
        return f'<div class="head">{names}<span class="acts">{icons("search call more", 20)}</span></div>'

    def foot(self) -> str:
        return f'<div class="foot">{icon("clip")}<span class="hint" style="flex:1">{self.field()}</span>{icon("smile")}{icon("mic")}</div>'

    def screen(self) -> str:
        return f"{self.header()}{self.pane()}{self.replying()}{self.foot()}"

    def css(self) -> str:
        return "body{font-size:14px} .row.mine{justify-content:flex-start} .bubble{max-width:420px;border-radius:10px;padding:6px 10px} .nm{font-weight:600;font-size:13px} .mark span{background:#0004;color:#fff;border-radius:12px;padding:3px 10px} .mine .edited{order:1}"
