"""Snapchat: no bubbles, but a name in capitals and a coloured line at the left of what was said."""

from __future__ import annotations

from datetime import datetime

from bench.screens import clocks, paint
from bench.screens.model import Place, Said
from bench.screens.paint import esc, given, icon, icons
from bench.screens.skin import Palette, Skin


class Snapchat(Skin):
    """By day."""

    name, platform, os = "snapchat_light", "snapchat", "ios"
    palette = Palette("#fff", "#16191c", "#9fa4a9", "#fff", "#fff", "#16191c", field="#f0f1f2", accent="#0eadff")
    labels, hint, gap = "always", "Send a chat", None
    font = '"Open Sans","Noto Sans","Noto Color Emoji",sans-serif'
    left_out = ("missed_call",)
    others = ("#0eadff", "#9b55a0", "#02b790", "#e9a100")

    def label_text(self, message: Said) -> str:
        return "ME" if message.mine else given(message.sender).upper()

    def colour(self, message: Said) -> str:
        if message.mine:
            return "#f23c57"
        return self.others[self.talk.people.index(message.sender) % len(self.others)]

    def mark_text(self, when: datetime) -> str:
        near = clocks.relative(when, self.talk.now)
        return (near or f"{when.day} {when:%B}").upper()

    def notices(self) -> tuple[str, ...]:
        who = given(self.talk.people[0]).upper()
        return (
            f"{who} TOOK A SCREENSHOT OF CHAT!",
            "CHATS ARE DELETED 24 HOURS AFTER VIEWING",
            f"YOU ADDED {who} AS A FRIEND",
        )

    def deleted(self, message: Said) -> str:
        return "You deleted a Chat" if message.mine else f"{given(message.sender)} deleted a Chat"

    def label(self, message: Said, place: Place) -> str:
        if not place.first:
            return ""
        hour = (
            f'<small data-at data-for="{message.id}">{self.hour(message.when)}</small>'
            if self.talk.seed % 3 == 0
            else ""
        )
        return f'<div class="who" style="color:{self.colour(message)}"><span data-name data-for="{message.id}">{esc(self.label_text(message))}</span>{hour}</div>'

    def bubble(self, message: Said, _place: Place) -> str:
        inside = f"{self.above(message)}{self.cited(message)}{self.body(message)}"
        react = f'<span class="emo">{message.reaction}</span>' if message.reaction else ""
        return f'<div class="bubble" data-box style="border-color:{self.colour(message)}">{inside}{react}</div>'

    def header(self) -> str:
        names = f'<span class="names"><b data-heading>{esc(self.talk.title)}</b></span>'
        return f'<div class="head">{icon("back", 26, 2.6)}{self.face(self.talk.title, 38)}{names}<span class="acts"><span class="pill">{icons("call video", 19)}</span></span></div>'

    def foot(self) -> str:
        return f'<div class="foot"><span class="cam">{icon("camera", 22)}</span><span class="field">{self.field()}{icon("mic", 19)}</span>{icons("smile picture plus", 24)}</div>'

    def css(self) -> str:
        return f"""
        .head{{height:60px;border-bottom:1px solid var(--line)}} .pill{{background:var(--field);border-radius:20px;padding:7px 14px;display:flex;gap:16px}}
        .cam{{background:var(--field);border-radius:50%;padding:8px}} .row,.row.mine{{justify-content:flex-start;padding:0 14px}} .row.last{{padding-bottom:10px}}
        .who{{font-size:12px;font-weight:700;padding:4px 14px 2px;display:flex;justify-content:space-between;letter-spacing:.1px}} .who small{{color:var(--dim);font-weight:400}}
        .bubble,.mine .bubble{{background:none;border-radius:0;border-left:2.5px solid;padding:2px 10px;max-width:94%;width:94%;font-size:16px;line-height:1.36}}
        .row.first .bubble{{border-top-left-radius:2px}} .k-photo .bubble{{padding:4px 10px}} .emo{{font-size:15px;margin-left:8px}} .mark{{font-weight:700;font-size:11px;color:{paint.hue("mark", 0.6, 0.05)};letter-spacing:.3px}} .mark.note{{color:#9b55a0}} .reacted{{margin:0}}
        .dots .bubble{{border:0}}"""


class SnapchatDark(Snapchat):
    """By night."""

    name, dark = "snapchat_dark", True
    palette = Palette(
        "#121212",
        "#f2f2f2",
        "#8a8f94",
        "#121212",
        "#121212",
        "#f2f2f2",
        field="#2a2a2c",
        line="#2a2a2a",
        accent="#0eadff",
    )
