"""Samsung's Messages: text messages with the hour beside or below each bubble."""

from __future__ import annotations

from datetime import datetime

from bench.screens.model import Place, Said
from bench.screens.paint import esc, icon, icons
from bench.screens.skin import Palette, Skin


class Samsung(Skin):
    """By day."""

    name, platform, os = "samsung_light", "samsung_messages", "droid"
    font = '"Roboto","Noto Sans","Noto Color Emoji",sans-serif'
    palette = Palette("#fcfcfc", "#111", "#7c7c80", "#eeeff2", "#4a7df0", "#fff", field="#f1f2f5", accent="#3e7bfa")
    gap, hint, left_out = None, "Text message", ("missed_call", "deleted")

    def mark_text(self, when: datetime) -> str:
        return f"{when:%A}, {when.day} {when:%B %Y}" if self.talk.seed % 2 else f"{when:%a}, {when.day} {when:%b}"

    def hours(self, message: Said) -> str:
        state = '<span class="mms">MMS</span> ' if message.kind == "photo" else ""
        return f'<small class="beside">{state}<span data-at>{self.hour(message.when)}</span></small>'

    def beside(self, message: Said, place: Place) -> str:
        return self.hours(message) if message.mine and (place.last or message.id % 3 == 0) else ""

    def outside(self, message: Said) -> str:
        return "" if message.mine else self.hours(message)

    def header(self) -> str:
        return f'<div class="head">{icon("back", 24)}{self.face(self.talk.title, 34)}<b data-heading style="font-size:19px">{esc(self.talk.title)}</b><span class="acts">{icons("call search more")}</span></div>'

    def foot(self) -> str:
        return f'<div class="foot">{icons("picture camera plus", 23)}<span class="field">{self.field()}{icon("smile", 21)}</span>{icon("mic", 22)}</div>'

    def css(self) -> str:
        return ".beside{font-size:11.5px;color:var(--dim);white-space:nowrap} .bubble{border-radius:20px;padding:10px 15px;max-width:70%} .theirs.first .bubble{border-top-left-radius:6px} .mine.first .bubble{border-top-right-radius:6px} .row{gap:6px} .mark{font-size:13px} .mms{opacity:.8}"


class SamsungDark(Samsung):
    """By night."""

    name, dark = "samsung_dark", True
    palette = Palette(
        "#010101", "#fafafa", "#8f8f94", "#252528", "#315fc4", "#fff", field="#252528", line="#333", accent="#6d9bff"
    )
