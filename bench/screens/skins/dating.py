"""Hinge-like and Bumble-like apps, and Tinder at night."""

from __future__ import annotations

from datetime import datetime, timedelta

from bench.screens.model import Place, Said
from bench.screens.paint import esc, given, icon, icons
from bench.screens.skin import Palette, Skin
from bench.screens.skins.short import Tinder

GONE = ("missed_call", "deleted")


class TinderDark(Tinder):
    """By night, on Android."""

    name, os, dark = "tinder_dark", "droid", True
    palette = Palette(
        "#111418", "#f0f2f4", "#9da4af", "#2f3440", "#1786ff", "#fff", accent="#ff4458", field="#111418", line="#3a3f4a"
    )


class Hinge(Skin):
    """Serif headings, two tabs, violet bubbles."""

    name, platform, os = "hinge_light", "hinge", "ios"
    palette = Palette("#fff", "#1a1a1a", "#8c8c8c", "#f1f0ee", "#7a3f8f", "#fff", accent="#7a3f8f", field="#fff")
    gap, hint, left_out = timedelta(hours=3), "Send a message", GONE

    def mark_text(self, when: datetime) -> str:
        return f"{super().mark_text(when)} {self.hour(when)}"

    def notices(self) -> tuple[str, ...]:
        who = given(self.talk.people[0])
        return (f"{who} liked your photo", "You matched! Start the chat with a question", f"{who} invited you to chat")

    def header(self) -> str:
        name = f'<b data-heading style="font-family:Liberation Serif;font-size:23px">{esc(self.talk.title)}</b>'
        return f'<div class="head">{icon("back", 24)}{name}<span class="acts">{icons("video more", 22)}</span></div><div class="tabs"><b>Chat</b><span>Profile</span></div>'

    def foot(self) -> str:
        return f'<div class="foot"><span class="field">{self.field()}<b class="go">Send</b></span>{icon("mic")}</div>'

    def css(self) -> str:
        return ".tabs{display:flex;flex:none;border-bottom:1px solid var(--line);text-align:center;font-size:14px} .tabs>*{flex:1;padding:9px;color:var(--dim)} .tabs b{color:var(--text);border-bottom:2px solid var(--text)} .bubble{border-radius:14px;padding:10px 14px;font-size:15.5px} .field{border:1px solid var(--line)} .go{color:var(--dim);font-size:14px}"


class Bumble(Skin):
    """Yellow bubbles with dark letters."""

    name, platform, os = "bumble_light", "bumble", "droid"
    font = '"Roboto","Noto Sans","Noto Color Emoji",sans-serif'
    palette = Palette("#fff", "#1d1d1b", "#8a8a85", "#f3f3f3", "#ffc629", "#1d1d1b", accent="#e8a900", field="#f3f3f3")
    gap, hint, left_out, faces = timedelta(hours=2), "Aa", GONE, True

    def notices(self) -> tuple[str, ...]:
        return (
            "Your Move",
            "You've got 24 hours to reply before this match expires",
            f"Say hello to {given(self.talk.people[0])}",
        )

    def below(self, message: Said, place: Place) -> str:
        return '<div class="sent" data-state>Delivered</div>' if place.final and message.mine else ""

    def foot(self) -> str:
        return f'<div class="foot"><span class="gif">GIF</span>{icon("camera", 22)}<span class="field">{self.field()}{icon("mic", 20)}</span></div>'

    def css(self) -> str:
        return ".bubble{border-radius:22px;padding:11px 16px;font-size:15.5px} .theirs.last .bubble{border-bottom-left-radius:4px} .mine.last .bubble{border-bottom-right-radius:4px} .sent{text-align:right;padding:0 16px;font-size:12px;color:var(--dim)} .gif{font-weight:700;font-size:12px;border:1.5px solid;border-radius:6px;padding:2px 5px} .mark.note{font-weight:600;font-size:13px}"


class BumbleDark(Bumble):
    """By night."""

    name, os, dark = "bumble_dark", "ios", True
    palette = Palette(
        "#1c1b18",
        "#f5f3ee",
        "#a09d95",
        "#33312c",
        "#ffc629",
        "#1d1d1b",
        field="#33312c",
        line="#44413a",
        accent="#ffc629",
    )
