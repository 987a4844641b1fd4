"""Telegram on iPhones and on Android."""

from __future__ import annotations

from datetime import datetime

from bench.screens import clocks, paint
from bench.screens.model import Place, Said
from bench.screens.paint import esc, icon
from bench.screens.skin import Palette, Skin


class TelegramIOS(Skin):
    """Light, over the green and yellow wall with drawings."""

    name, platform, os = "telegram_ios_light", "telegram", "ios"
    palette = Palette(
        "#cfd9b0", "#000", "#8e8e93", "#fff", "#e1fec6", "#000", head="#f6f6f6", field="#fff", accent="#007aff"
    )
    hour_inside, faces, hint, gap = True, True, "Message", None
    left_out = ("deleted",)
    wall_back = "linear-gradient(165deg,#dbe8a6,#8fbf9a 45%,#d8d68e)"
    wall_ink = "#3b6e4b2e"
    chip = "#5a7a4a88"
    hour_mine = "#3ea043"

    def mark_text(self, when: datetime) -> str:
        near = clocks.relative(when, self.talk.now)
        return (
            near
            if near in ("Today", "Yesterday")
            else f"{when.day} {when:%B}"
            if self.talk.seed % 2
            else f"{when:%B} {when.day}"
        )

    def notices(self) -> tuple[str, ...]:
        return (
            (f"{self.talk.people[0]} joined Telegram", f"{self.talk.people[0]} pinned a message")
            if not self.talk.group
            else ("You joined the group",)
        )

    def under(self) -> str:
        if self.talk.group:
            return f"{len(self.talk.people) + 1} members, 2 online"
        return self.rng.choice(
            ["online", "last seen recently", f"last seen at {self.hour(self.talk.now)}", "typing..."]
        )

    def beside(self, message: Said, place: Place) -> str:
        return super().beside(message, place) if self.talk.group else ""

    def header(self) -> str:
        names = f'<span class="names mid"><b data-heading>{esc(self.talk.title)}</b><small data-under>{esc(self.under())}</small></span>'
        return f'<div class="head"><span class="bk">{icon("back", 26, 2.4)}Back</span>{names}{self.face(self.talk.title, 38)}</div>'

    def foot(self) -> str:
        return f'<div class="foot">{icon("clip", 25)}<span class="field">{self.field()}{icon("smile", 20)}</span>{icon("mic", 25)}</div>'

    def css(self) -> str:
        tail = "content:'';position:absolute;bottom:0;width:12px;height:14px;background:inherit"
        return f"""
        #pane{{background:{paint.doodles(self.rng, self.wall_ink)},{self.wall_back}}} .head{{border-bottom:.5px solid #0003}} .bk{{color:var(--accent);display:flex;align-items:center;font-size:17px;margin-left:-6px}}
        .mid{{flex:1;align-items:center}} .foot .ic{{color:#858e99}} .field{{border:.5px solid #8885;padding:6px 12px;min-height:36px}}
        .bubble{{border-radius:17px;padding:6px 11px 7px;font-size:16.5px;box-shadow:0 1px 1px #0002;max-width:80%}} .row{{padding:1px 10px}}
        .theirs.last .bubble{{border-bottom-left-radius:0}} .mine.last .bubble{{border-bottom-right-radius:0}} .theirs.last .bubble::before{{{tail};left:-6px;clip-path:path('M12 14H0Q6 11 6 0h6z')}} .mine.last .bubble::before{{{tail};right:-6px;clip-path:path('M0 14h12Q6 11 6 0H0z')}}
        .k-photo .bubble::before,.k-sticker .bubble::before{{display:none}} .mine .meta{{color:{self.hour_mine};opacity:1}} .mark span{{background:{self.chip};color:#fff;border-radius:12px;padding:4px 10px;font-size:13px;font-weight:500;display:inline-block}} .mark.unread{{padding:8px 0}} .mark.unread span{{display:block;border-radius:0;background:#ffffffb0;color:#456}}
        .who{{padding:0}} .cited{{margin-top:1px}} .react{{position:static;display:inline-block;border:0;background:{self.hour_mine}44;margin-top:5px;padding:3px 9px;font-size:14px}} .reacted{{margin:0}}"""

    def label(self, _message: Said, _place: Place) -> str:
        return ""

    def above(self, message: Said) -> str:
        name = ""
        if self.talk.group and not message.mine and message.id in self.openers():
            colour = paint.hue(message.sender, 0.62 if self.dark else 0.42, 0.7)
            name = f'<div class="who" data-name style="color:{colour};font-weight:600;font-size:14.5px">{esc(message.sender)}</div>'
        forwarded = (
            f'<small class="fwd" style="font-style:normal;color:{self.hour_mine}">Forwarded from<br><b>{paint.esc(self.talk.people[0])}</b></small>'
            if message.forwarded
            else ""
        )
        return name + forwarded

    def openers(self) -> set[int]:
        """Messages that begin a run, found once: a label stands in their bubbles."""
        said = [m for m in self.talk.said if m.kind not in self.left_out]
        return {m.id for n, m in enumerate(said) if self.fresh(said[n - 1] if n else None, m)}


class TelegramIOSDark(TelegramIOS):
    """The night theme: black, with a gradient that goes along with the thread."""

    name, dark = "telegram_ios_dark", True
    palette = Palette(
        "#000",
        "#fff",
        "#8d8e93",
        "#262628",
        "linear-gradient(180deg,#6f5ae8,#3f6be8)",
        "#fff",
        head="#1c1c1d",
        head_text="#fff",
        field="#060606",
        accent="#5e9cff",
        line="#333",
    )
    wall_back, wall_ink, chip, hour_mine = "#050505", "#7a6ff03d", "#1c1c1ecc", "#ffffffb0"

    def css(self) -> str:
        return (
            super().css()
            + ".mine .bubble{background-attachment:fixed} .mark.unread span{background:#1c1c1dd0;color:#ccc}"
        )


class TelegramDark(TelegramIOS):
    """Android at night."""

    name, os, dark = "telegram_android_dark", "droid", True
    font = '"Roboto","Noto Sans","Noto Color Emoji",sans-serif'
    palette = Palette(
        "#0f1620",
        "#fff",
        "#7f91a4",
        "#212d3b",
        "#3e6189",
        "#fff",
        head="#212d3b",
        head_text="#fff",
        field="#212d3b",
        accent="#6ab3f3",
        line="#101921",
    )
    wall_back, wall_ink, chip, hour_mine = "#0f1620", "#22303e", "#1e2c3acc", "#9ec8f0"

    def header(self) -> str:
        names = f'<span class="names"><b data-heading>{esc(self.talk.title)}</b><small data-under>{esc(self.under())}</small></span>'
        return f'<div class="head">{icon("arrow", 24)}{self.face(self.talk.title, 40)}{names}<span class="acts">{icon("call")}{icon("more")}</span></div>'

    def foot(self) -> str:
        return f'<div class="foot" style="padding:4px 10px">{icon("smile", 24)}<span class="field" style="border:0;border-radius:0">{self.field()}{icon("clip", 23)}</span>{icon("mic", 24)}</div>'

    def css(self) -> str:
        return (
            super().css()
            + ".mark.unread span{background:#1c2733;color:#8fb4d8} .bubble{font-size:16px;border-radius:14px}"
        )
