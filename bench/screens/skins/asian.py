"""Viber, Line, WeChat and KakaoTalk: green, yellow and blue, with hours in or beside the bubbles."""

from __future__ import annotations

from datetime import datetime

from bench.screens import clocks
from bench.screens.model import Place, Said
from bench.screens.paint import esc, icon, icons
from bench.screens.skin import Palette, Skin


class Viber(Skin):
    """Violet, with the hour and ticks in each bubble."""

    name, platform, os = "viber_light", "viber", "droid"
    font = '"Roboto","Noto Sans","Noto Color Emoji",sans-serif'
    palette = Palette(
        "#f4f1fb", "#1d1b20", "#857f92", "#fff", "#dcd4fb", "#1d1b20", head="#fff", field="#fff", accent="#7360f2"
    )
    hour_inside, faces, gap, hint, order = True, True, None, "Message", "us"

    def foot(self) -> str:
        return f'<div class="foot">{icon("smile", 24)}<span class="field">{self.field()}{icon("clip", 20)}</span><span class="go">{icon("mic", 22)}</span></div>'

    def css(self) -> str:
        return ".bubble{border-radius:14px;font-size:15.5px;padding:7px 11px} .mark span{background:#a39bbd;color:#fff;border-radius:12px;padding:3px 11px} .go{background:#7360f2;color:#fff;border-radius:50%;padding:9px} .who{color:#7360f2;padding-left:54px} .meta .ic{color:#7360f2}"


class Line(Skin):
    """Blue wall, green bubbles, Read and the hour beside them."""

    name, platform, os = "line_light", "line", "ios"
    palette = Palette(
        "#8cabd9", "#111", "#26324a", "#fff", "#8de055", "#111", head="#8cabd9", field="#f3f4f6", accent="#06c755"
    )
    gap, hint, order, unread_text = None, "Aa", "us", "Unread messages below"

    def mark_text(self, when: datetime) -> str:
        near = clocks.relative(when, self.talk.now)
        return near if near in ("Today", "Yesterday") else f"{when:%a}, {when.day}/{when.month}"

    def beside(self, message: Said, place: Place) -> str:
        if message.mine:
            return self.aside(message) if self.timed(message, place) else ""
        return self.face(message.sender, 36) if place.first else '<span style="width:36px;flex:none"></span>'

    def aside(self, message: Said) -> str:
        count = (
            ""
            if not message.mine
            else "<br>"
            if self.talk.seed % 5 == 0
            else "Read<br>"
            if not self.talk.group
            else f"Read {message.id % 4 + 1}<br>"
        )
        return f'<small class="beside">{count}<span data-at>{self.hour(message.when)}</span></small>'

    def timed(self, message: Said, place: Place) -> bool:
        """The hour stands once for what was said in the same minute."""
        return (
            place.last or message.id + 1 >= len(self.talk.said) or self.talk.said[message.id + 1].when != message.when
        )

    def outside(self, message: Said) -> str:
        if message.mine:
            return ""
        after = self.talk.said[message.id + 1 : message.id + 2]
        last = not after or self.fresh(message, after[0])
        return self.aside(message) if self.timed(message, Place(False, last, not after)) else ""

    def foot(self) -> str:
        return f'<div class="foot">{icons("plus camera picture", 24)}<span class="field">{self.field()}{icon("smile", 21)}</span>{icon("mic", 24)}</div>'

    def css(self) -> str:
        return """.foot{background:#fff} .beside{font-size:11px;color:#3d4c68;white-space:nowrap;line-height:1.25} .mine .beside{text-align:right} .row{gap:6px;padding:2px 10px} .row .av{align-self:flex-start} .bubble{border-radius:17px;max-width:66%;font-size:15.5px;padding:9px 13px}
        .theirs.first .bubble{border-top-left-radius:3px} .mine.first .bubble{border-top-right-radius:3px} .mark span{background:#5a78a899;color:#fff;border-radius:12px;padding:3px 12px} .who{padding:5px 56px 1px;color:#26324a} .k-photo .bubble,.k-sticker .bubble{background:none!important}"""


class Kakao(Line):
    """Yellow bubbles on grey blue; a yellow figure counts who has not read."""

    name, platform = "kakao_light", "kakaotalk"
    palette = Palette(
        "#b2c7d9", "#191919", "#4b5a66", "#fff", "#fee500", "#191919", head="#b2c7d9", field="#f5f5f5", accent="#3c1e1e"
    )
    hint, labels = "Enter a message", "group"

    def mark_text(self, when: datetime) -> str:
        return f"{when:%A}, {when:%B} {when.day}, {when.year}"

    def aside(self, message: Said) -> str:
        one = '<b style="color:#f7d600">1</b><br>' if message.id == self.talk.said[-1].id or message.id % 5 == 0 else ""
        return f'<small class="beside">{one}<span data-at>{self.hour(message.when)}</span></small>'

    def foot(self) -> str:
        return f'<div class="foot">{icon("plus", 24)}<span class="field">{self.field()}{icon("smile", 21)}</span>{icon("hash", 22)}</div>'

    def css(self) -> str:
        return super().css() + ".bubble{border-radius:13px} .mark span{background:#0000002b;padding:4px 14px}"


class WeChat(Skin):
    """Square faces at both sides, little tails, hours in the middle."""

    name, platform, os = "wechat_light", "wechat", "ios"
    palette = Palette(
        "#ededed", "#191919", "#9a9a9a", "#fff", "#95ec69", "#191919", head="#ededed", field="#fff", accent="#07c160"
    )
    hint, square = "", "5px"

    def mark_text(self, when: datetime) -> str:
        near = clocks.relative(when, self.talk.now)
        return self.hour(when) if near == "Today" else f"{near or f'{when.day} {when:%b %Y}'} {self.hour(when)}"

    def face(self, name: str, size: int) -> str:
        return super().face(name, size).replace("border-radius:50%", "border-radius:5px")

    def beside(self, message: Said, _place: Place) -> str:
        return "" if message.mine else self.face(message.sender, 40)

    def outside(self, message: Said) -> str:
        return self.face(self.talk.owner, 40) if message.mine else ""

    def body(self, message: Said) -> str:
        if message.kind == "deleted":
            return f"<span data-said>{'You' if message.mine else esc(message.sender)} recalled a message</span>"
        return super().body(message)

    def header(self) -> str:
        return f'<div class="head">{icon("back", 24)}<b data-heading style="flex:1;text-align:center;font-weight:600">{esc(self.talk.title)}</b>{icon("more", 22)}</div>'

    def foot(self) -> str:
        return f'<div class="foot">{icon("mic", 26)}<span class="field" style="border-radius:6px">{self.field()}</span>{icons("smile plus", 26)}</div>'

    def css(self) -> str:
        tail = "content:'';position:absolute;top:14px;border:6px solid transparent"
        return f""".row{{align-items:flex-start;padding:6px 12px;gap:11px}} .bubble{{border-radius:5px;padding:9px 12px;max-width:66%}} .theirs .bubble::before{{{tail};left:-11px;border-right-color:var(--theirs)}} .mine .bubble::before{{{tail};right:-11px;border-left-color:var(--mine)}} .who{{padding:2px 64px 0}} .head{{border-bottom:.5px solid #0002}} .foot{{background:#f7f7f7}}
        .k-deleted{{justify-content:center!important}} .k-deleted .av{{display:none}} .k-deleted .bubble{{background:none;color:var(--dim);font-size:13px}} .k-deleted .bubble::before,.k-sticker .bubble::before,.k-photo .bubble::before{{display:none}} .k-photo .bubble{{background:none;padding:0}}"""


class WeChatDark(WeChat):
    """By night."""

    name, os, dark = "wechat_dark", "droid", True
    palette = Palette(
        "#111",
        "#d5d5d5",
        "#7a7a7a",
        "#2c2c2c",
        "#3eb575",
        "#0b0b0b",
        head="#111",
        field="#292929",
        line="#333",
        accent="#07c160",
    )

    def css(self) -> str:
        return super().css() + ".foot{background:#1e1e1e}"
