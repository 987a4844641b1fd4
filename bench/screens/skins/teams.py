"""Teams on a phone and in a browser."""

from __future__ import annotations

from datetime import datetime, timedelta

from bench.screens import clocks
from bench.screens.model import Place, Said
from bench.screens.paint import esc, icon, icons
from bench.screens.skin import Palette, Skin


class TeamsPhone(Skin):
    """Name and hour stand above the first bubble of a run; own ones have the hour alone."""

    name, platform, os = "teams_mobile", "teams", "droid"
    font = '"Open Sans","Noto Sans","Noto Color Emoji",sans-serif'
    palette = Palette(
        "#f5f5f5", "#242424", "#616161", "#fff", "#e8ebfa", "#242424", head="#fff", field="#f0f0f0", accent="#5b5fc7"
    )
    labels, gap, order, hint = "always", None, "dmy", "Type a message"
    left_out = ("missed_call",)

    def fresh(self, before: Said | None, message: Said) -> bool:
        return super().fresh(before, message) or (
            before is not None and message.when - before.when > timedelta(minutes=5)
        )

    def stamp(self, when: datetime) -> str:
        near = clocks.relative(when, self.talk.now)
        return (
            self.hour(when)
            if near == "Today"
            else f"{near} {self.hour(when)}"
            if near == "Yesterday"
            else f"{when:%d/%m} {self.hour(when)}"
        )

    def label(self, message: Said, place: Place) -> str:
        if not place.first:
            return ""
        at = f'<span data-at data-for="{message.id}">{self.stamp(message.when)}</span>'
        if message.mine:
            return f'<div class="who mine">{at}{" Edited" if message.edited else ""}</div>'
        return f'<div class="who"><span data-name data-for="{message.id}">{esc(message.sender)}</span>&nbsp; {at}</div>'

    def beside(self, message: Said, place: Place) -> str:
        if message.mine:
            return ""
        return self.face(message.sender, 32) if place.first else '<span style="width:32px;flex:none"></span>'

    def outside(self, message: Said) -> str:
        return f'<span class="seen">{icon("tick", 12)}</span>' if message.mine else ""

    def deleted(self, _message: Said) -> str:
        return "This message has been deleted."

    def css(self) -> str:
        return """.head{border-bottom:1px solid var(--line)} .row{align-items:flex-start} .bubble{border-radius:6px;padding:8px 12px;font-size:15px;max-width:80%} .who{padding:8px 12px 3px 54px;font-size:12px} .who.mine{text-align:right;padding-right:34px}
        .theirs .bubble{box-shadow:0 0 1px #0003} .seen{color:var(--accent);align-self:flex-end} .mark{font-size:12px} .react{position:static;display:block;width:max-content;border:0;margin-top:4px;background:#8882} .reacted{margin:0}"""


class TeamsDark(TeamsPhone):
    """The phone at night."""

    name, os, dark = "teams_mobile_dark", "ios", True
    palette = Palette(
        "#141414",
        "#fff",
        "#adadad",
        "#292929",
        "#3d3e66",
        "#fff",
        head="#1f1f1f",
        field="#292929",
        accent="#7f85f5",
        line="#333",
    )


class TeamsWeb(TeamsPhone):
    """A browser: a rail, a list of chats, and the thread at the right."""

    name, os, forms = "teams_web", "desk", ("desk1280", "desk1440", "desk1280hi")

    def header(self) -> str:
        tabs = '<span class="tabs"><b>Chat</b><span>Files</span><span>Photos</span></span>'
        return f'<div class="head">{self.face(self.talk.title, 32)}<b data-heading style="font-size:18px">{esc(self.talk.title)}</b>{tabs}<span class="acts">{icons("video call search")}</span></div>'

    def screen(self) -> str:
        from bench.screens.skins.sides import rail, side

        bar = f'<div class="bar"><span class="find">{icon("search", 14)} Search (Ctrl+E)</span></div>'
        rails = rail(["Activity", "Chat", "Teams", "Calendar", "Calls", "Files"])
        main = f'<div class="main">{self.header()}{self.pane()}{self.foot()}</div>'
        return f'{bar}<div class="cols">{rails}{side(self, "Chat", 300)}{main}</div>'

    def css(self) -> str:
        from bench.screens.skins.sides import SIDES

        return (
            super().css()
            + SIDES
            + ".bar{height:46px;background:#e0e0ee;display:flex;align-items:center;justify-content:center;flex:none} .find{background:#fff;border-radius:4px;width:440px;padding:6px 12px;font-size:13px;color:#666} .tabs{display:flex;gap:16px;font-size:14px;margin-left:14px} .bubble{max-width:62%}"
        )
