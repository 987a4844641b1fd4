"""X, TikTok and Tinder-like apps: bubbles, and hours between them or below a run."""

from __future__ import annotations

from datetime import datetime, timedelta

from bench.screens import clocks
from bench.screens.model import Place, Said
from bench.screens.paint import esc, given, icon, icons
from bench.screens.skin import Palette, Skin


class XLight(Skin):
    """The hour stands below the last bubble of a run; days stand in the middle."""

    name, platform, os = "x_light", "x", "ios"
    palette = Palette("#fff", "#0f1419", "#536471", "#eff3f4", "#1d9bf0", "#fff", accent="#1d9bf0", field="#eff3f4")
    gap, hint, order, faces = None, "Start a message", "us", True
    left_out = ("missed_call", "deleted")

    def fresh(self, before: Said | None, message: Said) -> bool:
        return super().fresh(before, message) or (
            before is not None and message.when - before.when > timedelta(minutes=5)
        )

    def under(self) -> str:
        return (
            "@" + "".join(letter for letter in self.talk.title.lower() if letter.isalnum()) + str(self.talk.seed % 97)
        )

    def header(self) -> str:
        names = f'<span class="names"><b data-heading>{esc(self.talk.title)}</b><small data-under>{esc(self.under())}</small></span>'
        return f'<div class="head">{icon("arrow", 23)}{self.face(self.talk.title, 32)}{names}<span class="acts">{icon("info")}</span></div>'

    def below(self, message: Said, place: Place) -> str:
        if not place.last:
            return ""
        sent = " · " + self.rng.choice(["Sent", "Seen", "✓"]) if message.mine and place.final else ""
        day = (
            ""
            if clocks.relative(message.when, self.talk.now) == "Today" or self.talk.seed % 2
            else f"{message.when:%b} {message.when.day}, "
        )
        return f'<div class="at {"mine" if message.mine else ""}"><span data-at data-for="{message.id}">{day}{self.hour(message.when)}</span>{sent}</div>'

    def foot(self) -> str:
        return f'<div class="foot"><span class="field">{icons("picture gift", 20)}<span style="flex:1">{self.field()}</span>{icon("send", 20)}</span></div>'

    def css(self) -> str:
        return """.head{border-bottom:1px solid var(--line)} .bubble{border-radius:22px;padding:11px 15px;font-size:15.5px;max-width:78%} .theirs.last .bubble{border-bottom-left-radius:4px} .mine.last .bubble{border-bottom-right-radius:4px}
        .at{font-size:12.5px;color:var(--dim);padding:0 52px 12px;margin-top:-2px} .at.mine{text-align:right;padding:0 14px 12px} .row.last{padding-bottom:5px} .who{padding-left:52px} .field .ic{color:var(--accent)} .mark{font-size:13px;font-weight:600}"""


class XDark(XLight):
    """Lights out."""

    name, os, dark = "x_dark", "droid", True
    palette = Palette(
        "#000", "#e7e9ea", "#71767b", "#2f3336", "#1d9bf0", "#fff", accent="#1d9bf0", field="#202327", line="#2f3336"
    )
    font = '"Roboto","Noto Sans","Noto Color Emoji",sans-serif'


class TikTokLight(Skin):
    """Faces at both sides; hours in the middle."""

    name, platform, os = "tiktok_light", "tiktok", "ios"
    palette = Palette("#fff", "#161823", "#8a8b91", "#f1f1f2", "#0a8fef", "#fff", field="#f1f1f2", accent="#fe2c55")
    gap, hint = timedelta(minutes=20), "Send a message..."
    left_out = ("missed_call", "voice")

    def mark_text(self, when: datetime) -> str:
        near = clocks.relative(when, self.talk.now)
        return self.hour(when) if near == "Today" else f"{near or f'{when:%d/%m/%Y}'} {self.hour(when)}"

    def notices(self) -> tuple[str, ...]:
        return ("This message request has been accepted. You can start chatting.", "Say hi to your new friend")

    def beside(self, message: Said, _place: Place) -> str:
        return "" if message.mine else self.face(message.sender, 36)

    def outside(self, message: Said) -> str:
        return self.face(message.sender, 36) if message.mine else ""

    def header(self) -> str:
        names = f'<span class="names mid"><b data-heading>{esc(self.talk.title)}</b></span>'
        return f'<div class="head">{icon("back", 25)}{self.face(self.talk.title, 32)}{names}<span class="acts">{icons("pin more")}</span></div>'

    def foot(self) -> str:
        quick = "".join(f"<span>{emoji}</span>" for emoji in ("❤️", "😂", "👍", "😍", "🔥", "😭"))
        return f'<div class="quick">{quick}</div><div class="foot"><span class="cam">{icon("camera", 20)}</span><span class="field">{self.field()}{icons("smile", 21)}</span>{icon("mic", 24)}</div>'

    def css(self) -> str:
        return """.row{align-items:flex-start;padding:5px 12px} .bubble{border-radius:16px;padding:9px 13px;font-size:15.5px;max-width:70%} .theirs .bubble{border-top-left-radius:4px} .mine .bubble{border-top-right-radius:4px} .who{padding-left:58px}
        .quick{display:flex;gap:10px;padding:6px 12px;flex:none} .quick span{background:var(--theirs);border-radius:16px;padding:5px 12px;font-size:17px} .cam{background:#fe2c55;color:#fff;border-radius:50%;padding:7px} .head{border-bottom:.5px solid var(--line)}"""


class TikTokDark(TikTokLight):
    """By night."""

    name, os, dark = "tiktok_dark", "droid", True
    palette = Palette(
        "#121212", "#f6f6f6", "#86878b", "#2c2c2e", "#1173c4", "#fff", field="#2c2c2e", line="#333", accent="#fe2c55"
    )
    font = '"Roboto","Noto Sans","Noto Color Emoji",sans-serif'


class Tinder(Skin):
    """A dating app with a heart beside what was said and the match above it."""

    name, platform, os = "tinder_light", "tinder", "ios"
    palette = Palette("#fff", "#21262e", "#7d838c", "#f0f2f4", "#106bd5", "#fff", accent="#ff4458", field="#fff")
    gap, hint, faces = timedelta(hours=2), "Type a message", True
    left_out = ("missed_call", "deleted", "voice")

    def notices(self) -> tuple[str, ...]:
        first = self.talk.said[0].when
        return (
            f"You matched with {given(self.talk.people[0])} on {first:%d/%m/%Y}",
            "You both liked each other. Say something nice!",
        )

    def mark_text(self, when: datetime) -> str:
        near = clocks.relative(when, self.talk.now)
        return f"{near or f'{when:%a}, {when.day} {when:%b}'}, {self.hour(when)}"

    def header(self) -> str:
        name = f'<span class="names mid">{self.face(self.talk.title, 36)}<b data-heading>{esc(given(self.talk.title) if not self.talk.group else self.talk.title)}</b></span>'
        return f'<div class="head"><span class="red">{icon("back", 27, 2.5)}</span>{name}<span class="red">{icons("video more", 23)}</span></div>'

    def outside(self, message: Said) -> str:
        return "" if message.mine else f'<span class="like">{icon("heart", 18)}</span>'

    def below(self, message: Said, place: Place) -> str:
        return '<div class="sent" data-state>Sent</div>' if place.final and message.mine else ""

    def foot(self) -> str:
        return f'<div class="foot"><span class="gif">GIF</span><span class="field">{self.field()}<b class="go">SEND</b></span></div>'

    def css(self) -> str:
        return """.head{height:74px;border-bottom:1px solid var(--line);justify-content:space-between} .mid{align-items:center;flex:1;gap:3px} .mid b{font-size:12.5px;font-weight:500} .red{color:#ff4458} .bubble{border-radius:20px;padding:10px 15px;font-size:16px;max-width:70%}
        .theirs.last .bubble{border-bottom-left-radius:4px} .mine.last .bubble{border-bottom-right-radius:4px} .like{color:#c3c8cf;align-self:center} .gif{background:var(--line);font-weight:700;font-size:12px;border-radius:14px;padding:6px 8px} .field{border:1px solid var(--line)} .go{color:#b9bfc8;font-size:13px} .sent{text-align:right;font-size:12px;color:var(--dim);padding:0 14px} .mark.note{font-size:14px}"""
