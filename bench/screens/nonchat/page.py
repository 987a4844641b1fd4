"""What the pages that are no chat share: invented contents, a status bar and a style sheet."""

from __future__ import annotations

import random
from datetime import datetime

from bench.screens import paint, words
from bench.screens.model import Device, Talk
from bench.screens.style import BASE
from bench.screens.talk import Writer

STYLE = (
    BASE
    + """
body{--head:var(--page);--headtext:var(--text);--theirs:#8882;--field:#8882;--accent:#0a6cff;--dim:#777;--line:#8884;overflow:hidden}
.in{padding:12px 16px;line-height:1.45} h1{font-size:25px;line-height:1.2;margin:8px 0} h2{font-size:19px;margin:10px 0 6px} p{margin:0 0 11px} .dim{color:var(--dim);font-size:13px}
.item,.boxed{flex:none} .li{flex:none;display:flex;gap:12px;align-items:center;padding:11px 16px;border-bottom:1px solid var(--line)} .li .g{flex:1;min-width:0} .li b{font-weight:600} .li small{display:block;color:var(--dim);font-size:13px}
.boxed{background:#8881;border-radius:12px;padding:11px 14px;margin:8px 14px;line-height:1.4} .topbar{display:flex;align-items:center;gap:14px;padding:10px 16px;font-size:19px;font-weight:600;border-bottom:1px solid var(--line)} .right{margin-left:auto}
.tabbar{position:absolute;bottom:0;left:0;right:0;background:var(--page);border-top:1px solid var(--line);display:flex;justify-content:space-around;padding:8px 0 20px;font-size:11px;color:var(--dim);text-align:center}
"""
)


class Scene:
    """A page in the making."""

    def __init__(self, rng: random.Random, device: Device) -> None:
        self.rng, self.device = rng, device
        self.writer = Writer(rng, "en")
        self.dark = rng.random() < 0.35
        self.now = datetime(2026, rng.randrange(1, 13), rng.randrange(1, 28), rng.randrange(6, 24), rng.randrange(60))

    def clock(self) -> str:
        return f"{self.rng.randrange(6, 23)}:{self.rng.randrange(60):02d}"

    def day(self) -> str:
        return self.rng.choice(
            ["Today", "Yesterday", f"{self.rng.randrange(1, 29)} {self.now:%B}", self.rng.choice(words.WEEKDAYS)]
        )

    def money(self) -> str:
        return f"£{self.rng.randrange(1, 400)}.{self.rng.randrange(100):02d}"

    def prose(self, count: int) -> str:
        """Sentences that belong to no conversation."""
        return " ".join(self.writer.fill(self.rng.choice(PROSE)) for _ in range(count))

    def bar(self) -> str:
        if self.device.os == "desk":
            return ""
        talk = Talk("", "", [], [], self.now, "24", False, "en", 0)
        return paint.status_bar(self.rng, talk, self.device)

    def tabs(self, names: list[str]) -> str:
        signs = ["info", "search", "heart", "picture", "menu"]
        drawn = (f"<span>{paint.icon(sign, 22)}<br>{name}</span>" for sign, name in zip(signs, names, strict=False))
        return f'<div class="tabbar">{"".join(drawn)}</div>'

    def html(self, body: str, css: str = "", dark: bool | None = None) -> str:
        night = self.dark if dark is None else dark
        colours = "--page:#121214;--text:#ececec" if night else "--page:#fff;--text:#16181c"
        font = '"Roboto"' if self.device.os == "droid" else '"Inter"'
        style = f':root{{{colours}}}{STYLE}body{{font-family:{font},"Noto Sans","Noto Color Emoji",sans-serif}}{css}'
        return f'<!doctype html><meta charset="utf-8"><style>{style}</style><body class="{self.device.os}">{self.bar()}{body}</body>'


PROSE = (
    "The council said on {day} that the bridge near {road} will stay closed until the end of the month.",
    "Residents of {road} had asked for a crossing since a child was hurt there in the spring.",
    "About {n} people came to the meeting, which was held at {place}.",
    "The cost is put at £{money} million, of which a third has been found so far.",
    "Please bring this letter and some proof of where you live when you come to your appointment.",
    "A spokeswoman, {first}, would not say when the works are to begin.",
    "If you have not heard from us by {day} you may ring the office between 9:00 and 16:30.",
    "The second half was no better, and the home side lost {n} passes before the whistle.",
    "We have looked at what you sent us and can tell you that nothing more is needed.",
    "Mix the flour with the butter, rest it for {n} minutes and roll it out thinly.",
    "Snow is expected on high ground by the evening, with rain further south.",
    "Customers will be told by post before any of the prices change.",
)
