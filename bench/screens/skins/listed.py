"""Discord and Slack: everything stands at the left below a name and an hour; only names tell who spoke."""

from __future__ import annotations

from datetime import datetime, timedelta

from bench.screens import clocks, paint
from bench.screens.model import Place, Said
from bench.screens.paint import esc, icon, icons
from bench.screens.skin import Palette, Skin


class Listed(Skin):
    """What both have in common."""

    side_by_name, labels, gap = True, "always", None
    face_radius = "50%"

    def stamp(self, when: datetime) -> str:
        return self.hour(when)

    def fresh(self, before: Said | None, message: Said) -> bool:
        again = before is None or message.when - before.when > timedelta(minutes=10) or message.quote is not None
        return again or super().fresh(before, message)

    def line(self, message: Said) -> str:
        colour = paint.hue(message.sender, 0.68 if self.dark else 0.4, 0.6) if self.platform == "discord" else "inherit"
        name = f'<b data-name style="color:{colour}">{esc(message.sender)}</b>'
        return f'<div class="line">{name}<small data-at>{self.stamp(message.when)}</small></div>'

    def row(self, message: Said, place: Place) -> str:
        face = self.face_of(message) if place.first else '<span class="gap"></span>'
        react = (
            f'<div class="pills"><span>{message.reaction} {message.id % 4 + 1}</span></div>' if message.reaction else ""
        )
        edited = '<small class="edited"> (edited)</small>' if message.edited else ""
        inner = f"{self.line(message) if place.first else ''}{self.above(message)}<div data-box class='what'>{self.body(message)}{edited}</div>{react}"
        return f'{self.cited(message)}<div class="row theirs k-{message.kind} {"first" * place.first}" data-m="{message.id}">{face}<div class="col">{inner}</div></div>'

    def face_of(self, message: Said) -> str:
        return (
            self.face(message.sender, 40)
            if self.face_radius == "50%"
            else paint.avatar(message.sender, 36, self.face_radius)
        )

    def cited(self, message: Said) -> str:
        quote = message.quote
        if not quote:
            return ""
        return f'<div class="ref" data-cited data-for="{message.id}"><i></i>{self.face(quote.sender, 16)}<b>@{esc(quote.sender)}</b> <span>{esc(quote.text[:40])}</span></div>'

    def mark(self, message: Said) -> str:
        return f'<div class="mark rule"><span data-mark>{esc(self.mark_text(message.when))}</span></div>'

    def unread(self) -> str:
        return '<div class="mark rule new"><span data-mark data-notice>NEW</span></div>'

    def typing(self) -> str:
        return f'<div class="hush">{esc(self.talk.people[0])} is typing…</div>'

    def css(self) -> str:
        return """
        .row{padding:1px 14px;gap:14px;align-items:flex-start} .row.first{padding-top:9px} .gap{width:40px;flex:none} .col{flex:1;min-width:0} .what{line-height:1.37;overflow-wrap:anywhere}
        .line{display:flex;gap:8px;align-items:baseline;line-height:1.3} .line b{font-weight:600;font-size:16px} .line small{font-size:12px;color:var(--dim)}
        .rule{display:flex;align-items:center;gap:8px;padding:14px 14px 6px} .rule::before,.rule::after{content:'';flex:1;height:1px;background:var(--line)} .new{color:#f23f43;font-weight:700} .new::before,.new::after{background:#f23f43} .new span{background:none!important;color:#f23f43!important;padding:0!important}
        .ref{display:flex;align-items:center;gap:5px;font-size:13px;color:var(--dim);padding:9px 14px 0 34px;white-space:nowrap;overflow:hidden} .ref i{width:26px;height:9px;border:2px solid var(--line);border-width:2px 0 0 2px;border-radius:6px 0 0 0;margin-top:8px;flex:none}
        .pills{margin:4px 0} .pills span{background:var(--field);border:1px solid var(--line);border-radius:8px;padding:2px 8px;font-size:13px} .hush{font-size:13px;color:var(--dim);padding:6px 16px;font-weight:600} .card{border-left:4px solid var(--line)} .mark.note{text-align:left;padding:6px 20px;font-size:14px}"""


class DiscordDark(Listed):
    """A phone at night."""

    name, platform, os, dark = "discord_dark", "discord", "droid", True
    font = '"Open Sans","Noto Sans","Noto Color Emoji",sans-serif'
    palette = Palette(
        "#313338",
        "#dbdee1",
        "#949ba4",
        "#313338",
        "#313338",
        "#dbdee1",
        head="#313338",
        head_text="#f2f3f5",
        field="#383a40",
        line="#3f4147",
        accent="#00a8fc",
    )
    left_out = ("deleted",)

    def stamp(self, when: datetime) -> str:
        near = clocks.relative(when, self.talk.now)
        if near in ("Today", "Yesterday"):
            return f"{near} at {self.hour(when)}" if self.talk.seed % 3 else f"{self.hour(when)}"
        return f"{when:%d/%m/%Y} {self.hour(when)}"

    def mark_text(self, when: datetime) -> str:
        return f"{when.day} {when:%B %Y}" if self.talk.seed % 2 else f"{when:%B} {when.day}, {when.year}"

    def channel(self) -> str:
        return self.talk.title.lower().split("&")[0].strip().replace(" ", "-") if self.talk.group else self.talk.title

    def notices(self) -> tuple[str, ...]:
        who = self.talk.people[0]
        return (
            f"→ {who} joined the party.",
            f"{who} pinned a message to this channel.",
            f"This is the beginning of your direct message history with {who}.",
        )

    def header(self) -> str:
        kind = icon("hash", 22) if self.talk.group else self.face(self.talk.title, 28)
        return f'<div class="head">{icon("arrow", 23)}{kind}<span class="names"><b data-heading>{esc(self.channel())}</b></span><span class="acts">{icons("search" if self.talk.group else "call video")}</span></div>'

    def foot(self) -> str:
        self.hint = f"Message {'#' if self.talk.group else '@'}{self.channel()}"
        return f'<div class="foot"><span class="dot">{icon("plus", 20)}</span><span class="dot">{icon("gift", 20)}</span><span class="field">{self.field()}{icon("smile", 22)}</span><span class="dot">{icon("mic", 20)}</span></div>'

    def css(self) -> str:
        return (
            super().css()
            + ".head{border-bottom:1px solid #0003;height:52px} .dot{background:var(--field);border-radius:50%;padding:8px} .hint{white-space:nowrap;overflow:hidden} .what a{color:#00a8fc;text-decoration:none}"
        )


class DiscordLight(DiscordDark):
    """A phone by day."""

    name, os, dark = "discord_light", "ios", False
    palette = Palette(
        "#fff",
        "#313338",
        "#5c5e66",
        "#fff",
        "#fff",
        "#313338",
        head="#fff",
        field="#ebedef",
        line="#e1e2e4",
        accent="#006ce7",
    )
