"""Messenger and Instagram."""

from __future__ import annotations

from datetime import datetime, timedelta

from bench.screens import clocks
from bench.screens.model import Place, Said
from bench.screens.paint import esc, given, icon, icons
from bench.screens.skin import Palette, Skin


class Messenger(Skin):
    """Grouped bubbles with small corners inside a run, a face at its last one, and an outgoing gradient."""

    name, platform, os = "messenger_faces_light", "messenger", "ios"
    palette = Palette(
        "#fff", "#050505", "#8a8d91", "#f0f0f0", "linear-gradient(180deg,#a033ff,#0a7cff)", accent="#a033ff"
    )
    faces, gap, hint = True, timedelta(minutes=40), "Aa"
    themes = (
        "linear-gradient(#ff5ca0,#c11b68)",
        "linear-gradient(#f7b733,#e0561f)",
        "#0a7cff",
        "linear-gradient(#20c997,#0b6b55)",
        "#67606b",
    )
    tint = "#a033ff"

    def mark_text(self, when: datetime) -> str:
        near = clocks.relative(when, self.talk.now)
        hour = self.hour(when)
        if near == "Today":
            return hour if self.talk.seed % 2 else f"TODAY AT {hour}"
        words = (
            near.upper() if near == "Yesterday" else f"{when:%a}".upper() if near else f"{when.day} {when:%b}".upper()
        )
        return f"{words} AT {hour}"

    def label_text(self, message: Said) -> str:
        return given(message.sender)

    def notices(self) -> tuple[str, ...]:
        return (
            "You can now message and call each other and see info like Active Status and when you've read messages.",
        )

    def deleted(self, message: Said) -> str:
        return "You unsent a message" if message.mine else f"{self.label_text(message)} unsent a message"

    def header(self) -> str:
        names = f'<span class="names"><b data-heading>{esc(self.talk.title)}</b><small data-under>{self.under()}</small></span>'
        return f'<div class="head">{icon("back", 26)}{self.face(self.talk.title, 38)}{names}<span class="acts tint">{icons("call video", 24)}</span></div>'

    def foot(self) -> str:
        left = "" if self.talk.extras.draft else icons("plus camera picture mic")
        return f'<div class="foot"><span class="tint left">{left}</span><span class="field">{self.field()}<span class="tint">{icon("smile", 22)}</span></span><span class="thumb">👍</span></div>'

    def row(self, message: Said, place: Place) -> str:
        if not message.quote:
            return super().row(message, place)
        who = "You" if message.mine else self.label_text(message)
        to = "you" if message.quote.mine else given(message.quote.sender)
        side = "mine" if message.mine else "theirs"
        inner = f'<div class="rl">{icon("reply", 12)} {who} replied to {to}</div><div class="rb">{esc(message.quote.text[:52])}</div>'
        return f'<div class="rq {side}" data-cited data-for="{message.id}">{inner}</div>' + super().row(message, place)

    def cited(self, _message: Said) -> str:
        return ""

    def below(self, message: Said, place: Place) -> str:
        if not place.final or not message.mine:
            return ""
        return f'<div class="seen" data-state>{self.rng.choice(["Seen", "Delivered", "Sent just now"])}</div>'

    def css(self) -> str:
        edge = "#000" if self.dark else "#fff"
        return f"""
        .head{{border-bottom:.5px solid var(--line)}} .tint,.head>.ic{{color:{self.tint};display:flex;gap:12px;flex:none}} .thumb{{font-size:22px}} .left .ic{{width:20px}}
        .bubble{{padding:8px 12px;font-size:15.5px;max-width:72%}} .mine .bubble{{background-attachment:fixed;background-size:100vw 100vh}}
        .theirs .bubble{{border-radius:5px 18px 18px 5px}} .theirs.first .bubble{{border-top-left-radius:18px}} .theirs.last .bubble{{border-bottom-left-radius:18px}}
        .mine .bubble{{border-radius:18px 5px 5px 18px}} .mine.first .bubble{{border-top-right-radius:18px}} .mine.last .bubble{{border-bottom-right-radius:18px}}
        .who{{padding-left:58px}} .k-deleted .bubble{{background:none!important;border:1px solid var(--line);color:var(--dim)!important}} .k-emoji .bubble{{background:none!important}}
        .mark{{font-size:11.5px;font-weight:500}} .rq{{display:flex;flex-direction:column;padding:4px 12px 0 48px}} .rq.mine{{align-items:flex-end}} .rl{{font-size:11.5px;color:var(--dim)}}
        .rb{{background:var(--theirs);opacity:.65;border-radius:16px;padding:6px 12px 14px;margin:2px 0 -9px;font-size:13.5px;max-width:75%}}
        .react{{border-color:{edge}}} .seen{{text-align:right;font-size:11.5px;color:var(--dim);padding:0 14px 4px}}"""


class MessengerDark(Messenger):
    """The same at night."""

    name, dark = "messenger_dark", True
    palette = Palette(
        "#000",
        "#fff",
        "#9a9a9f",
        "#303030",
        "linear-gradient(180deg,#c035e8 0%,#7a45ff 50%,#0a7cff 100%)",
        accent="#b16cff",
        line="#2a2a2a",
    )
    tint = "#b16cff"


class InstagramDark(Messenger):
    """Rounder bubbles; the outgoing colour depends on how high a bubble stands."""

    name, platform, dark = "instagram_gradient_dark", "instagram", True
    palette = Palette(
        "#000",
        "#f5f5f5",
        "#a8a8a8",
        "#262626",
        "linear-gradient(180deg,#d22fb4 0%,#8f3bf0 45%,#4a5cf7 100%)",
        accent="#3797f0",
        line="#262626",
    )
    gap, hint, tint = timedelta(hours=1), "Message…", "#f5f5f5"

    def mark_text(self, when: datetime) -> str:
        near = clocks.relative(when, self.talk.now)
        if near in ("Today", "Yesterday"):
            return f"{near} {self.hour(when)}"
        return f"{when:%a} {self.hour(when)}" if near else f"{when.day} {when:%b %Y}, {self.hour(when)}"

    def notices(self) -> tuple[str, ...]:
        return (
            "You don't follow each other on Instagram",
            "Messages and calls are secured with end-to-end encryption.",
        )

    def under(self) -> str:
        return (
            "".join(letter for letter in self.talk.title.lower() if letter.isalpha()) + f"_{self.talk.seed % 90 + 10}"
        )

    def foot(self) -> str:
        right = "" if self.talk.extras.draft else icons("mic picture smile plus")
        send = '<span class="go">Send</span>' if self.talk.extras.draft else ""
        return f'<div class="foot"><span class="field"><span class="cam">{icon("camera", 20)}</span><span style="flex:1">{self.field()}</span><span class="rt">{right}</span>{send}</span></div>'

    def css(self) -> str:
        more = ".bubble{font-size:15px;padding:9px 14px;max-width:70%} .theirs .bubble{border-radius:6px 22px 22px 6px} .mine .bubble{border-radius:22px 6px 6px 22px}"
        first = ".theirs.first .bubble{border-top-left-radius:22px} .theirs.last .bubble{border-bottom-left-radius:22px} .mine.first .bubble{border-top-right-radius:22px} .mine.last .bubble{border-bottom-right-radius:22px}"
        foot = ".cam{background:#3797f0;color:#fff;border-radius:50%;padding:6px;margin-left:-9px} .rt{display:flex;gap:12px;color:var(--text)} .go{color:#3797f0;font-weight:600} .mark{font-weight:400}"
        return super().css() + more + first + foot
